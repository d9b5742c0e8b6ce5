//! Bytes asked to be `Dex`.
#![no_main]

use madang_artefact::{facts::Kind, probe::read_bytes_as};

libfuzzer_sys::fuzz_target!(|data: &[u8]| read_bytes_as(Kind::Dex, data));
