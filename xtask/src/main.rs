//! Filled by its own change.
fn main() {}
