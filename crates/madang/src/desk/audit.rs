//! Who did what, when and from where.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use madang_audit::{Filter, Record};
use madang_conference::Conference;
use madang_interchange::write::Cell;
use madang_people::PersonId;
use madang_store::{Id, StoreError, Tx};
use madang_text::{Translator, key};
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::{
    export::{Export, ROWS_READ, moment},
    frame::{Figures, Frame, Here, answer},
};

/// How many records stand on one page.
const PAGE: u32 = 50;

/// What the address chooses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    /// Short name of a conference; everything when empty.
    conference: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "desk_audit.html")]
struct AuditPage {
    layout: Layout,
    desk: Frame,
    records: Vec<Record>,
    /// Names of those who are known by name, by what stands in a record.
    names: HashMap<String, String>,
    /// Conferences to choose from: short name and whether it is chosen.
    conferences: Vec<(String, bool)>,
    /// Leads to the older ones; empty on the last page.
    older: String,
    /// Address of this list without its pages, and its query.
    list: String,
    query: String,
}

/// `/desk/audit`.
pub(crate) async fn audit(visit: Visit, Query(choice): Query<Choice>) -> Result<Response, Problem> {
    let (wanted, before, now) = (choice.conference.clone(), choice.before, visit.ctx().now);
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let conferences = madang_conference::all(tx)?;
        let conference = chosen(&conferences, &wanted)?;
        let slugs: Vec<String> = conferences.into_iter().map(|one| one.slug).collect();
        Ok((Figures::read(tx, now)?, Page::read(tx, &Filter { conference, before }, PAGE)?, slugs))
    });
    let (figures, page, slugs) = read.await?;
    let (layout, desk) = Frame::new(&visit, Here::Audit, visit.t().say("desk-audit"), &figures);
    let conferences = slugs.into_iter().map(|slug| (slug.clone(), slug == choice.conference)).collect();
    let older = page.older(&format!("/desk/audit?conference={}&", choice.conference));
    let names = page.names(&visit);
    let (list, query) = ("/desk/audit".to_owned(), format!("conference={}", choice.conference));
    answer(&AuditPage { layout, desk, records: page.records, names, conferences, older, list, query })
}

/// `/desk/{conference}/audit`: what was done in one conference.
pub(crate) async fn of_conference(
    visit: Visit,
    Path(slug): Path<String>,
    Query(choice): Query<Choice>,
) -> Result<Response, Problem> {
    let (before, now) = (choice.before, visit.ctx().now);
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let conference = madang_conference::by_slug(tx, &slug)?.ok_or_else(Problem::not_found)?;
        let page = Page::read(tx, &Filter { conference: Some(conference.id.0), before }, PAGE)?;
        Ok((Figures::read(tx, now)?, page, conference))
    });
    let (figures, page, conference) = read.await?;
    let (layout, desk) = Frame::new(&visit, Here::ConferenceAudit, visit.t().say("desk-audit"), &figures);
    let desk = desk.of_conference(&conference.slug, conference.name.pick(visit.t().language().as_str()));
    let older = page.older(&format!("/desk/{}/audit?", conference.slug));
    let names = page.names(&visit);
    let (list, query) = (format!("/desk/{}/audit", conference.slug), String::new());
    let conferences = Vec::new();
    answer(&AuditPage { layout, desk, records: page.records, names, conferences, older, list, query })
}

/// The conference of this short name; none when nothing was chosen.
fn chosen(conferences: &[Conference], slug: &str) -> Result<Option<Id>, Problem> {
    let found = conferences.iter().find(|one| one.slug == slug).map(|one| one.id.0);
    if found.is_none() && !slug.is_empty() { Err(Problem::not_found()) } else { Ok(found) }
}

/// `/desk/audit.csv` and `.xlsx`.
pub(crate) async fn table(visit: Visit, Query(choice): Query<Choice>) -> Result<Export, Problem> {
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let conferences = madang_conference::all(tx)?;
        let conference = chosen(&conferences, &choice.conference)?;
        Ok((Page::read(tx, &Filter { conference, before: None }, ROWS_READ)?, conferences))
    });
    let (page, conferences) = read.await?;
    Ok(page.table(&visit, "audit", &conferences))
}

