use jiff::Timestamp;
use madang_context::Ctx;
use madang_store::{StoreError, Tx, row};
use tokio::sync::Notify;

use crate::{
    model::{Filter, Job, JobId, JobState, NewJob},
    store,
};

/// Tells the workers of this process that there may be something to do. Others find it by looking now and then.
pub(crate) static ENQUEUED: Notify = Notify::const_new();

/// The words of an error that are kept.
pub(crate) const ERROR_CHARS_MAX: usize = 500;

/// Enqueues a job as part of this unit of work. Tells whether it did: not while another with its unique key waits or
/// runs.
pub fn enqueue(tx: &mut Tx<'_>, ctx: &Ctx, job: &NewJob) -> Result<bool, StoreError> {
    Ok(enqueue_many(tx, ctx, std::slice::from_ref(job))? == 1)
}

/// [`enqueue`] for many; tells how many it enqueued.
pub fn enqueue_many(tx: &mut Tx<'_>, ctx: &Ctx, jobs: &[NewJob]) -> Result<u64, StoreError> {
    let rows: Vec<_> = jobs
        .iter()
        .map(|job| {
            let run_at = job.run_at.unwrap_or(ctx.now);
            row![ctx.id(), job.kind, job.payload, job.unique_key, run_at, job.attempts_max.max(1), ctx.now]
        })
        .collect();
    let enqueued = store::insert(tx, &rows)?;
    ENQUEUED.notify_one();
    Ok(enqueued)
}

/// A page of jobs, the newest first; at most `jobs_max`.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, jobs_max: u32) -> Result<Vec<Job>, StoreError> {
    store::list(tx, filter, i64::from(jobs_max))
}

/// Lets a failed or cancelled job be tried again, with all of its attempts. Tells whether it was one.
pub fn retry(tx: &mut Tx<'_>, ctx: &Ctx, id: JobId) -> Result<bool, StoreError> {
    let retried = store::retry(tx, id, ctx.now)? == 1;
    ENQUEUED.notify_one();
    Ok(retried)
}

/// Takes a job back that is not done yet. Tells whether it was one. A handler that is at work goes on to its end, but
/// what it reports is not kept.
pub fn cancel(tx: &mut Tx<'_>, ctx: &Ctx, id: JobId) -> Result<bool, StoreError> {
    Ok(store::cancel(tx, id, ctx.now)? == 1)
}

/// Forgets jobs that were done or cancelled before this moment; tells how many.
pub fn prune(tx: &mut Tx<'_>, finished_before: Timestamp) -> Result<u64, StoreError> {
    store::prune(tx, finished_before)
}

/// Whether any jobs have been due since this moment: then no worker takes them.
pub fn is_due_since(tx: &mut Tx<'_>, moment: Timestamp) -> Result<bool, StoreError> {
    store::is_any_due(tx, moment)
}

/// How many jobs are in each state, for `/metrics` and the administrator's page.
///
/// *Shapes*: `("jobs", state, count)`, every state once, in the order of a job's life.
pub fn counts(tx: &mut Tx<'_>) -> Result<Vec<(&'static str, &'static str, i64)>, StoreError> {
    let counted = store::counts(tx)?;
    let count = |state| counted.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count);
    Ok(JobState::ALL.iter().map(|state| ("jobs", state.as_str(), count(*state))).collect())
}
