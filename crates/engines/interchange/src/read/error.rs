//! Why a source cannot be read at all.

use std::fmt;

use crate::model::Place;

/// The source cannot be read. Whatever can be mended is an [`Oddity`](crate::model::Oddity) instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {kind}: {message}")]
pub struct ReadError {
    /// What sort of fault.
    pub kind: ReadErrorKind,
    /// Where it was found.
    pub place: Place,
    /// What was found, for a person; no full stop.
    pub message: String,
}

/// The sort of a [`ReadError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadErrorKind {
    /// No file, or only empty ones.
    Empty,
    /// A limit of [`Limits`](super::Limits) is passed.
    TooLarge,
    /// Not UTF-8.
    Encoding,
    /// Not well-formed XML, JSON or CSV, for example because it was cut off.
    Malformed,
    /// A document type that declares entities, or an entity that is not one of XML's own five.
    Entity,
    /// Well-formed, but none of the formats that are known, or not the one that was asked for.
    Format,
    /// [`ReadOptions::zone`](super::ReadOptions::zone) is no zone of the time zone database.
    Zone,
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "nothing to read",
            Self::TooLarge => "too large",
            Self::Encoding => "not UTF-8",
            Self::Malformed => "malformed",
            Self::Entity => "entities are not allowed",
            Self::Format => "unknown format",
            Self::Zone => "unknown zone",
        })
    }
}

impl ReadError {
    pub(crate) fn new(kind: ReadErrorKind, place: Place, message: impl Into<String>) -> Self {
        Self { kind, place, message: message.into() }
    }

    /// A fault of a file as a whole.
    pub(crate) fn of_file(kind: ReadErrorKind, file: &str, message: impl Into<String>) -> Self {
        let place = Place { file: file.to_owned(), ..Place::default() };
        Self::new(kind, place, message)
    }
}
