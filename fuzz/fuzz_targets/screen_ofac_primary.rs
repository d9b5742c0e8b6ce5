//! Bytes asked to be `OfacPrimary`.
#![no_main]

use madang_watchlist::{probe::list_as, read::Format};

libfuzzer_sys::fuzz_target!(|data: &[u8]| list_as(Some(Format::OfacPrimary), data));
