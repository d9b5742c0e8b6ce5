//! Who runs a host's conferences: members with roles, invitations, tokens for programs.
//!
//! Words: a *team* are the members of a host, or of one conference only; a *role* says what a member may do, as a set of
//! [powers](madang_context::Power); an *invitation* is a letter that asks somebody into a team, and is redeemed once; a
//! *token* lets a program act for a team. A role in the host's team holds for all of its conferences.

mod actions;
mod letters;
mod model;
mod rules;
mod store;

pub use actions::{
    Invited, TeamError, create_host, create_token, enlist, find_token, grants_of, in_charge, invitation,
    invite, keeper, leave, redeem, remove, rename_host, revoke_invitation, revoke_token, set_role, standing,
    team, token_used, tokens,
};
pub use letters::{INVITATION_LASTS, INVITATION_PATH, invitation_letter, new_invitation_link, secret_digest};
pub use model::{Invitation, InvitationId, Member, Role, Scope, Team, Token, TokenId};

use jiff::Timestamp;
use madang_store::{Migration, Statement, StoreError, Tx};

/// The tables of this capability.
pub static MIGRATIONS: &[Migration] =
    &[Migration::same("team/0001_team", include_str!("../migrations/0001_team.sql"))];

/// Every SQL statement of this capability.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];

/// Forgets invitations that have run out, and tokens that ran out long ago; tells how many.
pub fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    Ok(store::delete_expired_invitations(tx, now)?
        + store::delete_expired_tokens(tx, now - rules::TOKENS_KEPT)?)
}
