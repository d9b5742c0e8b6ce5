//! A published plan stays feasible whatever happens, locked meetings stay, and every change has its reason.

use madang_timetable::{
    explain,
    meet::{events::Event, verify::verify},
    repair::Live,
    solve::{Alone, Settings, Unwatched, solve},
};

use crate::{
    made::{self, Dice, MIDDLING},
    shared::judge,
};

pub(crate) fn event(dice: &mut Dice, live: &Live) -> Event {
    let instance = live.instance();
    let number = |number: usize| u32::try_from(number).unwrap();
    let participant = number(dice.below(instance.participants.len()));
    let slot = number(dice.below(instance.slots.len()));
    match dice.below(20) {
        0 => Event::CancelAll { participant },
        1 | 2 => Event::CancelDay { participant, day: number(dice.below(2)) },
        3..8 => Event::CancelSlots { participant, slots: vec![slot] },
        8..10 => Event::LateArrival { participant, slot },
        10 => Event::CloseTable { table: instance.tables[dice.below(instance.tables.len().max(1))].id },
        11..16 => {
            let mut request = made::request(dice, instance.requests.len(), MIDDLING);
            request.weight += 15;
            request.places.retain(|(kind, _)| {
                kind == "booth" || instance.tables.iter().any(|table| table.kind == *kind)
            });
            Event::NewRequest { request }
        }
        _ => {
            let meetings = live.solution().meetings;
            let r = if meetings.is_empty() { 0 } else { meetings[dice.below(meetings.len())].r };
            Event::Overrun { r, slots: 1 }
        }
    }
}

#[test]
fn a_thousand_events_leave_every_plan_feasible() {
    let mut happened = 0;
    for seed in 0..5 {
        let instance = made::instance(seed, MIDDLING);
        let outcome =
            solve(&instance, &Settings { seed, effort: 1, fair: false }, &mut Unwatched, &Alone).unwrap();
        let mut locked: Vec<u32> =
            outcome.solution.meetings.iter().take(3).map(|meeting| meeting.r).collect();
        let mut live = Live::new(instance, &outcome.solution, &locked, seed).unwrap();
        let mut dice = Dice(seed);
        for _ in 0..200 {
            let before = live.solution();
            let event = event(&mut dice, &live);
            let hits_locked = matches!(
                event,
                Event::CancelAll { .. }
                    | Event::CancelDay { .. }
                    | Event::CancelSlots { .. }
                    | Event::LateArrival { .. }
            );
            match live.apply(&event) {
                Ok(changes) => {
                    happened += 1;
                    assert_eq!(changes.value, live.value());
                    for change in changes.cancelled.iter().chain(&changes.moved).chain(&changes.replaced) {
                        assert!(!change.reason.is_empty());
                    }
                }
                Err(refusal) => {
                    assert!(!refusal.to_string().is_empty());
                    assert!(live.solution() == before, "{event:?} was refused but changed something");
                }
            }
            let solution = live.solution();
            let verdict = verify(live.instance(), &solution);
            assert_eq!(verdict.first_errors, Vec::<String>::new(), "{event:?}");
            assert_eq!(verdict.objective, live.value(), "{event:?}");
            {
                let place = |plan: &madang_timetable::meet::model::Solution, r: u32| {
                    plan.meetings.iter().find(|meeting| meeting.r == r).map(|meeting| meeting.slot)
                };
                if hits_locked {
                    // Who is not there cannot meet; from then on the meeting is like any other.
                    locked.retain(|&r| place(&before, r) == place(&solution, r));
                }
                for &r in &locked {
                    assert_eq!(place(&before, r), place(&solution, r), "locked {r} after {event:?}");
                }
            }
        }
        let solution = live.solution();
        if let Some(told) = judge(live.instance(), &solution, &format!("repaired-{seed}")) {
            assert_eq!(told["feasible"], true, "{told}");
            assert_eq!(told["objective"], live.value(), "{told}");
        }
    }
    assert!(happened > 500, "only {happened} events could happen");
}

#[test]
fn every_request_without_a_meeting_has_a_reason() {
    let instance = made::instance(2, MIDDLING);
    let outcome =
        solve(&instance, &Settings { seed: 1, effort: 1, fair: false }, &mut Unwatched, &Alone).unwrap();
    let told = explain::unplaced(&instance, &outcome.solution).unwrap();
    assert_eq!(told.len() + outcome.solution.meetings.len(), instance.requests.len());
    assert!(told.iter().all(|explanation| !explanation.reason.is_empty()));
    let never = explain::impossible(&instance).unwrap();
    assert_eq!(never, told.iter().filter(|found| !found.possible).cloned().collect::<Vec<_>>());
    let pair = instance.requests.iter().find(|request| request.who.contains(&0) && request.who.contains(&1));
    if let Some(request) = pair {
        let found = never.iter().find(|found| found.r == request.id).unwrap();
        assert!(found.reason.contains("must not meet"), "{}", found.reason);
    }
    let person = explain::person(&instance, &outcome.solution, 5).unwrap();
    assert_eq!(person.asked, person.meetings.len() + person.without.len());
}
