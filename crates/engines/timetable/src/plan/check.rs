//! Whether an instance makes sense: every id known and unique, every number within reason.

use std::collections::HashMap;

use super::model::{Costs, Instance, Slot};
use crate::fault::{Faults, Refusal};

/// Largest numbers.
pub(super) const SLOTS_MAX: usize = 2_048;
pub(super) const ROOMS_MAX: usize = 500;
pub(super) const SESSIONS_MAX: usize = 5_000;
const PEOPLE_MAX: usize = 50_000;
const TRACKS_MAX: usize = 2_000;
const FAVOURITES_MAX: usize = 500;
const VISITORS_MAX: usize = 500_000;
/// Largest weight and cost.
const POINTS_MAX: i64 = 100_000;
/// Most seats and visitors.
const SEATS_MAX: u32 = 100_000;
/// Longest session, in minutes.
const MINUTES_MAX: u32 = 24 * 60;
/// Latest minute of a day; a day may end after midnight.
const MINUTE_MAX: u32 = 48 * 60;

/// Where each id stands in its list.
pub(super) struct Names<'i> {
    pub(super) rooms: HashMap<&'i str, usize>,
    pub(super) people: HashMap<&'i str, usize>,
    pub(super) tracks: HashMap<&'i str, usize>,
    pub(super) sessions: HashMap<&'i str, usize>,
}

/// Checks everything that can be said without looking for places.
pub(super) fn check(instance: &Instance) -> Result<Names<'_>, Refusal> {
    let mut faults = Faults::default();
    if instance.format != "plan/1" {
        let message = format!("is {:?}; this reads \"plan/1\"", instance.format);
        faults.add(|| "format".into(), message);
    }
    let (rooms, people) = (&instance.rooms, &instance.people);
    sizes(instance, &mut faults);
    faults.finish()?;
    let mut faults = Faults::default();
    let names = Names {
        rooms: ids("rooms", "room", rooms.iter().map(|it| &*it.id), &mut faults),
        people: ids("people", "person", people.iter().map(|it| &*it.id), &mut faults),
        tracks: ids("tracks", "track", instance.tracks.iter().map(|it| &*it.id), &mut faults),
        sessions: ids("sessions", "session", instance.sessions.iter().map(|it| &*it.id), &mut faults),
    };
    check_slots(&instance.slots, &mut faults);
    let mut look = Look { slots: instance.slots.len(), names: &names, faults: &mut faults };
    for (at, room) in rooms.iter().enumerate() {
        look.number(|| format!("rooms[{at}].seats"), i64::from(room.seats), i64::from(SEATS_MAX));
        room.closed.iter().for_each(|slot| look.slot(|| format!("rooms[{at}].closed"), *slot));
    }
    for (at, person) in people.iter().enumerate() {
        person.away.iter().for_each(|slot| look.slot(|| format!("people[{at}].away"), *slot));
    }
    for (at, track) in instance.tracks.iter().enumerate() {
        let costs = [("split_cost", track.split_cost), ("parallel_cost", track.parallel_cost)];
        for (name, cost) in costs {
            look.number(|| format!("tracks[{at}].{name}"), cost.unwrap_or(0), POINTS_MAX);
        }
    }
    sessions(instance, &mut look);
    rules(instance, &mut look);
    costs(&instance.costs, &mut look);
    faults.finish()?;
    Ok(names)
}

fn sizes(instance: &Instance, faults: &mut Faults) {
    let counted = [
        ("slots", instance.slots.len(), 1, SLOTS_MAX),
        ("rooms", instance.rooms.len(), 1, ROOMS_MAX),
        ("people", instance.people.len(), 0, PEOPLE_MAX),
        ("tracks", instance.tracks.len(), 0, TRACKS_MAX),
        ("sessions", instance.sessions.len(), 0, SESSIONS_MAX),
        ("favourites", instance.favourites.len(), 0, VISITORS_MAX),
    ];
    for (name, count, least, most) in counted {
        if count < least || count > most {
            faults.add(|| name.into(), format!("there are {count}; must be {least} to {most}"));
        }
    }
}

