//! Clauses in one long list, and who watches them.

use super::{Lit, Solver};

/// Numbers before the literals of a clause: how many there are, and what is known of it.
pub(super) const HEAD: usize = 2;
/// In a watch or a reason: the other literal of a clause of two stands there instead of a clause.
const PAIR: u32 = 1 << 31;

/// All clauses of three and more literals.
#[derive(Default)]
pub(super) struct Clauses {
    pub(super) words: Vec<u32>,
}

impl Clauses {
    pub(super) fn add(&mut self, lits: &[Lit], rank: u32) -> u32 {
        let at = self.words.len() as u32;
        self.words.extend([lits.len() as u32, rank]);
        self.words.extend(lits.iter().map(|lit| lit.0));
        at
    }

    pub(super) fn len(&self, at: u32) -> usize {
        self.words[at as usize] as usize
    }

    pub(super) fn lit(&self, at: u32, place: usize) -> Lit {
        Lit(self.words[at as usize + HEAD + place])
    }

    pub(super) fn lits(&self, at: u32) -> impl Iterator<Item = Lit> + '_ {
        self.words[at as usize + HEAD..][..self.len(at)].iter().map(|word| Lit(*word))
    }

    /// What is known of a clause; see [`super::reduce`].
    pub(super) fn rank(&self, at: u32) -> u32 {
        self.words[at as usize + 1]
    }

    pub(super) fn set_rank(&mut self, at: u32, rank: u32) {
        self.words[at as usize + 1] = rank;
    }
}

/// Somebody who has to be looked at when a literal becomes false.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch {
    /// While this one holds, nothing has to be done.
    pub(super) other: Lit,
    /// The clause; [`PAIR`] when there is nothing but the two.
    pub(super) clause: u32,
}

impl Watch {
    pub(super) fn is_pair(self) -> bool {
        self.clause == PAIR
    }
}

/// Why a literal was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reason(u32);

impl Reason {
    /// It was decided, or holds always.
    pub(super) const NONE: Self = Self(u32::MAX);

    pub(super) fn clause(at: u32) -> Self {
        Self(at)
    }

    pub(super) fn pair(other: Lit) -> Self {
        Self(PAIR | other.0)
    }

    /// The other literal of a clause of two.
    pub(super) fn other(self) -> Option<Lit> {
        (self != Self::NONE && self.0 & PAIR != 0).then_some(Lit(self.0 & !PAIR))
    }

    pub(super) fn at(self) -> Option<u32> {
        (self.0 & PAIR == 0).then_some(self.0)
    }
}

/// A clause of which nothing holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Conflict {
    Clause(u32),
    Pair(Lit, Lit),
}

impl Solver {
    pub(super) fn watch_pair(&mut self, first: Lit, second: Lit) {
        self.watches[first.at()].push(Watch { other: second, clause: PAIR });
        self.watches[second.at()].push(Watch { other: first, clause: PAIR });
    }

    /// Adds a clause of at least three literals, and says where it is; a rank when it was learnt.
    pub(super) fn watch_clause(&mut self, lits: &[Lit], rank: Option<u32>) {
        let at = self.clauses.add(lits, rank.unwrap_or(0));
        self.store.add(at, rank.is_some());
        self.watches[lits[0].at()].push(Watch { other: lits[1], clause: at });
        self.watches[lits[1].at()].push(Watch { other: lits[0], clause: at });
    }

    /// Sets what follows from what is set.
    pub(super) fn propagate(&mut self) -> Option<Conflict> {
        while let Some(&lit) = self.trail.get(self.head) {
            self.head += 1;
            let conflict = self.visit(!lit);
            if conflict.is_some() {
                return conflict;
            }
        }
        None
    }

    /// Looks at everybody who watches a literal that became false.
    fn visit(&mut self, gone: Lit) -> Option<Conflict> {
        let mut watches = std::mem::take(&mut self.watches[gone.at()]);
        let (mut from, mut to) = (0, 0);
        let mut conflict = None;
        while from < watches.len() {
            let watch = watches[from];
            from += 1;
            let value = self.values[watch.other.at()];
            if value > 0 || watch.is_pair() {
                watches[to] = watch;
                to += 1;
                if value < 0 {
                    conflict = Some(Conflict::Pair(watch.other, gone));
                    break;
                }
                if value == 0 {
                    self.set(watch.other, Reason::pair(gone));
                }
                continue;
            }
            let begin = watch.clause as usize + HEAD;
            let length = self.clauses.words[watch.clause as usize] as usize;
            let lits = &mut self.clauses.words[begin..begin + length];
            let other = Lit(lits[0] ^ lits[1] ^ gone.0);
            let value = self.values[other.at()];
            if value > 0 {
                watches[to] = Watch { other, ..watch };
                to += 1;
                continue;
            }
            if let Some(place) = lits[2..].iter().position(|lit| self.values[*lit as usize] >= 0) {
                let found = Lit(lits[place + 2]);
                (lits[0], lits[1], lits[place + 2]) = (other.0, found.0, gone.0);
                self.watches[found.at()].push(Watch { other, ..watch });
                continue;
            }
            (lits[0], lits[1]) = (other.0, gone.0);
            watches[to] = Watch { other, ..watch };
            to += 1;
            if value < 0 {
                conflict = Some(Conflict::Clause(watch.clause));
                break;
            }
            self.set(other, Reason::clause(watch.clause));
        }
        watches.copy_within(from.., to);
        watches.truncate(to + watches.len() - from);
        self.watches[gone.at()] = watches;
        conflict
    }
}
