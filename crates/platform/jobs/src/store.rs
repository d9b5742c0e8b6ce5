use jiff::Timestamp;
use madang_store::{Row, StoreError, Tx, Value, params};

use crate::model::{Filter, Job, JobId, JobState};

madang_store::statements! {
    /// A new job, unless one with its unique key waits or runs.
    INSERT = "INSERT INTO job (id, kind, payload, unique_key, state, run_at, attempts, attempts_max, created_at) \
        VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6, $7) ON CONFLICT DO NOTHING";
    /// Takes jobs that are due, or whose worker has let its lease run out. The condition stands twice: the inner one
    /// chooses, the outer one is looked at again under PostgreSQL's row lock, so that of two workers one gets the job.
    CLAIM = "UPDATE job SET state = 'running', attempts = attempts + 1, lease_owner = $2, lease_until = $3 \
        WHERE id IN (SELECT id FROM job WHERE (state = 'waiting' AND run_at <= $1) \
                OR (state = 'running' AND lease_until <= $1) ORDER BY run_at, id LIMIT $4) \
            AND ((state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1)) \
        RETURNING id, kind, payload, state, run_at, attempts, attempts_max, lease_until, last_error, created_at, \
            finished_at";
    /// Keeps a job for longer.
    EXTEND = "UPDATE job SET lease_until = $4 \
        WHERE id = $1 AND state = 'running' AND lease_owner = $2 AND attempts = $3";
    /// The job is at an end: only its present holder may say so.
    FINISH = "UPDATE job SET state = $4, last_error = $5, finished_at = $6, lease_owner = NULL, lease_until = NULL \
        WHERE id = $1 AND state = 'running' AND lease_owner = $2 AND attempts = $3";
    /// The job is to be tried again later.
    PUT_BACK = "UPDATE job SET state = 'waiting', last_error = $4, run_at = $5, lease_owner = NULL, lease_until = NULL \
        WHERE id = $1 AND state = 'running' AND lease_owner = $2 AND attempts = $3";
    /// A worker that stops gives back what it holds; the attempt does not count.
    RELEASE = "UPDATE job SET state = 'waiting', attempts = attempts - 1, lease_owner = NULL, lease_until = NULL \
        WHERE state = 'running' AND lease_owner = $1";
    /// The administrator wants it tried again.
    RETRY = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $2, finished_at = NULL \
        WHERE id = $1 AND state IN ('failed', 'cancelled')";
    /// The administrator does not want it done; a worker that has begun finds its lease gone.
    CANCEL = "UPDATE job SET state = 'cancelled', finished_at = $2, lease_owner = NULL, lease_until = NULL \
        WHERE id = $1 AND state IN ('waiting', 'running')";
    /// Forgets what was done or cancelled long ago. What failed stays until somebody has looked at it.
    PRUNE = "DELETE FROM job WHERE state IN ('done', 'cancelled') AND finished_at < $1";
    /// How many are in each state.
    COUNTS = "SELECT state, COUNT(*) FROM job GROUP BY state";
    /// The next moment at which a job is due.
    NEXT_DUE = "SELECT MIN(run_at) FROM job WHERE state = 'waiting'";
    /// Whether there is anything to claim.
    ANY_DUE = "SELECT EXISTS (SELECT 1 FROM job WHERE state = 'waiting' AND run_at <= $1) \
        OR EXISTS (SELECT 1 FROM job WHERE state = 'running' AND lease_until <= $1)";
    /// A page of jobs, the newest first.
    LIST = "SELECT id, kind, payload, state, run_at, attempts, attempts_max, lease_until, last_error, created_at, \
        finished_at FROM job WHERE ($1 = '' OR state = $1) AND ($2 = '' OR kind = $2) AND ($3 = '' OR id < $4) \
        ORDER BY id DESC LIMIT $5";
}

/// Who holds a job, and in which attempt: a worker that comes back after its lease ran out is another holder.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub(crate) job: JobId,
    pub(crate) owner: String,
    pub(crate) attempt: u32,
}

fn job(row: &Row<'_>) -> Result<Job, StoreError> {
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        payload: row.get(2)?,
        state: row.get(3)?,
        run_at: row.get(4)?,
        attempts: row.get(5)?,
        attempts_max: row.get(6)?,
        lease_until: row.get(7)?,
        last_error: row.get(8)?,
        created_at: row.get(9)?,
        finished_at: row.get(10)?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<u64, StoreError> {
    tx.execute_many(&INSERT, rows)
}

pub(crate) fn claim(
    tx: &mut Tx<'_>,
    now: Timestamp,
    owner: &str,
    until: Timestamp,
    jobs_max: i64,
) -> Result<Vec<Job>, StoreError> {
    tx.query(&CLAIM, params![now, owner, until, jobs_max], job)
}

pub(crate) fn extend(tx: &mut Tx<'_>, holder: &Holder, until: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&EXTEND, params![holder.job, holder.owner, holder.attempt, until])
}

pub(crate) fn finish(
    tx: &mut Tx<'_>,
    holder: &Holder,
    state: JobState,
    error: Option<&str>,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&FINISH, params![holder.job, holder.owner, holder.attempt, state, error, now])
}

pub(crate) fn put_back(
    tx: &mut Tx<'_>,
    holder: &Holder,
    error: &str,
    run_at: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&PUT_BACK, params![holder.job, holder.owner, holder.attempt, error, run_at])
}

pub(crate) fn release(tx: &mut Tx<'_>, owner: &str) -> Result<u64, StoreError> {
    tx.execute(&RELEASE, params![owner])
}

pub(crate) fn retry(tx: &mut Tx<'_>, id: JobId, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&RETRY, params![id, now])
}

pub(crate) fn cancel(tx: &mut Tx<'_>, id: JobId, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&CANCEL, params![id, now])
}

pub(crate) fn prune(tx: &mut Tx<'_>, finished_before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&PRUNE, params![finished_before])
}

pub(crate) fn counts(tx: &mut Tx<'_>) -> Result<Vec<(JobState, i64)>, StoreError> {
    tx.query(&COUNTS, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn is_any_due(tx: &mut Tx<'_>, now: Timestamp) -> Result<bool, StoreError> {
    tx.query_one(&ANY_DUE, params![now], |row| row.get(0))
}

pub(crate) fn next_due(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    tx.query_one(&NEXT_DUE, params![], |row| row.get(0))
}

pub(crate) fn list(tx: &mut Tx<'_>, filter: &Filter, jobs_max: i64) -> Result<Vec<Job>, StoreError> {
    let state = filter.state.map_or("", JobState::as_str);
    let kind = filter.kind.as_deref().unwrap_or_default();
    // An empty text switches a condition off; the id beside it is then any id.
    let (has_before, before) = match filter.before {
        Some(before) => ("yes", before),
        None => ("", JobId([0; 16].into())),
    };
    tx.query(&LIST, params![state, kind, has_before, before, jobs_max], job)
}
