//! What is known of the artefact as a whole.

use serde::{Deserialize, Serialize};

use super::{Object, ObjectId, Step, Unopened};
use crate::limits::{Limits, Spent};

/// The version of this shape. Counted up when stored facts need reading in another way.
pub const SCHEMA: u32 = 1;

/// Everything known of an artefact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The version of this shape.
    pub schema: u32,
    /// The version of the engine that found them.
    pub engine: String,
    /// The artefact's name, as handed in. Shown, never trusted.
    pub name: String,
    /// *Units*: bytes.
    pub size_bytes: u64,
    /// SHA-256 of the artefact in hexadecimal digits.
    pub sha256: String,
    /// Root of the Merkle tree over (path, SHA-256) of all objects, in order of `objects`; `merkle` says how.
    pub merkle_root: String,
    /// The limits that held.
    pub limits: Limits,
    /// What was spent of them.
    pub spent: Spent,
    /// Everything inside; the artefact itself first, each container before its members.
    pub objects: Vec<Object>,
    /// What could not be looked into.
    pub unopened: Vec<Unopened>,
    /// What installers and scripts do, in the order in which they stand there.
    pub steps: Vec<Step>,
    /// Hosts that are named; sorted, each once.
    pub hosts: Vec<Host>,
    /// How it updates itself.
    pub updates: Vec<UpdateChannel>,
}

impl Facts {
    /// The object with this number.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(usize::try_from(id.0).ok()?)
    }
}

/// A host that is named somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// The name or address, in lower case, without port.
    pub host: String,
    /// Where: at most 8 objects.
    pub objects: Vec<ObjectId>,
    /// One whole address, at most 200 characters.
    pub example: String,
    /// Programs, scripts that are run or jobs name it, not only texts.
    pub in_code: bool,
}

/// The kind of a background job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobKind {
    /// launchd, as root.
    LaunchDaemon,
    /// launchd, as the user.
    LaunchAgent,
    /// launchd; where it will lie is not known.
    Launchd,
    /// systemd.
    SystemdService,
    /// systemd, by the clock or on an event.
    SystemdTrigger,
    /// `init.d`.
    InitScript,
    /// cron.
    Cron,
    /// Starts when somebody logs in.
    Autostart,
    /// A Windows service.
    WindowsService,
    /// A Windows scheduled task.
    ScheduledTask,
    /// A `Run` key or start-up folder.
    RunKey,
    /// Starts with Python, by a `.pth` file.
    PythonPath,
    /// udev, ld.so.preload, profile and other places that run things.
    Other,
    /// A folder whose files the system or every session runs or obeys; told only when what is run acts.
    SystemFolder,
}

/// Something that starts by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its kind.
    pub kind: JobKind,
    /// Its name.
    pub name: String,
    /// What it starts, then the arguments.
    pub command: Vec<String>,
    /// Starts at boot, log-in or load, not only on demand.
    pub starts_itself: bool,
    /// Started again whenever it ends.
    pub kept_alive: bool,
    /// As whom; empty when not said.
    pub user: String,
}

/// What a package or bundle says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// `deb`, `rpm`, `pkg`, `msi`, `npm`, `wheel`, `sdist`, `app`, `apk`, `nsis`, `electron`…
    pub format: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Who made it, as it says.
    pub vendor: String,
    /// It asks for administrator's rights.
    pub needs_root: bool,
    /// Its main program or module.
    pub main: String,
    /// Names of the scripts that run by themselves.
    pub hooks: Vec<String>,
    /// An application without a window or icon.
    pub background_only: bool,
}

/// How something updates itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateChannel {
    /// Where that is said.
    pub object: ObjectId,
    /// `sparkle`, `electron-updater`, `squirrel`, `tauri`, `own`…
    pub mechanism: String,
    /// Where updates come from; may be empty.
    pub address: String,
    /// Are they verified with a key that is in the artefact? `None`: cannot be seen.
    pub verified: Option<bool>,
}

/// What a document does beyond being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are said by the variants")]
pub enum ActiveContent {
    /// A PDF that starts a program.
    Launch { target: String },
    /// A PDF with JavaScript.
    JavaScript { by_itself: bool },
    /// A file inside a document.
    Embedded { name: String },
    /// Macros. `starts_by`: the name of the procedure that runs by itself.
    Macro { starts_by: Option<String>, calls: Vec<String> },
    /// A template or object from elsewhere.
    RemoteTemplate { address: String },
    /// Dynamic data exchange or an external link that runs something.
    FieldCommand { command: String },
    /// A sheet of macros of Excel 4. `starts_by`: the name that makes it run by itself; `hidden`: no menu lists it.
    MacroSheet { starts_by: Option<String>, hidden: bool, calls: Vec<String> },
    /// An object that loads itself when the document is opened; `by` is the word that makes it.
    LoadsItself { by: String },
    /// A shortcut that starts a program.
    Shortcut { target: String, arguments: String },
    /// A file of settings, a link or a table that starts something, or changes the computer, when it is opened.
    WhenOpened { command: String },
    /// A web page that builds a file out of itself.
    Smuggling { evidence: String },
    /// Settings, or a line of a script that writes them, by which a tool fetches from an address.
    Fetches { by: String, address: String },
    /// Settings, or a line of a script that writes them, that stand before every program or every tool from now on.
    Redirects { line: String },
    /// A page that loads a script from a server.
    RemoteScript { address: String },
    /// Settings by which something else starts a command. `seen`: in a window.
    Starts { command: String, seen: bool, how: String },
    /// A text with many letters in a row that nobody sees.
    Unseen { letters: u32 },
    /// A source of Python in a coding that Python does not bring: something else says what its letters mean.
    OwnCoding { name: String },
    /// Settings by which secrets are sent to an address: `how` in words of where.
    SendsSecrets { line: String, how: String },
}
