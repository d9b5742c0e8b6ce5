//! Bytes read by our own reader of LZMA2 and by the well-kept one.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| madang_artefact::probe::lzma2_as_others(data));
