//! Indico's HTTP export of an event with `detail=contributions` (or `subcontributions`, `sessions`).
//!
//! Descriptions are HTML, or plain text in newer versions. Speakers are often not set: then the authors speak. Breaks are not
//! in this export. `room` and `location` may be empty, so sessions have a time and no room.
//!
//! *Source*: <https://docs.getindico.io/en/stable/http-api/exporters/event/>

use jiff::Timestamp;

use super::{
    clean::{self, Markup},
    gather::Gather,
    json::{Json, Node},
    pretalx::reference,
    time::{self, Zone},
};
use crate::{
    model::{Part, ResourceKind, Role, Session, Severity, Slot, Speaker},
    naming::slug,
    place::excerpt,
};

/// Reads the root object.
pub(crate) fn read(gather: &mut Gather<'_>, root: &Node<'_>) {
    let results = root.each("results");
    if let [_, second, ..] = results.as_slice() {
        gather.log.loss("several-conferences", second.here(), "of several events only the first was read");
    }
    let Some(event) = results.first() else {
        gather.assume_zone(None, &|| root.here());
        return;
    };
    read_event(gather, event);
    for contribution in event.each("contributions") {
        read_contribution(gather, &contribution);
    }
    for session in event.each("sessions") {
        for contribution in session.each("contributions") {
            read_contribution(gather, &contribution);
        }
    }
}

fn read_event(gather: &mut Gather<'_>, node: &Node<'_>) {
    if !gather.name_zone(node.str("timezone"), &|| node.place("timezone")) {
        let city = node.str("location").map(str::to_owned);
        gather.assume_zone(city.as_deref(), &|| node.place("timezone"));
    }
    let title = gather.title(node, "title");
    let description = gather.body(node, "description", Markup::Html);
    let venue = gather.title(node, "location");
    let address = gather.title(node, "address");
    let url = gather.url(node, "url");
    let first = moment(gather, node, "startDate");
    let last = moment(gather, node, "endDate");
    let conference = &mut gather.programme.conference;
    conference.acronym = title.any().map(slug).filter(|acronym| !acronym.is_empty());
    conference.title = title;
    conference.description = description;
    conference.venue = venue;
    conference.address = address;
    conference.url = url;
    conference.first_day = first.map(|at| gather.zone.wall(at).date());
    conference.last_day = last.map(|at| gather.zone.wall(at).date());
}

/// `{"date": "2021-09-15", "time": "06:00:00", "tz": "UTC"}`; each may be in a zone of its own.
fn moment(gather: &mut Gather<'_>, node: &Node<'_>, key: &str) -> Option<Timestamp> {
    let value = node.get(key)?;
    let (Some(date), Some(clock)) = (value.str("date"), value.str("time")) else {
        gather.log.loss("bad-date", value.here(), "no date and time can be told; left out");
        return None;
    };
    let clock = clock.split('.').next().unwrap_or(clock);
    let (Some(date), Some(clock)) = (time::moment(date), time::clock(clock)) else {
        let message = format!("{} is no date and time; left out", excerpt(&format!("{date} {clock}")));
        gather.log.loss("bad-date", value.here(), message);
        return None;
    };
    let wall = date.date.to_datetime(clock);
    let Some(name) = value.str("tz") else {
        return gather.zone.timestamp(&mut gather.log, wall, &|| value.here());
    };
    let Some(zone) = Zone::find(name) else {
        let message =
            format!("{} is no zone of the time zone database; the conference's was taken", excerpt(name));
        gather.log.warn("unknown-zone", value.place("tz"), message);
        return gather.zone.timestamp(&mut gather.log, wall, &|| value.here());
    };
    zone.timestamp(&mut gather.log, wall, &|| value.here())
}

