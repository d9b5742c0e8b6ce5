//! The solver: a bound with prices first, then a search that the prices guide.

pub(crate) mod anneal;
pub(crate) mod bound;
pub(crate) mod chance;
mod crew;
pub(crate) mod dive;
pub(crate) mod fair;
mod finish;
pub(crate) mod guide;
pub(crate) mod keep;
pub(crate) mod moves;
mod presence;
pub(crate) mod prices;
mod prove;
pub(crate) mod state;
pub(crate) mod tables;
mod turns;

use std::collections::BTreeMap;

use crate::{
    certify,
    fault::Refusal,
    meet::{
        certificate::{Case, Certificate, TablePrice},
        mask::{Mask, by_width},
        model::{Instance, Solution},
        problem::Problem,
    },
};
pub use crew::{Alone, Crew};
use finish::Question;
use state::State;
use turns::{Found, Share, Task};

/// How to solve. The same settings give the same plan, on every machine, as long as nothing stops the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Beginning of all chance.
    pub seed: u64,
    /// How much work to put in; 10 is usual, 20 twice that.
    pub effort: u32,
    /// Whether to lift the worst-off at the end, for at most 0.2 % of the value.
    pub fair: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, effort: 10, fair: false }
    }
}

/// Where the solver stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What it does.
    pub phase: Phase,
    /// Part of the work that is done, 0 to 1.
    pub done: f32,
    /// Value of the best plan so far; none before the first.
    pub value: Option<i64>,
    /// No plan is worth more, as far as is known.
    pub bound: Option<i64>,
}

impl Progress {
    /// How far the plan may be below the best, as a part of the bound.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        gap(self.value?, self.bound?)
    }
}

/// How far a value may be below the best, as a part of the bound.
#[must_use]
pub fn gap(value: i64, bound: i64) -> Option<f64> {
    (bound > 0).then(|| (bound - value).max(0) as f64 / bound as f64)
}

/// What the solver does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Looks for prices.
    Bound,
    /// Looks for plans.
    Search,
}

/// Who watches the solver, and may stop it. The engine has no clock: time comes from here.
pub trait Watch {
    /// Hears how it goes, some hundred times.
    fn tell(&mut self, progress: &Progress);
    /// Says whether to end now with the best plan so far.
    fn stop(&mut self) -> bool {
        false
    }
    /// Part of a time that is used, 0 to 1, when time is limited: the search then fits itself into that time instead
    /// of doing the work that the effort says, and its result cannot be repeated exactly.
    fn used(&mut self) -> Option<f32> {
        None
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn tell(&mut self, _: &Progress) {}
}

/// A plan and what proves how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The plan.
    pub solution: Solution,
    /// Prices that prove the bound.
    pub certificate: Certificate,
    /// Value of the plan.
    pub value: i64,
    /// Value of the best plan before the worst-off were lifted; the same as `value` when they were not.
    pub value_before: i64,
    /// No plan is worth more, as the certificate proves.
    pub bound: i64,
    /// No plan is worth more, as an exhaustive search found; that is not contained in the certificate. At most `bound`.
    pub searched: i64,
    /// Changes that were tried.
    pub steps: u64,
}

/// Temperatures between which the descent of the bound cools, and lengths of its first and last steps. How cold it ends is
/// how near the bound comes to what prices can prove.
const WARM: f32 = 1.0;
const COLD: f32 = 0.001;
const STRIDE: f32 = 4.0;
const INCH: f32 = 0.002;
/// Steps with which a small plan's bound is then made as strong as prices make it.
const STRENGTHEN: usize = 500;
/// Part of a limited time after which they have to be over: the search needs the rest.
const STRENGTHEN_TIME: f32 = 0.4;
/// Part of a limited time that goes into the bound.
const BOUND_TIME: f32 = 0.28;

/// Finds a plan for an instance.
///
/// The crew only makes it faster: the plan is the same with every crew. It helps with the bound; the search, which is
/// most of the work, is one stream of changes.
///
/// *Errors*: an instance that makes no sense, or fixed meetings that contradict one another, with their places.
pub fn solve(
    instance: &Instance,
    settings: &Settings,
    watch: &mut dyn Watch,
    crew: &dyn Crew,
) -> Result<Outcome, Refusal> {
    by_width!(instance.slots.len(), Word => solve_in::<Word>(instance, settings, watch, crew))
}

