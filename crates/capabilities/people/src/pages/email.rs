//! Another mail address.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use madang_store::StoreError;
use madang_text::key;
use madang_web::{App, Layout, Problem, Visit};
use serde::Deserialize;

use super::{answer, authenticator::Nothing, back, is_fresh, layout, letters, own, prove_first, signed_in};
use crate::{
    actions::email::{self, Change},
    limits::Limits,
    model::EmailChange,
    rules,
};

#[derive(Template)]
#[template(path = "account_email.html")]
struct EmailPage {
    layout: Layout,
    csrf: String,
    email: String,
    /// What was typed; empty the first time.
    typed: String,
    is_wrong: bool,
}

#[derive(Template)]
#[template(path = "account_email_link.html")]
struct EmailLinkPage {
    layout: Layout,
    csrf: String,
    change: EmailChange,
    is_old: bool,
}

#[derive(Template)]
#[template(path = "account_email_said.html")]
struct EmailSaidPage {
    layout: Layout,
    /// Key of what has come of it.
    said: &'static str,
}

/// `GET /account/email`.
pub(crate) async fn form(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&app, &visit, String::new(), false).await
}

async fn show(app: &App, visit: &Visit, typed: String, is_wrong: bool) -> Result<Response, Problem> {
    let person = signed_in(app, visit).await?;
    if !is_fresh(visit) {
        return Ok(prove_first("/account/email"));
    }
    let layout = layout(visit, key("account-email-change"));
    answer(&EmailPage { layout, csrf: visit.csrf_token(), email: person.email, typed, is_wrong })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewEmail {
    email: String,
}

/// `POST /account/email`: writes to both.
pub(crate) async fn ask(
    State(app): State<App>,
    visit: Visit,
    Form(NewEmail { email }): Form<NewEmail>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account/email"));
    }
    let Some(new) = rules::email(&email).filter(|new| *new != person.email) else {
        return show(&app, &visit, email, true).await;
    };
    app.part::<Limits>().letter(&new, visit.client())?;
    app.part::<Limits>().letter(&person.email, visit.client())?;
    let (ctx, letters) = (visit.ctx().clone(), letters(&app));
    let asked =
        app.store().write::<_, StoreError, _>(move |tx| email::ask(tx, &ctx, &letters, &person, &new));
    match asked.await? {
        true => Ok(back("/account?done=email-asked")),
        false => show(&app, &visit, email, true).await,
    }
}

/// `POST /account/email/stop`: the person has thought better of it.
pub(crate) async fn stop(
    State(app): State<App>,
    visit: Visit,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Problem> {
    let id = own(&visit).ok_or_else(Problem::not_found)?;
    let ctx = visit.ctx().clone();
    app.store().write::<_, StoreError, _>(move |tx| email::stop(tx, &ctx, id)).await?;
    Ok(back("/account?done=email-stopped"))
}

fn dead() -> Problem {
    Problem::new(StatusCode::GONE, key("account-email-over"))
}

/// `GET /account/email/{token}`: a page with buttons, for mail programs open links by themselves.
pub(crate) async fn link(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let opened = app.store().read::<_, StoreError, _>(move |tx| email::open(tx, &ctx, &token)).await?;
    let (change, is_old) = opened.ok_or_else(dead)?;
    let layout = layout(&visit, key("account-email-change"));
    answer(&EmailLinkPage { layout, csrf: visit.csrf_token(), change, is_old })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    /// Set when the old address says no.
    stop: String,
}

/// `POST /account/email/{token}`.
pub(crate) async fn say(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Form(Said { stop }): Form<Said>,
) -> Result<Response, Problem> {
    let (ctx, letters) = (visit.ctx().clone(), letters(&app));
    let said = if stop.is_empty() {
        let change = app
            .store()
            .write::<_, StoreError, _>(move |tx| email::confirm(tx, &ctx, &letters, &token))
            .await?;
        match change {
            Change::Waits => key("account-email-waits"),
            Change::Done => key("account-email-done"),
            Change::Over => return Err(dead()),
        }
    } else {
        let stopped =
            app.store().write::<_, StoreError, _>(move |tx| email::stop_by_link(tx, &ctx, &token)).await?;
        if !stopped {
            return Err(dead());
        }
        key("account-email-stopped")
    };
    answer(&EmailSaidPage { layout: layout(&visit, said), said })
}
