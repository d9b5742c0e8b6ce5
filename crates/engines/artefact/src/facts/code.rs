//! What compiled code of a virtual machine, or the manifest beside it, says.

use serde::{Deserialize, Serialize};

use super::{Capability, Seen};

/// A Java class, a program of Android, or the manifest of either.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// How many texts it keeps; 0 for manifests.
    pub texts: u32,
    /// What it could do; sorted by capability, one entry for each. `at`: which text shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// Names of pictures, fonts and sounds among its texts; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// What a manifest declares: `Premain-Class: x.Agent`, `android.permission.INTERNET`; at most 256.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<String>,
}

impl Code {
    /// Could it do this?
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.seen.iter().any(|seen| seen.capability == capability)
    }
}
