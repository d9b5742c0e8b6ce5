//! Reads what was typed, field by field, and gathers what is wrong.

use std::ops::RangeInclusive;

use jiff::civil::{Date, Time};
use madang_interchange::model::Text;
use madang_text::{Translator, key};

use super::{FieldErrors, LINE_MAX, TEXT_MAX, Typed, row_name};

/// How many key words one thing may have.
const TAGS_MAX: usize = 30;

/// Whether a field may stay empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needed {
    /// It may not.
    Yes,
    /// It may.
    No,
}

/// Reads a form. A value that is wrong is told as an error and read as nothing: the whole form is looked at.
pub(crate) struct Reader<'a> {
    t: &'a Translator,
    typed: &'a Typed,
    errors: FieldErrors,
}

impl<'a> Reader<'a> {
    /// A reader of what was typed, which speaks the person's language.
    pub(crate) fn new(t: &'a Translator, typed: &'a Typed) -> Self {
        Self { t, typed, errors: FieldErrors::default() }
    }

    /// Whether all was right; otherwise what was wrong.
    pub(crate) fn finish(self) -> Result<(), FieldErrors> {
        if self.errors.is_empty() { Ok(()) } else { Err(self.errors) }
    }

    /// Says what is wrong with a field in words of the page's own.
    pub(crate) fn wrong(&mut self, name: &str, words: impl Into<String>) {
        self.errors.add(name, words);
    }

    fn wrong_key(&mut self, name: &str, key: &str) {
        let words = self.t.say(key);
        self.errors.add(name, words);
    }

    /// A value without white space at its ends and without characters that no text has; told when it is too long.
    fn clean(&mut self, name: &str, field: &str, chars_max: usize) -> String {
        let typed = self.typed.one(field).replace("\r\n", "\n");
        let is_text = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
        let value: String = typed.chars().filter(is_text).collect();
        let value = value.trim();
        if value.chars().count() > chars_max {
            let words = self.t.say_with("form-too-long", &[("count", chars_max.into())]);
            self.errors.add(name, words);
            return String::new();
        }
        value.to_owned()
    }

    fn some(&mut self, name: &str, value: String, needed: Needed) -> Option<String> {
        if value.is_empty() && needed == Needed::Yes && self.errors.of(name).is_empty() {
            self.wrong_key(name, key("form-needed"));
        }
        (!value.is_empty()).then_some(value)
    }

    /// One line.
    pub(crate) fn line(&mut self, name: &str, needed: Needed) -> Option<String> {
        let value = self.clean(name, name, LINE_MAX).replace(['\n', '\t'], " ");
        self.some(name, value, needed)
    }

    /// A text in several languages: those of the conference, and those that it already had.
    pub(crate) fn text(
        &mut self,
        name: &str,
        languages: &[String],
        needed: Needed,
        chars_max: usize,
    ) -> Text {
        let mut text = Text::default();
        let typed = self.typed;
        for language in languages.iter().map(String::as_str).chain(typed.languages(name)) {
            let value = self.clean(name, &row_name(name, language), chars_max);
            let value = if chars_max > LINE_MAX { value } else { value.replace(['\n', '\t'], " ") };
            if !value.is_empty() {
                text.0.insert(language.to_owned(), value);
            }
        }
        if text.is_empty() && needed == Needed::Yes && self.errors.of(name).is_empty() {
            self.wrong_key(name, key("form-needed"));
        }
        text
    }

    /// Some lines, in no told language.
    pub(crate) fn lines(&mut self, name: &str) -> Vec<String> {
        let value = self.clean(name, name, TEXT_MAX);
        value.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// A whole number within bounds; spaces between its digits are forgiven.
    pub(crate) fn number(&mut self, name: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let digits: String = self.clean(name, name, LINE_MAX).split_whitespace().collect();
        if digits.is_empty() {
            return None;
        }
        let number = digits.parse::<u32>().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let bounds = [("least", range.start().into()), ("most", range.end().into())];
            let words = self.t.say_with("form-number", &bounds);
            self.errors.add(name, words);
        }
        number
    }

    /// One of the values that the page offers.
    pub(crate) fn choice(&mut self, name: &str, offered: &[&str], needed: Needed) -> Option<String> {
        let value = self.clean(name, name, LINE_MAX);
        let value = self.some(name, value, needed)?;
        if !offered.contains(&value.as_str()) {
            self.wrong_key(name, key("form-choice"));
            return None;
        }
        Some(value)
    }

    /// A day, as browsers send it: `2026-12-01`.
    pub(crate) fn day(&mut self, name: &str, needed: Needed) -> Option<Date> {
        let value = self.clean(name, name, LINE_MAX);
        let value = self.some(name, value, needed)?;
        let day = value.parse().ok();
        if day.is_none() {
            self.wrong_key(name, key("form-day"));
        }
        day
    }

    /// A time of the day, as browsers send it: `09:05`.
    pub(crate) fn time(&mut self, name: &str, needed: Needed) -> Option<Time> {
        let value = self.clean(name, name, LINE_MAX);
        let value = self.some(name, value, needed)?;
        let time = Time::strptime("%H:%M", &value).ok();
        if time.is_none() {
            self.wrong_key(name, key("form-time"));
        }
        time
    }

    /// Key words between commas; each once, in their order.
    pub(crate) fn tags(&mut self, name: &str) -> Vec<String> {
        let value = self.clean(name, name, TEXT_MAX);
        let mut tags: Vec<String> = Vec::new();
        for tag in value.split([',', '\n', '、', '，']).map(str::trim).filter(|tag| !tag.is_empty()) {
            if !tags.iter().any(|known| known == tag) {
                tags.push(tag.to_owned());
            }
        }
        if tags.len() > TAGS_MAX || tags.iter().any(|tag| tag.chars().count() > 60) {
            let words = self.t.say_with("form-tags", &[("count", TAGS_MAX.into())]);
            self.errors.add(name, words);
            return Vec::new();
        }
        tags
    }

    /// An address of a web page.
    pub(crate) fn url(&mut self, name: &str) -> Option<String> {
        let value = self.clean(name, name, 2_000);
        let value = self.some(name, value, Needed::No)?;
        if !is_web_address(&value) {
            self.wrong_key(name, key("form-url"));
            return None;
        }
        Some(value)
    }

    /// A mail address.
    pub(crate) fn email(&mut self, name: &str) -> Option<String> {
        let value = self.clean(name, name, LINE_MAX);
        let value = self.some(name, value, Needed::No)?;
        if madang_mail::MailAddress::new("", &value).is_err() {
            self.wrong_key(name, key("form-email"));
            return None;
        }
        Some(value)
    }

    /// Whether a box is ticked.
    pub(crate) fn check(&self, name: &str) -> bool {
        !self.typed.one(name).is_empty()
    }
}

/// Whether a text is an `http` or `https` address with a host.
pub(crate) fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https")
        && !host.is_empty()
        && !text.contains(['"', '<', '>', '\n', '\t'])
        && !host.contains(char::is_whitespace)
}
