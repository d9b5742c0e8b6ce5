//! Requests that are done once, however often a program sends them: after a broken connection it cannot know whether its
//! request arrived, and sends it again under the same key.
//!
//! The key is taken in the unit of work that does what was asked, so that either both are kept or neither: two requests at
//! once wait for each other, and what failed can be tried again.
//!
//! *Source*: The Idempotency-Key HTTP Header Field, draft-ietf-httpapi-idempotency-key-header.

use jiff::{SignedDuration, Timestamp};
use madang_store::{StoreError, Tx, fault};
use sha2::{Digest as _, Sha256};

use crate::store;

/// For how long an answer is kept.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// One request under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Who asks, as the audit names them: keys of others are no business of theirs.
    pub bearer: String,
    /// SHA-256 of the key.
    pub key_digest: [u8; 32],
    /// SHA-256 of what is asked: method, address, body.
    pub request_digest: [u8; 32],
}

impl Once {
    /// A request of `bearer` under a key; `parts` is all that tells it from others.
    #[must_use]
    pub fn new(bearer: String, key: &str, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self {
            bearer,
            key_digest: Sha256::digest(key.as_bytes()).into(),
            request_digest: hash.finalize().into(),
        }
    }
}

/// What the store knows of a request under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is to be done, and its answer to be [kept](keep).
    New,
    /// It was done: its status and body.
    Done(u16, String),
    /// Something else was asked under this key.
    Other,
}

/// Takes the key of a request; whoever takes it too waits until this unit of work ends.
pub fn take(tx: &mut Tx<'_>, once: &Once, now: Timestamp) -> Result<Known, StoreError> {
    if store::insert_once(tx, once, now)? {
        fault::point("once/taken");
        return Ok(Known::New);
    }
    Ok(match store::once(tx, once)? {
        Some((digest, status, body)) if digest == once.request_digest => Known::Done(status, body),
        _ => Known::Other,
    })
}

/// Keeps the answer to a request whose key was taken in this unit of work.
pub fn keep(tx: &mut Tx<'_>, once: &Once, status: u16, body: &str) -> Result<(), StoreError> {
    store::set_once(tx, once, status, body)
}

/// Forgets answers that are older than [`KEPT_FOR`]; tells how many.
pub fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    store::delete_old_once(tx, now - KEPT_FOR)
}
