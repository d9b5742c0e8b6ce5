//! What fuzzing and the mutation tests ask of the engine: bytes in, no panic, and nothing out that breaks a promise.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::{
    model::{Programme, Text},
    read::{Format, Limits, ReadOptions, Source, read},
    write::{
        Selection, TableOptions, WriteContext, XmlDialect, icalendar, json_ld, json_ld_script, schedule_json,
        schedule_json2, schedule_xml, sessions_csv, speakers_csv,
    },
};

/// Between two files in one fuzzing input, for the formats of several files.
pub const FILE_MARK: &[u8] = b"\n\x1e\n";

/// Reads bytes as whatever they seem to be.
///
/// # Panics
/// When the engine breaks one of its promises; that is what it is for.
pub fn fuzz_one(data: &[u8]) {
    fuzz_as(None, data);
}

/// Reads bytes as one format, or as whatever they seem to be; then looks at the result, and writes it in every format.
///
/// # Panics
/// When the engine breaks one of its promises.
pub fn fuzz_as(format: Option<Format>, data: &[u8]) {
    let options = ReadOptions {
        format,
        zone: None,
        limits: Limits { source_bytes_max: 1 << 20, elements_max: 50_000, ..Limits::default() },
    };
    let mut sources = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(FILE_MARK.len()).position(|window| window == FILE_MARK) {
        sources.push(&rest[..at]);
        rest = &rest[at + FILE_MARK.len()..];
    }
    sources.push(rest);
    let sources: Vec<Source<'_>> = sources.into_iter().map(|bytes| Source { name: "fuzz", bytes }).collect();
    match read(&sources, &options) {
        Ok(reading) => {
            assert_promises(&reading.programme);
            write_all(&reading.programme);
        }
        Err(fault) => assert!(!fault.to_string().is_empty(), "a fault without words"),
    }
}

/// Writes a programme in every format, and reads the schedules again: our own files are never refused.
fn write_all(programme: &Programme) {
    let context = WriteContext::new("https://fuzz.example/", "en", jiff::Timestamp::UNIX_EPOCH);
    for (text, format) in [
        (schedule_xml(programme, &context, XmlDialect::Strict), Format::ScheduleXml),
        (schedule_xml(programme, &context, XmlDialect::Wide), Format::ScheduleXml),
        (schedule_json(programme, &context), Format::ScheduleJson),
        (schedule_json2(programme, &context), Format::ScheduleJson2),
    ] {
        let source = Source { name: "own", bytes: text.as_bytes() };
        let reading = match read(&[source], &ReadOptions::default()) {
            Ok(reading) => reading,
            Err(fault) => panic!("our own {format} cannot be read: {fault}"),
        };
        assert_eq!(reading.format, format, "our own file is taken for something else");
        assert_promises(&reading.programme);
    }
    let calendar = icalendar(programme, &context, &Selection::All);
    assert!(
        calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])),
        "a line of the calendar is not folded"
    );
    let script = json_ld_script(&json_ld(programme, &context));
    assert!(!script.contains(['<', '>', '&']), "a script element could end early");
    let options = TableOptions { private: true, byte_order_mark: false };
    for table in [sessions_csv(programme, &context, options), speakers_csv(programme, &context, options)] {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for row in reader.records().flatten() {
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "a formula in a table");
        }
    }
}

/// Checks what the model promises of a programme that was read.
///
/// # Panics
/// When a promise is broken.
pub fn assert_promises(programme: &Programme) {
    let conference = &programme.conference;
    if let Some(zone) = &conference.zone {
        assert!(TimeZone::get(zone).is_ok(), "unknown zone {zone}");
    }
    if let (Some(first), Some(last)) = (conference.first_day, conference.last_day) {
        assert!(first <= last, "the conference ends before it begins");
    }
    assert!(conference.day_starts_minutes.is_none_or(|minutes| minutes < 1440), "a day begins after its end");
    for text in [
        &conference.title,
        &conference.subtitle,
        &conference.description,
        &conference.venue,
        &conference.address,
    ] {
        assert_text(text);
    }
    let rooms = keys(programme.rooms.iter().map(|room| &room.key));
    let tracks = keys(programme.tracks.iter().map(|track| &track.key));
    let kinds = keys(programme.kinds.iter().map(|kind| &kind.key));
    let speakers = keys(programme.speakers.iter().map(|speaker| &speaker.key));
    keys(programme.sessions.iter().map(|session| &session.key));
    for colour in programme.tracks.iter().filter_map(|track| track.colour.as_ref()).chain(&conference.colour)
    {
        let digits = colour.strip_prefix('#').unwrap_or_default();
        let sound = digits.len() == 6
            && digits.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        assert!(sound, "bad colour {colour}");
    }
    for speaker in &programme.speakers {
        assert_line(&speaker.name);
        assert_text(&speaker.biography);
        speaker.picture_url.iter().for_each(|url| assert_url(url, false));
        speaker.links.iter().for_each(|link| assert_url(&link.url, true));
    }
    for session in &programme.sessions {
        assert!(!session.title.0.is_empty(), "a session without title");
        for text in [&session.title, &session.subtitle, &session.summary, &session.description] {
            assert_text(text);
        }
        assert!(session.track.as_ref().is_none_or(|key| tracks.contains(key)), "dangling track");
        assert!(session.kind.as_ref().is_none_or(|key| kinds.contains(key)), "dangling kind");
        let mut seen = BTreeSet::new();
        for part in &session.parts {
            assert!(speakers.contains(&part.speaker), "dangling speaker");
            assert!(seen.insert(&part.speaker), "a speaker twice in a session");
        }
        if let Some(slot) = &session.slot {
            assert!(slot.start <= slot.end, "a session ends before it begins");
            assert!(slot.room.as_ref().is_none_or(|key| rooms.contains(key)), "dangling room");
        }
        session.resources.iter().for_each(|resource| assert_url(&resource.url, false));
        session.url.iter().for_each(|url| assert_url(url, false));
    }
}

fn keys<'p>(all: impl Iterator<Item = &'p String>) -> BTreeSet<&'p String> {
    let mut keys = BTreeSet::new();
    for key in all {
        assert!(!key.is_empty(), "an empty key");
        assert!(keys.insert(key), "key {key} is given twice");
    }
    keys
}

fn assert_text(text: &Text) {
    for text in text.0.values() {
        assert!(!text.trim().is_empty(), "an empty text");
        assert!(
            !text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')),
            "a control character"
        );
    }
}

fn assert_line(text: &str) {
    assert!(!text.trim().is_empty(), "an empty name");
    assert!(!text.contains(char::is_control), "a control character in a name");
}

fn assert_url(url: &str, mail: bool) {
    let known = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme))
        || (mail && url.starts_with("mailto:"));
    assert!(known && url.is_ascii() && !url.contains(['<', '>', '"', ' ']), "bad address {url}");
}
