use std::{
    net::IpAddr,
    sync::{Arc, Mutex, OnceLock},
};

use askama::Template;
use axum::{
    extract::FromRequestParts,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use jiff::tz::TimeZone;
use madang_context::{Ctx, Who};
use madang_text::{LanguageTag, Translator};

use crate::{
    app::{App, Identity},
    cookies, forgery,
    layout::{Alternate, Layout, LayoutAssets, Link},
    problem::Problem,
    sessions::{self, Session},
};

/// 400 days: the longest that browsers keep a cookie.
const VISITOR_SECONDS: i64 = 400 * 24 * 3600;
const CHOICE_SECONDS: i64 = 365 * 24 * 3600;
const SESSION_SECONDS: i64 = 14 * 24 * 3600;

/// Somebody without an account, known again by a signed cookie: who keeps favourites, for example.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VisitorId(String);

impl VisitorId {
    /// The id as it is kept: 32 letters and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One request with the person behind it. Cheap to clone; every handler may take it as a parameter.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    app: App,
    ctx: Ctx,
    translator: Translator,
    session: Option<Session>,
    visitor: OnceLock<VisitorId>,
    client: IpAddr,
    path: String,
    query: String,
    zone: Option<TimeZone>,
    /// Cookies to be set with the answer.
    cookies: Mutex<Vec<HeaderValue>>,
}

/// What the front knows of a request before it has asked who it is.
pub(crate) struct Arrival {
    pub(crate) ctx: Ctx,
    pub(crate) translator: Translator,
    pub(crate) client: IpAddr,
    pub(crate) path: String,
    pub(crate) query: String,
    /// The language that the address asks for, when that is not remembered yet.
    pub(crate) chose_language: Option<LanguageTag>,
    /// The visitor's own time zone, when they told.
    pub(crate) zone: Option<TimeZone>,
    /// Whether the address told it, or took it back, and that is not remembered yet.
    pub(crate) chose_zone: bool,
}

pub(crate) fn cookie_name(app: &App, name: &str) -> String {
    // The prefix makes browsers refuse the cookie from other hosts of the same domain, and without TLS.
    if app.config().base_url.is_secure() { format!("__Host-madang-{name}") } else { format!("madang-{name}") }
}

pub(crate) fn signed_cookie<'a>(app: &App, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let name = cookie_name(app, name);
    cookies::verify(&app.config().key, &name, cookies::find(headers, &name)?)
}

