//! What was done to a conference, its settings and its programme, and how to take it back.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use madang_conference::{Conference, Edit, EditAction, ObjectKind, Page, PieceKind};
use madang_context::Power;
use madang_interchange::{model::Text, write::Cell};
use madang_programme::{Draft, EditError, conference_history, may_undo, object_history, undo as take_back};
use madang_store::{Id, StoreError, Tx};
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
    export::{Export, ROWS_READ, moment},
    form::Typed,
    frame::{Frame, Here, answer, back},
    show_at_once,
};

/// How many edits of one object are listed.
const HISTORY_MAX: u32 = 50;

/// How many edits stand on one page of the conference's history.
const PAGE: u32 = 50;

/// One edit in words.
pub(crate) struct HistoryLine {
    /// What was done: “Changed”.
    pub(crate) act: String,
    pub(crate) who: String,
    pub(crate) at: Timestamp,
    pub(crate) batch: String,
    pub(crate) lines: Vec<Line>,
    /// Whether this person may take it back.
    pub(crate) can_undo: bool,
    /// Name of the object, and where it is; empty when it is gone.
    pub(crate) name: String,
    pub(crate) href: String,
    id: String,
}

impl HistoryLine {
    fn new(visit: &Visit, conference: &Conference, words: &Words<'_>, people: &People, edit: &Edit) -> Self {
        let act = match edit.action {
            EditAction::Create => key("desk-edit-create"),
            EditAction::Change => key("desk-edit-change"),
            EditAction::Delete => key("desk-edit-delete"),
            EditAction::Import => key("desk-edit-import"),
            EditAction::Sheet => key("desk-edit-sheet"),
            EditAction::Copy => key("desk-edit-copy"),
            EditAction::Undo => key("desk-edit-undo"),
        };
        Self {
            act: visit.t().say(act),
            who: people.who(visit, &edit.who),
            at: edit.at,
            batch: edit.batch.to_string(),
            lines: words.lines(&edit.changes),
            can_undo: may_undo(visit.ctx(), conference, edit),
            name: String::new(),
            href: String::new(),
            id: edit.id.to_string(),
        }
    }
}

/// What was done to one object, in words, the newest first.
pub(crate) async fn history_of(
    visit: &Visit,
    conference: &Conference,
    draft: &Draft,
    (kind, code): (ObjectKind, &str),
) -> Result<Vec<HistoryLine>, Problem> {
    let (ctx, slug, code) = (visit.ctx().clone(), conference.slug.clone(), code.to_owned());
    let read = move |tx: &mut Tx<'_>| object_history(tx, &ctx, &slug, (kind, &code), HISTORY_MAX);
    let edits = visit.app().store().read(read).await.map_err(problem)?;
    let people = People::of(visit, &edits).await?;
    let words = Words::new(visit.t(), conference, draft);
    Ok(edits.iter().map(|edit| HistoryLine::new(visit, conference, &words, &people, edit)).collect())
}

/// The objects of a conference by name.
struct Names<'a> {
    visit: &'a Visit,
    loaded: &'a Loaded,
    pages: &'a [Page],
}

impl Names<'_> {
    /// Name and address of what was edited. What is gone has no address, and the name that it had in this edit.
    fn of(&self, edit: &Edit) -> (String, String) {
        let Some(name) = self.known(edit) else { return (self.former(edit), String::new()) };
        let desk = format!("/desk/{}", self.loaded.conference.slug);
        let can_organise = self.loaded.conference.lets(self.visit.ctx(), Power::Organise);
        let href = match (edit.kind, PieceKind::of_object(edit.kind)) {
            (ObjectKind::Session, _) => format!("{desk}/sessions/{}", edit.code),
            (ObjectKind::Speaker, _) => format!("{desk}/speakers/{}", edit.code),
            _ if !can_organise => String::new(),
            (_, Some(kind)) => format!("{desk}/settings/{}/{}", kind.word(), edit.code),
            _ => format!("{desk}/settings"),
        };
        (if name.is_empty() { edit.code.clone() } else { name }, href)
    }

    fn known(&self, edit: &Edit) -> Option<String> {
        let (draft, code) = (&self.loaded.draft, &edit.code);
        let pick = |text: &Text| text.pick(self.visit.t().language().as_str()).to_owned();
        let programme = &draft.programme;
        match edit.kind {
            ObjectKind::Conference => Some(pick(&self.loaded.conference.name)),
            ObjectKind::Room => {
                programme.rooms.iter().find(|one| one.key == *code).map(|one| pick(&one.name))
            }
            ObjectKind::Track => {
                programme.tracks.iter().find(|one| one.key == *code).map(|one| pick(&one.name))
            }
            ObjectKind::Kind => {
                programme.kinds.iter().find(|one| one.key == *code).map(|one| pick(&one.name))
            }
            ObjectKind::Page => self.pages.iter().find(|one| one.slug == *code).map(|one| pick(&one.title)),
            ObjectKind::Session => draft.full_session(code).map(|full| pick(&full.session.title)),
            ObjectKind::Speaker => draft.full_speaker(code).map(|full| full.speaker.name),
        }
    }

    fn former(&self, edit: &Edit) -> String {
        let is_name = |field: &str| field == "name" || field == "title";
        let change = edit.changes.iter().find(|change| is_name(&change.field));
        let value = change.map(|change| if change.before.is_null() { &change.after } else { &change.before });
        let name = value.and_then(|value| match value.as_str() {
            Some(name) => Some(name.to_owned()),
            None => serde_json::from_value::<Text>(value.clone())
                .ok()
                .map(|text| text.pick(self.visit.t().language().as_str()).to_owned()),
        });
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| edit.code.clone())
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

