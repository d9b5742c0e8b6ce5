//! pretalx's API: lists of submissions (or talks, or slots), speakers, rooms, tracks, submission types and events, as pages
//! (`{"results": […]}`) or bare lists, one or several in a call, in any order.
//!
//! References are ids or codes, or the objects themselves when the API was asked to expand them. Texts are localised
//! (`{"en": "…", "de-formal": "…"}`). `pending_state` is a decision that nobody was told of yet, so it does not count.
//!
//! *Source*: <https://docs.pretalx.org/api/>, v1; files of the older `talks` endpoint are read, too.

use super::{
    clean::{self, Markup},
    gather::{Gather, speaks},
    json::{Json, Node},
    states,
};
use crate::{
    model::{Kind, Place, ResourceKind, Room, Session, Severity, Slot, Speaker, State, Text, Track},
    place::excerpt,
};

/// What the objects of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// Events: what we call conferences.
    Event,
    /// Rooms.
    Room,
    /// Tracks.
    Track,
    /// Submission types.
    Kind,
    /// Speakers.
    Speaker,
    /// Submissions or talks.
    Submission,
    /// Slots that refer to submissions.
    Slot,
}

/// The objects of a file: a page's results, a list, or one object alone.
pub(crate) fn objects<'a>(root: &Node<'a>) -> Vec<Node<'a>> {
    match root.json {
        Json::List(_) => root.items().collect(),
        _ if root.get("results").is_some() => root.each("results"),
        _ => vec![root.clone()],
    }
}

