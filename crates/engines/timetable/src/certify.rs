//! Checks a certificate in one pass over all places of all requests, in whole numbers.
//!
//! Looks at the plain instance and shares no code with the solver. Given prices, no plan is worth more than the sum of:
//! what each request gains at most at its best place once everything there is paid for (a fixed one at its place); what
//! tables and limits bring when sold out; the best choice of busy slots and zones of each person on each day, idle slots
//! in between paid for; and what is left of the bonuses after the price of a meeting. The sum is right for whatever
//! prices, as long as those of limits, tables and meetings are not below 0; good prices make it small.
//! *Source*: weak duality of the Lagrangian, Geoffrion 1974.

mod cases;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use cases::{Judge, Left, Verdict};

use crate::{
    fault::Refusal,
    meet::{
        certificate::{Case, Certificate, TablePrice},
        model::{BOOTH, Instance, Profile, Request, Status},
    },
};

/// Largest price, in parts of a point: sums stay far from the end of 128 bits.
const PRICE_MAX: i64 = 1 << 50;

/// Tables that are alike.
type Group<'i> = (&'i str, usize, u32);

struct Prices<'i> {
    slots: usize,
    scale: i128,
    /// `[person * slots + slot]`: own price, and the sum with limits and the cost of the slot.
    time: Vec<i128>,
    presence: Vec<i128>,
    /// By person: `[zone * slots + slot]`, what being there costs on top.
    zone: BTreeMap<usize, Vec<i128>>,
    limits: i128,
    meeting: Vec<i128>,
    groups: BTreeMap<Group<'i>, (i128, Vec<i128>)>,
    off: BTreeMap<&'i str, BTreeSet<u32>>,
}

/// The bound that a certificate proves, in points; what the certificate claims is not looked at.
///
/// *Errors*: prices of unknown things, below 0 where they must not be, or too large; a proof by cases that leaves one
/// open.
pub fn bound(instance: &Instance, certificate: &Certificate) -> Result<i64, Refusal> {
    if certificate.format != "meet-certificate/1" {
        return Err(Refusal::one("format", "this is no meet-certificate/1"));
    }
    let prices = read(instance, certificate.scale, &Given::from(certificate), "")?;
    let judge = Judge::new(instance);
    let mut total = prices.shared(instance);
    for request in &instance.requests {
        let mut best = None;
        prices.gains(instance, request, &judge, |_, gain| best = best.max(Some(gain)));
        total += match best {
            Some(best) if judge.fixed.contains_key(&request.id) => best,
            Some(best) => best.max(0),
            None => 0,
        };
    }
    let bound =
        i64::try_from(total.div_euclid(prices.scale)).map_err(|_| Refusal::one("bound", "is too large"))?;
    match &certificate.proof {
        Some(proof) => Ok(bound.min(cases::check(&judge, certificate.scale, proof)?)),
        None => Ok(bound),
    }
}

/// Prices as they are written.
struct Given<'c> {
    time: &'c [(u32, u32, i64)],
    zone: &'c [(u32, u32, usize, i64)],
    limit: &'c [(u32, u32, i64)],
    table: &'c [TablePrice],
    meeting: &'c [(u32, i64)],
}

impl<'c> From<&'c Certificate> for Given<'c> {
    fn from(own: &'c Certificate) -> Self {
        Self { time: &own.time, zone: &own.zone, limit: &own.limit, table: &own.table, meeting: &own.meeting }
    }
}

impl<'c> From<&'c Case> for Given<'c> {
    fn from(own: &'c Case) -> Self {
        Self { time: &own.time, zone: &own.zone, limit: &own.limit, table: &own.table, meeting: &own.meeting }
    }
}

fn price(place: impl Fn() -> String, price: i64, least: i64) -> Result<i128, Refusal> {
    if (least..=PRICE_MAX).contains(&price) {
        Ok(i128::from(price))
    } else {
        Err(Refusal::one(place(), format!("price {price} is not between {least} and {PRICE_MAX}")))
    }
}

