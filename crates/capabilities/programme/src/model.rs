mod edit;
mod speaking;

use std::collections::BTreeMap;

use jiff::Timestamp;
use madang_conference::{ConferenceId, KindId, RoomId, TrackId};
use madang_interchange::model::{Programme, Slot, Text};
use madang_store::id_type;
use serde::{Deserialize, Serialize};

pub(crate) use edit::Editable;
pub use edit::{Fault, FieldFault, FullSession, FullSpeaker};
pub use speaking::{
    Answer, Answers, FACE_SOURCE, LeftOut, OwnSession, OwnSpeaker, Says, Slides, SpeakerAccount,
    SpeakerAccounts, SpeakerInvitation, SpeakerInvitationId, SpeakerRef, SpeakersInvited,
};

id_type!(pub SpeakerId, "Names a speaker of a conference.");
id_type!(pub SessionId, "Names a session of a conference.");

/// The programme as the team has it now.
///
/// *Shapes*: keys are our own: short names of rooms, tracks and kinds, codes of speakers and sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Everything, in every state, with times that are not released yet.
    pub programme: Programme,
    /// Ids of what the programme names by key.
    pub ids: DraftIds,
    /// How often each has been changed.
    pub versions: Versions,
    /// When speakers cannot speak, by code; sorted by start.
    pub absences: BTreeMap<String, Vec<(Timestamp, Timestamp)>>,
    /// How many people are expected, by session code.
    pub audiences: BTreeMap<String, u32>,
    /// What speakers said, by session code; sessions that nobody has answered are left out.
    pub answers: BTreeMap<String, Answers>,
}

/// Versions by code, from 1: whoever changes something says which version they have seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Versions {
    /// Of speakers.
    pub speakers: BTreeMap<String, i64>,
    /// Of sessions.
    pub sessions: BTreeMap<String, i64>,
}

impl Draft {
    /// A session with what is known beside it.
    #[must_use]
    pub fn full_session(&self, code: &str) -> Option<FullSession> {
        let session = self.programme.sessions.iter().find(|session| session.key == code)?;
        let (audience, answers) = (self.audiences.get(code).copied(), self.answers.get(code).cloned());
        Some(FullSession { session: session.clone(), audience, answers: answers.unwrap_or_default() })
    }

    /// A speaker with what is known beside them.
    #[must_use]
    pub fn full_speaker(&self, code: &str) -> Option<FullSpeaker> {
        let speaker = self.programme.speakers.iter().find(|speaker| speaker.key == code)?;
        let absences = self.absences.get(code).cloned().unwrap_or_default();
        Some(FullSpeaker { speaker: speaker.clone(), absences })
    }
}

/// Ids by key.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "one map for each kind of thing")]
pub struct DraftIds {
    pub rooms: BTreeMap<String, RoomId>,
    pub tracks: BTreeMap<String, TrackId>,
    pub kinds: BTreeMap<String, KindId>,
    pub speakers: BTreeMap<String, SpeakerId>,
    pub sessions: BTreeMap<String, SessionId>,
}

/// What a conflict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// Two sessions in one room at one time.
    RoomTaken,
    /// One speaker in two sessions at one time.
    SpeakerTwice,
    /// A session while its speaker cannot come.
    SpeakerAbsent,
    /// More people expected than the room has seats.
    RoomTooSmall,
    /// Too little time to walk from one session of a speaker to the next.
    Walk,
    /// Outside of the conference's days or hours.
    OutsideHours,
    /// A session without any length.
    NoLength,
    /// A confirmed session that has no time yet.
    Unscheduled,
}

impl ConflictKind {
    /// All kinds, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::RoomTaken,
        Self::SpeakerTwice,
        Self::SpeakerAbsent,
        Self::RoomTooSmall,
        Self::Walk,
        Self::OutsideHours,
        Self::NoLength,
        Self::Unscheduled,
    ];

    /// Its name in sheets, the store and the interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::RoomTaken => "room-taken",
            Self::SpeakerTwice => "speaker-twice",
            Self::SpeakerAbsent => "speaker-absent",
            Self::RoomTooSmall => "room-too-small",
            Self::Walk => "walk",
            Self::OutsideHours => "outside-hours",
            Self::NoLength => "no-length",
            Self::Unscheduled => "unscheduled",
        }
    }

    /// Reads [`ConflictKind::word`].
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What becomes of a conflict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A release is refused while there is one.
    Block,
    /// It is shown.
    #[default]
    Warn,
    /// It is not even looked for.
    Ignore,
}

impl Level {
    /// Its name in sheets and the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Warn => "warn",
            Self::Ignore => "ignore",
        }
    }

    /// Reads [`Level::word`].
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Block, Self::Warn, Self::Ignore].into_iter().find(|level| level.word() == word)
    }
}

/// The level of each kind of conflict; kinds that are not named have [`Level::Warn`].
pub type Levels = BTreeMap<ConflictKind, Level>;

/// Something in a timetable that should not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// What it is about.
    pub kind: ConflictKind,
    /// What becomes of it; never [`Level::Ignore`].
    pub level: Level,
    /// Codes of the one or two sessions, the earlier first.
    pub sessions: Vec<String>,
    /// Short name of the room, where it is about one.
    pub room: Option<String>,
    /// Code of the speaker, where it is about one.
    pub speaker: Option<String>,
    /// Minutes that overlap, are missing for the walk, or people too many.
    pub amount: i64,
}

/// What has become of a session between two releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Code of the session.
    pub session: String,
    /// Its title.
    pub title: Text,
    /// When and where it was announced before.
    pub before: Option<Slot>,
    /// When and where it is now.
    pub after: Option<Slot>,
}

/// See [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It was not announced before.
    New,
    /// It has another time or room.
    Moved,
    /// It will not be held.
    Cancelled,
}

/// A published version of the timetable.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// From 1, without gaps.
    pub number: i64,
    /// When.
    pub released_at: Timestamp,
    /// The team's words about it; may be empty.
    pub note: String,
    /// What is new in it; by kind, then in the order of the timetable. Empty when nothing has changed.
    pub changes: Vec<Change>,
}

/// How far a conference's programme is, for the list of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which conference.
    pub conference: ConferenceId,
    /// Sessions in every state.
    pub sessions: i64,
    /// The number of the latest release; 0 before the first.
    pub latest: i64,
}
