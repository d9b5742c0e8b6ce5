//! The compiled-in tables of texts that are looked for.

/// Everything that is looked for, made once for an artefact.
pub(crate) struct Patterns {}

impl Patterns {
    /// Makes the tables.
    pub(crate) fn new() -> Self {
        Self {}
    }
}
