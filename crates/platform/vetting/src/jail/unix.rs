//! Other Unix systems: a process of its own with limits. Honest about being less.

use rustix::process::{Resource, Rlimit};

use super::{CPU_SECONDS_MAX, Level, Sandbox};

/// Closes what can be closed. *Shapes*: what holds, and what does not, in words.
pub(super) fn enter() -> (Sandbox, Vec<String>) {
    let limits =
        [(Resource::Cpu, CPU_SECONDS_MAX), (Resource::Fsize, 0), (Resource::Core, 0), (Resource::Nofile, 3)];
    for (resource, most) in limits {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        if let Err(error) = rustix::process::setrlimit(resource, limit) {
            return (Sandbox::default(), vec![format!("limits: {error}")]);
        }
    }
    (Sandbox { level: Level::Process, limits: true, ..Sandbox::default() }, Vec::new())
}
