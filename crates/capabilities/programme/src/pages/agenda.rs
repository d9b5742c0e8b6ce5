//! A visitor's own agenda: kept without an account, by a cookie.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    Form, Json,
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;
use madang_interchange::model::State;
use madang_store::StoreError;
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;
use serde_json::json;

use super::{
    card::{Card, Icons},
    clock::Clock,
    exports,
    look::{Look, Menu, private},
};
use crate::actions::favourites::{
    Agenda, agenda as read_agenda, agenda_of_token, clear_favourites, set_favourites,
};

/// How many sessions one undo brings back at most.
const RESTORE_MAX: usize = 200;

async fn own(look: &Look) -> Result<Agenda, Problem> {
    let Some(visitor) = look.visit.visitor() else { return Ok(Agenda::default()) };
    let (conference, visitor) = (look.published.conference.id, visitor.as_str().to_owned());
    let store = look.app().store();
    store
        .read(move |tx| read_agenda(tx, conference, &visitor))
        .await
        .map_err(|error: StoreError| error.into())
}

/// What stands in the address of the agenda.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Codes that were just cleared, with commas between: offers to bring them back.
    cleared: String,
}

/// `/{conference}/agenda`.
pub(crate) async fn agenda(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let own = own(&look).await?;
    let cleared = known(&look, asked.cleared.split(',')).join(",");
    let icons = Icons::new(&look);
    let days = days(&look, &icons, &own.sessions);
    let path = own.token.as_ref().map(|token| format!("/agenda/{token}.ics"));
    let feed = path.map(|path| look.absolute(&path)).unwrap_or_default();
    let count: usize = days.iter().flat_map(|day| &day.rows).map(|row| row.cards.len()).sum();
    let mut layout = look.layout(look.t.say("site-agenda"), Menu::Agenda);
    layout.indexable = false;
    let page = AgendaPage {
        layout,
        look: &look,
        webcal: feed.split_once("://").map(|(_, rest)| format!("webcal://{rest}")).unwrap_or_default(),
        feed,
        cleared,
        count,
        days,
    };
    Ok(private(madang_web::html(&page)?))
}

#[derive(Template)]
#[template(path = "agenda.html")]
struct AgendaPage<'a> {
    layout: Layout,
    look: &'a Look,
    /// Full address of the calendar feed; empty while there is none.
    feed: String,
    webcal: String,
    /// Codes that were just cleared.
    cleared: String,
    count: usize,
    days: Vec<DayPlan<'a>>,
}

struct DayPlan<'a> {
    id: String,
    title: String,
    rows: Vec<PlanRow<'a>>,
}

/// Sessions that overlap, or one alone.
struct PlanRow<'a> {
    clock: Option<Clock>,
    cards: Vec<Card<'a>>,
    /// How the sessions clash, in words; empty when there is only one.
    clash: String,
}

fn days<'a>(look: &'a Look, icons: &'a Icons, chosen: &[String]) -> Vec<DayPlan<'a>> {
    let published = &look.published;
    let mut numbers: Vec<usize> =
        chosen.iter().filter_map(|code| published.session(code)).map(|(number, _)| number).collect();
    // By index is by time.
    numbers.sort_unstable();
    let mut days: Vec<DayPlan<'a>> = Vec::new();
    let mut busy_until = Timestamp::MIN;
    for number in numbers {
        let session = &published.programme.sessions[number];
        let slot = session.slot.as_ref();
        let day = slot.map(|slot| published.day_of(slot));
        let id = day.map_or("a-none".to_owned(), |day| format!("a-{day}"));
        if days.last().is_none_or(|day| day.id != id) {
            let title = day.map_or_else(|| look.t.say("sessions-unscheduled"), |day| look.t.date_long(day));
            days.push(DayPlan { id, title, rows: Vec::new() });
            busy_until = Timestamp::MIN;
        }
        let Some(day) = days.last_mut() else { continue };
        let mut card = Card::new(look, icons, number);
        card.is_favourite = true;
        let is_held = session.state != State::Cancelled;
        let clashes = is_held && slot.is_some_and(|slot| slot.start < busy_until && slot.start < slot.end);
        match day.rows.last_mut() {
            Some(row) if clashes => {
                let minutes =
                    slot.map_or(0, |slot| slot.end.min(busy_until).duration_since(slot.start).as_mins());
                row.cards.push(card);
                row.clash = look.t.say_with(
                    "agenda-clash",
                    &[("count", row.cards.len().into()), ("minutes", minutes.into())],
                );
            }
            _ => {
                let clock = slot.map(|slot| look.clock(slot.start));
                day.rows.push(PlanRow { clock, cards: vec![card], clash: String::new() });
            }
        }
        if let (Some(slot), true) = (slot, is_held) {
            busy_until = busy_until.max(slot.end);
        }
    }
    days
}

