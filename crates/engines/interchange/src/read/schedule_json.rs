//! `schedule.json`: frab's, pretalx's and c3voc's format in version 1, with days that hold rooms that hold events.
//!
//! *Source*: <https://c3voc.de/schedule/schema.json>; frab writes `public_name` and relative addresses, pretalx `code`,
//! `biography` and `null`s.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use url::Url;

use super::{
    clean::{self, Markup},
    gather::{Gather, speaks},
    json::{Json, Node},
    schedule_xml::{minutes_past_midnight, set_day_start},
    states, time,
};
use crate::{
    model::{ResourceKind, Room, Session, Slot, Speaker, State, Text, Track},
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
    // Extra people, as the c3voc hub and our own files tell of them beside the conference.
    for person in schedule.each("persons") {
        read_person(gather, &person);
    }
    let days = conference.each("days");
    read_day_start(gather, &days, "day_start", "day_end");
    for day in &days {
        let date = gather.date(day, "date");
        let Some(rooms) = day.get("rooms") else { continue };
        for (name, events) in rooms.entries() {
            for event in events.items() {
                read_event(gather, date, name, &event);
            }
        }
    }
}

/// What versions 1 and 2 say of the conference.
pub(crate) fn read_conference(gather: &mut Gather<'_>, schedule: &Node<'_>, node: &Node<'_>) {
    gather.base = schedule.str("base_url").and_then(|raw| Url::parse(raw).ok());
    if !gather.name_zone(node.str("time_zone_name"), &|| node.place("time_zone_name")) {
        let city = node.str("city").map(str::to_owned);
        gather.assume_zone(city.as_deref(), &|| node.place("time_zone_name"));
    }
    let version = gather.line(schedule, "version");
    let acronym = gather.line(node, "acronym");
    let title = gather.title(node, "title");
    let subtitle = gather.title(node, "subtitle");
    let description = gather.body(node, "description", Markup::Either);
    let venue = gather.title(node, "venue");
    let city = gather.line(node, "city");
    let url = gather.url(node, "url");
    let logo_url = match node.get("logo") {
        Some(logo) if matches!(logo.json, Json::Object(_)) => gather.url(&logo, "url"),
        _ => gather.url(node, "logo"),
    };
    let colour = node.get("colors").and_then(|colours| gather.colour(&colours, "primary"));
    let (first_day, last_day) = (gather.date(node, "start"), gather.date(node, "end"));
    let grid = node.str("timeslot_duration").map(str::to_owned);
    let grid = grid.and_then(|raw| gather.minutes(&raw, &|| node.place("timeslot_duration")));
    let languages: Vec<String> =
        gather.words(node, "languages").iter().filter_map(|raw| clean::language_tag(raw)).collect();

    let conference = &mut gather.programme.conference;
    conference.version = version;
    conference.acronym = acronym;
    conference.title = title;
    conference.subtitle = subtitle;
    conference.description = description;
    conference.venue = venue;
    conference.city = city;
    conference.url = url;
    conference.logo_url = logo_url;
    conference.colour = colour;
    conference.first_day = first_day;
    conference.last_day = last_day;
    conference.grid_minutes =
        grid.and_then(|minutes| u16::try_from(minutes).ok()).filter(|&minutes| minutes > 0);
    conference.languages = languages;
    last_day_by_days(gather, node);
}

/// frab ends a conference at midnight after its last day: where `daysCount` tells, it counts.
fn last_day_by_days(gather: &mut Gather<'_>, node: &Node<'_>) {
    let dates: Vec<Date> = node
        .each("days")
        .iter()
        .filter_map(|day| day.str("date").and_then(time::moment))
        .map(|moment| moment.date)
        .collect();
    let (Some(&first), Some(&last)) = (dates.iter().min(), dates.iter().max()) else {
        return;
    };
    let conference = &mut gather.programme.conference;
    if conference.first_day.is_none() {
        conference.first_day = Some(first);
    }
    match conference.last_day {
        None => conference.last_day = Some(last),
        Some(said) if said > last => {
            let message = format!("the conference ends on {said}, its last day is {last}; the day counts");
            conference.last_day = Some(last);
            gather.log.note("last-day-disagrees", node.place("end"), message);
        }
        Some(_) => {}
    }
}

/// When conference days begin, from the ends of days that go past midnight.
pub(crate) fn read_day_start(gather: &mut Gather<'_>, days: &[Node<'_>], start_key: &str, end_key: &str) {
    let mut latest = None;
    for day in days {
        let date = day.str("date").and_then(time::moment);
        let start = day.str(start_key).and_then(time::moment);
        let end = day.str(end_key).and_then(time::moment);
        if let (Some(date), Some(end)) = (date, end) {
            latest = latest.max(minutes_past_midnight(gather, date.date, start.as_ref(), &end));
        }
    }
    if let Some(minutes) = latest {
        set_day_start(gather, minutes);
    }
}

