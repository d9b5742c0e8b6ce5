//! Bytes as an instance of sessions, solved for a moment.
#![no_main]

use madang_timetable::plan::probe::fuzz_instance;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz_instance(data));
