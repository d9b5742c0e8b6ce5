//! Webhooks: addresses of a host's own that are told what happens in its conferences.
//!
//! Words: an *event* is something that has happened, such as `release.published`; a *webhook* is an address that wants to
//! know; a *delivery* is one event on its way to one webhook, tried again with growing pauses until the address takes it.
//!
//! Signed as [Standard Webhooks](https://www.standardwebhooks.com) say, so that receivers find a library for it. What is
//! sent goes to public networks only, unless the configuration names others; redirections are not followed.

mod actions;
mod deliver;
mod model;
mod rules;
mod store;

pub use actions::{
    WebhookError, create, delete, deliveries, ping, send_again, set_active, spread, webhook, webhooks,
};
pub use deliver::{DELIVER_JOB, Deliverer};
pub use model::{Delivery, DeliveryId, DeliveryState, Webhook, WebhookId};
pub use rules::{EVENTS, secret_text, signature};

use jiff::{SignedDuration, Timestamp};
use madang_store::{Migration, Statement, StoreError, Tx};

/// The tables of this capability.
pub static MIGRATIONS: &[Migration] =
    &[Migration::same("webhooks/0001_webhook", include_str!("../migrations/0001_webhook.sql"))];

/// Every SQL statement of this capability.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];

/// For how long deliveries stay in the log.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Forgets old deliveries; tells how many.
pub fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    store::delete_old_deliveries(tx, now - KEPT_FOR)
}
