//! Every SQL statement about persons.

pub(crate) mod email;
pub(crate) mod factors;
pub(crate) mod identities;
pub(crate) mod passkeys;

use jiff::Timestamp;
use madang_store::{Row, StoreError, ToParam as _, Tx, ValueRef, params};

use crate::model::{Person, PersonId};

madang_store::statements! {
    /// A new person, unless the address has one.
    INSERT_PERSON = "INSERT INTO person (id, email, name, language, is_administrator, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (email) DO NOTHING";
    /// One person.
    PERSON = "SELECT id, email, name, language, password IS NOT NULL, is_administrator, created_at, asks_second FROM person WHERE id = $1";
    /// The person of an address.
    PERSON_BY_EMAIL = "SELECT id, email, name, language, password IS NOT NULL, is_administrator, created_at, asks_second
        FROM person WHERE email = $1";
    /// Everybody who may do everything.
    ADMINISTRATORS = "SELECT id, email, name, language, password IS NOT NULL, is_administrator, created_at, asks_second
        FROM person WHERE is_administrator ORDER BY email";
    /// Whether a person may do everything.
    IS_ADMINISTRATOR = "SELECT is_administrator FROM person WHERE id = $1";
    /// Lets a person do everything.
    MAKE_ADMINISTRATOR = "UPDATE person SET is_administrator = TRUE, changed_at = $2 WHERE id = $1";
    /// What a password is checked against.
    PASSWORD = "SELECT id, password FROM person WHERE email = $1";
    /// The password of a person who is signed in.
    PASSWORD_OF = "SELECT password FROM person WHERE id = $1";
    /// Sets or takes away a password.
    SET_PASSWORD = "UPDATE person SET password = $2, changed_at = $3 WHERE id = $1";
    /// Name and language.
    CHANGE = "UPDATE person SET name = $2, language = $3, changed_at = $4 WHERE id = $1";
    /// Forgets a person.
    DELETE = "DELETE FROM person WHERE id = $1";
    /// Names of up to fifty people.
    NAMES = "SELECT id, name FROM person WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)";
    /// A page of everybody, by address, from behind one; all whose address or name holds some letters.
    PEOPLE = "SELECT id, email, name, language, password IS NOT NULL, is_administrator, created_at, asks_second
        FROM person WHERE email > $1 AND (email LIKE $2 OR LOWER(name) LIKE $2) ORDER BY email LIMIT $3";
    /// How many there are.
    COUNT = "SELECT COUNT(*) FROM person";
    /// A new link.
    INSERT_LINK = "INSERT INTO account_link (token_digest, email, next, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    /// A link that is still good.
    LINK = "SELECT email, next FROM account_link WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2";
    /// Takes a link if nobody has: the condition makes two at once impossible.
    REDEEM_LINK = "UPDATE account_link SET redeemed_at = $2
        WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2 RETURNING email, next";
    /// Forgets the links of an address.
    DELETE_LINKS_OF = "DELETE FROM account_link WHERE email = $1";
    /// Forgets links that have run out.
    DELETE_EXPIRED_LINKS = "DELETE FROM account_link WHERE expires_at <= $1";
}

/// How many names are asked for at once; as many as the statement has places.
pub(crate) const NAMES_MAX: usize = 50;

fn row(row: &Row<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        language: row.get(3)?,
        has_password: row.get(4)?,
        is_administrator: row.get(5)?,
        created_at: row.get(6)?,
        asks_second: row.get(7)?,
    })
}

/// Tells whether the person was made: not where the address has one.
pub(crate) fn insert_person(tx: &mut Tx<'_>, person: &Person) -> Result<bool, StoreError> {
    let Person { id, email, name, language, is_administrator, created_at, .. } = person;
    let made =
        tx.execute(&INSERT_PERSON, params![id, email, name, language, is_administrator, created_at])?;
    Ok(made == 1)
}

pub(crate) fn person(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    tx.query_opt(&PERSON, params![id], row)
}

pub(crate) fn person_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Person>, StoreError> {
    tx.query_opt(&PERSON_BY_EMAIL, params![email], row)
}

pub(crate) fn administrators(tx: &mut Tx<'_>) -> Result<Vec<Person>, StoreError> {
    tx.query(&ADMINISTRATORS, params![], row)
}

/// Names of these people; at most fifty, those who have gone left out.
pub(crate) fn names(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<Vec<(PersonId, String)>, StoreError> {
    let Some(first) = ids.first() else { return Ok(Vec::new()) };
    let padded: Vec<ValueRef<'_>> =
        (0..NAMES_MAX).map(|place| ids.get(place).unwrap_or(first).to_param()).collect();
    tx.query(&NAMES, &padded, |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn people(
    tx: &mut Tx<'_>,
    after: &str,
    pattern: &str,
    rows_max: i64,
) -> Result<Vec<Person>, StoreError> {
    tx.query(&PEOPLE, params![after, pattern, rows_max], row)
}

pub(crate) fn is_administrator(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<bool>, StoreError> {
    tx.query_opt(&IS_ADMINISTRATOR, params![id], |row| row.get(0))
}

pub(crate) fn make_administrator(tx: &mut Tx<'_>, id: PersonId, now: Timestamp) -> Result<(), StoreError> {
    tx.expect_rows(&MAKE_ADMINISTRATOR, params![id, now], 1)
}

pub(crate) fn password(
    tx: &mut Tx<'_>,
    email: &str,
) -> Result<Option<(PersonId, Option<String>)>, StoreError> {
    tx.query_opt(&PASSWORD, params![email], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn password_of(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<String>, StoreError> {
    Ok(tx.query_opt(&PASSWORD_OF, params![id], |row| row.get(0))?.flatten())
}

pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    id: PersonId,
    password: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.expect_rows(&SET_PASSWORD, params![id, password, now], 1)
}

pub(crate) fn change(
    tx: &mut Tx<'_>,
    id: PersonId,
    name: &str,
    language: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.expect_rows(&CHANGE, params![id, name, language, now], 1)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: PersonId) -> Result<(), StoreError> {
    tx.expect_rows(&DELETE, params![id], 1)
}

pub(crate) fn count(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.query_one(&COUNT, params![], |row| row.get(0))
}

pub(crate) fn insert_link(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    email: &str,
    next: &str,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    tx.expect_rows(&INSERT_LINK, params![token_digest[..], email, next, now, expires_at], 1)
}

pub(crate) fn link(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(String, String)>, StoreError> {
    tx.query_opt(&LINK, params![token_digest[..], now], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn redeem_link(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(String, String)>, StoreError> {
    tx.query_opt(&REDEEM_LINK, params![token_digest[..], now], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn delete_links_of(tx: &mut Tx<'_>, email: &str) -> Result<u64, StoreError> {
    tx.execute(&DELETE_LINKS_OF, params![email])
}

pub(crate) fn delete_expired_links(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_LINKS, params![now])
}
