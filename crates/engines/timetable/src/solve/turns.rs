//! The search, and the finisher that takes turns with it on small plans.

use super::{
    Phase, Progress, Settings, Watch,
    anneal::{self, ROUND, Schedule},
    chance::Chance,
    crew::Crew,
    finish::{self, Question},
    guide::Guide,
    is_small,
    moves::Mover,
    prices::Prices,
    state::State,
};
use crate::{
    fault::Refusal,
    meet::{mask::Mask, model::Instance, problem::Problem},
};

/// A share of the search: the part of the work that is done before it and its own, and where it ends when time is limited.
#[derive(Clone, Copy)]
pub(super) struct Share {
    begin: f32,
    part: f32,
    end: f32,
}

impl Share {
    pub(super) const ALL: Self = Self { begin: 0.0, part: 1.0, end: 1.0 };
}

/// A share of the finisher: its part of the work, where it ends when time is limited, for a plan far from the bound and
/// for one that is close, and whether it looks near the best plan, too.
#[derive(Clone, Copy)]
struct Finish {
    part: f32,
    end: f32,
    end_close: f32,
    is_near: bool,
}

/// What a small plan gets: little search before the proof, which may be found at once, then most of it, and the rest for
/// looking near the best plan.
const SMALL: [(Share, Finish); 2] = [
    (
        Share { begin: 0.0, part: 0.2, end: 0.12 },
        Finish { part: 0.6, end: 0.3, end_close: 0.65, is_near: false },
    ),
    (
        Share { begin: 0.2, part: 0.8, end: 0.8 },
        Finish { part: 0.6, end: 0.985, end_close: 0.985, is_near: true },
    ),
];

/// The best plan so far, and what no plan is worth more than.
pub(super) struct Found {
    pub(super) at: Vec<u16>,
    pub(super) value: i64,
    pub(super) bound: i64,
    /// Changes that were tried.
    pub(super) steps: u64,
}

/// What is to be solved, and who watches.
pub(super) struct Task<'t, M> {
    pub(super) instance: &'t Instance,
    pub(super) problem: &'t Problem<M>,
    pub(super) prices: &'t Prices,
    pub(super) settings: &'t Settings,
    pub(super) watch: &'t mut dyn Watch,
    pub(super) crew: &'t dyn Crew,
}

impl<M: Mask> Task<'_, M> {
    /// The search and the finisher take turns, so that neither starves the other.
    pub(super) fn solve_small(&mut self, state: &mut State<'_, M>, found: &mut Found) -> Result<(), Refusal> {
        let mut start = State::empty(self.problem);
        crate::explain::place_fixed(self.instance, &mut start)?;
        for (share, finish) in SMALL {
            self.search(state, found, share);
            self.finish(&start, found, finish);
        }
        Ok(())
    }

    fn finish(&mut self, start: &State<'_, M>, found: &mut Found, share: Finish) {
        if found.value >= found.bound || self.watch.stop() {
            return;
        }
        let work = finish::WORK * u64::from(self.settings.effort);
        let question = Question {
            problem: self.problem,
            start,
            prices: self.prices,
            at: &found.at,
            value: found.value,
            bound: found.bound,
            is_near: share.is_near,
            // Who limits the time has work enough.
            work: if self.watch.used().is_some() { u64::MAX } else { (work as f32 * share.part) as u64 },
            end: share.end,
            end_close: share.end_close,
        };
        let finished = finish::finish(&question, self.watch, self.crew);
        found.bound = finished.bound;
        if let Some((at, value)) = finished.better {
            (found.at, found.value) = (at, value);
        }
    }

    /// Changes a plan again and again, and keeps the best one that it passes.
    pub(super) fn search(&mut self, state: &mut State<'_, M>, found: &mut Found, share: Share) {
        let Self { problem, prices, settings, .. } = *self;
        let watch = &mut *self.watch;
        let small = is_small(problem);
        let (hot, cold) = if small { (4.0, 0.3) } else { (0.3, 0.15) };
        let schedule = Schedule { hot, cold, frozen: 0.02, tail: 0.92 };
        // Small plans are heated up again and again: one long cooling gets stuck like a short one.
        let heats = if small { (settings.effort.min(5) as f32 * share.part).round().max(1.0) } else { 1.0 };
        // Small plans are done long before the effort of large ones.
        let work = (problem.requests() as u64 * 1_000).min(1_100_000) * u64::from(settings.effort);
        let rounds = ((work as f32 * share.part) as u64 / ROUND as u64).max(1);
        let begin = watch.used();
        let end = share.end;
        let mut chance = Chance::new(settings.seed ^ u64::from(share.begin.to_bits()));
        let (mut way, mut heat, mut done) = (0.0_f32, 0.0_f32, 0);
        while way < 1.0 && found.value < found.bound && !watch.stop() {
            // No better plan has a request where it gains less, by price, than the best by all that the best plan lacks.
            let lacks = (found.bound - found.value + 1).clamp(2, 20) as f32;
            let guide = Guide::new(problem, prices, if small { lacks } else { 1.0 });
            let mut mover = Mover::new(state, &guide, chance.clone());
            while way < 1.0 && (way * heats).floor() <= heat && found.value < found.bound && !watch.stop() {
                if done % 16 == 0 {
                    way = match (begin, watch.used()) {
                        (Some(begin), Some(used)) => (used - begin) / (end - begin).max(1e-6),
                        _ => done as f32 / rounds as f32,
                    };
                    let (value, bound) = (Some(found.value.max(mover.state.score)), Some(found.bound));
                    watch.tell(&Progress { phase: Phase::Search, done: way.min(1.0), value, bound });
                }
                done += 1;
                anneal::round(&mut mover, schedule.at((way * heats).fract()));
                // A copy costs as much as some rounds, so the first half of the way goes without.
                if mover.state.score > found.value && (way > 0.95 || (way > 0.5 && done % 64 == 0) || small) {
                    (found.at, found.value) = (mover.state.at.clone(), mover.state.score);
                }
            }
            heat += 1.0;
            chance = mover.chance.clone();
        }
        if state.score > found.value {
            (found.at, found.value) = (state.at.clone(), state.score);
        }
        found.steps += done * ROUND as u64;
    }
}
