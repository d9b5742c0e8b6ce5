//! Which places are worth trying, by the prices of the bound.

use crate::{
    meet::{mask::Mask, problem::Problem},
    solve::prices::Prices,
};

/// Places of each request that are near its best by price.
#[derive(Clone, Debug)]
pub(crate) struct Guide {
    start: Vec<u32>,
    options: Vec<(u16, u16)>,
    /// Requests with at least one such place that are not fixed.
    pub(crate) live: Vec<u32>,
    /// (person, slot) where time has a price.
    pub(crate) dear: Vec<(u32, u8)>,
}

impl Guide {
    /// Shows no places; for changes that need no guide.
    pub(crate) fn none() -> Self {
        Self { start: Vec::new(), options: Vec::new(), live: Vec::new(), dear: Vec::new() }
    }

    /// Keeps places whose profit after prices is within `delta` of the request's best, where that is above `-delta`.
    pub(crate) fn new<M: Mask>(problem: &Problem<M>, prices: &Prices, delta: f32) -> Self {
        let mut guide = Self {
            start: Vec::with_capacity(problem.requests() + 1),
            options: Vec::new(),
            live: Vec::new(),
            dear: Vec::new(),
        };
        let mut profits = Vec::new();
        for request in 0..problem.requests() {
            guide.start.push(guide.options.len() as u32);
            if problem.fixed[request].is_some() || problem.starts[request].is_empty() {
                continue;
            }
            prices.profits(problem, request, &mut profits);
            let best = profits.iter().fold(f32::MIN, |best, &(_, _, profit)| best.max(profit));
            if best <= -delta {
                continue;
            }
            let before = guide.options.len();
            let near =
                profits.iter().filter(|(_, _, profit)| *profit >= best - delta && *profit > -2.0 * delta);
            guide.options.extend(near.map(|&(code, at, _)| (code, at)));
            if guide.options.len() > before {
                guide.live.push(request as u32);
            }
        }
        guide.start.push(guide.options.len() as u32);
        for person in 0..problem.people() {
            for slot in 0..problem.slots {
                let area =
                    |area: usize| prices.presence[(person * prices.areas + area) * problem.slots + slot];
                let price = (1..prices.areas).fold(area(0), |least, at| least.min(area(at)))
                    - problem.slot_cost[person * problem.slots + slot] as f32;
                if price > 0.5 && problem.avail[person].has(slot) && !problem.wishes(person).is_empty() {
                    guide.dear.push((person as u32, slot as u8));
                }
            }
        }
        guide
    }

    /// (place, its position among the request's places).
    #[inline]
    pub(crate) fn options(&self, request: usize) -> &[(u16, u16)] {
        &self.options[self.start[request] as usize..self.start[request + 1] as usize]
    }
}
