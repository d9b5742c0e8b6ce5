use std::{collections::BTreeMap, fmt::Display};

use jiff::Timestamp;
use madang_conference::{ConferenceId, kinds, rooms, tracks};
use madang_interchange::model::{self as exchange, Part, Programme, Session, Slot, Speaker};
use madang_store::{Id, Row, StoreError, Tx, Value, params, row};

use super::{from_json, json, meaning, of_word, word};
use crate::model::{Answers, ConflictKind, Draft, DraftIds, Level, Levels, SessionId, SpeakerId, Versions};

madang_store::statements! {
    /// All speakers.
    SPEAKERS = "SELECT id, code, guid, name, name_latin, affiliation, job_title, country, biography, picture_url, email,
            links, version
        FROM speaker WHERE conference_id = $1 ORDER BY code";
    /// Writes a speaker, new or known.
    WRITE_SPEAKER = "INSERT INTO speaker (conference_id, id, code, guid, name, name_latin, affiliation, job_title,
            country, biography, picture_url, email, links, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (conference_id, id) DO UPDATE SET guid = excluded.guid, name = excluded.name,
            name_latin = excluded.name_latin, affiliation = excluded.affiliation, job_title = excluded.job_title,
            country = excluded.country, biography = excluded.biography, picture_url = excluded.picture_url,
            email = excluded.email, links = excluded.links, version = excluded.version";
    /// Removes a speaker who is in no session.
    DELETE_SPEAKER = "DELETE FROM speaker WHERE conference_id = $1 AND id = $2 AND NOT EXISTS (
            SELECT 1 FROM session_speaker AS part WHERE part.conference_id = $1 AND part.speaker_id = $2)";
    /// Who can be written to: at the address of their account, where somebody signs in as them, and in its language.
    SPEAKER_EMAILS = "SELECT speaker.code, speaker.name, COALESCE(person.email, speaker.email), person.language FROM speaker
        LEFT JOIN speaker_person AS link
            ON link.conference_id = speaker.conference_id AND link.speaker_id = speaker.id
        LEFT JOIN person ON person.id = link.person_id
        WHERE speaker.conference_id = $1 AND COALESCE(person.email, speaker.email) IS NOT NULL ORDER BY speaker.code";

    /// When speakers cannot speak.
    ABSENCES = "SELECT speaker_id, starts_at, ends_at FROM absence WHERE conference_id = $1 ORDER BY starts_at";
    /// Forgets when a speaker cannot speak.
    DELETE_ABSENCES = "DELETE FROM absence WHERE conference_id = $1 AND speaker_id = $2";
    /// A time at which a speaker cannot speak.
    INSERT_ABSENCE = "INSERT INTO absence (conference_id, speaker_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)";

    /// All sessions, without their places.
    SESSIONS = "SELECT id, code, guid, number, state, title, subtitle, summary, description, language, level, kind_id,
            track_id, do_not_record, tags, resources, duration_minutes, audience_expected, url, version, answers
        FROM session WHERE conference_id = $1 ORDER BY code";
    /// Where and when sessions are.
    SLOTS = "SELECT session_id, room_id, starts_at, ends_at FROM slot WHERE conference_id = $1";
    /// Writes a session, new or known.
    WRITE_SESSION = "INSERT INTO session (conference_id, id, code, guid, number, state, title, subtitle, summary,
            description, language, level, kind_id, track_id, do_not_record, tags, resources, duration_minutes, url,
            audience_expected, version, answers)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        ON CONFLICT (conference_id, id) DO UPDATE SET guid = excluded.guid, number = excluded.number,
            state = excluded.state, title = excluded.title, subtitle = excluded.subtitle, summary = excluded.summary,
            description = excluded.description, language = excluded.language, level = excluded.level,
            kind_id = excluded.kind_id, track_id = excluded.track_id, do_not_record = excluded.do_not_record,
            tags = excluded.tags, resources = excluded.resources, duration_minutes = excluded.duration_minutes,
            url = excluded.url, audience_expected = excluded.audience_expected, version = excluded.version,
            answers = excluded.answers";
    /// Who takes part in which session, in order.
    PARTS = "SELECT session_id, speaker_id, role FROM session_speaker
        WHERE conference_id = $1 ORDER BY session_id, position";
    /// Forgets who takes part in a session.
    DELETE_PARTS = "DELETE FROM session_speaker WHERE conference_id = $1 AND session_id = $2";
    /// Somebody takes part in a session.
    INSERT_PART = "INSERT INTO session_speaker (conference_id, session_id, speaker_id, role, position)
        VALUES ($1, $2, $3, $4, $5)";
    /// Places a session.
    WRITE_SLOT = "INSERT INTO slot (conference_id, session_id, room_id, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (conference_id, session_id) DO UPDATE SET room_id = excluded.room_id,
            starts_at = excluded.starts_at, ends_at = excluded.ends_at";
    /// Takes a session off the timetable.
    DELETE_SLOT = "DELETE FROM slot WHERE conference_id = $1 AND session_id = $2";

    /// What becomes of conflicts.
    LEVELS = "SELECT conflict, level FROM conflict_level WHERE conference_id = $1 ORDER BY conflict";
    /// Forgets what becomes of conflicts.
    DELETE_LEVELS = "DELETE FROM conflict_level WHERE conference_id = $1";
    /// What becomes of one kind of conflict.
    INSERT_LEVEL = "INSERT INTO conflict_level (conference_id, conflict, level) VALUES ($1, $2, $3)";
}

