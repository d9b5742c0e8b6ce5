//! What is known of an instance before it is solved.

use super::{
    mask::{Mask, by_width},
    model::Instance,
    problem,
};
use crate::fault::Refusal;

/// An instance that makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    requests: usize,
    people: usize,
    impossible: usize,
}

impl Problem {
    /// Checks an instance as far as that goes without solving it.
    ///
    /// *Errors*: everything that makes no sense, with its place; fixed meetings that contradict one another are
    /// told when the problem is solved.
    pub fn new(instance: &Instance) -> Result<Self, Refusal> {
        by_width!(instance.slots.len(), Word => Self::of::<Word>(instance))
    }

    fn of<M: Mask>(instance: &Instance) -> Result<Self, Refusal> {
        let problem = problem::Problem::<M>::new(instance)?;
        Ok(Self { requests: problem.requests(), people: problem.people(), impossible: problem.impossible() })
    }

    /// Number of requests.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests
    }

    /// Number of participants.
    #[must_use]
    pub fn people(&self) -> usize {
        self.people
    }

    /// Requests that nobody could place even in an empty plan.
    #[must_use]
    pub fn impossible(&self) -> usize {
        self.impossible
    }
}
