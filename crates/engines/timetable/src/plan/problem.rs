//! An instance laid out for the search: numbers instead of names, and every place that is possible at all.

use super::{
    check::{Names, check},
    model::Instance,
};
use crate::fault::{Faults, Refusal};

/// Cost of a pair that must not be held at one time; more than all other costs of a session together.
pub(super) const NEVER: i32 = 1 << 30;
/// Largest cost of one pair, or of one room, that is not forbidden.
const PAIR_MAX: i64 = 1 << 20;
/// What keeping a fixed session is worth beside its weight: more than anything else.
pub(super) const FIXED_WORTH: i64 = 1 << 32;
/// No track.
pub(super) const NO_TRACK: u16 = u16::MAX;

/// A start and a room, as places in their lists.
pub(super) type Place = (u16, u16);

/// What follows what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) other: u16,
    pub(super) directly: bool,
}

/// An instance that makes sense, laid out for the search.
#[derive(Debug)]
pub struct Problem {
    pub(super) slots: usize,
    pub(super) rooms: usize,
    pub(super) sessions: usize,
    pub(super) days: usize,
    /// Day of each slot, counted without gaps.
    pub(super) day: Vec<u16>,
    /// First slot of each day, and one more at the end.
    pub(super) day_start: Vec<u16>,
    /// (session, slot): how many slots it takes from there, 0 where it cannot begin.
    span: Vec<u16>,
    /// Slots in which each session can begin.
    pub(super) starts: Vec<Vec<u16>>,
    /// Rooms in which each session can be.
    pub(super) halls: Vec<Vec<u16>>,
    /// (session, room)
    hall_ok: Vec<bool>,
    /// (slot, room)
    pub(super) closed: Vec<bool>,
    /// Pairs of slot and room that a session must not have.
    never: Vec<Vec<Place>>,
    /// (session, slot), (session, room)
    time_cost: Vec<i32>,
    room_cost: Vec<i32>,
    /// (session, session): cost of being held at one time.
    pairs: Vec<i32>,
    /// What placing a session is worth, with what dropping it would cost.
    pub(super) worth: Vec<i64>,
    /// Value of a timetable without sessions.
    pub(super) base: i64,
    pub(super) track: Vec<u16>,
    pub(super) split_cost: Vec<i64>,
    /// Sessions that must be over before, and those that must come later.
    pub(super) earlier: Vec<Vec<Order>>,
    pub(super) later: Vec<Vec<Order>>,
    /// Sessions whose place is given, with the room when that is given too.
    pub(super) fixed: Vec<Option<(u16, Option<u16>)>>,
    /// Sessions of each person.
    pub(super) sessions_of: Vec<Vec<u16>>,
}

impl Problem {
    /// Checks an instance and lays it out.
    ///
    /// *Errors*: unknown and repeated ids, numbers out of reason, rules that go in a circle, fixed places that cannot
    /// be; each with its place.
    pub fn new(instance: &Instance) -> Result<Self, Refusal> {
        let names = check(instance)?;
        let (slots, rooms, sessions) = (instance.slots.len(), instance.rooms.len(), instance.sessions.len());
        let mut problem = Self {
            slots,
            rooms,
            sessions,
            days: 0,
            day: Vec::new(),
            day_start: Vec::new(),
            span: vec![0; sessions * slots],
            starts: Vec::new(),
            halls: Vec::new(),
            hall_ok: vec![false; sessions * rooms],
            closed: vec![false; slots * rooms],
            never: vec![Vec::new(); sessions],
            time_cost: vec![0; sessions * slots],
            room_cost: vec![0; sessions * rooms],
            pairs: vec![0; sessions * sessions],
            worth: instance.sessions.iter().map(|session| session.weight).collect(),
            base: 0,
            track: Vec::new(),
            split_cost: Vec::new(),
            earlier: vec![Vec::new(); sessions],
            later: vec![Vec::new(); sessions],
            fixed: vec![None; sessions],
            sessions_of: vec![Vec::new(); instance.people.len()],
        };
        problem.lay_days(instance);
        problem.lay_rules(instance, &names)?;
        problem.lay_places(instance, &names)?;
        problem.lay_pairs(instance, &names)?;
        problem.lay_earlier(instance, &names);
        problem.check_fixed(instance, &names)?;
        Ok(problem)
    }

