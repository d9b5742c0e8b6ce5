//! Search in text of any script: folding, terms, a small index in memory, and highlighting.
//!
//! Words of scripts without spaces are taken apart into pairs of neighbouring characters, so that a Korean or Chinese
//! word of two characters is found inside a longer one, with particles and all. Everything here is pure.

mod fold;
mod highlight;
mod index;
mod terms;

pub use fold::fold;
pub use highlight::highlight;
pub use index::{Hit, Index, IndexBuilder};
pub use terms::terms;
