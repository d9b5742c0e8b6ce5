use madang_conference::EditAction;
use madang_context::Ctx;
use madang_interchange::model::{Session, Slot, State};
use madang_store::Tx;

use super::{Bench, EditError, Edited};
use crate::{
    model::{Conflict, Editable, FullSession},
    rules::{faults::session_faults, merge::fields},
};

const KIND: Editable = Editable::Session;

/// Makes a session; its code is made here.
///
/// *Errors*: [`EditError::Faults`].
pub fn create_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    wanted: &FullSession,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    let code = bench.free_code(KIND);
    let blank = Session { key: code.clone(), code: Some(code.clone()), ..Session::default() };
    put(&mut bench, tx, EditAction::Create, &blank, wanted)?;
    bench.finish(tx, KIND, &code)
}

/// Changes a session from the version that was seen. Its code, number and ids from elsewhere stay.
///
/// *Errors*: [`EditError::Gone`], [`EditError::Stale`], [`EditError::Faults`].
pub fn edit_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    (code, seen): (&str, i64),
    wanted: &FullSession,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    bench.expect(KIND, code, seen)?;
    let now = bench.draft.full_session(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    // What speakers have answered is theirs; whoever edits the session brings their old answers at best.
    let wanted = FullSession { answers: now.answers, ..wanted.clone() };
    put(&mut bench, tx, EditAction::Change, &now.session, &wanted)?;
    bench.finish(tx, KIND, code)
}

/// Puts a session into a place of the timetable, or takes it off when there is none; tells the conflicts of the draft then.
///
/// *Errors*: as [`edit_session`].
pub fn move_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    (code, seen): (&str, i64),
    slot: Option<Slot>,
) -> Result<(Edited, Vec<Conflict>), EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    bench.expect(KIND, code, seen)?;
    let mut full = bench.draft.full_session(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    let before = full.session.clone();
    full.session.slot = slot;
    put(&mut bench, tx, EditAction::Change, &before, &full)?;
    let conflicts = bench.conflicts(tx)?;
    Ok((bench.finish(tx, KIND, code)?, conflicts))
}

/// Sets where a session stands between being handed in and being held.
///
/// *Errors*: as [`edit_session`].
pub fn set_state(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    (code, seen): (&str, i64),
    state: State,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    bench.expect(KIND, code, seen)?;
    let mut full = bench.draft.full_session(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    let before = full.session.clone();
    full.session.state = state;
    put(&mut bench, tx, EditAction::Change, &before, &full)?;
    bench.finish(tx, KIND, code)
}

/// Removes a session. Its history stays, and by it the session can be brought back.
///
/// *Errors*: [`EditError::Gone`], [`EditError::Stale`].
pub fn delete_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    (code, seen): (&str, i64),
) -> Result<Edited, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    bench.expect(KIND, code, seen)?;
    bench.put(tx, EditAction::Delete, (KIND, code), None)?;
    bench.finish(tx, KIND, code)
}

/// Puts what is wanted of a session; what only machines know stays as it was.
pub(in crate::actions) fn put(
    bench: &mut Bench<'_>,
    tx: &mut Tx<'_>,
    action: EditAction,
    before: &Session,
    wanted: &FullSession,
) -> Result<bool, EditError> {
    let mut full = wanted.clone();
    full.session.key.clone_from(&before.key);
    full.session.code.clone_from(&before.code);
    full.session.guid.clone_from(&before.guid);
    full.session.number = before.number;
    full.session.sequence = before.sequence;
    let faults = session_faults(&full, &bench.draft.programme);
    if !faults.is_empty() {
        return Err(EditError::Faults(faults));
    }
    bench.put(tx, action, (KIND, &before.key), Some(fields(&full)))
}
