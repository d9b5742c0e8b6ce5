//! What must hold for all names.

use std::sync::OnceLock;

use madang_watchlist::{
    entry::PartialDate,
    index::Index,
    lanes::{Declared, Lanes, Operating},
};
use proptest::prelude::*;

use crate::{index, score};

fn shared_index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(index)
}

/// A listed person: the words of a name, and the id.
fn listed() -> impl Strategy<Value = (Vec<String>, &'static str)> {
    prop_oneof![
        Just(("Anatoli Viktorovich PETROVSKI", "ofac-100001")),
        Just(("Khalid Abd al-Rahman AL-MASRI", "ofac-100003")),
        Just(("KHALID AHMAD AL-SABUNI", "un-QDi.999")),
    ]
    .prop_map(|(name, id)| (name.split([' ', '-']).map(str::to_owned).collect(), id))
}

fn of(name: &str, id: &str) -> f32 {
    score(shared_index(), name, true, id).unwrap_or(f32::NEG_INFINITY)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter((words, id) in listed(), seed in 0_usize..1000) {
        let mut shuffled = words.clone();
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, (seed * 7 + at * 13) % (at + 1));
        }
        // Words that are only found joined with their neighbours may weigh otherwise; nothing here is.
        let (plain, other) = (of(&words.join(" "), id), of(&shuffled.join(" "), id));
        prop_assert!((plain - other).abs() < 0.01, "{plain} {other} {shuffled:?}");
    }

    #[test]
    fn case_does_not_matter((words, id) in listed(), upper in any::<bool>()) {
        let name = words.join(" ");
        let other = if upper { name.to_uppercase() } else { name.to_lowercase() };
        prop_assert_eq!(of(&name, id), of(&other, id));
    }

    #[test]
    fn invisible_characters_do_not_matter((words, id) in listed(), at in 0_usize..40, which in 0_usize..6) {
        let name = words.join(" ");
        let hidden = ['\u{200b}', '\u{200d}', '\u{ad}', '\u{2060}', '\u{feff}', '\u{202e}'][which];
        let mut letters: Vec<char> = name.chars().collect();
        letters.insert(at % (letters.len() + 1), hidden);
        let other: String = letters.into_iter().collect();
        prop_assert_eq!(of(&name, id), of(&other, id));
    }

    #[test]
    fn letters_that_look_alike_do_not_matter((words, id) in listed(), at in 0_usize..40) {
        let name = words.join(" ").to_lowercase();
        let mut letters: Vec<char> = name.chars().collect();
        let from = at % letters.len();
        for letter in &mut letters[from..] {
            if let Some(twin) = [('a', 'а'), ('o', 'о'), ('e', 'е'), ('i', 'і')].iter().find(|(latin, _)| latin == letter) {
                *letter = twin.1;
                break;
            }
        }
        let other: String = letters.into_iter().collect();
        prop_assert_eq!(of(&name, id), of(&other, id));
    }

    #[test]
    fn one_more_listed_word_never_lowers_the_score((words, id) in listed(), left_out in 0_usize..5) {
        let mut fewer = words.clone();
        fewer.remove(left_out % words.len());
        let (some, all) = (of(&fewer.join(" "), id), of(&words.join(" "), id));
        prop_assert!(all >= some - 0.001, "{some} with {fewer:?}, {all} with all");
    }

    #[test]
    fn nothing_declared_removes_a_match(
        (words, id) in listed(),
        year in 1900_i16..2010,
        country in "[A-Z]{2}",
        female in any::<bool>(),
    ) {
        let index = shared_index();
        let name = of(&words.join(" "), id);
        let declared = Declared {
            birth_date: Some(PartialDate::year(year)),
            country: Some(country),
            gender: Some(if female { "female" } else { "male" }.to_owned()),
        };
        let lanes = Lanes::new(name, index.entry(id).unwrap(), &declared);
        let without = Lanes::new(name, index.entry(id).unwrap(), &Declared::default());
        for operating in [Operating::PERSONS, Operating::STRICT] {
            let by_name = without.name - operating.name;
            prop_assert!(lanes.margin(&operating) >= by_name);
            prop_assert!(!without.alerts(&operating) || lanes.alerts(&operating));
        }
    }

    #[test]
    fn one_more_true_declaration_never_lowers_the_evidence((words, id) in listed()) {
        let entry = shared_index().entry(id).unwrap();
        let name = of(&words.join(" "), id);
        let mut declared = Declared::default();
        let mut last = Lanes::new(name, entry, &declared).evidence;
        declared.country = entry.countries.first().cloned();
        for step in 0..2 {
            if step == 1 {
                declared.birth_date = entry.birth_dates.first().copied();
            }
            let now = Lanes::new(name, entry, &declared).evidence;
            prop_assert!(now >= last);
            last = now;
        }
    }

    #[test]
    fn any_text_is_tokenised_within_bounds(text in "\\PC{0,200}", person in any::<bool>()) {
        madang_watchlist::probe::tokens(text.as_bytes(), person);
    }

    #[test]
    fn any_text_is_read_as_a_wallet_or_refused(text in "\\PC{0,120}") {
        madang_watchlist::probe::wallet(text.as_bytes());
    }
}
