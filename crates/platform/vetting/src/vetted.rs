//! What is known of one artefact after everybody was asked.

use madang_artefact::{
    declaration::Declaration,
    facts::{Facts, Kind, ObjectId, Reason, Unopened},
    judge,
    limits::Limits,
    report::{Evidence, Finding, Report, Severity, Verdict},
    take_apart,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    canonical,
    clamd::{Answer, Opinion},
    jail::Sandbox,
    supervise::Taken,
};

/// Certificates younger than this are told. *Units*: days.
const YOUNG_DAYS: i32 = 90;

/// The version of this shape in files.
pub const SCHEMA: u32 = 1;

/// An artefact's facts and the report on them. This is what `--json` prints and `--against` reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vetted {
    /// The version of this shape.
    pub schema: u32,
    /// The judgement.
    pub report: Report,
    /// What held the reader back.
    pub sandbox: Sandbox,
    /// What the exhibitor declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declaration: Option<Declaration>,
    /// Second opinions that were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
    /// What it rests on.
    pub facts: Facts,
}

impl Vetted {
    /// Judges what a worker found.
    #[must_use]
    pub fn new(taken: Taken, declaration: Option<Declaration>, earlier: Option<&Facts>) -> Self {
        let mut report = judge(&taken.facts, declaration.as_ref(), earlier);
        add_yara(&mut report, &taken.facts);
        let Taken { facts, sandbox, own_rules, .. } = taken;
        // A certificate says by which rules it was given: those of the operator belong to them.
        if let Some(own) = own_rules {
            report.rules_hash = canonical::sha256(format!("{}\0{own}", report.rules_hash).as_bytes());
        }
        Self { schema: SCHEMA, report, sandbox, declaration, opinions: Vec::new(), facts }
    }

    /// Says which certificates are younger than three months on this day: those of somebody who has only just begun to sign, or of
    /// somebody else's. It asks for a look unless the declaration names the signer, or nobody but the signer answers for the
    /// certificate: one of those can be made at any time, and its youth says nothing. The engine has no clock; who calls it has.
    ///
    /// `today`: the day, as `YYYY-MM-DD`.
    pub fn note_young(&mut self, today: jiff::civil::Date) {
        let mut young = std::collections::BTreeMap::new();
        for object in &self.facts.objects {
            let Some(signature) = object.signature.as_deref() else { continue };
            let began =
                signature.not_before.as_deref().and_then(|date| date.parse::<jiff::civil::Date>().ok());
            let Some(days) = began.map(|began| (today - began).get_days()) else { continue };
            let who = signature.subject.clone().or_else(|| signature.organisation.clone());
            let own = signature.issuer.is_none() || signature.issuer == who;
            if (0..YOUNG_DAYS).contains(&days) {
                young.entry(who.unwrap_or_default()).or_insert((days, own, object.id, object.path.clone()));
            }
        }
        let report = &mut self.report;
        for (who, (days, own, object, path)) in young {
            let declared = self.declaration.as_ref().is_some_and(|declaration| declaration.signs(&who));
            let severity = if declared || own { Severity::Info } else { Severity::Review };
            let sentence = match days {
                0 => format!("The certificate of `{who}` was made the same day."),
                1 => format!("The certificate of `{who}` was made the day before."),
                days => format!("The certificate of `{who}` is only {days} days old."),
            };
            let (why, fix) = if own {
                (
                    "Anybody can make such a certificate at any time: it says nothing about whose it is.",
                    "Sign with a certificate that somebody else answers for.",
                )
            } else {
                (
                    "Whoever buys a certificate for one purpose has a young one; so has everybody after a renewal.",
                    "Name the signer in the declaration.",
                )
            };
            report.findings.push(Finding {
                id: "B30".into(),
                name: "SIGNER-YOUNG".into(),
                severity,
                sentence,
                evidence: vec![Evidence { object, path, line: 0, text: String::new() }],
                attack: vec!["T1588.003".into()],
                why: why.into(),
                fix: fix.into(),
                declared,
                denied: false,
            });
            if severity == Severity::Review && report.verdict < Verdict::Review {
                report.verdict = Verdict::Review;
                let last = report.findings.last().map(|finding| finding.sentence.clone()).unwrap_or_default();
                report.sentence = format!("A person must decide before it is handed out: {last}");
            }
        }
        report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    }

