//! JSON in: instances and timetables.

use super::model::{Instance, Solution};
use crate::{fault::Refusal, meet::read::json};

/// Reads an instance; [`Problem::new`](super::Problem::new) then says whether it makes sense.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn instance(bytes: &[u8]) -> Result<Instance, Refusal> {
    json(bytes)
}

/// Reads a timetable.
///
/// *Errors*: not UTF-8, not JSON or not of this format, with line and column.
pub fn solution(bytes: &[u8]) -> Result<Solution, Refusal> {
    let solution: Solution = json(bytes)?;
    if solution.format == "plan-solution/1" {
        Ok(solution)
    } else {
        let message = format!("is {:?}; this reads \"plan-solution/1\"", solution.format);
        Err(Refusal::one("format", message))
    }
}
