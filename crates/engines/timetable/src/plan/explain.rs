//! Why a session has no place, what its place costs, and what would have to change.

use std::collections::HashMap;

use serde::Serialize;

use super::{
    model::{Instance, Solution},
    problem::{NEVER, Place, Problem, span},
    state::{CLOSED, FREE, State},
};
use crate::fault::Refusal;

/// A session without a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unplaced {
    /// The session.
    pub session: String,
    /// Whether it could have a place in some timetable, as far as slots, rooms and people alone say.
    pub possible: bool,
    /// Why it has none; a sentence without full stop.
    pub reason: String,
}

/// A wish that a place does not fulfil.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// What is not as it should be; a sentence without full stop.
    pub what: String,
    /// What that costs.
    pub cost: i64,
}

/// What one session has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The session.
    pub session: String,
    /// Where it is.
    pub slot: u32,
    /// Where it is.
    pub room: String,
    /// Wishes that are not fulfilled, the dearest first.
    pub wishes: Vec<Wish>,
    /// What would be better or next best for it, everything else staying where it is; a sentence without full stop.
    pub change: String,
}

/// A slot in words: day from 1, time.
#[must_use]
pub fn time(instance: &Instance, slot: usize) -> String {
    let it = &instance.slots[slot];
    format!("day {} {:02}:{:02}", it.day + 1, it.start / 60, it.start % 60)
}

/// Why a session can be nowhere at all, or not in one slot, whatever else is where.
pub(super) fn why_impossible(instance: &Instance, session: usize, only: Option<usize>) -> String {
    let it = &instance.sessions[session];
    let mut rooms: Vec<&super::model::Room> = instance.rooms.iter().collect();
    if let Some(allowed) = &it.rooms {
        rooms.retain(|room| allowed.contains(&room.id));
    }
    rooms.retain(|room| {
        let of =
            |forbidden: &&super::model::Forbidden| forbidden.session == it.id && forbidden.slot.is_none();
        !instance.forbidden.iter().filter(of).any(|forbidden| forbidden.room.as_ref() == Some(&room.id))
    });
    if rooms.is_empty() {
        return "no room is left that it may be in".into();
    }
    for need in &it.needs {
        rooms.retain(|room| room.features.contains(need));
        if rooms.is_empty() {
            return format!("no room that it may be in has {need:?}");
        }
    }
    let begins = |slot: &usize| only.is_none_or(|only| only == *slot);
    let mut starts: Vec<usize> = (0..instance.slots.len()).filter(begins).collect();
    starts.retain(|start| span(instance, *start, it.minutes) > 0);
    if starts.is_empty() {
        return format!("its {} minutes do not fit into a block", it.minutes);
    }
    starts.retain(|start| {
        let allowed = it.slots.as_ref().is_none_or(|slots| slots.contains(&(*start as u32)));
        let of =
            |forbidden: &&super::model::Forbidden| forbidden.session == it.id && forbidden.room.is_none();
        allowed
            && !instance.forbidden.iter().filter(of).any(|forbidden| forbidden.slot == Some(*start as u32))
    });
    if starts.is_empty() {
        return "it may not begin in any slot that is long enough".into();
    }
    for person in instance.people.iter().filter(|person| it.people.contains(&person.id)) {
        starts.retain(|start| {
            let taken = *start as u32..(*start + span(instance, *start, it.minutes)) as u32;
            !person.away.iter().any(|slot| taken.contains(slot))
        });
        if starts.is_empty() {
            return format!("{:?} is not there at any time that is left", person.id);
        }
    }
    "the rooms that it may be in are closed, or forbidden to it, at all times that are left".into()
}

/// Sessions that no timetable can place, known before solving.
///
/// *Errors*: an instance that makes no sense.
pub fn impossible(instance: &Instance) -> Result<Vec<Unplaced>, Refusal> {
    let problem = Problem::new(instance)?;
    let hopeless = (0..problem.sessions()).filter(|session| !can_be(&problem, *session));
    let told = |session: usize| Unplaced {
        session: instance.sessions[session].id.clone(),
        possible: false,
        reason: why_impossible(instance, session, None),
    };
    Ok(hopeless.map(told).collect())
}

fn places(problem: &Problem, session: usize) -> impl Iterator<Item = Place> {
    let halls = &problem.halls[session];
    let all = problem.starts[session].iter().flat_map(|start| halls.iter().map(|room| (*start, *room)));
    all.filter(move |place| problem.possible(session, *place))
}

fn can_be(problem: &Problem, session: usize) -> bool {
    places(problem, session).next().is_some()
}

