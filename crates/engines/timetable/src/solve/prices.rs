//! Prices for what is scarce: people's time, tables, limits. They are the multipliers of the Lagrangian bound.

use crate::meet::{mask::Mask, problem::Problem};

/// Areas with prices of their own, at most.
pub(crate) const AREAS_MAX: usize = 4;

/// One price for each scarce thing.
///
/// *Units*: points of the plan's value.
#[derive(Clone, Debug)]
pub(crate) struct Prices {
    /// Areas told apart: 1 when everybody can walk everywhere, or when there are too many.
    pub(crate) areas: usize,
    /// Whether a person's time has a price by area, because the person might have to walk too far.
    pub(crate) is_split: Vec<bool>,
    /// `[(person * areas + area) * slots + slot]`: a slot of a person's time. May be below zero where idle slots cost
    /// something. All areas are alike for those who never walk.
    pub(crate) time: Vec<f32>,
    /// By person, then by limit of the profile, from `limit_start[person]`.
    pub(crate) limit: Vec<f32>,
    pub(crate) limit_start: Vec<u32>,
    /// `[class * slots + slot]`.
    pub(crate) room: Vec<f32>,
    /// `[person]`: what one more meeting of a person is worth because of bonuses.
    pub(crate) meeting: Vec<f32>,
    /// `[(person * areas + area) * slots + slot]`: all that a person's presence costs, with the cost of the slot.
    pub(crate) presence: Vec<f32>,
}

impl Prices {
    /// Everything costs nothing.
    pub(crate) fn zero<M: Mask>(problem: &Problem<M>) -> Self {
        let mut limit_start = Vec::with_capacity(problem.people() + 1);
        let mut limits = 0;
        for person in 0..problem.people() {
            limit_start.push(limits);
            limits += problem.rules[problem.profile[person] as usize].all.len() as u32;
        }
        limit_start.push(limits);
        let areas = if problem.areas <= AREAS_MAX { problem.areas } else { 1 };
        let mut prices = Self {
            areas,
            is_split: split(problem, areas, false),
            time: vec![0.0; problem.people() * areas * problem.slots],
            limit: vec![0.0; limits as usize],
            limit_start,
            room: vec![0.0; problem.classes.len() * problem.slots],
            meeting: vec![0.0; problem.people()],
            presence: Vec::new(),
        };
        prices.sum_up(problem);
        prices
    }

    /// The area of a class.
    #[inline]
    pub(crate) fn area<M>(&self, problem: &Problem<M>, class: u16) -> usize {
        if self.areas == 1 { 0 } else { problem.classes[usize::from(class)].area }
    }

    /// Gives prices by area to everybody who might have to walk too far: at first the same in all areas.
    pub(crate) fn split_everybody<M: Mask>(&mut self, problem: &Problem<M>) {
        self.is_split = split(problem, self.areas, true);
    }

    /// Works out [`presence`](Self::presence) from the parts.
    pub(crate) fn sum_up<M: Mask>(&mut self, problem: &Problem<M>) {
        let slots = problem.slots;
        self.presence.resize(self.time.len(), 0.0);
        let mut steps = vec![0.0_f32; slots + 1];
        for person in 0..problem.people() {
            steps.fill(0.0);
            let rules = &problem.rules[problem.profile[person] as usize];
            let from = self.limit_start[person] as usize;
            for (price, ranges) in self.limit[from..].iter().zip(&rules.ranges) {
                if *price != 0.0 {
                    for &(begin, end) in ranges {
                        steps[begin as usize] += price;
                        steps[end as usize] -= price;
                    }
                }
            }
            let mut sum = 0.0;
            for (slot, step) in steps[..slots].iter().enumerate() {
                sum += step;
                let cost = sum + problem.slot_cost[person * slots + slot] as f32;
                for area in 0..self.areas {
                    let at = (person * self.areas + area) * slots + slot;
                    self.presence[at] = self.time[at] + cost;
                }
            }
        }
    }

    /// Every place of a request with what is left of its worth after prices: (place, position in the list, profit).
    pub(crate) fn profits<M: Mask>(
        &self,
        problem: &Problem<M>,
        request: usize,
        into: &mut Vec<(u16, u16, f32)>,
    ) {
        into.clear();
        let slots = problem.slots;
        let dur = usize::from(problem.dur[request]);
        let members = problem.members(request);
        let worth: f32 = members.iter().map(|&id| self.meeting[id as usize]).sum();
        let worth = worth + problem.value[request] as f32;
        for slot in problem.starts[request].slots() {
            for (at, &(class, cost)) in problem.places(request).iter().enumerate() {
                let class = usize::from(class);
                if problem.span(problem.classes[class].open, dur).has(slot) {
                    let base = class * slots + slot;
                    let area = self.area(problem, class as u16);
                    let presence = members.iter().flat_map(|&id| {
                        let base = (id as usize * self.areas + area) * slots + slot;
                        &self.presence[base..base + dur]
                    });
                    let left = worth - presence.sum::<f32>();
                    let room: f32 = self.room[base..base + dur].iter().sum();
                    into.push((problem.code(slot, class), at as u16, left - cost as f32 - room));
                }
            }
        }
    }
}

/// Who may have meetings in areas that are too far apart for a break: of everybody, or of those who choose their days
/// anyway because idle slots cost something. For the others it costs as much time and lowers the bound by little.
fn split<M: Mask>(problem: &Problem<M>, areas: usize, everybody: bool) -> Vec<bool> {
    let mut seen = vec![0_u8; problem.people()];
    if areas > 1 {
        for request in (0..problem.requests()).filter(|&request| !problem.starts[request].is_empty()) {
            for &(class, _) in problem.places(request) {
                let area = problem.classes[usize::from(class)].area;
                problem.members(request).iter().for_each(|&id| seen[id as usize] |= 1 << area);
            }
        }
    }
    let far = |seen: u8| {
        let among = || (0..areas).filter(|area| seen >> area & 1 == 1);
        among().any(|a| among().any(|b| a != b && !problem.far[a * areas + b].is_empty()))
    };
    let each = seen.into_iter().enumerate();
    each.map(|(person, seen)| {
        let rules = &problem.rules[problem.profile[person] as usize];
        problem.cap[person] == 1 && (everybody || rules.gap_cost > 0) && far(seen)
    })
    .collect()
}
