//! The fields of sessions and speakers in words, for histories and merges.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use madang_conference::{Conference, Difference, Visibility, Walk};
use madang_interchange::model::{Part, Slot, State, Text};
use madang_programme::{Answer, Answers, Draft, FACE_SOURCE, FILE_SOURCE, LEVEL_FIELD, Says};
use madang_text::{Translator, display, key};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::desk::fields::field_name;

/// How much of a long value is shown.
const VALUE_CHARS_MAX: usize = 160;

/// All states, in the order of a session's life.
pub(crate) const STATES: [State; 7] = [
    State::Draft,
    State::Proposed,
    State::Accepted,
    State::Confirmed,
    State::Rejected,
    State::Withdrawn,
    State::Cancelled,
];

/// A state's name in addresses and forms.
pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Proposed => "proposed",
        State::Accepted => "accepted",
        State::Confirmed => "confirmed",
        State::Rejected => "rejected",
        State::Withdrawn => "withdrawn",
        State::Cancelled => "cancelled",
    }
}

/// Reads [`state_word`].
pub(crate) fn state_of_word(word: &str) -> Option<State> {
    STATES.into_iter().find(|state| state_word(*state) == word)
}

/// Which chip a state gets.
pub(crate) fn state_tone(state: State) -> &'static str {
    match state {
        State::Confirmed => "good",
        State::Accepted => "note",
        State::Cancelled | State::Rejected => "bad",
        State::Proposed | State::Draft | State::Withdrawn => "",
    }
}

