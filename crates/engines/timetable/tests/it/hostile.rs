//! Inputs that make no sense: an error with its place, never a panic.

use madang_timetable::{
    meet::{Problem, model::Instance, read},
    solve::{Alone, Settings, Unwatched, solve},
};
use serde_json::{Value, json};

use crate::made::{self, Dice, TINY};

fn told(change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::to_value(made::instance(1, TINY)).unwrap();
    change(&mut value);
    refusal(&serde_json::to_vec(&value).unwrap())
}

fn refusal(bytes: &[u8]) -> String {
    match read::instance(bytes).and_then(|instance| Problem::new(&instance)) {
        Ok(_) => "no refusal".into(),
        Err(refusal) => refusal.to_string(),
    }
}

fn fixed_at(slot: u32) -> Value {
    json!({"r": 0, "slot": slot, "place": "hall"})
}

#[test]
fn plans_certificates_and_events_that_make_no_sense_are_refused() {
    let wrong: [(&[u8], &str); 4] = [
        (b"", "line 1, column 0: EOF"),
        (b"{\"meetings\":[{\"r\":1,\n\"slot\"", "line 2, column 6: EOF"),
        (b"{\n\"x\": \"\xff\"}", "line 2, byte 8: not UTF-8"),
        (b"{\"format\":\"meet-events/1\",\"events\":[{\"event\":\"perhaps\"}]}", "line 1, column"),
    ];
    for (bytes, wanted) in wrong {
        let told = [
            read::solution(bytes).map(drop),
            read::certificate(bytes).map(drop),
            read::events(bytes).map(drop),
        ];
        for told in told {
            let told = told.unwrap_err().to_string();
            assert!(told.contains(wanted), "{told}\n    instead of {wanted}");
        }
    }
    assert!(
        read::events(b"{\"format\":\"meet-events/2\",\"events\":[]}")
            .unwrap_err()
            .to_string()
            .contains("meet-events/2")
    );
}

#[test]
fn who_is_never_there_meets_nobody_and_is_no_mistake() {
    let mut instance = made::instance(1, TINY);
    instance.participants.iter_mut().for_each(|person| person.avail = "00000".into());
    let problem = Problem::new(&instance).unwrap();
    assert_eq!(problem.impossible(), instance.requests.len());
    let outcome = solve(&instance, &Settings::default(), &mut Unwatched, &Alone).unwrap();
    assert_eq!((outcome.solution.meetings.len(), outcome.value, outcome.searched), (0, 0, 0));
}

