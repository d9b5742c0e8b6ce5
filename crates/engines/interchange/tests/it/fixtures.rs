//! Small files of our own, each full of what real ones have taught, and everything that is read of them.

use std::{fs, path::PathBuf};

use madang_interchange::{ReadOptions, Reading, Source, read};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The files of one fixture: a file, or all files of a folder.
pub(crate) fn files(name: &str) -> Vec<(String, Vec<u8>)> {
    let paths: Vec<String> = match name {
        "pretalx" => ["submissions", "event", "rooms", "speakers", "tracks", "types"]
            .map(|part| format!("pretalx/{part}.json"))
            .into(),
        "open-event" => ["sessions", "speakers", "event", "tracks", "microlocations"]
            .map(|part| format!("open-event/{part}.json"))
            .into(),
        "csv/korean" => vec!["csv/korean.csv".into(), "csv/speakers.csv".into()],
        name => vec![name.to_owned()],
    };
    paths.into_iter().map(|path| (path.clone(), fs::read(folder().join(&path)).expect("a fixture"))).collect()
}

/// Every fixture.
pub(crate) const ALL: [&str; 13] = [
    "schedule-old.xml",
    "schedule-new.xml",
    "schedule1.json",
    "schedule2.json",
    "devcon.json",
    "pretalx",
    "pretalx-grid.json",
    "sessionize.json",
    "indico.json",
    "open-event",
    "talk-list.json",
    "csv/sitzungen.csv",
    "csv/korean",
];

pub(crate) fn read_fixture(name: &str, zone: Option<&str>) -> Reading {
    let files = files(name);
    let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
    let options = ReadOptions { zone: zone.map(str::to_owned), ..ReadOptions::default() };
    read(&sources, &options).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// Without what is empty: nothing, no text, no list, zero, no.
fn prune(value: Value) -> Value {
    let empty = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Bool(true) => false,
    };
    match value {
        Value::Array(list) => list.into_iter().map(prune).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, prune(value)))
            .filter(|(_, value)| !empty(value))
            .collect(),
        other => other,
    }
}

fn shown(reading: &Reading) -> String {
    let programme = prune(serde_json::to_value(&reading.programme).expect("plain data"));
    let programme = serde_json::to_string_pretty(&programme).expect("plain data");
    let oddities: Vec<String> = reading.oddities.iter().map(ToString::to_string).collect();
    format!("{}\n{}\n{programme}\n", reading.format, oddities.join("\n"))
}

#[test]
fn fixtures_are_read_as_ever() {
    for name in ALL {
        let zone = matches!(name, "sessionize.json" | "csv/sitzungen.csv" | "pretalx-grid.json")
            .then_some("Europe/Berlin");
        let zone = if name == "csv/korean" { Some("Asia/Seoul") } else { zone };
        let snapshot = name.replace(['/', '.'], "-");
        insta::assert_snapshot!(snapshot, shown(&read_fixture(name, zone)));
    }
}

#[test]
fn reading_again_gives_the_same() {
    for name in ALL {
        assert_eq!(read_fixture(name, None), read_fixture(name, None), "{name}");
    }
}

/// `--zone` must help with every format, also with one that has no times.
#[test]
fn a_zone_that_is_asked_for_is_taken_where_the_source_tells_none() {
    for name in ALL {
        let reading = read_fixture(name, Some("Asia/Seoul"));
        assert!(reading.programme.conference.zone.is_some(), "{name}");
    }
    assert_eq!(read_fixture("talk-list.json", None).programme.conference.zone, None, "nobody knows it");
}
