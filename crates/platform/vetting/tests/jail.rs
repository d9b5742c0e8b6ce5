//! The jail, from outside and inside. This test has a `main` of its own, because workers are this same program.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use madang_artefact::{judge, limits::Limits, report::Verdict};
use madang_vetting::{
    jail::{Demand, Level},
    supervise::{CannotVet, Supervisor, Taken},
    worker,
};

type Test = (&'static str, fn());

const TESTS: &[Test] = &[
    ("facts_come_out_of_the_jail", facts_come_out_of_the_jail),
    ("what_must_not_be_possible_is_denied", what_must_not_be_possible_is_denied),
    ("without_a_jail_the_same_attempts_succeed", without_a_jail_the_same_attempts_succeed),
    ("a_worker_that_fails_leaves_it_not_vettable", a_worker_that_fails_leaves_it_not_vettable),
    ("a_worker_that_hangs_is_ended", a_worker_that_hangs_is_ended),
    ("a_worker_without_a_jail_is_refused", a_worker_without_a_jail_is_refused),
    ("what_is_too_big_is_not_vettable", what_is_too_big_is_not_vettable),
    ("a_big_artefact_goes_through", a_big_artefact_goes_through),
    ("the_jail_costs_little", the_jail_costs_little),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == worker::COMMAND) {
        std::process::exit(i32::from(worker::run(&arguments[1..])));
    }
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-'));
    let mut failed = 0;
    for (name, test) in
        TESTS.iter().filter(|(name, _)| wanted.is_none_or(|wanted| name.contains(wanted.as_str())))
    {
        let passed = std::panic::catch_unwind(test).is_ok();
        println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
        failed += i32::from(!passed);
    }
    println!("test result: {failed} of {} failed", TESTS.len());
    std::process::exit(failed.min(1));
}

fn supervisor(demand: Demand) -> Supervisor {
    Supervisor::of_this_program(demand, Limits::default()).unwrap()
}

fn file(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("artefact");
    fs::write(&path, bytes).unwrap();
    path
}

fn taken(supervisor: &Supervisor, bytes: &[u8]) -> Result<Taken, CannotVet> {
    let folder = tempfile::tempdir().unwrap();
    supervisor.take_apart(File::open(file(folder.path(), bytes)).unwrap(), "artefact")
}

fn facts_come_out_of_the_jail() {
    let bytes = b"#!/bin/sh\ncurl -s https://updates.example/x\n";
    let taken = taken(&supervisor(Demand::Required), bytes).unwrap();
    assert!(!taken.failed, "{:?}", taken.facts.unopened);
    assert_eq!(taken.facts, madang_artefact::take_apart(bytes, &Limits::default(), "artefact"));
    let sandbox = &taken.sandbox;
    assert_eq!(sandbox.level, Level::Full);
    assert!(sandbox.landlock >= 1 && sandbox.seccomp && sandbox.limits && sandbox.no_new_privileges);
}

fn what_must_not_be_possible_is_denied() {
    let (sandbox, attempts) = supervisor(Demand::Required).probe().unwrap();
    assert_eq!(sandbox.level, Level::Full);
    assert!(attempts.len() >= 17, "only {} attempts", attempts.len());
    for attempt in &attempts {
        println!("  {:28} {}", attempt.what, attempt.answer);
        assert!(attempt.denied, "{} was possible", attempt.what);
    }
}

/// Else the test above would also pass where nothing works anyway.
fn without_a_jail_the_same_attempts_succeed() {
    let (sandbox, attempts) = supervisor(Demand::Off).probe().unwrap();
    assert_eq!(sandbox.level, Level::None);
    let possible: Vec<&str> =
        attempts.iter().filter(|attempt| !attempt.denied).map(|attempt| attempt.what.as_str()).collect();
    for what in
        ["read a file of the system", "write a file", "start a program", "listen by TCP", "start a thread"]
    {
        assert!(possible.contains(&what), "{what} is denied even without a jail: {possible:?}");
    }
    let _ = fs::remove_dir("/tmp/madang-jail-probe-folder");
}

