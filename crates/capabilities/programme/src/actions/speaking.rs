//! What speakers do themselves, and how they come to it: a letter asks the person behind an entry to take it over; from then
//! on they may change what is theirs.

mod answer_letter;
pub(crate) mod invite;
pub(crate) mod own;
pub(crate) mod slides;

use madang_conference::{self as conference, Conference};
use madang_context::Ctx;
use madang_people::PersonId;
use madang_store::Tx;

use super::ProgrammeError;
use crate::store;

/// The conference of a short name, for the person who is this speaker of it. No role in a team counts here, and no token.
///
/// *Errors*: [`ProgrammeError::NoConference`] for everybody else: the page does not exist for them.
pub(crate) fn own_conference(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    speaker: &str,
) -> Result<Conference, ProgrammeError> {
    let none = || ProgrammeError::NoConference(slug.into());
    let person = PersonId(ctx.person().ok_or_else(none)?);
    let found = conference::by_slug(tx, slug)?.ok_or_else(none)?;
    match store::person_of(tx, found.id, speaker)? {
        Some(owner) if owner == person => Ok(found),
        _ => Err(none()),
    }
}
