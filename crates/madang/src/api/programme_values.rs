//! Sessions and speakers as programs see them, and back.

use std::collections::BTreeMap;

use jiff::Timestamp;
use madang_interchange::model::{self as exchange, Link, Part, Resource, ResourceKind, Role, Slot, State};
use madang_programme::{FullSession, FullSpeaker};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{
    Code, Country, Few, LanguageTag, Line, Lines, LinkAddress, MailAddress, NeededLines, Number, Proses,
    Span, Tag, WebAddress, end_of, minutes_between,
};

/// One set of words for a kind of thing of the programme, both ways.
macro_rules! kinds {
    ($(#[doc = $doc:literal])+ $name:ident = $theirs:ident { $($variant:ident),+ $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub(super) enum $name { #[default] $($variant),+ }

        impl From<$theirs> for $name {
            fn from(theirs: $theirs) -> Self {
                match theirs { $($theirs::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $theirs {
            fn from(ours: $name) -> Self {
                match ours { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

pub(super) use kinds;

kinds! {
    /// Where a session stands between being handed in and being held; visitors see `confirmed` and `cancelled` ones.
    SessionState = State { Draft, Proposed, Accepted, Confirmed, Rejected, Withdrawn, Cancelled }
}
kinds! {
    /// What somebody does in a session.
    SessionRole = Role { Speaker, Moderator, Panellist, Host }
}
kinds! {
    /// What a link of a session leads to.
    SessionLinkKind = ResourceKind { Link, Attachment, Video, Stream, Feedback }
}

/// A session: everything that can be changed of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Session {
    title: NeededLines,
    #[serde(default)]
    subtitle: Lines,
    /// A paragraph or two.
    #[serde(default)]
    summary: Proses,
    #[serde(default)]
    description: Proses,
    /// The language it is held in.
    #[serde(default)]
    language: Option<LanguageTag>,
    /// Level of knowledge expected.
    #[serde(default)]
    level: Option<Line>,
    /// Short name of its kind.
    #[serde(default)]
    kind: Option<Code>,
    /// Short name of its track.
    #[serde(default)]
    track: Option<Code>,
    #[serde(default)]
    state: SessionState,
    /// The speaker asked not to be recorded.
    #[serde(default)]
    do_not_record: bool,
    /// Who takes part, each once, in order of display.
    #[serde(default)]
    speakers: Few<SessionPart, 100>,
    #[serde(default)]
    links: Few<SessionLink, 100>,
    /// Key words.
    #[serde(default)]
    tags: Few<Tag, 30>,
    /// Planned length, where it has no slot or another one.
    #[serde(default)]
    duration_minutes: Option<Number<0, 1_440>>,
    /// How many people are expected.
    #[serde(default)]
    audience: Option<Number<0, 1_000_000>>,
    /// When and where; null while it is not placed.
    #[serde(default)]
    slot: Option<SessionSlot>,
    /// Its page elsewhere.
    #[serde(default)]
    url: Option<WebAddress>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionPart {
    /// Code of the speaker.
    speaker: Code,
    #[serde(default)]
    role: SessionRole,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionLink {
    #[serde(default)]
    kind: SessionLinkKind,
    /// What it is called.
    #[serde(default)]
    title: Option<Line>,
    url: WebAddress,
}

/// A time, mostly in a room.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionSlot {
    /// Short name of the room; null where only the time is known.
    #[serde(default)]
    pub(super) room: Option<Code>,
    pub(super) start: Timestamp,
    pub(super) minutes: Number<0, 1_440>,
}

impl SessionSlot {
    pub(super) fn of(slot: &Slot) -> Self {
        let minutes = Number(minutes_between(slot.start, slot.end));
        Self { room: slot.room.clone().map(Code), start: slot.start, minutes }
    }

    pub(super) fn slot(&self) -> Slot {
        Slot {
            room: self.room.as_ref().map(|room| room.0.clone()),
            start: self.start,
            end: end_of(self.start, self.minutes.0),
        }
    }
}

impl Session {
    pub(super) fn of(full: &FullSession) -> Self {
        let session = &full.session;
        let part = |part: &Part| SessionPart { speaker: Code(part.speaker.clone()), role: part.role.into() };
        let link = |link: &Resource| SessionLink {
            kind: link.kind.into(),
            title: (!link.title.is_empty()).then(|| Line(link.title.clone())),
            url: WebAddress(link.url.clone()),
        };
        Self {
            title: NeededLines::of(&session.title),
            subtitle: Lines::of(&session.subtitle),
            summary: Proses::of(&session.summary),
            description: Proses::of(&session.description),
            language: session.language.clone().map(LanguageTag),
            level: session.level.clone().map(Line),
            kind: session.kind.clone().map(Code),
            track: session.track.clone().map(Code),
            state: session.state.into(),
            do_not_record: session.do_not_record,
            speakers: Few(session.parts.iter().map(part).collect()),
            links: Few(session.resources.iter().map(link).collect()),
            tags: Few(session.tags.iter().cloned().map(Tag).collect()),
            duration_minutes: session.duration_minutes.map(Number),
            audience: full.audience.map(Number),
            slot: session.slot.as_ref().map(SessionSlot::of),
            url: session.url.clone().map(WebAddress),
        }
    }

    /// As the programme keeps it; what programs do not see of it (its key, its ids elsewhere) the programme adds.
    pub(super) fn full(&self) -> FullSession {
        let part = |part: &SessionPart| Part { speaker: part.speaker.0.clone(), role: part.role.into() };
        let link = |link: &SessionLink| Resource {
            kind: link.kind.into(),
            title: link.title.as_ref().map(|title| title.0.clone()).unwrap_or_default(),
            url: link.url.0.clone(),
        };
        let session = exchange::Session {
            title: self.title.text(),
            subtitle: self.subtitle.text(),
            summary: self.summary.text(),
            description: self.description.text(),
            language: self.language.clone().map(|tag| tag.0),
            level: self.level.clone().map(|level| level.0),
            kind: self.kind.clone().map(|kind| kind.0),
            track: self.track.clone().map(|track| track.0),
            state: self.state.into(),
            do_not_record: self.do_not_record,
            parts: self.speakers.0.iter().map(part).collect(),
            resources: self.links.0.iter().map(link).collect(),
            tags: tags(&self.tags.0),
            duration_minutes: self.duration_minutes.map(|minutes| minutes.0),
            slot: self.slot.as_ref().map(SessionSlot::slot),
            url: self.url.clone().map(|url| url.0),
            ..exchange::Session::default()
        };
        FullSession { session, audience: self.audience.map(|audience| audience.0) }
    }
}

/// Key words as they are kept.
pub(super) fn tags(tags: &[Tag]) -> Vec<String> {
    tags.iter().map(|tag| tag.0.trim().to_owned()).collect()
}

/// A speaker: everything that can be changed of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Speaker {
    /// As they write it, in their own script.
    name: Line,
    /// The same in Latin letters.
    #[serde(default)]
    name_latin: Option<Line>,
    /// Company, university, project.
    #[serde(default)]
    affiliation: Option<Line>,
    /// What they are there.
    #[serde(default)]
    position: Option<Line>,
    #[serde(default)]
    country: Option<Country>,
    #[serde(default)]
    biography: Proses,
    #[serde(default)]
    picture_url: Option<WebAddress>,
    /// Never public; null for tokens that may only look.
    #[serde(default)]
    email: Option<MailAddress>,
    #[serde(default)]
    links: Few<SpeakerLink, 100>,
    /// When they cannot speak; no two begin at the same moment.
    #[serde(default)]
    absences: Few<Span, 100>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SpeakerLink {
    /// What it is called.
    #[serde(default)]
    title: Option<Line>,
    url: LinkAddress,
}

impl Speaker {
    /// As programs see them; with their mail address for those who may change them.
    pub(super) fn of(full: &FullSpeaker, with_email: bool) -> Self {
        let speaker = &full.speaker;
        let link = |link: &Link| SpeakerLink {
            title: (!link.title.is_empty()).then(|| Line(link.title.clone())),
            url: LinkAddress(link.url.clone()),
        };
        let span = |(start, end): &(Timestamp, Timestamp)| Span {
            start: *start,
            minutes: Number(minutes_between(*start, *end)),
        };
        Self {
            name: Line(speaker.name.clone()),
            name_latin: speaker.name_latin.clone().map(Line),
            affiliation: speaker.affiliation.clone().map(Line),
            position: speaker.position.clone().map(Line),
            country: speaker.country.clone().map(Country),
            biography: Proses::of(&speaker.biography),
            picture_url: speaker.picture_url.clone().map(WebAddress),
            email: speaker.email.clone().filter(|_| with_email).map(MailAddress),
            links: Few(speaker.links.iter().map(link).collect()),
            absences: Few(full.absences.iter().map(span).collect()),
        }
    }

    /// As the programme keeps them.
    pub(super) fn full(&self) -> FullSpeaker {
        let line = |line: &Option<Line>| line.as_ref().map(|line| line.0.trim().to_owned());
        let link = |link: &SpeakerLink| Link {
            title: link.title.as_ref().map(|title| title.0.clone()).unwrap_or_default(),
            url: link.url.0.clone(),
        };
        let speaker = exchange::Speaker {
            name: self.name.0.trim().to_owned(),
            name_latin: line(&self.name_latin),
            affiliation: line(&self.affiliation),
            position: line(&self.position),
            country: self.country.clone().map(|country| country.0),
            biography: self.biography.text(),
            picture_url: self.picture_url.clone().map(|url| url.0),
            email: self.email.clone().map(|email| email.0),
            links: self.links.0.iter().map(link).collect(),
            ..exchange::Speaker::default()
        };
        let span = |span: &Span| (span.start, end_of(span.start, span.minutes.0));
        FullSpeaker { speaker, absences: self.absences.0.iter().map(span).collect() }
    }
}

/// Values by name.
pub(super) type ByName<T> = BTreeMap<String, T>;
