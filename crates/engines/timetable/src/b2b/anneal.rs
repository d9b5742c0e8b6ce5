//! Better plans by exchanging two slots along a chain of meetings, downhill and now and then uphill.
//!
//! *Source*: simulated annealing over Kempe chains, as Thompson and Dowsland (1998) use it for examination timetables.

use super::{
    model::{Instance, Plan},
    solve::Hunt,
    windows::Mask,
};
use crate::solve::chance::Chance;

/// Tried exchanges that are as much work as one conflict.
const TRIES: u64 = 4_000;
/// Temperatures, in breaks, at which a run begins and ends.
const HEAT: (f32, f32) = (0.5, 0.12);
/// Tried exchanges between two temperatures.
const STEP: u64 = 20_000;
/// Of eight exchanges, how many begin with somebody who has to wait.
const FOCUS: usize = 7;
/// The longest chain that is followed.
const CHAIN_MAX: usize = 60;

/// A plan that can be changed, and what is known of the instance.
pub(super) struct Anneal {
    chance: Chance,
    windows: Vec<Mask>,
    people: Vec<[usize; 2]>,
    tables: i32,
    slots: usize,
    /// The meetings that must come before or after each meeting: the other one, and whether it comes first.
    order: Vec<Vec<(usize, bool)>>,
    /// The slot of each meeting, from 0.
    slot: Vec<usize>,
    /// The slots of each person's meetings.
    busy: Vec<Mask>,
    /// The meeting of each person in each slot, counted from 1; 0 where there is none.
    at: Vec<u32>,
    /// Meetings in each slot.
    count: Vec<i32>,
    /// Who has breaks, in no order.
    waiting: Vec<usize>,
    /// Where each person stands in `waiting`, counted from 1; 0 for who has no breaks.
    place: Vec<usize>,
    /// Meetings of the chain that is looked at.
    chain: Vec<usize>,
    /// The last chain in which each meeting was.
    seen: Vec<u64>,
    /// The last chain for which each person was counted.
    counted: Vec<u64>,
    stamp: u64,
}

impl Anneal {
    pub(super) fn new(instance: &Instance, windows: &[Mask], seed: u64) -> Self {
        let (meetings, people) = (instance.meetings.len(), instance.people as usize);
        let mut order = vec![Vec::new(); meetings];
        for (later, meeting) in instance.meetings.iter().enumerate() {
            for first in meeting.after.iter().map(|first| *first as usize - 1) {
                order[later].push((first, true));
                order[first].push((later, false));
            }
        }
        let pair = |people: [u32; 2]| people.map(|person| person as usize - 1);
        Self {
            chance: Chance::new(seed ^ 0x0a11_ea1e),
            windows: windows.to_vec(),
            people: instance.meetings.iter().map(|meeting| pair(meeting.people)).collect(),
            tables: i32::try_from(instance.tables).unwrap_or(i32::MAX),
            slots: instance.slots as usize,
            order,
            slot: vec![0; meetings],
            busy: vec![0; people],
            at: vec![0; people * instance.slots as usize],
            count: vec![0; instance.slots as usize],
            waiting: Vec::new(),
            place: vec![0; people],
            chain: Vec::new(),
            seen: vec![0; meetings],
            counted: vec![0; people],
            stamp: 0,
        }
    }

    /// One run from the best plan, as long as a turn.
    pub(super) fn improve(&mut self, hunt: &mut Hunt<'_, '_>, turn: u64) {
        if hunt.best.slots.is_empty() {
            return;
        }
        self.take_up(&hunt.best);
        let mut value = i64::from(hunt.best.breaks);
        let mut least = value;
        let steps = (turn * TRIES / STEP).max(1);
        for step in 0..steps {
            let done = step as f32 / steps as f32;
            let heat = HEAT.0 * (HEAT.1 / HEAT.0).powf(done);
            for _ in 0..STEP {
                value += self.exchange(heat).unwrap_or(0);
                if value < least {
                    least = value;
                    hunt.offer(self.slot.iter().map(|slot| *slot as u32 + 1).collect());
                }
            }
            hunt.search.charge(STEP / TRIES);
            if hunt.over() {
                break;
            }
        }
    }

    fn take_up(&mut self, plan: &Plan) {
        self.busy.fill(0);
        self.at.fill(0);
        self.count.fill(0);
        for (meeting, slot) in plan.slots.iter().enumerate() {
            self.put(meeting, *slot as usize - 1);
        }
        self.waiting.clear();
        self.place.fill(0);
        (0..self.busy.len()).for_each(|person| self.enlist(person));
    }

    /// Puts a meeting that is nowhere into a slot in which its people are free.
    fn put(&mut self, meeting: usize, slot: usize) {
        self.slot[meeting] = slot;
        self.count[slot] += 1;
        for person in self.people[meeting] {
            self.busy[person] |= 1 << slot;
            self.at[person * self.slots + slot] = meeting as u32 + 1;
        }
    }

