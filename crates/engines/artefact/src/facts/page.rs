//! What a page, or a script of a page, asks of its reader.

use serde::{Deserialize, Serialize};

use super::{Capability, Seen};

/// What a page says, and what it does with what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The words by which it tells its reader to paste something where commands are run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tells: Option<String>,
    /// The words by which it asks for words of recovery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<String>,
    /// It has fields into which people write.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fields: bool,
    /// Where its forms send what people write; at most 8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
    /// Scripts beside it that it loads, as it names them; at most 32.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<String>,
    /// What the scripts that stand in it could do; one entry for each capability.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// What it puts into the clipboard; at most 8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Copied>,
    /// A command that it shows, or keeps out of sight among what it shows, that nobody can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coded: Option<String>,
    /// Lines that it shows as commands; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<String>,
}

/// What is put into the clipboard, as far as the text says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are said by the variants")]
pub enum Copied {
    /// What the page shows.
    Shown,
    /// This text.
    Text { text: String },
    /// Something that is decoded, or comes from a server or an attribute: by which words.
    Coded { by: String },
    /// Something of which the text does not say where it comes from.
    Open,
}

impl Page {
    /// Could the scripts in it do this?
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.seen.iter().any(|seen| seen.capability == capability)
    }

    /// Is there nothing to say?
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}
