//! Releasing the draft: first what it would change, then the button.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query},
    response::Response,
};
use madang_programme::{Announcement, ProgrammeError, outlook, release as publish};
use madang_text::display;
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::{
    Refused,
    conference::Summary,
    frame::{Figures, Frame, Here, answer, back},
    naming::{ChangeLine, ConflictGroup, Naming},
    show_at_once,
};

/// How long a note to the readers of the change log may be.
const NOTE_CHARS_MAX: usize = 2_000;

/// What the team chooses about a release.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    note: String,
    /// Present when speakers are to be told.
    tell: Option<String>,
    /// The revision that was looked at.
    revision: Option<i64>,
}

#[derive(Template)]
#[template(path = "desk_release.html")]
struct ReleasePage {
    layout: Layout,
    desk: Frame,
    slug: String,
    name: String,
    number: i64,
    revision: i64,
    note: String,
    is_telling: bool,
    letters: usize,
    /// It is not what was looked at before.
    has_changed: bool,
    summary: Summary,
    changes: Vec<ChangeLine>,
    blocking: Vec<ConflictGroup>,
}

/// `/desk/{conference}/release`: what a release would do.
pub(crate) async fn confirm(
    visit: Visit,
    Path(slug): Path<String>,
    Query(choice): Query<Choice>,
) -> Result<Response, Problem> {
    show(&visit, slug, choice, false).await
}

async fn show(visit: &Visit, slug: String, choice: Choice, has_changed: bool) -> Result<Response, Problem> {
    let (ctx, announcement) = (visit.ctx().clone(), announcement(visit, &slug));
    let read = visit.app().store().read::<_, Refused, _>(move |tx| {
        Ok((Figures::read(tx, ctx.now)?, outlook(tx, &ctx, &slug, Some(&announcement))?))
    });
    let (figures, outlook) = read.await?;
    let t = visit.t();
    let conference = &outlook.conference;
    let name = conference.name.pick(t.language().as_str()).to_owned();
    let naming = Naming::new(t, conference, &outlook.draft);
    let number = outlook.releases.first().map_or(1, |latest| latest.number + 1);
    let title = t.say_with("desk-release-title", &[("number", number.into())]);
    let (layout, desk) = Frame::new(visit, Here::Conference, title, &figures);
    let mut blocking = naming.conflicts(&outlook.conflicts);
    blocking.retain(|group| group.level == madang_programme::Level::Block);
    answer(&ReleasePage {
        desk: desk.of_conference(&conference.slug, &name),
        slug: conference.slug.clone(),
        number,
        revision: conference.revision,
        note: note(&choice.note),
        is_telling: choice.tell.is_some(),
        letters: outlook.letters,
        has_changed,
        summary: Summary::of(&outlook),
        changes: naming.changes(&outlook.changes),
        blocking,
        layout,
        name,
    })
}

/// What a release may answer with beside being done.
enum Outcome {
    Released(u64),
    /// The draft is not what was looked at.
    Changed,
}

/// `/desk/{conference}/release`: does it, if the draft is still what was looked at.
pub(crate) async fn release(
    visit: Visit,
    Path(slug): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Response, Problem> {
    let (ctx, wanted) = (visit.ctx().clone(), slug.clone());
    let announcement = choice.tell.is_some().then(|| announcement(&visit, &slug));
    let (note, looked_at) = (note(&choice.note), choice.revision);
    let write = visit.app().store().write::<_, Refused, _>(move |tx| {
        let conference = madang_conference::by_slug(tx, &wanted)?;
        let conference = conference.ok_or_else(|| ProgrammeError::NoConference(wanted.clone()))?;
        if looked_at != Some(conference.revision) {
            return Ok(Outcome::Changed);
        }
        let released = publish(tx, &ctx, &wanted, &note, announcement.as_ref())?;
        Ok(Outcome::Released(released.queued))
    });
    match write.await {
        Ok(Outcome::Released(letters)) => {
            show_at_once(&visit).await?;
            Ok(back(&format!("/desk/{slug}?done=released&count={letters}")))
        }
        Ok(Outcome::Changed) | Err(Refused::Programme(ProgrammeError::Blocked(_))) => {
            show(&visit, slug, choice, true).await
        }
        Err(refused) => Err(refused.into()),
    }
}

/// The team's words about a release, as they are kept.
pub(crate) fn note(text: &str) -> String {
    display::shorten(display::lines(text).trim(), NOTE_CHARS_MAX)
}

/// How speakers are told of a release.
pub(crate) fn announcement(visit: &Visit, slug: &str) -> Announcement {
    Announcement { texts: visit.app().texts().clone(), site: visit.app().absolute(&format!("/{slug}")) }
}
