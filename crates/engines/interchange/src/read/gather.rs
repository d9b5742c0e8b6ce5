//! Puts a programme together while a source is read: keys that are unique, references that hold, times that make sense.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use jiff::{Timestamp, ToSpan};
use url::Url;

use super::{Limits, ReadOptions, clean, log::Log, time::Zone};
use crate::{
    model::{Kind, Part, Place, Programme, Role, Room, Session, Severity, Slot, Speaker, State, Text, Track},
    naming::slug,
    place::excerpt,
};

/// The programme so far, and what was odd about its source.
pub(crate) struct Gather<'o> {
    pub(crate) programme: Programme,
    pub(crate) log: Log,
    pub(crate) zone: Zone,
    pub(crate) limits: &'o Limits,
    /// What relative addresses are resolved against.
    pub(crate) base: Option<Url>,
    assumed_zone: Option<Zone>,
    /// Positions by key.
    rooms: BTreeMap<String, usize>,
    tracks: BTreeMap<String, usize>,
    kinds: BTreeMap<String, usize>,
    speakers: BTreeMap<String, usize>,
    sessions: BTreeSet<String>,
    /// Unique ids and codes that are given, to whatever sort of thing.
    taken: BTreeSet<(&'static str, String)>,
    /// Last number given to a key that was already taken.
    again: BTreeMap<(&'static str, String), usize>,
    /// Keys by sort and shown name.
    named: BTreeMap<(&'static str, String), String>,
    /// Where each session stands.
    places: Vec<Place>,
}

impl<'o> Gather<'o> {
    pub(crate) fn new(options: &'o ReadOptions, assumed_zone: Option<Zone>) -> Self {
        Self {
            programme: Programme::default(),
            log: Log::new(options.limits.oddities_max),
            zone: assumed_zone.clone().unwrap_or_else(Zone::unknown),
            limits: &options.limits,
            base: None,
            assumed_zone,
            rooms: BTreeMap::new(),
            tracks: BTreeMap::new(),
            kinds: BTreeMap::new(),
            speakers: BTreeMap::new(),
            sessions: BTreeSet::new(),
            taken: BTreeSet::new(),
            again: BTreeMap::new(),
            named: BTreeMap::new(),
            places: Vec::new(),
        }
    }

    /// Takes the zone that the source names; reports one that is unknown and falls back on the assumed one.
    pub(crate) fn name_zone(&mut self, raw: Option<&str>, place: &dyn Fn() -> Place) -> bool {
        let Some(raw) = raw.map(str::trim).filter(|raw| !raw.is_empty()) else {
            return false;
        };
        if let Some(zone) = Zone::find(raw) {
            self.zone = zone;
            self.programme.conference.zone = self.zone.name.clone();
            return true;
        }
        let message = format!("{} is no zone of the time zone database", excerpt(raw));
        self.log.warn("unknown-zone", place(), message);
        false
    }

    /// For a source that names no zone (or an unknown one): the one asked for, or one guessed from a place, or UTC.
    pub(crate) fn assume_zone(&mut self, venue: Option<&str>, place: &dyn Fn() -> Place) {
        let (zone, why) = match (&self.assumed_zone, venue.and_then(Zone::of_place)) {
            (Some(zone), _) => (zone.clone(), "the one asked for was taken".to_owned()),
            (None, Some(zone)) => {
                let why = format!("it was guessed from the place {}", excerpt(venue.unwrap_or_default()));
                (zone, why)
            }
            (None, None) => {
                let message = "no zone is named; times without an offset were taken as UTC";
                self.log.warn("no-zone", place(), message);
                self.zone = Zone::unknown();
                return;
            }
        };
        let name = zone.name.clone().unwrap_or_default();
        self.log.warn("assumed-zone", place(), format!("no known zone is named; {name}: {why}"));
        self.programme.conference.zone = zone.name.clone();
        self.zone = zone;
    }

    /// Whether [`Gather::assume_zone`] would find one: asked for, or told by the place.
    pub(crate) fn knows_zone_of(&self, venue: Option<&str>) -> bool {
        self.assumed_zone.is_some() || venue.and_then(Zone::of_place).is_some()
    }

    /// The key of a room known by its name alone.
    pub(crate) fn room_named(&mut self, name: &str, place: &dyn Fn() -> Place) -> Option<String> {
        let name = clean::line(&mut self.log, name, place)?;
        if let Some(key) = self.named.get(&("room", name.clone())) {
            return Some(key.clone());
        }
        let room = Room { key: name.clone(), name: Text::from_source(name), ..Room::default() };
        Some(self.add_room(room, place))
    }

    /// Adds a room; its key is made unique.
    pub(crate) fn add_room(&mut self, mut room: Room, place: &dyn Fn() -> Place) -> String {
        room.key = self.unique_key("room", &room.key, |gather, key| gather.rooms.contains_key(key), place);
        room.guid = self.unique("guid", "room", room.guid, place);
        if room.name.0.is_empty() {
            room.name = Text::from_source(room.key.clone());
            self.log.warn("missing-name", place(), "a room has no name; its key stands for it");
        }
        let key = room.key.clone();
        self.remember("room", &room.name, &key);
        self.rooms.insert(key.clone(), self.programme.rooms.len());
        self.programme.rooms.push(room);
        key
    }

    /// The key of the first room that is shown by a name.
    pub(crate) fn room_of_name(&self, name: &str) -> Option<String> {
        self.named.get(&("room", name.to_owned())).cloned()
    }

    pub(crate) fn has_room(&self, key: &str) -> bool {
        self.rooms.contains_key(&*tidy(key))
    }

    /// The room of a key, to complete it.
    pub(crate) fn room_mut(&mut self, key: &str) -> Option<&mut Room> {
        let index = *self.rooms.get(&*tidy(key))?;
        self.programme.rooms.get_mut(index)
    }

    /// The key of a track known by its name alone.
    pub(crate) fn track_named(&mut self, name: &str, place: &dyn Fn() -> Place) -> Option<String> {
        let name = clean::line(&mut self.log, name, place)?;
        if let Some(key) = self.named.get(&("track", name.clone())) {
            return Some(key.clone());
        }
        let track = Track { key: name.clone(), name: Text::from_source(name), colour: None };
        Some(self.add_track(track, place))
    }

    /// Adds a track; its key is made unique.
    pub(crate) fn add_track(&mut self, mut track: Track, place: &dyn Fn() -> Place) -> String {
        track.key =
            self.unique_key("track", &track.key, |gather, key| gather.tracks.contains_key(key), place);
        if track.name.0.is_empty() {
            track.name = Text::from_source(track.key.clone());
        }
        let key = track.key.clone();
        self.remember("track", &track.name, &key);
        self.tracks.insert(key.clone(), self.programme.tracks.len());
        self.programme.tracks.push(track);
        key
    }

    pub(crate) fn has_track(&self, key: &str) -> bool {
        self.tracks.contains_key(&*tidy(key))
    }

    /// The key of a kind known by its name alone.
    pub(crate) fn kind_named(&mut self, name: &str, place: &dyn Fn() -> Place) -> Option<String> {
        let name = clean::line(&mut self.log, name, place)?;
        if let Some(key) = self.named.get(&("kind", name.clone())) {
            return Some(key.clone());
        }
        let kind = Kind { key: name.clone(), name: Text::from_source(name), duration_minutes: None };
        Some(self.add_kind(kind, place))
    }

    /// Adds a kind; its key is made unique.
    pub(crate) fn add_kind(&mut self, mut kind: Kind, place: &dyn Fn() -> Place) -> String {
        kind.key = self.unique_key("kind", &kind.key, |gather, key| gather.kinds.contains_key(key), place);
        if kind.name.0.is_empty() {
            kind.name = Text::from_source(kind.key.clone());
        }
        let key = kind.key.clone();
        self.remember("kind", &kind.name, &key);
        self.kinds.insert(key.clone(), self.programme.kinds.len());
        self.programme.kinds.push(kind);
        key
    }

    pub(crate) fn has_kind(&self, key: &str) -> bool {
        self.kinds.contains_key(&*tidy(key))
    }

    /// The key of the first speaker of a name.
    pub(crate) fn speaker_named(&self, name: &str) -> Option<String> {
        self.named.get(&("speaker", name.to_owned())).cloned()
    }

    pub(crate) fn has_speaker(&self, key: &str) -> bool {
        self.speakers.contains_key(&*tidy(key))
    }

    /// Adds a speaker, or completes the one who has the same key: a person told of in several places is one person.
    pub(crate) fn add_speaker(&mut self, mut speaker: Speaker, place: &dyn Fn() -> Place) -> String {
        speaker.key = tidy(&speaker.key).into_owned();
        if speaker.key.is_empty() {
            speaker.key = speaker.name.clone();
        }
        if speaker.key.is_empty() {
            speaker.key = "speaker".to_owned();
        }
        if let Some(&index) = self.speakers.get(&speaker.key) {
            let known = &mut self.programme.speakers[index];
            if known.name != speaker.name {
                let message = format!(
                    "speaker {} is {} here and {} before; the first name stays",
                    excerpt(&speaker.key),
                    excerpt(&speaker.name),
                    excerpt(&known.name)
                );
                self.log.warn("speaker-differs", place(), message);
            }
            complete(known, speaker);
            return known.key.clone();
        }
        if speaker.name.is_empty() {
            speaker.name.clone_from(&speaker.key);
            self.log.warn(
                "missing-name",
                place(),
                format!("a speaker has no name; {} stands for it", excerpt(&speaker.key)),
            );
        }
        speaker.guid = self.unique("guid", "speaker", speaker.guid, place);
        speaker.code = self.unique("code", "speaker", speaker.code, place);
        let key = speaker.key.clone();
        self.named.entry(("speaker", speaker.name.clone())).or_insert_with(|| key.clone());
        self.speakers.insert(key.clone(), self.programme.speakers.len());
        self.programme.speakers.push(speaker);
        key
    }

    /// Adds a session after looking at its times and references.
    pub(crate) fn add_session(&mut self, mut session: Session, place: &dyn Fn() -> Place) {
        session.key = tidy(&session.key).into_owned();
        if session.title.0.is_empty() {
            let stand_in = session.key.clone();
            session.title = Text::from_source(if stand_in.is_empty() { "?".to_owned() } else { stand_in });
            self.log.warn("missing-title", place(), "a session has no title; its key stands for it");
        }
        if session.key.is_empty() {
            session.key = session
                .title
                .any()
                .map(slug)
                .filter(|key| !key.is_empty())
                .unwrap_or_else(|| "session".to_owned());
        }
        session.key =
            self.unique_key("session", &session.key, |gather, key| gather.sessions.contains(key), place);
        session.guid = self.unique("guid", "session", session.guid, place);
        session.code = self.unique("code", "session", session.code, place);
        self.keep_known_references(&mut session, place);
        if !matches!(session.state, State::Confirmed | State::Cancelled) {
            let (code, word) = state_words(session.state);
            self.log
                .fold(Severity::Note, code, place, || format!("a session is {word} and will not be public"));
        }
        self.sessions.insert(session.key.clone());
        self.places.push(place());
        self.programme.sessions.push(session);
    }

    fn keep_known_references(&mut self, session: &mut Session, place: &dyn Fn() -> Place) {
        let tidied = |key: &mut String| *key = tidy(key).into_owned();
        session.track.iter_mut().for_each(tidied);
        session.kind.iter_mut().for_each(tidied);
        session.parts.iter_mut().for_each(|part| tidied(&mut part.speaker));
        session.slot.iter_mut().filter_map(|slot| slot.room.as_mut()).for_each(tidied);
        let mut dangling = Vec::new();
        if session.slot.as_ref().and_then(|slot| slot.room.as_ref()).is_some_and(|room| !self.has_room(room))
        {
            dangling.extend(
                session.slot.as_mut().and_then(|slot| slot.room.take()).map(|key| ("missing-room", key)),
            );
        }
        if session.track.as_ref().is_some_and(|track| !self.has_track(track)) {
            dangling.extend(session.track.take().map(|key| ("missing-track", key)));
        }
        if session.kind.as_ref().is_some_and(|kind| !self.has_kind(kind)) {
            dangling.extend(session.kind.take().map(|key| ("missing-kind", key)));
        }
        let mut seen = BTreeSet::new();
        let parts = std::mem::take(&mut session.parts);
        for part in parts {
            match (self.has_speaker(&part.speaker), seen.insert(part.speaker.clone())) {
                (false, _) => dangling.push(("missing-speaker", part.speaker)),
                (true, true) => session.parts.push(part),
                (true, false) => {
                    let message = format!("speaker {} is named twice in one session", excerpt(&part.speaker));
                    self.log.note("duplicate-speaker", place(), message);
                }
            }
        }
        for (code, key) in dangling {
            self.log.loss(
                code,
                place(),
                format!("{} is named here and told of nowhere; left out", excerpt(&key)),
            );
        }
    }

    fn remember(&mut self, sort: &'static str, name: &Text, key: &str) {
        for shown in name.0.values() {
            self.named.entry((sort, shown.clone())).or_insert_with(|| key.to_owned());
        }
    }

    /// A slot from its two ends. An end before the start leaves the session without a slot.
    pub(crate) fn slot(
        &mut self,
        room: Option<String>,
        start: Timestamp,
        end: Timestamp,
        place: &dyn Fn() -> Place,
    ) -> Option<Slot> {
        if end < start {
            let message =
                format!("the session ends at {end}, before it starts at {start}; it is left without a time");
            self.log.loss("end-before-start", place(), message);
            return None;
        }
        if end == start {
            self.log.warn("zero-minutes", place(), "the session takes no time");
        }
        if end.duration_since(start).as_hours() >= 24 {
            self.log.warn("very-long", place(), "the session takes a day or more");
        }
        Some(Slot { room, start, end })
    }

    /// A key that no other of its sort has: a second one gets a number.
    fn unique_key(
        &mut self,
        sort: &'static str,
        key: &str,
        taken: impl Fn(&Self, &str) -> bool,
        place: &dyn Fn() -> Place,
    ) -> String {
        let key = match tidy(key) {
            key if key.is_empty() => sort.to_owned(),
            key => key.into_owned(),
        };
        if !taken(self, &key) {
            return key;
        }
        // Counting on from the last number keeps a file of one key only from taking quadratic time.
        let mut number = self.again.get(&(sort, key.clone())).copied().unwrap_or(1);
        let fresh = loop {
            number += 1;
            let fresh = format!("{key}-{number}");
            if !taken(self, &fresh) {
                break fresh;
            }
        };
        self.again.insert((sort, key.clone()), number);
        let message = format!("a second {sort} has the key {}; it became {}", excerpt(&key), excerpt(&fresh));
        self.log.warn("duplicate-key", place(), message);
        fresh
    }

    /// An id or code that no other of its sort has; the second one loses it.
    fn unique(
        &mut self,
        what: &'static str,
        sort: &str,
        value: Option<String>,
        place: &dyn Fn() -> Place,
    ) -> Option<String> {
        let value = value?;
        if self.taken.insert((what, format!("{sort} {value}"))) {
            return Some(value);
        }
        let message = format!("a second {sort} has the {what} {}; it goes without", excerpt(&value));
        self.log.warn(if what == "code" { "duplicate-code" } else { "duplicate-guid" }, place(), message);
        None
    }

    /// Looks at the whole: dates of the conference, sessions outside of them. Leaves nothing that breaks the model.
    pub(crate) fn finish(mut self) -> (Programme, Log) {
        let conference = &mut self.programme.conference;
        if let (Some(first), Some(last)) = (conference.first_day, conference.last_day)
            && last < first
        {
            let message = format!("the last day {last} is before the first day {first}; both were left out");
            self.log.loss("end-before-start", self.places.first().cloned().unwrap_or_default(), message);
            (conference.first_day, conference.last_day) = (None, None);
        }
        let shift = i64::from(conference.day_starts_minutes.unwrap_or(0)).minutes();
        let (first, last) = (conference.first_day, conference.last_day);
        for (session, place) in self.programme.sessions.iter().zip(&self.places) {
            let Some(slot) = &session.slot else { continue };
            let Ok(moved) = self.zone.wall(slot.start).checked_sub(shift) else { continue };
            let day = moved.date();
            if first.is_some_and(|first| day < first) || last.is_some_and(|last| day > last) {
                let message = format!("the session is on {day}, outside of the conference's days");
                self.log.warn("outside-conference-days", place.clone(), message);
            }
        }
        (self.programme, self.log)
    }
}

fn state_words(state: State) -> (&'static str, &'static str) {
    match state {
        State::Draft => ("state-draft", "a draft"),
        State::Proposed => ("state-proposed", "not decided"),
        State::Accepted => ("state-accepted", "accepted and not confirmed"),
        State::Rejected => ("state-rejected", "rejected"),
        State::Withdrawn => ("state-withdrawn", "withdrawn"),
        State::Confirmed | State::Cancelled => ("state-public", "public"),
    }
}

/// A key without control characters and outer white space: it stands in addresses and messages.
fn tidy(key: &str) -> Cow<'_, str> {
    let trimmed = key.trim();
    match trimmed.contains(char::is_control) {
        true => Cow::Owned(trimmed.replace(char::is_control, "").trim().to_owned()),
        false => Cow::Borrowed(trimmed),
    }
}

/// Fills in what is not known of a speaker yet.
fn complete(known: &mut Speaker, more: Speaker) {
    known.code = known.code.take().or(more.code);
    known.guid = known.guid.take().or(more.guid);
    known.name_latin = known.name_latin.take().or(more.name_latin);
    known.affiliation = known.affiliation.take().or(more.affiliation);
    known.position = known.position.take().or(more.position);
    known.country = known.country.take().or(more.country);
    known.picture_url = known.picture_url.take().or(more.picture_url);
    known.email = known.email.take().or(more.email);
    if known.biography.0.is_empty() {
        known.biography = more.biography;
    }
    for link in more.links {
        if known.links.len() < 100 && !known.links.contains(&link) {
            known.links.push(link);
        }
    }
}

/// A part of the usual role.
pub(crate) fn speaks(speaker: impl Into<String>) -> Part {
    Part { speaker: speaker.into(), role: Role::Speaker }
}

impl Text {
    /// A text whose language the source does not tell; nothing when empty.
    pub(crate) fn from_source(text: impl Into<String>) -> Self {
        let mut texts = Self::default();
        let text = text.into();
        if !text.trim().is_empty() {
            texts.0.insert(String::new(), text);
        }
        texts
    }

    /// Any of its texts.
    pub(crate) fn any(&self) -> Option<&str> {
        self.0.values().next().map(String::as_str)
    }
}
