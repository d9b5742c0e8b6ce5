//! Sit-down meetings at tables and times, sessions in rooms and times, near the proved optimum.
//!
//! An engine: plain data in, plain data out. No file is opened, no clock asked; chance comes from a seed.
#![expect(
    clippy::cast_possible_truncation,
    reason = "slots, classes, people and requests were counted when the instance was checked"
)]

mod fault;

mod formula;

mod sat;

pub mod meet;

pub mod certify;

pub mod solve;

pub mod repair;

pub mod explain;

pub mod report;

pub mod b2b;

pub mod plan;

pub use fault::{Fault, Refusal};
