//! What every command stands on: the data folder, the database brought up to date, clock and ids.

use std::{fs, io::Write as _, path::Path, sync::Arc};

use anyhow::Context as _;
use madang_context::{Clock, Ctx, Ids, SystemClock, SystemRandomness, Who};
use madang_files::Objects;
use madang_store::{Database, Migration, Store, StoreConfig};

use crate::config::Config;

/// Every migration of the program, in order of dependence.
pub(crate) static MIGRATIONS: &[&[Migration]] = &[
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

/// See the module.
pub(crate) struct Ground {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<Ids>,
}

impl Ground {
    /// Opens the database, makes it if it is not there, and brings it up to date.
    pub(crate) fn open(config: Config) -> anyhow::Result<Self> {
        fs::create_dir_all(&config.data)
            .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
        if let Database::Sqlite(path) = &config.database
            && let Some(folder) = path.parent()
        {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let store = Store::open(&StoreConfig::new(config.database.clone()))?;
        let clock = Arc::new(SystemClock);
        let report = store.migrate(MIGRATIONS, clock.now())?;
        for id in report.applied {
            tracing::info!(migration = id, "brought the database up to date");
        }
        Ok(Self { config, store, clock, ids: Arc::new(Ids::new(SystemRandomness)) })
    }

    /// A context for what the person at the command line does.
    pub(crate) fn ctx(&self) -> Ctx {
        Ctx::new(Who::Administrator, self.clock.as_ref(), &self.ids)
    }

    /// Files that conferences keep.
    pub(crate) fn objects(&self) -> anyhow::Result<Objects> {
        Ok(Objects::open(self.config.data.join("files"), self.ids.clone())?)
    }

    /// The secret that signs cookies: made once, kept with the data.
    pub(crate) fn key(&self) -> anyhow::Result<[u8; 32]> {
        let path = self.config.data.join("key");
        if let Some(key) = read_key(&path)? {
            return Ok(key);
        }
        let mut key = [0; 32];
        self.ids.fill(&mut key);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => {
                file.write_all(&key)?;
                file.sync_all()?;
                Ok(key)
            }
            // Another program has made it meanwhile.
            Err(_) => read_key(&path)?.with_context(|| format!("cannot write the key {}", path.display())),
        }
    }
}

fn read_key(path: &Path) -> anyhow::Result<Option<[u8; 32]>> {
    match fs::read(path) {
        Ok(bytes) => {
            let key = bytes.try_into().ok();
            Ok(Some(key.with_context(|| format!("{} is not a key of 32 bytes; remove it", path.display()))?))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read the key {}", path.display())),
    }
}
