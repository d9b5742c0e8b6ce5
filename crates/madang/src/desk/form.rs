//! Forms of the desk: what a person typed is read at the door into values, or into errors beside their fields.
//!
//! Three steps, each a function of the page: *fill* makes what stands in the fields from a value ([`Typed::set`]),
//! *read* makes a value or errors from what was typed ([`Reader`]), *fields* makes the fields to be shown from what was
//! typed and what is wrong with it ([`Fields`]). So what was typed is kept when something is wrong, and a form that is
//! opened, saved with errors or merged is one and the same. `web/README.md` shows the markup.

mod fields;
mod merge;
mod reader;

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{FromRequest, Request},
};
use madang_interchange::model::Text;
use madang_web::Problem;

pub(crate) use fields::{Fields, PartRow};
pub(crate) use reader::{Needed, Reader, is_web_address};

/// The longest line that a field takes, in characters.
pub(crate) const LINE_MAX: usize = 300;

/// The longest text that a field takes, in characters.
pub(crate) const TEXT_MAX: usize = 20_000;

/// The part of a field's name for a text whose language nobody told. *Source*: BCP 47, `und`.
const UNTOLD: &str = "und";

/// What stands in the fields of a form: names and values in the order in which the browser sent them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// The value of a field; empty when it was not sent.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// Every value of a name that is sent several times, such as the ticked boxes of a list.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Puts a value into a field, in the place of what stood there.
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(found, _)| *found == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Puts a text in several languages into its rows.
    pub(crate) fn set_text(&mut self, name: &str, text: &Text) {
        self.0.retain(|(found, _)| language_of(name, found).is_none());
        for (language, words) in &text.0 {
            self.set(row_name(name, language), words.clone());
        }
    }

    /// Languages of a text's rows beside those of the conference, as they were sent.
    fn languages<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(move |(found, _)| language_of(name, found))
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
        form.map(|Form(pairs)| Self(pairs)).map_err(|_| Problem::bad_request())
    }
}

/// The name of a text's field in one language: `title-ko`.
fn row_name(name: &str, language: &str) -> String {
    format!("{name}-{}", if language.is_empty() { UNTOLD } else { language })
}

/// The language of a text's field; `None` for fields of others.
fn language_of<'a>(name: &str, found: &'a str) -> Option<&'a str> {
    let language = found.strip_prefix(name)?.strip_prefix('-')?;
    let is_tag =
        !language.is_empty() && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_tag.then_some(if language == UNTOLD { "" } else { language })
}

/// What is wrong with a form: one sentence a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldErrors(BTreeMap<String, String>);

impl FieldErrors {
    /// Nothing is wrong.
    pub(crate) const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Says what is wrong with a field; what was said first stays.
    pub(crate) fn add(&mut self, name: impl Into<String>, words: impl Into<String>) {
        self.0.entry(name.into()).or_insert_with(|| words.into());
    }

