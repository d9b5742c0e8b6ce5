//! `schedule.xml`: pentabarf's and frab's format, in its old dialects (no zone, no dates at events, HTML in texts, as
//! FOSDEM's) and the newer ones of pretalx and the c3voc hub (zone, guids, tracks with colours, `origin_url`).
//!
//! *Source*: <https://c3voc.de/schedule/schema.xsd>, and files in the wild, which do not keep to it.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime},
};
use url::Url;

use super::{
    clean::{self, Markup},
    gather::{Gather, speaks},
    time,
    xml::{Document, Spot},
};
use crate::{
    model::{Place, Resource, ResourceKind, Room, Session, Slot, Speaker, State, Text, Track},
    naming::slug,
    place::excerpt,
};

/// A day of the file, as far as its events need it.
struct Day {
    date: Option<Date>,
    path_index: usize,
}

/// Reads the tree of a `schedule.xml`.
pub(crate) fn read(gather: &mut Gather<'_>, document: &Document<'_>) {
    let root = document.spot();
    if let Some(conference) = root.one("conference") {
        read_conference(gather, &root, &conference, document);
    } else {
        gather.log.warn("missing-conference", root.here(), "nothing is said of the conference");
        gather.assume_zone(None, &|| root.here());
    }
    read_tracks(gather, &root);
    read_persons(gather, &root);
    let days: Vec<Spot<'_>> = root.each("day").collect();
    read_day_change(gather, &root, &days);
    for (index, day) in days.iter().enumerate() {
        let date = day
            .attribute("date")
            .and_then(|raw| time::date(&mut gather.log, raw, &|| day.place_of_attribute("date")));
        let known = Day { date, path_index: index + 1 };
        for room in day.each("room") {
            read_room(gather, &known, &room);
        }
    }
    span_days(gather, &days);
}

fn read_conference(gather: &mut Gather<'_>, root: &Spot<'_>, spot: &Spot<'_>, document: &Document<'_>) {
    let text = |gather: &mut Gather<'_>, name: &str| -> Option<String> {
        clean::line(&mut gather.log, spot.text(name)?, &|| spot.place(name))
    };
    let acronym = text(gather, "acronym");
    let title = text(gather, "title");
    let subtitle = text(gather, "subtitle");
    let venue = text(gather, "venue");
    let city = text(gather, "city");
    let version =
        root.text("version").and_then(|raw| clean::line(&mut gather.log, raw, &|| root.place("version")));
    gather.base = spot.text("base_url").and_then(|raw| Url::parse(raw).ok());
    let url = gather.web(spot.text("url"), &|| spot.place("url"));
    let logo_url = gather.web(spot.text("logo"), &|| spot.place("logo"));
    let colour = spot.one("color").and_then(|colour| colour.attribute("primary"));
    let colour = colour.and_then(|raw| clean::colour(&mut gather.log, raw, &|| spot.place("color")));
    let day = |gather: &mut Gather<'_>, name: &str| -> Option<Date> {
        time::date(&mut gather.log, spot.text(name)?, &|| spot.place(name))
    };
    let (first_day, last_day) = (day(gather, "start"), day(gather, "end"));
    let grid = spot.text("timeslot_duration");
    let grid = grid.and_then(|raw| gather.minutes(raw, &|| spot.place("timeslot_duration")));

    let conference = &mut gather.programme.conference;
    conference.acronym = acronym;
    conference.title = title.map(Text::from_source).unwrap_or_default();
    conference.subtitle = subtitle.map(Text::from_source).unwrap_or_default();
    conference.venue = venue.map(Text::from_source).unwrap_or_default();
    conference.city = city;
    conference.url = url;
    conference.logo_url = logo_url;
    conference.colour = colour;
    conference.version = version;
    conference.first_day = first_day;
    conference.last_day = last_day;
    conference.grid_minutes =
        grid.and_then(|minutes| u16::try_from(minutes).ok()).filter(|&minutes| minutes > 0);

    // The c3voc XSD has no place for a zone; our own valid files carry it beside the elements.
    let instruction = document.instructions.iter().find(|(target, _)| target == "time-zone");
    let named = spot.text("time_zone_name").or(instruction.map(|(_, content)| content.as_str()));
    if !gather.name_zone(named, &|| spot.place("time_zone_name")) {
        let city = gather.programme.conference.city.clone();
        gather.assume_zone(city.as_deref(), &|| spot.place("time_zone_name"));
    }
}

