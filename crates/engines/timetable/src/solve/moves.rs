//! Changes that the search tries: place with whatever has to give way, swap along a chain, and fill up again.

mod displace;
mod hope;

use super::{
    chance::Chance,
    guide::Guide,
    state::{State, WAITING},
};
use crate::meet::mask::Mask;

/// What [`Mover::slack`] is while solving.
const SLACK: f32 = 14.0;
/// Meetings in one chain of swaps.
const CHAIN_MAX: usize = 12;

/// The state with what is needed to change it and to take changes back.
pub(crate) struct Mover<'s, 'p, M> {
    pub(crate) state: &'s mut State<'p, M>,
    pub(crate) guide: &'s Guide,
    pub(crate) chance: Chance,
    /// (request, where it was before); newest last.
    journal: Vec<(u32, u16)>,
    displaced: Vec<u32>,
    chain: Vec<(u32, u16)>,
    freed: Vec<u32>,
    /// Points that filling up after a change may win back, at most, as far as is hoped.
    pub(crate) slack: f32,
    /// What is paid for keeping published meetings where they are; empty while solving.
    pub(crate) keep: Option<&'s super::keep::Keep>,
    /// Only changes that lift the worst-off are kept then.
    pub(crate) fair: Option<&'s super::fair::Fair>,
}

impl<'s, 'p, M: Mask> Mover<'s, 'p, M> {
    pub(crate) fn new(state: &'s mut State<'p, M>, guide: &'s Guide, chance: Chance) -> Self {
        Self {
            state,
            guide,
            chance,
            journal: Vec::new(),
            displaced: Vec::new(),
            chain: Vec::new(),
            freed: Vec::new(),
            slack: SLACK,
            keep: None,
            fair: None,
        }
    }

    fn insert(&mut self, request: usize, code: u16) {
        self.journal.push((request as u32, WAITING));
        self.state.insert(request, code);
    }

    fn remove(&mut self, request: usize) {
        self.journal.push((request as u32, self.state.at[request]));
        self.state.remove(request);
    }

    fn undo(&mut self) {
        while let Some((request, before)) = self.journal.pop() {
            if before == WAITING {
                self.state.remove(request as usize);
            } else {
                self.state.insert(request as usize, before);
            }
        }
    }

    /// Score with what is paid for keeping.
    fn kept(&self) -> i64 {
        self.state.score
    }

    /// What was won or lost since the score was `before`, with what is paid for keeping.
    fn change(&self, before: i64) -> i64 {
        let mut change = self.kept() - before;
        if let Some(keep) = self.keep {
            for (at, &(request, was)) in self.journal.iter().enumerate() {
                // The first line of a request in the journal says where it was; later ones are in between.
                if self.journal[..at].iter().all(|(other, _)| *other != request) {
                    let now = self.state.at[request as usize];
                    let kept = keep.worth(self.state.problem, request as usize, now);
                    change += kept - keep.worth(self.state.problem, request as usize, was);
                }
            }
        }
        change
    }

    /// Keeps what was done when it lost no more than `floor` allows.
    fn settle(&mut self, before: i64, floor: f32) -> bool {
        let change = self.change(before);
        if change as f32 >= floor && self.fair.is_none_or(|fair| self.lifted(fair) > 0) {
            self.journal.clear();
            true
        } else {
            self.undo();
            false
        }
    }

    /// By how much a change lifts those whom it touches.
    fn lifted(&self, fair: &super::fair::Fair) -> i64 {
        // Meetings won, by person.
        let mut won: Vec<(u32, i32)> = Vec::new();
        for (at, &(request, was)) in self.journal.iter().enumerate() {
            if self.journal[..at].iter().any(|(other, _)| *other == request) {
                continue;
            }
            let now = i32::from(self.state.at[request as usize] != WAITING);
            let more = now - i32::from(was != WAITING);
            for &id in self.state.problem.members(request as usize) {
                match won.iter_mut().find(|(person, _)| *person == id) {
                    Some((_, sum)) => *sum += more,
                    None => won.push((id, more)),
                }
            }
        }
        let lift = won.into_iter().map(|(id, more)| {
            let now = self.state.count[id as usize];
            let before = u16::try_from(i32::from(now) - more).unwrap_or(0);
            fair.lacks(id as usize, before) - fair.lacks(id as usize, now)
        });
        lift.sum()
    }

