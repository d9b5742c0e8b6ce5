//! Bytes as a wallet address or payment URI.
#![no_main]

use madang_watchlist::probe::wallet;

libfuzzer_sys::fuzz_target!(|data: &[u8]| wallet(data));
