//! Speaks to the whole application as a browser does, signed in or not.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Router, body::Body};
use http::{HeaderMap, Request};
use jiff::SignedDuration;
use madang_context::{SystemRandomness, Who};
use madang_programme::Site;
use madang_store::StoreError;
use madang_testkit::TestKit;
use madang_web::sessions::make_sign_in_link;
use tower::ServiceExt as _;

use crate::{command::Place, config::Config, ground::Ground, serve::application};

pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.headers.get("location").map_or("", |value| value.to_str().expect("an address"))
    }

    /// The token of the page's first form.
    pub(crate) fn token(&self) -> String {
        let (_, rest) = self.body.split_once("name=\"csrf\" value=\"").expect("the page has a form");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// What stands behind this beginning in the value of a field.
    pub(crate) fn hidden_value(&self, beginning: &str) -> String {
        let (_, rest) =
            self.body.split_once(&format!("value=\"{beginning}")).expect("the page has such a field");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let marker = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&marker).expect("the page has the field");
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

/// The application on the test's store.
pub(crate) fn router(kit: &TestKit) -> Router {
    router_with(kit, |_| {})
}

/// The same with another configuration.
pub(crate) fn router_with(kit: &TestKit, configure: impl FnOnce(&mut Config)) -> Router {
    let place = Place { data: Some(kit.path("data")), ..Place::default() };
    let mut config = Config::read(&place, "unused").expect("the usual configuration is right");
    config.database = kit.config.database.clone();
    configure(&mut config);
    std::fs::create_dir_all(&config.data).expect("a data folder");
    let ids = Arc::new(madang_context::Ids::new(SystemRandomness));
    let ground = Ground { config, store: kit.store.clone(), clock: kit.clock.clone(), ids };
    application(&ground, &Site::default()).expect("the application is put together").1
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    /// Another browser that holds the same cookies.
    pub(crate) fn twin(&self) -> Self {
        Self { router: self.router.clone(), cookies: self.cookies.clone() }
    }

    /// A browser of somebody else at the same application.
    pub(crate) fn without_cookies(&self) -> Self {
        Self::new(self.router.clone())
    }

    /// Plants a cookie, as somebody could who holds the browser for a moment.
    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// The value of a cookie that the browser holds.
    pub(crate) fn cookie(&self, name: &str) -> String {
        self.cookies.get(name).expect("the browser holds the cookie").clone()
    }

    /// A browser in which the administrator has signed in by a link.
    pub(crate) async fn signed_in(kit: &TestKit, router: Router) -> Self {
        let mut browser = Self::new(router);
        let ctx = kit.ctx(Who::Administrator);
        let link = kit
            .store
            .write::<_, StoreError, _>(move |tx| make_sign_in_link(tx, &ctx, SignedDuration::from_mins(15)));
        let link = link.await.expect("a link");
        let token = browser.get(&link).await.token();
        let answer = browser.post(&link, &format!("csrf={token}")).await;
        assert_eq!((answer.status, answer.location()), (303, "/desk"));
        browser
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    /// Sends a form of this site.
    pub(crate) async fn post(&mut self, path: &str, form: &str) -> Answer {
        let headers =
            [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &headers, form).await
    }

    /// Sends files, the token first.
    pub(crate) async fn upload(&mut self, path: &str, token: &str, files: &[(&str, &str)]) -> Answer {
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, content)| (*name, content.as_bytes())).collect();
        self.upload_bytes(path, token, &files).await
    }

    /// Sends files whose bytes are no text, the token first.
    pub(crate) async fn upload_bytes(&mut self, path: &str, token: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        let mut field = |head: &str, value: &[u8]| {
            body.extend(format!("--border\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes());
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        };
        field("name=\"csrf\"", token.as_bytes());
        for (name, content) in files {
            field(&format!("name=\"file\"; filename=\"{name}\""), content);
        }
        body.extend_from_slice(b"--border--\r\n");
        let headers =
            [("sec-fetch-site", "same-origin"), ("content-type", "multipart/form-data; boundary=border")];
        self.send_bytes("POST", path, &headers, body).await
    }

    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        self.send_bytes(method, path, headers, body.as_bytes().to_vec()).await
    }

    async fn send_bytes(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie");
            let (name, rest) = cookie.split_once('=').expect("a cookie has a value");
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap_or_default().to_owned());
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}
