//! Who did what, when and from where: the *audit*. It is only ever added to, in the same unit of work as what it tells of:
//! either both are kept or neither.
//!
//! Every record's hash seals it to the one before ([`verify`] recomputes them all), so that nobody can take out or change
//! one without changing all that follow. Who holds the database could still rewrite everything; therefore the hash of the
//! last record, the *head*, is printed for people to keep elsewhere. Records name persons by their ids only: when an
//! account is deleted, its acts remain and its name does not.

mod store;

use jiff::Timestamp;
use madang_context::{Ctx, Id, Who};
use madang_store::{Migration, Statement, StoreError, Tx};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[
    Migration::same("audit/0001_audit", include_str!("../migrations/0001_audit.sql")),
    Migration {
        id: "audit/0002_append_only",
        sqlite: include_str!("../migrations/0002_append_only.sqlite.sql"),
        postgres: include_str!("../migrations/0002_append_only.postgres.sql"),
    },
];

/// Every statement of this crate, for the test that prepares each on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];

/// How many records [`verify`] reads at once.
const PAGE: i64 = 1_000;

/// Something that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// What, such as `programme.release`.
    pub action: &'static str,
    /// In which conference; none where it concerns the whole server.
    pub conference: Option<Id>,
    /// To what: a code or an id; may be empty.
    pub object: String,
    /// What is worth knowing beside; no names, addresses or secrets.
    pub detail: Value,
}

/// An act as it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who: `person:` or `token:` and an id, `administrator`, `program` or `visitor`.
    pub who: String,
    /// From where: a device's address, `command line` or `program`.
    pub origin: String,
    /// The request or run in which it was done, as in the log.
    pub request: String,
    /// See [`Act::action`].
    pub action: String,
    /// See [`Act::conference`].
    pub conference: Option<Id>,
    /// See [`Act::object`].
    pub object: String,
    /// See [`Act::detail`], as JSON.
    pub detail: String,
    /// Seals it to the one before.
    pub hash: [u8; 32],
}

/// What is wrong with an audit.
#[derive(Debug, Error)]
pub enum AuditError {
    /// A record is not as it was written, or one before it is missing.
    #[error("record {0} is not as it was written, or one before it was taken out")]
    Broken(i64),
    /// The last records are missing.
    #[error("the audit ends with record {found}, but {expected} were written")]
    CutOff {
        /// The last that is there.
        found: i64,
        /// The last that was written.
        expected: i64,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An audit that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// How many records it has.
    pub records: i64,
    /// Hash of the last one, as hexadecimal digits: to be kept elsewhere.
    pub head: String,
}

/// What [`list`] is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only acts in this conference.
    pub conference: Option<Id>,
    /// Only records before this one: the last of the page before.
    pub before: Option<i64>,
}

/// Who asks, as records name them: see [`Record::who`].
#[must_use]
pub fn who(ctx: &Ctx) -> String {
    match ctx.who {
        Who::Visitor => "visitor".into(),
        Who::Person { id, .. } => format!("person:{id}"),
        Who::Token { id } => format!("token:{id}"),
        Who::Administrator => "administrator".into(),
        Who::System => "program".into(),
    }
}

fn origin(ctx: &Ctx) -> String {
    match (ctx.client, ctx.who) {
        (Some(client), _) => client.to_string(),
        (None, Who::System) => "program".into(),
        (None, _) => "command line".into(),
    }
}

/// Every part with its length before it, so that no two records have the same bytes.
fn seal(before: &[u8], record: &Record) -> [u8; 32] {
    let (seq, at) = (record.seq.to_be_bytes(), record.at.as_microsecond().to_be_bytes());
    let conference = record.conference.map(|id| id.to_string()).unwrap_or_default();
    let parts: [&[u8]; 10] = [
        before,
        &seq,
        &at,
        record.who.as_bytes(),
        record.origin.as_bytes(),
        record.request.as_bytes(),
        record.action.as_bytes(),
        conference.as_bytes(),
        record.object.as_bytes(),
        record.detail.as_bytes(),
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Records an act as part of this unit of work. To be done last: until the unit ends, nobody else can record.
pub fn record(tx: &mut Tx<'_>, ctx: &Ctx, act: &Act) -> Result<(), StoreError> {
    record_all(tx, ctx, std::slice::from_ref(act))
}

/// [`record`] for many acts of one unit of work, in their order.
pub fn record_all(tx: &mut Tx<'_>, ctx: &Ctx, acts: &[Act]) -> Result<(), StoreError> {
    let Ok(count @ 1..) = i64::try_from(acts.len()) else { return Ok(()) };
    store::begin(tx)?;
    let (last, mut before) = store::take_head(tx, count)?;
    let records: Vec<Record> = acts
        .iter()
        .zip(last - count + 1..)
        .map(|(act, seq)| {
            let record = sealed(ctx, act, seq, &before);
            before = record.hash.to_vec();
            record
        })
        .collect();
    store::insert(tx, &records)?;
    store::set_head(tx, &before)
}

fn sealed(ctx: &Ctx, act: &Act, seq: i64, before: &[u8]) -> Record {
    let mut record = Record {
        seq,
        // Whole microseconds, as the store keeps them: the hash must be the same when it is read again.
        at: Timestamp::from_microsecond(ctx.now.as_microsecond()).unwrap_or(ctx.now),
        who: who(ctx),
        origin: origin(ctx),
        request: ctx.request_id.clone(),
        action: act.action.into(),
        conference: act.conference,
        object: act.object.replace('\0', ""),
        detail: act.detail.to_string().replace('\0', ""),
        hash: [0; 32],
    };
    record.hash = seal(before, &record);
    record
}

/// A page of records, the newest first; at most `records_max`.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, records_max: u32) -> Result<Vec<Record>, StoreError> {
    store::list(tx, filter, i64::from(records_max))
}

/// Whether a record has this seal, as hexadecimal digits: so that one kept elsewhere can be found again.
pub fn is_sealed(tx: &mut Tx<'_>, seal: &str) -> Result<bool, StoreError> {
    let byte = |at: usize| seal.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    let bytes: Option<Vec<u8>> = (0..seal.len()).step_by(2).map(byte).collect();
    bytes.map_or(Ok(false), |bytes| store::is_sealed(tx, &bytes))
}

/// Recomputes every seal.
///
/// *Errors*: the first record that is not as it was written, or that records are missing.
pub fn verify(tx: &mut Tx<'_>) -> Result<Whole, AuditError> {
    let (mut seq, mut hash) = (0, [0; 32]);
    loop {
        let page = store::after(tx, seq, PAGE)?;
        if page.is_empty() {
            break;
        }
        for record in page {
            if record.seq != seq + 1 || record.hash != seal(&hash, &record) {
                return Err(AuditError::Broken(record.seq));
            }
            (seq, hash) = (record.seq, record.hash);
        }
    }
    match store::head(tx)? {
        Some((expected, head)) if expected != seq || head != hash => {
            Err(AuditError::CutOff { found: seq, expected })
        }
        None if seq > 0 => Err(AuditError::CutOff { found: seq, expected: 0 }),
        _ => Ok(Whole { records: seq, head: hash.iter().map(|byte| format!("{byte:02x}")).collect() }),
    }
}
