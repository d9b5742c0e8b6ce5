//! Codes that an app makes from a shared secret and the time.
//!
//! *Source*: RFC 6238 (TOTP) over RFC 4226 (HOTP), with SHA-1, six digits and 30 seconds: what every app understands, and
//! some take for granted whatever the address says.

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

/// Length of a secret: as long as the hash, as RFC 4226 recommends.
pub(crate) const SECRET_BYTES: usize = 20;

const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;
/// One step to either side: clocks of phones differ, and people type slowly. RFC 6238, section 5.2.
const STEPS_AROUND: i64 = 1;

/// The step that a moment lies in.
pub(crate) fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

fn code(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[tag.len() - 1] & 0x0F);
    let word = u32::from_be_bytes([tag[at] & 0x7F, tag[at + 1], tag[at + 2], tag[at + 3]]);
    word % 10_u32.pow(6)
}

/// The digits that somebody typed, with or without spaces between; `None` when they are no code. Digits of other scripts
/// are digits too: keyboards give them.
pub(crate) fn digits(typed: &str) -> Option<u32> {
    let kept: Vec<char> = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    if kept.len() != DIGITS {
        return None;
    }
    kept.into_iter().try_fold(0, |number, letter| Some(number * 10 + digit(letter)?))
}

fn digit(letter: char) -> Option<u32> {
    /// Where the ten digits begin: full-width, Arabic-Indic, Persian, Devanagari, Bengali.
    const ZEROS: [char; 5] = ['\u{FF10}', '\u{0660}', '\u{06F0}', '\u{0966}', '\u{09E6}'];
    let foreign = |zero: &char| u32::from(letter).checked_sub(u32::from(*zero)).filter(|value| *value < 10);
    letter.to_digit(10).or_else(|| ZEROS.iter().find_map(foreign))
}

/// The step whose code was typed, if it is one of those around `now`. Takes the same time whichever fits, or none.
pub(crate) fn matching_step(secret: &[u8], now: Timestamp, typed: u32) -> Option<i64> {
    let now = step(now);
    let (mut found, mut is_found) = (0_i64, Choice::from(0));
    for step in now - STEPS_AROUND..=now + STEPS_AROUND {
        let fits = code(secret, step).to_be_bytes().ct_eq(&typed.to_be_bytes());
        found.conditional_assign(&step, fits);
        is_found |= fits;
    }
    bool::from(is_found).then_some(found)
}

/// The secret as people type it into an app, in groups of four letters.
pub(crate) fn spelled(secret: &[u8]) -> String {
    let letters = BASE32_NOPAD.encode(secret);
    let groups: Vec<&str> =
        (0..letters.len()).step_by(4).map(|at| &letters[at..letters.len().min(at + 4)]).collect();
    groups.join(" ")
}

/// The address that apps read out of a QR code.
///
/// *Source*: the Key Uri Format of Google Authenticator, which all apps follow.
pub(crate) fn address(server: &str, email: &str, secret: &[u8]) -> String {
    let quoted = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (server, email) = (quoted(server), quoted(email));
    let secret = BASE32_NOPAD.encode(secret);
    format!(
        "otpauth://totp/{server}:{email}?secret={secret}&issuer={server}&algorithm=SHA1&digits=6&period=30"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B: the last six of the eight digits given there.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let table = [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ];
        for (second, expected) in table {
            assert_eq!(code(SECRET, step(at(second))), expected, "{second}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_around_its_time() {
        let typed = code(SECRET, 100);
        for (second, expected) in
            [(2_969, None), (2_970, Some(100)), (3_000, Some(100)), (3_059, Some(100)), (3_060, None)]
        {
            assert_eq!(matching_step(SECRET, at(second), typed), expected, "{second}");
        }
        assert_eq!(matching_step(b"another secret......", at(3_000), typed), None);
    }

    #[test]
    fn codes_are_typed_in_many_ways() {
        for typed in ["005924", "005 924", " 005-924 ", "００５９２４", "٠٠٥٩٢٤", "۰۰۵۹۲۴"]
        {
            assert_eq!(digits(typed), Some(5_924), "{typed}");
        }
        for none in ["", "5924", "0059245", "00592x", "+05924", "²²²²²²", "00592\u{202e}4"] {
            assert_eq!(digits(none), None, "{none:?}");
        }
    }

    #[test]
    fn apps_read_the_address() {
        assert_eq!(
            address("yard.example:8080", "a&b@x.org", SECRET),
            "otpauth://totp/yard%2Eexample%3A8080:a%26b%40x%2Eorg?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=yard%2Eexample%3A8080&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(spelled(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