/// One field of an edit in words.
pub(crate) struct Line {
    pub(crate) field: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Speaks of the fields of one draft.
pub(crate) struct Words<'a> {
    t: &'a Translator,
    language: String,
    zone: TimeZone,
    rooms: BTreeMap<&'a str, &'a Text>,
    tracks: BTreeMap<&'a str, &'a Text>,
    track_order: Vec<&'a str>,
    kinds: BTreeMap<&'a str, &'a Text>,
    speakers: BTreeMap<&'a str, &'a str>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(t: &'a Translator, conference: &Conference, draft: &'a Draft) -> Self {
        let programme = &draft.programme;
        Self {
            t,
            language: t.language().as_str().to_owned(),
            zone: conference.time_zone(),
            rooms: programme.rooms.iter().map(|room| (room.key.as_str(), &room.name)).collect(),
            track_order: programme.tracks.iter().map(|track| track.key.as_str()).collect(),
            tracks: programme.tracks.iter().map(|track| (track.key.as_str(), &track.name)).collect(),
            kinds: programme.kinds.iter().map(|kind| (kind.key.as_str(), &kind.name)).collect(),
            speakers: programme.speakers.iter().map(|one| (one.key.as_str(), one.name.as_str())).collect(),
        }
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    /// The name of a room; its key when it is not there any more.
    pub(crate) fn room<'b>(&'b self, key: &'b str) -> &'b str {
        self.name(&self.rooms, key)
    }

    /// The name of a track.
    pub(crate) fn track<'b>(&'b self, key: &'b str) -> &'b str {
        self.name(&self.tracks, key)
    }

    /// The name of a kind.
    pub(crate) fn kind<'b>(&'b self, key: &'b str) -> &'b str {
        self.name(&self.kinds, key)
    }

    /// The class that gives a track its colour: its place in the order, from 1 to 12. Empty for none.
    pub(crate) fn track_class(&self, key: Option<&str>) -> String {
        let at = key.and_then(|key| self.track_order.iter().position(|known| *known == key));
        at.map(|at| format!("track-{}", at % 12 + 1)).unwrap_or_default()
    }

    /// Times of a slot alone: `10:00–10:45`.
    pub(crate) fn clock(&self, slot: &Slot) -> String {
        let time = |at: Timestamp| self.t.time(self.zone.to_datetime(at).time());
        format!("{}–{}", time(slot.start), time(slot.end))
    }

    /// Day and times of a slot, without its room.
    pub(crate) fn time(&self, slot: &Slot) -> String {
        self.place(&Slot { room: None, ..slot.clone() })
    }

    /// The name of a speaker.
    pub(crate) fn speaker<'b>(&'b self, code: &'b str) -> &'b str {
        self.speakers.get(code).copied().unwrap_or(code)
    }

    fn name<'b>(&'b self, names: &'b BTreeMap<&'a str, &'a Text>, key: &'b str) -> &'b str {
        let name = names.get(key).map_or("", |name| name.pick(&self.language));
        if name.is_empty() { key } else { name }
    }

    /// Time and room of a slot: `Tue 1 Dec, 10:00–10:45, Hall`.
    pub(crate) fn place(&self, slot: &Slot) -> String {
        let (start, end) = (slot.start.to_zoned(self.zone.clone()), slot.end.to_zoned(self.zone.clone()));
        let day = format!("{} {}", self.t.weekday_short(start.date()), self.t.date_short(start.date()));
        let times = format!("{}–{}", self.t.time(start.time()), self.t.time(end.time()));
        let room = slot.room.as_deref().map(|room| self.room(room).to_owned());
        [Some(day), Some(times), room].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What an edit did, field by field; what only machines know is left out.
    pub(crate) fn lines(&self, changes: &[Difference]) -> Vec<Line> {
        const MACHINES: [&str; 5] = ["key", "code", "guid", "number", "sequence"];
        let is_shown = |change: &&Difference| !MACHINES.contains(&change.field.as_str());
        let lines = changes.iter().filter(is_shown).flat_map(|change| self.lines_of(change));
        // When something is made or removed, its empty fields tell nothing.
        lines.filter(|line| line.before != line.after).collect()
    }

    /// What an edit did to one field; where it has a text in several languages, a line for each of them.
    fn lines_of(&self, change: &Difference) -> Vec<Line> {
        let (before, after) = (&change.before, &change.after);
        let name = match change.field.as_str() {
            // A speaker has a position, too: the one that they hold.
            "position" if before.is_number() || after.is_number() => self.t.say(key("settings-position")),
            field => field_name(self.t, field),
        };
        let line = |field: String, before: &Value, after: &Value| Line {
            field,
            before: self.value(&change.field, before),
            after: self.value(&change.field, after),
        };
        let (Some(old), Some(new)) = (texts(before), texts(after)) else {
            return vec![line(name, before, after)];
        };
        let tags: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        if tags.len() < 2 {
            return vec![line(name, before, after)];
        }
        let of_language = |tag: &String| {
            let named = match tag.as_str() {
                "" => name.clone(),
                tag => format!("{name} ({})", self.t.language_name(tag)),
            };
            let value =
                |texts: &BTreeMap<String, String>| Value::from(texts.get(tag).cloned().unwrap_or_default());
            line(named, &value(&old), &value(&new))
        };
        tags.into_iter().map(of_language).collect()
    }

    /// The value of a field that settings have, in words.
    fn setting(&self, field: &str, value: &Value) -> Option<String> {
        let clock = |minutes: u16| {
            let (hour, minute) = (minutes / 60 % 24, minutes % 60);
            Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0)
                .ok()
                .map(|time| self.t.time(time))
        };
        let of_minutes = |minutes: u32| format!("{minutes} {}", self.t.say(key("form-minutes")));
        match field {
            // The form counts places from 1; a speaker's position is words.
            "position" => Some(value.as_i64().map_or_else(|| plain(value), |place| (place + 1).to_string())),
            "duration_minutes" => read::<Option<u32>>(value).flatten().map(of_minutes),
            "day_starts_minutes" => read::<Option<u16>>(value).flatten().and_then(clock),
            "hours_minutes" => {
                let (opens, closes) = read::<Option<(u16, u16)>>(value).flatten()?;
                Some(format!("{}–{}", clock(opens)?, clock(closes)?))
            }
            "first_day" | "last_day" => read::<Date>(value).map(|day| self.t.date(day)),
            "languages" => read::<Vec<String>>(value)
                .map(|tags| tags.iter().map(|tag| self.t.language_name(tag)).collect::<Vec<_>>().join(", ")),
            "visibility" => {
                read::<Visibility>(value).map(|one| self.t.say_of("desk-visibility-", one.word()))
            }
            "walks" => read::<Vec<Walk>>(value).map(|walks| {
                let walk = |walk: &Walk| format!("{}–{}: {}", walk.from, walk.to, of_minutes(walk.minutes));
                walks.iter().map(walk).collect::<Vec<_>>().join("; ")
            }),
            "logo" if value.as_str().is_some_and(|source| source.starts_with(FILE_SOURCE)) => {
                Some(self.t.say(key("desk-logo-own")))
            }
            _ => Some(plain(value)),
        }
    }

    /// A field's value in words; a dash when there is none.
    pub(crate) fn value(&self, field: &str, value: &Value) -> String {
        let text = match field {
            "slot" => read::<Option<Slot>>(value).flatten().map(|slot| self.place(&slot)),
            "parts" => read::<Vec<Part>>(value).map(|parts| {
                let names = parts.iter().map(|part| self.speaker(&part.speaker));
                names.collect::<Vec<_>>().join(", ")
            }),
            "state" => read::<State>(value).map(|state| self.t.say_of("session-state-", state_word(state))),
            "track" => value.as_str().map(|key| self.track(key).to_owned()),
            level if level.starts_with(LEVEL_FIELD) => {
                value.as_str().map(|word| self.t.say_of("desk-level-", word))
            }
            "kind" => value.as_str().map(|key| self.kind(key).to_owned()),
            "do_not_record" => {
                value.as_bool().map(|is_on| self.t.say(if is_on { key("desk-yes") } else { key("desk-no") }))
            }
            "absences" => read::<Vec<(Timestamp, Timestamp)>>(value).map(|absences| {
                let slot =
                    |(start, end): &(Timestamp, Timestamp)| Slot { room: None, start: *start, end: *end };
                absences.iter().map(|absence| self.place(&slot(absence))).collect::<Vec<_>>().join("; ")
            }),
            "answers" => read::<Answers>(value).map(|answers| {
                let answer = |(code, answer): (&String, &Answer)| {
                    let says = match answer.says {
                        Says::Yes => self.t.say(key("desk-yes")),
                        Says::No => self.t.say(key("desk-no")),
                    };
                    let reason = if answer.reason.is_empty() {
                        String::new()
                    } else {
                        format!(" ({})", answer.reason)
                    };
                    format!("{}: {says}{reason}", self.speaker(code))
                };
                answers.iter().map(answer).collect::<Vec<_>>().join("; ")
            }),
            "picture_url" if value.as_str().is_some_and(|url| url.starts_with(FACE_SOURCE)) => {
                Some(self.t.say(key("desk-picture-own")))
            }
            "position" | "duration_minutes" | "day_starts_minutes" | "hours_minutes" | "first_day"
            | "last_day" | "languages" | "visibility" | "walks" | "logo" => self.setting(field, value),
            "language" => value.as_str().map(|tag| self.t.language_name(tag)),
            "country" => value.as_str().map(|code| self.t.country_name(code)),
            _ => Some(plain(value)),
        };
        let text = display::shorten(&display::one_line(&text.unwrap_or_default()), VALUE_CHARS_MAX);
        if text.is_empty() { "–".to_owned() } else { text }
    }
}

