use std::collections::HashMap;

use jiff::Timestamp;
use madang_conference::ConferenceId;
use madang_files::FileId;
use madang_store::{StoreError, Tx, params};

madang_store::statements! {
    /// Addresses of pictures that speakers have and that were not tried since.
    WANTED = "SELECT DISTINCT picture_url FROM speaker WHERE conference_id = $1 AND picture_url LIKE 'http%'
        AND NOT EXISTS (SELECT 1 FROM picture WHERE picture.conference_id = $1
            AND picture.source = speaker.picture_url AND picture.tried_at > $2)
        ORDER BY picture_url";
    /// Whether one picture was tried since.
    TRIED = "SELECT EXISTS (SELECT 1 FROM picture WHERE conference_id = $1 AND source = $2 AND tried_at > $3)";
    /// The copies of a conference's pictures.
    PICTURES = "SELECT source, file_id FROM picture WHERE conference_id = $1 AND file_id IS NOT NULL";
    /// One copy.
    PICTURE = "SELECT file_id FROM picture WHERE conference_id = $1 AND source = $2";
    /// Forgets one picture.
    DELETE = "DELETE FROM picture WHERE conference_id = $1 AND source = $2";
    /// Keeps what became of a picture; a copy that is there stays when it cannot be copied again.
    KEEP = "INSERT INTO picture (conference_id, source, file_id, tried_at, error) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (conference_id, source) DO UPDATE SET file_id = COALESCE(excluded.file_id, picture.file_id),
            tried_at = excluded.tried_at, error = excluded.error";
}

/// Addresses of the speakers' pictures that were not tried since; sorted, may be empty.
pub(crate) fn wanted_pictures(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    since: Timestamp,
) -> Result<Vec<String>, StoreError> {
    tx.query(&WANTED, params![conference, since], |row| row.get(0))
}

/// Whether this picture was tried since.
pub(crate) fn was_picture_tried(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    source: &str,
    since: Timestamp,
) -> Result<bool, StoreError> {
    tx.query_one(&TRIED, params![conference, source, since], |row| row.get(0))
}

/// The copies of a conference's pictures by their source.
pub(crate) fn pictures(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
) -> Result<HashMap<String, FileId>, StoreError> {
    let rows = tx.query(&PICTURES, params![conference], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// The copy of one picture.
pub(crate) fn picture(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    source: &str,
) -> Result<Option<FileId>, StoreError> {
    Ok(tx.query_opt(&PICTURE, params![conference, source], |row| row.get(0))?.flatten())
}

pub(crate) fn delete_picture(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    source: &str,
) -> Result<(), StoreError> {
    tx.expect_rows(&DELETE, params![conference, source], 1)
}

/// Keeps what became of a picture: its copy, or why there is none.
pub(crate) fn keep_picture(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    source: &str,
    outcome: Result<FileId, &str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (file, error) = (outcome.ok(), outcome.err());
    tx.expect_rows(&KEEP, params![conference, source, file, now, error], 1)
}
