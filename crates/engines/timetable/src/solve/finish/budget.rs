//! A condition for the solver of formulas: what all choices lose together stays within a budget.
//!
//! Losses stand in groups of literals of which at least one is true; a group loses at least what the cheapest of its
//! literals that may still be true loses. The sum over all groups is compared with the budget in whole numbers, so nothing
//! is lost to rounding. *Source*: theories whose reasons are given when asked for, Nieuwenhuis, Oliveras, Tinelli 2006.

use batsat::{Lit, Theory, TheoryArg, lbool};

/// Never assigned.
const LATER: u32 = u32::MAX;

/// Literals of which at least one is true, the cheapest first.
struct Group {
    entries: Vec<(i64, Lit)>,
    /// The cheapest that may still be true.
    at: usize,
}

/// One budget.
struct Account {
    groups: Vec<Group>,
    /// By literal: where it stands.
    places: Vec<Vec<(u32, u32)>>,
    sum: i64,
    budget: i64,
    /// What has been moved: (group, where it stood).
    undo: Vec<(u32, u32)>,
    levels: Vec<usize>,
    /// The sum at which the groups were last looked through.
    looked: i64,
}

/// The conditions, with the part of the trail that they have seen.
pub(super) struct Budget {
    accounts: Vec<Account>,
    trail: Vec<Lit>,
    levels: Vec<usize>,
    /// By variable: when it was seen.
    seen: Vec<u32>,
    /// By variable: the account that set it and how much of the trail that one knew.
    set: Vec<(u32, u32)>,
    reason: Vec<Lit>,
}

impl Budget {
    pub(super) fn new(variables: usize) -> Self {
        Self {
            accounts: Vec::new(),
            trail: Vec::new(),
            levels: Vec::new(),
            seen: vec![LATER; variables + 1],
            set: vec![(0, 0); variables + 1],
            reason: Vec::new(),
        }
    }

    /// One more budget over groups of (loss, literal).
    pub(super) fn add(&mut self, groups: Vec<Vec<(i64, Lit)>>, budget: i64) {
        let mut places = vec![Vec::new(); 2 * self.seen.len() + 2];
        let groups = groups.into_iter().enumerate().map(|(index, mut entries)| {
            entries.sort_by_key(|(loss, _)| *loss);
            for (at, (_, literal)) in entries.iter().enumerate() {
                places[number(*literal)].push((index as u32, at as u32));
            }
            Group { entries, at: 0 }
        });
        let groups: Vec<Group> = groups.collect();
        let sum = groups.iter().filter_map(|group| group.entries.first()).map(|(loss, _)| loss).sum();
        let looked = i64::MIN;
        self.accounts.push(Account {
            groups,
            places,
            sum,
            budget,
            undo: Vec::new(),
            levels: Vec::new(),
            looked,
        });
    }

    fn follow(&mut self, acts: &TheoryArg<'_>) {
        let from = self.trail.len();
        self.trail.extend_from_slice(&acts.model()[from..]);
        for at in from..self.trail.len() {
            self.seen[var(self.trail[at])] = at as u32;
        }
        for account in &mut self.accounts {
            for &literal in &self.trail[from..] {
                account.fall(!literal, acts);
            }
        }
    }

    fn check(&mut self, acts: &mut TheoryArg<'_>) {
        self.follow(acts);
        for index in 0..self.accounts.len() {
            let account = &self.accounts[index];
            if account.sum > account.budget {
                let spare = account.sum - account.budget - 1;
                self.reason.clear();
                let all = account.groups.iter().map(|group| (group, group.at));
                reduce(all, spare, &self.seen, &mut self.reason);
                // With nothing assumed the budget is kept, so there is a reason.
                acts.raise_conflict(&self.reason, false);
                return;
            }
        }
        let known = self.trail.len() as u32;
        for (index, account) in self.accounts.iter_mut().enumerate() {
            if account.sum == account.looked {
                continue;
            }
            account.looked = account.sum;
            let spare = account.budget - account.sum;
            for group in &account.groups {
                let Some((base, _)) = group.entries.get(group.at) else { continue };
                for &(loss, literal) in group.entries[group.at..].iter().rev() {
                    if loss - base <= spare {
                        break;
                    }
                    if acts.value(literal.var()) == lbool::UNDEF {
                        self.set[var(literal)] = (index as u32, known);
                        acts.propagate(!literal);
                    }
                }
            }
        }
    }
}

