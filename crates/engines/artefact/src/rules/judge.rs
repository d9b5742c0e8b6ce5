//! From facts to a report.

use super::{
    case::{Case, Match},
    story,
    table::{RULES, Rule, rules_hash},
};
use crate::{
    declaration::Declaration,
    diff,
    facts::{Facts, Reason, Unopened},
    report::{Finding, Report, Severity, Verdict},
};

/// Findings of one rule.
const FINDINGS_MAX: usize = 64;
/// What no look at bytes can see.
const NEVER_SEEN: [&str; 3] = [
    "What the software fetches after it was installed, and what its makers change on their servers, cannot be seen in this file.",
    "Programs are read and not run: what they decide by the day, the country or the computer cannot be seen.",
    "Who signed is read from the certificate; whether the certificate was revoked cannot be seen.",
];

/// Judges an artefact by its facts.
///
/// `earlier` are the facts of the release that was vetted before, if there was one.
#[must_use]
pub fn judge(facts: &Facts, declaration: Option<&Declaration>, earlier: Option<&Facts>) -> Report {
    let diff = earlier.map(|earlier| diff::between(earlier, facts));
    let case = Case { facts, declaration, diff: diff.as_ref() };
    let mut findings: Vec<Finding> = Vec::new();
    for rule in RULES {
        let mut matches = (rule.find)(&case);
        // What weighs most is never among what is left out.
        matches.sort_by_key(|found| std::cmp::Reverse(found.severity));
        for found in matches.into_iter().take(FINDINGS_MAX) {
            findings.push(finding(rule, found, declaration));
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
        sentence: sentence(verdict, facts, &findings),
        installer: story::installer(facts),
        not_seen: not_seen(facts),
        diff,
        findings,
        rules_hash: rules_hash(),
        engine: facts.engine.clone(),
        sha256: facts.sha256.clone(),
    }
}

/// What the declaration says makes a finding weigh less or more.
fn finding(rule: &Rule, found: Match, declaration: Option<&Declaration>) -> Finding {
    let answer = rule.topic.and_then(|topic| declaration?.answer(topic));
    let (severity, declared, denied) = match (answer, found.severity) {
        (Some(true), Severity::Review) => (Severity::Info, true, false),
        (Some(true), severity) if rule.declarable => (severity.min(Severity::Review), true, false),
        (Some(false), Severity::Review | Severity::Block) => (Severity::Block, false, true),
        (Some(false), Severity::Info) => (Severity::Review, false, true),
        (_, severity) => (severity, false, false),
    };
    let sentence =
        if denied { format!("{} The declaration says no to this.", found.sentence) } else { found.sentence };
    Finding {
        id: rule.id.into(),
        name: rule.name.into(),
        severity,
        sentence,
        evidence: found.evidence,
        attack: rule.attack.iter().map(|id| (*id).to_owned()).collect(),
        why: rule.why.into(),
        fix: rule.fix.into(),
        declared,
        denied,
    }
}

fn sentence(verdict: Verdict, facts: &Facts, findings: &[Finding]) -> String {
    let first = findings.first().map(|finding| finding.sentence.as_str()).unwrap_or_default();
    match verdict {
        Verdict::Clear => "Everything in it was opened, and nothing in it needs a decision.".into(),
        Verdict::Review => format!("A person must decide before it is handed out: {first}"),
        Verdict::NotVettable => {
            format!("{} objects could not be opened: this file is not vetted.", facts.unopened.len())
        }
        Verdict::Block => format!("It must not be handed out: {first}"),
    }
}

fn not_seen(facts: &Facts) -> Vec<String> {
    let fixed = NEVER_SEEN.iter().map(|sentence| (*sentence).to_owned());
    fixed
        .chain(
            facts
                .unopened
                .iter()
                .map(|unopened| format!("`{}`: {}.", unopened.path, unopened_words(unopened))),
        )
        .collect()
}

/// Why something was not opened, for people.
pub(crate) fn unopened_words(unopened: &Unopened) -> String {
    let reason = match unopened.reason {
        Reason::Encrypted => "it wants a password".to_owned(),
        Reason::Limit(limit) => format!("a limit was reached ({limit:?})"),
        Reason::NoReader => "there is no reader for this format".to_owned(),
        Reason::Variant => "there is no reader for this variant of the format".to_owned(),
        Reason::Damaged => "it breaks the rules of its format".to_owned(),
        Reason::Packed => "it unpacks itself when it starts".to_owned(),
        Reason::ReaderFailed => "our reader failed".to_owned(),
        Reason::Unknown => "it is of no known format".to_owned(),
    };
    if unopened.words.is_empty() { reason } else { format!("{reason}: {}", unopened.words) }
}
