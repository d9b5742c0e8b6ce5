//! A published plan that is kept good while things happen, with as little disruption as can be.

mod changes;
mod event;
mod improve;
pub(crate) mod kept;

pub use changes::{Change, Changes};

use crate::{
    fault::Refusal,
    meet::{
        events::Event,
        mask::{Mask, by_width},
        model::{Instance, Solution},
    },
};
use kept::Kept;

/// Paid when a published meeting is dropped.
pub const DROP_COST: i64 = 20;
/// Paid for each person of a published meeting that moves to another slot.
pub const MOVE_COST: i64 = 6;

/// A published plan in use.
#[derive(Debug)]
pub struct Live(Box<dyn AnyWidth>);

/// A plan with sets of slots in words of some width.
trait AnyWidth: std::fmt::Debug + Send + Sync {
    fn instance(&self) -> &Instance;
    fn value(&self) -> i64;
    fn solution(&self) -> Solution;
    fn apply(&mut self, event: &Event) -> Result<Changes, Refusal>;
}

impl<M: Mask> AnyWidth for Kept<M> {
    fn instance(&self) -> &Instance {
        &self.instance
    }

    fn value(&self) -> i64 {
        self.plan.score
    }

    fn solution(&self) -> Solution {
        self.solution()
    }

    fn apply(&mut self, event: &Event) -> Result<Changes, Refusal> {
        self.apply(event)
    }
}

impl Live {
    /// Takes up a published plan; `locked` meetings will stay where they are.
    ///
    /// *Errors*: an instance that makes no sense; a plan that breaks a rule, with the first meeting that does.
    pub fn new(instance: Instance, published: &Solution, locked: &[u32], seed: u64) -> Result<Self, Refusal> {
        by_width!(instance.slots.len(), Word => Self::new_in::<Word>(instance, published, locked, seed))
    }

    /// As [`new`](Self::new), with sets of slots in words of one width.
    pub(crate) fn new_in<M: Mask>(
        instance: Instance,
        published: &Solution,
        locked: &[u32],
        seed: u64,
    ) -> Result<Self, Refusal> {
        Ok(Self(Box::new(Kept::<M>::new(instance, published, locked, seed)?)))
    }

    /// The instance with all that has happened.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        self.0.instance()
    }

    /// Value of the plan as it is now.
    #[must_use]
    pub fn value(&self) -> i64 {
        self.0.value()
    }

    /// The plan as it is now, with concrete tables, the published ones wherever that goes.
    #[must_use]
    pub fn solution(&self) -> Solution {
        self.0.solution()
    }

    /// Something happens: the plan is made feasible again, then good again.
    ///
    /// *Errors*: an event that names what is not there, or that contradicts a locked meeting; nothing has changed then.
    pub fn apply(&mut self, event: &Event) -> Result<Changes, Refusal> {
        self.0.apply(event)
    }
}