    /// Places a request at one of its guided places, with all that follows from it.
    pub(crate) fn place(&mut self, request: usize, floor: f32) -> bool {
        let options = self.guide.options(request);
        if options.is_empty() {
            return false;
        }
        let (code, at) = options[self.chance.below(options.len())];
        let cost = self.state.problem.places(request)[usize::from(at)].1;
        self.place_at(request, code, cost, floor)
    }

    /// Ends a change that nobody will take back.
    pub(crate) fn forget(&mut self) {
        self.journal.clear();
    }

    /// Places a waiting request at any of its places, with all that follows from it.
    pub(crate) fn try_anywhere(&mut self, request: usize, floor: f32) -> bool {
        let problem = self.state.problem;
        let places = problem.places(request);
        if problem.starts[request].is_empty() || places.is_empty() {
            return false;
        }
        let slot = self.chance.bit(problem.starts[request]);
        let (class, cost) = places[self.chance.below(places.len())];
        let class = usize::from(class);
        let dur = usize::from(problem.dur[request]);
        let open = problem.span(problem.classes[class].open, dur).has(slot);
        open && self.place_at(request, problem.code(slot, class), cost, floor)
    }

    /// What placing a waiting request here promises, before anything is touched; none when it is hopeless.
    pub(crate) fn promise(&mut self, request: usize, code: u16, cost: i32, floor: f32) -> Option<i32> {
        let problem = self.state.problem;
        let (slot, class) = problem.slot_class(code);
        if problem.fixed[request].is_some() || !self.find_displaced(request, slot, class) {
            return None;
        }
        self.hope(request, code, cost, floor)
    }

    /// Fills a free slot of a person whose time is dear.
    pub(crate) fn fill(&mut self, person: usize, slot: usize, floor: f32) -> bool {
        let problem = self.state.problem;
        if self.state.full[person].has(slot) {
            return false;
        }
        let wishes = problem.wishes(person);
        for _ in 0..6 {
            let request = wishes[self.chance.below(wishes.len())] as usize;
            if !problem.starts[request].has(slot) || self.guide.options(request).is_empty() {
                continue;
            }
            let places = problem.places(request);
            let open = places.iter().find(|(class, _)| self.state.room_open[usize::from(*class)].has(slot));
            let dur = usize::from(problem.dur[request]);
            let (class, cost) = match open {
                Some(found) => *found,
                None => places[self.chance.below(places.len())],
            };
            if !problem.span(problem.classes[usize::from(class)].open, dur).has(slot) {
                continue;
            }
            return self.place_at(request, problem.code(slot, usize::from(class)), cost, floor);
        }
        false
    }

    /// Places a request here; what is in the way goes elsewhere or waits.
    pub(crate) fn place_at(&mut self, request: usize, code: u16, cost: i32, floor: f32) -> bool {
        let problem = self.state.problem;
        let old = self.state.at[request];
        if old == code || problem.fixed[request].is_some() {
            return false;
        }
        let (slot, class) = problem.slot_class(code);
        if !self.find_displaced(request, slot, class) || self.hopeless(request, code, cost, floor) {
            return false;
        }
        let before = self.kept();
        if old != WAITING {
            self.remove(request);
        }
        for at in 0..self.displaced.len() {
            self.remove(self.displaced[at] as usize);
        }
        if !self.state.fits(request, code) {
            self.undo();
            return false;
        }
        self.insert(request, code);
        self.find_room_for_displaced();
        if (self.change(before) as f32) < floor - self.slack {
            self.undo();
            return false;
        }
        self.refill(if old == WAITING { None } else { Some(request) });
        self.settle(before, floor)
    }

    fn find_room_for_displaced(&mut self) {
        self.freed.clear();
        for at in 0..self.displaced.len() {
            let other = self.displaced[at] as usize;
            self.freed.extend(self.state.problem.members(other));
            if let Some((code, gain)) = self.best_place(other)
                && gain > 0
            {
                self.insert(other, code);
            }
        }
    }

