use jiff::Timestamp;
use madang_interchange::model::{Session, Speaker};
use madang_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Answers;

/// A session with what the draft knows beside it: everything that a person may edit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FullSession {
    /// The session; its keys are ours.
    #[serde(flatten)]
    pub session: Session,
    /// How many people are expected.
    #[serde(default)]
    pub audience: Option<u32>,
    /// What its speakers said to it.
    #[serde(default)]
    pub answers: Answers,
}

/// A speaker with what the draft knows beside them: everything that a person may edit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FullSpeaker {
    /// The speaker.
    #[serde(flatten)]
    pub speaker: Speaker,
    /// When they cannot speak; sorted by start.
    #[serde(default)]
    pub absences: Vec<(Timestamp, Timestamp)>,
}

/// What an edit was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A session.
    Session,
    /// A speaker.
    Speaker,
}

impl ObjectKind {
    /// As kept in the store and named in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Speaker => "speaker",
        }
    }
}

/// How an edit came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditAction {
    /// Somebody made it.
    Create,
    /// Somebody changed it.
    Change,
    /// Somebody removed it.
    Delete,
    /// An import changed it.
    Import,
    /// A conference's sheet changed it.
    Sheet,
    /// An earlier edit was taken back.
    Undo,
}

/// What an edit did to one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Name of the field.
    pub field: String,
    /// Its value before; null when the object was not there.
    pub before: Value,
    /// Its value after; null when the object is gone.
    pub after: Value,
}

/// One change of one object, as it is remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Its id; sorts by time.
    pub id: Id,
    /// Names all edits that were done at once.
    pub batch: Id,
    /// What was edited.
    pub kind: ObjectKind,
    /// The object's code.
    pub code: String,
    /// The version of the object that it led to.
    pub version: i64,
    /// How it came about.
    pub action: EditAction,
    /// When.
    pub at: Timestamp,
    /// Who, as in the audit.
    pub who: String,
    /// Field by field; sorted by field, never empty.
    pub changes: Vec<Difference>,
}

/// Why a value cannot be a field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It may not be empty.
    Empty,
    /// More characters than this.
    TooLong(usize),
    /// More entries than this.
    TooMany(usize),
    /// It names something that is not there.
    Unknown,
    /// The same speaker twice.
    Twice,
    /// Not an address of the web, of mail, not a country, not a language.
    Form,
    /// It ends before it begins, or takes longer than a day.
    Length,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// Name of the field.
    pub field: &'static str,
    /// What is wrong with it.
    pub fault: Fault,
}
