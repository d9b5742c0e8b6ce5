use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use madang_web::Problem;

use crate::model::PersonId;

/// Kept keys beyond which those are forgotten that may do everything again anyhow.
const KEYS_MAX: usize = 10_000;

/// How often an address may be written to and a password be tried. In memory: a restart forgives. Cheap to clone.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    letters_to: DefaultKeyedRateLimiter<String>,
    letters_from: DefaultKeyedRateLimiter<IpAddr>,
    tries_at: DefaultKeyedRateLimiter<String>,
    tries_from: DefaultKeyedRateLimiter<IpAddr>,
    codes_of: DefaultKeyedRateLimiter<PersonId>,
    challenges_from: DefaultKeyedRateLimiter<IpAddr>,
}

fn quota(count: u32, per: Duration) -> Quota {
    let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(per / count.get()).expect("the time is not empty").allow_burst(count)
}

const HOUR: Duration = Duration::from_secs(3_600);

impl Default for Limits {
    fn default() -> Self {
        Self(Arc::new(Inner {
            letters_to: RateLimiter::keyed(quota(6, HOUR)),
            // A conference's hall is behind one address.
            letters_from: RateLimiter::keyed(quota(200, HOUR)),
            tries_at: RateLimiter::keyed(quota(20, HOUR)),
            tries_from: RateLimiter::keyed(quota(300, HOUR)),
            // Three codes of a million are good at a time: who tries day and night finds one in four years.
            codes_of: RateLimiter::keyed(quota(10, HOUR)),
            challenges_from: RateLimiter::keyed(quota(1_200, HOUR)),
        }))
    }
}

impl Limits {
    /// A letter to this address, asked for from this device.
    ///
    /// *Errors*: 429, the same whether the address has an account or not.
    pub(crate) fn letter(&self, email: &str, from: IpAddr) -> Result<(), Problem> {
        take(&self.0.letters_from, &network(from))?;
        take(&self.0.letters_to, &email.to_owned())
    }

    /// A password tried for this address from this device.
    ///
    /// *Errors*: 429, the same whether the address has an account or not.
    pub(crate) fn attempt(&self, email: &str, from: IpAddr) -> Result<(), Problem> {
        take(&self.0.tries_from, &network(from))?;
        take(&self.0.tries_at, &email.to_owned())
    }

    /// A code tried for this person, who has shown a first factor.
    ///
    /// *Errors*: 429.
    pub(crate) fn code(&self, person: PersonId, from: IpAddr) -> Result<(), Problem> {
        take(&self.0.tries_from, &network(from))?;
        take(&self.0.codes_of, &person)
    }

    /// A challenge or its answer, from this device.
    ///
    /// *Errors*: 429.
    pub(crate) fn challenge(&self, from: IpAddr) -> Result<(), Problem> {
        take(&self.0.challenges_from, &network(from))
    }
}

fn take<K>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Problem>
where
    K: Clone + Eq + std::hash::Hash,
{
    if limiter.len() > KEYS_MAX {
        limiter.retain_recent();
    }
    limiter.check_key(key).map_err(|_| Problem::too_many(600))
}

/// Who has one address of IPv6 has as many as they like out of the same network.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_and_each_network_has_its_own_measure() {
        let limits = Limits::default();
        let from = |address: &str| address.parse::<IpAddr>().unwrap();
        for _ in 0..20 {
            assert!(limits.attempt("ada@example.org", from("203.0.113.5")).is_ok());
        }
        assert!(
            limits.attempt("ada@example.org", from("198.51.100.7")).is_err(),
            "from elsewhere it is the same account"
        );
        assert!(limits.attempt("bo@example.org", from("203.0.113.5")).is_ok());
        for number in 0..279 {
            assert!(
                limits.attempt(&format!("{number}@example.org"), from("203.0.113.5")).is_ok(),
                "{number}"
            );
        }
        assert!(
            limits.attempt("one-more@example.org", from("203.0.113.5")).is_err(),
            "one device, many accounts"
        );
        for number in 0..300 {
            assert!(
                limits
                    .attempt(&format!("six-{number}@example.org"), from(&format!("2001:db8::{number:x}")))
                    .is_ok()
            );
        }
        assert!(limits.attempt("six@example.org", from("2001:db8::ffff")).is_err(), "one network of IPv6");
    }
}