impl Account {
    /// A literal has become false.
    fn fall(&mut self, literal: Lit, acts: &TheoryArg<'_>) {
        let Some(places) = self.places.get(number(literal)) else { return };
        for &(index, at) in places {
            let group = &mut self.groups[index as usize];
            if group.at != at as usize {
                continue;
            }
            let is_false = |literal: Lit| acts.value(literal.var()) == lbool::new(!literal.sign());
            let next = (group.at + 1..group.entries.len()).find(|at| !is_false(group.entries[*at].1));
            // When nothing is left, a clause says so.
            if let Some(next) = next {
                self.undo.push((index, at));
                self.sum += group.entries[next].0 - group.entries[group.at].0;
                group.at = next;
            }
        }
    }
}

/// Literals that are false and without which groups would lose less, but no more of them than needed: the latest ones
/// are let go first.
fn reduce<'g>(
    groups: impl Iterator<Item = (&'g Group, usize)>,
    mut spare: i64,
    seen: &[u32],
    into: &mut Vec<Lit>,
) {
    let mut raised: Vec<(u32, &Group, usize)> = groups
        .filter(|(_, at)| *at > 0)
        .map(|(group, at)| {
            let latest = group.entries[..at].iter().map(|(_, literal)| seen[var(*literal)]).max();
            (latest.unwrap_or(0), group, at)
        })
        .collect();
    raised.sort_by_key(|(latest, ..)| std::cmp::Reverse(*latest));
    for (_, group, at) in raised {
        let mut keep = at;
        while keep > 0 && group.entries[keep].0 - group.entries[keep - 1].0 <= spare {
            spare -= group.entries[keep].0 - group.entries[keep - 1].0;
            keep -= 1;
        }
        into.extend(group.entries[..keep].iter().map(|(_, literal)| *literal));
    }
}

fn var(literal: Lit) -> usize {
    literal.var().idx() as usize
}

fn number(literal: Lit) -> usize {
    2 * var(literal) + usize::from(literal.sign())
}

impl Theory for Budget {
    fn final_check(&mut self, acts: &mut TheoryArg<'_>) {
        self.check(acts);
    }

    fn partial_check(&mut self, acts: &mut TheoryArg<'_>) {
        self.check(acts);
    }

    fn create_level(&mut self) {
        self.levels.push(self.trail.len());
        self.accounts.iter_mut().for_each(|account| account.levels.push(account.undo.len()));
    }

    fn pop_levels(&mut self, count: usize) {
        let to = self.levels.len() - count;
        for literal in self.trail.drain(self.levels[to]..) {
            self.seen[var(literal)] = LATER;
        }
        self.levels.truncate(to);
        for account in &mut self.accounts {
            for (index, at) in account.undo.drain(account.levels[to]..).rev() {
                let group = &mut account.groups[index as usize];
                account.sum -= group.entries[group.at].0 - group.entries[at as usize].0;
                group.at = at as usize;
            }
            account.levels.truncate(to);
            account.looked = i64::MIN;
        }
    }

    fn n_levels(&self) -> usize {
        self.levels.len()
    }

    fn explain_propagation(&mut self, literal: Lit) -> &[Lit] {
        let (index, known) = self.set[var(literal)];
        let account = &self.accounts[index as usize];
        let mut own = None;
        // What each group lost when the literal was set.
        let mut sum = 0;
        let mut stood = Vec::with_capacity(account.groups.len());
        for group in &account.groups {
            let was_false = |literal: Lit| self.seen[var(literal)] < known;
            let at = group.entries[..group.at].iter().position(|(_, literal)| !was_false(*literal));
            let at = at.unwrap_or(group.at);
            sum += group.entries[at].0;
            stood.push(at);
        }
        for &(group, at) in &account.places[number(!literal)] {
            let entries = &account.groups[group as usize].entries;
            let lost = entries[at as usize].0 - entries[stood[group as usize]].0;
            if sum + lost > account.budget {
                own = Some((group as usize, sum + lost - account.budget - 1));
                break;
            }
        }
        let (own, spare) = own.expect("a literal is only set when its loss is more than what is left");
        self.reason.clear();
        let others = account.groups.iter().zip(stood).enumerate().filter(|(index, _)| *index != own);
        reduce(others.map(|(_, pair)| pair), spare, &self.seen, &mut self.reason);
        self.reason.iter_mut().for_each(|literal| *literal = !*literal);
        &self.reason
    }
}
