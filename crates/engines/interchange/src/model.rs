//! What every format is read into and every export is written from.
//!
//! A [`Programme`] is plain data. Its parts refer to each other by *keys*: strings that are unique within their
//! collection and stable when the same source is read again (the source's own guid, id or code; only where a format
//! has none, something derived from its content). Nothing here is checked against a database.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// A text in one or more languages.
///
/// *Shapes*: BCP 47 language tag to text; the empty tag `""` holds a text whose language the source does not tell.
/// No value is empty or only white space. The map may be empty: then there is no text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// A text in one language; empty when the text is only white space.
    #[must_use]
    pub fn of(language: &str, text: &str) -> Self {
        let text = text.trim();
        let mut texts = BTreeMap::new();
        if !text.is_empty() {
            texts.insert(language.to_owned(), text.to_owned());
        }
        Self(texts)
    }

    /// The text in a language, or in the nearest one there is: the same language of another region, the one whose
    /// language is not told, English, then any. Empty only when there is no text.
    #[must_use]
    pub fn pick(&self, language: &str) -> &str {
        self.pick_tagged(language).1
    }

    /// [`Text::pick`] with the language that the text is in; empty when that is not told.
    #[must_use]
    pub fn pick_tagged(&self, language: &str) -> (&str, &str) {
        let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        let near = || self.0.iter().find(|(tag, _)| primary(tag) == primary(language));
        let found = self.0.get_key_value(language).or_else(near);
        let found = found.or_else(|| self.0.get_key_value("")).or_else(|| self.0.get_key_value("en"));
        found.or_else(|| self.0.iter().next()).map_or(("", ""), |(tag, text)| (tag, text))
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One conference's programme as a source tells it, or as it is to be written.
///
/// *Shapes*: every collection may be empty and keeps the order of its source (rooms, tracks and kinds: the order of
/// display). Keys are unique within a collection; a reader reports and mends duplicates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Programme {
    /// The conference itself.
    pub conference: Conference,
    /// Rooms in order of display.
    pub rooms: Vec<Room>,
    /// Tracks in order of display.
    pub tracks: Vec<Track>,
    /// Kinds of session (talk, workshop, …) in order of display.
    pub kinds: Vec<Kind>,
    /// Everybody who speaks, hosts or moderates.
    pub speakers: Vec<Speaker>,
    /// All sessions, scheduled or not.
    pub sessions: Vec<Session>,
}

/// The conference as the source names it; everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conference {
    /// Short name used in addresses, e.g. `38c3`.
    pub acronym: Option<String>,
    /// Full name.
    pub title: Text,
    /// A line below the title.
    pub subtitle: Text,
    /// Some sentences about it; Markdown.
    pub description: Text,
    /// IANA name of the venue's time zone, known to the time zone database.
    pub zone: Option<String>,
    /// First conference day, in the venue's zone.
    pub first_day: Option<Date>,
    /// Last conference day, in the venue's zone; not before `first_day`.
    pub last_day: Option<Date>,
    /// Minutes after midnight at which a conference day begins (a party at 01:00 belongs to the day before).
    /// 0 to 1,439.
    pub day_starts_minutes: Option<u16>,
    /// Length of the source's grid cell in minutes.
    pub grid_minutes: Option<u16>,
    /// Name of the venue.
    pub venue: Text,
    /// Postal address of the venue.
    pub address: Text,
    /// City of the venue.
    pub city: Option<String>,
    /// Web page of the conference; `http` or `https`.
    pub url: Option<String>,
    /// Picture; `http` or `https`.
    pub logo_url: Option<String>,
    /// Main colour as `#rrggbb`, lower case.
    pub colour: Option<String>,
    /// The release this is: the source's own word for its version, or our release number when writing.
    pub version: Option<String>,
    /// Languages of the conference as BCP 47 tags.
    pub languages: Vec<String>,
}

/// A room that sessions are held in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Room {
    /// See the module's words on keys.
    pub key: String,
    /// Name as shown.
    pub name: Text,
    /// Universally unique id, where the source has one.
    pub guid: Option<String>,
    /// Where it is, how to get there; Markdown.
    pub description: Text,
    /// Seats.
    pub capacity: Option<u32>,
}

/// A track: the theme a session belongs to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Track {
    /// See the module's words on keys.
    pub key: String,
    /// Name as shown.
    pub name: Text,
    /// Colour as `#rrggbb`, lower case.
    pub colour: Option<String>,
}

/// A kind of session, such as a talk or a workshop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kind {
    /// See the module's words on keys.
    pub key: String,
    /// Name as shown.
    pub name: Text,
    /// Usual length in minutes.
    pub duration_minutes: Option<u32>,
}

