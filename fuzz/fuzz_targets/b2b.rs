//! Bytes as an instance of the B2B family, solved for a moment.
#![no_main]

use madang_timetable::b2b::probe::fuzz_instance;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz_instance(data));
