//! How busy a person is in each slot of a day when choosing softly: idle slots between meetings cost, and of so many
//! slots in a row one stays free.

use crate::meet::problem::{Problem, Rules};

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
    pub(crate) fn new(problem: &Problem) -> Self {
        let profiles = problem.rules.iter().map(|rules| rows(problem, rules)).collect();
        let logs = (0..(REACH * FINE) as usize).map(|at| (-(at as f32 + 0.5) / FINE).exp().ln_1p()).collect();
        Self { profiles, logs }
    }

    /// Whether a limit of a person is kept without a price.
    pub(crate) fn keeps(&self, problem: &Problem, person: usize, limit: usize) -> bool {
        problem.cap[person] == 1 && self.profiles[problem.profile[person] as usize].kept[limit]
    }

    /// Softly the greater of two.
    #[inline]
    fn soft(&self, a: f32, b: f32, scale: f32, temperature: f32) -> f32 {
        let apart = (a - b).abs() * (scale * FINE);
        a.max(b) + self.logs.get(apart as usize).map_or(0.0, |log| log * temperature)
    }

    /// Tells how busy a person is in each slot at these prices of the person's time.
    pub(crate) fn weigh(
        &self,
        problem: &Problem,
        person: usize,
        price: &[f32],
        temperature: f32,
        busy: &mut [f32],
    ) {
        let mut begin = 0;
        while begin < problem.slots {
            let day = problem.day[begin];
            let end = (begin..problem.slots).take_while(|&slot| day >> slot & 1 == 1).count() + begin;
            if problem.avail[person] & day == 0 {
                busy[begin..end].fill(0.0);
            } else {
                self.weigh_day(problem, person, price, temperature, busy, begin..end);
            }
            begin = end;
        }
    }

    fn weigh_day(
        &self,
        problem: &Problem,
        person: usize,
        price: &[f32],
        temperature: f32,
        busy: &mut [f32],
        slots: std::ops::Range<usize>,
    ) {
        let profile = problem.profile[person] as usize;
        let gap = problem.rules[profile].gap_cost as f32;
        let cap = f32::from(problem.cap[person]);
        let avail = problem.avail[person];
        let scale = 1.0 / temperature;
        let rows = &self.profiles[profile];
        let longest = if problem.cap[person] == 1 { rows.longest } else { 1 };
        let most =
            |slot: usize| if problem.cap[person] == 1 { usize::from(rows.most[slot]) } else { RUN + 1 };
        let soft = |a: f32, b: f32| self.soft(a, b, scale, temperature);
        let worth = |slot: usize| if price[slot] > 0.0 { price[slot] * cap } else { price[slot] };
        // Of all ways up to a slot: no meeting yet, so many meetings in a row, idle with more to come.
        let mut forward = [[LOW; RUN + 1]; 65];
        let (none, mut idle) = (0.0_f32, LOW);
        for slot in slots.clone() {
            let (now, next) = (forward[slot], &mut forward[slot + 1]);
            next.fill(LOW);
            let here = avail >> slot & 1 == 1;
            let mut rest = idle;
            for row in &now[1..=longest] {
                rest = soft(rest, *row);
            }
            if here {
                let (worth, most) = (worth(slot), most(slot));
                if most > 0 {
                    next[1] = soft(none, idle) + worth;
                }
                for row in 1..longest.min(most) {
                    next[row + 1] = now[row] + worth;
                }
                if most > longest {
                    next[longest] = soft(next[longest], now[longest] + worth);
                }
                idle = rest - gap;
            } else {
                idle = rest;
            }
        }
        // Of all that may follow.
        let (mut after_none, mut after_idle) = (0.0_f32, LOW);
        let mut after = [0.0_f32; RUN + 1];
        let mut marginals = [LOW; 64];
        for slot in slots.clone().rev() {
            let here = avail >> slot & 1 == 1;
            let stay = after_idle - if here { gap } else { 0.0 };
            if here {
                let (worth, most) = (worth(slot), most(slot));
                let mut marginal = LOW;
                for row in 1..=longest {
                    marginal = soft(marginal, forward[slot + 1][row] + after[row]);
                }
                marginals[slot] = marginal;
                let rest = soft(stay, 0.0);
                let first = if most > 0 { worth + after[1] } else { LOW };
                for row in 1..=longest {
                    let take = if row < most { worth + after[(row + 1).min(longest)] } else { LOW };
                    after[row] = soft(take, rest);
                }
                after_none = soft(after_none, first);
                after_idle = soft(first, stay);
            } else {
                after[1..=longest].fill(soft(stay, 0.0));
                after_idle = stay;
            }
        }
        for slot in slots {
            let load = if price[slot] > 0.0 { cap } else { 1.0 };
            busy[slot] = load * super::bound::exp(((marginals[slot] - after_none) * scale).min(0.0));
        }
    }
}

fn rows(problem: &Problem, rules: &Rules) -> Rows {
    let mut most = vec![u8::MAX; problem.slots];
    let mut longest = 1;
    for &(length, starts) in &rules.run {
        for start in (0..problem.slots).filter(|start| starts >> start & 1 == 1) {
            let end = start + length - 1;
            if length <= RUN + 1 && problem.day[start] >> end & 1 == 1 {
                longest = longest.max(length - 1);
                most[end] = most[end].min(length as u8 - 1);
            }
        }
    }
    let kept = rules.all.iter().map(|&(mask, limit)| {
        let length = mask.count_ones() as usize;
        let start = mask.trailing_zeros() as usize;
        rules.gap_cost > 0
            && length <= RUN + 1
            && limit as usize + 1 == length
            && rules.run.iter().any(|&(own, starts)| own == length && starts >> start & 1 == 1)
            && mask >> start == (1 << length) - 1
            && problem.day[start] & mask == mask
    });
    Rows { most, longest, kept: kept.collect() }
}
