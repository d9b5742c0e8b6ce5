//! The timetable: one page a conference day, as a grid of rooms and times or as a list.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use http::HeaderMap;
use jiff::{Timestamp, civil::Date};
use madang_web::{Cached, Layout, Problem, Visit};

use super::{
    card::{Card, Icons},
    clock::Clock,
    filter::{Field, Filter},
    look::{Look, Menu},
};
use crate::published::Day;

/// Minutes of one row of the grid.
const STEP_MINUTES: i64 = 5;

/// Rows of a whole day, as many as `grid.css` has classes for.
const STEPS_MAX: i64 = 288;

/// `/{conference}/timetable`: leads to today's page, or to the first day's.
pub(crate) async fn today(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let today = look.today();
    let days = &look.published.days;
    let day = days.iter().find(|day| day.date == today).or(days.first());
    match day {
        Some(day) => {
            Ok(Redirect::temporary(&format!("{}/timetable/{}", look.base, day.date)).into_response())
        }
        None => look.fresh(&EmptyPage {
            layout: look.layout(look.t.say("site-timetable"), Menu::Timetable),
            look: &look,
        }),
    }
}

/// `/{conference}/timetable/{day}`.
pub(crate) async fn timetable(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, day)): Path<(String, String)>,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let date: Date = day.parse().map_err(|_| Problem::not_found())?;
    let at = look.published.days.iter().position(|day| day.date == date).ok_or_else(Problem::not_found)?;
    let view = if filter.view == "list" { "list" } else { "grid" };
    if filter.is_on() {
        return look.fresh(&page(&look, &Icons::new(&look), at, view, &filter));
    }
    let make = move |look: &Look| -> Result<Cached, Problem> {
        look.page(&page(look, &Icons::new(look), at, view, &Filter::default()))
    };
    look.cached_with_times(&headers, &[view], make).await
}

/// Nothing is released yet.
#[derive(Template)]
#[template(path = "timetable_empty.html")]
struct EmptyPage<'a> {
    layout: Layout,
    look: &'a Look,
}

#[derive(Template)]
#[template(path = "timetable.html")]
struct TimetablePage<'a> {
    layout: Layout,
    look: &'a Look,
    view: &'static str,
    title: String,
    tabs: Vec<Tab>,
    fields: Vec<Field>,
    query: String,
    is_on: bool,
    in_place: bool,
    shown: String,
    rooms: Vec<Column<'a>>,
    hours: Vec<Hour>,
    groups: Vec<Group<'a>>,
    start_ms: i64,
    end_ms: i64,
}

/// A day to choose.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) date: String,
    pub(crate) weekday: String,
    pub(crate) is_current: bool,
}

/// A room of the grid.
struct Column<'a> {
    number: usize,
    key: &'a str,
    name: &'a str,
}

struct Hour {
    row: i64,
    clock: Clock,
}

/// Sessions that begin at one time.
struct Group<'a> {
    id: String,
    clock: Clock,
    cards: Vec<Card<'a>>,
}

/// Days to choose, each with the address that `href` gives it.
pub(crate) fn tabs(look: &Look, current: Date, href: impl Fn(Date) -> String) -> Vec<Tab> {
    let tab = |day: &Day| Tab {
        href: href(day.date),
        date: look.t.date_short(day.date),
        weekday: look.t.weekday(day.date),
        is_current: day.date == current,
    };
    look.published.days.iter().map(tab).collect()
}

