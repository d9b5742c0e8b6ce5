//! Every format, by a fixture written by hand.

use madang_watchlist::{
    entry::{Entry, Kind, NameKind, Quality},
    read::Format,
};

use crate::{read, read_bytes};

fn names(entry: &Entry) -> Vec<&str> {
    entry.names.iter().map(|name| name.full.as_str()).collect()
}

/// Anatoli Petrovski, as all formats tell of him.
fn assert_petrovski(entry: &Entry, id: &str, list: &str) {
    assert_eq!(entry.id, id);
    assert_eq!(entry.list, list);
    assert_eq!(entry.kind, Kind::Person);
    assert_eq!(entry.birth_dates[0].to_string(), "1961-03-12");
}

#[test]
fn ofacs_four_tables_are_one_list() {
    let reading = read(&["alt.csv", "sdn_comments.csv", "add.csv", "sdn.csv"]);
    assert_eq!(reading.entries.len(), 7);
    let lazarus = &reading.entries[0];
    assert_eq!(lazarus.id, "ofac-27307");
    assert_eq!(lazarus.kind, Kind::Org);
    assert_eq!(lazarus.wallets.len(), 2);
    assert_eq!(lazarus.countries, ["KP"]);
    // The remark that was cut off goes on in the comments.
    assert_eq!(
        names(lazarus),
        ["LAZARUS GROUP", "HIDDEN COBRA", "OFFICE 91", "GUARDIANS OF PEACE", "APT-C-26", "APPLEWORM TEAM"]
    );
    assert_eq!(lazarus.names[1].quality, Quality::Weak);
    assert_eq!(lazarus.names[5].quality, Quality::Strong);
    let man = &reading.entries[1];
    assert_petrovski(man, "ofac-100001", "OFAC-SDN");
    assert_eq!(names(man), ["Anatoli Viktorovich PETROVSKI", "TOLYA", "Anatoly PETROVSKY"]);
    assert_eq!(
        (man.names[0].family.as_str(), man.names[0].given.as_str()),
        ("PETROVSKI", "Anatoli Viktorovich")
    );
    assert_eq!(man.gender.as_deref(), Some("male"));
    assert_eq!(man.identifiers[0].value, "12 345678 (Russia)");
    assert_eq!(reading.entries[3].birth_dates[0].to_string(), "1958/1962");
    assert_eq!(reading.entries[3].names[1].kind, NameKind::Fka);
    assert_eq!(reading.entries[4].kind, Kind::Vessel);
    let formats: Vec<_> = reading.sources.iter().filter_map(|source| source.format).collect();
    assert_eq!(
        formats,
        [Format::OfacAliases, Format::OfacComments, Format::OfacAddresses, Format::OfacPrimary]
    );
    assert_eq!(reading.sources[3].sha256.len(), 64);
}

#[test]
fn ofacs_xml() {
    let reading = read(&["sdn.xml"]);
    assert_eq!(reading.sources[0].date, "2025-03-28");
    let man = &reading.entries[0];
    assert_petrovski(man, "ofac-100001", "OFAC-SDN");
    assert_eq!(man.programme, "EXAMPLE, SECOND");
    assert_eq!(man.countries, ["RU"]);
    assert_eq!(man.wallets[0].currency, "XBT");
    assert_eq!((man.names[1].quality, man.names[2].kind), (Quality::Weak, NameKind::Fka));
    assert_eq!(reading.entries[1].kind, Kind::Vessel);
}

#[test]
fn ofacs_xml_that_lost_records_is_refused() {
    let text = String::from_utf8(crate::fixture("sdn.xml")).unwrap();
    let cut = text.replace("<Record_Count>2<", "<Record_Count>3<");
    let error = read_bytes("sdn.xml", cut.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("3 records, but 2"), "{error}");
}

