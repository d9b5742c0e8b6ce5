//! The pages of an account.

mod account;
mod authenticator;
mod email;
#[cfg(feature = "oidc")]
mod oidc;
mod passkeys;
mod qr;
mod second;
mod sign_in;

use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, header};
use jiff::SignedDuration;
use madang_store::StoreError;
use madang_web::{App, Layout, Problem, Right, Routes, Visit};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    actions::{
        factors::{Entry, Safety},
        passkeys::relying_party,
    },
    letters::Letters,
    model::{Person, PersonId},
    seal::Seal,
    store,
};

/// Where persons sign in.
pub const SIGN_IN_PAGE: &str = "/account/sign-in";

/// The routes of this capability.
#[must_use]
pub fn routes() -> Routes {
    provider_routes()
        .get(SIGN_IN_PAGE, Right::Public, sign_in::form)
        .post(SIGN_IN_PAGE, Right::Public, sign_in::take)
        .get("/account/link/{token}", Right::Public, sign_in::link)
        .post("/account/link/{token}", Right::Public, sign_in::redeem)
        .get("/account/second", Right::Public, second::form)
        .post("/account/second", Right::Public, second::take)
        .get("/account/prove", Right::Person, second::prove_form)
        .post("/account/prove", Right::Person, second::prove)
        .get("/account/second/off", Right::Person, second::off_form)
        .post("/account/second/off", Right::Person, second::switch_off)
        .post("/account/second/on", Right::Person, second::switch_on)
        .post("/account/passkeys/challenge", Right::Public, passkeys::challenge)
        .post("/account/passkeys/enter", Right::Public, passkeys::enter)
        .post("/account/passkeys", Right::Person, passkeys::add)
        .post("/account/passkeys/remove", Right::Person, passkeys::remove)
        .get("/account/authenticator", Right::Person, authenticator::form)
        .post("/account/authenticator/begin", Right::Person, authenticator::begin)
        .post("/account/authenticator", Right::Person, authenticator::confirm)
        .get("/account/recovery-codes", Right::Person, authenticator::codes)
        .post("/account/recovery-codes", Right::Person, authenticator::renew)
        .get("/account/email", Right::Person, email::form)
        .post("/account/email", Right::Person, email::ask)
        .post("/account/email/stop", Right::Person, email::stop)
        .get("/account/email/{token}", Right::Public, email::link)
        .post("/account/email/{token}", Right::Public, email::say)
        .get("/account", Right::Person, account::page)
        .post("/account/profile", Right::Person, account::change_profile)
        .post("/account/password", Right::Person, account::change_password)
        .post("/account/sessions/end", Right::Person, account::end_session)
        .post("/account/sessions/end-all", Right::Person, account::end_all_sessions)
        .post("/account/provider/remove", Right::Person, account::unlink)
        .get("/account/data.json", Right::Person, account::data)
        .post("/account/erase", Right::Person, account::erase)
}

#[cfg(feature = "oidc")]
fn provider_routes() -> Routes {
    Routes::new().get("/account/provider/{provider}", Right::Public, oidc::begin).get(
        "/account/provider/{provider}/back",
        Right::Public,
        oidc::finish,
    )
}

#[cfg(not(feature = "oidc"))]
fn provider_routes() -> Routes {
    Routes::new()
}

/// The frame of a page that is for one person, and no search engine's business.
fn layout(visit: &Visit, title: &str) -> Layout {
    let mut layout = visit.layout(visit.t().say(title));
    layout.indexable = false;
    // Addresses may hold a secret, so they stand nowhere in the page.
    layout.canonical = String::new();
    layout.stylesheets.push(layout.assets.url("css/desk.css"));
    layout.stylesheets.push(layout.assets.url("css/account.css"));
    layout
}

/// A page for one person: never kept, and its address goes nowhere.
fn answer(page: &impl askama::Template) -> Result<Response, Problem> {
    Ok(private(madang_web::html(page)?))
}

fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn back(to: &str) -> Response {
    private(Redirect::to(to).into_response())
}

/// The person who is signed in; the administrator's link signs in nobody in particular.
fn own(visit: &Visit) -> Option<PersonId> {
    visit.ctx().person().map(PersonId)
}

/// The person, or where the administrator's link has brought somebody: nothing that would be theirs.
async fn signed_in(app: &App, visit: &Visit) -> Result<Person, Problem> {
    let id = own(visit).ok_or_else(Problem::not_found)?;
    let person = app.store().read::<_, StoreError, _>(move |tx| store::person(tx, id)).await?;
    person.ok_or_else(Problem::not_found)
}

/// Name of the cookie of who owes a second factor, and how long browsers keep it, in seconds.
const SECOND_COOKIE: &str = "second-step";
const SECOND_COOKIE_SECONDS: i64 = 600;

/// Where somebody is led who has just signed in.
fn home(next: &str, is_team: bool) -> &str {
    match next {
        "" if is_team => "/desk",
        "" => "/account",
        next => next,
    }
}

/// Leads on who has shown a first factor: to the page they wanted, or to the second step.
fn let_in(visit: &Visit, entry: Entry, next: &str, is_team: bool) -> Response {
    match entry {
        Entry::In(session) => {
            visit.sign_in(&session);
            back(home(next, is_team))
        }
        Entry::Second(token) => {
            visit.keep(SECOND_COOKIE, &token, SECOND_COOKIE_SECONDS);
            back("/account/second")
        }
    }
}

/// How long after signing in somebody may change how they sign in: who finds a machine left alone must not.
const FRESH: SignedDuration = SignedDuration::from_mins(15);

/// Whether the person has shown a short time ago who they are.
fn is_fresh(visit: &Visit) -> bool {
    visit.session().is_some_and(|session| visit.ctx().now.duration_since(session.created_at) < FRESH)
}

/// Has somebody show again who they are, and leads back to `next`.
fn prove_first(next: &str) -> Response {
    back(&format!("/account/prove?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC)))
}

fn letters(app: &App) -> Letters {
    Letters::new(app.texts().clone(), app.config().base_url.origin())
}

fn safety(app: &App) -> Safety {
    let webauthn = relying_party(&app.config().base_url);
    Safety { seal: Seal::new(&app.config().key), letters: letters(app), webauthn }
}
