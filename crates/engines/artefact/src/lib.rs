//! Takes handed-out software apart and says what it would do. Bytes are read; nothing is ever run.
//!
//! [`take_apart`] makes [`facts::Facts`] of bytes and judges nothing. [`judge`] makes a [`report::Report`] of facts, and
//! needs no bytes. `docs/engineering/vetting.md` says how, and what is not claimed.

pub mod declaration;
pub mod diff;
pub mod facts;
pub mod limits;
pub mod probe;
pub mod report;
pub mod rules;

mod bytes;
mod digest;
mod magic;
mod read;
mod take;
mod unpack;
mod xml;
#[cfg(feature = "yara")]
pub mod yara;

pub use rules::judge;
pub use take::take_apart;
#[cfg(feature = "yara")]
pub use take::take_apart_with;
