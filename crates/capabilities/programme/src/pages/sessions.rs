//! All sessions, filtered and searched.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::HeaderMap;
use madang_web::{Cached, Layout, Problem, Visit};

use super::{
    card::{Card, Icons, full_name},
    filter::{Chip, Field, Filter},
    look::{Look, Menu},
};
use crate::published::Found;

/// How many people a search shows above the sessions.
const PEOPLE_MAX: usize = 8;

/// `/{conference}/sessions`.
pub(crate) async fn sessions(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    if filter.is_on() {
        return look.fresh(&page(&look, &Icons::new(&look), &filter));
    }
    let make = |look: &Look| -> Result<Cached, Problem> {
        look.page(&page(look, &Icons::new(look), &Filter::default()))
    };
    look.cached_with_times(&headers, &[], make).await
}

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage<'a> {
    layout: Layout,
    look: &'a Look,
    fields: Vec<Field>,
    chips: Vec<Chip>,
    query: String,
    is_on: bool,
    in_place: bool,
    count: usize,
    result: String,
    people: Vec<Person<'a>>,
    groups: Vec<Group<'a>>,
}

/// A speaker that the search has found.
struct Person<'a> {
    code: &'a str,
    name: String,
    of: &'a str,
}

/// Sessions of one day, or without one; or all that a search has found.
struct Group<'a> {
    id: String,
    title: String,
    cards: Vec<Card<'a>>,
}

fn page<'a>(look: &'a Look, icons: &'a Icons, filter: &Filter) -> SessionsPage<'a> {
    let published = &look.published;
    let query = filter.query();
    let found = filter.found(look);
    let numbers = filter.sessions(look, &found);
    let count = numbers.len();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for number in numbers {
        let day = published.programme.sessions[number].slot.as_ref().map(|slot| published.day_of(slot));
        // What is searched for stands in the order of fit; days would tear it apart.
        let (id, title) = match day {
            _ if !query.is_empty() => ("found".to_owned(), look.t.say("sessions-found")),
            Some(day) => (format!("d-{day}"), look.t.date_long(day)),
            None => ("d-none".to_owned(), look.t.say("sessions-unscheduled")),
        };
        if groups.last().is_none_or(|group| group.id != id) {
            groups.push(Group { id, title, cards: Vec::new() });
        }
        let card = Card::new(look, icons, number);
        let card = if query.is_empty() { card } else { card.with_query(&query) };
        if let Some(group) = groups.last_mut() {
            group.cards.push(card);
        }
    }
    let result = match (filter.is_on(), query.is_empty()) {
        (false, _) => String::new(),
        (true, true) => look.t.say_with("filter-shown", &[("count", count.into())]),
        (true, false) => {
            look.t.say_with("sessions-match", &[("count", count.into()), ("query", (&query).into())])
        }
    };
    let mut layout = look.layout(look.t.say("site-sessions"), Menu::Sessions);
    layout.indexable &= !filter.is_on();
    if let Some(search) = &mut layout.search {
        search.query.clone_from(&query);
    }
    SessionsPage {
        layout,
        look,
        fields: filter.fields(look, true),
        chips: filter.chips(look),
        people: people(look, &found),
        query,
        is_on: filter.is_on(),
        in_place: false,
        count: published.held(),
        result,
        groups,
    }
}

/// The people among what was found.
fn people<'a>(look: &'a Look, found: &[Found]) -> Vec<Person<'a>> {
    let speaker = |found: &Found| match found {
        Found::Speaker(number) => Some(&look.published.programme.speakers[*number]),
        Found::Session(_) => None,
    };
    found
        .iter()
        .filter_map(speaker)
        .take(PEOPLE_MAX)
        .map(|speaker| Person {
            code: &speaker.key,
            name: full_name(speaker),
            of: speaker.affiliation.as_deref().unwrap_or_default(),
        })
        .collect()
}
