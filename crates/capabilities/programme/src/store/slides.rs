use std::collections::HashMap;

use madang_conference::ConferenceId;
use madang_files::FileId;
use madang_store::{Row, StoreError, Tx, params};

use crate::model::Slides;

madang_store::statements! {
    /// New slides.
    INSERT = "INSERT INTO slides (conference_id, file_id, session_code, speaker_code, token, is_public)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// The slides of a conference, the newest first.
    ALL = "SELECT slides.file_id, slides.session_code, slides.speaker_code, file.name, file.size_bytes, slides.token,
            slides.is_public, file.created_at
        FROM slides JOIN stored_file AS file
            ON file.conference_id = slides.conference_id AND file.id = slides.file_id
        WHERE slides.conference_id = $1 ORDER BY slides.file_id DESC";
    /// The slides of one session, the newest first.
    OF_SESSION = "SELECT slides.file_id, slides.session_code, slides.speaker_code, file.name, file.size_bytes, slides.token,
            slides.is_public, file.created_at
        FROM slides JOIN stored_file AS file
            ON file.conference_id = slides.conference_id AND file.id = slides.file_id
        WHERE slides.conference_id = $1 AND slides.session_code = $2 ORDER BY slides.file_id DESC";
    /// Whose slides have this address, and whether everybody may know it.
    BY_TOKEN = "SELECT conference_id, file_id, is_public FROM slides WHERE token = $1";
    /// Lists slides publicly or not, under another address.
    SET_PUBLIC = "UPDATE slides SET is_public = $3, token = $4 WHERE conference_id = $1 AND file_id = $2";
    /// Removes slides; their file goes apart.
    DELETE = "DELETE FROM slides WHERE conference_id = $1 AND file_id = $2";
}

fn read(row: &Row<'_>) -> Result<Slides, StoreError> {
    Ok(Slides {
        file: row.get(0)?,
        session: row.get(1)?,
        speaker: row.get(2)?,
        name: row.get(3)?,
        size_bytes: row.get::<i64>(4)?.unsigned_abs(),
        token: row.get(5)?,
        is_public: row.get(6)?,
        created_at: row.get(7)?,
    })
}

pub(crate) fn insert_slides(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    slides: &Slides,
) -> Result<(), StoreError> {
    let Slides { file, session, speaker, token, is_public, .. } = slides;
    tx.expect_rows(&INSERT, params![conference, file, session, speaker, token, is_public], 1)
}

/// The slides of one session, the newest first; may be empty.
pub(crate) fn slides(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    session: &str,
) -> Result<Vec<Slides>, StoreError> {
    tx.query(&OF_SESSION, params![conference, session], read)
}

/// All slides of a conference by their sessions' codes.
pub(crate) fn slides_of_all(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
) -> Result<HashMap<String, Vec<Slides>>, StoreError> {
    let mut all: HashMap<String, Vec<Slides>> = HashMap::new();
    for slides in tx.query(&ALL, params![conference], read)? {
        all.entry(slides.session.clone()).or_default().push(slides);
    }
    Ok(all)
}

/// Whose slides have this address, and whether they are public.
pub(crate) fn slides_by_token(
    tx: &mut Tx<'_>,
    token: &str,
) -> Result<Option<(ConferenceId, FileId, bool)>, StoreError> {
    tx.query_opt(&BY_TOKEN, params![token], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(crate) fn set_slides_public(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    file: FileId,
    (is_public, token): (bool, &str),
) -> Result<(), StoreError> {
    tx.expect_rows(&SET_PUBLIC, params![conference, file, is_public, token], 1)
}

pub(crate) fn delete_slides(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    file: FileId,
) -> Result<(), StoreError> {
    tx.expect_rows(&DELETE, params![conference, file], 1)
}
