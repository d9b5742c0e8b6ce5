//! Better plans by exchanging two slots along a chain of meetings, downhill and now and then uphill.
//!
//! In two slots each person has at most two meetings, so meetings that have to move together make a path (or a ring,
//! which changes nobody's slots). Only the two people at its ends are busy in other slots afterwards.
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
/// Tried exchanges of the longest run.
const RUN: u64 = 8_000_000;
/// What a break costs; what idle slots in it cost is said by the landscape.
const BREAK: i32 = 16;
/// What a run goes by while there are more than [`FEW`] breaks, and afterwards.
const LANDSCAPES: [Landscape; 2] =
    [Landscape { idle: 2, hot: 5.6, cold: 2.7 }, Landscape { idle: 12, hot: 11.2, cold: 7.2 }];
/// With so few breaks left, chance is quicker than reasoning more often than not.
pub(super) const FEW: u32 = 2;
/// Tried exchanges between two temperatures.
const STEP: u64 = 20_000;
/// Of eight exchanges, how many begin with somebody who has to wait.
const FOCUS: usize = 7;
/// Losses for which a chance is kept ready; larger ones have none.
const LOSSES: usize = 256;

/// What a run goes by. A short break is easier to close than a long one, so it costs less.
#[derive(Clone, Copy)]
struct Landscape {
    /// What an idle slot costs.
    idle: i32,
    /// Temperatures at which a run begins and ends, in the same unit.
    hot: f32,
    cold: f32,
}

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
    /// Who has meetings.
    present: Vec<usize>,
    /// Meetings of the chain that is looked at, from one end to the other.
    chain: Vec<usize>,
    /// The last chain in which each meeting was, where the order of meetings matters.
    seen: Vec<u64>,
    stamp: u64,
    /// For each loss, the share of such changes that is made, of 2^32.
    accepted: Vec<u64>,
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
        let ordered = order.iter().any(|others| !others.is_empty());
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
            present: Vec::new(),
            chain: Vec::new(),
            seen: if ordered { vec![0; meetings] } else { Vec::new() },
            stamp: 0,
            accepted: vec![0; LOSSES],
        }
    }

    /// Runs from the best plan on, until a turn is over.
    pub(super) fn improve(&mut self, hunt: &mut Hunt<'_, '_>, turn: u64) {
        if hunt.best.slots.is_empty() {
            return;
        }
        self.take_up(&hunt.best);
        let mut left = (turn * TRIES / STEP).max(1);
        while left > 0 && !hunt.over() {
            let steps = left.min(RUN / STEP);
            left -= steps;
            self.run(hunt, steps);
        }
    }

    /// Cools down once from what is there.
    fn run(&mut self, hunt: &mut Hunt<'_, '_>, steps: u64) {
        let mut value = i64::from(self.busy.iter().map(|busy| runs(*busy).saturating_sub(1)).sum::<u32>());
        let mut least = i64::from(hunt.best.breaks);
        let Landscape { idle, hot, cold } = LANDSCAPES[usize::from(hunt.best.breaks <= FEW)];
        for step in 0..steps {
            let heat = hot * (cold / hot).powf(step as f32 / steps as f32);
            for (loss, share) in self.accepted.iter_mut().enumerate() {
                *share = ((-(loss as f32) / heat).exp() * 4_294_967_296.0) as u64;
            }
            for _ in 0..STEP {
                value += self.exchange(idle).unwrap_or(0);
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
        self.present = (0..self.busy.len()).filter(|person| self.busy[*person] != 0).collect();
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
    fn exchange(&mut self, idle: i32) -> Option<i64> {
        let first = if self.chance.below(8) < FOCUS && !self.waiting.is_empty() {
            self.waiting[self.chance.below(self.waiting.len())]
        } else {
            self.present[self.chance.below(self.present.len())]
        };
        let busy = self.busy[first];
        let from = self.chance.bit(busy);
        let meeting = self.at[first * self.slots + from] as usize - 1;
        let targets = ((busy << 1) | (busy >> 1)) & !busy & self.windows[meeting];
        if targets == 0 {
            return None;
        }
        let to = self.chance.bit(targets);
        let last = self.follow(first, from, to)?;
        let both: Mask = 1 << from | 1 << to;
        let loss =
            [first, last].map(|person| cost(self.busy[person] ^ both, idle) - cost(self.busy[person], idle));
        let loss = loss[0] + loss[1];
        if loss > 0 && self.chance.next() >> 32 >= self.accepted[(loss as usize).min(LOSSES - 1)] {
            return None;
        }
        let delta = [first, last]
            .map(|person| i64::from(runs(self.busy[person] ^ both)) - i64::from(runs(self.busy[person])));
        self.make(first, from, to);
        self.busy[first] ^= both;
        self.busy[last] ^= both;
        self.enlist(first);
        self.enlist(last);
        Some(delta[0] + delta[1])
    }

    /// All meetings that have to move when somebody who is free in `to` moves there from `from`, and who is at the other
    /// end; nothing when one of them cannot.
    fn follow(&mut self, first: usize, from: usize, to: usize) -> Option<usize> {
        self.chain.clear();
        let (mut person, mut here, mut there) = (first, from, to);
        loop {
            let meeting = self.at[person * self.slots + here] as usize;
            if meeting == 0 {
                break;
            }
            let meeting = meeting - 1;
            if self.windows[meeting] >> there & 1 == 0 {
                return None;
            }
            self.chain.push(meeting);
            person = self.partner(meeting, person);
            (here, there) = (there, here);
        }
        // Meetings of a path lie in the two slots by turns.
        let fits = self.chain.len().is_multiple_of(2) || self.count[to] < self.tables;
        (fits && (self.seen.is_empty() || self.in_order(from, to))).then_some(person)
    }

    fn partner(&self, meeting: usize, person: usize) -> usize {
        let [one, other] = self.people[meeting];
        one ^ other ^ person
    }

    fn in_order(&mut self, from: usize, to: usize) -> bool {
        self.stamp += 1;
        for meeting in &self.chain {
            self.seen[*meeting] = self.stamp;
        }
        let after = |meeting: usize| match self.slot[meeting] {
            slot if self.seen[meeting] != self.stamp => slot,
            slot if slot == from => to,
            _ => from,
        };
        self.chain.iter().all(|&meeting| {
            self.order[meeting].iter().all(|&(other, first)| {
                let (early, late) = if first { (other, meeting) } else { (meeting, other) };
                after(early) < after(late)
            })
        })
    }

    /// Moves the meetings of the chain; who is busy when stays to be said.
    fn make(&mut self, first: usize, from: usize, to: usize) {
        let (mut person, mut target) = (first, to);
        self.at.swap(person * self.slots + from, person * self.slots + to);
        for at in 0..self.chain.len() {
            let meeting = self.chain[at];
            self.slot[meeting] = target;
            person = self.partner(meeting, person);
            self.at.swap(person * self.slots + from, person * self.slots + to);
            target = if target == to { from } else { to };
        }
        if !self.chain.len().is_multiple_of(2) {
            self.count[from] -= 1;
            self.count[to] += 1;
        }
    }
}

/// How many runs of slots in a row there are; one more than breaks.
fn runs(busy: Mask) -> u32 {
    (busy & !(busy << 1)).count_ones()
}

/// What the breaks of a person cost in the search.
fn cost(busy: Mask, idle: i32) -> i32 {
    let whole = (64 - busy.leading_zeros()).saturating_sub(busy.trailing_zeros());
    runs(busy) as i32 * BREAK + (whole - busy.count_ones()) as i32 * idle
}
