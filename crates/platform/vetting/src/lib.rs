//! Vets handed-out software: the half of `artefact` that touches the world.
//!
//! The engine takes bytes apart and judges facts. Here it is run in a process of its own that may do nothing but read its
//! standard input and write its standard output ([`jail`], [`worker`], [`supervise`]); a second opinion is asked for
//! ([`clamd`]); and what came out is shown ([`show`]), certified and kept in a log ([`certificate`], [`log`]).
//!
//! Words: a *worker* is the process that takes one artefact apart; its *sandbox* is what it could not do. Whatever goes wrong
//! with a worker makes the artefact *not vettable*, never clear.

pub mod bound;
pub mod certificate;
pub mod clamd;
pub mod export;
pub mod jail;
pub mod key;
pub mod log;
pub mod show;
pub mod supervise;
pub mod vetted;
pub mod wire;
pub mod worker;

mod canonical;
