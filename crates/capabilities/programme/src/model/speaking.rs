use std::collections::BTreeMap;

use jiff::Timestamp;
use madang_conference::Conference;
use madang_files::FileId;
use madang_interchange::model::{Session, Slot};
use madang_people::PersonId;
use madang_store::id_type;
use serde::{Deserialize, Serialize};

use super::FullSpeaker;

id_type!(pub SpeakerInvitationId, "Names an invitation of a speaker.");

/// Begins what stands in the place of a picture's address when the speaker handed the picture in: `face:`, the speaker's
/// code, a slash and the picture's digest.
pub const FACE_SOURCE: &str = "face:";

/// What speakers said to a session, by their codes.
pub type Answers = BTreeMap<String, Answer>;

/// What a speaker said to a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether they will hold it.
    pub says: Says,
    /// Why not, in their words; empty when they told no reason.
    #[serde(default)]
    pub reason: String,
    /// When they said so.
    pub at: Timestamp,
}

/// Whether somebody will hold a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// They will.
    Yes,
    /// They will not.
    No,
}

/// The person who signs in as a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerAccount {
    /// Who.
    pub person: PersonId,
    /// What their account calls them.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Since when.
    pub joined_at: Timestamp,
}

/// A letter that asks somebody to take over their own entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerInvitation {
    /// Names it; its secret is in the letter only.
    pub id: SpeakerInvitationId,
    /// Code of the speaker.
    pub speaker: String,
    /// To whom the letter went.
    pub email: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Until when it can be redeemed.
    pub expires_at: Timestamp,
}

/// Who of a conference's speakers signs in, and who was asked to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerAccounts {
    /// Who signs in, by speakers' codes.
    pub joined: BTreeMap<String, SpeakerAccount>,
    /// Whom a letter waits for, by speakers' codes; never somebody who has joined.
    pub invited: BTreeMap<String, SpeakerInvitation>,
}

/// Why a speaker was sent no invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// There is no such speaker any more.
    Gone,
    /// Nobody knows where to write to.
    NoAddress,
    /// They sign in already.
    Joined,
}

/// What became of inviting speakers; codes in the order in which they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakersInvited {
    /// Who was written to.
    pub invited: Vec<String>,
    /// Who was not, and why.
    pub left_out: Vec<(String, LeftOut)>,
}

/// A speaker of a conference, for the list of a person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerRef {
    /// Short name of the conference.
    pub conference: String,
    /// Code of the speaker.
    pub code: String,
}

/// Slides that were handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slides {
    /// Names them.
    pub file: FileId,
    /// Code of the session.
    pub session: String,
    /// Code of the speaker who handed them in.
    pub speaker: String,
    /// The file's name, made harmless.
    pub name: String,
    /// How long the file is.
    pub size_bytes: u64,
    /// The secret or, once they are public, known part of their address: `/{conference}/files/{token}`.
    pub token: String,
    /// Whether the session's page lists them.
    pub is_public: bool,
    /// When they were handed in.
    pub created_at: Timestamp,
}

/// A speaker as the person who is them sees their own entry.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSpeaker {
    /// The conference.
    pub conference: Conference,
    /// Their code.
    pub code: String,
    /// Everything that the team's draft has of them.
    pub full: FullSpeaker,
    /// Counts its changes.
    pub version: i64,
    /// The address of a copy of their picture; none where there is none.
    pub picture: Option<FileId>,
    /// The sessions they know of, by released time, then title; may be empty.
    pub sessions: Vec<OwnSession>,
    /// Number of the latest release; 0 before the first.
    pub release: i64,
}

/// A session as one of its speakers sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSession {
    /// The session as the team's draft has it, without its place: what is not released is the team's own.
    pub session: Session,
    /// Counts its changes.
    pub version: i64,
    /// What the speaker said; none before they did.
    pub answer: Option<Answer>,
    /// Whether they can say something to it: not when it is cancelled.
    pub can_answer: bool,
    /// Time and room of the latest release, with its room's name; none when that has none.
    pub slot: Option<(Slot, madang_interchange::model::Text)>,
    /// Whether the latest release announces it.
    pub is_announced: bool,
    /// Whether it was announced and will not be held.
    pub is_cancelled: bool,
    /// The slides of all of its speakers, the newest first.
    pub slides: Vec<Slides>,
}
