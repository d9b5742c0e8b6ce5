//! The table of rules: one line of texts for each, and the conjunction that fires it.

use sha2::{Digest, Sha256};

use crate::{
    declaration::Topic,
    digest::hex,
    facts::Facts,
    report::{Evidence, Severity},
};

/// One match of a rule.
#[derive(Debug, Clone)]
pub struct Match {
    /// What was found, in a sentence.
    pub sentence: String,
    /// How much it weighs, when not what the rule says.
    pub severity: Severity,
    /// Where.
    pub evidence: Vec<Evidence>,
}

/// One rule.
pub struct Rule {
    /// Its id, such as `A01`.
    pub id: &'static str,
    /// Its name, such as `MAC-PERSIST-HIDDEN`.
    pub name: &'static str,
    /// The most that it weighs.
    pub severity: Severity,
    /// Techniques of MITRE ATT&CK.
    pub attack: &'static [&'static str],
    /// The conjunction, in words.
    pub when: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What the exhibitor can do.
    pub fix: &'static str,
    /// The question of the declaration that answers it: a yes makes it a fact, a no makes it weigh more.
    pub topic: Option<Topic>,
    /// Looks for it.
    pub find: fn(&Facts) -> Vec<Match>,
}

/// All rules, in the order of the report.
pub static RULES: &[Rule] = &[];

/// SHA-256 over the table's texts and the source of the conjunctions. Stands in certificates.
#[must_use]
pub fn rules_hash() -> String {
    let mut hash = Sha256::new();
    hash.update(include_str!("table.rs"));
    hash.update(include_str!("judge.rs"));
    hex(&hash.finalize())
}
