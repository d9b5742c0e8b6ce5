//! Whole-class tests of the program.

mod account;
mod backup;
mod browser;
mod desk;
mod editor;
mod routes;
mod schema;
mod team;
mod webhooks;
