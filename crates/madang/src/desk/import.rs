//! Importing a programme: files in, a preview of what would change, then all of it or nothing.

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use madang_conference::{Conference, by_slug};
use madang_files::Digest;
use madang_interchange::{ReadError, ReadErrorKind, ReadOptions, Reading, Source, read};
use madang_programme::{ProgrammeError, import, preview_import};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::{
    Desk, Refused,
    frame::{Figures, Frame, Here, answer, back},
    import_report::Report,
    show_at_once,
    uploads::{self, FILE_BYTES_MAX, Manifest, Refusal},
};

#[derive(Template)]
#[template(path = "desk_import.html")]
struct ImportPage {
    layout: Layout,
    desk: Frame,
    slug: String,
    name: String,
    /// Why the files were not taken; empty at first.
    error: String,
    /// Where in the files the fault is; may be empty.
    place: String,
}

/// `/desk/{conference}/import`.
pub(crate) async fn form(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    show_form(&visit, slug, StatusCode::OK, String::new(), String::new()).await
}

async fn show_form(
    visit: &Visit,
    slug: String,
    status: StatusCode,
    error: String,
    place: String,
) -> Result<Response, Problem> {
    let now = visit.ctx().now;
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        Ok((Figures::read(tx, now)?, by_slug(tx, &slug)?.ok_or_else(Problem::not_found)?))
    });
    let (figures, conference) = read.await?;
    let name = conference.name.pick(visit.t().language().as_str()).to_owned();
    let (layout, desk) = Frame::new(visit, Here::Import, visit.t().say("desk-import-title"), &figures);
    let desk = desk.of_conference(&conference.slug, &name);
    let page = ImportPage { layout, desk, slug: conference.slug, name, error, place };
    Ok((status, answer(&page)?).into_response())
}

/// `/desk/{conference}/import`: takes the files and leads to the preview.
pub(crate) async fn take(
    visit: Visit,
    Path(slug): Path<String>,
    mut form: Multipart,
) -> Result<Response, Problem> {
    conference(&visit, &slug).await?;
    let t = visit.t();
    let mebibytes = FILE_BYTES_MAX >> 20;
    let (status, error) = match uploads::keep(&Desk::of(&visit).imports, &slug, &mut form).await {
        Ok(digest) => return Ok(back(&format!("/desk/{slug}/import/{digest}"))),
        Err(Refusal::Problem(problem)) => return Err(problem),
        Err(Refusal::None) => (StatusCode::UNPROCESSABLE_ENTITY, t.say("desk-import-no-file")),
        Err(Refusal::TooMany) => (StatusCode::PAYLOAD_TOO_LARGE, t.say("desk-import-too-many")),
        Err(Refusal::TooLarge(name)) => {
            let values = [("name", name.into()), ("limit", mebibytes.into())];
            (StatusCode::PAYLOAD_TOO_LARGE, t.say_with("desk-import-too-large", &values))
        }
    };
    show_form(&visit, slug, status, error, String::new()).await
}

#[derive(Template)]
#[template(path = "desk_import_preview.html")]
struct PreviewPage {
    layout: Layout,
    desk: Frame,
    slug: String,
    name: String,
    files: String,
    format: String,
    revision: i64,
    /// It is not what was looked at before.
    has_changed: bool,
    report: Report,
}

/// `/desk/{conference}/import/{upload}`: what the import would do.
pub(crate) async fn preview(
    visit: Visit,
    Path((slug, upload)): Path<(String, String)>,
) -> Result<Response, Problem> {
    show_preview(&visit, &slug, &upload, false).await
}

async fn show_preview(
    visit: &Visit,
    slug: &str,
    upload: &str,
    has_changed: bool,
) -> Result<Response, Problem> {
    let conference = conference(visit, slug).await?;
    let Some(taken) = taken(visit, &conference, upload).await? else {
        return Ok(back(&format!("/desk/{slug}/import?done=upload-gone")));
    };
    let reading = match taken.reading {
        Ok(reading) => reading,
        Err(error) => return show_unreadable(visit, slug, &error).await,
    };
    let (ctx, wanted, programme) = (visit.ctx().clone(), slug.to_owned(), reading.programme.clone());
    let read = visit.app().store().read::<_, Refused, _>(move |tx| {
        let known = by_slug(tx, &wanted)?.ok_or_else(|| ProgrammeError::NoConference(wanted.clone()))?;
        Ok((Figures::read(tx, ctx.now)?, known, preview_import(tx, &ctx, &wanted, &programme)?))
    });
    let (figures, conference, report) = read.await?;
    let name = conference.name.pick(visit.t().language().as_str()).to_owned();
    let (layout, desk) = Frame::new(visit, Here::Import, visit.t().say("desk-import-preview"), &figures);
    let files: Vec<&str> = taken.manifest.files.iter().map(|file| file.name.as_str()).collect();
    answer(&PreviewPage {
        desk: desk.of_conference(slug, &name),
        slug: slug.to_owned(),
        files: files.join(", "),
        format: format!("{:?}", reading.format),
        revision: conference.revision,
        has_changed,
        report: Report::new(visit.t(), &report, &reading.oddities),
        layout,
        name,
    })
}

