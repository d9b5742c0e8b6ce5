//! Tests through the public interface, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod hostile;
mod made;
mod plans;
mod repairs;
mod schemas;
mod shared;
