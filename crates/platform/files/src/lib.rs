//! Files that people hand in: their bytes in a local folder, what is known of them in the store.
//!
//! Words: an *object* is bytes under the name of their SHA-256 digest ([`Objects`]); a *file* is a conference's entry
//! with a name, a type and a size that points to an object ([`StoredFile`]). No path is ever made from what somebody
//! typed: objects are named by digests only.
//!
//! An object is written whole and to disk before its file is entered; a crash between the two leaves an object without
//! a file, which [`sweep`] removes later.

mod actions;
mod fitted;
mod media;
mod model;
mod objects;
mod response;
mod slides;
mod store;

use madang_store::{Migration, Statement};

pub use actions::{enter, file, list, remove, sweep};
pub use fitted::{Fit, fitted};
pub use media::{PictureError, PictureSize};
pub use model::{Digest, FileId, NotADigest, StoredFile};
pub use objects::{FileError, Object, Objects, Upload};
pub use response::{Disposition, respond};
pub use slides::{SlidesError, SlidesKind, slides_kind};
pub use store::total;

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] =
    &[Migration::same("files/0001_file", include_str!("../migrations/0001_file.sql"))];

/// Every statement of this crate, for the test that prepares each on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];
