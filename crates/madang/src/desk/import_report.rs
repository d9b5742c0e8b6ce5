//! What an import would do, in words.

use madang_interchange::model::{Oddity, Severity};
use madang_programme::{Action, FieldChange, ImportReport, Item, Items, Level};
use madang_text::{Translator, display, key};
use serde_json::Value;

use super::{fields::field_name, naming::LINES_MAX};

/// How much of a value is shown.
const VALUE_CHARS_MAX: usize = 140;

/// See the module.
pub(crate) struct Report {
    pub(crate) counts: Vec<Counts>,
    pub(crate) oddities: Vec<OddityLine>,
    pub(crate) oddities_more: usize,
    pub(crate) changed: Vec<Line>,
    pub(crate) changed_more: usize,
    pub(crate) gone: Vec<Line>,
    pub(crate) gone_more: usize,
    pub(crate) new: Vec<Line>,
    pub(crate) new_more: usize,
    /// Sessions that the source no longer has.
    pub(crate) sessions_gone: usize,
    /// How many fields stay as they were edited here.
    pub(crate) kept: usize,
    pub(crate) blocking: usize,
    pub(crate) warning: usize,
}

/// One sort of thing in figures.
pub(crate) struct Counts {
    pub(crate) label: &'static str,
    pub(crate) new: usize,
    pub(crate) changed: usize,
    pub(crate) same: usize,
    pub(crate) gone: usize,
}

pub(crate) struct OddityLine {
    pub(crate) tone: &'static str,
    pub(crate) word: &'static str,
    pub(crate) message: String,
    pub(crate) place: String,
}

/// One thing with its changes.
pub(crate) struct Line {
    pub(crate) what: &'static str,
    pub(crate) name: String,
    pub(crate) fields: Vec<FieldLine>,
}

pub(crate) struct FieldLine {
    pub(crate) field: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) kept: bool,
}

