//! `schedule.json`, version 1: the one that applications read today.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json};

use super::{
    context::WriteContext,
    outline::{DayView, Entry, Outline},
    schedule_xml::date_time,
};
use crate::{
    model::{Programme, ResourceKind, Room, Speaker, Text},
    naming::slug,
};

/// Writes the confirmed sessions that have a slot.
///
/// *Shapes*: one object, `\n` at the end. What is lost: sessions without slot or not confirmed, levels, tags, roles,
/// affiliations, all but one language of texts (besides rooms' descriptions).
///
/// *Source*: <https://c3voc.de/schedule/schema.json>
pub fn schedule_json(programme: &Programme, context: &WriteContext) -> String {
    let outline = Outline::new(programme, context, false);
    let days: Vec<Day<'_>> = outline.days.iter().map(|day| Day::new(&outline, context, day)).collect();
    let root = Root {
        schema: "https://c3voc.de/schedule/schema.json",
        generator: generator(context),
        schedule: Schedule {
            version: programme.conference.version.clone().unwrap_or_default(),
            base_url: &context.base_url,
            conference: conference(&outline, context, days),
        },
    };
    let mut text = serde_json::to_string(&root).unwrap_or_default();
    text.push('\n');
    text
}

/// The program that writes, as both versions have it.
pub(crate) fn generator(context: &WriteContext) -> Value {
    let mut generator = json!({"name": context.generator.name, "version": context.generator.version});
    if let Some(url) = &context.generator.url {
        generator["url"] = json!(url);
    }
    generator
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
    version: String,
    base_url: &'w str,
    conference: Conference<'w>,
}

#[derive(Serialize)]
struct Conference<'w> {
    acronym: String,
    title: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'w str>,
    start: String,
    end: String,
    #[serde(rename = "daysCount")]
    days_count: usize,
    timeslot_duration: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone_name: Option<&'w str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<&'w str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    colors: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'w str>,
    tracks: Vec<Value>,
    rooms: Vec<Value>,
    days: Vec<Day<'w>>,
}

fn conference<'w>(outline: &'w Outline<'_>, context: &'w WriteContext, days: Vec<Day<'w>>) -> Conference<'w> {
    let told = &outline.programme.conference;
    let today = context.generated.to_zoned(outline.tz.clone()).date();
    let first = told.first_day.or(outline.days.first().map(|day| day.date)).unwrap_or(today);
    let last = told.last_day.or(outline.days.last().map(|day| day.date)).unwrap_or(first);
    let minutes = told.grid_minutes.unwrap_or(5);
    Conference {
        acronym: acronym(&outline.acronym),
        title: &outline.title,
        description: some(context.pick(&told.description)),
        start: first.to_string(),
        end: last.to_string(),
        days_count: days.len(),
        timeslot_duration: format!("{:02}:{:02}", minutes / 60, minutes % 60),
        time_zone_name: outline.zone.filter(|zone| is_zone_name(zone)),
        logo: told.logo_url.as_deref(),
        colors: told.colour.as_ref().map(|colour| json!({"primary": colour})),
        url: Some(told.url.as_deref().unwrap_or(&context.base_url)),
        tracks: outline
            .programme
            .tracks
            .iter()
            .map(|track| {
                let shown = context.pick(&track.name);
                let mut value = json!({"name": if shown.is_empty() { &track.key } else { shown }});
                if is_slug(&track.key) {
                    value["slug"] = json!(track.key);
                }
                if let Some(colour) = &track.colour {
                    value["color"] = json!(colour);
                }
                value
            })
            .collect(),
        rooms: outline
            .rooms
            .iter()
            .map(|room| {
                let told = room.index.map(|index| &outline.programme.rooms[index]);
                let mut value = json!({"name": room.name, "guid": room.guid});
                if let Some(Room { description, capacity, .. }) = told {
                    value["description"] = localised(description);
                    value["capacity"] = json!(capacity);
                }
                value
            })
            .collect(),
        days,
    }
}

/// A text as a string, or as an object of languages where the languages are told.
fn localised(text: &Text) -> Value {
    match text.0.iter().next() {
        None => Value::Null,
        Some((tag, only)) if text.0.len() == 1 && tag.is_empty() => json!(only),
        Some(_) => json!(
            text.0.iter().filter(|(tag, _)| !tag.is_empty()).collect::<std::collections::BTreeMap<_, _>>()
        ),
    }
}

/// An acronym as the schema's pattern has it: `^[a-z0-9_-][a-z0-9_]{3,}$`.
pub(crate) fn acronym(raw: &str) -> String {
    let mut acronym = slug(raw).replace('-', "_");
    while acronym.len() < 4 {
        acronym.push('_');
    }
    acronym
}

/// Whether the schema's pattern for zones takes it; `Etc/GMT+5` and `EST` it does not.
pub(crate) fn is_zone_name(zone: &str) -> bool {
    let starts = |part: &str| {
        let mut letters = part.bytes();
        letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
            && letters.next().is_some_and(|byte| byte.is_ascii_lowercase())
    };
    let area_is_plain = |area: &str| area.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    zone.ends_with("UTC")
        || zone
            .split_once('/')
            .is_some_and(|(area, city)| starts(area) && area_is_plain(area) && starts(city))
}

