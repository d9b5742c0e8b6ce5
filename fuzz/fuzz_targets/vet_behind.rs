//! What stands behind scripts.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| madang_artefact::probe::behind(data));
