//! The timetable as the schedule formats see it: conference days, rooms in each, sessions in those, with every id given.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, Zoned, civil::Date, tz::TimeZone};

use super::context::WriteContext;
use crate::{
    model::{Programme, Role, Session, Slot, Speaker, State},
    naming::{Numbers, slug, stable_uuid},
};

/// A programme's public, scheduled sessions.
pub(crate) struct Outline<'p> {
    pub(crate) programme: &'p Programme,
    pub(crate) tz: TimeZone,
    /// Name of the zone, where the programme knows it.
    pub(crate) zone: Option<&'p str>,
    pub(crate) title: String,
    /// The conference's short name; never empty.
    pub(crate) acronym: String,
    /// What stable ids of this conference are made from.
    pub(crate) identity: String,
    /// Rooms in order of display; last the one for sessions without room, if any is needed.
    pub(crate) rooms: Vec<RoomView>,
    pub(crate) days: Vec<DayView<'p>>,
    speakers: BTreeMap<&'p str, usize>,
    kinds: BTreeMap<&'p str, &'p str>,
    tracks: BTreeMap<&'p str, &'p str>,
}

/// A room with a name that no other room has.
pub(crate) struct RoomView {
    pub(crate) name: String,
    pub(crate) guid: String,
    /// Position in the programme; none for the room that stands for none.
    pub(crate) index: Option<usize>,
}

/// A conference day.
pub(crate) struct DayView<'p> {
    pub(crate) index: usize,
    pub(crate) date: Date,
    pub(crate) start: Zoned,
    pub(crate) end: Zoned,
    /// Position in the outline's rooms, with what is held there in order of time.
    pub(crate) rooms: Vec<(usize, Vec<Entry<'p>>)>,
}

/// A session in its slot.
pub(crate) struct Entry<'p> {
    pub(crate) session: &'p Session,
    pub(crate) start: Zoned,
    pub(crate) end: Zoned,
    pub(crate) guid: String,
    pub(crate) number: u32,
    pub(crate) slug: String,
    pub(crate) url: String,
}

/// Empty days between the first and the last are listed up to this many; a wrong year must not write a million days.
const EMPTY_DAYS_MAX: i32 = 60;

impl<'p> Outline<'p> {
    /// Confirmed sessions with a slot; with `cancelled`, those that are called off too.
    pub(crate) fn new(programme: &'p Programme, context: &WriteContext, cancelled: bool) -> Self {
        let conference = &programme.conference;
        let title = context.pick(&conference.title).to_owned();
        let acronym = conference.acronym.clone().unwrap_or_else(|| slug(&title));
        let acronym = if acronym.is_empty() { "conference".to_owned() } else { acronym };
        let title = if title.is_empty() { acronym.clone() } else { title };
        let zone = conference.zone.as_deref();
        let tz = zone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
        let mut outline = Self {
            programme,
            tz,
            zone,
            title,
            identity: acronym.clone(),
            acronym,
            rooms: Vec::new(),
            days: Vec::new(),
            speakers: by_key(programme.speakers.iter().map(|speaker| &speaker.key)),
            kinds: names(&programme.kinds, |kind| (&kind.key, &kind.name), context),
            tracks: names(&programme.tracks, |track| (&track.key, &track.name), context),
        };
        outline.add_rooms(context);
        let placed = outline.place(context, cancelled);
        outline.add_days(placed);
        outline
    }

    fn add_rooms(&mut self, context: &WriteContext) {
        let mut taken = BTreeSet::new();
        for (index, room) in self.programme.rooms.iter().enumerate() {
            let shown = context.pick(&room.name);
            let shown = if shown.is_empty() { &*room.key } else { shown };
            let mut name = shown.to_owned();
            let mut number = 1;
            while !taken.insert(name.clone()) {
                number += 1;
                name = format!("{shown} ({number})");
            }
            let guid = context.guid(&self.identity, "room", &room.key, room.guid.as_deref());
            self.rooms.push(RoomView { name, guid, index: Some(index) });
        }
    }

