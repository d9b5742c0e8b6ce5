use thiserror::Error;

/// Which rule of the database a write would have broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// A key that exists already.
    Unique,
    /// A `CHECK`.
    Check,
    /// A reference to a row that is not there, or that is still referred to.
    ForeignKey,
    /// A missing value.
    NotNull,
}

/// Why a unit of work could not be done. A fault, not an outcome: expected clashes are row counts.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Too many units wait already.
    #[error("the database is busy: too many requests wait for it")]
    Busy,
    /// The store is being closed.
    #[error("the database has been closed")]
    Closed,
    /// The database cannot be reached.
    #[error("cannot open the database: {0}")]
    Unavailable(String),
    /// A write would have broken a rule of the database.
    #[error("{statement}: a rule of the database forbids it ({kind:?}): {message}")]
    Constraint {
        /// Name of the statement.
        statement: &'static str,
        /// Which kind of rule.
        kind: ConstraintKind,
        /// The engine's words; for logs, not for people.
        message: String,
    },
    /// A statement failed.
    #[error("{statement}: {message}")]
    Statement {
        /// Name of the statement.
        statement: &'static str,
        /// The engine's words.
        message: String,
    },
    /// A unit went on after a statement had failed; nothing of it is kept.
    #[error("a statement failed before in this unit of work, so nothing of it is kept")]
    Swallowed,
    /// A write touched another number of rows than it meant to.
    #[error("{statement}: touched {found} rows instead of {expected}")]
    RowCount {
        /// Name of the statement.
        statement: &'static str,
        /// How many were meant.
        expected: u64,
        /// How many it were.
        found: u64,
    },
    /// A column does not hold what is asked of it.
    #[error("column {index}: {error}")]
    Column {
        /// From 0.
        index: usize,
        /// What is wrong.
        error: ColumnError,
    },
    /// The work could not be made durable.
    #[error("cannot commit: {0}")]
    Commit(String),
    /// The database's structure is not what this program expects.
    #[error("migration {id}: {message}")]
    Migration {
        /// Id of the migration.
        id: String,
        /// What is wrong and what to do.
        message: String,
    },
}

/// Why a value could not be taken from a column.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ColumnError {
    /// `NULL` where a value is needed.
    #[error("is NULL")]
    Null,
    /// A value of another type.
    #[error("holds {found}, not {expected}")]
    Type {
        /// What was asked for.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A value of the right type that means nothing.
    #[error("holds a value that cannot be read: {0}")]
    Meaning(String),
}
