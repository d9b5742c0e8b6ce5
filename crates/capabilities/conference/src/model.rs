mod edit;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use madang_context::{Ctx, Id, Power};
use madang_interchange::model::Text;
use madang_store::id_type;
use serde::{Deserialize, Serialize};

pub use edit::{Difference, Edit, EditAction, Fields, ObjectKind, fields};

id_type!(pub HostId, "Names a host.");
id_type!(pub ConferenceId, "Names a conference.");
id_type!(pub RoomId, "Names a room of a conference.");
id_type!(pub TrackId, "Names a track of a conference.");
id_type!(pub KindId, "Names a kind of session of a conference.");

/// The organisation that runs conferences on this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its id.
    pub id: HostId,
    /// Short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: Text,
}

/// Who may see a conference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Only the team.
    #[default]
    Draft,
    /// Everybody.
    Public,
    /// Everybody, as a thing of the past.
    Archived,
}

impl Visibility {
    /// As kept in the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Public => "public",
            Self::Archived => "archived",
        }
    }

    /// Reads [`Visibility::word`].
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Public, Self::Archived].into_iter().find(|visibility| visibility.word() == word)
    }
}

/// One event with dates, a venue and a time zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conference {
    /// Its id.
    #[serde(skip, default = "no_id::conference")]
    pub id: ConferenceId,
    /// Who runs it.
    #[serde(skip, default = "no_id::host")]
    pub host_id: HostId,
    /// Short name in addresses; unique on the server.
    #[serde(rename = "key")]
    pub slug: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// IANA name of the venue's zone; always known to the time zone database.
    pub zone: String,
    /// First conference day.
    pub first_day: Date,
    /// Last conference day; not before the first.
    pub last_day: Date,
    /// Minutes after midnight at which a conference day begins; 0 to 1,439.
    pub day_starts_minutes: u16,
    /// From when to when sessions are meant to be held: minutes after midnight of the conference day, up to 2,880.
    pub hours_minutes: Option<(u16, u16)>,
    /// BCP 47 tags; never empty; the first is the one that texts fall back to.
    pub languages: Vec<String>,
    /// Its name.
    pub name: Text,
    /// A line below it.
    pub subtitle: Text,
    /// Some sentences; Markdown.
    pub description: Text,
    /// Name of the venue.
    pub venue: Text,
    /// Postal address.
    pub address: Text,
    /// City.
    pub city: Text,
    /// Its own web page elsewhere.
    pub url: Option<String>,
    /// Main colour, `#rrggbb`.
    pub colour: Option<String>,
    /// Address of its logo.
    pub logo: Option<String>,
    /// Counts every change that a visitor could see.
    #[serde(skip)]
    pub revision: i64,
    /// Last change.
    #[serde(skip)]
    pub changed_at: Timestamp,
}

impl Conference {
    /// What powers on this conference are granted on: itself and its host.
    #[must_use]
    pub fn scopes(&self) -> [Id; 2] {
        [self.id.0, self.host_id.0]
    }

    /// Whether somebody has a power on this conference.
    #[must_use]
    pub fn lets(&self, ctx: &Ctx, power: Power) -> bool {
        ctx.may(power, &self.scopes())
    }

    /// The venue's time zone.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        // The name was checked when it came in; a time zone database that has lost it leaves only UTC.
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }
}

/// Name of a part of the venue; empty when nobody named any.
pub type Area = String;

/// A room that sessions are held in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// Its id.
    #[serde(skip, default = "no_id::room")]
    pub id: RoomId,
    /// Short name in addresses; unique in the conference.
    #[serde(rename = "key")]
    pub slug: String,
    /// Its name.
    pub name: Text,
    /// Where it is; Markdown.
    pub description: Text,
    /// Universally unique id from elsewhere.
    pub guid: Option<String>,
    /// Seats.
    pub capacity: Option<u32>,
    /// Which part of the venue it is in.
    pub area: Area,
    /// Order of display, from 0.
    pub position: i64,
}

/// How long one walks between two areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// One area; sorts before the other.
    pub from: Area,
    /// The other.
    pub to: Area,
    /// Minutes.
    pub minutes: u32,
}

/// A theme that sessions belong to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// Its id.
    #[serde(skip, default = "no_id::track")]
    pub id: TrackId,
    /// Short name; unique in the conference.
    #[serde(rename = "key")]
    pub slug: String,
    /// Its name.
    pub name: Text,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// Order of display, from 0.
    pub position: i64,
}

/// A kind of session: talk, workshop, panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// Its id.
    #[serde(skip, default = "no_id::kind")]
    pub id: KindId,
    /// Short name; unique in the conference.
    #[serde(rename = "key")]
    pub slug: String,
    /// Its name.
    pub name: Text,
    /// Usual length.
    pub duration_minutes: Option<u32>,
    /// Order of display, from 0.
    pub position: i64,
}

/// A page of text on the conference's site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Short name in addresses.
    #[serde(rename = "key")]
    pub slug: String,
    /// Its title.
    pub title: Text,
    /// Its text; Markdown.
    pub body: Text,
    /// Order in the menu, from 0.
    pub position: i64,
}

/// What stands in place of an id where a thing is made of its fields: history keeps none.
mod no_id {
    use madang_context::Id;

    use super::{ConferenceId, HostId, KindId, RoomId, TrackId};

    const NO_ID: [u8; 16] = [0; 16];

    pub(super) fn conference() -> ConferenceId {
        ConferenceId(Id::from(NO_ID))
    }

    pub(super) fn host() -> HostId {
        HostId(Id::from(NO_ID))
    }

    pub(super) fn room() -> RoomId {
        RoomId(Id::from(NO_ID))
    }

    pub(super) fn track() -> TrackId {
        TrackId(Id::from(NO_ID))
    }

    pub(super) fn kind() -> KindId {
        KindId(Id::from(NO_ID))
    }
}
