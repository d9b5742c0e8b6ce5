//! `schedule.json`, version 2: c3voc's draft, with languages, roles and states.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    context::{WriteContext, primary},
    outline::{Entry, Outline, RoomView},
    schedule_json::{acronym, generator, is_code, is_slug, is_zone_name},
    schedule_xml::date_time,
};
use crate::{
    model::{Programme, Resource, ResourceKind, Role, State, Text},
    naming::slug,
};

/// Writes the confirmed sessions that have a slot, and those that are cancelled as such.
///
/// *Shapes*: one object, `\n` at the end; `persons` stands beside the events, as the 38C3 hub has it. The schema wants a
/// language and a track of every session: where there is none, the context's language and the track `none` are given.
/// What is lost: sessions without slot, levels, tags; kinds become the nearest of the schema's ten.
///
/// *Source*: <https://c3voc.de/schema/schedule2>, version alpha-3
pub fn schedule_json2(programme: &Programme, context: &WriteContext) -> String {
    let outline = Outline::new(programme, context, true);
    let events: Vec<Value> =
        outline.entries().map(|(room, entry)| event(&outline, context, room, entry)).collect();
    let mut schedule = json!({
        "version": programme.conference.version.clone().unwrap_or_default(),
        "conference": conference(&outline, context),
        "events": events,
    });
    schedule["persons"] = json!(persons(&outline, context));
    let root = json!({
        "$schema": "https://c3voc.de/schema/schedule2",
        "generator": generator(context),
        "schedule": schedule,
    });
    // Not by `Display`, which is many times slower.
    let mut text = serde_json::to_string(&root).unwrap_or_default();
    text.push('\n');
    text
}

fn conference(outline: &Outline<'_>, context: &WriteContext) -> Value {
    let told = &outline.programme.conference;
    let instants = outline.days.first().zip(outline.days.last());
    let (start, end) = match instants {
        Some((first, last)) => (date_time(&first.start), date_time(&last.end)),
        None => {
            let at = date_time(&context.generated.to_zoned(outline.tz.clone()));
            (at.clone(), at)
        }
    };
    let days: Vec<Value> = outline.days.iter().map(|day| {
        json!({"index": day.index, "date": day.date.to_string(), "start": date_time(&day.start), "end": date_time(&day.end)})
    }).collect();
    let mut value = json!({
        "acronym": acronym(&outline.acronym),
        "title": outline.title,
        "start": start,
        "end": end,
        "url": told.url.as_deref().unwrap_or(&context.base_url),
        "rooms": outline.rooms.iter().map(|room| room_value(outline, room)).collect::<Vec<_>>(),
        "tracks": outline.programme.tracks.iter().map(|track| {
            let mut value = json!({"name": track_name(context, &track.name, &track.key), "slug": track_slug(&track.key)});
            if let Some(colour) = &track.colour {
                value["color"] = json!(colour);
            }
            value
        }).collect::<Vec<_>>(),
        "days": days,
    });
    if let Some(description) = localised(&told.description) {
        value["description"] = description;
    }
    if let Some(minutes) = told.grid_minutes {
        value["timeslot_duration"] = json!(format!("PT{minutes}M"));
    }
    if let Some(zone) = outline.zone.filter(|zone| is_zone_name(zone)) {
        value["time_zone_name"] = json!(zone);
    }
    if let Some(logo) = &told.logo_url {
        value["logo"] = json!({"url": logo});
    }
    if let Some(colour) = &told.colour {
        value["colors"] = json!({"primary": colour});
    }
    let languages: BTreeSet<&str> = told.languages.iter().filter_map(|tag| two_letters(tag)).collect();
    if !languages.is_empty() {
        value["languages"] = json!(languages);
    }
    value
}

fn track_name(context: &WriteContext, name: &Text, key: &str) -> String {
    let shown = context.pick(name);
    if shown.is_empty() { key.to_owned() } else { shown.to_owned() }
}

/// A track's key as a slug; what cannot be one gets a stable one.
fn track_slug(key: &str) -> String {
    if is_slug(key) {
        return key.to_owned();
    }
    let made = slug(key);
    let id = crate::naming::stable_uuid("", "track", key).simple().to_string();
    match made.len() {
        0 => format!("track-{}", &id[..8]),
        _ => format!("{made}-{}", &id[..4]),
    }
}

fn room_value(outline: &Outline<'_>, room: &RoomView) -> Value {
    let mut value = json!({"name": room.name, "guid": room.guid});
    if let Some(told) = room.index.map(|index| &outline.programme.rooms[index]) {
        value["capacity"] = json!(told.capacity);
        if let Some(description) = localised(&told.description) {
            value["description"] = description;
        }
    }
    value
}

