//! Proofs by cases hold, and are refused when they do not.

use madang_timetable::{
    certify,
    meet::{
        certificate::Certificate,
        model::{Instance, Solution},
        verify::verify,
    },
    solve::{Alone, Outcome, Settings, Unwatched, solve},
};

use crate::made::{self, Dice, Size};

/// Small, with a gap between the bound and the best plan more often than not.
const SMALL: Size = Size { people: 14, slots: 8, requests: 40, tables: 4 };

fn solved(seed: u64, fair: bool) -> (Instance, Outcome) {
    let instance = made::instance(seed, SMALL);
    let outcome = solve(&instance, &Settings { seed: 1, effort: 2, fair }, &mut Unwatched, &Alone).unwrap();
    let verdict = verify(&instance, &outcome.solution);
    assert_eq!(verdict.first_errors, Vec::<String>::new());
    assert_eq!(verdict.objective, outcome.value);
    (instance, outcome)
}

#[test]
fn proofs_by_cases_hold_and_are_checked() {
    let mut proofs = 0;
    for seed in [2, 6, 7, 10] {
        let (instance, outcome) = solved(seed, false);
        assert_eq!(certify::bound(&instance, &outcome.certificate).unwrap(), outcome.bound);
        let Some(proof) = &outcome.certificate.proof else { continue };
        proofs += 1;
        assert_eq!((proof.value, outcome.bound), (outcome.value, outcome.value));
        let text = serde_json::to_vec(&outcome.certificate).unwrap();
        let read: Certificate = serde_json::from_slice(&text).unwrap();
        assert_eq!(read, outcome.certificate);
        // Claims that are too good, with a case missing, or with one too many.
        let changed = |change: &dyn Fn(&mut Certificate)| {
            let mut other = outcome.certificate.clone();
            change(&mut other);
            certify::bound(&instance, &other)
        };
        let lower = changed(&|other| other.proof.iter_mut().for_each(|proof| proof.value -= 1));
        assert!(lower.is_err() || lower.unwrap() >= outcome.value, "seed {seed} proves too much");
        let missing = changed(&|other| other.proof.iter_mut().for_each(|proof| drop(proof.cases.pop())));
        assert!(missing.unwrap_err().faults[0].message.contains("not settled"));
        let more = changed(&|other| {
            other.proof.iter_mut().for_each(|proof| proof.cases.push(proof.cases[0].clone()));
        });
        assert!(more.unwrap_err().faults[0].message.contains("settled already"));
    }
    assert!(proofs >= 3, "only {proofs} of 4 needed cases and were proved");
}

#[test]
fn the_worst_off_are_lifted_for_little() {
    let lacking = |instance: &Instance, solution: &Solution| {
        let all = madang_timetable::report::fairness(instance, solution).all;
        (all.with_none, all.mean)
    };
    let (mut better, mut worse) = (0, 0);
    for seed in 0..12 {
        let (instance, plain) = solved(seed, false);
        let (_, fair) = solved(seed, true);
        assert_eq!(plain.value, fair.value_before);
        assert!(fair.value >= plain.value - plain.value / 500, "{} of {}", fair.value, plain.value);
        let (before, after) = (lacking(&instance, &plain.solution), lacking(&instance, &fair.solution));
        assert!(after.0 <= before.0, "seed {seed}: {after:?} instead of {before:?} without meetings");
        better += usize::from(after.1 > before.1);
        worse += usize::from(after.1 < before.1);
    }
    assert!(worse == 0 && better > 0, "better {better}, worse {worse} of 12");
}

#[test]
fn changed_certificates_never_prove_too_much() {
    let proved = [7, 10].map(|seed| solved(seed, false)).into_iter();
    let with_cases = proved.filter(|(_, outcome)| outcome.certificate.proof.is_some()).take(2);
    for (instance, outcome) in with_cases {
        let seed = serde_json::to_vec(&outcome.certificate).unwrap();
        let mut dice = Dice(41);
        for _ in 0..150 {
            let mut bytes = seed.clone();
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                match dice.below(3) {
                    0 => bytes[at] = b"0123456789"[dice.below(10)],
                    1 => drop(bytes.drain(at..(at + dice.below(40)).min(bytes.len()))),
                    _ => drop(bytes.splice(at..at, *b"7")),
                }
                if bytes.is_empty() {
                    bytes.push(b' ');
                }
            }
            madang_timetable::meet::probe::fuzz_certificate(&instance, outcome.value, &bytes);
        }
    }
}

/// Two people who can be in the suite or the hall, one after the other, where nobody can walk in time.
#[test]
fn walking_is_in_the_bound_and_the_judge_draws_its_own_conclusions() {
    let mut instance = made::instance(1, Size { people: 3, slots: 5, requests: 2, tables: 3 });
    instance.forbidden.clear();
    for person in &mut instance.participants {
        (person.profile, person.cap, person.avail) = (1, 1, "01100".into());
        person.slot_cost.clear();
    }
    instance.table_off.clear();
    instance.profiles[1].bonus.clear();
    for (id, request) in instance.requests.iter_mut().enumerate() {
        request.who = vec![0, 1 + u32::try_from(id).unwrap()];
        (request.weight, request.dur) = (10, 1);
        request.status = madang_timetable::meet::model::Status::OneSided;
        request.places = vec![(["hall", "suite"][id].into(), 0)];
    }
    assert_eq!(instance.slots[1].block, instance.slots[2].block);
    let outcome = solve(&instance, &Settings::default(), &mut Unwatched, &Alone).unwrap();
    assert_eq!((outcome.value, outcome.bound), (10, 10));
    // Without the prices of zones, being here and there one after the other is not seen.
    let mut plain = outcome.certificate.clone();
    plain.zone.clear();
    plain.proof = None;
    assert!(certify::bound(&instance, &plain).unwrap() >= 10);
    // Prices of nobody, of nowhere, and of a team are refused.
    for (person, zone) in [(9, 0), (0, 9)] {
        let mut wrong = outcome.certificate.clone();
        wrong.zone.push((person, 0, zone, 1));
        assert!(certify::bound(&instance, &wrong).unwrap_err().to_string().contains("unknown"));
    }
    instance.participants[2].cap = 2;
    let mut wrong = outcome.certificate;
    wrong.zone.push((2, 0, 0, 1));
    assert!(certify::bound(&instance, &wrong).unwrap_err().to_string().contains("several meetings at once"));
}
