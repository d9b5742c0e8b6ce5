//! `schedule.json`, version 2: c3voc's draft, with languages, roles and states.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
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
    let root = Root {
        schema: "https://c3voc.de/schema/schedule2",
        generator: generator(context),
        schedule: Schedule {
            version: programme.conference.version.as_deref().unwrap_or_default(),
            conference: conference(&outline, context),
            events: outline.entries().map(|(room, entry)| event(&outline, context, room, entry)).collect(),
            persons: persons(&outline, context),
        },
    };
    let mut text = serde_json::to_string(&root).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Root<'w> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    generator: Value,
    schedule: Schedule<'w>,
}

#[derive(Serialize)]
struct Schedule<'w> {
    version: &'w str,
    conference: Value,
    events: Vec<Event<'w>>,
    persons: Vec<Value>,
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
    if let Some(description) = Localised::of(&told.description) {
        value["description"] = json!(description);
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
        if let Some(description) = Localised::of(&told.description) {
            value["description"] = json!(description);
        }
    }
    value
}

/// Borrowed, because events are nearly all of the file: built of JSON values it took eight times as long.
#[derive(Serialize)]
struct Event<'w> {
    guid: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'w str>,
    start: String,
    end: String,
    room: RoomReference<'w>,
    slug: &'w str,
    url: &'w str,
    title: &'w str,
    subtitle: &'w str,
    track: TrackReference,
    #[serde(rename = "type")]
    kind: &'static str,
    language: &'w str,
    #[serde(rename = "abstract")]
    summary: Option<Localised<'w>>,
    description: Option<Localised<'w>>,
    participants: Vec<Participant<'w>>,
    links: Vec<Reference<'w>>,
    attachments: Vec<Reference<'w>>,
    state: &'static str,
}

#[derive(Serialize)]
struct RoomReference<'w> {
    name: &'w str,
    guid: &'w str,
}

#[derive(Serialize)]
struct TrackReference {
    slug: String,
}

#[derive(Serialize)]
struct Participant<'w> {
    guid: String,
    name: &'w str,
    role: &'static str,
}

#[derive(Serialize)]
struct Reference<'w> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'w str,
    title: &'w str,
}

/// A text as the schema has it: a string, or an object of two-letter languages.
#[derive(Serialize)]
#[serde(untagged)]
enum Localised<'w> {
    Plain(&'w str),
    Tagged(BTreeMap<&'w str, &'w str>),
}

impl<'w> Localised<'w> {
    fn of(text: &'w Text) -> Option<Self> {
        let tagged: BTreeMap<&str, &str> =
            text.0.iter().filter_map(|(tag, text)| Some((two_letters(tag)?, text.as_str()))).collect();
        match tagged.is_empty() {
            true => text.any().map(Self::Plain),
            false => Some(Self::Tagged(tagged)),
        }
    }
}

fn event<'w>(
    outline: &'w Outline<'_>,
    context: &'w WriteContext,
    room: &'w RoomView,
    entry: &'w Entry<'_>,
) -> Event<'w> {
    let session = entry.session;
    let title = context.pick(&session.title);
    let language =
        session.language.as_deref().and_then(two_letters).or_else(|| two_letters(&context.language));
    let track = session.track.as_deref().filter(|key| outline.has_track(key));
    let participants = outline.speakers(session).map(|(_, speaker, role)| Participant {
        guid: context.guid(&outline.identity, "speaker", &speaker.key, speaker.guid.as_deref()),
        name: &speaker.name,
        role: role_word(role),
    });
    let (attachments, links): (Vec<&Resource>, Vec<&Resource>) =
        session.resources.iter().partition(|resource| resource.kind == ResourceKind::Attachment);
    Event {
        guid: &entry.guid,
        code: session.code.as_deref().filter(|code| is_code(code)),
        start: date_time(&entry.start),
        end: date_time(&entry.end),
        room: RoomReference { name: &room.name, guid: &room.guid },
        slug: &entry.slug,
        url: &entry.url,
        title: if title.is_empty() { &session.key } else { title },
        subtitle: context.pick(&session.subtitle),
        track: TrackReference { slug: track.map_or("none".to_owned(), track_slug) },
        kind: kind_word(outline.kind(session)),
        language: language.unwrap_or("en"),
        summary: Localised::of(&session.summary),
        description: Localised::of(&session.description),
        participants: participants.collect(),
        links: links.into_iter().map(reference).collect(),
        attachments: attachments.into_iter().map(reference).collect(),
        state: if session.state == State::Cancelled { "CANCELED" } else { "CONFIRMED" },
    }
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
            if let Some(biography) = Localised::of(&speaker.biography) {
                person["biography"] = json!(biography);
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

fn reference(resource: &Resource) -> Reference<'_> {
    let kind = match resource.kind {
        ResourceKind::Link | ResourceKind::Stream => "WEB",
        ResourceKind::Attachment => "SLIDES",
        ResourceKind::Video => "MEDIA",
        ResourceKind::Feedback => "FEEDBACK",
    };
    Reference { kind, url: &resource.url, title: &resource.title }
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

fn two_letters(tag: &str) -> Option<&str> {
    Some(primary(tag))
        .filter(|primary| primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase()))
}
