//! The one place that every request passes.

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use http_body::Body as _;
use http_body_util::Limited;
use jiff::tz::TimeZone;
use madang_context::{Ctx, Who};
use madang_store::usage::{self, Usage};
use madang_text::key;
use percent_encoding::percent_decode_str;
use tokio::time::timeout;

use crate::{
    access::client_address,
    app::App,
    compression, cookies, forgery,
    layout::ProblemPage,
    problem::{Problem, wants_json},
    routes::{Forgery, Right, RouteEntry},
    visit::{self, Arrival, Asker, Visit},
};

/// What is checked for one route, and where its requests are counted.
pub(crate) struct Policy {
    entry: RouteEntry,
    /// One histogram for each class of status, made when first needed.
    seconds: [OnceLock<metrics::Histogram>; 5],
}

pub(crate) type Policies = Vec<Policy>;

impl Policy {
    pub(crate) fn new(entry: RouteEntry) -> Self {
        Self { entry, seconds: Default::default() }
    }
}

pub(crate) struct Front {
    app: App,
    policies: HashMap<String, Policies>,
    /// Counts what matched no route.
    unmatched: Policy,
    fixed_headers: Vec<(HeaderName, HeaderValue)>,
}

/// Paths that a supervisor or a load balancer asks for under any name of the machine.
const ANY_HOST: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    manifest-src 'self'";

