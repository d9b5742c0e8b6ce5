//! The index: listed names laid out for search, wallets by what they pay, and where all of it came from.

pub(crate) mod keys;
pub(crate) mod rarity;
mod saved;
pub(crate) mod side;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use crate::{
    background::Background,
    entry::Entry,
    read::{Reading, Source},
    wallet::WalletIndex,
};

pub use saved::SavedError;

use side::Side;

/// Changes whenever the same lists would be searched differently.
pub const ENGINE: u32 = 1;

/// Lists, ready to be searched.
///
/// An index is never changed: a new one is built and takes its place ([`Current`]), so that no question is missed.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The listed parties.
    pub entries: Vec<Entry>,
    /// The files they came from.
    pub sources: Vec<Source>,
    /// SHA-256 over all entries and the engine's version, in hexadecimal: the same lists have the same version.
    pub version: String,
    /// Counts of the installation's own population, which refined the rarities; empty when none were given.
    pub population: Background,
    pub(crate) persons: Side,
    pub(crate) others: Side,
    pub(crate) wallets: WalletIndex,
}

impl Index {
    /// Builds the index. `population` has counts of the words of the installation's own registrants; it may be empty.
    #[must_use]
    pub fn build(reading: Reading, population: Background) -> Self {
        let mut background = Background::shipped();
        background.add(&population);
        let Reading { entries, sources, .. } = reading;
        let persons = Side::build(&entries, true, &background);
        let others = Side::build(&entries, false, &Background::shipped_organisations());
        let wallets = WalletIndex::build(&entries);
        let version = version(&entries, &population);
        Self { entries, sources, version, population, persons, others, wallets }
    }

    /// The listed wallets.
    #[must_use]
    pub fn wallets(&self) -> &WalletIndex {
        &self.wallets
    }

    /// How many names can be found: of persons, and of everything else.
    #[must_use]
    pub fn names(&self) -> (usize, usize) {
        (self.persons.names.len(), self.others.names.len())
    }

    /// The entry with an id.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
}

/// The hash of an entry's content; where it came from does not count.
#[must_use]
pub fn entry_hash(entry: &Entry) -> [u8; 32] {
    let plain = Entry { source: 0, ..entry.clone() };
    Sha256::digest(serde_json::to_vec(&plain).unwrap_or_default()).into()
}

fn version(entries: &[Entry], population: &Background) -> String {
    let mut hasher = Sha256::new();
    hasher.update(ENGINE.to_le_bytes());
    let mut hashes: Vec<[u8; 32]> = entries.iter().map(entry_hash).collect();
    // The order of the files does not matter.
    hashes.sort_unstable();
    for hash in hashes {
        hasher.update(hash);
    }
    let mut counts: Vec<(&String, &f32)> = population.counts.iter().collect();
    counts.sort_by(|a, b| a.0.cmp(b.0));
    for (word, count) in counts {
        hasher.update(word.as_bytes());
        hasher.update(count.to_le_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What changed between two indexes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Ids that are new.
    pub added: Vec<String>,
    /// Ids whose content is another.
    pub changed: Vec<String>,
    /// Ids that are gone.
    pub removed: Vec<String>,
}

impl Delta {
    /// Compares two sets of entries by id and content.
    #[must_use]
    pub fn between(old: &[Entry], new: &[Entry]) -> Self {
        let mut before: FxHashMap<&str, [u8; 32]> =
            old.iter().map(|entry| (entry.id.as_str(), entry_hash(entry))).collect();
        let mut delta = Self::default();
        for entry in new {
            match before.remove(entry.id.as_str()) {
                None => delta.added.push(entry.id.clone()),
                Some(hash) if hash != entry_hash(entry) => delta.changed.push(entry.id.clone()),
                Some(_) => {}
            }
        }
        delta.removed = before.into_keys().map(str::to_owned).collect();
        delta.added.sort_unstable();
        delta.changed.sort_unstable();
        delta.removed.sort_unstable();
        delta
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// An index of only what is new or changed, to search everybody's name in. The rarities are those of the small index's
    /// background and of the whole new list, so that a score means the same.
    #[must_use]
    pub fn index(&self, new: &Index) -> Index {
        let wanted: Vec<Entry> = new
            .entries
            .iter()
            .filter(|entry| {
                self.added.binary_search(&entry.id).is_ok() || self.changed.binary_search(&entry.id).is_ok()
            })
            .cloned()
            .collect();
        let wallets = WalletIndex::build(&wanted);
        Index {
            persons: new.persons.part(&wanted, true),
            others: new.others.part(&wanted, false),
            wallets,
            version: version(&wanted, &new.population),
            entries: wanted,
            sources: new.sources.clone(),
            population: new.population.clone(),
        }
    }
}

/// Why an index must not take the place of another without a person's word.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Shrunken {
    /// A list has more than five in a hundred entries less.
    #[error(
        "{list} has {now} entries, {before} before; a list that shrinks by more than 5 % is more often cut off than right"
    )]
    Fewer {
        /// The list.
        list: String,
        /// Entries of the old index.
        before: usize,
        /// Entries of the new one.
        now: usize,
    },
    /// An entry is gone that is expected to stay.
    #[error("{0} is gone, which was to be there as the sign of a whole list")]
    Sentinel(String),
}

/// Looks whether lists shrank or lost a sentinel.
#[must_use]
pub fn shrunken(old: &Index, new: &Index, sentinels: &[String]) -> Vec<Shrunken> {
    let count = |index: &Index| {
        let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        for entry in &index.entries {
            *counts.entry(entry.list.clone()).or_default() += 1;
        }
        counts
    };
    let after = count(new);
    let mut found: Vec<Shrunken> = count(old)
        .into_iter()
        .filter_map(|(list, before)| {
            let now = after.get(&list).copied().unwrap_or(0);
            (now * 100 < before * 95).then_some(Shrunken::Fewer { list, before, now })
        })
        .collect();
    for sentinel in sentinels {
        if old.entry(sentinel).is_some() && new.entry(sentinel).is_none() {
            found.push(Shrunken::Sentinel(sentinel.clone()));
        }
    }
    found
}

/// The index that is in use. Readers keep the one that they began with; a swap takes effect for whoever asks next.
#[derive(Debug)]
pub struct Current(std::sync::RwLock<Arc<Index>>);

impl Current {
    /// Starts with an index.
    #[must_use]
    pub fn new(index: Index) -> Self {
        Self(std::sync::RwLock::new(Arc::new(index)))
    }

    /// The index that is in use.
    #[must_use]
    pub fn get(&self) -> Arc<Index> {
        Arc::clone(&self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Puts another in its place; gives the old one.
    pub fn swap(&self, index: Index) -> Arc<Index> {
        let mut place = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::replace(&mut *place, Arc::new(index))
    }
}
