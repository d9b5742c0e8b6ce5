//! Tests through the public interface, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod b2b;
mod builds;
mod hostile;
mod made;
mod plans;
mod proofs;
mod repairs;
mod schemas;
mod sessions;
mod shared;
mod streams;
mod wide;
