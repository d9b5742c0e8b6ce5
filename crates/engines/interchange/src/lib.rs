//! Programme formats of the conference field: read, written, and nothing done besides.

pub mod model;

mod naming;
mod place;
pub mod read;
pub mod write;

pub mod probe;

pub use read::{Format, Limits, ReadError, ReadErrorKind, ReadOptions, Reading, Source, read};
