//! The speakers' own pages: their times, what they say to their sessions, what the programme says of them, their slides.
//!
//! Whose they are comes from the link between a speaker and a person alone: no role in a team counts here, no token gets in,
//! and for everybody else the pages do not exist. What is changed goes over the same bench as the team's edits.

mod availability;
mod frame;
mod invitation;
mod list;
pub(crate) mod picture;
mod profile;
mod session;
mod sessions;
pub(crate) mod slides;

use axum::response::Response;
use madang_context::Ctx;
use madang_programme::{EditError, OwnSpeaker, ProgrammeError, SpeakerLetters, own_speaker};
use madang_store::Tx;
use madang_web::{Problem, Right, Routes, Visit};

pub(crate) use invitation::{join, open};

use frame::back;

/// What the speakers' pages need at hand; a part of the [`App`](madang_web::App).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speaking {
    /// The largest file of slides, in bytes.
    pub(crate) slides_bytes_max: u64,
}

/// The largest form with slides that any configuration can allow, in bytes.
pub(crate) const SLIDES_FORM_BYTES_MAX: usize = 1 << 30;
/// The largest picture, in bytes: a phone's photograph.
pub(crate) const PICTURE_BYTES_MAX: u64 = 10 << 20;

/// The largest form with a picture, in bytes.
pub(crate) const PICTURE_FORM_BYTES_MAX: usize = (10 << 20) + (64 << 10);

/// The routes of these pages.
pub(crate) fn routes() -> Routes {
    const OWN: Right = Right::Person;
    let at = |rest: &str| format!("/speaking/{{conference}}/{{speaker}}{rest}");
    Routes::new()
        .get("/speaking", OWN, list::list)
        .get(&at(""), OWN, sessions::show)
        .get(&at("/profile"), OWN, profile::show)
        .post(&at("/profile"), OWN, profile::save)
        .get(&at("/picture"), OWN, picture::show)
        .upload(&at("/picture"), OWN, PICTURE_FORM_BYTES_MAX, picture::take)
        .post(&at("/picture/remove"), OWN, picture::remove)
        .get(&at("/availability"), OWN, availability::show)
        .post(&at("/availability"), OWN, availability::save)
        .get(&at("/sessions/{session}"), OWN, session::show)
        .post(&at("/sessions/{session}"), OWN, session::answer_it)
        .upload(&at("/sessions/{session}/slides"), OWN, SLIDES_FORM_BYTES_MAX, slides::take)
        .post(&at("/sessions/{session}/slides/change"), OWN, slides::change)
}

/// A speaker's code in the address of their pages.
type Place = (String, String);
/// The same with the code of a session.
type SessionPlace = (String, String, String);

/// Reads the speaker that an address names, for the person who is them.
async fn own(visit: &Visit, slug: &str, code: &str) -> Result<OwnSpeaker, Problem> {
    let (ctx, slug, code) = (visit.ctx().clone(), slug.to_owned(), code.to_owned());
    let read = visit.app().store().read(move |tx| own_speaker(tx, &ctx, &slug, &code));
    read.await.map_err(refused)
}

/// Does something in one unit of work.
async fn act<T: Send + 'static>(
    visit: &Visit,
    action: impl FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, EditError> + Send + 'static,
) -> Result<T, EditError> {
    let ctx = visit.ctx().clone();
    visit.app().store().write(move |tx| action(tx, &ctx)).await
}

/// Why something was not done, as an answer: what is not theirs does not exist.
fn refused(error: ProgrammeError) -> Problem {
    match error {
        ProgrammeError::Store(error) => error.into(),
        ProgrammeError::NoConference(_) | ProgrammeError::Forbidden => Problem::not_found(),
        other => Problem::bad_request().with_detail(other.to_string()),
    }
}

fn problem(error: EditError) -> Problem {
    match error {
        EditError::Programme(error) => refused(error),
        EditError::Gone(_) => Problem::not_found(),
        other => Problem::bad_request().with_detail(other.to_string()),
    }
}

/// Where a speaker's pages begin.
fn base(slug: &str, code: &str) -> String {
    format!("/speaking/{slug}/{code}")
}

/// Leads to a page of a speaker, which says what was done.
fn done(slug: &str, code: &str, page: &str, word: &str) -> Response {
    back(&format!("{}{page}?done={word}", base(slug, code)))
}

/// What letters to speakers are written with.
pub(crate) fn letters(visit: &Visit) -> SpeakerLetters {
    let app = visit.app();
    SpeakerLetters { texts: app.texts().clone(), server: app.config().base_url.origin().to_owned() }
}
