//! Says whether a plan keeps every rule, and counts its breaks anew. Shares nothing with the solver.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::{Instance, Plan, Session};

/// Errors told one by one.
const ERRORS_MAX: usize = 20;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// No rule is broken.
    pub feasible: bool,
    /// Breaks of all people together, counted anew. *Units*: one for each stretch of idle slots between two meetings.
    pub breaks: u32,
    /// Most breaks of one person.
    pub most: u32,
    /// Fewest breaks of one person.
    pub fewest: u32,
    /// The first rules that are broken.
    pub first_errors: Vec<String>,
}

/// Checks a plan against an instance that makes sense.
#[must_use]
pub fn verify(instance: &Instance, plan: &Plan) -> Verdict {
    let mut verdict = Verdict::default();
    let mut wrong: Vec<String> = Vec::new();
    if plan.format != "b2b-solution/1" {
        wrong.push(format!("format is {:?}; this reads \"b2b-solution/1\"", plan.format));
    }
    if plan.slots.len() != instance.meetings.len() {
        wrong.push(format!("{} slots for {} meetings", plan.slots.len(), instance.meetings.len()));
    }
    let mut busy: BTreeMap<u32, Vec<u32>> =
        (1..=instance.people).map(|person| (person, Vec::new())).collect();
    let mut at_once: BTreeMap<u32, u32> = BTreeMap::new();
    for (at, (meeting, &slot)) in instance.meetings.iter().zip(&plan.slots).enumerate() {
        let id = at + 1;
        if slot < 1 || slot > instance.slots {
            wrong.push(format!("meeting {id}: slot {slot} is unknown"));
            continue;
        }
        match meeting.session {
            Session::Morning if slot > instance.morning => {
                wrong.push(format!("meeting {id} is not in the morning"));
            }
            Session::Afternoon if slot <= instance.morning => {
                wrong.push(format!("meeting {id} is not in the afternoon"));
            }
            _ => {}
        }
        if meeting.fixed.is_some_and(|fixed| fixed != slot) {
            wrong.push(format!("meeting {id} is not where it is fixed"));
        }
        for &first in &meeting.after {
            let before = plan.slots.get(first as usize - 1);
            if before.is_none_or(|before| *before >= slot) {
                wrong.push(format!("meeting {id} is not after meeting {first}"));
            }
        }
        *at_once.entry(slot).or_default() += 1;
        for person in meeting.people {
            busy.entry(person).or_default().push(slot);
        }
    }
    for (slot, count) in at_once.into_iter().filter(|(_, count)| *count > instance.tables) {
        wrong.push(format!("slot {slot}: {count} meetings at {} tables", instance.tables));
    }
    let all: Vec<u32> =
        busy.into_iter().map(|(person, slots)| breaks(instance, person, slots, &mut wrong)).collect();
    verdict.breaks = all.iter().sum();
    verdict.most = all.iter().copied().max().unwrap_or(0);
    verdict.fewest = all.iter().copied().min().unwrap_or(0);
    if verdict.most - verdict.fewest > instance.unfairness_max {
        wrong.push(format!("one person has {} breaks, another {}", verdict.most, verdict.fewest));
    }
    verdict.feasible = wrong.is_empty();
    wrong.truncate(ERRORS_MAX);
    verdict.first_errors = wrong;
    verdict
}

/// Breaks of a person with meetings in these slots.
fn breaks(instance: &Instance, person: u32, mut slots: Vec<u32>, wrong: &mut Vec<String>) -> u32 {
    slots.sort_unstable();
    let mut breaks = 0;
    for pair in slots.windows(2) {
        match pair[1] - pair[0] {
            0 => wrong.push(format!("person {person} meets twice in slot {}", pair[0])),
            1 => {}
            _ => breaks += 1,
        }
    }
    let off = &instance.forbidden[person as usize - 1];
    if let Some(slot) = slots.iter().find(|slot| off.contains(slot)) {
        wrong.push(format!("person {person} cannot meet in slot {slot}"));
    }
    breaks
}
