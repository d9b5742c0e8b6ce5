//! Bytes as a sanctions list of whatever format they seem to be.
#![no_main]

use madang_watchlist::probe::list;

libfuzzer_sys::fuzz_target!(|data: &[u8]| list(data));
