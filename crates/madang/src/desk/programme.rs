//! The organiser's pages for sessions, speakers and the timetable.
//!
//! Lists keep their filters in the address. Every change goes through the programme's actions, with the version that
//! the person has seen; who comes second gets both versions and decides field by field.

mod accounts;
mod board;
mod board_data;
mod export;
pub(crate) mod history;
mod listing;
pub(crate) mod people;
mod session;
pub(crate) mod session_form;
mod sessions;
mod speaker;
pub(crate) mod speaker_form;
mod speakers;
mod timetable;
pub(crate) mod words;

use std::{ops::Deref, sync::Arc};

use http::StatusCode;
use madang_conference::Conference;
use madang_context::{Id, Power};
use madang_programme::{Drafts, EditError, Edited, LookedAt, ProgrammeError};
use madang_web::{Problem, Right, Routes, Visit};

use super::{
    export::Exports as _,
    form::{FieldErrors, Typed},
    frame::Figures,
};

/// The routes of these pages.
pub(super) fn routes() -> Routes {
    const VIEW: Right = Right::Scoped(Power::View);
    const PROGRAMME: Right = Right::Scoped(Power::Programme);
    Routes::new()
        .get("/desk/{conference}/sessions", VIEW, sessions::list)
        .post("/desk/{conference}/sessions", PROGRAMME, sessions::bulk)
        .export("/desk/{conference}/sessions", VIEW, export::sessions)
        .get("/desk/{conference}/sessions/new", PROGRAMME, session::new)
        .post("/desk/{conference}/sessions/new", PROGRAMME, session::create)
        .get("/desk/{conference}/sessions/{code}", PROGRAMME, session::show)
        .post("/desk/{conference}/sessions/{code}", PROGRAMME, session::save)
        .post("/desk/{conference}/sessions/{code}/delete", PROGRAMME, session::delete)
        .post("/desk/{conference}/sessions/{code}/slides", PROGRAMME, accounts::change_slides)
        .get("/desk/{conference}/speakers", VIEW, speakers::list)
        .post("/desk/{conference}/speakers", PROGRAMME, speakers::bulk)
        .export("/desk/{conference}/speakers", VIEW, export::speakers)
        .get("/desk/{conference}/speakers/new", PROGRAMME, speaker::new)
        .post("/desk/{conference}/speakers/new", PROGRAMME, speaker::create)
        .get("/desk/{conference}/speakers/{code}", PROGRAMME, speaker::show)
        .post("/desk/{conference}/speakers/{code}", PROGRAMME, speaker::save)
        .post("/desk/{conference}/speakers/{code}/delete", PROGRAMME, speaker::delete)
        .post("/desk/{conference}/speakers/{code}/invite", PROGRAMME, accounts::invite_one)
        .post("/desk/{conference}/speakers/{code}/revoke", PROGRAMME, accounts::revoke)
        .post("/desk/{conference}/speakers/{code}/unlink", PROGRAMME, accounts::unlink)
        .get("/desk/{conference}/history", VIEW, history::list)
        .export("/desk/{conference}/history", VIEW, history::table)
        .post("/desk/{conference}/undo", PROGRAMME, history::undo)
        .get("/desk/{conference}/timetable", VIEW, timetable::first)
        .get("/desk/{conference}/timetable/{day}", VIEW, timetable::show)
        .post("/desk/{conference}/timetable/{day}", PROGRAMME, timetable::place)
        .get("/desk/{conference}/timetable/{day}/state", VIEW, timetable::state)
}

/// The draft of a conference with what stands around every page about it.
struct Loaded {
    figures: Figures,
    conference: Conference,
    looked_at: Arc<LookedAt>,
}

impl Deref for Loaded {
    type Target = LookedAt;

    fn deref(&self) -> &LookedAt {
        &self.looked_at
    }
}

impl Loaded {
    /// Reads a draft with its conflicts.
    ///
    /// *Errors*: 404 when there is no such conference.
    async fn read(visit: &Visit, slug: &str) -> Result<Self, Problem> {
        let (slug, now, drafts) = (slug.to_owned(), visit.ctx().now, visit.app().part::<Drafts>().clone());
        let read = visit.app().store().read::<_, Problem, _>(move |tx| {
            let conference = madang_conference::by_slug(tx, &slug)?.ok_or_else(Problem::not_found)?;
            let looked_at = drafts.look(tx, &conference)?;
            Ok(Self { figures: Figures::read(tx, now)?, conference, looked_at })
        });
        read.await
    }

    /// Whether this person may change the programme: others see it without forms, and without mail addresses.
    fn can_edit(&self, visit: &Visit) -> bool {
        self.conference.lets(visit.ctx(), Power::Programme)
    }

    /// The conference's name in the language of the page.
    fn name(&self, visit: &Visit) -> String {
        self.conference.name.pick(visit.t().language().as_str()).to_owned()
    }
}

pub(crate) static NO_ERRORS: FieldErrors = FieldErrors::none();

/// What somebody else has done while this form was open.
pub(crate) struct Merge {
    pub(crate) who: String,
    /// Fields that only they have changed.
    pub(crate) theirs: Vec<String>,
    /// How many fields both have changed.
    pub(crate) both: usize,
}

/// What is shown in the form.
pub(crate) struct Shown {
    pub(crate) typed: Typed,
    pub(crate) errors: FieldErrors,
    pub(crate) version: i64,
    pub(crate) merge: Option<Merge>,
    /// Fields that both have changed, with the others' value in words.
    pub(crate) others: Vec<(String, String)>,
    pub(crate) status: StatusCode,
}

impl Shown {
    pub(crate) fn plain(typed: Typed, version: i64) -> Self {
        let (errors, others) = (FieldErrors::default(), Vec::new());
        Self { typed, errors, version, merge: None, others, status: StatusCode::OK }
    }

    pub(crate) fn wrong(typed: Typed, version: i64, errors: FieldErrors) -> Self {
        let (merge, others, status) = (None, Vec::new(), StatusCode::UNPROCESSABLE_ENTITY);
        Self { typed, errors, version, merge, others, status }
    }
}

/// What an address says of what was just done, so that the page offers to take it back.
fn undo_of(batch: Option<Id>) -> String {
    batch.map(|batch| format!("&undo={batch}")).unwrap_or_default()
}

/// The page of something below `list` that was just saved.
fn saved_href(list: &str, saved: &Edited) -> String {
    let done = if saved.batch.is_some() { "saved" } else { "same" };
    format!("{list}/{}?done={done}{}", saved.code, undo_of(saved.batch))
}

/// What no page has a better answer to.
fn problem(error: EditError) -> Problem {
    match error {
        EditError::Programme(ProgrammeError::Forbidden) => Problem::forbidden(),
        EditError::Programme(ProgrammeError::NoConference(_)) | EditError::Gone(_) => Problem::not_found(),
        EditError::Programme(ProgrammeError::Store(error)) => error.into(),
        other => Problem::bad_request().with_detail(other.to_string()),
    }
}
