//! The index: listed names laid out for search.

pub(crate) mod keys;
pub(crate) mod rarity;
pub(crate) mod side;

use crate::{background::Background, entry::Entry};

use side::Side;

/// Lists, ready to be searched.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The listed parties.
    pub entries: Vec<Entry>,
    pub(crate) persons: Side,
    pub(crate) others: Side,
}

impl Index {
    /// Builds the index.
    #[must_use]
    pub fn build(entries: Vec<Entry>, background: &Background) -> Self {
        let persons = Side::build(&entries, true, background);
        let others = Side::build(&entries, false, &Background::shipped_organisations());
        Self { entries, persons, others }
    }
}
