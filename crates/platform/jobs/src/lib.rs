//! Work that is done later, kept in the store, and enqueued in the same unit of work as its cause: either both are
//! kept or neither.
//!
//! Words: a *job* has a *kind*, which a *handler* knows how to do, and a *payload* in JSON. A worker holds a job by a
//! *lease*; when the worker dies the lease runs out and another takes the job over. So a handler may run more than once
//! for one job and must come to the same end. A job that fails is tried again, each time later; after its last attempt
//! it stays as *failed* until the administrator retries or forgets it.

mod actions;
mod event;
mod model;
mod rules;
mod runner;
mod store;

use madang_store::{Migration, Statement};

pub use actions::{cancel, counts, enqueue, enqueue_many, is_due_since, list, prune, retry};
pub use event::{EVENT_JOB, Event, tell};
pub use model::{Filter, Job, JobError, JobId, JobState, NewJob};
pub use runner::{Runner, Running};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] =
    &[Migration::same("jobs/0001_job", include_str!("../migrations/0001_job.sql"))];

/// Every statement of this crate, for the test that prepares each on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];
