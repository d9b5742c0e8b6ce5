//! One session.

use askama::Template;
use axum::{extract::Path, response::Response};
use http::HeaderMap;
use madang_interchange::{
    model::{Resource, ResourceKind, Role, Session, State, Text},
    write,
};
use madang_text::markdown::{self, Html};
use madang_web::{Cached, Layout, Problem, Visit};

use super::{
    card::{Card, Icons},
    clock::Clock,
    exports,
    look::{Look, Menu},
    speakers::Face,
};
use crate::model::Slides;

/// How many sessions at the same time are shown.
const ALSO_MAX: usize = 12;

/// `/{conference}/sessions/{code}`, and with `.ics` behind it the session's calendar entry.
pub(crate) async fn session(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    if let Some(code) = code.strip_suffix(".ics") {
        return exports::calendar_of_session(look, &headers, code).await;
    }
    let (number, _) = look.published.session(&code).ok_or_else(Problem::not_found)?;
    let make =
        move |look: &Look| -> Result<Cached, Problem> { look.page(&page(look, &Icons::new(look), number)) };
    look.cached_with_times(&headers, &[], make).await
}

#[derive(Template)]
#[template(path = "session.html")]
struct SessionPage<'a> {
    layout: Layout,
    look: &'a Look,
    card: Card<'a>,
    subtitle: Words<'a, &'a str>,
    other_title: String,
    level: &'a str,
    day: Option<Day>,
    room_about: String,
    speakers: Vec<(Face<'a>, String)>,
    summary: Words<'a, Html>,
    description: Words<'a, Html>,
    resources: Vec<Material<'a>>,
    slides: Vec<Handout<'a>>,
    tags: &'a [String],
    also: Vec<Card<'a>>,
    before: Option<Neighbour<'a>>,
    after: Option<Neighbour<'a>>,
}

/// A text of the session with its language, which is empty when it is the page's.
struct Words<'a, T> {
    language: &'a str,
    text: T,
}

struct Day {
    href: String,
    short: String,
    long: String,
    zone: String,
}

struct Material<'a> {
    icon: &'static str,
    title: String,
    url: &'a str,
}

/// Slides as they are listed.
struct Handout<'a> {
    href: String,
    name: &'a str,
    size: String,
}

struct Neighbour<'a> {
    code: &'a str,
    title: &'a str,
    clock: Clock,
}

fn words<'a, T>(
    look: &'a Look,
    session: &'a Session,
    text: &'a Text,
    show: impl FnOnce(&'a str) -> T,
) -> Words<'a, T> {
    let (language, text) = look.pick_of(session, text);
    Words { language, text: show(text) }
}

fn page<'a>(look: &'a Look, icons: &'a Icons, number: usize) -> SessionPage<'a> {
    let published = &look.published;
    let session = &published.programme.sessions[number];
    let card = Card::new(look, icons, number);
    let (before, after) = neighbours(look, number, session);
    let speakers = session.parts.iter().filter_map(|part| {
        let (at, _) = published.speaker(&part.speaker)?;
        let role = match part.role {
            Role::Speaker => String::new(),
            Role::Moderator => look.t.say("role-moderator"),
            Role::Panellist => look.t.say("role-panellist"),
            Role::Host => look.t.say("role-host"),
        };
        Some((Face::new(look, at), role))
    });
    let room = card.times.as_ref().and_then(|_| published.room(card.room_key));
    SessionPage {
        layout: layout(look, session, &card),
        look,
        subtitle: words(look, session, &session.subtitle, |text| text),
        other_title: other_title(look, session, card.title),
        level: session.level.as_deref().unwrap_or_default(),
        day: session.slot.as_ref().map(|slot| {
            let date = published.day_of(slot);
            Day {
                href: format!("{}/timetable/{date}", look.base),
                short: look.t.date_short(date),
                long: look.t.date_long(date),
                zone: look.zone_in_words(slot.start),
            }
        }),
        room_about: room
            .map(|(_, room)| markdown::to_plain(look.pick(&room.description), 120))
            .unwrap_or_default(),
        speakers: speakers.collect(),
        summary: words(look, session, &session.summary, markdown::to_html),
        description: words(look, session, &session.description, markdown::to_html),
        resources: session.resources.iter().map(|resource| material(look, resource)).collect(),
        slides: published.slides(&session.key).iter().map(|slides| handout(look, slides)).collect(),
        tags: &session.tags,
        also: also(look, icons, number, session),
        before,
        after,
        card,
    }
}

