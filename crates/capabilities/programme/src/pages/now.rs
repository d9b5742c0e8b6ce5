//! What is on and what comes next, room by room.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::Timestamp;
use madang_interchange::model::State;
use madang_text::markdown;
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::{
    card::who,
    clock::{Clock, Times},
    look::{Look, Menu},
};

/// How a page is to be shown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Display {
    /// `wall`: read from across a hall.
    pub(crate) display: String,
}

impl Display {
    pub(crate) fn is_wall(&self) -> bool {
        self.display == "wall"
    }
}

/// `/{conference}/now`.
pub(crate) async fn now(
    visit: Visit,
    Path(slug): Path<String>,
    Query(display): Query<Display>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let now = look.visit.ctx().now;
    let rooms = room_cards(&look, now);
    let first = look.published.programme.sessions.iter().find_map(|session| session.slot.as_ref());
    look.fresh(&NowPage {
        layout: look.layout(look.t.say("now-title"), Menu::Now),
        // Beside a clock stands the calendar's day, not the conference's.
        day: look.t.date_long(now.to_zoned(look.published.zone.clone()).date()),
        clock: look.clock(now),
        starts: first.filter(|slot| slot.start > now).map(|slot| look.moment(slot.start)).unwrap_or_default(),
        is_wall: display.is_wall(),
        is_over: rooms.iter().all(|room| room.now.is_none() && room.next.is_none()),
        rooms,
        look: &look,
    })
}

#[derive(Template)]
#[template(path = "now.html")]
struct NowPage<'a> {
    layout: Layout,
    look: &'a Look,
    day: String,
    clock: Clock,
    /// When the conference begins, while it has not begun.
    starts: String,
    is_wall: bool,
    is_over: bool,
    rooms: Vec<RoomCard<'a>>,
}

/// A room with what is on in it.
pub(crate) struct RoomCard<'a> {
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) about: String,
    pub(crate) now: Option<Entry<'a>>,
    pub(crate) next: Option<Entry<'a>>,
}

/// A session of a room card.
pub(crate) struct Entry<'a> {
    pub(crate) code: &'a str,
    pub(crate) title: &'a str,
    pub(crate) title_language: &'a str,
    pub(crate) who: String,
    pub(crate) track_number: usize,
    pub(crate) times: Times,
    /// How much of it is over, from 0 to 1.
    pub(crate) progress: f64,
    /// The day it is on, unless that is today.
    pub(crate) day: String,
}

/// Every room with what is on and what comes next.
pub(crate) fn room_cards(look: &Look, now: Timestamp) -> Vec<RoomCard<'_>> {
    let rooms = look.published.programme.rooms.iter();
    rooms
        .map(|room| {
            let (mut on, mut next) = (None, None);
            for number in look.published.sessions_in(&room.key) {
                let Some(slot) = &look.published.programme.sessions[number].slot else { continue };
                if slot.start <= now && now < slot.end && on.is_none() {
                    on = entry(look, number, now);
                } else if slot.start > now {
                    next = entry(look, number, now);
                    break;
                }
            }
            RoomCard {
                key: &room.key,
                name: look.pick(&room.name),
                about: about_room(look, room),
                now: on,
                next,
            }
        })
        .collect()
}

/// Where a room is and how many seats it has, in a line.
pub(crate) fn about_room(look: &Look, room: &madang_interchange::model::Room) -> String {
    let seats =
        room.capacity.map(|seats| look.t.say_with("room-seats", &[("count", i64::from(seats).into())]));
    let place = markdown::to_plain(look.pick(&room.description), 80);
    [place, seats.unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The session that is on or comes next anywhere, for the landing page: by time, at most `most`.
pub(crate) fn upcoming(look: &Look, now: Timestamp, most: usize) -> (Vec<usize>, Vec<usize>) {
    let held = |number: &usize| look.published.programme.sessions[*number].state != State::Cancelled;
    let slot = |number: usize| look.published.programme.sessions[number].slot.as_ref();
    let all = || look.published.days.iter().flat_map(|day| day.sessions.iter().copied()).filter(held);
    let on = all().filter(|number| slot(*number).is_some_and(|slot| slot.start <= now && now < slot.end));
    let next = all().filter(|number| slot(*number).is_some_and(|slot| slot.start > now));
    (on.take(most).collect(), next.take(most).collect())
}

fn entry(look: &Look, number: usize, now: Timestamp) -> Option<Entry<'_>> {
    let session = &look.published.programme.sessions[number];
    let slot = session.slot.as_ref()?;
    let (title_language, title) = look.pick_of(session, &session.title);
    let track = session.track.as_deref().and_then(|key| look.published.track(key));
    let length = slot.end.duration_since(slot.start).as_secs_f64();
    let day = look.published.day_of(slot);
    Some(Entry {
        code: &session.key,
        title,
        title_language,
        who: who(look, session),
        track_number: track.map_or(0, |(at, _)| at % 12 + 1),
        times: look.times(slot),
        progress: (now.duration_since(slot.start).as_secs_f64() / length.max(1.0)).clamp(0.0, 1.0),
        day: if day == look.today() {
            String::new()
        } else {
            look.t.weekday_short(day) + " " + &look.t.date_short(day)
        },
    })
}
