//! What operations answer: things with their versions, lists in pages, and problems.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use madang_conference::{ApplyError, CreateError, SettingError};
use madang_programme::{EditError, Edited, Fault, FieldFault, ProgrammeError};
use madang_store::StoreError;
use madang_web::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Code, Number};

/// A thing as it is kept.
#[derive(Serialize, JsonSchema)]
pub(super) struct Kept<T> {
    /// Its short name or code, as in its address.
    pub(super) id: String,
    /// Which state of it this is; whoever changes it says which they have seen.
    pub(super) version: String,
    /// Everything that can be changed of it.
    pub(super) value: T,
}

/// A wish to put a thing into another state.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Change<T> {
    /// The version that was seen.
    pub(super) version: Code,
    /// What it is to be: everything; what is left out is empty then.
    pub(super) value: T,
}

/// Some of a list.
#[derive(Serialize, JsonSchema)]
pub(super) struct Listing<T> {
    /// In the order of the list; may be empty.
    pub(super) items: Vec<T>,
    /// Ask again with `after` set to this for what follows; null at the end.
    pub(super) next: Option<String>,
}

/// How many of a list to show.
pub(super) const LIMIT: usize = 50;

/// How many of a list somebody wants.
pub(super) type Limit = Number<1, 200>;

/// Cuts a page out of a list that is sorted by `key`.
pub(super) fn page<T>(
    all: Vec<T>,
    after: Option<&Code>,
    limit: Option<Limit>,
    key: impl Fn(&T) -> &str,
) -> Listing<T> {
    let limit = limit.map_or(LIMIT, |limit| usize::try_from(limit.0).unwrap_or(LIMIT));
    let begin = after.map_or(0, |after| all.partition_point(|one| key(one) <= after.0.as_str()));
    let more = all.len() > begin + limit;
    let items: Vec<T> = all.into_iter().skip(begin).take(limit).collect();
    let next = items.last().filter(|_| more).map(|last| key(last).to_owned());
    Listing { items, next }
}

/// What a change has done.
#[derive(Serialize, JsonSchema)]
pub(super) struct Done {
    /// The thing's short name or code.
    pub(super) id: String,
    /// Its version now.
    pub(super) version: String,
    /// Names what was done, for `undo`; null where nothing was different.
    pub(super) batch: Option<String>,
}

impl From<Edited> for Done {
    fn from(edited: Edited) -> Self {
        Self {
            id: edited.code,
            version: edited.version.to_string(),
            batch: edited.batch.map(|batch| batch.to_string()),
        }
    }
}

/// That something went wrong (RFC 9457).
#[derive(JsonSchema)]
#[schemars(rename = "Problem")]
#[expect(dead_code, reason = "describes what the front writes")]
pub(super) struct ProblemDocument {
    /// Names the kind of problem; `urn:madang:…`.
    r#type: String,
    /// Its heading, in the language that was asked for.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened, and what to do.
    detail: String,
    /// Names the request, as in the server's log.
    instance: String,
    /// Fields that are not right.
    fields: Option<Vec<WrongField>>,
    /// When to try again.
    retry_after_seconds: Option<u32>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "describes what the front writes")]
struct WrongField {
    /// Name of the field.
    field: String,
    /// What is wrong with it.
    wrong: String,
}

/// A body in JSON with its status.
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Result<Response, Problem> {
    Ok(raw(status, serde_json::to_string(body).map_err(|error| Problem::fault(&error))?))
}

/// A body that is JSON already.
pub(super) fn raw(status: StatusCode, body: String) -> Response {
    let media = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (status, [media, (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], body).into_response()
}

/// Why an operation was not done.
pub(super) struct Refusal(pub(super) Problem);

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        refusal.0
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

impl From<ProgrammeError> for Refusal {
    fn from(error: ProgrammeError) -> Self {
        Self(match error {
            ProgrammeError::Store(error) => error.into(),
            ProgrammeError::Forbidden => Problem::forbidden(),
            ProgrammeError::NoConference(_) => Problem::not_found(),
            ProgrammeError::Missing(words) => Problem::unprocessable().with_detail(words),
            error @ ProgrammeError::Blocked(_) => Problem::conflict().with_detail(error.to_string()),
        })
    }
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Programme(error) => error.into(),
            EditError::Gone(_) => Self(Problem::not_found()),
            EditError::Faults(faults) => Self(of_faults(&faults)),
            error @ (EditError::Stale { .. } | EditError::TakesPart(_)) => {
                Self(Problem::conflict().with_detail(error.to_string()))
            }
        }
    }
}

/// What refers to something that is not there may be right another time; everything else never is.
fn of_faults(faults: &[FieldFault]) -> Problem {
    let word = |fault: Fault| match fault {
        Fault::Empty => "empty".to_owned(),
        Fault::TooLong(most) => format!("longer than {most} characters"),
        Fault::TooMany(most) => format!("more than {most} entries"),
        Fault::Unknown => "names what is not there".into(),
        Fault::Twice => "has something twice".into(),
        Fault::Form => "not of its form".into(),
        Fault::Length => "an impossible length".into(),
    };
    let is_now = |one: &FieldFault| matches!(one.fault, Fault::Unknown | Fault::Twice);
    let problem = if faults.iter().all(is_now) { Problem::conflict() } else { Problem::unprocessable() };
    faults.iter().fold(problem, |problem, one| problem.with_field(one.field, word(one.fault)))
}

/// A value that this server does not know or has given away; what it looks like was seen before.
fn of_field(field: &'static str, words: String) -> Problem {
    let problem =
        if matches!(field, "zone" | "slug") { Problem::conflict() } else { Problem::unprocessable() };
    problem.with_detail(words.clone()).with_field(field, words)
}

impl From<SettingError> for Refusal {
    fn from(error: SettingError) -> Self {
        let words = error.to_string();
        Self(match error {
            SettingError::Store(error) => error.into(),
            SettingError::Forbidden => Problem::forbidden(),
            SettingError::Absent => Problem::not_found(),
            SettingError::Wrong(field) => of_field(field, words),
            SettingError::Stale | SettingError::Taken | SettingError::InUse => {
                Problem::conflict().with_detail(words)
            }
        })
    }
}

impl From<CreateError> for Refusal {
    fn from(error: CreateError) -> Self {
        let words = error.to_string();
        Self(match error {
            CreateError::Store(error) => error.into(),
            CreateError::Forbidden => Problem::forbidden(),
            CreateError::Taken => of_field("slug", words),
            CreateError::Wrong(field) => of_field(field, words),
        })
    }
}

impl From<ApplyError> for Refusal {
    fn from(error: ApplyError) -> Self {
        Self(match error {
            ApplyError::Store(error) => error.into(),
            ApplyError::Forbidden => Problem::forbidden(),
            ApplyError::Sheet(words) => Problem::not_found().with_detail(words),
        })
    }
}
