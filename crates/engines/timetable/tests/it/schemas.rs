//! The schemas say what is read and written.

use madang_timetable::solve::{Alone, Settings, Unwatched, solve};
use serde_json::{Value, json};

use crate::{
    made::{self, MIDDLING},
    shared::folder,
};

fn validator(text: &str) -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str::<Value>(text).unwrap()).unwrap()
}

#[test]
fn what_is_read_and_written_is_valid() {
    let meet = validator(include_str!("../../schema/meet.schema.json"));
    let plan = validator(include_str!("../../schema/meet-solution.schema.json"));
    let instance = made::instance(4, MIDDLING);
    let outcome =
        solve(&instance, &Settings { seed: 1, effort: 1, fair: false }, &mut Unwatched, &Alone).unwrap();
    let mut value = serde_json::to_value(&instance).unwrap();
    assert_eq!(
        meet.iter_errors(&value).map(|error| error.to_string()).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
    let solution = serde_json::to_value(&outcome.solution).unwrap();
    assert_eq!(
        plan.iter_errors(&solution).map(|error| error.to_string()).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
    for (pointer, wrong) in [
        ("/requests/0/weight", json!(-1)),
        ("/requests/0/who", json!([1])),
        ("/tables/0/seats", json!(0)),
        ("/participants/0/avail", json!("10x")),
        ("/format", json!("meet/2")),
    ] {
        let right = std::mem::replace(value.pointer_mut(pointer).unwrap(), wrong);
        assert!(!meet.is_valid(&value), "{pointer}");
        *value.pointer_mut(pointer).unwrap() = right;
    }
}

fn errors(schema: &jsonschema::Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| error.to_string()).collect()
}

#[test]
fn sessions_and_timetables_are_valid() {
    let plan = validator(include_str!("../../schema/plan.schema.json"));
    let timetable = validator(include_str!("../../schema/plan-solution.schema.json"));
    for seed in 0..20 {
        let instance = crate::sessions::tiny(seed);
        assert_eq!(errors(&plan, &serde_json::to_value(&instance).unwrap()), Vec::<String>::new());
        if let Ok(outcome) = madang_timetable::plan::solve::solve(
            &instance,
            &Settings { seed, effort: 1, fair: false },
            &mut Unwatched,
        ) {
            let solution = serde_json::to_value(&outcome.solution).unwrap();
            assert_eq!(errors(&timetable, &solution), Vec::<String>::new());
        }
    }
    let mut value = serde_json::to_value(crate::sessions::tiny(1)).unwrap();
    for (pointer, wrong) in [
        ("/sessions/0/weight", json!(-1)),
        ("/sessions/0/minutes", json!(0)),
        ("/sessions/0/id", json!("")),
        ("/rooms", json!([])),
        ("/format", json!("plan/2")),
    ] {
        let right = std::mem::replace(value.pointer_mut(pointer).unwrap(), wrong);
        assert!(!plan.is_valid(&value), "{pointer}");
        *value.pointer_mut(pointer).unwrap() = right;
    }
}

#[test]
fn generated_instances_are_valid() {
    let script = folder().join("data/meetings/gen.py");
    let file = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("small-7.json");
    let made = std::process::Command::new("python3").arg(&script).args(["small", "7"]).arg(&file).output();
    if !script.is_file() || made.is_err() {
        println!("absent, so not looked at: {} or python3", script.display());
        return;
    }
    let meet = validator(include_str!("../../schema/meet.schema.json"));
    let value: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert!(meet.is_valid(&value));
}