#[test]
fn ofacs_advanced_xml() {
    let reading = read(&["sdn_advanced.xml"]);
    assert_eq!(reading.sources[0].date, "2025-03-28");
    let man = &reading.entries[0];
    assert_petrovski(man, "ofac-100001", "OFAC-SDN");
    assert_eq!(names(man), ["Anatoli Viktorovich PETROVSKI", "Анатолий Викторович ПЕТРОВСКИЙ", "TOLYA"]);
    assert_eq!(man.names[0].kind, NameKind::Primary);
    assert_eq!(man.names[2].quality, Quality::Weak);
    assert_eq!((man.listed_on.as_str(), man.programme.as_str()), ("2022-04-06", "EXAMPLE"));
    assert_eq!(
        (man.countries.as_slice(), man.gender.as_deref()),
        (["RU".to_owned()].as_slice(), Some("male"))
    );
    assert_eq!(man.wallets[0].address, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2");
}

#[test]
fn uns_list() {
    let reading = read(&["un.xml"]);
    assert_eq!(reading.sources[0].date, "2026-02-27");
    let man = &reading.entries[0];
    assert_eq!(man.id, "un-QDi.999");
    assert_eq!(
        names(man),
        ["KHALID AHMAD AL-SABUNI", "خالد أحمد الصابوني", "Haled Sabouni", "The Soap Maker"]
    );
    assert_eq!(man.names[3].quality, Quality::Weak);
    assert_eq!(man.birth_dates[0].to_string(), "1960/1962");
    assert_eq!(man.countries, ["SY"]);
    let group = &reading.entries[1];
    assert_eq!(names(group), ["EXAMPLE RELIEF & AID FOUNDATION", "ERAF"]);
    assert_eq!(group.countries, ["PK"]);
}

#[test]
fn eus_list_as_xml_and_table() {
    let reading = read(&["eu.xml"]);
    assert_eq!(reading.sources[0].date, "2026-01-09");
    let man = &reading.entries[0];
    assert_petrovski(man, "eu-777", "EU");
    assert_eq!(names(man), ["Anatolij Viktorovitj PETROVSKIJ", "Анатолий Викторович ПЕТРОВСКИЙ", "Tolja"]);
    assert_eq!(man.names[2].quality, Quality::Weak);
    let reading = read(&["eu.csv"]);
    let man = &reading.entries[0];
    assert_petrovski(man, "eu-777", "EU");
    assert_eq!(man.countries, ["RU"]);
    assert_eq!(reading.entries[1].names[0].full, "Zavod \"Krasnaja Zvezda\"");
    assert_eq!(reading.entries[1].kind, Kind::Org);
}

#[test]
fn uks_list_as_xml_and_table() {
    let reading = read(&["uk.csv"]);
    assert_eq!(reading.sources[0].date, "2025-09-02");
    let man = &reading.entries[0];
    assert_petrovski(man, "uk-RUS9001", "UK");
    assert_eq!(
        names(man),
        ["Anatoly Viktorovich PETROVSKY", "Анатолий Викторович ПЕТРОВСКИЙ", "Anatoli PETROVSKI"]
    );
    assert_eq!(man.names[2].quality, Quality::Weak);
    assert_eq!(man.listed_on, "2022-04-08");
    assert_eq!(reading.entries[1].kind, Kind::Vessel);
    let reading = read(&["uk.xml"]);
    assert_eq!(reading.sources[0].date, "2025-09-02");
    let man = &reading.entries[0];
    assert_petrovski(man, "uk-RUS9001", "UK");
    assert_eq!(man.names[0].full, "Anatoly Viktorovich PETROVSKY");
    assert_eq!(man.identifiers[0].value, "12345678");
}

#[test]
fn canadas_list() {
    let reading = read(&["sema.xml"]);
    let man = &reading.entries[0];
    assert_petrovski(man, "ca-belarus-1--part-1-1", "CA-SEMA");
    assert_eq!(man.countries, ["BY"]);
    assert_eq!(man.listed_on, "2020-09-28");
    assert_eq!(names(&reading.entries[1]), ["Krasnaya Zvezda Plant", "Zavod Krasnaya Zvezda", "KZ Plant"]);
}

#[test]
fn switzerlands_list() {
    let reading = read(&["seco.xml"]);
    assert_eq!(reading.sources[0].date, "2025-06-17");
    let man = &reading.entries[0];
    assert_petrovski(man, "seco-5000", "CH-SECO");
    assert_eq!(names(man), ["Petrovski Anatoli Viktorovich", "Петровский Анатолий Викторович"]);
    assert_eq!((man.programme.as_str(), man.listed_on.as_str()), ("Ukraine", "2022-04-13"));
    assert_eq!(man.names[0].family, "Petrovski");
}

#[test]
fn follow_the_money() {
    let reading = read(&["ftm.jsonl"]);
    assert_eq!(reading.entries.len(), 1);
    let man = &reading.entries[0];
    assert_petrovski(man, "NK-1", "example_list");
    assert_eq!(man.names.len(), 4);
    // The wallet is an entity of its own in the file, and belongs to its holder here.
    assert_eq!(man.wallets[0].address, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2");
}

#[test]
fn a_list_of_ones_own() {
    let reading = read(&["own.csv"]);
    let man = &reading.entries[0];
    assert_petrovski(man, "house-1", "own");
    assert_eq!(man.names.len(), 4);
    assert_eq!(man.wallets.len(), 1);
    assert_eq!(reading.entries[1].kind, Kind::Org);
}

#[test]
fn aliases_without_their_table_are_refused() {
    let error = read_bytes("alt.csv", &crate::fixture("alt.csv")).unwrap_err();
    assert!(error.to_string().contains("primary table"), "{error}");
}