fn read<'i>(
    instance: &'i Instance,
    scale: i64,
    certificate: &Given<'i>,
    within: &str,
) -> Result<Prices<'i>, Refusal> {
    let (slots, people) = (instance.slots.len(), instance.participants.len());
    if !(1..=1 << 30).contains(&scale) {
        return Err(Refusal::one("scale", format!("{scale} is not between 1 and 2^30")));
    }
    let scale = i128::from(scale);
    let mut groups: BTreeMap<Group<'i>, (i128, Vec<i128>)> = BTreeMap::new();
    for table in &instance.tables {
        let entry = groups.entry((&table.kind, table.zone, table.seats));
        entry.or_insert_with(|| (0, vec![0; slots])).0 += 1;
    }
    let (mut time, mut presence) = (vec![0; slots * people], vec![0; slots * people]);
    for (at, &(person, slot, own)) in certificate.time.iter().enumerate() {
        let place = || format!("{within}time[{at}]");
        if person as usize >= people || slot as usize >= slots {
            return Err(Refusal::one(place(), "participant or slot is unknown"));
        }
        time[person as usize * slots + slot as usize] = price(place, own, -PRICE_MAX)?;
    }
    let zone = read_zones(instance, certificate, within)?;
    for (at, person) in instance.participants.iter().enumerate() {
        for slot in 0..slots {
            let cost = person.slot_cost.get(&(slot as u32)).copied().unwrap_or(0);
            presence[at * slots + slot] = time[at * slots + slot] + i128::from(cost) * scale;
        }
    }
    let mut limits = 0;
    let mut seen = BTreeSet::new();
    for (at, &(person, number, own)) in certificate.limit.iter().enumerate() {
        let place = || format!("{within}limit[{at}]");
        let profile =
            instance.participants.get(person as usize).map(|person| &instance.profiles[person.profile]);
        let limit = profile.and_then(|profile| profile.limits.get(number as usize));
        let Some(limit) = limit.filter(|_| seen.insert((person, number))) else {
            return Err(Refusal::one(place(), "limit is unknown or stands twice"));
        };
        let own = price(place, own, 0)?;
        limits += own * i128::from(limit.max);
        limit.slots.iter().for_each(|&slot| presence[person as usize * slots + slot as usize] += own);
    }
    for (at, row) in certificate.table.iter().enumerate() {
        let place = || format!("{within}table[{at}]");
        let group = groups.get_mut(&(row.kind.as_str(), row.zone, row.seats));
        let cell = group.and_then(|(_, prices)| prices.get_mut(row.slot as usize));
        *cell.ok_or_else(|| Refusal::one(place(), "kind of table or slot is unknown"))? =
            price(place, row.price, 0)?;
    }
    let mut meeting = vec![0; people];
    for (at, &(person, own)) in certificate.meeting.iter().enumerate() {
        let place = || format!("{within}meeting[{at}]");
        let cell = meeting.get_mut(person as usize);
        *cell.ok_or_else(|| Refusal::one(place(), "participant is unknown"))? = price(place, own, 0)?;
    }
    let off = instance.table_off.iter();
    let off = off.map(|(kind, slots)| (kind.as_str(), slots.iter().copied().collect())).collect();
    Ok(Prices { slots, scale, time, presence, zone, limits, meeting, groups, off })
}

/// Prices of being in a zone, by person.
fn read_zones(
    instance: &Instance,
    certificate: &Given<'_>,
    within: &str,
) -> Result<BTreeMap<usize, Vec<i128>>, Refusal> {
    let (slots, zones) = (instance.slots.len(), instance.zones.len());
    let mut prices = BTreeMap::new();
    for (at, &(id, slot, zone, own)) in certificate.zone.iter().enumerate() {
        let place = || format!("{within}zone[{at}]");
        let person = instance.participants.get(id as usize);
        let Some(person) = person.filter(|_| (slot as usize) < slots && zone < zones) else {
            return Err(Refusal::one(place(), "participant, slot or zone is unknown"));
        };
        if person.cap != 1 {
            return Err(Refusal::one(place(), format!("participant {id} has several meetings at once")));
        }
        let row = prices.entry(id as usize).or_insert_with(|| vec![0; zones * slots]);
        row[zone * slots + slot as usize] = price(place, own, -PRICE_MAX)?;
    }
    Ok(prices)
}