/// A text by language; nothing has none. `None` for what is no text in several languages.
fn texts(value: &Value) -> Option<BTreeMap<String, String>> {
    match value {
        Value::Null => Some(BTreeMap::new()),
        Value::Object(object) if object.contains_key("url") => None,
        Value::Object(_) => read(value),
        _ => None,
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// A value as it is, without its syntax.
fn plain(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(object) if object.contains_key("url") => {
            let part = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
            format!("{} {}", part("title"), part("url")).trim().to_owned()
        }
        Value::Object(object) => object.values().map(plain).collect::<Vec<_>>().join(" · "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use madang_text::Texts;
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_told_as_people_call_them() {
        let texts = Texts::embedded();
        let t = texts.translator(&texts.negotiate(Some("en"), None, &[]));
        let mut draft = Draft::default();
        draft.programme.rooms.push(madang_interchange::model::Room {
            key: "hall".into(),
            name: Text::of("en", "Main Hall"),
            ..Default::default()
        });
        let words = Words {
            t: &t,
            language: "en".into(),
            zone: TimeZone::get("Asia/Seoul").unwrap(),
            rooms: draft.programme.rooms.iter().map(|room| (room.key.as_str(), &room.name)).collect(),
            tracks: BTreeMap::new(),
            track_order: Vec::new(),
            kinds: BTreeMap::new(),
            speakers: BTreeMap::from([("kim", "김하나")]),
        };
        let slot = json!({ "room": "hall", "start": "2026-12-01T01:00:00Z", "end": "2026-12-01T01:45:00Z" });
        let table = [
            ("slot", slot, "Tue 1 Dec, 10:00–10:45, Main Hall"),
            ("slot", Value::Null, "–"),
            (
                "parts",
                json!([{ "speaker": "kim", "role": "speaker" }, { "speaker": "gone", "role": "host" }]),
                "김하나, gone",
            ),
            ("state", json!("confirmed"), "Confirmed"),
            ("do_not_record", json!(false), "No"),
            ("tags", json!(["a", "b"]), "a, b"),
            ("title", json!({ "en": "A", "ko": "가" }), "A · 가"),
            (
                "resources",
                json!([{ "kind": "link", "title": "Slides", "url": "https://x.example" }]),
                "Slides https://x.example",
            ),
            ("audience", Value::Null, "–"),
            (
                "answers",
                json!({ "kim": { "says": "no", "reason": "ill", "at": "2026-12-01T01:00:00Z" } }),
                "김하나: No (ill)",
            ),
            ("picture_url", json!("face:KIM/abc"), "The speaker’s own picture"),
        ];
        for (field, value, expected) in table {
            assert_eq!(words.value(field, &value), expected, "{field} {value}");
        }
        assert!(STATES.iter().all(|state| state_of_word(state_word(*state)) == Some(*state)));
    }
}
