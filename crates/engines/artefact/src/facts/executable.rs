//! What a program could do.

use serde::{Deserialize, Serialize};

/// One thing that a program or script could do, as far as its bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Talks HTTP.
    Http,
    /// Opens sockets of its own.
    Socket,
    /// Posts a form, or sends data with a POST.
    Post,
    /// Asks for the computer's name, system, user.
    HostInfo,
    /// Lists running processes.
    ProcessList,
    /// Starts programs.
    Execute,
    /// Runs text as a program: `eval`, `exec`, `Function`.
    Evaluate,
    /// Makes files executable.
    MakeExecutable,
    /// Writes files.
    WriteFile,
    /// Decrypts.
    Decrypt,
    /// Decodes base64, hexadecimal and the like.
    Decode,
    /// Uses names with a dot in front.
    HiddenPath,
    /// Writes to folders for temporary files.
    TemporaryPath,
    /// Registers something that starts by itself.
    AutoStart,
    /// Installs services or scheduled jobs.
    Service,
    /// Deletes itself or its traces.
    DeletesSelf,
    /// Reads the key chain or stored credentials.
    Keychain,
    /// Names where browsers keep passwords.
    BrowserStore,
    /// Names where wallets keep keys.
    WalletStore,
    /// Reads the clipboard.
    Clipboard,
    /// Puts something else into the clipboard.
    ClipboardWrite,
    /// Knows what addresses of wallets look like.
    WalletAddresses,
    /// Watches the keyboard.
    Keyboard,
    /// Takes pictures of the screen.
    Screen,
    /// Writes into other processes.
    Inject,
    /// Loads programs from memory.
    LoadFromMemory,
    /// Loads libraries by name while running.
    DynamicLoad,
    /// Looks for debuggers.
    AntiDebug,
    /// Looks for virtual machines.
    AntiVirtualMachine,
    /// Checks signatures.
    VerifiesSignature,
    /// Works out digests, with which a download can be checked.
    ChecksDigest,
    /// Switches protection off.
    DisablesProtection,
    /// Builds names out of pieces, so that they cannot be found.
    BuiltNames,
    /// Reaches others over the network, in whatever words its language has for that.
    Reaches,
    /// Makes code out of text or data, in whatever words its language has for that.
    RunsText,
    /// Loads a module by a name that is worked out while running.
    LoadsModule,
    /// Starts programs, in whatever words its language has for that.
    Starts,
    /// Arranges that something starts by itself, in whatever words its system has for that.
    Persists,
    /// Names places where others keep keys, passwords or wallets, also by a part of the name.
    Secrets,
    /// Handles words of recovery, private keys or passwords that people type.
    SecretWords,
    /// Turns text into another writing that people cannot read.
    Encodes,
    /// Sends without waiting for an answer, or what people do to a place for statistics.
    Reports,
    /// Switches off that the other side is checked.
    TrustsAnybody,
    /// Fetches a package by another tool, at the moment it runs.
    FetchesPackage,
    /// Gives a page the rights of a program.
    PageRights,
    /// Shows a page that lies on a server.
    RemotePage,
    /// Hands something of the program to the pages that it shows.
    Exposes,
    /// Puts what it fetched somewhere, in whatever words its language has for that.
    Stores,
    /// Takes words apart, turns them around or shifts them, so that nobody finds them: each of them a telling one.
    Hides,
    /// Carries something packed among its texts.
    Carries,
    /// Puts itself before functions that handle keys or transactions of others.
    Wraps,
    /// Has many letters in a row that nobody sees.
    Unseen,
    /// Starts something without a window that stays when it ends.
    Outlives,
    /// Names the numbers of letters that nobody sees.
    NamesUnseen,
    /// Makes numbers of letters, or letters of numbers.
    Letters,
    /// Holds digests of what it fetches, and stops when they are others.
    PinsDigest,
    /// Works keys out of words, or encrypts.
    Derives,
    /// Reads files as bytes, or the points of a picture.
    ReadsFiles,
}

/// A capability and where it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What it could do.
    pub capability: Capability,
    /// The import or text that shows it.
    pub evidence: String,
    /// The line of a script, from 1; the offset in a program.
    pub at: u64,
}

/// A part of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// *Units*: bytes.
    pub size_bytes: u64,
    /// *Units*: bits per byte.
    pub entropy: f32,
    /// Writable and executable at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub write_and_execute: bool,
}

/// Bytes after the end of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overlay {
    /// *Units*: bytes.
    pub size_bytes: u64,
    /// *Units*: bits per byte.
    pub entropy: f32,
    /// They stand after or inside the signature, which does not cover them.
    pub outside_signature: bool,
    /// What they begin with, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<super::Kind>,
}

/// A program or library.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Executable {
    /// Processors: `x86-64`, `arm64`…
    pub processors: Vec<String>,
    /// A library rather than a program.
    pub library: bool,
    /// How many functions it takes from others.
    pub imports: u32,
    /// The libraries it takes them from; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub libraries: Vec<String>,
    /// What it could do; sorted by capability, one entry for each.
    pub seen: Vec<Seen>,
    /// Its parts; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The packer that it was packed with, when its marks are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packer: Option<String>,
    /// Bytes after its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Overlay>,
    /// Short texts that look like arguments, such as `--update` or `CheckUpdate`; at most 256.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Names of files of data among its texts; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// It begins anywhere: has an address to start at.
    pub entry: bool,
    /// The Authenticode hash of a Windows program in hexadecimal digits: over everything but checksum and signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authenticode_sha256: Option<String>,
    /// It starts in a part where compilers do not put the start: a packer's mark.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unusual_start: bool,
    /// Text was found xor-ed with one byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xored: Option<String>,
    /// The name that its version information gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_name: Option<String>,
}

impl Executable {
    /// Could it do this?
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.seen.iter().any(|seen| seen.capability == capability)
    }
}
