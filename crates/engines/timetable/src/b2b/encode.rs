//! An instance as a formula, with the implied conditions that make it tractable.

use crate::formula::{Formula, Literal};

use super::{model::Instance, windows::Mask};

/// A formula whose models are plans.
pub(super) struct Encoded {
    pub(super) formula: Formula,
    /// For each meeting, the literal of each slot in which it can be held.
    pub(super) held: Vec<Vec<(u32, Literal)>>,
    /// For each person who can have breaks: true when there is at least one, when there are two, and so on.
    pub(super) breaks: Vec<Vec<Literal>>,
}

/// What is known of one person.
struct Person {
    meetings: Vec<usize>,
    /// A literal a slot; 0 where the person cannot be busy.
    busy: Vec<Literal>,
    /// Counted breaks.
    breaks: Vec<Literal>,
}

/// Writes the formula.
pub(super) fn encode(instance: &Instance, windows: &[Mask]) -> Encoded {
    let mut formula = Formula::default();
    let held: Vec<Vec<(u32, Literal)>> = windows
        .iter()
        .map(|window| {
            let slots = (0..instance.slots).filter(|slot| window >> slot & 1 == 1);
            slots.map(|slot| (slot, formula.variable())).collect()
        })
        .collect();
    for choices in &held {
        let literals: Vec<Literal> = choices.iter().map(|(_, literal)| *literal).collect();
        formula.clause(&literals);
        formula.at_most_one(&literals);
    }
    precedences(&mut formula, instance, &held);
    let mut own = vec![Vec::new(); instance.people as usize];
    for (at, meeting) in instance.meetings.iter().enumerate() {
        meeting.people.iter().for_each(|person| own[*person as usize - 1].push(at));
    }
    let people: Vec<Person> =
        own.into_iter().map(|meetings| person(&mut formula, instance.slots, meetings, &held)).collect();
    tables(&mut formula, instance, &people);
    fairness(&mut formula, instance, &people);
    let breaks = people.into_iter().map(|person| person.breaks).filter(|count| !count.is_empty()).collect();
    Encoded { formula, held, breaks }
}

fn precedences(formula: &mut Formula, instance: &Instance, held: &[Vec<(u32, Literal)>]) {
    for (later, meeting) in instance.meetings.iter().enumerate() {
        for &first in &meeting.after {
            // For each slot of the later meeting: the first one is held in an earlier slot.
            for (slot, literal) in &held[later] {
                let earlier = held[first as usize - 1].iter().filter(|(other, _)| other < slot);
                let clause: Vec<Literal> =
                    std::iter::once(-literal).chain(earlier.map(|(_, other)| *other)).collect();
                formula.clause(&clause);
            }
        }
    }
}

fn person(formula: &mut Formula, slots: u32, meetings: Vec<usize>, held: &[Vec<(u32, Literal)>]) -> Person {
    let mut busy = vec![0; slots as usize];
    for slot in 0..slots {
        let of = |meeting: &usize| held[*meeting].iter().find(|(other, _)| *other == slot);
        let here: Vec<Literal> = meetings.iter().filter_map(of).map(|(_, literal)| *literal).collect();
        if here.is_empty() {
            continue;
        }
        let taken = formula.variable();
        busy[slot as usize] = taken;
        formula.at_most_one(&here);
        here.iter().for_each(|literal| formula.clause(&[-literal, taken]));
        let any: Vec<Literal> = std::iter::once(-taken).chain(here).collect();
        formula.clause(&any);
    }
    let mut person = Person { meetings, busy, breaks: Vec::new() };
    if person.meetings.len() > 1 {
        count_breaks(formula, &mut person);
    }
    person
}