fn ids<'i>(
    list: &str,
    what: &str,
    ids: impl Iterator<Item = &'i str>,
    faults: &mut Faults,
) -> HashMap<&'i str, usize> {
    let mut places = HashMap::new();
    for (at, id) in ids.enumerate() {
        if id.is_empty() {
            faults.add(|| format!("{list}[{at}].id"), "is empty");
        }
        if let Some(before) = places.insert(id, at) {
            faults.add(
                || format!("{list}[{at}].id"),
                format!("{what} {id:?} stands already in {list}[{before}]"),
            );
        }
    }
    places
}

fn check_slots(slots: &[Slot], faults: &mut Faults) {
    for (at, slot) in slots.iter().enumerate() {
        let place = || format!("slots[{at}]");
        if slot.end <= slot.start || slot.end > MINUTE_MAX {
            faults.add(place, format!("ends at {} but begins at {}", slot.end, slot.start));
        }
        let Some(before) = at.checked_sub(1).map(|before| slots[before]) else { continue };
        if slot.day < before.day {
            faults.add(place, format!("is on day {}, before the day of the slot before", slot.day));
        } else if slot.day == before.day && slot.start < before.end {
            faults.add(place, "begins before the slot before it ends");
        }
        if slot.block < before.block {
            faults.add(place, format!("is of block {}, before that of the slot before", slot.block));
        } else if slot.block == before.block && slot.day != before.day {
            faults.add(place, format!("block {} goes over two days", slot.block));
        }
    }
}

struct Look<'i, 'f> {
    slots: usize,
    names: &'f Names<'i>,
    faults: &'f mut Faults,
}

impl Look<'_, '_> {
    fn slot(&mut self, place: impl FnOnce() -> String, slot: u32) {
        if slot as usize >= self.slots {
            self.faults.add(place, format!("slot {slot} is unknown; there are {}", self.slots));
        }
    }

    fn number(&mut self, place: impl FnOnce() -> String, number: i64, most: i64) {
        if number < 0 || number > most {
            self.faults.add(place, format!("is {number}; must be 0 to {most}"));
        }
    }

    fn session(&mut self, place: impl FnOnce() -> String, id: &str) {
        if !self.names.sessions.contains_key(id) {
            self.faults.add(place, format!("session {id:?} is unknown"));
        }
    }

    fn room(&mut self, place: impl FnOnce() -> String, id: &str) {
        if !self.names.rooms.contains_key(id) {
            self.faults.add(place, format!("room {id:?} is unknown"));
        }
    }
}

fn sessions(instance: &Instance, look: &mut Look<'_, '_>) {
    for (at, session) in instance.sessions.iter().enumerate() {
        if session.minutes == 0 || session.minutes > MINUTES_MAX {
            let message = format!("is {}; must be 1 to {MINUTES_MAX}", session.minutes);
            look.faults.add(|| format!("sessions[{at}].minutes"), message);
        }
        look.number(|| format!("sessions[{at}].audience"), i64::from(session.audience), i64::from(SEATS_MAX));
        look.number(|| format!("sessions[{at}].weight"), session.weight, POINTS_MAX);
        if let Some(track) = &session.track
            && !look.names.tracks.contains_key(&**track)
        {
            look.faults.add(|| format!("sessions[{at}].track"), format!("track {track:?} is unknown"));
        }
        for (index, id) in session.people.iter().enumerate() {
            let place = || format!("sessions[{at}].people[{index}]");
            if !look.names.people.contains_key(&**id) {
                look.faults.add(place, format!("person {id:?} is unknown"));
            } else if session.people[..index].contains(id) {
                look.faults.add(place, format!("person {id:?} stands twice"));
            }
        }
        for slot in session.slots.iter().flatten() {
            look.slot(|| format!("sessions[{at}].slots"), *slot);
        }
        for room in session.rooms.iter().flatten() {
            look.room(|| format!("sessions[{at}].rooms"), room);
        }
        for (slot, cost) in &session.slot_cost {
            look.slot(|| format!("sessions[{at}].slot_cost"), *slot);
            look.number(|| format!("sessions[{at}].slot_cost[{slot}]"), *cost, POINTS_MAX);
        }
    }
}

