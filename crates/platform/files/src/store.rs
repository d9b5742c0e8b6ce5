use jiff::Timestamp;
use madang_context::Id;
use madang_store::{Row, StoreError, Tx, params};

use crate::{
    media::PictureSize,
    model::{Digest, FileId, StoredFile},
};

madang_store::statements! {
    /// A new file.
    INSERT = "INSERT INTO stored_file (conference_id, id, digest, name, media_type, size_bytes, width, height, \
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// One file.
    BY_ID = "SELECT conference_id, id, digest, name, media_type, size_bytes, width, height, created_at \
        FROM stored_file WHERE conference_id = $1 AND id = $2";
    /// A conference's files, the newest first.
    OF_CONFERENCE = "SELECT conference_id, id, digest, name, media_type, size_bytes, width, height, created_at \
        FROM stored_file WHERE conference_id = $1 ORDER BY id DESC LIMIT $2";
    /// Forgets one.
    DELETE = "DELETE FROM stored_file WHERE conference_id = $1 AND id = $2";
    /// How many files there are, and their bytes.
    TOTAL = "SELECT COUNT(*), CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM stored_file";
    /// Whether any file has these bytes.
    IS_USED = "SELECT EXISTS (SELECT 1 FROM stored_file WHERE digest = $1)";
}

fn stored_file(row: &Row<'_>) -> Result<StoredFile, StoreError> {
    let size: i64 = row.get(5)?;
    let (width, height): (Option<u32>, Option<u32>) = (row.get(6)?, row.get(7)?);
    Ok(StoredFile {
        conference: row.get(0)?,
        id: row.get(1)?,
        digest: row.get(2)?,
        name: row.get(3)?,
        media_type: row.get(4)?,
        size_bytes: u64::try_from(size).unwrap_or_default(),
        picture: width.zip(height).map(|(width, height)| PictureSize { width, height }),
        created_at: row.get::<Timestamp>(8)?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, file: &StoredFile) -> Result<(), StoreError> {
    let StoredFile { conference, id, digest, name, media_type, created_at, .. } = file;
    let size = i64::try_from(file.size_bytes).unwrap_or(i64::MAX);
    let (width, height) = (file.picture.map(|size| size.width), file.picture.map(|size| size.height));
    let params = params![conference, id, digest, name, media_type, size, width, height, created_at];
    tx.expect_rows(&INSERT, params, 1)
}

pub(crate) fn by_id(tx: &mut Tx<'_>, conference: Id, id: FileId) -> Result<Option<StoredFile>, StoreError> {
    tx.query_opt(&BY_ID, params![conference, id], stored_file)
}

pub(crate) fn of_conference(
    tx: &mut Tx<'_>,
    conference: Id,
    files_max: i64,
) -> Result<Vec<StoredFile>, StoreError> {
    tx.query(&OF_CONFERENCE, params![conference, files_max], stored_file)
}

pub(crate) fn delete(tx: &mut Tx<'_>, conference: Id, id: FileId) -> Result<u64, StoreError> {
    tx.execute(&DELETE, params![conference, id])
}

pub(crate) fn is_used(tx: &mut Tx<'_>, digest: &Digest) -> Result<bool, StoreError> {
    tx.query_one(&IS_USED, params![digest], |row| row.get(0))
}

/// How many files there are, and how many bytes they have together.
pub fn total(tx: &mut Tx<'_>) -> Result<(i64, i64), StoreError> {
    tx.query_one(&TOTAL, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}
