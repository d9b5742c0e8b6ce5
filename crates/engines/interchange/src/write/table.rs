//! Tables for organisers: CSV, and the rows that the spreadsheet shares.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};

use super::context::WriteContext;
use crate::model::{Programme, Role, Session, Speaker, State, Text};

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// Begin with a byte order mark, without which Excel takes UTF-8 for something else.
    pub byte_order_mark: bool,
    /// Also what only the team may see: sessions that are not public, e-mail addresses.
    pub private: bool,
}

/// The columns of [`sessions_csv`]; the reader knows them all.
pub(crate) const SESSION_COLUMNS: [&str; 22] = [
    "key",
    "code",
    "guid",
    "title",
    "subtitle",
    "kind",
    "track",
    "state",
    "language",
    "level",
    "room",
    "start",
    "end",
    "duration",
    "speakers",
    "speaker keys",
    "abstract",
    "description",
    "tags",
    "links",
    "do not record",
    "url",
];

/// The columns of [`speakers_csv`]; the reader knows them all.
pub(crate) const SPEAKER_COLUMNS: [&str; 13] = [
    "key",
    "code",
    "guid",
    "name",
    "latin name",
    "affiliation",
    "position",
    "country",
    "email",
    "biography",
    "picture",
    "links",
    "session count",
];

/// One row a session, on the venue's clock.
///
/// *Shapes*: a header, CR LF; several speakers are separated by `; `. Cells that a spreadsheet would take for
/// a formula get a leading apostrophe.
///
/// *Source*: RFC 4180; <https://owasp.org/www-community/attacks/CSV_Injection>
pub fn sessions_csv(programme: &Programme, context: &WriteContext, options: TableOptions) -> String {
    let table = Table::new(programme, context, options.private);
    neutral_csv(&SESSION_COLUMNS, table.sessions(), options)
}

/// One row a speaker; the e-mail address only when private columns are wanted.
pub fn speakers_csv(programme: &Programme, context: &WriteContext, options: TableOptions) -> String {
    let table = Table::new(programme, context, options.private);
    neutral_csv(&SPEAKER_COLUMNS, table.speakers(), options)
}

fn neutral_csv(columns: &[&str], rows: Vec<Vec<String>>, options: TableOptions) -> String {
    let rows = rows.into_iter().map(|row| row.iter().map(|cell| neutral(cell)).collect());
    csv(columns, rows, options.byte_order_mark)
}

/// Rows of cells that are neutral already, under a header.
pub(super) fn csv(
    columns: &[impl AsRef<str>],
    rows: impl Iterator<Item = Vec<String>>,
    byte_order_mark: bool,
) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail, and every row has as many cells as the header.
    let _ = writer.write_record(columns.iter().map(AsRef::as_ref));
    for row in rows {
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    if byte_order_mark { format!("\u{feff}{text}") } else { text }
}

/// A cell that no spreadsheet takes for a formula. One that looks guarded already is guarded once more, so that reading
/// takes away exactly what was put there.
pub(super) fn neutral(cell: &str) -> String {
    match cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

/// The rows of a programme's tables.
pub(crate) struct Table<'p> {
    programme: &'p Programme,
    context: &'p WriteContext,
    tz: TimeZone,
    private: bool,
    speakers: BTreeMap<&'p str, &'p Speaker>,
    rooms: BTreeMap<&'p str, &'p str>,
    kinds: BTreeMap<&'p str, &'p str>,
    tracks: BTreeMap<&'p str, &'p str>,
}

