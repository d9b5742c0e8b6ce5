//! Calls sessions, rooms and speakers of a draft by their names instead of their codes.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use madang_conference::Conference;
use madang_interchange::model::{Session, Slot, State, Text};
use madang_programme::{Change, ChangeKind, Conflict, ConflictKind, DRAFT_SUFFIX, Draft, Level};
use madang_text::{Translator, key};

/// How many entries of one sort are listed before the rest is counted.
pub(crate) const LINES_MAX: usize = 100;

/// A session as a page names it.
pub(crate) struct Named {
    pub(crate) title: String,
    /// Its page in the draft; empty when it has none.
    pub(crate) href: String,
}

/// One conflict in words.
pub(crate) struct ConflictLine {
    pub(crate) sessions: Vec<Named>,
    pub(crate) text: String,
    pub(crate) place: String,
}

/// All conflicts of one kind.
pub(crate) struct ConflictGroup {
    pub(crate) kind: ConflictKind,
    pub(crate) level: Level,
    pub(crate) count: usize,
    pub(crate) lines: Vec<ConflictLine>,
}

impl ConflictGroup {
    /// How many are not listed.
    pub(crate) fn more(&self) -> usize {
        self.count - self.lines.len()
    }

    pub(crate) fn tone(&self) -> &'static str {
        tone_of(self.level)
    }
}

/// Which chip a level gets.
pub(crate) fn tone_of(level: Level) -> &'static str {
    match level {
        Level::Block => "bad",
        Level::Warn => "warn",
        Level::Ignore => "",
    }
}

/// One change of a release in words.
pub(crate) struct ChangeLine {
    pub(crate) kind: ChangeKind,
    pub(crate) session: Named,
    pub(crate) from: String,
    pub(crate) to: String,
}

impl ChangeLine {
    pub(crate) fn tone(&self) -> &'static str {
        match self.kind {
            ChangeKind::New => "good",
            ChangeKind::Moved => "note",
            ChangeKind::Cancelled => "bad",
        }
    }

    pub(crate) fn word(&self) -> &'static str {
        match self.kind {
            ChangeKind::New => key("change-new"),
            ChangeKind::Moved => key("change-moved"),
            ChangeKind::Cancelled => key("change-cancelled"),
        }
    }
}

/// The names of a draft.
pub(crate) struct Naming<'a> {
    t: &'a Translator,
    language: String,
    slug: &'a str,
    zone: TimeZone,
    sessions: BTreeMap<&'a str, &'a Session>,
    rooms: BTreeMap<&'a str, &'a Text>,
    speakers: BTreeMap<&'a str, &'a str>,
}

impl<'a> Naming<'a> {
    pub(crate) fn new(t: &'a Translator, conference: &'a Conference, draft: &'a Draft) -> Self {
        let programme = &draft.programme;
        Self {
            t,
            language: t.language().as_str().to_owned(),
            slug: &conference.slug,
            zone: conference.time_zone(),
            sessions: programme.sessions.iter().map(|session| (session.key.as_str(), session)).collect(),
            rooms: programme.rooms.iter().map(|room| (room.key.as_str(), &room.name)).collect(),
            speakers: programme.speakers.iter().map(|one| (one.key.as_str(), one.name.as_str())).collect(),
        }
    }

    /// The session of this code; by its code when the draft no longer has it.
    pub(crate) fn session(&self, code: &str) -> Named {
        let Some(session) = self.sessions.get(code) else {
            return Named { title: code.to_owned(), href: String::new() };
        };
        let title = session.title.pick(&self.language);
        let title = if title.is_empty() { code } else { title };
        // The draft's site shows what a release would: what is confirmed.
        let is_shown = session.state == State::Confirmed;
        Named { title: title.to_owned(), href: if is_shown { self.href(code) } else { String::new() } }
    }