    /// The best free place for a waiting request, with its gain.
    pub(crate) fn best_place(&mut self, request: usize) -> Option<(u16, i32)> {
        let problem = self.state.problem;
        // The slot that is looked at first; the same with each width that the slots fit.
        let bits = if problem.slots > 64 { 7 } else { 6 };
        let turn = (self.chance.next() >> (u64::BITS - bits)) as usize;
        let mut best: Option<(u16, i32)> = None;
        for &(class, cost) in problem.places(request) {
            let class = usize::from(class);
            for after in self.state.starts_in(request, class).turned(turn).slots() {
                let slot = (after + turn) % M::SLOTS;
                let code = problem.code(slot, class);
                let mut gain = self.state.gain(request, slot, cost);
                if let Some(keep) = self.keep {
                    gain += keep.worth(problem, request, code) as i32;
                }
                if best.is_none_or(|(_, least)| gain > least) {
                    best = Some((code, gain));
                }
            }
        }
        best
    }

    /// Offers freed people what they are still waiting for.
    fn refill(&mut self, moved: Option<usize>) {
        if let Some(request) = moved {
            self.freed.extend(self.state.problem.members(request));
        }
        for at in 0..self.freed.len() {
            let person = self.freed[at] as usize;
            if !self.freed[..at].contains(&(person as u32)) {
                self.refill_person(person);
            }
        }
    }

    /// Places the most valuable waiting request of a person that fits.
    pub(crate) fn refill_person(&mut self, person: usize) -> bool {
        let problem = self.state.problem;
        let base = person * problem.areas;
        let open =
            self.state.open[base..base + problem.areas].iter().fold(M::EMPTY, |open, mask| open | *mask);
        if open.is_empty() {
            return false;
        }
        for &request in problem.wishes(person) {
            let request = request as usize;
            if self.state.at[request] != WAITING || (problem.starts[request] & open).is_empty() {
                continue;
            }
            if let Some((code, gain)) = self.best_place(request)
                && gain > 0
            {
                self.insert(request, code);
                return true;
            }
        }
        false
    }

    /// Swaps two slots along the chain of meetings that hang together, from a placed request on.
    pub(crate) fn swap(&mut self, request: usize, floor: f32) -> bool {
        let problem = self.state.problem;
        let options = self.guide.options(request);
        if options.is_empty() || problem.dur[request] != 1 {
            return false;
        }
        let from = problem.slot_class(self.state.at[request]).0;
        let to = problem.slot_class(options[self.chance.below(options.len())].0).0;
        if from == to || !self.find_chain(request, from, to) {
            return false;
        }
        let before = self.kept();
        for at in 0..self.chain.len() {
            self.remove(self.chain[at].0 as usize);
        }
        self.freed.clear();
        for at in 0..self.chain.len() {
            let (request, target) = self.chain[at];
            let request = request as usize;
            if let Some(code) = self.cheapest_class(request, usize::from(target)) {
                self.insert(request, code);
            } else if let Some((code, gain)) = self.best_place(request)
                && gain > 0
            {
                self.insert(request, code);
            } else {
                self.freed.extend(problem.members(request));
            }
        }
        if !self.freed.is_empty() {
            self.refill(None);
        }
        self.settle(before, floor)
    }

    fn cheapest_class(&self, request: usize, slot: usize) -> Option<u16> {
        let problem = self.state.problem;
        let places = problem.places(request).iter();
        let fitting =
            places.filter(|(class, _)| self.state.starts_in(request, usize::from(*class)).has(slot));
        fitting.min_by_key(|(_, cost)| *cost).map(|(class, _)| problem.code(slot, usize::from(*class)))
    }

    /// Meetings that have to change between two slots together; `false` when that is too many or cannot be.
    fn find_chain(&mut self, request: usize, from: usize, to: usize) -> bool {
        let problem = self.state.problem;
        self.chain.clear();
        self.chain.push((request as u32, to as u16));
        let mut next = 0;
        while next < self.chain.len() {
            let (request, target) = self.chain[next];
            next += 1;
            let target = usize::from(target);
            if problem.dur[request as usize] != 1
                || problem.fixed[request as usize].is_some()
                || !problem.starts[request as usize].has(target)
            {
                return false;
            }
            let back = (if target == to { from } else { to }) as u16;
            for &id in problem.members(request as usize) {
                let person = id as usize;
                if !self.state.full[person].has(target) {
                    continue;
                }
                let row = self.state.row(person, target);
                if row.iter().any(|other| self.chain.iter().any(|(moved, _)| moved == other)) {
                    continue;
                }
                let other = row[self.chance.below(row.len())];
                if self.chain.len() >= CHAIN_MAX {
                    return false;
                }
                self.chain.push((other, back));
            }
        }
        true
    }
}