impl Front {
    pub(crate) fn new(app: App, policies: HashMap<String, Policies>) -> Self {
        let mut fixed_headers = vec![
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
            (
                HeaderName::from_static("permissions-policy"),
                HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        ];
        let config = app.config();
        // Not for subdomains: they may belong to other services of the host.
        let hsts = format!("max-age={}", config.hsts_seconds);
        if config.base_url.is_secure()
            && config.hsts_seconds > 0
            && let Ok(hsts) = HeaderValue::from_str(&hsts)
        {
            fixed_headers.push((header::STRICT_TRANSPORT_SECURITY, hsts));
        }
        let unmatched = RouteEntry {
            method: Method::GET,
            path: "(none)".into(),
            right: Right::Public,
            forgery: Forgery::BrowserOnly,
            body_bytes_max: None,
            knows_cookies: true,
        };
        Self { app, policies, unmatched: Policy::new(unmatched), fixed_headers }
    }

    /// The policy of the route that a request will reach: `Ok(None)` where the router itself will answer 404 or 405.
    fn policy(&self, route: Option<&str>, method: &Method) -> Result<Option<&Policy>, Problem> {
        let Some(route) = route else { return Ok(None) };
        // A route that was put into the router past `Routes` has no policy: refuse rather than guess.
        let policies = self.policies.get(route).ok_or_else(Problem::internal)?;
        let method = if method == Method::HEAD { &Method::GET } else { method };
        Ok(policies.iter().find(|policy| policy.entry.method == *method))
    }
}

/// What is kept of a request until its answer is finished.
struct Asked {
    method: Method,
    route: Option<MatchedPath>,
    wants_json: bool,
    accepts_gzip: bool,
    started: Instant,
}

pub(crate) async fn front(State(front): State<Arc<Front>>, request: Request, next: Next) -> Response {
    let app = &front.app;
    let arrival = arrive(app, &request);
    let (ctx, translator, path) = (arrival.ctx.clone(), arrival.translator.clone(), arrival.path.clone());
    let asked = Asked {
        method: request.method().clone(),
        route: request.extensions().get::<MatchedPath>().cloned(),
        wants_json: wants_json(&path, request.headers()),
        accepts_gzip: compression::accepts_gzip(request.headers()),
        started: Instant::now(),
    };
    let patience = Duration::from_secs(app.config().request_seconds_max);
    let answering = AssertUnwindSafe(answer(&front, &asked, arrival, request, next)).catch_unwind();
    let (outcome, used) = usage::scope(timeout(patience, answering)).await;
    let (mut response, visit) = match outcome {
        Ok(Ok(answered)) => answered,
        Ok(Err(panic)) => {
            tracing::error!(request.id = %ctx.request_id, "a handler panicked: {}", panic_words(&*panic));
            (Problem::internal().into_response(), None)
        }
        Err(_) => (Problem::unavailable().into_response(), None),
    };
    if let Some(problem) = problem_of(&response) {
        let render = RenderProblem { app, ctx: &ctx, translator: &translator, asked: &asked, path: &path };
        response = render.render(&problem, &response);
    }
    if asked.method != Method::HEAD {
        response = compression::compress(response, asked.accepts_gzip).await;
    }
    let cookies = visit.as_ref().map(Visit::take_cookies).unwrap_or_default();
    finish_headers(&front, &ctx, cookies, response.headers_mut());
    let who = visit.as_ref().map_or(Who::Visitor, |visit| visit.ctx().who);
    note(&front, &asked, &ctx, who, used, &response);
    response
}

/// What can be told from the request alone.
fn arrive(app: &App, request: &Request) -> Arrival {
    let headers = request.headers();
    let query = request.uri().query().unwrap_or_default();
    let asked_language = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
    let cookie = visit::cookie_name(app, "language");
    let chosen = asked_language.or_else(|| cookies::find(headers, &cookie));
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = app.texts().negotiate(chosen, accepted, &[]);
    // A language that was asked for in the address is remembered: the links of the page lead on without it.
    let chose_language = asked_language.is_some_and(|asked| cookies::find(headers, &cookie) != Some(asked));
    let mut ctx = Ctx::new(Who::Visitor, app.clock(), app.ids());
    ctx.language = language.to_string();
    let client = client_address(app.config(), request.extensions(), headers);
    ctx.client = Some(client);
    let (zone, chose_zone) = zone(app, query, headers);
    Arrival {
        ctx,
        translator: app.texts().translator(&language),
        client,
        path: request.uri().path().to_owned(),
        query: query.to_owned(),
        chose_language: chose_language.then_some(language),
        zone,
        chose_zone,
    }
}

/// The time zone that the address asks for or else the cookie names, and whether it is to be remembered from now on.
/// An empty `zone=` asks for none; one that nobody knows is as if it were not there.
fn zone(app: &App, query: &str, headers: &HeaderMap) -> (Option<TimeZone>, bool) {
    let remembered = cookies::find(headers, &visit::cookie_name(app, "zone"));
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("zone="));
    let asked = asked.map(|name| percent_decode_str(name).decode_utf8_lossy().into_owned());
    let known = |name: &str| TimeZone::get(name).ok();
    match asked.as_deref() {
        Some("") => (None, remembered.is_some()),
        Some(name) if let Some(zone) = known(name) => (Some(zone), remembered != Some(name)),
        _ => (remembered.and_then(known), false),
    }
}

/// Asks everything that must be asked before a handler runs, and runs it.
async fn answer(
    front: &Front,
    asked: &Asked,
    arrival: Arrival,
    request: Request,
    next: Next,
) -> (Response, Option<Visit>) {
    let app = &front.app;
    // Named one by one: a request as a whole must not be lent out across an await.
    let (path, headers, uri) = (&arrival.path, request.headers(), request.uri());
    let checked = async {
        check_host(app, path, headers, uri)?;
        let policy = front.policy(asked.route.as_ref().map(MatchedPath::as_str), &asked.method)?;
        let asker = match policy {
            Some(policy) if policy.entry.forgery == Forgery::Bearer => Asker::of_bearer(app, headers).await?,
            Some(policy) if !policy.entry.knows_cookies => Asker::visitor(),
            _ => Asker::of_session(app, headers).await?,
        };
        Ok((policy, asker))
    };
    let (policy, asker) = match checked.await {
        Ok(checked) => checked,
        Err(problem) => return (Problem::into_response(problem), None),
    };
    let (chosen, chose_zone) = (arrival.chose_language.clone(), arrival.chose_zone);
    let knows_cookies = policy.is_none_or(|policy| policy.entry.knows_cookies);
    let no_headers = HeaderMap::new();
    let visit = Visit::new(app, arrival, asker, if knows_cookies { request.headers() } else { &no_headers });
    if let Some(language) = chosen.filter(|_| knows_cookies) {
        visit.choose_language(&language);
    }
    if chose_zone && knows_cookies {
        visit.remember_zone();
    }
    let body_bytes_max = body_bytes_max(app, policy);
    let request = match permit(app, policy, &visit, request).await {
        Ok(request) => request,
        Err(problem) => return (problem.into_response(), Some(visit)),
    };
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(visit.clone());
    let body = Body::new(Limited::new(body, body_bytes_max));
    (next.run(Request::from_parts(parts, body)).await, Some(visit))
}

