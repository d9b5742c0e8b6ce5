use std::{collections::HashMap, sync::Arc, thread::JoinHandle, time::Duration};

use crossbeam_channel::{Receiver, select};
use futures_util::future::{join_all, try_join};
use tokio_postgres::{
    Client, Config,
    config::SslMode,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use crate::{
    ColumnError, ConstraintKind, Row, StoreError, Tx, Unit, ValueRef,
    tx::{Connection, RowOf},
};

/// How long the server may take to accept a connection.
const CONNECT_WAIT: Duration = Duration::from_secs(5);

/// Ends a statement that runs for longer, so that one bad query does not hold its connection for ever.
const STATEMENT_TIMEOUT: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'";

/// One thread's connection, opened when first needed and again when it was lost.
///
/// The thread drives the connection itself, on a runtime of its own: an answer wakes no second thread.
pub(crate) struct Session {
    runtime: tokio::runtime::Runtime,
    config: Arc<Config>,
    client: Option<Client>,
    prepared: HashMap<Box<str>, tokio_postgres::Statement>,
    begin: &'static str,
    begun: bool,
}

/// Starts the threads; each takes reads and writes as they come.
pub(crate) fn start(
    url: &str,
    connections: usize,
    to_readers: &Receiver<Unit>,
    to_writers: &Receiver<Unit>,
) -> Result<Vec<JoinHandle<()>>, StoreError> {
    let mut config: Config = url.parse().map_err(|error| unavailable(&error))?;
    config.connect_timeout(CONNECT_WAIT);
    if config.get_application_name().is_none() {
        config.application_name("madang");
    }
    let config = Arc::new(config);
    let mut threads = Vec::new();
    for number in 0..connections.max(1) {
        let mut session = Session::new(Arc::clone(&config))?;
        if number == 0 {
            // A wrong address or password is told at the start, not at the first request.
            session.connect()?;
        }
        let (readers, writers) = (to_readers.clone(), to_writers.clone());
        let thread = std::thread::Builder::new().name("store-postgres".into());
        let thread =
            thread.spawn(move || session.serve(&readers, &writers)).map_err(|error| unavailable(&error))?;
        threads.push(thread);
    }
    Ok(threads)
}

fn unavailable(error: &dyn std::error::Error) -> StoreError {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        message = format!("{message}: {inner}");
        cause = inner.source();
    }
    StoreError::Unavailable(message)
}

