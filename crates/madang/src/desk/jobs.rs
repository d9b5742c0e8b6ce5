//! Work that is done later, as the administrator sees it.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use madang_context::{Ctx, Id};
use madang_interchange::write::Cell;
use madang_jobs::{Filter, Job, JobId, JobState};
use madang_store::{StoreError, Tx};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::{
    export::{Export, ROWS_READ, moment, moment_or_none},
    frame::{Figures, Frame, Here, answer, back},
};

/// How many jobs stand on one page.
const PAGE: u32 = 50;

/// What the address chooses.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
}

#[derive(Template)]
#[template(path = "desk_jobs.html")]
struct JobsPage {
    layout: Layout,
    desk: Frame,
    figures: Figures,
    state: Option<JobState>,
    jobs: Vec<Job>,
    /// Leads to the older ones; empty on the last page.
    older: String,
}

/// `/desk/jobs`.
pub(crate) async fn jobs(visit: Visit, Query(choice): Query<Choice>) -> Result<Response, Problem> {
    let state = JobState::ALL.into_iter().find(|state| state.as_str() == choice.state);
    let before = choice.before.parse::<Id>().ok().map(JobId);
    let filter = Filter { state, kind: None, before };
    let now = visit.ctx().now;
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        Ok((Figures::read(tx, now)?, madang_jobs::list(tx, &filter, PAGE + 1)?))
    });
    let (figures, mut jobs) = read.await?;
    let has_more = jobs.len() > PAGE as usize;
    jobs.truncate(PAGE as usize);
    let older = match jobs.last() {
        Some(last) if has_more => {
            format!("/desk/jobs?state={}&before={}", state.map_or("", JobState::as_str), last.id)
        }
        _ => String::new(),
    };
    let (layout, desk) = Frame::new(&visit, Here::Jobs, visit.t().say("desk-jobs"), &figures);
    answer(&JobsPage { layout, desk, figures, state, jobs, older })
}

/// `/desk/jobs.csv` and `.xlsx`: what a job needs to know is not in it, for that can name people.
pub(crate) async fn table(visit: Visit, Query(choice): Query<Choice>) -> Result<Export, Problem> {
    let state = JobState::ALL.into_iter().find(|state| state.as_str() == choice.state);
    let filter = Filter { state, kind: None, before: None };
    let read =
        visit.app().store().read::<_, StoreError, _>(move |tx| madang_jobs::list(tx, &filter, ROWS_READ));
    let columns = ["work", "state", "made", "due", "finished", "tries", "tries-most", "error"];
    let row = |job: Job| -> [Cell; 8] {
        [
            job.kind.into(),
            visit.t().say_of("desk-job-", job.state.as_str()).into(),
            moment(job.created_at),
            moment(job.run_at),
            moment_or_none(job.finished_at),
            i64::from(job.attempts).into(),
            i64::from(job.attempts_max).into(),
            job.last_error.unwrap_or_default().into(),
        ]
    };
    Ok(Export::new(&visit, "jobs", visit.t().say(key("desk-jobs")), &columns)
        .rows(read.await?.into_iter().map(row)))
}

impl JobsPage {
    /// The address's query for the same list; without its page.
    fn query(&self) -> String {
        self.state.map(|state| format!("state={}", state.as_str())).unwrap_or_default()
    }

    fn is_chosen(&self, state: &JobState) -> bool {
        self.state.as_ref() == Some(state)
    }
}

/// Which chip a state gets.
fn tone(state: &JobState) -> &'static str {
    match state {
        JobState::Waiting => "note",
        JobState::Running => "good",
        JobState::Done | JobState::Cancelled => "",
        JobState::Failed => "bad",
    }
}

fn can_retry(job: &Job) -> bool {
    matches!(job.state, JobState::Failed | JobState::Cancelled)
}

fn can_cancel(job: &Job) -> bool {
    matches!(job.state, JobState::Waiting | JobState::Running)
}

/// `/desk/jobs/{id}/retry`.
pub(crate) async fn retry(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    change(visit, &id, madang_jobs::retry, "retried").await
}

/// `/desk/jobs/{id}/cancel`.
pub(crate) async fn cancel(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    change(visit, &id, madang_jobs::cancel, "job-cancelled").await
}

type Change = fn(&mut Tx<'_>, &Ctx, JobId) -> Result<bool, StoreError>;

async fn change(visit: Visit, id: &str, change: Change, done: &str) -> Result<Response, Problem> {
    let id = id.parse::<Id>().map(JobId).map_err(|_| Problem::not_found())?;
    let ctx = visit.ctx().clone();
    let changed = visit.app().store().write::<_, Problem, _>(move |tx| Ok(change(tx, &ctx, id)?)).await?;
    Ok(back(&format!("/desk/jobs?done={}", if changed { done } else { "too-late" })))
}
