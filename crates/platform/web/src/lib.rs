//! The web side of the platform: what every page and every download goes through.
//!
//! Words: a *visit* is one request with the person behind it ([`Visit`]); a *right* is who may use a route
//! ([`Right`]); a *problem* is an answer that something went wrong, as a page or as JSON ([`Problem`]); a *session*
//! is a person signed in on one device; a *visitor* is somebody without an account, known by a signed cookie only.
//!
//! Every request passes one place, the `front`, which asks in this order: is the server called by its own name, who is
//! it, may they use this route, did the form come from this site. Only then a handler runs. A route that was not
//! declared through [`Routes`] is refused.

mod access;
mod app;
mod assets;
mod cached;
mod compression;
mod config;
mod cookies;
mod forgery;
mod front;
mod health;
mod layout;
pub mod once;
mod page_cache;
mod problem;
mod routes;
mod serve;
pub mod sessions;
mod store;
mod visit;

use madang_store::{Migration, Statement};

pub use access::set_peer;
pub use app::{App, AppSetup, Bearers, FindBearer, Identity, Probe, ScopesOf, Standing};
pub use assets::Assets;
pub use cached::{CacheRule, Cached};
pub use config::{BaseUrl, ConfigError, WebConfig};
pub use health::{is_local_path, routes as platform_routes};
pub use layout::{Alternate, Feed, FooterGroup, Layout, Link, Notice, SearchBox, json_ld};
pub use page_cache::{PageCache, PageKey};
pub use problem::{Problem, WrongFields};
pub use routes::{Forgery, Right, RouteEntry, Routes};
pub use serve::{ServeLimits, serve, stop_signal};
pub use visit::{Visit, VisitorId, html};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[
    Migration::same("web/0001_session", include_str!("../migrations/0001_session.sql")),
    Migration::same("web/0002_device", include_str!("../migrations/0002_device.sql")),
    Migration::same("web/0003_once", include_str!("../migrations/0003_once.sql")),
];

/// Every statement of this crate, for the test that prepares each on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];
