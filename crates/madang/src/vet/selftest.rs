//! `madang vet --selftest`: what the rules say of software that the operator trusts, and what that proves.

use std::{collections::BTreeMap, path::Path, process::ExitCode};

use madang_artefact::report::{Severity, Verdict};
use madang_vetting::{bound, show};
use serde_json::json;

use super::{FAILED, Office, args::VetArgs, artefacts, crowd, jobs};

/// How sure the bound is.
const CONFIDENCE: f64 = 0.95;

/// Vets everything in a folder and counts.
pub(super) fn run(office: &Office, folder: &Path, args: &VetArgs) -> anyhow::Result<ExitCode> {
    let files = artefacts(&[folder.to_owned()])?;
    let mut counts: BTreeMap<Verdict, u64> = BTreeMap::new();
    let mut worth_a_look = Vec::new();
    let mut failed: u64 = 0;
    let work = |path: &Path, name: &str| {
        office.vet(path, name).map(|vetted| {
            let ids: Vec<String> = vetted
                .report
                .findings
                .iter()
                .filter(|finding| finding.severity >= Severity::Review)
                .map(|finding| format!("{} {}", finding.id, finding.name))
                .collect();
            let unopened = vetted.facts.unopened.first().map(|unopened| unopened.words.clone());
            (vetted.report.verdict, ids, unopened)
        })
    };
    crowd::each(&files, jobs(args), work, |name, outcome| {
        match outcome {
            Ok((verdict, ids, unopened)) => {
                *counts.entry(verdict).or_default() += 1;
                if verdict != Verdict::Clear {
                    let why = if ids.is_empty() { unopened.unwrap_or_default() } else { ids.join(", ") };
                    worth_a_look.push((verdict, name.to_owned(), why));
                }
            }
            Err(error) => {
                failed += 1;
                eprintln!("madang: {}: {:#}", show::safe(name), anyhow::Error::new(error));
            }
        }
        Ok(())
    })?;
    let count = |verdict| counts.get(&verdict).copied().unwrap_or(0);
    // What could not be opened was not judged, and proves nothing about judging.
    let judged = count(Verdict::Clear) + count(Verdict::Review) + count(Verdict::Block);
    let blocked = bound::upper(count(Verdict::Block), judged, CONFIDENCE);
    let looked_at = bound::upper(count(Verdict::Block) + count(Verdict::Review), judged, CONFIDENCE);
    if args.json {
        let all: BTreeMap<&str, u64> =
            [Verdict::Clear, Verdict::Review, Verdict::NotVettable, Verdict::Block]
                .map(|verdict| (show::verdict_words(verdict), count(verdict)))
                .into();
        println!(
            "{}",
            json!({ "artefacts": files.len(), "judged": judged, "unreadable": failed, "verdicts": all, "confidence": CONFIDENCE,
                    "block_rate_max": blocked, "review_or_block_rate_max": looked_at })
        );
    } else {
        for (verdict, name, why) in &worth_a_look {
            println!("{:12}  {}  {}", show::verdict_words(*verdict), show::safe(name), show::safe(why));
        }
        println!("{} artefacts, {judged} judged, {failed} unreadable", files.len());
        for verdict in [Verdict::Clear, Verdict::Review, Verdict::NotVettable, Verdict::Block] {
            println!("{:12}  {}", show::verdict_words(verdict), count(verdict));
        }
        println!(
            "If all of these are harmless: at most {:.2} % of such software is blocked, and at most {:.2} % blocked or to be \
             looked at (one-sided 95 % Clopper-Pearson bound).",
            percent_up(blocked),
            percent_up(looked_at)
        );
    }
    Ok(if failed > 0 { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

/// Per cent with two digits, never less than it is.
fn percent_up(part: f64) -> f64 {
    (part * 10_000.0).ceil() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_rounded_up() {
        assert_eq!(percent_up(bound::upper(0, 604, CONFIDENCE)), 0.5);
        assert_eq!(percent_up(bound::upper(0, 1039, CONFIDENCE)), 0.29);
    }
}
