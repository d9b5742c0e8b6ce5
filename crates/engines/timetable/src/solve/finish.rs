//! The end of a small problem: whether a plan of a given worth exists, asked from the bound downwards.
//!
//! Prices say what every choice loses against the bound; a plan that is worth the target may lose no more than what is
//! between them. Most choices lose more alone and go (*reduced-cost fixing*), and what is left is a formula with a budget,
//! which a solver that learns clauses settles either way. From the bound downwards budgets are small, so that each answer
//! is quick: no such plan, and the next target is a point less; or a plan, which is then the best.

mod budget;
mod days;
mod ledger;
mod near;
mod target;
mod write;

use std::cell::{Cell, RefCell};

use batsat::{Callbacks, ClauseKind, Lit};

use super::{
    Phase, Progress, Watch,
    bound::Descent,
    crew::Crew,
    prices::Prices,
    state::{State, WAITING},
};
use crate::meet::{mask::Mask, problem::Problem};
use ledger::{Allowed, Choice, Ledger};
use near::Near;
use target::Target;

/// Times the prices move on for a target, and steps of each time.
const ROUNDS: usize = 3;
const STEPS: usize = 60;
/// Learnt clauses up to this length are taken along from try to try.
const SHORT: usize = 8;

/// Conflicts of the first turn of each way of looking; each turn doubles them.
const TURN: u64 = 1_000;

/// Conflicts that are as much work as beginning a search.
const CHARGE: u64 = 20;
/// Points between plan and bound up to which an optimum is likely to be found soon.
const CLOSE: i64 = 6;
/// Conflicts that one point of effort pays for.
pub(crate) const WORK: u64 = 2_000;

/// What came out.
pub(crate) struct Finished {
    /// A plan that is better than the best so far, and its value.
    pub(crate) better: Option<(Vec<u16>, i64)>,
    /// No plan is worth more.
    pub(crate) bound: i64,
}

/// What is asked.
pub(crate) struct Question<'q, M> {
    pub(crate) problem: &'q Problem<M>,
    /// A plan with the fixed meetings alone.
    pub(crate) start: &'q State<'q, M>,
    pub(crate) prices: &'q Prices,
    /// The best plan so far, what it is worth, and what no plan can be worth more than.
    pub(crate) at: &'q [u16],
    pub(crate) value: i64,
    pub(crate) bound: i64,
    /// Whether to look for better plans near the best one, too.
    pub(crate) is_near: bool,
    /// Contradictions that the solver of formulas may meet.
    pub(crate) work: u64,
    /// Part of a limited time at which to end, and at which when the best plan is close to the bound.
    pub(crate) end: f32,
    pub(crate) end_close: f32,
}

/// Lowers the bound until a plan is found, the bound is down at `value`, or the work is spent.
pub(crate) fn finish<M: Mask>(
    question: &Question<'_, M>,
    watch: &mut dyn Watch,
    crew: &dyn Crew,
) -> Finished {
    let mut finished = Finished { better: None, bound: question.bound };
    if !is_simple(question.problem, question.prices) {
        return finished;
    }
    let ear = Ear {
        value: Cell::new(question.value),
        bound: Cell::new(question.bound),
        watch: RefCell::new(watch),
        looks: Cell::new(0),
        conflicts: Cell::new(0),
        most: question.work,
        pause: Cell::new(0),
        end: question.end,
        end_close: question.end_close,
        stopped: Cell::new(false),
        learns: Cell::new(false),
        learnt: RefCell::default(),
    };
    let mut best = (question.at.to_vec(), question.value);
    let mut near: Option<Near<M>> = None;
    let mut target: Option<Target<M>> = None;
    let mut turn = TURN;
    while finished.bound > best.1 && !ear.look() {
        ear.tell(finished.bound);
        if question.is_near && finished.bound > best.1 + 1 {
            if near.is_none() {
                let Some(ledger) = reckon(question, best.1 + 1, &ear, crew) else { break };
                near = Some(Near::new(best.1 + 1, ledger));
            }
            if let Some(near) = &mut near {
                near.improve(question, &mut best, turn, &ear);
            }
            ear.value.set(best.1);
        }
        if target.is_none() {
            let Some(ledger) = reckon(question, finished.bound, &ear, crew) else { break };
            if ledger.budget < 0 {
                finished.bound -= 1;
                continue;
            }
            target = Some(Target::new(question, ledger, &ear));
        }
        let answer = target.as_mut().map_or(Answer::Open, |target| target.ask(question, &best.0, turn, &ear));
        match answer {
            Answer::None => {
                finished.bound -= 1;
                target = None;
                continue;
            }
            Answer::Plan(at, worth) => {
                // It is worth the target at least.
                best = (at, worth);
                break;
            }
            Answer::Open => {}
        }
        turn *= 2;
    }
    finished.better = (best.1 > question.value).then_some(best);
    finished
}

/// Whether everything that the problem has can be written as a formula.
fn is_simple<M: Mask>(problem: &Problem<M>, prices: &Prices) -> bool {
    let gaps = |person: usize| problem.rules[problem.profile[person] as usize].gap_cost > 0;
    prices.areas == problem.areas
        && (0..problem.people()).all(|person| problem.cap[person] == 1 || !gaps(person))
        && (0..problem.areas).all(|area| problem.far[area * problem.areas + area].is_empty())
}

