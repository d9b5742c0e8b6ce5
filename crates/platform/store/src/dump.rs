//! Whole databases as text, so that a backup can be restored on either engine.

use std::io::{BufRead, Write};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use thiserror::Error;

use crate::{Engine, Row, StoreError, Tx, Value, params};

/// Why a dump could not be written or read.
#[derive(Debug, Error)]
pub enum DumpError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file.
    #[error("cannot read or write the dump: {0}")]
    File(#[from] std::io::Error),
    /// The text is not a dump, or not a whole one.
    #[error("line {line} of the dump: {message}")]
    Text {
        /// From 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

crate::statements! {
    /// Tables with their columns and declared types, but for those that the engine keeps for itself, and for the list
    /// of migrations: it tells of the database that it stands in, and its digests are not the same on both engines.
    COLUMNS = {
        sqlite: "SELECT m.name, c.name, upper(c.type) FROM sqlite_master AS m, pragma_table_info(m.name) AS c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'migration' ORDER BY m.name, c.cid",
        postgres: "SELECT c.table_name, c.column_name, upper(c.data_type) FROM information_schema.columns AS c
             JOIN information_schema.tables AS t ON t.table_name = c.table_name AND t.table_schema = c.table_schema
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
             AND c.table_name <> 'migration' ORDER BY c.table_name, c.ordinal_position",
    };
    /// Which table refers to which.
    REFERENCES = {
        sqlite: "SELECT DISTINCT m.name, k.\"table\" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS k
             WHERE m.type = 'table'",
        postgres: "SELECT DISTINCT a.relname, b.relname FROM pg_constraint AS c
             JOIN pg_class AS a ON a.oid = c.conrelid JOIN pg_class AS b ON b.oid = c.confrelid
             JOIN pg_namespace AS n ON n.oid = a.relnamespace AND n.nspname = current_schema()
             WHERE c.contype = 'f'",
    };
}

struct Table {
    name: String,
    columns: Vec<(String, String)>,
}

/// Tables such that each stands after those that it refers to.
fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, StoreError> {
    let columns: Vec<(String, String, String)> =
        tx.query(&COLUMNS, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let references: Vec<(String, String)> =
        tx.query(&REFERENCES, params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut waiting: Vec<Table> = Vec::new();
    for (table, column, kind) in columns {
        match waiting.last_mut() {
            Some(last) if last.name == table => last.columns.push((column, kind)),
            _ => waiting.push(Table { name: table, columns: vec![(column, kind)] }),
        }
    }
    let mut sorted: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let names: Vec<String> = waiting.iter().map(|table| table.name.clone()).collect();
        let is_free = |table: &Table| {
            !references.iter().any(|(from, to)| *from == table.name && to != from && names.contains(to))
        };
        let (free, rest): (Vec<Table>, Vec<Table>) = waiting.into_iter().partition(is_free);
        // A circle of references has no order; none of ours is one, and the load would say so.
        let stuck = free.is_empty();
        sorted.extend(free);
        waiting = rest;
        if stuck {
            sorted.append(&mut waiting);
        }
    }
    Ok(sorted)
}

/// Writes every row of every table but that of migrations as JSON lines: a line `{"table":…,"columns":[…]}`, then a line `[…]` for each row,
/// and a last line with the number of rows. Bytes are `{"base64":…}`.
///
/// Run it in a read unit: what it writes is then one consistent state, while the server goes on.
pub fn write_dump(tx: &mut Tx<'_>, out: &mut dyn Write) -> Result<u64, DumpError> {
    let mut rows_written = 0;
    for table in tables(tx)? {
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        writeln!(out, "{}", serde_json::json!({ "table": table.name, "columns": names }))?;
        let sql = format!("SELECT {} FROM \"{}\"", quoted(&names), table.name);
        let mut failed = None;
        tx.query_text("dump", &sql, &mut |row| {
            if failed.is_none() {
                failed = write_row(row, &table, out).err();
                rows_written += 1;
            }
            Ok(())
        })?;
        failed.map_or(Ok(()), Err)?;
    }
    writeln!(out, "{}", serde_json::json!({ "rows": rows_written }))?;
    Ok(rows_written)
}

fn write_row(row: &Row<'_>, table: &Table, out: &mut dyn Write) -> Result<(), DumpError> {
    let mut fields = Vec::with_capacity(table.columns.len());
    for (index, (_, kind)) in table.columns.iter().enumerate() {
        fields.push(match row.get::<Value>(index)? {
            Value::Null => serde_json::Value::Null,
            Value::Int(number) if kind == "BOOLEAN" => (number == 1).into(),
            Value::Int(number) => number.into(),
            Value::Bool(truth) => truth.into(),
            Value::Text(text) => text.into(),
            Value::Bytes(bytes) => serde_json::json!({ "base64": BASE64.encode(bytes) }),
        });
    }
    writeln!(out, "{}", serde_json::Value::from(fields))?;
    Ok(())
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// Empties every table but that of migrations, and fills it from a dump, in one unit of work. The database must have the structure that the
/// dump was taken from.
///
/// *Errors*: [`DumpError::Text`] with the line, when the text is not a whole dump or names a table or column that is
/// not there.
pub fn load(tx: &mut Tx<'_>, dump: &mut dyn BufRead) -> Result<u64, DumpError> {
    let known = tables(tx)?;
    for table in known.iter().rev() {
        tx.batch("load", &format!("DELETE FROM \"{}\"", table.name))?;
    }
    let mut rows = 0;
    let mut into: Option<String> = None;
    let mut kinds = 0;
    for (number, line) in dump.lines().enumerate() {
        let wrong = |message: String| DumpError::Text { line: number + 1, message };
        let line: serde_json::Value =
            serde_json::from_str(&line?).map_err(|error| wrong(format!("is not JSON: {error}")))?;
        if let Some(fields) = line.as_array() {
            let sql = into.as_deref().ok_or_else(|| wrong("a row before any table".into()))?;
            if fields.len() != kinds {
                return Err(wrong(format!("a row of {} fields for {kinds} columns", fields.len())));
            }
            let values = fields.iter().map(field).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
            tx.execute_text("load", sql, &values)?;
            rows += 1;
        } else if let Some(name) = line["table"].as_str() {
            let columns: Vec<&str> = line["columns"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|column| column.as_str())
                .collect();
            let sql = insert(&known, tx.engine(), name, &columns).map_err(wrong)?;
            kinds = columns.len();
            into = Some(sql);
        } else if let Some(count) = line["rows"].as_u64() {
            return if count == rows {
                Ok(rows)
            } else {
                Err(wrong(format!("{rows} rows instead of {count}")))
            };
        } else {
            return Err(wrong("neither a table nor a row".into()));
        }
    }
    Err(DumpError::Text { line: 0, message: "the dump ends before its last line: it is cut off".into() })
}

fn insert(known: &[Table], engine: Engine, name: &str, columns: &[&str]) -> Result<String, String> {
    let table =
        known.iter().find(|table| table.name == name).ok_or_else(|| format!("no table {name:?} here"))?;
    if let Some(column) =
        columns.iter().find(|column| !table.columns.iter().any(|(known, _)| known == *column))
    {
        return Err(format!("table {name:?} has no column {column:?} here"));
    }
    let mark = if engine == Engine::Sqlite { '?' } else { '$' };
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("{mark}{place}")).collect();
    Ok(format!("INSERT INTO \"{name}\" ({}) VALUES ({})", quoted(columns), places.join(", ")))
}

fn field(value: &serde_json::Value) -> Result<Value, String> {
    Ok(match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Bool(*truth),
        serde_json::Value::Number(number) => {
            Value::Int(number.as_i64().ok_or_else(|| format!("{number} is not a whole number"))?)
        }
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Object(object) => {
            let text =
                object.get("base64").and_then(|text| text.as_str()).ok_or("an object that is not bytes")?;
            Value::Bytes(BASE64.decode(text).map_err(|error| format!("bytes that are not base64: {error}"))?)
        }
        serde_json::Value::Array(_) => return Err("a list inside a row".into()),
    })
}