/// Those of the codes that name a session here; each once, a bounded number.
fn known<'c>(look: &Look, codes: impl Iterator<Item = &'c str>) -> Vec<String> {
    let known = codes.filter(|code| look.published.session(code).is_some());
    known.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().take(RESTORE_MAX).collect()
}

/// `/{conference}/agenda/{token}.ics`: the calendar feed of an agenda, for whoever knows its address.
pub(crate) async fn feed(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let token = file.strip_suffix(".ics").ok_or_else(Problem::not_found)?.to_owned();
    let conference = look.published.conference.id;
    let found = look.app().store().read(move |tx| agenda_of_token(tx, conference, &token)).await;
    let codes = found.map_err(|error: StoreError| Problem::from(error))?.ok_or_else(Problem::not_found)?;
    let calendar = exports::calendar_of(&look, &codes.into_iter().collect());
    Ok(private(calendar.respond(&headers)))
}

/// `/{conference}/favourites.json`: what this visitor has chosen, for the script that marks the stars.
pub(crate) async fn favourites(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let own = own(&look).await?;
    Ok(private(Json(json!({ "sessions": own.sessions, "token": "" })).into_response()))
}

/// What a star's form or the script sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    /// Code of a session.
    session: String,
    /// `1` puts it in, `0` takes it out; without it the star turns over.
    on: String,
    /// Not empty: takes all out.
    clear: String,
    /// Codes with commas between: puts them in again.
    restore: String,
}

/// `POST /{conference}/favourites`.
pub(crate) async fn change(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Form(wish): Form<Wish>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let conference = look.published.conference.id;
    let visitor = look.visit.visitor_or_new().as_str().to_owned();
    let ctx = look.visit.ctx().clone();
    let store = look.app().store();
    let mut back = local_referrer(&look, &headers);
    if !wish.clear.is_empty() {
        let had = store.write(move |tx| clear_favourites(tx, conference, &visitor)).await;
        let had = had.map_err(|error: StoreError| Problem::from(error))?;
        back = format!(
            "{}/agenda?cleared={}",
            look.base,
            known(&look, had.iter().map(String::as_str)).join(",")
        );
    } else if !wish.restore.is_empty() {
        let codes = known(&look, wish.restore.split(','));
        let done = store.write(move |tx| set_favourites(tx, &ctx, conference, &visitor, &codes, true)).await;
        done.map_err(|error: StoreError| Problem::from(error))?;
        back = format!("{}/agenda", look.base);
    } else {
        let codes = known(&look, std::iter::once(wish.session.as_str()));
        if codes.is_empty() {
            return Err(Problem::bad_request());
        }
        let done = store.write(move |tx| {
            let wanted = match wish.on.as_str() {
                "1" => true,
                "0" => false,
                _ => !read_agenda(tx, conference, &visitor)?.sessions.contains(&codes[0]),
            };
            set_favourites(tx, &ctx, conference, &visitor, &codes, wanted)
        });
        done.await.map_err(|error: StoreError| Problem::from(error))?;
    }
    let wants_json =
        headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes() == b"application/json");
    if wants_json {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Redirect::to(&back).into_response())
}

/// The page that the form stood on, if it is one of this conference; else the agenda. Never another host's.
fn local_referrer(look: &Look, headers: &HeaderMap) -> String {
    let home = look.app().absolute("/");
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referrer.strip_prefix(home.trim_end_matches('/')).unwrap_or_default();
    let inside = path
        .strip_prefix(look.base.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    if inside { path.to_owned() } else { format!("{}/agenda", look.base) }
}
