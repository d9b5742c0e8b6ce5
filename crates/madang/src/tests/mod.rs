//! Whole-class tests of the program.

mod backup;
mod schema;
