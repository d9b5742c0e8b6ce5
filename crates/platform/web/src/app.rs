use std::sync::Arc;

use http::Extensions;
use jiff::Timestamp;
use madang_context::{Clock, Ctx, Grants, Id, Ids, SystemClock, SystemRandomness, Who};
use madang_store::{Migration, Store, StoreError, Tx};
use madang_text::Texts;

use crate::{assets::Assets, config::WebConfig, page_cache::PageCache};

/// Reads figures for `/metrics`: a name, a state and how many, such as `("jobs", "waiting", 3)`.
pub type Probe = fn(&mut Tx<'_>) -> Result<Vec<(&'static str, &'static str, i64)>, StoreError>;

/// Who asks, and what they may do beside what everybody may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// On whose behalf.
    pub who: Who,
    /// What they may do with whose things.
    pub grants: Grants,
}

impl Identity {
    /// Somebody who may do what everybody may, or everything.
    #[must_use]
    pub fn of(who: Who) -> Self {
        Self { who, grants: Grants::default() }
    }
}

/// Finds out on whose behalf the sessions of a subject are; `None` when there is no such person any more.
pub type Standing = fn(&mut Tx<'_>, &str) -> Result<Option<Identity>, StoreError>;

/// Finds out who bears the token of this digest at this moment, and whether its use is to be written down.
pub type FindBearer = fn(&mut Tx<'_>, &[u8; 32], Timestamp) -> Result<Option<(Identity, bool)>, StoreError>;

/// How programs show who they are: by a token whose digest the store knows.
#[derive(Clone, Copy)]
pub struct Bearers {
    /// On whose behalf the bearer of a token asks, and whether it is time to write down that it was used; `None` when
    /// the token is not good, or not any more.
    pub find: FindBearer,
    /// Writes down that a token was used.
    pub used: fn(&mut Tx<'_>, &[u8; 32], Timestamp) -> Result<(), StoreError>,
}

/// The scopes that a part of an address names, such as `conference` and `seoul-2027`: powers on any of them count.
/// Empty when there is no such thing.
pub type ScopesOf = fn(&mut Tx<'_>, &str, &str) -> Result<Vec<Id>, StoreError>;

/// What an [`App`] is made of.
pub struct AppSetup {
    /// The database.
    pub store: Store,
    /// The translations.
    pub texts: Texts,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Makes ids and tokens.
    pub ids: Arc<Ids>,
    /// Addresses, limits and the key.
    pub config: WebConfig,
    /// All migrations of the program, for `/readyz`.
    pub migrations: &'static [&'static [Migration]],
    /// What `/metrics` reads from the store.
    pub probes: Vec<Probe>,
    /// Where the team is led after signing in.
    pub team_home: &'static str,
    /// Page on which persons sign in; none where the program knows no persons.
    pub sign_in_page: Option<&'static str>,
    /// Who a session's subject is, beside the administrator.
    pub standing: Standing,
    /// Whose a token is; none where the program gives out none.
    pub bearers: Option<Bearers>,
    /// What an address is about, for routes with [`Right::Scoped`](crate::Right::Scoped).
    pub scopes_of: ScopesOf,
    /// Room for rendered pages, in bytes.
    pub page_cache_bytes: u64,
    parts: Extensions,
}

impl AppSetup {
    /// The usual parts: embedded texts, the machine's clock and generator, 32 MiB for rendered pages.
    #[must_use]
    pub fn new(store: Store, config: WebConfig) -> Self {
        Self {
            store,
            texts: Texts::embedded(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(Ids::new(SystemRandomness)),
            config,
            migrations: &[],
            probes: Vec::new(),
            team_home: "/",
            sign_in_page: None,
            standing: |_, _| Ok(None),
            bearers: None,
            scopes_of: |_, _, _| Ok(Vec::new()),
            page_cache_bytes: 32 * 1024 * 1024,
            parts: Extensions::new(),
        }
    }

    /// Adds what a capability needs at hand in its pages, such as its published snapshots; one of each type.
    #[must_use]
    pub fn with_part<T: Clone + Send + Sync + 'static>(mut self, part: T) -> Self {
        self.parts.insert(part);
        self
    }
}

/// The application that all requests share. Cheap to clone; the state of every handler.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    setup: AppSetup,
    assets: Assets,
    pages: PageCache,
}

impl App {
    /// Puts the application together, and starts counting for `/metrics`.
    #[must_use]
    pub fn new(setup: AppSetup) -> Self {
        crate::health::install_recorder();
        let pages = PageCache::new(setup.page_cache_bytes);
        Self(Arc::new(Shared { setup, assets: Assets::embedded(), pages }))
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.setup.store
    }

    /// The translations.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.0.setup.texts
    }

    /// Where the time comes from.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.setup.clock
    }

    /// Makes ids and tokens.
    #[must_use]
    pub fn ids(&self) -> &Arc<Ids> {
        &self.0.setup.ids
    }

    /// Addresses and limits.
    #[must_use]
    pub fn config(&self) -> &WebConfig {
        &self.0.setup.config
    }

    /// Style sheets, scripts and icons.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Rendered pages of published snapshots.
    #[must_use]
    pub fn pages(&self) -> &PageCache {
        &self.0.pages
    }

    pub(crate) fn migrations(&self) -> &'static [&'static [Migration]] {
        self.0.setup.migrations
    }

    pub(crate) fn team_home(&self) -> &'static str {
        self.0.setup.team_home
    }

    pub(crate) fn sign_in_page(&self) -> Option<&'static str> {
        self.0.setup.sign_in_page
    }

    pub(crate) fn standing(&self) -> Standing {
        self.0.setup.standing
    }

    pub(crate) fn bearers(&self) -> Option<Bearers> {
        self.0.setup.bearers
    }

    pub(crate) fn scopes_of(&self) -> ScopesOf {
        self.0.setup.scopes_of
    }

    pub(crate) fn probes(&self) -> &[Probe] {
        &self.0.setup.probes
    }

    /// The full address of a path on this server, always under its configured name.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        self.config().base_url.absolute(path)
    }

    /// A context for work of the program's own.
    #[must_use]
    pub fn system_ctx(&self) -> Ctx {
        Ctx::new(Who::System, self.clock(), self.ids())
    }

    /// The part of type `T` that the program was put together with.
    ///
    /// Panics when there is none: the program was put together wrongly, and every page of a capability would fail.
    #[must_use]
    pub fn part<T: Clone + Send + Sync + 'static>(&self) -> &T {
        self.0
            .setup
            .parts
            .get::<T>()
            .expect("the program puts every part that its routes ask for into the application")
    }
}