fn rules(instance: &Instance, look: &mut Look<'_, '_>) {
    for (at, after) in instance.after.iter().enumerate() {
        look.session(|| format!("after[{at}].first"), &after.first);
        look.session(|| format!("after[{at}].then"), &after.then);
        if after.first == after.then {
            look.faults.add(|| format!("after[{at}]"), "a session cannot follow itself");
        }
    }
    let mut seen = HashMap::new();
    for (at, fixed) in instance.fixed.iter().enumerate() {
        look.session(|| format!("fixed[{at}].session"), &fixed.session);
        look.slot(|| format!("fixed[{at}].slot"), fixed.slot);
        fixed.room.iter().for_each(|room| look.room(|| format!("fixed[{at}].room"), room));
        if let Some(before) = seen.insert(&fixed.session, at) {
            let message = format!("session {:?} is fixed already by fixed[{before}]", fixed.session);
            look.faults.add(|| format!("fixed[{at}]"), message);
        }
    }
    for (at, forbidden) in instance.forbidden.iter().enumerate() {
        look.session(|| format!("forbidden[{at}].session"), &forbidden.session);
        forbidden.slot.iter().for_each(|slot| look.slot(|| format!("forbidden[{at}].slot"), *slot));
        forbidden.room.iter().for_each(|room| look.room(|| format!("forbidden[{at}].room"), room));
        if forbidden.slot.is_none() && forbidden.room.is_none() {
            look.faults.add(|| format!("forbidden[{at}]"), "names neither a slot nor a room");
        }
    }
    for (at, starred) in instance.favourites.iter().enumerate() {
        if starred.len() > FAVOURITES_MAX {
            let message = format!("has {} sessions; at most {FAVOURITES_MAX} count", starred.len());
            look.faults.add(|| format!("favourites[{at}]"), message);
        }
        starred.iter().for_each(|id| look.session(|| format!("favourites[{at}]"), id));
    }
    for (at, apart) in instance.apart.iter().enumerate() {
        look.session(|| format!("apart[{at}].a"), &apart.a);
        look.session(|| format!("apart[{at}].b"), &apart.b);
        look.number(|| format!("apart[{at}].cost"), apart.cost.unwrap_or(0), POINTS_MAX);
        if apart.a == apart.b {
            look.faults.add(|| format!("apart[{at}]"), format!("session {:?} stands twice", apart.a));
        }
    }
    let mut seen = HashMap::new();
    for (at, place) in instance.earlier.iter().enumerate() {
        look.session(|| format!("earlier[{at}].session"), &place.session);
        look.slot(|| format!("earlier[{at}].slot"), place.slot);
        look.room(|| format!("earlier[{at}].room"), &place.room);
        if let Some(before) = seen.insert(&place.session, at) {
            let message = format!("session {:?} stands already in earlier[{before}]", place.session);
            look.faults.add(|| format!("earlier[{at}]"), message);
        }
    }
}

fn costs(costs: &Costs, look: &mut Look<'_, '_>) {
    let named = [
        ("clash", costs.clash),
        ("missing_seat", costs.missing_seat),
        ("ten_empty_seats", costs.ten_empty_seats),
        ("track_parallel", costs.track_parallel),
        ("track_split", costs.track_split),
        ("moved_time", costs.moved_time),
        ("moved_room", costs.moved_room),
        ("dropped", costs.dropped),
    ];
    for (name, cost) in named {
        look.number(|| format!("costs.{name}"), cost, POINTS_MAX);
    }
}
