//! The timetable editor: one day as a grid of rooms and times, with what waits for a place beside it.
//!
//! Everything works by plain forms. `web/js/board.js` makes it a board on which sessions are dragged; it finds conflicts
//! while one drags, and the server's word stands after the drop.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use jiff::{SignedDuration, Timestamp, civil::Date};
use madang_conference::{ObjectKind, Room, Walk, day_bounds};
use madang_interchange::model::{Session, Slot, State};
use madang_programme::{Conflict, EditError, Levels, move_session, object_history};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};
use serde_json::json;

use super::{
    Loaded,
    board::{Hours, STEP_MINUTES, lanes},
    board_data::{data, private_json, state_data, wants_json},
    listing::{Troubles, day_of, troubles},
    people::People,
    problem,
    session_form::moment,
    words::{Words, state_tone, state_word},
};
use crate::desk::{
    form::{FieldErrors, Fields, Needed, Reader, Typed},
    frame::{Frame, Here, answer, back},
    naming::{ConflictGroup, Naming, tone_of},
};

/// A session's length where nothing tells one.
const LENGTH_MINUTES: i64 = 30;

#[derive(Template)]
#[template(path = "desk_timetable.html")]
struct BoardPage<'a> {
    layout: Layout,
    desk: Frame,
    slug: String,
    can_edit: bool,
    day: Date,
    title: String,
    tabs: Vec<Tab>,
    rooms: Vec<Column>,
    hours: Vec<(i64, String)>,
    cards: Vec<Card>,
    waiting: Vec<Card>,
    conflicts: Vec<ConflictGroup>,
    /// What the script needs to know.
    data: String,
    form: &'a Fields<'a>,
    revision: i64,
}

struct Tab {
    day: Date,
    date: String,
    weekday: String,
    sessions: usize,
    is_current: bool,
}

pub(super) struct Column {
    number: usize,
    pub(super) key: String,
    pub(super) name: String,
    seats: String,
}

struct Card {
    code: String,
    title: String,
    who: String,
    class: String,
    time: String,
    room: String,
    state: State,
    length: i64,
    conflicts: usize,
    tone: &'static str,
}

impl Card {
    fn state_word(&self) -> &'static str {
        state_word(self.state)
    }

    fn state_tone(&self) -> &'static str {
        state_tone(self.state)
    }
}

/// A draft with what conflicts are told from.
pub(super) struct Board {
    pub(super) loaded: Loaded,
    pub(super) rooms: Vec<Room>,
    pub(super) walks: Vec<Walk>,
    pub(super) levels: Levels,
}

impl Board {
    async fn read(visit: &Visit, slug: &str) -> Result<Self, Problem> {
        let loaded = Loaded::read(visit, slug).await?;
        let id = loaded.conference.id;
        let (ctx, slug) = (visit.ctx().clone(), slug.to_owned());
        let read = visit.app().store().read::<_, Problem, _>(move |tx| {
            let outlook = madang_programme::levels(tx, &ctx, &slug).map_err(|error| problem(error.into()))?;
            Ok((madang_conference::rooms(tx, id)?, madang_conference::walks(tx, id)?, outlook))
        });
        let (rooms, walks, levels) = read.await?;
        Ok(Self { loaded, rooms, walks, levels })
    }

    /// All conference days, and those on which something is placed outside of them.
    fn days(&self) -> Vec<Date> {
        let conference = &self.loaded.conference;
        let usual = conference.first_day.series(jiff::Span::new().days(1));
        let mut days: Vec<Date> = usual.take_while(|day| *day <= conference.last_day).take(60).collect();
        let slots = self.loaded.draft.programme.sessions.iter().filter_map(|session| session.slot.as_ref());
        days.extend(slots.map(|slot| day_of(&self.loaded, slot.start)));
        days.sort_unstable();
        days.dedup();
        days
    }

    pub(super) fn of_day(&self, day: Date) -> Vec<(&Session, &Slot)> {
        let sessions = self.loaded.draft.programme.sessions.iter();
        let placed = sessions.filter_map(|session| Some((session, session.slot.as_ref()?)));
        let mut found: Vec<_> = placed.filter(|(_, slot)| day_of(&self.loaded, slot.start) == day).collect();
        found.sort_by_key(|(session, slot)| (slot.start, slot.end, session.key.clone()));
        found
    }