/// Somebody who speaks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Speaker {
    /// See the module's words on keys.
    pub key: String,
    /// Short public code used in addresses, where the source has one (pretalx: `7DFTBX`).
    pub code: Option<String>,
    /// Universally unique id, where the source has one.
    pub guid: Option<String>,
    /// Name as the speaker writes it, in its own script; never empty.
    pub name: String,
    /// The same name in Latin letters, when the source gives both.
    pub name_latin: Option<String>,
    /// Company, university, project.
    pub affiliation: Option<String>,
    /// Role or job title there.
    pub position: Option<String>,
    /// ISO 3166-1 alpha-2 code, upper case.
    pub country: Option<String>,
    /// Biography; Markdown.
    pub biography: Text,
    /// Picture; `http` or `https`.
    pub picture_url: Option<String>,
    /// E-mail address; private, never written to a public export.
    pub email: Option<String>,
    /// Web pages and profiles.
    pub links: Vec<Link>,
}

/// What a person does in a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Speaks.
    #[default]
    Speaker,
    /// Leads the conversation.
    Moderator,
    /// Takes part in a panel.
    Panellist,
    /// Introduces and looks after the session.
    Host,
}

/// Where a session stands between being handed in and being held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written by its author; never public.
    Draft,
    /// Handed in, not decided; never public.
    Proposed,
    /// Accepted by the host, not yet confirmed by the speaker; not public.
    Accepted,
    /// Will be held; the only state that the public sees.
    #[default]
    Confirmed,
    /// Turned down; never public.
    Rejected,
    /// Taken back by its author; never public.
    Withdrawn,
    /// Was announced, will not be held; public as cancelled.
    Cancelled,
}

/// A named link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// What it leads to; may be empty.
    pub title: String,
    /// Absolute; `http`, `https` or `mailto` only.
    pub url: String,
}

/// What a link of a session leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// A web page.
    #[default]
    Link,
    /// Slides, a paper, a file.
    Attachment,
    /// A recording.
    Video,
    /// A live stream.
    Stream,
    /// Where to give feedback.
    Feedback,
}

/// Material that belongs to a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// What it is called; may be empty.
    pub title: String,
    /// Absolute; `http` or `https` only.
    pub url: String,
}

/// A part in a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Part {
    /// Key of the [`Speaker`].
    pub speaker: String,
    /// What the person does.
    pub role: Role,
}

/// Something that is held at the conference, whether or not it has a time yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// See the module's words on keys.
    pub key: String,
    /// Short public code used in addresses, where the source has one.
    pub code: Option<String>,
    /// Universally unique id, where the source has one.
    pub guid: Option<String>,
    /// Number, where the source has one (frab's event id).
    pub number: Option<i64>,
    /// Title; never empty.
    pub title: Text,
    /// A line below the title.
    pub subtitle: Text,
    /// A paragraph or two; Markdown.
    pub summary: Text,
    /// Everything else that is to be said; Markdown.
    pub description: Text,
    /// BCP 47 tag of the language it is held in.
    pub language: Option<String>,
    /// Level of knowledge expected, in the source's word.
    pub level: Option<String>,
    /// Key of the [`Kind`].
    pub kind: Option<String>,
    /// Key of the [`Track`].
    pub track: Option<String>,
    /// See [`State`]. A reader for a format of published timetables gives `Confirmed` where nothing else is said.
    pub state: State,
    /// The speaker asked not to be recorded.
    pub do_not_record: bool,
    /// Who speaks, in order of display; each speaker once.
    pub parts: Vec<Part>,
    /// Links and files.
    pub resources: Vec<Resource>,
    /// Key words.
    pub tags: Vec<String>,
    /// Length in minutes as planned, where there is no slot or it differs.
    pub duration_minutes: Option<u32>,
    /// When and where; `None` while not placed.
    pub slot: Option<Slot>,
    /// Page of the session at its source; `http` or `https`.
    pub url: Option<String>,
    /// How often its time or room has changed since it was first released; becomes iCalendar's `SEQUENCE`.
    pub sequence: u32,
}

/// A time, mostly in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Key of the [`Room`]; `None` when only the time is known.
    pub room: Option<String>,
    /// Start.
    pub start: Timestamp,
    /// End; not before `start`. Equal to it only when the source says so (reported as an oddity).
    pub end: Timestamp,
}

/// How much an [`Oddity`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know; nothing is lost.
    Note,
    /// Something was mended or guessed.
    Warning,
    /// Something had to be left out.
    Loss,
}

/// Where in the source something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Line, from 1; `None` where the format has no lines worth naming.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
    /// Path to the element in the format's own words: `schedule/day[2]/room[1]/event[7]/duration`,
    /// `/sessions/17/slot_start`, `row 12, column "start"`.
    pub path: String,
}

/// Something in a source that a person should know about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oddity {
    /// How much it matters.
    pub severity: Severity,
    /// Stable name of the sort of oddity, kebab-case: `unknown-zone`, `missing-speaker`, `zero-minutes`.
    pub code: String,
    /// Where it stands.
    pub place: Place,
    /// One sentence: what was found and what was done about it, with the offending value shortened and made printable.
    pub message: String,
}
