//! The solver: a first plan, then better ones, until none is left or the work is spent.

use std::cell::{Cell, RefCell};

use super::{
    anneal::{Anneal, FEW},
    cores::Cores,
    encode::{Encoded, encode},
    model::{Instance, Plan},
    verify::verify,
    windows::windows,
};
use crate::{
    fault::Refusal,
    formula::{Formula, Literal},
    sat::{Answer, Event, Solver, Way},
    solve::{Phase, Progress, Settings, Watch},
};

/// Conflicts that one point of effort pays for.
const CONFLICTS: u64 = 100_000;
/// Conflicts of the first turn of each way of looking; each turn doubles them.
const TURN: u64 = 4_000;
/// When the best plan has so many more breaks than are proved, others than optimal plans are looked for too.
const FAR: u32 = 6;
/// Conflicts that one try to make a core smaller may take.
pub(super) const TRIM: u64 = 300;
/// Conflicts between two looks at the watch.
const LOOK: u64 = 64;

/// A plan, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// No plan has fewer breaks.
    pub optimal: bool,
    /// How often the search ran into a contradiction; its work.
    pub conflicts: u64,
}

/// Finds a plan with as few breaks as possible.
///
/// The watch hears values that are breaks below 0, so that more is better there, as for other plans.
///
/// *Errors*: an instance that makes no sense, one that has no plan at all, or work that was spent before a first plan
/// was found.
pub fn solve(instance: &Instance, settings: &Settings, watch: &mut dyn Watch) -> Result<Outcome, Refusal> {
    instance.check()?;
    let windows = windows(instance)?;
    let Encoded { formula, held, breaks } = encode(instance, &windows);
    let ear = Ear::new(watch, CONFLICTS * u64::from(settings.effort));
    let mut search = Search::new(ear, formula, settings.seed);
    let first = search.next(&[], Way::Models, u64::MAX);
    let best = match first {
        Step::Model => plan(instance, search.slots(&held)),
        Step::Core(_) => return Err(Refusal::one("instance", "has no plan that keeps every rule")),
        Step::Spent => {
            return Err(Refusal::one("instance", "the work was spent before a first plan was found"));
        }
    };
    let mut hunt = Hunt { instance, held: &held, best, low: 0, search };
    let mut anneal = Anneal::new(instance, &windows, settings.seed);
    // A moment is enough for easy ones.
    anneal.improve(&mut hunt, TURN / 8);
    let counted = hunt.search.grow(|formula| formula.count_all(breaks.clone(), hunt.best.breaks as usize));
    let mut cores = Cores::new(breaks);
    hunt.look_for_better(&counted, 2 * TURN);
    let mut turn = TURN;
    // A turn of proving that proved nothing lets one go by.
    let mut idle = false;
    while !hunt.over() {
        idle = !idle && !cores.ask(&mut hunt, Way::Proofs, turn);
        let is_open = !hunt.over() && !cores.ask(&mut hunt, Way::Models, 2 * turn) && !hunt.over();
        if is_open && hunt.best.breaks > hunt.low + FAR {
            hunt.look_for_better(&counted, turn);
        }
        if !hunt.over() {
            let share = if hunt.best.breaks <= FEW { 2 * TURN } else { TURN };
            anneal.improve(&mut hunt, share);
        }
        turn *= 2;
    }
    let Hunt { mut best, low, search, .. } = hunt;
    best.bound = low.min(best.breaks);
    search.ear.tell(best.breaks, best.bound);
    let conflicts = search.ear.conflicts.get();
    Ok(Outcome { optimal: best.breaks == best.bound, plan: best, conflicts })
}

/// The best plan so far and what is proved.
pub(super) struct Hunt<'i, 'w> {
    pub(super) instance: &'i Instance,
    pub(super) held: &'i [Vec<(u32, Literal)>],
    pub(super) best: Plan,
    /// No plan has fewer breaks.
    pub(super) low: u32,
    pub(super) search: Search<'w>,
}

impl Hunt<'_, '_> {
    /// Nothing is left to be done, or the work is spent.
    pub(super) fn over(&self) -> bool {
        self.low >= self.best.breaks || self.search.ear.stopped.get()
    }

    /// Keeps the model that was just found when it is better.
    pub(super) fn keep(&mut self) {
        self.offer(self.search.slots(self.held));
    }

    /// Keeps these slots when they are a better plan.
    pub(super) fn offer(&mut self, slots: Vec<u32>) {
        let plan = plan(self.instance, slots);
        if verify(self.instance, &plan).feasible && plan.breaks < self.best.breaks {
            self.best = plan;
        }
        self.search.ear.tell(self.best.breaks, self.low);
    }

    /// One more break is proved to be there.
    pub(super) fn raise(&mut self) {
        self.low += 1;
        self.search.ear.tell(self.best.breaks, self.low);
    }

    /// Nothing is better than the best plan.
    pub(super) fn settle(&mut self) {
        self.low = self.best.breaks;
    }

