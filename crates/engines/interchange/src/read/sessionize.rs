//! Sessionize's "all data" (and "sessions" with its groups): local times without a zone, categories for kind, level, track.
//!
//! *Source*: <https://sessionize.com/playbook/api>, view "All Data"

use std::collections::BTreeMap;

use super::{
    clean::Markup,
    gather::{Gather, speaks},
    json::Node,
    pretalx::reference,
    states,
};
use crate::{
    model::{ResourceKind, Room, Session, Slot, Speaker, State},
    place::excerpt,
};

/// What a category means to us, by its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Kind,
    Track,
    Level,
    Language,
    Tag,
}

/// A choice of a category.
struct Item {
    meaning: Meaning,
    name: String,
}

/// Reads the root object.
pub(crate) fn read(gather: &mut Gather<'_>, root: &Node<'_>) {
    gather.assume_zone(None, &|| root.here());
    let mut rooms = root.each("rooms");
    rooms.sort_by_key(|room| gather.number(room, "sort").unwrap_or(0));
    for room in rooms {
        let room_value = Room {
            key: room.raw("id").and_then(reference).unwrap_or_default(),
            name: gather.title(&room, "name"),
            ..Room::default()
        };
        gather.add_room(room_value, &|| room.here());
    }
    let items = read_categories(gather, root);
    for speaker in root.each("speakers") {
        read_speaker(gather, &speaker);
    }
    for session in root.each("sessions") {
        read_session(gather, &session, &items);
    }
}

fn read_categories(gather: &mut Gather<'_>, root: &Node<'_>) -> BTreeMap<String, Item> {
    let mut items = BTreeMap::new();
    for category in root.each("categories") {
        let title = gather.line(&category, "title").unwrap_or_default();
        let lower = title.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let meaning = if has(&["format", "type", "kind"]) {
            Meaning::Kind
        } else if has(&["track", "theme", "topic area"]) {
            Meaning::Track
        } else if has(&["level", "difficulty", "expertise"]) {
            Meaning::Level
        } else if has(&["language", "sprache", "langue", "idioma"]) {
            Meaning::Language
        } else {
            Meaning::Tag
        };
        for item in category.each("items") {
            let id = item.raw("id").and_then(reference);
            let name = gather.line(&item, "name");
            if let (Some(id), Some(name)) = (id, name) {
                items.insert(id, Item { meaning, name });
            }
        }
    }
    items
}

fn read_speaker(gather: &mut Gather<'_>, node: &Node<'_>) {
    let name = gather.line(node, "fullName").or_else(|| {
        let parts = [gather.line(node, "firstName"), gather.line(node, "lastName")];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
    });
    let key = node.str("id").unwrap_or_default().to_owned();
    let mut speaker = Speaker {
        guid: gather.guid(node.str("id"), &|| node.place("id")),
        name: name.unwrap_or_default(),
        position: gather.line(node, "tagLine"),
        biography: gather.body(node, "bio", Markup::Either),
        picture_url: gather.url(node, "profilePicture"),
        key,
        ..Speaker::default()
    };
    if speaker.key.is_empty() && speaker.name.is_empty() {
        gather.log.loss("missing-speaker", node.here(), "a speaker without id and name was left out");
        return;
    }
    for link in node.each("links") {
        let title = link.str("title").unwrap_or_default().to_owned();
        speaker.links.extend(gather.link(&title, link.str("url"), &|| link.place("url")));
    }
    gather.add_speaker(speaker, &|| node.here());
}

fn read_session(gather: &mut Gather<'_>, node: &Node<'_>, items: &BTreeMap<String, Item>) {
    let mut session = Session {
        key: node.raw("id").and_then(reference).unwrap_or_default(),
        title: gather.title(node, "title"),
        description: gather.body(node, "description", Markup::Either),
        state: read_state(gather, node),
        ..Session::default()
    };
    if gather.flag(node, "isServiceSession") {
        session.kind = gather.kind_named("Service", &|| node.place("isServiceSession"));
    }
    for item in node.each("categoryItems") {
        let Some(id) = reference(item.json) else { continue };
        let Some(item_value) = items.get(&id) else {
            gather.log.loss(
                "missing-category",
                item.here(),
                format!("category item {} is in no category; left out", excerpt(&id)),
            );
            continue;
        };
        let name = &item_value.name;
        match item_value.meaning {
            Meaning::Kind if session.kind.is_none() => {
                session.kind = gather.kind_named(name, &|| item.here());
            }
            Meaning::Track if session.track.is_none() => {
                session.track = gather.track_named(name, &|| item.here());
            }
            Meaning::Level if session.level.is_none() => session.level = Some(name.clone()),
            Meaning::Language if session.language.is_none() => {
                session.language = super::clean::language(&mut gather.log, name, &|| item.here());
            }
            _ => session.tags.push(name.clone()),
        }
    }
    for speaker in node.each("speakers") {
        // Other views give objects with id and name.
        let key = reference(speaker.json).or_else(|| speaker.raw("id").and_then(reference));
        session.parts.extend(key.map(speaks));
    }
    session.slot = read_slot(gather, node);
    for (key, kind) in [("liveUrl", ResourceKind::Stream), ("recordingUrl", ResourceKind::Video)] {
        session.resources.extend(gather.resource(kind, None, node.str(key), &|| node.place(key)));
    }
    gather.add_session(session, &|| node.here());
}

/// "Accepted" is Sessionize's last word; whether a speaker confirmed is told apart from it and often not kept.
fn read_state(gather: &mut Gather<'_>, node: &Node<'_>) -> State {
    let Some(raw) = node.str("status") else {
        return State::Confirmed;
    };
    match states::state(&mut gather.log, raw, &|| node.place("status")) {
        State::Accepted => State::Confirmed,
        state => state,
    }
}

fn read_slot(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<Slot> {
    let start = gather.moment(node, "startsAt")?;
    let Some(end) = gather.moment(node, "endsAt") else {
        gather.log.loss(
            "missing-time",
            node.place("endsAt"),
            "the session has a start and no end; left without a time",
        );
        return None;
    };
    let room = node.raw("roomId").and_then(reference);
    let room = match room.filter(|room| gather.has_room(room)) {
        Some(room) => Some(room),
        None => {
            let name = gather.line(node, "room");
            match name {
                Some(name) => gather.room_named(&name, &|| node.place("room")),
                // Left to the check of references, which reports it.
                None => node.raw("roomId").and_then(reference),
            }
        }
    };
    gather.slot(room, start, end, &|| node.place("endsAt"))
}
