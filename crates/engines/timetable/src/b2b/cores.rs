//! Proving how many breaks there must be: wishes that cannot all come true are found one group after another, until
//! those that are left can.
//!
//! *Source*: the algorithm OLL of Andres, Kaufmann, Matheis, Schaub 2012, as RC2 of Ignatiev, Morgado, Marques-Silva
//! 2019 uses it for MaxSAT: each group (*core*) costs at least one break, and is counted from then on.

use crate::{formula::Literal, sat::Way};

use super::solve::{Hunt, Step, TRIM};

/// What should be false, as each stands for one more break.
pub(super) struct Cores {
    /// Counts whose next output should be false: the outputs, and how many of them are allowed to be true.
    counts: Vec<(Vec<Literal>, usize)>,
}

impl Cores {
    /// Begins with each person's own count of breaks.
    pub(super) fn new(breaks: Vec<Vec<Literal>>) -> Self {
        Self { counts: breaks.into_iter().map(|count| (count, 0)).collect() }
    }

    /// Asks for a plan in which all wishes that are left come true, until a turn is over. Such a plan is an optimum;
    /// when there is none, what is proved is raised and one wish fewer is left. Says whether there was any answer.
    pub(super) fn ask(&mut self, hunt: &mut Hunt<'_, '_>, way: Way, turn: u64) -> bool {
        let end = hunt.search.conflicts() + turn;
        let mut answered = false;
        while !hunt.over() && hunt.search.conflicts() < end {
            match hunt.search.next(&self.wishes(), way, end - hunt.search.conflicts()) {
                Step::Model => {
                    hunt.keep();
                    hunt.settle();
                }
                Step::Core(core) => {
                    let core = trim(hunt, core);
                    if core.is_empty() {
                        hunt.settle();
                    } else {
                        self.relax(hunt, &core);
                        hunt.raise();
                    }
                }
                Step::Spent => break,
            }
            answered = true;
        }
        answered
    }

    fn wishes(&self) -> Vec<Literal> {
        self.counts.iter().filter_map(|(outputs, allowed)| outputs.get(*allowed)).copied().collect()
    }

    /// One of the core is true: lets one be, and counts them together.
    fn relax(&mut self, hunt: &mut Hunt<'_, '_>, core: &[Literal]) {
        for (outputs, allowed) in &mut self.counts {
            *allowed += usize::from(outputs.get(*allowed).is_some_and(|wish| core.contains(wish)));
        }
        hunt.search.grow(|formula| formula.clause(core));
        if core.len() > 1 {
            let together = hunt.search.grow(|formula| formula.count(core, core.len(), false));
            self.counts.push((together, 1));
        }
    }
}

/// Takes out of a core what it does not need, with little work.
fn trim(hunt: &mut Hunt<'_, '_>, mut core: Vec<Literal>) -> Vec<Literal> {
    let mut at = 0;
    while at < core.len() && core.len() > 1 && !hunt.over() {
        let mut rest = core.clone();
        rest.remove(at);
        match hunt.search.next(&rest, Way::Proofs, TRIM) {
            // A core within the rest, in the same order: those before this place stay necessary.
            Step::Core(smaller) => {
                at = smaller.iter().filter(|literal| core[..at].contains(literal)).count();
                core = smaller;
            }
            Step::Model => {
                hunt.keep();
                at += 1;
            }
            Step::Spent => at += 1,
        }
    }
    core
}