    fn href(&self, code: &str) -> String {
        format!("/{}{DRAFT_SUFFIX}/sessions/{code}", self.slug)
    }

    fn room(&self, key: &str) -> String {
        self.rooms.get(key).map_or(key, |name| name.pick(&self.language)).to_owned()
    }

    /// Room and time of a slot.
    pub(crate) fn place(&self, slot: &Slot) -> String {
        let (start, end) = (slot.start.to_zoned(self.zone.clone()), slot.end.to_zoned(self.zone.clone()));
        let day = format!("{} {}", self.t.weekday_short(start.date()), self.t.date_short(start.date()));
        let times = format!("{}–{}", self.t.time(start.time()), self.t.time(end.time()));
        let room = slot.room.as_deref().map(|room| self.room(room));
        [Some(day), Some(times), room].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Where and when the session of this code is planned.
    pub(crate) fn place_of(&self, code: &str) -> String {
        let slot = self.sessions.get(code).and_then(|session| session.slot.as_ref());
        slot.map(|slot| self.place(slot)).unwrap_or_default()
    }

    /// Changes in words, at most [`LINES_MAX`].
    pub(crate) fn changes(&self, changes: &[Change]) -> Vec<ChangeLine> {
        changes.iter().take(LINES_MAX).map(|change| self.change(change)).collect()
    }

    /// One change in words.
    pub(crate) fn change(&self, change: &Change) -> ChangeLine {
        let place = |slot: &Option<Slot>| slot.as_ref().map(|slot| self.place(slot)).unwrap_or_default();
        let title = change.title.pick(&self.language).to_owned();
        let session = Named { title, href: self.href(&change.session) };
        ChangeLine { kind: change.kind, session, from: place(&change.before), to: place(&change.after) }
    }

    /// Conflicts in words, by kind, the gravest first; kinds without any are left out.
    pub(crate) fn conflicts(&self, conflicts: &[Conflict]) -> Vec<ConflictGroup> {
        let mut groups: Vec<ConflictGroup> = Vec::new();
        for conflict in conflicts {
            let is_new = groups.last().is_none_or(|group| group.kind != conflict.kind);
            if is_new {
                let (kind, level) = (conflict.kind, conflict.level);
                groups.push(ConflictGroup { kind, level, count: 0, lines: Vec::new() });
            }
            let Some(group) = groups.last_mut() else { continue };
            group.count += 1;
            if group.lines.len() < LINES_MAX {
                group.lines.push(self.conflict(conflict));
            }
        }
        groups
    }

    /// One conflict in words.
    pub(crate) fn conflict(&self, conflict: &Conflict) -> ConflictLine {
        let message = match conflict.kind {
            ConflictKind::RoomTaken => key("desk-conflict-room-taken"),
            ConflictKind::SpeakerTwice => key("desk-conflict-speaker-twice"),
            ConflictKind::SpeakerAbsent => key("desk-conflict-speaker-absent"),
            ConflictKind::RoomTooSmall => key("desk-conflict-room-too-small"),
            ConflictKind::Walk => key("desk-conflict-walk"),
            ConflictKind::OutsideHours => key("desk-conflict-outside-hours"),
            ConflictKind::NoLength => key("desk-conflict-no-length"),
            ConflictKind::Unscheduled => key("desk-conflict-unscheduled"),
        };
        let room = conflict.room.as_deref().map(|room| self.room(room)).unwrap_or_default();
        let speaker = conflict.speaker.as_deref();
        let speaker = speaker.map_or("", |speaker| self.speakers.get(speaker).copied().unwrap_or(speaker));
        let values = [("room", room.into()), ("speaker", speaker.into()), ("amount", conflict.amount.into())];
        let first = conflict.sessions.first().map_or("", String::as_str);
        ConflictLine {
            sessions: conflict.sessions.iter().map(|code| self.session(code)).collect(),
            text: self.t.say_with(message, &values),
            place: self.place_of(first),
        }
    }
}
