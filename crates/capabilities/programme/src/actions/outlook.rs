//! What the team looks at before it releases.

use madang_conference::{self as conference, Conference};
use madang_context::{Ctx, Power};
use madang_store::{StoreError, Tx};

use super::{
    ProgrammeError, find,
    tell::{Announcement, due},
};
use crate::{
    model::{Change, Conflict, Draft, Levels, Release, Standing},
    rules::{
        changes::{changes, publish},
        conflicts::{Setting, conflicts},
    },
    store,
};

/// The draft of a conference beside its releases.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The conference; its revision names the state that was looked at.
    pub conference: Conference,
    /// The programme as the team has it now.
    pub draft: Draft,
    /// What should not be in it; kinds that are ignored are left out.
    pub conflicts: Vec<Conflict>,
    /// What the host has chosen for kinds of conflict.
    pub levels: Levels,
    /// All releases, the latest first; may be empty.
    pub releases: Vec<Release>,
    /// What a release would change for the public now; see [`Release::changes`].
    pub changes: Vec<Change>,
    /// How many speakers a release would write to; 0 when nobody asked.
    pub letters: usize,
}

/// What a release would do now; changes nothing. With an announcement the letters are counted too.
pub fn outlook(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    announcement: Option<&Announcement>,
) -> Result<Outlook, ProgrammeError> {
    let found = find(tx, ctx, Power::View, slug)?;
    let (draft, conflicts) = draft_conflicts(tx, &found)?;
    let levels = store::levels(tx, found.id)?;
    let releases = store::releases(tx, found.id)?;
    let number = releases.first().map_or(0, |release| release.number);
    let before = store::document(tx, found.id, number)?;
    let programme = publish(&draft, before.as_ref());
    let changes = changes(before.as_ref(), &programme);
    let mut letters = 0;
    if announcement.is_some() {
        let recipients = store::recipients(tx, found.id)?;
        letters = due(&changes, (before.as_ref(), &programme), &recipients).len();
    }
    Ok(Outlook { conference: found, draft, conflicts, levels, releases, changes, letters })
}

/// How far each conference's programme is; by id, conferences without sessions too.
pub fn standings(tx: &mut Tx<'_>) -> Result<Vec<Standing>, StoreError> {
    store::standings(tx)
}

/// Conflicts of the draft as it is now.
///
/// *Shapes*: gravest kind first, then by time; may be empty.
pub fn draft_conflicts(tx: &mut Tx<'_>, of: &Conference) -> Result<(Draft, Vec<Conflict>), StoreError> {
    let draft = store::draft(tx, of.id)?;
    let levels = store::levels(tx, of.id)?;
    let found = conflicts_of(tx, of, &draft, &levels)?;
    Ok((draft, found))
}

/// The conflicts of a draft that was read in the same unit.
pub(crate) fn conflicts_of(
    tx: &mut Tx<'_>,
    of: &Conference,
    draft: &Draft,
    levels: &Levels,
) -> Result<Vec<Conflict>, StoreError> {
    let (rooms, walks) = (conference::rooms(tx, of.id)?, conference::walks(tx, of.id)?);
    Ok(conflicts(draft, &Setting { conference: of, rooms: &rooms, walks: &walks, levels }))
}
