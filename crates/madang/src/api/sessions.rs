//! Sessions: listed, made, changed one by one or many at once.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::StatusCode;
use madang_conference::{Conference, ObjectKind, by_slug};
use madang_context::{Ctx, Power};
use madang_programme::{
    BulkSession, Draft, EditError, ProgrammeError, change_sessions, create_session, delete_session,
    draft_conflicts, edit_session, move_session, set_state,
};
use madang_store::Tx;
use madang_web::{Problem, Right, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::{Change, Done, Kept, Limit, Listing, Refusal, page},
    declare::{Api, Operation},
    programme::{Conflict, history_of},
    programme_values::{Session, SessionSlot, SessionState, tags},
    values::{Code, Few, Tag},
    wish::{Wish, read, write},
};

const ALL: &str = "/api/v1/conferences/{conference}/sessions";
const ONE: &str = "/api/v1/conferences/{conference}/sessions/{session}";

/// Adds these operations.
pub(super) fn declare(api: Api) -> Api {
    const VIEW: Right = Right::Scoped(Power::View);
    const PROGRAMME: Right = Right::Scoped(Power::Programme);
    let of_one = |rest: &str| format!("{ONE}/{rest}");
    api.on(
        Operation::get(ALL, VIEW, ("listSessions", "Sessions in every state, by code"))
            .query::<Filter>()
            .gives::<Listing<Kept<Session>>>(200),
        list,
    )
    .on(
        Operation::post(ALL, PROGRAMME, ("createSession", "Makes a session"))
            .takes::<Session>()
            .gives::<Done>(201),
        create,
    )
    .on(
        Operation::post(
            &format!("{ALL}/change"),
            PROGRAMME,
            ("changeSessions", "Does one thing to many sessions"),
        )
        .takes::<Many>()
        .gives::<ManyDone>(200),
        change_many,
    )
    .on(Operation::get(ONE, VIEW, ("getSession", "A session")).gives::<Kept<Session>>(200), show)
    .on(
        Operation::put(ONE, PROGRAMME, ("putSession", "Changes a session"))
            .takes::<Change<Session>>()
            .gives::<Done>(200),
        put,
    )
    .on(
        Operation::delete(
            ONE,
            PROGRAMME,
            ("deleteSession", "Removes a session; it can be brought back by undo"),
        )
        .query::<Seen>()
        .gives::<Done>(200),
        delete,
    )
    .on(
        Operation::put(
            &of_one("slot"),
            PROGRAMME,
            ("moveSession", "Puts a session into the timetable, or takes it off"),
        )
        .takes::<Change<Option<SessionSlot>>>()
        .gives::<Moved>(200),
        put_slot,
    )
    .on(
        Operation::put(&of_one("state"), PROGRAMME, ("setSessionState", "Says where a session stands"))
            .takes::<Change<SessionState>>()
            .gives::<Done>(200),
        put_state,
    )
    .on(
        Operation::get(
            &of_one("history"),
            VIEW,
            ("getSessionHistory", "What was changed of a session, the newest first"),
        )
        .gives::<Listing<super::programme::Edit>>(200),
        history,
    )
}

/// Which sessions to list.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Only those behind this code: `next` of the page before.
    after: Option<Code>,
    /// How many at most; 50 unless told.
    limit: Option<Limit>,
    /// Only those in this state.
    state: Option<SessionState>,
    /// Only those of this track.
    track: Option<Code>,
    /// Only those of this kind.
    kind: Option<Code>,
    /// Only those in this room.
    room: Option<Code>,
    /// Only those that this speaker takes part in.
    speaker: Option<Code>,
}

/// The version that was seen.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    /// The version that was seen.
    pub(super) version: Code,
}

/// A version as the programme counts them. What is none was never seen.
pub(super) fn number(version: &Code) -> i64 {
    version.0.parse().unwrap_or(-1)
}

/// The conference of an address, for somebody who may know of it.
pub(super) fn conference(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str) -> Result<Conference, Refusal> {
    let found = by_slug(tx, slug)?.filter(|found| ctx.knows(&found.scopes()));
    Ok(found.ok_or_else(|| ProgrammeError::NoConference(slug.to_owned()))?)
}

fn kept(draft: &Draft, code: &str) -> Option<Kept<Session>> {
    let full = draft.full_session(code)?;
    let version = draft.versions.sessions.get(code).copied().unwrap_or(0).to_string();
    Some(Kept { id: code.to_owned(), version, value: Session::of(&full) })
}

