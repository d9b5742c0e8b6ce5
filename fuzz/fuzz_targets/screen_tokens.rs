//! Bytes as a name, of a person and of an organisation.
#![no_main]

use madang_watchlist::probe::tokens;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    tokens(data, true);
    tokens(data, false);
});
