//! A timetable that keeps every rule at every moment, and its value, kept up to date change by change.

use super::problem::{NEVER, NO_TRACK, Order, Place, Problem};

/// Nothing is here.
pub(super) const FREE: u16 = u16::MAX;
/// The room is closed.
pub(super) const CLOSED: u16 = u16::MAX - 1;

/// Where everything is.
#[derive(Clone)]
pub(super) struct State<'p> {
    pub(super) problem: &'p Problem,
    /// The place of each session.
    pub(super) at: Vec<Option<Place>>,
    /// (slot, room): the session there, or [`FREE`], or [`CLOSED`].
    cells: Vec<u16>,
    /// Sessions that begin in a slot.
    begin: Vec<Vec<u16>>,
    /// (room, word): slots in which a session is there, one bit each.
    busy: Vec<u64>,
    words: usize,
    /// (track, day): chains.
    chains: Vec<u16>,
    pub(super) value: i64,
}

impl<'p> State<'p> {
    pub(super) fn empty(problem: &'p Problem) -> Self {
        let words = problem.slots.div_ceil(64);
        let cell = |closed: &bool| if *closed { CLOSED } else { FREE };
        Self {
            problem,
            at: vec![None; problem.sessions],
            cells: problem.closed.iter().map(cell).collect(),
            begin: vec![Vec::new(); problem.slots],
            busy: vec![0; problem.rooms * words],
            words,
            chains: vec![0; problem.split_cost.len() * problem.days],
            value: problem.base,
        }
    }

    /// What is in the slots that a session would take at a possible place.
    pub(super) fn cell(&self, slot: usize, room: usize) -> u16 {
        self.cells[slot * self.problem.rooms + room]
    }

    /// Whether a possible place of a session is free.
    pub(super) fn is_free(&self, session: usize, (start, room): Place) -> bool {
        let (start, room) = (usize::from(start), usize::from(room));
        (start..start + self.problem.span(session, start)).all(|slot| self.cell(slot, room) == FREE)
    }

    /// What placing a session that has no place would add to the value; none when it breaks a rule with others.
    ///
    /// The place must be possible and free.
    pub(super) fn gain(&self, session: usize, place: Place) -> Option<i64> {
        if !self.in_order(session, place) {
            return None;
        }
        let at_once = self.at_once_cost(session, usize::from(place.0));
        if at_once >= i64::from(NEVER) {
            return None;
        }
        let problem = self.problem;
        Some(
            problem.worth[session]
                - problem.place_cost(session, place)
                - at_once
                - self.split_change(session, place),
        )
    }

    /// About what moving a session would change, chains and rules with others not looked at.
    pub(super) fn change(&self, session: usize, from: Place, to: Place) -> i64 {
        let problem = self.problem;
        let mut change = problem.place_cost(session, from) - problem.place_cost(session, to);
        if from.0 != to.0 {
            change +=
                self.soft_cost(session, usize::from(from.0)) - self.soft_cost(session, usize::from(to.0));
        }
        change
    }

    /// Costs of what is held at the same time, pairs that must not be left out.
    fn soft_cost(&self, session: usize, start: usize) -> i64 {
        let cost = self.at_once_cost(session, start);
        cost % i64::from(NEVER)
    }

    /// Costs of what is held at the same time.
    fn at_once_cost(&self, session: usize, start: usize) -> i64 {
        let problem = self.problem;
        let pairs = problem.pairs_of(session);
        let row = &self.cells[start * problem.rooms..][..problem.rooms];
        let mut sum = 0_i64;
        for other in row {
            // Neither of the two marks is a session.
            sum += i64::from(pairs.get(usize::from(*other)).copied().unwrap_or(0));
        }
        for slot in start + 1..start + problem.span(session, start) {
            for other in &self.begin[slot] {
                sum += i64::from(pairs[usize::from(*other)]);
            }
        }
        sum
    }

    /// All sessions held at the same time as a session would be.
    pub(super) fn at_once(&self, session: usize, start: usize) -> impl Iterator<Item = usize> {
        let problem = self.problem;
        let row = &self.cells[start * problem.rooms..][..problem.rooms];
        let span = problem.span(session, start);
        let later = self.begin[start + 1..start + span].iter().flatten();
        let others = row.iter().filter(|cell| **cell < CLOSED).chain(later);
        others.map(|other| usize::from(*other)).filter(move |other| *other != session)
    }

    /// Whether those that must be before or after are.
    fn in_order(&self, session: usize, place: Place) -> bool {
        let earlier = self.problem.earlier[session].iter();
        let later = self.problem.later[session].iter();
        earlier.clone().all(|order| self.is_after(order, session, place))
            && later.clone().all(|order| self.is_before(order, session, place))
    }

    /// A session at a place is held after another one, which must have a place.
    pub(super) fn is_after(&self, order: &Order, _: usize, place: Place) -> bool {
        let first = usize::from(order.other);
        let Some((start, room)) = self.at[first] else { return false };
        let end = usize::from(start) + self.problem.span(first, usize::from(start));
        self.follows(end, (start, room), place, order.directly)
    }

    /// A session at a place is held before another one, if that has a place.
    pub(super) fn is_before(&self, order: &Order, session: usize, place: Place) -> bool {
        let Some(then) = self.at[usize::from(order.other)] else { return true };
        let end = usize::from(place.0) + self.problem.span(session, usize::from(place.0));
        self.follows(end, place, then, order.directly)
    }