/// Whether both versions' pattern for slugs takes it: `^[a-z0-9_-]+[a-z0-9]$`.
pub(crate) fn is_slug(raw: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    raw.len() >= 2
        && raw.bytes().all(|byte| plain(byte) || matches!(byte, b'-' | b'_'))
        && raw.bytes().next_back().is_some_and(plain)
}

/// Whether both versions' pattern for codes takes it: `^[A-Z0-9]+$`.
pub(crate) fn is_code(raw: &str) -> bool {
    !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

pub(crate) fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[derive(Serialize)]
struct Day<'w> {
    index: usize,
    date: String,
    day_start: String,
    day_end: String,
    #[serde(serialize_with = "in_order")]
    rooms: Vec<(&'w str, Vec<Event<'w>>)>,
}

/// An object whose keys keep the order of the rooms.
fn in_order<S: Serializer>(rooms: &[(&str, Vec<Event<'_>>)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(rooms.len()))?;
    for (name, events) in rooms {
        map.serialize_entry(name, events)?;
    }
    map.end()
}

impl<'w> Day<'w> {
    fn new(outline: &'w Outline<'_>, context: &'w WriteContext, day: &'w DayView<'_>) -> Self {
        let rooms = day.rooms.iter().map(|(room, entries)| {
            let room = outline.rooms[*room].name.as_str();
            (room, entries.iter().map(|entry| event(outline, context, room, entry)).collect())
        });
        Self {
            index: day.index,
            date: day.date.to_string(),
            day_start: date_time(&day.start),
            day_end: date_time(&day.end),
            rooms: rooms.collect(),
        }
    }
}

#[derive(Serialize)]
struct Event<'w> {
    guid: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'w str>,
    id: u32,
    logo: Option<&'w str>,
    date: String,
    start: String,
    end: String,
    duration: String,
    room: &'w str,
    slug: &'w str,
    url: &'w str,
    title: &'w str,
    subtitle: &'w str,
    track: Option<&'w str>,
    #[serde(rename = "type")]
    kind: &'w str,
    language: Option<&'w str>,
    #[serde(rename = "abstract")]
    summary: &'w str,
    description: &'w str,
    recording_license: &'w str,
    do_not_record: bool,
    persons: Vec<Person<'w>>,
    links: Vec<Reference<'w>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feedback_url: Option<&'w str>,
    attachments: Vec<Reference<'w>>,
}

/// `name` is the schema's word, `public_name` what older applications read. Without `id`, or it would be two things at once.
#[derive(Serialize)]
struct Person<'w> {
    guid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'w str>,
    name: &'w str,
    public_name: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<&'w str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biography: Option<&'w str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Reference<'w> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    url: &'w str,
    title: &'w str,
}

fn event<'w>(
    outline: &'w Outline<'_>,
    context: &'w WriteContext,
    room: &'w str,
    entry: &'w Entry<'_>,
) -> Event<'w> {
    let session = entry.session;
    let seconds = entry.end.timestamp().as_second() - entry.start.timestamp().as_second();
    let minutes = (seconds.max(0) + 59) / 60;
    let title = context.pick(&session.title);
    let references =
        |wanted: ResourceKind| session.resources.iter().filter(move |resource| resource.kind == wanted);
    let link = |kind: Option<&'static str>| {
        move |resource: &'w crate::model::Resource| Reference {
            kind,
            url: &resource.url,
            title: &resource.title,
        }
    };
    let mut links: Vec<Reference<'w>> = references(ResourceKind::Link).map(link(None)).collect();
    links.extend(references(ResourceKind::Stream).map(link(None)));
    links.extend(references(ResourceKind::Video).map(link(Some("media"))));
    Event {
        guid: &entry.guid,
        code: session.code.as_deref().filter(|code| is_code(code)),
        id: entry.number,
        logo: None,
        date: date_time(&entry.start),
        start: entry.start.strftime("%H:%M").to_string(),
        end: date_time(&entry.end),
        duration: format!("{:02}:{:02}", minutes / 60, minutes % 60),
        room,
        slug: &entry.slug,
        url: &entry.url,
        title: if title.is_empty() { &session.key } else { title },
        subtitle: context.pick(&session.subtitle),
        track: some(outline.track(session)),
        kind: outline.kind(session),
        language: session.language.as_deref(),
        summary: context.pick(&session.summary),
        description: context.pick(&session.description),
        recording_license: "",
        do_not_record: session.do_not_record,
        persons: outline.speakers(session).map(|(_, speaker, _)| person(outline, context, speaker)).collect(),
        links,
        feedback_url: references(ResourceKind::Feedback).next().map(|resource| resource.url.as_str()),
        attachments: references(ResourceKind::Attachment).map(link(Some("slides"))).collect(),
    }
}

fn person<'w>(outline: &Outline<'_>, context: &'w WriteContext, speaker: &'w Speaker) -> Person<'w> {
    let guid = context.guid(&outline.identity, "speaker", &speaker.key, speaker.guid.as_deref());
    Person {
        url: context.page_of_speaker(speaker, &guid),
        guid,
        code: speaker.code.as_deref().filter(|code| is_code(code)),
        name: &speaker.name,
        public_name: &speaker.name,
        avatar: speaker.picture_url.as_deref(),
        biography: some(context.pick(&speaker.biography)),
    }
}
