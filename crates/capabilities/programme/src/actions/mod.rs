//! Units of work on the programme.

pub(crate) mod edit;
pub(crate) mod favourites;
pub(crate) mod import;
mod import_edits;
pub(crate) mod levels;
pub(crate) mod logo;
pub(crate) mod outlook;
pub(crate) mod release;
pub(crate) mod sheet;
pub(crate) mod speaking;
pub(crate) mod tell;

use madang_audit::Act;
use madang_conference::{Conference, ConferenceId};
use madang_context::{Ctx, Power};
use madang_store::{StoreError, Tx};
use thiserror::Error;

/// Why a programme could not be changed.
#[derive(Debug, Error)]
pub enum ProgrammeError {
    /// Their role in the team does not allow it.
    #[error("your role does not allow this")]
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

pub(crate) use speaking::own_conference;

/// What is recorded of something that was done in a conference.
fn act(action: &'static str, conference: ConferenceId, object: &str, detail: serde_json::Value) -> Act {
    Act { action, conference: Some(conference.0), object: object.to_owned(), detail }
}

/// Asks for a right on a conference.
fn ask(ctx: &Ctx, power: Power, conference: &Conference) -> Result<(), ProgrammeError> {
    if conference.lets(ctx, power) { Ok(()) } else { Err(ProgrammeError::Forbidden) }
}

/// The conference of a short name, for somebody who has this right on it.
///
/// *Errors*: [`ProgrammeError::NoConference`] also where there is one that is no business of theirs.
fn find(tx: &mut Tx<'_>, ctx: &Ctx, power: Power, slug: &str) -> Result<Conference, ProgrammeError> {
    let found = madang_conference::by_slug(tx, slug)?.filter(|found| ctx.knows(&found.scopes()));
    let found = found.ok_or_else(|| ProgrammeError::NoConference(slug.into()))?;
    ask(ctx, power, &found)?;
    Ok(found)
}
