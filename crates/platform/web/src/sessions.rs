//! Who is signed in on which device, and the links that sign the administrator in.
//!
//! The browser holds a secret token in a signed cookie; the store holds its digest. A sign-in always makes a new token
//! and ends the session before it, so that a token planted by somebody else is worth nothing (session fixation).

use http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp};
use madang_context::{Ctx, Who};
use madang_store::{StoreError, Tx};
use sha2::{Digest, Sha256};

use crate::{
    app::{Identity, Standing},
    store,
};

/// The person that the administrator's links sign in.
pub const ADMINISTRATOR: &str = "administrator";

/// How long a session lasts at most, and how long without being used.
const LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);
const IDLE: SignedDuration = SignedDuration::from_hours(3 * 24);
/// How often its use is written down: writing at every request would cost a commit each.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// A person signed in on one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Digest of the secret token; names the session in the store.
    pub token_digest: [u8; 32],
    /// Who: [`ADMINISTRATOR`], or a person's id.
    pub subject: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to within minutes.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// What it was begun on, as the browser told it; may be empty.
    pub device: String,
}

impl Session {
    /// Names the session where it must not be given away, such as in a form that ends it.
    #[must_use]
    pub fn name(&self) -> String {
        Sha256::digest(self.token_digest)[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

pub(crate) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Signs `subject` in and ends the session `before`; gives the token for the cookie
/// ([`Visit::sign_in`](crate::Visit::sign_in) sets it).
pub fn begin(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    subject: &str,
    device: &str,
    before: Option<&Session>,
) -> Result<String, StoreError> {
    if let Some(before) = before {
        store::delete_session(tx, &before.token_digest)?;
    }
    let token = ctx.ids.token();
    let session = Session {
        token_digest: digest(&token),
        subject: subject.to_owned(),
        created_at: ctx.now,
        seen_at: ctx.now,
        expires_at: ctx.now + LASTS,
        device: device.to_owned(),
    };
    store::insert_session(tx, &session)?;
    Ok(token)
}

/// The session of a token, if it has neither run out nor lain idle for too long, and its person is still there.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    token_digest: [u8; 32],
    now: Timestamp,
    standing: Standing,
) -> Result<Option<(Session, Identity)>, StoreError> {
    let Some(session) = store::session_by_token(tx, token_digest, now, now - IDLE)? else { return Ok(None) };
    let identity = match session.subject.as_str() {
        ADMINISTRATOR => Some(Identity::of(Who::Administrator)),
        person => standing(tx, person)?,
    };
    Ok(identity.map(|identity| (session, identity)))
}

/// Whether it is time to write down that the session is in use.
pub(crate) fn is_touch_due(session: &Session, now: Timestamp) -> bool {
    now.duration_since(session.seen_at) >= TOUCH_EVERY
}

pub(crate) fn touch(tx: &mut Tx<'_>, token_digest: &[u8; 32], now: Timestamp) -> Result<u64, StoreError> {
    store::touch_session(tx, token_digest, now)
}

/// The sessions of a subject that are still good, the last used first.
pub fn list(tx: &mut Tx<'_>, subject: &str, now: Timestamp) -> Result<Vec<Session>, StoreError> {
    store::sessions_of(tx, subject, now, now - IDLE)
}

/// The words by which a browser tells what it is, bounded: for [`begin`].
#[must_use]
pub fn device(headers: &HeaderMap) -> String {
    let told = headers.get(header::USER_AGENT).and_then(|told| told.to_str().ok()).unwrap_or_default();
    told.chars().filter(|letter| !letter.is_control()).take(300).collect()
}

/// Signs out on one device. Tells whether there was such a session.
pub fn end(tx: &mut Tx<'_>, session: &Session) -> Result<bool, StoreError> {
    Ok(store::delete_session(tx, &session.token_digest)? > 0)
}

/// Signs `subject` out everywhere; tells on how many devices.
pub fn end_all_of(tx: &mut Tx<'_>, subject: &str) -> Result<u64, StoreError> {
    store::delete_sessions_of(tx, subject)
}

/// Removes sessions and links that have run out; tells how many.
pub fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    store::delete_expired(tx, now, now - IDLE)
}

/// A link that signs its bearer in as the administrator, once, until `valid_for` has passed. Gives its path on this
/// server, such as `/sign-in/…`; the token in it is nowhere else.
pub fn make_sign_in_link(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    valid_for: SignedDuration,
) -> Result<String, StoreError> {
    let token = ctx.ids.token();
    store::insert_link(tx, &digest(&token), ADMINISTRATOR, ctx.now, ctx.now + valid_for)?;
    Ok(format!("/sign-in/{token}"))
}

/// Takes a sign-in link and begins a session; `None` when it was used before, has run out or never was. Of two at
/// once, one gets it.
pub fn redeem_sign_in_link(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    token: &str,
    device: &str,
    before: Option<&Session>,
) -> Result<Option<String>, StoreError> {
    let Some(subject) = store::redeem_link(tx, &digest(token), ctx.now)? else { return Ok(None) };
    begin(tx, ctx, &subject, device, before).map(Some)
}
