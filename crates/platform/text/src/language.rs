use std::{fmt, str::FromStr, sync::Arc};

use unic_langid::LanguageIdentifier;

/// A BCP 47 tag in its canonical form, such as `en`, `ko`, `pt-BR` or `zh-Hant`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(Arc<str>);

/// The text is not a BCP 47 language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language tag: expected one such as en, ko or pt-BR")]
pub struct NotALanguage;

impl LanguageTag {
    /// English: the language that every message exists in.
    #[must_use]
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `pt` of `pt-BR`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    pub(crate) fn identifier(&self) -> LanguageIdentifier {
        self.0.parse().unwrap_or_default()
    }
}

impl FromStr for LanguageTag {
    type Err = NotALanguage;
    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        let identifier: LanguageIdentifier = text.trim().parse().map_err(|_| NotALanguage)?;
        if identifier.language.is_empty() {
            return Err(NotALanguage);
        }
        Ok(Self(identifier.to_string().into()))
    }
}

impl AsRef<str> for LanguageTag {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Like English.
    LeftToRight,
    /// Like Arabic and Hebrew.
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir`: `ltr` or `rtl`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }

    /// The direction of text in the language `tag`, whether or not the pages are translated into it.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        // An explicit script decides; otherwise the script that the language is usually written in.
        const SCRIPTS: [&str; 10] =
            ["Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Syrc", "Thaa"];
        const LANGUAGES: [&str; 13] =
            ["ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
        let Ok(identifier) = tag.parse::<LanguageIdentifier>() else { return Self::LeftToRight };
        let right_to_left = match identifier.script {
            Some(script) => SCRIPTS.contains(&script.as_str()),
            None => LANGUAGES.contains(&identifier.language.as_str()),
        };
        if right_to_left { Self::RightToLeft } else { Self::LeftToRight }
    }
}

/// A language that the pages are translated into: one folder of `locales/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag, the name of the folder.
    pub tag: LanguageTag,
    /// Its own name for itself, such as `한국어`.
    pub name: String,
    /// Which way it is written.
    pub direction: Direction,
    /// Which font stack of the pages suits it: `latin`, `korean`, …
    pub font: String,
}

/// The wishes in an `Accept-Language` header, best first; what is refused (`q=0`) or is not a tag is left out.
///
/// *Source*: RFC 9110, section 12.5.4.
pub(crate) fn wishes(header: &str) -> Vec<LanguageTag> {
    const WISHES_MAX: usize = 20;
    let mut wishes: Vec<(u32, LanguageTag)> = header
        .split(',')
        .take(WISHES_MAX)
        .filter_map(|part| {
            let mut pieces = part.split(';');
            let tag = pieces.next()?.parse().ok()?;
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(1000, thousandths);
            (weight > 0).then_some((weight, tag))
        })
        .collect();
    // Stable: equal weights stay in the order of the header.
    wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wishes.into_iter().map(|(_, tag)| tag).collect()
}

fn thousandths(quality: &str) -> u32 {
    let (whole, fraction) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
    if whole != "0" {
        return if whole == "1" { 1000 } else { 0 };
    }
    fraction
        .chars()
        .chain("000".chars())
        .take(3)
        .fold(0, |sum, digit| sum * 10 + digit.to_digit(10).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_come_best_first() {
        let read = |header: &str| wishes(header).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(read("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7"), ["ko-KR", "ko", "en-US", "en"]);
        assert_eq!(read("en;q=0.1, de;q=0.95, fr;q=0, *"), ["de", "en"]);
        assert_eq!(read(";;;,,q=1"), Vec::<String>::new());
    }

    #[test]
    fn tags_are_canonical_and_know_their_direction() {
        assert_eq!("PT-br".parse::<LanguageTag>().map(|tag| tag.to_string()), Ok("pt-BR".into()));
        assert_eq!("../../etc".parse::<LanguageTag>(), Err(NotALanguage));
        assert_eq!("".parse::<LanguageTag>(), Err(NotALanguage));
        let directions =
            ["ar", "fa-IR", "ku-Arab", "he", "en", "ko", "uz-Latn"].map(|tag| Direction::of(tag).as_str());
        assert_eq!(directions, ["rtl", "rtl", "rtl", "rtl", "ltr", "ltr", "ltr"]);
    }
}
