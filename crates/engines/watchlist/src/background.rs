//! The background population: how often a word is part of an ordinary person's or organisation's name.
//!
//! What is rare is evidence, what is common is not. The shipped table is rough; an installation may refine it by the counts of the
//! tokens of its own registrants. Nothing but counts is kept.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::text::{is_particle_form, tokenise};

/// How often words occur in names.
///
/// *Units*: `people` counts names; `counts` counts the names that carry a word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Background {
    /// Words (romanised, lower case) and the number of names that carry them.
    pub counts: FxHashMap<String, f32>,
    /// The number of names that were counted.
    pub people: f32,
}

/// How many people the shipped table stands for when an installation adds its own.
const SHIPPED_PEOPLE: f32 = 20_000.0;
/// Share of a people's names that the written lists cover.
const COVERED: f32 = 0.45;
/// Share of the United States' table.
const CENSUS: f32 = 0.12;

impl Background {
    /// The shipped table for persons.
    ///
    /// *Source*: `data/people.txt`, own compilation; `data/census.txt`, U.S. Census Bureau 1990.
    #[must_use]
    pub fn shipped() -> Self {
        let mut shipped = Self::of_groups(include_str!("../data/people.txt"), 1300.0 / COVERED);
        for line in include_str!("../data/census.txt").lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let million: f32 = words.next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
            for name in words {
                *shipped.counts.entry(name.to_owned()).or_default() +=
                    SHIPPED_PEOPLE * CENSUS * million / 1e6;
            }
        }
        shipped
    }

    /// The shipped table for organisations.
    ///
    /// *Source*: `data/organisations.txt`, own compilation.
    #[must_use]
    pub fn shipped_organisations() -> Self {
        Self::of_groups(include_str!("../data/organisations.txt"), 1000.0)
    }

    /// Reads groups of words with weights, where a word's share falls with its rank.
    fn of_groups(text: &str, whole: f32) -> Self {
        let mut shipped = Self { counts: FxHashMap::default(), people: SHIPPED_PEOPLE };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split('|');
            let head = parts.next().unwrap_or_default();
            let weight: f32 =
                head.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or(0.0);
            for names in parts {
                let names: Vec<&str> = names.split_whitespace().filter(|name| *name != "-").collect();
                let total: f32 = (0..names.len()).map(share).sum();
                for (rank, name) in names.iter().enumerate() {
                    let people = SHIPPED_PEOPLE * weight / whole * share(rank) / total;
                    *shipped.counts.entry((*name).to_owned()).or_default() += people;
                }
            }
        }
        shipped
    }

    /// Adds the counts of another population.
    pub fn add(&mut self, other: &Self) {
        self.people += other.people;
        for (word, count) in &other.counts {
            *self.counts.entry(word.clone()).or_default() += count;
        }
    }

    /// Adds the words of a name to the counts; the name itself is not kept.
    pub fn count(&mut self, name: &str) {
        let Ok(tokens) = tokenise(name, true) else { return };
        self.people += 1.0;
        let mut seen: Vec<&str> = Vec::new();
        for token in &tokens.list {
            if !seen.contains(&token.form.as_str()) && !is_particle_form(&token.form) {
                seen.push(&token.form);
                *self.counts.entry(token.form.clone()).or_default() += 1.0;
            }
        }
    }
}

fn share(rank: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a rank below a hundred")]
    let rank = rank as f32;
    1.0 / (rank + 4.0)
}
