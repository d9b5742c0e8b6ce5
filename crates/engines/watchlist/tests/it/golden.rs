//! Explanations, word by word.

use madang_watchlist::{
    entry::PartialDate,
    explain::explain,
    lanes::{Declared, Lanes, Operating},
    search::{Question, Searcher},
};

use crate::index;

fn explained(name: &str, person: bool, declared: &Declared) -> String {
    let index = index();
    let question = Question::new(name, person).unwrap();
    let operating = if person { Operating::PERSONS } else { Operating::OTHERS };
    let found = Searcher::new(&index).search(&question, -30.0);
    let lanes = Lanes::new(found[0].score, &index.entries[found[0].entry as usize], declared);
    let explanation = explain(&index, name, &question, &found[0], &lanes, &operating);
    let counted: f32 = explanation.lines.iter().filter_map(|line| line.bits).sum();
    let summands = f32::from(u8::try_from(explanation.lines.len()).unwrap());
    assert!(
        (counted - lanes.evidence).abs() < 0.06 * summands,
        "the lines add up to {counted}, not {}",
        lanes.evidence
    );
    explanation.to_string()
}

#[test]
fn a_name_that_misses_its_patronymic() {
    insta::assert_snapshot!("latin", explained("Anatoly Petrovskij", true, &Declared::default()));
}

#[test]
fn a_name_in_another_script_with_declarations() {
    let declared = Declared {
        birth_date: PartialDate::parse("1961-05-01"),
        country: Some("SY".to_owned()),
        gender: Some("male".to_owned()),
    };
    insta::assert_snapshot!("arabic", explained("خالد الصابوني", true, &declared));
}

#[test]
fn lazarus_group_in_korean_and_chinese() {
    insta::assert_snapshot!("hangul", explained("라자루스 그룹", false, &Declared::default()));
    insta::assert_snapshot!("han", explained("拉撒路集团", false, &Declared::default()));
}

#[test]
fn a_name_that_hides_characters() {
    insta::assert_snapshot!(
        "hidden",
        explained("Аnatoli\u{200b} Petrovski Smith", true, &Declared::default())
    );
}
