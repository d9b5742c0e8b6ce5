//! Slides that a speaker hands in: taken when their bytes are what they say, and listed publicly when somebody says so.

use axum::{
    extract::{Multipart, Path},
    response::Response,
};
use http::StatusCode;
use madang_files::{FileId, Object, Objects, SlidesError, SlidesKind};
use madang_programme::{
    SLIDES_MAX, SlidesOf, SlidesRefused, hand_in_slides, may_hand_in_slides, remove_slides, set_slides_public,
};
use madang_text::key;
use madang_web::{Problem, Visit};

use super::{SessionPlace, Speaking, back, base, refused, session};
use crate::desk::{
    form::Typed,
    uploads::{Refusal, keep_single},
};

/// `POST /speaking/{conference}/{speaker}/sessions/{session}/slides`.
pub(super) async fn take(
    visit: Visit,
    Path(place): Path<SessionPlace>,
    mut form: Multipart,
) -> Result<Response, Problem> {
    // Nobody but a speaker of the session has anything read here.
    let (ctx, asked) = (visit.ctx().clone(), place.clone());
    let store = visit.app().store();
    let may = store.read(move |tx| may_hand_in_slides(tx, &ctx, &asked.0, (&asked.1, &asked.2))).await;
    if let Err(error) = may {
        return wrong_or(&visit, &place, error).await;
    }
    let limit = visit.app().part::<Speaking>().slides_bytes_max;
    let objects = visit.app().part::<Objects>();
    let t = visit.t();
    let (status, wrong) = match keep_single(objects, &mut form, limit).await {
        Ok((name, object)) => match kind_of(objects, &name, &object).await? {
            Ok(kind) => return keep(&visit, &place, (name, kind, object)).await,
            Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, t.say(words_of(error))),
        },
        Err(Refusal::Problem(problem)) => return Err(problem),
        Err(Refusal::None) => (StatusCode::UNPROCESSABLE_ENTITY, t.say(key("speaking-no-file"))),
        Err(Refusal::TooMany | Refusal::TooLarge(_)) => {
            let limit = [("limit", (limit / 1_000_000).into())];
            (StatusCode::PAYLOAD_TOO_LARGE, t.say_with(key("speaking-too-large"), &limit))
        }
    };
    session::page(&visit, &place, status, wrong).await
}

/// What the file is by its bytes, when its name says the same.
async fn kind_of(
    objects: &Objects,
    name: &str,
    object: &Object,
) -> Result<Result<SlidesKind, SlidesError>, Problem> {
    let kind = objects.slides(&object.digest).await.map_err(|error| Problem::fault(&error))?;
    Ok(kind.and_then(|kind| kind.check_name(name).map(|()| kind)))
}

fn words_of(error: SlidesError) -> &'static str {
    match error {
        SlidesError::Kind => key("speaking-slides-kind"),
        SlidesError::Name => key("speaking-slides-name"),
        SlidesError::Macros => key("speaking-slides-macros"),
    }
}

async fn keep(
    visit: &Visit,
    place: &SessionPlace,
    (name, kind, object): (String, SlidesKind, Object),
) -> Result<Response, Problem> {
    let (ctx, (slug, speaker, session)) = (visit.ctx().clone(), place.clone());
    let kept = visit
        .app()
        .store()
        .write(move |tx| hand_in_slides(tx, &ctx, &slug, (&speaker, &session), (&name, kind, &object)));
    match kept.await {
        Ok(_) => Ok(to(place, "slides")),
        Err(error) => wrong_or(visit, place, error).await,
    }
}

async fn wrong_or(visit: &Visit, place: &SessionPlace, error: SlidesRefused) -> Result<Response, Problem> {
    match error {
        SlidesRefused::TooMany => {
            let most = [("count", SLIDES_MAX.into())];
            let words = visit.t().say_with(key("speaking-slides-many"), &most);
            session::page(visit, place, StatusCode::UNPROCESSABLE_ENTITY, words).await
        }
        SlidesRefused::Programme(error) => Err(refused(error)),
    }
}

fn to((slug, code, session): &SessionPlace, word: &str) -> Response {
    back(&format!("{}/sessions/{session}?done={word}#slides", base(slug, code)))
}

/// `POST /speaking/{conference}/{speaker}/sessions/{session}/slides/change`: shows, hides or removes a file.
pub(super) async fn change(
    visit: Visit,
    Path(place): Path<SessionPlace>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (ctx, (slug, speaker, session)) = (visit.ctx().clone(), place.clone());
    let word = change_slides(&visit, &typed, move |tx, file, what| {
        let of = SlidesOf::Own { speaker: &speaker, session: &session };
        match what {
            Change::Public(is_public) => set_slides_public(tx, &ctx, (&slug, of), file, is_public),
            Change::Remove => remove_slides(tx, &ctx, (&slug, of), file),
        }
    });
    Ok(to(&place, word.await?))
}

/// What is done to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It is listed on the session's page, or not.
    Public(bool),
    /// It goes for good.
    Remove,
}

/// Reads what a form wants done to a file and does it; gives the word of the notice that tells it. For the team's form too.
pub(crate) async fn change_slides(
    visit: &Visit,
    typed: &Typed,
    action: impl FnOnce(
        &mut madang_store::Tx<'_>,
        FileId,
        Change,
    ) -> Result<bool, madang_programme::ProgrammeError>
    + Send
    + 'static,
) -> Result<&'static str, Problem> {
    let wrong = |what: &str| Problem::bad_request().with_detail(what);
    let file = FileId(typed.one("file").parse().map_err(|_| wrong("file"))?);
    let (what, word) = match typed.one("what") {
        "show" => (Change::Public(true), "shown"),
        "hide" => (Change::Public(false), "hidden"),
        "remove" => (Change::Remove, "removed"),
        _ => return Err(wrong("what")),
    };
    let is_done = visit.app().store().write(move |tx| action(tx, file, what)).await.map_err(refused)?;
    Ok(if is_done { word } else { "too-late" })
}
