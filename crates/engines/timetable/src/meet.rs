//! Meetings: what is asked, what is answered, and whether it is right.

pub mod build;

pub mod model;

pub mod read;

pub(crate) mod check;

pub(crate) mod problem;

pub mod certificate;

pub mod events;

pub mod verify;

pub mod probe;

pub use problem::Problem;
