//! Concrete tables for a plan that only counts them.

use std::collections::BTreeMap;

use super::state::WAITING;
use crate::meet::{mask::Mask, model::Meeting, problem::Problem};

/// Gives each meeting a table of its class, the one it had before where that goes.
///
/// Tables of a class are open at the same times, so meetings taken by their beginning always find one: at most as many
/// hold at once as there are tables.
pub(crate) fn seat<M: Mask>(
    problem: &Problem<M>,
    at: &[u16],
    published: &BTreeMap<u32, u32>,
) -> Vec<Meeting> {
    let mut by_class = vec![Vec::new(); problem.classes.len()];
    for (request, &code) in at.iter().enumerate() {
        if code != WAITING {
            let (slot, class) = problem.slot_class(code);
            by_class[class].push((slot, request));
        }
    }
    let mut meetings = Vec::new();
    for (class, mut list) in by_class.into_iter().enumerate() {
        list.sort_unstable();
        let tables = &problem.classes[class].tables;
        if tables.is_empty() {
            meetings.extend(list.iter().map(|&(slot, request)| meeting(request, slot, None)));
            continue;
        }
        let kept = seat_class(problem, tables, &list, published);
        let seated =
            kept.or_else(|| seat_class(problem, tables, &list, &BTreeMap::new())).unwrap_or_default();
        let pairs = list.iter().zip(seated);
        meetings.extend(pairs.map(|(&(slot, request), table)| meeting(request, slot, Some(table))));
    }
    meetings.sort_unstable_by_key(|meeting| meeting.r);
    meetings
}

fn meeting(request: usize, slot: usize, table: Option<u32>) -> Meeting {
    Meeting { r: request as u32, slot: slot as u32, table }
}

/// A table for each meeting of a class; none when those kept from before leave no room for a long one.
fn seat_class<M: Mask>(
    problem: &Problem<M>,
    tables: &[u32],
    list: &[(usize, usize)],
    published: &BTreeMap<u32, u32>,
) -> Option<Vec<u32>> {
    let mut taken = vec![M::EMPTY; tables.len()];
    let mut seats = vec![None; list.len()];
    let covers: Vec<M> =
        list.iter().map(|&(slot, request)| M::row(slot, usize::from(problem.dur[request]))).collect();
    if !published.is_empty() {
        let place: BTreeMap<u32, usize> = tables.iter().enumerate().map(|(at, table)| (*table, at)).collect();
        for (at, &(_, request)) in list.iter().enumerate() {
            let before = published.get(&(request as u32)).and_then(|table| place.get(table)).copied();
            if let Some(table) = before.filter(|table| (taken[*table] & covers[at]).is_empty()) {
                taken[table] |= covers[at];
                seats[at] = Some(table);
            }
        }
    }
    for at in 0..list.len() {
        if seats[at].is_none() {
            let free = taken.iter().position(|mask| (*mask & covers[at]).is_empty())?;
            taken[free] |= covers[at];
            seats[at] = Some(free);
        }
    }
    seats.into_iter().map(|table| table.map(|table| tables[table])).collect()
}
