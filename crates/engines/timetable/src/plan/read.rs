//! JSON in: instances and timetables, from memory or from a stream.

use std::io::{Read, Seek};

use super::model::{Instance, Solution};
use crate::{
    fault::Refusal,
    meet::{
        read::{Unread, json},
        stream::json_from,
    },
};

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

/// Reads a timetable.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn solution(bytes: &[u8]) -> Result<Solution, Refusal> {
    of_format(json(bytes)?)
}

/// As [`solution`], from a stream.
///
/// *Errors*: as [`solution`]; a stream that breaks.
pub fn solution_from(stream: impl Read + Seek) -> Result<Solution, Unread> {
    Ok(of_format(json_from(stream)?)?)
}

fn of_format(solution: Solution) -> Result<Solution, Refusal> {
    if solution.format == "plan-solution/1" {
        Ok(solution)
    } else {
        let message = format!("is {:?}; this reads \"plan-solution/1\"", solution.format);
        Err(Refusal::one("format", message))
    }
}