    /// Every session that is to be written, by conference day and room.
    fn place(
        &mut self,
        context: &WriteContext,
        cancelled: bool,
    ) -> BTreeMap<Date, BTreeMap<usize, Vec<Entry<'p>>>> {
        let rooms = by_key(self.programme.rooms.iter().map(|room| &room.key));
        let day_starts = i64::from(self.programme.conference.day_starts_minutes.unwrap_or(0)).minutes();
        let mut numbers = Numbers::default();
        let mut guids = BTreeSet::new();
        let mut placed: BTreeMap<Date, BTreeMap<usize, Vec<Entry<'p>>>> = BTreeMap::new();
        for session in &self.programme.sessions {
            let public =
                session.state == State::Confirmed || (cancelled && session.state == State::Cancelled);
            let Some(slot) = session.slot.as_ref().filter(|_| public) else { continue };
            let room = match slot.room.as_deref().and_then(|key| rooms.get(key)) {
                Some(&room) => room,
                None => self.no_room(context),
            };
            let stable = stable_uuid(&self.identity, "session", &session.key);
            let mut guid = context.guid(&self.identity, "session", &session.key, session.guid.as_deref());
            if !guids.insert(guid.clone()) {
                guid = stable.hyphenated().to_string();
            }
            let number = numbers.give(session.number, &stable);
            let entry = self.entry(context, session, slot, guid, number);
            let start = entry.start.datetime();
            let date = start.checked_sub(day_starts).unwrap_or(start).date();
            placed.entry(date).or_default().entry(room).or_default().push(entry);
        }
        for entries in placed.values_mut().flat_map(BTreeMap::values_mut) {
            entries.sort_by(|one, other| {
                (&one.start, &one.session.key).cmp(&(&other.start, &other.session.key))
            });
        }
        placed
    }

    fn entry(
        &self,
        context: &WriteContext,
        session: &'p Session,
        slot: &Slot,
        guid: String,
        number: u32,
    ) -> Entry<'p> {
        let words = slug(context.pick(&session.title));
        let mut slug = slug(&format!("{} {number} {words}", self.acronym));
        if slug.len() > 80 {
            slug.truncate(80);
            slug.truncate(slug.trim_end_matches('-').len());
        }
        if slug.len() < 2 {
            slug = format!("session-{number}");
        }
        Entry {
            session,
            start: slot.start.to_zoned(self.tz.clone()),
            end: slot.end.to_zoned(self.tz.clone()),
            url: context.page_of_session(session, &guid),
            guid,
            number,
            slug,
        }
    }

    /// The room for sessions that have none.
    fn no_room(&mut self, context: &WriteContext) -> usize {
        if let Some(found) = self.rooms.iter().position(|room| room.index.is_none()) {
            return found;
        }
        let mut name = context.no_room.clone();
        while self.rooms.iter().any(|room| room.name == name) {
            name.push('…');
        }
        self.rooms.push(RoomView {
            guid: stable_uuid(&self.identity, "no-room", "").hyphenated().to_string(),
            name,
            index: None,
        });
        self.rooms.len() - 1
    }

    fn add_days(&mut self, mut placed: BTreeMap<Date, BTreeMap<usize, Vec<Entry<'p>>>>) {
        let conference = &self.programme.conference;
        if let (Some(first), Some(last)) = (conference.first_day, conference.last_day) {
            let mut day = first;
            for _ in 0..EMPTY_DAYS_MAX {
                if day > last {
                    break;
                }
                placed.entry(day).or_default();
                let Ok(next) = day.tomorrow() else { break };
                day = next;
            }
        }
        let minutes = i64::from(conference.day_starts_minutes.unwrap_or(0)).minutes();
        let begin = |date: Date| -> Option<Zoned> {
            let wall = date.at(0, 0, 0, 0).checked_add(minutes).ok()?;
            self.tz.to_zoned(wall).ok()
        };
        let mut days = Vec::new();
        for (date, rooms) in placed {
            let ends = (begin(date), date.tomorrow().ok().and_then(begin));
            let (Some(start), Some(end)) = ends else { continue };
            days.push(DayView {
                index: days.len() + 1,
                date,
                start,
                end,
                rooms: rooms.into_iter().collect(),
            });
        }
        self.days = days;
    }

    /// All entries in order of day, room and time.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&RoomView, &Entry<'p>)> {
        let rooms = self.days.iter().flat_map(|day| &day.rooms);
        rooms.flat_map(|(room, entries)| entries.iter().map(|entry| (&self.rooms[*room], entry)))
    }

    /// The people of a session who are known, with their position in the programme.
    pub(crate) fn speakers(&self, session: &Session) -> impl Iterator<Item = (usize, &'p Speaker, Role)> {
        let found = session.parts.iter().filter_map(|part| {
            let index = *self.speakers.get(part.speaker.as_str())?;
            Some((index, &self.programme.speakers[index], part.role))
        });
        found.collect::<Vec<_>>().into_iter()
    }

    /// The shown name of a session's kind; empty where it has none.
    pub(crate) fn kind(&self, session: &Session) -> &'p str {
        named(&self.kinds, session.kind.as_deref())
    }

    /// The shown name of a session's track; empty where it has none.
    pub(crate) fn track(&self, session: &Session) -> &'p str {
        named(&self.tracks, session.track.as_deref())
    }

    /// Whether the session's track is one of the programme's.
    pub(crate) fn has_track(&self, key: &str) -> bool {
        self.tracks.contains_key(key)
    }
}

fn named<'p>(names: &BTreeMap<&'p str, &'p str>, key: Option<&str>) -> &'p str {
    key.and_then(|key| names.get(key)).copied().unwrap_or_default()
}

fn by_key<'p>(keys: impl Iterator<Item = &'p String>) -> BTreeMap<&'p str, usize> {
    keys.enumerate().map(|(index, key)| (key.as_str(), index)).collect()
}

fn names<'p, T>(
    items: &'p [T],
    parts: impl Fn(&'p T) -> (&'p String, &'p crate::model::Text),
    context: &WriteContext,
) -> BTreeMap<&'p str, &'p str> {
    let mut names = BTreeMap::new();
    for item in items {
        let (key, name) = parts(item);
        let shown = context.pick(name);
        names.insert(key.as_str(), if shown.is_empty() { key.as_str() } else { shown });
    }
    names
}
