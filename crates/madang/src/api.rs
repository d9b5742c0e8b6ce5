//! The interface for programs: JSON under `/api/v1`, for the tokens of teams.
//!
//! Everything is done by the capabilities' actions, the same as at the desk. What is sent is read strictly: a field that
//! nobody knows, a value not of its form is refused with its place. Lists come in pages; whoever changes a thing says which
//! version they have seen; what is added under an `Idempotency-Key` is added once. `/api/openapi.json` describes it all,
//! and is made of the same declarations as the routes.

mod answer;
mod conferences;
mod declare;
mod pieces;
mod programme;
mod programme_values;
mod releases;
mod sessions;
mod speakers;
mod values;
mod wish;

use std::sync::LazyLock;

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};
use madang_web::{Right, Routes};
use serde_json::Value;

/// What the description says of the whole.
const ABOUT: &str = "What a team does at Madang's desk, for programs. Show the token of a team in `Authorization: Bearer …`; \
a token never owns: teams, tokens and webhooks are changed at the desk. Lists come in pages (`after`, `limit`, `next`). \
Whoever changes a thing sends the `version` that they have seen; when somebody was quicker, the answer is 409 and nothing \
was changed. Requests that add something may carry an `Idempotency-Key`: sent again within a day, they are answered as \
before and nothing is done twice. Errors are problem details (RFC 9457): 400 and 422 are never right, 409 may be right \
another time.";

fn declared() -> (Routes, Value) {
    let api = declare::Api::new();
    let api = conferences::declare(api);
    let api = pieces::declare(api);
    let api = sessions::declare(api);
    let api = speakers::declare(api);
    let api = programme::declare(api);
    releases::declare(api).finish("Madang")
}

/// Every route of the interface, and its description.
pub(crate) fn routes() -> Routes {
    declared().0.get("/api/openapi.json", Right::Public, describe)
}

/// The description of the interface (OpenAPI 3.1), as JSON.
pub(crate) fn description() -> &'static str {
    static DESCRIPTION: LazyLock<String> = LazyLock::new(|| declared().1.to_string());
    &DESCRIPTION
}

/// `/api/openapi.json`.
async fn describe() -> Response {
    let media = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, media)], description()).into_response()
}
