//! Forgetting: most of what was learnt is never of use again.
//!
//! *Source*: kept by how many levels meet in a clause (LBD; Audemard, Simon 2009), in tiers as in CaDiCaL.

use super::{
    Lit, Solver,
    clauses::{HEAD, Reason, Watch},
};

/// Clauses in which so few levels meet are kept for ever.
pub(super) const CORE: u32 = 2;
/// Those with so few are kept while they are of use now and then.
const USEFUL: u32 = 6;
/// Conflicts between two times of forgetting; each one makes it so much longer.
const INTERVAL: u64 = 300;

/// The rank of a learnt clause: levels times four, two bits of use, plus one so that 0 is not learnt.
pub(super) fn fresh(levels: u32) -> u32 {
    let use_left = if levels <= USEFUL { 2 } else { 1 };
    (levels << 2 | use_left) + 1
}

/// How many levels meet in a learnt clause.
pub(super) fn levels(rank: u32) -> Option<u32> {
    rank.checked_sub(1).map(|known| known >> 2)
}

/// All clauses, and when to forget.
#[derive(Default)]
pub(super) struct Store {
    given: Vec<u32>,
    learnt: Vec<u32>,
    conflicts: u64,
    next: u64,
    times: u64,
    /// What held always at the last time.
    known: usize,
}

impl Store {
    pub(super) fn add(&mut self, at: u32, learnt: bool) {
        if learnt { self.learnt.push(at) } else { self.given.push(at) }
    }

    pub(super) fn conflict(&mut self) {
        self.conflicts += 1;
    }

    pub(super) fn conflicts(&self) -> u64 {
        self.conflicts
    }

    pub(super) fn due(&self) -> bool {
        self.conflicts >= self.next + INTERVAL
    }
}

impl Solver {
    /// Forgets three quarters of the clauses that were not of use lately.
    pub(super) fn reduce(&mut self) {
        self.store.times += 1;
        self.store.next = self.store.conflicts + INTERVAL * self.store.times;
        let mut gone: Vec<u32> = Vec::new();
        for at in 0..self.store.learnt.len() {
            let clause = self.store.learnt[at];
            let rank = self.clauses.rank(clause) - 1;
            let (levels, used) = (rank >> 2, rank & 3);
            if used > 0 {
                self.clauses.set_rank(clause, (levels << 2 | (used - 1)) + 1);
            } else if levels > CORE && !self.is_reason(clause) {
                gone.push(clause);
            }
        }
        gone.sort_by_key(|clause| (self.clauses.rank(*clause), self.clauses.len(*clause)));
        let kept = gone.len() / 4;
        let mut gone = gone.split_off(kept);
        self.add_satisfied(&mut gone);
        self.compact(&gone);
    }

    fn is_reason(&self, clause: u32) -> bool {
        let lit = self.clauses.lit(clause, 0);
        self.values[lit.at()] > 0 && self.reasons[lit.variable()] == Reason::clause(clause)
    }

    /// Clauses that hold always can go too, when more holds always than the last time.
    fn add_satisfied(&mut self, gone: &mut Vec<u32>) {
        let known = self.begins.first().copied().unwrap_or(self.trail.len());
        if known == self.store.known {
            return;
        }
        self.store.known = known;
        let always = |lit: Lit| self.values[lit.at()] > 0 && self.levels[lit.variable()] == 0;
        let satisfied = |clause: &u32| !self.is_reason(*clause) && self.clauses.lits(*clause).any(always);
        gone.extend(self.store.given.iter().chain(&self.store.learnt).copied().filter(satisfied));
    }

    /// Moves the clauses that stay together, and tells everybody where they are now.
    fn compact(&mut self, gone: &[u32]) {
        // A length of 0 marks what goes; what stays leaves its new place where its rank was.
        for clause in gone {
            self.clauses.words[*clause as usize] = 0;
        }
        let mut words = Vec::with_capacity(self.clauses.words.len());
        for list in [&mut self.store.given, &mut self.store.learnt] {
            list.retain_mut(|clause| {
                let at = *clause as usize;
                let length = self.clauses.words[at] as usize;
                if length == 0 {
                    return false;
                }
                *clause = words.len() as u32;
                words.extend_from_slice(&self.clauses.words[at..at + HEAD + length]);
                self.clauses.words[at + 1] = *clause;
                true
            });
        }
        let moved = |at: u32| self.clauses.words[at as usize + 1];
        let stays = |at: u32| self.clauses.words[at as usize] != 0;
        for list in &mut self.watches {
            list.retain_mut(|watch: &mut Watch| {
                if watch.is_pair() {
                    return true;
                }
                let kept = stays(watch.clause);
                if kept {
                    watch.clause = moved(watch.clause);
                }
                kept
            });
        }
        for lit in &self.trail {
            let reason = &mut self.reasons[lit.variable()];
            if let Some(at) = reason.at() {
                *reason = if stays(at) { Reason::clause(moved(at)) } else { Reason::NONE };
            }
        }
        self.clauses.words = words;
    }
}
