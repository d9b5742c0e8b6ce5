//! Prints what scores are made of, for fitting weights: `features INDEX.jsonl.gz QUERIES.jsonl.gz…`.
//!
//! One line for each hit: question, entity, score, listed name, then every feature, parted by tabs. docs/engineering/screening.md says
//! how `scripts/fit-screening.py` makes weights of them.
#![expect(clippy::unwrap_used, reason = "a tool for developers, who read the panic")]

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufReader, Read as _},
};

use flate2::read::GzDecoder;
use madang_watchlist::{
    background::Background,
    index::Index,
    read::{Collector, Limits},
    search::{Question, Searcher},
};

/// So low that everything is printed.
const FLOOR: f32 = -60.0;

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let open = |path: &str| GzDecoder::new(File::open(path).unwrap());
    let mut collector = Collector::new(Limits::default());
    collector.read(&paths[0], BufReader::new(open(&paths[0])), "").unwrap();
    let index = Index::build(collector.finish().unwrap(), Background::default());
    let mut searcher = Searcher::new(&index);
    for path in &paths[1..] {
        let mut text = String::new();
        open(path).read_to_string(&mut text).unwrap();
        let mut out = String::new();
        for line in text.lines() {
            let query: serde_json::Value = serde_json::from_str(line).unwrap();
            let name = query["query"]["name"].as_str().unwrap();
            let Ok(question) = Question::new(name, query["query"]["type"] == "person") else { continue };
            for found in searcher.search(&question, FLOOR).into_iter().take(12) {
                let entry = &index.entries[found.entry as usize];
                let listed = &entry.names[usize::from(found.name)].full;
                write!(out, "{}\t{}\t{:.4}\t{listed}", query["qid"].as_str().unwrap(), entry.id, found.score)
                    .unwrap();
                for feature in found.alignment.features {
                    write!(out, "\t{feature:.3}").unwrap();
                }
                out.push('\n');
            }
        }
        print!("{out}");
    }
}
