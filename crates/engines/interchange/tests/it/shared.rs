//! Where tests find what they need.

use std::path::PathBuf;

use madang_interchange::{ReadOptions, Reading, Source, read};

/// The folder of third-party data, beside the checkout or where `MADANG_SHARED` says.
pub fn folder() -> PathBuf {
    match std::env::var_os("MADANG_SHARED") {
        Some(folder) => folder.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
    }
}

/// A file of third-party data; says so when it is absent.
pub fn data(path: &str) -> Option<Vec<u8>> {
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
pub fn read_one(name: &str, bytes: &[u8]) -> Reading {
    match read(&[Source { name, bytes }], &ReadOptions::default()) {
        Ok(reading) => reading,
        Err(fault) => panic!("{name}: {fault}"),
    }
}
