//! Messages to people: kept in an outbox in the same unit of work as their cause, delivered by a postman, and seen by
//! the administrator with what became of each.
//!
//! Words: a message is *queued*, then *sending*, then *sent*; when an attempt fails it is *failed* until the next one,
//! and after the last, or when the recipient's server refuses it for good, *given up*.
//!
//! A message is delivered at least once. If the program dies between handing a message over and noting it down, the
//! message is handed over again after its lease has run out, with the same `Message-ID`, by which mail programs know
//! that it is the same. Never silently not sent; at worst sent twice.

mod actions;
mod address;
mod compose;
mod model;
mod postman;
mod rules;
mod store;
mod transport;

use madang_store::{Migration, Statement};

pub use actions::{cancel, counts, is_due_since, list, message, prune, queue, resend};
pub use address::{AddressError, MailAddress};
pub use compose::ComposeError;
pub use model::{Cause, Filter, Message, MessageId, MessageState, NewMessage};
pub use postman::Postman;
pub use transport::{Memory, Security, SendError, SmtpConfig, Transport, TransportError};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[
    Migration::same("mail/0001_outbox", include_str!("../migrations/0001_outbox.sql")),
    Migration::same("mail/0002_calendar", include_str!("../migrations/0002_calendar.sql")),
];

/// Every statement of this crate, for the test that prepares each on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];
