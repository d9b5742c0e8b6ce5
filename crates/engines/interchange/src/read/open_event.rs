//! FOSSASIA's open-event export: `event`, `sessions`, `speakers`, `tracks`, `microlocations` (rooms), each a file of its
//! own, in any order; what a file is follows from its content.
//!
//! Texts are HTML. Rejected, pending and draft sessions are in the files, mostly at midnight without length.
//!
//! *Source*: <https://github.com/fossasia/open-event/tree/master/docs/data_formats>; files of 2018

use super::{
    clean::{self, Markup},
    gather::{Gather, speaks},
    json::{Json, Node},
    pretalx::reference,
    states,
};
use crate::{
    model::{Kind, ResourceKind, Room, Session, Severity, Slot, Speaker, State, Text, Track},
    naming::slug,
    place::excerpt,
};

/// What a file holds, in the order in which it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Event,
    Rooms,
    Tracks,
    Speakers,
    Sessions,
}

/// Whether a file is one of this format's.
pub(crate) fn is_one(root: &Node<'_>) -> bool {
    sort(root).is_some()
}

fn sort(root: &Node<'_>) -> Option<Sort> {
    let first = match root.json {
        Json::Object(_) => root.clone(),
        _ => root.items().next()?,
    };
    let Json::Object(entries) = first.json else { return None };
    let all = |keys: &[&str]| keys.iter().all(|key| entries.iter().any(|(known, _)| known == key));
    if matches!(root.json, Json::Object(_)) {
        return all(&["name", "start_time", "timezone"]).then_some(Sort::Event);
    }
    if all(&["microlocation", "start_time", "title"]) {
        Some(Sort::Sessions)
    } else if all(&["name", "short_biography"]) || all(&["name", "organisation", "sessions"]) {
        Some(Sort::Speakers)
    } else if all(&["name", "color", "sessions"]) || all(&["name", "font_color"]) {
        Some(Sort::Tracks)
    } else if all(&["name", "floor"]) || all(&["name", "latitude", "longitude"]) {
        Some(Sort::Rooms)
    } else {
        None
    }
}

