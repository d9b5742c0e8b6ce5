use jiff::Timestamp;
use madang_context::{Ctx, Id};
use madang_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{actions::enqueue, model::NewJob};

/// The kind of job that carries an [`Event`] to those who listen.
pub const EVENT_JOB: &str = "event";

/// Something that has happened, for parts of the program that the part in which it happened does not know.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Event {
    /// What, such as `release.published`.
    pub name: String,
    /// To whose things: the id of a conference.
    pub scope: String,
    /// When.
    pub at: Timestamp,
    /// What is worth knowing; an object of JSON.
    pub detail: Value,
}

/// Tells that something has happened, in the same unit of work: both are kept or neither.
pub fn tell(tx: &mut Tx<'_>, ctx: &Ctx, name: &str, scope: Id, detail: Value) -> Result<(), StoreError> {
    let event = Event { name: name.to_owned(), scope: scope.to_string(), at: ctx.now, detail };
    enqueue(tx, ctx, &NewJob::new(EVENT_JOB, &event)).map(drop)
}
