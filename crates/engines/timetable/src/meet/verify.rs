//! Whether a plan keeps every rule, and what it is worth.
//!
//! Looks at the plain instance and shares no code with the solver, so that a mistake there is seen here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::model::{BOOTH, Instance, Meeting, Request, Solution, Status};

/// Broken rules told one by one; the rest is counted.
const TOLD_MAX: usize = 20;

/// What a plan is worth, in parts, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    /// Whether every rule is kept.
    pub feasible: bool,
    /// Value of the plan.
    pub objective: i64,
    /// Meetings that are placed.
    pub meetings: usize,
    /// Sum of weights.
    pub weight: i64,
    /// Sum of bonuses for first, second, … meetings.
    pub bonus: i64,
    /// `must` requests that are placed.
    pub musts: usize,
    /// Sum of costs of kinds of tables.
    pub place_cost: i64,
    /// Sum of costs of slots.
    pub slot_cost: i64,
    /// Sum of costs of idle slots.
    pub gap_cost: i64,
    /// Rules that are broken.
    pub errors: usize,
    /// The first of them, in words.
    pub first_errors: Vec<String>,
}

impl Verdict {
    fn error(&mut self, words: String) {
        self.errors += 1;
        if self.first_errors.len() < TOLD_MAX {
            self.first_errors.push(words);
        }
    }
}

/// What is known of the plan while looking through it.
struct Ledger<'i> {
    instance: &'i Instance,
    count: usize,
    /// `[person * slots + slot]`.
    load: Vec<u32>,
    /// Zone and request of single people's meetings, by (person, slot).
    zones: HashMap<(u32, u32), Vec<(usize, u32)>>,
    tables: HashMap<u32, usize>,
    taken: HashMap<(u32, u32), u32>,
    off: BTreeMap<&'i str, BTreeSet<u32>>,
    forbidden: BTreeSet<(u32, u32)>,
    meetings_of: Vec<usize>,
    seen: BTreeMap<u32, Meeting>,
}

/// Checks a plan against an instance that makes sense.
#[must_use]
pub fn verify(instance: &Instance, solution: &Solution) -> Verdict {
    let mut verdict = Verdict::default();
    let mut ledger = Ledger {
        instance,
        count: instance.slots.len(),
        load: vec![0; instance.slots.len() * instance.participants.len()],
        zones: HashMap::new(),
        tables: instance.tables.iter().enumerate().map(|(at, table)| (table.id, at)).collect(),
        taken: HashMap::new(),
        off: instance
            .table_off
            .iter()
            .map(|(kind, slots)| (kind.as_str(), slots.iter().copied().collect()))
            .collect(),
        forbidden: instance.forbidden.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect(),
        meetings_of: vec![0; instance.participants.len()],
        seen: BTreeMap::new(),
    };
    for meeting in &solution.meetings {
        match instance.requests.get(meeting.r as usize) {
            Some(request) => ledger.enter(meeting, request, &mut verdict),
            None => verdict.error(format!("request {} is unknown", meeting.r)),
        }
    }
    ledger.people(&mut verdict);
    ledger.walks(&mut verdict);
    ledger.fixed(&mut verdict);
    verdict.objective =
        verdict.weight + verdict.bonus - verdict.place_cost - verdict.slot_cost - verdict.gap_cost
            + instance.must_bonus * i64::try_from(verdict.musts).unwrap_or(0);
    verdict.feasible = verdict.errors == 0;
    verdict
}

