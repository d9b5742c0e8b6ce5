//! Better plans near the best one: most meetings stay where they are, the solver looks at the others.
//!
//! *Source*: large neighbourhood search (Shaw 1998), with the formula as the judge of each neighbourhood.

use crate::formula::Literal;

use super::{
    model::Instance,
    solve::{CHARGE, Hunt, Step},
};
use crate::solve::chance::Chance;

/// Conflicts that one neighbourhood may take.
const WORK: u64 = 1_500;
/// Parts of a thousand of all meetings that may move: at the beginning, at least, at most.
const FREE: (usize, usize, usize) = (300, 100, 900);

/// Chooses neighbourhoods, larger ones while they are done quickly.
pub(super) struct Near {
    chance: Chance,
    /// Parts of a thousand of all meetings that may move.
    free: usize,
    /// The meetings of each person.
    own: Vec<Vec<usize>>,
}

impl Near {
    pub(super) fn new(instance: &Instance, seed: u64) -> Self {
        let mut own = vec![Vec::new(); instance.people as usize];
        for (at, meeting) in instance.meetings.iter().enumerate() {
            meeting.people.iter().for_each(|person| own[*person as usize - 1].push(at));
        }
        Self { chance: Chance::new(seed), free: FREE.0, own }
    }

    /// Looks for better plans until a turn is over.
    pub(super) fn improve(&mut self, hunt: &mut Hunt<'_, '_>, counted: &[Literal], turn: u64) {
        let end = hunt.search.conflicts() + turn;
        while !hunt.over() && hunt.search.conflicts() < end {
            let free = self.choose(hunt);
            let mut held: Vec<Literal> = Vec::new();
            for (choices, (slot, free)) in hunt.held.iter().zip(hunt.best.slots.iter().zip(&free)) {
                let here = choices.iter().find(|(other, _)| other + 1 == *slot);
                held.extend(here.filter(|_| !*free).map(|(_, literal)| -literal));
            }
            // Literals that have to be false: that a meeting is elsewhere, and that there are as many breaks as now.
            held.push(counted[hunt.best.breaks as usize - 1]);
            let step = hunt.search.next(&held, WORK);
            // A neighbourhood without conflicts costs something too.
            hunt.search.charge(CHARGE);
            match step {
                Step::Model => hunt.keep(),
                Step::Core(core) if core.is_empty() => hunt.settle(),
                Step::Core(core) if core.len() == 1 && core[0] == counted[hunt.best.breaks as usize - 1] => {
                    hunt.settle();
                }
                Step::Core(_) => self.free = (self.free + 3).min(FREE.2),
                Step::Spent => self.free = (self.free - 12).max(FREE.1),
            }
        }
    }

    /// Which meetings may move: those of people around somebody who has a break, or those of some slots.
    fn choose(&mut self, hunt: &Hunt<'_, '_>) -> Vec<bool> {
        let meetings = &hunt.instance.meetings;
        let wanted = (meetings.len() * self.free).div_ceil(1_000);
        let mut free = vec![false; meetings.len()];
        let mut count = 0;
        let slots = &hunt.best.slots;
        let waiting: Vec<usize> =
            (0..self.own.len()).filter(|person| has_break(&self.own[*person], slots)).collect();
        if waiting.is_empty() {
            return vec![true; meetings.len()];
        }
        let mut next = vec![waiting[self.chance.below(waiting.len())]];
        let by_slot = self.chance.below(3) == 0;
        while count < wanted {
            if next.is_empty() {
                next.push(self.chance.below(self.own.len()));
            }
            let person = next.swap_remove(self.chance.below(next.len()));
            let mut fresh = Vec::new();
            for &meeting in &self.own[person] {
                // All meetings of a slot go together, or all of a person.
                let together = |other: &usize| slots[*other] == slots[meeting];
                let all: Vec<usize> =
                    if by_slot { (0..meetings.len()).filter(together).collect() } else { vec![meeting] };
                for other in all {
                    if !std::mem::replace(&mut free[other], true) {
                        count += 1;
                        fresh.push(other);
                    }
                }
                if count >= wanted && by_slot {
                    break;
                }
            }
            for meeting in fresh {
                next.extend(meetings[meeting].people.iter().map(|person| *person as usize - 1));
            }
            next.retain(|other| *other != person);
            if count < wanted && next.is_empty() && self.own[person].iter().all(|meeting| free[*meeting]) {
                next.push(self.chance.below(self.own.len()));
            }
        }
        free
    }
}

fn has_break(own: &[usize], slots: &[u32]) -> bool {
    let (first, last) = own.iter().fold((u32::MAX, 0), |(first, last), meeting| {
        (first.min(slots[*meeting]), last.max(slots[*meeting]))
    });
    !own.is_empty() && (last - first + 1) as usize > own.len()
}
