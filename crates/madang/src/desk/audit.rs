//! Who did what, when and from where.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use madang_audit::{Filter, Record};
use madang_people::PersonId;
use madang_store::{StoreError, Tx};
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::frame::{Figures, Frame, Here, answer};

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
}

/// `/desk/audit`.
pub(crate) async fn audit(visit: Visit, Query(choice): Query<Choice>) -> Result<Response, Problem> {
    let (wanted, before, now) = (choice.conference.clone(), choice.before, visit.ctx().now);
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let conferences = madang_conference::all(tx)?;
        let conference = conferences.iter().find(|one| one.slug == wanted).map(|one| one.id.0);
        if conference.is_none() && !wanted.is_empty() {
            return Err(Problem::not_found());
        }
        let slugs: Vec<String> = conferences.into_iter().map(|one| one.slug).collect();
        Ok((Figures::read(tx, now)?, Page::read(tx, &Filter { conference, before })?, slugs))
    });
    let (figures, page, slugs) = read.await?;
    let (layout, desk) = Frame::new(&visit, Here::Audit, visit.t().say("desk-audit"), &figures);
    let conferences = slugs.into_iter().map(|slug| (slug.clone(), slug == choice.conference)).collect();
    let older = page.older(&format!("/desk/audit?conference={}&", choice.conference));
    let names = page.names(&visit);
    answer(&AuditPage { layout, desk, records: page.records, names, conferences, older })
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
        let page = Page::read(tx, &Filter { conference: Some(conference.id.0), before })?;
        Ok((Figures::read(tx, now)?, page, conference))
    });
    let (figures, page, conference) = read.await?;
    let (layout, desk) = Frame::new(&visit, Here::ConferenceAudit, visit.t().say("desk-audit"), &figures);
    let desk = desk.of_conference(&conference.slug, conference.name.pick(visit.t().language().as_str()));
    let older = page.older(&format!("/desk/{}/audit?", conference.slug));
    let names = page.names(&visit);
    answer(&AuditPage { layout, desk, records: page.records, names, conferences: Vec::new(), older })
}

/// Records of one page, and who is known by name in them.
struct Page {
    records: Vec<Record>,
    people: Vec<(PersonId, String)>,
    has_more: bool,
}

impl Page {
    fn read(tx: &mut Tx<'_>, filter: &Filter) -> Result<Self, StoreError> {
        let mut records = madang_audit::list(tx, filter, PAGE + 1)?;
        let has_more = records.len() > PAGE as usize;
        records.truncate(PAGE as usize);
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
        self.names.get(who).map_or(who, String::as_str)
    }

    /// The act in words.
    fn act(&self, record: &Record) -> String {
        self.desk.t.say_of("desk-act-", record.action.replace('.', "-"))
    }

    /// What is worth knowing beside: `letters: 3, changes: 12`.
    #[expect(clippy::unused_self, reason = "called from the template, beside `act`")]
    fn detail(&self, record: &Record) -> String {
        let detail: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&record.detail).unwrap_or_default();
        let word =
            |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        detail.iter().map(|(name, value)| format!("{name}: {}", word(value))).collect::<Vec<_>>().join(", ")
    }
}
