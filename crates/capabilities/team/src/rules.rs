//! How long things last, and what names may be.

use jiff::{SignedDuration, Timestamp};
use madang_context::{Power, Powers};
use madang_text::display;

/// Where the addresses of invitations begin.
pub const INVITATION_PATH: &str = "/invitation/";

/// How long an invitation can be redeemed.
pub(crate) const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);
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

/// A name in one line, without marks that deceive; none when nothing is left.
pub(crate) fn name(typed: &str) -> Option<String> {
    let line = display::shorten(&display::one_line(typed), 100);
    let line = line.trim();
    line.chars().any(char::is_alphanumeric).then(|| line.to_owned())
}

/// A name that somebody typed as it may stand in a letter of ours: no program makes a link of it.
pub(crate) fn in_letter(name: &str) -> String {
    let line = display::shorten(&display::one_line(name), 80);
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' | '\\' | '<' | '>' | '[' | ']' => out.push(' '),
            '@' => out.push_str(" at "),
            // `evil.example` becomes `evil. example`; the point of an abbreviation stays as it is.
            '.' | ':' if letters.peek().is_some_and(|next| !next.is_whitespace()) => {
                out.push(letter);
                out.push(' ');
            }
            other => out.push(other),
        }
    }
    out
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
    fn names_in_letters_are_no_links() {
        for (name, shown) in [
            ("Hanbit Foundation Ltd.", "Hanbit Foundation Ltd."),
            ("https://evil.example/x", "https:   evil. example x"),
            ("<a href=x>Win</a>", " a href=x Win  a "),
            ("ask boss@evil.example", "ask boss at evil. example"),
            ("\u{202e}gnp.exe\nBcc: x", "gnp. exe Bcc: x"),
            ("한빛 재단", "한빛 재단"),
        ] {
            assert_eq!(in_letter(name), shown, "{name:?}");
        }
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
