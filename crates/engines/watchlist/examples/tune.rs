//! Prints, for the public evaluation set, the run of a search: `tune INDEX.jsonl.gz QUERIES.jsonl.gz…`.
use std::io::Read as _;
use madang_watchlist::{background::Background, entry::{Entry, Kind, Name, NameKind, Quality}, index::Index, search::{Question, Searcher}};
fn lines(path: &str) -> Vec<serde_json::Value> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}
fn cpu() -> f64 {
    let t = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = t.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let t0 = cpu();
    let entries: Vec<Entry> = lines(&args[1]).iter().map(|v| Entry {
        id: v["id"].as_str().unwrap().into(), kind: if v["type"] == "person" { Kind::Person } else { Kind::Org },
        names: v["names"].as_array().unwrap().iter().map(|n| Name { full: n["n"].as_str().unwrap().into(), kind: NameKind::Aka,
            quality: if n["kind"] == "weak" { Quality::Weak } else { Quality::Strong }, family: n["family"].as_str().unwrap_or("").into(), given: String::new() }).collect(),
        ..Entry::default() }).collect();
    let t1 = cpu();
    let index = Index::build(madang_watchlist::read::Reading { entries, ..Default::default() }, Background::default());
    let t2 = cpu();
    let mut queries = Vec::new();
    for p in &args[2..] { queries.extend(lines(p)); }
    let feat = std::env::var("FEAT").is_ok();
    let mut s = Searcher::new(&index);
    let t3 = cpu();
    let mut out = String::new();
    for q in &queries {
        let name = q["query"]["name"].as_str().unwrap();
        let person = q["query"]["type"] == "person";
        let Ok(question) = Question::new(name, person) else { eprintln!("unreadable {name}"); continue };
        let qid = q["qid"].as_str().unwrap();
        for f in s.search(&question, if feat { -60.0 } else { -6.0 }).into_iter().take(if feat { 12 } else { 30 }) {
            use std::fmt::Write as _;
            write!(out, "{qid}\t{}\t{:.4}\t{}", index.entries[f.entry as usize].id, f.score, index.entries[f.entry as usize].names[f.name as usize].full).unwrap();
            if feat { for x in f.alignment.features { write!(out, "\t{x:.3}").unwrap(); } }
            out.push('\n');
        }
    }
    let t4 = cpu();
    print!("{out}");
    eprintln!("read {:.2} build {:.2} search {:.2} cpu-s = {:.0} q/s", t1 - t0, t2 - t1, t4 - t3, queries.len() as f64 / (t4 - t3));
    eprintln!("{}", std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l| l.starts_with("VmHWM")).collect::<String>());
}
