//! Jobs on both stores: enqueued with their cause, done once, tried again, taken over.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use jiff::SignedDuration;
use madang_context::{Clock, Who};
use madang_jobs::{Filter, JobError, JobState, MIGRATIONS, NewJob, Runner, STATEMENTS};
use madang_store::{Migration, StoreError};
use madang_testkit::TestKit;

const ALL: &[&[Migration]] = &[MIGRATIONS];

fn runner(kit: &TestKit) -> Runner {
    Runner::new(kit.store.clone(), kit.clock.clone(), kit.ids.clone())
}

async fn enqueue(kit: &TestKit, job: NewJob) -> bool {
    let ctx = kit.ctx(Who::System);
    kit.store.write::<_, StoreError, _>(move |tx| madang_jobs::enqueue(tx, &ctx, &job)).await.unwrap()
}

/// State, attempts and last error of every job, the newest first.
async fn jobs(kit: &TestKit) -> Vec<(JobState, u32, Option<String>)> {
    let list = kit
        .store
        .read::<_, StoreError, _>(|tx| madang_jobs::list(tx, &Filter::default(), 100))
        .await
        .unwrap();
    list.into_iter().map(|job| (job.state, job.attempts, job.last_error)).collect()
}

fn counting(runner: Runner, kind: &'static str) -> (Runner, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    let runner = runner.on(kind, move |_| {
        let counted = Arc::clone(&counted);
        async move {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    });
    (runner, count)
}