    /// The hours that are meant for sessions on a day.
    pub(super) fn open(&self, day: Date) -> (Timestamp, Timestamp) {
        let conference = &self.loaded.conference;
        let zone = conference.time_zone();
        let Some((from, to)) = conference.hours_minutes else {
            return day_bounds(day, &zone, conference.day_starts_minutes);
        };
        let at = |minutes: u16| {
            let time = day.to_datetime(jiff::civil::Time::midnight())
                + SignedDuration::from_mins(i64::from(minutes));
            zone.to_ambiguous_timestamp(time).compatible().unwrap_or_default()
        };
        (at(from), at(to))
    }

    /// The hours that the grid shows: those that are meant for sessions, or nine to six, and whatever lies outside.
    fn hours(&self, day: Date) -> Hours {
        let conference = &self.loaded.conference;
        let at = |hour| moment(conference, day, jiff::civil::time(hour, 0, 0, 0)).unwrap_or_default();
        let usual = conference.hours_minutes.map_or_else(|| (at(9), at(18)), |_| self.open(day));
        let slots = self.of_day(day);
        let first = slots.iter().map(|(_, slot)| slot.start).chain([usual.0]).min().unwrap_or(usual.0);
        let last = slots.iter().map(|(_, slot)| slot.end).chain([usual.1]).max().unwrap_or(usual.1);
        Hours::around(first, last, &conference.time_zone())
    }

    /// Rooms in their order; the last is for what has none, where there is something.
    pub(super) fn columns(&self, day: Date, words: &Words<'_>) -> Vec<Column> {
        let seats = |room: &Room| room.capacity.map(|seats| seats.to_string()).unwrap_or_default();
        let mut columns: Vec<Column> = self
            .rooms
            .iter()
            .enumerate()
            .map(|(at, room)| Column {
                number: at + 1,
                key: room.slug.clone(),
                name: words.room(&room.slug).to_owned(),
                seats: seats(room),
            })
            .collect();
        if self.rooms.is_empty() || self.of_day(day).iter().any(|(_, slot)| slot.room.is_none()) {
            let number = columns.len() + 1;
            columns.push(Column { number, key: String::new(), name: String::new(), seats: String::new() });
        }
        columns
    }
}

/// Whether a session waits for a place: what will not be held does not.
pub(super) fn waits(session: &Session) -> bool {
    session.slot.is_none()
        && matches!(session.state, State::Confirmed | State::Accepted | State::Proposed | State::Draft)
}

/// `/desk/{conference}/timetable`: leads to today, or to the first day.
pub(super) async fn first(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let now = visit.ctx().now;
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        madang_conference::by_slug(tx, &slug)?.ok_or_else(Problem::not_found)
    });
    let conference = read.await?;
    let zone = conference.time_zone();
    let today = madang_conference::conference_day(now, &zone, conference.day_starts_minutes);
    let is_on = (conference.first_day..=conference.last_day).contains(&today);
    let day = if is_on { today } else { conference.first_day };
    let mut answer =
        Redirect::temporary(&format!("/desk/{}/timetable/{day}", conference.slug)).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("private, no-store"));
    Ok(answer)
}

