//! Everybody with an account on this server: for its administrators.

use askama::Template;
use axum::{extract::Query, response::Response};
use madang_interchange::write::Cell;
use madang_people::{Person, people_count};
use madang_store::StoreError;
use madang_text::key;
use madang_web::{Layout, Problem, Visit};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{
    export::{Export, ROWS_READ, moment},
    frame::{Figures, Frame, Here, answer},
};

/// How many people stand on one page.
const PAGE: usize = 50;

/// What the address chooses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    q: String,
    /// Address of the last person of the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "desk_people.html")]
struct PeoplePage {
    layout: Layout,
    desk: Frame,
    people: Vec<Person>,
    count: i64,
    q: String,
    /// Leads to the next page; empty on the last.
    next: String,
}

impl PeoplePage {
    /// The address's query for the same list; without its page.
    fn query(&self) -> String {
        if self.q.is_empty() { String::new() } else { format!("q={}", quoted(&self.q)) }
    }
}

fn quoted(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// `/desk/people`.
pub(crate) async fn people(visit: Visit, Query(choice): Query<Choice>) -> Result<Response, Problem> {
    let (ctx, wanted) = (visit.ctx().clone(), choice.clone());
    let read = visit.app().store().read::<_, StoreError, _>(move |tx| {
        let rows_max = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let people = madang_people::people(tx, &ctx, (&wanted.after, &wanted.q), rows_max)?;
        Ok((Figures::read(tx, ctx.now)?, people, people_count(tx)?))
    });
    let (figures, mut people, count) = read.await?;
    let has_more = people.len() > PAGE;
    people.truncate(PAGE);
    let next = match people.last() {
        Some(last) if has_more => {
            format!("/desk/people?q={}&after={}", quoted(&choice.q), quoted(&last.email))
        }
        _ => String::new(),
    };
    let (layout, desk) = Frame::new(&visit, Here::People, visit.t().say("desk-people"), &figures);
    answer(&PeoplePage { layout, desk, people, count, q: choice.q, next })
}

/// `/desk/people.csv` and `.xlsx`.
pub(crate) async fn table(visit: Visit, Query(choice): Query<Choice>) -> Result<Export, Problem> {
    let ctx = visit.ctx().clone();
    let read = visit.app().store().read::<_, StoreError, _>(move |tx| {
        madang_people::people(tx, &ctx, ("", &choice.q), i64::from(ROWS_READ))
    });
    let columns = ["person", "email", "since", "language", "administrator"];
    let row = |person: Person| -> [Cell; 5] {
        [
            person.name.into(),
            person.email.into(),
            moment(person.created_at),
            person.language.into(),
            if person.is_administrator { visit.t().say("desk-yes") } else { String::new() }.into(),
        ]
    };
    Ok(Export::new(&visit, "people", visit.t().say(key("desk-people")), &columns)
        .rows(read.await?.into_iter().map(row)))
}
