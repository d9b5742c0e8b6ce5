//! A value that no timetable exceeds.
//!
//! Room time and people's time get prices. At given prices each session takes its best place or none, and what is
//! priced is sold out; the sum is above every timetable, whatever the prices (weak duality; Geoffrion 1974). What
//! sessions cost one another (clashes, tracks) is left out, as it is never below 0.

use super::problem::{Place, Problem};

/// Parts of a point in which prices are counted.
const PARTS: i64 = 256;
/// Steps of the descent.
const STEPS: usize = 150;

/// Prices, in parts of a point; none is below 0.
struct Prices {
    /// (room, slot)
    room: Vec<i64>,
    /// (person, slot), for those with two sessions or more.
    person: Vec<i64>,
}

/// A bound for all timetables; `value` is that of a known one and only guides the steps.
pub(super) fn bound(problem: &Problem, value: i64) -> i64 {
    let people: Vec<&Vec<u16>> = problem.sessions_of.iter().filter(|own| own.len() > 1).collect();
    let mut of_session: Vec<Vec<usize>> = vec![Vec::new(); problem.sessions];
    for (person, own) in people.iter().enumerate() {
        own.iter().for_each(|session| of_session[usize::from(*session)].push(person));
    }
    let slots = problem.slots;
    let mut prices = Prices { room: vec![0; problem.rooms * slots], person: vec![0; people.len() * slots] };
    let mut best = i64::MAX;
    let mut pace = 1.0_f64;
    let mut since = 0;
    for _ in 0..STEPS {
        let (sum, room_use, person_use) = relaxed(problem, &of_session, &prices);
        let found = problem.base + sum.div_euclid(PARTS);
        since += 1;
        if found < best {
            best = found;
            since = 0;
        } else if since > 5 {
            pace *= 0.6;
            since = 0;
        }
        let norm: i64 = room_use.iter().chain(&person_use).map(|used| (used - 1).pow(2)).sum();
        if norm == 0 || best <= value || pace < 1e-3 {
            break;
        }
        let length = pace * ((found - value) * PARTS) as f64 / norm as f64;
        let follow = |price: &mut i64, used: &i64| {
            *price = (*price + (length * (used - 1) as f64).round() as i64).max(0);
        };
        prices.room.iter_mut().zip(&room_use).for_each(|(price, used)| follow(price, used));
        prices.person.iter_mut().zip(&person_use).for_each(|(price, used)| follow(price, used));
    }
    best
}

/// The best at given prices, in parts of a point, and how often each cell is used then.
///
/// A cell without a price that is not used does not count as one that should be.
fn relaxed(problem: &Problem, of_session: &[Vec<usize>], prices: &Prices) -> (i64, Vec<i64>, Vec<i64>) {
    let slots = problem.slots;
    let up_to = |prices: &[i64]| {
        let mut sums = vec![0_i64; prices.len() / slots.max(1) * (slots + 1)];
        for (row, own) in prices.chunks(slots).enumerate() {
            for (slot, price) in own.iter().enumerate() {
                sums[row * (slots + 1) + slot + 1] = sums[row * (slots + 1) + slot] + price;
            }
        }
        sums
    };
    let (room_sums, person_sums) = (up_to(&prices.room), up_to(&prices.person));
    let mut total: i64 = prices.room.iter().sum::<i64>() + prices.person.iter().sum::<i64>();
    let unused = |prices: &[i64]| prices.iter().map(|price| i64::from(*price == 0)).collect::<Vec<i64>>();
    let (mut room_use, mut person_use) = (unused(&prices.room), unused(&prices.person));
    let (mut room_first, mut person_first) = (vec![true; room_use.len()], vec![true; person_use.len()]);
    for (session, people_of) in of_session.iter().enumerate().take(problem.sessions) {
        let mut best: Option<(i64, Place)> = None;
        for &start in &problem.starts[session] {
            let from = usize::from(start);
            let to = from + problem.span(session, from);
            let paid =
                |sums: &[i64], row: usize| sums[row * (slots + 1) + to] - sums[row * (slots + 1) + from];
            let people: i64 = people_of.iter().map(|person| paid(&person_sums, *person)).sum();
            let time = (problem.worth[session] - problem.time_cost(session, from)) * PARTS - people;
            for &room in &problem.halls[session] {
                let hall = usize::from(room);
                let worth = time - problem.room_cost(session, hall) * PARTS - paid(&room_sums, hall);
                if worth > best.map_or(0, |(worth, _)| worth) && problem.possible(session, (start, room)) {
                    best = Some((worth, (start, room)));
                }
            }
        }
        let Some((worth, (start, room))) = best else { continue };
        total += worth;
        let from = usize::from(start);
        for slot in from..from + problem.span(session, from) {
            let count = |used: &mut [i64], first: &mut [bool], cell: usize| {
                if std::mem::take(&mut first[cell]) {
                    used[cell] = 0;
                }
                used[cell] += 1;
            };
            count(&mut room_use, &mut room_first, usize::from(room) * slots + slot);
            for person in people_of {
                count(&mut person_use, &mut person_first, person * slots + slot);
            }
        }
    }
    (total, room_use, person_use)
}
