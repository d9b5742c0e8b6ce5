use std::{path::Path, thread::JoinHandle, time::Duration};

use crossbeam_channel::Receiver;
use rusqlite::{OpenFlags, ToSql, ffi, types::ToSqlOutput};

use crate::{
    ColumnError, ConstraintKind, Row, StoreError, Tx, Unit, ValueRef,
    tx::{Connection, RowOf},
};

/// How many units share one fsync at most, so that the first of them does not wait for long.
const GROUP_MAX: usize = 256;

/// How long another process may hold the file's write lock before a unit is refused.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// Starts the writer and the readers.
pub(crate) fn start(
    path: &Path,
    readers: usize,
    to_readers: &Receiver<Unit>,
    to_writer: Receiver<Unit>,
) -> Result<Vec<JoinHandle<()>>, StoreError> {
    // The writer first: it makes the file, and readers cannot open one that is not there.
    let writer = open(path, true)?;
    let mut threads = vec![spawn("store-writer", move || write(&writer, &to_writer))?];
    for _ in 0..readers.max(1) {
        let reader = open(path, false)?;
        let units = to_readers.clone();
        threads.push(spawn("store-reader", move || read(&reader, &units))?);
    }
    Ok(threads)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new()
        .name(name.into())
        .spawn(work)
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

fn open(path: &Path, writes: bool) -> Result<rusqlite::Connection, StoreError> {
    let unavailable =
        |error: rusqlite::Error| StoreError::Unavailable(format!("{}: {error}", path.display()));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let flags = if writes { flags | OpenFlags::SQLITE_OPEN_CREATE } else { flags };
    let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(unavailable)?;
    connection.busy_timeout(LOCK_WAIT).map_err(unavailable)?;
    connection.set_prepared_statement_cache_capacity(512);
    // FULL: an acknowledged unit survives a power cut. The group commit pays for it.
    let settings = if writes {
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;"
    } else {
        "PRAGMA query_only = ON; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY;"
    };
    connection.execute_batch(settings).map_err(unavailable)?;
    Ok(connection)
}

fn read(connection: &rusqlite::Connection, units: &Receiver<Unit>) {
    for unit in units {
        // A read that is all in one transaction sees one state.
        let begun = connection.execute_batch("BEGIN DEFERRED");
        let finished = unit(&mut Tx::new(Connection::Sqlite(connection)));
        let ended = begun.and_then(|()| connection.execute_batch("ROLLBACK"));
        (finished.tell)(ended.map_err(|error| StoreError::Commit(error.to_string())));
    }
}

/// Runs waiting units in savepoints inside one transaction and answers all of them after the one fsync.
fn write(connection: &rusqlite::Connection, units: &Receiver<Unit>) {
    while let Ok(first) = units.recv() {
        if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
            refuse(first, &format!("the file is locked by another program: {error}"));
            continue;
        }
        let mut finished = Vec::new();
        let mut next = Some(first);
        while let Some(unit) = next.take() {
            finished.push(run_in_savepoint(connection, unit));
            // A full disk makes SQLite roll everything back at once; what follows would run outside a transaction.
            if connection.is_autocommit() {
                break;
            }
            if finished.len() < GROUP_MAX {
                next = units.try_recv().ok();
            }
        }
        let committed = if connection.is_autocommit() {
            Err("the database gave up the transaction; is the disk full?".to_owned())
        } else {
            connection.execute_batch("COMMIT").map_err(|error| error.to_string())
        };
        if committed.is_err() && !connection.is_autocommit() {
            // Nothing can be done about a failing ROLLBACK: the next BEGIN reports it.
            let _ = connection.execute_batch("ROLLBACK");
        }
        for tell in finished {
            tell(committed.clone().map_err(StoreError::Commit));
        }
    }
}

type Tell = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

