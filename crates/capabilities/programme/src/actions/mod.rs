//! Units of work on the programme.

pub(crate) mod edit;
pub(crate) mod favourites;
pub(crate) mod import;
pub(crate) mod outlook;
pub(crate) mod release;
pub(crate) mod sheet;
pub(crate) mod tell;

use madang_audit::Act;
use madang_conference::ConferenceId;
use madang_context::Ctx;
use madang_store::StoreError;
use thiserror::Error;

/// Why a programme could not be changed.
#[derive(Debug, Error)]
pub enum ProgrammeError {
    /// Only the team may.
    #[error("only the team may change a programme")]
    Forbidden,
    /// There is no conference of this short name.
    #[error("there is no conference {0:?} here")]
    NoConference(String),
    /// A new conference needs something that the source does not tell.
    #[error("{0}")]
    Missing(String),
    /// Conflicts that the host does not allow.
    #[error("{0} conflicts have to be solved first (their level is \"block\")")]
    Blocked(usize),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is recorded of something that was done in a conference.
fn act(action: &'static str, conference: ConferenceId, object: &str, detail: serde_json::Value) -> Act {
    Act { action, conference: Some(conference.0), object: object.to_owned(), detail }
}

fn team_only(ctx: &Ctx) -> Result<(), ProgrammeError> {
    if ctx.is_team() { Ok(()) } else { Err(ProgrammeError::Forbidden) }
}
