//! What was done to sessions and speakers, and how to take it back.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use madang_programme::{Edit, EditAction, EditError, ObjectKind, conference_history, undo as take_back};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;
use serde_json::json;

use super::{
    Loaded,
    board_data::{private_json, wants_json},
    people::People,
    problem,
    words::{Line, Words},
};
use crate::desk::{
    form::Typed,
    frame::{Frame, Here, answer, back},
};

/// How many edits of one object are listed.
pub(super) const HISTORY_MAX: u32 = 50;

/// How many edits stand on one page of the conference's history.
const PAGE: u32 = 50;

/// One edit in words.
pub(super) struct HistoryLine {
    /// What was done: “Changed”.
    pub(super) act: String,
    pub(super) who: String,
    pub(super) at: Timestamp,
    pub(super) batch: String,
    pub(super) lines: Vec<Line>,
    /// Name of the object, and where it is; empty when it is gone.
    pub(super) name: String,
    pub(super) href: String,
    id: String,
}

impl HistoryLine {
    pub(super) fn new(
        visit: &Visit,
        loaded: &Loaded,
        words: &Words<'_>,
        people: &People,
        edit: &Edit,
    ) -> Self {
        let act = match edit.action {
            EditAction::Create => key("desk-edit-create"),
            EditAction::Change => key("desk-edit-change"),
            EditAction::Delete => key("desk-edit-delete"),
            EditAction::Import => key("desk-edit-import"),
            EditAction::Sheet => key("desk-edit-sheet"),
            EditAction::Undo => key("desk-edit-undo"),
        };
        let own = visit.t().language();
        let (draft, slug) = (&loaded.draft, &loaded.conference.slug);
        let found = match edit.kind {
            ObjectKind::Session => draft.full_session(&edit.code).map(|full| {
                (
                    full.session.title.pick(own.as_str()).to_owned(),
                    format!("/desk/{slug}/sessions/{}", edit.code),
                )
            }),
            ObjectKind::Speaker => draft
                .full_speaker(&edit.code)
                .map(|full| (full.speaker.name, format!("/desk/{slug}/speakers/{}", edit.code))),
        };
        let (name, href) = found.unwrap_or_else(|| (edit.code.clone(), String::new()));
        Self {
            act: visit.t().say(act),
            who: people.who(visit, &edit.who),
            at: edit.at,
            batch: edit.batch.to_string(),
            lines: words.lines(&edit.changes),
            name,
            href,
            id: edit.id.to_string(),
        }
    }
}

/// What the address chooses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    before: String,
}

#[derive(Template)]
#[template(path = "desk_edits.html")]
struct HistoryPage {
    layout: Layout,
    desk: Frame,
    slug: String,
    can_edit: bool,
    edits: Vec<HistoryLine>,
    /// Leads to the older ones; empty on the last page.
    older: String,
}

/// `/desk/{conference}/history`.
pub(super) async fn list(
    visit: Visit,
    Path(slug): Path<String>,
    Query(choice): Query<Choice>,
) -> Result<Response, Problem> {
    let before = match choice.before.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Problem::not_found())?),
    };
    let (ctx, conference) = (visit.ctx().clone(), slug.clone());
    let read =
        visit.app().store().read(move |tx| conference_history(tx, &ctx, &conference, before, PAGE + 1));
    let mut edits = read.await.map_err(problem)?;
    let loaded = Loaded::read(&visit, &slug).await?;
    let has_more = edits.len() > PAGE as usize;
    edits.truncate(PAGE as usize);
    let words = Words::new(visit.t(), &loaded.conference, &loaded.draft);
    let people = People::of(&visit, &edits).await?;
    let edits: Vec<HistoryLine> =
        edits.iter().map(|edit| HistoryLine::new(&visit, &loaded, &words, &people, edit)).collect();
    let older = match edits.last() {
        Some(last) if has_more => format!("/desk/{slug}/history?before={}", last.id),
        _ => String::new(),
    };
    let name = loaded.name(&visit);
    let (layout, desk) =
        Frame::new(&visit, Here::History, visit.t().say(key("desk-history")), &loaded.figures);
    let can_edit = loaded.can_edit(&visit);
    answer(&HistoryPage { can_edit, layout, desk: desk.of_conference(&slug, &name), slug, edits, older })
}

/// `/desk/{conference}/undo`: takes back what was done at once, and leads to where the person was.
pub(super) async fn undo(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    let batch = typed.one("batch").parse().map_err(|_| Problem::bad_request().with_detail("batch"))?;
    let (ctx, conference) = (visit.ctx().clone(), slug.clone());
    let undone = match visit.app().store().write(move |tx| take_back(tx, &ctx, &conference, batch)).await {
        Ok(undone) => undone,
        Err(EditError::Gone(_)) => return Err(Problem::not_found()),
        Err(error) => return Err(problem(error)),
    };
    if wants_json(&headers) {
        let told = json!({ "done": undone.done, "kept": undone.kept.len() });
        return Ok(private_json(StatusCode::OK, told));
    }
    let own = format!("/desk/{slug}/");
    let to = typed.one("back");
    // Only to a page of this conference's desk: the address came with the form.
    let is_ours = to.starts_with(&own) && !to.contains(['\\', '\n', '\r']);
    let mut to = if is_ours { to.to_owned() } else { format!("{own}history") };
    let (kept, done) = (undone.kept.len(), undone.done);
    // The page of what has just been unmade is not there any more.
    if let Some(code) =
        to.strip_prefix(&format!("{own}sessions/")).or_else(|| to.strip_prefix(&format!("{own}speakers/")))
    {
        let code = code.split(['?', '#']).next().unwrap_or_default();
        let loaded = Loaded::read(&visit, &slug).await?;
        let draft = &loaded.draft;
        if draft.full_session(code).is_none() && draft.full_speaker(code).is_none() {
            to = format!("{own}history");
        }
    }
    let joint = if to.contains('?') { '&' } else { '?' };
    let word = match (done, kept) {
        (0, _) => "undo-refused",
        (_, 0) => "undone",
        _ => "undone-partly",
    };
    let redo = undone.batch.map(|batch| format!("&undo={batch}")).unwrap_or_default();
    Ok(back(&format!("{to}{joint}done={word}&count={}{redo}", if done == 0 { kept } else { done })))
}