    /// Asks for fewer breaks again and again, until a turn is over.
    fn look_for_better(&mut self, counted: &[Literal], turn: u64) {
        let end = self.search.conflicts() + turn;
        while !self.over() && self.search.conflicts() < end {
            self.search.add(&[-counted[self.best.breaks as usize - 1]]);
            match self.search.next(&[], Way::Models, end - self.search.conflicts()) {
                Step::Model => self.keep(),
                Step::Core(_) => self.settle(),
                Step::Spent => break,
            }
        }
    }
}

/// What one search gave.
pub(super) enum Step {
    /// A plan; [`Search::plan`] reads it.
    Model,
    /// Not all of these can be false; none of them when there is no plan at all.
    Core(Vec<Literal>),
    /// The work is spent.
    Spent,
}

/// The formula and who solves it.
pub(super) struct Search<'w> {
    solver: Solver,
    ear: Ear<'w>,
    formula: Formula,
    /// Clauses that the solver knows.
    known: usize,
}

impl<'w> Search<'w> {
    fn new(ear: Ear<'w>, formula: Formula, seed: u64) -> Self {
        let mut search = Self { solver: Solver::new(seed), ear, formula, known: 0 };
        search.grow(|_| {});
        search
    }

    /// Lets the formula grow and tells the solver.
    pub(super) fn grow<T>(&mut self, change: impl FnOnce(&mut Formula) -> T) -> T {
        let made = change(&mut self.formula);
        self.solver.reserve(self.formula.variables);
        self.formula.clauses().skip(self.known).for_each(|clause| self.solver.add(clause));
        self.known = self.formula.clauses().len();
        made
    }

    fn add(&mut self, clause: &[Literal]) {
        self.grow(|formula| formula.clause(clause));
    }

    pub(super) fn conflicts(&self) -> u64 {
        self.ear.conflicts.get()
    }

    /// Counts work that met no contradiction.
    pub(super) fn charge(&mut self, work: u64) {
        self.ear.conflicts.set(self.ear.conflicts.get() + work);
        self.ear.look();
    }

    /// Looks for a model in which all of some literals are false.
    pub(super) fn next(&mut self, falses: &[Literal], way: Way, work: u64) -> Step {
        let assumed: Vec<Literal> = falses.iter().map(|literal| -literal).collect();
        let end = self.conflicts().saturating_add(work);
        match self.solver.solve(&assumed, way, |event| self.ear.hear(event, end)) {
            Answer::Model => Step::Model,
            Answer::Core(core) => Step::Core(core.into_iter().map(|literal| -literal).collect()),
            Answer::Stopped => Step::Spent,
        }
    }

    /// The slots of all meetings in the model that was just found, from 1.
    fn slots(&self, held: &[Vec<(u32, Literal)>]) -> Vec<u32> {
        let when = |choices: &Vec<(u32, Literal)>| {
            choices.iter().find(|(_, literal)| self.solver.holds(*literal)).map_or(0, |(slot, _)| slot + 1)
        };
        held.iter().map(when).collect()
    }
}

/// A plan with its breaks counted.
fn plan(instance: &Instance, slots: Vec<u32>) -> Plan {
    let mut plan =
        Plan { format: "b2b-solution/1".into(), instance: instance.name.clone(), breaks: 0, bound: 0, slots };
    plan.breaks = verify(instance, &plan).breaks;
    plan
}

/// Counts the work, and asks the watch now and then.
struct Ear<'w> {
    watch: RefCell<&'w mut dyn Watch>,
    conflicts: Cell<u64>,
    /// Conflicts at which everything ends.
    most: u64,
    stopped: Cell<bool>,
    /// The best plan and what is proved, for the watch.
    told: Cell<Option<(u32, u32)>>,
}

impl<'w> Ear<'w> {
    fn new(watch: &'w mut dyn Watch, most: u64) -> Self {
        Self {
            watch: RefCell::new(watch),
            conflicts: Cell::new(0),
            most,
            stopped: Cell::new(false),
            told: Cell::new(None),
        }
    }

    fn tell(&self, breaks: u32, low: u32) {
        self.told.set(Some((breaks, low)));
        self.look();
    }

    fn look(&self) {
        let mut watch = self.watch.borrow_mut();
        let used = watch.used();
        let done = used.unwrap_or(self.conflicts.get() as f32 / self.most as f32);
        let (value, bound) =
            self.told.get().map(|(breaks, low)| (-i64::from(breaks), -i64::from(low))).unzip();
        watch.tell(&Progress { phase: Phase::Search, done: done.min(1.0), value, bound });
        let spent = match used {
            Some(used) => used >= 1.0,
            None => self.conflicts.get() >= self.most,
        };
        self.stopped.set(self.stopped.get() || spent || watch.stop());
    }

    /// Hears from the solver; says whether this step is over.
    fn hear(&self, event: Event, end: u64) -> bool {
        let conflicts = self.conflicts.get() + u64::from(event == Event::Conflict);
        self.conflicts.set(conflicts);
        if event == Event::Alive || conflicts.is_multiple_of(LOOK) {
            self.look();
        }
        self.stopped.get() || conflicts >= end
    }
}
