//! Rules over facts: what is found, how much it weighs, why it matters and what to do.
//!
//! A rule is a conjunction of facts. A single text never blocks.

mod bytecode;
mod case;
mod conduct;
mod containers;
mod documents;
mod identity;
mod installer;
mod judge;
mod ordinary;
mod pages;
mod pictures;
mod privileges;
mod programs;
mod releases;
mod scripts;
mod sheets;
mod starts;
mod story;
mod table;

pub use judge::judge;
pub use table::{RULES, Rule, rules_hash};