/// The form again, with what is wrong with the file and where.
async fn show_unreadable(visit: &Visit, slug: &str, error: &ReadError) -> Result<Response, Problem> {
    let message = match error.kind {
        ReadErrorKind::Empty => key("desk-import-empty"),
        ReadErrorKind::TooLarge => key("desk-import-limit"),
        ReadErrorKind::Encoding => key("desk-import-encoding"),
        ReadErrorKind::Malformed => key("desk-import-malformed"),
        ReadErrorKind::Entity => key("desk-import-entity"),
        ReadErrorKind::Format => key("desk-import-format"),
        ReadErrorKind::Zone => key("desk-import-zone"),
    };
    let place = format!("{}: {}", error.place, error.message);
    show_form(visit, slug.to_owned(), StatusCode::UNPROCESSABLE_ENTITY, visit.t().say(message), place).await
}

/// What the form of the preview says.
#[derive(Debug, Deserialize)]
pub(crate) struct Decision {
    revision: i64,
}

/// `/desk/{conference}/import/{upload}`: does it, if the conference is still what was looked at.
pub(crate) async fn apply(
    visit: Visit,
    Path((slug, upload)): Path<(String, String)>,
    Form(decision): Form<Decision>,
) -> Result<Response, Problem> {
    let conference = conference(&visit, &slug).await?;
    let Some(taken) = taken(&visit, &conference, &upload).await? else {
        return Ok(back(&format!("/desk/{slug}/import?done=upload-gone")));
    };
    let reading = match taken.reading {
        Ok(reading) => reading,
        Err(error) => return show_unreadable(&visit, &slug, &error).await,
    };
    let (ctx, wanted) = (visit.ctx().clone(), slug.clone());
    let write = visit.app().store().write::<_, Refused, _>(move |tx| {
        let known = by_slug(tx, &wanted)?.ok_or_else(|| ProgrammeError::NoConference(wanted.clone()))?;
        if known.revision != decision.revision {
            return Ok(None);
        }
        Ok(Some(import(tx, &ctx, &wanted, &reading.programme)?))
    });
    let Some(report) = write.await? else { return show_preview(&visit, &slug, &upload, true).await };
    show_at_once(&visit).await?;
    uploads::throw_away(&Desk::of(&visit).imports, &taken.digest, &taken.manifest).await?;
    let touched = super::import_report::touched(&report);
    Ok(back(&format!("/desk/{slug}?done=imported&count={touched}")))
}

async fn conference(visit: &Visit, slug: &str) -> Result<Conference, Problem> {
    let slug = slug.to_owned();
    let read = visit.app().store().read::<_, Problem, _>(move |tx| Ok(by_slug(tx, &slug)?));
    read.await?.ok_or_else(Problem::not_found)
}

/// An upload as it was read again.
struct Taken {
    digest: Digest,
    manifest: Manifest,
    reading: Result<Reading, ReadError>,
}

/// The upload of this digest, if it is there and was meant for this conference.
async fn taken(visit: &Visit, conference: &Conference, upload: &str) -> Result<Option<Taken>, Problem> {
    let digest: Digest = upload.parse().map_err(|_| Problem::not_found())?;
    let Some((manifest, contents)) = uploads::read(&Desk::of(visit).imports, &digest).await? else {
        return Ok(None);
    };
    if manifest.conference != conference.slug {
        return Err(Problem::not_found());
    }
    // Where a source names no zone, its times are meant as the venue's.
    let options = ReadOptions { zone: Some(conference.zone.clone()), ..ReadOptions::default() };
    // Megabytes of XML: not on a thread that answers others.
    let reading = tokio::task::spawn_blocking(move || {
        let named = manifest.files.iter().zip(&contents);
        let sources: Vec<Source<'_>> =
            named.map(|(file, bytes)| Source { name: &file.name, bytes }).collect();
        let reading = read(&sources, &options);
        drop(sources);
        (manifest, reading)
    });
    let (manifest, reading) = reading.await.map_err(|error| Problem::fault(&error))?;
    Ok(Some(Taken { digest, manifest, reading }))
}
