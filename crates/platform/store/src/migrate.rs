use std::collections::BTreeSet;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Engine, Store, StoreError, Tx, params};

/// One change of the database's structure, applied once and never edited after a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// `capability/0001_what`; unique, and in each capability in the order of application.
    pub id: &'static str,
    /// The statements for SQLite.
    pub sqlite: &'static str,
    /// The statements for PostgreSQL; mostly the same text.
    pub postgres: &'static str,
}

impl Migration {
    /// A migration whose text both engines share.
    #[must_use]
    pub const fn same(id: &'static str, sql: &'static str) -> Self {
        Self { id, sqlite: sql, postgres: sql }
    }

    fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// What a migration run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MigrationReport {
    /// Ids applied now, in order; empty when the database was up to date.
    pub applied: Vec<&'static str>,
}

crate::statements! {
    /// What has been applied, with the digest of its text.
    APPLIED = "SELECT id, digest FROM migration";
    /// Remembers one.
    REMEMBER = "INSERT INTO migration (id, digest, applied_at) VALUES ($1, $2, $3)";
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (id TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL, \
     applied_at BIGINT NOT NULL)";

/// Only one program at a time migrates a PostgreSQL database; the number is arbitrary and ours ("madang").
const LOCK: &str = "SELECT pg_advisory_xact_lock(120321095159399)";

impl Store {
    /// Brings the database up to date: all in one unit of work, in the order given.
    ///
    /// *Errors*: [`StoreError::Migration`] when an applied migration's text has changed, or when the database knows
    /// one that this program does not (it was made by a newer one).
    pub fn migrate(
        &self,
        migrations: &'static [&'static [Migration]],
        now: Timestamp,
    ) -> Result<MigrationReport, StoreError> {
        self.write_blocking(move |tx| migrate(tx, migrations, now))
    }

    /// Whether every migration has been applied.
    pub async fn is_migrated(&self, migrations: &'static [&'static [Migration]]) -> Result<bool, StoreError> {
        let known = migrations.iter().map(|part| part.len()).sum::<usize>();
        self.read(move |tx| Ok(applied(tx)?.len() == known)).await
    }
}

fn applied(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, StoreError> {
    tx.query(&APPLIED, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn migrate(
    tx: &mut Tx<'_>,
    migrations: &[&[Migration]],
    now: Timestamp,
) -> Result<MigrationReport, StoreError> {
    let engine = tx.engine();
    if engine == Engine::Postgres {
        tx.batch("migration lock", LOCK)?;
    }
    tx.batch("migration table", TABLE)?;
    let applied = applied(tx)?;
    let known: BTreeSet<&str> = migrations.iter().copied().flatten().map(|migration| migration.id).collect();
    if let Some((id, _)) = applied.iter().find(|(id, _)| !known.contains(id.as_str())) {
        let message = "the database was made by a newer Madang; start that one, or restore a backup".into();
        return Err(StoreError::Migration { id: id.clone(), message });
    }
    let mut report = MigrationReport::default();
    for migration in migrations.iter().copied().flatten() {
        let sql = migration.sql(engine);
        let digest = digest(sql);
        match applied.iter().find(|(id, _)| id == migration.id) {
            Some((_, before)) if *before == digest => {}
            Some(_) => {
                let message = "its text has changed since it was applied".into();
                return Err(StoreError::Migration { id: migration.id.into(), message });
            }
            None => {
                tx.batch(migration.id, sql)?;
                tx.expect_rows(&REMEMBER, params![migration.id, digest, now], 1)?;
                report.applied.push(migration.id);
            }
        }
    }
    Ok(report)
}

fn digest(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
