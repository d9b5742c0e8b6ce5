//! All ways of a person to spend a day that lose no more than a budget.

use super::{super::PARTS, ledger::Whole};
use crate::meet::{mask::Mask, problem::Problem};

/// More ways than this are not written down.
const WAYS_MAX: usize = 6_000;
/// More steps than this are not walked to find them.
const STEPS_MAX: usize = 400_000;

/// A way to spend a day.
#[derive(Clone, Debug)]
pub(super) struct Way<M> {
    /// By area: the slots spent there.
    pub(super) there: Vec<M>,
    /// What it loses against the best way.
    pub(super) loss: i64,
}

/// A day of a person who pays for idle slots.
#[derive(Clone, Debug)]
pub(super) struct Day<M> {
    pub(super) person: usize,
    pub(super) slots: M,
    /// `[area][slot]`: what is paid for being there.
    paid: Vec<Vec<i64>>,
    limits: Vec<(M, u32)>,
    gap: i64,
    pub(super) best: i64,
    pub(super) ways: Vec<Way<M>>,
}

impl<M: Mask> Day<M> {
    pub(super) fn new(
        problem: &Problem<M>,
        whole: &Whole,
        person: usize,
        slots: M,
        limits: &[(M, u32, i64)],
    ) -> Self {
        let areas = problem.areas;
        let paid = (0..areas).map(|area| {
            let row = (0..problem.slots).map(|slot| {
                let priced = limits.iter().filter(|(mask, ..)| mask.has(slot));
                whole.time(person, area, slot) + priced.map(|(.., price)| price).sum::<i64>()
            });
            row.collect()
        });
        let paid = paid.collect();
        let own = limits.iter().filter(|(mask, ..)| !(*mask & slots).is_empty());
        let own = own.map(|&(mask, most, _)| (mask, most)).collect();
        let gap = problem.rules[problem.profile[person] as usize].gap_cost * PARTS;
        Self { person, slots, paid, limits: own, gap, best: 0, ways: Vec::new() }
    }

    /// Finds the best way where requests leave the slots of `there`, by area, and with a budget all ways within it.
    ///
    /// None when there are too many.
    pub(super) fn fill(&mut self, problem: &Problem<M>, there: &[M], budget: Option<i64>) -> Option<()> {
        let open =
            there.iter().fold(M::EMPTY, |all, mask| all | *mask) & self.slots & problem.avail[self.person];
        // The most that can follow from each slot on.
        let mut rest = vec![0_i64; problem.slots + 1];
        for slot in (0..problem.slots).rev() {
            let paid = (0..there.len()).filter(|area| there[*area].has(slot) && open.has(slot));
            let most = paid.map(|area| self.paid[area][slot]).max().unwrap_or(0).max(0);
            rest[slot] = rest[slot + 1] + most;
        }
        let best = if budget.is_some() { self.best } else { 0 };
        let mut walk =
            Walk { day: self, problem, there, open, rest, budget, best, ways: Vec::new(), steps: 0 };
        let mut spent = vec![M::EMPTY; there.len()];
        walk.from(self.slots.first(), &mut spent, None, (0, 0))?;
        let (best, mut ways) = (walk.best, walk.ways);
        // With a budget the best may have become less, when choices of requests went away.
        let best = ways.iter().map(|way| way.loss).max().unwrap_or(best);
        ways.iter_mut().for_each(|way| way.loss = best - way.loss);
        ways.sort_by_key(|way| way.loss);
        (self.best, self.ways) = (best, ways);
        Some(())
    }
}

struct Walk<'w, M> {
    day: &'w Day<M>,
    problem: &'w Problem<M>,
    there: &'w [M],
    open: M,
    rest: Vec<i64>,
    budget: Option<i64>,
    best: i64,
    ways: Vec<Way<M>>,
    steps: usize,
}

impl<M: Mask> Walk<'_, M> {
    /// Goes on from a slot: `last` is the area and the slot of the last meeting, with the value so far and what idle
    /// slots since then would cost.
    fn from(
        &mut self,
        slot: usize,
        spent: &mut Vec<M>,
        last: Option<(usize, usize)>,
        (value, idle): (i64, i64),
    ) -> Option<()> {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return None;
        }
        if value + self.rest[slot] < self.best - self.budget.unwrap_or(0) {
            return Some(());
        }
        if slot == self.problem.slots || !self.day.slots.has(slot) {
            if self.budget.is_some() {
                if self.ways.len() == WAYS_MAX {
                    return None;
                }
                self.ways.push(Way { there: spent.clone(), loss: value });
            }
            self.best = self.best.max(value);
            return Some(());
        }
        if self.open.has(slot) {
            let busy = spent.iter().fold(M::of(slot), |all, mask| all | *mask);
            let fits = self.day.limits.iter().all(|(mask, most)| (*mask & busy).count() <= *most);
            for area in (0..self.there.len()).filter(|area| fits && self.there[*area].has(slot)) {
                let far = |&(from, before): &(usize, usize)| {
                    before + 1 == slot
                        && from != area
                        && self.problem.far[from * self.problem.areas + area].has(before)
                };
                if last.as_ref().is_some_and(far) {
                    continue;
                }
                spent[area] |= M::of(slot);
                let value = value + self.day.paid[area][slot] - idle;
                self.from(slot + 1, spent, Some((area, slot)), (value, 0))?;
                spent[area] &= !M::of(slot);
            }
        }
        let waits = last.is_some() && self.problem.avail[self.day.person].has(slot);
        self.from(slot + 1, spent, last, (value, idle + if waits { self.day.gap } else { 0 }))
    }
}
