//! What an installer does, step by step.

use serde::{Deserialize, Serialize};

use super::ObjectId;

/// When a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Before files are placed.
    BeforeInstall,
    /// While or after files are placed.
    Install,
    /// When it is removed.
    Remove,
    /// When somebody starts it: a script that lies in the artefact.
    ByHand,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The script or table that says it.
    pub object: ObjectId,
    /// The line, from 1; 0 for tables.
    pub line: u32,
    /// When.
    pub when: When,
    /// With administrator's rights.
    pub as_root: bool,
    /// What is done.
    pub action: Action,
    /// The line as it stands there, at most 300 characters.
    pub text: String,
}

/// What a step does. Paths and names are as far resolved as they can be without running anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are said by the variants")]
pub enum Action {
    /// Puts files somewhere else.
    Move { from: String, to: String },
    /// Copies files.
    Copy { from: String, to: String },
    /// Makes a link at `at` that points to `target`.
    Link { target: String, at: String },
    /// Writes a file; `content` is what is known of it, at most 2,000 characters.
    Write { to: String, content: String },
    /// Deletes.
    Delete { path: String },
    /// Changes who may do what with a file.
    Mode { path: String, mode: String },
    /// Hides a file.
    Hide { path: String },
    /// Starts a program.
    Run { program: String, arguments: Vec<String>, background: bool },
    /// Registers a background job, service, log-in item or timer; `program` may be empty.
    Register { what: String, name: String, program: String },
    /// Fetches something. `runs`: what comes back is run.
    Download { from: String, to: String, runs: bool },
    /// Runs text that was decoded or put together.
    Evaluate { what: String },
    /// Switches protection off.
    Unprotect { what: String },
    /// Trusts a certificate for the whole system.
    TrustCertificate { what: String },
    /// Installs a driver, kernel extension, log-in module or right.
    Privilege { what: String },
    /// Writes a value of the Windows registry.
    Registry { key: String, value: String },
    /// Adds a user or a group.
    Account { what: String },
    /// Asks people for a password.
    AskPassword { what: String },
}
