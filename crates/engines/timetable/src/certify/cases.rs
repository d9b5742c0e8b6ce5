//! Proofs by cases: each case is settled by its own prices, or split in two.
//!
//! Prices of a case give a bound for its plans. When that is not low enough, they still say at which places a request
//! cannot be in any better plan: there the bound, less what the request gains at its best place, plus what it gains
//! here, is low enough (*reduced-cost fixing*). The cases that follow do without these places.

use std::collections::{BTreeMap, BTreeSet};

use super::{Given, read};
use crate::{
    fault::Refusal,
    meet::{
        certificate::{Case, Proof},
        model::{BOOTH, Instance},
    },
};

/// Cases that wait to be looked at: what is left of the places is kept for each.
const OPEN_MAX: usize = 256;

/// What of an instance every case looks at.
pub(crate) struct Judge<'i> {
    pub(super) instance: &'i Instance,
    pub(super) forbidden: BTreeSet<(u32, u32)>,
    pub(super) fixed: BTreeMap<u32, (u32, &'i str)>,
    /// Requests of each person.
    wishes: Vec<Vec<u32>>,
    /// Zones in which each request may be.
    zones: Vec<BTreeSet<usize>>,
}

/// What is left of the places.
#[derive(Clone)]
pub(crate) struct Left {
    /// `[request * slots + slot]`: no better plan has the request begin here.
    pub(crate) barred: Vec<bool>,
    /// Every better plan has a meeting for the request.
    pub(crate) owed: Vec<bool>,
}

impl Left {
    /// Everything.
    pub(crate) fn all(instance: &Instance) -> Self {
        let requests = instance.requests.len();
        Self { barred: vec![false; requests * instance.slots.len()], owed: vec![false; requests] }
    }

    /// The two cases of a split: with a meeting in these slots, and without one.
    pub(crate) fn split(mut self, slots: usize, request: u32, chosen: &[u32]) -> (Self, Self) {
        let mut inside = self.clone();
        inside.owed[request as usize] = true;
        for slot in 0..slots {
            let is_chosen = chosen.contains(&(slot as u32));
            let case = if is_chosen { &mut self } else { &mut inside };
            case.barred[request as usize * slots + slot] = true;
        }
        (inside, self)
    }
}

/// What the prices of a case say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// No plan of the case is worth more than the value.
    Settled,
    /// Some may be; the number of places that have been struck out.
    Open(usize),
}

impl<'i> Judge<'i> {
    pub(crate) fn new(instance: &'i Instance) -> Self {
        let mut wishes = vec![Vec::new(); instance.participants.len()];
        for request in &instance.requests {
            request.who.iter().for_each(|person| wishes[*person as usize].push(request.id));
        }
        let mut kinds = BTreeMap::<&str, BTreeSet<(usize, u32)>>::new();
        for table in &instance.tables {
            kinds.entry(&table.kind).or_default().insert((table.zone, table.seats));
        }
        let zones = instance.requests.iter().map(|request| {
            let mut zones = BTreeSet::new();
            for (kind, _) in &request.places {
                if kind == BOOTH {
                    zones.insert(instance.booth_zone);
                }
                let tables = kinds.get(kind.as_str()).into_iter().flatten();
                let fitting = tables.filter(|(_, seats)| *seats as usize >= request.who.len());
                zones.extend(fitting.map(|(zone, _)| *zone));
            }
            zones
        });
        Self {
            zones: zones.collect(),
            wishes,
            instance,
            forbidden: instance.forbidden.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect(),
            fixed: instance.fixed.iter().map(|fixed| (fixed.r, (fixed.slot, fixed.place.as_str()))).collect(),
        }
    }

    /// Looks at one case and strikes out places where no plan that is worth more than `value` has a meeting.
    ///
    /// *Errors*: prices that make no sense, with their place, `within` first.
    pub(crate) fn look(
        &self,
        scale: i64,
        case: &Case,
        within: &str,
        value: i64,
        left: &mut Left,
    ) -> Result<Verdict, Refusal> {
        const NEVER: i128 = i128::MIN / 4;
        let instance = self.instance;
        let slots = instance.slots.len();
        let prices = read(instance, scale, &Given::from(case), within)?;
        let mut total = prices.shared(instance);
        // `[request * slots + slot]`: the most gained there.
        let mut gains = vec![NEVER; instance.requests.len() * slots];
        let mut bests = Vec::with_capacity(instance.requests.len());
        for (at, request) in instance.requests.iter().enumerate() {
            let row = &mut gains[at * slots..(at + 1) * slots];
            prices.gains(instance, request, self, |slot, gain| row[slot] = row[slot].max(gain));
            let open = row.iter().zip(&left.barred[at * slots..]).filter(|(_, barred)| !**barred);
            let best = open.map(|(gain, _)| *gain).max().unwrap_or(NEVER);
            let bound = left.owed[at] || self.fixed.contains_key(&request.id);
            if bound && best == NEVER {
                return Ok(Verdict::Settled);
            }
            let best = if bound { best } else { best.max(0) };
            total += best;
            bests.push(best);
        }
        // Whatever comes to less than this is worth no more than `value`.
        let least = (i128::from(value) + 1) * i128::from(scale);
        if total < least {
            return Ok(Verdict::Settled);
        }
        let spare = total - least;
        let mut struck = 0;
        for (at, best) in bests.into_iter().enumerate() {
            for (slot, &gain) in gains.iter().enumerate().take((at + 1) * slots).skip(at * slots) {
                if !left.barred[slot] && gain > NEVER && best - gain > spare {
                    left.barred[slot] = true;
                    struck += 1;
                }
            }
            if !left.owed[at] && best > spare {
                left.owed[at] = true;
                struck += 1;
            }
        }
        for at in 0..instance.requests.len() {
            struck += self.follow(at, left);
        }
        Ok(Verdict::Open(struck))
    }

