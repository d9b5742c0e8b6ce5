use madang_conference::EditAction;
use madang_context::Ctx;
use madang_interchange::model::Speaker;
use madang_store::Tx;

use super::{Bench, EditError, Edited};
use crate::{
    model::{Editable, FullSpeaker},
    rules::{faults::speaker_faults, merge::fields},
};

const KIND: Editable = Editable::Speaker;

/// Makes a speaker; the code is made here.
///
/// *Errors*: [`EditError::Faults`].
pub fn create_speaker(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    wanted: &FullSpeaker,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    let code = bench.free_code(KIND);
    let blank = Speaker { key: code.clone(), code: Some(code.clone()), ..Speaker::default() };
    put(&mut bench, tx, EditAction::Create, &blank, wanted)?;
    bench.finish(tx, KIND, &code)
}

/// Changes a speaker from the version that was seen. The code and ids from elsewhere stay.
///
/// *Errors*: [`EditError::Gone`], [`EditError::Stale`], [`EditError::Faults`].
pub fn edit_speaker(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    (code, seen): (&str, i64),
    wanted: &FullSpeaker,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    bench.expect(KIND, code, seen)?;
    let now = bench.draft.full_speaker(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    put(&mut bench, tx, EditAction::Change, &now.speaker, wanted)?;
    bench.finish(tx, KIND, code)
}

/// Removes a speaker; with `take_off` also from the sessions that they take part in.
///
/// *Errors*: [`EditError::TakesPart`] without `take_off`; [`EditError::Gone`], [`EditError::Stale`].
pub fn delete_speaker(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    (code, seen): (&str, i64),
    take_off: bool,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open(tx, ctx, conference)?;
    bench.expect(KIND, code, seen)?;
    let takes_part =
        |session: &&madang_interchange::model::Session| session.parts.iter().any(|part| part.speaker == code);
    let sessions: Vec<String> =
        bench.draft.programme.sessions.iter().filter(takes_part).map(|session| session.key.clone()).collect();
    if !sessions.is_empty() && !take_off {
        return Err(EditError::TakesPart(sessions.len()));
    }
    for session in &sessions {
        let Some(mut full) = bench.draft.full_session(session) else { continue };
        full.session.parts.retain(|part| part.speaker != code);
        bench.put(tx, EditAction::Change, (Editable::Session, session), Some(fields(&full)))?;
    }
    bench.put(tx, EditAction::Delete, (KIND, code), None)?;
    bench.finish(tx, KIND, code)
}

pub(in crate::actions) fn put(
    bench: &mut Bench<'_>,
    tx: &mut Tx<'_>,
    action: EditAction,
    before: &Speaker,
    wanted: &FullSpeaker,
) -> Result<bool, EditError> {
    let mut full = wanted.clone();
    full.speaker.key.clone_from(&before.key);
    full.speaker.code.clone_from(&before.code);
    full.speaker.guid.clone_from(&before.guid);
    full.absences.sort_unstable();
    let faults = speaker_faults(&full);
    if !faults.is_empty() {
        return Err(EditError::Faults(faults));
    }
    bench.put(tx, action, (KIND, &before.key), Some(fields(&full)))
}
