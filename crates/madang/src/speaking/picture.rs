//! A speaker's picture: made anew from its pixels, shown to them at once, and to everybody with the next release.

use axum::{
    extract::{Multipart, Path},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use madang_files::{self as files, Disposition, FileError, Fit, Object, Objects, PictureError, fitted};
use madang_programme::set_own_picture;
use madang_store::StoreError;
use madang_text::key;
use madang_web::{Problem, Visit};

use super::{PICTURE_BYTES_MAX, Place, act, done, frame::private, own, problem, profile};
use crate::desk::{
    Desk,
    form::Typed,
    uploads::{Refusal, keep_single},
};

/// `/speaking/{conference}/{speaker}/picture`: what they handed in, released or not.
pub(super) async fn show(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, code)): Path<Place>,
) -> Result<Response, Problem> {
    let own = own(&visit, &slug, &code).await?;
    let (conference, id) = (own.conference.id.0, own.picture.ok_or_else(Problem::not_found)?);
    let store = visit.app().store();
    let file = store.read::<_, StoreError, _>(move |tx| files::file(tx, conference, id)).await?;
    let file = file.ok_or_else(Problem::not_found)?;
    let sent = files::respond(visit.app().part::<Objects>(), &file, Disposition::Show, &headers).await;
    sent.map(private).map_err(|error| match error {
        FileError::Absent => Problem::not_found(),
        error => Problem::fault(&error),
    })
}

/// `POST /speaking/{conference}/{speaker}/picture`.
pub(super) async fn take(
    visit: Visit,
    Path((slug, code)): Path<Place>,
    mut form: Multipart,
) -> Result<Response, Problem> {
    // Nobody but them has anything read here.
    own(&visit, &slug, &code).await?;
    match handed_in(&visit, &mut form, Fit::Face).await? {
        Ok(object) => {
            let (conference, speaker) = (slug.clone(), code.clone());
            let kept =
                act(&visit, move |tx, ctx| set_own_picture(tx, ctx, &conference, &speaker, Some(&object)));
            kept.await.map_err(problem)?;
            Ok(done(&slug, &code, "/profile", "picture"))
        }
        Err((status, wrong)) => profile::with_wrong_picture(&visit, &(slug, code), status, wrong).await,
    }
}

/// Takes the picture of a form, makes it anew to fit and puts it among the objects; or what is wrong with it, in words, and the
/// status of that answer.
pub(crate) async fn handed_in(
    visit: &Visit,
    form: &mut Multipart,
    fit: Fit,
) -> Result<Result<Object, (StatusCode, String)>, Problem> {
    let t = visit.t();
    // What was handed in may say where it was taken: it lies with what is thrown away, and only the new picture is kept.
    let passing = &Desk::of(visit).imports;
    let wrong = |words: &'static str| Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, t.say(words))));
    match keep_single(passing, form, PICTURE_BYTES_MAX).await {
        Ok((_, raw)) => match made_anew(visit, passing, &raw, fit).await? {
            Ok(object) => Ok(Ok(object)),
            Err(PictureError::Kind) => wrong(key("speaking-picture-kind")),
            Err(PictureError::Broken) => wrong(key("speaking-picture-broken")),
            Err(PictureError::TooLarge) => wrong(key("speaking-picture-pixels")),
        },
        Err(Refusal::Problem(problem)) => Err(problem),
        Err(Refusal::None) => wrong(key("speaking-no-file")),
        Err(Refusal::TooMany | Refusal::TooLarge(_)) => {
            let limit = [("limit", (PICTURE_BYTES_MAX / 1_000_000).into())];
            Ok(Err((StatusCode::PAYLOAD_TOO_LARGE, t.say_with(key("speaking-too-large"), &limit))))
        }
    }
}

async fn made_anew(
    visit: &Visit,
    passing: &Objects,
    raw: &Object,
    fit: Fit,
) -> Result<Result<Object, PictureError>, Problem> {
    let fault = |error: FileError| Problem::fault(&error);
    let bytes = passing.read_whole(&raw.digest, PICTURE_BYTES_MAX).await.map_err(fault)?;
    passing.delete(&raw.digest).await.map_err(fault)?;
    let made = tokio::task::spawn_blocking(move || fitted(&bytes, fit)).await;
    let made = match made.map_err(|error| Problem::fault(&error))? {
        Ok(made) => made,
        Err(error) => return Ok(Err(error)),
    };
    let kept = visit.app().part::<Objects>().put(&made, PICTURE_BYTES_MAX).await;
    kept.map(Ok).map_err(fault)
}

/// `POST /speaking/{conference}/{speaker}/picture/remove`.
pub(super) async fn remove(
    visit: Visit,
    Path((slug, code)): Path<Place>,
    _: Typed,
) -> Result<Response, Problem> {
    let (conference, speaker) = (slug.clone(), code.clone());
    let gone = act(&visit, move |tx, ctx| set_own_picture(tx, ctx, &conference, &speaker, None));
    gone.await.map_err(problem)?;
    Ok(done(&slug, &code, "/profile", "no-picture"))
}