fn page<'a>(
    look: &'a Look,
    icons: &'a Icons,
    at: usize,
    view: &'static str,
    filter: &Filter,
) -> TimetablePage<'a> {
    let published = &look.published;
    let day = &published.days[at];
    let wanted: Vec<usize> = if filter.is_on() {
        let fit: std::collections::HashSet<usize> =
            filter.sessions(look, &filter.found(look)).into_iter().collect();
        day.sessions.iter().copied().filter(|number| fit.contains(number)).collect()
    } else {
        day.sessions.clone()
    };
    let grid = Grid::new(look, day);
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut last = None;
    for number in wanted.iter().copied() {
        let Some(slot) = &published.programme.sessions[number].slot else { continue };
        if last != Some(slot.start) {
            last = Some(slot.start);
            let clock = look.clock(slot.start);
            let id = format!("t-{}", slot.start.as_second());
            groups.push(Group { id, clock, cards: Vec::new() });
        }
        let mut card = Card::new(look, icons, number);
        card.place = grid.place(look, number);
        if let Some(group) = groups.last_mut() {
            group.cards.push(card);
        }
    }
    let date = look.t.date_long(day.date);
    let title = look.t.say_with("timetable-of-day", &[("day", (&date).into())]);
    let query = if view == "list" { "?view=list" } else { "" };
    let mut layout = look.layout(title, Menu::Timetable);
    let sheet = |name: &str| look.app().assets().url(&format!("css/{name}.css"));
    layout.stylesheets.insert(0, sheet("timetable"));
    layout.stylesheets.insert(1, sheet("grid"));
    TimetablePage {
        layout,
        look,
        view,
        title: date,
        tabs: tabs(look, day.date, |date| format!("{}/timetable/{date}{query}", look.base)),
        fields: filter.fields(look, false),
        query: filter.query(),
        is_on: filter.is_on(),
        in_place: true,
        shown: if filter.is_on() {
            look.t.say_with("filter-shown", &[("count", wanted.len().into())])
        } else {
            String::new()
        },
        hours: grid.hours(look),
        start_ms: grid.start.as_millisecond(),
        end_ms: grid.end.as_millisecond(),
        rooms: grid.rooms.iter().enumerate().map(|(at, room)| column(look, at, *room)).collect(),
        groups,
    }
}

fn column(look: &Look, at: usize, room: Option<usize>) -> Column<'_> {
    match room {
        Some(room) => {
            let room = &look.published.programme.rooms[room];
            Column { number: at + 1, key: &room.key, name: look.pick(&room.name) }
        }
        None => Column { number: at + 1, key: "", name: "" },
    }
}

/// Where sessions of one day stand in the grid.
struct Grid {
    /// Full hour at or before the first session.
    start: Timestamp,
    /// Full hour at or after the last.
    end: Timestamp,
    /// Rooms of the day by index, in order of display; `None` is the column for sessions without a room.
    rooms: Vec<Option<usize>>,
    /// Lane and number of lanes of each session that shares room and time with others.
    lanes: std::collections::HashMap<usize, (usize, usize)>,
}

impl Grid {
    fn new(look: &Look, day: &Day) -> Self {
        let published = &look.published;
        let slots: Vec<(usize, &madang_interchange::model::Slot)> = day
            .sessions
            .iter()
            .filter_map(|number| Some((*number, published.programme.sessions[*number].slot.as_ref()?)))
            .collect();
        let first = slots.iter().map(|(_, slot)| slot.start).min().unwrap_or_default();
        let last = slots.iter().map(|(_, slot)| slot.end).max().unwrap_or_default();
        let zoned = first.to_zoned(published.zone.clone());
        let past_hour = i64::from(zoned.minute()) * 60 + i64::from(zoned.second());
        let start = first - jiff::SignedDuration::from_secs(past_hour);
        let hours = (last.duration_since(start).as_secs() + 3_599) / 3_600;
        let end = start + jiff::SignedDuration::from_hours(hours.clamp(1, STEPS_MAX * STEP_MINUTES / 60));
        let room = |slot: &madang_interchange::model::Slot| {
            slot.room.as_deref().and_then(|key| published.room(key)).map(|(at, _)| at)
        };
        let mut rooms: Vec<Option<usize>> = slots.iter().map(|(_, slot)| room(slot)).collect();
        // Sessions without a room come last.
        rooms.sort_by_key(|room| room.unwrap_or(usize::MAX));
        rooms.dedup();
        let mut lanes = std::collections::HashMap::new();
        for column in &rooms {
            let there: Vec<_> = slots.iter().filter(|(_, slot)| room(slot) == *column).collect();
            let spans: Vec<(usize, Timestamp, Timestamp)> =
                there.iter().map(|(number, slot)| (*number, slot.start, slot.end)).collect();
            share_lanes(&spans, &mut lanes);
        }
        Self { start, end, rooms, lanes }
    }

