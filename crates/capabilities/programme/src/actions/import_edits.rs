//! The history that an import writes.

use madang_audit as audit;
use madang_conference::{Edit, EditAction, differences};
use madang_context::Ctx;
use madang_interchange::model::{Session, State};
use madang_store::Id;

use crate::{
    model::{Draft, Editable, FullSession, FullSpeaker},
    rules::{
        import::Plan,
        merge::{Fields, fields},
    },
};

/// What the import changes of what was there already, for its history. What is new has none yet.
pub(crate) fn edits(ctx: &Ctx, draft: &Draft, plan: &Plan, batch: Id) -> Vec<Edit> {
    let edit = |kind: Editable, code: &str, version: i64, before: &Fields, after: &Fields| Edit {
        id: ctx.id(),
        batch,
        kind: kind.object(),
        code: code.to_owned(),
        version: version + 1,
        action: EditAction::Import,
        at: ctx.now,
        who: audit::who(ctx),
        changes: differences(Some(before), Some(after)),
    };
    let mut edits = Vec::new();
    for planned in &plan.speakers {
        let Some(before) = draft.full_speaker(&planned.item.key) else { continue };
        let Some(speaker) = planned.value.clone() else { continue };
        let version = draft.versions.speakers.get(&planned.item.key).copied().unwrap_or(0);
        let after = FullSpeaker { speaker, ..before.clone() };
        edits.push(edit(Editable::Speaker, &planned.item.key, version, &fields(&before), &fields(&after)));
    }
    for planned in &plan.sessions {
        let Some(before) = draft.full_session(&planned.item.key) else { continue };
        let session = planned.value.clone().unwrap_or_else(|| withdrawn(&before.session));
        let version = draft.versions.sessions.get(&planned.item.key).copied().unwrap_or(0);
        let after = FullSession { session, ..before.clone() };
        edits.push(edit(Editable::Session, &planned.item.key, version, &fields(&before), &fields(&after)));
    }
    edits.retain(|edit| !edit.changes.is_empty());
    edits
}

/// A session that its source no longer has.
pub(crate) fn withdrawn(session: &Session) -> Session {
    Session { state: State::Withdrawn, slot: None, ..session.clone() }
}
