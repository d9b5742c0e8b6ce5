//! The list of speakers, and what is done to many of them at once.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use madang_interchange::model::Speaker;
use madang_programme::delete_speakers;
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{
    Loaded, accounts,
    listing::{NONE, Pager, SpeakerFilter, chosen, filter_of, page_of, sorted, talk_counts},
    problem,
    sessions::Choice,
    undo_of,
};
use crate::desk::{
    form::Typed,
    frame::{Frame, Here, answer, back},
};

#[derive(Template)]
#[template(path = "desk_speakers.html")]
struct ListPage {
    layout: Layout,
    desk: Frame,
    slug: String,
    can_edit: bool,
    filter: SpeakerFilter,
    parts: Vec<Choice>,
    rows: Vec<Row>,
    /// How many the conference has.
    all: usize,
    pager: Pager,
}

struct Row {
    code: String,
    name: String,
    latin: String,
    affiliation: String,
    country: String,
    sessions: usize,
    has_email: bool,
    absences: usize,
    /// `joined`, `invited`, or empty.
    account: &'static str,
}

impl ListPage {
    fn sorted(&self, column: &str) -> &'static str {
        sorted(&self.filter.sort, column, column == "name")
    }

    fn query(&self) -> String {
        self.filter.query()
    }

    fn query_sorted(&self, column: &str) -> String {
        self.filter.query_sorted(column)
    }
}

/// `/desk/{conference}/speakers`.
pub(super) async fn list(
    visit: Visit,
    Path(slug): Path<String>,
    Query(filter): Query<SpeakerFilter>,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let t = visit.t();
    let found = filter.speakers(&loaded);
    let (shown, page, pages) = page_of(&found, filter.page);
    let counts = talk_counts(&loaded);
    let accounts = accounts::read(&visit, &loaded).await?;
    let own = |value: &Option<String>| value.clone().unwrap_or_default();
    let row = |speaker: &&Speaker| Row {
        code: speaker.key.clone(),
        name: speaker.name.clone(),
        latin: own(&speaker.name_latin),
        affiliation: own(&speaker.affiliation),
        country: speaker.country.as_deref().map(|code| t.country_name(code)).unwrap_or_default(),
        sessions: counts.get(speaker.key.as_str()).map_or(0, |(all, _)| *all),
        has_email: speaker.email.is_some(),
        absences: loaded.draft.absences.get(&speaker.key).map_or(0, Vec::len),
        account: match &speaker.key {
            code if accounts.joined.contains_key(code) => "joined",
            code if accounts.invited.contains_key(code) => "invited",
            _ => "",
        },
    };
    let pager = Pager::new(t, (page, pages), (shown.len(), found.len()), |page| filter.query_of_page(page));
    let choices = [
        ("", key("desk-all")),
        ("speaking", key("desk-speakers-speaking")),
        (NONE, key("desk-speakers-nowhere")),
    ];
    let choice = |(value, words): (&str, &str)| (value.to_owned(), t.say(words), value == filter.part);
    let name = loaded.name(&visit);
    let (layout, desk) = Frame::new(&visit, Here::Speakers, t.say(key("desk-of-speakers")), &loaded.figures);
    let page = ListPage {
        can_edit: loaded.can_edit(&visit),
        desk: desk.of_conference(&slug, &name),
        parts: choices.map(choice).into(),
        rows: shown.iter().map(row).collect(),
        all: loaded.draft.programme.speakers.len(),
        pager,
        layout,
        slug,
        filter,
    };
    answer(&page)
}

/// `POST /desk/{conference}/speakers`: writes to all that were chosen, or removes them.
pub(super) async fn bulk(visit: Visit, Path(slug): Path<String>, typed: Typed) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let filter: SpeakerFilter = filter_of(&typed)?;
    let found = || filter.speakers(&loaded).into_iter().map(|speaker| speaker.key.clone()).collect();
    let codes = chosen(&typed, found);
    let list = format!("/desk/{slug}/speakers?{}", filter.query_of_page(filter.page.max(1)));
    match typed.one("action") {
        _ if codes.is_empty() => Ok(back(&format!("{list}&done=nobody-chosen"))),
        "remove" => remove_many(&visit, slug, codes, &list).await,
        _ => accounts::invite_many(&visit, &loaded, codes).await,
    }
}

/// Removes those who take part in no session, and says how many do.
async fn remove_many(
    visit: &Visit,
    slug: String,
    codes: Vec<String>,
    list: &str,
) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let done = visit.app().store().write(move |tx| delete_speakers(tx, &ctx, &slug, &codes)).await;
    let done = done.map_err(problem)?;
    let (count, kept) = (done.removed, done.kept.len());
    let word = match (count, kept) {
        (_, 0) => "speakers-removed",
        (0, _) => "speakers-kept",
        _ => "speakers-removed-partly",
    };
    Ok(back(&format!("{list}&done={word}&count={count}&kept={kept}{}", undo_of(done.batch))))
}
