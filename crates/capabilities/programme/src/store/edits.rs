use madang_conference::ConferenceId;
use madang_store::{Id, Row, StoreError, Tx, Value, params, row};

use super::{from_json, json, of_word, word};
use crate::model::{Edit, ObjectKind, SessionId, SpeakerId};

madang_store::statements! {
    /// Remembers an edit.
    INSERT_EDIT = "INSERT INTO edit (conference_id, id, batch, kind, code, version, action, at, who, changes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// The newest edits of one object.
    EDITS_OF = "SELECT id, batch, kind, code, version, action, at, who, changes FROM edit
        WHERE conference_id = $1 AND kind = $2 AND code = $3 ORDER BY version DESC, id DESC LIMIT $4";
    /// All edits that were done at once, the last first.
    EDITS_OF_BATCH = "SELECT id, batch, kind, code, version, action, at, who, changes FROM edit
        WHERE conference_id = $1 AND batch = $2 ORDER BY id DESC";
    /// The newest edits of a conference before one.
    EDITS = "SELECT id, batch, kind, code, version, action, at, who, changes FROM edit
        WHERE conference_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    /// The version that an object had last, when it is no longer there.
    LAST_VERSION = "SELECT COALESCE(MAX(version), 0) FROM edit WHERE conference_id = $1 AND kind = $2 AND code = $3";
    /// Takes the next version of a session, if it still has the one that was seen.
    TAKE_SESSION = "UPDATE session SET version = version + 1 WHERE conference_id = $1 AND id = $2 AND version = $3";
    /// Takes the next version of a speaker, if they still have the one that was seen.
    TAKE_SPEAKER = "UPDATE speaker SET version = version + 1 WHERE conference_id = $1 AND id = $2 AND version = $3";
    /// Removes a session with its parts and its place.
    DELETE_SESSION = "DELETE FROM session WHERE conference_id = $1 AND id = $2";
}

fn read(row: &Row<'_>) -> Result<Edit, StoreError> {
    Ok(Edit {
        id: row.get(0)?,
        batch: row.get(1)?,
        kind: of_word(row, 2)?,
        code: row.get(3)?,
        version: row.get(4)?,
        action: of_word(row, 5)?,
        at: row.get(6)?,
        who: row.get(7)?,
        changes: from_json(row, 8)?,
    })
}

/// Remembers edits.
pub(crate) fn insert_edits(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    edits: &[Edit],
) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = edits
        .iter()
        .map(|edit| {
            row![
                conference,
                edit.id,
                edit.batch,
                edit.kind.word(),
                edit.code,
                edit.version,
                word(&edit.action),
                edit.at,
                edit.who,
                json(&edit.changes)
            ]
        })
        .collect();
    tx.execute_many(&INSERT_EDIT, &rows).map(drop)
}

/// The newest edits of one object, at most `edits_max`.
pub(crate) fn edits_of(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    kind: ObjectKind,
    code: &str,
    edits_max: u32,
) -> Result<Vec<Edit>, StoreError> {
    tx.query(&EDITS_OF, params![conference, kind.word(), code, i64::from(edits_max)], read)
}

/// All edits that were done at once, the last first; may be empty.
pub(crate) fn edits_of_batch(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    batch: Id,
) -> Result<Vec<Edit>, StoreError> {
    tx.query(&EDITS_OF_BATCH, params![conference, batch], read)
}

/// The newest edits of a conference before one, at most `edits_max`.
pub(crate) fn edits(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    before: Option<Id>,
    edits_max: u32,
) -> Result<Vec<Edit>, StoreError> {
    let before = before.unwrap_or_else(|| Id::from([0xff; 16]));
    tx.query(&EDITS, params![conference, before, i64::from(edits_max)], read)
}

/// The version that an object had last; 0 when nobody ever edited one of this code.
pub(crate) fn last_version(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    kind: ObjectKind,
    code: &str,
) -> Result<i64, StoreError> {
    tx.query_one(&LAST_VERSION, params![conference, kind.word(), code], |row| row.get(0))
}

/// Takes the next version of sessions that still have the ones that were seen; tells whether all had.
pub(crate) fn take_sessions(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    seen: &[(SessionId, i64)],
) -> Result<bool, StoreError> {
    let rows: Vec<Vec<Value>> = seen.iter().map(|(id, version)| row![conference, *id, *version]).collect();
    Ok(tx.execute_many(&TAKE_SESSION, &rows)? == seen.len() as u64)
}

/// Takes the next version of speakers who still have the ones that were seen; tells whether all had.
pub(crate) fn take_speakers(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    seen: &[(SpeakerId, i64)],
) -> Result<bool, StoreError> {
    let rows: Vec<Vec<Value>> = seen.iter().map(|(id, version)| row![conference, *id, *version]).collect();
    Ok(tx.execute_many(&TAKE_SPEAKER, &rows)? == seen.len() as u64)
}

/// Removes sessions with their parts and their places.
pub(crate) fn delete_sessions(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    sessions: &[SessionId],
) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = sessions.iter().map(|id| row![conference, *id]).collect();
    tx.execute_many(&DELETE_SESSION, &rows).map(drop)
}
