//! The B2B meeting scheduling problem: every given meeting is held, and people shall not have to wait in between.
//!
//! *Source*: Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret, “Constraint Solving Approaches to the
//! Business-to-Business Meeting Scheduling Problem”, JAIR 2022 (jair.org 12670).

pub mod model;

pub mod read;

pub mod verify;

mod windows;

mod encode;

mod cores;

mod anneal;

pub mod solve;

pub mod probe;

/// The most that the numbers of breaks of two people may differ by, unless an instance says otherwise.
pub const UNFAIRNESS_MAX: u32 = 2;
