//! For fuzzing: one reader, asked to read bytes as its format, with nothing that catches its panics.

use crate::{
    declaration::Declaration,
    facts::Kind,
    judge,
    limits::Limits,
    take::{read_as, take_apart},
};

/// Small enough for millions of runs.
fn limits() -> Limits {
    Limits {
        depth_max: 6,
        objects_max: 2000,
        total_bytes_max: 32 << 20,
        object_bytes_max: 8 << 20,
        held_bytes_max: 32 << 20,
        work_bytes_max: 64 << 20,
        ..Limits::default()
    }
}

/// Reads bytes as this kind, whatever they are.
///
/// # Panics
/// When the reader does; that is what fuzzing looks for.
pub fn read_bytes_as(kind: Kind, bytes: &[u8]) {
    read_as(bytes, kind, limits());
}

/// The whole engine: takes apart and judges.
///
/// # Panics
/// When the engine breaks its word: a panic inside it, or facts that differ the second time.
pub fn whole(bytes: &[u8]) {
    let facts = take_apart(bytes, &limits(), "fuzz");
    let failed = facts.unopened.iter().find(|unopened| unopened.reason == crate::facts::Reason::ReaderFailed);
    assert!(failed.is_none(), "a reader failed: {failed:?}");
    let report = judge(&facts, Some(&Declaration::default()), Some(&facts));
    assert!(
        facts.unopened.is_empty() || report.verdict >= crate::report::Verdict::NotVettable,
        "unopened, and yet {:?}",
        report.verdict
    );
}
