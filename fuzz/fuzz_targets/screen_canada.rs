//! Bytes asked to be `CanadaXml`.
#![no_main]

use madang_watchlist::{probe::list_as, read::Format};

libfuzzer_sys::fuzz_target!(|data: &[u8]| list_as(Some(Format::CanadaXml), data));