impl Visit {
    pub(crate) fn new(app: &App, arrival: Arrival, asker: Asker, headers: &HeaderMap) -> Self {
        let mut ctx = arrival.ctx;
        ctx.who = asker.identity.who;
        ctx.grants = asker.identity.grants;
        let session = asker.session;
        let visitor = OnceLock::new();
        if let Some(id) = signed_cookie(app, headers, "visitor") {
            visitor.get_or_init(|| VisitorId(id.to_owned()));
        }
        Self(Arc::new(Inner {
            app: app.clone(),
            ctx,
            translator: arrival.translator,
            session,
            visitor,
            client: arrival.client,
            path: arrival.path,
            query: arrival.query,
            zone: arrival.zone,
            cookies: Mutex::new(Vec::new()),
        }))
    }

    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Who asks, when, and how ids are made: for actions.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.0.ctx
    }

    /// Speaks the visitor's language.
    #[must_use]
    pub fn t(&self) -> &Translator {
        &self.0.translator
    }

    /// The session, when somebody is signed in.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.0.session.as_ref()
    }

    /// The address of the person's device. Personal data: for limits, never for logs.
    #[must_use]
    pub fn client(&self) -> IpAddr {
        self.0.client
    }

    /// The path that was asked for, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The query as it came, without the question mark; empty when there was none.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.0.query
    }

    /// The visitor's own time zone, when they asked for its times (`?zone=Europe/Berlin`, remembered).
    #[must_use]
    pub fn zone(&self) -> Option<&TimeZone> {
        self.0.zone.as_ref()
    }

    /// The visitor as known from an earlier visit. Asking sets no cookie.
    #[must_use]
    pub fn visitor(&self) -> Option<&VisitorId> {
        self.0.visitor.get()
    }

    /// The visitor, made known from now on by a cookie when they were not: only for those who keep something.
    #[must_use]
    pub fn visitor_or_new(&self) -> &VisitorId {
        self.0.visitor.get_or_init(|| {
            let id = self.0.ctx.ids.token();
            self.set_signed_cookie("visitor", &id, VISITOR_SECONDS);
            VisitorId(id)
        })
    }

    /// The token for the form of a page that is made for this person. Somebody who is not known yet becomes a visitor.
    /// Differs each time, so that compression gives nothing of it away.
    #[must_use]
    pub fn csrf_token(&self) -> String {
        forgery::token(&self.0.app, &self.forgery_subject())
    }

    pub(crate) fn forgery_subject(&self) -> Vec<u8> {
        match self.session() {
            Some(session) => session.token_digest.to_vec(),
            None => self.visitor_or_new().as_str().as_bytes().to_vec(),
        }
    }

    /// Lets the answer carry a session's cookie; the token is from [`sessions::begin`].
    pub fn sign_in(&self, token: &str) {
        self.set_signed_cookie("session", token, SESSION_SECONDS);
    }

    /// Lets the answer remove the session's cookie; the session itself ends by [`sessions::end`].
    pub fn sign_out(&self) {
        self.push_cookie("session", "", 0);
    }

    /// Lets the answer carry a signed cookie of this name: for what is worth something to this one browser only, such as a
    /// sign-in that is half done. Letters and digits.
    pub fn keep(&self, name: &str, value: &str, seconds: i64) {
        self.set_signed_cookie(name, value, seconds);
    }

    /// Lets the answer remove what was [kept](Self::keep).
    pub fn forget(&self, name: &str) {
        self.push_cookie(name, "", 0);
    }

    /// What the browser was given to [keep](Self::keep) under this name; `None` unless this server signed it.
    #[must_use]
    pub fn kept(&self, headers: &HeaderMap, name: &str) -> Option<String> {
        signed_cookie(&self.0.app, headers, name).map(str::to_owned)
    }

    /// Remembers the language that the visitor chose.
    pub fn choose_language(&self, language: &LanguageTag) {
        self.push_cookie("language", language.as_str(), CHOICE_SECONDS);
    }

    /// Remembers the visitor's zone, or that they want none.
    pub(crate) fn remember_zone(&self) {
        let name = self.zone().and_then(TimeZone::iana_name);
        self.push_cookie("zone", name.unwrap_or_default(), if name.is_some() { CHOICE_SECONDS } else { 0 });
    }

    fn set_signed_cookie(&self, name: &str, value: &str, seconds: i64) {
        let signed = cookies::sign(&self.0.app.config().key, &cookie_name(&self.0.app, name), value);
        self.push_cookie(name, &signed, seconds);
    }

    fn push_cookie(&self, name: &str, value: &str, seconds: i64) {
        let secure = self.0.app.config().base_url.is_secure();
        let cookie = cookies::set(&cookie_name(&self.0.app, name), value, seconds, secure);
        self.0.cookies.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(cookie);
    }

    pub(crate) fn take_cookies(&self) -> Vec<HeaderValue> {
        std::mem::take(&mut *self.0.cookies.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// The frame for a page with this title: the server's own name in the bar, all languages, this address.
    #[must_use]
    pub fn layout(&self, title: impl Into<String>) -> Layout {
        let app = self.app();
        let canonical = app.absolute(self.path());
        let mut layout = layout(app, self.t(), title.into(), canonical);
        if let Some(page) = app.sign_in_page() {
            layout.small_print = vec![Link::new(self.t().say("page-account"), page)];
        }
        layout
    }

    /// The address of this page in each language that pages are translated into.
    #[must_use]
    pub fn alternates(&self) -> Vec<Alternate> {
        alternates(self.t())
    }
}

fn alternates(t: &Translator) -> Vec<Alternate> {
    let alternate = |language: &madang_text::Language| Alternate {
        language: language.tag.clone(),
        name: language.name.clone(),
        href: format!("?lang={}", language.tag),
    };
    t.languages().iter().map(alternate).collect()
}

pub(crate) fn layout(app: &App, t: &Translator, title: String, canonical: String) -> Layout {
    Layout {
        t: t.clone(),
        title,
        site: Link::new("Madang", "/"),
        logo: String::new(),
        description: String::new(),
        canonical,
        image: String::new(),
        kind: "website",
        alternates: alternates(t),
        feeds: Vec::new(),
        nav: Vec::new(),
        search: None,
        footer: Vec::new(),
        small_print: Vec::new(),
        stylesheets: Vec::new(),
        scripts: Vec::new(),
        json_ld: String::new(),
        notices: Vec::new(),
        indexable: true,
        assets: LayoutAssets(app.assets().clone()),
        request_id: String::new(),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // The front puts it into every request before a handler sees it.
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::internal)
    }
}

/// A page as an answer.
///
/// *Errors*: the template failed, which is a fault.
pub fn html(page: &impl Template) -> Result<Response, Problem> {
    let rendered = page.render().map_err(|error| Problem::fault(&error))?;
    Ok(Html(rendered).into_response())
}

/// Who asks, and by which session if it is a browser.
pub(crate) struct Asker {
    pub(crate) identity: Identity,
    pub(crate) session: Option<Session>,
}

impl Asker {
    /// Somebody of whom nothing is known.
    pub(crate) fn visitor() -> Self {
        Self { identity: Identity::of(Who::Visitor), session: None }
    }

    /// Whom the request's cookie names, if their session is still good.
    pub(crate) async fn of_session(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(token) = signed_cookie(app, headers, "session") else { return Ok(Self::visitor()) };
        let (digest, now, standing) = (sessions::digest(token), app.clock().now(), app.standing());
        let found =
            app.store().read::<_, Problem, _>(move |tx| Ok(sessions::find(tx, digest, now, standing)?));
        let Some((session, identity)) = found.await? else { return Ok(Self::visitor()) };
        if sessions::is_touch_due(&session, now) {
            app.store().write::<_, Problem, _>(move |tx| Ok(sessions::touch(tx, &digest, now)?)).await?;
        }
        Ok(Self { identity, session: Some(session) })
    }

    /// Whose token the request shows (`Authorization: Bearer …`, RFC 6750). Cookies count for nothing here: a browser
    /// sends them also for a page of somebody else.
    pub(crate) async fn of_bearer(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = shown.and_then(|value| value.split_once(' '));
        let token =
            token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let (Some(token), Some(bearers)) = (token, app.bearers()) else { return Ok(Self::visitor()) };
        let (digest, now) = (sessions::digest(token), app.clock().now());
        let found = app.store().read::<_, Problem, _>(move |tx| Ok((bearers.find)(tx, &digest, now)?));
        let Some((identity, is_use_due)) = found.await? else { return Ok(Self::visitor()) };
        if is_use_due {
            app.store().write::<_, Problem, _>(move |tx| Ok((bearers.used)(tx, &digest, now)?)).await?;
        }
        Ok(Self { identity, session: None })
    }
}
