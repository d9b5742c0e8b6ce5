//! What it is worth that a published meeting stays where it was.

use super::state::WAITING;
use crate::meet::{mask::Mask, problem::Problem};

/// Places of the published plan and what leaving them costs.
#[derive(Clone, Debug)]
pub(crate) struct Keep {
    /// Where each request was, or [`WAITING`].
    pub(crate) published: Vec<u16>,
    /// Cost of dropping a meeting.
    pub(crate) drop_cost: i64,
    /// Cost of moving a meeting to another slot, for each of its people.
    pub(crate) move_cost: i64,
}

impl Keep {
    /// What a request's place adds, compared with having been dropped.
    pub(crate) fn worth<M: Mask>(&self, problem: &Problem<M>, request: usize, now: u16) -> i64 {
        let was = self.published[request];
        if was == WAITING || now == WAITING {
            return 0;
        }
        let stays = problem.slot_class(was).0 == problem.slot_class(now).0;
        self.drop_cost - if stays { 0 } else { self.move_cost * problem.members(request).len() as i64 }
    }

    /// The least that is lost when a meeting has to leave where it is now for one of these slots.
    pub(crate) fn least_moved<M: Mask>(
        &self,
        problem: &Problem<M>,
        request: usize,
        now: u16,
        slots: M,
    ) -> i32 {
        let was = self.published[request];
        if was == WAITING {
            return 0;
        }
        let returns = slots.has(problem.slot_class(was).0);
        let moved = if returns { 0 } else { self.move_cost * problem.members(request).len() as i64 };
        (self.worth(problem, request, now) - self.drop_cost + moved).max(0) as i32
    }
}
