//! The table of rules: the texts of each, and the conjunction that fires it.

mod bytecode;
mod conduct;
mod contents;
mod installers;
mod pages;
mod programs;
mod starts;

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::case::{Case, Match};
use crate::{declaration::Topic, digest::hex, report::Severity};

/// One rule.
#[derive(Clone, Copy)]
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
    /// A yes also makes a block a matter of review.
    pub declarable: bool,
    /// Looks for it.
    pub(crate) find: fn(&Case<'_>) -> Vec<Match>,
}

/// All rules.
pub static RULES: &[Rule] = &{
    const PARTS: [&[Rule]; 7] = [
        &installers::RULES,
        &programs::RULES,
        &starts::RULES,
        &contents::RULES,
        &bytecode::RULES,
        &conduct::RULES,
        &pages::RULES,
    ];
    let mut all = [contents::RULES[0];
        installers::RULES.len()
            + programs::RULES.len()
            + starts::RULES.len()
            + contents::RULES.len()
            + bytecode::RULES.len()
            + conduct::RULES.len()
            + pages::RULES.len()];
    let (mut at, mut part, mut own) = (0, 0, 0);
    while at < all.len() {
        if own == PARTS[part].len() {
            (part, own) = (part + 1, 0);
        }
        all[at] = PARTS[part][own];
        (at, own) = (at + 1, own + 1);
    }
    all
};

/// SHA-256 over the table and the source of the conjunctions. Stands in certificates.
#[must_use]
pub fn rules_hash() -> String {
    const SOURCES: [&str; 29] = [
        include_str!("table.rs"),
        include_str!("table/installers.rs"),
        include_str!("table/programs.rs"),
        include_str!("table/starts.rs"),
        include_str!("table/contents.rs"),
        include_str!("table/bytecode.rs"),
        include_str!("table/conduct.rs"),
        include_str!("table/pages.rs"),
        include_str!("conduct.rs"),
        include_str!("conduct/clusters.rs"),
        include_str!("conduct/hidden.rs"),
        include_str!("conduct/programs.rs"),
        include_str!("conduct/settings.rs"),
        include_str!("bytecode.rs"),
        include_str!("sheets.rs"),
        include_str!("ordinary.rs"),
        include_str!("pages.rs"),
        include_str!("pictures.rs"),
        include_str!("case.rs"),
        include_str!("installer.rs"),
        include_str!("privileges.rs"),
        include_str!("programs.rs"),
        include_str!("scripts.rs"),
        include_str!("starts.rs"),
        include_str!("documents.rs"),
        include_str!("identity.rs"),
        include_str!("containers.rs"),
        include_str!("releases.rs"),
        include_str!("judge.rs"),
    ];
    static HASH: OnceLock<String> = OnceLock::new();
    let hashed = || {
        let mut hash = Sha256::new();
        for source in SOURCES {
            hash.update(source);
            hash.update([0]);
        }
        hex(&hash.finalize())
    };
    HASH.get_or_init(hashed).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_id_and_all_its_texts() {
        let ids: std::collections::BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), RULES.len());
        for rule in RULES {
            assert!(!rule.when.is_empty() && !rule.why.is_empty() && !rule.fix.is_empty(), "{}", rule.id);
            assert!(rule.attack.iter().all(|id| id.starts_with('T') && id.len() >= 5), "{}", rule.id);
        }
    }
}