impl Prices<'_> {
    /// What does not depend on requests: sold-out limits and tables, people's best days, what is left of bonuses.
    fn shared(&self, instance: &Instance) -> i128 {
        let mut total = self.limits;
        for (count, row) in self.groups.values() {
            total += count * row.iter().sum::<i128>();
        }
        for (at, person) in instance.participants.iter().enumerate() {
            let profile = &instance.profiles[person.profile];
            let left = profile.bonus.iter();
            let left = left.map(|&worth| (i128::from(worth) * self.scale - self.meeting[at]).max(0));
            total += left.sum::<i128>();
            let row = &self.time[at * self.slots..(at + 1) * self.slots];
            let days = Days {
                instance,
                profile,
                avail: person.avail.as_bytes(),
                cap: i128::from(person.cap),
                price: row,
                zone: self.zone.get(&at).map(Vec::as_slice),
                gap: i128::from(profile.gap_cost) * self.scale,
            };
            total += days.best();
        }
        total
    }

    /// Tells what a request gains after prices at each place, by the slot in which it begins; a fixed one has only one.
    fn gains(
        &self,
        instance: &Instance,
        request: &Request,
        judge: &Judge<'_>,
        mut tell: impl FnMut(usize, i128),
    ) {
        let pairs = request.who.iter().enumerate();
        let mut pairs =
            pairs.flat_map(|(at, &a)| request.who[at + 1..].iter().map(move |&b| (a.min(b), a.max(b))));
        if pairs.any(|pair| judge.forbidden.contains(&pair)) {
            return;
        }
        let fixed = judge.fixed.get(&request.id).copied();
        let must = if request.status == Status::Must { instance.must_bonus } else { 0 };
        let bonus: i128 = request.who.iter().map(|&person| self.meeting[person as usize]).sum();
        let worth = i128::from(request.weight + must) * self.scale + bonus;
        let dur = request.dur as usize;
        for slot in 0..(self.slots + 1).saturating_sub(dur) {
            let block = instance.slots[slot].block;
            let cover = slot..slot + dur;
            let apart = fixed.is_some_and(|(own, _)| own as usize != slot)
                || instance.slots[cover.end - 1].block != block
                || request.who.iter().any(|&person| {
                    let avail = instance.participants[person as usize].avail.as_bytes();
                    avail[cover.clone()].iter().any(|letter| *letter != b'1')
                });
            if apart {
                continue;
            }
            let people = request.who.iter().flat_map(|&person| {
                let base = person as usize * self.slots;
                &self.presence[base + cover.start..base + cover.end]
            });
            let paid: i128 = people.sum();
            for (kind, cost) in &request.places {
                if fixed.is_some_and(|(_, own)| own != kind) {
                    continue;
                }
                if let Some(room) = self.cheapest(instance, kind, &request.who, cover.clone()) {
                    tell(slot, worth - paid - i128::from(*cost) * self.scale - room);
                }
            }
        }
    }

    /// The lowest price of a table of a kind, with what it costs people to be in its zone; none when there is none that
    /// fits.
    fn cheapest(
        &self,
        instance: &Instance,
        kind: &str,
        who: &[u32],
        cover: std::ops::Range<usize>,
    ) -> Option<i128> {
        let there = |zone: usize| -> i128 {
            let own = who.iter().filter_map(|person| self.zone.get(&(*person as usize)));
            let rows =
                own.flat_map(|row| &row[zone * self.slots + cover.start..zone * self.slots + cover.end]);
            rows.sum()
        };
        if kind == BOOTH {
            return Some(there(instance.booth_zone));
        }
        let closed =
            self.off.get(kind).is_some_and(|off| cover.clone().any(|slot| off.contains(&(slot as u32))));
        if closed {
            return None;
        }
        let fitting = self.groups.range((kind, 0, 0)..).take_while(|((own, _, _), _)| *own == kind);
        let fitting = fitting.filter(|((_, _, seats), _)| *seats as usize >= who.len());
        fitting
            .map(|((_, zone, _), (_, prices))| prices[cover.clone()].iter().sum::<i128>() + there(*zone))
            .min()
    }
}

