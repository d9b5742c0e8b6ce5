//! Checks a certificate in one pass over all places of all requests, in whole numbers.
//!
//! Looks at the plain instance and shares no code with the solver. Given prices, no plan is worth more than the sum of:
//! what each request gains at most at its best place once everything there is paid for (a fixed one at its place); what
//! tables and limits bring when sold out; the best choice of busy slots of each person on each day, idle slots in
//! between paid for; and what is left of the bonuses after the price of a meeting. The sum is right for whatever
//! prices, as long as those of limits, tables and meetings are not below 0; good prices make it small.
//! *Source*: weak duality of the Lagrangian, Geoffrion 1974.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    fault::Refusal,
    meet::{
        certificate::Certificate,
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
    limits: i128,
    meeting: Vec<i128>,
    groups: BTreeMap<Group<'i>, (i128, Vec<i128>)>,
    off: BTreeMap<&'i str, BTreeSet<u32>>,
}

/// The bound that the prices of a certificate prove, in points; what the certificate claims is not looked at.
///
/// *Errors*: prices of unknown things, below 0 where they must not be, or too large.
pub fn bound(instance: &Instance, certificate: &Certificate) -> Result<i64, Refusal> {
    let prices = read(instance, certificate)?;
    let forbidden: BTreeSet<(u32, u32)> =
        instance.forbidden.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
    let fixed: BTreeMap<u32, (u32, &str)> =
        instance.fixed.iter().map(|fixed| (fixed.r, (fixed.slot, fixed.place.as_str()))).collect();
    let mut total = prices.limits;
    for request in &instance.requests {
        let at = fixed.get(&request.id).copied();
        total += prices.best(instance, request, at, &forbidden);
    }
    for (count, row) in prices.groups.values() {
        total += count * row.iter().sum::<i128>();
    }
    for (at, person) in instance.participants.iter().enumerate() {
        let profile = &instance.profiles[person.profile];
        let bonus = profile.bonus.iter();
        total +=
            bonus.map(|&worth| (i128::from(worth) * prices.scale - prices.meeting[at]).max(0)).sum::<i128>();
        let row = &prices.time[at * prices.slots..(at + 1) * prices.slots];
        total +=
            presence(instance, profile, person.avail.as_bytes(), i128::from(person.cap), row, prices.scale);
    }
    i64::try_from(total.div_euclid(prices.scale)).map_err(|_| Refusal::one("bound", "is too large"))
}

fn price(place: impl Fn() -> String, price: i64, least: i64) -> Result<i128, Refusal> {
    if (least..=PRICE_MAX).contains(&price) {
        Ok(i128::from(price))
    } else {
        Err(Refusal::one(place(), format!("price {price} is not between {least} and {PRICE_MAX}")))
    }
}

fn read<'i>(instance: &'i Instance, certificate: &'i Certificate) -> Result<Prices<'i>, Refusal> {
    let (slots, people) = (instance.slots.len(), instance.participants.len());
    if certificate.format != "meet-certificate/1" || !(1..=1 << 30).contains(&certificate.scale) {
        return Err(Refusal::one("format", "this is no meet-certificate/1 with a scale of 1 or more"));
    }
    let scale = i128::from(certificate.scale);
    let mut groups: BTreeMap<Group<'i>, (i128, Vec<i128>)> = BTreeMap::new();
    for table in &instance.tables {
        let entry = groups.entry((&table.kind, table.zone, table.seats));
        entry.or_insert_with(|| (0, vec![0; slots])).0 += 1;
    }
    let (mut time, mut presence) = (vec![0; slots * people], vec![0; slots * people]);
    for (at, &(person, slot, own)) in certificate.time.iter().enumerate() {
        let place = || format!("time[{at}]");
        if person as usize >= people || slot as usize >= slots {
            return Err(Refusal::one(place(), "participant or slot is unknown"));
        }
        time[person as usize * slots + slot as usize] = price(place, own, -PRICE_MAX)?;
    }
    for (at, person) in instance.participants.iter().enumerate() {
        for slot in 0..slots {
            let cost = person.slot_cost.get(&(slot as u32)).copied().unwrap_or(0);
            presence[at * slots + slot] = time[at * slots + slot] + i128::from(cost) * scale;
        }
    }
    let mut limits = 0;
    let mut seen = BTreeSet::new();
    for (at, &(person, number, own)) in certificate.limit.iter().enumerate() {
        let place = || format!("limit[{at}]");
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
        let place = || format!("table[{at}]");
        let group = groups.get_mut(&(row.kind.as_str(), row.zone, row.seats));
        let cell = group.and_then(|(_, prices)| prices.get_mut(row.slot as usize));
        *cell.ok_or_else(|| Refusal::one(place(), "kind of table or slot is unknown"))? =
            price(place, row.price, 0)?;
    }
    let mut meeting = vec![0; people];
    for (at, &(person, own)) in certificate.meeting.iter().enumerate() {
        let place = || format!("meeting[{at}]");
        let cell = meeting.get_mut(person as usize);
        *cell.ok_or_else(|| Refusal::one(place(), "participant is unknown"))? = price(place, own, 0)?;
    }
    let off = instance.table_off.iter();
    let off = off.map(|(kind, slots)| (kind.as_str(), slots.iter().copied().collect())).collect();
    Ok(Prices { slots, scale, time, presence, limits, meeting, groups, off })
}

