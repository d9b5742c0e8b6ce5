//! Whole-class tests of the program.

mod backup;
mod browser;
mod desk;
mod routes;
mod schema;
