//! Says whether a timetable keeps every rule, and counts its value anew. Shares nothing with the solver.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::model::{Instance, Session, Solution};

/// Errors told one by one.
const ERRORS_MAX: usize = 20;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// No rule is broken.
    pub feasible: bool,
    /// Weight less all costs.
    pub value: i64,
    /// Sessions with a place.
    pub placed: usize,
    /// Weight of those.
    pub weight: i64,
    /// What each kind of wish costs.
    pub costs: Spent,
    /// The first rules that are broken.
    pub first_errors: Vec<String>,
}

/// Costs by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spent {
    /// Favourites of one visitor at one time.
    pub clash: i64,
    /// Pairs that were to be apart.
    pub apart: i64,
    /// Sessions of one track at one time.
    pub track_parallel: i64,
    /// Tracks in pieces.
    pub track_split: i64,
    /// Missing and empty seats.
    pub seats: i64,
    /// Wishes for times.
    pub slot: i64,
    /// Changes to the earlier timetable.
    pub moved: i64,
}

impl Spent {
    /// All together.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.clash + self.apart + self.track_parallel + self.track_split + self.seats + self.slot + self.moved
    }
}

/// A session with its place, looked up.
struct Held<'i> {
    session: &'i Session,
    room: usize,
    /// First slot, and the one after the last.
    from: usize,
    to: usize,
}

/// Checks a timetable against an instance that makes sense.
#[must_use]
pub fn verify(instance: &Instance, solution: &Solution) -> Verdict {
    let mut wrong = Vec::new();
    let held = look_up(instance, solution, &mut wrong);
    for held in held.values() {
        alone(instance, held, &mut wrong);
    }
    let list: Vec<&Held<'_>> = held.values().collect();
    for (at, first) in list.iter().enumerate() {
        for second in &list[at + 1..] {
            if first.from < second.to && second.from < first.to {
                together(instance, first, second, &mut wrong);
            }
        }
    }
    for apart in instance.apart.iter().filter(|apart| apart.cost.is_none()) {
        if let (Some(a), Some(b)) = (held.get(&*apart.a), held.get(&*apart.b))
            && a.from < b.to
            && b.from < a.to
        {
            wrong.push(format!("{:?} and {:?} must not be at one time", apart.a, apart.b));
        }
    }
    for after in &instance.after {
        let Some(then) = held.get(&*after.then) else { continue };
        match held.get(&*after.first) {
            None => wrong.push(format!("{:?} is held without {:?}", after.then, after.first)),
            Some(first) if then.from < first.to => {
                wrong.push(format!("{:?} begins before {:?} is over", after.then, after.first));
            }
            Some(first)
                if after.directly
                    && !(then.from == first.to
                        && then.room == first.room
                        && day(instance, then) == day(instance, first)) =>
            {
                wrong.push(format!("{:?} is not directly after {:?}", after.then, after.first));
            }
            Some(_) => {}
        }
    }
    let costs = spent(instance, &held);
    let weight: i64 = list.iter().map(|held| held.session.weight).sum();
    let feasible = wrong.is_empty();
    wrong.truncate(ERRORS_MAX);
    Verdict { feasible, value: weight - costs.sum(), placed: list.len(), weight, costs, first_errors: wrong }
}

fn look_up<'i>(
    instance: &'i Instance,
    solution: &Solution,
    wrong: &mut Vec<String>,
) -> BTreeMap<&'i str, Held<'i>> {
    let sessions: BTreeMap<&str, &Session> = instance.sessions.iter().map(|it| (&*it.id, it)).collect();
    let rooms: BTreeMap<&str, usize> =
        instance.rooms.iter().enumerate().map(|(at, it)| (&*it.id, at)).collect();
    let mut held = BTreeMap::new();
    for place in &solution.placements {
        let Some(session) = sessions.get(&*place.session) else {
            wrong.push(format!("session {:?} is unknown", place.session));
            continue;
        };
        let (Some(room), true) = (rooms.get(&*place.room), (place.slot as usize) < instance.slots.len())
        else {
            wrong.push(format!(
                "{:?}: room {:?} or slot {} is unknown",
                place.session, place.room, place.slot
            ));
            continue;
        };
        let from = place.slot as usize;
        // As many slots as it takes until its minutes are over.
        let mut to = from;
        while to < instance.slots.len() && instance.slots[to].block == instance.slots[from].block {
            to += 1;
            if instance.slots[to - 1].end >= instance.slots[from].start + session.minutes {
                break;
            }
        }
        if instance.slots[to - 1].end < instance.slots[from].start + session.minutes {
            wrong.push(format!("{:?} does not fit into its block", place.session));
        }
        if held.insert(&*session.id, Held { session, room: *room, from, to }).is_some() {
            wrong.push(format!("{:?} is placed twice", place.session));
        }
    }
    held
}

fn day(instance: &Instance, held: &Held<'_>) -> u32 {
    instance.slots[held.from].day
}

