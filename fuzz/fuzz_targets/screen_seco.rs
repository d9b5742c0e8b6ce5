//! Bytes asked to be `SecoXml`.
#![no_main]

use madang_watchlist::{probe::list_as, read::Format};

libfuzzer_sys::fuzz_target!(|data: &[u8]| list_as(Some(Format::SecoXml), data));
