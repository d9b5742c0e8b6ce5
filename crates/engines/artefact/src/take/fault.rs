//! Why something could not be read to its end.

use crate::limits::Limit;

/// Why a container could not be read to its end.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It breaks the rules of its format.
    Damaged(String),
    /// A variant that there is no reader for.
    Variant(String),
    /// It wants a password.
    Encrypted,
    /// No reader at all.
    NoReader,
    /// A limit was hit.
    Limit(Limit),
}

impl Fault {
    /// Something damaged, said in words.
    pub(crate) fn damaged(words: impl Into<String>) -> Self {
        Self::Damaged(words.into())
    }
}

impl From<Limit> for Fault {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}