/// Counts a person's meetings slot by slot, and the breaks with them.
fn count_breaks(formula: &mut Formula, person: &mut Person) {
    let degree = person.meetings.len();
    let slots = person.busy.len();
    // so_far[j] is true when more than j meetings are held up to here.
    let mut so_far: Vec<Literal> = Vec::new();
    let mut ends: Vec<Literal> = Vec::new();
    // For each slot: whether a meeting was held up to here, and whether all were; none when that cannot be.
    let mut so_far_at: Vec<(Option<Literal>, Option<Literal>)> = Vec::with_capacity(slots);
    let open = |slot: usize| person.busy[slot..].iter().filter(|literal| **literal != 0).count();
    for slot in 0..slots {
        let taken = person.busy[slot];
        if taken == 0 {
            so_far_at.push(so_far_at.last().copied().unwrap_or_default());
            continue;
        }
        if let Some(&begun) = so_far.first()
            && let Some(end) = break_end(formula, &person.busy, slot, begun)
        {
            ends.push(end);
        }
        let before = so_far.clone();
        let most = (before.len() + 1).min(degree);
        so_far = (0..most).map(|_| formula.variable()).collect();
        for j in 0..most {
            let now = so_far[j];
            if let Some(old) = before.get(j) {
                formula.clause(&[-old, now]);
            }
            let stays = before.get(j).copied();
            let one_less = (j > 0).then(|| before[j - 1]);
            let mut up = vec![-taken, now];
            up.extend(one_less.map(|literal| -literal));
            formula.clause(&up);
            let mut why = vec![-now, taken];
            why.extend(stays);
            formula.clause(&why);
            if let Some(less) = one_less {
                formula.clause(&[-now, less]);
            }
        }
        if before.len() == degree {
            formula.clause(&[-before[degree - 1], -taken]);
        }
        // All meetings have to fit into what is left.
        let left = open(slot + 1);
        if degree > left && degree - left <= most {
            formula.clause(&[so_far[degree - left - 1]]);
        }
        so_far_at.push((so_far.first().copied(), so_far.get(degree - 1).copied()));
    }
    let most = ends.len().min(degree - 1);
    person.breaks = formula.count(&ends, most, true);
    person.breaks.truncate(most);
    // Without a break, all meetings are held within as many slots as there are meetings.
    let any = person.breaks.first().copied();
    for (&(begun, _), &(_, done)) in so_far_at.iter().zip(so_far_at.iter().skip(degree - 1)) {
        if let Some(begun) = begun {
            let clause: Vec<Literal> = std::iter::once(-begun).chain(any).chain(done).collect();
            formula.clause(&clause);
        }
    }
}

/// A literal that is true exactly when a break ends with this slot; none when that cannot be.
fn break_end(formula: &mut Formula, busy: &[Literal], slot: usize, begun: Literal) -> Option<Literal> {
    let (previous, taken) = (busy[slot.checked_sub(1)?], busy[slot]);
    let end = formula.variable();
    formula.clause(&[-end, taken]);
    formula.clause(&[-end, begun]);
    if previous == 0 {
        formula.clause(&[end, -begun, -taken]);
    } else {
        formula.clause(&[end, -begun, -taken, previous]);
        formula.clause(&[-end, -previous]);
    }
    Some(end)
}

/// Not more meetings in a slot than tables. Twice as many people are busy as meetings are held.
fn tables(formula: &mut Formula, instance: &Instance, people: &[Person]) {
    let tables = instance.tables as usize;
    for slot in 0..instance.slots as usize {
        let busy: Vec<Literal> =
            people.iter().map(|person| person.busy[slot]).filter(|literal| *literal != 0).collect();
        if busy.len() <= 2 * tables {
            continue;
        }
        let count = formula.count(&busy, 2 * tables + 1, false);
        formula.clause(&[-count[2 * tables]]);
    }
}

/// The person with the most breaks has at most so many more than the one with the fewest.
fn fairness(formula: &mut Formula, instance: &Instance, people: &[Person]) {
    let most = people.iter().map(|person| person.breaks.len()).max().unwrap_or(0);
    let apart = instance.unfairness_max as usize;
    for level in 0..most.saturating_sub(apart) {
        // Somebody has at most this many.
        let low = formula.variable();
        for person in people {
            match person.breaks.get(level) {
                Some(more) => formula.clause(&[*more, low]),
                None => formula.clause(&[low]),
            }
            if let Some(more) = person.breaks.get(level + apart) {
                formula.clause(&[-low, -more]);
            }
        }
    }
}
