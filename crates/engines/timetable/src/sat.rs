//! Does a formula have a model? A solver that learns from every contradiction (CDCL).
//!
//! Two ways of looking: [`Way::Models`] begins anew seldom and returns to the assignments that went furthest,
//! [`Way::Proofs`] begins anew whenever what it learns gets worse. The crates in Rust that take assumptions know only
//! the second one, which leaves models of tight instances unfound.
//!
//! *Sources*: Marques-Silva, Sakallah 1999; Eén, Sörensson 2003 (MiniSat; assumptions); Audemard, Simon 2009 (LBD);
//! Biere, Fleury 2020 (CaDiCaL; stable phases, best and target phases).

mod clauses;
mod learn;
mod order;
mod phases;
mod reduce;
#[cfg(test)]
mod tests;

use std::ops::Not;

use self::{
    clauses::{Clauses, Reason, Watch},
    learn::Scratch,
    order::Order,
    phases::Phases,
    reduce::Store,
};
use crate::{formula::Literal, solve::chance::Chance};

/// Conflicts between two new beginnings of [`Way::Models`], times the Luby sequence.
const LUBY: u64 = 1_024;
/// [`Way::Proofs`] begins anew when the newest clauses are worse than all by this factor.
const WORSE: f64 = 1.1;
/// Decisions between two looks at whether to stop.
const LOOK: u32 = 1 << 12;

/// A variable or its contrary, as an index: twice the variable, one more when it is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lit(u32);

impl Lit {
    fn of(literal: Literal) -> Self {
        Self(literal.unsigned_abs() << 1 | u32::from(literal < 0))
    }

    fn literal(self) -> Literal {
        let variable = (self.0 >> 1).cast_signed();
        if self.0 & 1 == 0 { variable } else { -variable }
    }

    fn variable(self) -> usize {
        self.0 as usize >> 1
    }

    fn at(self) -> usize {
        self.0 as usize
    }
}

impl Not for Lit {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// What the solver is good at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Finding a model.
    Models,
    /// Showing that there is none.
    Proofs,
}

/// What a search ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// There is a model; [`Solver::holds`] reads it.
    Model,
    /// These of what was assumed cannot all hold; none when there is no model at all.
    Core(Vec<Literal>),
    /// The search was stopped.
    Stopped,
}

/// What the search tells while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// One more contradiction.
    Conflict,
    /// A few thousand decisions without news.
    Alive,
}

/// Clauses, and what was learnt from them.
pub(crate) struct Solver {
    clauses: Clauses,
    store: Store,
    /// For each literal: who has to be looked at when it becomes false.
    watches: Vec<Vec<Watch>>,
    /// For each literal: 1 when it holds, -1 when it does not, 0 while that is open.
    values: Vec<i8>,
    /// For each variable: at which level it was set.
    levels: Vec<u32>,
    /// For each variable: what set it.
    reasons: Vec<Reason>,
    /// What was set, in order.
    trail: Vec<Lit>,
    /// Where each level begins in the trail.
    begins: Vec<usize>,
    /// How much of the trail was propagated.
    head: usize,
    order: Order,
    /// Those of [`Way::Models`] and of [`Way::Proofs`], so that neither disturbs the other.
    phases: [Phases; 2],
    /// Which of them is at work.
    way: Way,
    rounds: [Round; 2],
    scratch: Scratch,
    chance: Chance,
    /// No model at all.
    broken: bool,
    model: Vec<bool>,
    /// How bad the newest clauses are, and all of them.
    recent: f64,
    overall: f64,
}

