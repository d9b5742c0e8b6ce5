use madang_context::Ctx;
use madang_store::{Id, Tx};

use super::{Bench, EditError, bench::of_fields};
use crate::{
    model::{EditAction, FullSession, FullSpeaker, ObjectKind},
    rules::{edits::taken_back, faults, merge::Fields},
    store,
};

/// What became of an undo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// How many objects are as they were.
    pub done: usize,
    /// Codes of those that were left alone, because somebody has changed the same fields since, or what they refer to is gone.
    pub kept: Vec<String>,
    /// Names the undo, to undo it; `None` when nothing was done.
    pub batch: Option<Id>,
}

/// Takes back everything that was done at once: each object whose fields still have the values that it gave them.
///
/// *Errors*: [`EditError::Gone`] when nothing was ever done under this name.
pub fn undo(tx: &mut Tx<'_>, ctx: &Ctx, conference: &str, batch: Id) -> Result<Undone, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    let mut edits = store::edits_of_batch(tx, bench.conference.id, batch)?;
    if edits.is_empty() {
        return Err(EditError::Gone(batch.to_string()));
    }
    // A speaker has to be there before a session can name them, and a session has to be gone before its speaker can go.
    let is_made_again = |action| matches!(action, EditAction::Delete);
    edits.sort_by_key(|edit| match edit.kind {
        ObjectKind::Speaker => {
            if is_made_again(edit.action) {
                0
            } else {
                2
            }
        }
        ObjectKind::Session => 1,
    });
    let mut undone = Undone::default();
    for edit in edits {
        let now = bench.fields(edit.kind, &edit.code);
        let was_made = edit.changes.iter().any(|change| change.field == "key" && change.before.is_null());
        let is_gone = edit.changes.iter().any(|change| change.field == "key" && change.after.is_null());
        let before = match (now, is_gone) {
            (None, true) => taken_back(&Fields::new(), &edit.changes).ok(),
            (Some(now), false) => taken_back(&now, &edit.changes).ok(),
            _ => None,
        };
        let target = match (before, was_made) {
            (Some(_), true) => may_go(&bench, edit.kind, &edit.code).then_some(None),
            (Some(before), false) => fits(&bench, edit.kind, &before)?.then_some(Some(before)),
            (None, _) => None,
        };
        let is_done = match target {
            Some(after) => bench.put(tx, EditAction::Undo, (edit.kind, &edit.code), after)?,
            None => false,
        };
        if is_done {
            undone.done += 1;
        } else {
            undone.kept.push(edit.code);
        }
    }
    undone.batch = bench.close(tx)?;
    Ok(undone)
}

/// Whether nothing refers to it.
fn may_go(bench: &Bench<'_>, kind: ObjectKind, code: &str) -> bool {
    let speaks = || {
        let parts = bench.draft.programme.sessions.iter().flat_map(|session| &session.parts);
        parts.into_iter().any(|part| part.speaker == code)
    };
    kind == ObjectKind::Session || !speaks()
}

/// Whether everything that it refers to is still there.
fn fits(bench: &Bench<'_>, kind: ObjectKind, fields: &Fields) -> Result<bool, EditError> {
    Ok(match kind {
        ObjectKind::Session => {
            let full: FullSession = of_fields(fields.clone())?;
            faults::session_faults(&full, &bench.draft.programme).is_empty()
        }
        ObjectKind::Speaker => {
            let full: FullSpeaker = of_fields(fields.clone())?;
            faults::speaker_faults(&full).is_empty()
        }
    })
}
