//! Which format a file is in, by its content.

use std::{fmt, str::FromStr};

use super::{
    ReadError, ReadErrorKind, ReadOptions, Source, csv,
    json::{self, Json, Node},
    open_event, pretalx, talk_list, time,
    xml::{self, Document},
};

/// A format of programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `schedule.xml` of pentabarf, frab, c3voc, pretalx and FOSDEM.
    ScheduleXml,
    /// `schedule.json`, version 1, of frab, c3voc and pretalx.
    ScheduleJson,
    /// `schedule.json`, version 2, of c3voc's hub.
    ScheduleJson2,
    /// Objects of pretalx's API: submissions, talks, slots, speakers, rooms, events, tracks; one or several files.
    Pretalx,
    /// A grid of pretalx submissions by day, minute and room, as PyConFR's site generator keeps it.
    PretalxGrid,
    /// Sessionize's "all data".
    Sessionize,
    /// Indico's HTTP export of an event with its contributions.
    Indico,
    /// FOSSASIA's open-event: event, sessions, speakers, tracks, microlocations; several files.
    OpenEvent,
    /// Devcon's archive.
    Devcon,
    /// A list of talks by stage and order, without times, as EthCC's are published.
    TalkList,
    /// A table of sessions, perhaps with a second one of speakers.
    Csv,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::ScheduleXml,
        Self::ScheduleJson,
        Self::ScheduleJson2,
        Self::Pretalx,
        Self::PretalxGrid,
        Self::Sessionize,
        Self::Indico,
        Self::OpenEvent,
        Self::Devcon,
        Self::TalkList,
        Self::Csv,
    ];

    /// The name used on command lines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ScheduleXml => "schedule-xml",
            Self::ScheduleJson => "schedule-json",
            Self::ScheduleJson2 => "schedule-json2",
            Self::Pretalx => "pretalx",
            Self::PretalxGrid => "pretalx-grid",
            Self::Sessionize => "sessionize",
            Self::Indico => "indico",
            Self::OpenEvent => "open-event",
            Self::Devcon => "devcon",
            Self::TalkList => "talk-list",
            Self::Csv => "csv",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.into_iter().map(Self::as_str).collect();
            format!("no format is called {name:?}; known are {}", names.join(", "))
        })
    }
}

/// A file that has been taken apart.
#[derive(Debug)]
pub(crate) enum Content<'a> {
    /// XML.
    Xml(Document<'a>),
    /// JSON, and the format it seems to be in.
    Json { json: Json, file: &'a str, format: Option<Format> },
    /// Anything else that is text.
    Table { text: &'a str, file: &'a str },
}

impl Content<'_> {
    fn format(&self) -> Option<Format> {
        match self {
            Self::Xml(document) => (document.root.name == "schedule").then_some(Format::ScheduleXml),
            Self::Json { format, .. } => *format,
            Self::Table { text, .. } => csv::looks_like_table(text).then_some(Format::Csv),
        }
    }

    fn file(&self) -> &str {
        match self {
            Self::Xml(document) => document.file(),
            Self::Json { file, .. } | Self::Table { file, .. } => file,
        }
    }

    /// An empty list says nothing about its format.
    fn is_empty_list(&self) -> bool {
        matches!(self, Self::Json { json: Json::List(list), .. } if list.is_empty())
    }
}

/// Takes a file apart.
pub(crate) fn content<'a>(
    source: &'a Source<'a>,
    text: &'a str,
    options: &'a ReadOptions,
) -> Result<Content<'a>, ReadError> {
    let first = text.trim_start().bytes().next();
    let table = options.format == Some(Format::Csv);
    match first {
        Some(b'<') if !table => xml::parse(source, text, &options.limits).map(Content::Xml),
        Some(b'{' | b'[') if !table => {
            let json = json::parse(source, text, &options.limits)?;
            let format = json_format(&Node::root(&json, source.name));
            Ok(Content::Json { json, file: source.name, format })
        }
        _ => Ok(Content::Table { text, file: source.name }),
    }
}

/// The one format of all files.
pub(crate) fn agree(
    contents: &[Content<'_>],
    wanted: Option<Format>,
    first_file: &str,
) -> Result<Format, ReadError> {
    let mut agreed: Option<Format> = None;
    for content in contents.iter().filter(|content| !content.is_empty_list()) {
        let found = content.format();
        let found = match (wanted, found) {
            (Some(wanted), Some(found)) if wanted == found => found,
            (Some(wanted), _) if fits(wanted, content) => wanted,
            (Some(wanted), found) => {
                let found = found.map_or("no known format", Format::as_str);
                let message = format!("{wanted} was asked for, but this is {found}");
                return Err(ReadError::of_file(ReadErrorKind::Format, content.file(), message));
            }
            (None, Some(found)) => found,
            (None, None) => {
                let message = "none of the formats that are known; the documentation lists them";
                return Err(ReadError::of_file(ReadErrorKind::Format, content.file(), message));
            }
        };
        match agreed {
            Some(agreed) if agreed != found => {
                let message = format!("{found} beside a file of {agreed}; read them one after the other");
                return Err(ReadError::of_file(ReadErrorKind::Format, content.file(), message));
            }
            Some(_) if !may_be_several(found) => {
                let message = format!("a second file of {found}; this format is one file");
                return Err(ReadError::of_file(ReadErrorKind::Format, content.file(), message));
            }
            _ => agreed = Some(found),
        }
    }
    agreed.or(wanted).ok_or_else(|| {
        ReadError::of_file(
            ReadErrorKind::Empty,
            first_file,
            "an empty list, which says nothing of its format",
        )
    })
}

/// Whether a file whose format is not certain can be read as the one asked for.
fn fits(wanted: Format, content: &Content<'_>) -> bool {
    match (wanted, content) {
        (Format::Csv, Content::Table { .. }) => true,
        (Format::Pretalx | Format::OpenEvent, Content::Json { json: Json::List(list), .. })
            if list.is_empty() =>
        {
            true
        }
        (Format::Csv | Format::ScheduleXml, _) | (_, Content::Xml(_) | Content::Table { .. }) => false,
        (_, Content::Json { format, .. }) => format.is_none(),
    }
}

fn may_be_several(format: Format) -> bool {
    matches!(format, Format::Pretalx | Format::OpenEvent | Format::Csv)
}

fn json_format(root: &Node<'_>) -> Option<Format> {
    if let Some(schedule) = root.get("schedule") {
        if schedule.get("conference").is_some() {
            let flat = schedule.get("events").is_some();
            return Some(if flat { Format::ScheduleJson2 } else { Format::ScheduleJson });
        }
        let dated = schedule.entries().next().is_some_and(|(day, _)| time::moment(day).is_some());
        return dated.then_some(Format::PretalxGrid);
    }
    let has = |key: &str| root.get(key).is_some();
    if has("results") && is_indico(root) {
        return Some(Format::Indico);
    }
    if has("sessions") && talk_list::is_one(root) {
        return Some(Format::TalkList);
    }
    if has("sessions") && has("speakers") && has("event") {
        return Some(Format::Devcon);
    }
    if has("sessions") && has("speakers") && (has("categories") || has("rooms") || has("questions")) {
        return Some(Format::Sessionize);
    }
    if open_event::is_one(root) {
        return Some(Format::OpenEvent);
    }
    pretalx::sort(root).map(|_| Format::Pretalx)
}

fn is_indico(root: &Node<'_>) -> bool {
    let fossil = root
        .each("results")
        .first()
        .is_some_and(|first| first.str("_fossil").is_some() || first.str("_type").is_some());
    root.str("_type") == Some("HTTPAPIResult") || fossil
}
