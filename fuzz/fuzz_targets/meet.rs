//! Bytes as an instance of meetings, solved for a moment.
#![no_main]

use madang_timetable::meet::probe::fuzz_instance;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz_instance(data));