/// As [`solve`], with sets of slots in words of one width.
pub(crate) fn solve_in<M: Mask>(
    instance: &Instance,
    settings: &Settings,
    watch: &mut dyn Watch,
    crew: &dyn Crew,
) -> Result<Outcome, Refusal> {
    let problem = Problem::<M>::new(instance)?;
    let mut state = State::empty(&problem);
    crate::explain::place_fixed(instance, &mut state)?;
    let mut descent = find_prices(&problem, watch, crew);
    let prices = descent.prices.clone();
    let mut certificate = certificate(instance, &problem, &prices)?;
    if is_small(&problem) {
        let strong = strengthen(instance, &problem, &prices, watch, crew)?;
        if strong.bound < certificate.bound {
            certificate = strong;
        }
    }
    let mut bound = certificate.bound;
    let mut chance = chance::Chance::new(settings.seed);
    dive::dive(&mut descent, &mut state, dive_rounds(&problem), watch, crew, &mut chance);
    drop(descent);
    let mut found = Found { at: state.at.clone(), value: state.score, bound, steps: 0 };
    let mut task = Task { instance, problem: &problem, prices: &prices, settings, watch, crew };
    if is_small(&problem) {
        task.solve_small(&mut state, &mut found)?;
    } else {
        task.search(&mut state, &mut found, Share::ALL);
    }
    let Found { mut at, mut value, bound: searched, steps } = found;
    let value_before = value;
    if value < bound && problem.requests() <= CASES_MAX {
        // A look at a case costs time in proportion to the requests.
        let cases = 400 * settings.effort as usize;
        certificate.proof = prove::prove(instance, &problem, &prices, value, cases, watch, crew);
        if certificate.proof.is_some() {
            certificate.bound = value;
            bound = certify::bound(instance, &certificate)?;
        }
    }
    if settings.fair {
        let mut state = State::empty(&problem);
        let placed = at.iter().enumerate().filter(|(_, code)| **code != state::WAITING);
        placed.for_each(|(request, &code)| state.insert(request, code));
        fair::lift(&mut state, value - value / fair::LOSS_PART, chance);
        value = state.score;
        at = state.plan.at;
    }
    let meetings = tables::seat(&problem, &at, &BTreeMap::new());
    let solution = Solution {
        format: "meet-solution/1".into(),
        instance: instance.name.clone(),
        objective: Some(value),
        bound: Some(searched.min(bound)),
        meetings,
    };
    let searched = searched.min(bound);
    watch.tell(&Progress { phase: Phase::Search, done: 1.0, value: Some(value), bound: Some(searched) });
    Ok(Outcome { solution, certificate, value, value_before, bound, searched, steps })
}

/// What the finisher finds alone, beginning with no plan: the value of its plan, or of none, and its bound.
///
/// *Errors*: as [`solve`].
pub(crate) fn finish_alone(instance: &Instance, work: u64) -> Result<(Option<Solution>, i64), Refusal> {
    by_width!(instance.slots.len(), Word => finish_alone_in::<Word>(instance, work))
}

/// As [`finish_alone`], with sets of slots in words of one width.
pub(crate) fn finish_alone_in<M: Mask>(
    instance: &Instance,
    work: u64,
) -> Result<(Option<Solution>, i64), Refusal> {
    let problem = Problem::<M>::new(instance)?;
    let mut start = State::empty(&problem);
    crate::explain::place_fixed(instance, &mut start)?;
    let prices = find_prices(&problem, &mut Unwatched, &Alone).prices;
    let bound = certificate(instance, &problem, &prices)?.bound;
    let (problem, value) = (&problem, start.score);
    let at = &start.at;
    let question = Question {
        problem,
        start: &start,
        prices: &prices,
        at,
        value,
        bound,
        is_near: true,
        work,
        end: 1.0,
        end_close: 1.0,
    };
    let finished = finish::finish(&question, &mut Unwatched, &Alone);
    let solution = finished.better.map(|(at, value)| Solution {
        format: "meet-solution/1".into(),
        instance: instance.name.clone(),
        objective: Some(value),
        bound: Some(finished.bound),
        meetings: tables::seat(problem, &at, &BTreeMap::new()),
    });
    Ok((solution, finished.bound))
}

/// Requests up to which a proof by cases is looked for: with some hundred it comes to no end.
const CASES_MAX: usize = 100;

/// Small enough to be finished.
fn is_small<M: Mask>(problem: &Problem<M>) -> bool {
    problem.requests() <= 1_000
}

