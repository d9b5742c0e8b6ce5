//! What the timetable editor's script is told.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use jiff::{Timestamp, civil::Date};
use madang_interchange::model::{Session, State};
use madang_text::{Translator, key};
use madang_web::Visit;
use serde_json::{Value, json};

use super::{
    board::Hours,
    listing::day_of,
    timetable::{Board, length_of, waits},
    words::Words,
};
use crate::desk::naming::Naming;

/// What the script needs to know to find conflicts by itself.
pub(super) fn data(board: &Board, day: Date, hours: Hours, words: &Words<'_>, t: &Translator) -> Value {
    let loaded = &board.loaded;
    let milliseconds = |moment: Timestamp| moment.as_millisecond();
    let (opens, closes) = board.open(day);
    let rooms: Vec<Value> = board
        .columns(day, words)
        .iter()
        .map(|column| {
            let room = board.rooms.iter().find(|room| room.slug == column.key);
            let name = if column.key.is_empty() { t.say(key("form-none")) } else { column.name.clone() };
            json!({
                "key": column.key, "name": name, "area": room.map_or("", |room| room.area.as_str()),
                "capacity": room.and_then(|room| room.capacity),
            })
        })
        .collect();
    let absences: serde_json::Map<String, Value> = loaded
        .draft
        .absences
        .iter()
        .map(|(code, spans)| {
            let spans: Vec<[i64; 2]> =
                spans.iter().map(|(begin, end)| [milliseconds(*begin), milliseconds(*end)]).collect();
            (code.clone(), json!(spans))
        })
        .collect();
    let levels: serde_json::Map<String, Value> =
        board.levels.iter().map(|(kind, level)| (kind.word().to_owned(), level.word().into())).collect();
    json!({
        "day": day.to_string(), "start": milliseconds(hours.start), "hours": hours.count,
        "opens": milliseconds(opens), "closes": milliseconds(closes), "rooms": rooms,
        "walks": board.walks.iter().map(|walk| json!([walk.from, walk.to, walk.minutes])).collect::<Vec<_>>(),
        "absences": absences, "levels": levels, "zone": loaded.conference.zone,
        "sessions": sessions_data(board, day, words), "revision": loaded.conference.revision,
    })
}

/// The sessions of a day and those that wait, by code.
pub(super) fn sessions_data(board: &Board, day: Date, words: &Words<'_>) -> Value {
    let loaded = &board.loaded;
    let all = loaded.draft.programme.sessions.iter();
    let shown = all.filter(|session| match &session.slot {
        Some(slot) => day_of(loaded, slot.start) == day,
        None => waits(session),
    });
    let session = |session: &Session| {
        let slot = session.slot.as_ref();
        let parts = session.parts.iter().map(|part| json!([part.speaker, words.speaker(&part.speaker)]));
        let value = json!({
            "title": session.title.pick(words.language()),
            "version": loaded.draft.versions.sessions.get(&session.key),
            "held": matches!(session.state, State::Confirmed | State::Accepted),
            "room": slot.and_then(|slot| slot.room.clone()),
            "start": slot.map(|slot| slot.start.as_millisecond()),
            "end": slot.map(|slot| slot.end.as_millisecond()),
            "length": length_of(board, session),
            "parts": parts.collect::<Vec<_>>(),
            "audience": loaded.draft.audiences.get(&session.key),
        });
        (session.key.clone(), value)
    };
    Value::Object(shown.map(session).collect())
}

/// The conflicts of a day in words, for the script.
pub(super) fn conflicts_data(visit: &Visit, board: &Board, day: Date) -> Value {
    let loaded = &board.loaded;
    let naming = Naming::new(visit.t(), &loaded.conference, &loaded.draft);
    let codes: Vec<&str> = board.of_day(day).iter().map(|(session, _)| session.key.as_str()).collect();
    let of_day =
        loaded.conflicts.iter().filter(|one| one.sessions.iter().any(|code| codes.contains(&code.as_str())));
    let told = of_day.map(|conflict| {
        let line = naming.conflict(conflict);
        let kind = visit.t().say_of("desk-kind-", conflict.kind.word());
        json!({
            "kind": kind, "level": conflict.level.word(), "sessions": conflict.sessions, "text": line.text,
            "titles": line.sessions.iter().map(|named| named.title.clone()).collect::<Vec<_>>(),
        })
    });
    Value::Array(told.collect())
}

/// Whether the script asks.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// An answer to the script; for one person, never to be kept.
pub(super) fn private_json(status: StatusCode, value: Value) -> Response {
    (status, [(header::CACHE_CONTROL, "private, no-store")], Json(value)).into_response()
}

/// The day as it is now, with its conflicts.
pub(super) fn state_data(visit: &Visit, board: &Board, day: Date) -> Value {
    let words = Words::new(visit.t(), &board.loaded.conference, &board.loaded.draft);
    json!({
        "revision": board.loaded.conference.revision,
        "sessions": sessions_data(board, day, &words),
        "conflicts": conflicts_data(visit, board, day),
    })
}
