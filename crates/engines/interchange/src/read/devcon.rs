//! Devcon's archive: one object with `event`, `rooms`, `sessions` and `speakers`.
//!
//! Times are milliseconds of the venue's clock written as if it were UTC (Devcon VI opens at 09:45 in Bogotá and stands
//! as 09:45 UTC). The file names no zone, so it is guessed from the event's `location`. `duration` is
//! the length of the recording in seconds, not the planned one. Nothing tells of states: what is archived was held.
//!
//! *Source*: <https://github.com/efdevcon/api>, folder `data`.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    clean::{self, Markup},
    gather::{Gather, speaks},
    json::{Json, Node},
};
use crate::{
    model::{ResourceKind, Room, Session, Severity, Slot, Speaker, Text},
    naming::slug,
    place::excerpt,
};

/// Reads the root object.
pub(crate) fn read(gather: &mut Gather<'_>, root: &Node<'_>) {
    if let Some(event) = root.get("event") {
        read_event(gather, &event);
    } else {
        gather.assume_zone(None, &|| root.here());
    }
    for room in root.each("rooms") {
        read_room(gather, &room);
    }
    for speaker in root.each("speakers") {
        read_speaker(gather, &speaker);
    }
    for session in root.each("sessions") {
        read_session(gather, &session);
    }
}

fn read_event(gather: &mut Gather<'_>, node: &Node<'_>) {
    let location = gather.line(node, "location");
    gather.assume_zone(location.as_deref(), &|| node.place("location"));
    let title = gather.title(node, "title");
    let description = gather.body(node, "description", Markup::Either);
    let venue = gather.title(node, "venue_name");
    let address = gather.title(node, "venue_address");
    // Written as midnight UTC, meant as dates.
    let (first_day, last_day) = (gather.date(node, "startDate"), gather.date(node, "endDate"));
    let acronym =
        gather.line(node, "id").or_else(|| title.any().map(slug)).filter(|acronym| !acronym.is_empty());
    let conference = &mut gather.programme.conference;
    conference.acronym = acronym;
    conference.title = title;
    conference.description = description;
    conference.venue = venue;
    conference.address = address;
    conference.first_day = first_day;
    conference.last_day = last_day;
    conference.city =
        location.as_deref().and_then(|place| place.split(',').next()).map(|city| city.trim().to_owned());
}

fn read_room(gather: &mut Gather<'_>, node: &Node<'_>) {
    let name = gather.title(node, "name");
    // The bundle leaves the ids out; they are the slugs of the names.
    let key = node.str("id").map(str::to_owned).unwrap_or_else(|| name.any().map(slug).unwrap_or_default());
    let mut parts: Vec<String> = Vec::new();
    parts.extend(gather.markdown(node, "description", Markup::Either));
    parts.extend(gather.markdown(node, "info", Markup::Either));
    let room = Room {
        key,
        name,
        guid: None,
        description: Text::from_source(parts.join("\n\n")),
        capacity: gather.count(node, "capacity"),
    };
    gather.add_room(room, &|| node.here());
}

fn read_speaker(gather: &mut Gather<'_>, node: &Node<'_>) {
    let mut speaker = Speaker {
        key: node.str("id").unwrap_or_default().to_owned(),
        code: pretalx_code(node),
        name: gather.line(node, "name").unwrap_or_default(),
        biography: gather.body(node, "description", Markup::Either),
        affiliation: gather.line(node, "company"),
        position: gather.line(node, "role"),
        picture_url: gather.url(node, "avatar"),
        ..Speaker::default()
    };
    if speaker.key.is_empty() && speaker.name.is_empty() {
        gather.log.loss("missing-speaker", node.here(), "a person without name or id was left out");
        return;
    }
    for (key, host, title) in [("twitter", "twitter.com", "Twitter"), ("github", "github.com", "GitHub")] {
        let Some(raw) = gather.line(node, key) else { continue };
        let page = clean::handle_page(&raw, host);
        if page.is_none() {
            gather.log.loss(
                "bad-url",
                node.place(key),
                format!("{} is no name on {host}; left out", excerpt(&raw)),
            );
        }
        speaker.links.extend(gather.link(title, page.as_deref(), &|| node.place(key)));
    }
    let website = gather.link("", node.str("website"), &|| node.place("website"));
    speaker.links.extend(website);
    gather.add_speaker(speaker, &|| node.here());
}