fn layout(look: &Look, session: &Session, card: &Card<'_>) -> Layout {
    let published = &look.published;
    let mut layout = look.layout(card.title, Menu::Sessions);
    let about = if session.summary.is_empty() { &session.description } else { &session.summary };
    layout.description = markdown::to_plain(look.pick(about), 200);
    layout.kind = "article";
    let context = exports::context(look);
    let event = write::session_json_ld(&published.programme, &session.key, &context);
    layout.json_ld = event.map(|event| madang_web::json_ld(&event)).unwrap_or_default();
    layout
}

/// The title in another language, for those who know the session by that.
fn other_title(look: &Look, session: &Session, shown: &str) -> String {
    let own = session.language.as_deref().map_or("", |language| session.title.pick(language));
    if own != shown && !own.is_empty() {
        return own.to_owned();
    }
    session
        .title
        .0
        .values()
        .find(|title| *title != shown)
        .cloned()
        .filter(|_| look.language != "en")
        .unwrap_or_default()
}

fn material<'a>(look: &Look, resource: &'a Resource) -> Material<'a> {
    let (icon, words) = match resource.kind {
        ResourceKind::Link => ("external", look.t.say("resource-link")),
        ResourceKind::Attachment => ("file", look.t.say("resource-file")),
        ResourceKind::Video => ("external", look.t.say("resource-video")),
        ResourceKind::Stream => ("external", look.t.say("resource-stream")),
        ResourceKind::Feedback => ("external", look.t.say("resource-feedback")),
    };
    let title = if resource.title.is_empty() { words } else { resource.title.clone() };
    Material { icon, title, url: &resource.url }
}

fn handout<'a>(look: &Look, slides: &'a Slides) -> Handout<'a> {
    // Slides have one address, also in the team's view of the draft.
    let base = look.base.trim_end_matches(crate::site::DRAFT_SUFFIX);
    let href = format!("{base}/files/{}", slides.token);
    Handout { href, name: &slides.name, size: look.t.file_size(slides.size_bytes) }
}

/// Sessions in other rooms while this one is held.
fn also<'a>(look: &'a Look, icons: &'a Icons, number: usize, session: &Session) -> Vec<Card<'a>> {
    let published = &look.published;
    let Some(slot) = &session.slot else { return Vec::new() };
    let day = published.days.iter().find(|day| day.date == published.day_of(slot));
    let overlaps = |other: &usize| {
        let session = &published.programme.sessions[*other];
        *other != number
            && session.state != State::Cancelled
            && session
                .slot
                .as_ref()
                .is_some_and(|other| other.start.max(slot.start) < other.end.min(slot.end))
    };
    let numbers =
        day.into_iter().flat_map(|day| day.sessions.iter().copied()).filter(overlaps).take(ALSO_MAX);
    Card::all(look, icons, numbers)
}

/// The sessions before and after this one in its room.
fn neighbours<'a>(
    look: &'a Look,
    number: usize,
    session: &'a Session,
) -> (Option<Neighbour<'a>>, Option<Neighbour<'a>>) {
    let published = &look.published;
    let Some(room) = session.slot.as_ref().and_then(|slot| slot.room.as_deref()) else { return (None, None) };
    let there: Vec<usize> = published.sessions_in(room).collect();
    let Some(at) = there.iter().position(|other| *other == number) else { return (None, None) };
    let neighbour = |number: &usize| {
        let session = &published.programme.sessions[*number];
        let clock = look.clock(session.slot.as_ref()?.start);
        Some(Neighbour { code: &session.key, title: look.pick(&session.title), clock })
    };
    let before = at.checked_sub(1).and_then(|at| there.get(at)).and_then(neighbour);
    (before, there.get(at + 1).and_then(neighbour))
}