/// A program that stands in for a worker.
fn impostor(folder: &Path, body: &str) -> Supervisor {
    let path = folder.join("impostor");
    let mut script = File::create(&path).unwrap();
    script.write_all(format!("#!/bin/sh\n{body}\n").as_bytes()).unwrap();
    script.set_permissions(fs::Permissions::from_mode(0o755)).unwrap();
    drop(script);
    Supervisor { program: path, patience: Duration::from_secs(20), ..supervisor(Demand::Required) }
}

const HELLO: &str = r#"{"line":"hello","sandbox":{"level":"full","landlock":6,"seccomp":true,"limits":true,"no_new_privileges":true}}"#;

fn a_worker_that_fails_leaves_it_not_vettable() {
    let endings = [
        ("kill -SEGV $$".to_owned(), "signal"),
        ("kill -KILL $$".to_owned(), "signal"),
        ("exit 0".to_owned(), "early"),
        ("echo oh no >&2; exit 1".to_owned(), "oh no"),
        ("/bin/cat >/dev/null; echo nonsense".to_owned(), "no sense"),
        (format!("echo '{HELLO}'; /bin/cat >/dev/null"), "early"),
        (format!("echo '{HELLO}'; echo '{{\"line\":\"end\",\"lines\":0}}'"), "facts"),
        ("/bin/cat /dev/zero".to_owned(), "too much"),
    ];
    for (body, words) in endings {
        let folder = tempfile::tempdir().unwrap();
        let taken = taken(&impostor(folder.path(), &body), &[7; 300_000]).unwrap();
        assert!(taken.failed, "{body}");
        let report = judge(&taken.facts, None, None);
        assert_eq!(report.verdict, Verdict::NotVettable, "{body}");
        let said = &taken.facts.unopened[0].words;
        assert!(said.contains(words), "{body}: {said}");
        assert_eq!(taken.facts.size_bytes, 300_000);
    }
}

fn a_worker_that_hangs_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut hangs = impostor(folder.path(), "exec /bin/sleep 600");
    hangs.patience = Duration::from_millis(300);
    let start = Instant::now();
    let taken = taken(&hangs, &[7; 300_000]).unwrap();
    assert!(start.elapsed() < Duration::from_secs(60));
    assert!(taken.failed && taken.facts.unopened[0].words.contains("longer"), "{:?}", taken.facts.unopened);
    assert_eq!(judge(&taken.facts, None, None).verdict, Verdict::NotVettable);
}

fn a_worker_without_a_jail_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refuses = impostor(folder.path(), "echo the sandbox cannot be enforced: Landlock >&2; exit 3");
    assert!(
        matches!(taken(&refuses, b"abc"), Err(CannotVet::NotEnforced(words)) if words.contains("Landlock"))
    );
    let open = taken(&supervisor(Demand::Off), b"abc").unwrap();
    assert_eq!((open.sandbox.level, open.failed), (Level::None, false));
}

fn what_is_too_big_is_not_vettable() {
    let small = Limits { object_bytes_max: 1000, ..Limits::default() };
    let taken = taken(&Supervisor { limits: small, ..supervisor(Demand::Required) }, &[7; 1001]).unwrap();
    assert_eq!(judge(&taken.facts, None, None).verdict, Verdict::NotVettable);
}

fn a_big_artefact_goes_through() {
    let bytes = vec![7; 64 << 20];
    let taken = taken(&supervisor(Demand::Required), &bytes).unwrap();
    assert!(!taken.failed, "{:?}", taken.facts.unopened);
    assert_eq!(taken.facts.size_bytes, 64 << 20);
}

fn the_jail_costs_little() {
    let spent = |demand| {
        let supervisor = supervisor(demand);
        let mut times: Vec<Duration> = (0..40)
            .map(|_| {
                let start = Instant::now();
                taken(&supervisor, b"abc").unwrap();
                start.elapsed()
            })
            .collect();
        times.sort();
        times[times.len() / 2]
    };
    let (with, without) = (spent(Demand::Required), spent(Demand::Off));
    println!("  a worker with the jail {with:?}, without {without:?} (medians of 40)");
    // Wall time on a machine that may be busy: the bound is generous, the figure above is the measurement.
    assert!(with < without + Duration::from_millis(50), "{with:?} against {without:?}");
}
