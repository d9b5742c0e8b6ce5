use madang_context::Ctx;
use madang_interchange::model::State;
use madang_store::{Id, Tx};

use super::{Bench, EditError, sessions::put};
use crate::model::{EditAction, ObjectKind};

/// What is done to many sessions at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkSession {
    /// They all get this state.
    State(State),
    /// They all get this track, or none.
    Track(Option<String>),
    /// They all get this kind, or none.
    Kind(Option<String>),
    /// They all get these key words besides those that they have.
    AddTags(Vec<String>),
    /// They all lose these key words.
    RemoveTags(Vec<String>),
    /// They are taken off the timetable.
    Unplace,
    /// They are removed.
    Delete,
}

/// What was done to many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// How many were different then.
    pub changed: usize,
    /// How many are not there any more.
    pub gone: usize,
    /// Names what was done, to undo it; `None` when nothing was different.
    pub batch: Option<Id>,
}

/// Does one thing to many sessions, all of it or nothing. It concerns one field of each, so it needs no version: what
/// somebody else has done to other fields stays, and the undo looks at that field.
///
/// *Errors*: [`EditError::Faults`], as when the track is not there any more.
pub fn change_sessions(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    codes: &[String],
    what: &BulkSession,
) -> Result<Bulk, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    let (mut changed, mut gone) = (0, 0);
    for code in codes {
        let Some(mut full) = bench.draft.full_session(code) else {
            gone += 1;
            continue;
        };
        let before = full.session.clone();
        let session = &mut full.session;
        match what {
            BulkSession::State(state) => session.state = *state,
            BulkSession::Track(track) => session.track.clone_from(track),
            BulkSession::Kind(kind) => session.kind.clone_from(kind),
            BulkSession::AddTags(tags) => {
                let new = tags.iter().filter(|tag| !before.tags.contains(tag)).cloned();
                session.tags.extend(new);
            }
            BulkSession::RemoveTags(tags) => session.tags.retain(|tag| !tags.contains(tag)),
            BulkSession::Unplace => session.slot = None,
            BulkSession::Delete => {
                bench.put(tx, EditAction::Delete, (ObjectKind::Session, code), None)?;
                changed += 1;
                continue;
            }
        }
        changed += usize::from(put(&mut bench, tx, EditAction::Change, &before, &full)?);
    }
    Ok(Bulk { changed, gone, batch: bench.close(tx)? })
}
