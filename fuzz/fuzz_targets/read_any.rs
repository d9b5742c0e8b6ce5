//! Bytes of any format.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| madang_interchange::probe::fuzz_one(data));
