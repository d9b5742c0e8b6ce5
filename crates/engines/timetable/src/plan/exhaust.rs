//! Every timetable of a tiny instance, one after the other: the best of them needs no luck.

use super::{
    problem::{Place, Problem},
    state::State,
};

/// Timetables that are looked at, at most: a fraction of a second.
const MOST: usize = 100_000;

/// Looks at all of them.
struct Exhaust<'p> {
    state: State<'p>,
    /// Sessions, each behind those that it has to follow.
    order: Vec<usize>,
    best: Option<(Vec<Option<Place>>, i64)>,
    looked_at: u64,
}

/// The best of all timetables with its value, and how many were looked at; none when there are too many, or when not all fixed
/// sessions can be where they are fixed.
pub(super) fn best_of_all(problem: &Problem) -> Option<(Vec<Option<Place>>, i64, u64)> {
    let places = (0..problem.sessions).map(|it| problem.starts[it].len() * problem.halls[it].len() + 1);
    let all = places.into_iter().try_fold(1, usize::checked_mul);
    all.filter(|all| *all <= MOST)?;
    let mut exhaust =
        Exhaust { state: State::empty(problem), order: order(problem), best: None, looked_at: 0 };
    exhaust.place(0);
    let looked_at = exhaust.looked_at;
    exhaust.best.map(|(at, value)| (at, value, looked_at))
}

/// A session can only be placed when those before it are.
fn order(problem: &Problem) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(problem.sessions);
    let mut left: Vec<usize> = (0..problem.sessions).collect();
    loop {
        let count = left.len();
        left.retain(|&session| {
            let follows = problem.earlier[session].iter().all(|it| order.contains(&usize::from(it.other)));
            if follows {
                order.push(session);
            }
            !follows
        });
        // Those that wait for one another in a circle are never placed.
        if left.len() == count {
            order.extend(left);
            return order;
        }
    }
}

impl Exhaust<'_> {
    fn place(&mut self, depth: usize) {
        let problem = self.state.problem;
        let Some(&session) = self.order.get(depth) else {
            self.looked_at += 1;
            if self.best.as_ref().is_none_or(|(_, value)| self.state.value > *value) {
                self.best = Some((self.state.at.clone(), self.state.value));
            }
            return;
        };
        for &start in &problem.starts[session] {
            for &room in &problem.halls[session] {
                let place = (start, room);
                if problem.possible(session, place)
                    && self.state.is_free(session, place)
                    && let Some(gain) = self.state.gain(session, place)
                {
                    self.state.put(session, place, gain);
                    self.place(depth + 1);
                    self.state.take(session);
                }
            }
        }
        if problem.fixed[session].is_none() {
            self.place(depth + 1);
        }
    }
}
