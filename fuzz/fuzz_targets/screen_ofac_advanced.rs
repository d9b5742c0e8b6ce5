//! Bytes asked to be `OfacAdvanced`.
#![no_main]

use madang_watchlist::{probe::list_as, read::Format};

libfuzzer_sys::fuzz_target!(|data: &[u8]| list_as(Some(Format::OfacAdvanced), data));
