//! Speakers: listed, made, changed.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::StatusCode;
use madang_conference::ObjectKind;
use madang_context::Power;
use madang_programme::{
    Draft, EditError, create_speaker, delete_speaker, delete_speakers, draft_conflicts, edit_speaker,
};
use madang_web::{Problem, Right, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::{Change, Done, Kept, Limit, Listing, page},
    declare::{Api, Operation},
    programme::history_of,
    programme_values::Speaker,
    sessions::{conference, number},
    values::{Code, Few},
    wish::{Wish, read, write},
};

const ALL: &str = "/api/v1/conferences/{conference}/speakers";
const ONE: &str = "/api/v1/conferences/{conference}/speakers/{speaker}";

/// Adds these operations.
pub(super) fn declare(api: Api) -> Api {
    const VIEW: Right = Right::Scoped(Power::View);
    const PROGRAMME: Right = Right::Scoped(Power::Programme);
    api.on(
        Operation::get(ALL, VIEW, ("listSpeakers", "Speakers, by code"))
            .query::<Page>()
            .gives::<Listing<Kept<Speaker>>>(200),
        list,
    )
    .on(
        Operation::post(ALL, PROGRAMME, ("createSpeaker", "Makes a speaker"))
            .takes::<Speaker>()
            .gives::<Done>(201),
        create,
    )
    .on(
        Operation::post(
            &format!("{ALL}/remove"),
            PROGRAMME,
            ("removeSpeakers", "Removes those of many speakers who take part in no session"),
        )
        .takes::<Many>()
        .gives::<ManyRemoved>(200),
        remove_many,
    )
    .on(Operation::get(ONE, VIEW, ("getSpeaker", "A speaker")).gives::<Kept<Speaker>>(200), show)
    .on(
        Operation::put(ONE, PROGRAMME, ("putSpeaker", "Changes a speaker"))
            .takes::<Change<Speaker>>()
            .gives::<Done>(200),
        put,
    )
    .on(
        Operation::delete(
            ONE,
            PROGRAMME,
            ("deleteSpeaker", "Removes a speaker; it can be taken back by undo"),
        )
        .query::<Removal>()
        .gives::<Done>(200),
        delete,
    )
    .on(
        Operation::get(
            &format!("{ONE}/history"),
            VIEW,
            ("getSpeakerHistory", "What was changed of a speaker, the newest first"),
        )
        .gives::<Listing<super::programme::Edit>>(200),
        history,
    )
}

/// Which part of a list.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Page {
    /// Only what is behind this: `next` of the page before.
    pub(super) after: Option<Code>,
    /// How many at most; 50 unless told.
    pub(super) limit: Option<Limit>,
}

/// How to remove a speaker.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Removal {
    /// The version that was seen.
    version: Code,
    /// Also take them off the sessions that they take part in; otherwise those stand in the way.
    #[serde(default)]
    take_off: bool,
}

fn kept(draft: &Draft, code: &str, with_email: bool) -> Option<Kept<Speaker>> {
    let full = draft.full_speaker(code)?;
    let version = draft.versions.speakers.get(code).copied().unwrap_or(0).to_string();
    Some(Kept { id: code.to_owned(), version, value: Speaker::of(&full, with_email) })
}

async fn list(
    visit: Visit,
    Path(slug): Path<String>,
    Query(wanted): Query<Page>,
) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let with_email = of.lets(ctx, Power::Programme);
        let draft = draft_conflicts(tx, &of)?.0;
        let mut codes: Vec<&str> =
            draft.programme.speakers.iter().map(|speaker| speaker.key.as_str()).collect();
        codes.sort_unstable();
        let Listing { items, next } = page(codes, wanted.after.as_ref(), wanted.limit, |code| code);
        Ok(Listing {
            items: items.into_iter().filter_map(|code| kept(&draft, code, with_email)).collect(),
            next,
        })
    })
    .await
}

async fn show(visit: Visit, Path((slug, code)): Path<(String, String)>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let with_email = of.lets(ctx, Power::Programme);
        Ok(kept(&draft_conflicts(tx, &of)?.0, &code, with_email).ok_or(EditError::Gone(code))?)
    })
    .await
}

async fn create(visit: Visit, Path(slug): Path<String>, wish: Wish<Speaker>) -> Result<Response, Problem> {
    write(&visit, (StatusCode::CREATED, wish.once), move |tx, ctx| {
        Ok(Done::from(create_speaker(tx, ctx, &slug, &wish.value.full())?))
    })
    .await
}

async fn put(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    Wish { value: change, .. }: Wish<Change<Speaker>>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let seen = (code.as_str(), number(&change.version));
        Ok(Done::from(edit_speaker(tx, ctx, &slug, seen, &change.value.full())?))
    })
    .await
}

async fn delete(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    Query(removal): Query<Removal>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let seen = (code.as_str(), number(&removal.version));
        Ok(Done::from(delete_speaker(tx, ctx, &slug, seen, removal.take_off)?))
    })
    .await
}

/// Speakers to remove.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ManySpeakers")]
struct Many {
    /// Their codes.
    speakers: Few<Code, 1_000>,
}

/// What became of speakers who were to be removed.
#[derive(Serialize, JsonSchema)]
struct ManyRemoved {
    /// How many were removed.
    removed: u32,
    /// How many were not there any more.
    gone: u32,
    /// Codes of those who stay: they take part in sessions.
    kept: Vec<String>,
    /// Names what was done, for `undo`; null where nobody was removed.
    batch: Option<String>,
}

async fn remove_many(visit: Visit, Path(slug): Path<String>, wish: Wish<Many>) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, wish.once), move |tx, ctx| {
        let codes: Vec<String> = wish.value.speakers.0.into_iter().map(|code| code.0).collect();
        let done = delete_speakers(tx, ctx, &slug, &codes)?;
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(ManyRemoved {
            removed: count(done.removed),
            gone: count(done.gone),
            kept: done.kept,
            batch: done.batch.map(|batch| batch.to_string()),
        })
    })
    .await
}

async fn history(visit: Visit, Path((slug, code)): Path<(String, String)>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| history_of(tx, ctx, &slug, (ObjectKind::Speaker, &code))).await
}
