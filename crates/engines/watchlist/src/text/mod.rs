//! Names as written, taken apart: scripts, invisible characters, look-alikes, romanisation, tokens, keys.

pub mod arabic;
pub mod distance;
pub mod fold;
pub mod han;
pub mod hangul;
pub mod sound;
pub mod syllable;
pub mod tokens;

pub use tokens::{NAME_CHARS_MAX, NameError, Token, Tokens, is_particle as is_particle_form, tokenise};
