//! Saved, loaded, compared, swapped.

use std::sync::Arc;

use madang_watchlist::{
    background::Background,
    entry::Entry,
    index::{Current, Delta, Index, SavedError, Shrunken, shrunken},
    read::Reading,
    search::{Question, Searcher},
};

use crate::{index, read, score};

#[test]
fn an_index_is_the_same_after_saving() {
    let before = index();
    let mut saved = Vec::new();
    before.save(&mut saved).unwrap();
    assert!(Index::is_saved(&saved));
    let after = Index::load(saved.as_slice()).unwrap();
    assert_eq!(after.version, before.version);
    assert_eq!(after.sources, before.sources);
    for name in ["Anatoli Petrovski", "Khaled Sabuni", "Pak Chol Nam"] {
        let scores = |index: &Index| {
            let question = Question::new(name, true).unwrap();
            Searcher::new(index).search(&question, -20.0)
        };
        assert_eq!(scores(&after), scores(&before));
    }
}

#[test]
fn a_damaged_index_is_refused() {
    let mut saved = Vec::new();
    index().save(&mut saved).unwrap();
    let text = String::from_utf8(saved).unwrap();
    assert!(matches!(Index::load("what is this\n".as_bytes()), Err(SavedError::NotAnIndex)));
    let renamed = text.replacen("PETROVSKI", "PETROVSKY", 1);
    assert!(matches!(Index::load(renamed.as_bytes()), Err(SavedError::Damaged { .. })));
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines[..lines.len() - 1].join("\n");
    assert!(matches!(Index::load(cut.as_bytes()), Err(SavedError::Damaged { .. })));
}

#[test]
fn the_version_is_of_the_content() {
    let forwards = Index::build(read(&["un.xml", "own.csv"]), Background::default());
    let backwards = Index::build(read(&["own.csv", "un.xml"]), Background::default());
    assert_eq!(forwards.version, backwards.version);
    assert_ne!(forwards.version, index().version);
}

#[test]
fn a_delta_tells_what_changed_and_is_searched_alone() {
    let old = index();
    let mut entries = old.entries.clone();
    let at = |id: &str, entries: &[Entry]| entries.iter().position(|entry| entry.id == id).unwrap();
    let gone = entries.remove(at("ofac-27307", &entries));
    let changed = at("ofac-100001", &entries);
    entries[changed].programme = "ANOTHER".to_owned();
    let mut added = entries[changed].clone();
    added.id = "ofac-200000".to_owned();
    added.names[0].full = "Zebulon Quartermaine".to_owned();
    entries.push(added);
    let new = Index::build(Reading { entries, ..Reading::default() }, Background::default());
    let delta = Delta::between(&old.entries, &new.entries);
    assert_eq!(delta.removed, [gone.id]);
    assert_eq!(delta.changed, ["ofac-100001"]);
    assert_eq!(delta.added, ["ofac-200000"]);
    let small = delta.index(&new);
    assert_eq!(small.entries.len(), 2);
    // A score means the same in the delta as in the whole list.
    let name = "Zebulon Quartermain";
    let (whole, part) =
        (score(&new, name, true, "ofac-200000").unwrap(), score(&small, name, true, "ofac-200000").unwrap());
    assert!((whole - part).abs() < 0.01, "{whole} {part}");
    assert!(Delta::between(&old.entries, &old.entries).is_empty());
}

#[test]
fn shrunken_lists_and_lost_sentinels_are_seen() {
    let old = index();
    let mut entries = old.entries.clone();
    entries.retain(|entry| entry.id != "ofac-27307");
    let new = Index::build(Reading { entries, ..Reading::default() }, Background::default());
    let found = shrunken(&old, &new, &["ofac-27307".to_owned()]);
    assert_eq!(
        found,
        [
            Shrunken::Fewer { list: "OFAC-SDN".to_owned(), before: 7, now: 6 },
            Shrunken::Sentinel("ofac-27307".to_owned())
        ]
    );
    assert!(shrunken(&old, &old, &["ofac-27307".to_owned()]).is_empty());
}

#[test]
fn a_swap_misses_no_question() {
    let current = Current::new(index());
    let reader = current.get();
    let old = current.swap(Index::build(read(&["own.csv"]), Background::default()));
    assert!(Arc::ptr_eq(&reader, &old));
    // Whoever began with the old index ends with it; the next one gets the new.
    assert!(score(&reader, "Khaled Sabuni", true, "un-QDi.999").is_some());
    assert!(score(&current.get(), "Anatoli Petrovski", true, "house-1").is_some());
}

#[test]
fn an_installations_own_population_makes_its_names_common() {
    let mut population = Background::default();
    for number in 0..5_000 {
        population.count(if number % 4 == 0 { "Anatoli Petrovski" } else { "Somebody Else" });
    }
    let reading = read(&["sdn.csv"]);
    let plain = Index::build(reading.clone(), Background::default());
    let refined = Index::build(reading, population);
    let of = |index: &Index| score(index, "Anatoli Petrovski", true, "ofac-100001").unwrap();
    assert!(of(&refined) < of(&plain) - 1.0);
}
