use jiff::Timestamp;
use madang_store::{Row, StoreError, Tx, params};

use crate::{once::Once, sessions::Session};

madang_store::statements! {
    /// A new session.
    INSERT_SESSION = "INSERT INTO web_session (token_digest, subject, created_at, seen_at, expires_at, \
        device) VALUES ($1, $2, $3, $3, $4, $5)";
    /// The session of a token that is still good at $2, and was used since $3.
    SESSION_BY_TOKEN = "SELECT token_digest, subject, created_at, seen_at, expires_at, device FROM web_session \
        WHERE token_digest = $1 AND expires_at > $2 AND seen_at > $3";
    /// All sessions of a person that are still good at $2, and were used since $3.
    SESSIONS_OF = "SELECT token_digest, subject, created_at, seen_at, expires_at, device FROM web_session \
        WHERE subject = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, token_digest";
    /// Notes that a session was used.
    TOUCH_SESSION = "UPDATE web_session SET seen_at = $2 WHERE token_digest = $1";
    /// Ends one session.
    DELETE_SESSION = "DELETE FROM web_session WHERE token_digest = $1";
    /// Ends all sessions of a person.
    DELETE_SESSIONS_OF = "DELETE FROM web_session WHERE subject = $1";
    /// Removes what has run out.
    DELETE_EXPIRED_SESSIONS = "DELETE FROM web_session WHERE expires_at <= $1 OR seen_at <= $2";
    /// A new sign-in link.
    INSERT_LINK = "INSERT INTO web_sign_in_link (token_digest, subject, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    /// Takes a link if nobody has: the condition makes two at once impossible.
    REDEEM_LINK = "UPDATE web_sign_in_link SET redeemed_at = $2 \
        WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2 RETURNING subject";
    /// Removes links that have run out.
    DELETE_EXPIRED_LINKS = "DELETE FROM web_sign_in_link WHERE expires_at <= $1";
    /// Takes a program's key if nobody has: the second of two at once waits for the first.
    INSERT_ONCE = "INSERT INTO web_once (bearer, key_digest, request_digest, status, body, created_at) \
        VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT DO NOTHING";
    /// What was asked under a key, and the answer.
    ONCE = "SELECT request_digest, status, body FROM web_once WHERE bearer = $1 AND key_digest = $2";
    /// Keeps the answer.
    SET_ONCE = "UPDATE web_once SET status = $3, body = $4 WHERE bearer = $1 AND key_digest = $2";
    /// Removes answers that nobody will ask for again.
    DELETE_OLD_ONCE = "DELETE FROM web_once WHERE created_at <= $1";
}

pub(crate) fn insert_session(tx: &mut Tx<'_>, session: &Session) -> Result<(), StoreError> {
    let Session { token_digest, subject, created_at, expires_at, device, .. } = session;
    tx.expect_rows(&INSERT_SESSION, params![token_digest[..], subject, created_at, expires_at, device], 1)
}

pub(crate) fn session_by_token(
    tx: &mut Tx<'_>,
    token_digest: [u8; 32],
    now: Timestamp,
    used_since: Timestamp,
) -> Result<Option<Session>, StoreError> {
    tx.query_opt(&SESSION_BY_TOKEN, params![token_digest[..], now, used_since], session)
}

/// The sessions of a person, the last used first; who that is nobody has asked yet.
pub(crate) fn sessions_of(
    tx: &mut Tx<'_>,
    subject: &str,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    tx.query(&SESSIONS_OF, params![subject, now, used_since], session)
}

fn session(row: &Row<'_>) -> Result<Session, StoreError> {
    let digest: Vec<u8> = row.get(0)?;
    Ok(Session {
        token_digest: digest.try_into().unwrap_or([0; 32]),
        subject: row.get(1)?,
        created_at: row.get(2)?,
        seen_at: row.get(3)?,
        expires_at: row.get(4)?,
        device: row.get(5)?,
    })
}

pub(crate) fn touch_session(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&TOUCH_SESSION, params![token_digest[..], now])
}

pub(crate) fn delete_session(tx: &mut Tx<'_>, token_digest: &[u8; 32]) -> Result<u64, StoreError> {
    tx.execute(&DELETE_SESSION, params![token_digest[..]])
}

pub(crate) fn delete_sessions_of(tx: &mut Tx<'_>, subject: &str) -> Result<u64, StoreError> {
    tx.execute(&DELETE_SESSIONS_OF, params![subject])
}

pub(crate) fn delete_expired(
    tx: &mut Tx<'_>,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<u64, StoreError> {
    let sessions = tx.execute(&DELETE_EXPIRED_SESSIONS, params![now, used_since])?;
    Ok(sessions + tx.execute(&DELETE_EXPIRED_LINKS, params![now])?)
}

pub(crate) fn insert_link(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    subject: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.expect_rows(&INSERT_LINK, params![token_digest[..], subject, now, expires_at], 1)
}

pub(crate) fn redeem_link(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    tx.query_opt(&REDEEM_LINK, params![token_digest[..], now], |row| row.get(0))
}

pub(crate) fn insert_once(tx: &mut Tx<'_>, once: &Once, now: Timestamp) -> Result<bool, StoreError> {
    let Once { bearer, key_digest, request_digest } = once;
    Ok(tx.execute(&INSERT_ONCE, params![bearer, key_digest[..], request_digest[..], now])? == 1)
}

/// Digest of what was asked, status and body of the answer.
pub(crate) fn once(tx: &mut Tx<'_>, once: &Once) -> Result<Option<([u8; 32], u16, String)>, StoreError> {
    tx.query_opt(&ONCE, params![once.bearer, once.key_digest[..]], |row| {
        let (digest, status): (Vec<u8>, i64) = (row.get(0)?, row.get(1)?);
        Ok((digest.try_into().unwrap_or([0; 32]), u16::try_from(status).unwrap_or(500), row.get(2)?))
    })
}

pub(crate) fn set_once(tx: &mut Tx<'_>, once: &Once, status: u16, body: &str) -> Result<(), StoreError> {
    tx.expect_rows(&SET_ONCE, params![once.bearer, once.key_digest[..], i64::from(status), body], 1)
}

pub(crate) fn delete_old_once(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_OLD_ONCE, params![before])
}
