//! How a timetable uses rooms and keeps tracks together, what clashes, and a picture of it.

mod picture;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    model::{Instance, Solution},
    verify::{Verdict, verify},
};
pub use picture::picture;

/// Pairs that are listed.
const CLASHES_MAX: usize = 20;

/// What is to be known of a timetable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Rules, value, costs.
    pub verdict: Verdict,
    /// Sessions without a place.
    pub without: Vec<String>,
    /// Rooms, in the order of the instance.
    pub rooms: Vec<RoomUse>,
    /// Tracks, in the order of the instance.
    pub tracks: Vec<TrackUse>,
    /// Pairs that most visitors have starred and cannot both see, the worst first.
    pub clashes: Vec<Clash>,
}

/// How a room is used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoomUse {
    /// The room.
    pub room: String,
    /// Sessions in it.
    pub sessions: usize,
    /// Slots in which one is there.
    pub busy: usize,
    /// Slots in which it is open.
    pub open: usize,
    /// Expected visitors for whom there is no seat, of all its sessions together.
    pub missing_seats: u32,
}

/// How a track lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrackUse {
    /// The track.
    pub track: String,
    /// Its sessions that have a place.
    pub sessions: usize,
    /// Days on which it has sessions.
    pub days: usize,
    /// Rooms in which it has sessions.
    pub rooms: usize,
    /// Pairs of its sessions at one time.
    pub parallel: usize,
}

/// Two sessions at one time that the same visitors have starred.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clash {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// Visitors.
    pub visitors: usize,
}

/// Reports on a timetable of an instance that makes sense.
#[must_use]
pub fn report(instance: &Instance, solution: &Solution) -> Report {
    let slots = taken(instance, solution);
    let placed = |id: &str| slots.contains_key(id);
    let without = instance.sessions.iter().filter(|it| !placed(&it.id)).map(|it| it.id.clone()).collect();
    let rooms = instance.rooms.iter().map(|room| {
        let own: Vec<_> = instance
            .sessions
            .iter()
            .filter_map(|it| {
                slots.get(&*it.id).filter(|(_, at)| *at == room.id).map(|(slots, _)| (it, slots))
            })
            .collect();
        RoomUse {
            room: room.id.clone(),
            sessions: own.len(),
            busy: own.iter().map(|(_, slots)| slots.len()).sum(),
            open: instance.slots.len() - room.closed.iter().collect::<BTreeSet<_>>().len(),
            missing_seats: own.iter().map(|(it, _)| it.audience.saturating_sub(room.seats)).sum(),
        }
    });
    let at_once = |a: &str, b: &str| match (slots.get(a), slots.get(b)) {
        (Some((a, _)), Some((b, _))) => a.start < b.end && b.start < a.end,
        _ => false,
    };
    let tracks = instance.tracks.iter().map(|track| {
        let of = |it: &&super::model::Session| it.track.as_ref() == Some(&track.id) && placed(&it.id);
        let own: Vec<&str> = instance.sessions.iter().filter(of).map(|it| &*it.id).collect();
        let pairs = own.iter().enumerate().flat_map(|(at, a)| own[at + 1..].iter().map(move |b| (a, b)));
        TrackUse {
            track: track.id.clone(),
            sessions: own.len(),
            days: own.iter().map(|id| instance.slots[slots[id].0.start].day).collect::<BTreeSet<_>>().len(),
            rooms: own.iter().map(|id| slots[id].1).collect::<BTreeSet<_>>().len(),
            parallel: pairs.filter(|(a, b)| at_once(a, b)).count(),
        }
    });
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for starred in &instance.favourites {
        let own: Vec<&String> = starred.iter().collect::<BTreeSet<_>>().into_iter().collect();
        for (at, a) in own.iter().enumerate() {
            for b in own[at + 1..].iter().filter(|b| at_once(a, b)) {
                *pairs.entry((a, b)).or_default() += 1;
            }
        }
    }
    let mut clashes: Vec<Clash> = pairs
        .into_iter()
        .map(|((a, b), visitors)| Clash { a: a.to_owned(), b: b.to_owned(), visitors })
        .collect();
    clashes.sort_by_key(|clash| std::cmp::Reverse(clash.visitors));
    clashes.truncate(CLASHES_MAX);
    let verdict = verify(instance, solution);
    Report { verdict, without, rooms: rooms.collect(), tracks: tracks.collect(), clashes }
}

/// The slots that each placed session takes, and its room; what is unknown is left out.
fn taken<'i>(
    instance: &'i Instance,
    solution: &'i Solution,
) -> BTreeMap<&'i str, (std::ops::Range<usize>, &'i str)> {
    let minutes: BTreeMap<&str, u32> = instance.sessions.iter().map(|it| (&*it.id, it.minutes)).collect();
    let mut taken = BTreeMap::new();
    for it in &solution.placements {
        let from = it.slot as usize;
        if let Some(minutes) = minutes.get(&*it.session)
            && from < instance.slots.len()
        {
            let to = from + super::problem::span(instance, from, *minutes).max(1);
            taken.insert(&*it.session, (from..to, &*it.room));
        }
    }
    taken
}
