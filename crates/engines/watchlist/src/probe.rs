//! What fuzzing and the mutation tests ask of the engine: bytes in, no panic, nothing out that breaks a promise.

use crate::{
    background::Background,
    index::Index,
    read::{Collector, Format, Limits},
    search::{Question, Searcher},
    text::{fold, tokenise, tokens},
    wallet,
};

/// Reads bytes as a list of whatever format they seem to be, builds an index of what came, and asks for its names.
///
/// # Panics
/// When the engine breaks one of its promises; that is what it is for.
pub fn list(data: &[u8]) {
    list_as(None, data);
}

/// Reads bytes as a list; a format that is asked for and not found ends it.
///
/// # Panics
/// When the engine breaks one of its promises.
pub fn list_as(format: Option<Format>, data: &[u8]) {
    let limits = Limits { bytes_max: 1 << 20, entries_max: 2_000, record_bytes_max: 1 << 18, names_max: 200 };
    let mut collector = Collector::new(limits);
    match collector.read("fuzz", data, "") {
        Ok(found) if format.is_some_and(|format| format != found) => return,
        Ok(_) => {}
        Err(error) => {
            assert!(!error.to_string().is_empty(), "a fault without words");
            return;
        }
    }
    let Ok(reading) = collector.finish() else { return };
    let mut ids: Vec<&str> = reading.entries.iter().map(|entry| entry.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), reading.entries.len(), "an id stands twice");
    for source in &reading.sources {
        assert_eq!(source.sha256.len(), 64, "a source without its hash");
    }
    // Building takes longest and looks the same at most inputs.
    if !data.len().is_multiple_of(16) {
        return;
    }
    let index = Index::build(reading, Background::default());
    let mut searcher = Searcher::new(&index);
    for entry in index.entries.iter().take(5) {
        for name in entry.names.iter().take(3) {
            if let Ok(question) = Question::new(&name.full, entry.kind.is_person()) {
                let found = searcher.search(&question, f32::NEG_INFINITY);
                assert!(found.iter().all(|found| found.score.is_finite()), "a score that is no number");
            }
        }
    }
}

/// Tokenises bytes, and looks at the tokens.
///
/// # Panics
/// When the engine breaks one of its promises.
pub fn tokens(data: &[u8], person: bool) {
    let text = String::from_utf8_lossy(data);
    match tokenise(&text, person) {
        Ok(found) => {
            assert!(!found.list.is_empty() && found.list.len() <= tokens::TOKENS_MAX, "the number of tokens");
            for token in &found.list {
                assert!(
                    !token.form.is_empty() && token.form.len() <= tokens::FORM_MAX,
                    "the length of {:?}",
                    token.form
                );
                let ascii =
                    |form: &str| form.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
                assert!(ascii(&token.form), "{:?} is not plain", token.form);
                assert!(!token.shown.contains(fold::is_invisible), "something invisible is shown");
            }
            let units = crate::units::units(&found, person);
            assert!(!units.is_empty(), "tokens without units");
        }
        Err(error) => assert!(!error.to_string().is_empty(), "a fault without words"),
    }
}

/// Reads bytes as a wallet; what is read is read the same from its own notation.
///
/// # Panics
/// When the engine breaks one of its promises.
pub fn wallet(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match wallet::parse(&text) {
        Ok(found) => {
            let again = wallet::parse(&found.canonical);
            assert!(
                again.is_ok_and(|again| again.payload == found.payload),
                "{} is not read again",
                found.canonical
            );
        }
        Err(error) => assert!(!error.to_string().is_empty(), "a fault without words"),
    }
}
