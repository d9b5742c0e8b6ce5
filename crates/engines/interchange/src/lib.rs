//! Programme formats of the conference field: read, written, and nothing done besides.

pub mod model;