impl Ledger<'_> {
    fn enter(&mut self, meeting: &Meeting, request: &Request, verdict: &mut Verdict) {
        let id = meeting.r;
        if self.seen.insert(id, *meeting).is_some() {
            return verdict.error(format!("request {id} is placed twice"));
        }
        let end = u64::from(meeting.slot) + u64::from(request.dur);
        if end > self.count as u64 {
            return verdict.error(format!("request {id} ends after the last slot"));
        }
        let cover = meeting.slot..meeting.slot + request.dur;
        let slots = &self.instance.slots;
        if cover.clone().any(|t| slots[t as usize].block != slots[meeting.slot as usize].block) {
            verdict.error(format!("request {id} spans two blocks"));
        }
        for (at, &a) in request.who.iter().enumerate() {
            for &b in &request.who[at + 1..] {
                if self.forbidden.contains(&(a.min(b), a.max(b))) {
                    verdict.error(format!("request {id}: participants {a} and {b} must not meet"));
                }
            }
        }
        let Some(zone) = self.table(meeting, request, verdict) else { return };
        for &person in &request.who {
            for t in cover.clone() {
                let who = &self.instance.participants[person as usize];
                if who.avail.as_bytes()[t as usize] != b'1' {
                    verdict.error(format!("request {id}: participant {person} is not available at slot {t}"));
                }
                self.load[person as usize * self.count + t as usize] += 1;
                self.zones.entry((person, t)).or_default().push((zone, id));
                verdict.slot_cost += who.slot_cost.get(&t).copied().unwrap_or(0);
            }
            self.meetings_of[person as usize] += 1;
        }
        verdict.weight += request.weight;
        verdict.meetings += 1;
        verdict.musts += usize::from(request.status == Status::Must);
    }

    /// The zone of a meeting; none when it cannot be told.
    fn table(&mut self, meeting: &Meeting, request: &Request, verdict: &mut Verdict) -> Option<usize> {
        let id = meeting.r;
        let cost = |kind: &str| request.places.iter().find(|(place, _)| place == kind).map(|(_, cost)| *cost);
        let Some(number) = meeting.table else {
            match cost(BOOTH) {
                Some(cost) => verdict.place_cost += cost,
                None => verdict.error(format!("request {id} needs a table")),
            }
            return Some(self.instance.booth_zone);
        };
        let Some(&at) = self.tables.get(&number) else {
            verdict.error(format!("request {id}: table {number} is unknown"));
            return None;
        };
        let table = &self.instance.tables[at];
        match cost(&table.kind) {
            Some(cost) => verdict.place_cost += cost,
            None => verdict.error(format!("request {id} may not use a table of kind {:?}", table.kind)),
        }
        if (table.seats as usize) < request.who.len() {
            verdict.error(format!("request {id}: table {number} has too few seats"));
        }
        for t in meeting.slot..meeting.slot + request.dur {
            if self.off.get(table.kind.as_str()).is_some_and(|off| off.contains(&t)) {
                verdict.error(format!("request {id}: table {number} is closed at slot {t}"));
            }
            if let Some(other) = self.taken.insert((number, t), id) {
                verdict.error(format!("table {number} has requests {other} and {id} at slot {t}"));
            }
        }
        Some(table.zone)
    }

    fn people(&self, verdict: &mut Verdict) {
        for (at, person) in self.instance.participants.iter().enumerate() {
            let load = &self.load[at * self.count..(at + 1) * self.count];
            if let Some(t) = load.iter().position(|&load| load > person.cap) {
                verdict.error(format!("participant {at} has {} meetings at slot {t}", load[t]));
            }
            let profile = &self.instance.profiles[person.profile];
            for limit in &profile.limits {
                let used: u32 = limit.slots.iter().map(|&t| load[t as usize]).sum();
                if used > limit.max {
                    let first = limit.slots.first().copied().unwrap_or(0);
                    let words = format!(
                        "participant {at}: {used} meetings in the slots from {first}, {} allowed",
                        limit.max
                    );
                    verdict.error(words);
                }
            }
            verdict.bonus += profile.bonus.iter().take(self.meetings_of[at]).sum::<i64>();
            if profile.gap_cost > 0 {
                verdict.gap_cost += profile.gap_cost * self.gaps(&person.avail, load);
            }
        }
    }

    fn gaps(&self, avail: &str, load: &[u32]) -> i64 {
        let mut days: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for (t, slot) in self.instance.slots.iter().enumerate().filter(|(t, _)| load[*t] > 0) {
            days.entry(slot.day).or_insert((t, t)).1 = t;
        }
        let idle = days.values().map(|&(first, last)| {
            (first..last).filter(|&t| load[t] == 0 && avail.as_bytes()[t] == b'1').count()
        });
        i64::try_from(idle.sum::<usize>()).unwrap_or(0)
    }

    fn walks(&self, verdict: &mut Verdict) {
        let mut places: Vec<_> = self.zones.iter().collect();
        places.sort_unstable();
        for (&(person, t), here) in places {
            let single = self.instance.participants[person as usize].cap == 1;
            let (Some(slot), true) = (self.instance.slots.get(t as usize + 1), single) else { continue };
            let before = &self.instance.slots[t as usize];
            let Some(there) = self.zones.get(&(person, t + 1)) else { continue };
            if slot.block != before.block {
                continue;
            }
            let pause = i64::from(slot.start) - i64::from(before.end);
            for (from, first) in here {
                for (to, second) in there {
                    if first != second && self.instance.walk[*from][*to] > pause {
                        verdict.error(format!(
                            "participant {person} cannot walk from request {first} to {second} after slot {t}"
                        ));
                    }
                }
            }
        }
    }

    fn fixed(&self, verdict: &mut Verdict) {
        for fixed in &self.instance.fixed {
            let place = self.seen.get(&fixed.r).map(|meeting| {
                let table = meeting.table.and_then(|id| self.tables.get(&id));
                (meeting.slot, table.map_or(BOOTH, |&at| self.instance.tables[at].kind.as_str()))
            });
            if place != Some((fixed.slot, fixed.place.as_str())) {
                verdict.error(format!("fixed request {} is not where it is fixed", fixed.r));
            }
        }
    }
}