    /// Puts a person among those who wait, or takes them out.
    fn enlist(&mut self, person: usize) {
        let place = self.place[person];
        match (runs(self.busy[person]) > 1, place) {
            (true, 0) => {
                self.waiting.push(person);
                self.place[person] = self.waiting.len();
            }
            (false, 1..) => {
                self.waiting.swap_remove(place - 1);
                if let Some(moved) = self.waiting.get(place - 1) {
                    self.place[*moved] = place;
                }
                self.place[person] = 0;
            }
            _ => {}
        }
    }

    /// Tries one exchange; what it changes in breaks, when it was made.
    fn exchange(&mut self, heat: f32) -> Option<i64> {
        let way = self.chance.below(8);
        let (meeting, near) = if way < FOCUS && !self.waiting.is_empty() {
            // Somebody who waits gets a meeting beside another one.
            let person = self.waiting[self.chance.below(self.waiting.len())];
            let slot = self.chance.bit(self.busy[person]);
            (self.at[person * self.slots + slot] as usize - 1, Some(person))
        } else {
            let meeting = self.chance.below(self.slot.len());
            (meeting, (way & 1 == 1).then(|| self.people[meeting][self.chance.below(2)]))
        };
        let from = self.slot[meeting];
        let mut targets = self.windows[meeting] & !(1 << from);
        if let Some(person) = near {
            let busy = self.busy[person];
            targets &= (busy << 1) | (busy >> 1) | busy;
        }
        if targets == 0 {
            return None;
        }
        let to = self.chance.bit(targets);
        self.follow(meeting, from, to)?;
        let delta = self.delta(from, to);
        if delta > 0 && self.chance.log() * heat > -(delta as f32) {
            return None;
        }
        self.make(from, to);
        Some(delta)
    }

    /// All meetings that have to move when this one does; nothing when one of them cannot.
    fn follow(&mut self, meeting: usize, from: usize, to: usize) -> Option<()> {
        self.stamp += 1;
        self.chain.clear();
        self.chain.push(meeting);
        self.seen[meeting] = self.stamp;
        let mut moved = 0;
        let mut next = 0;
        while let Some(&here) = self.chain.get(next) {
            next += 1;
            let target = self.other(here, from, to);
            if self.windows[here] >> target & 1 == 0 || self.chain.len() > CHAIN_MAX {
                return None;
            }
            moved += if target == to { 1 } else { -1 };
            for person in self.people[here] {
                let there = self.at[person * self.slots + target] as usize;
                if there != 0 && self.seen[there - 1] != self.stamp {
                    self.seen[there - 1] = self.stamp;
                    self.chain.push(there - 1);
                }
            }
        }
        let fits = self.count[to] + moved <= self.tables && self.count[from] - moved <= self.tables;
        (fits && self.in_order(from, to)).then_some(())
    }

    fn other(&self, meeting: usize, from: usize, to: usize) -> usize {
        if self.slot[meeting] == from { to } else { from }
    }

    fn in_order(&self, from: usize, to: usize) -> bool {
        let after = |meeting: usize| {
            if self.seen[meeting] == self.stamp { self.other(meeting, from, to) } else { self.slot[meeting] }
        };
        self.chain.iter().all(|&meeting| {
            self.order[meeting].iter().all(|&(other, first)| {
                let (early, late) = if first { (other, meeting) } else { (meeting, other) };
                after(early) < after(late)
            })
        })
    }

    /// What the exchange changes in breaks.
    fn delta(&mut self, from: usize, to: usize) -> i64 {
        let both: Mask = 1 << from | 1 << to;
        let mut delta = 0;
        for at in 0..self.chain.len() {
            for person in self.people[self.chain[at]] {
                let busy = self.busy[person];
                if self.counted[person] != self.stamp && busy & both != both {
                    delta += i64::from(runs(busy ^ both)) - i64::from(runs(busy));
                }
                self.counted[person] = self.stamp;
            }
        }
        delta
    }

    fn make(&mut self, from: usize, to: usize) {
        for at in 0..self.chain.len() {
            let meeting = self.chain[at];
            let slot = self.slot[meeting];
            self.count[slot] -= 1;
            for person in self.people[meeting] {
                self.busy[person] &= !(1 << slot);
                self.at[person * self.slots + slot] = 0;
            }
        }
        for at in 0..self.chain.len() {
            let meeting = self.chain[at];
            self.put(meeting, self.other(meeting, from, to));
        }
        for at in 0..self.chain.len() {
            self.people[self.chain[at]].into_iter().for_each(|person| self.enlist(person));
        }
    }
}

/// How many runs of slots in a row there are; one more than breaks.
fn runs(busy: Mask) -> u32 {
    (busy & !(busy << 1)).count_ones()
}
