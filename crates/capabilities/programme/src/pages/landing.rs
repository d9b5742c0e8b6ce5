//! The first page of a conference, and its pages of text.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use http::HeaderMap;
use madang_interchange::{model::Programme, write};
use madang_text::markdown::{self, Html};
use madang_web::{Cached, Layout, Problem, Visit};

use super::{
    card::{Card, Icons},
    exports,
    look::{Look, Menu},
    now::upcoming,
};

/// How many sessions are shown as on now, and as next.
const UPCOMING_MAX: usize = 4;

/// `/{conference}`.
///
/// Made anew each minute at most: it shows what is on.
pub(crate) async fn landing(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let minute = look.visit.ctx().now.as_second() / 60;
    let make = |look: &Look| -> Result<Cached, Problem> { look.page(&page(look, &Icons::new(look))) };
    look.cached_with_times(&headers, &[&minute.to_string()], make).await
}

/// `/{conference}/`: the same page has one address; exports name it with the slash, as their formats want it.
pub(crate) async fn with_slash(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    Ok(Redirect::permanent(&look.base).into_response())
}

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage<'a> {
    layout: Layout,
    look: &'a Look,
    name: &'a str,
    other_names: Vec<(&'a str, &'a str)>,
    subtitle: &'a str,
    dates: String,
    first_day: String,
    yard_days: String,
    yard_month: String,
    venue: &'a str,
    place: Vec<&'a str>,
    figures: Vec<(String, String)>,
    days: Vec<DayLink>,
    on: Vec<Card<'a>>,
    next: Vec<Card<'a>>,
    tracks: Vec<TrackLink<'a>>,
    about: Html,
}

struct DayLink {
    href: String,
    date: String,
    weekday: String,
    about: String,
}

struct TrackLink<'a> {
    number: usize,
    key: &'a str,
    name: &'a str,
    count: usize,
}

fn page<'a>(look: &'a Look, icons: &'a Icons) -> LandingPage<'a> {
    let published = &look.published;
    let conference = &published.conference;
    let (tag, name) = look.pick_tagged(&conference.name);
    let own = if tag.is_empty() { look.language.as_str() } else { tag };
    let (on, next) = upcoming(look, look.visit.ctx().now, UPCOMING_MAX);
    let (first, last) = (conference.first_day, conference.last_day);
    let yard_days = if first == last {
        first.day().to_string()
    } else if first.month() == last.month() {
        format!("{}–{}", first.day(), last.day())
    } else {
        format!("{}.{}.–{}.{}.", first.day(), first.month(), last.day(), last.month())
    };
    let mut layout = look.layout("", Menu::None);
    let programme = Programme { conference: published.programme.conference.clone(), ..Programme::default() };
    let event = write::conference_json_ld(&programme, &exports::context(look));
    layout.json_ld = madang_web::json_ld(&event);
    LandingPage {
        layout,
        look,
        name,
        other_names: conference
            .name
            .0
            .iter()
            .filter(|(language, other)| *language != own && other.as_str() != name)
            .map(|(language, other)| (language.as_str(), other.as_str()))
            .collect(),
        subtitle: look.pick(&conference.subtitle),
        dates: look.t.date_range(first, last),
        first_day: first.to_string(),
        yard_days,
        yard_month: format!("{} {}", look.t.month(first), first.year()),
        venue: look.pick(&conference.venue),
        place: look.place(),
        figures: figures(look),
        days: days(look),
        on: Card::all(look, icons, on),
        next: Card::all(look, icons, next),
        tracks: tracks(look),
        about: markdown::to_html(look.pick(&conference.description)),
    }
}

fn figures(look: &Look) -> Vec<(String, String)> {
    let programme = &look.published.programme;
    let countries: BTreeSet<&str> =
        programme.speakers.iter().filter_map(|speaker| speaker.country.as_deref()).collect();
    let figure =
        |key: &str, count: usize| (look.t.say(key), look.t.number(i64::try_from(count).unwrap_or(i64::MAX)));
    let all = [
        ("site-sessions", look.published.held()),
        ("site-speakers", programme.speakers.len()),
        ("site-rooms", programme.rooms.len()),
        ("landing-countries", countries.len()),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| figure(key, count)).collect()
}

fn days(look: &Look) -> Vec<DayLink> {
    let sessions = &look.published.programme.sessions;
    let link = |day: &crate::published::Day| {
        let slots = day.sessions.iter().filter_map(|number| sessions[*number].slot.as_ref());
        let from = slots.clone().map(|slot| slot.start).min().map(|start| look.clock(start).text);
        let to = slots.map(|slot| slot.end).max().map(|end| look.clock(end).text);
        let count = look.t.say_with("landing-day-sessions", &[("count", day.sessions.len().into())]);
        DayLink {
            href: format!("{}/timetable/{}", look.base, day.date),
            date: look.t.date_short(day.date),
            weekday: look.t.weekday(day.date),
            about: format!("{count} · {}–{}", from.unwrap_or_default(), to.unwrap_or_default()),
        }
    };
    look.published.days.iter().map(link).collect()
}

fn tracks(look: &Look) -> Vec<TrackLink<'_>> {
    let programme = &look.published.programme;
    let count =
        |key: &str| programme.sessions.iter().filter(|session| session.track.as_deref() == Some(key)).count();
    let links = programme.tracks.iter().enumerate().map(|(at, track)| TrackLink {
        number: at % 12 + 1,
        key: &track.key,
        name: look.pick(&track.name),
        count: count(&track.key),
    });
    links.filter(|track| track.count > 0).collect()
}

/// `/{conference}/pages/{page}`.
pub(crate) async fn text_page(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, page)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let at =
        look.published.pages.iter().position(|known| known.slug == page).ok_or_else(Problem::not_found)?;
    let make = move |look: &Look| -> Result<Cached, Problem> {
        let page = &look.published.pages[at];
        let title = look.pick(&page.title);
        let body = look.pick(&page.body);
        let mut layout = look.layout(title, Menu::None);
        layout.description = markdown::to_plain(body, 200);
        look.page(&TextPage { layout, title, body: markdown::to_html(body) })
    };
    look.cached(&headers, &[], make).await
}

#[derive(Template)]
#[template(path = "text_page.html")]
struct TextPage<'a> {
    layout: Layout,
    title: &'a str,
    body: Html,
}
