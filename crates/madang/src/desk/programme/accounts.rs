//! Who signs in as which speaker: invitations, one by one and for many; and what speakers have handed in.

use askama::Template;
use axum::{extract::Path, response::Response};
use madang_conference::Conference;
use madang_programme::{
    LeftOut, Slides, SlidesOf, SpeakerAccounts, SpeakerInvitationId, invite_speakers, remove_slides,
    revoke_speaker_invitation, set_slides_public, slides_of_session, speaker_accounts, unlink_speaker,
};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{Loaded, problem};
use crate::{
    desk::{
        form::Typed,
        frame::{Frame, Here, answer, back},
    },
    speaking::{
        letters,
        slides::{Change, change_slides as change_file},
    },
};

/// Who signs in as which speaker; nobody for those who may not see addresses.
pub(super) async fn read(visit: &Visit, loaded: &Loaded) -> Result<SpeakerAccounts, Problem> {
    if !loaded.can_edit(visit) {
        return Ok(SpeakerAccounts::default());
    }
    let (ctx, conference): (_, Conference) = (visit.ctx().clone(), loaded.conference.clone());
    let read = visit.app().store().read(move |tx| speaker_accounts(tx, &ctx, &conference));
    read.await.map_err(|error| problem(error.into()))
}

/// The slides of a session; none of one that is not there yet.
pub(super) async fn slides(visit: &Visit, slug: &str, code: &str) -> Result<Vec<Slides>, Problem> {
    let (ctx, slug, code) = (visit.ctx().clone(), slug.to_owned(), code.to_owned());
    let read = visit.app().store().read(move |tx| slides_of_session(tx, &ctx, &slug, &code));
    read.await.map_err(|error| problem(error.into()))
}

#[derive(Template)]
#[template(path = "desk_invited.html")]
struct InvitedPage {
    layout: Layout,
    desk: Frame,
    slug: String,
    invited: usize,
    /// Code, name and why they were not written to.
    left_out: Vec<(String, String, &'static str)>,
}

/// Writes to all that were chosen, and says who was left out and why.
pub(super) async fn invite_many(
    visit: &Visit,
    loaded: &Loaded,
    codes: Vec<String>,
) -> Result<Response, Problem> {
    let slug = loaded.conference.slug.clone();
    let (ctx, letters, conference) = (visit.ctx().clone(), letters(visit), slug.clone());
    let write = visit.app().store();
    let done = write.write(move |tx| invite_speakers(tx, &ctx, &conference, &codes, &letters)).await;
    let done = done.map_err(|error| problem(error.into()))?;
    let name = |code: &String| {
        let full = loaded.draft.full_speaker(code);
        full.map_or_else(|| code.clone(), |full| full.speaker.name)
    };
    let why = |left: &LeftOut| match left {
        LeftOut::Gone => key("desk-left-out-gone"),
        LeftOut::NoAddress => key("desk-left-out-no-address"),
        LeftOut::Joined => key("desk-left-out-joined"),
    };
    let left_out = done.left_out.iter().map(|(code, left)| (code.clone(), name(code), why(left))).collect();
    let title = visit.t().say(key("desk-invited-title"));
    let (layout, desk) = Frame::new(visit, Here::Speakers, title, &loaded.figures);
    let desk = desk.of_conference(&slug, &loaded.name(visit));
    answer(&InvitedPage { layout, desk, slug, invited: done.invited.len(), left_out })
}

fn to_speaker(slug: &str, code: &str, word: &str) -> Response {
    back(&format!("/desk/{slug}/speakers/{code}?done={word}#account"))
}

/// `POST /desk/{conference}/speakers/{code}/invite`: for the first time, or again.
pub(super) async fn invite_one(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    _: Typed,
) -> Result<Response, Problem> {
    let (ctx, letters, conference, speaker) =
        (visit.ctx().clone(), letters(&visit), slug.clone(), code.clone());
    let write = visit.app().store();
    let done = write.write(move |tx| invite_speakers(tx, &ctx, &conference, &[speaker], &letters)).await;
    let done = done.map_err(|error| problem(error.into()))?;
    let word = match done.left_out.first() {
        None => "speaker-invited",
        Some((_, LeftOut::NoAddress)) => "speaker-no-address",
        Some((_, LeftOut::Joined)) => "too-late",
        Some((_, LeftOut::Gone)) => return Err(Problem::not_found()),
    };
    Ok(to_speaker(&slug, &code, word))
}

/// `POST /desk/{conference}/speakers/{code}/revoke`.
pub(super) async fn revoke(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let id = typed.one("id").parse().map_err(|_| Problem::bad_request().with_detail("id"))?;
    let (ctx, conference, speaker) = (visit.ctx().clone(), slug.clone(), code.clone());
    let revoked = visit.app().store().write(move |tx| {
        revoke_speaker_invitation(tx, &ctx, (&conference, &speaker), SpeakerInvitationId(id))
    });
    let is_done = revoked.await.map_err(|error| problem(error.into()))?;
    Ok(to_speaker(&slug, &code, if is_done { "invitation-revoked" } else { "too-late" }))
}

/// `POST /desk/{conference}/speakers/{code}/unlink`.
pub(super) async fn unlink(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    _: Typed,
) -> Result<Response, Problem> {
    let (ctx, conference, speaker) = (visit.ctx().clone(), slug.clone(), code.clone());
    let parted = visit.app().store().write(move |tx| unlink_speaker(tx, &ctx, &conference, &speaker));
    let is_done = parted.await.map_err(|error| problem(error.into()))?;
    Ok(to_speaker(&slug, &code, if is_done { "speaker-unlinked" } else { "too-late" }))
}

/// `POST /desk/{conference}/sessions/{code}/slides`: shows, hides or removes a file that a speaker handed in.
pub(super) async fn change_slides(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (ctx, conference, session) = (visit.ctx().clone(), slug.clone(), code.clone());
    let word = change_file(&visit, &typed, move |tx, file, what| {
        let of = SlidesOf::Team { session: &session };
        match what {
            Change::Public(is_public) => set_slides_public(tx, &ctx, (&conference, of), file, is_public),
            Change::Remove => remove_slides(tx, &ctx, (&conference, of), file),
        }
    });
    let word = match word.await? {
        // On the desk this word tells of a session.
        "removed" => "slides-removed",
        word => word,
    };
    Ok(back(&format!("/desk/{slug}/sessions/{code}?done={word}#slides")))
}
