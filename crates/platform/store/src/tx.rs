use crate::{
    ColumnError, Engine, FromColumn, Statement, StoreError, Value, ValueRef, postgres::Session, sqlite,
    value::ToParam,
};

/// One unit of work: runs statements on one connection, all of which are kept or none.
pub struct Tx<'c> {
    connection: Connection<'c>,
    statements: u64,
    failed: bool,
}

pub(crate) enum Connection<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Session),
}

/// One row of an answer.
pub struct Row<'r>(pub(crate) RowOf<'r>);

pub(crate) enum RowOf<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl Row<'_> {
    /// The value in a column, counted from 0.
    ///
    /// *Errors*: [`StoreError::Column`] when it holds something else.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T, StoreError> {
        self.column(index).and_then(T::from_column).map_err(|error| StoreError::Column { index, error })
    }

    /// The text in a column, counted from 0, where it lies: for what is taken apart and not kept.
    ///
    /// *Errors*: [`StoreError::Column`] when it holds something else.
    pub fn text(&self, index: usize) -> Result<&str, StoreError> {
        self.column(index).and_then(ValueRef::text).map_err(|error| StoreError::Column { index, error })
    }

    fn column(&self, index: usize) -> Result<ValueRef<'_>, ColumnError> {
        match self.0 {
            RowOf::Sqlite(row) => sqlite::column(row, index),
            RowOf::Postgres(row) => crate::postgres::column(row, index),
        }
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(connection: Connection<'c>) -> Self {
        Self { connection, statements: 0, failed: false }
    }

    /// A unit whose every statement fails, because there is no connection to run it on.
    pub(crate) fn refusing(connection: Connection<'c>) -> Self {
        Self { failed: true, ..Self::new(connection) }
    }

    /// Which engine runs the statements; for the few that differ by more than their text.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) fn statements(&self) -> u64 {
        self.statements
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Runs a statement that gives no rows; tells how many it touched.
    pub fn execute(
        &mut self,
        statement: &'static Statement,
        params: &[ValueRef<'_>],
    ) -> Result<u64, StoreError> {
        let sql = self.text(statement);
        self.run(statement.name, sql, params)
    }

    /// [`Tx::execute`] that is meant to touch just so many rows.
    ///
    /// *Errors*: [`StoreError::RowCount`] when it touched another number; then nothing of the unit is kept.
    pub fn expect_rows(
        &mut self,
        statement: &'static Statement,
        params: &[ValueRef<'_>],
        expected: u64,
    ) -> Result<(), StoreError> {
        let found = self.execute(statement, params)?;
        if found == expected {
            return Ok(());
        }
        self.failed = true;
        Err(StoreError::RowCount { statement: statement.name, expected, found })
    }

    /// Runs a statement once for each row of parameters, without waiting for each answer; tells how many rows it
    /// touched in all.
    pub fn execute_many(
        &mut self,
        statement: &'static Statement,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        let sql = self.text(statement);
        let mut touched = 0;
        // Bounded, so that a large import does not put all of its rows on the wire at once.
        for rows in rows.chunks(500) {
            let params: Vec<Vec<ValueRef<'_>>> =
                rows.iter().map(|row| row.iter().map(ToParam::to_param).collect()).collect();
            for row in &params {
                self.check(statement.name, row)?;
            }
            let done = match &mut self.connection {
                Connection::Sqlite(connection) => {
                    params.iter().map(|row| sqlite::execute(connection, statement.name, sql, row)).sum()
                }
                Connection::Postgres(session) => session.execute_many(statement.name, sql, &params),
            };
            self.statements += rows.len() as u64;
            self.failed |= done.is_err();
            touched += done?;
        }
        Ok(touched)
    }

    /// Runs a statement and reads each row of its answer.
    ///
    /// *Shapes*: in the order of the answer; may be empty.
    pub fn query<T>(
        &mut self,
        statement: &'static Statement,
        params: &[ValueRef<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let sql = self.text(statement);
        self.ask(statement.name, sql, params, &mut read)
    }

    /// The first row of the answer, if there is any.
    pub fn query_opt<T>(
        &mut self,
        statement: &'static Statement,
        params: &[ValueRef<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query(statement, params, read)?.into_iter().next())
    }

    /// The only row of an answer that always has one, such as a count.
    ///
    /// *Errors*: [`StoreError::RowCount`] when there is none.
    pub fn query_one<T>(
        &mut self,
        statement: &'static Statement,
        params: &[ValueRef<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let found = self.query_opt(statement, params, read)?;
        found.ok_or(StoreError::RowCount { statement: statement.name, expected: 1, found: 0 })
    }

    /// Lets the engine parse a statement without running it: for the test that tries every statement on both.
    pub fn prepare(&mut self, statement: &'static Statement) -> Result<(), StoreError> {
        let sql = self.text(statement);
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::prepare(connection, statement.name, sql),
            Connection::Postgres(session) => session.prepare(statement.name, sql),
        }
    }

    /// Runs several statements that no [`Statement`] holds: migrations and the copying of whole tables.
    pub(crate) fn batch(&mut self, name: &'static str, sql: &str) -> Result<(), StoreError> {
        let done = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::batch(connection, name, sql),
            Connection::Postgres(session) => session.batch(name, sql),
        };
        self.failed |= done.is_err();
        done
    }

    /// [`Tx::execute`] of a text that is made from names in the database's own catalogue.
    pub(crate) fn execute_text(
        &mut self,
        name: &'static str,
        sql: &str,
        values: &[Value],
    ) -> Result<u64, StoreError> {
        let params: Vec<ValueRef<'_>> = values.iter().map(ToParam::to_param).collect();
        self.run(name, sql, &params)
    }

    /// [`Tx::query`] of a text that is made from names in the database's own catalogue.
    pub(crate) fn query_text(
        &mut self,
        name: &'static str,
        sql: &str,
        read: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.ask(name, sql, &[], read).map(drop)
    }

    fn text(&self, statement: &'static Statement) -> &'static str {
        match self.engine() {
            Engine::Sqlite => statement.sqlite,
            Engine::Postgres => statement.postgres,
        }
    }

    fn run(&mut self, name: &'static str, sql: &str, params: &[ValueRef<'_>]) -> Result<u64, StoreError> {
        self.check(name, params)?;
        self.statements += 1;
        let done = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, name, sql, params),
            Connection::Postgres(session) => session.execute(name, sql, params),
        };
        self.failed |= done.is_err();
        done
    }

    fn ask<T>(
        &mut self,
        name: &'static str,
        sql: &str,
        params: &[ValueRef<'_>],
        read: &mut dyn FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.check(name, params)?;
        self.statements += 1;
        let found = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::query(connection, name, sql, params, read),
            Connection::Postgres(session) => session.query(name, sql, params, read),
        };
        self.failed |= found.is_err();
        found
    }

    /// Refuses what one of the engines would refuse: any statement after a failed one, and the character NUL in a text.
    fn check(&mut self, name: &'static str, params: &[ValueRef<'_>]) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::Swallowed);
        }
        if params.iter().any(|value| matches!(value, ValueRef::Text(text) if text.contains('\0'))) {
            self.failed = true;
            return Err(StoreError::Statement {
                statement: name,
                message: "a text holds the character NUL".into(),
            });
        }
        Ok(())
    }
}