/// Reads all files of a call.
pub(crate) fn read(gather: &mut Gather<'_>, roots: &[Node<'_>]) {
    let mut files: Vec<(Sort, &Node<'_>)> = Vec::new();
    for root in roots {
        match sort(root) {
            Some(sort) => files.push((sort, root)),
            None => gather.log.note(
                "nothing-known",
                root.here(),
                "the file holds nothing that is known; left out",
            ),
        }
    }
    files.sort_by_key(|(sort, _)| *sort);
    for (wanted, name) in [(Sort::Event, "event"), (Sort::Speakers, "speakers"), (Sort::Sessions, "sessions")]
    {
        if !files.iter().any(|(sort, _)| *sort == wanted)
            && let Some(root) = roots.first()
        {
            gather.log.warn("missing-file", root.here(), format!("no file of {name} is among those read"));
        }
    }
    if files.first().is_none_or(|(sort, _)| *sort != Sort::Event)
        && let Some(root) = roots.first()
    {
        gather.assume_zone(None, &|| root.here());
    }
    for (sort, root) in files {
        match sort {
            Sort::Event => read_event(gather, root),
            Sort::Rooms => root.items().for_each(|node| drop(read_room(gather, &node))),
            Sort::Tracks => root.items().for_each(|node| drop(read_track(gather, &node))),
            Sort::Speakers => root.items().for_each(|node| drop(read_speaker(gather, &node))),
            Sort::Sessions => root.items().for_each(|node| read_session(gather, &node)),
        }
    }
}

fn read_event(gather: &mut Gather<'_>, node: &Node<'_>) {
    if !gather.name_zone(node.str("timezone"), &|| node.place("timezone")) {
        let place = node.str("location_name").map(str::to_owned);
        gather.assume_zone(place.as_deref(), &|| node.place("timezone"));
    }
    let title = gather.title(node, "name");
    let description = gather.body(node, "description", Markup::Html);
    let address = gather.title(node, "location_name");
    let url = gather.url(node, "event_url");
    let logo_url = gather.url(node, "logo");
    let first = gather.moment(node, "start_time").map(|at| gather.zone.wall(at).date());
    let last = gather.moment(node, "end_time").map(|at| gather.zone.wall(at).date());
    let conference = &mut gather.programme.conference;
    conference.acronym = title.any().map(slug).filter(|acronym| !acronym.is_empty());
    conference.title = title;
    conference.description = description;
    conference.address = address;
    conference.url = url;
    conference.logo_url = logo_url;
    conference.first_day = first;
    conference.last_day = last;
}

fn key(node: &Node<'_>) -> String {
    node.raw("id").and_then(reference).unwrap_or_default()
}

fn read_room(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let room = key(node);
    if gather.has_room(&room) {
        return room;
    }
    let floor = gather.number(node, "floor").map(|floor| format!("Floor {floor}"));
    let room = Room {
        key: room,
        name: gather.title(node, "name"),
        description: floor.map(Text::from_source).unwrap_or_default(),
        ..Room::default()
    };
    gather.add_room(room, &|| node.here())
}

fn read_track(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let track = key(node);
    if gather.has_track(&track) {
        return track;
    }
    let track = Track { key: track, name: gather.title(node, "name"), colour: gather.colour(node, "color") };
    gather.add_track(track, &|| node.here())
}

fn read_kind(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let kind = key(node);
    if gather.has_kind(&kind) {
        return kind;
    }
    let length = node.str("length").and_then(|raw| gather.minutes(raw, &|| node.place("length")));
    let kind = Kind { key: kind, name: gather.title(node, "name"), duration_minutes: length };
    gather.add_kind(kind, &|| node.here())
}

/// A speaker, whole from its own list or short from a session.
fn read_speaker(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let country = gather.line(node, "country");
    let mut biography = gather.body(node, "short_biography", Markup::Html);
    if let Some(long) = gather.markdown(node, "long_biography", Markup::Html)
        && biography.any() != Some(&long)
    {
        let short = biography.any().map(|short| format!("{short}\n\n")).unwrap_or_default();
        biography = Text::from_source(format!("{short}{long}"));
    }
    let mut speaker = Speaker {
        key: key(node),
        name: gather.line(node, "name").unwrap_or_default(),
        affiliation: gather.line(node, "organisation"),
        position: gather.line(node, "position"),
        country: country.and_then(|raw| clean::country(&mut gather.log, &raw, &|| node.place("country"))),
        biography,
        picture_url: gather.url(node, "photo"),
        email: gather
            .line(node, "email")
            .and_then(|raw| clean::email(&mut gather.log, &raw, &|| node.place("email"))),
        ..Speaker::default()
    };
    if speaker.key.is_empty() && speaker.name.is_empty() {
        gather.log.loss("missing-speaker", node.here(), "a speaker without id and name was left out");
        return String::new();
    }
    for (key, title) in [
        ("website", "Website"),
        ("twitter", "Twitter"),
        ("linkedin", "LinkedIn"),
        ("github", "GitHub"),
        ("facebook", "Facebook"),
    ] {
        speaker.links.extend(gather.link(title, node.str(key), &|| node.place(key)));
    }
    gather.add_speaker(speaker, &|| node.here())
}

fn read_session(gather: &mut Gather<'_>, node: &Node<'_>) {
    let mut session = Session {
        key: key(node),
        number: gather.number(node, "id"),
        title: gather.title(node, "title"),
        subtitle: gather.title(node, "subtitle"),
        summary: gather.body(node, "short_abstract", Markup::Html),
        description: gather.body(node, "long_abstract", Markup::Html),
        language: gather.language(node, "language"),
        level: gather.line(node, "level"),
        state: read_state(gather, node),
        ..Session::default()
    };
    if let Some(kind) = node.get("session_type") {
        session.kind = Some(read_kind(gather, &kind));
    }
    if let Some(track) = node.get("track") {
        session.track = Some(read_track(gather, &track));
    }
    for speaker in node.each("speakers") {
        let id = key(&speaker);
        if !gather.has_speaker(&id) {
            let shown = speaker.str("name").unwrap_or(&id);
            gather.log.note(
                "missing-speaker",
                speaker.here(),
                format!("{} is not in the list of speakers; added", excerpt(shown)),
            );
            let added = read_speaker(gather, &speaker);
            session.parts.push(speaks(added));
        } else {
            session.parts.push(speaks(id));
        }
    }
    session.parts.retain(|part| !part.speaker.is_empty());
    session.slot = read_slot(gather, node, session.state);
    for (key, kind) in [
        ("slides", ResourceKind::Attachment),
        ("video", ResourceKind::Video),
        ("audio", ResourceKind::Video),
        ("signup_url", ResourceKind::Link),
    ] {
        session.resources.extend(gather.resource(kind, None, node.str(key), &|| node.place(key)));
    }
    gather.add_session(session, &|| node.here());
}

/// "accepted" is open-event's last word.
fn read_state(gather: &mut Gather<'_>, node: &Node<'_>) -> State {
    let raw = node.str("state").unwrap_or_default();
    match states::state(&mut gather.log, raw, &|| node.place("state")) {
        State::Accepted => State::Confirmed,
        state => state,
    }
}

fn read_slot(gather: &mut Gather<'_>, node: &Node<'_>, state: State) -> Option<Slot> {
    let start = gather.moment(node, "start_time")?;
    let end = gather.moment(node, "end_time")?;
    let room = node.get("microlocation");
    if state != State::Confirmed && room.is_none() {
        // What was never placed stands at midnight of some day, or where it was once tried.
        gather.log.fold(
            Severity::Note,
            "stand-in-time",
            || node.place("start_time"),
            || "a session that is not accepted has a time and no room; the time was left out".to_owned(),
        );
        return None;
    }
    if room.is_none() {
        gather.log.note("no-room", node.place("microlocation"), "the session has a time and no room");
    }
    let room = room.map(|room| read_room(gather, &room));
    gather.slot(room, start, end, &|| node.place("end_time"))
}