fn run_in_savepoint(connection: &rusqlite::Connection, unit: Unit) -> Tell {
    let begun = batch(connection, "savepoint", "SAVEPOINT unit");
    let finished = unit(&mut Tx::new(Connection::Sqlite(connection)));
    let end = if finished.keep { "RELEASE unit" } else { "ROLLBACK TO unit; RELEASE unit" };
    let ended = begun.and_then(|()| batch(connection, "savepoint", end));
    match ended {
        Ok(()) => finished.tell,
        Err(error) => Box::new(move |_| (finished.tell)(Err(error))),
    }
}

/// Answers a unit that cannot be run. Its closure has to run to give its answer, so it gets a connection to nothing.
fn refuse(unit: Unit, reason: &str) {
    match rusqlite::Connection::open_in_memory() {
        Ok(nothing) => {
            let finished = unit(&mut Tx::refusing(Connection::Sqlite(&nothing)));
            (finished.tell)(Err(StoreError::Unavailable(reason.to_owned())));
        }
        Err(error) => tracing::error!("cannot refuse a unit of work: {error}"),
    }
}

impl ToSql for ValueRef<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::ValueRef as Sqlite;
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => Sqlite::Null,
            Self::Int(number) => Sqlite::Integer(number),
            Self::Bool(truth) => Sqlite::Integer(i64::from(truth)),
            Self::Text(text) => Sqlite::Text(text.as_bytes()),
            Self::Bytes(bytes) => Sqlite::Blob(bytes),
        }))
    }
}

pub(crate) fn column<'r>(row: &'r rusqlite::Row<'_>, index: usize) -> Result<ValueRef<'r>, ColumnError> {
    use rusqlite::types::ValueRef as Sqlite;
    let value = row.get_ref(index).map_err(|error| ColumnError::Meaning(error.to_string()))?;
    Ok(match value {
        Sqlite::Null => ValueRef::Null,
        Sqlite::Integer(number) => ValueRef::Int(number),
        Sqlite::Text(text) => {
            ValueRef::Text(str::from_utf8(text).map_err(|error| ColumnError::Meaning(error.to_string()))?)
        }
        Sqlite::Blob(bytes) => ValueRef::Bytes(bytes),
        Sqlite::Real(_) => return Err(ColumnError::Type { expected: "a whole number", found: "a fraction" }),
    })
}

pub(crate) fn execute(
    connection: &rusqlite::Connection,
    name: &'static str,
    sql: &str,
    params: &[ValueRef<'_>],
) -> Result<u64, StoreError> {
    let mut prepared = connection.prepare_cached(sql).map_err(|error| fault(name, &error))?;
    let touched = prepared.execute(rusqlite::params_from_iter(params));
    touched.map(|count| count as u64).map_err(|error| fault(name, &error))
}

pub(crate) fn query<T>(
    connection: &rusqlite::Connection,
    name: &'static str,
    sql: &str,
    params: &[ValueRef<'_>],
    read: &mut dyn FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let fault = |error| fault(name, &error);
    let mut prepared = connection.prepare_cached(sql).map_err(fault)?;
    let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(fault)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        found.push(read(&Row(RowOf::Sqlite(row)))?);
    }
    Ok(found)
}

pub(crate) fn prepare(
    connection: &rusqlite::Connection,
    name: &'static str,
    sql: &str,
) -> Result<(), StoreError> {
    connection.prepare(sql).map(drop).map_err(|error| fault(name, &error))
}

pub(crate) fn batch(
    connection: &rusqlite::Connection,
    name: &'static str,
    sql: &str,
) -> Result<(), StoreError> {
    connection.execute_batch(sql).map_err(|error| fault(name, &error))
}

fn fault(statement: &'static str, error: &rusqlite::Error) -> StoreError {
    let message = error.to_string();
    let kind = match error.sqlite_error().map(|error| error.extended_code) {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => ConstraintKind::Unique,
        Some(ffi::SQLITE_CONSTRAINT_CHECK) => ConstraintKind::Check,
        Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => ConstraintKind::ForeignKey,
        Some(ffi::SQLITE_CONSTRAINT_NOTNULL) => ConstraintKind::NotNull,
        _ => return StoreError::Statement { statement, message },
    };
    StoreError::Constraint { statement, kind, message }
}
