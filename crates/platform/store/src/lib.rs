//! Units of work on SQLite or PostgreSQL, from one text of SQL.
//!
//! A *unit of work* is a synchronous closure over [`&mut Tx`](Tx). It is handed to a thread that owns a connection and
//! is either kept whole or leaves no trace. Pages are async and await the unit; nothing below them is async.
//!
//! ```text
//! let name = store.read(move |tx| tx.query_one(&ROOM_NAME, params![room], |row| row.get(0))).await?;
//! ```
//!
//! * A closure does store and pure work only: no mail, no HTTP, no hashing of passwords.
//! * Every SQL text is a [`Statement`], made by [`statements!`] in a `store.rs`, in the subset that both engines share;
//!   a test prepares each on both. Once a statement has failed, the unit can only fail: PostgreSQL would refuse every
//!   further statement, so SQLite is made to do the same. Expected clashes are `ON CONFLICT DO NOTHING`.
//! * SQLite: one writer thread that commits waiting units in groups with one fsync, and a pool of readers.
//! * PostgreSQL: a pool of threads, each with its own connection, `READ COMMITTED` for writes, one snapshot for reads.

mod dump;
mod error;
pub mod fault;
mod migrate;
mod postgres;
mod schema;
mod sqlite;
mod statement;
mod tx;
pub mod usage;
mod value;

use std::{
    any::Any,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    sync::Arc,
};

pub use dump::{DumpError, load, write_dump};
pub use error::{ColumnError, ConstraintKind, StoreError};
pub use migrate::{Migration, MigrationReport};
pub use schema::{describe, size_bytes};
pub use statement::Statement;
#[doc(hidden)]
pub use statement::{numbered, text};
pub use tx::{Row, Tx};
pub use value::{FromColumn, ToParam, Value, ValueRef};

#[doc(hidden)]
pub use madang_context::{Id, IdError};

/// The statements of this crate itself.
pub static STATEMENTS: &[&[&Statement]] = &[dump::STATEMENTS, migrate::STATEMENTS, schema::STATEMENTS];

/// Which database engine a store stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite: one file in the data folder.
    Sqlite,
    /// PostgreSQL 13 or newer.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// This file; made when absent.
    Sqlite(PathBuf),
    /// A connection string: `postgres://user:password@host:port/database?sslmode=require`.
    Postgres(String),
}

/// How to open a store.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// Where the data is.
    pub database: Database,
    /// Readers beside the writer (SQLite), or connections (PostgreSQL). At least 1.
    pub connections: usize,
}

impl StoreConfig {
    /// The usual number of connections for this engine.
    #[must_use]
    pub fn new(database: Database) -> Self {
        let connections = match database {
            Database::Sqlite(_) => 2,
            Database::Postgres(_) => 16,
        };
        Self { database, connections }
    }
}

/// How many units may wait at once; one more is refused as [`StoreError::Busy`] instead of piling up.
const WAITING_MAX: usize = 10_000;

/// A database that runs units of work. Cheap to clone; closes when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    readers: crossbeam_channel::Sender<Unit>,
    writers: crossbeam_channel::Sender<Unit>,
    engine: Engine,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Drop for Inner {
    /// Lets the threads finish what is queued and waits for them, so that the files are closed when this returns.
    fn drop(&mut self) {
        let (closed, _) = crossbeam_channel::bounded(0);
        self.readers = closed.clone();
        self.writers = closed;
        let current = std::thread::current().id();
        for thread in self.threads.drain(..) {
            // The last clone may be dropped inside a unit: a thread cannot wait for itself.
            if thread.thread().id() != current && thread.join().is_err() {
                tracing::error!("a thread of the store ended by a panic");
            }
        }
    }
}

/// A closure on its way to a thread with a connection.
type Unit = Box<dyn FnOnce(&mut Tx<'_>) -> Finished + Send>;

/// What a unit leaves: whether its work is to be kept, and how to tell its caller how that went.
pub(crate) struct Finished {
    pub(crate) keep: bool,
    pub(crate) tell: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

type Outcome<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("engine", &self.inner.engine).finish()
    }
}

