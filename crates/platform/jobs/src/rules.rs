use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use crate::model::JobId;

const FIRST_SECONDS: i64 = 10;
const LONGEST_SECONDS: i64 = 3_600;

/// How long to wait after the attempt number `attempts` (from 1) has failed: ten seconds, doubled each time, an hour at
/// most, and up to a quarter more or less, so that jobs that failed together do not come back together. The same job
/// always waits the same time.
pub(crate) fn back_off(id: JobId, attempts: u32) -> SignedDuration {
    let doubled = FIRST_SECONDS.saturating_mul(1 << attempts.saturating_sub(1).min(20));
    let millis = doubled.min(LONGEST_SECONDS) * 1_000;
    let mut hash = Sha256::new();
    hash.update(id.0.bytes());
    hash.update(attempts.to_be_bytes());
    let spread = i64::from(u16::from_be_bytes([hash.clone().finalize()[0], hash.finalize()[1]]));
    SignedDuration::from_millis(millis * 3 / 4 + millis / 2 * spread / i64::from(u16::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn waits_grow_within_bounds_and_repeat(bytes in any::<[u8; 16]>(), attempts in 1_u32..100) {
            let id = JobId(bytes.into());
            let wait = back_off(id, attempts).as_millis();
            let middle = (10_000_i128 << attempts.saturating_sub(1).min(20)).min(3_600_000);
            prop_assert!(wait >= middle * 3 / 4 && wait <= middle * 5 / 4, "{wait} around {middle}");
            prop_assert_eq!(back_off(id, attempts), back_off(id, attempts));
        }
    }
}
