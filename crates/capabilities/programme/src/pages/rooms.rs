//! Rooms, and what is held in each.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::HeaderMap;
use jiff::civil::Date;
use madang_web::{Layout, Problem, Visit};

use super::{
    card::{Card, Icons},
    clock::Clock,
    exports,
    look::{Look, Menu},
    now::{Display, RoomCard, about_room, room_cards},
    timetable::{Tab, tabs},
};

/// `/{conference}/rooms`.
pub(crate) async fn rooms(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    look.fresh(&RoomsPage {
        layout: look.layout(look.t.say("site-rooms"), Menu::Rooms),
        venue: look.pick(&look.published.conference.venue),
        rooms: room_cards(&look, look.visit.ctx().now),
        look: &look,
    })
}

#[derive(Template)]
#[template(path = "rooms.html")]
struct RoomsPage<'a> {
    layout: Layout,
    look: &'a Look,
    venue: &'a str,
    rooms: Vec<RoomCard<'a>>,
}

/// `/{conference}/rooms/{room}`: today's plan, or the first day's; with `.ics` behind it the room's calendar.
pub(crate) async fn room(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, room)): Path<(String, String)>,
    Query(display): Query<Display>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    if let Some(room) = room.strip_suffix(".ics") {
        return exports::calendar_of_room(look, &headers, room).await;
    }
    let days = &look.published.days;
    let today = look.today();
    let day = days.iter().find(|day| day.date >= today).or(days.first()).map_or(today, |day| day.date);
    show(&look, &room, day, &display)
}

/// `/{conference}/rooms/{room}/{day}`.
pub(crate) async fn room_day(
    visit: Visit,
    Path((slug, room, day)): Path<(String, String, String)>,
    Query(display): Query<Display>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let day: Date = day.parse().map_err(|_| Problem::not_found())?;
    if !look.published.days.iter().any(|known| known.date == day) {
        return Err(Problem::not_found());
    }
    show(&look, &room, day, &display)
}

#[derive(Template)]
#[template(path = "room.html")]
struct RoomPage<'a> {
    layout: Layout,
    look: &'a Look,
    key: &'a str,
    name: &'a str,
    about: String,
    day: String,
    clock: Clock,
    is_wall: bool,
    tabs: Vec<Tab>,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    clock: Clock,
    length: String,
    card: Card<'a>,
}

fn show(look: &Look, room: &str, day: Date, display: &Display) -> Result<Response, Problem> {
    let published = &look.published;
    let (_, room) = published.room(room).ok_or_else(Problem::not_found)?;
    let icons = Icons::new(look);
    let row = |number: usize| {
        let slot = published.programme.sessions[number].slot.as_ref()?;
        let minutes = slot.end.duration_since(slot.start).as_mins();
        (published.day_of(slot) == day).then(|| Row {
            clock: look.clock(slot.start),
            length: look.t.say_with("room-minutes", &[("count", minutes.into())]),
            card: Card::new(look, &icons, number),
        })
    };
    let name = look.pick(&room.name);
    look.fresh(&RoomPage {
        layout: look.layout(name, Menu::Rooms),
        look,
        key: &room.key,
        name,
        about: about_room(look, room),
        day: look.t.date_long(day),
        clock: look.clock(look.visit.ctx().now),
        is_wall: display.is_wall(),
        tabs: tabs(look, day, |date| format!("{}/rooms/{}/{date}", look.base, room.key)),
        rows: published.sessions_in(&room.key).filter_map(row).collect(),
    })
}
