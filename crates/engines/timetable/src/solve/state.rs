//! A plan in the making: always feasible, and what a change is worth is known at once.

use crate::meet::{
    mask::Mask,
    problem::{Problem, Rules},
};

/// No meeting, or not placed.
pub(crate) const NONE: u32 = u32::MAX;
/// Not placed, as a place.
pub(crate) const WAITING: u16 = u16::MAX;

/// A plan with the problem that it solves.
#[derive(Clone, Debug)]
pub(crate) struct State<'p, M> {
    pub(crate) problem: &'p Problem<M>,
    pub(crate) plan: Plan<M>,
}

impl<M> std::ops::Deref for State<'_, M> {
    type Target = Plan<M>;

    #[inline]
    fn deref(&self) -> &Plan<M> {
        &self.plan
    }
}

impl<M> std::ops::DerefMut for State<'_, M> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Plan<M> {
        &mut self.plan
    }
}

/// Where everybody is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan<M> {
    /// Place of each request, or [`WAITING`].
    pub(crate) at: Vec<u16>,
    /// `[seat_base[person] + slot * cap + n]`: the request that takes a person's time.
    pub(crate) seats: Vec<u32>,
    /// Slots in which a person has a meeting.
    pub(crate) busy: Vec<M>,
    /// Slots in which a person can have no further one.
    pub(crate) full: Vec<M>,
    /// `[person * areas + area]`: slots in which one more meeting there breaks no rule of the person.
    pub(crate) open: Vec<M>,
    /// `[person * areas + area]`: slots in which the person is there; empty when one can walk everywhere.
    there: Vec<M>,
    /// Meetings of each person.
    pub(crate) count: Vec<u16>,
    /// `[class * slots + slot]`: the meetings there.
    pub(crate) room: Vec<Vec<u32>>,
    /// Where a request stands in those lists, `dur` numbers from `room_start`.
    pub(crate) room_at: Vec<u32>,
    pub(crate) room_start: Vec<u32>,
    /// Slots in which a class has a free table.
    pub(crate) room_open: Vec<M>,
    /// Waiting requests that can be placed at all, in no order.
    pub(crate) pool: Vec<u32>,
    pub(crate) pool_at: Vec<u32>,
    /// Value of the plan.
    pub(crate) score: i64,
}

impl<'p, M: Mask> State<'p, M> {
    /// Nobody meets yet, not even by fixed meetings.
    pub(crate) fn empty(problem: &'p Problem<M>) -> Self {
        let (people, slots, classes) = (problem.people(), problem.slots, problem.classes.len());
        let seats: usize = problem.cap.iter().map(|&cap| usize::from(cap) * slots).sum();
        let mut room_start = Vec::with_capacity(problem.requests());
        let mut base = 0;
        for &dur in &problem.dur {
            room_start.push(base);
            base += u32::from(dur);
        }
        let plan = Plan {
            at: vec![WAITING; problem.requests()],
            seats: vec![NONE; seats],
            busy: vec![M::EMPTY; people],
            full: vec![M::EMPTY; people],
            open: vec![M::EMPTY; people * problem.areas],
            there: vec![M::EMPTY; if problem.areas > 1 { people * problem.areas } else { 0 }],
            count: vec![0; people],
            room: vec![Vec::new(); classes * slots],
            room_at: vec![0; base as usize],
            room_start,
            room_open: problem.classes.iter().map(|class| class.open).collect(),
            pool: Vec::new(),
            pool_at: vec![NONE; problem.requests()],
            score: 0,
        };
        let mut state = Self { problem, plan };
        (0..people).for_each(|person| state.refresh(person));
        for request in 0..problem.requests() {
            if !problem.starts[request].is_empty() && problem.fixed[request].is_none() {
                state.wait(request);
            }
        }
        state
    }

    fn wait(&mut self, request: usize) {
        let at = self.pool.len() as u32;
        self.pool_at[request] = at;
        self.pool.push(request as u32);
    }

    fn stop_waiting(&mut self, request: usize) {
        let at = self.pool_at[request];
        if at == NONE {
            return;
        }
        self.pool.swap_remove(at as usize);
        if let Some(&moved) = self.pool.get(at as usize) {
            self.pool_at[moved as usize] = at;
        }
        self.pool_at[request] = NONE;
    }

