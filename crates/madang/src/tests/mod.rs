//! Whole-class tests of the program.

mod schema;
