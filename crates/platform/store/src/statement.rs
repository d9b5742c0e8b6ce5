/// One SQL text, named after the constant that holds it. Made by [`statements!`](crate::statements) only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Statement {
    /// `crate::module::NAME`.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL; mostly the same.
    pub postgres: &'static str,
}

/// Declares the SQL statements of a `store.rs`, and lists them in `STATEMENTS` for the test that prepares them all.
///
/// ```
/// madang_store::statements! {
///     /// Name of a room.
///     ROOM_NAME = "SELECT name FROM room WHERE conference_id = $1 AND id = $2";
///     /// The engines count seconds differently.
///     STARTED = { sqlite: "SELECT unixepoch()", postgres: "SELECT CAST(EXTRACT(EPOCH FROM now()) AS BIGINT)" };
/// }
/// # fn main() { assert_eq!(STATEMENTS.len(), 2); }
/// ```
#[macro_export]
macro_rules! statements {
    ($( $(#[$doc:meta])* $name:ident = $body:tt );* $(;)?) => {
        $( $(#[$doc])* pub(crate) static $name: $crate::Statement =
            $crate::statement!(concat!(module_path!(), "::", stringify!($name)), $body); )*
        /// Every statement of this module, for the test that prepares each on both engines.
        pub(crate) static STATEMENTS: &[&$crate::Statement] = &[$(&$name),*];
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! statement {
    ($name:expr, { sqlite: $sqlite:expr, postgres: $postgres:expr $(,)? }) => {{
        const TEXT: &str = $sqlite;
        const NUMBERED: [u8; TEXT.len()] = $crate::numbered(TEXT);
        $crate::Statement { name: $name, sqlite: $crate::text(&NUMBERED), postgres: $postgres }
    }};
    ($name:expr, $text:literal) => {
        $crate::statement!($name, { sqlite: $text, postgres: $text })
    };
}

/// Writes `$1` as `?1`: to SQLite the former is a parameter *named* "$1", whose place is that of its first appearance.
#[doc(hidden)]
#[must_use]
pub const fn numbered<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let from = text.as_bytes();
    let mut to = [0; LENGTH];
    let mut index = 0;
    while index < LENGTH {
        to[index] = if from[index] == b'$' { b'?' } else { from[index] };
        index += 1;
    }
    to
}

/// The bytes that [`numbered`] has made, as text.
#[doc(hidden)]
#[must_use]
pub const fn text(bytes: &'static [u8]) -> &'static str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("an exchanged ASCII character leaves UTF-8 as it was"),
    }
}
