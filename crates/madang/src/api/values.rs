//! Values of the interface: each says its form to machines, and refuses what is not of it.

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use jiff::{SignedDuration, Timestamp};
use madang_interchange::model::Text;
use regex_lite::Regex;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, Unexpected, Visitor},
};

/// A text of a form that one pattern tells, to the reader of the schema and to us.
macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $name:ident: $pattern:expr, $chars_max:literal;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub(super) struct $name(pub(super) String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                static FORM: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a pattern"));
                let text = String::deserialize(from)?;
                if text.chars().count() > $chars_max {
                    return Err(D::Error::custom(format!("longer than {} characters", $chars_max)));
                }
                if !FORM.is_match(&text) {
                    return Err(D::Error::custom(concat!("not of the form of a ", stringify!($name))));
                }
                Ok(Self(text))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let about = concat!($($doc, " "),+).trim();
                json_schema!({ "type": "string", "description": about, "pattern": $pattern, "maxLength": $chars_max })
            }
        }
    )+};
}

/// One line begins with a letter that is seen, and has no marks that control anything or turn the writing round.
const LINE: &str = "^[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u061C\\u1680\\u180E\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u3000\\uFEFF][^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069]*$";

texts! {
    /// One line that begins with a letter that is seen.
    Line: LINE, 300;
    /// Some lines; Markdown.
    Prose: "^[^\\u0000-\\u0008\\u000B-\\u000C\\u000E-\\u001F\\u007F\\u202A-\\u202E\\u2066-\\u2069]*$", 20_000;
    /// A short name in addresses: lower-case letters, digits, single hyphens between them.
    Slug: "^[a-z0-9]+(-[a-z0-9]+)*$", 64;
    /// A short name or code of something that is there.
    Code: "^[A-Za-z0-9_-]+$", 100;
    /// A language (BCP 47), such as ko or zh-Hant.
    LanguageTag: "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", 20;
    /// A country (ISO 3166-1 alpha-2).
    Country: "^[A-Z]{2}$", 2;
    /// A colour, `#rrggbb`.
    Colour: "^#[0-9a-f]{6}$", 7;
    /// An address of a web page.
    WebAddress: "^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][!#-;=?-~]*)?$", 2_000;
    /// An address of a web page, or of mail (`mailto:`).
    LinkAddress: "^(https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][!#-;=?-~]*)?|mailto:[A-Za-z0-9._-]+@[A-Za-z0-9.-]+)$", 2_000;
    /// A mail address.
    MailAddress: "^[A-Za-z0-9_]([A-Za-z0-9_+-]{0,61}[A-Za-z0-9_])?@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.[A-Za-z]{2,20}$", 150;
    /// A key word.
    Tag: LINE, 60;
    /// An IANA time zone, such as Asia/Seoul.
    Zone: "^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$", 60;
}

/// A whole number between two others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Number<const LEAST: u32, const MOST: u32>(pub(super) u32);

impl<'de, const LEAST: u32, const MOST: u32> Deserialize<'de> for Number<LEAST, MOST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = from.deserialize_u32(Whole)?;
        if (LEAST..=MOST).contains(&number) {
            Ok(Self(number))
        } else {
            Err(D::Error::custom(format!("not between {LEAST} and {MOST}")))
        }
    }
}

/// Reads a whole number, also one that is written as `30.0`: to JSON Schema that is the same.
struct Whole;

impl Visitor<'_> for Whole {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number that is not below 0")
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<u32, E> {
        let is_whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
        // In words and back: there is no conversion that would refuse what does not fit.
        let whole = is_whole.then(|| format!("{number:.0}").parse().ok()).flatten();
        whole.ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
    }
}

impl<const LEAST: u32, const MOST: u32> JsonSchema for Number<LEAST, MOST> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Number{LEAST}to{MOST}").into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": LEAST, "maximum": MOST })
    }
}

/// At most this many entries, and at least so many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Few<T, const MOST: usize, const LEAST: usize = 0>(pub(super) Vec<T>);

impl<T, const MOST: usize> Default for Few<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize, const LEAST: usize> Deserialize<'de>
    for Few<T, MOST, LEAST>
{
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let entries = Vec::deserialize(from)?;
        if (LEAST..=MOST).contains(&entries.len()) {
            Ok(Self(entries))
        } else {
            Err(D::Error::custom(format!("not {LEAST} to {MOST} entries")))
        }
    }
}

impl<T: JsonSchema, const MOST: usize, const LEAST: usize> JsonSchema for Few<T, MOST, LEAST> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Few{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "minItems": LEAST, "maxItems": MOST, "items": generator.subschema_for::<T>() })
    }
}

/// A text in several languages, each of the form `T`; at least `LEAST` of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Words<T, const LEAST: usize>(BTreeMap<String, T>);

/// How many languages a text may have.
const LANGUAGES_MAX: usize = 40;
/// A language, or nothing where the text does not tell its own.
const LANGUAGE_OR_NONE: &str = "^([a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?)?$";

impl<'de, T: Deserialize<'de>, const LEAST: usize> Deserialize<'de> for Words<T, LEAST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        static FORM: LazyLock<Regex> = LazyLock::new(|| Regex::new(LANGUAGE_OR_NONE).expect("a pattern"));
        let words = BTreeMap::<String, T>::deserialize(from)?;
        if !(LEAST..=LANGUAGES_MAX).contains(&words.len()) {
            return Err(D::Error::custom(format!("in {LEAST} to {LANGUAGES_MAX} languages")));
        }
        match words.keys().find(|language| !FORM.is_match(language)) {
            Some(language) => Err(D::Error::custom(format!("{language:?} is not a language"))),
            None => Ok(Self(words)),
        }
    }
}

impl<T: JsonSchema, const LEAST: usize> JsonSchema for Words<T, LEAST> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        let needed = if LEAST == 0 { "" } else { "Needed" };
        format!("{needed}Words{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "A text in several languages: language (BCP 47) to text. The empty language is for a text whose language nobody told.",
            "minProperties": LEAST, "maxProperties": LANGUAGES_MAX,
            "propertyNames": { "pattern": LANGUAGE_OR_NONE },
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

/// One-line words.
pub(super) type Lines = Words<Line, 0>;
/// One-line words that may not be missing.
pub(super) type NeededLines = Words<Line, 1>;
/// Words of several lines.
pub(super) type Proses = Words<Prose, 0>;

macro_rules! words_of {
    ($($inner:ident)+) => {$(
        impl<const LEAST: usize> Words<$inner, LEAST> {
            /// As the programme keeps it: what is only white space is nothing.
            pub(super) fn text(&self) -> Text {
                let entries = self.0.iter().map(|(tag, words)| (tag.clone(), words.0.trim().to_owned()));
                Text(entries.filter(|(_, words)| !words.is_empty()).collect())
            }

            pub(super) fn of(text: &Text) -> Self {
                Self(text.0.iter().map(|(tag, words)| (tag.clone(), $inner(words.clone()))).collect())
            }
        }
    )+};
}
words_of!(Line Prose);

/// A span of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    /// When it begins.
    pub(super) start: Timestamp,
    /// How long it is.
    pub(super) minutes: Number<1, 86_400>,
}

/// When something ends that takes so long; the end of all time where that is later.
pub(super) fn end_of(start: Timestamp, minutes: u32) -> Timestamp {
    start.saturating_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(Timestamp::MAX)
}

/// Whole minutes between two moments, within what a `u32` holds.
pub(super) fn minutes_between(start: Timestamp, end: Timestamp) -> u32 {
    u32::try_from(end.duration_since(start).as_mins().max(0)).unwrap_or(u32::MAX)
}
