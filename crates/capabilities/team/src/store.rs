//! Every SQL statement about teams. Members' names are read together with their roles, out of the table of persons.

use jiff::Timestamp;
use madang_conference::{ConferenceId, HostId};
use madang_context::{Id, Powers};
use madang_people::PersonId;
use madang_store::{ColumnError, Row, StoreError, Tx, params};

use crate::{
    model::{Invitation, InvitationId, Member, Role, Scope, Token, TokenId},
    rules,
};

madang_store::statements! {
    /// Every role of a person, with the scope that it holds for.
    ROLES_OF = "SELECT host_id, role FROM host_member WHERE person_id = $1
        UNION ALL SELECT conference_id, role FROM conference_member WHERE person_id = $1";
    /// The team of a host.
    HOST_MEMBERS = "SELECT member.person_id, person.name, person.email, member.role, member.added_at
        FROM host_member AS member JOIN person ON person.id = member.person_id
        WHERE member.host_id = $1 ORDER BY person.name, person.id";
    /// The team of a conference.
    CONFERENCE_MEMBERS = "SELECT member.person_id, person.name, person.email, member.role, member.added_at
        FROM conference_member AS member JOIN person ON person.id = member.person_id
        WHERE member.conference_id = $1 ORDER BY person.name, person.id";
    /// Gives somebody a role in a host's team, in place of the one they had.
    WRITE_HOST_MEMBER = "INSERT INTO host_member (host_id, person_id, role, added_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (host_id, person_id) DO UPDATE SET role = excluded.role";
    /// Gives somebody a role in a conference's team, in place of the one they had.
    WRITE_CONFERENCE_MEMBER = "INSERT INTO conference_member (conference_id, person_id, role, added_at)
        VALUES ($1, $2, $3, $4) ON CONFLICT (conference_id, person_id) DO UPDATE SET role = excluded.role";
    /// Takes somebody out of a host's team.
    DELETE_HOST_MEMBER = "DELETE FROM host_member WHERE host_id = $1 AND person_id = $2";
    /// Takes somebody out of a conference's team.
    DELETE_CONFERENCE_MEMBER = "DELETE FROM conference_member WHERE conference_id = $1 AND person_id = $2";
    /// The hosts that somebody is the only owner of.
    OWNED_ALONE = "SELECT host_id FROM host_member WHERE person_id = $1 AND role = 'owner' AND NOT EXISTS (
            SELECT 1 FROM host_member AS other
            WHERE other.host_id = host_member.host_id AND other.role = 'owner' AND other.person_id <> $1)
        ORDER BY host_id";

    /// A new invitation.
    INSERT_INVITATION = "INSERT INTO invitation (id, token_digest, host_id, conference_id, email, role, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Whom a team waits for.
    INVITATIONS = "SELECT id, host_id, conference_id, email, role, created_at, expires_at FROM invitation
        WHERE host_id = $1 AND NOT (conference_id IS DISTINCT FROM $2) AND redeemed_at IS NULL AND expires_at > $3
        ORDER BY id DESC";
    /// An invitation that is still good.
    INVITATION = "SELECT id, host_id, conference_id, email, role, created_at, expires_at FROM invitation
        WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2";
    /// Takes an invitation if nobody has: the condition makes two at once impossible.
    REDEEM_INVITATION = "UPDATE invitation SET redeemed_at = $2
        WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2
        RETURNING id, host_id, conference_id, email, role, created_at, expires_at";
    /// Takes an invitation back.
    DELETE_INVITATION = "DELETE FROM invitation
        WHERE id = $1 AND host_id = $2 AND NOT (conference_id IS DISTINCT FROM $3) AND redeemed_at IS NULL";
    /// Takes back what was sent to an address before, so that the newest letter counts.
    DELETE_INVITATIONS_TO = "DELETE FROM invitation
        WHERE host_id = $1 AND NOT (conference_id IS DISTINCT FROM $2) AND email = $3 AND redeemed_at IS NULL";
    /// Forgets invitations that have run out.
    DELETE_EXPIRED_INVITATIONS = "DELETE FROM invitation WHERE expires_at <= $1";

    /// A new token.
    INSERT_TOKEN = "INSERT INTO api_token (id, token_digest, host_id, conference_id, person_id, name, powers, created_at,
            expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The tokens of a team.
    TOKENS = "SELECT id, host_id, conference_id, person_id, name, powers, created_at, expires_at, used_at FROM api_token
        WHERE host_id = $1 AND NOT (conference_id IS DISTINCT FROM $2) ORDER BY id DESC";
    /// A token that is still good.
    TOKEN = "SELECT id, host_id, conference_id, person_id, name, powers, created_at, expires_at, used_at FROM api_token
        WHERE token_digest = $1 AND expires_at > $2";
    /// Writes down that a token was used.
    TOKEN_USED = "UPDATE api_token SET used_at = $2 WHERE token_digest = $1";
    /// Takes a token back.
    DELETE_TOKEN = "DELETE FROM api_token WHERE id = $1 AND host_id = $2 AND NOT (conference_id IS DISTINCT FROM $3)";
    /// Forgets tokens that ran out long ago.
    DELETE_EXPIRED_TOKENS = "DELETE FROM api_token WHERE expires_at <= $1";
}

