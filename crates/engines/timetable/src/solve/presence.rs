//! How busy a person is in each slot of a day when choosing softly: idle slots between meetings cost, and of so many
//! slots in a row one stays free, and from some areas to others one cannot walk in a break.

use super::prices::{AREAS_MAX, Prices};
use crate::meet::{
    mask::Mask,
    problem::{Problem, Rules},
};

/// Longest row of meetings that is told from longer ones.
const RUN: usize = 8;
const LOW: f32 = -1e9;
/// Steps of the table of logarithms for a difference of one temperature.
const FINE: f32 = 32.0;
const REACH: f32 = 12.0;

/// What is known beforehand, by profile.
pub(crate) struct Presence {
    profiles: Vec<Rows>,
    logs: Vec<f32>,
    is_split: Vec<bool>,
    /// `[slot]`: for [`Day::weigh`], the best of all ways up to the slot.
    forward: Vec<[f32; WAYS]>,
}

/// Ways to end in a slot: areas, by rows of meetings.
const WAYS: usize = RUN * AREAS_MAX;

/// A person's day, at prices of the person's time.
struct Day<'d, M> {
    presence: &'d Presence,
    rows: &'d Rows,
    problem: &'d Problem<M>,
    /// `[area * slots + slot]`.
    price: &'d [f32],
    areas: usize,
    longest: usize,
    /// Whether limits on rows count.
    is_single: bool,
    avail: M,
    gap: f32,
    cap: f32,
    temperature: f32,
    scale: f32,
}

struct Rows {
    /// The longest row of meetings that may end in each slot.
    most: Vec<u8>,
    /// Rows that are as long as this or longer need not be told apart.
    longest: usize,
    /// Whether the limit is kept by this choice, so that it needs no price.
    kept: Vec<bool>,
}

impl Presence {
    pub(crate) fn new<M: Mask>(problem: &Problem<M>, prices: &Prices) -> Self {
        let profiles = problem.rules.iter().map(|rules| rows(problem, rules)).collect();
        let logs = (0..(REACH * FINE) as usize).map(|at| (-(at as f32 + 0.5) / FINE).exp().ln_1p()).collect();
        let forward = vec![[LOW; WAYS]; problem.slots + 1];
        Self { profiles, logs, is_split: prices.is_split.clone(), forward }
    }

    /// Whether a limit of a person is kept without a price.
    pub(crate) fn keeps<M>(&self, problem: &Problem<M>, person: usize, limit: usize) -> bool {
        let profile = problem.profile[person] as usize;
        let chooses = problem.rules[profile].gap_cost > 0 || self.is_split[person];
        problem.cap[person] == 1 && chooses && self.profiles[profile].kept[limit]
    }

    /// Softly the greater of two.
    #[inline]
    fn soft(&self, a: f32, b: f32, scale: f32, temperature: f32) -> f32 {
        let apart = (a - b).abs() * (scale * FINE);
        a.max(b) + self.logs.get(apart as usize).map_or(0.0, |log| log * temperature)
    }

    /// Tells how busy a person is in each slot at these prices of the person's time, both `[area * slots + slot]`.
    pub(crate) fn weigh<M: Mask>(
        &mut self,
        problem: &Problem<M>,
        person: usize,
        price: &[f32],
        temperature: f32,
        busy: &mut [f32],
    ) {
        let profile = problem.profile[person] as usize;
        let is_single = problem.cap[person] == 1;
        let mut forward = std::mem::take(&mut self.forward);
        let rows = &self.profiles[profile];
        let day = Day {
            presence: self,
            rows,
            problem,
            price,
            areas: price.len() / problem.slots,
            longest: if is_single { rows.longest } else { 1 },
            is_single,
            avail: problem.avail[person],
            gap: problem.rules[profile].gap_cost as f32,
            cap: f32::from(problem.cap[person]),
            temperature,
            scale: 1.0 / temperature,
        };
        let mut begin = 0;
        while begin < problem.slots {
            let mask = problem.day[begin];
            let end = (begin..problem.slots).take_while(|&slot| mask.has(slot)).count() + begin;
            if (day.avail & mask).is_empty() {
                for area in 0..day.areas {
                    busy[area * problem.slots + begin..area * problem.slots + end].fill(0.0);
                }
            } else {
                day.weigh(busy, begin..end, &mut forward);
            }
            begin = end;
        }
        self.forward = forward;
    }
}

