use std::{fs, path::Path, sync::Arc};

use anyhow::Context as _;
use jiff::civil::Date;
use madang_conference::{Visibility, by_slug};
use madang_context::{Clock, Ctx, Ids, SystemClock, SystemRandomness, Who};
use madang_interchange::model::Programme;
use madang_programme::{Announcement, Released, import, release};
use madang_sample::{SampleSize, sample};
use madang_store::{Database, Migration, Store, StoreConfig};
use madang_text::Texts;

/// Short name of the conference that everything is measured on.
pub(crate) const SLUG: &str = "bench";

/// All that the program has: what is missed here is missed at the first write.
static MIGRATIONS: &[&[Migration]] = &[
    madang_audit::MIGRATIONS,
    madang_web::MIGRATIONS,
    madang_jobs::MIGRATIONS,
    madang_mail::MIGRATIONS,
    madang_files::MIGRATIONS,
    madang_people::MIGRATIONS,
    madang_conference::MIGRATIONS,
    madang_team::MIGRATIONS,
    madang_programme::MIGRATIONS,
    madang_webhooks::MIGRATIONS,
];

/// A database that was empty a moment ago.
pub(crate) struct Ground {
    pub(crate) store: Store,
    /// As the command line wants it.
    pub(crate) address: String,
    ids: Arc<Ids>,
}

impl Ground {
    /// A new SQLite file in an emptied folder.
    pub(crate) fn sqlite(folder: &Path) -> anyhow::Result<Self> {
        Self::open(&sqlite_config(folder)?, folder.join("madang.db").display().to_string())
    }

    /// An emptied schema of this server.
    pub(crate) fn postgres(
        runtime: &tokio::runtime::Runtime,
        server: &str,
        schema: &str,
    ) -> anyhow::Result<Self> {
        let config = runtime.block_on(postgres_config(server, schema))?;
        let Database::Postgres(address) = &config.database else { unreachable!("it was just made") };
        let address = address.clone();
        Self::open(&config, address)
    }

    fn open(config: &StoreConfig, address: String) -> anyhow::Result<Self> {
        let store = Store::open(config)?;
        store.migrate(MIGRATIONS, SystemClock.now())?;
        Ok(Self { store, address, ids: Arc::new(Ids::new(SystemRandomness)) })
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx::new(Who::Administrator, &SystemClock, &self.ids)
    }

    /// Imports the programme and makes it public.
    pub(crate) fn import(&self, programme: Programme) -> anyhow::Result<()> {
        let ctx = self.ctx();
        self.store.write_blocking(move |tx| {
            import(tx, &ctx, SLUG, &programme)?;
            let mut conference = by_slug(tx, SLUG)?.context("the conference was just made")?;
            conference.visibility = Visibility::Public;
            Ok(madang_conference::update(tx, &conference, ctx.now)?)
        })
    }

    /// Publishes the draft and queues a letter to everybody whom it concerns.
    pub(crate) fn release(&self) -> anyhow::Result<Released> {
        let ctx = self.ctx();
        let site = format!("https://conference.example/{SLUG}");
        let announcement = Announcement { texts: Texts::embedded(), site };
        Ok(self.store.write_blocking(move |tx| release(tx, &ctx, SLUG, "", Some(&announcement)))?)
    }

    /// Counts the revision up, as every change does: all pages have to be made anew.
    pub(crate) fn touch(&self) -> anyhow::Result<i64> {
        let ctx = self.ctx();
        self.store.write_blocking(move |tx| {
            let conference = by_slug(tx, SLUG)?.context("the conference is there")?;
            madang_conference::touch(tx, conference.id, ctx.now)?;
            Ok(conference.revision + 1)
        })
    }
}

/// How to open a new SQLite file in an emptied folder.
pub(crate) fn sqlite_config(folder: &Path) -> anyhow::Result<StoreConfig> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(StoreConfig::new(Database::Sqlite(folder.join("madang.db"))))
}

/// How to open an emptied schema of this server.
pub(crate) async fn postgres_config(server: &str, schema: &str) -> anyhow::Result<StoreConfig> {
    let (client, connection) = tokio_postgres::connect(server, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await?;
    let separator = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{separator}options=-csearch_path%3D{schema}");
    Ok(StoreConfig::new(Database::Postgres(url)))
}

/// The conference of 1,000 sessions and 1,200 speakers, from this day on.
pub(crate) fn programme(first_day: Date) -> Programme {
    sample(SampleSize::BENCH, first_day, 1)
}

/// The usual first day.
pub(crate) const FIRST_DAY: Date = jiff::civil::date(2027, 4, 13);
