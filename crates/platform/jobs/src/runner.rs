use std::{
    collections::HashMap, future::Future, panic::AssertUnwindSafe, pin::Pin, sync::Arc, time::Duration,
};

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use madang_context::{Clock, Ctx, Ids, Who};
use madang_store::{Store, StoreError, Tx};
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep, timeout},
};

use crate::{
    actions::{ENQUEUED, ERROR_CHARS_MAX},
    model::{Job, JobError, JobState},
    rules::back_off,
    store::{self, Holder},
};

/// How long a worker holds a job before another may take it over; it is extended while the handler works.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
const EXTEND_EVERY: Duration = Duration::from_secs(20);
/// How often to look for jobs that other processes enqueued or whose time has come.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const TIDY_EVERY: SignedDuration = SignedDuration::from_hours(1);
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long handlers may take to finish after the stop signal.
const GRACE: Duration = Duration::from_secs(20);

/// Forgets what is no longer needed at this moment; tells how many rows.
type Tidier = fn(&mut Tx<'_>, Timestamp) -> Result<u64, StoreError>;

/// A job in the hands of a handler.
#[derive(Clone)]
pub struct Running {
    /// The job.
    pub job: Job,
    /// A context for what the handler does, on behalf of the program.
    pub ctx: Ctx,
}

type Handler =
    Arc<dyn Fn(Running) -> Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>> + Send + Sync>;

/// Does jobs: one in each process.
#[derive(Clone)]
pub struct Runner {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    handlers: HashMap<&'static str, Handler>,
    tidiers: Vec<(&'static str, Tidier)>,
    owner: String,
    jobs_at_once: usize,
}

impl Runner {
    /// A runner without handlers, for four jobs at once.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, ids: Arc<Ids>) -> Self {
        let owner = ids.token();
        let tidiers: Vec<(&'static str, Tidier)> = vec![("jobs", |tx, now| store::prune(tx, now - KEPT_FOR))];
        Self { store, clock, ids, handlers: HashMap::new(), tidiers, owner, jobs_at_once: 4 }
    }

    /// The same runner as another worker, with leases of its own; `name` leads the name of its leases.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { owner: format!("{name}-{}", self.ids.token()), ..self }
    }

    /// Lets `handler` do the jobs of one kind.
    #[must_use]
    pub fn on<F, Fut>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(Running) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.handlers.insert(kind, Arc::new(move |running| Box::pin(handler(running))));
        self
    }

    /// Lets `tidier` forget, every hour, what is no longer needed, such as sessions that have run out. `what` names it
    /// in the log.
    #[must_use]
    pub fn tidy(
        mut self,
        what: &'static str,
        tidier: fn(&mut Tx<'_>, Timestamp) -> Result<u64, StoreError>,
    ) -> Self {
        self.tidiers.push((what, tidier));
        self
    }

    /// Does jobs until `stop` is done. Then begins no more, lets those at work finish for a while, and gives back what
    /// is left, so that another process may take it at once.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut at_work = JoinSet::new();
        let mut look = interval(LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut tidied_at = Timestamp::UNIX_EPOCH;
        tokio::pin!(stop);
        loop {
            let begun = self.begin_due(&mut at_work).await;
            tidied_at = self.tidy_when_due(tidied_at).await;
            // A full hand may mean that more is due: look again as soon as one is done.
            let full = begun > 0 && at_work.len() >= self.jobs_at_once;
            tokio::select! {
                () = &mut stop => break,
                Some(_) = at_work.join_next() => {}
                // The unit of work that enqueued is kept a moment after it said so.
                () = async { ENQUEUED.notified().await; sleep(Duration::from_millis(10)).await }, if !full => {}
                _ = look.tick(), if !full => {}
            }
        }
        let finishing = async { while at_work.join_next().await.is_some() {} };
        if timeout(GRACE, finishing).await.is_err() {
            at_work.shutdown().await;
        }
        let owner = self.owner.clone();
        let released = self.store.write::<_, StoreError, _>(move |tx| store::release(tx, &owner)).await;
        if let Err(error) = released {
            tracing::warn!(%error, "jobs could not be given back; others take them over when their lease runs out");
        }
    }

    /// Does everything that is due now, one after the other, and what becomes due by that; tells how many. For tests
    /// and the command line.
    ///
    /// *Errors*: the store cannot be asked for jobs.
    pub async fn run_due(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            let jobs = self.claim(1).await?;
            let Some(job) = jobs.into_iter().next() else { return Ok(count) };
            self.clone().work(job).await;
            count += 1;
        }
    }

    /// When the next job is due, if one waits.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.store.read(store::next_due).await
    }

    async fn begin_due(&self, at_work: &mut JoinSet<()>) -> usize {
        let free = self.jobs_at_once.saturating_sub(at_work.len());
        if free == 0 {
            return 0;
        }
        let jobs = self.claim(free).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot look for jobs");
            Vec::new()
        });
        let begun = jobs.len();
        for job in jobs {
            at_work.spawn(self.clone().work(job));
        }
        begun
    }

    async fn claim(&self, jobs_max: usize) -> Result<Vec<Job>, StoreError> {
        let (now, owner) = (self.clock.now(), self.owner.clone());
        let jobs_max = i64::try_from(jobs_max).unwrap_or(i64::MAX);
        // Most of the time there is nothing: a read is cheaper than a commit.
        let due = self.store.read::<_, StoreError, _>(move |tx| store::is_any_due(tx, now)).await?;
        if !due {
            return Ok(Vec::new());
        }
        self.store.write(move |tx| store::claim(tx, now, &owner, now + LEASE, jobs_max)).await
    }

    async fn tidy_when_due(&self, tidied_at: Timestamp) -> Timestamp {
        let now = self.clock.now();
        if now.duration_since(tidied_at) < TIDY_EVERY {
            return tidied_at;
        }
        for (what, tidier) in self.tidiers.iter().copied() {
            match self.store.write::<_, StoreError, _>(move |tx| tidier(tx, now)).await {
                Ok(0) => {}
                Ok(rows) => tracing::info!(what, rows, "forgot what is no longer needed"),
                Err(error) => tracing::warn!(what, %error, "cannot forget what is no longer needed"),
            }
        }
        now
    }

    async fn work(self, job: Job) {
        let holder = Holder { job: job.id, owner: self.owner.clone(), attempt: job.attempts };
        let (kind, attempts_max) = (job.kind.clone(), job.attempts_max);
        let outcome = if job.attempts > attempts_max {
            // Its last worker died with it, each time: it may be what kills them.
            Err(JobError::GiveUp("its worker ended in the middle of every attempt".into()))
        } else {
            self.handle(job, &holder).await
        };
        self.record(&holder, &kind, attempts_max, outcome).await;
    }

    async fn handle(&self, job: Job, holder: &Holder) -> Result<(), JobError> {
        let Some(handler) = self.handlers.get(job.kind.as_str()) else {
            return Err(JobError::Later(format!("nothing here does jobs of the kind {}", job.kind)));
        };
        let ctx = Ctx::new(Who::System, self.clock.as_ref(), &self.ids);
        let handled = AssertUnwindSafe(handler(Running { job, ctx })).catch_unwind();
        tokio::pin!(handled);
        let mut beat = interval(EXTEND_EVERY);
        beat.tick().await;
        loop {
            tokio::select! {
                outcome = &mut handled => {
                    return outcome.unwrap_or_else(|_| Err(JobError::Later("the handler panicked".into())));
                }
                _ = beat.tick() => self.extend(holder).await,
            }
        }
    }

    async fn extend(&self, holder: &Holder) {
        let (holder, until) = (holder.clone(), self.clock.now() + LEASE);
        if let Err(error) =
            self.store.write::<_, StoreError, _>(move |tx| store::extend(tx, &holder, until)).await
        {
            tracing::warn!(%error, "a lease could not be extended; the job may be done twice");
        }
    }

    async fn record(&self, holder: &Holder, kind: &str, attempts_max: u32, outcome: Result<(), JobError>) {
        let now = self.clock.now();
        let last = holder.attempt >= attempts_max;
        if let Err(error) = &outcome {
            tracing::warn!(job.id = %holder.job, job.kind = kind, job.attempt = holder.attempt, "a job failed: {error}");
        }
        let (id, attempt, holder) = (holder.job, holder.attempt, holder.clone());
        let recorded = self.store.write::<_, StoreError, _>(move |tx| match &outcome {
            Ok(()) => store::finish(tx, &holder, JobState::Done, None, now),
            Err(JobError::Later(words)) if !last => {
                store::put_back(tx, &holder, &kept_words(words), now + back_off(id, attempt))
            }
            Err(JobError::At(moment, words)) if !last => {
                store::put_back(tx, &holder, &kept_words(words), *moment)
            }
            Err(error) => {
                store::finish(tx, &holder, JobState::Failed, Some(&kept_words(&error.to_string())), now)
            }
        });
        match recorded.await {
            Ok(1) => {}
            Ok(_) => {
                tracing::warn!(job.id = %id, "a job was finished after its lease had passed to somebody else");
            }
            Err(error) => {
                tracing::error!(job.id = %id, %error, "what became of a job could not be kept; it will be tried again");
            }
        }
    }
}

/// The words of an error, short, and without the character that no database takes.
fn kept_words(words: &str) -> String {
    words.chars().filter(|char| *char != '\0').take(ERROR_CHARS_MAX).collect()
}
