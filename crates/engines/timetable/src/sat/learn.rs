//! What a contradiction teaches: the clause of the first point through which everything went.
//!
//! *Sources*: Marques-Silva, Sakallah 1999; shortened as in MiniSat (Sörensson, Biere 2009).

use super::{
    Lit, Solver,
    clauses::{Conflict, Reason},
    reduce::{CORE, fresh, levels},
};
use crate::formula::Literal;

/// How fast the measure of the newest clauses follows, and that of all.
const FAST: f64 = 1.0 / 32.0;
const SLOW: f64 = 1.0 / 16_384.0;

/// What is known of a variable while one contradiction is looked at.
const OPEN: u8 = 0;
const SEEN: u8 = 1;
/// Follows from the clause, or does not.
const FOLLOWS: u8 = 2;
const STANDS: u8 = 3;

/// Memory that is used again for each contradiction.
#[derive(Default)]
pub(super) struct Scratch {
    marks: Vec<u8>,
    /// Variables whose mark is not [`OPEN`].
    marked: Vec<usize>,
    lits: Vec<Lit>,
    stack: Vec<(usize, usize)>,
    /// The last contradiction for which each level was counted.
    levels: Vec<u64>,
    stamp: u64,
}

impl Scratch {
    pub(super) fn add(&mut self) {
        // One mark more than variables, as these count from 1.
        self.marks.resize((self.marks.len() + 1).max(2), OPEN);
    }

    /// Makes room for so many levels.
    pub(super) fn reserve(&mut self, levels: usize) {
        self.levels.resize(self.levels.len().max(levels + 1), 0);
    }

    fn mark(&mut self, variable: usize, mark: u8) {
        if self.marks[variable] == OPEN {
            self.marked.push(variable);
        }
        self.marks[variable] = mark;
    }

    /// How many levels meet in a clause, fewer being better, counted up to `most`.
    fn rank(&mut self, levels: &[u32], lits: impl Iterator<Item = Lit>, most: u32) -> u32 {
        self.stamp += 1;
        let mut rank = 0;
        for lit in lits {
            let seen = &mut self.levels[levels[lit.variable()] as usize];
            if *seen != self.stamp {
                *seen = self.stamp;
                rank += 1;
                if rank == most {
                    break;
                }
            }
        }
        rank
    }

    fn clean(&mut self) {
        for variable in self.marked.drain(..) {
            self.marks[variable] = OPEN;
        }
    }
}

impl Solver {
    /// Learns from a contradiction, and goes back to where what was learnt says something.
    pub(super) fn learn(&mut self, conflict: Conflict) {
        let level = self.begins.len();
        self.phases[self.way as usize].conflict(self.begins[level - 1]);
        self.resolve(conflict);
        let mut lits = std::mem::take(&mut self.scratch.lits);
        let rest: Vec<Lit> = lits[1..].iter().copied().filter(|lit| !self.follows(*lit)).collect();
        lits.truncate(1);
        lits.extend(rest);
        self.scratch.clean();
        let rank = self.scratch.rank(&self.levels, lits.iter().copied(), u32::MAX);
        self.recent += FAST * (f64::from(rank) - self.recent);
        self.overall +=
            SLOW.max(1.0 / (self.store.conflicts() + 1) as f64) * (f64::from(rank) - self.overall);
        self.order.decay();
        // The literal of the highest other level is watched, as it is the first to be free again.
        let second = (1..lits.len()).max_by_key(|at| self.levels[lits[*at].variable()]);
        let target = second.map_or(0, |at| self.levels[lits[at].variable()] as usize);
        if let Some(at) = second {
            lits.swap(1, at);
        }
        self.back(target);
        self.store.conflict();
        match *lits {
            [lit] => self.set(lit, Reason::NONE),
            [lit, other] => {
                self.watch_pair(lit, other);
                self.set(lit, Reason::pair(other));
            }
            _ => {
                let at = self.clauses.words.len() as u32;
                self.watch_clause(&lits, Some(fresh(rank)));
                self.set(lits[0], Reason::clause(at));
            }
        }
        lits.clear();
        self.scratch.lits = lits;
    }

