use std::collections::BTreeSet;

use madang_conference::EditAction;
use madang_context::Ctx;
use madang_interchange::model::State;
use madang_store::{Id, Tx};

use super::{Bench, EditError, sessions::put};
use crate::model::Editable;

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
                bench.put(tx, EditAction::Delete, (Editable::Session, code), None)?;
                changed += 1;
                continue;
            }
        }
        changed += usize::from(put(&mut bench, tx, EditAction::Change, &before, &full)?);
    }
    Ok(Bulk { changed, gone, batch: bench.close(tx)? })
}

/// What became of speakers who were to be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakersRemoved {
    /// How many were removed.
    pub removed: usize,
    /// How many were not there any more.
    pub gone: usize,
    /// Codes of those who stay: they take part in sessions. In the order asked for.
    pub kept: Vec<String>,
    /// Names what was done, to undo it; `None` when nobody was removed.
    pub batch: Option<Id>,
}

/// Removes the speakers of many who take part in no session; the others stay.
pub fn delete_speakers(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    codes: &[String],
) -> Result<SpeakersRemoved, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    let parts = bench.draft.programme.sessions.iter().flat_map(|session| &session.parts);
    let needed: BTreeSet<String> = parts.map(|part| part.speaker.clone()).collect();
    let mut done = SpeakersRemoved::default();
    for code in codes {
        if needed.contains(code) {
            done.kept.push(code.clone());
        } else if bench.put(tx, EditAction::Delete, (Editable::Speaker, code), None)? {
            done.removed += 1;
        } else {
            done.gone += 1;
        }
    }
    done.batch = bench.close(tx)?;
    Ok(done)
}