    /// How many sessions there are.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.sessions
    }

    /// Slots a session takes from a start on; 0 when it cannot begin there.
    pub(super) fn span(&self, session: usize, start: usize) -> usize {
        usize::from(self.span[session * self.slots + start])
    }

    /// Cost of two sessions at one time.
    pub(super) fn pair(&self, first: usize, second: usize) -> i32 {
        self.pairs[first * self.sessions + second]
    }

    /// Costs of a session with every other.
    pub(super) fn pairs_of(&self, session: usize) -> &[i32] {
        &self.pairs[session * self.sessions..][..self.sessions]
    }

    /// What a place costs whatever else is where.
    pub(super) fn place_cost(&self, session: usize, (start, room): Place) -> i64 {
        self.time_cost(session, usize::from(start)) + self.room_cost(session, usize::from(room))
    }

    pub(super) fn time_cost(&self, session: usize, start: usize) -> i64 {
        i64::from(self.time_cost[session * self.slots + start])
    }

    pub(super) fn room_cost(&self, session: usize, room: usize) -> i64 {
        i64::from(self.room_cost[session * self.rooms + room])
    }

    /// Whether a session can be at a place when nothing else is there.
    pub(super) fn possible(&self, session: usize, place: Place) -> bool {
        let (start, room) = (usize::from(place.0), usize::from(place.1));
        let span = self.span(session, start);
        span > 0
            && self.hall_ok[session * self.rooms + room]
            && (start..start + span).all(|slot| !self.closed[slot * self.rooms + room])
            && !self.never[session].contains(&place)
    }

    fn lay_days(&mut self, instance: &Instance) {
        let mut last = None;
        for (at, slot) in instance.slots.iter().enumerate() {
            if last != Some(slot.day) {
                self.day_start.push(at as u16);
                self.days += 1;
                last = Some(slot.day);
            }
            self.day.push(self.days as u16 - 1);
        }
        self.day_start.push(self.slots as u16);
    }

    fn lay_rules(&mut self, instance: &Instance, names: &Names<'_>) -> Result<(), Refusal> {
        for after in &instance.after {
            let (first, then) = (names.sessions[&*after.first], names.sessions[&*after.then]);
            self.later[first].push(Order { other: then as u16, directly: after.directly });
            self.earlier[then].push(Order { other: first as u16, directly: after.directly });
        }
        // Takes away whatever has nothing before it; what stays goes in a circle.
        let mut waits: Vec<usize> = self.earlier.iter().map(Vec::len).collect();
        let mut free: Vec<usize> = (0..self.sessions).filter(|session| waits[*session] == 0).collect();
        while let Some(session) = free.pop() {
            for order in &self.later[session] {
                let other = usize::from(order.other);
                waits[other] -= 1;
                if waits[other] == 0 {
                    free.push(other);
                }
            }
        }
        let circle = |after: &super::model::After| {
            waits[names.sessions[&*after.first]] > 0 && waits[names.sessions[&*after.then]] > 0
        };
        match instance.after.iter().position(circle) {
            None => Ok(()),
            Some(at) => {
                let message = format!(
                    "session {:?} comes before itself, by a circle of rules",
                    instance.after[at].then
                );
                Err(Refusal::one(format!("after[{at}]"), message))
            }
        }
    }

    fn lay_places(&mut self, instance: &Instance, names: &Names<'_>) -> Result<(), Refusal> {
        for (room, it) in instance.rooms.iter().enumerate() {
            it.closed.iter().for_each(|slot| self.closed[*slot as usize * self.rooms + room] = true);
        }
        for fixed in &instance.fixed {
            let room = fixed.room.as_deref().map(|room| names.rooms[room] as u16);
            let session = names.sessions[&*fixed.session];
            self.fixed[session] = Some((fixed.slot as u16, room));
            self.worth[session] += FIXED_WORTH;
            self.base -= FIXED_WORTH;
        }
        let (mut no_slot, mut no_room) = (vec![Vec::new(); self.sessions], vec![Vec::new(); self.sessions]);
        for forbidden in &instance.forbidden {
            let session = names.sessions[&*forbidden.session];
            match (forbidden.slot, forbidden.room.as_deref().map(|room| names.rooms[room])) {
                (Some(slot), Some(room)) => self.never[session].push((slot as u16, room as u16)),
                (Some(slot), None) => no_slot[session].push(slot as usize),
                (None, Some(room)) => no_room[session].push(room),
                (None, None) => {}
            }
        }
        for (at, session) in instance.sessions.iter().enumerate() {
            let mut away = vec![false; self.slots];
            for person in &session.people {
                let person = names.people[&**person];
                self.sessions_of[person].push(at as u16);
                instance.people[person].away.iter().for_each(|slot| away[*slot as usize] = true);
            }
            let mut wanted = vec![session.slots.is_none(); self.slots];
            session.slots.iter().flatten().for_each(|slot| wanted[*slot as usize] = true);
            let mut starts = Vec::new();
            for (start, is_wanted) in wanted.into_iter().enumerate() {
                let span = span(instance, start, session.minutes);
                let given = self.fixed[at].is_none_or(|(slot, _)| usize::from(slot) == start);
                let there = (start..start + span).all(|slot| !away[slot]);
                if span > 0 && is_wanted && given && there && !no_slot[at].contains(&start) {
                    self.span[at * self.slots + start] = span as u16;
                    starts.push(start as u16);
                }
            }
            self.starts.push(starts);
            self.lay_halls(instance, at, &no_room[at])?;
            for (slot, cost) in &session.slot_cost {
                self.time_cost[at * self.slots + *slot as usize] = *cost as i32;
            }
            let track = session.track.as_deref().map(|track| names.tracks[track] as u16);
            self.track.push(track.unwrap_or(NO_TRACK));
        }
        let usual = instance.costs.track_split;
        self.split_cost = instance.tracks.iter().map(|track| track.split_cost.unwrap_or(usual)).collect();
        Ok(())
    }

    /// Rooms that can have a session, and what its seats cost there.
    fn lay_halls(&mut self, instance: &Instance, at: usize, no_room: &[usize]) -> Result<(), Refusal> {
        let session = &instance.sessions[at];
        let mut halls = Vec::new();
        for (room, it) in instance.rooms.iter().enumerate() {
            let wanted = session.rooms.as_ref().is_none_or(|rooms| rooms.contains(&it.id));
            let given =
                self.fixed[at].is_none_or(|(_, given)| given.is_none_or(|given| usize::from(given) == room));
            let has = session.needs.iter().all(|need| it.features.contains(need));
            let (audience, seats) = (i64::from(session.audience), i64::from(it.seats));
            let missing = (audience - seats).max(0) * instance.costs.missing_seat;
            let empty = (seats - audience).max(0) * instance.costs.ten_empty_seats / 10;
            if missing + empty > PAIR_MAX {
                let message = format!(
                    "the seats of room {:?} would cost {} points; lower the costs",
                    it.id,
                    missing + empty
                );
                return Err(Refusal::one(format!("sessions[{at}]"), message));
            }
            self.room_cost[at * self.rooms + room] = (missing + empty) as i32;
            if wanted && given && has && !no_room.contains(&room) {
                self.hall_ok[at * self.rooms + room] = true;
                halls.push(room as u16);
            }
        }
        self.halls.push(halls);
        Ok(())
    }

    fn lay_pairs(&mut self, instance: &Instance, names: &Names<'_>) -> Result<(), Refusal> {
        let count = self.sessions;
        let mut sums = vec![0_i64; count * count];
        for starred in &instance.favourites {
            let mut own: Vec<usize> = starred.iter().map(|id| names.sessions[&**id]).collect();
            own.sort_unstable();
            own.dedup();
            for (at, first) in own.iter().enumerate() {
                own[at + 1..].iter().for_each(|second| sums[first * count + second] += instance.costs.clash);
            }
        }
        let mut of_track: Vec<Vec<usize>> = vec![Vec::new(); instance.tracks.len()];
        for (session, track) in self.track.iter().enumerate().filter(|(_, track)| **track != NO_TRACK) {
            of_track[usize::from(*track)].push(session);
        }
        for (sessions, track) in of_track.iter().zip(&instance.tracks) {
            let cost = track.parallel_cost.unwrap_or(instance.costs.track_parallel);
            for (at, first) in sessions.iter().enumerate() {
                sessions[at + 1..].iter().for_each(|second| sums[first * count + second] += cost);
            }
        }
        let mut never = Vec::new();
        for apart in &instance.apart {
            let (a, b) = (names.sessions[&*apart.a], names.sessions[&*apart.b]);
            match apart.cost {
                Some(cost) => sums[a.min(b) * count + a.max(b)] += cost,
                None => never.push((a, b)),
            }
        }
        for own in &self.sessions_of {
            for (at, first) in own.iter().enumerate() {
                never.extend(own[at + 1..].iter().map(|second| (usize::from(*first), usize::from(*second))));
            }
        }
        for first in 0..count {
            for second in first + 1..count {
                let sum = sums[first * count + second];
                if sum > PAIR_MAX {
                    let other = &instance.sessions[second].id;
                    let message = format!(
                        "being at the same time as {other:?} would cost {sum} points; lower the costs"
                    );
                    return Err(Refusal::one(format!("sessions[{first}]"), message));
                }
                let cost = sum as i32;
                self.pairs[first * count + second] = cost;
                self.pairs[second * count + first] = cost;
            }
        }
        for (first, second) in never {
            self.pairs[first * count + second] = NEVER;
            self.pairs[second * count + first] = NEVER;
        }
        Ok(())
    }

    fn lay_earlier(&mut self, instance: &Instance, names: &Names<'_>) {
        let costs = &instance.costs;
        for place in &instance.earlier {
            let session = names.sessions[&*place.session];
            self.worth[session] += costs.dropped;
            self.base -= costs.dropped;
            for slot in (0..self.slots).filter(|slot| *slot != place.slot as usize) {
                self.time_cost[session * self.slots + slot] += costs.moved_time as i32;
            }
            let room = names.rooms[&*place.room];
            for other in (0..self.rooms).filter(|other| *other != room) {
                self.room_cost[session * self.rooms + other] += costs.moved_room as i32;
            }
        }
    }

    /// Fixed sessions whose place cannot be, alone or with one another.
    fn check_fixed(&self, instance: &Instance, names: &Names<'_>) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        let of = |at: usize| names.sessions[&*instance.fixed[at].session];
        for (at, fixed) in instance.fixed.iter().enumerate() {
            let session = of(at);
            let start = fixed.slot as u16;
            if !self.halls[session].iter().any(|room| self.possible(session, (start, *room))) {
                let why = super::explain::why_impossible(instance, session, Some(fixed.slot as usize));
                faults.add(
                    || format!("fixed[{at}]"),
                    format!("session {:?} cannot be there: {why}", fixed.session),
                );
                continue;
            }
            for (before, other) in instance.fixed[..at].iter().enumerate() {
                let second = of(before);
                let (ends, other_ends) = (
                    usize::from(start) + self.span(session, usize::from(start)),
                    other.slot as usize + self.span(second, other.slot as usize),
                );
                let at_once = usize::from(start) < other_ends && (other.slot as usize) < ends;
                let why = if at_once && fixed.room.is_some() && fixed.room == other.room {
                    "is in the same room at the same time as"
                } else if at_once && self.pair(session, second) == NEVER {
                    "must not be held at the same time as"
                } else {
                    continue;
                };
                let message =
                    format!("session {:?} {why} {:?} of fixed[{before}]", fixed.session, other.session);
                faults.add(|| format!("fixed[{at}]"), message);
            }
        }
        faults.finish()
    }
}

/// Slots that so many minutes take from a start on; 0 when they do not fit into the block.
pub(super) fn span(instance: &Instance, start: usize, minutes: u32) -> usize {
    let slots = &instance.slots;
    let end = slots[start].start + minutes;
    let fits = |slot: &&super::model::Slot| slot.block == slots[start].block;
    let own = slots[start..].iter().take_while(fits);
    own.enumerate().find(|(_, slot)| slot.end >= end).map_or(0, |(index, _)| index + 1)
}