madang_testkit::both_stores! { ALL;
    async fn every_statement_prepares(kit: TestKit) {
        kit.store.read::<_, StoreError, _>(|tx| {
            STATEMENTS.iter().copied().flatten().try_for_each(|statement| tx.prepare(statement))
        }).await.unwrap();
    }

    async fn a_job_is_kept_with_its_cause_and_done_once(kit: TestKit) {
        let ctx = kit.ctx(Who::System);
        let undone = kit.store.write::<(), StoreError, _>(move |tx| {
            madang_jobs::enqueue(tx, &ctx, &NewJob::new("count", &1))?;
            Err(StoreError::Busy)
        }).await;
        assert!(undone.is_err());
        let (runner, count) = counting(runner(&kit), "count");
        assert_eq!(runner.run_due().await.unwrap(), 0);
        enqueue(&kit, NewJob::new("count", &2)).await;
        assert_eq!((runner.run_due().await.unwrap(), runner.run_due().await.unwrap()), (1, 0));
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert_eq!(jobs(&kit).await, [(JobState::Done, 1, None)]);
    }

    async fn a_job_waits_for_its_time_and_its_twin(kit: TestKit) {
        let (runner, count) = counting(runner(&kit), "count");
        let later = kit.clock.now() + SignedDuration::from_mins(5);
        let job = || NewJob { run_at: Some(later), unique_key: Some("twin".into()), ..NewJob::new("count", &()) };
        assert_eq!([enqueue(&kit, job()).await, enqueue(&kit, job()).await], [true, false]);
        assert_eq!((runner.run_due().await.unwrap(), runner.next_due().await.unwrap()), (0, Some(later)));
        kit.clock.advance(SignedDuration::from_mins(5));
        assert_eq!(runner.run_due().await.unwrap(), 1);
        // Once it is done, another may come.
        assert!(enqueue(&kit, job()).await);
        assert_eq!((runner.run_due().await.unwrap(), count.load(Ordering::SeqCst)), (1, 2));
    }

    async fn failures_are_tried_again_later_and_at_last_given_up(kit: TestKit) {
        let runner = runner(&kit)
            .on("fail", |_| async { Err(JobError::Later("not today".into())) })
            .on("refuse", |_| async { Err(JobError::GiveUp("never".into())) })
            .on("panic", |_| async { panic!("at the disco") });
        enqueue(&kit, NewJob { attempts_max: 3, ..NewJob::new("fail", &()) }).await;
        for attempt in 1..=3 {
            assert_eq!(runner.run_due().await.unwrap(), 1, "attempt {attempt}");
            assert_eq!(runner.run_due().await.unwrap(), 0, "not at once after attempt {attempt}");
            kit.clock.advance(SignedDuration::from_mins(2));
        }
        assert_eq!(jobs(&kit).await, [(JobState::Failed, 3, Some("not today".into()))]);
        enqueue(&kit, NewJob::new("refuse", &())).await;
        enqueue(&kit, NewJob { attempts_max: 1, ..NewJob::new("panic", &()) }).await;
        enqueue(&kit, NewJob { attempts_max: 1, ..NewJob::new("unknown", &()) }).await;
        assert_eq!(runner.run_due().await.unwrap(), 3);
        let words: Vec<_> = jobs(&kit).await.into_iter().map(|(state, _, error)| (state, error.unwrap())).collect();
        assert_eq!(words[..3], [
            (JobState::Failed, "nothing here does jobs of the kind unknown".into()),
            (JobState::Failed, "the handler panicked".into()),
            (JobState::Failed, "never".into()),
        ]);
    }

    async fn the_administrator_retries_and_cancels(kit: TestKit) {
        let (runner, count) = counting(runner(&kit), "count");
        let refusing = self::runner(&kit).on("count", |_| async { Err(JobError::GiveUp("no".into())) });
        enqueue(&kit, NewJob::new("count", &())).await;
        refusing.run_due().await.unwrap();
        let ctx = kit.ctx(Who::Administrator);
        let answers = kit.store.write::<_, StoreError, _>(move |tx| {
            let id = madang_jobs::list(tx, &Filter { state: Some(JobState::Failed), ..Filter::default() }, 10)?[0].id;
            let retried = [madang_jobs::retry(tx, &ctx, id)?, madang_jobs::retry(tx, &ctx, id)?];
            let cancelled = [madang_jobs::cancel(tx, &ctx, id)?, madang_jobs::cancel(tx, &ctx, id)?];
            Ok((retried, cancelled, madang_jobs::retry(tx, &ctx, id)?))
        }).await.unwrap();
        assert_eq!(answers, ([true, false], [true, false], true));
        assert_eq!((runner.run_due().await.unwrap(), count.load(Ordering::SeqCst)), (1, 1));
        kit.clock.advance(SignedDuration::from_hours(48));
        let now = kit.clock.now();
        let pruned = kit.store.write::<_, StoreError, _>(move |tx| madang_jobs::prune(tx, now)).await.unwrap();
        assert_eq!((pruned, jobs(&kit).await), (1, vec![]));
    }

    async fn a_dead_workers_job_is_taken_over_and_its_late_word_does_not_count(kit: TestKit) {
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (let_go, gate) = tokio::sync::oneshot::channel::<()>();
        let once = Arc::new(std::sync::Mutex::new(Some((begun, gate))));
        let slow = runner(&kit).on("slow", move |_| {
            let once = once.lock().unwrap().take();
            async move {
                let (begun, gate) = once.unwrap();
                begun.send(()).unwrap();
                gate.await.ok();
                Err(JobError::GiveUp("too late to matter".into()))
            }
        });
        enqueue(&kit, NewJob::new("slow", &())).await;
        let stuck = tokio::spawn(async move { slow.run_due().await });
        has_begun.await.unwrap();
        let (second, count) = counting(runner(&kit), "slow");
        assert_eq!(second.run_due().await.unwrap(), 0, "the lease still holds");
        kit.clock.advance(SignedDuration::from_secs(61));
        assert_eq!((second.run_due().await.unwrap(), count.load(Ordering::SeqCst)), (1, 1));
        let_go.send(()).unwrap();
        stuck.await.unwrap().unwrap();
        assert_eq!(jobs(&kit).await, [(JobState::Done, 2, None)]);
    }

    async fn a_job_that_kills_its_workers_is_given_up(kit: TestKit) {
        enqueue(&kit, NewJob { attempts_max: 2, ..NewJob::new("deadly", &()) }).await;
        for _ in 0..2 {
            // The task is dropped in the middle, as a killed process would.
            let deadly = runner(&kit).on("deadly", |_| std::future::pending());
            let killed = tokio::time::timeout(std::time::Duration::from_millis(300), deadly.run_due()).await;
            assert!(killed.is_err());
            kit.clock.advance(SignedDuration::from_secs(61));
        }
        let (runner, count) = counting(runner(&kit), "deadly");
        assert_eq!((runner.run_due().await.unwrap(), count.load(Ordering::SeqCst)), (1, 0));
        assert_eq!(jobs(&kit).await[0].0, JobState::Failed);
    }

    async fn workers_that_race_do_each_job_once(kit: TestKit) {
        let ctx = kit.ctx(Who::System);
        let all: Vec<_> = (0..200).map(|number| NewJob::new("count", &number)).collect();
        kit.store.write::<_, StoreError, _>(move |tx| madang_jobs::enqueue_many(tx, &ctx, &all)).await.unwrap();
        let (runner, count) = counting(runner(&kit), "count");
        let others = self::runner(&kit);
        // Each worker is a process of its own, with its own name.
        let workers: Vec<_> = (0..4).map(|_| {
            let counted = Arc::clone(&count);
            others.clone().named("other").on("count", move |_| {
                counted.fetch_add(1, Ordering::SeqCst);
                async { Ok(()) }
            })
        }).chain([runner]).map(|worker| tokio::spawn(async move { worker.run_due().await.unwrap() })).collect();
        let mut done = 0;
        for worker in workers {
            done += worker.await.unwrap();
        }
        assert_eq!((done, count.load(Ordering::SeqCst)), (200, 200));
    }

    async fn a_running_runner_tidies(kit: TestKit) {
        enqueue(&kit, NewJob::new("count", &())).await;
        let (runner, _) = counting(runner(&kit), "count");
        runner.run_due().await.unwrap();
        kit.clock.advance(SignedDuration::from_secs(1));
        // The runner itself would keep the job for two weeks.
        let runner = runner.tidy("jobs at once", madang_jobs::prune);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(runner.run(async { drop(stopped.await) }));
        let waiting = async { while !jobs(&kit).await.is_empty() {} };
        tokio::time::timeout(std::time::Duration::from_secs(10), waiting).await.unwrap();
        stop.send(()).unwrap();
        running.await.unwrap();
    }

    async fn a_running_runner_wakes_and_stops(kit: TestKit) {
        let (runner, count) = counting(runner(&kit), "count");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(runner.run(async { drop(stopped.await) }));
        enqueue(&kit, NewJob::new("count", &())).await;
        let waiting = async {
            while count.load(Ordering::SeqCst) == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), waiting).await.unwrap();
        stop.send(()).unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(10), running).await.unwrap().unwrap();
        assert_eq!(jobs(&kit).await, [(JobState::Done, 1, None)]);
    }
}

