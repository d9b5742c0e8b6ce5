//! What is said to people, in their language: translations, dates, names, Markdown made safe, and search in any script.
//!
//! Words: a *language* is a folder of `locales/`; its *messages* are in Fluent files, one file a capability. A
//! [`Translator`] speaks one language and falls back to English. Text that people typed is *folded* for search
//! ([`search`]), made safe as HTML ([`markdown`]) or cleaned for one line of an official page ([`display`]).

mod arguments;
mod dates;
mod language;
mod names;
mod texts;

pub mod display;
pub mod markdown;
pub mod search;

pub use arguments::Argument;
pub use language::{Direction, Language, LanguageTag, NotALanguage};
pub use texts::{Texts, Translator, key};
