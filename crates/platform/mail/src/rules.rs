use jiff::SignedDuration;

use crate::model::MessageId;

/// Attempts before a message is given up: the waits between them add up to a day.
pub(crate) const ATTEMPTS_MAX: u32 = 12;
const FIRST_SECONDS: i64 = 60;
const LONGEST_SECONDS: i64 = 4 * 3_600;

/// How long to wait after the attempt number `attempts` (from 1): a minute, doubled each time, four hours at most, and
/// up to a fifth more by the message's name, so that messages that failed together do not come back together.
pub(crate) fn back_off(id: MessageId, attempts: u32) -> SignedDuration {
    let doubled = FIRST_SECONDS.saturating_mul(1 << attempts.saturating_sub(1).min(20));
    let seconds = doubled.min(LONGEST_SECONDS);
    // The last byte of an id is random.
    SignedDuration::from_secs(seconds + seconds * i64::from(id.0.bytes()[15]) / (5 * 255))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_add_up_to_about_a_day() {
        let waits = |byte| {
            (1..ATTEMPTS_MAX)
                .map(|attempt| back_off(MessageId([byte; 16].into()), attempt))
                .sum::<SignedDuration>()
        };
        assert_eq!([waits(0).as_hours(), waits(255).as_hours()], [16, 19]);
    }
}