/// `/desk/{conference}/timetable/{day}`.
pub(super) async fn show(
    visit: Visit,
    Path((slug, day)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let day: Date = day.parse().map_err(|_| Problem::not_found())?;
    let board = Board::read(&visit, &slug).await?;
    let mut typed = Typed::default();
    typed.set("day", day.to_string());
    page(&visit, &board, day, &typed, &FieldErrors::none())
}

fn page(
    visit: &Visit,
    board: &Board,
    day: Date,
    typed: &Typed,
    errors: &FieldErrors,
) -> Result<Response, Problem> {
    let (t, loaded) = (visit.t(), &board.loaded);
    let slug = loaded.conference.slug.clone();
    let words = Words::new(t, &loaded.conference, &loaded.draft);
    let naming = Naming::new(t, &loaded.conference, &loaded.draft);
    let days = board.days();
    if !days.contains(&day) {
        return Err(Problem::not_found());
    }
    let sessions = board.of_day(day);
    let tab = |date: &Date| Tab {
        day: *date,
        date: t.date_short(*date),
        weekday: t.weekday(*date),
        sessions: board.of_day(*date).len(),
        is_current: *date == day,
    };
    let hours = board.hours(day);
    let zone = loaded.conference.time_zone();
    let hour = |hour: i64| {
        let at = zone.to_datetime(hours.start + SignedDuration::from_hours(hour));
        (hour * 60 / STEP_MINUTES, t.time(at.time()))
    };
    let form = place_fields(visit, board, &words, typed, errors);
    let date = t.date_long(day);
    let title = t.say_with("desk-timetable-of", &[("day", (&date).into())]);
    let name = loaded.name(visit);
    let (mut layout, desk) = Frame::new(visit, Here::Timetable, title, &loaded.figures);
    let sheets = ["timetable", "grid", "board"].map(|name| layout.assets.url(&format!("css/{name}.css")));
    layout.stylesheets.extend(sheets);
    layout.stylesheets.push(format!("/{slug}{}/theme.css", madang_programme::DRAFT_SUFFIX));
    let of_day: Vec<Conflict> = loaded
        .conflicts
        .iter()
        .filter(|one| {
            one.sessions.iter().any(|code| sessions.iter().any(|(session, _)| session.key == *code))
        })
        .cloned()
        .collect();
    let waiting = loaded.draft.programme.sessions.iter().filter(|session| waits(session));
    let troubled = troubles(&loaded.conflicts);
    let page = BoardPage {
        can_edit: loaded.can_edit(visit),
        desk: desk.of_conference(&slug, &name),
        tabs: days.iter().map(tab).collect(),
        rooms: board.columns(day, &words),
        hours: (0..hours.count).map(hour).collect(),
        cards: cards(board, day, hours, &words),
        waiting: waiting.map(|session| card(board, &troubled, session, &words, String::new())).collect(),
        conflicts: naming.conflicts(&of_day),
        data: data(board, day, hours, &words, t).to_string(),
        revision: loaded.conference.revision,
        title: date,
        form: &form,
        layout,
        slug,
        day,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, answer(&page)?).into_response())
}

fn cards(board: &Board, day: Date, hours: Hours, words: &Words<'_>) -> Vec<Card> {
    let sessions = board.of_day(day);
    let columns = board.columns(day, words);
    let troubled = troubles(&board.loaded.conflicts);
    let mut cards = Vec::new();
    for column in &columns {
        let of_room = |slot: &Slot| match &slot.room {
            Some(room) => *room == column.key,
            None => column.key.is_empty(),
        };
        let there: Vec<_> = sessions.iter().filter(|(_, slot)| of_room(slot)).collect();
        let spans =
            there.iter().map(|(session, slot)| (session.key.as_str(), slot.start, slot.end)).collect();
        let lanes = lanes(spans);
        for (session, slot) in there {
            let (row, length) = hours.rows(slot.start, slot.end);
            let lane = lanes.get(session.key.as_str()).map(|(lane, of)| format!(" lane-{lane}of{of}"));
            let place = format!("c{} r{row} s{length}{}", column.number, lane.unwrap_or_default());
            cards.push(card(board, &troubled, session, words, place));
        }
    }
    // In the order of time, as a list is read.
    let at = |card: &Card| sessions.iter().position(|(session, _)| session.key == card.code);
    cards.sort_by_key(at);
    cards
}

fn card(board: &Board, troubled: &Troubles<'_>, session: &Session, words: &Words<'_>, place: String) -> Card {
    let title = session.title.pick(words.language());
    let names: Vec<&str> = session.parts.iter().map(|part| words.speaker(&part.speaker)).collect();
    let (conflicts, level) =
        troubled.get(session.key.as_str()).copied().unwrap_or((0, madang_programme::Level::Ignore));
    let slot = session.slot.as_ref();
    let held = matches!(session.state, State::Confirmed | State::Accepted);
    let class =
        [words.track_class(session.track.as_deref()), place, (if held { "" } else { "is-open" }).to_owned()];
    Card {
        code: session.key.clone(),
        title: if title.is_empty() { session.key.clone() } else { title.to_owned() },
        who: names.join(", "),
        class: class.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        time: slot.map(|slot| words.clock(slot)).unwrap_or_default(),
        room: slot
            .and_then(|slot| slot.room.as_deref())
            .map(|key| words.room(key).to_owned())
            .unwrap_or_default(),
        state: session.state,
        length: length_of(board, session),
        // A session that waits has always the conflict of having no time; the tray says so already.
        conflicts: if slot.is_some() { conflicts } else { 0 },
        tone: tone_of(level),
    }
}

