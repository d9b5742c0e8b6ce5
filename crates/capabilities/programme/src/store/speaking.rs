use jiff::Timestamp;
use madang_conference::ConferenceId;
use madang_people::PersonId;
use madang_store::{Row, StoreError, Tx, params};

use crate::model::{SpeakerAccount, SpeakerId, SpeakerInvitation, SpeakerInvitationId, SpeakerRef};

madang_store::statements! {
    /// Who signs in as which speaker of a conference. Names come out of the table of persons.
    ACCOUNTS = "SELECT speaker.code, link.person_id, person.name, person.email, link.joined_at
        FROM speaker_person AS link
        JOIN speaker ON speaker.conference_id = link.conference_id AND speaker.id = link.speaker_id
        JOIN person ON person.id = link.person_id
        WHERE link.conference_id = $1 ORDER BY speaker.code";
    /// The person who is a speaker.
    PERSON_OF = "SELECT link.person_id FROM speaker_person AS link
        JOIN speaker ON speaker.conference_id = link.conference_id AND speaker.id = link.speaker_id
        WHERE link.conference_id = $1 AND speaker.code = $2";
    /// Whom a person is a speaker as, in all conferences; the latest conference first.
    SPEAKERS_OF = "SELECT conference.slug, speaker.code FROM speaker_person AS link
        JOIN speaker ON speaker.conference_id = link.conference_id AND speaker.id = link.speaker_id
        JOIN conference ON conference.id = link.conference_id
        WHERE link.person_id = $1 ORDER BY conference.first_day DESC, conference.slug, speaker.code";
    /// Where one speaker is, and their code.
    SPEAKER_REF = "SELECT conference.slug, speaker.code FROM speaker
        JOIN conference ON conference.id = speaker.conference_id
        WHERE speaker.conference_id = $1 AND speaker.id = $2";
    /// Somebody becomes a speaker, unless somebody is already.
    JOIN = "INSERT INTO speaker_person (conference_id, speaker_id, person_id, joined_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (conference_id, speaker_id) DO NOTHING";
    /// Parts a speaker from their person.
    UNLINK = "DELETE FROM speaker_person WHERE conference_id = $1 AND speaker_id = $2";

    /// A new invitation.
    INSERT_INVITATION = "INSERT INTO speaker_invitation (id, token_digest, conference_id, speaker_id, email, created_at,
            expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Whom a conference waits for.
    INVITATIONS = "SELECT invitation.id, speaker.code, invitation.email, invitation.created_at, invitation.expires_at
        FROM speaker_invitation AS invitation
        JOIN speaker ON speaker.conference_id = invitation.conference_id AND speaker.id = invitation.speaker_id
        WHERE invitation.conference_id = $1 AND invitation.redeemed_at IS NULL AND invitation.expires_at > $2
        ORDER BY invitation.id";
    /// An invitation that is still good, with its conference.
    INVITATION = "SELECT invitation.id, speaker.code, invitation.email, invitation.created_at, invitation.expires_at,
            conference.slug
        FROM speaker_invitation AS invitation
        JOIN speaker ON speaker.conference_id = invitation.conference_id AND speaker.id = invitation.speaker_id
        JOIN conference ON conference.id = invitation.conference_id
        WHERE invitation.token_digest = $1 AND invitation.redeemed_at IS NULL AND invitation.expires_at > $2";
    /// Takes an invitation if nobody has: the condition makes two at once impossible.
    REDEEM_INVITATION = "UPDATE speaker_invitation SET redeemed_at = $2
        WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2
        RETURNING id, conference_id, speaker_id";
    /// Takes an invitation back.
    DELETE_INVITATION = "DELETE FROM speaker_invitation
        WHERE conference_id = $1 AND speaker_id = $2 AND id = $3 AND redeemed_at IS NULL";
    /// Takes back what was sent to a speaker before, so that the newest letter counts.
    DELETE_INVITATIONS_OF = "DELETE FROM speaker_invitation
        WHERE conference_id = $1 AND speaker_id = $2 AND redeemed_at IS NULL";
    /// Forgets invitations that have run out.
    DELETE_EXPIRED_INVITATIONS = "DELETE FROM speaker_invitation WHERE expires_at <= $1";
}

