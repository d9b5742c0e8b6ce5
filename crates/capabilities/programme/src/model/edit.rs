use jiff::Timestamp;
use madang_conference::ObjectKind;
use madang_interchange::model::{Session, Speaker};
use serde::{Deserialize, Serialize};

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

/// What of a programme can be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Editable {
    /// A session.
    Session,
    /// A speaker.
    Speaker,
}

impl Editable {
    /// What it is in a history.
    pub(crate) fn object(self) -> ObjectKind {
        match self {
            Self::Session => ObjectKind::Session,
            Self::Speaker => ObjectKind::Speaker,
        }
    }

    /// Reads [`Editable::object`]; settings are no part of a programme.
    pub(crate) fn of_object(object: ObjectKind) -> Option<Self> {
        [Self::Session, Self::Speaker].into_iter().find(|one| one.object() == object)
    }
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
