//! The team's desk: what the administrator, signed in by link, sees of this server and does on it.
//!
//! Every route is for the team; every form holds a token and answers with a redirect, whose `?done=` names the notice
//! that the next page shows. What is done is done by the capabilities' actions, the same as at the command line.

mod audit;
mod conference;
mod fields;
mod form;
mod frame;
mod import;
mod import_report;
mod jobs;
mod mail;
mod naming;
mod programme;
mod release;
mod status;
mod uploads;

use jiff::Timestamp;
use madang_conference::ApplyError;
use madang_files::Objects;
use madang_programme::{ProgrammeError, Site};
use madang_store::StoreError;
use madang_web::{Problem, Right, Routes, Visit};

/// What the desk needs at hand; a part of the [`App`](madang_web::App).
#[derive(Clone)]
pub(crate) struct Desk {
    /// When this program was started.
    pub(crate) started_at: Timestamp,
    /// Files between the preview of an import and its application.
    pub(crate) imports: Objects,
}

impl Desk {
    fn of(visit: &Visit) -> &Self {
        visit.app().part::<Self>()
    }
}

/// The routes of the desk.
pub(crate) fn routes() -> Routes {
    const TEAM: Right = Right::Team;
    Routes::new()
        .get("/desk", TEAM, status::status)
        .get("/desk/jobs", TEAM, jobs::jobs)
        .post("/desk/jobs/{id}/retry", TEAM, jobs::retry)
        .post("/desk/jobs/{id}/cancel", TEAM, jobs::cancel)
        .get("/desk/mail", TEAM, mail::outbox)
        .post("/desk/mail/resend-given-up", TEAM, mail::resend_given_up)
        .get("/desk/mail/{id}", TEAM, mail::message)
        .post("/desk/mail/{id}/resend", TEAM, mail::resend)
        .post("/desk/mail/{id}/cancel", TEAM, mail::cancel)
        .get("/desk/audit", TEAM, audit::audit)
        .get("/desk/{conference}", TEAM, conference::conference)
        .post("/desk/{conference}/levels", TEAM, conference::set_levels)
        .post("/desk/{conference}/visibility", TEAM, conference::set_visibility)
        .get("/desk/{conference}/release", TEAM, release::confirm)
        .post("/desk/{conference}/release", TEAM, release::release)
        .merge(programme::routes())
        .get("/desk/{conference}/import", TEAM, import::form)
        .upload("/desk/{conference}/import", TEAM, uploads::BYTES_MAX, import::take)
        .get("/desk/{conference}/import/{upload}", TEAM, import::preview)
        .post("/desk/{conference}/import/{upload}", TEAM, import::apply)
}

/// Why an action of the team was not done.
enum Refused {
    Programme(ProgrammeError),
    Conference(ApplyError),
}

impl From<ProgrammeError> for Refused {
    fn from(error: ProgrammeError) -> Self {
        Self::Programme(error)
    }
}

impl From<ApplyError> for Refused {
    fn from(error: ApplyError) -> Self {
        Self::Conference(error)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Programme(ProgrammeError::Store(error))
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Programme(ProgrammeError::Store(error))
            | Refused::Conference(ApplyError::Store(error)) => error.into(),
            Refused::Programme(ProgrammeError::Forbidden) | Refused::Conference(ApplyError::Forbidden) => {
                Self::forbidden()
            }
            Refused::Programme(ProgrammeError::NoConference(_)) => Self::not_found(),
            Refused::Programme(error) => Self::bad_request().with_detail(error.to_string()),
            Refused::Conference(error) => Self::bad_request().with_detail(error.to_string()),
        }
    }
}

/// Lets visitors see at once what was just written.
async fn show_at_once(visit: &Visit) -> Result<(), Problem> {
    Ok(visit.app().part::<Site>().refresh(visit.app().store()).await?)
}