#[test]
fn nonsense_is_refused_with_its_place() {
    let cases: Vec<(String, &str)> = vec![
        (told(|it| it["format"] = json!("meet/2")), "format: is \"meet/2\"; this reads \"meet/1\""),
        (
            told(|it| it["requests"][2]["who"] = json!([0, 99])),
            "requests[2].who[1]: participant 99 is unknown; there are 5",
        ),
        (
            told(|it| it["requests"][2]["who"] = json!([3, 3])),
            "requests[2].who[1]: participant 3 stands twice",
        ),
        (
            told(|it| it["requests"][2]["who"] = json!([3])),
            "requests[2].who: 1 people; a meeting has 2 to 16",
        ),
        (
            told(|it| it["requests"][1]["id"] = json!(0)),
            "requests[1]: has id 0; ids count up from 0, and each stands once",
        ),
        (told(|it| it["participants"][4]["id"] = json!(3)), "participants[4]: has id 3"),
        (told(|it| it["participants"][0]["avail"] = json!("")), "participants[0].avail: must be 5 letters"),
        (
            told(|it| it["participants"][0]["avail"] = json!("11x11")),
            "participants[0].avail: must be 5 letters",
        ),
        (told(|it| it["participants"][0]["cap"] = json!(0)), "participants[0].cap: is 0"),
        (
            told(|it| it["participants"][0]["profile"] = json!(9)),
            "participants[0].profile: profile 9 is unknown",
        ),
        (
            told(|it| it["participants"][0]["slot_cost"] = json!({"77": 1})),
            "participants[0].slot_cost: slot 77 is unknown",
        ),
        (told(|it| it["participants"][0]["slot_cost"] = json!({"x": 1})), "line 1, column"),
        (told(|it| it["tables"][0]["seats"] = json!(0)), "tables[0]: table 7 has no seats"),
        (told(|it| it["tables"][1]["id"] = json!(7)), "tables[1]: table 7 stands twice"),
        (told(|it| it["tables"][1]["zone"] = json!(5)), "tables[1]: zone 5 is unknown"),
        (told(|it| it["tables"][1]["kind"] = json!("booth")), "tables[1]: \"booth\" means no table"),
        (told(|it| it["table_off"] = json!({"suite": [50]})), "table_off[\"suite\"]: slot 50 is unknown"),
        (told(|it| it["requests"][0]["weight"] = json!(-1)), "requests[0].weight: is -1; weights"),
        (
            told(|it| it["requests"][0]["weight"] = json!(i64::MAX)),
            "requests[0].weight: is 9223372036854775807",
        ),
        (told(|it| it["requests"][0]["weight"] = json!(1e300)), "line 1, column"),
        (told(|it| it["requests"][0]["dur"] = json!(0)), "requests[0].dur: is 0"),
        (told(|it| it["requests"][0]["status"] = json!("perhaps")), "unknown variant `perhaps`"),
        (
            told(|it| it["requests"][0]["places"] = json!([["sofa", 0]])),
            "requests[0].places[0]: no table is of kind \"sofa\"",
        ),
        (told(|it| it["must_bonus"] = json!(-5)), "must_bonus: is -5"),
        (told(|it| it["slots"][3]["id"] = json!(9)), "slots[3]: has id 9"),
        (told(|it| it["slots"][1]["block"] = json!(3)), "block"),
        (told(|it| it["slots"][1]["start"] = json!(500)), "slots[1]: begins before the slot before it ends"),
        (told(|it| it["slots"][1]["end"] = json!(1)), "slots[1]: ends at 1 but begins at"),
        (told(|it| it["slots"] = json!([])), "slots: 0 slots"),
        (
            told(|it| it["slots"] = (0..129).map(|_| it["slots"][0].clone()).collect()),
            "slots: 129 slots; there must be 1 to 128",
        ),
        (told(|it| it["walk"] = json!([[1]])), "walk: must have 2 rows of 2 minutes"),
        (told(|it| it["booth_zone"] = json!(4)), "booth_zone: zone 4 is unknown"),
        (told(|it| it["profiles"][0]["bonus"] = json!([1, 2])), "profiles[0].bonus: must not grow"),
        (
            told(|it| it["profiles"][0]["limits"] = json!([{"slots": [9], "max": 1}])),
            "profiles[0].limits[0]: slot 9 is unknown",
        ),
        (told(|it| it["forbidden"] = json!([[1, 1]])), "forbidden[0]: participant 1 stands twice"),
        (
            told(|it| it["fixed"] = json!([{"r": 99, "slot": 0, "place": "hall"}])),
            "fixed[0]: request 99 is unknown",
        ),
        (
            told(|it| it["fixed"] = json!([{"r": 0, "slot": 9, "place": "hall"}])),
            "fixed[0]: slot 9 is unknown",
        ),
        (
            told(|it| it["fixed"] = json!([{"r": 0, "slot": 0, "place": "moon"}])),
            "fixed[0]: request 0 does not allow \"moon\"",
        ),
        (told(|it| it["fixed"] = json!([fixed_at(0), fixed_at(1)])), "fixed[1]: request 0 is fixed twice"),
        (told(|it| it["profiles"][0]["gap_cost"] = json!(-1)), "profiles[0].gap_cost: is -1; weights"),
        (
            told(|it| it["profiles"][0]["limits"] = json!([{"slots": [1, 1], "max": 1}])),
            "profiles[0].limits[0]: a slot stands twice",
        ),
        (told(|it| it["profiles"][0]["limits"] = json!([{"slots": [1], "max": -1}])), "line 1, column"),
        (
            told(|it| it["participants"][2]["slot_cost"] = json!({"1": -3})),
            "participants[2].slot_cost: is -3; weights",
        ),
        (
            told(|it| it["participants"][2]["slot_cost"] = json!({"1": 1_i64 << 60})),
            "participants[2].slot_cost: is 1152921504606846976; weights",
        ),
        (
            told(|it| it["requests"][3]["places"] = json!([["booth", -2]])),
            "requests[3].places[0]: is -2; weights",
        ),
        (
            told(|it| it["requests"][3]["places"] = json!([["booth", 0], ["booth", 1]])),
            "requests[3].places[1]: kind \"booth\" stands twice",
        ),
        (told(|it| it["forbidden"] = json!([[0, 77]])), "forbidden[0]"),
        (told(|it| it["slots"] = json!(null)), "line 1, column"),
        (refusal(b""), "line 1, column 0: EOF while parsing a value"),
        (refusal(b"{\"format\":\"meet/1\",\n\"slots\":[{"), "line 2, column 10: EOF while parsing"),
        (refusal(b"{\n\"name\": \"\xff\"}"), "line 2, byte 11: not UTF-8"),
        (refusal(&b"[".repeat(100_000)), "line 1, column"),
    ];
    for (told, wanted) in cases {
        assert!(told.contains(wanted), "{told}\n    instead of {wanted}");
    }
}

#[test]
fn a_million_requests_are_read_and_checked() {
    let mut instance: Instance = made::instance(1, TINY);
    let request = instance.requests[0].clone();
    let ids = 0..1_000_000;
    instance.requests =
        ids.map(|id| madang_timetable::meet::model::Request { id, ..request.clone() }).collect();
    let problem = Problem::new(&instance).unwrap();
    assert_eq!(problem.requests(), 1_000_000);
}

#[test]
fn lists_of_places_are_counted() {
    let mut instance: Instance = made::instance(1, TINY);
    let request = instance.requests[0].clone();
    let with = |id: u32| madang_timetable::meet::model::Request {
        id,
        places: vec![("hall".into(), id.into())],
        ..request.clone()
    };
    instance.requests = (0..8_000).map(with).collect();
    assert_eq!(Problem::new(&instance).unwrap().requests(), 8_000);
    instance.requests.push(with(8_000));
    let told = Problem::new(&instance).unwrap_err().to_string();
    assert_eq!(told, "requests[8000].places: makes more than 8000 different lists of places and their costs");
}

#[test]
fn two_thousand_mutations_never_panic() {
    let seed = serde_json::to_vec(&made::instance(1, TINY)).unwrap();
    let mut dice = Dice(2026);
    for _ in 0..2_000 {
        let mut bytes = seed.clone();
        for _ in 0..=dice.below(4) {
            let at = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes[at] ^= 1 << dice.below(8),
                1 => drop(bytes.drain(at..(at + dice.below(30)).min(bytes.len()))),
                2 => bytes[at] = b"0123456789-\"[]{},:"[dice.below(18)],
                _ => drop(bytes.splice(at..at, *b"99")),
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
        }
        madang_timetable::meet::probe::fuzz_instance(&bytes);
    }
}
