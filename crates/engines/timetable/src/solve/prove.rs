//! Proves that a plan is the best: cases are settled by prices of their own, or split.
//!
//! What is written down is looked at by `certify` while it grows, so that a proof that was found also holds.

use super::{Watch, bound::Descent, crew::Crew, multipliers, prices::Prices};
use crate::{
    certify::{Judge, Left, Verdict},
    meet::{certificate::Proof, mask::Mask, model::Instance, problem::Problem},
};

/// Steps of the prices between two looks at a case.
const STEPS: usize = 30;
/// Looks at a case before it is split.
const LOOKS: usize = 3;
/// Cases open at once: more would be refused by `certify`.
const DEPTH: usize = 200;

/// A case that waits.
struct Open {
    left: Left,
    prices: Prices,
}

/// Looks for a proof that no plan is worth more than `value`; none when `cases` are not enough.
pub(crate) fn prove<M: Mask>(
    instance: &Instance,
    problem: &Problem<M>,
    prices: &Prices,
    value: i64,
    cases: usize,
    watch: &mut dyn Watch,
    crew: &dyn Crew,
) -> Option<Proof> {
    let judge = Judge::new(instance);
    let mut descent = Descent::new(problem);
    let mut proof = Proof { value, cases: Vec::new() };
    let mut open = vec![Open { left: Left::all(instance), prices: prices.clone() }];
    while let Some(mut case) = open.pop() {
        let mut looks = 0;
        loop {
            if proof.cases.len() >= cases || watch.stop() {
                return None;
            }
            let mut written = multipliers(problem, &case.prices);
            let verdict = judge.look(super::PARTS, &written, "", value, &mut case.left).ok()?;
            let Verdict::Open(struck) = verdict else {
                proof.cases.push(written);
                break;
            };
            looks += 1;
            take_over(&mut descent, problem, &case.left);
            if looks <= LOOKS || struck > 20 {
                if struck > 0 {
                    proof.cases.push(written);
                }
                descent.restart(&case.prices);
                for step in 0..STEPS {
                    let way = step as f32 / STEPS as f32;
                    descent.step(0.06 * 0.3_f32.powf(way), 0.25 * 0.06_f32.powf(way), crew);
                }
                descent.prices.sum_up(problem);
                case.prices.clone_from(&descent.prices);
                continue;
            }
            descent.restart(&case.prices);
            descent.prepare(0.06);
            let (request, slots) = split(&descent, problem)?;
            if open.len() >= DEPTH {
                return None;
            }
            let (inside, outside) = case.left.split(problem.slots, request, &slots);
            written.split = Some((request, slots));
            proof.cases.push(written);
            open.push(Open { left: outside, prices: case.prices.clone() });
            open.push(Open { left: inside, prices: case.prices });
            break;
        }
    }
    Some(proof)
}

/// Lets requests choose among what is left only.
fn take_over<M: Mask>(descent: &mut Descent<'_, M>, problem: &Problem<M>, left: &Left) {
    for request in 0..problem.requests() {
        let row = &left.barred[request * problem.slots..(request + 1) * problem.slots];
        let barred = row.iter().enumerate().filter(|(_, barred)| **barred);
        let starts = barred.fold(problem.starts[request], |starts, (slot, _)| starts & !M::of(slot));
        descent.starts[request] = starts;
        descent.owed[request] = left.owed[request] && !starts.is_empty() && problem.fixed[request].is_none();
    }
}

/// The request that is least decided, and slots that share its choice in halves.
fn split<M: Mask>(descent: &Descent<'_, M>, problem: &Problem<M>) -> Option<(u32, Vec<u32>)> {
    const TEMPERATURE: f32 = 0.06;
    let mut best: Option<(f32, usize)> = None;
    for request in (0..problem.requests()).filter(|&request| problem.fixed[request].is_none()) {
        if descent.starts[request].count() + u32::from(!descent.owed[request]) < 2 {
            continue;
        }
        let mut most = 0.0_f32;
        let none = descent.shares(request, TEMPERATURE, &mut |_, share| most = most.max(share));
        // Whether there is a meeting decides more than when it is.
        let doubt = none.min(1.0 - none) * 4.0 + (1.0 - most.max(none));
        if best.is_none_or(|(least, _)| doubt > least) {
            best = Some((doubt, request));
        }
    }
    let (_, request) = best?;
    let mut shares = Vec::new();
    let none = descent.shares(request, TEMPERATURE, &mut |slot, share| shares.push((slot as u32, share)));
    if !descent.owed[request] && none.min(1.0 - none) > 0.1 || shares.len() < 2 {
        return Some((request as u32, shares.into_iter().map(|(slot, _)| slot).collect()));
    }
    let half = shares.iter().map(|(_, share)| share).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    let mut slots = Vec::new();
    for &(slot, share) in &shares[..shares.len() - 1] {
        if !slots.is_empty() && sum + share > half {
            break;
        }
        sum += share;
        slots.push(slot);
    }
    Some((request as u32, slots))
}
