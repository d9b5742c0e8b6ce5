//! Scripts that are put together.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| madang_artefact::probe::folded(data));
