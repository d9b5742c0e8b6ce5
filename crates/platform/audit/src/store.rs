use madang_store::{Row, StoreError, Tx, Value, params, row};

use crate::{Filter, Record};

madang_store::statements! {
    /// The head before the first record.
    BEGIN = "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING";
    /// Takes the places of the next records: who comes second waits here for the first.
    TAKE_HEAD = "UPDATE audit_head SET seq = seq + $1 WHERE id = 1 RETURNING seq, hash";
    /// Notes the last record.
    SET_HEAD = "UPDATE audit_head SET hash = $1 WHERE id = 1";
    /// The last record.
    HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1";
    /// A new record.
    INSERT = "INSERT INTO audit_record (seq, at, who, origin, request, action, conference_id, object, detail, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// Whether there is a record of this seal.
    IS_SEALED = "SELECT EXISTS (SELECT 1 FROM audit_record WHERE hash = $1)";
    /// Records after one, in their order.
    AFTER = "SELECT seq, at, who, origin, request, action, conference_id, object, detail, hash FROM audit_record
        WHERE seq > $1 ORDER BY seq LIMIT $2";
    /// The newest records before one.
    BEFORE = "SELECT seq, at, who, origin, request, action, conference_id, object, detail, hash FROM audit_record
        WHERE seq < $1 ORDER BY seq DESC LIMIT $2";
    /// The newest of a conference before one.
    BEFORE_IN_CONFERENCE = "SELECT seq, at, who, origin, request, action, conference_id, object, detail, hash FROM audit_record
        WHERE conference_id = $3 AND seq < $1 ORDER BY seq DESC LIMIT $2";
}

fn digest(bytes: Vec<u8>) -> [u8; 32] {
    // The wrong length fits no seal, which is what it should tell.
    bytes.try_into().unwrap_or([0; 32])
}

fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    Ok(Record {
        seq: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        origin: row.get(3)?,
        request: row.get(4)?,
        action: row.get(5)?,
        conference: row.get(6)?,
        object: row.get(7)?,
        detail: row.get(8)?,
        hash: digest(row.get(9)?),
    })
}

pub(crate) fn begin(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(&BEGIN, params![[0_u8; 32][..]]).map(drop)
}

pub(crate) fn take_head(tx: &mut Tx<'_>, count: i64) -> Result<(i64, Vec<u8>), StoreError> {
    tx.query_one(&TAKE_HEAD, params![count], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn set_head(tx: &mut Tx<'_>, hash: &[u8]) -> Result<(), StoreError> {
    tx.expect_rows(&SET_HEAD, params![hash], 1)
}

pub(crate) fn head(tx: &mut Tx<'_>) -> Result<Option<(i64, [u8; 32])>, StoreError> {
    tx.query_opt(&HEAD, params![], |row| Ok((row.get(0)?, digest(row.get(1)?))))
}

pub(crate) fn insert(tx: &mut Tx<'_>, records: &[Record]) -> Result<(), StoreError> {
    let row = |record: &Record| {
        let Record { seq, at, who, origin, request, action, conference, object, detail, hash } = record;
        row![*seq, *at, who, origin, request, action, *conference, object, detail, hash[..]]
    };
    let rows: Vec<Vec<Value>> = records.iter().map(row).collect();
    tx.execute_many(&INSERT, &rows).map(drop)
}

pub(crate) fn is_sealed(tx: &mut Tx<'_>, hash: &[u8]) -> Result<bool, StoreError> {
    tx.query_one(&IS_SEALED, params![hash[..]], |row| row.get(0))
}

pub(crate) fn after(tx: &mut Tx<'_>, seq: i64, records_max: i64) -> Result<Vec<Record>, StoreError> {
    tx.query(&AFTER, params![seq, records_max], record)
}

pub(crate) fn list(tx: &mut Tx<'_>, filter: &Filter, records_max: i64) -> Result<Vec<Record>, StoreError> {
    let before = filter.before.unwrap_or(i64::MAX);
    match filter.conference {
        Some(conference) => tx.query(&BEFORE_IN_CONFERENCE, params![before, records_max, conference], record),
        None => tx.query(&BEFORE, params![before, records_max], record),
    }
}
