//! The solver: a first timetable, a bound, then many small changes.

use super::{
    bound::bound,
    exhaust::best_of_all,
    model::{Instance, Placement, Solution},
    problem::{Place, Problem},
    search::Mover,
    state::State,
};
use crate::{
    fault::Refusal,
    solve::{Phase, Progress, Settings, Watch},
};

/// Changes between two looks at the watch.
const ROUND: u64 = 1_024;
/// Changes for each session that one point of effort pays for, and the fewest and most altogether.
const STEPS: (u64, u64, u64) = (2_000, 100_000, 1_500_000);
/// Changes that are tried to learn how large losses are.
const PROBES: usize = 2_000;

/// A timetable, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The timetable.
    pub solution: Solution,
    /// Its value.
    pub value: i64,
    /// No timetable is worth more.
    pub bound: i64,
    /// Value of the first timetable, which was made session by session.
    pub greedy: i64,
    /// Changes that were tried.
    pub steps: u64,
}

/// Finds a timetable.
///
/// The same settings give the same timetable, on every machine, as long as nothing stops the search.
///
/// *Errors*: an instance that makes no sense, or fixed sessions that cannot all be where they are fixed, with their
/// places.
pub fn solve(instance: &Instance, settings: &Settings, watch: &mut dyn Watch) -> Result<Outcome, Refusal> {
    let problem = Problem::new(instance)?;
    let mut mover = Mover::new(State::empty(&problem), settings.seed);
    mover.fill();
    let greedy = mover.state.value;
    watch.tell(&Progress { phase: Phase::Bound, done: 0.0, value: Some(greedy), bound: None });
    let mut most = bound(&problem, greedy);
    let (at, value, steps) = match best_of_all(&problem) {
        Some(best) => {
            most = best.1;
            best
        }
        None => search(&mut mover, most, settings, watch),
    };
    if let Some(fixed) = instance.fixed.iter().position(|fixed| {
        instance
            .sessions
            .iter()
            .position(|it| it.id == fixed.session)
            .is_some_and(|session| at[session].is_none())
    }) {
        let message = format!(
            "session {:?} cannot be there together with the other fixed ones",
            instance.fixed[fixed].session
        );
        return Err(Refusal::one(format!("fixed[{fixed}]"), message));
    }
    let placement = |(session, place): (usize, &Option<Place>)| {
        place.map(|(start, room)| Placement {
            session: instance.sessions[session].id.clone(),
            slot: u32::from(start),
            room: instance.rooms[usize::from(room)].id.clone(),
        })
    };
    let solution = Solution {
        format: "plan-solution/1".into(),
        instance: instance.name.clone(),
        value: Some(value),
        bound: Some(most),
        placements: at.iter().enumerate().filter_map(placement).collect(),
    };
    watch.tell(&Progress { phase: Phase::Search, done: 1.0, value: Some(value), bound: Some(most) });
    Ok(Outcome { solution, value, bound: most, greedy, steps })
}

fn search(
    mover: &mut Mover<'_>,
    most: i64,
    settings: &Settings,
    watch: &mut dyn Watch,
) -> (Vec<Option<Place>>, i64, u64) {
    let sessions = mover.state.problem.sessions() as u64;
    let (each, least, limit) = STEPS;
    let work = (sessions * each).clamp(least, limit) * u64::from(settings.effort);
    let rounds = (work / ROUND).max(1);
    let mut best = (mover.state.at.clone(), mover.state.value);
    let hot = usual_loss(mover) * 0.5;
    let begin = watch.used();
    let (mut done, mut way) = (0_u64, 0.0_f32);
    while way < 1.0 && best.1 < most && !watch.stop() {
        if done % 16 == 0 {
            way = match (begin, watch.used()) {
                (Some(begin), Some(used)) => (used - begin) / (1.0 - begin).max(1e-6),
                _ => done as f32 / rounds as f32,
            };
            let value = Some(best.1.max(mover.state.value));
            watch.tell(&Progress { phase: Phase::Search, done: way.min(1.0), value, bound: Some(most) });
        }
        done += 1;
        let temperature = hot * 0.004_f32.powf(way.min(1.0));
        for _ in 0..ROUND {
            let floor = temperature * mover.chance.log();
            mover.step(floor);
        }
        if mover.state.value > best.1 {
            best = (mover.state.at.clone(), mover.state.value);
        }
    }
    mover.fill();
    if mover.state.value > best.1 {
        best = (mover.state.at.clone(), mover.state.value);
    }
    (best.0, best.1, done * ROUND)
}

/// The middle one of the losses that changes of the first timetable bring.
fn usual_loss(mover: &mut Mover<'_>) -> f32 {
    let mut losses = Vec::new();
    for _ in 0..PROBES {
        mover.last = 0;
        mover.step(0.0);
        if mover.last < 0 {
            losses.push(mover.last.unsigned_abs());
        }
    }
    losses.sort_unstable();
    losses.get(losses.len() / 2).map_or(1.0, |loss| *loss as f32)
}
