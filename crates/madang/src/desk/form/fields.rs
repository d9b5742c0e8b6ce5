//! The fields of a form as they are shown.

use askama::Template;
use madang_text::{Direction, Translator, key};

use super::{FieldErrors, LINE_MAX, Typed, row_name};

/// The fields of a form, in the order of the page.
pub(crate) struct Fields<'a> {
    t: &'a Translator,
    typed: &'a Typed,
    errors: &'a FieldErrors,
    fields: Vec<Field>,
}

/// One field with its label, help and error. Its text is its markup.
#[derive(Template)]
#[template(path = "desk_field.html")]
pub(crate) struct Field {
    name: String,
    label: String,
    hint: String,
    error: String,
    /// The word beside the label of a field that may not stay empty; empty for others.
    needed: String,
    is_needed: bool,
    /// What somebody else has made of it meanwhile; empty when nobody has.
    other: Option<Other>,
    control: Control,
}

/// What somebody else has made of a field.
struct Other {
    words: String,
    title: String,
    take: String,
}

/// What a person types into or chooses from.
enum Control {
    Line {
        value: String,
        kind: &'static str,
        step: &'static str,
        unit: String,
        chars_max: usize,
    },
    Lines {
        value: String,
        rows: usize,
    },
    /// One row for each language; several lines when `rows` is more than 1.
    Text {
        rows: Vec<Row>,
        lines: usize,
    },
    Choice {
        options: Vec<Choice>,
    },
    Check {
        is_on: bool,
    },
    /// Rows of somebody and what they do.
    Parts {
        rows: Vec<PartRow>,
        list: &'static str,
    },
}

/// One row of somebody and what they do.
pub(crate) struct PartRow {
    name: String,
    label: String,
    role_label: String,
    value: String,
    roles: Vec<Choice>,
}

impl PartRow {
    /// The row at this place, from 0; roles are value, words and whether it is chosen.
    pub(crate) fn new(
        t: &Translator,
        index: usize,
        value: &str,
        roles: impl Iterator<Item = (String, String, bool)>,
    ) -> Self {
        let choice = |(value, label, is_chosen)| Choice { value, label, is_chosen };
        let count = index + 1;
        Self {
            name: index.to_string(),
            label: t.say_with("form-part", &[("count", count.into())]),
            role_label: t.say_with("form-part-role", &[("count", count.into())]),
            value: value.to_owned(),
            roles: roles.map(choice).collect(),
        }
    }
}

struct Row {
    name: String,
    language: String,
    language_name: String,
    direction: &'static str,
    value: String,
}

struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// What is wrong, above the form.
#[derive(Template)]
#[template(path = "desk_errors.html")]
pub(crate) struct Summary {
    title: String,
    /// Where the field is, its label and what is wrong with it.
    errors: Vec<(String, String, String)>,
}

impl<'a> Fields<'a> {
    /// No fields yet.
    pub(crate) fn new(t: &'a Translator, typed: &'a Typed, errors: &'a FieldErrors) -> Self {
        Self { t, typed, errors, fields: Vec::new() }
    }

    /// The field of this name.
    pub(crate) fn field(&self, name: &str) -> &Field {
        let found = self.fields.iter().find(|field| field.name == name);
        found.unwrap_or_else(|| unreachable!("the form has a field {name:?}"))
    }

    /// What the field of this name is called.
    pub(crate) fn label(&self, name: &str) -> String {
        self.field(name).label.clone()
    }

    /// The list of what is wrong, each leading to its field; nothing when all is well.
    pub(crate) fn summary(&self) -> Summary {
        let shown = self.fields.iter().filter(|field| !field.error.is_empty());
        let mut errors: Vec<(String, String, String)> =
            shown.map(|field| (field.target(), field.label.clone(), field.error.clone())).collect();
        let has_field = |name: &str| self.fields.iter().any(|field| field.name == name);
        let others = self.errors.0.iter().filter(|(name, _)| !has_field(name));
        errors.extend(others.map(|(_, words)| (String::new(), String::new(), words.clone())));
        Summary { title: self.t.say_with("form-errors", &[("count", errors.len().into())]), errors }
    }

    fn add(&mut self, name: &str, label: impl Into<String>, control: Control) -> &mut Field {
        let error = self.errors.of(name).to_owned();
        let needed = self.t.say(key("form-needed-mark"));
        let (label, hint) = (label.into(), String::new());
        self.fields.push(Field {
            name: name.to_owned(),
            label,
            hint,
            error,
            needed,
            is_needed: false,
            other: None,
            control,
        });
        self.fields.last_mut().unwrap_or_else(|| unreachable!("it was just added"))
    }

    fn input(
        &mut self,
        name: &str,
        label: impl Into<String>,
        kind: &'static str,
        step: &'static str,
    ) -> &mut Field {
        let value = self.typed.one(name).to_owned();
        let line = Control::Line { value, kind, step, unit: String::new(), chars_max: LINE_MAX };
        self.add(name, label, line)
    }

    /// One line.
    pub(crate) fn line(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        self.input(name, label, "text", "")
    }

