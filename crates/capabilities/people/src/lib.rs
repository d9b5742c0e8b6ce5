//! Persons with accounts: signing up and in, passwords, devices.
//!
//! Words: a *person* is a human with an account, global to the server; an *account link* is a secret address in a mail
//! that signs the reader in once, and makes the account where there is none. Signing up and signing in are one way, so
//! that nobody can find out by it who has an account.

mod actions;
mod keepers;
mod letters;
mod limits;
mod model;
#[cfg(feature = "oidc")]
mod oidc;
mod pages;
mod passwords;
mod providers;
mod rules;
mod seal;
mod store;

use madang_context::Who;
use madang_store::{Migration, Statement, StoreError, Tx};
use madang_web::Identity;

pub use actions::{
    administrators, erase, factors::drop_second, link, make_administrator, names, people, people_count,
    person, person_by_email, person_of,
};
pub use keepers::{Keeper, Keepers, Objection};
pub use letters::Letters;
pub use limits::Limits;
pub use model::{Person, PersonId};
pub use pages::{SIGN_IN_PAGE, routes};
pub use passwords::{PasswordError, Passwords};
pub use providers::{ProviderConfig, ProviderError, Providers};
pub use rules::{INVITATION_PATH, email as mail_address, hide_links};
/// Every statement of this capability, for the test that prepares each on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[
    store::STATEMENTS,
    store::factors::STATEMENTS,
    store::email::STATEMENTS,
    store::passkeys::STATEMENTS,
    store::identities::STATEMENTS,
];

/// The tables of this capability.
pub static MIGRATIONS: &[Migration] = &[
    Migration::same("people/0001_person", include_str!("../migrations/0001_person.sql")),
    Migration::same("people/0002_second_step", include_str!("../migrations/0002_second_step.sql")),
    Migration::same("people/0003_email_change", include_str!("../migrations/0003_email_change.sql")),
    Migration::same("people/0004_passkey", include_str!("../migrations/0004_passkey.sql")),
    Migration::same("people/0005_identity", include_str!("../migrations/0005_identity.sql")),
];

/// Who a session's subject is; see [`madang_web::Standing`].
pub fn standing(tx: &mut Tx<'_>, subject: &str) -> Result<Option<Identity>, StoreError> {
    let Ok(id) = subject.parse() else { return Ok(None) };
    let is_administrator = store::is_administrator(tx, PersonId(id))?;
    Ok(is_administrator.map(|is_administrator| Identity::of(Who::Person { id, is_administrator })))
}

/// Forgets links and half-finished sign-ins that have run out; tells how many.
pub fn prune(tx: &mut Tx<'_>, now: jiff::Timestamp) -> Result<u64, StoreError> {
    let links = store::delete_expired_links(tx, now)? + store::email::delete_expired_changes(tx, now)?;
    let ceremonies = store::passkeys::delete_expired_ceremonies(tx, now)?
        + store::identities::delete_expired_visits(tx, now)?;
    Ok(links + ceremonies + store::factors::delete_expired_second_steps(tx, now)?)
}
