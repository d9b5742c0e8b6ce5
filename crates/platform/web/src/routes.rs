use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    middleware::from_fn_with_state,
    routing::{MethodFilter, MethodRouter, on},
};
use http::Method;
use madang_context::Power;

use crate::{
    app::App,
    front::{self, Front},
    problem::Problem,
};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Everybody.
    Public,
    /// Whoever is signed in, for what is theirs.
    Person,
    /// Whoever has this power on what the address is about: on the host or the conference that its first variable part
    /// names. For everybody who has no power there at all, it does not exist.
    Scoped(Power),
    /// Administrators of the server.
    Server,
}

/// How a route that changes something knows that the form came from this site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgery {
    /// By the browser's word (`Sec-Fetch-Site`, else `Origin`) and by a token in the form.
    Token,
    /// By the browser's word and the cookie's `SameSite` only: for forms on pages that are cached for everybody and so
    /// can hold no token. Only for what is harmless and easily undone, such as a favourite.
    BrowserOnly,
    /// By asking for a token in `Authorization`, which no browser sends by itself; cookies count for nothing.
    Bearer,
}

/// One route as it was declared: for the test that tries each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// `GET` (which answers `HEAD` too), `POST`, …
    pub method: Method,
    /// The pattern, such as `/{conference}/sessions/{code}`.
    pub path: String,
    /// Who may use it.
    pub right: Right,
    /// How forged forms are told.
    pub forgery: Forgery,
    /// The largest body, in bytes; the application's own limit when `None`.
    pub body_bytes_max: Option<usize>,
    /// Whether cookies count: where they do not, the answer is the same whoever asks, and sets none.
    pub knows_cookies: bool,
}

/// Collects routes; the only way to make one reachable.
///
/// ```text
/// Routes::new().get("/{conference}/speakers", Right::Public, speakers).post("/admin/jobs/retry", Right::Server, retry)
/// ```
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    list: Vec<RouteEntry>,
}

fn entry(method: Method, path: &str, right: Right) -> RouteEntry {
    let (path, forgery) = (path.to_owned(), Forgery::Token);
    RouteEntry { method, path, right, forgery, body_bytes_max: None, knows_cookies: true }
}

impl Routes {
    /// No routes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or a download.
    #[must_use]
    pub fn get<H, T>(self, path: &str, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(entry(Method::GET, path, right), on(MethodFilter::GET, handler))
    }

    /// A file that people handed in. Cookies count for nothing there and none is set: whoever knows the address gets the
    /// file, and nothing in it can learn or do anything in somebody's name.
    #[must_use]
    pub fn download<H, T>(self, path: &str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let entry = RouteEntry { knows_cookies: false, ..entry(Method::GET, path, Right::Public) };
        self.add(entry, on(MethodFilter::GET, handler))
    }

    /// A form that changes something; it must hold the token of [`Visit::csrf_token`](crate::Visit::csrf_token).
    #[must_use]
    pub fn post<H, T>(self, path: &str, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(entry(Method::POST, path, right), on(MethodFilter::POST, handler))
    }

    /// A form with files in it, of at most so many bytes together; its first field must be the token.
    #[must_use]
    pub fn upload<H, T>(self, path: &str, right: Right, body_bytes_max: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let limited = on(MethodFilter::POST, handler).layer(DefaultBodyLimit::max(body_bytes_max));
        let entry = entry(Method::POST, path, right);
        self.add(RouteEntry { body_bytes_max: Some(body_bytes_max), ..entry }, limited)
    }

    /// A form on a page that is cached for everybody; see [`Forgery::BrowserOnly`].
    #[must_use]
    pub fn post_from_cached_page<H, T>(self, path: &str, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let entry = entry(Method::POST, path, right);
        let entry = RouteEntry { forgery: Forgery::BrowserOnly, ..entry };
        self.add(entry, on(MethodFilter::POST, handler))
    }

    /// An address for programs, which show who they are by a token; see [`Forgery::Bearer`]. Its body is at most
    /// `body_bytes_max`, or the application's own limit.
    #[must_use]
    pub fn api<H, T>(
        self,
        method: Method,
        path: &str,
        right: Right,
        body_bytes_max: Option<usize>,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).expect("a method that routes can have");
        let entry = RouteEntry { forgery: Forgery::Bearer, body_bytes_max, ..entry(method, path, right) };
        let route = on(filter, handler);
        let route = match body_bytes_max {
            Some(bytes) => route.layer(DefaultBodyLimit::max(bytes)),
            None => route,
        };
        self.add(entry, route)
    }

    fn add(mut self, entry: RouteEntry, route: MethodRouter<App>) -> Self {
        self.router = self.router.route(&entry.path, route);
        self.list.push(entry);
        self
    }

    /// Adds the routes of another part of the program.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self.router = self.router.merge(other.router);
        self
    }

    /// Every route that was declared.
    #[must_use]
    pub fn list(&self) -> &[RouteEntry] {
        &self.list
    }

    /// The application behind its front: rights, forgery, limits, error pages, headers, log.
    pub fn into_router(self, app: App) -> Router {
        let mut policies: HashMap<String, front::Policies> = HashMap::new();
        for entry in self.list {
            policies.entry(entry.path.clone()).or_default().push(front::Policy::new(entry));
        }
        let body_bytes_max = app.config().body_bytes_max;
        let front = Arc::new(Front::new(app.clone(), policies));
        self.router
            .fallback(|| async { Problem::not_found() })
            .with_state(app)
            .layer(DefaultBodyLimit::max(body_bytes_max))
            .layer(from_fn_with_state(front, front::front))
    }
}