impl<'p> Table<'p> {
    pub(crate) fn new(programme: &'p Programme, context: &'p WriteContext, private: bool) -> Self {
        let zone = programme.conference.zone.as_deref();
        let shown = |key: &'p String, name: &'p Text| -> (&'p str, &'p str) {
            let name = context.pick(name);
            (key.as_str(), if name.is_empty() { key.as_str() } else { name })
        };
        Self {
            tz: zone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC),
            private,
            speakers: programme.speakers.iter().map(|speaker| (speaker.key.as_str(), speaker)).collect(),
            rooms: programme.rooms.iter().map(|room| shown(&room.key, &room.name)).collect(),
            kinds: programme.kinds.iter().map(|kind| shown(&kind.key, &kind.name)).collect(),
            tracks: programme.tracks.iter().map(|track| shown(&track.key, &track.name)).collect(),
            programme,
            context,
        }
    }

    fn shown(&self, session: &Session) -> bool {
        self.private || matches!(session.state, State::Confirmed | State::Cancelled)
    }

    pub(crate) fn sessions(&self) -> Vec<Vec<String>> {
        self.programme
            .sessions
            .iter()
            .filter(|session| self.shown(session))
            .map(|session| self.session(session))
            .collect()
    }

    fn session(&self, session: &Session) -> Vec<String> {
        let pick = |text: &Text| self.context.pick(text).to_owned();
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        let named = |names: &BTreeMap<&str, &str>, key: &Option<String>| -> String {
            key.as_deref().and_then(|key| names.get(key)).map(|name| (*name).to_owned()).unwrap_or_default()
        };
        let known: Vec<&Speaker> = session
            .parts
            .iter()
            .filter_map(|part| self.speakers.get(part.speaker.as_str()).copied())
            .collect();
        let names = session.parts.iter().filter_map(|part| {
            let speaker = self.speakers.get(part.speaker.as_str())?;
            let role = match part.role {
                Role::Speaker => "",
                Role::Moderator => " (moderator)",
                Role::Panellist => " (panellist)",
                Role::Host => " (host)",
            };
            Some(format!("{}{role}", speaker.name))
        });
        let slot = session.slot.as_ref();
        let minutes = slot.map(|slot| (slot.end.as_second() - slot.start.as_second()) / 60);
        let minutes = minutes.or(session.duration_minutes.map(i64::from));
        vec![
            session.key.clone(),
            own(&session.code),
            own(&session.guid),
            pick(&session.title),
            pick(&session.subtitle),
            named(&self.kinds, &session.kind),
            named(&self.tracks, &session.track),
            state_word(session.state).to_owned(),
            own(&session.language),
            own(&session.level),
            slot.map(|slot| named(&self.rooms, &slot.room)).unwrap_or_default(),
            slot.map(|slot| self.clock(slot.start)).unwrap_or_default(),
            slot.map(|slot| self.clock(slot.end)).unwrap_or_default(),
            minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            names.collect::<Vec<_>>().join("; "),
            known.iter().map(|speaker| speaker.key.as_str()).collect::<Vec<_>>().join("; "),
            pick(&session.summary),
            pick(&session.description),
            session.tags.join("; "),
            session.resources.iter().map(|resource| resource.url.as_str()).collect::<Vec<_>>().join(" "),
            if session.do_not_record { "yes" } else { "" }.to_owned(),
            own(&session.url),
        ]
    }

    pub(crate) fn speakers(&self) -> Vec<Vec<String>> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for session in self.programme.sessions.iter().filter(|session| self.shown(session)) {
            for part in &session.parts {
                *counts.entry(part.speaker.as_str()).or_default() += 1;
            }
        }
        let shown = self
            .programme
            .speakers
            .iter()
            .filter(|speaker| self.private || counts.contains_key(&*speaker.key));
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        shown
            .map(|speaker| {
                vec![
                    speaker.key.clone(),
                    own(&speaker.code),
                    own(&speaker.guid),
                    speaker.name.clone(),
                    own(&speaker.name_latin),
                    own(&speaker.affiliation),
                    own(&speaker.position),
                    own(&speaker.country),
                    if self.private { own(&speaker.email) } else { String::new() },
                    self.context.pick(&speaker.biography).to_owned(),
                    own(&speaker.picture_url),
                    speaker.links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>().join(" "),
                    counts.get(&*speaker.key).copied().unwrap_or(0).to_string(),
                ]
            })
            .collect()
    }

    /// Rooms: key, name, capacity, description.
    pub(crate) fn rooms(&self) -> Vec<Vec<String>> {
        self.programme
            .rooms
            .iter()
            .map(|room| {
                vec![
                    room.key.clone(),
                    self.rooms.get(&*room.key).map(|name| (*name).to_owned()).unwrap_or_default(),
                    room.capacity.map(|seats| seats.to_string()).unwrap_or_default(),
                    self.context.pick(&room.description).to_owned(),
                ]
            })
            .collect()
    }

    /// Seconds only where there are any: spreadsheets understand both. With the offset where the clock shows a time twice.
    fn clock(&self, at: Timestamp) -> String {
        let zoned = at.to_zoned(self.tz.clone());
        let format = if zoned.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
        let mut shown = zoned.strftime(format).to_string();
        if self.tz.to_ambiguous_zoned(zoned.datetime()).is_ambiguous() {
            shown.push_str(&zoned.strftime("%:z").to_string());
        }
        shown
    }
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Proposed => "submitted",
        State::Accepted => "accepted",
        State::Confirmed => "confirmed",
        State::Rejected => "rejected",
        State::Withdrawn => "withdrawn",
        State::Cancelled => "cancelled",
    }
}
