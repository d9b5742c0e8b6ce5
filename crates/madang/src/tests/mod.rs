//! Whole-class tests of the program.