/// Lays a timetable out.
///
/// *Errors*: sessions and rooms that are unknown, places that break a rule.
fn state<'p>(instance: &Instance, problem: &'p Problem, solution: &Solution) -> Result<State<'p>, Refusal> {
    let verdict = super::verify::verify(instance, solution);
    if let Some(error) = verdict.first_errors.first() {
        return Err(Refusal::one("placements", format!("the timetable breaks a rule: {error}")));
    }
    let sessions: HashMap<&str, usize> =
        instance.sessions.iter().enumerate().map(|(at, it)| (&*it.id, at)).collect();
    let rooms: HashMap<&str, usize> =
        instance.rooms.iter().enumerate().map(|(at, it)| (&*it.id, at)).collect();
    let mut state = State::empty(problem);
    let mut waiting: Vec<(usize, Place)> = solution
        .placements
        .iter()
        .map(|it| (sessions[&*it.session], (it.slot as u16, rooms[&*it.room] as u16)))
        .collect();
    loop {
        let count = waiting.len();
        waiting.retain(|&(session, place)| match state.gain(session, place) {
            Some(gain) => {
                state.put(session, place, gain);
                false
            }
            None => true,
        });
        if waiting.is_empty() {
            return Ok(state);
        }
        if waiting.len() == count {
            let id = &instance.sessions[waiting[0].0].id;
            return Err(Refusal::one("placements", format!("session {id:?} breaks a rule where it is")));
        }
    }
}

/// Why each session without a place has none.
///
/// *Errors*: an instance that makes no sense, a timetable that breaks a rule.
pub fn unplaced(instance: &Instance, solution: &Solution) -> Result<Vec<Unplaced>, Refusal> {
    let problem = Problem::new(instance)?;
    let mut state = state(instance, &problem, solution)?;
    let without: Vec<usize> =
        (0..problem.sessions()).filter(|session| state.at[*session].is_none()).collect();
    Ok(without
        .into_iter()
        .map(|session| {
            let possible = can_be(&problem, session);
            let reason = if possible {
                why_unplaced(instance, &mut state, session)
            } else {
                why_impossible(instance, session, None)
            };
            Unplaced { session: instance.sessions[session].id.clone(), possible, reason }
        })
        .collect())
}

/// What would have to give way for a session at a place.
fn blockers(state: &State<'_>, session: usize, (start, room): Place) -> Vec<usize> {
    let problem = state.problem;
    let first = usize::from(start);
    let mut found: Vec<usize> = Vec::new();
    for slot in first..first + problem.span(session, first) {
        match state.cell(slot, usize::from(room)) {
            FREE | CLOSED => {}
            other => found.push(usize::from(other)),
        }
    }
    found.extend(state.at_once(session, first).filter(|other| problem.pair(session, *other) == NEVER));
    found.sort_unstable();
    found.dedup();
    found.retain(|other| *other != session);
    found
}

fn why_unplaced(instance: &Instance, state: &mut State<'_>, session: usize) -> String {
    let problem = state.problem;
    if let Some(order) =
        problem.earlier[session].iter().find(|order| state.at[usize::from(order.other)].is_none())
    {
        let first = &instance.sessions[usize::from(order.other)].id;
        return format!("it must follow {first:?}, which has no place itself");
    }
    // Fewest in the way first, then what the timetable would be worth.
    let mut best: Option<(usize, std::cmp::Reverse<i64>, Place, Vec<usize>)> = None;
    for place in places(problem, session) {
        let in_the_way = blockers(state, session, place);
        if best.as_ref().is_some_and(|best| in_the_way.len() > best.0) {
            continue;
        }
        let before = state.value;
        let taken: Vec<(usize, Option<Place>)> =
            in_the_way.iter().map(|other| (*other, state.take(*other))).collect();
        let gain = state.gain(session, place);
        let lost = before - state.value;
        put_back(state, taken);
        if let Some(gain) = gain {
            let found = (in_the_way.len(), std::cmp::Reverse(gain - lost), place, in_the_way);
            if best.as_ref().is_none_or(|best| (found.0, found.1) < (best.0, best.1)) {
                best = Some(found);
            }
        }
    }
    let Some((_, std::cmp::Reverse(change), (start, room), in_the_way)) = best else {
        return "wherever it may be, it would break the order of sessions that follow one another".into();
    };
    let room = &instance.rooms[usize::from(room)].id;
    let when = time(instance, usize::from(start));
    let ids: Vec<String> =
        in_the_way.iter().map(|other| format!("{:?}", instance.sessions[*other].id)).collect();
    match (ids.is_empty(), change > 0) {
        (true, true) => format!("{when} in room {room:?} is free and would be worth {change} points more"),
        (true, false) => format!(
            "it would cost more than its weight of {}: at best {when} in room {room:?}, with {} points less",
            instance.sessions[session].weight, -change
        ),
        (false, _) => format!(
            "possible places are taken; at best {when} in room {room:?}, if {} gave way without a new place: \
             {change:+} points",
            ids.join(" and ")
        ),
    }
}

