//! Meetings: what is asked, what is answered, and whether it is right.

pub mod build;

pub mod model;

pub mod read;

pub(crate) mod stream;

pub(crate) mod check;

pub(crate) mod mask;

pub(crate) mod problem;

mod outline;

pub mod certificate;

pub mod events;

pub mod verify;

pub mod probe;

pub use outline::Problem;
