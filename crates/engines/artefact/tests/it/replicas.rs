//! Inert replicas of published layouts, and their benign twins, made by the generator beside the repository.

use std::{collections::BTreeMap, path::Path, process::Command};

use madang_artefact::{judge, limits::Limits, report::Verdict, take_apart};
use serde_json::Value;

use crate::shared::folder;

/// Families in which something hidden makes itself start: nothing less than a block will do.
const HIDDEN_PERSISTENCE: [&str; 4] = ["pkg_hidden", "dmg_pkg", "dmg_app_updater", "deb"];

#[test]
fn replicas_of_any_seed_are_caught_and_twins_are_not() {
    let Some(data) = folder("data/vetting") else { return };
    for seed in ["2018", "7", "31337"] {
        let place = tempfile::tempdir().expect("a folder");
        let made = Command::new("python3")
            .arg(data.join("gen_inert.py"))
            .arg(place.path())
            .args(["--seed", seed, "--variants", "6"])
            .output();
        let Some(made) = made.ok().filter(|made| made.status.success()) else {
            println!("python3 is not there; no replicas were made");
            return;
        };
        drop(made);
        judge_all(place.path());
    }
}

fn judge_all(place: &Path) {
    let manifest: Vec<Value> =
        serde_json::from_slice(&std::fs::read(place.join("manifest.json")).expect("a manifest"))
            .expect("JSON");
    let mut twins: BTreeMap<Verdict, u32> = BTreeMap::new();
    for entry in &manifest {
        let text = |name: &str| entry[name].as_str().unwrap_or_default();
        let bytes = std::fs::read(place.join(text("file"))).expect("the file is there");
        let verdict = judge(&take_apart(&bytes, &Limits::default(), text("file")), None, None).verdict;
        if text("label") == "neg" {
            *twins.entry(verdict).or_default() += 1;
        } else {
            assert!(verdict >= Verdict::Review, "{}: {verdict:?}", text("file"));
            assert!(
                !HIDDEN_PERSISTENCE.contains(&text("family")) || verdict == Verdict::Block,
                "{}: {verdict:?}",
                text("file")
            );
        }
    }
    let all: u32 = twins.values().sum();
    assert_eq!(twins.get(&Verdict::Block), None);
    assert_eq!(twins.get(&Verdict::NotVettable), None);
    assert!(twins.get(&Verdict::Review).copied().unwrap_or(0) * 5 <= all, "{twins:?}");
}