/// Edits of a conference in words, the newest first, and whether there are older ones.
struct Told {
    loaded: Loaded,
    lines: Vec<HistoryLine>,
    has_more: bool,
}

impl Told {
    async fn read(visit: &Visit, slug: &str, before: Option<Id>, edits_max: u32) -> Result<Self, Problem> {
        let (ctx, conference) = (visit.ctx().clone(), slug.to_owned());
        let read = move |tx: &mut Tx<'_>| conference_history(tx, &ctx, &conference, before, edits_max + 1);
        let mut edits = visit.app().store().read(read).await.map_err(problem)?;
        let loaded = Loaded::read(visit, slug).await?;
        let has_more = edits.len() > edits_max as usize;
        edits.truncate(edits_max as usize);
        if !loaded.can_edit(visit) {
            // As everywhere: mail addresses are for those who may change the programme.
            edits.iter_mut().for_each(|edit| edit.changes.retain(|change| change.field != "email"));
        }
        let words = Words::new(visit.t(), &loaded.conference, &loaded.draft);
        let people = People::of(visit, &edits).await?;
        let id = loaded.conference.id;
        let read = visit.app().store().read::<_, StoreError, _>(move |tx| madang_conference::pages(tx, id));
        let names = Names { visit, loaded: &loaded, pages: &read.await? };
        let line = |edit: &Edit| {
            let (name, href) = names.of(edit);
            HistoryLine { name, href, ..HistoryLine::new(visit, &loaded.conference, &words, &people, edit) }
        };
        let lines = edits.iter().map(line).collect();
        Ok(Self { lines, has_more, loaded })
    }
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
    let Told { loaded, lines: edits, has_more } = Told::read(&visit, &slug, before, PAGE).await?;
    let older = match edits.last() {
        Some(last) if has_more => format!("/desk/{slug}/history?before={}", last.id),
        _ => String::new(),
    };
    let (name, can_edit) = (loaded.name(&visit), loaded.can_edit(&visit));
    let (layout, desk) =
        Frame::new(&visit, Here::History, visit.t().say(key("desk-history")), &loaded.figures);
    answer(&HistoryPage { can_edit, layout, desk: desk.of_conference(&slug, &name), slug, edits, older })
}

/// `/desk/{conference}/history.csv` and `.xlsx`: a row for each field that was changed.
pub(super) async fn table(visit: Visit, Path(slug): Path<String>) -> Result<Export, Problem> {
    let told = Told::read(&visit, &slug, None, ROWS_READ).await?;
    let columns = ["when", "who", "what", "name", "field", "before", "after"];
    let row = |line: HistoryLine| -> Vec<[Cell; 7]> {
        let HistoryLine { at, who, act, name, mut lines, .. } = line;
        if lines.is_empty() {
            lines.push(Line { field: String::new(), before: String::new(), after: String::new() });
        }
        let of = |Line { field, before, after }: Line| -> [Cell; 7] {
            let [who, act, name] = [&who, &act, &name].map(|text| text.as_str().into());
            [moment(at), who, act, name, field.into(), before.into(), after.into()]
        };
        lines.into_iter().map(of).collect()
    };
    let title = visit.t().say(key("desk-history"));
    let rows = told.lines.into_iter().flat_map(row);
    Ok(Export::new(&visit, &format!("{slug}-history"), title, &columns).rows(rows))
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
    // Settings are seen at once.
    show_at_once(&visit).await?;
    if wants_json(&headers) {
        let told = json!({ "done": undone.done, "kept": undone.kept.len() });
        return Ok(private_json(StatusCode::OK, told));
    }
    let own = format!("/desk/{slug}/");
    let to = typed.one("back");
    // Only to a page of this conference's desk: the address came with the form.
    let (root, path) = (own.trim_end_matches('/'), to.split('?').next().unwrap_or_default());
    let is_ours = (path == root || to.starts_with(&own)) && !to.contains(['\\', '\n', '\r']);
    let mut to = if is_ours { to.to_owned() } else { format!("{own}history") };
    let (kept, done) = (undone.kept.len(), undone.done);
    if is_page_of_nothing(&visit, &slug, to.strip_prefix(&own).unwrap_or_default()).await? {
        to = format!("{own}history");
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

/// Whether an address below a conference's desk is the page of what has just been unmade.
async fn is_page_of_nothing(visit: &Visit, slug: &str, to: &str) -> Result<bool, Problem> {
    let path = to.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let is_there = match parts.as_slice() {
        ["sessions", code] => Loaded::read(visit, slug).await?.draft.full_session(code).is_some(),
        ["speakers", code] => Loaded::read(visit, slug).await?.draft.full_speaker(code).is_some(),
        ["settings", what, piece] => {
            let kind = PieceKind::of_word(what).ok_or_else(Problem::not_found)?;
            let id = Loaded::read(visit, slug).await?.conference.id;
            let read = move |tx: &mut Tx<'_>| madang_conference::pieces(tx, id, kind);
            let pieces = visit.app().store().read::<_, StoreError, _>(read).await?;
            pieces.iter().any(|one| one.slug() == *piece)
        }
        _ => true,
    };
    Ok(!is_there)
}
