//! Whole-class tests of the program.

mod account;
mod api;
mod backup;
mod browser;
mod desk;
mod editor;
mod email_change;
#[cfg(feature = "oidc")]
mod provider;
mod routes;
mod schema;
mod second_step;
mod settings;
mod team;
mod webhooks;
