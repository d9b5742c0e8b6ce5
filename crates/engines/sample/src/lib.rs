//! A made-up conference of any size, grown from a seed: *Hanbit Digital Assets Week* in Incheon.
//!
//! It fills `madang demo`, the tests and the benches, so it looks like the real thing on every page: people with names
//! in many scripts, sessions in three languages, a timetable without clashes. Nobody and nothing in it exists; names
//! are drawn from common ones, organisations are invented, every address ends in `example` or `example.org`.
//!
//! The same size, day and seed always give the same [`Programme`](madang_interchange::model::Programme).

mod chance;
mod conference;
mod house;
mod names;
mod pages;
mod people;
mod phrases;
mod phrases_abroad;
mod programme;
mod session;
mod timetable;
mod topics;

pub use conference::{city, description, subtitle, title, venue};
pub use pages::{Page, pages};
pub use programme::{SampleSize, sample};
