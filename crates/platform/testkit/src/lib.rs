//! What tests stand on: either store, a clock that is set, ids that repeat.
//!
//! ```text
//! madang_testkit::both_stores! { &[MIGRATIONS];
//!     async fn a_room_is_kept(kit: TestKit) { … }
//! }
//! ```
//! runs the one body on SQLite and on PostgreSQL. PostgreSQL is the server that `MADANG_TEST_POSTGRES` names;
//! `scripts/test` starts one. Without it the PostgreSQL half fails: a test that did not run has not passed.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;
use madang_context::{Ctx, Ids, SeededRandomness, SetClock, SystemRandomness, Who};
use madang_store::{Database, Migration, Store, StoreConfig};
use tempfile::TempDir;

/// A store of its own for one test, and the fakes that go with it. Cleans up when dropped.
pub struct TestKit {
    /// The store, migrated.
    pub store: Store,
    /// How the store was opened, to open it again.
    pub config: StoreConfig,
    /// Stands at 2026-11-22 09:00 UTC until moved.
    pub clock: Arc<SetClock>,
    /// Makes the same ids in every run.
    pub ids: Arc<Ids>,
    /// Empty folder for files.
    pub folder: TempDir,
    schema: Option<String>,
}

impl TestKit {
    /// On a new SQLite file.
    #[must_use]
    pub fn sqlite(migrations: &'static [&'static [Migration]]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let config = StoreConfig::new(Database::Sqlite(folder.path().join("madang.db")));
        Self::open(config, folder, None, migrations)
    }

    /// On a new schema of the test server.
    ///
    /// # Panics
    /// When `MADANG_TEST_POSTGRES` names no server.
    pub async fn postgres(migrations: &'static [&'static [Migration]]) -> Self {
        let server = postgres_server();
        // Random, not seeded: tests run at the same time.
        let schema = format!("t_{}", Ids::new(SystemRandomness).token());
        statement(&server, &format!("CREATE SCHEMA {schema}")).await;
        let separator = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{separator}application_name={schema}&options=-csearch_path%3D{schema}");
        let mut config = StoreConfig::new(Database::Postgres(url));
        config.connections = 4;
        let folder = TempDir::new().expect("a temporary folder");
        // Opening blocks on the first connection, which an async thread must not.
        tokio::task::spawn_blocking(move || Self::open(config, folder, Some(schema), migrations))
            .await
            .expect("the test store opens")
    }

    fn open(
        config: StoreConfig,
        folder: TempDir,
        schema: Option<String>,
        migrations: &'static [&'static [Migration]],
    ) -> Self {
        let start: Timestamp = "2026-11-22T09:00:00Z".parse().expect("a moment");
        let store = Store::open(&config).expect("the test store opens");
        store.migrate(migrations, start).expect("the test store migrates");
        Self {
            store,
            config,
            clock: Arc::new(SetClock::at(start)),
            ids: Arc::new(Ids::new(SeededRandomness::new(1))),
            folder,
            schema,
        }
    }

    /// A context for `who` at the clock's time.
    #[must_use]
    pub fn ctx(&self, who: Who) -> Ctx {
        Ctx::new(who, self.clock.as_ref(), &self.ids)
    }

    /// Ends all connections of this store at the server, as a restart of PostgreSQL would. Nothing on SQLite.
    pub async fn kill_connections(&self) {
        if let Some(schema) = &self.schema {
            let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name";
            statement(&postgres_server(), &format!("{kill} = '{schema}'")).await;
        }
    }

    /// A path in the test's own folder.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for TestKit {
    fn drop(&mut self) {
        let Some(schema) = self.schema.take() else { return };
        let server = postgres_server();
        // A thread of its own: a test's runtime does not let itself be blocked.
        let cleaned = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(statement(&server, &format!("DROP SCHEMA {schema} CASCADE")));
        });
        if cleaned.join().is_err() {
            eprintln!("a test schema could not be dropped; the server is thrown away anyway");
        }
    }
}

/// The address of the PostgreSQL server for tests.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn postgres_server() -> String {
    std::env::var("MADANG_TEST_POSTGRES").expect(
        "MADANG_TEST_POSTGRES names the PostgreSQL server for tests; run scripts/test, or: eval \"$(scripts/postgres)\"",
    )
}

/// Runs one statement on the test server.
pub async fn statement(server: &str, sql: &str) {
    let (client, connection) =
        tokio_postgres::connect(server, tokio_postgres::NoTls).await.expect("the test server");
    let driver = tokio::spawn(connection);
    client.batch_execute(sql).await.expect("the statement runs");
    drop(client);
    let _ = driver.await;
}

/// Where third-party data for tests lies, if it is on this machine: `MADANG_SHARED`, or `shared` beside the checkout.
#[must_use]
pub fn shared_data() -> Option<PathBuf> {
    let beside = || {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        here.ancestors().nth(4).map(|outside| outside.join("shared"))
    };
    let folder = std::env::var_os("MADANG_SHARED").map(PathBuf::from).or_else(beside)?.join("data");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("third-party data is absent ({}): what needs it is not tried", folder.display());
    None
}

/// Makes two tests, `on_sqlite` and `on_postgres`, of each body.
#[macro_export]
macro_rules! both_stores {
    ($migrations:expr; $( $(#[$meta:meta])* async fn $name:ident($kit:ident : TestKit) $body:block )*) => { $(
        mod $name {
            #[expect(unused_imports, reason = "not every body needs them")]
            use super::*;

            $(#[$meta])*
            async fn body($kit: $crate::TestKit) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                body($crate::TestKit::sqlite($migrations)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                body($crate::TestKit::postgres($migrations).await).await;
            }
        }
    )* };
}