    /// Adds a second opinion. A hit must be looked at by a person; whatever is not an answer leaves the artefact not vetted.
    pub fn add(&mut self, opinion: Opinion) {
        let report = &mut self.report;
        match &opinion.answer {
            Answer::Clean => {}
            Answer::Found { name } => {
                let sentence = format!("{} knows it as {name}.", opinion.engine);
                report.findings.push(second_opinion(sentence, &opinion));
                report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
                if report.verdict < Verdict::Review {
                    report.verdict = Verdict::Review;
                    report.sentence =
                        "A second engine recognises it; somebody must look before it is handed out.".into();
                }
            }
            Answer::Failed { why } => {
                report.not_seen.push(format!("The second engine was asked and gave no opinion: {why}."));
                if report.verdict < Verdict::NotVettable {
                    report.verdict = Verdict::NotVettable;
                    report.sentence =
                        "A second opinion is required here and there is none: this file is not vetted."
                            .into();
                }
            }
        }
        self.opinions.push(opinion);
    }
}

/// Hits of the operator's own rules: somebody wrote them in order to be told.
fn add_yara(report: &mut Report, facts: &Facts) {
    let hits = facts.objects.iter().flat_map(|object| object.yara.iter().map(move |rule| (object, rule)));
    for (object, rule) in hits.take(64) {
        let name = if object.path.is_empty() { &facts.name } else { &object.path };
        report.findings.push(Finding {
            id: "Y01".into(),
            name: "OWN-YARA-RULE".into(),
            severity: Severity::Review,
            sentence: format!("`{name}` matches the YARA rule `{rule}`."),
            evidence: vec![Evidence { object: object.id, path: name.clone(), line: 0, text: rule.clone() }],
            attack: Vec::new(),
            why: "Whoever runs this vetting wrote or chose this rule in order to be told.".into(),
            fix: "Ask them what the rule is for.".into(),
            declared: false,
            denied: false,
        });
    }
    report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    if report.verdict < Verdict::Review && report.findings.iter().any(|finding| finding.id == "Y01") {
        report.verdict = Verdict::Review;
        report.sentence =
            "A rule of one's own matches it; somebody must look before it is handed out.".into();
    }
}

fn second_opinion(sentence: String, opinion: &Opinion) -> Finding {
    Finding {
        id: "X01".into(),
        name: "SECOND-ENGINE".into(),
        severity: Severity::Review,
        sentence,
        evidence: vec![Evidence { object: ObjectId(0), path: String::new(), line: 0, text: opinion.version.clone() }],
        attack: Vec::new(),
        why: "An engine that compares with known harmful files recognises something in it. Such engines are also wrong at \
              times, above all about wallets and remote control."
            .into(),
        fix: "Find out which part is recognised, and have the engine's makers correct it if it is a mistake.".into(),
        declared: false,
        denied: false,
    }
}