/// A session as it is read, before its place and its parts are joined to it.
struct Found {
    id: SessionId,
    session: Session,
    kind: Option<Id>,
    track: Option<Id>,
    audience: Option<u32>,
    answers: Answers,
    version: i64,
}

/// The whole draft. Eight statements, however large it is; each reads one table. What belongs together is put together
/// here: a server that has no statistics yet, as after an import, joins a thousand rows with a thousand in a hundred
/// milliseconds.
pub(crate) fn draft(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Draft, StoreError> {
    let mut ids = DraftIds::default();
    let mut programme = Programme::default();
    let mut room_keys: BTreeMap<Id, String> = BTreeMap::new();
    for room in rooms(tx, conference)? {
        ids.rooms.insert(room.slug.clone(), room.id);
        room_keys.insert(room.id.0, room.slug.clone());
        programme.rooms.push(exchange::Room {
            key: room.slug,
            name: room.name,
            guid: room.guid,
            description: room.description,
            capacity: room.capacity,
        });
    }
    let mut track_keys: BTreeMap<Id, String> = BTreeMap::new();
    for track in tracks(tx, conference)? {
        ids.tracks.insert(track.slug.clone(), track.id);
        track_keys.insert(track.id.0, track.slug.clone());
        programme.tracks.push(exchange::Track { key: track.slug, name: track.name, colour: track.colour });
    }
    let mut kind_keys: BTreeMap<Id, String> = BTreeMap::new();
    for kind in kinds(tx, conference)? {
        ids.kinds.insert(kind.slug.clone(), kind.id);
        kind_keys.insert(kind.id.0, kind.slug.clone());
        let kind =
            exchange::Kind { key: kind.slug, name: kind.name, duration_minutes: kind.duration_minutes };
        programme.kinds.push(kind);
    }
    let mut versions = Versions::default();
    let mut speaker_keys: BTreeMap<SpeakerId, String> = BTreeMap::new();
    for (id, version, speaker) in speakers(tx, conference)? {
        ids.speakers.insert(speaker.key.clone(), id);
        speaker_keys.insert(id, speaker.key.clone());
        versions.speakers.insert(speaker.key.clone(), version);
        programme.speakers.push(speaker);
    }
    let mut parts = parts(tx, conference, &speaker_keys)?;
    let mut slots = slots(tx, conference, &room_keys)?;
    let (mut audiences, mut answers) = (BTreeMap::new(), BTreeMap::new());
    for found in sessions(tx, conference)? {
        let mut session = found.session;
        session.kind = found.kind.and_then(|id| kind_keys.get(&id)).cloned();
        session.track = found.track.and_then(|id| track_keys.get(&id)).cloned();
        session.parts = parts.remove(&found.id).unwrap_or_default();
        session.slot = slots.remove(&found.id);
        if let Some(audience) = found.audience {
            audiences.insert(session.key.clone(), audience);
        }
        if !found.answers.is_empty() {
            answers.insert(session.key.clone(), found.answers);
        }
        ids.sessions.insert(session.key.clone(), found.id);
        versions.sessions.insert(session.key.clone(), found.version);
        programme.sessions.push(session);
    }
    let absences = absences(tx, conference, &speaker_keys)?;
    Ok(Draft { programme, ids, versions, absences, audiences, answers })
}

fn speakers(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<(SpeakerId, i64, Speaker)>, StoreError> {
    tx.query(&SPEAKERS, params![conference], |row| {
        let code: String = row.get(1)?;
        let speaker = Speaker {
            key: code.clone(),
            code: Some(code),
            guid: row.get(2)?,
            name: row.get(3)?,
            name_latin: row.get(4)?,
            affiliation: row.get(5)?,
            position: row.get(6)?,
            country: row.get(7)?,
            biography: from_json(row, 8)?,
            picture_url: row.get(9)?,
            email: row.get(10)?,
            links: from_json(row, 11)?,
        };
        Ok((row.get(0)?, row.get(12)?, speaker))
    })
}

fn sessions(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Found>, StoreError> {
    tx.query(&SESSIONS, params![conference], |row| {
        let code: String = row.get(1)?;
        let session = Session {
            key: code.clone(),
            code: Some(code),
            guid: row.get(2)?,
            number: row.get(3)?,
            state: of_word(row, 4)?,
            title: from_json(row, 5)?,
            subtitle: from_json(row, 6)?,
            summary: from_json(row, 7)?,
            description: from_json(row, 8)?,
            language: row.get(9)?,
            level: row.get(10)?,
            do_not_record: row.get(13)?,
            tags: from_json(row, 14)?,
            resources: from_json(row, 15)?,
            duration_minutes: row.get(16)?,
            url: row.get(18)?,
            ..Session::default()
        };
        Ok(Found {
            id: row.get(0)?,
            session,
            kind: row.get(11)?,
            track: row.get(12)?,
            audience: row.get(17)?,
            version: row.get(19)?,
            answers: from_json(row, 20)?,
        })
    })
}

/// Who takes part in each session, in order.
fn parts(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speakers: &BTreeMap<SpeakerId, String>,
) -> Result<BTreeMap<SessionId, Vec<Part>>, StoreError> {
    let mut parts: BTreeMap<SessionId, Vec<Part>> = BTreeMap::new();
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, of_word(row, 2)?));
    for (session, speaker, role) in tx.query(&PARTS, params![conference], read)? {
        let speaker = key(speakers, &speaker)?;
        parts.entry(session).or_default().push(Part { speaker, role });
    }
    Ok(parts)
}

/// Where and when each session is that has a place.
fn slots(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    rooms: &BTreeMap<Id, String>,
) -> Result<BTreeMap<SessionId, Slot>, StoreError> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<Option<Id>>(1)?, row.get(2)?, row.get(3)?));
    let rows = tx.query(&SLOTS, params![conference], read)?;
    let slot = |(session, room, start, end): (SessionId, Option<Id>, Timestamp, Timestamp)| {
        let room = room.map(|room| key(rooms, &room)).transpose()?;
        Ok((session, Slot { room, start, end }))
    };
    rows.into_iter().map(slot).collect()
}

