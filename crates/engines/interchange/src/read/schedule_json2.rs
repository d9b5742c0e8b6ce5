//! `schedule.json` in version 2 (c3voc's draft, the 38C3 hub's): one flat list of events that refer to rooms and tracks.
//!
//! *Source*: <https://c3voc.de/schema/schedule2>, version alpha-3.

use jiff::SignedDuration;

use super::{
    gather::Gather,
    json::{Json, Node},
    schedule_json::{
        plain, read_conference, read_day_start, read_person, read_resources, read_room, read_texts,
        read_track,
    },
    time,
};
use crate::{
    model::{Part, Role, Session, Slot, Text},
    place::excerpt,
};

/// Reads the root object.
pub(crate) fn read(gather: &mut Gather<'_>, root: &Node<'_>) {
    let Some(schedule) = root.get("schedule") else {
        return;
    };
    let Some(conference) = schedule.get("conference") else {
        return;
    };
    read_conference(gather, &schedule, &conference);
    for track in conference.each("tracks") {
        read_track(gather, &track);
    }
    for room in conference.each("rooms") {
        read_room(gather, &room);
    }
    read_day_start(gather, &conference.each("days"), "start", "end");
    for person in schedule.each("persons") {
        read_person(gather, &person);
    }
    for event in schedule.each("events") {
        read_event(gather, &event);
    }
}

fn read_event(gather: &mut Gather<'_>, node: &Node<'_>) {
    let guid = gather.guid(node.str("guid"), &|| node.place("guid"));
    let code = gather.line(node, "code");
    let slug = gather.line(node, "slug");
    let mut session = Session {
        key: guid.clone().or_else(|| code.clone()).or(slug).unwrap_or_default(),
        code,
        guid,
        ..Session::default()
    };
    read_texts(gather, &mut session, node);
    if let Some(kind) = gather.line(node, "type") {
        session.kind = gather.kind_named(&kind_name(&kind), &|| node.place("type"));
    }
    session.track = read_track_reference(gather, node);
    let room = read_room_reference(gather, node);
    session.slot = read_slot(gather, room, node);
    for person in node.each("participants") {
        let role = read_role(gather, &person);
        if let Some(speaker) = read_person(gather, &person) {
            session.parts.push(Part { speaker, role });
        }
    }
    read_resources(gather, &mut session, node);
    if session.key.is_empty() {
        session.key = plain(&session.title).to_owned();
    }
    gather.add_session(session, &|| node.here());
}

/// `LIGHTNING_TALK` as a person would write it.
fn kind_name(raw: &str) -> String {
    if raw.chars().any(char::is_lowercase) {
        return raw.to_owned();
    }
    let mut name = raw.replace('_', " ").to_lowercase();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

fn read_role(gather: &mut Gather<'_>, node: &Node<'_>) -> Role {
    match node.str("role") {
        None | Some("SPEAKER" | "CONTRIBUTOR") => Role::Speaker,
        Some("MODERATOR") => Role::Moderator,
        Some("HOST") => Role::Host,
        Some("GUEST") => Role::Panellist,
        Some(other) => {
            gather.log.warn(
                "unknown-role",
                node.place("role"),
                format!("{} is no role that is known; taken as speaker", excerpt(other)),
            );
            Role::Speaker
        }
    }
}

fn read_track_reference(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<String> {
    let track = node.get("track")?;
    if let Json::Text(name) = track.json {
        return gather.track_named(name, &|| node.place("track"));
    }
    let slug = track.str("slug").map(str::to_owned);
    match slug {
        Some(slug) if gather.has_track(&slug) => Some(slug),
        // The schema wants a track of every event; our own writer and others say that there is none.
        Some(slug) if slug == "none" && track.str("name").is_none() => None,
        slug => {
            let name = track.str("name").map(str::to_owned).or(slug)?;
            gather.log.note(
                "missing-track",
                track.here(),
                format!("track {} is not in the list of tracks; added", excerpt(&name)),
            );
            gather.track_named(&name, &|| track.here())
        }
    }
}

fn read_room_reference(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<String> {
    let room = node.get("room")?;
    if let Json::Text(name) = room.json {
        return gather.room_named(name, &|| node.place("room"));
    }
    if let Some(guid) =
        gather.guid(room.str("guid"), &|| room.place("guid")).filter(|guid| gather.has_room(guid))
    {
        return Some(guid);
    }
    if let Some(key) = room.str("name").and_then(|name| gather.room_of_name(name)) {
        return Some(key);
    }
    if room.str("name").is_none() && room.str("slug").is_none() {
        gather.log.loss("missing-room", room.here(), "the room is in no list and has no name; left out");
        return None;
    }
    gather.log.note("missing-room", room.here(), "the room is not in the list of rooms; added");
    let key = read_room(gather, &room);
    if gather.room_mut(&key).is_some_and(|room| room.name == Text::default()) {
        return None;
    }
    Some(key)
}

fn read_slot(gather: &mut Gather<'_>, room: Option<String>, node: &Node<'_>) -> Option<Slot> {
    let start = gather.moment(node, "start")?;
    if let Some(end) = gather.moment(node, "end") {
        return gather.slot(room, start, end, &|| node.place("end"));
    }
    let seconds = node.str("duration").and_then(time::duration_seconds);
    if seconds.is_none() {
        gather.log.loss(
            "bad-duration",
            node.place("end"),
            "neither end nor duration can be told; the session takes no time",
        );
    }
    let end = start.checked_add(SignedDuration::from_secs(seconds.unwrap_or(0))).ok()?;
    gather.slot(room, start, end, &|| node.place("duration"))
}
