//! Made-up instances from a seed, for tests and measurements: the same seed, the same instance.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{After, Apart, Costs, Instance, Person, Room, Session, Slot, Track};
use crate::solve::chance::Chance;

/// How large an instance is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Days.
    pub days: u32,
    /// Steps of the grid in each of a day's two blocks.
    pub steps: u32,
    /// Minutes of a step.
    pub minutes: u32,
    /// Rooms.
    pub rooms: usize,
    /// Tracks.
    pub tracks: usize,
    /// Sessions.
    pub sessions: usize,
    /// Visitors with favourites.
    pub visitors: usize,
}

impl Size {
    /// A meeting of one day: 40 sessions.
    pub const SMALL: Self =
        Self { days: 1, steps: 8, minutes: 30, rooms: 5, tracks: 4, sessions: 40, visitors: 300 };
    /// A conference: 300 sessions.
    pub const CONFERENCE: Self =
        Self { days: 3, steps: 8, minutes: 30, rooms: 12, tracks: 15, sessions: 300, visitors: 3_000 };
    /// A congress: 1,100 sessions.
    pub const CONGRESS: Self =
        Self { days: 4, steps: 8, minutes: 30, rooms: 32, tracks: 60, sessions: 1_100, visitors: 10_000 };
}

/// An instance in which nearly everything has a place: rooms of all sizes, speakers with several sessions and days
/// off, tracks, visitors whose favourites lie in few tracks, series and long sessions.
#[must_use]
pub fn instance(size: Size, seed: u64) -> Instance {
    let mut chance = Chance::new(seed);
    let slots = slots(size);
    let rooms = rooms(size, slots.len(), &mut chance);
    let tracks: Vec<Track> =
        (0..size.tracks).map(|at| Track { id: format!("track-{at}"), ..Track::default() }).collect();
    let people = people(size, slots.len(), &mut chance);
    let sessions: Vec<Session> =
        (0..size.sessions).map(|at| session(size, at, &people, &mut chance)).collect();
    let favourites = favourites(size, &sessions, &mut chance);
    let mut after = Vec::new();
    for at in (0..size.sessions.saturating_sub(1)).filter(|at| at % 25 == 7) {
        let (first, then) = (sessions[at].id.clone(), sessions[at + 1].id.clone());
        after.push(After { first, then, directly: at % 50 == 7 });
    }
    let mut apart = Vec::new();
    for at in (0..size.sessions.saturating_sub(9)).filter(|at| at % 40 == 11) {
        let (a, b) = (sessions[at].id.clone(), sessions[at + 9].id.clone());
        apart.push(Apart { a, b, cost: (at % 80 == 11).then_some(30) });
    }
    Instance {
        format: "plan/1".into(),
        name: format!("sample-{}-{seed}", size.sessions),
        slots,
        rooms,
        people,
        tracks,
        sessions,
        after,
        apart,
        favourites,
        costs: Costs::default(),
        ..Instance::default()
    }
}

fn slots(size: Size) -> Vec<Slot> {
    let mut slots = Vec::new();
    for day in 0..size.days {
        for half in 0..2 {
            let begin = if half == 0 { 9 * 60 } else { 9 * 60 + size.steps * size.minutes + 60 };
            for step in 0..size.steps {
                let start = begin + step * size.minutes;
                slots.push(Slot { day, block: day * 2 + half, start, end: start + size.minutes });
            }
        }
    }
    slots
}

fn rooms(size: Size, slots: usize, chance: &mut Chance) -> Vec<Room> {
    let make = |at: usize| {
        let seats = [600, 300, 200, 150, 120, 100, 80, 60, 50, 40][at * 10 / size.rooms.max(1)];
        let mut features = vec!["projector".to_owned()];
        features.extend(at.is_multiple_of(2).then(|| "recording".to_owned()));
        features.extend((at % 5 == 1).then(|| "tables".to_owned()));
        // Some rooms are not there on the first morning.
        let closed = if at % 7 == 3 { (0..(slots as u32).min(size.steps / 2)).collect() } else { Vec::new() };
        Room { id: format!("room-{at}"), seats, features, closed }
    };
    let _ = chance.next();
    (0..size.rooms).map(make).collect()
}

fn people(size: Size, slots: usize, chance: &mut Chance) -> Vec<Person> {
    let per_day = slots / size.days as usize;
    let make = |at: usize| {
        let day = chance.below(size.days as usize);
        // One of eight is away for a day, or for half of a conference of one day.
        let length = if size.days == 1 { per_day / 2 } else { per_day };
        let away =
            if chance.below(8) == 0 { (day * per_day..day * per_day + length).collect() } else { Vec::new() };
        Person { id: format!("person-{at}"), away: away.into_iter().map(|slot: usize| slot as u32).collect() }
    };
    (0..size.sessions * 5 / 4).map(make).collect()
}

fn session(size: Size, at: usize, people: &[Person], chance: &mut Chance) -> Session {
    let track = at * size.tracks.max(1) / size.sessions.max(1);
    let speakers = 1 + chance.below(3);
    let own: BTreeSet<usize> = (0..speakers).map(|_| chance.below(people.len())).collect();
    let minutes = [30, 30, 30, 60, 60, 90][chance.below(6)];
    let audience = 15 + chance.below(60) + chance.below(8).pow(2) * chance.below(8);
    let mut needs = Vec::new();
    needs.extend((chance.below(6) == 0).then(|| "recording".to_owned()));
    needs.extend((chance.below(40) == 0).then(|| "tables".to_owned()));
    let slot_cost = if chance.below(10) == 0 {
        let steps = size.steps * 2 * size.days;
        (0..steps).filter(|slot| slot % (size.steps * 2) < size.steps / 2).map(|slot| (slot, 30)).collect()
    } else {
        BTreeMap::new()
    };
    Session {
        id: format!("session-{at}"),
        title: format!("Session {at}"),
        minutes,
        track: (size.tracks > 0).then(|| format!("track-{track}")),
        people: own.into_iter().map(|person| people[person].id.clone()).collect(),
        audience: audience as u32,
        needs,
        weight: super::model::WEIGHT,
        slot_cost,
        ..Session::default()
    }
}

/// Each visitor stars sessions of three tracks most, and those with a large audience more.
fn favourites(size: Size, sessions: &[Session], chance: &mut Chance) -> Vec<Vec<String>> {
    let visitor = |_| {
        let liked: Vec<usize> = (0..3).map(|_| chance.below(size.tracks.max(1))).collect();
        let wanted = 4 + chance.below(10);
        let mut own = BTreeSet::new();
        for _ in 0..wanted * 8 {
            if own.len() >= wanted || sessions.is_empty() {
                break;
            }
            let at = chance.below(sessions.len());
            let track = at * size.tracks.max(1) / size.sessions.max(1);
            let audience = sessions[at].audience as usize;
            if (liked.contains(&track) || chance.below(6) == 0) && chance.below(250) < 40 + audience {
                own.insert(at);
            }
        }
        own.into_iter().map(|at| sessions[at].id.clone()).collect()
    };
    (0..size.visitors).map(visitor).collect()
}
