//! Statements about passkeys.

use jiff::Timestamp;
use madang_store::{Row, StoreError, Tx, params};

use crate::model::{KeptPasskey, PersonId};

madang_store::statements! {
    /// A new passkey; one that is there already stays whose it is.
    INSERT_PASSKEY = "INSERT INTO account_passkey (credential_id, person_id, name, credential, created_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (credential_id) DO NOTHING";
    /// The passkeys of a person, the oldest first.
    PASSKEYS_OF = "SELECT credential_id, name, credential, created_at, used_at FROM account_passkey
        WHERE person_id = $1 ORDER BY created_at, credential_id";
    /// How many a person has.
    COUNT_PASSKEYS = "SELECT COUNT(*) FROM account_passkey WHERE person_id = $1";
    /// One was used.
    USE_PASSKEY = "UPDATE account_passkey SET credential = $3, used_at = $4 WHERE credential_id = $1 AND person_id = $2";
    /// One is gone; only its person's own.
    DELETE_PASSKEY = "DELETE FROM account_passkey WHERE credential_id = $1 AND person_id = $2";
    /// A challenge.
    INSERT_CEREMONY = "INSERT INTO account_ceremony (token_digest, person_id, purpose, state, expires_at)
        VALUES ($1, $2, $3, $4, $5)";
    /// Takes a challenge: of two answers at once, one finds it.
    TAKE_CEREMONY = "DELETE FROM account_ceremony WHERE token_digest = $1 AND purpose = $2 AND expires_at > $3
        RETURNING person_id, state";
    /// Forgets those that have run out.
    DELETE_EXPIRED_CEREMONIES = "DELETE FROM account_ceremony WHERE expires_at <= $1";
}

fn passkey(row: &Row<'_>) -> Result<KeptPasskey, StoreError> {
    Ok(KeptPasskey {
        credential_id: row.get(0)?,
        name: row.get(1)?,
        credential: row.get(2)?,
        created_at: row.get(3)?,
        used_at: row.get(4)?,
    })
}

/// Tells whether it was kept: not when it is there already.
pub(crate) fn insert_passkey(
    tx: &mut Tx<'_>,
    id: PersonId,
    passkey: &KeptPasskey,
) -> Result<bool, StoreError> {
    let KeptPasskey { credential_id, name, credential, created_at, .. } = passkey;
    let params = params![credential_id[..], id, name, credential, created_at];
    Ok(tx.execute(&INSERT_PASSKEY, params)? == 1)
}

pub(crate) fn passkeys_of(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<KeptPasskey>, StoreError> {
    tx.query(&PASSKEYS_OF, params![id], passkey)
}

pub(crate) fn count_passkeys(tx: &mut Tx<'_>, id: PersonId) -> Result<i64, StoreError> {
    tx.query_one(&COUNT_PASSKEYS, params![id], |row| row.get(0))
}

pub(crate) fn use_passkey(
    tx: &mut Tx<'_>,
    id: PersonId,
    (credential_id, credential): (&[u8], &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.expect_rows(&USE_PASSKEY, params![credential_id, id, credential, now], 1)
}

pub(crate) fn delete_passkey(
    tx: &mut Tx<'_>,
    id: PersonId,
    credential_id: &[u8],
) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_PASSKEY, params![credential_id, id])? == 1)
}

pub(crate) fn insert_ceremony(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    (id, purpose): (Option<PersonId>, &str),
    state: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.expect_rows(&INSERT_CEREMONY, params![token_digest[..], id, purpose, state, expires_at], 1)
}

pub(crate) fn take_ceremony(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    purpose: &str,
    now: Timestamp,
) -> Result<Option<(Option<PersonId>, String)>, StoreError> {
    tx.query_opt(&TAKE_CEREMONY, params![token_digest[..], purpose, now], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

pub(crate) fn delete_expired_ceremonies(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_CEREMONIES, params![now])
}