    /// The classes that put a session into its place.
    fn place(&self, look: &Look, number: usize) -> String {
        let Some(slot) = &look.published.programme.sessions[number].slot else { return String::new() };
        let room = slot.room.as_deref().and_then(|key| look.published.room(key)).map(|(at, _)| at);
        let column = self.rooms.iter().position(|other| *other == room).map_or(0, |at| at + 1);
        let minutes = |moment: Timestamp| moment.duration_since(self.start).as_secs().max(0);
        let row = (minutes(slot.start) / (STEP_MINUTES * 60)).min(STEPS_MAX - 1);
        let end = (minutes(slot.end) + STEP_MINUTES * 60 - 1) / (STEP_MINUTES * 60);
        let span = (end - row).clamp(1, STEPS_MAX - row);
        let lane = match self.lanes.get(&number) {
            Some((lane, lanes)) => format!(" lane-{lane}of{lanes}"),
            None => String::new(),
        };
        format!("c{column} r{row} s{span}{lane}")
    }

    fn hours(&self, look: &Look) -> Vec<Hour> {
        let steps = self.end.duration_since(self.start).as_hours();
        (0..steps)
            .map(|hour| Hour {
                row: hour * 60 / STEP_MINUTES,
                clock: look.clock(self.start + jiff::SignedDuration::from_hours(hour)),
            })
            .collect()
    }
}

/// Gives sessions of one room that overlap lanes beside each other, at most four.
///
/// `spans` are sorted by start.
fn share_lanes(
    spans: &[(usize, Timestamp, Timestamp)],
    lanes: &mut std::collections::HashMap<usize, (usize, usize)>,
) {
    let mut cluster: Vec<(usize, usize)> = Vec::new();
    let mut ends: Vec<Timestamp> = Vec::new();
    let mut cluster_end = Timestamp::MIN;
    let mut close = |cluster: &mut Vec<(usize, usize)>, used: usize| {
        for (number, lane) in cluster.drain(..) {
            if used > 1 {
                lanes.insert(number, ((lane + 1).min(4), used.min(4)));
            }
        }
    };
    for (number, start, end) in spans {
        if *start >= cluster_end {
            close(&mut cluster, ends.len());
            ends.clear();
        }
        let free = ends.iter().position(|lane_end| *lane_end <= *start);
        let lane = free.unwrap_or(ends.len());
        match free {
            Some(lane) => ends[lane] = *end,
            None => ends.push(*end),
        }
        cluster.push((*number, lane));
        cluster_end = cluster_end.max(*end);
    }
    close(&mut cluster, ends.len());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_lane_holds_two_at_once(spans in proptest::collection::vec((0_i64..300, 1_i64..60), 0..30)) {
            let mut spans: Vec<(i64, i64)> = spans.into_iter().map(|(start, length)| (start, start + length)).collect();
            spans.sort_unstable();
            let at = |second: i64| Timestamp::from_second(second).unwrap();
            let numbered: Vec<_> = spans.iter().enumerate().map(|(n, (start, end))| (n, at(*start), at(*end))).collect();
            let mut lanes = std::collections::HashMap::new();
            share_lanes(&numbered, &mut lanes);
            for (a, first) in spans.iter().enumerate() {
                for (b, second) in spans.iter().enumerate().skip(a + 1) {
                    if first.0.max(second.0) < first.1.min(second.1) {
                        let (one, two) = (lanes[&a], lanes[&b]);
                        // The fifth at one time goes to the last lane; up to there all are apart.
                        prop_assert!(one.0 != two.0 || one.0 == 4);
                        prop_assert_eq!(one.1, two.1);
                    }
                }
            }
        }
    }
}
