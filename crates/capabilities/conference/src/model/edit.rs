use jiff::Timestamp;
use madang_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An object as its fields.
pub type Fields = Map<String, Value>;

/// The field that every object has as long as it is there.
const KEY: &str = "key";

/// What an edit was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// The conference itself.
    Conference,
    /// A room.
    Room,
    /// A track.
    Track,
    /// A kind of session.
    Kind,
    /// A page of text.
    Page,
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
            Self::Conference => "conference",
            Self::Room => "room",
            Self::Track => "track",
            Self::Kind => "kind",
            Self::Page => "page",
            Self::Session => "session",
            Self::Speaker => "speaker",
        }
    }

    /// Whether settings hold it; all else is the programme's.
    #[must_use]
    pub fn is_setting(self) -> bool {
        !matches!(self, Self::Session | Self::Speaker)
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
    /// It came from another conference.
    Copy,
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
    /// The object's code; the short name of a conference and of its pieces.
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

impl Edit {
    /// Whether the object was not there before.
    #[must_use]
    pub fn makes(&self) -> bool {
        self.changes.iter().any(|change| change.field == KEY && change.before.is_null())
    }

    /// Whether the object was not there any more then.
    #[must_use]
    pub fn removes(&self) -> bool {
        self.changes.iter().any(|change| change.field == KEY && change.after.is_null())
    }
}

/// The fields of an object.
///
/// # Panics
/// For a thing that has none: our objects are structs with string keys.
#[must_use]
pub fn fields<T: Serialize>(object: &T) -> Fields {
    match serde_json::to_value(object) {
        Ok(Value::Object(fields)) => fields,
        other => unreachable!("an object has fields: {other:?}"),
    }
}
