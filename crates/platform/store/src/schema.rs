use crate::{Engine, StoreError, Tx, params};

crate::statements! {
    /// Every table and index as it was made.
    OBJECTS = {
        sqlite: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name",
        postgres: "SELECT line FROM (
              SELECT table_name AS relation, 0 AS kind, ordinal_position AS place, CAST(table_name || '.' || column_name || ' '
                     || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
                     || COALESCE(' DEFAULT ' || column_default, '') AS TEXT) AS line
                FROM information_schema.columns WHERE table_schema = current_schema()
              UNION ALL
              SELECT rel.relname, 1, 0, CAST(rel.relname || ': ' || pg_get_constraintdef(con.oid) AS TEXT)
                FROM pg_constraint con JOIN pg_class rel ON rel.oid = con.conrelid
                JOIN pg_namespace space ON space.oid = rel.relnamespace AND space.nspname = current_schema()
              UNION ALL
              SELECT tablename, 2, 0, CAST(replace(indexdef, current_schema() || '.', '') AS TEXT)
                FROM pg_indexes WHERE schemaname = current_schema()
            ) AS lines ORDER BY relation, kind, place, line",
    };
    /// Bytes of the database on its disk.
    SIZE = {
        sqlite: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        postgres: "SELECT pg_database_size(current_database())",
    };
}

/// The structure of the database as text, for the snapshot that is kept in the repository.
///
/// *Shapes*: one table or index after the other, sorted by table; the same for every database that has had the same
/// migrations.
pub fn describe(tx: &mut Tx<'_>) -> Result<String, StoreError> {
    let lines: Vec<String> = tx.query(&OBJECTS, params![], |row| row.get(0))?;
    let separator = match tx.engine() {
        Engine::Sqlite => ";\n",
        Engine::Postgres => "\n",
    };
    Ok(lines.iter().map(|line| format!("{}{separator}", line.trim())).collect())
}

/// How many bytes the database takes on its disk; on PostgreSQL with everything else that is in it.
pub fn size_bytes(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.query_one(&SIZE, params![], |row| row.get(0))
}