/// The days of a person, at prices.
struct Days<'d> {
    instance: &'d Instance,
    profile: &'d Profile,
    avail: &'d [u8],
    cap: i128,
    price: &'d [i128],
    zone: Option<&'d [i128]>,
    gap: i128,
}

/// What no choice is worth.
const NEVER: i128 = i128::MIN / 4;

impl Days<'_> {
    /// The best choice of busy slots and zones, day by day, with no row of meetings longer than a limit allows and
    /// nobody in two zones one after another that are too far apart.
    fn best(&self) -> i128 {
        let slots = &self.instance.slots;
        // Who pays nothing for being somewhere is somewhere.
        let zones = if self.zone.is_some() { self.instance.zones.len() } else { 1 };
        let most = if self.cap == 1 {
            longest_rows(self.instance, self.profile)
        } else {
            vec![usize::MAX; slots.len()]
        };
        let longest = most.iter().copied().filter(|most| *most < usize::MAX).max().unwrap_or(0).max(1);
        let mut total = 0;
        // Best with: idle with a meeting to come, none to come, and by zone so many meetings in a row just now, where
        // `rows[zone][n]` ends a row of n + 1 meetings, the last one of that or more.
        let (mut idle, mut done) = (NEVER, NEVER);
        let mut rows = vec![vec![NEVER; longest]; zones];
        let last = |rows: &[Vec<i128>]| rows.iter().flatten().copied().max().unwrap_or(NEVER);
        for at in 0..slots.len() {
            if at > 0 && slots[at - 1].day != slots[at].day {
                total += last(&rows).max(done).max(0);
                (idle, done) = (NEVER, NEVER);
                rows.iter_mut().for_each(|row| row.fill(NEVER));
            }
            let just = last(&rows);
            let here = self.avail[at] == b'1';
            let mut next = vec![vec![NEVER; longest]; zones];
            if here && most[at] > 0 {
                for (to, into) in next.iter_mut().enumerate() {
                    let own = self.price[at] + self.zone.map_or(0, |zone| zone[to * slots.len() + at]);
                    let busy = own.max(own * self.cap);
                    into[0] = idle.max(0) + busy;
                    for from in (0..zones).filter(|from| self.can_walk(*from, to, at)) {
                        for n in (0..longest).filter(|n| n + 1 < most[at]) {
                            let now = (n + 1).min(longest - 1);
                            into[now] = into[now].max(rows[from][n] + busy);
                        }
                    }
                }
            }
            done = done.max(just);
            idle = idle.max(just) - if here { self.gap } else { 0 };
            rows = next;
        }
        total + last(&rows).max(done).max(0)
    }

    /// Whether one who was in a zone in the slot before can be in another one in this slot. A meeting may also go on, so
    /// one can always stay.
    fn can_walk(&self, from: usize, to: usize, at: usize) -> bool {
        let slots = &self.instance.slots;
        at == 0
            || from == to
            || slots[at - 1].block != slots[at].block
            || self.instance.walk[from][to] <= i64::from(slots[at].start) - i64::from(slots[at - 1].end)
    }
}

/// How many meetings in a row may end in each slot, by limits on rows of slots of a day of which one stays free.
fn longest_rows(instance: &Instance, profile: &Profile) -> Vec<usize> {
    let mut most = vec![usize::MAX; instance.slots.len()];
    for limit in &profile.limits {
        let mut slots: Vec<usize> = limit.slots.iter().map(|&slot| slot as usize).collect();
        slots.sort_unstable();
        let (Some(&first), Some(&last)) = (slots.first(), slots.last()) else { continue };
        let in_a_row = slots.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        if in_a_row
            && limit.max as usize + 1 == slots.len()
            && instance.slots[first].day == instance.slots[last].day
        {
            most[last] = most[last].min(slots.len() - 1);
        }
    }
    most
}
