//! What supervisors, monitors and crawlers ask for, signing in by link, and static files: the platform's own routes.

use std::sync::OnceLock;

use askama::Template;
use axum::{
    Form, Json,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use madang_audit::Act;
use madang_store::StoreError;
use madang_text::key;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use serde::Deserialize;
use serde_json::json;

use crate::{
    access::is_local,
    app::App,
    assets,
    layout::Layout,
    problem::Problem,
    routes::{Right, Routes},
    sessions,
    visit::{Visit, html},
};

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// From a cached page to a request that is given up.
const SECONDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Counting is one for the whole process; later applications in the same process (tests) share it.
pub(crate) fn install_recorder() {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS).ok()?;
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).ok()?;
        Some(handle)
    });
}

/// Moves what was counted out of its buffers; without it they would grow while nobody asks for `/metrics`.
pub(crate) fn keep_figures_small() {
    if let Some(Some(handle)) = RECORDER.get() {
        handle.run_upkeep();
    }
}

/// The platform's own routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/healthz", Right::Public, || async { "ok\n" })
        .get("/readyz", Right::Public, ready)
        .get("/metrics", Right::Public, figures)
        .get("/robots.txt", Right::Public, robots)
        .get("/favicon.ico", Right::Public, assets::favicon)
        .get("/static/{digest}/{*path}", Right::Public, assets::serve)
        .get("/csrf", Right::Public, form_token)
        .get("/language", Right::Public, choose_language)
        .get("/sign-in/{token}", Right::Public, sign_in_page)
        .post("/sign-in/{token}", Right::Public, sign_in)
        .post("/sign-out", Right::Person, sign_out)
        .post("/sign-out/everywhere", Right::Person, sign_out_everywhere)
}

/// Ready when the store answers and its tables are those of this program.
async fn ready(State(app): State<App>) -> Response {
    match app.store().is_migrated(app.migrations()).await {
        Ok(true) => "ready\n".into_response(),
        Ok(false) => plain(StatusCode::SERVICE_UNAVAILABLE, "the database has not been migrated\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready: the database does not answer");
            plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

/// An answer for a program that reads one line; its type keeps the front from making a page of it.
fn plain(status: StatusCode, words: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/x-status; charset=utf-8")], words).into_response()
}

/// The figures in Prometheus' text format; only for programs on this machine, for they tell how busy a host is.
async fn figures(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    if !is_local(request.extensions(), request.headers()) {
        return Err(Problem::not_found());
    }
    let probes = app.probes().to_vec();
    let figures = app.store().read::<_, StoreError, _>(move |tx| {
        let read: Result<Vec<_>, StoreError> = probes.iter().map(|probe| probe(tx)).collect();
        Ok(read?.concat())
    });
    for (name, state, count) in figures.await? {
        metrics::gauge!(name, "state" => state).set(float(count));
    }
    let (readers, writers) = app.store().waiting();
    metrics::gauge!("store_waiting", "state" => "read")
        .set(float(i64::try_from(readers).unwrap_or(i64::MAX)));
    metrics::gauge!("store_waiting", "state" => "write")
        .set(float(i64::try_from(writers).unwrap_or(i64::MAX)));
    metrics::gauge!("page_cache_bytes")
        .set(float(i64::try_from(app.pages().size_bytes()).unwrap_or(i64::MAX)));
    metrics::gauge!("texts_missing").set(float(i64::try_from(app.texts().missing()).unwrap_or(i64::MAX)));
    let text = RECORDER.get().and_then(Option::as_ref).map(PrometheusHandle::render).unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

#[expect(clippy::cast_precision_loss, reason = "gauges are floating point; counts stay far below 2^53")]
fn float(count: i64) -> f64 {
    count as f64
}

async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /sign-in/\nDisallow: /csrf\nDisallow: /language\n"
}

/// The token for scripts on pages that are cached for everybody.
async fn form_token(visit: Visit) -> Response {
    ([(header::CACHE_CONTROL, "private, no-store")], Json(json!({ "token": visit.csrf_token() })))
        .into_response()
}

#[derive(Deserialize)]
struct LanguageChoice {
    language: String,
    to: Option<String>,
}

/// Remembers a language and leads back to the page.
async fn choose_language(
    visit: Visit,
    axum::extract::Query(choice): axum::extract::Query<LanguageChoice>,
) -> Redirect {
    let language = visit.app().texts().negotiate(Some(&choice.language), None, &[]);
    visit.choose_language(&language);
    Redirect::to(choice.to.as_deref().filter(|to| is_local_path(to)).unwrap_or("/"))
}

/// Whether an address leads to a page of this server, whatever a browser makes of it: for a `next` in a link.
#[must_use]
pub fn is_local_path(to: &str) -> bool {
    to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && to.chars().all(|char| !char.is_control() && !char.is_whitespace())
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    layout: Layout,
    csrf: String,
}

/// A page with a button: mail programs and chat previews open links by themselves, and must not use this one up.
async fn sign_in_page(visit: Visit) -> Result<Response, Problem> {
    let mut layout = visit.layout(visit.t().say("sign-in-title"));
    layout.indexable = false;
    // The address holds a secret, so it stands nowhere in the page and goes nowhere else.
    layout.canonical = String::new();
    layout.stylesheets.push(layout.assets.url("css/desk.css"));
    let page = SignInPage { layout, csrf: visit.csrf_token() };
    let mut response = html(&page)?;
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, http::HeaderValue::from_static("same-origin"));
    headers.insert(header::CACHE_CONTROL, http::HeaderValue::from_static("private, no-store"));
    Ok(response)
}

async fn sign_in(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Redirect, Problem> {
    let (ctx, before) = (visit.ctx().clone(), visit.session().cloned());
    let device = sessions::device(&headers);
    let session = app.store().write::<_, Problem, _>(move |tx| {
        Ok(sessions::redeem_sign_in_link(tx, &ctx, &token, &device, before.as_ref())?)
    });
    let Some(session) = session.await? else {
        return Err(Problem::new(StatusCode::GONE, key("sign-in-link-dead")));
    };
    visit.sign_in(&session);
    Ok(Redirect::to(app.team_home()))
}

#[derive(Deserialize)]
struct Nothing {}

async fn sign_out(State(app): State<App>, visit: Visit, _: Form<Nothing>) -> Result<Redirect, Problem> {
    if let Some(session) = visit.session().cloned() {
        app.store().write::<_, Problem, _>(move |tx| Ok(sessions::end(tx, &session)?)).await?;
    }
    visit.sign_out();
    Ok(Redirect::to("/"))
}

async fn sign_out_everywhere(
    State(app): State<App>,
    visit: Visit,
    _: Form<Nothing>,
) -> Result<Redirect, Problem> {
    if let Some(session) = visit.session().cloned() {
        let ctx = visit.ctx().clone();
        let ended = app.store().write::<_, Problem, _>(move |tx| {
            let ended = sessions::end_all_of(tx, &session.subject)?;
            let (object, detail) = (session.subject, json!({ "sessions": ended }));
            let act = Act { action: "account.session-ended", conference: None, object, detail };
            Ok(madang_audit::record(tx, &ctx, &act)?)
        });
        ended.await?;
    }
    visit.sign_out();
    Ok(Redirect::to("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_on_this_server() {
        assert!(is_local_path("/devcon-6/timetable?day=2#s"));
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "evil",
            "",
            "/\t/evil.example",
            "/a\nb",
        ] {
            assert!(!is_local_path(bad), "{bad:?}");
        }
    }
}