/// `/desk/{conference}/audit.csv` and `.xlsx`.
pub(crate) async fn table_of_conference(visit: Visit, Path(slug): Path<String>) -> Result<Export, Problem> {
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let conference = madang_conference::by_slug(tx, &slug)?.ok_or_else(Problem::not_found)?;
        let filter = Filter { conference: Some(conference.id.0), before: None };
        Ok((Page::read(tx, &filter, ROWS_READ)?, conference))
    });
    let (page, conference) = read.await?;
    Ok(page.table(&visit, &format!("{}-audit", conference.slug), &[conference]))
}

/// Records of one page, and who is known by name in them.
struct Page {
    records: Vec<Record>,
    people: Vec<(PersonId, String)>,
    has_more: bool,
}

impl Page {
    fn read(tx: &mut Tx<'_>, filter: &Filter, records_max: u32) -> Result<Self, StoreError> {
        let mut records = madang_audit::list(tx, filter, records_max + 1)?;
        let has_more = records.len() > records_max as usize;
        records.truncate(records_max as usize);
        let mut ids: Vec<PersonId> = Vec::new();
        for id in records.iter().filter_map(|record| record.who.strip_prefix("person:")?.parse().ok()) {
            if !ids.contains(&PersonId(id)) {
                ids.push(PersonId(id));
            }
        }
        Ok(Self { people: madang_people::names(tx, &ids)?, records, has_more })
    }

    /// Leads to the older ones; empty on the last page.
    fn older(&self, base: &str) -> String {
        match self.records.last() {
            Some(last) if self.has_more => format!("{base}before={}", last.seq),
            _ => String::new(),
        }
    }

    fn names(&self, visit: &Visit) -> HashMap<String, String> {
        names(visit, &self.people)
    }

    /// Everything that a record holds, its seal too, so that a table that was taken away can be held against the audit.
    fn table(self, visit: &Visit, name: &str, conferences: &[Conference]) -> Export {
        let names = self.names(visit);
        let columns =
            ["number", "when", "what", "conference", "object", "detail", "who", "where", "request", "seal"];
        let slug = |id: Id| conferences.iter().find(|one| one.id.0 == id).map_or("", |one| one.slug.as_str());
        let row = |record: Record| -> [Cell; 10] {
            [
                record.seq.into(),
                moment(record.at),
                act(visit.t(), &record).into(),
                record.conference.map_or("", slug).into(),
                record.object.as_str().into(),
                detail(&record).into(),
                name_of(&names, &record.who).into(),
                record.origin.as_str().into(),
                record.request.as_str().into(),
                record.hash.map(|byte| format!("{byte:02x}")).concat().into(),
            ]
        };
        Export::new(visit, name, visit.t().say(key("desk-audit")), &columns)
            .rows(self.records.into_iter().map(row))
    }
}

/// What each kind of asker is called, by what stands in a record.
fn names(visit: &Visit, people: &[(PersonId, String)]) -> HashMap<String, String> {
    let mut names: HashMap<String, String> =
        people.iter().map(|(id, name)| (format!("person:{id}"), name.clone())).collect();
    for (who, key) in [
        ("administrator", "desk-who-administrator"),
        ("program", "desk-who-program"),
        ("visitor", "desk-who-visitor"),
    ] {
        names.insert(who.to_owned(), visit.t().say(key));
    }
    names
}

impl AuditPage {
    fn name<'a>(&'a self, who: &'a str) -> &'a str {
        name_of(&self.names, who)
    }

    fn act(&self, record: &Record) -> String {
        act(&self.desk.t, record)
    }

    #[expect(clippy::unused_self, reason = "called from the template, beside `act`")]
    fn detail(&self, record: &Record) -> String {
        detail(record)
    }
}

/// Whoever did it, by name where there is one.
fn name_of<'a>(names: &'a HashMap<String, String>, who: &'a str) -> &'a str {
    names.get(who).map_or(who, String::as_str)
}

/// The act in words.
fn act(t: &Translator, record: &Record) -> String {
    t.say_of("desk-act-", record.action.replace('.', "-"))
}

/// What is worth knowing beside: `letters: 3, changes: 12`.
fn detail(record: &Record) -> String {
    let detail: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&record.detail).unwrap_or_default();
    let word = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    detail.iter().map(|(name, value)| format!("{name}: {}", word(value))).collect::<Vec<_>>().join(", ")
}
