//! What the programme knows without a database: pure.

pub(crate) mod answers;
pub(crate) mod changes;
pub(crate) mod conflicts;
pub(crate) mod faults;
pub(crate) mod import;
pub(crate) mod merge;
pub(crate) mod notices;