    /// Strikes out what cannot be beside a meeting that can only begin in one slot: its people are busy then, and
    /// perhaps too far away just before and after. Returns how much that is.
    fn follow(&self, request: usize, left: &mut Left) -> usize {
        let instance = self.instance;
        let slots = instance.slots.len();
        let own = &instance.requests[request];
        let starts = |left: &Left, request: usize| -> Vec<usize> {
            (0..slots).filter(|slot| !left.barred[request * slots + slot]).collect()
        };
        let possible: Vec<usize> = match self.fixed.get(&own.id) {
            Some((slot, _)) => vec![*slot as usize],
            None if left.owed[request] => {
                starts(left, request).into_iter().filter(|slot| self.is_there(request, *slot)).collect()
            }
            None => return 0,
        };
        let [begin] = possible[..] else { return 0 };
        let end = begin + own.dur as usize;
        let mut struck = 0;
        for &person in own.who.iter().filter(|id| instance.participants[**id as usize].cap == 1) {
            for &other in self.wishes[person as usize].iter().filter(|id| **id != own.id) {
                let other = other as usize;
                let dur = instance.requests[other].dur as usize;
                for slot in starts(left, other) {
                    let overlaps = slot < end && begin < slot + dur;
                    let far = slot == end && self.too_far(request, other, end)
                        || slot + dur == begin && self.too_far(other, request, begin);
                    if overlaps || far {
                        left.barred[other * slots + slot] = true;
                        struck += 1;
                    }
                }
            }
        }
        struck
    }

    /// Whether a request could begin here as far as block and availability go.
    fn is_there(&self, request: usize, slot: usize) -> bool {
        let request = &self.instance.requests[request];
        let end = slot + request.dur as usize;
        let slots = &self.instance.slots;
        end <= slots.len()
            && slots[slot].block == slots[end - 1].block
            && request.who.iter().all(|id| {
                let avail = self.instance.participants[*id as usize].avail.as_bytes();
                avail[slot..end].iter().all(|letter| *letter == b'1')
            })
    }

    /// Whether nobody can walk from wherever one request may be to wherever the other may be before this slot begins.
    fn too_far(&self, from: usize, to: usize, slot: usize) -> bool {
        let slots = &self.instance.slots;
        if slot == 0 || slot >= slots.len() || slots[slot - 1].block != slots[slot].block {
            return false;
        }
        let pause = i64::from(slots[slot].start) - i64::from(slots[slot - 1].end);
        let mut pairs =
            self.zones[from].iter().flat_map(|from| self.zones[to].iter().map(move |to| (*from, *to)));
        pairs.all(|(from, to)| self.instance.walk[from][to] > pause)
    }
}

/// The value that a proof proves to be the most.
///
/// *Errors*: prices that make no sense, cases that are missing or left over.
pub(super) fn check(judge: &Judge<'_>, scale: i64, proof: &Proof) -> Result<i64, Refusal> {
    let slots = judge.instance.slots.len();
    let mut open = vec![Left::all(judge.instance)];
    for (at, case) in proof.cases.iter().enumerate() {
        let within = format!("proof.cases[{at}].");
        let Some(mut left) = open.pop() else {
            return Err(Refusal::one(within, "all cases are settled already"));
        };
        if judge.look(scale, case, &within, proof.value, &mut left)? == Verdict::Settled {
            continue;
        }
        match &case.split {
            None => open.push(left),
            Some((request, _)) if *request as usize >= judge.instance.requests.len() => {
                return Err(Refusal::one(within, format!("request {request} is unknown")));
            }
            Some(_) if open.len() >= OPEN_MAX => {
                return Err(Refusal::one(within, format!("more than {OPEN_MAX} cases are open at once")));
            }
            Some((request, chosen)) => {
                let (inside, outside) = left.split(slots, *request, chosen);
                open.push(outside);
                open.push(inside);
            }
        }
    }
    if open.is_empty() {
        Ok(proof.value)
    } else {
        Err(Refusal::one("proof.cases", format!("{} cases are not settled", open.len())))
    }
}