fn put_back(state: &mut State<'_>, mut taken: Vec<(usize, Option<Place>)>) {
    while !taken.is_empty() {
        let count = taken.len();
        taken.retain(|(session, place)| {
            match place.and_then(|place| state.gain(*session, place).map(|gain| (place, gain))) {
                Some((place, gain)) => {
                    state.put(*session, place, gain);
                    false
                }
                None => place.is_some(),
            }
        });
        assert!(taken.len() < count || taken.is_empty(), "what was there can be put back");
    }
}

/// What a session's place costs, and what would be better or next best for it.
///
/// *Errors*: an instance that makes no sense, a timetable that breaks a rule, a session that is unknown or has no
/// place.
pub fn session(instance: &Instance, solution: &Solution, id: &str) -> Result<Told, Refusal> {
    let problem = Problem::new(instance)?;
    let mut state = state(instance, &problem, solution)?;
    let Some(session) = instance.sessions.iter().position(|it| it.id == id) else {
        return Err(Refusal::one("session", format!("session {id:?} is unknown")));
    };
    let Some(place) = state.at[session] else {
        return Err(Refusal::one("session", format!("session {id:?} has no place")));
    };
    let wishes = wishes(instance, &state, session, place);
    let now = state.value;
    state.take(session);
    let free = places(&problem, session).filter(|other| *other != place && state.is_free(session, *other));
    let better = free.filter_map(|other| state.gain(session, other).map(|gain| (gain, other)));
    let change = match better.max_by_key(|(gain, other)| (*gain, std::cmp::Reverse(*other))) {
        None => "no other place is free for it".to_owned(),
        Some((gain, (start, room))) => format!(
            "the best other free place is {} in room {:?}: {:+} points",
            time(instance, usize::from(start)),
            instance.rooms[usize::from(room)].id,
            state.value + gain - now
        ),
    };
    let room = instance.rooms[usize::from(place.1)].id.clone();
    Ok(Told { session: id.to_owned(), slot: u32::from(place.0), room, wishes, change })
}

fn wishes(instance: &Instance, state: &State<'_>, session: usize, place: Place) -> Vec<Wish> {
    let problem = state.problem;
    let it = &instance.sessions[session];
    let (start, room) = (usize::from(place.0), usize::from(place.1));
    let mut wishes = Vec::new();
    let mut add = |what: String, cost: i64| {
        if cost > 0 {
            wishes.push(Wish { what, cost });
        }
    };
    for other in state.at_once(session, start) {
        let id = &instance.sessions[other].id;
        add(
            format!("is held at the same time as {id:?}: favourites, track, or to be apart"),
            i64::from(problem.pair(session, other)),
        );
    }
    let hall = &instance.rooms[room];
    let (audience, seats) = (i64::from(it.audience), i64::from(hall.seats));
    let costs = &instance.costs;
    add(
        format!("{} seats are missing in room {:?}", audience - seats, hall.id),
        (audience - seats) * costs.missing_seat,
    );
    add(
        format!("{} seats of room {:?} stay empty", seats - audience, hall.id),
        (seats - audience) * costs.ten_empty_seats / 10,
    );
    let slot = it.slot_cost.get(&(start as u32)).copied().unwrap_or(0);
    add(format!("begins at an unwanted time, {}", time(instance, start)), slot);
    for earlier in instance.earlier.iter().filter(|earlier| earlier.session == it.id) {
        let moved = earlier.slot as usize != start;
        add(
            format!("was announced for {}", time(instance, earlier.slot as usize)),
            i64::from(moved) * costs.moved_time,
        );
        add(
            format!("was announced in room {:?}", earlier.room),
            i64::from(earlier.room != hall.id) * costs.moved_room,
        );
    }
    let mut without = state.clone();
    without.take(session);
    add("splits a track's sessions of the day into pieces".into(), state.split_cost() - without.split_cost());
    wishes.sort_by_key(|wish| std::cmp::Reverse(wish.cost));
    wishes
}
