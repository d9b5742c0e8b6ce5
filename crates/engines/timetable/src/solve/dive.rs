//! A first plan from the prices: what leans to a place most is put there, and the prices follow.
//!
//! *Source*: diving as in column generation; prices that go on moving between roundings as in Wedelin 1995.

use super::{
    Watch,
    bound::Descent,
    chance::Chance,
    crew::Crew,
    guide::Guide,
    moves::Mover,
    state::{State, WAITING},
};
use crate::meet::mask::Mask;

/// Temperature of the choice while places are taken.
const TEMPERATURE: f32 = 0.2;
/// Length of the steps of the prices meanwhile.
const RATE: f32 = 0.1;
/// Steps of the prices after each round.
const STEPS: usize = 2;
/// What leans to no place more than this is left for later.
const LEAST: f32 = 0.02;

/// Part of a limited time after which the dive has to be over.
const TIME: f32 = 0.45;

/// Fills a plan, in so many rounds.
pub(crate) fn dive<M: Mask>(
    descent: &mut Descent<'_, M>,
    state: &mut State<'_, M>,
    rounds: usize,
    watch: &mut dyn Watch,
    crew: &dyn Crew,
    chance: &mut Chance,
) {
    let problem = state.problem;
    for round in 0..rounds {
        // What is left is filled in plainly.
        if watch.stop() || watch.used().is_some_and(|used| used > TIME) {
            break;
        }
        let leanings = leanings(descent, state, chance);
        let take = leanings.len().div_ceil(rounds - round);
        let mut taken = 0;
        for &(_, request, slot) in &leanings {
            if taken == take {
                break;
            }
            let request = request as usize;
            if let Some(code) = cheapest(descent, state, request, usize::from(slot)) {
                state.insert(request, code);
                descent.held[request] = Some(code);
                taken += 1;
            }
        }
        (0..STEPS).for_each(|_| descent.step(TEMPERATURE, RATE, crew));
    }
    let guide = Guide::none();
    let mut order: Vec<u32> = state.pool.clone();
    order.sort_unstable();
    order.sort_by_key(|&request| std::cmp::Reverse(problem.value[request as usize]));
    let mut mover = Mover::new(state, &guide, chance.clone());
    for request in order {
        if mover.state.at[request as usize] == WAITING
            && let Some((code, gain)) = mover.best_place(request as usize)
            && gain > 0
        {
            mover.state.insert(request as usize, code);
        }
    }
}

/// (how much, request, slot) of all that can still be placed, the most decided first.
fn leanings<M: Mask>(
    descent: &mut Descent<'_, M>,
    state: &State<'_, M>,
    chance: &mut Chance,
) -> Vec<(f32, u32, u8)> {
    let problem = state.problem;
    let mut leanings = Vec::new();
    for &id in &state.pool {
        let request = id as usize;
        let classes = problem.places(request).iter();
        let starts = classes
            .fold(M::EMPTY, |starts, &(class, _)| starts | state.starts_in(request, usize::from(class)));
        descent.starts[request] = starts & problem.starts[request];
        let (mut part, mut at) = (0.0, 0);
        descent.shares(request, TEMPERATURE, &mut |slot, share| {
            if share > part {
                (part, at) = (share, slot);
            }
        });
        // A little chance, so that equals do not always come in the same order.
        let part = part * (1.0 + 0.3 * chance.below(1024) as f32 / 1024.0);
        if part > LEAST {
            leanings.push((part, id, at as u8));
        }
    }
    leanings.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    leanings
}

/// The place in a slot that costs least with the price of its tables.
fn cheapest<M: Mask>(
    descent: &Descent<'_, M>,
    state: &State<'_, M>,
    request: usize,
    slot: usize,
) -> Option<u16> {
    let problem = state.problem;
    let mut best: Option<(f32, u16)> = None;
    for &(class, cost) in problem.places(request) {
        let class = usize::from(class);
        if state.starts_in(request, class).has(slot) {
            let prices = &descent.prices;
            let area = prices.area(problem, class as u16);
            let time =
                |&id: &u32| prices.presence[(id as usize * prices.areas + area) * problem.slots + slot];
            let people: f32 = problem.members(request).iter().map(time).sum();
            let price = cost as f32 + prices.room[class * problem.slots + slot] + people;
            if best.is_none_or(|(least, _)| price < least) {
                best = Some((price, problem.code(slot, class)));
            }
        }
    }
    best.map(|(_, code)| code)
}
