//! schema.org's words for search engines.

use serde_json::{Map, Value, json};

use super::{
    context::WriteContext,
    outline::{Entry, Outline, RoomView},
    schedule_xml::date_time,
};
use crate::model::{Programme, State};

/// Sub-events that are told of one by one at most: search engines stop reading long before, and the page stays light.
const SUB_EVENTS_MAX: usize = 2_000;

/// The conference as an `Event`, without its sessions: for its first page, where a thousand of them would weigh more than
/// all the rest. Search engines find them on pages of their own, which name this event.
///
/// *Source*: <https://schema.org/Event>
pub fn conference_json_ld(programme: &Programme, context: &WriteContext) -> Value {
    event(&Outline::new(programme, context, true), context)
}

/// [`conference_json_ld`] with the sessions as `subEvent`s in short form.
///
/// *Source*: <https://schema.org/Event>
pub fn json_ld(programme: &Programme, context: &WriteContext) -> Value {
    let outline = Outline::new(programme, context, true);
    let mut event = event(&outline, context);
    let sessions: Vec<Value> = outline
        .entries()
        .take(SUB_EVENTS_MAX)
        .map(|(_, entry)| {
            json!({
                "@type": "Event",
                "@id": entry.url,
                "name": name(context, entry),
                "url": entry.url,
                "startDate": date_time(&entry.start),
                "endDate": date_time(&entry.end),
                "eventStatus": status(entry),
            })
        })
        .collect();
    if !sessions.is_empty() {
        event["subEvent"] = json!(sessions);
    }
    event
}

fn event(outline: &Outline<'_>, context: &WriteContext) -> Value {
    let conference = &outline.programme.conference;
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": context.base_url,
        "name": outline.title,
        "url": conference.url.as_deref().unwrap_or(&context.base_url),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    });
    if let Some(day) = conference.first_day.or(outline.days.first().map(|day| day.date)) {
        event["startDate"] = json!(day.to_string());
    }
    if let Some(day) = conference.last_day.or(outline.days.last().map(|day| day.date)) {
        event["endDate"] = json!(day.to_string());
    }
    let description = context.pick(&conference.description);
    set(
        &mut event,
        "description",
        if description.is_empty() { context.pick(&conference.subtitle) } else { description },
    );
    set(&mut event, "image", conference.logo_url.as_deref().unwrap_or_default());
    if let Some(location) = place(outline, context, None) {
        event["location"] = location;
    }
    event
}

/// A session as an `Event` with its performers; nothing where the key is unknown, or the session not public or without slot.
///
/// *Source*: <https://schema.org/Event>
pub fn session_json_ld(programme: &Programme, key: &str, context: &WriteContext) -> Option<Value> {
    let outline = Outline::new(programme, context, true);
    let (room, entry) = outline.entries().find(|(_, entry)| entry.session.key == key)?;
    let session = entry.session;
    let performers: Vec<Value> = outline
        .speakers(session)
        .map(|(_, speaker, _)| {
            let mut person = json!({"@type": "Person", "name": speaker.name});
            let guid = context.guid(&outline.identity, "speaker", &speaker.key, speaker.guid.as_deref());
            set(&mut person, "url", &context.page_of_speaker(speaker, &guid).unwrap_or_default());
            set(&mut person, "image", speaker.picture_url.as_deref().unwrap_or_default());
            set(&mut person, "jobTitle", speaker.position.as_deref().unwrap_or_default());
            if let Some(affiliation) = &speaker.affiliation {
                person["affiliation"] = json!({"@type": "Organization", "name": affiliation});
            }
            person
        })
        .collect();
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": entry.url,
        "identifier": entry.guid,
        "name": name(context, entry),
        "url": entry.url,
        "startDate": date_time(&entry.start),
        "endDate": date_time(&entry.end),
        "eventStatus": status(entry),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "superEvent": {"@type": "Event", "@id": context.base_url, "name": outline.title},
    });
    let summary = context.pick(&session.summary);
    set(
        &mut event,
        "description",
        if summary.is_empty() { context.pick(&session.description) } else { summary },
    );
    set(&mut event, "inLanguage", session.language.as_deref().unwrap_or_default());
    if !session.tags.is_empty() {
        event["keywords"] = json!(session.tags);
    }
    if let Some(location) = place(&outline, context, Some(room)) {
        event["location"] = location;
    }
    if !performers.is_empty() {
        event["performer"] = json!(performers);
    }
    Some(event)
}

/// A value as the content of `<script type="application/ld+json">`: nothing in it can end the element or be taken for
/// markup, and older script engines do not see a line end in it.
pub fn json_ld_script(value: &Value) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    let mut safe = String::with_capacity(text.len() + 64);
    for letter in text.chars() {
        match letter {
            // These stand in strings only, where an escape means the same.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                safe.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter => safe.push(letter),
        }
    }
    safe
}

fn name(context: &WriteContext, entry: &Entry<'_>) -> String {
    let title = context.pick(&entry.session.title);
    if title.is_empty() { entry.session.key.clone() } else { title.to_owned() }
}

fn status(entry: &Entry<'_>) -> &'static str {
    match entry.session.state {
        State::Cancelled => "https://schema.org/EventCancelled",
        _ => "https://schema.org/EventScheduled",
    }
}

fn place(outline: &Outline<'_>, context: &WriteContext, room: Option<&RoomView>) -> Option<Value> {
    let conference = &outline.programme.conference;
    let mut address = Map::new();
    for (key, text) in [
        ("streetAddress", context.pick(&conference.address)),
        ("addressLocality", conference.city.as_deref().unwrap_or_default()),
    ] {
        if !text.is_empty() {
            address.insert(key.to_owned(), json!(text));
        }
    }
    let venue = context.pick(&conference.venue);
    let room = room.filter(|room| room.index.is_some()).map_or("", |room| room.name.as_str());
    let name = [room, venue].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    if name.is_empty() && address.is_empty() {
        return None;
    }
    let mut place = json!({"@type": "Place"});
    set(&mut place, "name", &name);
    if !address.is_empty() {
        address.insert("@type".to_owned(), json!("PostalAddress"));
        place["address"] = Value::Object(address);
    }
    Some(place)
}

fn set(value: &mut Value, key: &str, text: &str) {
    if !text.is_empty() {
        value[key] = json!(text);
    }
}
