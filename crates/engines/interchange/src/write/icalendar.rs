//! iCalendar: the whole programme, or any part of it.
//!
//! The `icalendar` crate builds calendars, too, but gives every component without them a `DTSTAMP` from the clock and
//! a random `UID`, `VTIMEZONE` included, and folds lines in quadratic time. So lines are written here; the crate's
//! parser reads them back in the tests.

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};

use super::{
    context::{WriteContext, primary},
    outline::Outline,
    vtimezone::vtimezone,
};
use crate::model::{Programme, Session, State};

/// Which sessions go into a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection<'a> {
    /// All.
    All,
    /// The one with this key.
    Session(&'a str),
    /// Those that the speaker with this key has a part in.
    Speaker(&'a str),
    /// Those with these keys, such as a person's favourites.
    Sessions(&'a BTreeSet<String>),
}

impl Selection<'_> {
    fn takes(&self, session: &Session) -> bool {
        match self {
            Self::All => true,
            Self::Session(key) => session.key == *key,
            Self::Speaker(key) => session.parts.iter().any(|part| part.speaker == *key),
            Self::Sessions(keys) => keys.contains(&session.key),
        }
    }
}

/// Writes the confirmed and the cancelled sessions that have a slot.
///
/// *Shapes*: lines end with CR LF and are folded after 75 bytes. Times are on the venue's clock with one `VTIMEZONE`, or in
/// UTC where the programme knows no zone. UIDs are `{guid}@{uid_domain}`; `DTSTAMP` and `LAST-MODIFIED` are the context's.
///
/// *Source*: RFC 5545; RFC 7986 for the calendar's name
pub fn icalendar(programme: &Programme, context: &WriteContext, selection: &Selection<'_>) -> String {
    let outline = Outline::new(programme, context, true);
    let chosen: Vec<_> = outline.entries().filter(|(_, entry)| selection.takes(entry.session)).collect();
    let zone = outline.zone.filter(|zone| *zone != "UTC");
    let generator = &context.generator;
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//{0}//{0} {1}//EN", escape(&generator.name), escape(&generator.version)),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("NAME:{}", escape(&outline.title)),
        format!("X-WR-CALNAME:{}", escape(&outline.title)),
    ];
    if let Some(zone) = zone {
        lines.push(format!("X-WR-TIMEZONE:{zone}"));
        let starts = chosen.iter().map(|(_, entry)| entry.start.timestamp());
        let ends = chosen.iter().map(|(_, entry)| entry.end.timestamp());
        let first = starts.min().unwrap_or(context.generated);
        let last = ends.max().unwrap_or(context.generated);
        if !chosen.is_empty() {
            vtimezone(&mut lines, zone, &outline.tz, first, last);
        }
    }
    for (room, entry) in chosen {
        let session = entry.session;
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("UID:{}@{}", entry.guid, context.uid_domain));
        lines.push(format!("DTSTAMP:{}", utc(context.generated)));
        lines.push(format!("LAST-MODIFIED:{}", utc(context.generated)));
        lines.push(format!("SEQUENCE:{}", session.sequence));
        lines.push(time("DTSTART", entry.start.timestamp(), zone, &outline.tz));
        lines.push(time("DTEND", entry.end.timestamp(), zone, &outline.tz));
        let title = context.pick(&session.title);
        let title = if title.is_empty() { &session.key } else { title };
        let language = match &session.language {
            Some(tag) if tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {
                format!(";LANGUAGE={tag}")
            }
            _ => String::new(),
        };
        lines.push(format!("SUMMARY{language}:{}", escape(title)));
        let description = description(&outline, context, session);
        if !description.is_empty() {
            lines.push(format!("DESCRIPTION:{}", escape(&description)));
        }
        lines.push(format!(
            "LOCATION:{}",
            escape(&location(context, &outline, room.index.map(|_| room.name.as_str())))
        ));
        lines.push(format!("URL:{}", uri(&entry.url)));
        let categories: Vec<String> = [outline.track(session), outline.kind(session)]
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(escape)
            .collect();
        if !categories.is_empty() {
            lines.push(format!("CATEGORIES:{}", categories.join(",")));
        }
        let status = if session.state == State::Cancelled { "CANCELLED" } else { "CONFIRMED" };
        lines.push(format!("STATUS:{status}"));
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    let mut out = String::with_capacity(lines.iter().map(|line| line.len() + 8).sum());
    for line in &lines {
        fold(&mut out, line);
    }
    out
}

fn time(name: &str, at: Timestamp, zone: Option<&str>, tz: &TimeZone) -> String {
    match zone {
        // A TZID may not hold what would end the parameter; names of the database never do.
        Some(zone) => format!("{name};TZID={zone}:{}", tz.to_datetime(at).strftime("%Y%m%dT%H%M%S")),
        None => format!("{name}:{}", utc(at)),
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Speakers, subtitle and the first text there is, in plain words.
fn description(outline: &Outline<'_>, context: &WriteContext, session: &Session) -> String {
    let speakers: Vec<&str> =
        outline.speakers(session).map(|(_, speaker, _)| speaker.name.as_str()).collect();
    let summary = context.pick(&session.summary);
    let summary = if summary.is_empty() { context.pick(&session.description) } else { summary };
    let separator = match primary(&context.language) {
        "ja" | "zh" => "、",
        _ => ", ",
    };
    [&*speakers.join(separator), context.pick(&session.subtitle), summary]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn location(context: &WriteContext, outline: &Outline<'_>, room: Option<&str>) -> String {
    let venue = context.pick(&outline.programme.conference.venue);
    let parts = [room.unwrap_or_default(), venue];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// `TEXT` of RFC 5545, section 3.3.11.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() && letter != '\t' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// An address cannot be escaped; what could break the line is dropped.
fn uri(url: &str) -> String {
    url.chars().filter(|letter| !letter.is_control() && !letter.is_whitespace()).collect()
}

/// Section 3.1: no line is longer than 75 bytes, and no letter is cut in two.
fn fold(out: &mut String, line: &str) {
    const BYTES_MAX: usize = 75;
    let mut rest = line;
    let mut room = BYTES_MAX;
    while rest.len() > room {
        let mut cut = room;
        while !rest.is_char_boundary(cut) {
            cut -= 1;
        }
        out.push_str(&rest[..cut]);
        out.push_str("\r\n ");
        rest = &rest[cut..];
        room = BYTES_MAX - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}
