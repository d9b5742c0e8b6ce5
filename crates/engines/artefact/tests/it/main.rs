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
mod old_formats;
mod replicas;
mod shared;
mod starts;
mod wrapped;

use madang_artefact::{facts::Facts, judge, limits::Limits, report::Report, take_apart};

/// Takes apart with the usual limits.
fn facts(bytes: &[u8]) -> Facts {
    take_apart(bytes, &Limits::default(), "artefact")
}

/// Judges without declaration or earlier release.
fn report(bytes: &[u8]) -> Report {
    judge(&facts(bytes), None, None)
}