    /// Meetings that have to go so that a meeting can go on in further slots.
    pub(crate) fn in_the_way(&self, request: usize, class: usize, taken: M) -> Vec<u32> {
        let problem = self.problem;
        let mut found = Vec::new();
        for slot in taken.slots() {
            for &id in problem.members(request) {
                if self.full[id as usize].has(slot) {
                    found.extend(self.row(id as usize, slot).last());
                }
            }
            let list = &self.room[class * problem.slots + slot];
            if !self.room_open[class].has(slot) && !list.iter().any(|other| found.contains(other)) {
                found.extend(list.first());
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Works out anew when one person can have one more meeting.
    #[inline]
    pub(crate) fn refresh(&mut self, person: usize) {
        let problem = self.problem;
        let areas = problem.areas;
        let base = problem.avail[person] & !self.full[person];
        let single = problem.cap[person] == 1;
        let blocked =
            if single { blocked(problem, person, self.busy[person]) } else { self.blocked_team(person) };
        let base = base & !blocked;
        if areas == 1 {
            self.open[person] = base;
            return;
        }
        for to in 0..areas {
            let mut closed = M::EMPTY;
            if single {
                for from in 0..areas {
                    let there = self.there[person * areas + from];
                    closed |= (there & problem.far[from * areas + to]) << 1;
                    closed |= (there >> 1) & problem.far[to * areas + from];
                }
            }
            self.open[person * areas + to] = base & !closed;
        }
    }

    /// As [`blocked`], for a team: every one of its meetings counts.
    fn blocked_team(&self, person: usize) -> M {
        let problem = self.problem;
        let limits = &problem.rules[problem.profile[person] as usize].all;
        let full = limits.iter().filter(|(mask, most)| self.load(person, *mask) >= *most);
        full.fold(M::EMPTY, |blocked, (mask, _)| blocked | *mask)
    }

    /// Meetings of a person in a set of slots, each slot of each counted.
    fn load(&self, person: usize, mask: M) -> u32 {
        let cap = usize::from(self.problem.cap[person]);
        let base = self.problem.seat_base[person] as usize;
        let taken = mask.slots().map(|slot| {
            let row = &self.seats[base + slot * cap..base + (slot + 1) * cap];
            row.iter().filter(|request| **request != NONE).count()
        });
        taken.sum::<usize>() as u32
    }

    /// Meetings of a person in one slot.
    #[inline]
    pub(crate) fn row(&self, person: usize, slot: usize) -> &[u32] {
        let cap = usize::from(self.problem.cap[person]);
        let base = self.problem.seat_base[person] as usize + slot * cap;
        &self.seats[base..base + cap]
    }

    /// Slots at which a request could begin now in an area, as far as its people go.
    #[inline]
    pub(crate) fn together(&self, request: usize, area: usize) -> M {
        let problem = self.problem;
        let members = problem.members(request);
        let mask = members
            .iter()
            .fold(problem.starts[request], |mask, &id| mask & self.open[id as usize * problem.areas + area]);
        let dur = usize::from(problem.dur[request]);
        if dur == 1 || mask.is_empty() {
            return mask;
        }
        let both =
            members.iter().fold(M::ALL, |mask, &id| mask & self.open[id as usize * problem.areas + area]);
        self.spanned(request, mask & problem.span(both, dur), dur)
    }

    /// Of these starts, those at which all slots together break no limit: each alone may be fine.
    #[cold]
    fn spanned(&self, request: usize, mask: M, dur: usize) -> M {
        let problem = self.problem;
        let fine = |start: &usize| {
            let cover = M::row(*start, dur);
            !problem.members(request).iter().any(|&id| self.breaks(id as usize, cover))
        };
        M::collect(mask.slots().filter(fine))
    }

    /// Whether these further slots break a limit of the person.
    fn breaks(&self, person: usize, cover: M) -> bool {
        let problem = self.problem;
        let rules = &problem.rules[problem.profile[person] as usize];
        if problem.cap[person] == 1 {
            broken(rules, self.busy[person] | cover).is_some()
        } else {
            let mut limits = rules.all.iter();
            limits.any(|&(mask, most)| self.load(person, mask) + (mask & cover).count() > most)
        }
    }

    /// Slots at which a request could begin now in a class.
    #[inline]
    pub(crate) fn starts_in(&self, request: usize, class: usize) -> M {
        let free = self.room_open[class];
        let dur = usize::from(self.problem.dur[request]);
        let free = if dur == 1 { free } else { self.problem.span(free, dur) };
        if free.is_empty() { free } else { free & self.together(request, self.problem.classes[class].area) }
    }

    /// Whether a waiting request can be placed here.
    #[inline]
    pub(crate) fn fits(&self, request: usize, code: u16) -> bool {
        let (slot, class) = self.problem.slot_class(code);
        self.starts_in(request, class).has(slot)
    }

    /// What of a request's worth does not depend on other meetings, at a place with this cost.
    #[inline]
    pub(crate) fn plain_gain(&self, request: usize, slot: usize, place_cost: i32) -> i32 {
        let problem = self.problem;
        let mut gain = problem.value[request] - place_cost;
        let cover = M::row(slot, usize::from(problem.dur[request]));
        for &id in problem.members(request) {
            if (problem.costly[id as usize] & cover).is_empty() {
                continue;
            }
            let base = id as usize * problem.slots + slot;
            let costs = &problem.slot_cost[base..base + usize::from(problem.dur[request])];
            gain -= costs.iter().sum::<i32>();
        }
        gain
    }

    /// What placing a waiting request here would add.
    #[inline]
    pub(crate) fn gain(&self, request: usize, slot: usize, place_cost: i32) -> i32 {
        let problem = self.problem;
        let mut gain = self.plain_gain(request, slot, place_cost);
        let cover = M::row(slot, usize::from(problem.dur[request]));
        for &id in problem.members(request) {
            let person = id as usize;
            let profile = problem.profile[person] as usize;
            gain += bonus(problem, profile, self.count[person]);
            let cost = problem.rules[profile].gap_cost;
            if cost > 0 {
                let (day, busy) = (problem.day[slot], self.busy[person]);
                let idle =
                    idle(busy | cover, day, problem.avail[person]) - idle(busy, day, problem.avail[person]);
                gain -= idle * cost as i32;
            }
        }
        gain
    }

    /// Cost of a class for a request; none when it may not go there.
    #[inline]
    pub(crate) fn place_cost(&self, request: usize, class: usize) -> i32 {
        let places = self.problem.places(request);
        places.iter().find(|(at, _)| usize::from(*at) == class).map_or(0, |(_, cost)| *cost)
    }

    /// Places a waiting request where it fits.
    pub(crate) fn insert(&mut self, request: usize, code: u16) {
        let problem = self.problem;
        let (slot, class) = problem.slot_class(code);
        let dur = usize::from(problem.dur[request]);
        self.score += i64::from(self.gain(request, slot, self.place_cost(request, class)));
        self.at[request] = code;
        self.stop_waiting(request);
        let area = problem.classes[class].area;
        for &id in problem.members(request) {
            let person = id as usize;
            self.count[person] += 1;
            let cap = usize::from(problem.cap[person]);
            for t in slot..slot + dur {
                let base = problem.seat_base[person] as usize + t * cap;
                let row = &mut self.seats[base..base + cap];
                let free = row.iter().position(|seat| *seat == NONE);
                row[free.unwrap_or(cap - 1)] = request as u32;
                self.busy[person] |= M::of(t);
                if free == Some(cap - 1) || cap == 1 {
                    self.full[person] |= M::of(t);
                }
            }
            if problem.areas > 1 {
                self.there[person * problem.areas + area] |= M::row(slot, dur);
            }
            self.refresh(person);
        }
        for t in slot..slot + dur {
            let plan = &mut self.plan;
            let list = &mut plan.room[class * problem.slots + t];
            plan.room_at[plan.room_start[request] as usize + t - slot] = list.len() as u32;
            list.push(request as u32);
            if list.len() >= problem.classes[class].rooms as usize {
                self.room_open[class] &= !M::of(t);
            }
        }
    }

    /// Takes a placed request out again.
    pub(crate) fn remove(&mut self, request: usize) {
        let problem = self.problem;
        let (slot, class) = problem.slot_class(self.at[request]);
        let dur = usize::from(problem.dur[request]);
        let area = problem.classes[class].area;
        for &id in problem.members(request) {
            let person = id as usize;
            self.count[person] -= 1;
            let cap = usize::from(problem.cap[person]);
            for t in slot..slot + dur {
                let base = problem.seat_base[person] as usize + t * cap;
                self.vacate(person, base, cap, request, t);
            }
            if problem.areas > 1 {
                self.there[person * problem.areas + area] &= !M::row(slot, dur);
            }
            self.refresh(person);
        }
        for t in slot..slot + dur {
            self.leave_room(request, class, slot, t);
        }
        self.at[request] = WAITING;
        self.wait(request);
        self.score -= i64::from(self.gain(request, slot, self.place_cost(request, class)));
    }

    #[inline]
    fn vacate(&mut self, person: usize, base: usize, cap: usize, request: usize, t: usize) {
        let row = &mut self.seats[base..base + cap];
        if cap == 1 {
            row[0] = NONE;
            self.busy[person] &= !M::of(t);
        } else {
            // The rest moves up, so that a free seat is always the last.
            let last = row.iter().rposition(|seat| *seat != NONE).unwrap_or(0);
            let own = row.iter().position(|seat| *seat == request as u32).unwrap_or(last);
            row[own] = row[last];
            row[last] = NONE;
            if last == 0 {
                self.busy[person] &= !M::of(t);
            }
        }
        self.full[person] &= !M::of(t);
    }

    #[inline]
    fn leave_room(&mut self, request: usize, class: usize, slot: usize, t: usize) {
        let problem = self.problem;
        let at = self.room_at[self.room_start[request] as usize + t - slot];
        let list = &mut self.room[class * problem.slots + t];
        list.swap_remove(at as usize);
        if let Some(&moved) = list.get(at as usize) {
            let (begin, _) = problem.slot_class(self.at[moved as usize]);
            let base = self.room_start[moved as usize] as usize;
            self.room_at[base + t - begin] = at;
        }
        self.room_open[class] |= M::of(t);
    }
}

/// Worth of the meeting after `count`.
#[inline]
pub(crate) fn bonus<M>(problem: &Problem<M>, profile: usize, count: u16) -> i32 {
    problem.bonus[profile * problem.bonus_stride + usize::from(count).min(problem.bonus_stride - 1)]
}

/// Available slots between the first and the last meeting of a day that are not used.
#[inline]
pub(crate) fn idle<M: Mask>(busy: M, day: M, avail: M) -> i32 {
    let busy = busy & day;
    if busy.is_empty() {
        return 0;
    }
    let within = (M::ALL >> (M::SLOTS - busy.end())) & (M::ALL << busy.first());
    (within & avail & !busy).count() as i32
}

/// Slots in which one more meeting would break a limit of a single person.
#[inline]
pub(crate) fn blocked<M: Mask>(problem: &Problem<M>, person: usize, busy: M) -> M {
    let rules = &problem.rules[problem.profile[person] as usize];
    let mut blocked = M::EMPTY;
    for &(length, starts) in &rules.run {
        blocked |= last_of_run(busy, length, starts);
    }
    for &(mask, most) in &rules.most {
        if (busy & mask).count() >= most {
            blocked |= mask;
        }
    }
    blocked
}

/// Slots that alone are free in a window of `length` slots from one of `starts`.
#[inline]
fn last_of_run<M: Mask>(busy: M, length: usize, starts: M) -> M {
    // before[i]: slots with i busy ones just before them. A window with one free slot at distance i from its start
    // has i busy ones before that slot and length - 1 - i after it.
    let mut before = [M::ALL; 16];
    for i in 1..length.min(16) {
        before[i] = before[i - 1] & (busy << i);
    }
    let mut after = M::ALL;
    let mut free = M::EMPTY;
    for back in 0..length.min(16) {
        if back > 0 {
            after &= busy >> back;
        }
        let i = length - 1 - back;
        free |= before[i] & after & (starts << i);
    }
    free
}

/// A set of slots in which a limit of a single person is broken.
pub(crate) fn broken<M: Mask>(rules: &Rules<M>, busy: M) -> Option<M> {
    for &(length, starts) in &rules.run {
        let mut full = starts & busy;
        for i in 1..length {
            full &= busy >> i;
        }
        if !full.is_empty() {
            return Some(M::row(full.first(), length));
        }
    }
    let over = rules.most.iter().find(|(mask, most)| (busy & *mask).count() > *most);
    over.map(|(mask, _)| *mask)
}
