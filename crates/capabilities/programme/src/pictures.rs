//! Copies of pictures: fetched once, made anew from their pixels, served from here.

use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use madang_conference::{self as conference, Conference, ConferenceId};
use madang_context::Ctx;
use madang_fetch::Fetcher;
use madang_files::{self as files, FileError, Fit, Object, Objects, PictureError, fitted};
use madang_jobs::{JobError, NewJob, Running, enqueue};
use madang_store::{Store, StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::store;

/// The kind of job that copies a conference's pictures.
pub const PICTURES_JOB: &str = "programme.pictures";

/// Leads the name of a file that lay beside the conference's sheet, where otherwise an address stands.
pub const FILE_SOURCE: &str = "file:";

/// Bytes of a picture that are read, and of a copy that is kept.
const PICTURE_BYTES_MAX: usize = 10 * 1024 * 1024;
/// How often a picture is looked at again when its programme is imported again.
const FRESH_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How many are fetched at once, and kept in one unit of work: a page is made anew after each.
const AT_ONCE: usize = 4;
const KEPT_AT_ONCE: usize = 16;

/// Copies pictures.
#[derive(Clone)]
pub struct Pictures {
    /// Where conferences are.
    pub store: Store,
    /// Where the bytes go.
    pub objects: Objects,
    /// Who fetches; nobody where the configuration forbids it.
    pub fetcher: Option<Fetcher>,
}

/// Why a picture could not be copied.
enum Failure {
    /// It may go better later.
    Passing(String),
    /// It will not.
    Lasting(String),
    /// Our own fault.
    Ours(String),
}

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    /// Short name of the conference.
    conference: String,
}

/// Enqueues the copying of a conference's pictures, unless there is nothing to copy.
pub(crate) fn want_pictures(tx: &mut Tx<'_>, ctx: &Ctx, conference: &Conference) -> Result<(), StoreError> {
    if wanted(tx, conference, ctx.now)?.is_empty() {
        return Ok(());
    }
    let mut job = NewJob::new(PICTURES_JOB, &Payload { conference: conference.slug.clone() });
    job.unique_key = Some(format!("{PICTURES_JOB} {}", conference.id));
    job.attempts_max = 5;
    enqueue(tx, ctx, &job).map(drop)
}

/// What is to be fetched, and what it is to fit.
fn wanted(
    tx: &mut Tx<'_>,
    conference: &Conference,
    now: Timestamp,
) -> Result<Vec<(String, Fit)>, StoreError> {
    let since = now - FRESH_FOR;
    let mut wanted = Vec::new();
    if let Some(logo) = conference.logo.as_deref().filter(|logo| logo.starts_with("http"))
        && !store::was_picture_tried(tx, conference.id, logo, since)?
    {
        wanted.push((logo.to_owned(), Fit::Logo));
    }
    let faces = store::wanted_pictures(tx, conference.id, since)?;
    wanted.extend(faces.into_iter().map(|face| (face, Fit::Face)));
    Ok(wanted)
}

impl Pictures {
    /// Does a job of the kind [`PICTURES_JOB`].
    ///
    /// *Errors*: some pictures cannot be fetched now; the others have been kept.
    pub async fn copy(&self, running: Running) -> Result<(), JobError> {
        let Some(fetcher) = &self.fetcher else { return Ok(()) };
        let Payload { conference: slug } = running.job.payload()?;
        let now = running.ctx.now;
        let found = self.store.read::<_, StoreError, _>(move |tx| match conference::by_slug(tx, &slug)? {
            Some(conference) => Ok(Some((conference.id, wanted(tx, &conference, now)?))),
            None => Ok(None),
        });
        // A conference that has gone needs no pictures.
        let Some((conference, wanted)) = found.await? else { return Ok(()) };
        let (count, mut failed, mut first) = (wanted.len(), 0, String::new());
        let copies = stream::iter(wanted).map(|(source, fit)| async move {
            let copy = self.fetched(fetcher, &source, fit).await;
            (source, fit, copy)
        });
        let mut copies = copies.buffer_unordered(AT_ONCE).ready_chunks(KEPT_AT_ONCE);
        while let Some(some) = copies.next().await {
            let mut done = Vec::new();
            for (source, fit, copy) in some {
                match copy {
                    Ok(object) => done.push((source, fit, Ok(object))),
                    Err(Failure::Lasting(why)) => done.push((source, fit, Err(why))),
                    Err(Failure::Passing(why)) => {
                        failed += 1;
                        first = if first.is_empty() { why } else { first };
                    }
                    Err(Failure::Ours(why)) => return Err(JobError::Later(why)),
                }
            }
            let ctx = running.ctx.clone();
            self.store.write::<_, StoreError, _>(move |tx| keep(tx, &ctx, conference, &done)).await?;
        }
        if failed > 0 {
            return Err(JobError::Later(format!(
                "{failed} of {count} pictures cannot be fetched now: {first}"
            )));
        }
        Ok(())
    }