/// When speakers cannot speak, by code; sorted by start.
fn absences(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speakers: &BTreeMap<SpeakerId, String>,
) -> Result<BTreeMap<String, Vec<(Timestamp, Timestamp)>>, StoreError> {
    let mut absences: BTreeMap<String, Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
    let read = |row: &Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    for (speaker, absence) in tx.query(&ABSENCES, params![conference], read)? {
        absences.entry(key(speakers, &speaker)?).or_default().push(absence);
    }
    Ok(absences)
}

/// The key of what a row names.
///
/// *Errors*: [`StoreError`] when it is not there, which the store's own references forbid.
fn key<K: Ord + Display>(keys: &BTreeMap<K, String>, id: &K) -> Result<String, StoreError> {
    keys.get(id).cloned().ok_or_else(|| meaning(0, id))
}

pub(crate) fn delete_absences(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speaker: SpeakerId,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_ABSENCES, params![conference, speaker])
}

pub(crate) fn insert_absence(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speaker: SpeakerId,
    (starts, ends): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    tx.expect_rows(&INSERT_ABSENCE, params![conference, speaker, starts, ends], 1)
}

/// Writes speakers, new and known, each with the version that it has then.
pub(crate) fn write_speakers(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speakers: &[(SpeakerId, i64, &Speaker)],
) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = speakers
        .iter()
        .map(|(id, version, speaker)| {
            row![
                conference,
                *id,
                speaker.key,
                speaker.guid,
                speaker.name,
                speaker.name_latin,
                speaker.affiliation,
                speaker.position,
                speaker.country,
                json(&speaker.biography),
                speaker.picture_url,
                speaker.email,
                json(&speaker.links),
                *version
            ]
        })
        .collect();
    tx.execute_many(&WRITE_SPEAKER, &rows).map(drop)
}

