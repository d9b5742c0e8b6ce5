use jiff::Timestamp;
use madang_store::{ColumnError, FromColumn, ToParam, ValueRef};
use serde::{Serialize, de::DeserializeOwned};

madang_store::id_type!(pub JobId, "Names a job.");

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobState {
    /// Waits for its time and a worker.
    Waiting,
    /// A worker has it.
    Running,
    /// Done.
    Done,
    /// Given up after its last attempt.
    Failed,
    /// Taken back before it was done.
    Cancelled,
}

impl JobState {
    /// All states, in the order of a job's life.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The word that is kept, and part of the key of the message that tells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl ToParam for JobState {
    fn to_param(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_str())
    }
}

impl FromColumn for JobState {
    fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError> {
        let text = String::from_column(value)?;
        let state = Self::ALL.into_iter().find(|state| state.as_str() == text);
        state.ok_or_else(|| ColumnError::Meaning(format!("{text} is not a state of a job")))
    }
}

/// A job to be enqueued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Which handler does it, such as `mail.deliver`.
    pub kind: &'static str,
    /// What the handler needs to know, as JSON.
    pub payload: String,
    /// Not before this moment; at once when `None`.
    pub run_at: Option<Timestamp>,
    /// How often it is tried before it is given up. At least 1.
    pub attempts_max: u32,
    /// While a job with this key waits or runs, another is not enqueued.
    pub unique_key: Option<String>,
}

impl NewJob {
    /// A job that runs at once, is tried eight times (over about three quarters of an hour), and may be there twice.
    ///
    /// A payload that cannot be written as JSON (a map with keys that are not texts) becomes `null`, which its handler
    /// refuses.
    #[must_use]
    pub fn new(kind: &'static str, payload: &impl Serialize) -> Self {
        let payload = serde_json::to_string(payload).unwrap_or_else(|_| "null".into());
        Self { kind, payload, run_at: None, attempts_max: 8, unique_key: None }
    }
}

/// A job as the administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// Which handler does it.
    pub kind: String,
    /// What the handler needs to know, as JSON.
    pub payload: String,
    /// How it stands.
    pub state: JobState,
    /// Not before this moment.
    pub run_at: Timestamp,
    /// How often it has been begun.
    pub attempts: u32,
    /// How often it is tried at most.
    pub attempts_max: u32,
    /// Until when its worker holds it.
    pub lease_until: Option<Timestamp>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When it was done, given up or cancelled.
    pub finished_at: Option<Timestamp>,
}

impl Job {
    /// What the handler needs to know.
    ///
    /// *Errors*: [`JobError::GiveUp`], for a payload that cannot be read will not be readable later.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        serde_json::from_str(&self.payload)
            .map_err(|error| JobError::GiveUp(format!("unreadable payload: {error}")))
    }
}

/// Why a job was not done. The words are shown to the administrator; no secrets, no personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// It may go better later.
    #[error("{0}")]
    Later(String),
    /// It may go better at this moment, not before.
    #[error("{1}")]
    At(Timestamp, String),
    /// It will never go better.
    #[error("{0}")]
    GiveUp(String),
}

impl From<madang_store::StoreError> for JobError {
    fn from(error: madang_store::StoreError) -> Self {
        Self::Later(error.to_string())
    }
}

/// Which jobs to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<JobState>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only those enqueued before this one: the last of the page before.
    pub before: Option<JobId>,
}