impl Prices<'_> {
    /// The most a request gains after prices; a fixed one has no choice.
    fn best(
        &self,
        instance: &Instance,
        request: &Request,
        fixed: Option<(u32, &str)>,
        forbidden: &BTreeSet<(u32, u32)>,
    ) -> i128 {
        let pairs = request.who.iter().enumerate();
        let mut pairs =
            pairs.flat_map(|(at, &a)| request.who[at + 1..].iter().map(move |&b| (a.min(b), a.max(b))));
        if pairs.any(|pair| forbidden.contains(&pair)) {
            return 0;
        }
        let must = if request.status == Status::Must { instance.must_bonus } else { 0 };
        let bonus: i128 = request.who.iter().map(|&person| self.meeting[person as usize]).sum();
        let worth = i128::from(request.weight + must) * self.scale + bonus;
        let dur = request.dur as usize;
        let mut best = None;
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
                if let Some(room) = self.cheapest(kind, request.who.len(), cover.clone()) {
                    let gain = worth - paid - i128::from(*cost) * self.scale - room;
                    best = best.max(Some(gain));
                }
            }
        }
        match (best, fixed) {
            (Some(best), Some(_)) => best,
            (Some(best), None) => best.max(0),
            (None, _) => 0,
        }
    }

    /// The lowest price of a table of a kind; none when there is none that fits.
    fn cheapest(&self, kind: &str, people: usize, cover: std::ops::Range<usize>) -> Option<i128> {
        if kind == BOOTH {
            return Some(0);
        }
        let closed =
            self.off.get(kind).is_some_and(|off| cover.clone().any(|slot| off.contains(&(slot as u32))));
        if closed {
            return None;
        }
        let fitting = self.groups.range((kind, 0, 0)..).take_while(|((own, _, _), _)| *own == kind);
        let fitting = fitting.filter(|((_, _, seats), _)| *seats as usize >= people);
        fitting.map(|(_, (_, prices))| prices[cover.clone()].iter().sum::<i128>()).min()
    }
}

/// The best choice of busy slots of a person, day by day.
fn presence(
    instance: &Instance,
    profile: &Profile,
    avail: &[u8],
    cap: i128,
    price: &[i128],
    scale: i128,
) -> i128 {
    const NEVER: i128 = i128::MIN / 4;
    let gap = i128::from(profile.gap_cost) * scale;
    let mut total = 0;
    let mut day = None;
    // Best with: no meeting yet, a meeting just now, idle with a meeting to come, no meeting to come.
    let mut best = [0, NEVER, NEVER, NEVER];
    for (slot, own) in instance.slots.iter().zip(price) {
        if day.is_some_and(|day| day != slot.day) {
            total += best[0].max(best[1]).max(best[3]);
            best = [0, NEVER, NEVER, NEVER];
        }
        day = Some(slot.day);
        let [none, just, idle, done] = best;
        let here = avail[slot.id as usize] == b'1';
        let busy = (*own).max(own * cap);
        best = [
            none,
            if here { none.max(just).max(idle) + busy } else { NEVER },
            just.max(idle) - if here { gap } else { 0 },
            done.max(just),
        ];
    }
    total + best[0].max(best[1]).max(best[3])
}
