//! The answer: a verdict, what was found, and what it rests on.

use serde::{Deserialize, Serialize};

use crate::{diff::Diff, facts::ObjectId};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Shown to everybody; nobody needs to act.
    Info,
    /// A named person must accept it, with a reason.
    Review,
    /// Stops the release; two persons are needed to overrule it.
    Block,
}

/// What becomes of the artefact. *Shapes*: ordered from the best to the worst; the worst that holds is the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything was opened; there are only facts, or what was declared.
    Clear,
    /// Somebody must look.
    Review,
    /// Something could not be opened. Never "clean".
    NotVettable,
    /// It does what is almost never found in honest software.
    Block,
}

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The object.
    pub object: ObjectId,
    /// Where it stands.
    pub path: String,
    /// The line, from 1; 0 when lines make no sense.
    pub line: u32,
    /// What stands there.
    pub text: String,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id, such as `A01`.
    pub id: String,
    /// The rule's name, such as `MAC-PERSIST-HIDDEN`.
    pub name: String,
    /// How much it weighs, after the declaration was taken into account.
    pub severity: Severity,
    /// What was found, in a sentence for people.
    pub sentence: String,
    /// Where. At most 8.
    pub evidence: Vec<Evidence>,
    /// Techniques of MITRE ATT&CK.
    pub attack: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// What the exhibitor can do: fix or declare.
    pub fix: String,
    /// It was declared, and weighs less because of that.
    pub declared: bool,
    /// The declaration says no to this.
    pub denied: bool,
}

/// The report on one artefact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in a sentence.
    pub sentence: String,
    /// What was found; the heaviest first.
    pub findings: Vec<Finding>,
    /// What the installer does, in order, one sentence each.
    pub installer: Vec<String>,
    /// What could not be seen, one sentence each: what never can be, then this artefact's unopened objects.
    pub not_seen: Vec<String>,
    /// What changed since the earlier release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diff: Option<Diff>,
    /// SHA-256 of the rules.
    pub rules_hash: String,
    /// The engine's version.
    pub engine: String,
    /// SHA-256 of the artefact.
    pub sha256: String,
}
