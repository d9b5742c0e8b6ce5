//! The solver: a first plan, then better ones, until none is left or the work is spent.

use std::cell::{Cell, RefCell};

use batsat::{Callbacks, ClauseKind, Lit, Solver, SolverInterface as _, SolverOpts, lbool};

use super::{
    anneal::Anneal,
    cores::Cores,
    encode::{Encoded, encode},
    model::{Instance, Plan},
    near::Near,
    verify::verify,
    windows::windows,
};
use crate::{
    fault::Refusal,
    formula::{Formula, Literal, as_lit},
    solve::{Phase, Progress, Settings, Watch},
};

/// Conflicts that one point of effort pays for.
const CONFLICTS: u64 = 100_000;
/// Conflicts of the first turn of each way of looking; each turn doubles them.
const TURN: u64 = 4_000;
/// Conflicts that one try to make a core smaller may take.
pub(super) const TRIM: u64 = 300;
/// Conflicts that are as much work as beginning a search.
pub(super) const CHARGE: u64 = 20;
/// Decisions between two looks at the watch.
const LOOK: u32 = 1 << 12;

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
    let first = search.next(&[], u64::MAX);
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
    let (mut cores, mut near) = (Cores::new(breaks), Near::new(instance, settings.seed));
    let mut turn = TURN;
    hunt.look_for_better(&counted, turn);
    while !hunt.over() {
        cores.prove(&mut hunt, turn);
        if !hunt.over() {
            anneal.improve(&mut hunt, turn);
        }
        if !hunt.over() {
            near.improve(&mut hunt, &counted, turn);
        }
        turn *= 2;
    }
    let Hunt { mut best, low, search, .. } = hunt;
    best.bound = low.min(best.breaks);
    search.solver.cb().tell(best.breaks, best.bound);
    let conflicts = search.solver.cb().conflicts.get();
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
        self.low >= self.best.breaks || self.search.solver.cb().stopped.get()
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
        self.search.solver.cb().tell(self.best.breaks, self.low);
    }

    /// One more break is proved to be there.
    pub(super) fn raise(&mut self) {
        self.low += 1;
        self.search.solver.cb().tell(self.best.breaks, self.low);
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
            match self.search.next(&[], end - self.search.conflicts()) {
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
    solver: Solver<Ear<'w>>,
    formula: Formula,
    /// Clauses that the solver knows.
    known: usize,
}

impl<'w> Search<'w> {
    fn new(ear: Ear<'w>, formula: Formula, seed: u64) -> Self {
        let options = SolverOpts {
            // The solver wants a number above 0 and below 2^31 - 1.
            random_seed: (seed % 2_147_483_629 + 17) as f64,
            rnd_init_act: true,
            // The usual third of all clauses makes every step slow here.
            learntsize_factor: 0.1,
            ..SolverOpts::default()
        };
        let mut search = Self { solver: Solver::new(options, ear), formula, known: 0 };
        search.grow(|_| {});
        search
    }

    /// Lets the formula grow and tells the solver.
    pub(super) fn grow<T>(&mut self, change: impl FnOnce(&mut Formula) -> T) -> T {
        let made = change(&mut self.formula);
        while self.solver.num_vars() <= self.formula.variables.unsigned_abs() {
            self.solver.new_var_default();
        }
        for clause in self.formula.clauses().skip(self.known) {
            self.solver.add_clause_reuse(&mut clause.iter().map(|literal| as_lit(*literal)).collect());
        }
        self.known = self.formula.clauses().len();
        made
    }

    fn add(&mut self, clause: &[Literal]) {
        self.grow(|formula| formula.clause(clause));
    }

    pub(super) fn conflicts(&self) -> u64 {
        self.solver.cb().conflicts.get()
    }

    /// Counts work that met no contradiction.
    pub(super) fn charge(&mut self, work: u64) {
        let conflicts = &self.solver.cb().conflicts;
        conflicts.set(conflicts.get() + work);
        self.solver.cb().look();
    }

    /// Looks for a model in which all of some literals are false.
    pub(super) fn next(&mut self, falses: &[Literal], work: u64) -> Step {
        self.solver.cb().begin(work);
        let assumed: Vec<Lit> = falses.iter().map(|literal| as_lit(-literal)).collect();
        match self.solver.solve_limited(&assumed) {
            found if found == lbool::TRUE => Step::Model,
            found if found == lbool::FALSE => {
                let core =
                    falses.iter().filter(|literal| self.solver.unsat_core_contains_lit(as_lit(**literal)));
                Step::Core(core.copied().collect())
            }
            _ => Step::Spent,
        }
    }

    /// The slots of all meetings in the model that was just found, from 1.
    fn slots(&self, held: &[Vec<(u32, Literal)>]) -> Vec<u32> {
        let when = |choices: &Vec<(u32, Literal)>| {
            let is = |(_, literal): &&(u32, Literal)| self.solver.value_lit(as_lit(*literal)) == lbool::TRUE;
            choices.iter().find(is).map_or(0, |(slot, _)| slot + 1)
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
    /// Conflicts at which this step ends.
    step: Cell<u64>,
    looks: Cell<u32>,
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
            step: Cell::new(u64::MAX),
            looks: Cell::new(0),
            stopped: Cell::new(false),
            told: Cell::new(None),
        }
    }

    fn begin(&self, work: u64) {
        self.step.set(self.conflicts.get().saturating_add(work));
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
}

impl Callbacks for Ear<'_> {
    fn on_new_clause(&mut self, _: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.conflicts.set(self.conflicts.get() + 1);
        }
    }

    fn stop(&self) -> bool {
        self.looks.set(self.looks.get().wrapping_add(1));
        if self.looks.get().is_multiple_of(LOOK) {
            self.look();
        }
        self.stopped.get() || self.conflicts.get() >= self.step.get()
    }
}
