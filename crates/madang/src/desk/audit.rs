//! Who did what, when and from where.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Query, response::Response};
use madang_audit::{Filter, Record};
use madang_people::administrators;
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
        let records = madang_audit::list(tx, &Filter { conference, before }, PAGE + 1)?;
        let slugs: Vec<String> = conferences.into_iter().map(|one| one.slug).collect();
        Ok((Figures::read(tx, now)?, records, administrators(tx)?, slugs))
    });
    let (figures, mut records, people, slugs) = read.await?;
    let has_more = records.len() > PAGE as usize;
    records.truncate(PAGE as usize);
    let older = match records.last() {
        Some(last) if has_more => format!("/desk/audit?conference={}&before={}", choice.conference, last.seq),
        _ => String::new(),
    };
    let (layout, desk) = Frame::new(&visit, Here::Audit, visit.t().say("desk-audit"), &figures);
    let mut names: HashMap<String, String> =
        people.into_iter().map(|person| (format!("person:{}", person.id), person.name)).collect();
    for (who, key) in [
        ("administrator", "desk-who-administrator"),
        ("program", "desk-who-program"),
        ("visitor", "desk-who-visitor"),
    ] {
        names.insert(who.to_owned(), visit.t().say(key));
    }
    let conferences = slugs.into_iter().map(|slug| (slug.clone(), slug == choice.conference)).collect();
    answer(&AuditPage { layout, desk, records, names, conferences, older })
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