fn role(row: &Row<'_>, index: usize) -> Result<Role, StoreError> {
    let word: String = row.get(index)?;
    Role::of_word(&word).ok_or(StoreError::Column { index, error: ColumnError::Meaning(word) })
}

fn scope(row: &Row<'_>, index: usize) -> Result<Scope, StoreError> {
    let (host, conference): (HostId, Option<ConferenceId>) = (row.get(index)?, row.get(index + 1)?);
    Ok(conference.map_or(Scope::Host(host), |conference| Scope::Conference(conference, host)))
}

fn invitation_row(row: &Row<'_>) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: row.get(0)?,
        scope: scope(row, 1)?,
        email: row.get(3)?,
        role: role(row, 4)?,
        created_at: row.get(5)?,
        expires_at: row.get(6)?,
    })
}

fn token_row(row: &Row<'_>) -> Result<Token, StoreError> {
    Ok(Token {
        id: row.get(0)?,
        scope: scope(row, 1)?,
        person: row.get(3)?,
        name: row.get(4)?,
        powers: rules::powers(&row.get::<String>(5)?),
        created_at: row.get(6)?,
        expires_at: row.get(7)?,
        used_at: row.get(8)?,
    })
}

/// Each scope with the powers that a person's role gives there.
pub(crate) fn roles_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(Id, Role)>, StoreError> {
    tx.query(&ROLES_OF, params![person], |row| Ok((row.get(0)?, role(row, 1)?)))
}

pub(crate) fn members(tx: &mut Tx<'_>, scope: Scope) -> Result<Vec<Member>, StoreError> {
    let member = |row: &Row<'_>| {
        Ok(Member {
            person: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            role: role(row, 3)?,
            added_at: row.get(4)?,
        })
    };
    match scope {
        Scope::Host(host) => tx.query(&HOST_MEMBERS, params![host], member),
        Scope::Conference(conference, _) => tx.query(&CONFERENCE_MEMBERS, params![conference], member),
    }
}

pub(crate) fn write_member(
    tx: &mut Tx<'_>,
    scope: Scope,
    person: PersonId,
    role: Role,
    now: Timestamp,
) -> Result<(), StoreError> {
    match scope {
        Scope::Host(host) => tx.expect_rows(&WRITE_HOST_MEMBER, params![host, person, role.word(), now], 1),
        Scope::Conference(conference, _) => {
            tx.expect_rows(&WRITE_CONFERENCE_MEMBER, params![conference, person, role.word(), now], 1)
        }
    }
}

