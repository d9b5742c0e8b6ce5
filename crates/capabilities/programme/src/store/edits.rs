use madang_conference::ConferenceId;
use madang_store::{StoreError, Tx, Value, row};

use crate::model::{SessionId, SpeakerId};

madang_store::statements! {
    /// Takes the next version of a session, if it still has the one that was seen.
    TAKE_SESSION = "UPDATE session SET version = version + 1 WHERE conference_id = $1 AND id = $2 AND version = $3";
    /// Takes the next version of a speaker, if they still have the one that was seen.
    TAKE_SPEAKER = "UPDATE speaker SET version = version + 1 WHERE conference_id = $1 AND id = $2 AND version = $3";
    /// Removes a session with its parts and its place.
    DELETE_SESSION = "DELETE FROM session WHERE conference_id = $1 AND id = $2";
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