/// A track of either version.
pub(crate) fn read_track(gather: &mut Gather<'_>, node: &Node<'_>) {
    let name = gather.title(node, "name");
    let mut colour = gather.colour(node, "color");
    if colour.is_none()
        && let Some(colours) = node.get("colors")
    {
        colour = gather.colour(&colours, "light");
    }
    let key =
        node.str("slug").map(str::to_owned).or_else(|| name.any().map(str::to_owned)).unwrap_or_default();
    gather.add_track(Track { key, name, colour }, &|| node.here());
}

/// A room of either version; answers its key.
pub(crate) fn read_room(gather: &mut Gather<'_>, node: &Node<'_>) -> String {
    let name = gather.title(node, "name");
    let guid = gather.guid(node.str("guid"), &|| node.place("guid"));
    let mut description = gather.body(node, "description", Markup::Either);
    for (key, _) in node.entries() {
        // pretalx: description_en, description_de.
        if let Some(tag) = key.strip_prefix("description_").and_then(clean::language_tag)
            && let Some(text) = gather.markdown(node, key, Markup::Either)
        {
            description.0.insert(tag, text);
        }
    }
    let capacity = gather.count(node, "capacity");
    let shown = name.any().unwrap_or_default().to_owned();
    let key = guid.clone().or_else(|| node.str("slug").map(str::to_owned)).unwrap_or(shown);
    let room = Room { key, name, guid, description, capacity };
    gather.add_room(room, &|| node.here())
}

fn read_event(gather: &mut Gather<'_>, day: Option<Date>, room_name: &str, node: &Node<'_>) {
    let guid = gather.guid(node.str("guid"), &|| node.place("guid"));
    let number = gather.number(node, "id");
    let code = event_code(node);
    let mut session = Session {
        key: guid
            .clone()
            .or_else(|| number.map(|number| number.to_string()))
            .or_else(|| code.clone())
            .unwrap_or_default(),
        code,
        guid,
        number,
        ..Session::default()
    };
    read_texts(gather, &mut session, node);
    session.do_not_record = gather.flag(node, "do_not_record");
    if let Some(name) = gather.line(node, "track") {
        session.track = gather.track_named(&name, &|| node.place("track"));
    }
    if let Some(name) = gather.line(node, "type") {
        session.kind = gather.kind_named(&name, &|| node.place("type"));
    }
    if let Some(own) =
        node.str("room").map(str::trim).filter(|own| !own.is_empty() && *own != room_name.trim())
    {
        let message = format!(
            "the event says room {} inside of room {}; the latter counts",
            excerpt(own),
            excerpt(room_name)
        );
        gather.log.warn("room-disagrees", node.place("room"), message);
    }
    let room = gather.room_named(room_name, &|| node.place("room"));
    session.slot = read_slot(gather, day, room, node);
    read_persons(gather, &mut session, node);
    read_resources(gather, &mut session, node);
    gather.add_session(session, &|| node.here());
}

