//! What a screening says: for people, for programs, for spreadsheets.

use std::io::Write as _;

use madang_watchlist::{
    explain::explain,
    index::Index,
    lanes::{Declared, Lanes, Operating},
    search::{Question, Searcher},
    wallet::Checksum,
};
use serde_json::json;

use super::args::{Format, Output};

/// What came of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nobody listed.
    Clear,
    /// Somebody listed, or a listed wallet.
    Alert,
    /// The question cannot be compared; it is not clear.
    Unreadable,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Alert => "alert",
            Self::Unreadable => "unreadable",
        }
    }
}

/// How far below an alert a name may be to be worth aligning closely, in bits.
const SEARCHED_BELOW: f32 = 2.0;

/// Asks and prints.
pub(super) struct Answers<'a> {
    index: &'a Index,
    searcher: Searcher<'a>,
    output: Output,
    csv: Option<csv::Writer<std::io::Stdout>>,
}

/// The columns of CSV output.
const COLUMNS: [&str; 12] = [
    "id",
    "asked",
    "outcome",
    "score",
    "evidence",
    "lane",
    "entry",
    "list",
    "date",
    "listed",
    "programme",
    "explanation",
];

/// Among what a name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// Persons.
    Persons,
    /// Organisations, ships and aircraft.
    Others,
}

impl<'a> Answers<'a> {
    pub(super) fn new(index: &'a Index, output: Output) -> Self {
        let csv = (output.format == Format::Csv).then(|| csv::Writer::from_writer(std::io::stdout()));
        let mut answers = Self { index, searcher: Searcher::new(index), output, csv };
        let _ = answers.row(&COLUMNS.map(str::to_owned));
        answers
    }