/// Devcon's talks came out of pretalx: its codes are six capitals and digits.
fn pretalx_code(node: &Node<'_>) -> Option<String> {
    let raw = node.str("sourceId")?;
    let sound = raw.len() == 6 && raw.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    sound.then(|| raw.to_owned())
}

fn read_session(gather: &mut Gather<'_>, node: &Node<'_>) {
    let mut session = Session {
        key: node.str("id").unwrap_or_default().to_owned(),
        code: pretalx_code(node),
        title: gather.title(node, "title"),
        description: gather.body(node, "description", Markup::Either),
        language: gather.language(node, "language"),
        level: gather.line(node, "expertise"),
        tags: gather.words(node, "tags"),
        ..Session::default()
    };
    if let Some(track) = gather.line(node, "track") {
        session.track = gather.track_named(&track, &|| node.place("track"));
        // The track stands among the tags again.
        session.tags.retain(|tag| *tag != track);
    }
    if let Some(kind) = gather.line(node, "type") {
        session.kind = gather.kind_named(&kind, &|| node.place("type"));
    }
    for speaker in gather.words(node, "speakers") {
        session.parts.push(speaks(speaker));
    }
    session.slot = read_slot(gather, node);
    if session.slot.is_none() {
        gather.log.note("not-scheduled", node.here(), "the session has no time");
    }
    if node.raw("duration").is_some() {
        gather.log.fold(
            Severity::Note,
            "recording-length",
            || node.place("duration"),
            || {
                "duration is the recording's length in seconds and was not taken for the planned one"
                    .to_owned()
            },
        );
    }
    read_resources(gather, &mut session, node);
    gather.add_session(session, &|| node.here());
}

fn read_slot(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<Slot> {
    let start = milliseconds(gather, node, "slot_start")?;
    let Some(end) = milliseconds(gather, node, "slot_end") else {
        gather.log.loss(
            "missing-time",
            node.place("slot_end"),
            "the session has a start and no end; left without a time",
        );
        return None;
    };
    let room = gather.line(node, "slot_roomId");
    gather.slot(room, start, end, &|| node.place("slot_end"))
}

fn milliseconds(gather: &mut Gather<'_>, node: &Node<'_>, key: &str) -> Option<Timestamp> {
    if let Some(Json::Text(_)) = node.raw(key) {
        return gather.moment(node, key);
    }
    let number = gather.number(node, key)?;
    // Nobody held a conference before 1980, and seconds taken for milliseconds end up in 1970.
    let timestamp = Timestamp::from_millisecond(number)
        .ok()
        .filter(|time| (315_532_800..7_258_118_400).contains(&time.as_second()));
    let Some(timestamp) = timestamp else {
        gather.log.loss(
            "bad-date",
            node.place(key),
            format!("{number} is no time in milliseconds since 1970; left out"),
        );
        return None;
    };
    gather.log.fold(
        Severity::Note,
        "wall-clock",
        || node.place(key),
        || "times are the venue's clock written as if it were UTC, and were read as that".to_owned(),
    );
    let wall = timestamp.to_zoned(TimeZone::UTC).datetime();
    gather.zone.clone().timestamp(&mut gather.log, wall, &|| node.place(key))
}

fn read_resources(gather: &mut Gather<'_>, session: &mut Session, node: &Node<'_>) {
    let video = node.str("sources_youtubeId").map(str::trim).filter(|id| !id.is_empty());
    if let Some(id) = video {
        let sound = id.len() <= 16
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        match sound {
            true => {
                let url = format!("https://www.youtube.com/watch?v={id}");
                session
                    .resources
                    .extend(gather.resource(ResourceKind::Video, None, Some(&url), &|| {
                        node.place("sources_youtubeId")
                    }));
            }
            false => gather.log.loss(
                "bad-url",
                node.place("sources_youtubeId"),
                format!("{} is no video's id; left out", excerpt(id)),
            ),
        }
    }
    for key in ["resources_slides", "resources_presentation"] {
        let Some(raw) = node.str(key).map(str::trim).filter(|raw| !raw.is_empty()) else { continue };
        if raw.starts_with('/') {
            gather.log.fold(
                Severity::Loss,
                "relative-url",
                || node.place(key),
                || {
                    format!(
                        "the address {} is relative to a server that is not named; left out",
                        excerpt(raw)
                    )
                },
            );
            continue;
        }
        session
            .resources
            .extend(gather.resource(ResourceKind::Attachment, None, Some(raw), &|| node.place(key)));
    }
}