    async fn fetched(&self, fetcher: &Fetcher, source: &str, fit: Fit) -> Result<Object, Failure> {
        let fetched = fetcher.get(source, PICTURE_BYTES_MAX).await;
        let fetched = fetched.map_err(|error| match error.is_passing() {
            true => Failure::Passing(error.to_string()),
            false => Failure::Lasting(error.to_string()),
        })?;
        let made = tokio::task::spawn_blocking(move || fitted(&fetched.body, fit)).await;
        let made = made.map_err(|error| Failure::Ours(error.to_string()))?;
        let made = made.map_err(|error: PictureError| Failure::Lasting(error.to_string()))?;
        let kept = self.objects.put(&made, PICTURE_BYTES_MAX as u64).await;
        kept.map_err(|error: FileError| Failure::Ours(error.to_string()))
    }
}

/// Keeps what became of some pictures; the pages that show them are made anew.
fn keep(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: ConferenceId,
    done: &[(String, Fit, Result<Object, String>)],
) -> Result<(), StoreError> {
    for (source, fit, outcome) in done {
        match outcome {
            Ok(object) => keep_copy(tx, ctx, conference, source, *fit, object)?,
            Err(why) => store::keep_picture(tx, conference, source, Err(why), ctx.now)?,
        }
    }
    if done.is_empty() { Ok(()) } else { conference::touch(tx, conference, ctx.now) }
}

/// Keeps the copy of a picture in place of an earlier one; the same bytes keep their address.
pub(crate) fn keep_copy(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: ConferenceId,
    source: &str,
    fit: Fit,
    object: &Object,
) -> Result<(), StoreError> {
    let before = match store::picture(tx, conference, source)? {
        Some(id) => files::file(tx, conference.0, id)?,
        None => None,
    };
    if let Some(same) = before.as_ref().filter(|before| before.digest == object.digest) {
        return store::keep_picture(tx, conference, source, Ok(same.id), ctx.now);
    }
    let file = files::enter(tx, ctx, conference.0, fit.name(), object)?;
    store::keep_picture(tx, conference, source, Ok(file.id), ctx.now)?;
    if let Some(before) = before {
        files::remove(tx, conference.0, before.id)?;
    }
    Ok(())
}

/// Keeps the picture that a speaker handed in, under a source of its own.
pub(crate) fn keep_face(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: ConferenceId,
    source: &str,
    object: &Object,
) -> Result<(), StoreError> {
    keep_copy(tx, ctx, conference, source, Fit::Face, object)
}

/// Forgets the pictures whose sources begin like this, but for those that are named.
pub(crate) fn drop_pictures(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    beginning: &str,
    kept: &[String],
) -> Result<(), StoreError> {
    for (source, file) in store::pictures(tx, conference)? {
        if source.starts_with(beginning) && !kept.contains(&source) {
            store::delete_picture(tx, conference, &source)?;
            files::remove(tx, conference.0, file)?;
        }
    }
    Ok(())
}

/// Keeps a logo that lay as a file beside the conference's sheet, made by [`fitted`] and put among the objects. `source`
/// is [`FILE_SOURCE`] and its name, as the conference's `logo` says.
pub fn keep_logo(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: ConferenceId,
    source: &str,
    object: &Object,
) -> Result<(), StoreError> {
    keep_copy(tx, ctx, conference, source, Fit::Logo, object)?;
    conference::touch(tx, conference, ctx.now)
}