/// The ledger of a target with the smallest budget that a few moves of the prices find; none when there is none in time.
fn reckon<M: Mask>(
    question: &Question<'_, M>,
    target: i64,
    ear: &Ear<'_>,
    crew: &dyn Crew,
) -> Option<Ledger<M>> {
    let problem = question.problem;
    let mut allowed = Allowed { starts: problem.starts.clone(), owed: vec![false; problem.requests()] };
    let mut descent = Descent::new(problem);
    let mut prices = question.prices.clone();
    let mut best: Option<Ledger<M>> = None;
    for round in 0..ROUNDS {
        if ear.look() {
            return None;
        }
        let ledger = Ledger::new(problem, &prices, &allowed, target)?;
        allowed.follow(&ledger);
        if best.as_ref().is_none_or(|best| ledger.budget < best.budget) {
            best = Some(ledger);
        }
        if best.as_ref().is_some_and(|best| best.budget < 0) || round + 1 == ROUNDS {
            break;
        }
        for request in 0..problem.requests() {
            let starts = allowed.starts[request];
            descent.starts[request] = starts;
            descent.owed[request] =
                allowed.owed[request] && problem.fixed[request].is_none() && !starts.is_empty();
        }
        descent.restart(&prices);
        for step in 0..STEPS {
            let way = step as f32 / STEPS as f32;
            descent.step(0.1 * 0.15_f32.powf(way), 0.3 * 0.03_f32.powf(way), crew);
        }
        descent.prices.sum_up(problem);
        prices.clone_from(&descent.prices);
    }
    best
}

impl<M: Mask> Allowed<M> {
    /// Leaves only what the ledger leaves.
    fn follow(&mut self, ledger: &Ledger<M>) {
        for (request, wish) in ledger.wishes.iter().enumerate() {
            self.starts[request] = M::collect(wish.choices.iter().map(|choice| choice.slot));
            self.owed[request] = wish.none.is_none();
        }
    }
}

/// What the solver says of a target.
enum Answer {
    Plan(Vec<u16>, i64),
    None,
    Open,
}

/// Gives meetings tables of their pools; none when that does not go.
fn seat<'q, M: Mask>(question: &Question<'q, M>, chosen: &[Option<&Choice>]) -> Option<State<'q, M>> {
    let problem = question.problem;
    let mut state = question.start.clone();
    let mut order: Vec<(usize, &Choice)> = chosen
        .iter()
        .enumerate()
        .filter_map(|(request, choice)| Some((request, (*choice)?)))
        .filter(|(request, _)| state.at[*request] == WAITING)
        .collect();
    // Long ones first: they fit fewer tables.
    order.sort_by_key(|(request, choice)| (std::cmp::Reverse(problem.dur[*request]), choice.slot));
    for (request, choice) in order {
        let fitting = problem.places(request).iter().filter(|(class, _)| {
            let class = usize::from(*class);
            problem.classes[class].area == choice.area
                && state.fits(request, problem.code(choice.slot, class))
        });
        let &(class, _) = fitting.min_by_key(|(_, cost)| *cost)?;
        state.insert(request, problem.code(choice.slot, usize::from(class)));
    }
    Some(state)
}

/// Counts the work and asks the watch now and then.
struct Ear<'w> {
    value: Cell<i64>,
    bound: Cell<i64>,
    watch: RefCell<&'w mut dyn Watch>,
    looks: Cell<u32>,
    conflicts: Cell<u64>,
    most: u64,
    /// Conflicts at which this try ends.
    pause: Cell<u64>,
    end: f32,
    end_close: f32,
    stopped: Cell<bool>,
    /// Whether learnt clauses are kept, and those.
    learns: Cell<bool>,
    learnt: RefCell<Vec<Vec<Lit>>>,
}

/// Decisions between two looks at the watch.
const LOOK: u32 = 1 << 9;

impl Ear<'_> {
    fn tell(&self, bound: i64) {
        self.bound.set(bound);
        let mut watch = self.watch.borrow_mut();
        let done = watch.used().unwrap_or(self.conflicts.get() as f32 / self.most.max(1) as f32).min(1.0);
        let (value, bound) = (Some(self.value.get()), Some(bound));
        watch.tell(&Progress { phase: Phase::Search, done, value, bound });
    }

    /// Whether the work or the time is spent.
    fn look(&self) -> bool {
        let mut watch = self.watch.borrow_mut();
        let is_close = self.bound.get() - self.value.get() <= CLOSE;
        let end = if is_close { self.end_close } else { self.end };
        let spent = self.conflicts.get() >= self.most || watch.used().is_some_and(|used| used >= end);
        self.stopped.set(self.stopped.get() || spent || watch.stop());
        self.stopped.get()
    }
}

impl Callbacks for &Ear<'_> {
    fn on_new_clause(&mut self, clause: &[Lit], kind: ClauseKind) {
        if kind != ClauseKind::Axiom {
            self.conflicts.set(self.conflicts.get() + 1);
            if self.learns.get() && (1..=SHORT).contains(&clause.len()) {
                self.learnt.borrow_mut().push(clause.to_vec());
            }
        }
    }

    fn stop(&self) -> bool {
        self.looks.set(self.looks.get().wrapping_add(1));
        if self.looks.get().is_multiple_of(LOOK) {
            self.look();
        }
        // The solver asks twice before it ends.
        self.stopped.get() || self.conflicts.get() >= self.pause.get()
    }
}
