//! What changed from one release to the next. Needs the facts of both, not their bytes.

use serde::{Deserialize, Serialize};

use crate::facts::{Capability, ObjectId};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are said by the variants")]
pub enum Change {
    /// A program or script that was there before can do more. `role_violated`: what nothing in its role should.
    NewCapabilities { object: ObjectId, path: String, role: Role, new: Vec<Capability>, role_violated: bool },
    /// A program that was not there before.
    NewExecutable { object: ObjectId, path: String },
    /// Signed by somebody else, or no longer, or newly.
    Signer { object: ObjectId, path: String, before: String, after: String },
    /// Something new starts by itself.
    NewAutoStart { object: ObjectId, path: String, name: String },
    /// Code names a host that it did not name before.
    NewHost { host: String },
    /// An installer's script has other lines. *Shapes*: with `+` or `-` in front; at most 200.
    ScriptText { object: ObjectId, path: String, lines: Vec<String> },
    /// Bytes were appended to a program.
    NewOverlay { object: ObjectId, path: String, size_bytes: u64 },
    /// Gone.
    Gone { path: String },
}

/// What a file is for, as far as its name and exports say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sound, pictures, video.
    Codec,
    /// Graphics.
    Graphics,
    /// Fonts and text layout.
    Text,
    /// Compression, hashes, ciphers, as arithmetic.
    Arithmetic,
    /// A database in a file.
    Database,
    /// Names say nothing.
    Any,
}

/// All differences.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diff {
    /// SHA-256 of the earlier artefact.
    pub against: String,
    /// The version that the earlier artefact said it was; may be empty.
    pub against_version: String,
    /// The differences; the order of the objects.
    pub changes: Vec<Change>,
}
