//! More than 64 slots: the engine does with wide words what it does with narrow ones, wherever the slots lie.

use madang_timetable::{
    certify, explain,
    meet::{
        model::{Instance, Slot, Solution},
        probe,
        verify::verify,
    },
    repair::Live,
    report,
    solve::{Alone, Settings, Unwatched, solve},
};
use proptest::prelude::*;

use crate::{
    made::{self, Dice, MIDDLING, Size, TINY},
    plans::{best, solved},
    repairs::event,
    shared::judge,
};

/// Slots at which nobody is there, put in before slot `at`, at which a day begins.
#[derive(Clone, Copy, Debug)]
struct Gap {
    at: u32,
    slots: u32,
}

impl Gap {
    fn moved(self, slot: u32) -> u32 {
        if slot < self.at { slot } else { slot + self.slots }
    }

    /// The same instance with the gap.
    fn instance(self, mut instance: Instance) -> Instance {
        let at = usize::try_from(self.at).unwrap();
        instance.slots.iter_mut().for_each(|slot| slot.id = self.moved(slot.id));
        let empty = (self.at..self.at + self.slots).map(|id| {
            let start = 25 * id;
            Slot { id, day: 9, block: 99, start, end: start + 20 }
        });
        instance.slots.splice(at..at, empty);
        for limit in instance.profiles.iter_mut().flat_map(|profile| &mut profile.limits) {
            limit.slots.iter_mut().for_each(|slot| *slot = self.moved(*slot));
        }
        for person in &mut instance.participants {
            person.avail.insert_str(at, &"0".repeat(usize::try_from(self.slots).unwrap()));
            person.slot_cost =
                person.slot_cost.iter().map(|(slot, cost)| (self.moved(*slot), *cost)).collect();
        }
        instance.table_off.values_mut().flatten().for_each(|slot| *slot = self.moved(*slot));
        instance.fixed.iter_mut().for_each(|fixed| fixed.slot = self.moved(fixed.slot));
        instance
    }

    /// The same plan.
    fn plan(self, mut plan: Solution) -> Solution {
        plan.meetings.iter_mut().for_each(|meeting| meeting.slot = self.moved(meeting.slot));
        plan
    }
}

/// Before everything, or between the two days of a tiny instance, up to all slots that there may be.
fn gaps() -> impl Strategy<Value = Gap> {
    let slots = prop_oneof![Just(123), Just(70), 57_u32..=64, 1_u32..=123];
    (prop_oneof![Just(0), Just(3)], slots).prop_map(|(at, slots)| Gap { at, slots })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn where_the_slots_lie_does_not_matter(seed in any::<u64>(), gap in gaps()) {
        let plain = made::instance(seed, TINY);
        let instance = gap.instance(plain.clone());
        let outcome = solved(&instance, 10);
        let best = best(&plain);
        prop_assert_eq!((outcome.value, outcome.searched), (best, best));
        let (found, bound) = probe::finish(&instance).unwrap();
        let value = found.map_or(0, |plan| {
            let verdict = verify(&instance, &plan);
            assert_eq!((verdict.first_errors, Some(verdict.objective)), (vec![], plan.objective));
            verdict.objective
        });
        prop_assert_eq!((value, bound), (best, best));
    }

    #[test]
    fn reasons_and_fairness_stay_the_same(seed in any::<u64>(), gap in gaps()) {
        let plain = made::instance(seed, TINY);
        let plan = solve(&plain, &Settings::default(), &mut Unwatched, &Alone).unwrap().solution;
        let (instance, moved) = (gap.instance(plain.clone()), gap.plan(plan.clone()));
        prop_assert_eq!(explain::impossible(&plain).unwrap(), explain::impossible(&instance).unwrap());
        prop_assert_eq!(explain::unplaced(&plain, &plan).unwrap(), explain::unplaced(&instance, &moved).unwrap());
        for person in 0..5 {
            let told = |instance, plan| explain::person(instance, plan, person).unwrap();
            prop_assert_eq!(told(&plain, &plan), told(&instance, &moved));
        }
        prop_assert_eq!(report::fairness(&plain, &plan), report::fairness(&instance, &moved));
        // A cell for each slot, and the paper behind them.
        let picture = report::people_picture(&instance, &moved);
        let cells = instance.slots.len() * instance.participants.len();
        prop_assert_eq!(picture.matches("<rect").count(), cells + 1);
        let meetings = |picture: &str| picture.matches("<title>request").count();
        prop_assert_eq!(meetings(&picture), meetings(&report::people_picture(&plain, &plan)));
        let tables = report::tables_picture(&instance, &moved);
        prop_assert_eq!(meetings(&tables), meetings(&report::tables_picture(&plain, &plan)));
    }
}

