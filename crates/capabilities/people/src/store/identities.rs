//! Statements about identities at other providers.

#![cfg_attr(
    not(feature = "oidc"),
    expect(dead_code, reason = "identities come through the feature oidc only")
)]

use jiff::Timestamp;
use madang_store::{Row, StoreError, Tx, params};

use crate::model::{Identity, PersonId};

madang_store::statements! {
    /// An identity becomes a person's; one that is there already stays whose it is.
    INSERT_IDENTITY = "INSERT INTO account_identity (issuer, subject, person_id, provider, created_at, used_at)
        VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (issuer, subject) DO NOTHING";
    /// Whose an identity is; notes that it was used.
    USE_IDENTITY = "UPDATE account_identity SET used_at = $3 WHERE issuer = $1 AND subject = $2 RETURNING person_id";
    /// The identities of a person.
    IDENTITIES_OF = "SELECT issuer, subject, provider FROM account_identity WHERE person_id = $1 ORDER BY provider, created_at";
    /// One is gone; only its person's own.
    DELETE_IDENTITY = "DELETE FROM account_identity WHERE issuer = $1 AND subject = $2 AND person_id = $3";
    /// Somebody is sent to a provider.
    INSERT_VISIT = "INSERT INTO account_provider_visit (state_digest, browser_digest, provider, nonce, verifier, next, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Somebody comes back: of two at once, one finds it; another browser, or from another provider, does not.
    TAKE_VISIT = "DELETE FROM account_provider_visit WHERE state_digest = $1 AND browser_digest = $2 AND provider = $3
        AND expires_at > $4 RETURNING nonce, verifier, next";
    /// Forgets those that have run out.
    DELETE_EXPIRED_VISITS = "DELETE FROM account_provider_visit WHERE expires_at <= $1";
    /// What a second step is to link.
    INSERT_STEP_IDENTITY = "INSERT INTO account_second_step_identity (token_digest, issuer, subject, provider) VALUES ($1, $2, $3, $4)";
    /// What a second step links.
    STEP_IDENTITY = "SELECT issuer, subject, provider FROM account_second_step_identity WHERE token_digest = $1";
}

fn identity(row: &Row<'_>) -> Result<Identity, StoreError> {
    Ok(Identity { issuer: row.get(0)?, subject: row.get(1)?, provider: row.get(2)? })
}

/// Tells whether it became the person's: not when it is somebody's already.
pub(crate) fn insert_identity(
    tx: &mut Tx<'_>,
    id: PersonId,
    Identity { issuer, subject, provider }: &Identity,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&INSERT_IDENTITY, params![issuer, subject, id, provider, now])? == 1)
}

pub(crate) fn use_identity(
    tx: &mut Tx<'_>,
    Identity { issuer, subject, .. }: &Identity,
    now: Timestamp,
) -> Result<Option<PersonId>, StoreError> {
    tx.query_opt(&USE_IDENTITY, params![issuer, subject, now], |row| row.get(0))
}

pub(crate) fn identities_of(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Identity>, StoreError> {
    tx.query(&IDENTITIES_OF, params![id], identity)
}

pub(crate) fn delete_identity(
    tx: &mut Tx<'_>,
    id: PersonId,
    Identity { issuer, subject, .. }: &Identity,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_IDENTITY, params![issuer, subject, id])? == 1)
}

/// Somebody on the way to a provider and back.
pub(crate) struct ProviderVisit {
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) next: String,
}

pub(crate) fn insert_visit(
    tx: &mut Tx<'_>,
    (state_digest, browser_digest): (&[u8; 32], &[u8; 32]),
    provider: &str,
    ProviderVisit { nonce, verifier, next }: &ProviderVisit,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let params = params![state_digest[..], browser_digest[..], provider, nonce, verifier, next, expires_at];
    tx.expect_rows(&INSERT_VISIT, params, 1)
}

pub(crate) fn take_visit(
    tx: &mut Tx<'_>,
    (state_digest, browser_digest): (&[u8; 32], &[u8; 32]),
    provider: &str,
    now: Timestamp,
) -> Result<Option<ProviderVisit>, StoreError> {
    tx.query_opt(&TAKE_VISIT, params![state_digest[..], browser_digest[..], provider, now], |row| {
        Ok(ProviderVisit { nonce: row.get(0)?, verifier: row.get(1)?, next: row.get(2)? })
    })
}

pub(crate) fn delete_expired_visits(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_VISITS, params![now])
}

pub(crate) fn insert_step_identity(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    Identity { issuer, subject, provider }: &Identity,
) -> Result<(), StoreError> {
    tx.expect_rows(&INSERT_STEP_IDENTITY, params![token_digest[..], issuer, subject, provider], 1)
}

pub(crate) fn step_identity(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
) -> Result<Option<Identity>, StoreError> {
    tx.query_opt(&STEP_IDENTITY, params![token_digest[..]], identity)
}
