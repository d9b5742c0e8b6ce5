use madang_audit as audit;
use madang_conference::{self as conference, Conference};
use madang_context::{Ctx, Power};
use madang_interchange::model::Speaker;
use madang_mail::{MailAddress, NewMessage, queue};
use madang_people::{Keeper, PersonId, person_by_email};
use madang_store::{StoreError, Tx, fault};
use madang_team::{INVITATION_LASTS, invitation_letter, new_invitation_link, secret_digest};
use madang_text::{LanguageTag, Texts, display};
use serde_json::json;
use thiserror::Error;

use crate::{
    actions::{ProgrammeError, act, ask, find},
    model::{
        Draft, LeftOut, SpeakerAccounts, SpeakerId, SpeakerInvitation, SpeakerInvitationId, SpeakerRef,
        SpeakersInvited,
    },
    store,
};

/// Why an invitation did not make somebody a speaker. Nothing has changed then.
#[derive(Debug, Error)]
pub enum JoinError {
    /// Used before, taken back, too old, or never was; or somebody is the speaker already.
    #[error("this invitation does not work any more")]
    Dead,
    /// Nobody is signed in.
    #[error("somebody has to be signed in to become a speaker")]
    Nobody,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What letters to speakers are written with.
#[derive(Clone)]
pub struct SpeakerLetters {
    /// The words.
    pub texts: Texts,
    /// The server's public address, without a slash at the end.
    pub server: String,
}

/// Who of a conference's speakers signs in, and whom letters wait for. Two statements, however many there are. Addresses
/// stand in it, so it is for those who may see those.
pub fn speaker_accounts(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    of: &Conference,
) -> Result<SpeakerAccounts, ProgrammeError> {
    ask(ctx, Power::Programme, of)?;
    let joined = store::accounts(tx, of.id)?.into_iter().collect();
    let invited = store::invitations(tx, of.id, ctx.now)?;
    let mut accounts = SpeakerAccounts { joined, ..SpeakerAccounts::default() };
    for invitation in invited {
        if !accounts.joined.contains_key(&invitation.speaker) {
            accounts.invited.insert(invitation.speaker.clone(), invitation);
        }
    }
    Ok(accounts)
}

/// Writes to speakers and asks each to take over their own entry, at the address that the draft has of them, in the language
/// of the account at that address or else the conference's first. What was sent to them before does not work any more.
pub fn invite_speakers(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    codes: &[String],
    letters: &SpeakerLetters,
) -> Result<SpeakersInvited, ProgrammeError> {
    let found = find(tx, ctx, Power::Programme, slug)?;
    // Two who invite at once: the second takes back what the first has sent, and does not send beside it.
    conference::hold_host(tx, found.host_id)?;
    let draft = store::draft(tx, found.id)?;
    let joined = store::accounts(tx, found.id)?;
    let (mut done, mut messages) = (SpeakersInvited::default(), Vec::new());
    for code in codes {
        let speaker = draft.programme.speakers.iter().find(|speaker| speaker.key == *code);
        let address = speaker.and_then(|speaker| madang_people::mail_address(speaker.email.as_deref()?));
        let left_out = match (speaker, draft.ids.speakers.get(code), address) {
            (None, _, _) | (_, None, _) => LeftOut::Gone,
            _ if joined.iter().any(|(known, _)| known == code) => LeftOut::Joined,
            (_, _, None) => LeftOut::NoAddress,
            (Some(speaker), Some(id), Some(email)) => {
                match invitation(tx, ctx, (&found, *id), (speaker, &email), letters)? {
                    Some(message) => {
                        messages.push(message);
                        done.invited.push(code.clone());
                        continue;
                    }
                    None => LeftOut::NoAddress,
                }
            }
        };
        done.left_out.push((code.clone(), left_out));
    }
    queue(tx, ctx, &messages)?;
    let acts: Vec<_> =
        done.invited.iter().map(|code| act("programme.speaker.invite", found.id, code, json!({}))).collect();
    audit::record_all(tx, ctx, &acts)?;
    Ok(done)
}

fn invitation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (found, id): (&Conference, SpeakerId),
    (speaker, email): (&Speaker, &str),
    letters: &SpeakerLetters,
) -> Result<Option<NewMessage>, StoreError> {
    let Ok(to) = MailAddress::new(&display::one_line(&speaker.name), email) else { return Ok(None) };
    store::delete_invitations_of(tx, found.id, id)?;
    let (path, kept) = new_invitation_link(ctx);
    let invitation = SpeakerInvitation {
        id: SpeakerInvitationId(ctx.id()),
        speaker: speaker.key.clone(),
        email: email.to_owned(),
        created_at: ctx.now,
        expires_at: ctx.now + INVITATION_LASTS,
    };
    store::insert_invitation(tx, (found.id, id), &invitation, &kept)?;
    let account = person_by_email(tx, email)?;
    let language = account.map(|person| person.language).or_else(|| found.languages.first().cloned());
    let language = language.and_then(|tag| tag.parse::<LanguageTag>().ok());
    let t = letters.texts.translator(&language.unwrap_or_else(LanguageTag::english));
    let conference = found.name.pick(t.language().as_str()).to_owned();
    let words = [
        // Somebody typed these names: in a letter of ours they must not become links of theirs.
        ("conference", display::in_letter(&conference).into()),
        ("name", display::in_letter(&speaker.name).into()),
        ("link", format!("{}{path}", letters.server).into()),
        ("server", letters.server.as_str().into()),
    ];
    let keys = ("mail-speaker-invitation-subject", "mail-speaker-invitation-text");
    Ok(Some(invitation_letter(&t, to, keys, &words)))
}