    /// Goes back along the reasons until one literal of the level is left, which comes first.
    fn resolve(&mut self, conflict: Conflict) {
        self.scratch.lits.clear();
        self.scratch.lits.push(Lit(0));
        let mut open = 0;
        match conflict {
            Conflict::Pair(first, second) => {
                self.touch(first, &mut open);
                self.touch(second, &mut open);
            }
            Conflict::Clause(at) => self.touch_clause(at, None, &mut open),
        }
        let mut place = self.trail.len();
        loop {
            place -= 1;
            let lit = self.trail[place];
            if self.scratch.marks[lit.variable()] == OPEN {
                continue;
            }
            open -= 1;
            if open == 0 {
                self.scratch.lits[0] = !lit;
                return;
            }
            let reason = self.reasons[lit.variable()];
            if let Some(other) = reason.other() {
                self.touch(other, &mut open);
            } else if let Some(at) = reason.at() {
                self.touch_clause(at, Some(lit), &mut open);
            }
        }
    }

    fn touch_clause(&mut self, at: u32, without: Option<Lit>, open: &mut usize) {
        self.improve_rank(at);
        for place in 0..self.clauses.len(at) {
            let lit = self.clauses.lit(at, place);
            if Some(lit) != without {
                self.touch(lit, open);
            }
        }
    }

    fn touch(&mut self, lit: Lit, open: &mut usize) {
        let variable = lit.variable();
        if self.scratch.marks[variable] != OPEN || self.levels[variable] == 0 {
            return;
        }
        self.scratch.mark(variable, SEEN);
        self.order.bump(variable);
        if self.levels[variable] as usize == self.begins.len() {
            *open += 1;
        } else {
            self.scratch.lits.push(lit);
        }
    }

    /// Whether a literal follows from the others of the clause, so that it can go.
    fn follows(&mut self, lit: Lit) -> bool {
        if self.reasons[lit.variable()] == Reason::NONE {
            return false;
        }
        let mut stack = std::mem::take(&mut self.scratch.stack);
        stack.clear();
        stack.push((lit.variable(), 0));
        let mut holds = true;
        while let Some((variable, place)) = stack.pop() {
            let Some(next) = self.premise(variable, place) else {
                // All that it rests on follows; the first one stays marked as seen, since it is in the clause.
                if self.scratch.marks[variable] == OPEN {
                    self.scratch.mark(variable, FOLLOWS);
                }
                continue;
            };
            stack.push((variable, place + 1));
            let mark = self.scratch.marks[next];
            if next == variable || self.levels[next] == 0 || mark == SEEN || mark == FOLLOWS {
                continue;
            }
            if mark == STANDS || self.reasons[next] == Reason::NONE {
                holds = false;
                break;
            }
            stack.push((next, 0));
        }
        if !holds {
            // Whatever was on the way rests on something that stands.
            for (variable, _) in &stack[1..] {
                if self.scratch.marks[*variable] == OPEN {
                    self.scratch.mark(*variable, STANDS);
                }
            }
        }
        self.scratch.stack = stack;
        holds
    }

    /// The variables that a set variable rests on, one after another; it may be among them itself.
    fn premise(&self, variable: usize, place: usize) -> Option<usize> {
        let reason = self.reasons[variable];
        match (reason.other(), reason.at()) {
            (Some(other), _) => (place == 0).then_some(other.variable()),
            (None, Some(at)) => {
                (place < self.clauses.len(at)).then(|| self.clauses.lit(at, place).variable())
            }
            (None, None) => None,
        }
    }

    /// A learnt clause was of use: it stays longer, and may be better than it was thought to be.
    fn improve_rank(&mut self, at: u32) {
        let Some(known) = levels(self.clauses.rank(at)) else { return };
        let mut rank = known;
        if known > CORE {
            rank = self.scratch.rank(&self.levels, self.clauses.lits(at), known);
        }
        self.clauses.set_rank(at, fresh(rank));
    }

    /// The assumptions that make one of them false, with this one.
    pub(super) fn core(&mut self, against: Lit) -> Vec<Literal> {
        let mut core = vec![against.literal()];
        self.scratch.mark(against.variable(), SEEN);
        let first = self.begins.first().copied().unwrap_or(self.trail.len());
        for place in (first..self.trail.len()).rev() {
            let lit = self.trail[place];
            if self.scratch.marks[lit.variable()] == OPEN {
                continue;
            }
            if self.reasons[lit.variable()] == Reason::NONE {
                // Only assumptions are decided so far. The contrary of `against` may be one of them.
                if lit != against {
                    core.push(lit.literal());
                }
            }
            let mut premise = 0;
            while let Some(next) = self.premise(lit.variable(), premise) {
                if self.levels[next] > 0 {
                    self.scratch.mark(next, SEEN);
                }
                premise += 1;
            }
        }
        self.scratch.clean();
        core
    }
}