    fn row(&mut self, fields: &[String]) -> anyhow::Result<()> {
        if let Some(csv) = &mut self.csv {
            csv.write_record(fields)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        if let Some(csv) = &mut self.csv {
            csv.flush()?;
        }
        std::io::stdout().flush()?;
        Ok(())
    }

    /// A question without an answer, or with nothing to say.
    fn plain(&mut self, id: &str, asked: &str, outcome: Outcome, why: &str) -> anyhow::Result<Outcome> {
        match self.output.format {
            Format::Table if why.is_empty() => println!("{}: {asked}", outcome.word()),
            Format::Table => println!("{}: {asked}: {why}", outcome.word()),
            Format::Json => {
                println!(
                    "{}",
                    json!({ "id": id, "asked": asked, "outcome": outcome.word(), "why": why, "matches": [] })
                );
            }
            Format::Csv => {
                let mut fields = vec![String::new(); COLUMNS.len()];
                fields[..3].clone_from_slice(&[id.to_owned(), asked.to_owned(), outcome.word().to_owned()]);
                why.clone_into(&mut fields[11]);
                self.row(&fields)?;
            }
        }
        Ok(outcome)
    }

    /// Screens a name among persons, or among everything else, or among both, one after the other; the gravest outcome
    /// counts.
    pub(super) fn name(
        &mut self,
        id: &str,
        name: &str,
        kinds: &[Sought],
        declared: &Declared,
    ) -> anyhow::Result<Outcome> {
        let mut gravest = None;
        for sought in kinds {
            match self.name_among(id, name, *sought == Sought::Persons, declared)? {
                Some(Outcome::Unreadable) => return Ok(Outcome::Unreadable),
                Some(Outcome::Alert) => gravest = Some(Outcome::Alert),
                Some(Outcome::Clear) => gravest = gravest.or(Some(Outcome::Clear)),
                None => {}
            }
        }
        // Said once, and only where nothing at all was found.
        gravest.map_or_else(|| self.plain(id, name, Outcome::Clear, ""), Ok)
    }

    /// [`Answers::name`] among one kind; `None`, and nothing printed, when nothing is near.
    fn name_among(
        &mut self,
        id: &str,
        name: &str,
        person: bool,
        declared: &Declared,
    ) -> anyhow::Result<Option<Outcome>> {
        let question = match Question::new(name, person) {
            Ok(question) => question,
            Err(error) => {
                let shown: String = name.chars().take(80).collect();
                return self.plain(id, &shown, Outcome::Unreadable, &error.to_string()).map(Some);
            }
        };
        let operating = match (self.output.strict, person) {
            (true, _) => Operating::STRICT,
            (false, true) => Operating::PERSONS,
            (false, false) => Operating::OTHERS,
        };
        let below = self.output.below.max(0.0);
        // What is declared can raise a match by as much as it weighs.
        let floor = operating.name.min(operating.evidence - 14.0) - below - SEARCHED_BELOW;
        let mut matches: Vec<_> = self
            .searcher
            .search(&question, floor)
            .into_iter()
            .map(|found| {
                let lanes = Lanes::new(found.score, &self.index.entries[found.entry as usize], declared);
                (found, lanes)
            })
            .filter(|(_, lanes)| lanes.margin(&operating) >= -below)
            .collect();
        matches.sort_by(|a, b| b.1.margin(&operating).total_cmp(&a.1.margin(&operating)));
        let outcome = if matches.iter().any(|(_, lanes)| lanes.alerts(&operating)) {
            Outcome::Alert
        } else {
            Outcome::Clear
        };
        if matches.is_empty() {
            return Ok(None);
        }
        matches.truncate(self.output.most.max(1));
        let explained: Vec<_> = matches
            .iter()
            .map(|(found, lanes)| {
                (found, lanes, explain(self.index, name, &question, found, lanes, &operating))
            })
            .collect();
        match self.output.format {
            Format::Table => {
                println!("{}: {name}: {} matches", outcome.word(), explained.len());
                for (_, _, explanation) in &explained {
                    println!("\n{explanation}");
                }
                println!();
            }
            Format::Json => {
                let matches: Vec<_> = explained
                    .iter()
                    .map(|(found, lanes, explanation)| {
                        let entry = &self.index.entries[found.entry as usize];
                        json!({
                            "entry": entry.id, "list": entry.list, "name": entry.names[usize::from(found.name)].full,
                            "programme": entry.programme, "score": lanes.name, "evidence": lanes.evidence,
                            "margin": lanes.margin(&operating), "alert": lanes.alerts(&operating),
                            "lane": lanes.lane(&operating), "explanation": explanation,
                        })
                    })
                    .collect();
                println!(
                    "{}",
                    json!({
                        "id": id, "asked": name, "outcome": outcome.word(), "index": self.index.version, "matches": matches,
                    })
                );
            }
            Format::Csv => {
                for (found, lanes, explanation) in explained {
                    let entry = &self.index.entries[found.entry as usize];
                    let date = self
                        .index
                        .sources
                        .get(entry.source as usize)
                        .map_or("", |source| source.date.as_str());
                    let alert = if lanes.alerts(&operating) { "alert" } else { "below" };
                    let fields = [
                        id.to_owned(),
                        name.to_owned(),
                        alert.to_owned(),
                        format!("{:.2}", lanes.name),
                        format!("{:.2}", lanes.evidence),
                        lanes.lane(&operating).to_owned(),
                        entry.id.clone(),
                        entry.list.clone(),
                        date.to_owned(),
                        entry.names[usize::from(found.name)].full.clone(),
                        entry.programme.clone(),
                        explanation.to_string(),
                    ];
                    self.row(&fields)?;
                }
            }
        }
        Ok(Some(outcome))
    }

    /// Screens a wallet.
    pub(super) fn wallet(&mut self, id: &str, address: &str) -> anyhow::Result<Outcome> {
        let verdict = match self.index.wallets().check(address) {
            Ok(verdict) => verdict,
            Err(error) => {
                let shown: String = address.chars().take(120).collect();
                return self.plain(id, &shown, Outcome::Unreadable, &error.to_string());
            }
        };
        let wallet = &verdict.wallet;
        let checksum = match wallet.checksum {
            Checksum::Valid => "checksum right",
            Checksum::Absent => "no checksum in this notation",
            Checksum::Wrong => "checksum wrong: mistyped or tampered with, yet the account is listed",
        };
        let outcome = if verdict.hits.is_empty() { Outcome::Clear } else { Outcome::Alert };
        let mut lines = vec![format!("{} ({}; {checksum})", wallet.canonical, wallet.family.name())];
        for hit in &verdict.hits {
            let entry = &self.index.entries[hit.entry as usize];
            let name = entry.names.first().map_or("", |name| name.full.as_str());
            let source = self.index.sources.get(entry.source as usize);
            let date = source
                .map(|source| source.date.as_str())
                .filter(|date| !date.is_empty())
                .unwrap_or("undated");
            let chain = if hit.other_chain { ", the same key on another chain" } else { "" };
            lines.push(format!(
                "pays {name} ({}, {} of {date}, programme {}): listed as {} {}{chain}",
                entry.id, entry.list, entry.programme, hit.currency, hit.listed
            ));
        }
        for twin in &verdict.lookalikes {
            let entry = &self.index.entries[twin.entry as usize];
            lines.push(format!("looks like {} of {}, but is another address", twin.listed, entry.id));
        }
        match self.output.format {
            Format::Table => println!("{}: {}", outcome.word(), lines.join("\n  ")),
            Format::Json => {
                let hits: Vec<_> = verdict
                    .hits
                    .iter()
                    .map(|hit| {
                        let entry = &self.index.entries[hit.entry as usize];
                        json!({ "entry": entry.id, "list": entry.list, "programme": entry.programme,
                            "name": entry.names.first().map(|name| &name.full), "currency": hit.currency,
                            "listed": hit.listed, "other_chain": hit.other_chain })
                    })
                    .collect();
                println!(
                    "{}",
                    json!({
                        "id": id, "asked": address, "outcome": outcome.word(), "index": self.index.version, "family": wallet.family,
                        "canonical": wallet.canonical, "checksum": wallet.checksum, "matches": hits,
                        "lookalikes": verdict.lookalikes.iter().map(|twin| &twin.listed).collect::<Vec<_>>(),
                    })
                );
            }
            Format::Csv => {
                let mut fields = vec![String::new(); COLUMNS.len()];
                fields[..3].clone_from_slice(&[id.to_owned(), address.to_owned(), outcome.word().to_owned()]);
                if let Some(hit) = verdict.hits.first() {
                    let entry = &self.index.entries[hit.entry as usize];
                    fields[6].clone_from(&entry.id);
                    fields[7].clone_from(&entry.list);
                    fields[9].clone_from(&hit.listed);
                    fields[10].clone_from(&entry.programme);
                }
                fields[11] = lines.join("\n");
                self.row(&fields)?;
            }
        }
        Ok(outcome)
    }
}
