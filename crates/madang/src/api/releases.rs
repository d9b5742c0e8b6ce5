//! Releases: what one would change, those that were, and the next.

use axum::{extract::Path, response::Response};
use http::StatusCode;
use jiff::Timestamp;
use madang_context::Power;
use madang_programme::{ChangeKind, outlook, release};
use madang_web::{Problem, Right, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::Listing,
    declare::{Api, Operation},
    programme::Conflict,
    programme_values::SessionSlot,
    values::Prose,
    wish::{Wish, read, write},
};

/// Adds these operations.
pub(super) fn declare(api: Api) -> Api {
    const VIEW: Right = Right::Scoped(Power::View);
    const ORGANISE: Right = Right::Scoped(Power::Organise);
    let at = |rest: &str| format!("/api/v1/conferences/{{conference}}/{rest}");
    api.on(
        Operation::get(&at("outlook"), VIEW, ("getOutlook", "What a release would change now"))
            .gives::<Outlook>(200),
        show_outlook,
    )
    .on(
        Operation::get(&at("releases"), VIEW, ("listReleases", "Releases, the latest first"))
            .gives::<Listing<Release>>(200),
        releases,
    )
    .on(
        Operation::post(
            &at("releases"),
            ORGANISE,
            ("createRelease", "Publishes the draft as the next release"),
        )
        .takes::<NewRelease>()
        .gives::<Released>(201),
        publish,
    )
}

/// A published version of the timetable.
#[derive(Serialize, JsonSchema)]
struct Release {
    /// From 1, without gaps.
    number: i64,
    released_at: Timestamp,
    /// The team's words about it.
    note: String,
    /// What is new in it.
    changes: Vec<ReleaseChange>,
}

/// What has become of a session since the release before.
#[derive(Serialize, JsonSchema)]
struct ReleaseChange {
    /// `new`, `moved` or `cancelled`.
    kind: String,
    /// Code of the session.
    session: String,
    before: Option<SessionSlot>,
    after: Option<SessionSlot>,
}

impl ReleaseChange {
    fn of(change: &madang_programme::Change) -> Self {
        let kind = match change.kind {
            ChangeKind::New => "new",
            ChangeKind::Moved => "moved",
            ChangeKind::Cancelled => "cancelled",
        };
        Self {
            kind: kind.into(),
            session: change.session.clone(),
            before: change.before.as_ref().map(SessionSlot::of),
            after: change.after.as_ref().map(SessionSlot::of),
        }
    }
}

impl Release {
    fn of(release: &madang_programme::Release) -> Self {
        Self {
            number: release.number,
            released_at: release.released_at,
            note: release.note.clone(),
            changes: release.changes.iter().map(ReleaseChange::of).collect(),
        }
    }
}

/// What a release would be now.
#[derive(Serialize, JsonSchema)]
struct Outlook {
    /// What it would change.
    changes: Vec<ReleaseChange>,
    /// All conflicts of the draft; those of level `block` stand in its way.
    conflicts: Vec<Conflict>,
}

async fn show_outlook(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let outlook = outlook(tx, ctx, &slug, None)?;
        Ok(Outlook {
            changes: outlook.changes.iter().map(ReleaseChange::of).collect(),
            conflicts: outlook.conflicts.iter().map(Conflict::of).collect(),
        })
    })
    .await
}

async fn releases(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let found = madang_programme::releases(tx, ctx, &slug)?;
        Ok(Listing { items: found.iter().map(Release::of).collect(), next: None })
    })
    .await
}

/// A release to be made.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRelease {
    /// The team's words about it, for everybody.
    #[serde(default)]
    note: Option<Prose>,
    /// Whether speakers whose sessions are new, moved or cancelled are told by mail.
    #[serde(default)]
    tell_speakers: bool,
}

/// A release that was made.
#[derive(Serialize, JsonSchema)]
struct Released {
    release: Release,
    /// How many speakers will hear of it.
    letters: u64,
}

async fn publish(
    visit: Visit,
    Path(slug): Path<String>,
    wish: Wish<NewRelease>,
) -> Result<Response, Problem> {
    let NewRelease { note, tell_speakers } = wish.value;
    let announcement = tell_speakers.then(|| crate::desk::announcement(&visit, &slug));
    write(&visit, (StatusCode::CREATED, wish.once), move |tx, ctx| {
        let note = crate::desk::release_note(note.as_ref().map_or("", |note| &note.0));
        let released = release(tx, ctx, &slug, &note, announcement.as_ref())?;
        Ok(Released { release: Release::of(&released.release), letters: released.queued })
    })
    .await
}
