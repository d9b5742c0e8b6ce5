//! What a worker may do: read its standard input, write its standard output, and compute. Nothing else.

use serde::{Deserialize, Serialize};

#[cfg(target_os = "linux")]
mod linux;
pub mod probe;
#[cfg(all(unix, not(target_os = "linux")))]
mod unix;

/// How much memory a worker may map. *Units*: bytes.
pub const MEMORY_BYTES_MAX: u64 = 2 << 30;
/// How long a worker may compute. *Units*: seconds.
pub const CPU_SECONDS_MAX: u64 = 60;

/// What held a worker back. Stands in reports and certificates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sandbox {
    /// How much of the jail held.
    pub level: Level,
    /// The version of Landlock's interface that was enforced with every right refused; 0 when none was.
    pub landlock: u32,
    /// Only listed system calls were possible.
    pub seccomp: bool,
    /// Memory, time, file size and descriptors were limited.
    pub limits: bool,
    /// No program that it started could have got more rights.
    pub no_new_privileges: bool,
}

/// How much of the jail held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing held: the reader ran as any program does.
    #[default]
    None,
    /// A process of its own with limits, which could still open files and connections.
    Process,
    /// Linux: Landlock, a list of system calls, limits.
    Full,
}

impl Sandbox {
    /// In a few words, for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self.level {
            Level::Full => format!("Landlock {}, seccomp, limits", self.landlock),
            Level::Process => "a process with limits only".into(),
            Level::None => "none".into(),
        }
    }
}

/// What a worker is asked to do when the jail cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Demand {
    /// Refuse to read anything unless everything holds that this system can have; on Linux that is [`Level::Full`].
    Required,
    /// Take what can be had, and say what it was.
    BestEffort,
    /// Do not even try. For tests of what happens then.
    Off,
}

/// Part of the jail could not be closed.
#[derive(Debug, thiserror::Error)]
#[error("the sandbox cannot be enforced: {0}")]
pub struct NotEnforced(pub String);

/// Closes the jail round this process, for good.
///
/// # Errors
/// When something could not be enforced and `demand` is [`Demand::Required`]. What held is then of no interest: the process
/// must end.
pub fn enter(demand: Demand) -> Result<Sandbox, NotEnforced> {
    if demand == Demand::Off {
        return Ok(Sandbox::default());
    }
    let (sandbox, failures) = platform();
    if demand == Demand::Required && !failures.is_empty() {
        return Err(NotEnforced(failures.join("; ")));
    }
    Ok(sandbox)
}

#[cfg(target_os = "linux")]
fn platform() -> (Sandbox, Vec<String>) {
    linux::enter()
}

#[cfg(all(unix, not(target_os = "linux")))]
fn platform() -> (Sandbox, Vec<String>) {
    unix::enter()
}

#[cfg(not(unix))]
fn platform() -> (Sandbox, Vec<String>) {
    (Sandbox::default(), vec!["there is no jail for this system".into()])
}
