use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// A value put into a message: a text, or a number that chooses between plural forms.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument<'a> {
    /// Put in as it stands.
    Text(Cow<'a, str>),
    /// Chooses the plural form; shown without grouping.
    Number(i64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.as_str().into())
    }
}

impl From<String> for Argument<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

macro_rules! from_number {
    ($($number:ty),*) => { $(
        impl From<$number> for Argument<'_> {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
        impl From<&$number> for Argument<'_> {
            fn from(number: &$number) -> Self {
                Self::from(*number)
            }
        }
    )* };
}
from_number!(i32, i64, u8, u16, u32, u64, usize);

impl<'a> From<&Argument<'a>> for FluentValue<'a> {
    fn from(argument: &Argument<'a>) -> Self {
        match argument {
            Argument::Text(text) => FluentValue::String(text.clone()),
            Argument::Number(number) => FluentValue::from(*number),
        }
    }
}
