//! How long things last.

use jiff::{SignedDuration, Timestamp};
use madang_context::{Power, Powers};

/// For how long tokens that have run out stay in the list, so that somebody sees why a program is refused.
pub(crate) const TOKENS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// The longest that a token may be good.
const TOKEN_DAYS_MAX: i64 = 366;
/// How often the use of a token is written down.
const USED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// What every token begins with, so that a search for leaked secrets finds it.
pub(crate) const TOKEN_PREFIX: &str = "madang_";

/// Until when a token of so many days is good; none for a length that it cannot have.
pub(crate) fn token_expiry(days: i64, now: Timestamp) -> Option<Timestamp> {
    (1..=TOKEN_DAYS_MAX).contains(&days).then(|| now + SignedDuration::from_hours(days * 24))
}

/// Whether it is time to write down that a token is in use.
pub(crate) fn is_use_due(used_at: Option<Timestamp>, now: Timestamp) -> bool {
    used_at.is_none_or(|used_at| now.duration_since(used_at) >= USED_EVERY)
}

/// Powers as they are kept: words with spaces between them.
pub(crate) fn words(powers: Powers) -> String {
    powers.iter().map(Power::word).collect::<Vec<_>>().join(" ")
}

/// Reads [`words`]; words that are none count for nothing.
pub(crate) fn powers(words: &str) -> Powers {
    Powers::of(&words.split(' ').filter_map(Power::of_word).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_read_as_they_were_written() {
        for set in [Powers::default(), Powers::of(&[Power::View]), Powers::of(&Power::ALL)] {
            assert_eq!(powers(&words(set)), set);
        }
        assert_eq!(powers("view everything"), Powers::of(&[Power::View]));
    }

    #[test]
    fn tokens_last_a_year_at_most() {
        let now = Timestamp::UNIX_EPOCH;
        for days in [i64::MIN, -1, 0, 367, i64::MAX] {
            assert_eq!(token_expiry(days, now), None, "{days}");
        }
        assert_eq!(token_expiry(1, now), Some(now + SignedDuration::from_hours(24)));
    }
}