    /// Some lines.
    pub(crate) fn lines(&mut self, name: &str, label: impl Into<String>, rows: usize) -> &mut Field {
        let value = self.typed.one(name).to_owned();
        self.add(name, label, Control::Lines { value, rows })
    }

    /// A line in several languages: those of the conference, and those that the text already has.
    pub(crate) fn text(&mut self, name: &str, label: impl Into<String>, languages: &[String]) -> &mut Field {
        self.long_text(name, label, languages, 1)
    }

    /// Some lines in several languages.
    pub(crate) fn long_text(
        &mut self,
        name: &str,
        label: impl Into<String>,
        languages: &[String],
        lines: usize,
    ) -> &mut Field {
        let mut rows: Vec<Row> = Vec::new();
        let typed = self.typed;
        for language in languages.iter().map(String::as_str).chain(typed.languages(name)) {
            let row = row_name(name, language);
            let is_of_conference = languages.iter().any(|one| one == language);
            let value = typed.one(&row).to_owned();
            if rows.iter().any(|known| known.name == row) || (!is_of_conference && value.is_empty()) {
                continue;
            }
            let (language_name, direction) = if language.is_empty() {
                (self.t.say(key("form-language-untold")), "auto")
            } else {
                (self.t.language_name(language), Direction::of(language).as_str())
            };
            rows.push(Row { name: row, language: language.to_owned(), language_name, direction, value });
        }
        self.add(name, label, Control::Text { rows, lines })
    }

    /// One of several values; `offered` are pairs of value and words. The first is often the empty one.
    pub(crate) fn choice(
        &mut self,
        name: &str,
        label: impl Into<String>,
        offered: impl IntoIterator<Item = (String, String)>,
    ) -> &mut Field {
        let typed = self.typed.one(name);
        let choice = |(value, label): (String, String)| Choice { is_chosen: value == typed, value, label };
        let options = offered.into_iter().map(choice).collect();
        self.add(name, label, Control::Choice { options })
    }

    /// A day.
    pub(crate) fn day(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        self.input(name, label, "date", "")
    }

    /// A time of the day, by five minutes.
    pub(crate) fn time(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        self.input(name, label, "time", "300")
    }

    /// A length in minutes.
    pub(crate) fn minutes(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        let unit = self.t.say(key("form-minutes"));
        self.number(name, label).unit(unit)
    }

    /// A whole number. A text field with a keyboard of digits: what is typed wrongly can then be shown again.
    pub(crate) fn number(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        self.input(name, label, "number", "")
    }

    /// Key words between commas.
    pub(crate) fn tags(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        let hint = self.t.say(key("form-tags-hint"));
        self.input(name, label, "text", "").hint(hint).chars_max(2_000)
    }

    /// An address of a web page.
    pub(crate) fn url(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        self.input(name, label, "url", "").chars_max(2_000)
    }

    /// A mail address.
    pub(crate) fn email(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        self.input(name, label, "email", "")
    }

    /// Rows of people and what they do; `list` is the id of the page's list of suggestions.
    pub(crate) fn parts(
        &mut self,
        name: &str,
        label: impl Into<String>,
        rows: Vec<PartRow>,
        list: &'static str,
    ) -> &mut Field {
        self.add(name, label, Control::Parts { rows, list })
    }

    /// Shows beside a field what somebody else has made of it, to be taken by a box.
    pub(crate) fn show_other(&mut self, name: &str, words: String) {
        let (title, take) = (self.t.say(key("form-theirs")), self.t.say(key("form-take-theirs")));
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.other = Some(Other { words, title, take });
        }
    }

    /// A box to tick; its value is `1`.
    pub(crate) fn check(&mut self, name: &str, label: impl Into<String>) -> &mut Field {
        let is_on = !self.typed.one(name).is_empty();
        self.add(name, label, Control::Check { is_on })
    }
}

impl Field {
    /// It may not stay empty.
    pub(crate) fn needed(&mut self) -> &mut Self {
        self.is_needed = true;
        self
    }

    /// A sentence of help.
    pub(crate) fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = hint.into();
        self
    }

    fn unit(&mut self, words: String) -> &mut Self {
        if let Control::Line { unit, .. } = &mut self.control {
            *unit = words;
        }
        self
    }

    fn chars_max(&mut self, most: usize) -> &mut Self {
        if let Control::Line { chars_max, .. } = &mut self.control {
            *chars_max = most;
        }
        self
    }

    /// The id of the control that gets the focus.
    fn target(&self) -> String {
        match &self.control {
            Control::Parts { .. } => format!("{}-0-speaker", self.name),
            Control::Text { rows, .. } => {
                rows.first().map_or_else(|| self.name.clone(), |row| row.name.clone())
            }
            _ => self.name.clone(),
        }
    }

    /// ` aria-describedby` and ` aria-invalid` of its control.
    fn described(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = (!self.error.is_empty()).then(|| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        let described =
            if ids.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", ids.join(" ")) };
        let invalid = if self.error.is_empty() { "" } else { " aria-invalid=\"true\"" };
        format!("{described}{invalid}")
    }
}