    /// Whether all is well.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every sentence, by field.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.0.values().map(String::as_str).collect()
    }

    fn of(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use madang_text::{Texts, Translator};

    use super::*;

    fn korean() -> Translator {
        let texts = Texts::embedded();
        texts.translator(&texts.negotiate(Some("ko"), None, &[]))
    }

    fn english() -> Translator {
        let texts = Texts::embedded();
        texts.translator(&texts.negotiate(Some("en"), None, &[]))
    }

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    #[test]
    fn what_is_right_becomes_values() {
        let typed = typed(&[
            ("title-en", "  Opening\u{0} "),
            ("title-ko", ""),
            ("title-und", "Eröffnung"),
            ("title-x\"><", "never"),
            ("number", " 1 200 "),
            ("day", "2026-12-01"),
            ("time", "09:05"),
            ("tags", "money, , 화폐 ,money"),
            ("url", "https://example.org/a b"),
            ("record", "1"),
        ]);
        let t = english();
        let mut read = Reader::new(&t, &typed);
        let title = read.text("title", &["en".into(), "ko".into()], Needed::Yes, LINE_MAX);
        assert_eq!(
            title.0.into_iter().collect::<Vec<_>>(),
            [("".into(), "Eröffnung".into()), ("en".into(), "Opening".into())]
        );
        assert_eq!(read.number("number", 0..=5_000), Some(1_200));
        assert_eq!(read.day("day", Needed::Yes), Some(date(2026, 12, 1)));
        assert_eq!(read.time("time", Needed::Yes), Some(time(9, 5, 0, 0)));
        assert_eq!(read.tags("tags"), ["money", "화폐"]);
        assert_eq!(read.url("url").as_deref(), Some("https://example.org/a b"));
        assert!(read.check("record") && !read.check("other"));
        assert!(read.finish().is_ok());
    }

    #[test]
    fn what_is_wrong_is_said_once_beside_its_field() {
        let long = "x".repeat(LINE_MAX + 1);
        let typed = typed(&[
            ("title-en", " "),
            ("name", &long),
            ("number", "many"),
            ("seats", "-1"),
            ("day", "2026-02-30"),
            ("time", "25:00"),
            ("kind", "invented"),
            ("url", "javascript:alert(1)"),
            ("email", "not an address"),
        ]);
        let t = english();
        let mut read = Reader::new(&t, &typed);
        read.text("title", &["en".into()], Needed::Yes, LINE_MAX);
        read.line("name", Needed::Yes);
        read.number("number", 1..=9);
        read.number("seats", 0..=9);
        read.day("day", Needed::No);
        read.time("time", Needed::No);
        read.choice("kind", &["talk"], Needed::No);
        read.url("url");
        read.email("email");
        read.line("missing", Needed::Yes);
        let errors = read.finish().unwrap_err();
        let names: Vec<&str> = errors.0.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["day", "email", "kind", "missing", "name", "number", "seats", "time", "title", "url"]
        );
        assert!(errors.of("name").contains("300"), "{}", errors.of("name"));
    }

    #[test]
    fn a_form_keeps_what_was_typed_and_leads_to_what_is_wrong() {
        let t = korean();
        let typed = typed(&[("title-en", "<b>\"bold\"</b>"), ("title-ar", "مرحبا"), ("length", "no")]);
        let mut errors = FieldErrors::default();
        errors.add("title", "Too bold");
        let mut form = Fields::new(&t, &typed, &errors);
        form.text("title", "Title", &["en".into(), "ko".into()]).needed().hint("As it is announced");
        form.minutes("length", "Length");
        let html = form.field("title").to_string();
        assert!(html.contains("&#60;b&#62;") && !html.contains("<b>"), "{html}");
        assert!(
            html.contains("lang=\"ko\" dir=\"ltr\"") && html.contains("lang=\"ar\" dir=\"rtl\""),
            "{html}"
        );
        assert!(html.contains("aria-invalid=\"true\"") && html.contains("id=\"title-error\""), "{html}");
        let summary = form.summary().to_string();
        assert!(summary.contains("href=\"#title-en\"") && summary.contains("Too bold"), "{summary}");
        assert!(form.field("length").to_string().contains("value=\"no\""));
        let none = FieldErrors::default();
        assert_eq!(Fields::new(&t, &typed, &none).summary().to_string(), "");
    }

    #[test]
    fn a_text_goes_into_its_rows_and_comes_back() {
        let text = Text(
            [("".into(), "A".into()), ("ko".into(), "나".into()), ("zh-Hant".into(), "丙".into())].into(),
        );
        let mut typed = typed(&[("title-en", "old"), ("subtitle-en", "stays")]);
        typed.set_text("title", &text);
        assert_eq!(
            (typed.one("title-en"), typed.one("title-und"), typed.one("subtitle-en")),
            ("", "A", "stays")
        );
        let t = english();
        let mut read = Reader::new(&t, &typed);
        assert_eq!(read.text("title", &["ko".into()], Needed::Yes, LINE_MAX), text);
    }
}