/// Rounds of the dive: large plans gain little from more.
fn dive_rounds<M: Mask>(problem: &Problem<M>) -> usize {
    match problem.requests() {
        0..10_000 => 100,
        10_000..40_000 => 30,
        _ => 15,
    }
}

fn find_prices<'p, M: Mask>(
    problem: &'p Problem<M>,
    watch: &mut dyn Watch,
    crew: &dyn Crew,
) -> bound::Descent<'p, M> {
    let iterations = match problem.requests() {
        0..2_000 => 600,
        2_000..15_000 => 300,
        15_000..40_000 => 200,
        _ => 130,
    };
    let mut descent = bound::Descent::new(problem);
    let mut done = 0.0_f32;
    let mut step = 0;
    while done < 1.0 && !watch.stop() {
        step += 1;
        let by_time = watch.used().map_or(0.0, |used| used / BOUND_TIME);
        done = (step as f32 / iterations as f32).max(by_time);
        let way = done.min(1.0);
        descent.step(WARM * (COLD / WARM).powf(way), STRIDE * (INCH / STRIDE).powf(way), crew);
        if step % 10 == 0 {
            watch.tell(&Progress { phase: Phase::Bound, done: way, value: None, bound: None });
        }
    }
    descent.prices.sum_up(problem);
    descent
}

/// The certificate with prices by area for everybody who might have to walk too far. They are for the bound alone: the
/// search and the finisher work with those of before.
fn strengthen<M: Mask>(
    instance: &Instance,
    problem: &Problem<M>,
    prices: &prices::Prices,
    watch: &mut dyn Watch,
    crew: &dyn Crew,
) -> Result<Certificate, Refusal> {
    let mut descent = bound::Descent::new(problem);
    descent.restart(prices);
    descent.split_everybody();
    for step in 0..STRENGTHEN {
        if watch.stop() || watch.used().is_some_and(|used| used > STRENGTHEN_TIME) {
            break;
        }
        let way = step as f32 / STRENGTHEN as f32;
        descent.step(COLD, 0.01 * 0.05_f32.powf(way), crew);
    }
    certificate(instance, problem, &descent.prices)
}

/// Parts of a point in which prices are written.
const PARTS: i64 = 1024;

/// The prices in whole parts of a point, with the bound that they prove.
fn certificate<M: Mask>(
    instance: &Instance,
    problem: &Problem<M>,
    prices: &prices::Prices,
) -> Result<Certificate, Refusal> {
    let Case { time, zone, limit, table, meeting, .. } = multipliers(problem, prices);
    let mut certificate = Certificate {
        format: "meet-certificate/1".into(),
        instance: instance.name.clone(),
        scale: PARTS,
        time,
        zone,
        limit,
        table,
        meeting,
        ..Certificate::default()
    };
    certificate.bound = certify::bound(instance, &certificate)?;
    Ok(certificate)
}

/// The prices in whole parts of a point.
fn multipliers<M: Mask>(problem: &Problem<M>, prices: &prices::Prices) -> Case {
    let whole = |price: f32| (f64::from(price) * PARTS as f64).round() as i64;
    let mut case = Case::default();
    for person in 0..problem.people() {
        for slot in 0..problem.slots {
            let area =
                |area: usize| whole(prices.time[(person * prices.areas + area) * problem.slots + slot]);
            if area(0) != 0 {
                case.time.push((person as u32, slot as u32, area(0)));
            }
            if prices.is_split[person] && problem.avail[person].has(slot) {
                let zones = problem.zone_area.iter().enumerate();
                let extra = zones.map(|(zone, &at)| (person as u32, slot as u32, zone, area(at) - area(0)));
                case.zone.extend(extra.filter(|(.., price)| *price != 0));
            }
        }
        let range = prices.limit_start[person] as usize..prices.limit_start[person + 1] as usize;
        for (number, &price) in prices.limit[range].iter().enumerate() {
            if whole(price) > 0 {
                case.limit.push((person as u32, number as u32, whole(price)));
            }
        }
        if whole(prices.meeting[person]) > 0 {
            case.meeting.push((person as u32, whole(prices.meeting[person])));
        }
    }
    for (at, class) in problem.classes.iter().enumerate().filter(|(_, class)| class.rooms < u32::MAX) {
        for slot in 0..problem.slots {
            let price = whole(prices.room[at * problem.slots + slot]);
            if price > 0 {
                let (kind, zone, seats) = (class.kind.clone(), class.zone, class.seats);
                case.table.push(TablePrice { kind, zone, seats, slot: slot as u32, price });
            }
        }
    }
    case
}
