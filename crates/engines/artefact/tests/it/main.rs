//! One binary for all tests of the engine.
#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "a test fails by panicking, and the files that it makes are small"
)]

mod bytecode;
mod checks;
mod conduct;
mod evasions;
mod formats;
mod hidden;
mod hostile;
mod make;
mod make_code;
mod neighbours;
mod old_formats;
mod ordinary;
mod pages;
mod replicas;
mod shared;
mod starts;
mod wrapped;

use madang_artefact::{
    facts::Facts,
    judge,
    limits::Limits,
    report::{Report, Verdict},
    take_apart,
};

/// Takes apart with the usual limits.
fn facts(bytes: &[u8]) -> Facts {
    take_apart(bytes, &Limits::default(), "artefact")
}

/// Judges without declaration or earlier release.
fn report(bytes: &[u8]) -> Report {
    judge(&facts(bytes), None, None)
}

/// Fails when one of the shapes, named for people, is CLEAR.
fn assert_seen(shapes: Vec<(&'static str, Vec<u8>)>) {
    let missed: Vec<_> = shapes
        .into_iter()
        .filter(|(_, bytes)| report(bytes).verdict == Verdict::Clear)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(missed, [""; 0]);
}

/// Fails when one of the shapes is not CLEAR, and says by which rules.
fn assert_calm(shapes: Vec<(&'static str, Vec<u8>)>) {
    let loud: Vec<_> = shapes
        .into_iter()
        .map(|(name, bytes)| (name, report(&bytes)))
        .filter(|(_, report)| report.verdict != Verdict::Clear)
        .map(|(name, report)| {
            let ids: Vec<_> = report.findings.iter().map(|finding| finding.id.clone()).collect();
            format!("{name}: {ids:?}")
        })
        .collect();
    assert_eq!(loud, [""; 0]);
}
