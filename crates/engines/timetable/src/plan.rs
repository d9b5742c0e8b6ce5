//! Sessions in rooms and times: what is asked, what is answered, how good it is and why.

pub mod model;

pub mod read;

mod check;

mod problem;

pub mod sample;

pub mod verify;

mod state;

mod search;

mod bound;

mod exhaust;

pub mod solve;

pub mod explain;

pub mod report;

pub mod probe;

pub use problem::Problem;
