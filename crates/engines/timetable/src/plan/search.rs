//! The search: many small changes, worse ones too while it is warm.

use super::{
    problem::{NEVER, Place, Problem},
    state::{CLOSED, FREE, State},
};
use crate::solve::chance::Chance;

/// Sessions that may have to give way to one.
const BLOCKERS_MAX: usize = 4;
/// Places that are tried for a session that had to give way.
const TRIES: usize = 6;

/// Sessions in a row that follow one another and move together.
const SERIES_MAX: usize = 4;
/// Points that a change may bring beside what is reckoned before it is tried: by chains, and by what gives way.
const HOPE: i64 = 30;

/// Changes a timetable.
pub(super) struct Mover<'p> {
    pub(super) state: State<'p>,
    pub(super) chance: Chance,
    /// Sessions that can be placed at all and are not fixed altogether.
    loose: Vec<u16>,
    /// What the change that is tried has touched, with where it was.
    touched: Vec<(u16, Option<Place>)>,
    /// Room for what has to give way.
    displaced: Vec<u16>,
    /// By how much the value changed in the last change that was tried to its end.
    pub(super) last: i64,
}

impl<'p> Mover<'p> {
    pub(super) fn new(state: State<'p>, seed: u64) -> Self {
        let problem = state.problem;
        let can = |session: &usize| {
            let (starts, halls) = (problem.starts[*session].len(), problem.halls[*session].len());
            starts > 0 && halls > 0 && !(starts == 1 && halls == 1 && problem.fixed[*session].is_some())
        };
        let loose = (0..problem.sessions).filter(can).map(|session| session as u16).collect();
        Self { state, chance: Chance::new(seed), loose, touched: Vec::new(), displaced: Vec::new(), last: 0 }
    }

