//! Where tests find what they need.

use std::path::PathBuf;

use madang_interchange::{ReadOptions, Reading, Source, model::Programme, read};

/// The folder of third-party data, beside the checkout or where `MADANG_SHARED` says.
pub(crate) fn folder() -> PathBuf {
    match std::env::var_os("MADANG_SHARED") {
        Some(folder) => folder.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
    }
}

/// A file of third-party data; says so when it is absent.
pub(crate) fn data(path: &str) -> Option<Vec<u8>> {
    let full = folder().join("data").join(path);
    match std::fs::read(&full) {
        Ok(bytes) => Some(bytes),
        Err(fault) => {
            println!("absent, so not looked at: {path} ({fault})");
            None
        }
    }
}

/// Reads one file with the usual options.
pub(crate) fn read_one(name: &str, bytes: &[u8]) -> Reading {
    match read(&[Source { name, bytes }], &ReadOptions::default()) {
        Ok(reading) => reading,
        Err(fault) => panic!("{name}: {fault}"),
    }
}

/// Every real programme that is at hand.
pub(crate) fn programmes() -> Vec<(String, Programme)> {
    let mut found = Vec::new();
    for path in [
        "programmes/38c3.xml",
        "programmes/fosdem-2013.xml",
        "programmes/fosdem-2026.xml",
        "programmes/voc-frab-camp2019.json",
        "programmes/devcon-3.json",
        "programmes/devcon-5.json",
        "programmes/devcon-6.json",
        "programmes/ethcc-9-2026.json",
        "programmes/indico-voctosched-demo.json",
        "programmes/pyconfr-2025.json",
        "programmes/sessionize-dddmelbourne-2025.json",
        "schemas/pretalx-democon.json",
        "schemas/hub-schedule2.json",
    ] {
        if let Some(bytes) = data(path) {
            found.push((path.to_owned(), read_one(path, &bytes).programme));
        }
    }
    let parts = ["event", "sessions", "speakers", "tracks", "microlocations"];
    let files: Vec<(&str, Vec<u8>)> = parts
        .into_iter()
        .filter_map(|part| Some((part, data(&format!("programmes/fossasia-2018-openevent/{part}.json"))?)))
        .collect();
    if files.len() == parts.len() {
        let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
        let reading = read(&sources, &ReadOptions::default()).expect("open-event can be read");
        found.push(("fossasia-2018-openevent".to_owned(), reading.programme));
    }
    found
}
