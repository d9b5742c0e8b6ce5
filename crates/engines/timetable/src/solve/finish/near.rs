//! Better plans near the best one: most requests stay as they are, the solver looks at the others.
//!
//! *Source*: large neighbourhood search (Shaw 1998), with the formula and its budget as the judge of each neighbourhood.

use batsat::{SolverInterface as _, SolverOpts, lbool};

use super::{CHARGE, Ear, Question, ledger::Ledger, target::Engine, write};
use crate::{
    meet::mask::Mask,
    solve::{PARTS, chance::Chance, state::WAITING},
};

/// Conflicts that one neighbourhood may take.
const WORK: u64 = 300;
/// Parts of a thousand of all requests that may change: at the beginning, at least, at most.
const FREE: (usize, usize, usize) = (400, 50, 950);

/// Looks for anything better than the best plan, a part of the requests at a time.
pub(super) struct Near<M> {
    /// All that a plan better than the one it was made for may do.
    ledger: Ledger<M>,
    /// What such a plan is worth at least.
    target: i64,
    /// Parts of a thousand of all requests that may change: more while that is done quickly.
    free: usize,
    chance: Chance,
}

impl<M: Mask> Near<M> {
    pub(super) fn new(target: i64, ledger: Ledger<M>) -> Self {
        Self { ledger, target, free: FREE.0, chance: Chance::new(17) }
    }

    /// Looks for better plans until about so many further conflicts are there.
    pub(super) fn improve(
        &mut self,
        question: &Question<'_, M>,
        best: &mut (Vec<u16>, i64),
        turn: u64,
        ear: &Ear<'_>,
    ) {
        let end = ear.conflicts.get() + turn;
        while !ear.look() && ear.conflicts.get() < end {
            let free = choose(question, self.free, &mut self.chance);
            let part = self.part(question, best, &free);
            let written = write::write(question.problem, question.prices.areas, &part);
            // A neighbourhood without conflicts costs something too.
            ear.conflicts.set(ear.conflicts.get() + CHARGE);
            if written.least() > part.budget {
                self.free = (self.free + 5).min(FREE.2);
                continue;
            }
            let options = SolverOpts { var_decay: 0.9, ..SolverOpts::default() };
            let mut engine = Engine::new(&written, part.budget, options, &[], ear);
            ear.pause.set(ear.conflicts.get() + WORK);
            let found = engine.solver.solve_limited_th(&mut engine.theory, &[]);
            if found == lbool::TRUE {
                match engine.plan(question, &part, &written) {
                    Some((at, value)) if value > best.1 => *best = (at, value),
                    _ => self.free = (self.free - 10).max(FREE.1),
                }
            } else if found == lbool::FALSE {
                self.free = (self.free + 5).min(FREE.2);
            } else {
                self.free = (self.free - 20).max(FREE.1);
            }
        }
    }

    /// The ledger with nothing else for all but the free requests than what the best plan has.
    fn part(&self, question: &Question<'_, M>, best: &(Vec<u16>, i64), free: &[bool]) -> Ledger<M> {
        let problem = question.problem;
        let mut part = self.ledger.clone();
        // A better plan may lose less.
        part.budget -= (best.1 + 1 - self.target) * PARTS;
        for (request, wish) in part.wishes.iter_mut().enumerate().filter(|(request, _)| !free[*request]) {
            let code = best.0[request];
            if code == WAITING {
                // What every better plan places stays free.
                if wish.none.is_some() {
                    wish.choices.clear();
                }
                continue;
            }
            let (slot, class) = problem.slot_class(code);
            let area = problem.classes[class].area;
            let at = wish.choices.iter().position(|choice| choice.slot == slot && choice.area == area);
            if let Some(at) = at {
                wish.choices = vec![wish.choices.swap_remove(at)];
                wish.none = None;
            }
        }
        part
    }
}

/// Which requests may change: those of people who hang together.
fn choose<M: Mask>(question: &Question<'_, M>, parts: usize, chance: &mut Chance) -> Vec<bool> {
    let problem = question.problem;
    let wanted = (problem.requests() * parts).div_ceil(1_000);
    let mut free = vec![false; problem.requests()];
    let mut is_chosen = vec![false; problem.people()];
    let (mut count, mut next) = (0, Vec::new());
    while count < wanted {
        let person = if next.is_empty() {
            chance.below(problem.people())
        } else {
            next.swap_remove(chance.below(next.len()))
        };
        if std::mem::replace(&mut is_chosen[person], true) {
            if is_chosen.iter().all(|is| *is) {
                break;
            }
            continue;
        }
        for &request in problem.wishes(person) {
            if !std::mem::replace(&mut free[request as usize], true) {
                count += 1;
                next.extend(problem.members(request as usize).iter().map(|id| *id as usize));
            }
        }
    }
    free
}
