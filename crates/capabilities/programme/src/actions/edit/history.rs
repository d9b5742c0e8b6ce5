use madang_conference::{self as conference, ConferenceId, Edit, ObjectKind, rewound};
use madang_context::{Ctx, Power};
use madang_store::{Id, Tx};

use super::{EditError, bench::of_fields};
use crate::{
    actions::find,
    model::{FullSession, FullSpeaker},
    rules::merge::{Fields, fields},
    store,
};

/// How many edits of one object are looked at, to know what somebody has seen.
const EDITS_MAX: u32 = 1_000;

fn conference_id(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str) -> Result<ConferenceId, EditError> {
    Ok(find(tx, ctx, Power::View, slug)?.id)
}

/// The newest edits of one object, at most `edits_max`; also of one that is no longer there.
pub fn object_history(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (kind, code): (ObjectKind, &str),
    edits_max: u32,
) -> Result<Vec<Edit>, EditError> {
    let id = conference_id(tx, ctx, slug)?;
    Ok(conference::edits_of(tx, id, kind, code, edits_max)?)
}

/// The newest edits of a conference, at most `edits_max`, before one of them.
pub fn conference_history(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    before: Option<Id>,
    edits_max: u32,
) -> Result<Vec<Edit>, EditError> {
    let id = conference_id(tx, ctx, slug)?;
    Ok(conference::edits(tx, id, before, edits_max)?)
}

/// The fields that an object had in a version, and the edits since.
fn seen(
    tx: &mut Tx<'_>,
    id: ConferenceId,
    (kind, code): (ObjectKind, &str),
    version: i64,
    now: &Fields,
) -> Result<(Fields, Vec<Edit>), EditError> {
    let mut edits = conference::edits_of(tx, id, kind, code, EDITS_MAX)?;
    edits.retain(|edit| edit.version > version);
    Ok((rewound(now, &edits), edits))
}

/// A session as it was in a version that somebody has seen, and what was done to it since, the newest first.
///
/// *Errors*: [`EditError::Gone`] when it is not there any more.
pub fn session_as_seen(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (code, version): (&str, i64),
) -> Result<(FullSession, Vec<Edit>), EditError> {
    let id = conference_id(tx, ctx, slug)?;
    let now = store::draft(tx, id)?.full_session(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    let (fields, edits) = seen(tx, id, (ObjectKind::Session, code), version, &fields(&now))?;
    Ok((of_fields(fields)?, edits))
}

/// A speaker as they were in a version that somebody has seen, and what was done since, the newest first.
///
/// *Errors*: [`EditError::Gone`] when they are not there any more.
pub fn speaker_as_seen(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (code, version): (&str, i64),
) -> Result<(FullSpeaker, Vec<Edit>), EditError> {
    let id = conference_id(tx, ctx, slug)?;
    as_seen(tx, id, (code, version))
}

/// [`speaker_as_seen`], for who has asked for the right to it already.
pub(in crate::actions) fn as_seen(
    tx: &mut Tx<'_>,
    id: ConferenceId,
    (code, version): (&str, i64),
) -> Result<(FullSpeaker, Vec<Edit>), EditError> {
    let now = store::draft(tx, id)?.full_speaker(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    let (fields, edits) = seen(tx, id, (ObjectKind::Speaker, code), version, &fields(&now))?;
    Ok((of_fields(fields)?, edits))
}
