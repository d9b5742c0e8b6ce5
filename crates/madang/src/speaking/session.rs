//! One session of a speaker: what they say to it, and its slides.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use madang_interchange::model::Text;
use madang_programme::{
    EditError, OwnSession, OwnSpeaker, REASON_CHARS_MAX, SLIDES_MAX, Says, Slides, answer_session,
};
use madang_text::{
    display,
    markdown::{self, Html},
};
use madang_web::{Layout, Problem, Visit};

use super::{
    SessionPlace, Speaking, act, back, base,
    frame::{Frame, Here, answer, pick},
    letters, own, problem,
    sessions::Standing,
};
use crate::desk::form::Typed;

#[derive(Template)]
#[template(path = "speaking_session.html")]
struct SessionPage<'a> {
    layout: Layout,
    own: Frame,
    code: String,
    title: String,
    version: i64,
    place: String,
    zone: String,
    standing: Standing,
    can_answer: bool,
    /// Why they do not hold it, as it was typed last.
    reason: String,
    summary: Html,
    description: Html,
    slides: &'a [Slides],
    /// Where slides are: the conference's address and a slash.
    files: String,
    can_hand_in: bool,
    megabytes_max: u64,
    /// What is wrong with what was handed in; empty otherwise.
    wrong: String,
    public_href: String,
}

fn found<'o>(own: &'o OwnSpeaker, session: &str) -> Result<&'o OwnSession, Problem> {
    own.sessions.iter().find(|one| one.session.key == session).ok_or_else(Problem::not_found)
}

/// `/speaking/{conference}/{speaker}/sessions/{session}`.
pub(super) async fn show(
    visit: Visit,
    Path((slug, code, session)): Path<SessionPlace>,
) -> Result<Response, Problem> {
    page(&visit, &(slug, code, session), StatusCode::OK, String::new()).await
}

/// The page, with what is wrong with slides that were handed in.
pub(super) async fn page(
    visit: &Visit,
    (slug, code, session): &SessionPlace,
    status: StatusCode,
    wrong: String,
) -> Result<Response, Problem> {
    let own = own(visit, slug, code).await?;
    let one = found(&own, session)?;
    let (t, languages) = (visit.t(), &own.conference.languages);
    let title = pick(t, languages, &one.session.title);
    let (layout, frame) = Frame::new(visit, Here::Sessions, title.clone(), &own);
    let prose = |text: &Text| markdown::to_html(&pick(t, languages, text));
    let is_public = !frame.site.is_empty() && one.is_announced;
    let page = SessionPage {
        version: one.version,
        place: one.slot.as_ref().map(|slot| frame.place(slot)).unwrap_or_default(),
        zone: own.conference.zone.replace('_', " "),
        standing: Standing::of(one),
        can_answer: one.can_answer,
        reason: one.answer.as_ref().map(|answer| answer.reason.clone()).unwrap_or_default(),
        summary: prose(&one.session.summary),
        description: prose(&one.session.description),
        slides: &one.slides,
        files: format!("/{slug}/files/"),
        can_hand_in: one.slides.len() < SLIDES_MAX && !one.is_cancelled,
        megabytes_max: visit.app().part::<Speaking>().slides_bytes_max / 1_000_000,
        public_href: if is_public { format!("/{slug}/sessions/{session}") } else { String::new() },
        code: session.clone(),
        layout,
        own: frame,
        title,
        wrong,
    };
    Ok((status, answer(&page)?).into_response())
}

/// `POST /speaking/{conference}/{speaker}/sessions/{session}`: they will hold it, or they will not.
pub(super) async fn answer_it(
    visit: Visit,
    Path((slug, code, session)): Path<SessionPlace>,
    typed: Typed,
) -> Result<Response, Problem> {
    let wrong = |what: &str| Problem::bad_request().with_detail(what);
    let seen: i64 = typed.one("version").parse().map_err(|_| wrong("version"))?;
    let says = match typed.one("says") {
        "yes" => Says::Yes,
        "no" => Says::No,
        _ => return Err(wrong("says")),
    };
    let reason = display::shorten(display::lines(typed.one("reason")).trim(), REASON_CHARS_MAX);
    let (conference, speaker, object) = (slug.clone(), code.clone(), session.clone());
    let letters = letters(&visit);
    let answered = act(&visit, move |tx, ctx| {
        answer_session(tx, ctx, &conference, &speaker, (&object, seen), (says, &reason), &letters)
    });
    let word = match answered.await {
        Ok(_) if says == Says::Yes => "yes",
        Ok(_) => "no",
        Err(EditError::Stale { .. }) => "stale",
        Err(error) => return Err(problem(error)),
    };
    Ok(back(&format!("{}/sessions/{session}?done={word}", base(&slug, &code))))
}
