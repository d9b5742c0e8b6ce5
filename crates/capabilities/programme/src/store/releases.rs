use jiff::Timestamp;
use madang_conference::ConferenceId;
use madang_interchange::model::Programme;
use madang_store::{StoreError, Tx, params};

use super::{from_json, json};
use crate::model::{Release, Standing};

madang_store::statements! {
    /// All releases without their documents, the latest first.
    RELEASES = "SELECT number, released_at, note, changes FROM release WHERE conference_id = $1 ORDER BY number DESC";
    /// One release without its document.
    RELEASE = "SELECT number, released_at, note, changes FROM release WHERE conference_id = $1 AND number = $2";
    /// The number of the latest release.
    LATEST = "SELECT COALESCE(MAX(number), 0) FROM release WHERE conference_id = $1";
    /// Sessions and latest release of every conference.
    STANDINGS = "SELECT conference.id,
            (SELECT COUNT(*) FROM session WHERE session.conference_id = conference.id),
            (SELECT COALESCE(MAX(release.number), 0) FROM release WHERE release.conference_id = conference.id)
        FROM conference ORDER BY conference.id";
    /// The document of a release.
    DOCUMENT = "SELECT document FROM release WHERE conference_id = $1 AND number = $2";
    /// A new release. The key refuses a number that is taken.
    INSERT_RELEASE = "INSERT INTO release (conference_id, number, released_at, note, document, changes)
        VALUES ($1, $2, $3, $4, $5, $6)";
}

fn read(row: &madang_store::Row<'_>) -> Result<Release, StoreError> {
    Ok(Release {
        number: row.get(0)?,
        released_at: row.get(1)?,
        note: row.get(2)?,
        changes: from_json(row, 3)?,
    })
}

/// All releases, the latest first; may be empty.
pub(crate) fn releases(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Release>, StoreError> {
    tx.query(&RELEASES, params![conference], read)
}

/// One release.
pub(crate) fn release(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    number: i64,
) -> Result<Option<Release>, StoreError> {
    tx.query_opt(&RELEASE, params![conference, number], read)
}

/// The number of the latest release; 0 when there is none.
pub(crate) fn latest_number(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<i64, StoreError> {
    tx.query_one(&LATEST, params![conference], |row| row.get(0))
}

/// How far each conference's programme is.
pub(crate) fn standings(tx: &mut Tx<'_>) -> Result<Vec<Standing>, StoreError> {
    tx.query(&STANDINGS, params![], |row| {
        Ok(Standing { conference: row.get(0)?, sessions: row.get(1)?, latest: row.get(2)? })
    })
}

/// The programme of a release.
pub(crate) fn document(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    number: i64,
) -> Result<Option<Programme>, StoreError> {
    tx.query_opt(&DOCUMENT, params![conference, number], |row| from_json(row, 0))
}

/// Keeps a release.
pub(crate) fn insert_release(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    release: &Release,
    programme: &Programme,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (document, changes) = (json(programme), json(&release.changes));
    let fields = params![conference, release.number, now, release.note, document, changes];
    tx.expect_rows(&INSERT_RELEASE, fields, 1)
}