fn body_bytes_max(app: &App, policy: Option<&Policy>) -> usize {
    let of_route = policy.and_then(|policy| policy.entry.body_bytes_max);
    of_route.unwrap_or(app.config().body_bytes_max)
}

/// Whether this person may use this route.
///
/// *Errors*: not found, where the route is about something that does not exist for them.
async fn may(app: &App, entry: &RouteEntry, visit: &Visit) -> Result<bool, Problem> {
    let ctx = visit.ctx();
    let power = match entry.right {
        Right::Public => return Ok(true),
        Right::Person => return Ok(ctx.who != Who::Visitor),
        Right::Server => return Ok(ctx.is_administrator()),
        Right::Scoped(_) if ctx.who == Who::Visitor => return Ok(false),
        Right::Scoped(_) if ctx.is_administrator() => return Ok(true),
        Right::Scoped(power) => power,
    };
    if ctx.grants.is_empty() {
        return Err(Problem::not_found());
    }
    let (part, value) = variable_part(&entry.path, visit.path()).ok_or_else(Problem::internal)?;
    let scopes_of = app.scopes_of();
    let scopes = app.store().read::<_, Problem, _>(move |tx| Ok(scopes_of(tx, &part, &value)?)).await?;
    if ctx.knows(&scopes) { Ok(ctx.may(power, &scopes)) } else { Err(Problem::not_found()) }
}

/// Name and value of the first variable part of a path: of `/desk/{conference}/jobs` and `/desk/yard/jobs`, `conference`
/// and `yard`.
fn variable_part(pattern: &str, path: &str) -> Option<(String, String)> {
    pattern.split('/').zip(path.split('/')).find_map(|(pattern, value)| {
        let name = pattern.strip_prefix('{')?.strip_suffix('}')?;
        // What is no text names nothing; it must not make the next part count for this one.
        Some((name.to_owned(), percent_decode_str(value).decode_utf8_lossy().into_owned()))
    })
}

/// Rights first, then forgery.
async fn permit(
    app: &App,
    policy: Option<&Policy>,
    visit: &Visit,
    request: Request,
) -> Result<Request, Problem> {
    let Some(Policy { entry, .. }) = policy else { return Ok(request) };
    match (may(app, entry, visit).await?, visit.ctx().who) {
        (true, _) => {}
        (false, Who::Visitor) if entry.forgery == Forgery::Bearer => return Err(Problem::token()),
        // Who nobody knows yet may sign in.
        (false, Who::Visitor) => return Err(Problem::sign_in().with_sign_in(visit, request.method())),
        (false, _) => return Err(Problem::forbidden()),
    }
    if let Some(length) = request.headers().get(header::CONTENT_LENGTH) {
        let length = length.to_str().ok().and_then(|length| length.parse::<u64>().ok());
        if length.is_some_and(|length| length > body_bytes_max(app, policy) as u64) {
            return Err(Problem::too_large());
        }
    }
    if entry.method.is_safe() || entry.forgery == Forgery::Bearer {
        return Ok(request);
    }
    forgery::check_origin(&app.config().base_url, request.headers())?;
    match entry.forgery {
        Forgery::BrowserOnly | Forgery::Bearer => Ok(request),
        // Somebody without session and visitor's cookie cannot have got a token.
        Forgery::Token if visit.session().is_none() && visit.visitor().is_none() => {
            Err(Problem::new(StatusCode::FORBIDDEN, key("problem-form-expired")))
        }
        Forgery::Token => forgery::check_token(app, &visit.forgery_subject(), request).await,
    }
}

