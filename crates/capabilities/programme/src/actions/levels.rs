//! What becomes of conflicts: chosen kind by kind, told and taken back as changes of the conference's own settings.

use madang_audit as audit;
use madang_conference::{
    self as conference, Conference, Edit, EditAction, Fields, ObjectKind, differences, edit_detail, undone,
};
use madang_context::{Ctx, Power};
use madang_store::{Id, StoreError, Tx};

use super::{ProgrammeError, act, ask, find};
use crate::{
    model::{ConflictKind, Level, Levels},
    store,
};

/// Begins the names of the fields in history; the kind of conflict follows.
pub const LEVEL_FIELD: &str = "conflict-";

/// What the host has chosen for kinds of conflict; the others have their usual level.
pub fn levels(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str) -> Result<Levels, ProgrammeError> {
    let found = find(tx, ctx, Power::View, slug)?;
    Ok(store::levels(tx, found.id)?)
}

/// Chooses what becomes of conflicts; kinds that are not named have their usual level. Gives what was done its name, to
/// undo it; `None` when nothing was different.
pub fn set_levels(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &Conference,
    levels: &Levels,
) -> Result<Option<Id>, ProgrammeError> {
    ask(ctx, Power::Organise, conference)?;
    let batch = ctx.id();
    let is_done = write(tx, ctx, conference, (EditAction::Change, batch), |_| Some(levels.clone()))?;
    Ok(is_done.then_some(batch))
}

/// Changes the levels of some kinds and leaves those of the others, which somebody may be changing at the same time. Gives
/// what was done its name, as [`set_levels`] does.
pub fn change_levels(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    changed: &Levels,
) -> Result<Option<Id>, ProgrammeError> {
    let found = find(tx, ctx, Power::Organise, slug)?;
    let batch = ctx.id();
    let is_done = write(tx, ctx, &found, (EditAction::Change, batch), |before| {
        let mut levels = before.clone();
        levels.extend(changed);
        Some(levels)
    })?;
    Ok(is_done.then_some(batch))
}

/// Gives a new conference the levels of another, as a part of `batch`.
///
/// *Errors*: [`ProgrammeError::NoConference`] when the other one may not be seen.
pub fn copy_levels(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    from: &str,
    to: &str,
    batch: Option<Id>,
) -> Result<Option<Id>, ProgrammeError> {
    let copied = levels(tx, ctx, from)?;
    let target = find(tx, ctx, Power::Organise, to)?;
    let own = batch.unwrap_or_else(|| ctx.id());
    let is_done = write(tx, ctx, &target, (EditAction::Copy, own), |_| Some(copied))?;
    Ok(batch.or(is_done.then_some(own)))
}

/// Whether an edit is about levels; such edits hold nothing else.
pub(super) fn is_of_levels(edit: &Edit) -> bool {
    edit.kind == ObjectKind::Conference
        && edit.changes.iter().all(|change| change.field.starts_with(LEVEL_FIELD))
}

/// Takes back what an edit did to levels, as a part of `batch`.
///
/// *Shapes*: whether it was done; not where the same levels have been changed since.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    of: &Conference,
    edit: &Edit,
    batch: Id,
) -> Result<bool, StoreError> {
    write(tx, ctx, of, (EditAction::Undo, batch), |now| {
        undone(Some(&fields(now)), edit).flatten().map(|before| of_fields(&before))
    })
}

/// Writes the levels that are chosen in sight of those that are, and remembers what is different; whether anything is.
/// Takes the conference's row first: whoever changes it too waits, and then sees what was written here.
fn write(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    of: &Conference,
    (action, batch): (EditAction, Id),
    choose: impl FnOnce(&Levels) -> Option<Levels>,
) -> Result<bool, StoreError> {
    conference::touch(tx, of.id, ctx.now)?;
    let before = store::levels(tx, of.id)?;
    let Some(levels) = choose(&before) else { return Ok(false) };
    let changes = differences(Some(&fields(&before)), Some(&fields(&levels)));
    if changes.is_empty() {
        return Ok(false);
    }
    store::replace_levels(tx, of.id, &levels)?;
    let edit = Edit {
        id: ctx.id(),
        batch,
        kind: ObjectKind::Conference,
        code: of.slug.clone(),
        version: conference::last_version(tx, of.id, ObjectKind::Conference, &of.slug)? + 1,
        action,
        at: ctx.now,
        who: audit::who(ctx),
        changes,
    };
    conference::record_edits(tx, ctx, of.id, &[edit], |edit| {
        act("programme.levels", of.id, &of.slug, edit_detail(edit))
    })?;
    Ok(true)
}

/// Every kind with its level.
fn fields(levels: &Levels) -> Fields {
    let level = |kind: &ConflictKind| levels.get(kind).copied().unwrap_or_default().word();
    let field = |kind: ConflictKind| (format!("{LEVEL_FIELD}{}", kind.word()), level(&kind).into());
    ConflictKind::ALL.into_iter().map(field).collect()
}

/// Reads [`fields`]; leaves out what it does not know.
fn of_fields(fields: &Fields) -> Levels {
    let one = |(name, level): (&String, &serde_json::Value)| {
        let kind = ConflictKind::of_word(name.strip_prefix(LEVEL_FIELD)?)?;
        Some((kind, Level::of_word(level.as_str()?)?))
    };
    fields.iter().filter_map(one).collect()
}