async fn list(
    visit: Visit,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let draft = draft_conflicts(tx, &of)?.0;
        let has = |found: Option<&String>, wanted: &Option<Code>| {
            wanted.as_ref().is_none_or(|wanted| found.is_some_and(|found| *found == wanted.0))
        };
        let mut codes: Vec<&str> = Vec::new();
        for session in &draft.programme.sessions {
            let room = session.slot.as_ref().and_then(|slot| slot.room.as_ref());
            let is_found = filter.state.is_none_or(|state| state == session.state.into())
                && has(session.track.as_ref(), &filter.track)
                && has(session.kind.as_ref(), &filter.kind)
                && has(room, &filter.room)
                && filter
                    .speaker
                    .as_ref()
                    .is_none_or(|wanted| session.parts.iter().any(|part| part.speaker == wanted.0));
            if is_found {
                codes.push(&session.key);
            }
        }
        codes.sort_unstable();
        let Listing { items, next } = page(codes, filter.after.as_ref(), filter.limit, |code| code);
        Ok(Listing { items: items.into_iter().filter_map(|code| kept(&draft, code)).collect(), next })
    })
    .await
}

async fn show(visit: Visit, Path((slug, code)): Path<(String, String)>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        Ok(kept(&draft_conflicts(tx, &of)?.0, &code).ok_or(EditError::Gone(code))?)
    })
    .await
}

async fn create(visit: Visit, Path(slug): Path<String>, wish: Wish<Session>) -> Result<Response, Problem> {
    write(&visit, (StatusCode::CREATED, wish.once), move |tx, ctx| {
        Ok(Done::from(create_session(tx, ctx, &slug, &wish.value.full())?))
    })
    .await
}

async fn put(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    Wish { value: change, .. }: Wish<Change<Session>>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let seen = (code.as_str(), number(&change.version));
        Ok(Done::from(edit_session(tx, ctx, &slug, seen, &change.value.full())?))
    })
    .await
}

async fn delete(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    Query(seen): Query<Seen>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        Ok(Done::from(delete_session(tx, ctx, &slug, (&code, number(&seen.version)))?))
    })
    .await
}

/// What a move has done.
#[derive(Serialize, JsonSchema)]
struct Moved {
    /// The session's version now, and how to undo it.
    done: Done,
    /// Conflicts that the session is part of now.
    conflicts: Vec<Conflict>,
}

async fn put_slot(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    Wish { value: change, .. }: Wish<Change<Option<SessionSlot>>>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let slot = change.value.as_ref().map(SessionSlot::slot);
        let (edited, conflicts) = move_session(tx, ctx, &slug, (&code, number(&change.version)), slot)?;
        let own = conflicts.iter().filter(|conflict| conflict.sessions.contains(&code));
        Ok(Moved { conflicts: own.map(Conflict::of).collect(), done: edited.into() })
    })
    .await
}

async fn put_state(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    Wish { value: change, .. }: Wish<Change<SessionState>>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let seen = (code.as_str(), number(&change.version));
        Ok(Done::from(set_state(tx, ctx, &slug, seen, change.value.into())?))
    })
    .await
}

async fn history(visit: Visit, Path((slug, code)): Path<(String, String)>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| history_of(tx, ctx, &slug, (ObjectKind::Session, &code))).await
}

/// One thing that is done to many sessions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Many {
    /// Codes of the sessions.
    sessions: Few<Code, 1_000>,
    /// What is done to each.
    change: ManyChange,
}

/// What is done to each of many sessions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ManyChange {
    /// They get this state.
    State(SessionState),
    /// They get this track, or none.
    Track(Option<Code>),
    /// They get this kind, or none.
    Kind(Option<Code>),
    /// They get these key words besides their own.
    AddTags(Few<Tag, 30>),
    /// They lose these key words.
    RemoveTags(Few<Tag, 30>),
    /// They are taken off the timetable.
    Unplace,
    /// They are removed.
    Delete,
}

/// What was done to many sessions.
#[derive(Serialize, JsonSchema)]
struct ManyDone {
    /// How many were different then.
    changed: u32,
    /// How many are not there any more.
    gone: u32,
    /// Names what was done, for `undo`; null where nothing was different.
    batch: Option<String>,
}

async fn change_many(visit: Visit, Path(slug): Path<String>, wish: Wish<Many>) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, wish.once), move |tx, ctx| {
        let codes: Vec<String> = wish.value.sessions.0.into_iter().map(|code| code.0).collect();
        let what = match wish.value.change {
            ManyChange::State(state) => BulkSession::State(state.into()),
            ManyChange::Track(track) => BulkSession::Track(track.map(|track| track.0)),
            ManyChange::Kind(kind) => BulkSession::Kind(kind.map(|kind| kind.0)),
            ManyChange::AddTags(words) => BulkSession::AddTags(tags(&words.0)),
            ManyChange::RemoveTags(words) => BulkSession::RemoveTags(tags(&words.0)),
            ManyChange::Unplace => BulkSession::Unplace,
            ManyChange::Delete => BulkSession::Delete,
        };
        let bulk = change_sessions(tx, ctx, &slug, &codes, &what)?;
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(ManyDone {
            changed: count(bulk.changed),
            gone: count(bulk.gone),
            batch: bulk.batch.map(|batch| batch.to_string()),
        })
    })
    .await
}
