//! Whether an instance makes sense.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    mask::SLOTS_MAX,
    model::{BOOTH, Instance},
};
use crate::fault::{Faults, Refusal};

/// Largest worth or cost of one thing.
pub(crate) const WORTH_MAX: i64 = 1_000_000;
/// Requests in one instance.
pub(crate) const REQUESTS_MAX: usize = 4_000_000;
/// Participants of one request.
const MEMBERS_MAX: usize = 16;
/// Slots that one meeting takes.
const DURATION_MAX: u32 = 8;
/// Meetings of a team at one time.
const CAP_MAX: u32 = 64;
/// Walking times, in minutes.
const WALK_MAX: i64 = 100_000;
/// Kinds of tables, told apart by zone and seats too.
const KINDS_MAX: usize = 500;

/// Looks at everything that can be seen without placing anything.
///
/// *Errors*: every fault that was found, with its place.
pub(crate) fn check(instance: &Instance) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if instance.format != "meet/1" {
        faults.add(|| "format".into(), format!("is {:?}; this reads \"meet/1\"", instance.format));
    }
    worth(&mut faults, instance.must_bonus, || "must_bonus".into());
    slots(instance, &mut faults);
    places(instance, &mut faults);
    profiles(instance, &mut faults);
    participants(instance, &mut faults);
    requests(instance, &mut faults);
    fixed(instance, &mut faults);
    for (index, &(a, b)) in instance.forbidden.iter().enumerate() {
        let place = || format!("forbidden[{index}]");
        for id in [a, b] {
            known(&mut faults, "participant", id, instance.participants.len(), place);
        }
        if a == b {
            faults.add(place, format!("participant {a} stands twice; a pair is two people"));
        }
    }
    faults.finish()
}

fn worth(faults: &mut Faults, value: i64, place: impl FnOnce() -> String) {
    if !(0..=WORTH_MAX).contains(&value) {
        faults.add(place, format!("is {value}; weights, bonuses and costs are between 0 and {WORTH_MAX}"));
    }
}

fn known(faults: &mut Faults, what: &str, id: u32, count: usize, place: impl FnOnce() -> String) -> bool {
    let is_known = (id as usize) < count;
    if !is_known {
        faults.add(place, format!("{what} {id} is unknown; there are {count}, counted from 0"));
    }
    is_known
}

fn slots(instance: &Instance, faults: &mut Faults) {
    if instance.slots.is_empty() || instance.slots.len() > SLOTS_MAX {
        let message = format!("{} slots; there must be 1 to {SLOTS_MAX}", instance.slots.len());
        faults.add(|| "slots".into(), message);
    }
    let (mut days, mut blocks) = (BTreeSet::new(), BTreeMap::new());
    for (index, slot) in instance.slots.iter().enumerate() {
        let place = || format!("slots[{index}]");
        if slot.id as usize != index {
            let message = format!("has id {}; ids count up from 0, and each stands once", slot.id);
            faults.add(place, message);
        }
        if slot.start >= slot.end {
            faults.add(place, format!("ends at {} but begins at {}", slot.end, slot.start));
        }
        let before = index.checked_sub(1).map(|before| &instance.slots[before]);
        let same_day = before.is_some_and(|before| before.day == slot.day);
        if !days.insert(slot.day) && !same_day {
            faults.add(place, format!("day {} has ended before; days are given one after another", slot.day));
        }
        if same_day && before.is_some_and(|before| before.end > slot.start) {
            faults.add(place, "begins before the slot before it ends");
        }
        let same_block = before.is_some_and(|before| before.block == slot.block);
        match blocks.insert(slot.block, slot.day) {
            Some(_) if !same_block => {
                let message =
                    format!("block {} has ended before; slots of a block stand together", slot.block);
                faults.add(place, message);
            }
            Some(day) if day != slot.day => {
                faults.add(place, format!("lies on day {}, its block {} on day {day}", slot.day, slot.block));
            }
            _ => {}
        }
    }
}

