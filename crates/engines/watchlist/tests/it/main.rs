//! Tests of the engine as it is used from outside.
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod golden;
mod hostile;
mod index;
mod lists;
mod names;
mod properties;
mod shared;
mod wallets;

use madang_watchlist::{
    background::Background,
    index::Index,
    read::{Collector, Limits, ReadError, Reading},
    search::{Found, Question, Searcher},
};

/// A fixture's bytes.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/it/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Reads bytes as a file.
fn read_bytes(name: &str, bytes: &[u8]) -> Result<Reading, ReadError> {
    let mut collector = Collector::new(Limits::default());
    collector.read(name, bytes, "")?;
    collector.finish()
}

/// Reads fixtures together.
fn read(names: &[&str]) -> Reading {
    let mut collector = Collector::new(Limits::default());
    for name in names {
        collector.read(name, fixture(name).as_slice(), "2025-03-28").unwrap();
    }
    collector.finish().unwrap()
}

/// An index of OFAC's four tables and the UN's list, as the fixtures have them.
fn index() -> Index {
    let reading = read(&["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv", "un.xml"]);
    Index::build(reading, Background::default())
}

/// What is found for a name, above a score.
fn find(index: &Index, name: &str, person: bool, floor: f32) -> Vec<Found> {
    let question = Question::new(name, person).unwrap();
    Searcher::new(index).search(&question, floor)
}

/// The score of an entry for a name; nothing when it is not found.
fn score(index: &Index, name: &str, person: bool, id: &str) -> Option<f32> {
    let found = find(index, name, person, f32::NEG_INFINITY);
    found.into_iter().find(|found| index.entries[found.entry as usize].id == id).map(|found| found.score)
}
