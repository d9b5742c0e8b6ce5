//! Files between the preview of an import and its application.
//!
//! The bytes are kept as objects under their digests in a folder of their own, and a manifest that names them is an
//! object too: its digest stands in the preview's address. So what is applied is, byte for byte, what was previewed;
//! nothing is uploaded twice; and nothing of it is in the database. Programmes hold addresses of speakers, so the files
//! are thrown away once they have been applied, and after a day in any case, when the next ones come.

use std::time::Duration;

use axum::extract::{Multipart, multipart::Field};
use http::StatusCode;
use madang_files::{Digest, FileError, Object, Objects};
use madang_text::display;
use madang_web::Problem;
use serde::{Deserialize, Serialize};

/// The largest form: several files with what stands around them.
pub(crate) const BYTES_MAX: usize = 64 << 20;
/// The largest file.
pub(crate) const FILE_BYTES_MAX: u64 = 20 << 20;
/// How many files one programme may consist of.
const FILES_MAX: usize = 20;
/// For how long files wait to be applied.
const KEPT_FOR: Duration = Duration::from_hours(24);
const MANIFEST_BYTES_MAX: u64 = 64 * 1024;

/// Files that wait to be applied.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Manifest {
    /// Into which conference.
    pub(crate) conference: String,
    /// The files, in the order in which they came.
    pub(crate) files: Vec<Entry>,
}

/// One file.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Entry {
    /// What its sender calls it; only ever shown.
    pub(crate) name: String,
    digest: String,
    size_bytes: u64,
}

/// Why files were not taken.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Nothing was chosen.
    None,
    /// More than [`FILES_MAX`].
    TooMany,
    /// This one is larger than a file may be here.
    TooLarge(String),
    /// The form broke off, or the folder fails us.
    Problem(Problem),
}

impl From<FileError> for Refusal {
    fn from(error: FileError) -> Self {
        Self::Problem(Problem::fault(&error))
    }
}

/// Keeps the files of a form; gives the digest of their manifest.
pub(crate) async fn keep(
    objects: &Objects,
    conference: &str,
    form: &mut Multipart,
) -> Result<Digest, Refusal> {
    throw_away_old(objects).await?;
    let mut files = Vec::new();
    let mut refusal = None;
    // A form that is refused is read to its end: browsers show no answer to what they could not finish sending.
    while let Some(field) = next(form).await? {
        if field.name() != Some("file") || field.file_name().is_none_or(str::is_empty) {
            continue;
        }
        let name = display::shorten(&display::one_line(field.file_name().unwrap_or_default()), 120);
        if files.len() == FILES_MAX {
            refusal = refusal.or(Some(Refusal::TooMany));
            continue;
        }
        match keep_one(objects, name, field, FILE_BYTES_MAX).await {
            Ok((name, object)) => {
                let digest = object.digest.as_str().to_owned();
                files.push(Entry { name, digest, size_bytes: object.size_bytes });
            }
            Err(Refusal::Problem(problem)) => return Err(Refusal::Problem(problem)),
            Err(other) => refusal = refusal.or(Some(other)),
        }
    }
    if let Some(refusal) = refusal {
        throw_away_files(objects, &files).await?;
        return Err(refusal);
    }
    if files.is_empty() {
        return Err(Refusal::None);
    }
    let manifest = Manifest { conference: conference.to_owned(), files };
    let manifest = serde_json::to_vec(&manifest).unwrap_or_default();
    Ok(objects.put(&manifest, MANIFEST_BYTES_MAX).await?.digest)
}

async fn next(form: &mut Multipart) -> Result<Option<Field<'_>>, Refusal> {
    form.next_field().await.map_err(|error| Refusal::Problem(broken(error.status())))
}

fn broken(status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Problem::too_large() } else { Problem::bad_request() }
}

/// Keeps the one file of a form, of at most `bytes_max`; gives its sender's name for it.
pub(crate) async fn keep_single(
    objects: &Objects,
    form: &mut Multipart,
    bytes_max: u64,
) -> Result<(String, Object), Refusal> {
    let mut kept = Err(Refusal::None);
    while let Some(field) = next(form).await? {
        if field.name() != Some("file") || field.file_name().is_none_or(str::is_empty) || kept.is_ok() {
            continue;
        }
        let name = display::shorten(&display::one_line(field.file_name().unwrap_or_default()), 120);
        kept = keep_one(objects, name, field, bytes_max).await;
        if matches!(kept, Err(Refusal::Problem(_))) {
            return kept;
        }
    }
    kept
}

async fn keep_one(
    objects: &Objects,
    name: String,
    mut field: Field<'_>,
    bytes_max: u64,
) -> Result<(String, Object), Refusal> {
    let mut upload = objects.begin(bytes_max).await?;
    let mut is_too_large = false;
    loop {
        let chunk = field
            .chunk()
            .await
            .map_err(|error| Refusal::Problem(broken(error.status()).with_detail(name.clone())))?;
        let Some(chunk) = chunk else { break };
        match upload.write(&chunk).await {
            Ok(()) => {}
            Err(FileError::TooLarge { .. }) => is_too_large = true,
            Err(error) => return Err(error.into()),
        }
    }
    if is_too_large {
        return Err(Refusal::TooLarge(name));
    }
    Ok((name, upload.finish().await?))
}

/// The manifest of this digest with the bytes of its files; `None` when they were thrown away.
pub(crate) async fn read(
    objects: &Objects,
    digest: &Digest,
) -> Result<Option<(Manifest, Vec<Vec<u8>>)>, Problem> {
    let Some(manifest) = whole(objects, digest, MANIFEST_BYTES_MAX).await? else { return Ok(None) };
    let Ok(manifest) = serde_json::from_slice::<Manifest>(&manifest) else { return Ok(None) };
    let mut contents = Vec::new();
    for entry in &manifest.files {
        let Ok(digest) = entry.digest.parse() else { return Ok(None) };
        let Some(bytes) = whole(objects, &digest, FILE_BYTES_MAX).await? else { return Ok(None) };
        contents.push(bytes);
    }
    Ok(Some((manifest, contents)))
}

async fn whole(objects: &Objects, digest: &Digest, bytes_max: u64) -> Result<Option<Vec<u8>>, Problem> {
    match objects.read_whole(digest, bytes_max).await {
        Ok(bytes) => Ok(Some(bytes)),
        // A digest that names something larger names no manifest.
        Err(FileError::Absent | FileError::TooLarge { .. }) => Ok(None),
        Err(error) => Err(Problem::fault(&error)),
    }
}

/// Throws away what has been applied.
pub(crate) async fn throw_away(
    objects: &Objects,
    digest: &Digest,
    manifest: &Manifest,
) -> Result<(), Problem> {
    objects.delete(digest).await.map_err(|error| Problem::fault(&error))?;
    throw_away_files(objects, &manifest.files).await.map_err(|error| Problem::fault(&error))
}

async fn throw_away_files(objects: &Objects, files: &[Entry]) -> Result<(), FileError> {
    for digest in files.iter().filter_map(|entry| entry.digest.parse().ok()) {
        objects.delete(&digest).await?;
    }
    Ok(())
}

async fn throw_away_old(objects: &Objects) -> Result<(), FileError> {
    objects.sweep_unfinished(KEPT_FOR).await?;
    for digest in objects.older_than(KEPT_FOR).await? {
        objects.delete(&digest).await?;
    }
    Ok(())
}
