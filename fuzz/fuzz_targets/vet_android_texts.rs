//! Bytes asked for the texts of Android's programs and manifests.
#![no_main]

use madang_artefact::probe::android_texts;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    android_texts(data);
});