#[test]
fn both_widths_find_the_same() {
    let sizes = [
        TINY,
        Size { people: 14, slots: 8, requests: 40, tables: 4 },
        MIDDLING,
        Size { people: 120, slots: 64, requests: 1_050, tables: 9 },
    ];
    for (seed, size) in (0..).zip(sizes) {
        let instance = made::instance(seed, size);
        let settings = Settings { seed, effort: 1, fair: true };
        let narrow = solve(&instance, &settings, &mut Unwatched, &Alone).unwrap();
        assert_eq!(narrow, probe::solve_wide(&instance, &settings).unwrap(), "seed {seed}");
    }
    for seed in 0..4 {
        let instance = made::instance(seed, Size { people: 14, slots: 8, requests: 40, tables: 4 });
        assert_eq!(probe::finish(&instance).unwrap(), probe::finish_wide(&instance).unwrap(), "seed {seed}");
    }
}

#[test]
fn both_widths_repair_alike() {
    let instance = made::instance(7, MIDDLING);
    let plan = solve(&instance, &Settings { effort: 1, ..Settings::default() }, &mut Unwatched, &Alone);
    let plan = plan.unwrap().solution;
    let locked: Vec<u32> = plan.meetings.iter().take(3).map(|meeting| meeting.r).collect();
    let mut narrow = Live::new(instance.clone(), &plan, &locked, 5).unwrap();
    let mut wide = probe::live_wide(instance, &plan, &locked, 5).unwrap();
    let mut dice = Dice(3);
    for _ in 0..100 {
        let event = event(&mut dice, &narrow);
        assert_eq!(narrow.apply(&event), wide.apply(&event), "{event:?}");
        assert_eq!(narrow.solution(), wide.solution(), "{event:?}");
    }
    assert_eq!(narrow.instance(), wide.instance());
}

#[test]
fn a_week_of_slots_is_planned_and_repaired() {
    for (seed, slots) in [(1, 65), (2, 100), (3, 128)] {
        let instance = made::instance(seed, Size { slots, ..MIDDLING });
        let outcome = solved(&instance, 1);
        let late = outcome.solution.meetings.iter().filter(|meeting| meeting.slot >= 64).count();
        assert!(outcome.value * 100 >= outcome.bound * 95, "{} of {}", outcome.value, outcome.bound);
        assert!(slots == 65 || late > 20, "{late} meetings begin after the first 64 slots");
        let mut live = Live::new(instance, &outcome.solution, &[], seed).unwrap();
        let mut dice = Dice(seed);
        let happened = (0..60).filter(|_| {
            let event = event(&mut dice, &live);
            let is_applied = live.apply(&event).is_ok();
            let verdict = verify(live.instance(), &live.solution());
            assert_eq!((verdict.first_errors, verdict.objective), (vec![], live.value()), "{event:?}");
            is_applied
        });
        assert!(happened.count() > 30);
        if let Some(told) = judge(live.instance(), &live.solution(), &format!("week-{slots}")) {
            assert_eq!((&told["feasible"], told["objective"].as_i64()), (&true.into(), Some(live.value())));
        }
    }
}

/// With the slots on both sides of the 64th, a proof by cases holds, and a changed one does not prove too much.
#[test]
fn proofs_by_cases_hold_beyond_the_64th_slot() {
    let mut proofs = 0;
    for seed in [2, 6, 7, 10] {
        let plain = made::instance(seed, Size { people: 14, slots: 8, requests: 40, tables: 4 });
        let instance = Gap { at: 5, slots: 60 }.instance(plain);
        let settings = Settings { seed: 1, effort: 2, fair: false };
        let outcome = solve(&instance, &settings, &mut Unwatched, &Alone).unwrap();
        let Some(proof) = &outcome.certificate.proof else { continue };
        proofs += 1;
        assert_eq!((proof.value, outcome.bound), (outcome.value, outcome.value));
        assert_eq!(certify::bound(&instance, &outcome.certificate).unwrap(), outcome.value);
        let mut lower = outcome.certificate.clone();
        lower.proof.iter_mut().for_each(|proof| proof.value -= 1);
        let lower = certify::bound(&instance, &lower);
        assert!(lower.is_err() || lower.unwrap() >= outcome.value, "seed {seed} proves too much");
    }
    assert!(proofs >= 3, "only {proofs} of 4 needed cases and were proved");
}
