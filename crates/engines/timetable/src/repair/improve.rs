//! The plan is made good again around those whom an event hit.

use super::{event::Hit, kept::Kept};
use crate::{
    meet::mask::Mask,
    solve::{
        keep::Keep,
        moves::Mover,
        state::{State, WAITING},
    },
};

/// Places that are looked at after each event, the most promising first by what they are worth alone.
const LOOKS: usize = 2_000;
/// Changes tried after each event.
const TRIES: usize = 500;
/// Times that one place is tried: what gives way for it is partly chance.
const PASSES: usize = 6;
/// Points that a change has to win, beyond what it pays for moves, so that anybody is disturbed.
const WORTH_DISTURBING: f32 = 5.0;

/// Points that filling up after a change may win back, at most, as far as is hoped: more than while solving, because
/// whoever waits nearby may have waited for just this.
const SLACK: f32 = 30.0;

/// A place for a waiting request.
#[derive(Clone, Copy)]
struct Candidate {
    /// Points that it is worth as far as is known.
    worth: i32,
    request: u32,
    code: u16,
    cost: i32,
}

impl<M: Mask> Kept<M> {
    /// Finds new places for what had to go, fills freed people's time, and tries changes around them.
    pub(super) fn improve(&mut self, hit: &Hit, keep: &Keep) {
        let mut state = State { problem: &self.problem, plan: std::mem::take(&mut self.plan) };
        let mut mover = Mover::new(&mut state, &self.guide, self.chance.clone());
        mover.keep = Some(keep);
        mover.slack = SLACK;
        let mut removed = hit.removed.clone();
        removed.sort_by_key(|&request| std::cmp::Reverse(self.problem.value[request as usize]));
        for &request in &removed {
            if let Some((code, gain)) = mover.best_place(request as usize)
                && gain > 0
            {
                mover.state.insert(request as usize, code);
            }
        }
        for &person in &hit.freed {
            while mover.refill_person(person as usize) {}
        }
        mover.forget();
        let mut waiting = removed;
        for &person in &hit.freed {
            waiting.extend(self.problem.wishes(person as usize));
        }
        waiting.sort_unstable();
        waiting.dedup();
        waiting.retain(|&request| mover.state.at[request as usize] == WAITING);
        let candidates = candidates(&mut mover, keep, &waiting);
        let mut left = TRIES;
        for candidate in (0..PASSES).flat_map(|_| &candidates) {
            let request = candidate.request as usize;
            if left == 0 {
                break;
            }
            if mover.state.at[request] == WAITING {
                left -= 1;
                mover.place_at(request, candidate.code, candidate.cost, WORTH_DISTURBING);
            }
        }
        self.chance = mover.chance;
        self.plan = state.plan;
    }
}

/// Places of waiting requests that promise something, the best first.
fn candidates<M: Mask>(mover: &mut Mover<'_, '_, M>, keep: &Keep, waiting: &[u32]) -> Vec<Candidate> {
    let problem = mover.state.problem;
    let mut found = Vec::new();
    for &request in waiting {
        let id = request as usize;
        for &(class, cost) in problem.places(id) {
            let class = usize::from(class);
            let open = problem.span(problem.classes[class].open, usize::from(problem.dur[id]));
            for slot in (problem.starts[id] & open).slots() {
                let code = problem.code(slot, class);
                let worth = mover.state.plain_gain(id, slot, cost) + keep.worth(problem, id, code) as i32;
                found.push(Candidate { worth, request, code, cost });
            }
        }
    }
    let order =
        |candidate: &Candidate| (std::cmp::Reverse(candidate.worth), candidate.request, candidate.code);
    if found.len() > LOOKS {
        found.select_nth_unstable_by_key(LOOKS, order);
        found.truncate(LOOKS);
    }
    found.retain_mut(|candidate| {
        let Candidate { request, code, cost, .. } = *candidate;
        let promise = mover.promise(request as usize, code, cost, WORTH_DISTURBING);
        candidate.worth = promise.unwrap_or_default();
        promise.is_some()
    });
    found.sort_unstable_by_key(order);
    found
}