impl<M: Mask> Day<'_, M> {
    #[inline]
    fn soft(&self, a: f32, b: f32) -> f32 {
        self.presence.soft(a, b, self.scale, self.temperature)
    }

    #[inline]
    fn worth(&self, area: usize, slot: usize) -> f32 {
        let price = self.price[area * self.problem.slots + slot];
        if price > 0.0 { price * self.cap } else { price }
    }

    /// The longest row that may end here.
    #[inline]
    fn most(&self, slot: usize) -> usize {
        if self.is_single { usize::from(self.rows.most[slot]) } else { RUN + 1 }
    }

    /// Whether one can be in one area in this slot and in the other in the next.
    #[inline]
    fn can_walk(&self, from: usize, to: usize, slot: usize) -> bool {
        from == to || !self.problem.far[from * self.areas + to].has(slot)
    }

    fn weigh(&self, busy: &mut [f32], slots: std::ops::Range<usize>, forward: &mut [[f32; WAYS]]) {
        // Of all ways up to a slot: no meeting yet, so many meetings in a row, idle with more to come.
        forward[slots.start..=slots.end].fill([LOW; WAYS]);
        let mut idle = LOW;
        for slot in slots.clone() {
            let (before, after) = forward.split_at_mut(slot + 1);
            idle = self.forward(slot, slots.start, idle, &before[slot], &mut after[0]);
        }
        // Of all that may follow.
        let (mut after_none, mut after_idle) = (0.0_f32, LOW);
        let mut after = [0.0_f32; WAYS];
        let stride = self.problem.slots;
        for slot in slots.clone().rev() {
            for area in 0..self.areas {
                let mut marginal = LOW;
                if self.avail.has(slot) {
                    for way in area * RUN..area * RUN + self.longest {
                        marginal = self.soft(marginal, forward[slot + 1][way] + after[way]);
                    }
                }
                busy[area * stride + slot] = marginal;
            }
            let first = self.backward(slot, slots.start, after_idle, &mut after);
            let here = self.avail.has(slot);
            let stay = after_idle - if here { self.gap } else { 0.0 };
            after_none = self.soft(after_none, first);
            after_idle = self.soft(first, stay);
        }
        for area in 0..self.areas {
            for slot in slots.clone() {
                let at = area * stride + slot;
                let load = if self.price[at] > 0.0 { self.cap } else { 1.0 };
                busy[at] = load * super::bound::exp(((busy[at] - after_none) * self.scale).min(0.0));
            }
        }
    }

    /// From all ways before a slot to those after it; returns the ways that are idle.
    fn forward(
        &self,
        slot: usize,
        begin: usize,
        idle: f32,
        now: &[f32; WAYS],
        next: &mut [f32; WAYS],
    ) -> f32 {
        let longest = self.longest;
        let mut rest = idle;
        for area in 0..self.areas {
            for row in &now[area * RUN..area * RUN + longest] {
                rest = self.soft(rest, *row);
            }
        }
        if !self.avail.has(slot) {
            return rest;
        }
        let most = self.most(slot);
        let fresh = self.soft(0.0, idle);
        for area in 0..self.areas {
            let worth = self.worth(area, slot);
            let own = area * RUN;
            if most > 0 {
                next[own] = fresh + worth;
            }
            if slot == begin {
                continue;
            }
            for from in (0..self.areas).filter(|from| self.can_walk(*from, area, slot - 1)) {
                for row in 1..longest.min(most) {
                    next[own + row] = self.soft(next[own + row], now[from * RUN + row - 1] + worth);
                }
                if most > longest {
                    let last = own + longest - 1;
                    next[last] = self.soft(next[last], now[from * RUN + longest - 1] + worth);
                }
            }
        }
        rest - self.gap
    }

    /// From what may follow a slot to what may follow the one before; returns what a first meeting here brings.
    fn backward(&self, slot: usize, begin: usize, after_idle: f32, after: &mut [f32; WAYS]) -> f32 {
        let longest = self.longest;
        let here = self.avail.has(slot);
        let rest = self.soft(after_idle - if here { self.gap } else { 0.0 }, 0.0);
        let mut before = [rest; WAYS];
        let mut first = LOW;
        if here {
            let most = self.most(slot);
            for area in 0..self.areas {
                let worth = self.worth(area, slot);
                let own = area * RUN;
                if most > 0 {
                    first = self.soft(first, worth + after[own]);
                }
                if slot == begin {
                    continue;
                }
                for from in (0..self.areas).filter(|from| self.can_walk(*from, area, slot - 1)) {
                    for row in (1..=longest).filter(|row| *row < most) {
                        let way = &mut before[from * RUN + row - 1];
                        *way = self.soft(*way, worth + after[own + row.min(longest - 1)]);
                    }
                }
            }
        }
        *after = before;
        first
    }
}

fn rows<M: Mask>(problem: &Problem<M>, rules: &Rules<M>) -> Rows {
    let mut most = vec![u8::MAX; problem.slots];
    let mut longest = 1;
    for &(length, starts) in &rules.run {
        for start in starts.slots() {
            let end = start + length - 1;
            if length <= RUN + 1 && problem.day[start].has(end) {
                longest = longest.max(length - 1);
                most[end] = most[end].min(length as u8 - 1);
            }
        }
    }
    let kept = rules.all.iter().map(|&(mask, limit)| {
        let length = mask.count() as usize;
        let start = mask.first();
        length <= RUN + 1
            && limit as usize + 1 == length
            && rules.run.iter().any(|&(own, starts)| own == length && starts.has(start))
            && mask == M::row(start, length)
            && problem.day[start] & mask == mask
    });
    Rows { most, longest, kept: kept.collect() }
}