/// Removes a speaker, unless a session still names them; tells whether it did.
pub(crate) fn delete_speaker(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speaker: SpeakerId,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_SPEAKER, params![conference, speaker])? == 1)
}

/// A speaker who can be written to.
pub(crate) struct Recipient {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) email: String,
    /// The language of their account, where they have one.
    pub(crate) language: Option<String>,
}

/// Every speaker who can be written to.
pub(crate) fn recipients(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Recipient>, StoreError> {
    tx.query(&SPEAKER_EMAILS, params![conference], |row| {
        Ok(Recipient { code: row.get(0)?, name: row.get(1)?, email: row.get(2)?, language: row.get(3)? })
    })
}

/// A session to be written, with what it refers to.
pub(crate) struct SessionRow<'a> {
    pub(crate) id: SessionId,
    pub(crate) session: &'a Session,
    pub(crate) kind: Option<Id>,
    pub(crate) track: Option<Id>,
    pub(crate) room: Option<Id>,
    pub(crate) speakers: Vec<SpeakerId>,
    pub(crate) audience: Option<u32>,
    /// What its speakers said to it.
    pub(crate) answers: Answers,
    /// The version that it has then.
    pub(crate) version: i64,
    /// It is in the store already, so what it had has to go first.
    pub(crate) known: bool,
}

/// Writes sessions, new and known, with who takes part and their places.
pub(crate) fn write_sessions(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    sessions: &[SessionRow<'_>],
) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = sessions.iter().map(|row| session_row(conference, row)).collect();
    tx.execute_many(&WRITE_SESSION, &rows)?;
    let known: Vec<Vec<Value>> =
        sessions.iter().filter(|row| row.known).map(|row| row![conference, row.id]).collect();
    tx.execute_many(&DELETE_PARTS, &known)?;
    let parts: Vec<Vec<Value>> = sessions
        .iter()
        .flat_map(|row| row.session.parts.iter().zip(&row.speakers).enumerate().map(move |part| (row, part)))
        .map(|(row, (position, (part, speaker)))| {
            row![conference, row.id, *speaker, word(&part.role), i64::try_from(position).unwrap_or(i64::MAX)]
        })
        .collect();
    tx.execute_many(&INSERT_PART, &parts)?;
    let unplaced: Vec<Vec<Value>> = sessions
        .iter()
        .filter(|row| row.known && row.session.slot.is_none())
        .map(|row| row![conference, row.id])
        .collect();
    tx.execute_many(&DELETE_SLOT, &unplaced)?;
    let slots: Vec<Vec<Value>> = sessions
        .iter()
        .filter_map(|row| row.session.slot.as_ref().map(|slot| (row, slot)))
        .map(|(row, slot)| row![conference, row.id, row.room, slot.start, slot.end])
        .collect();
    tx.execute_many(&WRITE_SLOT, &slots).map(drop)
}

fn session_row(conference: ConferenceId, row: &SessionRow<'_>) -> Vec<Value> {
    let session = row.session;
    row![
        conference,
        row.id,
        session.key,
        session.guid,
        session.number,
        word(&session.state),
        json(&session.title),
        json(&session.subtitle),
        json(&session.summary),
        json(&session.description),
        session.language,
        session.level,
        row.kind,
        row.track,
        session.do_not_record,
        json(&session.tags),
        json(&session.resources),
        session.duration_minutes,
        session.url,
        row.audience,
        row.version,
        json(&row.answers)
    ]
}

/// What becomes of each kind of conflict, where the host has chosen.
pub(crate) fn levels(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Levels, StoreError> {
    let chosen = tx.query(&LEVELS, params![conference], |row| {
        let (kind, level): (String, String) = (row.get(0)?, row.get(1)?);
        let kind = ConflictKind::of_word(&kind).ok_or_else(|| meaning(0, &kind))?;
        let level = Level::of_word(&level).ok_or_else(|| meaning(1, &level))?;
        Ok((kind, level))
    })?;
    Ok(chosen.into_iter().collect())
}

pub(crate) fn replace_levels(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    levels: &Levels,
) -> Result<(), StoreError> {
    tx.execute(&DELETE_LEVELS, params![conference])?;
    levels.iter().try_for_each(|(kind, level)| {
        tx.expect_rows(&INSERT_LEVEL, params![conference, kind.word(), level.word()], 1)
    })
}
