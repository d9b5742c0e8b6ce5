//! A conference as its organiser writes it down: a TOML file.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use madang_interchange::model::Text;
use serde::Deserialize;
use thiserror::Error;

use crate::{
    Visibility,
    rules::{is_colour, is_slug},
};

/// A text that is the same in all languages, or one for each: `name = "Seoul"` or `name = { en = "Seoul", ko = "서울" }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum AnyText {
    One(String),
    Many(BTreeMap<String, String>),
}

fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Text>, D::Error> {
    Ok(Some(match AnyText::deserialize(deserializer)? {
        AnyText::One(text) => Text::of("", &text),
        AnyText::Many(texts) => Text(texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()),
    }))
}

/// What a sheet says; what it leaves out stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    missing_docs,
    reason = "the fields are those of Conference, and docs/host/conference-sheet.md explains them"
)]
pub struct Sheet {
    #[serde(deserialize_with = "text")]
    pub name: Option<Text>,
    #[serde(deserialize_with = "text")]
    pub subtitle: Option<Text>,
    #[serde(deserialize_with = "text")]
    pub description: Option<Text>,
    #[serde(deserialize_with = "text")]
    pub venue: Option<Text>,
    #[serde(deserialize_with = "text")]
    pub address: Option<Text>,
    #[serde(deserialize_with = "text")]
    pub city: Option<Text>,
    pub visibility: Option<Visibility>,
    pub zone: Option<String>,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub day_starts: Option<String>,
    pub opens: Option<String>,
    pub closes: Option<String>,
    pub languages: Option<Vec<String>>,
    pub url: Option<String>,
    pub colour: Option<String>,
    pub logo: Option<String>,
    /// What becomes of each kind of conflict: `block`, `warn` or `ignore`. Read by the programme.
    pub conflicts: BTreeMap<String, String>,
    /// Rooms by short name; those not named stay as they are.
    pub rooms: BTreeMap<String, RoomSheet>,
    /// Tracks by short name: their colours and names.
    pub tracks: BTreeMap<String, TrackSheet>,
    /// Kinds of session by short name; those not named stay as they are.
    pub kinds: BTreeMap<String, KindSheet>,
    /// Sessions by code: how many people are expected. Read by the programme.
    pub sessions: BTreeMap<String, SessionSheet>,
    /// Speakers by code: when they cannot speak. Read by the programme.
    pub speakers: BTreeMap<String, SpeakerSheet>,
    /// Walking times; when any is given, they replace all.
    pub walks: Vec<WalkSheet>,
    /// Pages in the order of the menu; when any is given, they replace all.
    pub pages: Vec<PageSheet>,
}

/// A room in a sheet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of Room")]
pub struct RoomSheet {
    #[serde(deserialize_with = "text")]
    pub name: Option<Text>,
    #[serde(deserialize_with = "text")]
    pub description: Option<Text>,
    pub capacity: Option<u32>,
    pub area: Option<String>,
    pub position: Option<u32>,
}

/// A track in a sheet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of Track")]
pub struct TrackSheet {
    #[serde(deserialize_with = "text")]
    pub name: Option<Text>,
    pub colour: Option<String>,
    pub position: Option<u32>,
}

/// A kind of session in a sheet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of Kind")]
pub struct KindSheet {
    #[serde(deserialize_with = "text")]
    pub name: Option<Text>,
    pub duration_minutes: Option<u32>,
    pub position: Option<u32>,
}

/// What a sheet adds to a session.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionSheet {
    /// How many people are expected.
    pub audience: u32,
}

/// What a sheet adds to a speaker.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeakerSheet {
    /// When they cannot speak: pairs of begin and end on the venue's clock, `2026-11-22T09:00`. Replaces what was known.
    pub absent: Vec<[String; 2]>,
}

/// A walking time in a sheet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WalkSheet {
    /// The two areas.
    pub between: [String; 2],
    /// Minutes.
    pub minutes: u32,
}

/// A page in a sheet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageSheet {
    /// Short name in addresses.
    pub slug: String,
    /// Its title.
    #[serde(deserialize_with = "text")]
    pub title: Option<Text>,
    /// Its text; Markdown.
    #[serde(deserialize_with = "text")]
    pub body: Option<Text>,
}

/// What is wrong with a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SheetError {
    /// It is not TOML, or has a key or a value that does not belong there. The words name line and column.
    #[error("{0}")]
    Form(String),
    /// A value that cannot be.
    #[error("{field}: {message}")]
    Value {
        /// Its key.
        field: String,
        /// What is wrong and what would be right.
        message: String,
    },
}

fn wrong(field: &str, message: impl Into<String>) -> SheetError {
    SheetError::Value { field: field.into(), message: message.into() }
}

