//! The official snapshots and the public half of the evaluation set, when they lie beside the checkout.

use std::{
    fs::File,
    io::{BufReader, Read as _},
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use madang_watchlist::{
    background::Background,
    evaluate::{Answer, Lane, Query, Table, ask, table, two_lanes},
    index::Index,
    lanes::Operating,
    read::{Collector, Limits},
    search::Searcher,
};

use crate::score;

/// The folder, or nothing, which is said.
fn folder() -> Option<PathBuf> {
    let shared = std::env::var("MADANG_SHARED")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"), PathBuf::from);
    let folder = shared.join("data/screening");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("{} is absent: nothing of it was tried", folder.display());
    None
}

fn gz(path: &Path) -> BufReader<GzDecoder<File>> {
    BufReader::new(GzDecoder::new(File::open(path).unwrap()))
}

#[test]
fn lazarus_group_is_found_in_the_official_snapshots() {
    let Some(folder) = folder() else { return };
    let lists = folder.join("lists");
    let mut collector = Collector::new(Limits::default());
    for name in [
        "sdn-2024-05-03.csv.gz",
        "alt-2025-02-27.csv.gz",
        "add-2025-02-27.csv.gz",
        "UN_consolidated-2026-02-27.xml.gz",
        "consolidated-nonsdn-2025-03-28.xml.gz",
        "sema-canada-2025.xml.gz",
    ] {
        collector.read(name, gz(&lists.join(name)), "").unwrap();
    }
    let comments = "sdn_comments-2025-02-27.csv";
    collector.read(comments, BufReader::new(File::open(lists.join(comments)).unwrap()), "").unwrap();
    let reading = collector.finish().unwrap();
    let count = |list: &str| reading.entries.iter().filter(|entry| entry.list == list).count();
    assert_eq!((count("OFAC-SDN"), count("UN")), (14_965, 1003));
    let index = Index::build(reading, Background::default());
    for name in [
        "Lazarus Group",
        "LAZARUS",
        "라자루스",
        "라자루스 그룹",
        "拉撒路",
        "拉撒路集团",
        "拉撒路集團",
        "Лазарус",
        "Hidden Cobra",
        "HiddenCobra",
        "Guardians of Peace",
        "APT-C-26",
        "Whois Hacking Team",
        "New Romantic Cyber Army Team",
        "Appleworm",
    ] {
        let found = score(&index, name, false, "ofac-27307");
        assert!(found.is_some_and(|score| score >= Operating::OTHERS.name), "{name}: {found:?}");
    }
    let lazarus = index.entry("ofac-27307").unwrap();
    assert_eq!(lazarus.wallets.len(), 8);
    for wallet in &lazarus.wallets {
        let bare = &wallet.address[2..];
        for text in [
            wallet.address.clone(),
            bare.to_lowercase(),
            format!("0X{}", bare.to_uppercase()),
            format!("ethereum:{}@137", wallet.address),
            format!("\u{200b} {} \n", wallet.address),
        ] {
            let verdict = index.wallets().check(&text).unwrap();
            assert!(
                verdict.hits.iter().any(|hit| index.entries[hit.entry as usize].id == "ofac-27307"),
                "{text}"
            );
        }
    }
}

fn recall(table: &Table, class: &str) -> (f32, f32) {
    let (_, class) = table.classes.iter().find(|(name, _)| name == class).unwrap();
    #[expect(clippy::cast_precision_loss, reason = "counts of questions")]
    let share = |part: usize| part as f32 / class.asked as f32;
    (share(class.at_one), share(class.at_tenth))
}

#[test]
fn the_bars_are_met_on_the_public_half() {
    let Some(folder) = folder() else { return };
    let mut collector = Collector::new(Limits::default());
    collector.read("index.jsonl.gz", gz(&folder.join("eval/index.jsonl.gz")), "").unwrap();
    let index = Index::build(collector.finish().unwrap(), Background::default());
    let mut searcher = Searcher::new(&index);
    let mut answers: Vec<Answer> = Vec::new();
    for half in ["positives", "negatives"] {
        let mut text = String::new();
        gz(&folder.join(format!("eval/public/{half}.jsonl.gz"))).read_to_string(&mut text).unwrap();
        for line in text.lines() {
            let query: Query = serde_json::from_str(line).unwrap();
            answers.push(ask(&index, &mut searcher, query));
        }
    }
    let persons = table(&answers, "person", Lane::Name).unwrap();
    let others = table(&answers, "org", Lane::Name).unwrap();
    let two = two_lanes(&answers).unwrap();
    println!("{persons}\n{others}\n{two:?}");
    let all = recall(&persons, "ALL");
    assert!(all.0 >= 0.90 && all.1 >= 0.72, "persons {all:?}");
    assert!(recall(&persons, "natural (ABC)").0 >= 0.82);
    for (class, _) in
        persons.classes.iter().filter(|(name, _)| name.starts_with("C-") || name.starts_with("E-script"))
    {
        assert!(recall(&persons, class).0 >= 0.80, "{class}");
    }
    for (class, _) in persons.classes.iter().filter(|(name, _)| name.starts_with("D-unicode")) {
        assert!(recall(&persons, class).0 >= 0.99, "{class}");
    }
    assert!(recall(&others, "ALL").0 >= 0.78);
    assert!(two.false_alarms <= 0.0101 && two.lied >= 0.88, "{two:?}");
}
