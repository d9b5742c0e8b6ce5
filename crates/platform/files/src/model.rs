use std::{fmt, str::FromStr};

use jiff::Timestamp;
use madang_context::Id;
use madang_store::{ColumnError, FromColumn, ToParam, ValueRef};

use crate::media::PictureSize;

madang_store::id_type!(pub FileId, "Names a file of a conference.");

/// The SHA-256 digest of an object, 64 lower-case hexadecimal digits: its name in the folder. Made only from such text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

/// The text is not a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a digest: expected 64 hexadecimal digits")]
pub struct NotADigest;

impl Digest {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn of_hash(hash: &[u8]) -> Self {
        Self(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl FromStr for Digest {
    type Err = NotADigest;
    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let is_digest =
            text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_digest { Ok(Self(text.to_owned())) } else { Err(NotADigest) }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToParam for Digest {
    fn to_param(&self) -> ValueRef<'_> {
        ValueRef::Text(&self.0)
    }
}

impl FromColumn for Digest {
    fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError> {
        String::from_column(value)?
            .parse()
            .map_err(|error: NotADigest| ColumnError::Meaning(error.to_string()))
    }
}

/// A file of a conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Whose it is.
    pub conference: Id,
    /// Its name in addresses.
    pub id: FileId,
    /// Its bytes.
    pub digest: Digest,
    /// The name that it was handed in under, made harmless.
    pub name: String,
    /// Its media type, told by its bytes and not by its name.
    pub media_type: String,
    /// How long it is.
    pub size_bytes: u64,
    /// Width and height, if it is a picture that may be shown.
    pub picture: Option<PictureSize>,
    /// When it was handed in.
    pub created_at: Timestamp,
}