fn alone(instance: &Instance, held: &Held<'_>, wrong: &mut Vec<String>) {
    let (session, room) = (held.session, &instance.rooms[held.room]);
    let taken = held.from as u32..held.to as u32;
    if let Some(slot) = room.closed.iter().find(|slot| taken.contains(slot)) {
        wrong.push(format!("{:?}: room {:?} is closed in slot {slot}", session.id, room.id));
    }
    if let Some(need) = session.needs.iter().find(|need| !room.features.contains(need)) {
        wrong.push(format!("{:?}: room {:?} has no {need:?}", session.id, room.id));
    }
    if session.slots.as_ref().is_some_and(|slots| !slots.contains(&taken.start)) {
        wrong.push(format!("{:?} must not begin in slot {}", session.id, taken.start));
    }
    if session.rooms.as_ref().is_some_and(|rooms| !rooms.contains(&room.id)) {
        wrong.push(format!("{:?} must not be in room {:?}", session.id, room.id));
    }
    for person in instance.people.iter().filter(|person| session.people.contains(&person.id)) {
        if let Some(slot) = person.away.iter().find(|slot| taken.contains(slot)) {
            wrong.push(format!("{:?}: {:?} is not there in slot {slot}", session.id, person.id));
        }
    }
    for fixed in instance.fixed.iter().filter(|fixed| fixed.session == session.id) {
        if fixed.slot != taken.start || fixed.room.as_ref().is_some_and(|id| *id != room.id) {
            wrong.push(format!("{:?} is not where it is fixed", session.id));
        }
    }
    for forbidden in instance.forbidden.iter().filter(|it| it.session == session.id) {
        let then = forbidden.slot.is_none_or(|slot| slot == taken.start);
        if then && forbidden.room.as_ref().is_none_or(|id| *id == room.id) {
            wrong.push(format!("{:?} is where it is forbidden", session.id));
        }
    }
}

fn together(instance: &Instance, first: &Held<'_>, second: &Held<'_>, wrong: &mut Vec<String>) {
    let (a, b) = (first.session, second.session);
    if first.room == second.room {
        let room = &instance.rooms[first.room].id;
        wrong.push(format!("{:?} and {:?} are in room {room:?} at one time", a.id, b.id));
    }
    if let Some(person) = a.people.iter().find(|person| b.people.contains(person)) {
        wrong.push(format!("{person:?} is in {:?} and {:?} at one time", a.id, b.id));
    }
}

fn spent(instance: &Instance, held: &BTreeMap<&str, Held<'_>>) -> Spent {
    let (unit, mut costs) = (&instance.costs, Spent::default());
    let at_once = |a: &str, b: &str| match (held.get(a), held.get(b)) {
        (Some(a), Some(b)) => a.from < b.to && b.from < a.to,
        _ => false,
    };
    for starred in &instance.favourites {
        let own: Vec<&str> =
            starred.iter().map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect();
        for (at, first) in own.iter().enumerate() {
            costs.clash +=
                unit.clash * own[at + 1..].iter().filter(|second| at_once(first, second)).count() as i64;
        }
    }
    for apart in &instance.apart {
        costs.apart += if at_once(&apart.a, &apart.b) { apart.cost.unwrap_or(0) } else { 0 };
    }
    for track in &instance.tracks {
        let own: Vec<&Held<'_>> =
            held.values().filter(|held| held.session.track.as_ref() == Some(&track.id)).collect();
        for (at, first) in own.iter().enumerate() {
            let overlaps =
                own[at + 1..].iter().filter(|second| first.from < second.to && second.from < first.to);
            costs.track_parallel +=
                track.parallel_cost.unwrap_or(unit.track_parallel) * overlaps.count() as i64;
        }
        let mut chains: BTreeMap<u32, i64> = BTreeMap::new();
        for it in &own {
            // A chain begins where the session before in the room, on that day, is not of the track.
            let before = held
                .values()
                .filter(|other| {
                    other.room == it.room && day(instance, other) == day(instance, it) && other.from < it.from
                })
                .max_by_key(|other| other.from);
            if before.is_none_or(|before| before.session.track.as_ref() != Some(&track.id)) {
                *chains.entry(day(instance, it)).or_default() += 1;
            }
        }
        let more: i64 = chains.values().map(|count| count - 1).sum();
        costs.track_split += track.split_cost.unwrap_or(unit.track_split) * more;
    }
    for it in held.values() {
        let (audience, seats) = (i64::from(it.session.audience), i64::from(instance.rooms[it.room].seats));
        costs.seats += (audience - seats).max(0) * unit.missing_seat;
        costs.seats += (seats - audience).max(0) * unit.ten_empty_seats / 10;
        costs.slot += it.session.slot_cost.get(&(it.from as u32)).copied().unwrap_or(0);
    }
    for earlier in &instance.earlier {
        costs.moved += match held.get(&*earlier.session) {
            None => unit.dropped,
            Some(now) => {
                let time = if now.from as u32 == earlier.slot { 0 } else { unit.moved_time };
                time + if instance.rooms[now.room].id == earlier.room { 0 } else { unit.moved_room }
            }
        };
    }
    costs
}
