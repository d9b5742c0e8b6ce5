//! Rules over facts: what is found, how much it weighs, why it matters and what to do.
//!
//! A rule is a conjunction of facts. A single text never blocks.

mod judge;
mod table;

pub use judge::judge;
pub use table::{RULES, Rule, rules_hash};
