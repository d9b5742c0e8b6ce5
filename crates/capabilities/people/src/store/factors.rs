//! Statements about second factors.

use jiff::Timestamp;
use madang_store::{StoreError, Tx, params, row};

use crate::model::PersonId;

madang_store::statements! {
    /// Whether a person is asked for a second factor.
    SET_ASKS_SECOND = "UPDATE person SET asks_second = $2, changed_at = $3 WHERE id = $1";
    /// A new secret in place of one that was never confirmed: one that counts is not overwritten.
    BEGIN_AUTHENTICATOR = "INSERT INTO account_authenticator (person_id, secret, created_at, last_step)
        VALUES ($1, $2, $3, 0) ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
        WHERE account_authenticator.confirmed_at IS NULL";
    /// The secret of a person.
    AUTHENTICATOR = "SELECT secret, confirmed_at IS NOT NULL FROM account_authenticator WHERE person_id = $1";
    /// From now on the app counts.
    CONFIRM_AUTHENTICATOR = "UPDATE account_authenticator SET confirmed_at = $2 WHERE person_id = $1 AND confirmed_at IS NULL";
    /// Takes the code of a step, if it is later than all that were taken: the condition makes two at once impossible.
    TAKE_STEP = "UPDATE account_authenticator SET last_step = $2 WHERE person_id = $1 AND last_step < $2";
    /// The app is gone.
    DELETE_AUTHENTICATOR = "DELETE FROM account_authenticator WHERE person_id = $1";
    /// New recovery codes.
    INSERT_RECOVERY_CODES = "INSERT INTO account_recovery_code (code_digest, person_id) VALUES ($1, $2)";
    /// Takes a recovery code: of two at once, one finds it.
    TAKE_RECOVERY_CODE = "DELETE FROM account_recovery_code WHERE code_digest = $1 AND person_id = $2";
    /// How many are left.
    COUNT_RECOVERY_CODES = "SELECT COUNT(*) FROM account_recovery_code WHERE person_id = $1";
    /// Forgets those that are left.
    DELETE_RECOVERY_CODES = "DELETE FROM account_recovery_code WHERE person_id = $1";
    /// Somebody owes a second factor.
    INSERT_SECOND_STEP = "INSERT INTO account_second_step (token_digest, person_id, next, tries_left, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// Who owes it, as long as they may still try.
    SECOND_STEP = "SELECT person_id, next FROM account_second_step WHERE token_digest = $1 AND expires_at > $2 AND tries_left > 0";
    /// Counts a try before it is looked at: many at once are as many tries.
    TAKE_TRY = "UPDATE account_second_step SET tries_left = tries_left - 1
        WHERE token_digest = $1 AND expires_at > $2 AND tries_left > 0 RETURNING person_id, next, tries_left";
    /// The second factor was shown: of two at once, one finds it.
    DELETE_SECOND_STEP = "DELETE FROM account_second_step WHERE token_digest = $1";
    /// Nobody is half signed in any more.
    DELETE_SECOND_STEPS_OF = "DELETE FROM account_second_step WHERE person_id = $1";
    /// Forgets those that have run out.
    DELETE_EXPIRED_SECOND_STEPS = "DELETE FROM account_second_step WHERE expires_at <= $1";
}

pub(crate) fn set_asks_second(
    tx: &mut Tx<'_>,
    id: PersonId,
    asks: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.expect_rows(&SET_ASKS_SECOND, params![id, asks, now], 1)
}

/// Tells whether it was kept: not where there is an app that counts.
pub(crate) fn begin_authenticator(
    tx: &mut Tx<'_>,
    id: PersonId,
    sealed: &[u8],
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&BEGIN_AUTHENTICATOR, params![id, sealed, now])? == 1)
}

/// The sealed secret, and whether it counts.
pub(crate) fn authenticator(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<(Vec<u8>, bool)>, StoreError> {
    tx.query_opt(&AUTHENTICATOR, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn confirm_authenticator(
    tx: &mut Tx<'_>,
    id: PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&CONFIRM_AUTHENTICATOR, params![id, now])? == 1)
}

pub(crate) fn take_step(tx: &mut Tx<'_>, id: PersonId, step: i64) -> Result<bool, StoreError> {
    Ok(tx.execute(&TAKE_STEP, params![id, step])? == 1)
}

pub(crate) fn delete_authenticator(tx: &mut Tx<'_>, id: PersonId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_AUTHENTICATOR, params![id])? == 1)
}

pub(crate) fn replace_recovery_codes(
    tx: &mut Tx<'_>,
    id: PersonId,
    digests: &[[u8; 32]],
) -> Result<(), StoreError> {
    tx.execute(&DELETE_RECOVERY_CODES, params![id])?;
    let rows: Vec<_> = digests.iter().map(|digest| row![digest[..], id]).collect();
    tx.execute_many(&INSERT_RECOVERY_CODES, &rows).map(drop)
}

pub(crate) fn take_recovery_code(
    tx: &mut Tx<'_>,
    id: PersonId,
    digest: &[u8; 32],
) -> Result<bool, StoreError> {
    Ok(tx.execute(&TAKE_RECOVERY_CODE, params![digest[..], id])? == 1)
}

pub(crate) fn count_recovery_codes(tx: &mut Tx<'_>, id: PersonId) -> Result<i64, StoreError> {
    tx.query_one(&COUNT_RECOVERY_CODES, params![id], |row| row.get(0))
}

pub(crate) fn delete_recovery_codes(tx: &mut Tx<'_>, id: PersonId) -> Result<u64, StoreError> {
    tx.execute(&DELETE_RECOVERY_CODES, params![id])
}

/// A second step that is owed.
pub(crate) struct SecondStep {
    pub(crate) person: PersonId,
    pub(crate) next: String,
    pub(crate) tries_left: i64,
}

pub(crate) fn insert_second_step(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    step: &SecondStep,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let SecondStep { person, next, tries_left } = step;
    let params = params![token_digest[..], person, next, tries_left, now, expires_at];
    tx.expect_rows(&INSERT_SECOND_STEP, params, 1)
}

pub(crate) fn second_step(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(PersonId, String)>, StoreError> {
    tx.query_opt(&SECOND_STEP, params![token_digest[..], now], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn take_try(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<SecondStep>, StoreError> {
    tx.query_opt(&TAKE_TRY, params![token_digest[..], now], |row| {
        Ok(SecondStep { person: row.get(0)?, next: row.get(1)?, tries_left: row.get(2)? })
    })
}

pub(crate) fn delete_second_step(tx: &mut Tx<'_>, token_digest: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_SECOND_STEP, params![token_digest[..]])? == 1)
}

pub(crate) fn delete_second_steps_of(tx: &mut Tx<'_>, id: PersonId) -> Result<u64, StoreError> {
    tx.execute(&DELETE_SECOND_STEPS_OF, params![id])
}

pub(crate) fn delete_expired_second_steps(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_SECOND_STEPS, params![now])
}
