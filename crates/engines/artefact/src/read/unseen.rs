//! Letters that nobody sees, many in a row: a text within a text.
//!
//! *Source*: Unicode 15.1, `Default_Ignorable_Code_Point`, and the letters that are drawn as nothing (braille blank, fillers).

use crate::{
    facts::ActiveContent,
    take::{Holder, Taker},
};

/// Texts that are looked at. *Units*: bytes.
const TEXT_BYTES_MAX: usize = 4 << 20;
/// A run from which on nobody typed it: the longest honest one, a flag of tags, has 7.
pub(crate) const RUN_MIN: usize = 16;
/// A run of letters for private use, which fonts of icons draw one by one.
const PRIVATE_RUN_MIN: usize = 48;
/// Selectors among other letters in a whole text, not behind a picture.
const SCATTERED_MIN: usize = 48;

/// How many letters that nobody sees stand in a row, or scattered, when that is telling.
pub(crate) fn count(text: &str) -> Option<usize> {
    if text.is_ascii() || !may_hold(text.as_bytes()) {
        return None;
    }
    let (mut run, mut longest) = (0_usize, 0_usize);
    let (mut private, mut longest_private) = (0_usize, 0_usize);
    // Behind a letter of Latin no selector means anything; a picture and a character of Han may have one.
    let (mut scattered, mut behind_letter) = (0_usize, false);
    for letter in text.chars() {
        run = if is_unseen(letter) { run + 1 } else { 0 };
        private = if is_private(letter) { private + 1 } else { 0 };
        if is_selector(letter) {
            scattered += usize::from(behind_letter);
        } else {
            behind_letter = letter.is_ascii_alphabetic();
        }
        (longest, longest_private) = (longest.max(run), longest_private.max(private));
    }
    [(longest, RUN_MIN), (longest_private, PRIVATE_RUN_MIN), (scattered, SCATTERED_MIN)]
        .into_iter()
        .find(|(found, least)| found >= least)
        .map(|(found, _)| found)
}

/// Are there as many bytes that begin such letters as a run has? Most texts in other scripts are decided by this.
fn may_hold(bytes: &[u8]) -> bool {
    let mut left = RUN_MIN;
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0xc2) {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        let may = match byte {
            0xc2 => next == 0xad,
            0xcd => next == 0x8f,
            0xd8 => next == 0x9c,
            0xe1 => matches!(next, 0x85 | 0x9e | 0xa0),
            0xe2 => {
                let last = bytes.get(at + 2).copied().unwrap_or(0);
                match next {
                    0x80 => matches!(last, 0x8b..=0x8f | 0xaa..=0xae),
                    0x81 => last >= 0xa0,
                    0xa0 => last == 0x80,
                    _ => false,
                }
            }
            0xe3 => next == 0x85,
            0xef => matches!(next, 0x80..=0xa3 | 0xb8 | 0xbb | 0xbe),
            0xee | 0xf0 | 0xf3 | 0xf4 => true,
            _ => false,
        };
        if may {
            left -= 1;
            if left == 0 {
                return true;
            }
        }
    }
    false
}

/// Notes such letters in a text that is no script; a script keeps them among what it could do.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    if bytes.is_ascii()
        || bytes.len() > TEXT_BYTES_MAX
        || taker.object(holder.id).is_some_and(|object| object.script.is_some())
    {
        return;
    }
    if let Some(letters) = std::str::from_utf8(bytes).ok().and_then(count) {
        let letters = crate::bytes::count32(letters);
        taker.object_mut(holder.id).active.push(ActiveContent::Unseen { letters });
    }
}

/// Does a script name the numbers of such letters?
pub(crate) fn is_named(text: &str) -> bool {
    const NUMBERS: [&str; 22] = [
        "0xfe00",
        "65024",
        "0xe0100",
        "917760",
        "0xe0000",
        "917504",
        "0xe01ef",
        "917999",
        "\\ufe00",
        "\\u{fe00",
        "\\u{e0100",
        "\\u{e0000",
        "\\udb40",
        "0xdb40",
        "\\u200b",
        "\\u{200b",
        "0x200b",
        "8203",
        "\\u200c",
        "\\u3164",
        "\\uffa0",
        "\\u2063",
    ];
    let lower = text.to_ascii_lowercase();
    NUMBERS.iter().any(|number| memchr::memmem::find(lower.as_bytes(), number.as_bytes()).is_some())
}

fn is_selector(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

fn is_unseen(letter: char) -> bool {
    is_selector(letter)
        || matches!(
            letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{feff}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}'
        )
}

fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_within_a_text_is_counted_and_pictures_are_not() {
        let selectors: String = (0..40).map(|at| char::from_u32(0xe0100 + at).unwrap()).collect();
        assert_eq!(count(&format!("a`{selectors}`")), Some(40));
        let tags: String =
            "eval(x)+eval(y)+eval(z)".chars().map(|l| char::from_u32(0xe0000 + l as u32).unwrap()).collect();
        assert_eq!(count(&tags), Some(23));
        let bits = "\u{200b}\u{200c}".repeat(20);
        assert_eq!(count(&bits), Some(40));
        let among: String =
            "abcd".chars().cycle().take(100).flat_map(|letter| [letter, '\u{e0101}']).collect();
        assert_eq!(count(&among), Some(100));
        let flag = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}".repeat(50);
        assert_eq!(count(&flag), None);
        assert_eq!(count(&"☎\u{fe0f} 👩\u{200d}👧 葛\u{e0100}".repeat(200)), None);
        let icons: String = (0xe000..0xe400).flat_map(|at| [char::from_u32(at).unwrap(), '"', ',']).collect();
        assert_eq!(count(&icons), None);
        assert_eq!(count("plain"), None);
    }
}
