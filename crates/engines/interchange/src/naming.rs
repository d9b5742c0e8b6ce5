//! Names made from other names: slugs and stable unique ids.

use std::collections::BTreeSet;

use uuid::Uuid;

/// Lower-case ASCII letters, digits and single hyphens, as in `talk-5-opening-ceremonies`.
///
/// *Shapes*: letters outside of ASCII are dropped, so the answer may be empty: then use [`stable_uuid`].
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars() {
        match fold(letter) {
            Some(folded) => slug.push(folded),
            None if letter.is_alphanumeric() => {}
            None if slug.is_empty() || slug.ends_with('-') => {}
            None => slug.push('-'),
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    slug
}

/// The ASCII letter or digit that stands for a Latin letter.
fn fold(letter: char) -> Option<char> {
    if letter.is_ascii_alphanumeric() {
        return Some(letter.to_ascii_lowercase());
    }
    let lower = letter.to_lowercase().next()?;
    Some(match lower {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
}

/// A UUIDv5 that is the same whenever the same conference tells of the same thing.
///
/// *Shapes*: `sort` is what it is (`session`, `room`, `speaker`), `key` its key in the programme.
pub(crate) fn stable_uuid(conference: &str, sort: &str, key: &str) -> Uuid {
    let name = format!("madang:{conference}\u{1f}{sort}\u{1f}{key}");
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}

/// A UUID in its usual form (lower case, hyphens), or nothing when it is none.
pub(crate) fn uuid_text(raw: &str) -> Option<String> {
    let parsed = Uuid::try_parse(raw.trim()).ok()?;
    (!parsed.is_nil()).then(|| parsed.hyphenated().to_string())
}

/// Positive whole numbers that are each given once: first come those asked for, then those made from a name.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    taken: BTreeSet<u32>,
}

impl Numbers {
    /// The wished number when it is free and fits, otherwise one that follows from `name`.
    pub(crate) fn give(&mut self, wished: Option<i64>, name: &Uuid) -> u32 {
        let wished = wished.and_then(|number| u32::try_from(number).ok());
        if let Some(number) = wished.filter(|&number| number > 0 && i32::try_from(number).is_ok())
            && self.taken.insert(number)
        {
            return number;
        }
        let bytes = name.as_bytes();
        // 30 bits: every consumer's signed 32-bit integer holds them, and the next one up.
        let start = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) >> 2;
        let mut number = start.max(1);
        while !self.taken.insert(number) {
            number += 1;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for (name, wanted) in [
            ("Talk 5 - Opening Ceremonies", "talk-5-opening-ceremonies"),
            ("  Bogotá, Ñandú! ", "bogota-nandu"),
            ("한국어", ""),
            ("Raum 大 7", "raum-7"),
            ("--", ""),
        ] {
            assert_eq!(slug(name), wanted, "{name}");
        }
    }

    #[test]
    fn stable_ids_tell_sorts_and_conferences_apart() {
        let one = stable_uuid("a", "session", "x");
        assert_eq!(one, stable_uuid("a", "session", "x"));
        assert_ne!(one, stable_uuid("a", "room", "x"));
        assert_ne!(one, stable_uuid("b", "session", "x"));
        assert_eq!(one.get_version_num(), 5);
    }

    #[test]
    fn numbers_are_given_once() {
        let mut numbers = Numbers::default();
        let name = stable_uuid("a", "session", "x");
        assert_eq!(numbers.give(Some(7), &name), 7);
        let second = numbers.give(Some(7), &name);
        assert_ne!(second, 7);
        assert_ne!(numbers.give(Some(-1), &name), second);
        assert!(numbers.give(Some(i64::MAX), &name) > 0);
    }
}
