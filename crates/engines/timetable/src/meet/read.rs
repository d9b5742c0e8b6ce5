//! JSON in: instances, plans and certificates.
//!
//! Values go straight into their types, without a tree in between, so that large files need little memory.

use serde::de::DeserializeOwned;

use super::{
    certificate::Certificate,
    events::Events,
    model::{Instance, Solution},
};
use crate::fault::Refusal;

/// Largest file.
const BYTES_MAX: usize = 1 << 30;

/// Reads an instance; [`Problem::new`](super::Problem::new) then says whether it makes sense.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn instance(bytes: &[u8]) -> Result<Instance, Refusal> {
    json(bytes)
}

/// Reads a plan.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn solution(bytes: &[u8]) -> Result<Solution, Refusal> {
    json(bytes)
}

/// Reads a certificate.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn certificate(bytes: &[u8]) -> Result<Certificate, Refusal> {
    json(bytes)
}

/// Reads events.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn events(bytes: &[u8]) -> Result<Events, Refusal> {
    let events: Events = json(bytes)?;
    if events.format == "meet-events/1" {
        Ok(events)
    } else {
        Err(Refusal::one("format", format!("is {:?}; this reads \"meet-events/1\"", events.format)))
    }
}

/// Reads any of our formats.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    if bytes.len() > BYTES_MAX {
        return Err(Refusal::one(
            "file",
            format!("{} bytes are more than the {BYTES_MAX} allowed", bytes.len()),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let line = bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Refusal::one(format!("line {line}, byte {}", fault.valid_up_to()), "not UTF-8")
    })?;
    serde_json::from_str(text).map_err(|fault| Refusal::of_json(&fault))
}
