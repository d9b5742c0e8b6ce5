//! Reads addresses that people typed, such as the picture of a speaker, and sends to them, as webhooks do.
//!
//! Whoever may type an address that the server reads can make it knock on doors that only the server reaches: the
//! database beside it, the cloud's metadata, the printer of the office ("server-side request forgery"). So an address
//! is looked up once, every one of its numbers must be public (or of a network that the configuration names), and the
//! connection is made to that very number: a name that answers differently the second time gains nothing. Redirections
//! are walked one by one under the same rules. Nothing is sent along unasked: no cookies, no credentials, no referrer.

mod address;
mod fetcher;

pub use address::is_public;
pub use fetcher::{Answer, FetchError, Fetched, Fetcher};