mod negative_control {
    use madang_store::params;

    use super::*;

    madang_store::statements! {
        /// What everybody sees who looks first.
        LOOK = "SELECT id FROM job WHERE state = 'waiting'";
        /// A claim that believes what was seen.
        NAIVE = "UPDATE job SET state = 'running', lease_until = 1 WHERE id = $1";
        /// A claim that looks again.
        CONDITIONAL = "UPDATE job SET state = 'running', lease_until = 1 WHERE id = $1 AND state = 'waiting'";
    }

    /// How many of two workers, who both looked before either wrote, believe that they have the job.
    async fn winners(kit: &TestKit, claim: &'static madang_store::Statement) -> u64 {
        let look = || {
            kit.store
                .read::<_, StoreError, _>(|tx| tx.query_one(&LOOK, params![], |row| row.get::<Vec<u8>>(0)))
        };
        let seen = [look().await.unwrap(), look().await.unwrap()];
        let mut won = 0;
        for id in seen {
            won +=
                kit.store.write::<_, StoreError, _>(move |tx| tx.execute(claim, params![id])).await.unwrap();
        }
        won
    }

    madang_testkit::both_stores! { ALL;
        async fn a_claim_without_condition_is_won_twice(kit: TestKit) {
            enqueue(&kit, NewJob::new("x", &())).await;
            assert_eq!(winners(&kit, STATEMENTS[1]).await, 2);
        }

        async fn a_claim_with_condition_is_won_once(kit: TestKit) {
            enqueue(&kit, NewJob::new("x", &())).await;
            assert_eq!(winners(&kit, STATEMENTS[2]).await, 1);
        }
    }
}