/// What sort a file's objects are, by the keys of the first.
pub(crate) fn sort(root: &Node<'_>) -> Option<Sort> {
    let objects = objects(root);
    let first = objects.first()?;
    let all = |keys: &[&str]| {
        let Json::Object(entries) = first.json else { return false };
        keys.iter().all(|key| entries.iter().any(|(known, _)| known == key))
    };
    if all(&["slug", "date_from"]) {
        Some(Sort::Event)
    } else if all(&["code", "title"]) && (all(&["state"]) || all(&["submission_type"]) || all(&["speakers"]))
    {
        Some(Sort::Submission)
    } else if all(&["submission", "start"]) {
        Some(Sort::Slot)
    } else if all(&["code", "name"]) && (all(&["biography"]) || all(&["submissions"])) {
        Some(Sort::Speaker)
    } else if all(&["id", "name", "default_duration"]) {
        Some(Sort::Kind)
    } else if all(&["id", "name", "color"]) {
        Some(Sort::Track)
    } else if all(&["id", "name"]) && (all(&["capacity"]) || all(&["speaker_info"]) || all(&["position"])) {
        Some(Sort::Room)
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
    // What is referred to comes before what refers.
    files.sort_by_key(|(sort, _)| *sort);
    if !files.iter().any(|(sort, _)| *sort == Sort::Event)
        && let Some(root) = roots.first()
    {
        gather.assume_zone(None, &|| root.here());
    }
    let slots = Slots::collect(&files);
    for (sort, root) in &files {
        tell_of_more_pages(gather, root);
        for object in objects(root) {
            match sort {
                Sort::Event => read_event(gather, &object),
                Sort::Room => drop(read_room(gather, &object)),
                Sort::Track => drop(read_track(gather, &object)),
                Sort::Kind => drop(read_kind(gather, &object)),
                Sort::Speaker => drop(read_speaker(gather, &object)),
                Sort::Submission => read_submission(gather, &object, &slots),
                Sort::Slot => {}
            }
        }
    }
}

/// A page is not the whole: say so, or half a programme would pass for one.
fn tell_of_more_pages(gather: &mut Gather<'_>, root: &Node<'_>) {
    let count = gather.number(root, "count");
    let here = root.each("results").len();
    if root.str("next").is_some()
        || count.is_some_and(|count| usize::try_from(count).is_ok_and(|count| count > here))
    {
        let message = format!("this is one page of several: {here} of {} objects", count.unwrap_or_default());
        gather.log.warn("more-pages", root.place("next"), message);
    }
}

/// Slots of a list of their own, by code of the submission.
pub(crate) struct Slots<'a>(std::collections::BTreeMap<&'a str, Vec<Node<'a>>>);

impl<'a> Slots<'a> {
    fn collect(files: &[(Sort, &Node<'a>)]) -> Self {
        let mut slots: std::collections::BTreeMap<&'a str, Vec<Node<'a>>> = std::collections::BTreeMap::new();
        for (_, root) in files.iter().filter(|(sort, _)| *sort == Sort::Slot) {
            for slot in objects(root) {
                if let Some(code) = slot.str("submission") {
                    slots.entry(code).or_default().push(slot);
                }
            }
        }
        Self(slots)
    }

    /// No slots besides those in the submissions.
    pub(crate) fn none() -> Self {
        Self(std::collections::BTreeMap::new())
    }
}

fn read_event(gather: &mut Gather<'_>, node: &Node<'_>) {
    if !gather.name_zone(node.str("timezone"), &|| node.place("timezone")) {
        gather.assume_zone(None, &|| node.place("timezone"));
    }
    let acronym = gather.line(node, "slug");
    let title = gather.title(node, "name");
    let (first_day, last_day) = (gather.date(node, "date_from"), gather.date(node, "date_to"));
    let colour = gather.colour(node, "primary_color");
    let logo_url = gather.url(node, "logo");
    let url = node.get("urls").and_then(|urls| gather.url(&urls, "base"));
    let languages = node.each("locales").into_iter().filter_map(|locale| match locale.json {
        Json::Text(raw) => clean::language_tag(raw),
        _ => None,
    });
    let languages = languages.collect();
    let conference = &mut gather.programme.conference;
    conference.acronym = acronym;
    conference.title = title;
    conference.first_day = first_day;
    conference.last_day = last_day;
    conference.colour = colour;
    conference.logo_url = logo_url;
    conference.url = url;
    conference.languages = languages;
}

/// An id or code as a key.
pub(crate) fn reference(json: &Json) -> Option<String> {
    match json {
        Json::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A room; answers its key.
pub(crate) fn read_room(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let key = node.raw("id").and_then(reference).unwrap_or_default();
    if gather.has_room(&key) {
        return key;
    }
    let raw = node.str("guid").or_else(|| node.str("uuid"));
    let room = Room {
        key,
        name: gather.title(node, "name"),
        guid: gather.guid(raw, &|| node.place("guid")),
        description: gather.body(node, "description", Markup::Either),
        capacity: gather.count(node, "capacity"),
    };
    gather.add_room(room, &|| node.here())
}

fn read_track(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let key = node.raw("id").and_then(reference).unwrap_or_default();
    if gather.has_track(&key) {
        return key;
    }
    let track = Track { key, name: gather.title(node, "name"), colour: gather.colour(node, "color") };
    gather.add_track(track, &|| node.here())
}

fn read_kind(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let key = node.raw("id").and_then(reference).unwrap_or_default();
    if gather.has_kind(&key) {
        return key;
    }
    let kind = Kind {
        key,
        name: gather.title(node, "name"),
        duration_minutes: gather.count(node, "default_duration"),
    };
    gather.add_kind(kind, &|| node.here())
}

/// A speaker; answers the key.
pub(crate) fn read_speaker(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let code = gather.line(node, "code");
    let name = gather.line(node, "name").unwrap_or_default();
    let picture = if node.str("avatar_url").is_some() { "avatar_url" } else { "avatar" };
    let email = gather.line(node, "email");
    let speaker = Speaker {
        key: code.clone().unwrap_or_else(|| name.clone()),
        code,
        name,
        biography: gather.body(node, "biography", Markup::Either),
        picture_url: gather.url(node, picture),
        email: email.and_then(|raw| clean::email(&mut gather.log, &raw, &|| node.place("email"))),
        ..Speaker::default()
    };
    if speaker.key.is_empty() {
        gather.log.loss("missing-speaker", node.here(), "a speaker without code and name was left out");
        return String::new();
    }
    gather.add_speaker(speaker, &|| node.here())
}

/// A submission with all that hangs on it.
pub(crate) fn read_submission(gather: &mut Gather<'_>, node: &Node<'_>, slots: &Slots<'_>) {
    let code = gather.line(node, "code");
    let mut session = Session {
        key: code.clone().unwrap_or_default(),
        title: gather.title(node, "title"),
        summary: gather.body(node, "abstract", Markup::Either),
        description: gather.body(node, "description", Markup::Either),
        language: gather.language(node, "content_locale"),
        do_not_record: gather.flag(node, "do_not_record"),
        duration_minutes: gather.count(node, "duration"),
        url: node.get("urls").and_then(|urls| gather.url(&urls, "public")),
        code,
        ..Session::default()
    };
    session.state = read_state(gather, node);
    session.kind = referred(gather, node, "submission_type", Gather::has_kind, read_kind, Gather::kind_named);
    session.track = referred(gather, node, "track", Gather::has_track, read_track, Gather::track_named);
    for tag in node.each("tags") {
        let raw = match tag.json {
            Json::Text(raw) => Some(raw.as_str()),
            _ => tag.str("tag"),
        };
        session.tags.extend(raw.and_then(|raw| clean::line(&mut gather.log, raw, &|| tag.here())));
    }
    for speaker in node.each("speakers") {
        let key = match reference(speaker.json) {
            Some(key) => key,
            None => read_speaker(gather, &speaker),
        };
        if !key.is_empty() {
            session.parts.push(speaks(key));
        }
    }
    for resource in node.each("resources") {
        let key = if resource.str("link").is_some_and(|link| !link.is_empty()) { "link" } else { "resource" };
        let kind = if key == "link" { ResourceKind::Link } else { ResourceKind::Attachment };
        let title = resource.str("description");
        session.resources.extend(gather.resource(kind, title, resource.str(key), &|| resource.place(key)));
    }
    let found = read_slots(gather, node, slots);
    add_with_slots(gather, session, found, node);
}

fn read_state(gather: &mut Gather<'_>, node: &Node<'_>) -> State {
    if let Some(pending) = node.str("pending_state").filter(|pending| !pending.is_empty()) {
        let message = format!("the state {} is pending and does not count yet", excerpt(pending));
        gather.log.note("pending-state", node.place("pending_state"), message);
    }
    // The public endpoint leaves the state out and lists only what is confirmed.
    let raw = node.str("state").unwrap_or("confirmed");
    states::state(&mut gather.log, raw, &|| node.place("state"))
}

/// A reference by id, an expanded object, or (in old versions) a name in several languages.
fn referred<'g, 'o>(
    gather: &'g mut Gather<'o>,
    node: &Node<'_>,
    key: &str,
    known: impl Fn(&Gather<'o>, &str) -> bool,
    read: impl Fn(&mut Gather<'o>, &Node<'_>) -> String,
    named: impl Fn(&mut Gather<'o>, &str, &dyn Fn() -> Place) -> Option<String>,
) -> Option<String> {
    let value = node.get(key)?;
    if let Json::Object(_) = value.json {
        if value.raw("id").is_some() {
            return Some(read(gather, &value));
        }
        let name = gather.title(node, key);
        return named(gather, name.any()?, &|| value.here());
    }
    let reference = reference(value.json)?;
    if known(gather, &reference) {
        return Some(reference);
    }
    if let Json::Text(name) = value.json {
        return named(gather, name, &|| value.here());
    }
    let code = format!("missing-{}", if key == "track" { "track" } else { "kind" });
    gather.log.warn(
        &code,
        value.here(),
        format!("{} is in no list; it is shown by its number", excerpt(&reference)),
    );
    named(gather, &reference, &|| value.here())
}

/// All slots that have a time.
fn read_slots(gather: &mut Gather<'_>, node: &Node<'_>, slots: &Slots<'_>) -> Vec<(Slot, Place)> {
    let mut candidates: Vec<Node<'_>> = node.each("slots");
    candidates.extend(node.get("slot"));
    if let Some(code) = node.str("code") {
        candidates.extend(slots.0.get(code).into_iter().flatten().cloned());
    }
    let mut before = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for slot in candidates.iter().filter(|slot| slot.str("start").is_some()) {
        if slot.raw("id").and_then(reference).is_some_and(|id| !before.insert(id)) {
            continue;
        }
        found.extend(read_slot(gather, slot).map(|found| (found, slot.here())));
    }
    found
}

/// pretalx lets a submission be held several times; here a session has one slot, so each further time is a session of its
/// own, with a key that stays the same when the source is read again.
fn add_with_slots(gather: &mut Gather<'_>, session: Session, slots: Vec<(Slot, Place)>, here: &Node<'_>) {
    let mut slots = slots.into_iter();
    let first = slots.next().map(|(slot, _)| slot);
    let further: Vec<(Slot, Place)> = slots.collect();
    if !further.is_empty() {
        let message = format!(
            "the session is held {} times; each further time became a session of its own",
            further.len() + 1
        );
        gather.log.note("several-slots", here.place("slots"), message);
    }
    let again: Vec<(Session, Place)> = (2_usize..)
        .zip(further)
        .map(|(number, (slot, place))| {
            let again = Session {
                key: format!("{}-slot-{number}", session.key),
                code: None,
                guid: None,
                slot: Some(slot),
                ..session.clone()
            };
            (again, place)
        })
        .collect();
    gather.add_session(Session { slot: first, ..session }, &|| here.here());
    for (again, place) in again {
        gather.add_session(again, &|| place.clone());
    }
}

fn read_slot(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<Slot> {
    let start = gather.moment(node, "start")?;
    let end = match (gather.moment(node, "end"), gather.count(node, "duration")) {
        (Some(end), _) => end,
        (None, Some(minutes)) => {
            start.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok()?
        }
        (None, None) => start,
    };
    let room = match node.get("room") {
        None => None,
        Some(room) => match (room.json, reference(room.json)) {
            (Json::Object(_), _) if room.raw("id").is_some() => Some(read_room(gather, &room)),
            (Json::Object(_), _) => {
                let name: Text = gather.title(node, "room");
                name.any().map(str::to_owned).and_then(|name| gather.room_named(&name, &|| room.here()))
            }
            (_, Some(key)) if gather.has_room(&key) => Some(key),
            (Json::Text(name), _) => gather.room_named(name, &|| room.here()),
            (_, Some(key)) => {
                let message = format!("room {} is in no list; it is shown by its number", excerpt(&key));
                gather.log.warn("missing-room", room.here(), message);
                gather.room_named(&key, &|| room.here())
            }
            _ => None,
        },
    };
    if node.raw("is_visible").is_some() && !gather.flag(node, "is_visible") {
        gather.log.fold(
            Severity::Note,
            "hidden-slot",
            || node.here(),
            || "a slot is not visible at its source".to_owned(),
        );
    }
    gather.slot(room, start, end, &|| node.place("end"))
}
