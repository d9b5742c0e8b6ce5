//! The pages of an account.

mod account;
mod sign_in;

use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, header};
use madang_web::{Layout, Problem, Right, Routes, Visit};

use crate::model::PersonId;

/// Where persons sign in.
pub const SIGN_IN_PAGE: &str = "/account/sign-in";

/// The routes of this capability.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(SIGN_IN_PAGE, Right::Public, sign_in::form)
        .post(SIGN_IN_PAGE, Right::Public, sign_in::take)
        .get("/account/link/{token}", Right::Public, sign_in::link)
        .post("/account/link/{token}", Right::Public, sign_in::redeem)
        .get("/account", Right::Person, account::page)
        .post("/account/profile", Right::Person, account::change_profile)
        .post("/account/password", Right::Person, account::change_password)
        .post("/account/sessions/end", Right::Person, account::end_session)
        .get("/account/data.json", Right::Person, account::data)
        .post("/account/erase", Right::Person, account::erase)
}

/// The frame of a page that is for one person, and no search engine's business.
fn layout(visit: &Visit, title: &str) -> Layout {
    let mut layout = visit.layout(visit.t().say(title));
    layout.indexable = false;
    // Addresses may hold a secret, so they stand nowhere in the page.
    layout.canonical = String::new();
    layout.stylesheets.push(layout.assets.url("css/desk.css"));
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