impl Store {
    /// Opens the database and starts its threads. Does not migrate.
    ///
    /// *Errors*: the file or the server cannot be opened.
    pub fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        let (readers, to_readers) = crossbeam_channel::bounded(WAITING_MAX);
        let (engine, writers, threads) = match &config.database {
            Database::Sqlite(path) => {
                let (writers, to_writer) = crossbeam_channel::bounded(WAITING_MAX);
                let threads = sqlite::start(path, config.connections, &to_readers, to_writer)?;
                (Engine::Sqlite, writers, threads)
            }
            Database::Postgres(url) => {
                let (writers, to_writers) = crossbeam_channel::bounded(WAITING_MAX);
                let threads = postgres::start(url, config.connections, &to_readers, &to_writers)?;
                (Engine::Postgres, writers, threads)
            }
        };
        Ok(Self { inner: Arc::new(Inner { readers, writers, engine, threads }) })
    }

    /// The engine this store stands on.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// Runs a unit that only reads. It sees one consistent state throughout.
    ///
    /// *Errors*: those of the unit, and [`StoreError`] when there is no connection.
    pub async fn read<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        run(&self.inner.readers, unit).await
    }

    /// Runs a unit that writes. When this returns `Ok`, the work is on disk; otherwise nothing of it is kept.
    ///
    /// *Errors*: those of the unit, and [`StoreError`] when it could not be run or kept.
    pub async fn write<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        run(&self.inner.writers, unit).await
    }

    /// [`Store::read`] for callers outside of async code, such as the command line.
    pub fn read_blocking<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        run_blocking(&self.inner.readers, unit)
    }

    /// [`Store::write`] for callers outside of async code, such as the command line.
    pub fn write_blocking<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        run_blocking(&self.inner.writers, unit)
    }

    /// Units that wait for a connection now: (readers, writers).
    #[must_use]
    pub fn waiting(&self) -> (usize, usize) {
        (self.inner.readers.len(), self.inner.writers.len())
    }
}

/// Wraps a caller's closure so that a thread of the store can run it and answer through `answer`.
fn pack<T, E, F, A>(unit: F, answer: A) -> Unit
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    A: FnOnce(Outcome<T, E>, usage::Usage) + Send + 'static,
{
    Box::new(move |tx| {
        let started = std::time::Instant::now();
        // A panic must not take the connection's thread with it: it is carried to the caller instead.
        let outcome = catch_unwind(AssertUnwindSafe(|| unit(tx)));
        let keep = matches!(outcome, Ok(Ok(_))) && !tx.has_failed();
        let swallowed = matches!(outcome, Ok(Ok(_))) && tx.has_failed();
        let usage = usage::Usage {
            statements: tx.statements(),
            micros: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        };
        let tell = move |kept: Result<(), StoreError>| {
            let outcome = match (outcome, kept) {
                (Ok(Ok(_)), _) if swallowed => Ok(Err(StoreError::Swallowed.into())),
                (Ok(Ok(_)), Err(error)) => Ok(Err(error.into())),
                (outcome, _) => outcome,
            };
            answer(outcome, usage);
        };
        Finished { keep, tell: Box::new(tell) }
    })
}

async fn run<T, E, F>(threads: &crossbeam_channel::Sender<Unit>, unit: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
{
    let (sender, receiver) = tokio::sync::oneshot::channel();
    // A caller that went away (a closed connection) no longer wants the answer.
    let unit = pack(unit, move |outcome, usage| drop(sender.send((outcome, usage))));
    threads.try_send(unit).map_err(|error| refusal(&error))?;
    let (outcome, used) = receiver.await.map_err(|_| StoreError::Closed)?;
    usage::add(used);
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

fn run_blocking<T, E, F>(threads: &crossbeam_channel::Sender<Unit>, unit: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
{
    let (sender, receiver) = crossbeam_channel::bounded(1);
    let unit = pack(unit, move |outcome, _| drop(sender.send(outcome)));
    threads.try_send(unit).map_err(|error| refusal(&error))?;
    let outcome = receiver.recv().map_err(|_| StoreError::Closed)?;
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

fn refusal(error: &crossbeam_channel::TrySendError<Unit>) -> StoreError {
    match error {
        crossbeam_channel::TrySendError::Full(_) => StoreError::Busy,
        crossbeam_channel::TrySendError::Disconnected(_) => StoreError::Closed,
    }
}
