//! Bytes as an artefact: taken apart and judged.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| madang_artefact::probe::whole(data));
