//! Reads programmes: bytes in, a [`Programme`] and a list of what was odd about it out.
//!
//! [`read`] finds the format by looking at the content, never at a file's name. A file that cannot be read at all is a
//! [`ReadError`]; everything that could be mended or had to be left out is an [`Oddity`] that names its place.

mod clean;
mod countries;
mod csv;
mod detect;
mod devcon;
mod error;
mod gather;
mod html;
mod indico;
mod json;
mod limits;
mod log;
mod open_event;
mod pretalx;
mod pretalx_grid;
mod schedule_json;
mod schedule_json2;
mod schedule_xml;
mod sessionize;
mod states;
mod talk_list;
mod time;
mod values;
mod xml;

use crate::model::{Oddity, Place, Programme, Severity};

pub use detect::Format;
pub use error::{ReadError, ReadErrorKind};
pub use limits::Limits;

use detect::Content;
use gather::Gather;
use json::Node;
use time::Zone;

/// A file.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What it is called in messages.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// How to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The format; `None` finds it out.
    pub format: Option<Format>,
    /// IANA name of the zone to assume when a source names none that is known.
    pub zone: Option<String>,
    /// Sizes above which a source is refused.
    pub limits: Limits,
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The programme. Its keys are unique, its references hold, its addresses and colours are sound.
    pub programme: Programme,
    /// The format it was read from.
    pub format: Format,
    /// What a person should know, in the order of the source.
    pub oddities: Vec<Oddity>,
}

/// Reads one programme from one file, or from the several files that some formats consist of.
///
/// *Shapes*: the order of the files does not matter.
///
/// *Errors*: [`ReadError`], naming file, line and element: a limit is passed, not UTF-8, malformed, an entity is declared,
/// no format or not the one asked for, the assumed zone is unknown.
pub fn read(sources: &[Source<'_>], options: &ReadOptions) -> Result<Reading, ReadError> {
    let assumed = assumed_zone(options)?;
    let limits = &options.limits;
    if sources.len() > limits.sources_max {
        let message = format!("{} files, more than the {} allowed", sources.len(), limits.sources_max);
        return Err(ReadError::of_file(ReadErrorKind::TooLarge, "", message));
    }
    let mut texts = Vec::new();
    for source in sources {
        texts.push((source, text_of(source, limits)?));
    }
    texts.retain(|(_, text)| !text.trim().is_empty());
    let Some((first, _)) = texts.first() else {
        let name = sources.first().map_or("", |source| source.name);
        return Err(ReadError::of_file(ReadErrorKind::Empty, name, "the file is empty"));
    };
    let first = first.name;
    let mut contents = Vec::new();
    for (source, text) in &texts {
        contents.push(detect::content(source, text, options)?);
    }
    let format = detect::agree(&contents, options.format, first)?;
    let mut gather = Gather::new(options, assumed);
    for content in &contents {
        if let Content::Json { json, file, .. } = content {
            for place in json::duplicate_keys(&Node::root(json, file)) {
                gather.log.warn(
                    "duplicate-key",
                    place,
                    "the key stands twice in its object; the first counts",
                );
            }
        }
    }
    dispatch(&mut gather, format, &contents)?;
    let empty = gather.programme.sessions.is_empty();
    let (programme, log) = gather.finish();
    let mut oddities = log.finish();
    if empty {
        oddities.push(Oddity {
            severity: Severity::Warning,
            code: "no-sessions".to_owned(),
            place: Place { file: first.to_owned(), ..Place::default() },
            message: "there are no sessions".to_owned(),
        });
    }
    Ok(Reading { programme, format, oddities })
}

fn dispatch(gather: &mut Gather<'_>, format: Format, contents: &[Content<'_>]) -> Result<(), ReadError> {
    let mut roots = Vec::new();
    let mut tables = Vec::new();
    for content in contents {
        match content {
            Content::Xml(document) => schedule_xml::read(gather, document),
            Content::Json { json, file, .. } => roots.push(Node::root(json, file)),
            Content::Table { text, file } => tables.push((*file, *text)),
        }
    }
    // All other formats are one file, as has been made sure of.
    let read_one = match format {
        Format::ScheduleXml => return Ok(()),
        Format::Csv => return csv::read(gather, &tables),
        Format::Pretalx => {
            pretalx::read(gather, &roots);
            return Ok(());
        }
        Format::OpenEvent => {
            open_event::read(gather, &roots);
            return Ok(());
        }
        Format::ScheduleJson => schedule_json::read,
        Format::ScheduleJson2 => schedule_json2::read,
        Format::PretalxGrid => pretalx_grid::read,
        Format::Sessionize => sessionize::read,
        Format::Indico => indico::read,
        Format::Devcon => devcon::read,
        Format::TalkList => talk_list::read,
    };
    for root in &roots {
        read_one(gather, root);
    }
    Ok(())
}

fn assumed_zone(options: &ReadOptions) -> Result<Option<Zone>, ReadError> {
    let Some(name) = &options.zone else {
        return Ok(None);
    };
    let zone = Zone::find(name);
    if zone.is_none() {
        let message = format!("{} is no zone of the time zone database", crate::place::excerpt(name));
        return Err(ReadError::of_file(ReadErrorKind::Zone, "", message));
    }
    Ok(zone)
}

/// The text of a file without its byte order mark.
fn text_of<'a>(source: &Source<'a>, limits: &Limits) -> Result<&'a str, ReadError> {
    if source.bytes.len() > limits.source_bytes_max {
        let message =
            format!("{} bytes, more than the {} allowed", source.bytes.len(), limits.source_bytes_max);
        return Err(ReadError::of_file(ReadErrorKind::TooLarge, source.name, message));
    }
    let text = std::str::from_utf8(source.bytes).map_err(|fault| {
        let good = String::from_utf8_lossy(&source.bytes[..fault.valid_up_to()]);
        let line = good.matches('\n').count() + 1;
        let column = good.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = Place {
            file: source.name.to_owned(),
            line: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
            path: String::new(),
        };
        let message = format!("byte {} is not UTF-8; save the file as UTF-8", fault.valid_up_to());
        ReadError::new(ReadErrorKind::Encoding, place, message)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