/// How long a session takes: its slot, its own length, that of its kind, or half an hour.
pub(super) fn length_of(board: &Board, session: &Session) -> i64 {
    let kinds = &board.loaded.draft.programme.kinds;
    let kind = || {
        let kind = kinds.iter().find(|kind| Some(&kind.key) == session.kind.as_ref());
        kind.and_then(|kind| kind.duration_minutes)
    };
    let own = session.slot.as_ref().map(|slot| slot.end.duration_since(slot.start).as_mins());
    own.unwrap_or_else(|| session.duration_minutes.or_else(kind).map_or(LENGTH_MINUTES, i64::from))
}

/// The form that places a session without script.
fn place_fields<'a>(
    visit: &'a Visit,
    board: &Board,
    words: &Words<'_>,
    typed: &'a Typed,
    errors: &'a FieldErrors,
) -> Fields<'a> {
    let t = visit.t();
    let mut form = Fields::new(t, typed, errors);
    let loaded = &board.loaded;
    let mut sessions: Vec<&Session> = loaded.draft.programme.sessions.iter().collect();
    // What waits comes first.
    sessions.sort_by_cached_key(|session| (!waits(session), session.title.pick(words.language()).to_owned()));
    let choice = |session: &&Session| {
        let version = loaded.draft.versions.sessions.get(&session.key).copied().unwrap_or(0);
        (format!("{}:{version}", session.key), session.title.pick(words.language()).to_owned())
    };
    let nothing = || (String::new(), "–".to_owned());
    let choices: Vec<_> = std::iter::once(nothing()).chain(sessions.iter().map(choice)).collect();
    form.choice("session", t.say(key("desk-one-session")), choices).needed();
    let days = board.days().into_iter();
    let day = |day: Date| (day.to_string(), format!("{} {}", t.weekday_short(day), t.date_short(day)));
    form.choice("day", t.say(key("form-place-day")), days.map(day));
    form.time("time", t.say(key("form-place-time")));
    form.minutes("length", t.say(key("form-place-length"))).hint(t.say(key("form-length-hint")));
    let rooms = board.rooms.iter().map(|room| (room.slug.clone(), words.room(&room.slug).to_owned()));
    form.choice(
        "room",
        t.say(key("desk-one-room")),
        std::iter::once((String::new(), t.say(key("form-none")))).chain(rooms),
    );
    form
}

/// What a form or the script asks for.
struct Wish {
    code: String,
    version: i64,
    slot: Option<Slot>,
}

/// Reads where a session is to be.
fn read_wish(visit: &Visit, board: &Board, typed: &Typed) -> Result<Wish, FieldErrors> {
    let t = visit.t();
    let mut read = Reader::new(t, typed);
    let loaded = &board.loaded;
    let chosen = read.line("session", Needed::Yes).unwrap_or_default();
    let (code, version) = chosen.rsplit_once(':').unwrap_or((&chosen, "0"));
    let version = version.parse().unwrap_or(0);
    let session = loaded.draft.full_session(code).map(|full| full.session);
    if session.is_none() && !chosen.is_empty() {
        read.wrong("session", t.say(key("form-choice")));
    }
    let mut slot = None;
    if !read.check("unplace") {
        let rooms: Vec<&str> = board.rooms.iter().map(|room| room.slug.as_str()).collect();
        let room = read.choice("room", &rooms, Needed::No);
        let usual = session.as_ref().map_or(LENGTH_MINUTES, |session| length_of(board, session));
        let length = read.number("length", 1..=1_440).map_or(usual, i64::from);
        // The script knows the moment; people say day and time.
        let start = match typed.one("start").parse().ok().and_then(|at| Timestamp::from_millisecond(at).ok())
        {
            Some(start) => Some(start),
            None => {
                let (day, time) = (read.day("day", Needed::Yes), read.time("time", Needed::Yes));
                day.zip(time).and_then(|(day, time)| moment(&loaded.conference, day, time))
            }
        };
        slot = start.map(|start| Slot { room, start, end: start + SignedDuration::from_mins(length) });
    }
    let code = code.to_owned();
    read.finish().map(|()| Wish { code, version, slot })
}

