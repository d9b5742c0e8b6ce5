//! Editing by hand: every change of a session or a speaker goes through one bench, which knows the draft, refuses stale
//! versions, remembers what was changed, and tells the audit.

mod bench;
mod bulk;
mod history;
pub(super) mod sessions;
pub(super) mod speakers;
mod undo;

use madang_store::{Id, StoreError};
use thiserror::Error;

pub use bulk::{Bulk, BulkSession, SpeakersRemoved, change_sessions, delete_speakers};
pub use history::{conference_history, object_history, session_as_seen, speaker_as_seen};
pub use sessions::{create_session, delete_session, edit_session, move_session, set_state};
pub use speakers::{create_speaker, delete_speaker, edit_speaker};
pub use undo::{Undone, may_undo, undo};

pub(crate) use bench::{Bench, act_of};
pub(super) use history::as_seen;

use super::ProgrammeError;
use crate::model::FieldFault;

/// What an edit has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Code of the object.
    pub code: String,
    /// Its version now.
    pub version: i64,
    /// Names what was done, to undo it; `None` when nothing was different.
    pub batch: Option<Id>,
}

/// Why an edit was not done. Nothing of it is kept then.
#[derive(Debug, Error)]
pub enum EditError {
    /// There is no session or speaker of this code (any more).
    #[error("there is nothing with the code {0:?} here")]
    Gone(String),
    /// Somebody else has changed it since it was seen.
    #[error("{code:?} has been changed by somebody else meanwhile; it has version {version} now")]
    Stale {
        /// Code of the object.
        code: String,
        /// Its version now.
        version: i64,
    },
    /// Values that cannot be; in the order of a form, never empty.
    #[error("{} fields are not right", .0.len())]
    Faults(Vec<FieldFault>),
    /// The speaker still takes part in this many sessions.
    #[error("the speaker still takes part in {0} sessions")]
    TakesPart(usize),
    /// As with everything that changes a programme.
    #[error(transparent)]
    Programme(#[from] ProgrammeError),
}

impl From<StoreError> for EditError {
    fn from(error: StoreError) -> Self {
        Self::Programme(ProgrammeError::Store(error))
    }
}