fn read_tracks(gather: &mut Gather<'_>, root: &Spot<'_>) {
    let hub = root.one("conference").into_iter().flat_map(|conference| conference.each("track"));
    let listed = root.one("tracks").into_iter().flat_map(|tracks| tracks.each("track"));
    for track in hub.chain(listed).collect::<Vec<_>>() {
        let raw = track.attribute("name").or_else(|| track.own_text());
        let Some(name) = raw.and_then(|raw| clean::line(&mut gather.log, raw, &|| track.here())) else {
            gather.log.loss("missing-name", track.here(), "a track without a name was left out");
            continue;
        };
        let colour = track.attribute("color");
        let colour =
            colour.and_then(|raw| clean::colour(&mut gather.log, raw, &|| track.place_of_attribute("color")));
        let key = track.attribute("slug").unwrap_or(&name).to_owned();
        let name = Text::from_source(name);
        gather.add_track(Track { key, name, colour }, &|| track.here());
    }
}

/// FOSDEM tells of its speakers once, before the days.
fn read_persons(gather: &mut Gather<'_>, root: &Spot<'_>) {
    let Some(persons) = root.one("persons") else {
        return;
    };
    for person in persons.each("person") {
        let raw = person.text("name").or_else(|| person.own_text());
        let Some(name) = raw.and_then(|raw| clean::line(&mut gather.log, raw, &|| person.place("name")))
        else {
            gather.log.loss("missing-name", person.here(), "a person without a name was left out");
            continue;
        };
        let mut biography = None;
        for element in ["biography", "extended_biography"] {
            let more = person.text(element).and_then(|raw| {
                clean::markdown(&mut gather.log, raw, Markup::Either, &|| person.place(element))
            });
            biography = match (biography, more) {
                (Some(first), Some(more)) if first != more => Some(format!("{first}\n\n{more}")),
                (first, more) => first.or(more),
            };
        }
        let key = person_key(&person, &name);
        let guid = gather.guid(person.attribute("guid"), &|| person.place_of_attribute("guid"));
        let speaker = Speaker {
            key,
            guid,
            name,
            biography: biography.map(Text::from_source).unwrap_or_default(),
            ..Speaker::default()
        };
        gather.add_speaker(speaker, &|| person.here());
    }
}

/// The best key that the dialect offers for a person.
fn person_key(person: &Spot<'_>, name: &str) -> String {
    let own =
        person.attribute("guid").or_else(|| person.attribute("code")).or_else(|| person.attribute("id"));
    own.unwrap_or(name).to_owned()
}