fn event(outline: &Outline<'_>, context: &WriteContext, room: &RoomView, entry: &Entry<'_>) -> Value {
    let session = entry.session;
    let title = context.pick(&session.title);
    let language =
        session.language.as_deref().and_then(two_letters).or_else(|| two_letters(&context.language));
    let track = session.track.as_deref().filter(|key| outline.has_track(key));
    let participants: Vec<Value> = outline
        .speakers(session)
        .map(|(_, speaker, role)| {
            let guid = context.guid(&outline.identity, "speaker", &speaker.key, speaker.guid.as_deref());
            json!({"guid": guid, "name": speaker.name, "role": role_word(role)})
        })
        .collect();
    let (attachments, links): (Vec<_>, Vec<_>) =
        session.resources.iter().partition(|resource| resource.kind == ResourceKind::Attachment);
    let mut value = json!({
        "guid": entry.guid,
        "start": date_time(&entry.start),
        "end": date_time(&entry.end),
        "room": {"name": room.name, "guid": room.guid},
        "slug": entry.slug,
        "url": entry.url,
        "title": if title.is_empty() { &session.key } else { title },
        "subtitle": context.pick(&session.subtitle),
        "track": {"slug": track.map_or("none".to_owned(), track_slug)},
        "type": kind_word(outline.kind(session)),
        "language": language.unwrap_or("en"),
        "abstract": localised(&session.summary),
        "description": localised(&session.description),
        "participants": participants,
        "links": links.into_iter().map(reference).collect::<Vec<_>>(),
        "attachments": attachments.into_iter().map(reference).collect::<Vec<_>>(),
        "state": if session.state == State::Cancelled { "CANCELED" } else { "CONFIRMED" },
    });
    if let Some(code) = session.code.as_deref().filter(|code| is_code(code)) {
        value["code"] = json!(code);
    }
    value
}

fn persons(outline: &Outline<'_>, context: &WriteContext) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut persons = Vec::new();
    for (_, entry) in outline.entries() {
        for (index, speaker, _) in outline.speakers(entry.session) {
            if !seen.insert(index) {
                continue;
            }
            let guid = context.guid(&outline.identity, "speaker", &speaker.key, speaker.guid.as_deref());
            let mut person = json!({"guid": guid, "name": speaker.name});
            if let Some(page) = context.page_of_speaker(speaker, &guid) {
                person["url"] = json!(page);
            }
            if let Some(biography) = localised(&speaker.biography) {
                person["biography"] = biography;
            }
            if let Some(picture) = &speaker.picture_url {
                person["avatar"] = json!({"url": picture});
            }
            if !speaker.links.is_empty() {
                person["links"] =
                    speaker.links.iter().map(|link| json!({"url": link.url, "title": link.title})).collect();
            }
            persons.push(person);
        }
    }
    persons
}

fn reference(resource: &Resource) -> Value {
    let kind = match resource.kind {
        ResourceKind::Link | ResourceKind::Stream => "WEB",
        ResourceKind::Attachment => "SLIDES",
        ResourceKind::Video => "MEDIA",
        ResourceKind::Feedback => "FEEDBACK",
    };
    json!({"type": kind, "url": resource.url, "title": resource.title})
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Speaker => "SPEAKER",
        Role::Moderator => "MODERATOR",
        Role::Panellist => "GUEST",
        Role::Host => "HOST",
    }
}

/// The schema's word that is nearest to a kind's name.
fn kind_word(name: &str) -> &'static str {
    let lower = name.to_lowercase();
    let words = [
        ("lightning", "LIGHTNING_TALK"),
        ("workshop", "WORKSHOP"),
        ("hands", "HANDS-ON"),
        ("panel", "DISCUSSION"),
        ("discussion", "DISCUSSION"),
        ("meet", "MEETING"),
        ("bof", "MEETING"),
        ("concert", "CONCERT"),
        ("performance", "PERFORMANCE"),
        ("game", "GAME"),
        ("talk", "TALK"),
        ("lecture", "TALK"),
        ("keynote", "TALK"),
        ("devroom", "TALK"),
        ("maintrack", "TALK"),
    ];
    words.iter().find(|(part, _)| lower.contains(part)).map_or("OTHER", |(_, word)| *word)
}

/// A text as the schema has it: a string, or an object of two-letter languages.
fn localised(text: &Text) -> Option<Value> {
    let tagged: serde_json::Map<String, Value> =
        text.0.iter().filter_map(|(tag, text)| Some((two_letters(tag)?.to_owned(), json!(text)))).collect();
    match tagged.is_empty() {
        true => text.any().map(|text| json!(text)),
        false => Some(Value::Object(tagged)),
    }
}

fn two_letters(tag: &str) -> Option<&str> {
    Some(primary(tag))
        .filter(|primary| primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase()))
}
