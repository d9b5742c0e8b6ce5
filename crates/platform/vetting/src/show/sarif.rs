//! The findings as SARIF 2.1.0, for programs that collect findings of many tools.
//!
//! *Source*: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use std::collections::BTreeMap;

use madang_artefact::report::{Finding, Severity, Verdict};
use serde_json::{Value, json};

use super::{safe, verdict_words};
use crate::vetted::Vetted;

/// One run over all artefacts.
#[must_use]
pub fn document(vetted: &[Vetted]) -> Value {
    let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in vetted.iter().flat_map(|one| &one.report.findings) {
        rules.entry(&finding.id).or_insert(finding);
    }
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let results: Vec<Value> =
        vetted.iter().enumerate().flat_map(|(at, one)| results(at, one, &index)).collect();
    let complete = vetted.iter().all(|one| one.report.verdict != Verdict::NotVettable);
    let engine = vetted.first().map_or("", |one| one.report.engine.as_str());
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "madang vet",
                "version": engine,
                "rules": rules.values().map(|finding| rule(finding)).collect::<Vec<_>>(),
            } },
            "artifacts": vetted.iter().map(artefact).collect::<Vec<_>>(),
            "invocations": [{
                // An artefact that could not be opened was not analysed: the run did not do what it was to do.
                "executionSuccessful": complete,
                "toolExecutionNotifications": vetted.iter().enumerate().flat_map(|(at, one)| notes(at, one)).collect::<Vec<_>>(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(finding: &Finding) -> Value {
    json!({
        "id": finding.id,
        "name": finding.name,
        "shortDescription": { "text": finding.name },
        "fullDescription": { "text": finding.why },
        "help": { "text": finding.fix },
        "properties": { "tags": finding.attack.iter().map(|id| format!("attack.{id}")).collect::<Vec<_>>() },
    })
}

fn artefact(one: &Vetted) -> Value {
    json!({
        "location": { "uri": uri(&one.facts.name) },
        "length": one.facts.size_bytes,
        "hashes": { "sha-256": one.facts.sha256 },
        "properties": { "verdict": verdict_words(one.report.verdict), "sandbox": one.sandbox.words() },
    })
}

fn results(at: usize, one: &Vetted, index: &BTreeMap<&str, usize>) -> Vec<Value> {
    let result = |finding: &Finding| {
        let level = match finding.severity {
            Severity::Block => "error",
            Severity::Review => "warning",
            Severity::Info => "note",
        };
        let locations: Vec<Value> = finding
            .evidence
            .iter()
            .map(|evidence| {
                let mut physical =
                    json!({ "artifactLocation": { "uri": uri(&one.facts.name), "index": at } });
                if evidence.line > 0 {
                    physical["region"] =
                        json!({ "startLine": evidence.line, "snippet": { "text": safe(&evidence.text) } });
                }
                json!({
                    "physicalLocation": physical,
                    "logicalLocations": [{ "fullyQualifiedName": safe(&evidence.path) }],
                    "message": { "text": safe(&evidence.text) },
                })
            })
            .collect();
        json!({
            "ruleId": finding.id,
            "ruleIndex": index.get(finding.id.as_str()),
            "level": level,
            "message": { "text": safe(&finding.sentence) },
            "locations": locations,
            "properties": { "declared": finding.declared, "denied": finding.denied },
        })
    };
    one.report.findings.iter().map(result).collect()
}

/// Every object that could not be opened.
fn notes(at: usize, one: &Vetted) -> Vec<Value> {
    let location =
        json!([{ "physicalLocation": { "artifactLocation": { "uri": uri(&one.facts.name), "index": at } } }]);
    let note =
        |words: String| json!({ "level": "error", "message": { "text": words }, "locations": location });
    let name = |path: &str| if path.is_empty() { safe(&one.facts.name) } else { safe(path) };
    one.facts
        .unopened
        .iter()
        .map(|unopened| {
            note(format!("{} could not be opened: {}", name(&unopened.path), safe(&unopened.words)))
        })
        .collect()
}

/// A name as a relative reference. *Source*: RFC 3986, section 2.3: everything but the unreserved is written as %XX.
fn uri(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        certificate::tests::vetted,
        clamd::{Answer, Opinion},
    };

    #[test]
    fn findings_and_unopened_objects_are_said() {
        let mut one = vetted();
        one.facts.name = "a b%.dmg".into();
        let answer = Answer::Found { name: "Some.Name".into() };
        one.add(Opinion { engine: "ClamAV".into(), version: "1".into(), answer });
        let unread =
            crate::vetted::nothing_known("c.bin", 1, "ff".into(), &one.facts.limits.clone(), "it crashed");
        let sandbox = one.sandbox.clone();
        let taken = crate::supervise::Taken { facts: unread, sandbox, failed: true, own_rules: None };
        let document = document(&[one, Vetted::new(taken, None, None)]);
        let run = &document["runs"][0];
        assert_eq!(document["version"], "2.1.0");
        let schema = serde_json::from_str(include_str!("../../tests/schema/sarif-2.1.0-rtm.5.json")).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        assert!(
            !validator.is_valid(&json!({ "version": "2.1.0", "runs": [{}] })),
            "the schema refuses nothing"
        );
        assert_eq!(run["artifacts"][0]["location"]["uri"], "a%20b%25.dmg");
        let result =
            run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "X01").unwrap();
        assert_eq!(result["level"], "warning");
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][at]["id"], "X01");
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
        let note = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert_eq!(note, "c.bin could not be opened: it crashed");
    }
}
