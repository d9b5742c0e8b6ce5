use std::{borrow::Cow, error::Error};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use madang_store::StoreError;
use madang_text::{Translator, key};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::visit::Visit;

/// An answer that something went wrong: what, what to do, and a way on. A page for people, RFC 9457 for programs.
///
/// A handler returns it; the front puts it into words in the visitor's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// Key of the heading; also names the kind of problem to programs.
    pub title: Cow<'static, str>,
    /// Key of what happened and what to do.
    pub text: Cow<'static, str>,
    /// Links on: keys of their words, and where they lead. The start page is always offered.
    pub ways: Vec<(Cow<'static, str>, String)>,
    /// A fact that helps, in the words of the person's own input, such as the name of a field.
    pub detail: Option<String>,
    /// When to try again, in seconds.
    pub retry_seconds: Option<u32>,
    /// For programs: fields that are not right, each with a word for what is wrong with it.
    pub fields: Option<Box<WrongFields>>,
}

/// Fields that are not right, each with a word for what is wrong with it. Apart and boxed: problems are the error of many
/// functions, and few have any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrongFields(pub Vec<(String, String)>);

impl Problem {
    /// A problem with its heading; its text has the same key with `-text` behind.
    #[must_use]
    pub fn new(status: StatusCode, title: &'static str) -> Self {
        Self {
            status,
            title: title.into(),
            text: format!("{title}-text").into(),
            ways: Vec::new(),
            detail: None,
            retry_seconds: None,
            fields: None,
        }
    }

    /// 400: the request cannot be understood.
    #[must_use]
    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, key("problem-bad-request"))
    }

    /// 401: for the team only, and nobody is signed in.
    #[must_use]
    pub fn sign_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, key("problem-sign-in"))
    }

    /// 401: for programs with a token, and none that is good was shown.
    #[must_use]
    pub fn token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, key("problem-token"))
    }

    /// Offers the sign-in page, which leads back to what was asked for.
    pub(crate) fn with_sign_in(mut self, visit: &Visit, method: &Method) -> Self {
        let Some(page) = visit.app().sign_in_page() else { return self };
        let next = if method == Method::GET { visit.path() } else { "/" };
        let next = utf8_percent_encode(next, NON_ALPHANUMERIC);
        self.ways.push((key("problem-way-sign-in").into(), format!("{page}?next={next}")));
        self
    }

    /// 403: not for this person.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, key("problem-forbidden"))
    }

    /// 404: nothing there, or nothing that this person may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, key("problem-not-found"))
    }

    /// 410: was there once.
    #[must_use]
    pub fn gone() -> Self {
        Self::new(StatusCode::GONE, key("problem-gone"))
    }

    /// 409: it would be right, but not with what is here now.
    #[must_use]
    pub fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT, key("problem-conflict"))
    }

    /// 422: understood, but a value in it cannot be.
    #[must_use]
    pub fn unprocessable() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, key("problem-unprocessable"))
    }

    /// 413: more than the limit.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, key("problem-too-large"))
    }

    /// 429: too often; try again after so many seconds.
    #[must_use]
    pub fn too_many(retry_seconds: u32) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, key("problem-too-many"));
        Self { retry_seconds: Some(retry_seconds), ..problem }
    }

    /// 503: too busy to answer in time.
    #[must_use]
    pub fn unavailable() -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, key("problem-unavailable"));
        Self { retry_seconds: Some(5), ..problem }
    }

    /// 500 for a fault, which is logged here, once; the person sees no detail of it.
    #[must_use]
    pub fn fault(fault: &dyn Error) -> Self {
        let mut causes = String::new();
        let mut cause = fault.source();
        while let Some(next) = cause {
            causes.push_str(": ");
            causes.push_str(&next.to_string());
            cause = next.source();
        }
        tracing::error!("a request failed: {fault}{causes}");
        Self::internal()
    }

    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, key("problem-internal"))
    }

    /// Adds a link: the key of its words, and where it leads.
    #[must_use]
    pub fn with_way(mut self, words: &'static str, href: impl Into<String>) -> Self {
        self.ways.push((words.into(), href.into()));
        self
    }

    /// Adds a fact that helps.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// Adds a field that is not right, and a word for what is wrong with it.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>, wrong: impl Into<String>) -> Self {
        self.fields.get_or_insert_default().0.push((field.into(), wrong.into()));
        self
    }

    /// The problem that a bare status stands for, when a handler or the router answered with nothing else.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let title = match status {
            StatusCode::UNAUTHORIZED => return Self::sign_in(),
            StatusCode::FORBIDDEN => key("problem-forbidden"),
            StatusCode::NOT_FOUND => key("problem-not-found"),
            StatusCode::METHOD_NOT_ALLOWED => key("problem-method"),
            StatusCode::GONE => key("problem-gone"),
            StatusCode::PAYLOAD_TOO_LARGE => key("problem-too-large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => key("problem-media-type"),
            StatusCode::UNPROCESSABLE_ENTITY => return Self::unprocessable(),
            StatusCode::CONFLICT => return Self::conflict(),
            StatusCode::TOO_MANY_REQUESTS => return Self::too_many(10),
            StatusCode::SERVICE_UNAVAILABLE => return Self::unavailable(),
            status if status.is_server_error() => key("problem-internal"),
            _ => key("problem-bad-request"),
        };
        Self::new(status, title)
    }

    /// *Source*: RFC 9457, section 3.
    pub(crate) fn json(&self, t: &Translator, request_id: &str) -> Response {
        let mut document = json!({
            "type": format!("urn:madang:{}", self.title),
            "title": t.say(&self.title),
            "status": self.status.as_u16(),
            "detail": self.detail.clone().unwrap_or_else(|| t.say(&self.text)),
            "instance": format!("urn:uuid:{request_id}"),
        });
        if let Some(fields) = &self.fields {
            let field = |(field, wrong): &(String, String)| json!({ "field": field, "wrong": wrong });
            document["fields"] = fields.0.iter().map(field).collect();
        }
        if let Some(seconds) = self.retry_seconds {
            document["retry_after_seconds"] = seconds.into();
        }
        let mut response = Response::new(Body::from(document.to_string()));
        let media_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        response
    }
}

/// Whether a program asks, to be answered in JSON.
pub(crate) fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_api = path == "/api" || path.starts_with("/api/");
    is_api || (accept.contains("json") && !accept.contains("text/html"))
}

impl IntoResponse for Problem {
    /// A bare answer that carries the problem to the front, where the language is known.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        if let Some(seconds) = self.retry_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => {
                tracing::warn!("a request was turned away: the database is busy");
                Self::unavailable()
            }
            other => Self::fault(&other),
        }
    }
}