/// Reads a sheet and checks each value by itself.
///
/// *Errors*: all that is wrong, in the order of the fields; never an empty list.
pub fn read_sheet(toml: &str) -> Result<Sheet, Vec<SheetError>> {
    let sheet: Sheet = toml::from_str(toml).map_err(|error| vec![SheetError::Form(error.to_string())])?;
    let mut errors = Vec::new();
    if let Some(zone) = &sheet.zone
        && TimeZone::get(zone).is_err()
    {
        errors
            .push(wrong("zone", format!("{zone:?} is not a time zone; write a name such as \"Asia/Seoul\"")));
    }
    for (field, day) in [("first_day", &sheet.first_day), ("last_day", &sheet.last_day)] {
        if day.as_ref().is_some_and(|day| day.parse::<Date>().is_err()) {
            errors.push(wrong(field, "write a day as \"2026-11-22\""));
        }
    }
    for (field, time) in
        [("day_starts", &sheet.day_starts), ("opens", &sheet.opens), ("closes", &sheet.closes)]
    {
        if time.as_ref().is_some_and(|time| clock_minutes(time).is_none()) {
            errors.push(wrong(field, "write a time as \"09:30\"; after midnight as \"25:30\""));
        }
    }
    if sheet.languages.as_ref().is_some_and(Vec::is_empty) {
        errors.push(wrong("languages", "name at least one, such as \"en\""));
    }
    let colours = sheet.tracks.iter().map(|(slug, track)| (format!("tracks.{slug}.colour"), &track.colour));
    for (field, colour) in colours.chain([("colour".to_owned(), &sheet.colour)]) {
        if colour.as_ref().is_some_and(|colour| !is_colour(colour)) {
            errors.push(wrong(&field, "write a colour as \"#1b4d8a\""));
        }
    }
    let is_link =
        |link: &str| link.starts_with("https://") || link.starts_with("http://") || link.starts_with('/');
    if sheet.url.as_deref().is_some_and(|link| !is_link(link)) {
        errors.push(wrong("url", "write an address that begins with https://"));
    }
    // A plain name is a file beside the sheet; folders would make it depend on where the sheet lies.
    let is_file = |name: &str| !name.is_empty() && !name.contains(['/', '\\', ':']) && !name.starts_with('.');
    if sheet.logo.as_deref().is_some_and(|logo| !is_link(logo) && !is_file(logo)) {
        errors.push(wrong(
            "logo",
            "write an address that begins with https://, or the name of a file beside the sheet",
        ));
    }
    for (code, speaker) in &sheet.speakers {
        let is_time = |time: &String| time.parse::<jiff::civil::DateTime>().is_ok();
        let is_span = |[begin, end]: &[String; 2]| is_time(begin) && is_time(end) && begin < end;
        if !speaker.absent.iter().all(is_span) {
            let message = "write pairs of begin and end as [\"2026-11-22T09:00\", \"2026-11-22T12:00\"]";
            errors.push(wrong(&format!("speakers.{code}.absent"), message));
        }
    }
    for page in &sheet.pages {
        if !is_slug(&page.slug) {
            let message =
                format!("{:?} cannot stand in an address; use a-z, 0-9 and single hyphens", page.slug);
            errors.push(wrong("pages.slug", message));
        }
    }
    if errors.is_empty() { Ok(sheet) } else { Err(errors) }
}

/// Minutes after midnight of a time such as `09:30` or, after midnight, `25:30`; at most 48 hours.
pub(crate) fn clock_minutes(time: &str) -> Option<u16> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
    (minutes < 60 && hours * 60 + minutes <= 2_880).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read() {
        let sheet = read_sheet("name = { en = \"Seoul Week\", ko = \"서울 주간\" }\nzone = \"Asia/Seoul\"\n[rooms.hall]\ncapacity = 300").unwrap();
        assert_eq!(sheet.name.unwrap().pick("ko"), "서울 주간");
        assert_eq!(sheet.rooms["hall"].capacity, Some(300));
    }

    #[test]
    fn what_is_wrong_is_said_all_at_once() {
        let errors =
            read_sheet("zone = \"Asia/Soul\"\nfirst_day = \"tomorrow\"\ncolour = \"red\"").unwrap_err();
        assert_eq!(errors.len(), 3, "{errors:?}");
        let errors = read_sheet("[speakers.kim]\nabsent = [[\"2026-11-22T12:00\", \"2026-11-22T09:00\"]]")
            .unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        let errors = read_sheet("nmae = \"Seoul\"").unwrap_err();
        assert!(errors[0].to_string().contains("nmae"), "{errors:?}");
    }
}