fn places(instance: &Instance, faults: &mut Faults) {
    let zones = instance.zones.len();
    if instance.walk.len() != zones || instance.walk.iter().any(|row| row.len() != zones) {
        faults.add(|| "walk".into(), format!("must have {zones} rows of {zones} minutes, one for each zone"));
    }
    if instance.walk.iter().flatten().any(|minutes| !(0..=WALK_MAX).contains(minutes)) {
        faults.add(|| "walk".into(), format!("minutes are between 0 and {WALK_MAX}"));
    }
    if instance.booth_zone >= zones {
        let message = format!("zone {} is unknown; there are {zones}, counted from 0", instance.booth_zone);
        faults.add(|| "booth_zone".into(), message);
    }
    let (mut ids, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for (index, table) in instance.tables.iter().enumerate() {
        let place = || format!("tables[{index}]");
        if !ids.insert(table.id) {
            faults.add(place, format!("table {} stands twice", table.id));
        }
        if table.seats == 0 {
            faults.add(place, format!("table {} has no seats; leave it out instead", table.id));
        }
        if table.zone >= zones {
            let message = format!("zone {} is unknown; there are {zones}, counted from 0", table.zone);
            faults.add(place, message);
        }
        if table.kind == BOOTH {
            faults.add(place, "\"booth\" means no table; give the kind another name");
        }
        kinds.insert((&table.kind, table.zone, table.seats));
    }
    if kinds.len() > KINDS_MAX {
        let message = format!("{} kinds by zone and seats; there may be {KINDS_MAX}", kinds.len());
        faults.add(|| "tables".into(), message);
    }
    for (kind, slots) in &instance.table_off {
        for &slot in slots {
            known(faults, "slot", slot, instance.slots.len(), || format!("table_off[{kind:?}]"));
        }
    }
}

fn profiles(instance: &Instance, faults: &mut Faults) {
    for (index, profile) in instance.profiles.iter().enumerate() {
        worth(faults, profile.gap_cost, || format!("profiles[{index}].gap_cost"));
        for (at, &bonus) in profile.bonus.iter().enumerate() {
            worth(faults, bonus, || format!("profiles[{index}].bonus[{at}]"));
        }
        if profile.bonus.windows(2).any(|pair| pair[1] > pair[0]) {
            faults.add(
                || format!("profiles[{index}].bonus"),
                "must not grow: the next meeting is never worth more",
            );
        }
        for (at, limit) in profile.limits.iter().enumerate() {
            let place = || format!("profiles[{index}].limits[{at}]");
            for &slot in &limit.slots {
                known(faults, "slot", slot, instance.slots.len(), place);
            }
            let distinct: BTreeSet<_> = limit.slots.iter().collect();
            if distinct.len() < limit.slots.len() {
                faults.add(place, "a slot stands twice");
            }
        }
    }
}

fn participants(instance: &Instance, faults: &mut Faults) {
    let slots = instance.slots.len();
    for (index, person) in instance.participants.iter().enumerate() {
        let place = |field: &'static str| move || format!("participants[{index}]{field}");
        if person.id as usize != index {
            let message = format!("has id {}; ids count up from 0, and each stands once", person.id);
            faults.add(place(""), message);
        }
        if person.profile >= instance.profiles.len() {
            let count = instance.profiles.len();
            let message = format!("profile {} is unknown; there are {count}, counted from 0", person.profile);
            faults.add(place(".profile"), message);
        }
        if !(1..=CAP_MAX).contains(&person.cap) {
            faults
                .add(place(".cap"), format!("is {}; a team has 1 to {CAP_MAX} meetings at once", person.cap));
        }
        if person.avail.len() != slots || person.avail.bytes().any(|letter| !matches!(letter, b'0' | b'1')) {
            let message = format!("must be {slots} letters, 1 where available and 0 where not");
            faults.add(place(".avail"), message);
        }
        for (&slot, &cost) in &person.slot_cost {
            known(faults, "slot", slot, slots, place(".slot_cost"));
            worth(faults, cost, place(".slot_cost"));
        }
    }
}

fn requests(instance: &Instance, faults: &mut Faults) {
    if instance.requests.len() > REQUESTS_MAX {
        let message = format!("{} requests; there may be {REQUESTS_MAX}", instance.requests.len());
        faults.add(|| "requests".into(), message);
        return;
    }
    let kinds: BTreeSet<&str> = instance.tables.iter().map(|table| table.kind.as_str()).collect();
    for index in 0..instance.requests.len() {
        request(instance, index, &kinds, faults);
    }
}

/// Looks at one request of an instance that was checked before it came.
///
/// *Errors*: what is wrong with it.
pub(crate) fn check_request(instance: &Instance, index: usize) -> Result<(), Refusal> {
    let kinds = instance.tables.iter().map(|table| table.kind.as_str()).collect();
    let mut faults = Faults::default();
    request(instance, index, &kinds, &mut faults);
    faults.finish()
}

fn request(instance: &Instance, index: usize, kinds: &BTreeSet<&str>, faults: &mut Faults) {
    let request = &instance.requests[index];
    let place = |field: &'static str| move || format!("requests[{index}]{field}");
    if request.id as usize != index {
        let message = format!("has id {}; ids count up from 0, and each stands once", request.id);
        faults.add(place(""), message);
    }
    worth(faults, request.weight, place(".weight"));
    if !(2..=MEMBERS_MAX).contains(&request.who.len()) {
        let message = format!("{} people; a meeting has 2 to {MEMBERS_MAX}", request.who.len());
        faults.add(place(".who"), message);
    }
    for (at, &id) in request.who.iter().enumerate() {
        let place = || format!("requests[{index}].who[{at}]");
        known(faults, "participant", id, instance.participants.len(), place);
        if request.who[..at].contains(&id) {
            faults.add(place, format!("participant {id} stands twice"));
        }
    }
    if !(1..=DURATION_MAX).contains(&request.dur) {
        faults.add(place(".dur"), format!("is {}; a meeting takes 1 to {DURATION_MAX} slots", request.dur));
    }
    for (at, (kind, cost)) in request.places.iter().enumerate() {
        let place = || format!("requests[{index}].places[{at}]");
        worth(faults, *cost, place);
        if kind != BOOTH && !kinds.contains(kind.as_str()) {
            faults.add(place, format!("no table is of kind {kind:?}"));
        }
        if request.places[..at].iter().any(|(other, _)| other == kind) {
            faults.add(place, format!("kind {kind:?} stands twice"));
        }
    }
}

fn fixed(instance: &Instance, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (index, fixed) in instance.fixed.iter().enumerate() {
        let place = || format!("fixed[{index}]");
        known(faults, "slot", fixed.slot, instance.slots.len(), place);
        if !known(faults, "request", fixed.r, instance.requests.len(), place) {
            continue;
        }
        if !seen.insert(fixed.r) {
            faults.add(place, format!("request {} is fixed twice", fixed.r));
        }
        if !instance.requests[fixed.r as usize].places.iter().any(|(kind, _)| *kind == fixed.place) {
            faults.add(place, format!("request {} does not allow {:?}", fixed.r, fixed.place));
        }
    }
}
