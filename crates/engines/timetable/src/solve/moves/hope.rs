//! What a change can come to at best, before anything is touched.

use super::Mover;
use crate::{
    meet::mask::Mask,
    solve::state::{WAITING, blocked, bonus},
};

impl<M: Mask> Mover<'_, '_, M> {
    /// Whether even the best that could follow loses too much; cheap, and right nearly always.
    pub(super) fn hopeless(&self, request: usize, code: u16, cost: i32, floor: f32) -> bool {
        self.hope(request, code, cost, floor).is_none()
    }

    /// The best that could follow without what filling up wins back; none when even that loses too much.
    pub(super) fn hope(&self, request: usize, code: u16, cost: i32, floor: f32) -> Option<i32> {
        let state = &*self.state;
        let problem = state.problem;
        let (slot, _) = problem.slot_class(code);
        let mut best = state.plain_gain(request, slot, cost);
        let old = state.at[request];
        if old != WAITING {
            let (slot, class) = problem.slot_class(old);
            best -= state.plain_gain(request, slot, state.place_cost(request, class));
            // Whoever is left behind may take something from the waiting ones.
            best += 12;
        } else {
            for &id in problem.members(request) {
                let person = id as usize;
                best += bonus(problem, problem.profile[person] as usize, state.count[person]);
            }
        }
        if let Some(keep) = self.keep {
            best += (keep.worth(problem, request, code) - keep.worth(problem, request, old)) as i32;
        }
        for &other in &self.displaced {
            best -= self.least_loss(request, slot, other as usize);
            if (best as f32) < floor - self.slack {
                return None;
            }
        }
        ((best as f32) >= floor - if self.displaced.is_empty() { 0.0 } else { self.slack }).then_some(best)
    }

    /// What is lost with a displaced meeting: nothing when it can go elsewhere, or what moving a published one costs.
    fn least_loss(&self, request: usize, slot: usize, other: usize) -> i32 {
        let state = &*self.state;
        let problem = state.problem;
        let own = problem.members(request);
        let taken = self.cover_of(other);
        let mut away = problem.starts[other] & !taken;
        for &id in problem.members(other) {
            let person = id as usize;
            if problem.cap[person] > 1 {
                away &= !state.full[person];
            } else if own.contains(&id) {
                away &= problem.avail[person] & !state.busy[person];
            } else {
                let busy = state.busy[person] & !taken;
                away &= problem.avail[person] & !busy & !blocked(problem, person, busy);
            }
            if away.is_empty() {
                break;
            }
        }
        if !away.is_empty() {
            return self.keep.map_or(0, |keep| {
                let asks = M::row(slot, usize::from(problem.dur[request]));
                let shares = problem.members(other).iter().any(|id| own.contains(id));
                // Who only gives up a table may get another one at the same time.
                if shares && !(taken & asks).is_empty() {
                    keep.least_moved(problem, other, state.at[other], away)
                } else {
                    0
                }
            });
        }
        let (slot, _) = problem.slot_class(state.at[other]);
        let mut loss = state.plain_gain(other, slot, 0);
        for &id in problem.members(other) {
            if !own.contains(&id) {
                let person = id as usize;
                loss +=
                    bonus(problem, problem.profile[person] as usize, state.count[person].saturating_sub(1));
            }
        }
        loss + self.keep.map_or(0, |keep| keep.worth(problem, other, state.at[other]) as i32)
    }
}
