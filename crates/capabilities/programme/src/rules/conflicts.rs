//! What should not be in a timetable.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use madang_conference::{Conference, Room, Walk, conference_day, day_bounds};
use madang_interchange::model::{Session, Slot, State};

use crate::model::{Conflict, ConflictKind, Draft, Level, Levels};

/// A session that is meant to be held, at its time.
struct Placed<'a> {
    session: &'a Session,
    slot: &'a Slot,
}

/// What a check needs to know.
pub(crate) struct Setting<'a> {
    pub(crate) conference: &'a Conference,
    pub(crate) rooms: &'a [Room],
    pub(crate) walks: &'a [Walk],
    pub(crate) levels: &'a Levels,
}

/// All conflicts of a draft.
///
/// Looks at sessions that are confirmed or accepted: what is not decided takes no room.
///
/// *Shapes*: gravest kind first, then by time; may be empty. Each pair of sessions stands once for each kind, room and
/// speaker.
pub(crate) fn conflicts(draft: &Draft, setting: &Setting<'_>) -> Vec<Conflict> {
    let planned = |session: &&Session| matches!(session.state, State::Confirmed | State::Accepted);
    let sessions: Vec<&Session> = draft.programme.sessions.iter().filter(planned).collect();
    let mut placed: Vec<Placed<'_>> = sessions
        .iter()
        .filter_map(|session| session.slot.as_ref().map(|slot| Placed { session, slot }))
        .collect();
    placed.sort_by(|a, b| {
        (a.slot.start, a.slot.end, &a.session.key).cmp(&(b.slot.start, b.slot.end, &b.session.key))
    });
    let mut found = Vec::new();
    room_taken(&placed, &mut found);
    speakers(&placed, draft, setting, &mut found);
    for one in &placed {
        single(one, draft, setting, &mut found);
    }
    for session in sessions.iter().filter(|session| session.slot.is_none()) {
        found.push(Found {
            room: None,
            speaker: None,
            ..Found::new(ConflictKind::Unscheduled, &[session], 0)
        });
    }
    let level = |kind: ConflictKind| setting.levels.get(&kind).copied().unwrap_or_default();
    let mut conflicts: Vec<Conflict> = found
        .into_iter()
        .filter(|found| level(found.kind) != Level::Ignore)
        .map(|found| Conflict {
            kind: found.kind,
            level: level(found.kind),
            sessions: found.sessions,
            room: found.room,
            speaker: found.speaker,
            amount: found.amount,
        })
        .collect();
    // Stable: within a kind the order of time stays.
    conflicts.sort_by_key(|conflict| conflict.kind);
    conflicts
}

struct Found {
    kind: ConflictKind,
    sessions: Vec<String>,
    room: Option<String>,
    speaker: Option<String>,
    amount: i64,
}

impl Found {
    fn new(kind: ConflictKind, sessions: &[&Session], amount: i64) -> Self {
        let sessions = sessions.iter().map(|session| session.key.clone()).collect();
        Self { kind, sessions, room: None, speaker: None, amount }
    }
}

fn overlap_minutes(a: &Slot, b: &Slot) -> i64 {
    let overlap = a.end.min(b.end).duration_since(a.start.max(b.start));
    // A part of a minute is a minute.
    (overlap.as_secs() + 59).max(0) / 60
}