/// When a conference day begins: said by `day_change`, or seen from the ends of days that go past midnight.
fn read_day_change(gather: &mut Gather<'_>, root: &Spot<'_>, days: &[Spot<'_>]) {
    let conference = root.one("conference");
    let said = conference.as_ref().and_then(|conference| Some((conference.text("day_change")?, conference)));
    if let Some((raw, conference)) = said {
        match time::clock(raw) {
            Some(clock) => set_day_start(gather, i64::from(clock.hour()) * 60 + i64::from(clock.minute())),
            None => {
                let message = format!("{} is no time of day; left out", excerpt(raw));
                gather.log.loss("bad-date", conference.place("day_change"), message);
            }
        }
        return;
    }
    let mut latest = None;
    for day in days {
        let date = day.attribute("date").and_then(time::moment);
        let start = day.attribute("start").and_then(time::moment);
        let end = day.attribute("end").and_then(time::moment);
        if let (Some(date), Some(end)) = (date, end) {
            latest = latest.max(minutes_past_midnight(gather, date.date, start.as_ref(), &end));
        }
    }
    if let Some(minutes) = latest {
        set_day_start(gather, minutes);
    }
}

/// How far past midnight of its date a day ends; none when it ends before midnight or after noon.
pub(crate) fn minutes_past_midnight(
    gather: &Gather<'_>,
    date: Date,
    start: Option<&time::Moment>,
    end: &time::Moment,
) -> Option<i64> {
    let in_zone = end
        .offset
        .and_then(|offset| offset.to_timestamp(end.wall()).ok())
        .map(|at| gather.zone.wall(at))
        .filter(|_| gather.zone.name.is_some());
    let next = date.tomorrow().ok()?;
    let at_night = |wall: &DateTime| wall.date() == next && wall.hour() < 12;
    // In a file whose zone disagrees with its offsets (pretalx's demo) the clock as written is meant.
    let wall = in_zone.filter(at_night).or_else(|| Some(end.wall()).filter(at_night))?;
    let minutes = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
    // pretalx ends days at 03:59 and begins them at 04:00.
    let begins = start.map(|start| i64::from(start.wall().hour()) * 60 + i64::from(start.wall().minute()));
    Some(if begins == Some(minutes + 1) { minutes + 1 } else { minutes })
}

/// Midnight is what everybody assumes and need not be said.
pub(crate) fn set_day_start(gather: &mut Gather<'_>, minutes: i64) {
    let minutes = u16::try_from(minutes).ok().filter(|minutes| (1..1440).contains(minutes));
    gather.programme.conference.day_starts_minutes = minutes;
}

fn read_room(gather: &mut Gather<'_>, day: &Day, spot: &Spot<'_>) {
    let name = spot
        .attribute("name")
        .and_then(|raw| clean::line(&mut gather.log, raw, &|| spot.place_of_attribute("name")));
    let key = match &name {
        Some(name) => {
            let guid = gather.guid(spot.attribute("guid"), &|| spot.place_of_attribute("guid"));
            Some(room_key(gather, name, guid, spot))
        }
        None => None,
    };
    for event in spot.each("event") {
        read_event(gather, day, key.as_deref(), name.as_deref(), &event);
    }
}

/// A room stands once in each day; guids, where there are any, tell rooms of one name apart.
fn room_key(gather: &mut Gather<'_>, name: &str, guid: Option<String>, spot: &Spot<'_>) -> String {
    if let Some(key) = gather.room_of_name(name) {
        let other = gather.room_mut(&key).and_then(|room| room.guid.clone());
        if guid.is_none() || other.is_none() || guid == other {
            return key;
        }
    }
    let room = Room {
        key: guid
            .clone()
            .or_else(|| spot.attribute("slug").map(str::to_owned))
            .unwrap_or_else(|| name.to_owned()),
        name: Text::from_source(name),
        guid,
        ..Room::default()
    };
    gather.add_room(room, &|| spot.here())
}

fn read_event(
    gather: &mut Gather<'_>,
    day: &Day,
    room: Option<&str>,
    room_name: Option<&str>,
    spot: &Spot<'_>,
) {
    let here = || spot.here();
    let guid = gather.guid(spot.attribute("guid"), &|| spot.place_of_attribute("guid"));
    let number = spot.attribute("id").and_then(|raw| raw.parse::<i64>().ok());
    let code = spot.attribute("code").map(str::to_owned);
    let mut session = Session {
        key: guid.clone().or_else(|| spot.attribute("id").map(str::to_owned)).unwrap_or_default(),
        code,
        guid,
        number,
        ..Session::default()
    };
    read_texts(gather, &mut session, spot);
    session.state = read_state(gather, spot);
    session.do_not_record = spot
        .one("recording")
        .and_then(|recording| recording.text("optout").map(|raw| matches!(raw, "true" | "1")))
        .unwrap_or(false);
    session.url = gather.web(spot.text("url"), &|| spot.place("url"));
    if let Some(name) = spot.text("track") {
        let slug = spot.one("track").and_then(|track| track.attribute("slug").map(str::to_owned));
        session.track = match slug.filter(|slug| gather.has_track(slug)) {
            Some(slug) => Some(slug),
            None => gather.track_named(name, &|| spot.place("track")),
        };
    }
    if let Some(name) = spot.text("type") {
        session.kind = gather.kind_named(name, &|| spot.place("type"));
    }
    let room = event_room(gather, room, room_name, spot);
    session.slot = read_slot(gather, day, room, spot);
    read_speakers(gather, &mut session, spot);
    read_resources(gather, &mut session, spot);
    if session.key.is_empty() {
        let title = session.title.any().map(slug).unwrap_or_default();
        session.key = spot.text("slug").map_or(title, str::to_owned);
        gather.log.warn(
            "missing-id",
            here(),
            "the event has neither guid nor id; its slug or title stands for them",
        );
    }
    gather.add_session(session, &here);
}

fn read_texts(gather: &mut Gather<'_>, session: &mut Session, spot: &Spot<'_>) {
    let line = |gather: &mut Gather<'_>, name: &str| -> Text {
        let found = spot.text(name).and_then(|raw| clean::line(&mut gather.log, raw, &|| spot.place(name)));
        found.map(Text::from_source).unwrap_or_default()
    };
    session.title = line(gather, "title");
    session.subtitle = line(gather, "subtitle");
    let long = |gather: &mut Gather<'_>, name: &str| -> Text {
        let found = spot
            .text(name)
            .and_then(|raw| clean::markdown(&mut gather.log, raw, Markup::Either, &|| spot.place(name)));
        found.map(Text::from_source).unwrap_or_default()
    };
    session.summary = long(gather, "abstract");
    session.description = long(gather, "description");
    session.language = spot
        .text("language")
        .and_then(|raw| clean::language(&mut gather.log, raw, &|| spot.place("language")));
}

