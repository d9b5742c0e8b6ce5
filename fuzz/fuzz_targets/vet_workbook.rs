//! Bytes asked for the records of an old workbook.
#![no_main]

use madang_artefact::probe::workbook;

libfuzzer_sys::fuzz_target!(|data: &[u8]| workbook(data));