fn room_taken(placed: &[Placed<'_>], found: &mut Vec<Found>) {
    let mut rooms: BTreeMap<&str, Vec<&Placed<'_>>> = BTreeMap::new();
    for one in placed {
        if let Some(room) = &one.slot.room {
            rooms.entry(room).or_default().push(one);
        }
    }
    let mut pairs = Vec::new();
    for (room, there) in rooms {
        for (index, first) in there.iter().enumerate() {
            // Sorted by start: the first that begins after this one's end closes the search.
            for second in there[index + 1..].iter().take_while(|second| second.slot.start < first.slot.end) {
                let amount = overlap_minutes(first.slot, second.slot);
                if amount > 0 {
                    let found = Found::new(ConflictKind::RoomTaken, &[first.session, second.session], amount);
                    pairs.push((first.slot.start, Found { room: Some(room.to_owned()), ..found }));
                }
            }
        }
    }
    pairs.sort_by_key(|(start, _)| *start);
    found.extend(pairs.into_iter().map(|(_, found)| found));
}

fn speakers(placed: &[Placed<'_>], draft: &Draft, setting: &Setting<'_>, found: &mut Vec<Found>) {
    let mut of_speaker: BTreeMap<&str, Vec<&Placed<'_>>> = BTreeMap::new();
    for one in placed {
        for part in &one.session.parts {
            of_speaker.entry(&part.speaker).or_default().push(one);
        }
    }
    for (speaker, talks) in of_speaker {
        for (index, first) in talks.iter().enumerate() {
            for second in &talks[index + 1..] {
                let amount = overlap_minutes(first.slot, second.slot);
                if amount > 0 {
                    let pair =
                        Found::new(ConflictKind::SpeakerTwice, &[first.session, second.session], amount);
                    found.push(Found { speaker: Some(speaker.to_owned()), ..pair });
                }
            }
            if let Some(second) = talks.get(index + 1) {
                let missing = walk_missing(first, second, setting);
                if missing > 0 {
                    let pair = Found::new(ConflictKind::Walk, &[first.session, second.session], missing);
                    found.push(Found { speaker: Some(speaker.to_owned()), ..pair });
                }
            }
            for (begin, end) in draft.absences.get(speaker).into_iter().flatten() {
                let absence = Slot { room: None, start: *begin, end: *end };
                let amount = overlap_minutes(first.slot, &absence);
                if amount > 0 {
                    let one = Found::new(ConflictKind::SpeakerAbsent, &[first.session], amount);
                    found.push(Found { speaker: Some(speaker.to_owned()), ..one });
                }
            }
        }
    }
}

/// Minutes that the walk from one session to the next would take beyond the time between them.
fn walk_missing(first: &Placed<'_>, second: &Placed<'_>, setting: &Setting<'_>) -> i64 {
    let area = |slot: &Slot| {
        let room = setting.rooms.iter().find(|room| Some(&room.slug) == slot.room.as_ref());
        room.map(|room| room.area.as_str()).filter(|area| !area.is_empty())
    };
    let (Some(from), Some(to)) = (area(first.slot), area(second.slot)) else { return 0 };
    let between = setting
        .walks
        .iter()
        .find(|walk| (walk.from == from && walk.to == to) || (walk.from == to && walk.to == from));
    let gap = second.slot.start.duration_since(first.slot.end).as_mins();
    // An overlap is reported as such, not as a walk.
    if gap < 0 { 0 } else { between.map_or(0, |walk| i64::from(walk.minutes) - gap) }
}

fn single(one: &Placed<'_>, draft: &Draft, setting: &Setting<'_>, found: &mut Vec<Found>) {
    if one.slot.start == one.slot.end {
        found.push(Found::new(ConflictKind::NoLength, &[one.session], 0));
    }
    let room = setting.rooms.iter().find(|room| Some(&room.slug) == one.slot.room.as_ref());
    let expected = draft.audiences.get(&one.session.key);
    if let (Some(room), Some(expected)) = (room, expected)
        && let Some(capacity) = room.capacity
        && *expected > capacity
    {
        let small = Found::new(ConflictKind::RoomTooSmall, &[one.session], i64::from(expected - capacity));
        found.push(Found { room: Some(room.slug.clone()), ..small });
    }
    let outside = outside_minutes(one.slot, setting.conference);
    if outside > 0 {
        found.push(Found::new(ConflictKind::OutsideHours, &[one.session], outside));
    }
}

/// Minutes of a slot that lie outside of the conference's days, or of its hours where it has any.
fn outside_minutes(slot: &Slot, conference: &Conference) -> i64 {
    let zone: TimeZone = conference.time_zone();
    let day = conference_day(slot.start, &zone, conference.day_starts_minutes)
        .clamp(conference.first_day, conference.last_day);
    let (mut opens, mut closes) = day_bounds(day, &zone, conference.day_starts_minutes);
    if let Some((from, to)) = conference.hours_minutes {
        let at = |minutes: u16| -> Timestamp {
            let time = day.to_datetime(jiff::civil::Time::midnight())
                + SignedDuration::from_mins(i64::from(minutes));
            zone.to_ambiguous_timestamp(time).compatible().unwrap_or(opens)
        };
        (opens, closes) = (at(from), at(to));
    }
    let length = slot.end.duration_since(slot.start).as_mins();
    let hours = Slot { room: None, start: opens, end: closes };
    let outside = length - overlap_minutes(slot, &hours);
    let starts_outside = slot.start < opens || slot.start >= closes;
    outside.max(i64::from(starts_outside))
}

#[cfg(test)]
mod tests;
