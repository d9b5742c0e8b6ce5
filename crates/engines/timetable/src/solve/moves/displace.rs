//! What is in the way of a meeting at a place.

use super::Mover;
use crate::{
    meet::mask::Mask,
    solve::state::{NONE, State, WAITING, broken},
};

/// Meetings that one change may displace.
const DISPLACED_MAX: usize = 10;

impl<M: Mask> Mover<'_, '_, M> {
    /// Collects what is in the way; `false` when something fixed is.
    pub(super) fn find_displaced(&mut self, request: usize, slot: usize, class: usize) -> bool {
        self.displaced.clear();
        let problem = self.state.problem;
        let dur = usize::from(problem.dur[request]);
        for &id in problem.members(request) {
            let person = id as usize;
            let fine = if problem.cap[person] == 1 {
                self.displace_single(request, person, slot, dur, class)
            } else {
                self.displace_team(request, person, slot, dur)
            };
            if !fine || self.displaced.len() > DISPLACED_MAX {
                return false;
            }
        }
        self.displace_table(request, slot, dur, class)
    }

    fn displace(&mut self, own: usize, other: u32) -> bool {
        if other == NONE || other as usize == own || self.displaced.contains(&other) {
            return true;
        }
        self.displaced.push(other);
        self.state.problem.fixed[other as usize].is_none()
    }

    fn displace_single(
        &mut self,
        request: usize,
        person: usize,
        slot: usize,
        dur: usize,
        class: usize,
    ) -> bool {
        let problem = self.state.problem;
        let base = problem.seat_base[person] as usize;
        let taken = M::row(slot, dur);
        if !(self.state.busy[person] & taken).is_empty() {
            for t in slot..slot + dur {
                if !self.displace(request, self.state.seats[base + t]) {
                    return false;
                }
            }
        }
        if problem.areas > 1 && !self.displace_far(request, person, slot, dur, class) {
            return false;
        }
        let mut busy = self.state.busy[person];
        let at = self.state.at[request];
        if at != WAITING {
            busy &= !M::row(problem.slot_class(at).0, dur);
        }
        for &other in &self.displaced {
            if problem.members(other as usize).contains(&(person as u32)) {
                busy &= !self.cover_of(other as usize);
            }
        }
        busy |= taken;
        let rules = &problem.rules[problem.profile[person] as usize];
        for _ in 0..4 {
            let Some(mask) = broken(rules, busy) else { return true };
            let candidates = mask & busy & !taken;
            if candidates.is_empty() {
                return false;
            }
            let other = self.state.seats[base + self.chance.bit(candidates)];
            if other == NONE || !self.displace(request, other) {
                return false;
            }
            busy &= !self.cover_of(other as usize) | taken;
        }
        false
    }

    pub(super) fn cover_of(&self, request: usize) -> M {
        let problem = self.state.problem;
        M::row(problem.slot_class(self.state.at[request]).0, usize::from(problem.dur[request]))
    }

    /// Neighbours that are too far to walk to.
    fn displace_far(&mut self, request: usize, person: usize, slot: usize, dur: usize, class: usize) -> bool {
        let problem = self.state.problem;
        let areas = problem.areas;
        let own = problem.classes[class].area;
        let base = problem.seat_base[person] as usize;
        let before = slot.checked_sub(1).map(|before| (before, before, true));
        let after = Some((slot + dur, slot + dur - 1, false)).filter(|(t, _, _)| *t < problem.slots);
        for (t, edge, comes_before) in before.into_iter().chain(after) {
            let other = self.state.seats[base + t];
            if other == NONE || other as usize == request {
                continue;
            }
            let there = problem.classes[problem.slot_class(self.state.at[other as usize]).1].area;
            let pair = if comes_before { there * areas + own } else { own * areas + there };
            if problem.far[pair].has(edge) && !self.displace(request, other) {
                return false;
            }
        }
        true
    }

    fn displace_team(&mut self, request: usize, person: usize, slot: usize, dur: usize) -> bool {
        for t in slot..slot + dur {
            if !self.state.full[person].has(t) {
                continue;
            }
            let row = self.state.row(person, t);
            let is_eased =
                row.iter().any(|other| *other as usize == request || self.displaced.contains(other));
            if !is_eased {
                let other = row[self.chance.below(row.len())];
                if !self.displace(request, other) {
                    return false;
                }
            }
        }
        true
    }

    fn displace_table(&mut self, request: usize, slot: usize, dur: usize, class: usize) -> bool {
        let problem = self.state.problem;
        for t in slot..slot + dur {
            if self.state.room_open[class].has(t) {
                continue;
            }
            let at_class = |state: &State<'_, M>, other: usize| {
                let code = state.at[other];
                code != WAITING && {
                    let (begin, there) = problem.slot_class(code);
                    there == class && M::row(begin, usize::from(problem.dur[other])).has(t)
                }
            };
            if at_class(self.state, request)
                || self.displaced.iter().any(|other| at_class(self.state, *other as usize))
            {
                continue;
            }
            let list = &self.state.room[class * problem.slots + t];
            if list.is_empty() {
                return false;
            }
            let other = list[self.chance.below(list.len())];
            if !self.displace(request, other) {
                return false;
            }
        }
        true
    }
}
