//! What an event does to the problem, and whom it hits.

use super::kept::Kept;
use crate::{
    fault::Refusal,
    meet::{events::Event, mask::Mask, model::Request},
    solve::state::{State, WAITING},
};

/// Whom and what an event hits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hit {
    /// Meetings that cannot stay where they are, and new requests.
    pub(crate) removed: Vec<u32>,
    /// People whose time became free.
    pub(crate) freed: Vec<u32>,
    /// In words, why.
    pub(crate) reason: String,
}

fn unknown(what: &str, id: u32) -> Refusal {
    Refusal::one("event", format!("{what} {id} is unknown"))
}

impl<M: Mask> Kept<M> {
    /// Takes an event into the instance and the problem; what it makes impossible is taken out of the plan.
    pub(crate) fn take_in(&mut self, event: &Event) -> Result<Hit, Refusal> {
        if let Some((person, slots)) = event.away(&self.instance) {
            return self.be_away(person, &slots);
        }
        match event {
            Event::CloseTable { table } => self.close(*table),
            Event::NewRequest { request } => self.ask(request),
            Event::Overrun { r, slots } => self.overrun(*r, *slots),
            _ => Ok(Hit::default()),
        }
    }

    fn state(&mut self) -> State<'_, M> {
        State { problem: &self.problem, plan: std::mem::take(&mut self.plan) }
    }

    fn be_away(&mut self, person: u32, slots: &[u32]) -> Result<Hit, Refusal> {
        let id = person as usize;
        if id >= self.problem.people() {
            return Err(unknown("participant", person));
        }
        if let Some(&slot) = slots.iter().find(|slot| **slot as usize >= self.problem.slots) {
            return Err(unknown("slot", slot));
        }
        let away = M::collect(slots.iter().map(|slot| *slot as usize));
        let mut removed = Vec::new();
        for slot in slots {
            let cap = usize::from(self.problem.cap[id]);
            let base = self.problem.seat_base[id] as usize + *slot as usize * cap;
            let row = self.plan.seats[base..base + cap].iter();
            removed.extend(row.filter(|request| **request != u32::MAX));
        }
        removed.sort_unstable();
        removed.dedup();
        let mut state = self.state();
        removed.iter().for_each(|&request| state.remove(request as usize));
        self.plan = state.plan;
        // Idle slots count only where somebody is available, so the value changes with that too.
        let gaps = self.gap_cost(id);
        self.problem.avail[id] &= !away;
        self.plan.score += gaps - self.gap_cost(id);
        let mut letters = self.instance.participants[id].avail.clone().into_bytes();
        slots.iter().for_each(|&slot| letters[slot as usize] = b'0');
        self.instance.participants[id].avail = String::from_utf8(letters).unwrap_or_default();
        for at in self.problem.wish_start[id]..self.problem.wish_start[id + 1] {
            let request = self.problem.wish[at as usize] as usize;
            let dur = usize::from(self.problem.dur[request]);
            let starts = self.problem.span(self.problem.avail[id], dur);
            self.problem.starts[request] &= starts;
        }
        for &request in &removed {
            self.problem.fixed[request as usize] = None;
            self.instance.fixed.retain(|fixed| fixed.r != request);
        }
        let mut state = self.state();
        state.refresh(id);
        self.plan = state.plan;
        let reason = format!("participant {person} is not there then any more");
        let mut freed = self.people_of(&removed);
        freed.retain(|other| *other != person);
        Ok(Hit { removed, freed, reason })
    }

    fn gap_cost(&self, person: usize) -> i64 {
        let problem = &self.problem;
        let cost = problem.rules[problem.profile[person] as usize].gap_cost;
        let mut seen = M::EMPTY;
        let mut idle = 0;
        for &day in problem.day.iter().filter(|_| cost > 0) {
            if (seen & day).is_empty() {
                seen |= day;
                idle += crate::solve::state::idle(self.plan.busy[person], day, problem.avail[person]);
            }
        }
        i64::from(idle) * cost
    }

    fn people_of(&self, requests: &[u32]) -> Vec<u32> {
        let people = requests.iter().flat_map(|&request| self.problem.members(request as usize));
        let mut people: Vec<u32> = people.copied().collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    fn close(&mut self, table: u32) -> Result<Hit, Refusal> {
        let found = self.problem.classes.iter().position(|class| class.tables.contains(&table));
        let Some(class) = found else { return Err(unknown("table", table)) };
        let rooms = self.problem.classes[class].rooms as usize - 1;
        let slots = self.problem.slots;
        let at_it = self.seats.iter().filter(|(_, at)| **at == table);
        let at_it: Vec<u32> = at_it.map(|(request, _)| *request).collect();
        let mut removed = Vec::new();
        for slot in 0..slots {
            let mut list = self.plan.room[class * slots + slot].clone();
            list.retain(|request| !removed.contains(request));
            if list.len() > rooms {
                // The one at that table, if it is known; else the one that matters least.
                let free = list.iter().filter(|request| self.problem.fixed[**request as usize].is_none());
                let own = |request: &u32| at_it.binary_search(request).is_ok();
                let least =
                    free.min_by_key(|&request| (!own(request), self.problem.value[*request as usize]));
                let Some(&request) = least else {
                    return Err(Refusal::one(
                        "event",
                        format!("locked meetings need table {table} at slot {slot}"),
                    ));
                };
                removed.push(request);
            }
        }
        self.problem.classes[class].tables.retain(|other| *other != table);
        self.problem.classes[class].rooms -= 1;
        self.instance.tables.retain(|other| other.id != table);
        let mut state = self.state();
        removed.iter().for_each(|&request| state.remove(request as usize));
        self.plan = state.plan;
        for slot in 0..slots {
            if self.plan.room[class * slots + slot].len() >= rooms {
                self.plan.room_open[class] &= !M::of(slot);
            }
        }
        let freed = self.people_of(&removed);
        Ok(Hit { removed, freed, reason: format!("table {table} is closed") })
    }

    fn ask(&mut self, request: &Request) -> Result<Hit, Refusal> {
        let id = self.instance.requests.len() as u32;
        if request.id != id {
            return Err(Refusal::one(
                "event",
                format!("the new request has id {}, the next is {id}", request.id),
            ));
        }
        if self.problem.is_full() {
            return Err(Refusal::one(
                "event",
                "there are too many different lists of places and their costs",
            ));
        }
        self.instance.requests.push(request.clone());
        if let Err(refusal) = crate::meet::check::check_request(&self.instance, id as usize) {
            self.instance.requests.pop();
            return Err(refusal);
        }
        self.problem.add_request(&self.instance, request);
        self.problem.fixed.push(None);
        let dur = u32::from(self.problem.dur[id as usize]);
        let base = self.plan.room_at.len() as u32;
        self.plan.room_start.push(base);
        self.plan.room_at.resize((base + dur) as usize, 0);
        self.plan.at.push(WAITING);
        self.plan.pool_at.push(self.plan.pool.len() as u32);
        self.plan.pool.push(id);
        self.problem.add_wish(id);
        Ok(Hit { removed: vec![id], freed: Vec::new(), reason: "it is new".into() })
    }

    fn overrun(&mut self, request: u32, more: u32) -> Result<Hit, Refusal> {
        let id = request as usize;
        let code = self.plan.at.get(id).copied().filter(|code| *code != WAITING);
        let Some(code) = code else { return Err(unknown("placed request", request)) };
        let (slot, class) = self.problem.slot_class(code);
        let old = usize::from(self.problem.dur[id]);
        let dur = old + more as usize;
        let own = self
            .problem
            .members(id)
            .iter()
            .fold(M::ALL, |mask, &who| mask & self.problem.avail[who as usize]);
        let own = self.problem.span(own & self.problem.classes[class].open, dur.min(M::SLOTS));
        if more == 0 || dur > 8 || !own.has(slot) {
            let message = format!("request {request} cannot go on for {more} slots: somebody has to leave");
            return Err(Refusal::one("event", message));
        }
        let mut state = self.state();
        let taken = M::row(slot + old, dur - old);
        let mut removed = state.in_the_way(id, class, taken);
        if removed.iter().any(|&other| state.problem.fixed[other as usize].is_some()) {
            self.plan = state.plan;
            let message = format!("request {request} cannot go on: a locked meeting comes after it");
            return Err(Refusal::one("event", message));
        }
        let kept = state.plan.clone();
        removed.iter().for_each(|&other| state.remove(other as usize));
        state.remove(id);
        self.plan = state.plan;
        let starts = self.problem.starts[id];
        self.problem.dur[id] = dur as u8;
        self.problem.starts[id] = M::of(slot);
        let base = self.plan.room_at.len();
        self.plan.room_start[id] = base as u32;
        self.plan.room_at.resize(base + dur, 0);
        let mut state = self.state();
        let fits = state.fits(id, code);
        if fits {
            state.insert(id, code);
        }
        self.plan = state.plan;
        if !fits {
            self.plan = kept;
            (self.problem.dur[id], self.problem.starts[id]) = (old as u8, starts);
            let message = format!("request {request} cannot go on: a limit of somebody is reached");
            return Err(Refusal::one("event", message));
        }
        self.problem.fixed[id] = Some(code);
        self.instance.requests[id].dur = dur as u32;
        let freed = self.people_of(&removed);
        removed.retain(|other| *other != request);
        Ok(Hit { removed, freed, reason: format!("request {request} takes longer") })
    }
}