fn read_contribution(gather: &mut Gather<'_>, node: &Node<'_>) {
    // `db_id` is unique on a server; `friendly_id` counts within the event and is what people see.
    let id = node.raw("db_id").or_else(|| node.raw("id")).and_then(reference);
    let mut session = Session {
        key: id.unwrap_or_default(),
        number: gather.number(node, "friendly_id"),
        title: gather.title(node, "title"),
        description: gather.body(node, "description", Markup::Html),
        duration_minutes: gather.count(node, "duration").filter(|&minutes| minutes > 0),
        url: gather.url(node, "url"),
        tags: gather.words(node, "keywords"),
        ..Session::default()
    };
    if let Some(name) = gather.line(node, "track") {
        session.track = gather.track_named(&name, &|| node.place("track"));
    }
    if let Some(name) = kind_name(gather, node) {
        session.kind = gather.kind_named(&name, &|| node.place("type"));
    }
    // A block of the timetable; often, but not always, a second sort of track.
    session.tags.extend(gather.line(node, "session"));
    read_people(gather, &mut session, node);
    session.slot = read_slot(gather, node);
    read_material(gather, &mut session, node);
    if gather.count(node, "duration").is_some() && session.slot.is_some() {
        session.duration_minutes = None;
    }
    gather.add_session(session, &|| node.here());
}

fn kind_name(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<String> {
    let kind = node.get("type")?;
    match kind.json {
        Json::Object(_) => gather.line(&kind, "name"),
        _ => gather.line(node, "type"),
    }
}

fn read_people(gather: &mut Gather<'_>, session: &mut Session, node: &Node<'_>) {
    let mut people = node.each("speakers");
    if people.is_empty() {
        people = node.each("primaryauthors");
        people.extend(node.each("coauthors"));
        if !people.is_empty() {
            gather.log.fold(
                Severity::Note,
                "authors-speak",
                || node.place("speakers"),
                || "no speakers are set; the authors were taken".to_owned(),
            );
        }
    }
    for person in people {
        if let Some(speaker) = read_person(gather, &person) {
            session.parts.push(Part { speaker, role: Role::Speaker });
        }
    }
}

fn read_person(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<String> {
    let first = gather.line(node, "first_name");
    let last = gather.line(node, "last_name").or_else(|| gather.line(node, "familyName"));
    let joined = [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = match joined.is_empty() {
        false => joined,
        true => gather.line(node, "fullName").unwrap_or_default(),
    };
    if name.is_empty() {
        gather.log.loss("missing-speaker", node.here(), "a person without a name was left out");
        return None;
    }
    // The same person has one `person_id` and another `id` in each contribution.
    let key = node.raw("person_id").or_else(|| node.raw("id")).and_then(reference);
    let email = gather.line(node, "email").filter(|email| !email.is_empty());
    let speaker = Speaker {
        key: key.unwrap_or_else(|| name.clone()),
        name,
        affiliation: gather.line(node, "affiliation"),
        email: email.and_then(|raw| clean::email(&mut gather.log, &raw, &|| node.place("email"))),
        ..Speaker::default()
    };
    Some(gather.add_speaker(speaker, &|| node.here()))
}

fn read_slot(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<Slot> {
    let Some(start) = moment(gather, node, "startDate") else {
        gather.log.note("not-scheduled", node.here(), "the contribution has no time");
        return None;
    };
    let end = match moment(gather, node, "endDate") {
        Some(end) => end,
        None => {
            let minutes = gather.count(node, "duration").unwrap_or(0);
            start.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok()?
        }
    };
    let name = ["roomFullname", "room", "location"].into_iter().find_map(|key| gather.line(node, key));
    let room = name.and_then(|name| gather.room_named(&name, &|| node.place("room")));
    if room.is_none() {
        gather.log.fold(
            Severity::Note,
            "no-room",
            || node.place("room"),
            || "a contribution has a time and no room".to_owned(),
        );
    }
    gather.slot(room, start, end, &|| node.place("endDate"))
}

fn read_material(gather: &mut Gather<'_>, session: &mut Session, node: &Node<'_>) {
    for folder in node.each("folders") {
        for attachment in folder.each("attachments") {
            let key = if attachment.str("link_url").is_some() { "link_url" } else { "download_url" };
            let kind = if key == "link_url" { ResourceKind::Link } else { ResourceKind::Attachment };
            let title = attachment.str("title");
            session
                .resources
                .extend(gather.resource(kind, title, attachment.str(key), &|| attachment.place(key)));
        }
    }
    for material in node.each("material") {
        for file in material.each("resources") {
            let title = file.str("name").or_else(|| material.str("title"));
            session.resources.extend(gather.resource(
                ResourceKind::Attachment,
                title,
                file.str("url"),
                &|| file.place("url"),
            ));
        }
    }
}
