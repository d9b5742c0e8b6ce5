//! Whole-class tests of the program.

mod account;
mod backup;
mod browser;
mod desk;
mod email_change;
#[cfg(feature = "oidc")]
mod provider;
mod routes;
mod schema;
mod second_step;
mod team;
mod webhooks;
