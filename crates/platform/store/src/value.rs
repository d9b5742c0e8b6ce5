use jiff::Timestamp;
use madang_context::Id;

use crate::ColumnError;

/// A value on its way into a statement or out of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueRef<'a> {
    /// `NULL`.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `BOOLEAN`; SQLite gives [`ValueRef::Int`] back.
    Bool(bool),
    /// `TEXT`.
    Text(&'a str),
    /// `BYTEA`.
    Bytes(&'a [u8]),
}

/// An owned [`ValueRef`], for rows that are collected before they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `NULL`.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `BOOLEAN`.
    Bool(bool),
    /// `TEXT`.
    Text(String),
    /// `BYTEA`.
    Bytes(Vec<u8>),
}

/// What can be given to a statement.
pub trait ToParam {
    /// The value as the database takes it.
    fn to_param(&self) -> ValueRef<'_>;
}

/// What can be taken from a row.
pub trait FromColumn: Sized {
    /// Reads the value.
    ///
    /// *Errors*: the column holds something else.
    fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError>;
}

/// The parameters of a statement, by reference: `params![room_id, name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::ToParam::to_param(&$value)),*] as &[$crate::ValueRef<'_>] };
}

/// One row for [`Tx::execute_many`](crate::Tx::execute_many): `row![room_id, name]`.
#[macro_export]
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($crate::ToParam::to_param(&$value))),*] };
}

/// Declares a newtype over [`Id`] that the store can read and write.
///
/// ```
/// madang_store::id_type!(pub RoomId, "Names a room.");
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! id_type {
    ($visibility:vis $name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility struct $name(pub $crate::Id);

        impl $crate::ToParam for $name {
            fn to_param(&self) -> $crate::ValueRef<'_> {
                $crate::ToParam::to_param(&self.0)
            }
        }

        impl $crate::FromColumn for $name {
            fn from_column(value: $crate::ValueRef<'_>) -> Result<Self, $crate::ColumnError> {
                <$crate::Id as $crate::FromColumn>::from_column(value).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

impl<'a> ValueRef<'a> {
    fn type_name(self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "a number",
            Self::Bool(_) => "a truth value",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }

    /// A text.
    pub(crate) fn text(self) -> Result<&'a str, ColumnError> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.not("text")),
        }
    }

    fn not(self, expected: &'static str) -> ColumnError {
        match self {
            Self::Null => ColumnError::Null,
            other => ColumnError::Type { expected, found: other.type_name() },
        }
    }
}

impl From<ValueRef<'_>> for Value {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Int(number) => Self::Int(number),
            ValueRef::Bool(truth) => Self::Bool(truth),
            ValueRef::Text(text) => Self::Text(text.to_owned()),
            ValueRef::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
        }
    }
}

macro_rules! column {
    ($type:ty, |$self:ident| $to:expr, $expected:literal, $($pattern:pat => $from:expr),+) => {
        impl ToParam for $type {
            fn to_param(&self) -> ValueRef<'_> {
                let $self = self;
                $to
            }
        }
        impl FromColumn for $type {
            fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError> {
                match value {
                    $($pattern => $from,)+
                    other => Err(other.not($expected)),
                }
            }
        }
    };
}

column!(i64, |number| ValueRef::Int(*number), "a number", ValueRef::Int(number) => Ok(number));
column!(bool, |truth| ValueRef::Bool(*truth), "a truth value",
    ValueRef::Bool(truth) => Ok(truth), ValueRef::Int(number @ (0 | 1)) => Ok(number == 1));
column!(String, |text| ValueRef::Text(text), "text", ValueRef::Text(text) => Ok(text.to_owned()));
column!(Vec<u8>, |bytes| ValueRef::Bytes(bytes), "bytes", ValueRef::Bytes(bytes) => Ok(bytes.to_vec()));
column!(Id, |id| ValueRef::Bytes(id.bytes()), "an id",
    ValueRef::Bytes(bytes) => Id::try_from(bytes).map_err(|error| ColumnError::Meaning(error.to_string())));
column!(Timestamp, |moment| ValueRef::Int(moment.as_microsecond()), "a moment in microseconds",
    ValueRef::Int(micros) =>
        Timestamp::from_microsecond(micros).map_err(|error| ColumnError::Meaning(error.to_string())));
column!(u32, |number| ValueRef::Int(i64::from(*number)), "a number",
    ValueRef::Int(number) =>
        u32::try_from(number).map_err(|_| ColumnError::Meaning(format!("{number} is not a count"))));

impl ToParam for str {
    fn to_param(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl ToParam for [u8] {
    fn to_param(&self) -> ValueRef<'_> {
        ValueRef::Bytes(self)
    }
}

impl ToParam for Value {
    fn to_param(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Int(*number),
            Self::Bool(truth) => ValueRef::Bool(*truth),
            Self::Text(text) => ValueRef::Text(text),
            Self::Bytes(bytes) => ValueRef::Bytes(bytes),
        }
    }
}

impl FromColumn for Value {
    fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError> {
        Ok(value.into())
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> ValueRef<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, ToParam::to_param)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::from_column(value).map(Some),
        }
    }
}