/// Tells whether they were in it.
pub(crate) fn delete_member(tx: &mut Tx<'_>, scope: Scope, person: PersonId) -> Result<bool, StoreError> {
    let deleted = match scope {
        Scope::Host(host) => tx.execute(&DELETE_HOST_MEMBER, params![host, person])?,
        Scope::Conference(conference, _) => {
            tx.execute(&DELETE_CONFERENCE_MEMBER, params![conference, person])?
        }
    };
    Ok(deleted == 1)
}

pub(crate) fn owned_alone(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<HostId>, StoreError> {
    tx.query(&OWNED_ALONE, params![person], |row| row.get(0))
}

pub(crate) fn insert_invitation(
    tx: &mut Tx<'_>,
    invitation: &Invitation,
    token_digest: &[u8; 32],
) -> Result<(), StoreError> {
    let Invitation { id, scope, email, role, created_at, expires_at } = invitation;
    let (host, conference, role) = (scope.host(), scope.conference(), role.word());
    let values = params![id, token_digest[..], host, conference, email, role, created_at, expires_at];
    tx.expect_rows(&INSERT_INVITATION, values, 1)
}

pub(crate) fn invitations(
    tx: &mut Tx<'_>,
    scope: Scope,
    now: Timestamp,
) -> Result<Vec<Invitation>, StoreError> {
    tx.query(&INVITATIONS, params![scope.host(), scope.conference(), now], invitation_row)
}

pub(crate) fn invitation(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    tx.query_opt(&INVITATION, params![token_digest[..], now], invitation_row)
}

pub(crate) fn redeem_invitation(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    tx.query_opt(&REDEEM_INVITATION, params![token_digest[..], now], invitation_row)
}

/// Tells whether it was there.
pub(crate) fn delete_invitation(tx: &mut Tx<'_>, scope: Scope, id: InvitationId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_INVITATION, params![id, scope.host(), scope.conference()])? == 1)
}

pub(crate) fn delete_invitations_to(tx: &mut Tx<'_>, scope: Scope, email: &str) -> Result<u64, StoreError> {
    tx.execute(&DELETE_INVITATIONS_TO, params![scope.host(), scope.conference(), email])
}

pub(crate) fn delete_expired_invitations(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_INVITATIONS, params![now])
}

pub(crate) fn insert_token(
    tx: &mut Tx<'_>,
    token: &Token,
    token_digest: &[u8; 32],
) -> Result<(), StoreError> {
    let Token { id, scope, person, name, powers, created_at, expires_at, .. } = token;
    let (host, conference, powers) = (scope.host(), scope.conference(), rules::words(*powers));
    let values =
        params![id, token_digest[..], host, conference, person, name, powers, created_at, expires_at];
    tx.expect_rows(&INSERT_TOKEN, values, 1)
}

pub(crate) fn tokens(tx: &mut Tx<'_>, scope: Scope) -> Result<Vec<Token>, StoreError> {
    tx.query(&TOKENS, params![scope.host(), scope.conference()], token_row)
}

pub(crate) fn token(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Token>, StoreError> {
    tx.query_opt(&TOKEN, params![token_digest[..], now], token_row)
}

pub(crate) fn token_used(tx: &mut Tx<'_>, token_digest: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    // It may have been taken back meanwhile.
    tx.execute(&TOKEN_USED, params![token_digest[..], now]).map(drop)
}

/// Tells whether it was there.
pub(crate) fn delete_token(tx: &mut Tx<'_>, scope: Scope, id: TokenId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_TOKEN, params![id, scope.host(), scope.conference()])? == 1)
}

pub(crate) fn delete_expired_tokens(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_TOKENS, params![before])
}

/// Powers of a person on these scopes by their roles.
pub(crate) fn powers_on(tx: &mut Tx<'_>, person: PersonId, scopes: &[Id]) -> Result<Powers, StoreError> {
    let roles = roles_of(tx, person)?;
    let here = roles.iter().filter(|(scope, _)| scopes.contains(scope));
    Ok(here.fold(Powers::default(), |all, (_, role)| all.or(role.powers())))
}
