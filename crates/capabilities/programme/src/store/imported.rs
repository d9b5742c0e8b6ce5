use madang_conference::ConferenceId;
use madang_store::{StoreError, Tx, Value, params};

use super::{from_json, meaning};
use crate::rules::import::{Memory, Remembered};

madang_store::statements! {
    /// What imports have made.
    MEMORY = "SELECT kind, source_key, our_key, said FROM imported WHERE conference_id = $1";
    /// Remembers one thing, new or known.
    REMEMBER = "INSERT INTO imported (conference_id, kind, source_key, our_key, said) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (conference_id, kind, source_key) DO UPDATE SET our_key = excluded.our_key, said = excluded.said";
    /// Forgets one thing.
    FORGET = "DELETE FROM imported WHERE conference_id = $1 AND kind = $2 AND source_key = $3";
}

/// What imports have made and what their sources said.
pub(crate) fn memory(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Memory, StoreError> {
    let rows: Vec<(String, String, Remembered)> = tx.query(&MEMORY, params![conference], |row| {
        Ok((row.get(0)?, row.get(1)?, Remembered { our_key: row.get(2)?, said: from_json(row, 3)? }))
    })?;
    let mut memory = Memory::new();
    for (kind, source_key, remembered) in rows {
        let kinds = ["conference", "room", "track", "kind", "speaker", "session"];
        let kind = kinds.into_iter().find(|known| *known == kind).ok_or_else(|| meaning(0, &kind))?;
        memory.entry(kind).or_default().insert(source_key, remembered);
    }
    Ok(memory)
}

/// Remembers things: rows of conference, kind, source's key, our key and what was said.
pub(crate) fn remember(tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<(), StoreError> {
    tx.execute_many(&REMEMBER, rows).map(drop)
}

/// Forgets one thing that the source no longer has.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    kind: &str,
    source_key: &str,
) -> Result<(), StoreError> {
    tx.expect_rows(&FORGET, params![conference, kind, source_key], 1)
}
