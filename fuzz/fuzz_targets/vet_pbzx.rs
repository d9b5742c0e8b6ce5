//! Bytes asked to be `Pbzx`.
#![no_main]

use madang_artefact::{facts::Kind, probe::read_bytes_as};

libfuzzer_sys::fuzz_target!(|data: &[u8]| read_bytes_as(Kind::Pbzx, data));
