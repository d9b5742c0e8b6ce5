//! From facts to a report.

use super::table::{RULES, rules_hash};
use crate::{
    declaration::Declaration,
    facts::Facts,
    report::{Finding, Report, Severity, Verdict},
};

/// What no look at bytes can see.
const NEVER_SEEN: &str = "What the software fetches after it was installed, and what its makers change on their servers, cannot be seen in this file.";

/// Judges an artefact by its facts.
///
/// `earlier` are the facts of the release that was vetted before, if there was one.
#[must_use]
pub fn judge(facts: &Facts, declaration: Option<&Declaration>, earlier: Option<&Facts>) -> Report {
    let _ = (declaration, earlier);
    let mut findings: Vec<Finding> = Vec::new();
    for rule in RULES {
        for found in (rule.find)(facts) {
            findings.push(Finding {
                id: rule.id.into(),
                name: rule.name.into(),
                severity: found.severity,
                sentence: found.sentence,
                evidence: found.evidence,
                attack: rule.attack.iter().map(|id| (*id).to_owned()).collect(),
                why: rule.why.into(),
                fix: rule.fix.into(),
                declared: false,
                denied: false,
            });
        }
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let worst = findings.iter().map(|finding| finding.severity).max();
    let verdict = match worst {
        Some(Severity::Block) => Verdict::Block,
        _ if !facts.unopened.is_empty() => Verdict::NotVettable,
        Some(Severity::Review) => Verdict::Review,
        _ => Verdict::Clear,
    };
    Report {
        verdict,
        sentence: sentence(verdict, facts),
        findings,
        installer: Vec::new(),
        not_seen: std::iter::once(NEVER_SEEN.to_owned())
            .chain(
                facts
                    .unopened
                    .iter()
                    .map(|unopened| format!("{}: {:?} {}", unopened.path, unopened.reason, unopened.words)),
            )
            .collect(),
        diff: None,
        rules_hash: rules_hash(),
        engine: facts.engine.clone(),
        sha256: facts.sha256.clone(),
    }
}

fn sentence(verdict: Verdict, facts: &Facts) -> String {
    match verdict {
        Verdict::Clear => "Everything in it was opened, and nothing in it needs a decision.".into(),
        Verdict::Review => "Somebody must look at what was found before it is handed out.".into(),
        Verdict::NotVettable => {
            format!("{} objects could not be opened: this file is not vetted.", facts.unopened.len())
        }
        Verdict::Block => {
            "It does what is almost never found in honest software; it must not be handed out.".into()
        }
    }
}
