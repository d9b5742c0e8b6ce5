//! Bytes asked to be `Devcon`.
#![no_main]

use madang_interchange::{Format, probe::fuzz_as};

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz_as(Some(Format::Devcon), data));
