//! What a script could do.

use serde::{Deserialize, Serialize};

use super::{Capability, Seen};

/// The language of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "names of languages")]
pub enum Language {
    Shell,
    Python,
    JavaScript,
    PowerShell,
    Batch,
    Perl,
    Ruby,
    AppleScript,
    VisualBasic,
    Php,
    Lua,
    Tcl,
    Other,
}

/// A script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Script {
    /// Its language.
    pub language: Language,
    /// How many lines it has.
    pub lines: u32,
    /// What it could do; sorted by capability, one entry for each.
    pub seen: Vec<Seen>,
    /// The capabilities that stand close together in one place, when several do; for long bundles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<Capability>,
    /// Other files that it runs or loads, as it names them; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loads: Vec<String>,
    /// The capabilities that count together for rules that ask widely: all of a short script, of a long one those of its
    /// most telling place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wide: Vec<Capability>,
    /// Names of files that it mentions, whatever their endings; of short scripts only, at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Its name says that it is a picture, a font, a sound or a document.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disguised: bool,
    /// A text that looks like a script under a name of plain data, and that nothing mentions: not counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dormant: bool,
    /// Reasons to call it obfuscated; empty when it is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obfuscated: Vec<String>,
    /// It is written for machines: few line breaks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub minified: bool,
    /// What starts it by itself: `postinstall`, `setup.py`… `None` when nothing known does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hook: Option<String>,
    /// Its lines, kept only for scripts that an installer runs and that are shorter than 64 KiB: for the diff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<String>,
}

impl Script {
    /// Could it do this?
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.seen.iter().any(|seen| seen.capability == capability)
    }
}