impl Solver {
    /// A solver that knows nothing; the seed decides between what is equal.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            clauses: Clauses::default(),
            store: Store::default(),
            watches: vec![Vec::new(); 2],
            values: vec![0; 2],
            levels: vec![0],
            reasons: vec![Reason::NONE],
            trail: Vec::new(),
            begins: Vec::new(),
            head: 0,
            order: Order::default(),
            phases: [Phases::default(), Phases::default()],
            way: Way::Models,
            rounds: [Round::default(), Round::default()],
            scratch: Scratch::default(),
            chance: Chance::new(seed),
            broken: false,
            model: Vec::new(),
            recent: 0.0,
            overall: 0.0,
        }
    }

    /// Makes sure that variables up to this one are there.
    pub(crate) fn reserve(&mut self, variable: Literal) {
        let wanted = variable.unsigned_abs() as usize + 1;
        while self.levels.len() < wanted {
            self.watches.extend([Vec::new(), Vec::new()]);
            self.values.extend([0, 0]);
            self.order.add(self.levels.len(), self.chance.next());
            self.levels.push(0);
            self.reasons.push(Reason::NONE);
            self.phases.iter_mut().for_each(Phases::add);
            self.scratch.add();
        }
    }

    /// One of these holds.
    pub(crate) fn add(&mut self, clause: &[Literal]) {
        self.back(0);
        let mut lits: Vec<Lit> = clause.iter().map(|literal| Lit::of(*literal)).collect();
        lits.sort_unstable_by_key(|lit| lit.0);
        lits.dedup();
        let holds = lits.iter().any(|lit| self.values[lit.at()] > 0);
        if self.broken || holds || lits.windows(2).any(|pair| pair[0] == !pair[1]) {
            return;
        }
        lits.retain(|lit| self.values[lit.at()] == 0);
        match *lits {
            [] => self.broken = true,
            [lit] => {
                self.set(lit, Reason::NONE);
                self.broken = self.propagate().is_some();
            }
            [first, second] => self.watch_pair(first, second),
            _ => self.watch_clause(&lits, None),
        }
    }

    /// Whether a literal holds in the model that was found last.
    pub(crate) fn holds(&self, literal: Literal) -> bool {
        let lit = Lit::of(literal);
        self.model.get(lit.variable()).is_some_and(|holds| *holds != (lit.0 & 1 == 1))
    }

    /// Looks for a model in which all of these hold, until it is told to stop.
    pub(crate) fn solve(
        &mut self,
        assumed: &[Literal],
        way: Way,
        mut stop: impl FnMut(Event) -> bool,
    ) -> Answer {
        self.back(0);
        if self.broken {
            return Answer::Core(Vec::new());
        }
        let assumed: Vec<Lit> = assumed.iter().map(|literal| Lit::of(*literal)).collect();
        self.scratch.reserve(self.levels.len() + assumed.len());
        self.way = way;
        // How far the search went says something as long as the question stays the same.
        if self.rounds[way as usize].stopped.take().as_ref() != Some(&assumed) {
            self.phases[way as usize].begin();
        }
        let mut decisions = 0_u32;
        loop {
            if let Some(conflict) = self.propagate() {
                if self.begins.is_empty() {
                    self.broken = true;
                    return Answer::Core(Vec::new());
                }
                self.learn(conflict);
                self.rounds[way as usize].conflicts += 1;
                if stop(Event::Conflict) {
                    return self.stop(assumed);
                }
                continue;
            }
            if self.due() {
                self.back(assumed.len());
            }
            if self.store.due() {
                self.reduce();
            }
            if way == Way::Models && self.phases[way as usize].due() {
                self.back(assumed.len());
                self.phases[way as usize].shift(&mut self.chance);
            }
            match self.decide(&assumed) {
                Decision::Made => {}
                Decision::Against(lit) => {
                    let core = self.core(lit);
                    self.back(0);
                    return Answer::Core(core);
                }
                Decision::Complete => {
                    self.model = self.values.chunks_exact(2).map(|pair| pair[0] > 0).collect();
                    self.back(0);
                    return Answer::Model;
                }
            }
            decisions = decisions.wrapping_add(1);
            if decisions.is_multiple_of(LOOK) && stop(Event::Alive) {
                return self.stop(assumed);
            }
        }
    }

    fn stop(&mut self, assumed: Vec<Lit>) -> Answer {
        self.back(0);
        self.rounds[self.way as usize].stopped = Some(assumed);
        Answer::Stopped
    }

    /// Whether it is time to begin anew.
    fn due(&mut self) -> bool {
        let round = &mut self.rounds[self.way as usize];
        let since = round.conflicts - round.last;
        let due = match self.way {
            Way::Models => since >= LUBY * luby(round.begun),
            Way::Proofs => since > 2 && self.recent > WORSE * self.overall,
        };
        if due {
            round.last = round.conflicts;
            round.begun += 1;
        }
        due
    }

    /// Sets the next literal: first what is assumed, then the busiest open variable.
    fn decide(&mut self, assumed: &[Lit]) -> Decision {
        while let Some(lit) = assumed.get(self.begins.len()) {
            match self.values[lit.at()] {
                // It holds already; its level stays empty, so that levels and assumptions keep together.
                1 => self.begins.push(self.trail.len()),
                0 => {
                    self.begins.push(self.trail.len());
                    self.set(*lit, Reason::NONE);
                    return Decision::Made;
                }
                _ => return Decision::Against(*lit),
            }
        }
        while let Some(variable) = self.order.pop() {
            let lit = Lit((variable as u32) << 1);
            if self.values[lit.at()] == 0 {
                self.begins.push(self.trail.len());
                let holds = self.phases[self.way as usize].choose(variable, self.way == Way::Models);
                self.set(if holds { lit } else { !lit }, Reason::NONE);
                return Decision::Made;
            }
        }
        Decision::Complete
    }

    fn set(&mut self, lit: Lit, reason: Reason) {
        self.values[lit.at()] = 1;
        self.values[(!lit).at()] = -1;
        self.levels[lit.variable()] = self.begins.len() as u32;
        self.reasons[lit.variable()] = reason;
        self.trail.push(lit);
    }

    /// Takes back everything above a level, if there is anything.
    fn back(&mut self, level: usize) {
        if self.begins.len() <= level {
            return;
        }
        let phases = &mut self.phases[self.way as usize];
        phases.mark(&self.trail);
        let end = self.begins[level];
        for lit in self.trail.drain(end..) {
            self.values[lit.at()] = 0;
            self.values[(!lit).at()] = 0;
            phases.save(lit);
            self.order.push(lit.variable());
        }
        self.begins.truncate(level);
        self.head = self.head.min(end);
    }
}

/// Where a way of looking stands.
#[derive(Default)]
struct Round {
    conflicts: u64,
    /// Conflicts at the last new beginning.
    last: u64,
    begun: u64,
    /// What was assumed, when the last search was stopped.
    stopped: Option<Vec<Lit>>,
}

enum Decision {
    Made,
    /// This assumption is false already.
    Against(Lit),
    /// Everything is set.
    Complete,
}

/// The Luby sequence 1, 1, 2, 1, 1, 2, 4, … from its place 0 on.
///
/// *Source*: Luby, Sinclair, Zuckerman 1993.
pub(crate) fn luby(at: u64) -> u64 {
    let mut at = at + 1;
    loop {
        let length = 1 << (63 - at.leading_zeros());
        if at == 2 * length - 1 {
            return length;
        }
        at -= length - 1;
    }
}