/// Old frab files say nothing: what stands in a timetable will be held.
fn read_state(gather: &mut Gather<'_>, spot: &Spot<'_>) -> State {
    let raw = spot.text("state").or_else(|| spot.text("status"));
    raw.map_or(State::Confirmed, |raw| super::states::state(&mut gather.log, raw, &|| spot.place("state")))
}

fn event_room(
    gather: &mut Gather<'_>,
    room: Option<&str>,
    room_name: Option<&str>,
    spot: &Spot<'_>,
) -> Option<String> {
    let own = spot.text("room").and_then(|raw| clean::line(&mut gather.log, raw, &|| spot.place("room")));
    match (own, room) {
        (Some(own), Some(room)) => {
            if room_name.is_some_and(|name| name != own) {
                let message = format!(
                    "the event says room {} inside of room {}; the latter counts",
                    excerpt(&own),
                    excerpt(room_name.unwrap_or_default())
                );
                gather.log.warn("room-disagrees", spot.place("room"), message);
            }
            Some(room.to_owned())
        }
        (Some(own), None) => gather.room_named(&own, &|| spot.place("room")),
        (None, room) => room.map(str::to_owned),
    }
}

fn read_slot(gather: &mut Gather<'_>, day: &Day, room: Option<String>, spot: &Spot<'_>) -> Option<Slot> {
    let start = read_start(gather, day, spot)?;
    let duration = spot.text("duration");
    let seconds = duration.and_then(time::duration_seconds);
    let end = match (seconds, spot.text("end").and_then(time::moment)) {
        (Some(seconds), _) => start.checked_add(SignedDuration::from_secs(seconds)).ok(),
        (None, Some(end)) => gather.zone.resolve(&mut gather.log, &end, &|| spot.place("end")),
        (None, None) => None,
    };
    let Some(end) = end else {
        let shown = duration.map_or("nothing".to_owned(), excerpt);
        let message = format!("{shown} is no duration; the session takes no time");
        gather.log.loss("bad-duration", spot.place("duration"), message);
        return Some(Slot { room, start, end: start });
    };
    gather.slot(room, start, end, &|| spot.place("duration"))
}

/// The start: `date` with an offset is the truth where there is one, else `start` on the day's date.
fn read_start(gather: &mut Gather<'_>, day: &Day, spot: &Spot<'_>) -> Option<Timestamp> {
    let clock = spot.text("start");
    let parsed = clock.and_then(time::clock);
    if let (Some(raw), None) = (clock, parsed) {
        gather.log.loss(
            "bad-date",
            spot.place("start"),
            format!("{} is no time of day; left out", excerpt(raw)),
        );
    }
    let dated = spot.text("date").and_then(|raw| {
        let moment = time::moment(raw);
        if moment.is_none() {
            gather.log.loss(
                "bad-date",
                spot.place("date"),
                format!("{} is no date and time; left out", excerpt(raw)),
            );
        }
        moment
    });
    let place = || spot.place("date");
    if let Some(moment) = dated.filter(|moment| moment.time.is_some()) {
        if parsed.is_some_and(|clock| clock != moment.wall().time()) {
            let message = format!(
                "date says {} and start says {}; the date counts",
                moment.wall().time(),
                clock.unwrap_or_default()
            );
            gather.log.warn("start-disagrees", spot.place("start"), message);
        }
        let start = gather.zone.resolve(&mut gather.log, &moment, &place)?;
        check_day(gather, day, moment.wall().date(), start, &place);
        return Some(start);
    }
    let date = dated.map(|moment| moment.date).or(day.date);
    let (Some(date), Some(clock)) = (date, parsed) else {
        gather.log.loss(
            "missing-time",
            spot.here(),
            "no date and time can be told; the session is left without a time",
        );
        return None;
    };
    let mut wall = date.to_datetime(clock);
    let day_starts = i64::from(gather.programme.conference.day_starts_minutes.unwrap_or(0));
    let minutes = i64::from(clock.hour()) * 60 + i64::from(clock.minute());
    if dated.is_none() && minutes < day_starts && day_starts <= 12 * 60 && minutes < 6 * 60 {
        wall = wall.checked_add(1.day()).ok()?;
    }
    gather.zone.timestamp(&mut gather.log, wall, &|| spot.place("start"))
}

