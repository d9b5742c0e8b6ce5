use madang_store::{Id, Row, StoreError, Tx, Value, params, row};
use serde::{Serialize, de::DeserializeOwned};

use super::{json, meaning};
use crate::{
    ConferenceId,
    model::{Edit, ObjectKind},
};

madang_store::statements! {
    /// Remembers an edit.
    INSERT_EDIT = "INSERT INTO history (conference_id, id, batch, kind, code, version, action, at, who, changes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// The newest edits of one object.
    EDITS_OF = "SELECT id, batch, kind, code, version, action, at, who, changes FROM history
        WHERE conference_id = $1 AND kind = $2 AND code = $3 ORDER BY version DESC, id DESC LIMIT $4";
    /// All edits that were done at once, the last first.
    EDITS_OF_BATCH = "SELECT id, batch, kind, code, version, action, at, who, changes FROM history
        WHERE conference_id = $1 AND batch = $2 ORDER BY id DESC";
    /// The newest edits of a conference before one.
    EDITS = "SELECT id, batch, kind, code, version, action, at, who, changes FROM history
        WHERE conference_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    /// The version that an object had last, when it is no longer there.
    LAST_VERSION = "SELECT COALESCE(MAX(version), 0) FROM history WHERE conference_id = $1 AND kind = $2 AND code = $3";
    /// The versions that settings had last.
    LAST_VERSIONS = "SELECT kind, code, MAX(version) FROM history
        WHERE conference_id = $1 AND kind NOT IN ('session', 'speaker') GROUP BY kind, code";
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
pub fn edits_of(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    kind: ObjectKind,
    code: &str,
    edits_max: u32,
) -> Result<Vec<Edit>, StoreError> {
    tx.query(&EDITS_OF, params![conference, kind.word(), code, i64::from(edits_max)], read)
}

/// All edits that were done at once, the last first; may be empty.
pub fn edits_of_batch(tx: &mut Tx<'_>, conference: ConferenceId, batch: Id) -> Result<Vec<Edit>, StoreError> {
    tx.query(&EDITS_OF_BATCH, params![conference, batch], read)
}

/// The newest edits of a conference before one, at most `edits_max`.
pub fn edits(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    before: Option<Id>,
    edits_max: u32,
) -> Result<Vec<Edit>, StoreError> {
    let before = before.unwrap_or_else(|| Id::from([0xff; 16]));
    tx.query(&EDITS, params![conference, before, i64::from(edits_max)], read)
}

/// The version that an object had last; 0 when nobody ever edited one of this code.
pub fn last_version(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    kind: ObjectKind,
    code: &str,
) -> Result<i64, StoreError> {
    tx.query_one(&LAST_VERSION, params![conference, kind.word(), code], |row| row.get(0))
}

/// The version that each setting had last, by kind and code; those that nobody ever edited are left out.
pub(crate) fn last_versions(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
) -> Result<Vec<(ObjectKind, String, i64)>, StoreError> {
    tx.query(&LAST_VERSIONS, params![conference], |row| Ok((of_word(row, 0)?, row.get(1)?, row.get(2)?)))
}

/// A word that serde gives an enum's value, and back.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a kind or an action is a word: {other:?}"),
    }
}

fn of_word<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<T, StoreError> {
    let word: String = row.get(index)?;
    serde_json::from_value(serde_json::Value::String(word)).map_err(|error| meaning(index, &error))
}

fn from_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<T, StoreError> {
    serde_json::from_str(&row.get::<String>(index)?).map_err(|error| meaning(index, &error))
}