/// pretalx's code, also where only the address tells it.
fn event_code(node: &Node<'_>) -> Option<String> {
    let sound = |code: &&str| {
        (4..=12).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && code.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    let told = node.str("code").filter(sound);
    let tail = node.str("url").and_then(|url| url.trim_end_matches('/').rsplit_once("/talk/"));
    told.or_else(|| tail.map(|(_, code)| code).filter(sound)).map(str::to_owned)
}

/// Titles and long texts of either version.
pub(crate) fn read_texts(gather: &mut Gather<'_>, session: &mut Session, node: &Node<'_>) {
    session.title = gather.title(node, "title");
    session.subtitle = gather.title(node, "subtitle");
    session.summary = gather.body(node, "abstract", Markup::Either);
    session.description = gather.body(node, "description", Markup::Either);
    session.language = gather.language(node, "language");
    session.url = gather.url(node, "url");
    session.state = match node.str("state") {
        Some(raw) => states::state(&mut gather.log, raw, &|| node.place("state")),
        None => State::Confirmed,
    };
}

fn read_slot(
    gather: &mut Gather<'_>,
    day: Option<Date>,
    room: Option<String>,
    node: &Node<'_>,
) -> Option<Slot> {
    let start = read_start(gather, day, node)?;
    let told = node.str("duration").filter(|raw| !raw.trim().is_empty());
    let seconds = told.and_then(time::duration_seconds);
    if let (Some(raw), None) = (told, seconds) {
        let message = format!("{} is no duration; left out", excerpt(raw));
        gather.log.loss("bad-duration", node.place("duration"), message);
    }
    // Newer files say the end, too, and to the second.
    if let Some(end) = gather.moment(node, "end") {
        if seconds.is_some_and(|seconds| (end.as_second() - start.as_second() - seconds).abs() >= 60) {
            let message = format!(
                "duration says {} and end says {end}; the end counts",
                excerpt(told.unwrap_or_default())
            );
            gather.log.warn("duration-disagrees", node.place("duration"), message);
        }
        return gather.slot(room, start, end, &|| node.place("end"));
    }
    let end = start.checked_add(SignedDuration::from_secs(seconds.unwrap_or(0))).ok()?;
    gather.slot(room, start, end, &|| node.place("duration"))
}

fn read_start(gather: &mut Gather<'_>, day: Option<Date>, node: &Node<'_>) -> Option<Timestamp> {
    let clock = node.str("start").and_then(time::clock);
    if let Some(moment) = node.str("date").and_then(time::moment) {
        if let Some(clock) = clock.filter(|clock| moment.time.is_some_and(|time| time != *clock)) {
            let message =
                format!("date says {} and start says {clock}; the date counts", moment.wall().time());
            gather.log.warn("start-disagrees", node.place("start"), message);
        }
        let start = gather.zone.resolve(&mut gather.log, &moment, &|| node.place("date"))?;
        let shift = i64::from(gather.programme.conference.day_starts_minutes.unwrap_or(0)).minutes();
        let moved = gather.zone.wall(start).checked_sub(shift).ok();
        if let (Some(day), Some(moved)) = (day, moved)
            && moved.date() != day
            && moment.date != day
        {
            let message =
                format!("the event's date {} is not in its day {day}; the event's date counts", moment.date);
            gather.log.warn("day-disagrees", node.place("date"), message);
        }
        return Some(start);
    }
    if node.raw("date").is_some() {
        return gather.moment(node, "date");
    }
    let (Some(day), Some(clock)) = (day, clock) else {
        gather.log.loss(
            "missing-time",
            node.here(),
            "no date and time can be told; the session is left without a time",
        );
        return None;
    };
    gather.zone.timestamp(&mut gather.log, day.to_datetime(clock), &|| node.place("start"))
}

fn read_persons(gather: &mut Gather<'_>, session: &mut Session, node: &Node<'_>) {
    for person in node.each("persons") {
        if let Some(key) = read_person(gather, &person) {
            session.parts.push(speaks(key));
        }
    }
}

/// A person of either version; answers the key.
pub(crate) fn read_person(gather: &mut Gather<'_>, node: &Node<'_>) -> Option<String> {
    let name = gather.line(node, "name").or_else(|| gather.line(node, "public_name"));
    let guid = gather.guid(node.str("guid"), &|| node.place("guid"));
    let code = gather.line(node, "code");
    let number = gather.number(node, "id").map(|number| number.to_string());
    let key = guid.clone().or_else(|| code.clone()).or(number).or_else(|| name.clone());
    let Some(key) = key else {
        gather.log.loss("missing-speaker", node.here(), "a person without name or id was left out");
        return None;
    };
    let known = gather.has_speaker(&key);
    let Some(name) = name else {
        if !known {
            let message = format!("{} is named here and told of nowhere; left out", excerpt(&key));
            gather.log.loss("missing-speaker", node.here(), message);
        }
        return known.then_some(key);
    };
    let picture_url = match node.get("avatar") {
        Some(avatar) if matches!(avatar.json, Json::Object(_)) => gather.url(&avatar, "url"),
        _ => gather.url(node, "avatar"),
    };
    let mut speaker = Speaker {
        key: key.clone(),
        code: code.filter(|_| !known),
        guid: guid.filter(|_| !known),
        name,
        affiliation: gather.line(node, "affiliation"),
        position: gather.line(node, "position"),
        country: gather
            .line(node, "country")
            .and_then(|raw| clean::country(&mut gather.log, &raw, &|| node.place("country"))),
        name_latin: gather.line(node, "name_latin"),
        biography: gather.body(node, "biography", Markup::Either),
        picture_url,
        ..Speaker::default()
    };
    for link in node.each("links") {
        let title = link.str("title").or_else(|| link.str("service")).unwrap_or_default().to_owned();
        speaker.links.extend(gather.link(&title, link.str("url"), &|| link.here()));
    }
    Some(gather.add_speaker(speaker, &|| node.here()))
}

/// Links, attachments and the addresses that stand alone.
pub(crate) fn read_resources(gather: &mut Gather<'_>, session: &mut Session, node: &Node<'_>) {
    for (list, kind) in [("links", ResourceKind::Link), ("attachments", ResourceKind::Attachment)] {
        for link in node.each(list) {
            let kind = match link.str("type") {
                Some("FEEDBACK") => ResourceKind::Feedback,
                Some("MEDIA") => ResourceKind::Video,
                Some("SLIDES" | "PAPER") => ResourceKind::Attachment,
                _ => kind,
            };
            let url = link.str("url").or_else(|| link.str("href"));
            session.resources.extend(gather.resource(kind, link.str("title"), url, &|| link.here()));
        }
    }
    let feedback = gather
        .resource(ResourceKind::Feedback, None, node.str("feedback_url"), &|| node.place("feedback_url"));
    session.resources.extend(feedback);
    if let Some(origin) = gather.url(node, "origin_url")
        && session.url.is_none()
    {
        session.url = Some(origin);
    }
}

/// The text of a title, or of whatever stands in its place.
pub(crate) fn plain(text: &Text) -> &str {
    text.any().unwrap_or_default()
}
