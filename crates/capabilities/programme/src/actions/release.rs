use madang_audit as audit;
use madang_conference::{self as conference, Conference};
use madang_context::{Ctx, Power};
use madang_interchange::model::Programme;
use madang_store::{Tx, fault};
use serde_json::json;

use super::{
    ProgrammeError, act, find,
    outlook::draft_conflicts,
    tell::{Announcement, messages},
};
use crate::{
    model::{Level, Release},
    rules::changes::{changes, publish},
    store,
};

/// What became of a release.
#[derive(Clone, Debug, PartialEq)]
pub struct Released {
    /// The conference.
    pub conference: Conference,
    /// The release.
    pub release: Release,
    /// How many speakers will hear of it.
    pub queued: u64,
}

/// Publishes the draft as the next release.
///
/// Two at once become two releases, one after the other: the second waits for the first and compares with it.
///
/// *Errors*: [`ProgrammeError::Blocked`] while there are conflicts that the host does not allow.
pub fn release(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    note: &str,
    announcement: Option<&Announcement>,
) -> Result<Released, ProgrammeError> {
    let found = find(tx, ctx, Power::Organise, slug)?;
    // Takes the conference's row lock; whoever comes second reads what the first has written.
    conference::touch(tx, found.id, ctx.now)?;
    let found = conference::by_slug(tx, slug)?.ok_or_else(|| ProgrammeError::NoConference(slug.into()))?;
    let (draft, conflicts) = draft_conflicts(tx, &found)?;
    let blocking = conflicts.iter().filter(|conflict| conflict.level == Level::Block).count();
    if blocking > 0 {
        return Err(ProgrammeError::Blocked(blocking));
    }
    let number = store::latest_number(tx, found.id)?;
    let before = store::document(tx, found.id, number)?;
    fault::point("release/numbered");
    let programme = publish(&draft, before.as_ref());
    let changes = changes(before.as_ref(), &programme);
    let release = Release { number: number + 1, released_at: ctx.now, note: note.trim().to_owned(), changes };
    store::insert_release(tx, found.id, &release, &programme, ctx.now)?;
    let mut queued = 0;
    if let Some(announcement) = announcement {
        let recipients = store::recipients(tx, found.id)?;
        let letters = messages(announcement, &found, &release, (before.as_ref(), &programme), &recipients);
        queued = madang_mail::queue(tx, ctx, &letters)?;
    }
    let detail = json!({ "changes": release.changes.len(), "letters": queued });
    let told = json!({ "number": release.number, "changes": release.changes.len(), "note": release.note });
    madang_jobs::tell(tx, ctx, "release.published", found.id.0, told)?;
    audit::record(tx, ctx, &act("programme.release", found.id, &release.number.to_string(), detail))?;
    Ok(Released { conference: found, release, queued })
}

/// The latest release with its programme; `None` before the first.
pub fn latest_release(
    tx: &mut Tx<'_>,
    conference: &Conference,
) -> Result<Option<(Release, Programme)>, madang_store::StoreError> {
    let number = store::latest_number(tx, conference.id)?;
    let release = store::release(tx, conference.id, number)?;
    Ok(release.zip(store::document(tx, conference.id, number)?))
}

/// All releases without their programmes, the latest first; empty before the first.
pub fn releases(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str) -> Result<Vec<Release>, ProgrammeError> {
    let found = find(tx, ctx, Power::View, slug)?;
    Ok(store::releases(tx, found.id)?)
}
