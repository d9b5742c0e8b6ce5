use std::collections::BTreeSet;

use madang_audit as audit;
use madang_conference::{
    self as conference, Conference, Edit, EditAction, ObjectKind, Settings, undone as target,
};
use madang_context::{Ctx, Power};
use madang_store::{Id, StoreError, Tx};

use super::{Bench, EditError, bench::of_fields};
use crate::{
    actions::{ProgrammeError, levels},
    model::{Draft, Editable, FullSession, FullSpeaker},
    pictures::{FILE_SOURCE, want_pictures},
    rules::{faults, merge::Fields},
    store,
};

/// What became of an undo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// How many objects are as they were.
    pub done: usize,
    /// Codes of those that were left alone: somebody has changed the same fields since, what they refer to is gone, or what was made
    /// is in use by now.
    pub kept: Vec<String>,
    /// Names the undo, to undo it; `None` when nothing was done.
    pub batch: Option<Id>,
}

impl Undone {
    fn count(&mut self, edit: &Edit, is_done: bool) {
        if is_done {
            self.done += 1;
        } else {
            self.kept.push(edit.code.clone());
        }
    }
}

/// Takes back everything that was done at once, in the programme and in settings: each object whose fields still have the
/// values that it gave them.
///
/// *Errors*: [`EditError::Gone`] when nothing was ever done under this name; [`ProgrammeError::Forbidden`] for settings that they
/// could not have changed either.
pub fn undo(tx: &mut Tx<'_>, ctx: &Ctx, conference: &str, batch: Id) -> Result<Undone, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    let edits = conference::edits_of_batch(tx, bench.conference.id, batch)?;
    if edits.is_empty() {
        return Err(EditError::Gone(batch.to_string()));
    }
    let (settings, programme): (Vec<Edit>, Vec<Edit>) =
        edits.into_iter().partition(|edit| edit.kind.is_setting());
    if !settings.iter().all(|edit| may_undo(ctx, &bench.conference, edit)) {
        return Err(ProgrammeError::Forbidden.into());
    }
    let before = Settings::open(tx, &bench.conference)?;
    let mut undone = Undone::default();
    let (of_levels, settings): (Vec<Edit>, Vec<Edit>) = settings.into_iter().partition(levels::is_of_levels);
    for edit in &of_levels {
        let is_done = levels::take_back(tx, ctx, &bench.conference, edit, bench.batch)?;
        undone.count(edit, is_done);
    }
    // A room has to be there before a session can be in it, and the session has to be elsewhere before the room can go.
    let (made, others): (Vec<&Edit>, Vec<&Edit>) = settings.iter().partition(|edit| edit.makes());
    for edit in others {
        let is_done = has_its_logo(tx, &bench, edit)? && before.take_back(tx, ctx, edit)?;
        undone.count(edit, is_done);
    }
    if undone.done > 0 {
        bench.read_again(tx)?;
        want_pictures(tx, ctx, &bench.conference)?;
    }
    take_back(tx, &mut bench, programme, &mut undone)?;
    let (own, used) = (bench.batch, used(&bench.draft));
    bench.close(tx)?;
    for edit in made {
        let is_free = !used.contains(&(edit.kind, edit.code.clone()));
        let is_done = is_free && before.take_back(tx, ctx, edit)?;
        undone.count(edit, is_done);
    }
    before.close(tx, ctx, EditAction::Undo, own)?;
    undone.batch = (undone.done > 0).then_some(own);
    Ok(undone)
}

/// Whether somebody may take an edit back: who could have done it. Settings are for organisers, but for what an import did to
/// them, and for an undo of one's own.
#[must_use]
pub fn may_undo(ctx: &Ctx, of: &Conference, edit: &Edit) -> bool {
    let is_own = || edit.action == EditAction::Undo && edit.who == audit::who(ctx);
    let may_change = || edit.action == EditAction::Import || is_own() || of.lets(ctx, Power::Organise);
    of.lets(ctx, Power::Programme) && (!edit.kind.is_setting() || may_change())
}

/// Whether the logo that it leads back to is still kept; also where it is about no logo.
fn has_its_logo(tx: &mut Tx<'_>, bench: &Bench<'_>, edit: &Edit) -> Result<bool, StoreError> {
    let logo =
        edit.changes.iter().find(|change| edit.kind == ObjectKind::Conference && change.field == "logo");
    match logo.and_then(|logo| logo.before.as_str()).filter(|source| source.starts_with(FILE_SOURCE)) {
        Some(source) => Ok(store::picture(tx, bench.conference.id, source)?.is_some()),
        None => Ok(true),
    }
}

/// What sessions refer to.
fn used(draft: &Draft) -> BTreeSet<(ObjectKind, String)> {
    let of = |session: &madang_interchange::model::Session| {
        let room = session.slot.as_ref().and_then(|slot| slot.room.clone());
        [
            room.map(|key| (ObjectKind::Room, key)),
            session.track.clone().map(|key| (ObjectKind::Track, key)),
            session.kind.clone().map(|key| (ObjectKind::Kind, key)),
        ]
    };
    draft.programme.sessions.iter().flat_map(of).flatten().collect()
}

fn take_back(
    tx: &mut Tx<'_>,
    bench: &mut Bench<'_>,
    mut edits: Vec<Edit>,
    undone: &mut Undone,
) -> Result<(), EditError> {
    // A speaker has to be there before a session can name them, and a session has to be gone before its speaker can go.
    edits.sort_by_key(|edit| match edit.kind {
        ObjectKind::Speaker if edit.action == EditAction::Delete => 0,
        ObjectKind::Speaker => 2,
        _ => 1,
    });
    for edit in edits {
        let Some(kind) = Editable::of_object(edit.kind) else { continue };
        let target = match target(bench.fields(kind, &edit.code).as_ref(), &edit) {
            Some(None) => may_go(bench, kind, &edit.code).then_some(None),
            Some(Some(before)) => fits(bench, kind, &before)?.then_some(Some(before)),
            None => None,
        };
        let is_done = match target {
            Some(after) => bench.put(tx, EditAction::Undo, (kind, &edit.code), after)?,
            None => false,
        };
        undone.count(&edit, is_done);
    }
    Ok(())
}

/// Whether nothing refers to it.
fn may_go(bench: &Bench<'_>, kind: Editable, code: &str) -> bool {
    let speaks = || {
        let parts = bench.draft.programme.sessions.iter().flat_map(|session| &session.parts);
        parts.into_iter().any(|part| part.speaker == code)
    };
    kind == Editable::Session || !speaks()
}

/// Whether everything that it refers to is still there.
fn fits(bench: &Bench<'_>, kind: Editable, fields: &Fields) -> Result<bool, EditError> {
    Ok(match kind {
        Editable::Session => {
            let full: FullSession = of_fields(fields.clone())?;
            faults::session_faults(&full, &bench.draft.programme).is_empty()
        }
        Editable::Speaker => {
            let full: FullSpeaker = of_fields(fields.clone())?;
            faults::speaker_faults(&full).is_empty()
        }
    })
}