/// `/desk/{conference}/timetable/{day}`: puts a session into a place, or back to those that wait.
pub(super) async fn place(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, day)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let day: Date = day.parse().map_err(|_| Problem::not_found())?;
    let board = Board::read(&visit, &slug).await?;
    let Wish { code, version, slot } = match read_wish(&visit, &board, &typed) {
        Ok(wish) => wish,
        Err(errors) if wants_json(&headers) => {
            return Ok(private_json(StatusCode::UNPROCESSABLE_ENTITY, json!({ "errors": errors.words() })));
        }
        Err(errors) => return page(&visit, &board, day, &typed, &errors),
    };
    let (ctx, conference, object) = (visit.ctx().clone(), slug.clone(), code.clone());
    let store = visit.app().store();
    let moved = store.write(move |tx| move_session(tx, &ctx, &conference, (&object, version), slot)).await;
    let is_script = wants_json(&headers);
    match moved {
        Ok((edited, _)) if is_script => {
            let board = Board::read(&visit, &slug).await?;
            let mut told = state_data(&visit, &board, day);
            told["batch"] = edited.batch.map(|batch| batch.to_string()).into();
            Ok(private_json(StatusCode::OK, told))
        }
        Ok((edited, _)) => {
            let undo = edited.batch.map(|batch| format!("&undo={batch}")).unwrap_or_default();
            let to = typed.one("day").parse::<Date>().unwrap_or(day);
            Ok(back(&format!("/desk/{slug}/timetable/{to}?done=placed{undo}#s-{code}")))
        }
        Err(EditError::Stale { .. } | EditError::Gone(_)) => {
            stale(&visit, &slug, day, &code, &typed, is_script).await
        }
        Err(EditError::Faults(_)) if is_script => Ok(private_json(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({ "errors": [visit.t().say(key("form-wrong"))] }),
        )),
        Err(error) => Err(problem(error)),
    }
}

/// Somebody else was quicker: says who and what they did, and shows the day as it is now.
async fn stale(
    visit: &Visit,
    slug: &str,
    day: Date,
    code: &str,
    typed: &Typed,
    is_script: bool,
) -> Result<Response, Problem> {
    let (ctx, conference, object) = (visit.ctx().clone(), slug.to_owned(), code.to_owned());
    let read = visit
        .app()
        .store()
        .read(move |tx| object_history(tx, &ctx, &conference, (ObjectKind::Session, &object), 1));
    let last = read.await.map_err(problem)?;
    let board = Board::read(visit, slug).await?;
    let t = visit.t();
    let who = People::of(visit, &last).await?.all(visit, &last);
    let words = Words::new(t, &board.loaded.conference, &board.loaded.draft);
    let now = board.loaded.draft.full_session(code).map(|full| full.session);
    let place = now.as_ref().and_then(|session| session.slot.as_ref()).map(|slot| words.place(slot));
    let place = place.unwrap_or_else(|| t.say(key("form-not-placed")));
    let title =
        now.map_or_else(|| code.to_owned(), |session| session.title.pick(words.language()).to_owned());
    let told = t.say_with(
        "desk-board-stale",
        &[("who", who.into()), ("title", title.into()), ("place", place.into())],
    );
    if is_script {
        let mut state = state_data(visit, &board, day);
        state["stale"] = told.into();
        return Ok(private_json(StatusCode::CONFLICT, state));
    }
    let mut errors = FieldErrors::none();
    errors.add("session", told);
    page(visit, &board, day, typed, &errors)
}

/// `/desk/{conference}/timetable/{day}/state`: the day as it is now, if it is not what `?revision=` says; for the script.
pub(super) async fn state(
    visit: Visit,
    Path((slug, day)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let day: Date = day.parse().map_err(|_| Problem::not_found())?;
    let wanted = slug.clone();
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        madang_conference::by_slug(tx, &wanted)?.ok_or_else(Problem::not_found)
    });
    let revision = read.await?.revision;
    if visit.query() == format!("revision={revision}") {
        return Ok(private_json(StatusCode::OK, json!({ "revision": revision })));
    }
    let board = Board::read(&visit, &slug).await?;
    Ok(private_json(StatusCode::OK, state_data(&visit, &board, day)))
}