/// The facts of an artefact that no worker could read: that it is there, its hash, and that it was not opened.
#[must_use]
pub fn nothing_known(name: &str, size_bytes: u64, sha256: String, limits: &Limits, words: &str) -> Facts {
    // The engine fills in what it says of itself; of the artefact's bytes it gets none.
    let mut facts = take_apart(&[], limits, name);
    facts.objects.truncate(1);
    for object in &mut facts.objects {
        object.kind = Kind::Data;
        object.size_bytes = size_bytes;
        object.sha256.clone_from(&sha256);
    }
    // A tree with one leaf; `Facts::merkle_root` says how leaves are made.
    let leaf = Sha256::new().chain_update([0_u8, 0]).chain_update(&sha256).finalize();
    facts.merkle_root = canonical::hex(&leaf);
    facts.size_bytes = size_bytes;
    facts.sha256 = sha256;
    let reason = if size_bytes > limits.object_bytes_max.min(limits.held_bytes_max) {
        Reason::Limit(madang_artefact::limits::Limit::ObjectBytes)
    } else {
        Reason::ReaderFailed
    };
    facts.unopened =
        vec![Unopened { object: ObjectId(0), path: String::new(), reason, words: words.to_owned() }];
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vetted() -> Vetted {
        let facts = take_apart(b"plain words\n", &Limits::default(), "words.txt");
        Vetted::new(Taken { facts, sandbox: Sandbox::default(), failed: false, own_rules: None }, None, None)
    }

    fn opinion(answer: Answer) -> Opinion {
        Opinion { engine: "ClamAV".into(), version: "ClamAV 1.4.6/27000/today".into(), answer }
    }

    #[test]
    fn a_rule_of_ones_own_asks_for_a_look() {
        let mut facts = take_apart(b"plain words\n", &Limits::default(), "words.txt");
        facts.objects[0].yara = vec!["mine".into()];
        let vetted = Vetted::new(
            Taken { facts, sandbox: Sandbox::default(), failed: false, own_rules: None },
            None,
            None,
        );
        assert_eq!(vetted.report.verdict, Verdict::Review);
        assert!(
            vetted
                .report
                .findings
                .iter()
                .any(|finding| finding.id == "Y01" && finding.sentence.contains("`mine`"))
        );
    }

    #[test]
    fn a_young_certificate_asks_for_a_look_unless_its_owner_is_declared() {
        let mut facts = take_apart(b"plain words\n", &Limits::default(), "words.txt");
        facts.objects[0].signature = serde_json::from_value(serde_json::json!({
            "scheme": "authenticode", "ad_hoc": false, "subject": "Harbour Trading Ltd", "issuer": "A Registry of Names", "not_before": "2026-01-01"
        }))
        .unwrap();
        let mut own = facts.clone();
        own.objects[0].signature.as_mut().unwrap().issuer = Some("Harbour Trading Ltd".into());
        let judged = |facts: &Facts, signers: &[&str], today: &str| {
            let declaration = Declaration {
                signers: signers.iter().map(|name| (*name).to_owned()).collect(),
                ..Declaration::default()
            };
            let sandbox = Sandbox::default();
            let taken = Taken { facts: facts.clone(), sandbox, failed: false, own_rules: None };
            let mut vetted = Vetted::new(taken, Some(declaration), None);
            vetted.note_young(today.parse().unwrap());
            let found = vetted.report.findings.into_iter().find(|finding| finding.id == "B30");
            found.map(|finding| (finding.severity, finding.sentence))
        };
        let told =
            |signers: &[&str], today: &str| judged(&facts, signers, today).map(|(severity, _)| severity);
        // One that nobody else answers for is told, and its youth says nothing.
        let same_day = "The certificate of `Harbour Trading Ltd` was made the same day.".to_owned();
        assert_eq!(judged(&own, &[], "2026-01-01"), Some((Severity::Info, same_day)));
        assert_eq!(told(&[], "2026-03-01"), Some(Severity::Review));
        assert_eq!(told(&["Harbour Trading Ltd"], "2026-03-01"), Some(Severity::Info));
        assert_eq!(told(&[], "2026-06-01"), None);
        assert_eq!(told(&[], "2025-12-31"), None);
    }

    #[test]
    fn rules_of_ones_own_belong_to_the_hash_of_the_rules() {
        let hash = |own_rules: Option<&str>| {
            let facts = take_apart(b"plain words\n", &Limits::default(), "words.txt");
            let own_rules = own_rules.map(str::to_owned);
            let taken = Taken { facts, sandbox: Sandbox::default(), failed: false, own_rules };
            Vetted::new(taken, None, None).report.rules_hash
        };
        assert_eq!(hash(None), madang_artefact::rules::rules_hash());
        assert_ne!(hash(None), hash(Some("00")));
        assert_ne!(hash(Some("01")), hash(Some("00")));
    }

    #[test]
    fn a_second_opinion_can_only_make_it_worse() {
        let before = vetted().report.verdict;
        for (answer, least) in [
            (Answer::Clean, before),
            (Answer::Found { name: "Test.Name".into() }, Verdict::Review),
            (Answer::Failed { why: "no reply".into() }, Verdict::NotVettable),
        ] {
            let mut vetted = vetted();
            vetted.add(opinion(answer));
            assert_eq!(vetted.report.verdict, before.max(least));
        }
    }

    #[test]
    fn an_artefact_that_was_not_read_is_not_vettable_and_keeps_its_hash() {
        let facts = nothing_known("a.bin", 7, "00ff".into(), &Limits::default(), "the reader ended early");
        assert_eq!((facts.size_bytes, facts.sha256.as_str(), facts.objects.len()), (7, "00ff", 1));
        let report = judge(&facts, None, None);
        assert_eq!(report.verdict, Verdict::NotVettable);
        assert!(report.not_seen.iter().any(|line| line.contains("ended early")), "{:?}", report.not_seen);
    }

    #[test]
    fn the_tree_of_one_leaf_is_the_engines() {
        let engine = take_apart(b"plain words\n", &Limits::default(), "words.txt");
        let ours =
            nothing_known("words.txt", engine.size_bytes, engine.sha256.clone(), &Limits::default(), "");
        assert_eq!(ours.merkle_root, engine.merkle_root);
    }
}