impl Report {
    pub(crate) fn new(t: &Translator, report: &ImportReport, oddities: &[Oddity]) -> Self {
        let sorts = sorts(report);
        let lines = |action: Action| {
            let of = sorts
                .iter()
                .flat_map(move |(_, what, items)| items.items.iter().map(move |item| (*what, item)));
            of.filter(move |(_, item)| item.action == action)
        };
        let own = report.conference_changes.iter().map(|change| field(change, t)).collect::<Vec<_>>();
        let own = (!own.is_empty()).then(|| Line {
            what: key("desk-conference"),
            name: report.conference.clone(),
            fields: own,
        });
        let line = |(what, item): (&'static str, &Item)| line(what, item, t);
        let changed_count = lines(Action::Changed).count() + usize::from(own.is_some());
        let changes = sorts.iter().flat_map(|(_, _, items)| &items.items).flat_map(|item| &item.changes);
        let kept = changes.chain(&report.conference_changes).filter(|change| change.kept).count();
        let more = |count: usize| count.saturating_sub(LINES_MAX);
        let level = |level| report.conflicts.iter().filter(|conflict| conflict.level == level).count();
        Self {
            counts: sorts.iter().map(|(label, _, items)| counts(label, items)).collect(),
            oddities: sorted(oddities).into_iter().take(LINES_MAX).map(oddity).collect(),
            oddities_more: more(oddities.len()),
            changed: own.into_iter().chain(lines(Action::Changed).map(line)).take(LINES_MAX).collect(),
            changed_more: more(changed_count),
            gone: lines(Action::Gone).map(line).take(LINES_MAX).collect(),
            gone_more: more(lines(Action::Gone).count()),
            new: lines(Action::New).map(line).take(LINES_MAX).collect(),
            new_more: more(lines(Action::New).count()),
            sessions_gone: report.sessions.count(Action::Gone),
            kept,
            blocking: level(Level::Block),
            warning: level(Level::Warn),
        }
    }

    /// The source lacks more than half of what is here: perhaps it is not the whole programme.
    pub(crate) fn is_mostly_gone(&self) -> bool {
        let stays = self.counts.first().map_or(0, |sessions| sessions.same + sessions.changed);
        self.sessions_gone > stays
    }

    /// Nothing would be written.
    pub(crate) fn is_nothing(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.new.is_empty()
    }
}

fn sorts(report: &ImportReport) -> [(&'static str, &'static str, &Items); 5] {
    [
        (key("desk-sessions"), key("desk-one-session"), &report.sessions),
        (key("desk-of-speakers"), key("desk-one-speaker"), &report.speakers),
        (key("desk-rooms"), key("desk-one-room"), &report.rooms),
        (key("desk-tracks"), key("desk-one-track"), &report.tracks),
        (key("desk-kinds"), key("desk-one-kind"), &report.kinds),
    ]
}

/// How many things an import has made, changed or removed.
pub(crate) fn touched(report: &ImportReport) -> usize {
    let of = |items: &Items| items.items.len() - items.count(Action::Same);
    sorts(report).iter().map(|(_, _, items)| of(items)).sum::<usize>()
        + usize::from(!report.conference_changes.is_empty())
}

fn counts(label: &'static str, items: &Items) -> Counts {
    Counts {
        label,
        new: items.count(Action::New),
        changed: items.count(Action::Changed),
        same: items.count(Action::Same),
        gone: items.count(Action::Gone),
    }
}

fn line(what: &'static str, item: &Item, t: &Translator) -> Line {
    let fields = item.changes.iter().map(|change| field(change, t)).collect();
    let name = if item.name.is_empty() { item.key.clone() } else { item.name.clone() };
    Line { what, name: display::shorten(&display::one_line(&name), VALUE_CHARS_MAX), fields }
}

fn field(change: &FieldChange, t: &Translator) -> FieldLine {
    let language = t.language();
    let language = language.as_str();
    FieldLine {
        field: field_name(t, &change.field),
        from: words(&change.from, language),
        to: words(&change.to, language),
        kept: change.kept,
    }
}

/// A value as a person reads it: texts in their own language, lists with commas, nothing as a dash.
fn words(value: &Value, language: &str) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(|one| words(one, language)).collect::<Vec<_>>().join(", "),
        Value::Object(object) => {
            match object.get(language).or_else(|| object.get("")).and_then(Value::as_str) {
                Some(text) => text.to_owned(),
                None => object.values().map(|one| words(one, language)).collect::<Vec<_>>().join(" · "),
            }
        }
        other => other.to_string(),
    };
    let text = display::shorten(&display::one_line(&text), VALUE_CHARS_MAX);
    if text.is_empty() { "–".to_owned() } else { text }
}

/// The gravest first, each sort in the order of the source.
fn sorted(oddities: &[Oddity]) -> Vec<&Oddity> {
    let mut sorted: Vec<&Oddity> = oddities.iter().collect();
    sorted.sort_by_key(|oddity| std::cmp::Reverse(oddity.severity));
    sorted
}

fn oddity(oddity: &Oddity) -> OddityLine {
    let (tone, word) = match oddity.severity {
        Severity::Note => ("note", key("desk-oddity-note")),
        Severity::Warning => ("warn", key("desk-oddity-warning")),
        Severity::Loss => ("bad", key("desk-oddity-loss")),
    };
    OddityLine { tone, word, message: oddity.message.clone(), place: oddity.place.to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_shown_as_people_read_them() {
        let table = [
            (json!(null), "–"),
            (json!({}), "–"),
            (json!("Hall"), "Hall"),
            (json!({ "en": "Hall", "ko": "강당" }), "강당"),
            (json!({ "": "Hall" }), "Hall"),
            (json!(["en", "ko"]), "en, ko"),
            (json!(45), "45"),
            (json!({ "room": "hall", "start": "2026-11-22T01:00:00Z" }), "hall · 2026-11-22T01:00:00Z"),
        ];
        for (value, expected) in table {
            assert_eq!(words(&value, "ko"), expected, "{value}");
        }
    }
}
