//! Which sessions a visitor wants to see.

use jiff::civil::Date;
use madang_interchange::model::Session;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::look::Look;
use crate::published::Found;

/// The fields of the filter form. Unknown values match nothing; empty ones everything.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Filter {
    pub(crate) q: String,
    pub(crate) track: String,
    pub(crate) kind: String,
    pub(crate) language: String,
    pub(crate) room: String,
    pub(crate) day: String,
    /// `list` or `grid`, on the timetable.
    pub(crate) view: String,
}

/// One choice of a field.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

/// One field of the filter form.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
}

/// A filter that is on, and the address without it.
pub(crate) struct Chip {
    pub(crate) label: String,
    pub(crate) without: String,
}

impl Filter {
    /// Longest search that is looked at, in characters; nobody types more.
    const QUERY_CHARS_MAX: usize = 200;

    /// The search without white space around it and of bounded length.
    pub(crate) fn query(&self) -> String {
        self.q.trim().chars().take(Self::QUERY_CHARS_MAX).collect()
    }

    /// Whether any field is set.
    pub(crate) fn is_on(&self) -> bool {
        !self.query().is_empty()
            || [&self.track, &self.kind, &self.language, &self.room, &self.day]
                .iter()
                .any(|field| !field.is_empty())
    }

    /// What is searched for, the best match first; empty when nothing is.
    pub(crate) fn found(&self, look: &Look) -> Vec<Found> {
        let query = self.query();
        if query.is_empty() { Vec::new() } else { look.published.search(&query) }
    }

    /// Indices of the sessions that fit: those of [`Filter::found`] in its order when something is searched for, else
    /// all by time.
    pub(crate) fn sessions(&self, look: &Look, found: &[Found]) -> Vec<usize> {
        let all = &look.published.programme.sessions;
        let fits = |number: &usize| self.fits(look, &all[*number]);
        if self.query().is_empty() {
            return (0..all.len()).filter(fits).collect();
        }
        let session = |found: &Found| match found {
            Found::Session(number) => Some(*number),
            Found::Speaker(_) => None,
        };
        found.iter().filter_map(session).filter(fits).collect()
    }

    fn fits(&self, look: &Look, session: &Session) -> bool {
        let is = |wanted: &str, have: Option<&str>| wanted.is_empty() || have == Some(wanted);
        let slot = session.slot.as_ref();
        is(&self.track, session.track.as_deref())
            && is(&self.kind, session.kind.as_deref())
            && is(&self.language, session.language.as_deref())
            && is(&self.room, slot.and_then(|slot| slot.room.as_deref()))
            && (self.day.is_empty()
                || slot.map(|slot| look.published.day_of(slot)) == self.day.parse::<Date>().ok())
    }

    /// The fields of the form that there is a choice in; without the day where a page is one day's.
    pub(crate) fn fields(&self, look: &Look, with_day: bool) -> Vec<Field> {
        let published = &look.published;
        let programme = &published.programme;
        let field = |name: &'static str, key: &str, chosen: &str, choices: Vec<(String, String)>| {
            let choice =
                |(value, label): (String, String)| Choice { is_chosen: value == chosen, value, label };
            Field { name, label: look.t.say(key), choices: choices.into_iter().map(choice).collect() }
        };
        let tracks =
            programme.tracks.iter().map(|track| (track.key.clone(), look.pick(&track.name).to_owned()));
        let kinds = programme.kinds.iter().map(|kind| (kind.key.clone(), look.pick(&kind.name).to_owned()));
        let rooms = programme.rooms.iter().map(|room| (room.key.clone(), look.pick(&room.name).to_owned()));
        let languages = published.session_languages();
        let languages = languages.keys().map(|tag| ((*tag).to_owned(), look.t.language_native_name(tag)));
        let mut fields = vec![
            field("track", "session-track", &self.track, tracks.collect()),
            field("kind", "session-kind", &self.kind, kinds.collect()),
            field("language", "session-language", &self.language, languages.collect()),
            field("room", "session-room", &self.room, rooms.collect()),
        ];
        if with_day {
            let days = published.days.iter();
            let days = days.map(|day| (day.date.to_string(), look.t.date_long(day.date)));
            fields.push(field("day", "session-day", &self.day, days.collect()));
        }
        // One choice is none.
        fields.retain(|field| field.choices.len() > 1);
        fields
    }

    /// The filters that are on, but for the search.
    pub(crate) fn chips(&self, look: &Look) -> Vec<Chip> {
        let chosen = |field: Field| {
            let choice = field.choices.into_iter().find(|choice| choice.is_chosen)?;
            let label = look
                .t
                .say_with("filter-chip", &[("field", field.label.into()), ("value", choice.label.into())]);
            Some(Chip { label, without: self.without(field.name) })
        };
        self.fields(look, true).into_iter().filter_map(chosen).collect()
    }

    /// The filter as a query string without one of its fields: `?q=rollup`.
    fn without(&self, name: &str) -> String {
        let fields = [
            ("q", &self.q),
            ("track", &self.track),
            ("kind", &self.kind),
            ("language", &self.language),
            ("room", &self.room),
            ("day", &self.day),
        ];
        let kept = fields.into_iter().filter(|(field, value)| *field != name && !value.is_empty());
        let pairs: Vec<String> = kept
            .map(|(field, value)| format!("{field}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
            .collect();
        format!("?{}", pairs.join("&"))
    }
}
