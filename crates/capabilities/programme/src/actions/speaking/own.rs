use std::collections::HashMap;

use jiff::Timestamp;
use madang_conference::{Edit, EditAction};
use madang_context::Ctx;
use madang_files::Object;
use madang_interchange::model::{Programme, Session, State};
use madang_people::PersonId;
use madang_store::{StoreError, Tx};

use super::{
    answer_letter::{Told, tell_team},
    invite::SpeakerLetters,
    own_conference,
};
use crate::{
    actions::{
        ProgrammeError,
        edit::{Bench, EditError, Edited, as_seen, sessions::put as put_session, speakers::put},
    },
    model::{
        Answer, Draft, Editable, FACE_SOURCE, FullSpeaker, OwnSession, OwnSpeaker, Says, Slides, SpeakerRef,
    },
    pictures::{drop_pictures, keep_face},
    rules::answers::{can_answer, state_after},
    store,
};

/// The longest reason that is kept, in characters.
pub const REASON_CHARS_MAX: usize = 2_000;

/// Whom the person who asks is a speaker as, the latest conference first; empty for everybody else.
pub fn own_speakers(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<SpeakerRef>, StoreError> {
    ctx.person().map_or_else(|| Ok(Vec::new()), |person| store::speakers_of(tx, PersonId(person)))
}

/// A speaker as the person who is them sees their own entry: what the team knows of them, but of times and rooms only what
/// is released.
///
/// *Errors*: [`ProgrammeError::NoConference`] for everybody else.
pub fn own_speaker(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str, code: &str) -> Result<OwnSpeaker, ProgrammeError> {
    let found = own_conference(tx, ctx, slug, code)?;
    let draft = store::draft(tx, found.id)?;
    let full = draft.full_speaker(code).ok_or_else(|| ProgrammeError::NoConference(slug.into()))?;
    let release = store::latest_number(tx, found.id)?;
    let released = store::document(tx, found.id, release)?.unwrap_or_default();
    let slides = store::slides_of_all(tx, found.id)?;
    let pictures = store::pictures(tx, found.id)?;
    let picture = full.speaker.picture_url.as_ref().and_then(|source| pictures.get(source)).copied();
    let sessions = own_sessions(&draft, &released, slides, code);
    let version = draft.versions.speakers.get(code).copied().unwrap_or(0);
    Ok(OwnSpeaker { conference: found, code: code.to_owned(), full, version, picture, sessions, release })
}

/// The sessions of a speaker that they know of: those that the team has accepted, and what was announced. What is proposed
/// or rejected is the team's to tell.
fn own_sessions(
    draft: &Draft,
    released: &Programme,
    mut slides: HashMap<String, Vec<Slides>>,
    code: &str,
) -> Vec<OwnSession> {
    let takes_part = |session: &&Session| session.parts.iter().any(|part| part.speaker == code);
    let mut own: Vec<OwnSession> = Vec::new();
    for session in draft.programme.sessions.iter().filter(takes_part) {
        let announced = released.sessions.iter().find(|announced| announced.key == session.key);
        let is_announced = announced.is_some();
        if !can_answer(session.state) && !is_announced {
            continue;
        }
        let is_cancelled = announced.is_some_and(|announced| announced.state == State::Cancelled)
            || session.state == State::Cancelled;
        let slot = announced.filter(|_| !is_cancelled).and_then(|announced| announced.slot.clone());
        let room = |key: Option<&String>| released.rooms.iter().find(|room| Some(&room.key) == key);
        let slot = slot.map(|slot| {
            let name = room(slot.room.as_ref()).map(|room| room.name.clone()).unwrap_or_default();
            (slot, name)
        });
        own.push(OwnSession {
            version: draft.versions.sessions.get(&session.key).copied().unwrap_or(0),
            answer: draft.answers.get(&session.key).and_then(|answers| answers.get(code)).cloned(),
            can_answer: can_answer(session.state),
            slides: slides.remove(&session.key).unwrap_or_default(),
            session: Session { slot: None, ..session.clone() },
            slot,
            is_announced,
            is_cancelled,
        });
    }
    own.sort_by_cached_key(|one| {
        let start = one.slot.as_ref().map_or(Timestamp::MAX, |(slot, _)| slot.start);
        (one.is_cancelled, start, one.session.key.clone())
    });
    own
}

/// Changes what is a speaker's own: names, where they are from, biography, links, and when they cannot speak. The rest of
/// `wanted` counts for nothing.
///
/// *Errors*: [`EditError::Stale`], [`EditError::Faults`]; no such conference for everybody else.
pub fn edit_own_speaker(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (code, seen): (&str, i64),
    wanted: &FullSpeaker,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open_own(tx, ctx, slug, code)?;
    bench.expect(Editable::Speaker, code, seen)?;
    let now = bench.draft.full_speaker(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    let mut full = now.clone();
    full.speaker.name.clone_from(&wanted.speaker.name);
    full.speaker.name_latin.clone_from(&wanted.speaker.name_latin);
    full.speaker.affiliation.clone_from(&wanted.speaker.affiliation);
    full.speaker.position.clone_from(&wanted.speaker.position);
    full.speaker.country.clone_from(&wanted.speaker.country);
    full.speaker.biography.clone_from(&wanted.speaker.biography);
    full.speaker.links.clone_from(&wanted.speaker.links);
    full.absences.clone_from(&wanted.absences);
    put(&mut bench, tx, EditAction::Change, &now.speaker, &full)?;
    bench.finish(tx, Editable::Speaker, code)
}

/// A speaker as they were in a version that they have seen themselves, and what was done since, the newest first.
///
/// *Errors*: no such conference for everybody else.
pub fn own_speaker_as_seen(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (code, version): (&str, i64),
) -> Result<(FullSpeaker, Vec<Edit>), EditError> {
    let found = own_conference(tx, ctx, slug, code)?;
    as_seen(tx, found.id, (code, version))
}

/// Takes a picture of the speaker in place of the one they have, or takes that away. The picture was made by
/// [`fitted`](madang_files::fitted) and put among the objects. It concerns one field, so it needs no version.
///
/// *Errors*: no such conference for everybody else.
pub fn set_own_picture(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    code: &str,
    picture: Option<&Object>,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open_own(tx, ctx, slug, code)?;
    let now = bench.draft.full_speaker(code).ok_or_else(|| EditError::Gone(code.to_owned()))?;
    let mut full = now.clone();
    full.speaker.picture_url = match picture {
        Some(object) => {
            let source = format!("{FACE_SOURCE}{code}/{}", &object.digest.as_str()[..32]);
            keep_face(tx, ctx, bench.conference.id, &source, object)?;
            Some(source)
        }
        None => None,
    };
    put(&mut bench, tx, EditAction::Change, &now.speaker, &full)?;
    // What somebody no longer wants to be shown by goes; but the page that is public shows it until the next release, and
    // who undoes this change wants the one before.
    let number = store::latest_number(tx, bench.conference.id)?;
    let public = store::document(tx, bench.conference.id, number)?.unwrap_or_default();
    let shown = public.speakers.into_iter().find(|speaker| speaker.key == code);
    let kept = [full.speaker.picture_url, now.speaker.picture_url, shown.and_then(|one| one.picture_url)];
    let kept: Vec<String> = kept.into_iter().flatten().collect();
    drop_pictures(tx, bench.conference.id, &format!("{FACE_SOURCE}{code}/"), &kept)?;
    bench.finish(tx, Editable::Speaker, code)
}

/// A speaker says whether they will hold a session. What becomes of its state then, [`state_after`] says. The team gets a
/// letter of every no, and of a yes after one.
///
/// *Errors*: [`EditError::Gone`] for a session that is not theirs or cannot be answered; [`EditError::Stale`]; no such
/// conference for everybody else.
pub fn answer_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    code: &str,
    (session, seen): (&str, i64),
    (says, reason): (Says, &str),
    letters: &SpeakerLetters,
) -> Result<Edited, EditError> {
    let mut bench = Bench::open_own(tx, ctx, slug, code)?;
    let gone = || EditError::Gone(session.to_owned());
    let mut full = bench.draft.full_session(session).ok_or_else(gone)?;
    let before = full.session.clone();
    if !can_answer(before.state) || !before.parts.iter().any(|part| part.speaker == code) {
        return Err(gone());
    }
    bench.expect(Editable::Session, session, seen)?;
    let reason = if says == Says::No { reason.trim() } else { "" };
    let reason: String = reason.chars().take(REASON_CHARS_MAX).collect();
    let (answer, known) = (Answer { says, reason, at: ctx.now }, full.answers.get(code).cloned());
    let same = |known: &&Answer| known.says == answer.says && known.reason == answer.reason;
    if known.as_ref().filter(same).is_none() {
        full.answers.insert(code.to_owned(), answer.clone());
    }
    full.session.state = state_after(&before, &full.answers);
    put_session(&mut bench, tx, EditAction::Change, &before, &full)?;
    let speaker = bench.draft.programme.speakers.iter().find(|speaker| speaker.key == code);
    let speaker = speaker.map_or_else(|| code.to_owned(), |speaker| speaker.name.clone());
    let told = Told {
        conference: &bench.conference,
        id: bench.draft.ids.sessions.get(session).copied().ok_or_else(gone)?,
        speaker: &speaker,
        session: &full.session,
        state_before: before.state,
        before: known.as_ref(),
        now: &answer,
    };
    tell_team(tx, ctx, &told, letters)?;
    bench.finish(tx, Editable::Session, session)
}

/// Whether what is handed in for this session would be taken from this speaker: before anything of it is read.
///
/// *Errors*: no such conference for everybody else.
pub(super) fn own_part(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (code, session): (&str, &str),
) -> Result<madang_conference::Conference, ProgrammeError> {
    let own = own_speaker(tx, ctx, slug, code)?;
    match own.sessions.iter().any(|one| one.session.key == session) {
        true => Ok(own.conference),
        false => Err(ProgrammeError::NoConference(slug.into())),
    }
}