fn invitation_row(row: &Row<'_>) -> Result<SpeakerInvitation, StoreError> {
    Ok(SpeakerInvitation {
        id: row.get(0)?,
        speaker: row.get(1)?,
        email: row.get(2)?,
        created_at: row.get(3)?,
        expires_at: row.get(4)?,
    })
}

/// Who signs in as which speaker, by code.
pub(crate) fn accounts(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
) -> Result<Vec<(String, SpeakerAccount)>, StoreError> {
    tx.query(&ACCOUNTS, params![conference], |row| {
        let account = SpeakerAccount {
            person: row.get(1)?,
            name: row.get(2)?,
            email: row.get(3)?,
            joined_at: row.get(4)?,
        };
        Ok((row.get(0)?, account))
    })
}

pub(crate) fn person_of(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speaker: &str,
) -> Result<Option<PersonId>, StoreError> {
    tx.query_opt(&PERSON_OF, params![conference, speaker], |row| row.get(0))
}

pub(crate) fn speakers_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<SpeakerRef>, StoreError> {
    tx.query(&SPEAKERS_OF, params![person], |row| {
        Ok(SpeakerRef { conference: row.get(0)?, code: row.get(1)? })
    })
}

pub(crate) fn speaker_ref(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speaker: SpeakerId,
) -> Result<SpeakerRef, StoreError> {
    tx.query_one(&SPEAKER_REF, params![conference, speaker], |row| {
        Ok(SpeakerRef { conference: row.get(0)?, code: row.get(1)? })
    })
}

/// Tells whether the speaker was free.
pub(crate) fn join(
    tx: &mut Tx<'_>,
    (conference, speaker): (ConferenceId, SpeakerId),
    person: PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&JOIN, params![conference, speaker, person, now])? == 1)
}

/// Tells whether somebody was the speaker.
pub(crate) fn unlink(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speaker: SpeakerId,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&UNLINK, params![conference, speaker])? == 1)
}

pub(crate) fn insert_invitation(
    tx: &mut Tx<'_>,
    (conference, speaker): (ConferenceId, SpeakerId),
    invitation: &SpeakerInvitation,
    token_digest: &[u8; 32],
) -> Result<(), StoreError> {
    let SpeakerInvitation { id, email, created_at, expires_at, .. } = invitation;
    let values = params![id, token_digest[..], conference, speaker, email, created_at, expires_at];
    tx.expect_rows(&INSERT_INVITATION, values, 1)
}

pub(crate) fn invitations(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    now: Timestamp,
) -> Result<Vec<SpeakerInvitation>, StoreError> {
    tx.query(&INVITATIONS, params![conference, now], invitation_row)
}

/// The invitation of a secret with the short name of its conference.
pub(crate) fn invitation(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(SpeakerInvitation, String)>, StoreError> {
    tx.query_opt(&INVITATION, params![token_digest[..], now], |row| Ok((invitation_row(row)?, row.get(5)?)))
}

/// Takes an invitation; gives whose it was.
pub(crate) fn redeem_invitation(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(SpeakerInvitationId, ConferenceId, SpeakerId)>, StoreError> {
    tx.query_opt(&REDEEM_INVITATION, params![token_digest[..], now], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// Tells whether it was there.
pub(crate) fn delete_invitation(
    tx: &mut Tx<'_>,
    (conference, speaker): (ConferenceId, SpeakerId),
    id: SpeakerInvitationId,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_INVITATION, params![conference, speaker, id])? == 1)
}

pub(crate) fn delete_invitations_of(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    speaker: SpeakerId,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_INVITATIONS_OF, params![conference, speaker])
}

pub(crate) fn delete_expired_invitations(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED_INVITATIONS, params![now])
}