impl Session {
    fn new(config: Arc<Config>) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| unavailable(&error))?;
        Ok(Self { runtime, config, client: None, prepared: HashMap::new(), begin: "BEGIN", begun: false })
    }

    fn serve(mut self, readers: &Receiver<Unit>, writers: &Receiver<Unit>) {
        let (mut readers, mut writers) = (Some(readers), Some(writers));
        let never = crossbeam_channel::never();
        // Each channel is drained until it closes; the thread ends after both.
        while readers.is_some() || writers.is_some() {
            select! {
                recv(readers.unwrap_or(&never)) -> unit => match unit {
                    Ok(unit) => self.run(unit, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", false),
                    Err(_) => readers = None,
                },
                recv(writers.unwrap_or(&never)) -> unit => match unit {
                    Ok(unit) => self.run(unit, "BEGIN", true),
                    Err(_) => writers = None,
                },
            }
        }
    }

    fn run(&mut self, unit: Unit, begin: &'static str, writes: bool) {
        self.begin = begin;
        self.begun = false;
        let finished = unit(&mut Tx::new(Connection::Postgres(self)));
        if !self.begun {
            // No statement ran, so there is nothing to end.
            return (finished.tell)(Ok(()));
        }
        if writes && finished.keep {
            let ended = self.end("COMMIT");
            (finished.tell)(ended);
        } else {
            // Nobody has to wait for the end of a read.
            (finished.tell)(Ok(()));
            if self.end("ROLLBACK").is_err() {
                self.client = None;
            }
        }
    }

    fn end(&mut self, how: &'static str) -> Result<(), StoreError> {
        self.begun = false;
        let Some(client) = &self.client else {
            return Err(StoreError::Commit("the connection was lost".into()));
        };
        self.runtime.block_on(client.batch_execute(how)).map_err(|error| StoreError::Commit(words(&error)))
    }

    fn connect(&mut self) -> Result<(), StoreError> {
        self.prepared.clear();
        self.client = None;
        let config = Arc::clone(&self.config);
        let client = self.runtime.block_on(async move {
            let client = if config.get_ssl_mode() == SslMode::Disable {
                let (client, connection) = config.connect(tokio_postgres::NoTls).await?;
                tokio::spawn(connection);
                client
            } else {
                let (client, connection) = config.connect(tls()).await?;
                tokio::spawn(connection);
                client
            };
            client.batch_execute(STATEMENT_TIMEOUT).await?;
            Ok::<_, tokio_postgres::Error>(client)
        });
        self.client = Some(client.map_err(|error| unavailable(&error))?);
        Ok(())
    }

    /// The connection with the unit's transaction begun. A connection that was lost since the last unit is made anew,
    /// which is safe: nothing of this unit has run.
    fn begin(&mut self) -> Result<(), StoreError> {
        if self.begun {
            return Ok(());
        }
        if self.client.is_none() {
            self.connect()?;
        }
        let mut retried = false;
        loop {
            let client = self.client.as_ref().ok_or(StoreError::Closed)?;
            match self.runtime.block_on(client.batch_execute(self.begin)) {
                Ok(()) => break,
                Err(error) if retried => return Err(unavailable(&error)),
                Err(_) => {
                    retried = true;
                    self.connect()?;
                }
            }
        }
        self.begun = true;
        Ok(())
    }

    /// A prepared statement of this connection. The first statement of a unit begins its transaction in the same
    /// round trip when it has been prepared before.
    fn prepared(&mut self, name: &'static str, sql: &str) -> Result<tokio_postgres::Statement, StoreError> {
        self.begin()?;
        if let Some(prepared) = self.prepared.get(sql) {
            return Ok(prepared.clone());
        }
        let client = self.client.as_ref().ok_or(StoreError::Closed)?;
        let prepared = self.runtime.block_on(client.prepare(sql));
        let prepared = prepared.map_err(|error| fault(name, &error))?;
        self.prepared.insert(sql.into(), prepared.clone());
        Ok(prepared)
    }

    /// Sends `BEGIN` and the first statement together: one round trip instead of two. Gives `None` when the statement
    /// has to take the slow way: the unit has begun, the statement is new here, or the connection was lost.
    fn begin_with<T>(
        &mut self,
        name: &'static str,
        sql: &str,
        run: impl AsyncFnOnce(&Client, &tokio_postgres::Statement) -> Result<T, tokio_postgres::Error>,
    ) -> Option<Result<T, StoreError>> {
        if self.begun {
            return None;
        }
        let client = self.client.as_ref().filter(|client| !client.is_closed())?;
        let prepared = self.prepared.get(sql)?;
        let both = try_join(client.batch_execute(self.begin), run(client, prepared));
        match self.runtime.block_on(both) {
            Ok(((), found)) => {
                self.begun = true;
                Some(Ok(found))
            }
            // The server never saw the unit: a new connection may take it.
            Err(error) if error.is_closed() => {
                self.client = None;
                None
            }
            Err(error) => {
                self.begun = true;
                Some(Err(fault(name, &error)))
            }
        }
    }

    pub(crate) fn execute(
        &mut self,
        name: &'static str,
        sql: &str,
        params: &[ValueRef<'_>],
    ) -> Result<u64, StoreError> {
        let run = async |client: &Client, prepared: &tokio_postgres::Statement| {
            client.execute_raw(prepared, params.iter()).await
        };
        if let Some(done) = self.begin_with(name, sql, run) {
            return done;
        }
        let prepared = self.prepared(name, sql)?;
        let client = self.client.as_ref().ok_or(StoreError::Closed)?;
        let touched = self.runtime.block_on(client.execute_raw(&prepared, params.iter()));
        touched.map_err(|error| fault(name, &error))
    }

    pub(crate) fn execute_many(
        &mut self,
        name: &'static str,
        sql: &str,
        rows: &[Vec<ValueRef<'_>>],
    ) -> Result<u64, StoreError> {
        let prepared = self.prepared(name, sql)?;
        let client = self.client.as_ref().ok_or(StoreError::Closed)?;
        // Futures that are polled together are sent together: one wait for all rows.
        let all = join_all(rows.iter().map(|row| client.execute_raw(&prepared, row.iter())));
        let touched: Result<Vec<u64>, _> = self.runtime.block_on(all).into_iter().collect();
        Ok(touched.map_err(|error| fault(name, &error))?.into_iter().sum())
    }

    pub(crate) fn query<T>(
        &mut self,
        name: &'static str,
        sql: &str,
        params: &[ValueRef<'_>],
        read: &mut dyn FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let params: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let run = async |client: &Client, prepared: &tokio_postgres::Statement| {
            client.query(prepared, &params).await
        };
        let rows = if let Some(rows) = self.begin_with(name, sql, run) {
            rows?
        } else {
            let prepared = self.prepared(name, sql)?;
            let client = self.client.as_ref().ok_or(StoreError::Closed)?;
            let rows = self.runtime.block_on(client.query(&prepared, &params));
            rows.map_err(|error| fault(name, &error))?
        };
        rows.iter().map(|row| read(&Row(RowOf::Postgres(row)))).collect()
    }

    pub(crate) fn prepare(&mut self, name: &'static str, sql: &str) -> Result<(), StoreError> {
        self.prepared(name, sql).map(drop)
    }

    pub(crate) fn batch(&mut self, name: &'static str, sql: &str) -> Result<(), StoreError> {
        self.begin()?;
        let client = self.client.as_ref().ok_or(StoreError::Closed)?;
        self.runtime.block_on(client.batch_execute(sql)).map_err(|error| fault(name, &error))
    }
}

fn tls() -> tokio_postgres_rustls::MakeRustlsConnect {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring offers the protocol versions that rustls takes for safe")
        .with_root_certificates(roots)
        .with_no_client_auth();
    tokio_postgres_rustls::MakeRustlsConnect::new(config)
}

impl ToSql for ValueRef<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT4 => i32::try_from(number)?.to_sql(ty, out),
            Self::Int(number) if *ty == Type::INT8 => number.to_sql(ty, out),
            Self::Bool(truth) if *ty == Type::BOOL => truth.to_sql(ty, out),
            Self::Text(text) if matches!(*ty, Type::TEXT | Type::VARCHAR | Type::UNKNOWN) => {
                text.to_sql(ty, out)
            }
            Self::Bytes(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            other => Err(format!("the statement wants {ty}, not {other:?}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

struct Field<'a>(ValueRef<'a>);

impl<'a> FromSql<'a> for Field<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT8 => ValueRef::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => ValueRef::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => ValueRef::Bool(bool::from_sql(ty, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME => ValueRef::Text(<&str>::from_sql(ty, raw)?),
            Type::BYTEA => ValueRef::Bytes(raw),
            _ => return Err(format!("a column of type {ty}; cast it").into()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(ValueRef::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(crate) fn column(row: &tokio_postgres::Row, index: usize) -> Result<ValueRef<'_>, ColumnError> {
    row.try_get::<_, Field<'_>>(index)
        .map(|field| field.0)
        .map_err(|error| ColumnError::Meaning(words(&error)))
}

/// The server's own words, which the error keeps one level down.
fn words(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |inner| format!("{error}: {}", inner.message()))
}

fn fault(statement: &'static str, error: &tokio_postgres::Error) -> StoreError {
    let message = words(error);
    let kind = match error.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => ConstraintKind::Unique,
        Some(code) if *code == SqlState::CHECK_VIOLATION => ConstraintKind::Check,
        Some(code) if *code == SqlState::FOREIGN_KEY_VIOLATION => ConstraintKind::ForeignKey,
        Some(code) if *code == SqlState::NOT_NULL_VIOLATION => ConstraintKind::NotNull,
        _ => return StoreError::Statement { statement, message },
    };
    StoreError::Constraint { statement, kind, message }
}
