//! Limits, then no new privileges, then Landlock without a rule, then a list of system calls.

use std::collections::BTreeMap;

use landlock::{ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetStatus, Scope};
use rustix::process::{DumpableBehavior, Resource, Rlimit, Signal};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

use super::{CPU_SECONDS_MAX, Level, MEMORY_BYTES_MAX, Sandbox};

/// The newest interface of Landlock whose rights are all refused: files, devices, TCP, signals and abstract sockets.
const NEWEST: ABI = ABI::V6;

/// Closes what can be closed. *Shapes*: what holds, and what does not, in words.
pub(super) fn enter() -> (Sandbox, Vec<String>) {
    let mut failures = Vec::new();
    let mut sandbox = Sandbox::default();
    let mut note = |what: &str, error: String| failures.push(format!("{what}: {error}"));

    // A worker whose parent is gone has nobody to answer to; a core file would be a written file.
    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(Signal::KILL)) {
        note("death with the parent", error.to_string());
    }
    if let Err(error) = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        note("no dump", error.to_string());
    }
    match rustix::thread::set_no_new_privs(true).and_then(|()| rustix::thread::no_new_privs()) {
        Ok(true) => sandbox.no_new_privileges = true,
        Ok(false) => note("no new privileges", "did not take".into()),
        Err(error) => note("no new privileges", error.to_string()),
    }
    match landlock() {
        Ok(version) => sandbox.landlock = version,
        Err(error) => note("Landlock", error),
    }
    // After Landlock, which needs a descriptor for a moment.
    match limits() {
        Ok(()) => sandbox.limits = true,
        Err(error) => note("limits", error.to_string()),
    }
    match system_calls() {
        Ok(()) => sandbox.seccomp = true,
        Err(error) => note("seccomp", error),
    }
    sandbox.level = match (&sandbox, failures.is_empty()) {
        (_, true) => Level::Full,
        (Sandbox { limits: true, .. }, false) => Level::Process,
        _ => Level::None,
    };
    (sandbox, failures)
}

fn limits() -> rustix::io::Result<()> {
    let limits = [
        (Resource::As, MEMORY_BYTES_MAX),
        (Resource::Cpu, CPU_SECONDS_MAX),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        // Standard input, output and error are open; there is no fourth.
        (Resource::Nofile, 3),
        (Resource::Nproc, 0),
        (Resource::Memlock, 0),
        (Resource::Msgqueue, 0),
    ];
    for (resource, most) in limits {
        rustix::process::setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Refuses every right that this kernel's Landlock knows. *Shapes*: the version of its interface.
fn landlock() -> Result<u32, String> {
    let refuse = || {
        Ruleset::default()
            .handle_access(AccessFs::from_all(NEWEST))?
            .handle_access(AccessNet::from_all(NEWEST))?
            .scope(Scope::from_all(NEWEST))?
            .create()?
            .restrict_self()
    };
    let status = refuse().map_err(|error| error.to_string())?;
    let version = match status.landlock {
        landlock::LandlockStatus::Available { effective_abi, .. } => effective_abi as u32,
        _ => 0,
    };
    // An older kernel knows fewer rights. Those of files came first, and seccomp holds the rest as well.
    match status.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel does not offer it".into()),
        RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(version),
    }
}

/// Lets through what reading, writing and computing need; everything else answers "not permitted".
fn system_calls() -> Result<(), String> {
    let program = filter().map_err(|error| error.to_string())?;
    seccompiler::apply_filter(&program).map_err(|error| error.to_string())
}

/// What may be called whatever its arguments are.
const ALLOWED: &[libc::c_long] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_clock_gettime,
    libc::SYS_sched_yield,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

fn filter() -> Result<BpfProgram, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    // Memory may be had, but never to be run from.
    let not_executable = SeccompCondition::new(
        2,
        SeccompCmpArgLen::Dword,
        SeccompCmpOp::MaskedEq(u64::from(libc::PROT_EXEC.unsigned_abs())),
        0,
    )?;
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        rules.insert(call, vec![SeccompRule::new(vec![not_executable.clone()])?]);
    }
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    SeccompFilter::new(rules, refused, SeccompAction::Allow, std::env::consts::ARCH.try_into()?)?.try_into()
}
