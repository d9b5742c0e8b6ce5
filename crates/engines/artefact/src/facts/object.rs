//! One object of an artefact, and what could not be opened.

use serde::{Deserialize, Serialize};

use super::{ActiveContent, Code, Executable, Job, Kind, Overlay, Package, Page, Script, Signature};
use crate::limits::Limit;

/// The place of an object in `Facts::objects`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObjectId(pub u32);

/// One file inside the artefact, or the artefact itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// Its number; the artefact itself is 0.
    pub id: ObjectId,
    /// What it was found in. `None` only for the artefact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ObjectId>,
    /// How many containers are around it.
    pub depth: u32,
    /// Where it stands: names of members, with `!/` where one container ends and the next begins. Empty for the
    /// artefact itself. Never used as a path of a file system.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// *Units*: bytes.
    pub size_bytes: u64,
    /// SHA-256 in hexadecimal digits. Empty for folders, links, what was not read, and a tar or cpio
    /// archive within a layer of compression: the layer and the members have theirs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Shannon entropy. *Units*: bits per byte. Known for executables and unknown data of 4 KiB and more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entropy: Option<f32>,
    /// What its container says of it.
    #[serde(default, skip_serializing_if = "Member::is_plain")]
    pub member: Member,
    /// Where an installer would put it: an absolute path of the target system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<String>,
    /// What it says as a container.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<Box<Container>>,
    /// What it can do as a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executable: Option<Box<Executable>>,
    /// What it says as code of Java or Android, or as the manifest of such code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Box<Code>>,
    /// What stands behind the end of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail: Option<Box<Overlay>>,
    /// What it does as a script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<Box<Script>>,
    /// What it asks of its reader, as a page or as a script of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Box<Page>>,
    /// The background job, service or start-up entry that it defines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<Box<Job>>,
    /// The package or bundle that it describes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Box<Package>>,
    /// Who signed it. Executables keep theirs here, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<Signature>>,
    /// What it does as a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub active: Vec<ActiveContent>,
    /// The operator's own YARA rules that match it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yara: Vec<String>,
}

impl Object {
    /// The last part of its path.
    #[must_use]
    pub fn name(&self) -> &str {
        let inner = self.path.rsplit("!/").next().unwrap_or(&self.path);
        inner.trim_end_matches('/').rsplit('/').next().unwrap_or(inner)
    }

    /// Is it hidden from people who look at the folder: a name with a dot in front, or in a folder with such a name?
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        let name = self.name();
        self.member.hidden_attribute || (name.len() > 1 && name.starts_with('.') && name != "..")
    }
}

/// What the container says of a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Unix mode, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<u32>,
    /// Where a link points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Marked hidden by the file system (HFS+ invisible, DOS hidden).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden_attribute: bool,
}

impl Member {
    /// Is there nothing to say?
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// What an object says as a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// How many members it has, folders included.
    pub members: u32,
    /// How many of them are encrypted.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub encrypted: u32,
    /// Where it contradicts itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<Contradiction>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A container that says different things to different readers, or names what it must not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are said by the variants")]
pub enum Contradiction {
    /// The ZIP's directory and the header before the data disagree about a member.
    HeaderMismatch { member: String, directory: String, local: String },
    /// A member that the directory does not list.
    Unlisted { member: String },
    /// Two members of the same name with different content.
    Twice { member: String },
    /// A member whose bytes are also another's.
    Overlap { member: String },
    /// More than one end of directory.
    TwoEnds { count: u32 },
    /// Bytes before the container begins or after it ends.
    Surplus { before_bytes: u64, after_bytes: u64 },
    /// A name that leaves the folder: `..`, an absolute path, a drive, a NUL.
    Escapes { member: String },
    /// A link that points out of the tree.
    LinkEscapes { member: String, target: String },
    /// The same bytes are also another format.
    Polyglot { other: Kind },
    /// A checksum does not fit.
    Checksum { member: String },
    /// A size or count in a header does not fit the data.
    Size { member: String, said: u64, found: u64 },
}

/// Something that could not be looked into. One of these makes an artefact *not vettable*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unopened {
    /// The object, or the container it would have come out of.
    pub object: ObjectId,
    /// Where it stands, as in `Object::path`.
    pub path: String,
    /// Why.
    pub reason: Reason,
    /// Details for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Why something could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It wants a password.
    Encrypted,
    /// A limit of the budget.
    Limit(Limit),
    /// The format is known, but there is no reader for it.
    NoReader,
    /// The format has a reader, but not for this variant of it.
    Variant,
    /// It breaks the rules of its format.
    Damaged,
    /// A program that unpacks itself when it starts.
    Packed,
    /// The reader itself failed; this is a bug of ours.
    ReaderFailed,
    /// The artefact is nothing that this engine knows.
    Unknown,
}
