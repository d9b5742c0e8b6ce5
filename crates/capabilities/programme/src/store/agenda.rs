use jiff::Timestamp;
use madang_conference::ConferenceId;
use madang_store::{StoreError, Tx, params};

madang_store::statements! {
    /// The secret name of a visitor's agenda.
    AGENDA_TOKEN = "SELECT token FROM agenda WHERE conference_id = $1 AND visitor = $2";
    /// Whose agenda has this secret name.
    AGENDA_BY_TOKEN = "SELECT visitor FROM agenda WHERE conference_id = $1 AND token = $2";
    /// A new agenda, unless the visitor has one.
    INSERT_AGENDA = "INSERT INTO agenda (conference_id, visitor, token, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (conference_id, visitor) DO NOTHING";
    /// What a visitor wants to see.
    FAVOURITES = "SELECT session_code FROM favourite WHERE conference_id = $1 AND visitor = $2 ORDER BY session_code";
    /// One more, unless it is there already or there are too many.
    INSERT_FAVOURITE = "INSERT INTO favourite (conference_id, visitor, session_code, created_at)
        SELECT $1, $2, $3, $4
        WHERE (SELECT COUNT(*) FROM favourite AS had WHERE had.conference_id = $1 AND had.visitor = $2) < 1000
        ON CONFLICT (conference_id, visitor, session_code) DO NOTHING";
    /// One less.
    DELETE_FAVOURITE = "DELETE FROM favourite WHERE conference_id = $1 AND visitor = $2 AND session_code = $3";
    /// None any more.
    DELETE_FAVOURITES = "DELETE FROM favourite WHERE conference_id = $1 AND visitor = $2";
}

/// The secret name of a visitor's agenda, if there is one.
pub(crate) fn agenda_token(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    visitor: &str,
) -> Result<Option<String>, StoreError> {
    tx.query_opt(&AGENDA_TOKEN, params![conference, visitor], |row| row.get(0))
}

/// Whose agenda has this secret name.
pub(crate) fn agenda_by_token(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    token: &str,
) -> Result<Option<String>, StoreError> {
    tx.query_opt(&AGENDA_BY_TOKEN, params![conference, token], |row| row.get(0))
}

pub(crate) fn insert_agenda(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    visitor: &str,
    token: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&INSERT_AGENDA, params![conference, visitor, token, now])
}

/// Codes of what a visitor wants to see, sorted; may name sessions that are no longer there.
pub(crate) fn favourites(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    visitor: &str,
) -> Result<Vec<String>, StoreError> {
    tx.query(&FAVOURITES, params![conference, visitor], |row| row.get(0))
}

pub(crate) fn insert_favourite(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    visitor: &str,
    session: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&INSERT_FAVOURITE, params![conference, visitor, session, now])
}

pub(crate) fn delete_favourite(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    visitor: &str,
    session: &str,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_FAVOURITE, params![conference, visitor, session])
}

pub(crate) fn delete_favourites(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    visitor: &str,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_FAVOURITES, params![conference, visitor])
}
