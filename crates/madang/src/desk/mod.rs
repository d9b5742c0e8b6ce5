//! The team's desk: what the administrator, signed in by link, sees of this server and does on it.
//!
//! Every route is for the team; every form holds a token and answers with a redirect, whose `?done=` names the notice
//! that the next page shows. What is done is done by the capabilities' actions, the same as at the command line.

mod audit;
mod conference;
mod export;
mod fields;
pub(crate) mod form;
mod frame;
mod hosts;
mod import;
mod import_report;
mod jobs;
mod mail;
mod naming;
mod people;
mod plot;
pub(crate) mod programme;
mod release;
mod settings;
mod status;
mod team;
pub(crate) mod uploads;
mod webhooks;

use jiff::Timestamp;
use madang_conference::ApplyError;
use madang_context::Power;
use madang_files::Objects;
use madang_programme::{ProgrammeError, Site};
use madang_store::StoreError;
use madang_web::{Problem, Right, Routes, Visit};

use export::Exports as _;
pub(crate) use release::{announcement, note as release_note};
pub(crate) use team::refused as team_problem;

/// What the desk needs at hand; a part of the [`App`](madang_web::App).
#[derive(Clone)]
pub(crate) struct Desk {
    /// When this program was started.
    pub(crate) started_at: Timestamp,
    /// Files between the preview of an import and its application.
    pub(crate) imports: Objects,
    /// Whether everybody with an account may make a host.
    pub(crate) open_to_hosts: bool,
}

impl Desk {
    pub(crate) fn of(visit: &Visit) -> &Self {
        visit.app().part::<Self>()
    }
}

/// The routes of the desk. What is the server's is for its administrators; what is a conference's is for its team.
pub(crate) fn routes() -> Routes {
    const SERVER: Right = Right::Server;
    const VIEW: Right = Right::Scoped(Power::View);
    const PROGRAMME: Right = Right::Scoped(Power::Programme);
    const OWN: Right = Right::Scoped(Power::Own);
    const ORGANISE: Right = Right::Scoped(Power::Organise);
    Routes::new()
        .get("/desk", Right::Person, status::status)
        .export("/desk/conferences", Right::Person, status::conferences)
        .get("/desk/hosts/new", Right::Person, hosts::form)
        .post("/desk/hosts/new", Right::Person, hosts::create)
        .get("/desk/hosts/{host}", VIEW, hosts::page)
        .post("/desk/hosts/{host}/rename", OWN, hosts::rename)
        .get("/desk/hosts/{host}/conferences/new", ORGANISE, hosts::conference_form)
        .post("/desk/hosts/{host}/conferences/new", ORGANISE, hosts::create_conference)
        .merge(team::routes("/desk/hosts/{host}"))
        .merge(team::routes("/desk/{conference}"))
        .merge(webhooks::routes())
        .merge(programme::routes())
        .merge(settings::routes())
        .get("/invitation/{token}", Right::Public, team::invitation)
        .post("/invitation/{token}", Right::Person, team::redeem)
        .get("/desk/jobs", SERVER, jobs::jobs)
        .export("/desk/jobs", SERVER, jobs::table)
        .post("/desk/jobs/{id}/retry", SERVER, jobs::retry)
        .post("/desk/jobs/{id}/cancel", SERVER, jobs::cancel)
        .get("/desk/mail", SERVER, mail::outbox)
        .export("/desk/mail", SERVER, mail::table)
        .post("/desk/mail/resend-given-up", SERVER, mail::resend_given_up)
        .get("/desk/mail/{id}", SERVER, mail::message)
        .post("/desk/mail/{id}/resend", SERVER, mail::resend)
        .post("/desk/mail/{id}/cancel", SERVER, mail::cancel)
        .get("/desk/audit", SERVER, audit::audit)
        .export("/desk/audit", SERVER, audit::table)
        .get("/desk/people", SERVER, people::people)
        .export("/desk/people", SERVER, people::table)
        .get("/desk/{conference}/audit", ORGANISE, audit::of_conference)
        .export("/desk/{conference}/audit", ORGANISE, audit::table_of_conference)
        .merge(conference::export::routes())
        .get("/desk/{conference}", VIEW, conference::conference)
        .post("/desk/{conference}/levels", ORGANISE, conference::set_levels)
        .post("/desk/{conference}/visibility", ORGANISE, conference::set_visibility)
        .get("/desk/{conference}/release", ORGANISE, release::confirm)
        .post("/desk/{conference}/release", ORGANISE, release::release)
        .get("/desk/{conference}/import", PROGRAMME, import::form)
        .upload("/desk/{conference}/import", PROGRAMME, uploads::BYTES_MAX, import::take)
        .get("/desk/{conference}/import/{upload}", PROGRAMME, import::preview)
        .post("/desk/{conference}/import/{upload}", PROGRAMME, import::apply)
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
