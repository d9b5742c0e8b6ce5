//! Bytes asked to be `Crx`.
#![no_main]

use madang_artefact::{facts::Kind, probe::read_bytes_as};

libfuzzer_sys::fuzz_target!(|data: &[u8]| read_bytes_as(Kind::Crx, data));