    fn problem(&self) -> &'p Problem {
        self.state.problem
    }

    /// A place that is possible as far as slot and room alone go.
    fn some_place(&mut self, session: usize) -> Option<Place> {
        let problem = self.problem();
        let start = problem.starts[session][self.chance.below(problem.starts[session].len())];
        let room = problem.halls[session][self.chance.below(problem.halls[session].len())];
        problem.possible(session, (start, room)).then_some((start, room))
    }

    /// Tries one change; it is kept when the value falls by no more than `floor`, which is at most 0.
    pub(super) fn step(&mut self, floor: f32) {
        if self.loose.is_empty() {
            return;
        }
        let dice = self.chance.below(100);
        let session = usize::from(self.loose[self.chance.below(self.loose.len())]);
        if dice < 3 {
            self.swap_rooms(session, floor);
        } else if dice < 45 {
            self.exchange(session, floor);
        } else {
            self.change_place(session, floor);
        }
    }

    /// Moves a session to another place; what is in the way goes elsewhere.
    fn change_place(&mut self, session: usize, floor: f32) {
        let dice = self.chance.below(4);
        let Some(mut place) = self.some_place(session) else { return };
        let problem = self.problem();
        match (dice, self.state.at[session]) {
            // The same time in another room, or another time in the same room.
            (0, Some((start, _))) => place.0 = start,
            (1, Some((_, room))) => place.1 = room,
            _ => {}
        }
        if self.state.at[session] == Some(place) || !problem.possible(session, place) {
            return;
        }
        if let Some(old) = self.state.at[session] {
            let gone = self.in_room(session, place).map(|other| self.at_once(session, other)).sum::<i64>();
            if self.state.change(session, old, place) + gone < floor as i64 * 2 - HOPE {
                return;
            }
        }
        let before = self.state.value;
        let old = self.remove(session);
        let mut displaced = std::mem::take(&mut self.displaced);
        displaced.clear();
        let done = self.force(session, place, &mut displaced, 0) && self.pull_along(session, &mut displaced);
        if done {
            for &other in &displaced {
                if self.state.at[usize::from(other)].is_none() {
                    self.rehouse(usize::from(other), old);
                }
            }
            self.settle(before, floor);
        } else {
            self.undo();
        }
        self.displaced = displaced;
    }

    /// Puts a session without a place somewhere, and what must be before it before it. Whatever is in the way loses
    /// its place. Says whether that can be done; what was begun then has to be undone by the caller.
    fn force(&mut self, session: usize, place: Place, displaced: &mut Vec<u16>, depth: usize) -> bool {
        let problem = self.problem();
        if depth > SERIES_MAX || !problem.possible(session, place) {
            return false;
        }
        for order in &problem.earlier[session] {
            if !self.state.is_after(order, session, place) {
                let first = usize::from(order.other);
                let Some(before) = self.place_before(first, place, order.directly) else { return false };
                self.remove(first);
                if !self.force(first, before, displaced, depth + 1) {
                    return false;
                }
            }
        }
        let Some(blockers) = self.blockers(session, place) else { return false };
        for blocker in blockers {
            self.remove(usize::from(blocker));
            displaced.push(blocker);
        }
        displaced.len() <= BLOCKERS_MAX && self.put_if_free(session, place)
    }

    /// Some place from which a session is over before another begins.
    fn place_before(&mut self, first: usize, then: Place, directly: bool) -> Option<Place> {
        let problem = self.problem();
        let starts = &problem.starts[first];
        let end = |start: u16| usize::from(start) + problem.span(first, usize::from(start));
        if directly {
            let start = starts.iter().find(|start| end(**start) == usize::from(then.0))?;
            return Some((*start, then.1));
        }
        let count = starts.partition_point(|start| end(*start) <= usize::from(then.0));
        if count == 0 || problem.halls[first].is_empty() {
            return None;
        }
        let room = problem.halls[first][self.chance.below(problem.halls[first].len())];
        Some((starts[self.chance.below(count)], room))
    }

    /// What follows a session directly, and lost its place because the session moved, comes along.
    fn pull_along(&mut self, session: usize, displaced: &mut Vec<u16>) -> bool {
        let problem = self.problem();
        let mut at = session;
        for _ in 0..SERIES_MAX {
            let Some((start, room)) = self.state.at[at] else { return true };
            let end = usize::from(start) + problem.span(at, usize::from(start));
            let lost = |then: usize| self.state.at[then].is_none() && displaced.contains(&(then as u16));
            let next =
                problem.later[at].iter().find(|order| order.directly && lost(usize::from(order.other)));
            let Some(order) = next else { return true };
            at = usize::from(order.other);
            if end >= problem.slots || !self.force(at, (end as u16, room), displaced, 0) {
                return false;
            }
        }
        true
    }

    /// Sessions in the slots of a room that another would take.
    fn in_room(&self, session: usize, (start, room): Place) -> impl Iterator<Item = usize> {
        let (first, room) = (usize::from(start), usize::from(room));
        let slots = first..first + self.problem().span(session, first);
        let cell = move |slot: usize| usize::from(self.state.cell(slot, room));
        let mut last = usize::MAX;
        slots
            .map(cell)
            .filter(move |cell| *cell < usize::from(CLOSED) && std::mem::replace(&mut last, *cell) != *cell)
    }

    /// Two sessions change places.
    fn exchange(&mut self, first: usize, floor: f32) {
        let second = usize::from(self.loose[self.chance.below(self.loose.len())]);
        let (Some(one), Some(other)) = (self.state.at[first], self.state.at[second]) else { return };
        let problem = self.problem();
        if first == second || !problem.possible(first, other) || !problem.possible(second, one) {
            return;
        }
        let before = self.state.value;
        let both = self.state.change(first, one, other) + self.state.change(second, other, one);
        if both + 2 * self.at_once(first, second) < floor as i64 - HOPE {
            return;
        }
        self.remove(first);
        self.remove(second);
        if !self.put_if_free(first, other) || !self.put_if_free(second, one) {
            return self.undo();
        }
        self.settle(before, floor);
    }

    /// Cost of two sessions at one time, when that is not forbidden.
    fn at_once(&self, first: usize, second: usize) -> i64 {
        match self.problem().pair(first, second) {
            NEVER => 0,
            cost => i64::from(cost),
        }
    }

    /// All that is in a session's room in its half day changes with another room.
    fn swap_rooms(&mut self, session: usize, floor: f32) {
        let problem = self.problem();
        let Some((start, room)) = self.state.at[session] else { return };
        let other = self.chance.below(problem.rooms) as u16;
        let day = usize::from(problem.day[usize::from(start)]);
        let (from, to) = (problem.day_start[day], problem.day_start[day + 1]);
        // From this session on, or the whole day.
        let from = if self.chance.below(2) == 0 { start } else { from };
        if other == room {
            return;
        }
        let mut both = Vec::new();
        for slot in from..to {
            for hall in [room, other] {
                let cell = self.state.cell(usize::from(slot), usize::from(hall));
                if cell < CLOSED && self.state.at[usize::from(cell)].is_some_and(|(start, _)| start == slot) {
                    both.push((cell, if hall == room { other } else { room }));
                }
            }
        }
        let before = self.state.value;
        for (cell, _) in &both {
            self.remove(usize::from(*cell));
        }
        for (cell, hall) in both {
            let session = usize::from(cell);
            let Some(start) = self.was(session).map(|(start, _)| start) else { return self.undo() };
            if !problem.possible(session, (start, hall)) || !self.put_if_free(session, (start, hall)) {
                return self.undo();
            }
        }
        self.settle(before, floor);
    }

    /// What would have to give way; none when that cannot be or is too much.
    fn blockers(&self, session: usize, (start, room): Place) -> Option<Vec<u16>> {
        let (state, problem) = (&self.state, self.problem());
        let first = usize::from(start);
        let mut found: Vec<u16> = Vec::new();
        let mut add = |other: usize| {
            if other != session && !found.contains(&(other as u16)) {
                found.push(other as u16);
            }
        };
        for slot in first..first + problem.span(session, first) {
            match state.cell(slot, usize::from(room)) {
                FREE => {}
                CLOSED => return None,
                other => add(usize::from(other)),
            }
        }
        let pairs = problem.pairs_of(session);
        state.at_once(session, first).filter(|other| pairs[*other] == NEVER).for_each(&mut add);
        for order in &problem.later[session] {
            if !state.is_before(order, session, (start, room)) {
                add(usize::from(order.other));
            }
        }
        let moves = |other: &u16| {
            let other = usize::from(*other);
            problem.fixed[other].is_none() || problem.halls[other].len() > 1
        };
        (found.len() <= BLOCKERS_MAX && found.iter().all(moves)).then_some(found)
    }

    /// Where the change found a session.
    fn was(&self, session: usize) -> Option<Place> {
        self.touched.iter().find(|(other, _)| usize::from(*other) == session).and_then(|(_, place)| *place)
    }

    fn remove(&mut self, session: usize) -> Option<Place> {
        let place = self.state.take(session);
        self.touched.push((session as u16, place));
        place
    }

    fn gain_if_free(&self, session: usize, place: Place) -> Option<i64> {
        if self.state.is_free(session, place) { self.state.gain(session, place) } else { None }
    }

    fn put_if_free(&mut self, session: usize, place: Place) -> bool {
        match self.gain_if_free(session, place) {
            Some(gain) => self.state.put(session, place, gain),
            None => return false,
        }
        true
    }

    /// Finds a place for a session that had to give way: the one that became free, or the best of a few.
    fn rehouse(&mut self, session: usize, freed: Option<Place>) {
        let problem = self.problem();
        let mut best: Option<(i64, Place)> = None;
        let mut look = |mover: &Self, place: Place| {
            if problem.possible(session, place)
                && let Some(gain) = mover.gain_if_free(session, place)
                && gain > best.map_or(0, |(gain, _)| gain)
            {
                best = Some((gain, place));
            }
        };
        freed.into_iter().for_each(|place| look(self, place));
        for _ in 0..TRIES {
            if let Some(place) = self.some_place(session) {
                look(self, place);
            }
        }
        if let Some((gain, place)) = best {
            self.state.put(session, place, gain);
        }
    }

    /// Keeps the change or takes it back. What follows something without a place loses its own.
    fn settle(&mut self, before: i64, floor: f32) {
        let mut at = 0;
        while at < self.touched.len() {
            let session = usize::from(self.touched[at].0);
            if self.state.at[session].is_none() {
                for order in &self.problem().later[session] {
                    if self.state.at[usize::from(order.other)].is_some() {
                        self.remove(usize::from(order.other));
                    }
                }
            }
            at += 1;
        }
        let lost_fixed = self.touched.iter().any(|(session, was)| {
            let session = usize::from(*session);
            was.is_some() && self.state.at[session].is_none() && self.problem().fixed[session].is_some()
        });
        self.last = self.state.value - before;
        if lost_fixed || (self.last as f32) < floor {
            self.undo();
        } else {
            self.touched.clear();
        }
    }

    fn undo(&mut self) {
        let touched = std::mem::take(&mut self.touched);
        for (session, _) in &touched {
            if self.state.at[usize::from(*session)].is_some() {
                self.state.take(usize::from(*session));
            }
        }
        // The first entry of a session says where it was before the change. Those that follow others go back last.
        let mut waiting: Vec<(u16, Place)> = Vec::new();
        for (at, (session, place)) in touched.iter().enumerate() {
            if let (Some(place), false) = (place, touched[..at].iter().any(|(before, _)| before == session)) {
                waiting.push((*session, *place));
            }
        }
        while !waiting.is_empty() {
            let count = waiting.len();
            waiting.retain(|(session, place)| !self.put_if_free(usize::from(*session), *place));
            assert!(waiting.len() < count, "a timetable that was there can be put back");
        }
        self.touched = touched;
        self.touched.clear();
    }

    /// Places everything that has no place where it fits best, the dearest and most difficult first.
    pub(super) fn fill(&mut self) {
        let problem = self.problem();
        let mut order: Vec<usize> =
            (0..problem.sessions).filter(|session| self.state.at[*session].is_none()).collect();
        let room_for = |session: usize| problem.starts[session].len() * problem.halls[session].len();
        order.sort_by_key(|&session| {
            let fixed = problem.fixed[session].is_some();
            (!fixed, std::cmp::Reverse(problem.worth[session]), room_for(session))
        });
        // Once more for each step of the longest series.
        let mut placed = true;
        while placed {
            placed = false;
            order.retain(|&session| {
                let Some((gain, place)) = self.best_place(session) else { return true };
                self.state.put(session, place, gain);
                placed = true;
                false
            });
        }
    }

    /// The best place of a session that has none, if it is worth its cost.
    pub(super) fn best_place(&self, session: usize) -> Option<(i64, Place)> {
        let problem = self.problem();
        let mut best: Option<(i64, Place)> = None;
        for &start in &problem.starts[session] {
            for &room in &problem.halls[session] {
                let place = (start, room);
                if problem.possible(session, place)
                    && let Some(gain) = self.gain_if_free(session, place)
                    && gain > best.map_or(0, |(gain, _)| gain)
                {
                    best = Some((gain, place));
                }
            }
        }
        best
    }
}
