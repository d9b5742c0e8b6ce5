//! What the programme says of a speaker, in their own hands.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use madang_programme::{EditError, OwnSpeaker, edit_own_speaker, own_speaker_as_seen};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{
    Place, act, done,
    frame::{Frame, Here, answer},
    own, problem,
};
use crate::desk::{
    form::{Fields, Typed},
    programme::{
        Merge, NO_ERRORS, Shown,
        people::People,
        session_form::errors_of,
        speaker_form::{OWN_NAMES, SpeakerForm},
        words::Words,
    },
};

#[derive(Template)]
#[template(path = "speaking_profile.html")]
struct ProfilePage<'a> {
    layout: Layout,
    own: Frame,
    version: i64,
    form: &'a Fields<'a>,
    merge: Option<Merge>,
    /// What is wrong with a picture that was handed in; empty otherwise.
    wrong_picture: String,
}

fn form<'a>(visit: &'a Visit, own: &'a OwnSpeaker) -> SpeakerForm<'a> {
    SpeakerForm { t: visit.t(), conference: &own.conference }
}

/// `/speaking/{conference}/{speaker}/profile`.
pub(super) async fn show(visit: Visit, Path((slug, code)): Path<Place>) -> Result<Response, Problem> {
    let own = own(&visit, &slug, &code).await?;
    let shown = Shown::plain(form(&visit, &own).fill(&own.full), own.version);
    page(&visit, &own, shown, String::new())
}

/// The page, with what is wrong with a picture.
pub(super) async fn with_wrong_picture(
    visit: &Visit,
    (slug, code): &Place,
    status: StatusCode,
    wrong: String,
) -> Result<Response, Problem> {
    let own = own(visit, slug, code).await?;
    let shown = Shown { status, ..Shown::plain(form(visit, &own).fill(&own.full), own.version) };
    page(visit, &own, shown, wrong)
}

/// `POST /speaking/{conference}/{speaker}/profile`.
pub(super) async fn save(
    visit: Visit,
    Path((slug, code)): Path<Place>,
    mut typed: Typed,
) -> Result<Response, Problem> {
    let own = own(&visit, &slug, &code).await?;
    let seen: i64 =
        typed.one("version").parse().map_err(|_| Problem::bad_request().with_detail("version"))?;
    let now = form(&visit, &own).fill(&own.full);
    for name in OWN_NAMES {
        if !typed.one(&format!("theirs-{name}")).is_empty() {
            typed.take(&now, name);
        }
    }
    let wanted = match form(&visit, &own).read_own(&typed, &own.full) {
        Ok(wanted) => wanted,
        Err(errors) => return page(&visit, &own, Shown::wrong(typed, seen, errors), String::new()),
    };
    let (conference, speaker) = (slug.clone(), code.clone());
    let saved = act(&visit, move |tx, ctx| edit_own_speaker(tx, ctx, &conference, (&speaker, seen), &wanted));
    match saved.await {
        Ok(saved) => {
            let word = if saved.batch.is_some() { "saved" } else { "same" };
            Ok(done(&slug, &code, "/profile", word))
        }
        Err(EditError::Stale { .. }) => merge(&visit, &slug, &code, typed, seen).await,
        Err(EditError::Faults(faults)) => {
            let errors = errors_of(visit.t(), &faults, str::to_owned);
            page(&visit, &own, Shown::wrong(typed, seen, errors), String::new())
        }
        Err(error) => Err(problem(error)),
    }
}

/// The form with both versions: what only the team has changed is taken, what both have changed is asked.
async fn merge(visit: &Visit, slug: &str, code: &str, typed: Typed, seen: i64) -> Result<Response, Problem> {
    let (ctx, conference, speaker) = (visit.ctx().clone(), slug.to_owned(), code.to_owned());
    let read = visit.app().store();
    let read = read.read(move |tx| own_speaker_as_seen(tx, &ctx, &conference, (&speaker, seen)));
    let (was, since) = read.await.map_err(problem)?;
    let own = own(visit, slug, code).await?;
    let form = form(visit, &own);
    let theirs = form.fill(&own.full);
    let merged = typed.merge(&form.fill(&was), &theirs, &OWN_NAMES);
    let fields = form.own_fields(&theirs, &NO_ERRORS);
    let draft = madang_programme::Draft::default();
    let words = Words::new(visit.t(), &own.conference, &draft);
    let values = serde_json::to_value(&own.full).map_err(|error| Problem::fault(&error))?;
    let others = merged.both.iter().map(|name| (name.clone(), words.value(name, &values[name]))).collect();
    let shown = Shown {
        errors: NO_ERRORS.clone(),
        version: own.version,
        merge: Some(Merge {
            who: People::of(visit, &since).await?.all(visit, &since),
            theirs: merged.theirs.iter().map(|name| fields.label(name)).collect(),
            both: merged.both.len(),
        }),
        others,
        typed: merged.typed,
        status: StatusCode::CONFLICT,
    };
    page(visit, &own, shown, String::new())
}

fn page(visit: &Visit, own: &OwnSpeaker, shown: Shown, wrong_picture: String) -> Result<Response, Problem> {
    let form = form(visit, own);
    let mut fields = form.own_fields(&shown.typed, &shown.errors);
    for (name, words) in &shown.others {
        fields.show_other(name, words.clone());
    }
    let (layout, frame) = Frame::new(visit, Here::Profile, visit.t().say(key("speaking-profile")), own);
    let (version, merge) = (shown.version, shown.merge);
    let page = ProfilePage { layout, own: frame, version, form: &fields, merge, wrong_picture };
    Ok((shown.status, answer(&page)?).into_response())
}