    fn follows(&self, end: usize, first: Place, then: Place, directly: bool) -> bool {
        if directly {
            // With the next slot; a block never goes over two days.
            let day = &self.problem.day;
            let (one, other) = (usize::from(first.0), usize::from(then.0));
            other == end && then.1 == first.1 && day[one] == day[other]
        } else {
            usize::from(then.0) >= end
        }
    }

    /// The sessions before and after a place in its room on that day.
    fn neighbours(&self, (start, room): Place, span: usize) -> (Option<u16>, Option<u16>) {
        let (start, room) = (usize::from(start), usize::from(room));
        let day = usize::from(self.problem.day[start]);
        let (from, to) = (self.problem.day_start[day], self.problem.day_start[day + 1]);
        let row = &self.busy[room * self.words..][..self.words];
        let before = last_bit(row, usize::from(from), start).map(|slot| self.cell(slot, room));
        let after = first_bit(row, start + span, usize::from(to)).map(|slot| self.cell(slot, room));
        (before, after)
    }

    /// What the chains of tracks cost more with a session at a place.
    fn split_change(&self, session: usize, place: Place) -> i64 {
        let problem = self.problem;
        let span = problem.span(session, usize::from(place.0));
        let (before, after) = self.neighbours(place, span);
        let track_of = |session: Option<u16>| session.map_or(NO_TRACK, |it| problem.track[usize::from(it)]);
        let (own, before, after) = (problem.track[session], track_of(before), track_of(after));
        let day = usize::from(problem.day[usize::from(place.0)]);
        let mut cost = 0;
        if own != NO_TRACK && own != before && own != after && self.chains_of(own, day) > 0 {
            cost += problem.split_cost[usize::from(own)];
        }
        if before != NO_TRACK && before == after && before != own {
            cost += problem.split_cost[usize::from(before)];
        }
        cost
    }

    fn chains_of(&self, track: u16, day: usize) -> u16 {
        self.chains[usize::from(track) * self.problem.days + day]
    }

    fn change_chains(&mut self, session: usize, place: Place, more: bool) {
        let problem = self.problem;
        let (before, after) = self.neighbours(place, problem.span(session, usize::from(place.0)));
        let track_of = |session: Option<u16>| session.map_or(NO_TRACK, |it| problem.track[usize::from(it)]);
        let (own, before, after) = (problem.track[session], track_of(before), track_of(after));
        let day = usize::from(problem.day[usize::from(place.0)]);
        let mut change = |track: u16| {
            let count = &mut self.chains[usize::from(track) * problem.days + day];
            *count = if more { *count + 1 } else { *count - 1 };
        };
        if own != NO_TRACK && own != before && own != after {
            change(own);
        }
        if before != NO_TRACK && before == after && before != own {
            change(before);
        }
    }

    /// Places a session; `gain` is what [`State::gain`] said.
    pub(super) fn put(&mut self, session: usize, place: Place, gain: i64) {
        self.change_chains(session, place, true);
        self.mark(session, place, session as u16);
        self.begin[usize::from(place.0)].push(session as u16);
        self.at[session] = Some(place);
        self.value += gain;
    }

    /// Takes a session out and says where it was. Those that must follow it keep their places.
    pub(super) fn take(&mut self, session: usize) -> Option<Place> {
        let place = self.at[session].take()?;
        self.mark(session, place, FREE);
        let begin = &mut self.begin[usize::from(place.0)];
        if let Some(index) = begin.iter().position(|other| usize::from(*other) == session) {
            begin.swap_remove(index);
        }
        self.change_chains(session, place, false);
        let problem = self.problem;
        let at_once = self.at_once_cost(session, usize::from(place.0));
        self.value -= problem.worth[session]
            - problem.place_cost(session, place)
            - at_once
            - self.split_change(session, place);
        Some(place)
    }

    fn mark(&mut self, session: usize, (start, room): Place, what: u16) {
        let (start, room) = (usize::from(start), usize::from(room));
        for slot in start..start + self.problem.span(session, start) {
            self.cells[slot * self.problem.rooms + room] = what;
            let word = &mut self.busy[room * self.words + slot / 64];
            if what == FREE {
                *word &= !(1 << (slot % 64));
            } else {
                *word |= 1 << (slot % 64);
            }
        }
    }

    /// Chains of each track on each day, and what they cost.
    pub(super) fn split_cost(&self) -> i64 {
        let days = self.problem.days.max(1);
        let cost = |(at, count): (usize, &u16)| {
            i64::from(count.saturating_sub(1)) * self.problem.split_cost[at / days]
        };
        self.chains.iter().enumerate().map(cost).sum()
    }
}

/// The last set bit at or after `from` and before `to`.
fn last_bit(words: &[u64], from: usize, to: usize) -> Option<usize> {
    let mut end = to;
    while end > from {
        let word = (end - 1) / 64;
        let top = end - word * 64;
        let mask = if top == 64 { u64::MAX } else { (1 << top) - 1 };
        let found = words[word] & mask;
        if found != 0 {
            let bit = word * 64 + 63 - found.leading_zeros() as usize;
            return (bit >= from).then_some(bit);
        }
        end = word * 64;
    }
    None
}

/// The first set bit at or after `from` and before `to`.
fn first_bit(words: &[u64], from: usize, to: usize) -> Option<usize> {
    let mut begin = from;
    while begin < to {
        let word = begin / 64;
        let found = words[word] >> (begin % 64);
        if found != 0 {
            let bit = begin + found.trailing_zeros() as usize;
            return (bit < to).then_some(bit);
        }
        begin = (word + 1) * 64;
    }
    None
}
