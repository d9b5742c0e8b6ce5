//! Persons with accounts: signing up and in, passwords, devices.
//!
//! Words: a *person* is a human with an account, global to the server; an *account link* is a secret address in a mail
//! that signs the reader in once, and makes the account where there is none. Signing up and signing in are one way, so
//! that nobody can find out by it who has an account.

mod actions;
mod limits;
mod model;
mod pages;
mod passwords;
mod rules;
mod store;

use madang_context::Who;
use madang_store::{Migration, Statement, StoreError, Tx};
use madang_web::Identity;

pub use actions::{
    LinkError, Redeemed, administrators, change_profile, erase, link, make_administrator, names, open_link,
    people, people_count, person, person_of, redeem_link, send_link, set_password,
};
pub use limits::Limits;
pub use model::{Person, PersonId};
pub use pages::{SIGN_IN_PAGE, routes};
pub use passwords::{PasswordError, Passwords};
pub use rules::{email as mail_address, hide_links};
/// Every statement of this capability, for the test that prepares each on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];

/// The tables of this capability.
pub static MIGRATIONS: &[Migration] =
    &[Migration::same("people/0001_person", include_str!("../migrations/0001_person.sql"))];

/// Who a session's subject is; see [`madang_web::Standing`].
pub fn standing(tx: &mut Tx<'_>, subject: &str) -> Result<Option<Identity>, StoreError> {
    let Ok(id) = subject.parse() else { return Ok(None) };
    let is_administrator = store::is_administrator(tx, PersonId(id))?;
    Ok(is_administrator.map(|is_administrator| Identity::of(Who::Person { id, is_administrator })))
}

/// Forgets links that have run out; tells how many.
pub fn prune(tx: &mut Tx<'_>, now: jiff::Timestamp) -> Result<u64, StoreError> {
    store::delete_expired_links(tx, now)
}
