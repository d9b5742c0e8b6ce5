//! Statements about changes of addresses.

use jiff::Timestamp;
use madang_store::{Row, StoreError, Tx, params};

use crate::model::{EmailChange, PersonId};

madang_store::statements! {
    /// A change that is asked for, in place of one before.
    INSERT_CHANGE = "INSERT INTO account_email_change (person_id, old_email, new_email, old_digest, new_digest, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id) DO UPDATE SET old_email = excluded.old_email,
        new_email = excluded.new_email, old_digest = excluded.old_digest, new_digest = excluded.new_digest,
        old_confirmed_at = NULL, new_confirmed_at = NULL, created_at = excluded.created_at, expires_at = excluded.expires_at";
    /// The change that a person has asked for.
    CHANGE_OF = "SELECT person_id, old_email, new_email, old_confirmed_at IS NOT NULL, new_confirmed_at IS NOT NULL
        FROM account_email_change WHERE person_id = $1 AND expires_at > $2";
    /// The change of a link in either letter, as long as that link is not used up.
    CHANGE_BY_LINK = "SELECT person_id, old_email, new_email, old_confirmed_at IS NOT NULL, new_confirmed_at IS NOT NULL
        FROM account_email_change WHERE expires_at > $2
        AND ((old_digest = $1 AND old_confirmed_at IS NULL) OR (new_digest = $1 AND new_confirmed_at IS NULL))";
    /// Whether the link is that of the letter to the old address.
    IS_OLD_LINK = "SELECT EXISTS (SELECT 1 FROM account_email_change WHERE old_digest = $1)";
    /// The old address says yes, once.
    CONFIRM_OLD = "UPDATE account_email_change SET old_confirmed_at = $2 WHERE old_digest = $1 AND old_confirmed_at IS NULL
        AND expires_at > $2 RETURNING person_id, old_email, new_email, old_confirmed_at IS NOT NULL, new_confirmed_at IS NOT NULL";
    /// The new address says yes, once.
    CONFIRM_NEW = "UPDATE account_email_change SET new_confirmed_at = $2 WHERE new_digest = $1 AND new_confirmed_at IS NULL
        AND expires_at > $2 RETURNING person_id, old_email, new_email, old_confirmed_at IS NOT NULL, new_confirmed_at IS NOT NULL";
    /// The change has happened, or was stopped: of two at once, one finds it.
    DELETE_CHANGE = "DELETE FROM account_email_change WHERE person_id = $1";
    /// Forgets those that have run out.
    DELETE_EXPIRED_CHANGES = "DELETE FROM account_email_change WHERE expires_at <= $1";
    /// Gives a person another address, unless somebody has it.
    CHANGE_EMAIL = "UPDATE person SET email = $3, changed_at = $4 WHERE id = $1 AND email = $2
        AND NOT EXISTS (SELECT 1 FROM person AS other WHERE other.email = $3)";
}

fn change(row: &Row<'_>) -> Result<EmailChange, StoreError> {
    Ok(EmailChange {
        person: row.get(0)?,
        old: row.get(1)?,
        new: row.get(2)?,
        is_old_confirmed: row.get(3)?,
        is_new_confirmed: row.get(4)?,
    })
}

pub(crate) fn insert_change(
    tx: &mut Tx<'_>,
    asked: &EmailChange,
    (old_digest, new_digest): (&[u8; 32], &[u8; 32]),
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let EmailChange { person, old, new, .. } = asked;
    let params = params![person, old, new, old_digest[..], new_digest[..], now, expires_at];
    tx.expect_rows(&INSERT_CHANGE, params, 1)
}

pub(crate) fn change_of(
    tx: &mut Tx<'_>,
    id: PersonId,
    now: Timestamp,
) -> Result<Option<EmailChange>, StoreError> {
    tx.query_opt(&CHANGE_OF, params![id, now], change)
}

/// The change, and whether the link is that of the old address.
pub(crate) fn change_by_link(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(EmailChange, bool)>, StoreError> {
    let Some(found) = tx.query_opt(&CHANGE_BY_LINK, params![digest[..], now], change)? else {
        return Ok(None);
    };
    let is_old = tx.query_one(&IS_OLD_LINK, params![digest[..]], |row| row.get(0))?;
    Ok(Some((found, is_old)))
}

pub(crate) fn confirm(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<EmailChange>, StoreError> {
    match tx.query_opt(&CONFIRM_OLD, params![digest[..], now], change)? {
        Some(found) => Ok(Some(found)),
        None => tx.query_opt(&CONFIRM_NEW, params![digest[..], now], change),
    }
}

pub(crate) fn delete_change(tx: &mut Tx<'_>, id: PersonId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_CHANGE, params![id])? == 1)
}

pub(crate) fn delete_expired_changes(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_CHANGES, params![now])
}

/// Tells whether it was done: not when the person has another address by now, or somebody has the new one.
pub(crate) fn change_email(tx: &mut Tx<'_>, asked: &EmailChange, now: Timestamp) -> Result<bool, StoreError> {
    let EmailChange { person, old, new, .. } = asked;
    Ok(tx.execute(&CHANGE_EMAIL, params![person, old, new, now])? == 1)
}