/// Whether an event stands in the day that its date belongs to.
fn check_day(gather: &mut Gather<'_>, day: &Day, written: Date, start: Timestamp, place: &dyn Fn() -> Place) {
    let shift = i64::from(gather.programme.conference.day_starts_minutes.unwrap_or(0)).minutes();
    let (Some(date), Ok(moved)) = (day.date, gather.zone.wall(start).checked_sub(shift)) else {
        return;
    };
    if moved.date() != date && written != date {
        let message = format!(
            "the event's date {written} is not in day {} of the file, {date}; the event's date counts",
            day.path_index
        );
        gather.log.warn("day-disagrees", place(), message);
    }
}

fn read_speakers(gather: &mut Gather<'_>, session: &mut Session, spot: &Spot<'_>) {
    let persons = spot.one("persons").into_iter().flat_map(|persons| persons.each("person"));
    for person in persons.collect::<Vec<_>>() {
        let raw = person.own_text().or_else(|| person.attribute("name"));
        let name = raw.and_then(|raw| clean::line(&mut gather.log, raw, &|| person.here()));
        let reference = person.attribute("guid").or_else(|| person.attribute("id"));
        let key = match (&name, reference) {
            (None, Some(key)) if gather.has_speaker(key) => key.to_owned(),
            (None, _) => {
                let message = "a person without a name was left out";
                gather.log.loss("missing-speaker", person.here(), message);
                continue;
            }
            (Some(name), _) => person_key(&person, name),
        };
        if let Some(name) = name {
            let guid = gather.guid(person.attribute("guid"), &|| person.place_of_attribute("guid"));
            let known = gather.has_speaker(&key);
            let speaker = Speaker {
                key: key.clone(),
                code: person.attribute("code").map(str::to_owned),
                guid: guid.filter(|_| !known),
                name,
                ..Speaker::default()
            };
            gather.add_speaker(speaker, &|| person.here());
        }
        session.parts.push(speaks(key));
    }
}

fn read_resources(gather: &mut Gather<'_>, session: &mut Session, spot: &Spot<'_>) {
    let links = spot.one("links").into_iter().flat_map(|links| links.each("link"));
    let attachments = spot.one("attachments").into_iter().flat_map(|list| list.each("attachment"));
    let links = links.map(|link| (ResourceKind::Link, link));
    let attachments = attachments.map(|link| (ResourceKind::Attachment, link));
    for (kind, link) in links.chain(attachments).collect::<Vec<_>>() {
        let url = link.attribute("href").or_else(|| link.own_text());
        if url.is_none() {
            gather.log.loss("bad-url", link.here(), "a link without an address was left out");
        }
        session.resources.extend(gather.resource(kind, link.own_text(), url, &|| link.here()));
    }
    let feedback = gather
        .resource(ResourceKind::Feedback, None, spot.text("feedback_url"), &|| spot.place("feedback_url"));
    session.resources.extend(feedback);
    let video = gather.resource(ResourceKind::Video, None, spot.text("video_download_url"), &|| {
        spot.place("video_download_url")
    });
    session.resources.extend(video);
    if let Some(origin) = gather.web(spot.text("origin_url"), &|| spot.place("origin_url")) {
        match session.url.is_none() {
            true => session.url = Some(origin),
            false => session.resources.push(Resource { url: origin, ..Resource::default() }),
        }
    }
}

/// Where the conference does not say its dates, its days do.
fn span_days(gather: &mut Gather<'_>, days: &[Spot<'_>]) {
    let dates: Vec<Date> = days
        .iter()
        .filter_map(|day| day.attribute("date").and_then(time::moment))
        .map(|moment| moment.date)
        .collect();
    let conference = &mut gather.programme.conference;
    if conference.first_day.is_none() && conference.last_day.is_none() {
        conference.first_day = dates.iter().min().copied();
        conference.last_day = dates.iter().max().copied();
    }
}
