//! What is known of an artefact: plain, typed, serialisable. Facts judge nothing; `rules` does.
//!
//! Facts are kept with each vetted release, so that other rules can judge it again without the bytes, and so
//! that the next release can be compared with it.

pub mod code;
pub mod executable;
pub mod kind;
pub mod object;
pub mod page;
pub mod script;
pub mod signature;
pub mod step;
pub mod whole;

pub use code::Code;
pub use executable::{Capability, Executable, Overlay, Section, Seen};
pub use kind::Kind;
pub use object::{Container, Contradiction, Member, Object, ObjectId, Reason, Unopened};
pub use page::{Copied, Page};
pub use script::{Language, Script};
pub use signature::{Scheme, Signature};
pub use step::{Action, Step, When};
pub use whole::{ActiveContent, Facts, Host, Job, JobKind, Package, SCHEMA, UpdateChannel};