fn speaker_id(draft: &Draft, code: &str) -> Result<SpeakerId, ProgrammeError> {
    let id = draft.ids.speakers.get(code).copied();
    id.ok_or_else(|| ProgrammeError::Missing(format!("there is no speaker {code:?} here")))
}

/// Takes an invitation back. Tells whether it was there: it may have been redeemed meanwhile.
pub fn revoke_speaker_invitation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (slug, code): (&str, &str),
    id: SpeakerInvitationId,
) -> Result<bool, ProgrammeError> {
    let found = find(tx, ctx, Power::Programme, slug)?;
    let speaker = speaker_id(&store::draft(tx, found.id)?, code)?;
    let is_gone = store::delete_invitation(tx, (found.id, speaker), id)?;
    if is_gone {
        audit::record(tx, ctx, &act("programme.speaker.revoke-invitation", found.id, code, json!({})))?;
    }
    Ok(is_gone)
}

/// Parts a speaker from the person who signs in as them; what they have written stays. Tells whether there was one.
pub fn unlink_speaker(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str, code: &str) -> Result<bool, ProgrammeError> {
    let found = find(tx, ctx, Power::Programme, slug)?;
    let speaker = speaker_id(&store::draft(tx, found.id)?, code)?;
    let is_parted = store::unlink(tx, found.id, speaker)?;
    if is_parted {
        audit::record(tx, ctx, &act("programme.speaker.unlink", found.id, code, json!({})))?;
    }
    Ok(is_parted)
}

/// Makes a person a speaker without asking them: for whoever holds the server. Tells whether the speaker was free.
pub fn link_speaker(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (slug, code): (&str, &str),
    person: PersonId,
) -> Result<bool, ProgrammeError> {
    if !ctx.is_administrator() {
        return Err(ProgrammeError::Forbidden);
    }
    let found = find(tx, ctx, Power::Programme, slug)?;
    let speaker = speaker_id(&store::draft(tx, found.id)?, code)?;
    let is_free = store::join(tx, (found.id, speaker), person, ctx.now)?;
    if is_free {
        audit::record(tx, ctx, &act("programme.speaker.link", found.id, code, json!({})))?;
    }
    Ok(is_free)
}

/// The invitation of a secret, without using it up, with the short name of its conference and the speaker's name; none when
/// it is dead.
pub fn speaker_invitation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    token: &str,
) -> Result<Option<(SpeakerInvitation, Conference, String)>, StoreError> {
    let Some((invitation, slug)) = store::invitation(tx, &secret_digest(token), ctx.now)? else {
        return Ok(None);
    };
    let Some(found) = conference::by_slug(tx, &slug)? else { return Ok(None) };
    let draft = store::draft(tx, found.id)?;
    let name = draft.full_speaker(&invitation.speaker).map(|full| full.speaker.name).unwrap_or_default();
    Ok(Some((invitation, found, name)))
}

/// Takes an invitation: whoever is signed in is the speaker from now on. Of two at once, one gets it.
///
/// *Errors*: see [`JoinError`].
pub fn join_as_speaker(tx: &mut Tx<'_>, ctx: &Ctx, token: &str) -> Result<SpeakerRef, JoinError> {
    let person = PersonId(ctx.person().ok_or(JoinError::Nobody)?);
    let Some((_, conference, speaker)) = store::redeem_invitation(tx, &secret_digest(token), ctx.now)? else {
        return Err(JoinError::Dead);
    };
    fault::point("speaking/redeemed");
    if !store::join(tx, (conference, speaker), person, ctx.now)? {
        return Err(JoinError::Dead);
    }
    store::delete_invitations_of(tx, conference, speaker)?;
    let joined = store::speaker_ref(tx, conference, speaker)?;
    audit::record(tx, ctx, &act("programme.speaker.join", conference, &joined.code, json!({})))?;
    Ok(joined)
}

/// Forgets invitations that have run out; tells how many.
pub fn prune(tx: &mut Tx<'_>, now: jiff::Timestamp) -> Result<u64, StoreError> {
    store::delete_expired_invitations(tx, now)
}

/// How speakers take part in what happens to an account: whom somebody is a speaker as is taken along, and goes with the
/// account. What stands in the programme stays: it is the conference's.
#[must_use]
pub fn keeper() -> Keeper {
    Keeper { export: kept_about, ..Keeper::named("speakers") }
}

fn kept_about(tx: &mut Tx<'_>, person: PersonId) -> Result<serde_json::Value, StoreError> {
    let own = store::speakers_of(tx, person)?;
    Ok(own.iter().map(|one| json!({ "conference": one.conference, "speaker": one.code })).collect())
}
