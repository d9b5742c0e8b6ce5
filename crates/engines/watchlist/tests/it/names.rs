//! Spellings that must be found, and names that must not.

use madang_watchlist::{
    lanes::Operating,
    text::{NameError, tokenise},
};

use crate::{find, index, score};

/// Above the point where alerts begin.
fn alerts(name: &str, person: bool, id: &str) -> bool {
    let from = if person { Operating::PERSONS.name } else { Operating::OTHERS.name };
    score(&index(), name, person, id).is_some_and(|score| score >= from)
}

#[test]
fn lazarus_group_in_three_scripts() {
    for name in [
        "Lazarus Group",
        "LAZARUS",
        "Lazarus Grp",
        "Lazurus Group",
        "Group Lazarus",
        "라자루스",
        "라자루스 그룹",
        "라자루스그룹",
        "拉撒路",
        "拉撒路集团",
        "拉撒路集團",
        "拉萨路组织",
        "拉扎鲁斯集团",
        "Лазарус",
        "Группа Лазарус",
        "Hidden Cobra",
        "HIDDENCOBRA",
        "Guardians of Peace",
        "APT-C-26",
        "Appleworm Team",
    ] {
        assert!(alerts(name, false, "ofac-27307"), "{name} is not found");
    }
}

#[test]
fn one_man_in_the_spellings_of_many_offices() {
    for name in [
        "Anatoli Viktorovich PETROVSKI",
        "Petrovski, Anatoli Viktorovich",
        "Anatoly Petrovsky",
        "Anatolij Viktorovitj PETROVSKIJ",
        "Anatolii Petrovskyi",
        "Анатолий Викторович Петровский",
        "Анатолій Петровський",
        "Anatoliy Viktorovič Petrovskij",
        "A. V. Petrovski",
        "Anatoli V. Petrovski",
        "AnatoliPetrovski",
        "Anatoli Petrov ski",
        "Аnatoli Реtrovski",
        "Anatoli\u{200b} Petr\u{200d}ovski",
        "Anatoli\u{a0}Petrovski",
        "Ａｎａｔｏｌｉ Ｐｅｔｒｏｖｓｋｉ",
    ] {
        assert!(alerts(name, true, "ofac-100001"), "{name} is not found");
    }
}

#[test]
fn korean_chinese_and_arabic_names() {
    for name in ["Chol Nam PAK", "박철남", "Park Cheolnam", "Bak Cheol-nam", "Pak Ch'ŏl-nam", "朴哲南"]
    {
        let found = alerts(name, true, "ofac-100002");
        // Chinese characters of a Korean name are read as Chinese: this is said in the operator's page.
        assert_eq!(found, name != "朴哲南", "{name}");
    }
    for name in ["Mingguo CHEN", "Chen Ming Guo", "陈明国", "陳明國", "Ming-kuo Chen", "Chan Ming Kuo"]
    {
        assert!(alerts(name, true, "ofac-100006"), "{name} is not found");
    }
    for name in ["خالد أحمد الصابوني", "Khaled Ahmed Sabouni", "Halid Ahmed es-Sabuni", "خالد الصابوني"]
    {
        assert!(alerts(name, true, "un-QDi.999"), "{name} is not found");
    }
    for name in ["خالد عبد الرحمن المصري", "Khaled Abdulrahman Al Masry", "Khalid Abdurrahman el-Masri"]
    {
        assert!(alerts(name, true, "ofac-100003"), "{name} is not found");
    }
}

#[test]
fn companies_across_languages() {
    for name in [
        "OOO Zavod Krasnaya Zvezda",
        "Krasnaya Zvezda Plant LLC",
        "ООО «Завод Красная Звезда»",
        "ZAVOD KRASNAIA ZVEZDA",
    ] {
        assert!(alerts(name, false, "ofac-100005"), "{name} is not found");
    }
}

#[test]
fn ordinary_people_are_left_alone() {
    let index = index();
    for name in [
        "John Smith",
        "Maria Garcia",
        "김민준",
        "李娜",
        "Nguyễn Thị Lan",
        "Anna Ivanova",
        "Jean Dupont",
        "Fatima Zahra",
        "田中 太郎",
        "สมชาย ใจดี",
        "Δημήτρης Παπαδόπουλος",
        "राहुल शर्मा",
    ] {
        let found = find(&index, name, true, Operating::PERSONS.name);
        assert!(found.is_empty(), "{name} is taken for {:?}", found[0]);
    }
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    assert_eq!(tokenise("", true), Err(NameError::Empty));
    assert_eq!(tokenise(" \u{a0}\t ", true), Err(NameError::Empty));
    assert_eq!(tokenise("🎉🎉", true), Err(NameError::NoLetters));
    assert_eq!(tokenise("\u{301}\u{302}\u{200b}", true), Err(NameError::NoLetters));
    assert_eq!(tokenise("--- ... !!!", true), Err(NameError::NoLetters));
    assert_eq!(tokenise(&"x".repeat(100_000), true), Err(NameError::TooLong(100_000)));
    assert!(tokenise("\u{0}Ivan\u{7}ov", true).is_ok());
}