/// Refuses requests under a foreign name, so that no cache and no link is ever made for it (DNS rebinding, poisoning).
fn check_host(app: &App, path: &str, headers: &HeaderMap, uri: &http::Uri) -> Result<(), Problem> {
    let named = uri.authority().map(http::uri::Authority::as_str);
    let named = named.or_else(|| headers.get(header::HOST).and_then(|host| host.to_str().ok()));
    if ANY_HOST.contains(&path) || named.is_some_and(|host| app.config().base_url.is_named(host)) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, key("problem-wrong-host")))
}

/// The problem that an answer stands for: its own, or that of a bare error of the router or of an extractor.
fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_bare = content_type.is_none_or(|content_type| content_type.starts_with(b"text/plain"));
    ((status.is_client_error() || status.is_server_error()) && is_bare).then(|| Problem::of_status(status))
}

struct RenderProblem<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    translator: &'a madang_text::Translator,
    asked: &'a Asked,
    path: &'a str,
}

impl RenderProblem<'_> {
    /// The problem as a page or as JSON, with the status and the headers (`Allow`, `Retry-After`) of `bare`.
    fn render(&self, problem: &Problem, bare: &Response) -> Response {
        let mut response = if self.asked.wants_json {
            problem.json(self.translator, &self.ctx.request_id)
        } else {
            let title = self.translator.say(&problem.title);
            let mut layout = visit::layout(self.app, self.translator, title, String::new());
            layout.indexable = false;
            layout.request_id.clone_from(&self.ctx.request_id);
            visit::html(&ProblemPage { layout, problem }).unwrap_or_else(|_| {
                tracing::error!(path = self.path.len(), "the page of a problem cannot be rendered");
                Response::new(Body::from("Internal error"))
            })
        };
        *response.status_mut() = bare.status();
        for name in [header::ALLOW, header::RETRY_AFTER] {
            if let Some(value) = bare.headers().get(&name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}

fn finish_headers(front: &Front, ctx: &Ctx, cookies: Vec<HeaderValue>, headers: &mut HeaderMap) {
    for (name, value) in &front.fixed_headers {
        // A handler may have been stricter, for files of strangers for example.
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    if let Ok(id) = HeaderValue::from_str(&ctx.request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    // A cookie is for one person: an answer that sets one must never be kept for others.
    if !cookies.is_empty() {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// One line in the log and one count for each request. Route patterns, never paths: those hold names and tokens.
fn note(front: &Front, asked: &Asked, ctx: &Ctx, who: Who, used: Usage, response: &Response) {
    let elapsed = asked.started.elapsed();
    let status = response.status().as_u16();
    let route = asked.route.as_ref().map_or("(none)", MatchedPath::as_str);
    tracing::info!(
        target: "madang::request",
        { http.method = %asked.method,
        http.route = route,
        http.status = status,
        http.ms = elapsed.as_secs_f64() * 1000.0,
        http.bytes = response.body().size_hint().exact().unwrap_or(0),
        store.statements = used.statements,
        store.ms = Duration::from_micros(used.micros).as_secs_f64() * 1000.0,
        request.id = %ctx.request_id,
        who = ?who },
        "{} {route} {status}", asked.method
    );
    let policy = front.policy(asked.route.as_ref().map(MatchedPath::as_str), &asked.method);
    let policy = policy.ok().flatten().unwrap_or(&front.unmatched);
    let class = usize::from(status / 100).clamp(1, 5) - 1;
    let histogram = policy.seconds[class].get_or_init(|| {
        metrics::histogram!("http_request_seconds", "method" => policy.entry.method.to_string(),
            "route" => policy.entry.path.clone(), "status" => format!("{}xx", class + 1))
    });
    histogram.record(elapsed.as_secs_f64());
}
