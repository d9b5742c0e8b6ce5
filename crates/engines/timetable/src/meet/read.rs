//! JSON in: instances, plans and certificates, from memory or from a stream.
//!
//! Values go straight into their types, without a tree in between, so that large files need little memory; of a stream, no
//! more than a chunk is in memory as long as nothing is wrong.

use std::io::{Read, Seek};

use serde::de::DeserializeOwned;

pub use super::stream::Unread;
use super::{
    certificate::Certificate,
    events::Events,
    model::{Instance, Solution},
    stream::json_from,
};
use crate::fault::Refusal;

/// Largest file.
pub(super) const BYTES_MAX: usize = 1 << 30;

/// Reads an instance; [`Problem::new`](super::Problem::new) then says whether it makes sense.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn instance(bytes: &[u8]) -> Result<Instance, Refusal> {
    json(bytes)
}

/// As [`instance`], from a stream.
///
/// *Errors*: as [`instance`]; a stream that breaks.
pub fn instance_from(stream: impl Read + Seek) -> Result<Instance, Unread> {
    json_from(stream)
}

/// Reads a plan.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn solution(bytes: &[u8]) -> Result<Solution, Refusal> {
    json(bytes)
}

/// As [`solution`], from a stream.
///
/// *Errors*: as [`solution`]; a stream that breaks.
pub fn solution_from(stream: impl Read + Seek) -> Result<Solution, Unread> {
    json_from(stream)
}

/// Reads a certificate.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn certificate(bytes: &[u8]) -> Result<Certificate, Refusal> {
    json(bytes)
}

/// As [`certificate`], from a stream.
///
/// *Errors*: as [`certificate`]; a stream that breaks.
pub fn certificate_from(stream: impl Read + Seek) -> Result<Certificate, Unread> {
    json_from(stream)
}

/// Reads events.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn events(bytes: &[u8]) -> Result<Events, Refusal> {
    of_format(json(bytes)?)
}

/// As [`events`], from a stream.
///
/// *Errors*: as [`events`]; a stream that breaks.
pub fn events_from(stream: impl Read + Seek) -> Result<Events, Unread> {
    Ok(of_format(json_from(stream)?)?)
}

fn of_format(events: Events) -> Result<Events, Refusal> {
    if events.format == "meet-events/1" {
        Ok(events)
    } else {
        Err(Refusal::one("format", format!("is {:?}; this reads \"meet-events/1\"", events.format)))
    }
}

/// Reads any of our formats.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    if bytes.len() > BYTES_MAX {
        return Err(Refusal::one("file", too_long()));
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let line = bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Refusal::one(format!("line {line}, byte {}", fault.valid_up_to()), "not UTF-8")
    })?;
    serde_json::from_str(text).map_err(|fault| Refusal::of_json(&fault))
}

pub(super) fn too_long() -> String {
    format!("is longer than the {BYTES_MAX} bytes that are allowed")
}
