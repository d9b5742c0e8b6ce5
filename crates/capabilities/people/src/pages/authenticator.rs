//! Setting up an app that makes codes, and the recovery codes.

use askama::Template;
use axum::{Form, extract::State, response::Response};
use http::HeaderMap;
use madang_store::StoreError;
use madang_text::key;
use madang_web::{App, Layout, Problem, Visit, sessions};
use serde::Deserialize;

use super::{
    answer, back, is_fresh, layout, letters, prove_first,
    qr::{self, Qr},
    safety, signed_in,
};
use crate::{
    actions::factors::{self, Renewed},
    limits::Limits,
    model::Person,
    rules::one_time,
};

#[derive(Template)]
#[template(path = "account_authenticator.html")]
struct AuthenticatorPage {
    layout: Layout,
    csrf: String,
    qr: Option<Qr>,
    /// The same as a link, for the app on this very phone.
    address: String,
    spelled: String,
    is_wrong: bool,
}

#[derive(Template)]
#[template(path = "account_codes.html")]
struct CodesPage {
    layout: Layout,
    codes: Vec<String>,
    /// Whether the second step has just begun to be asked for.
    is_new: bool,
}

/// `POST /account/authenticator/begin`: makes a secret.
pub(crate) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account"));
    }
    let (ctx, seal) = (visit.ctx().clone(), safety(&app).seal);
    let begun =
        app.store().write::<_, StoreError, _>(move |tx| factors::begin_app(tx, &ctx, &seal, person.id));
    begun.await?;
    Ok(back("/account/authenticator"))
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `GET /account/authenticator`: what is to be put into the app.
pub(crate) async fn form(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    show(&app, &visit, &person, false).await
}

async fn show(app: &App, visit: &Visit, person: &Person, is_wrong: bool) -> Result<Response, Problem> {
    if !is_fresh(visit) {
        return Ok(prove_first("/account/authenticator"));
    }
    let (seal, id) = (safety(app).seal, person.id);
    let secret =
        app.store().read::<_, StoreError, _>(move |tx| factors::secret_of_app(tx, &seal, id)).await?;
    let Some(secret) = secret else { return Ok(back("/account")) };
    let address = one_time::address(app.config().base_url.authority(), &person.email, &secret);
    answer(&AuthenticatorPage {
        layout: layout(visit, key("account-app")),
        csrf: visit.csrf_token(),
        qr: qr::draw(&address),
        spelled: one_time::spelled(&secret),
        address,
        is_wrong,
    })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Confirm {
    code: String,
}

/// `POST /account/authenticator`: the app makes the right codes, so it counts from now on.
pub(crate) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(Confirm { code }): Form<Confirm>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account/authenticator"));
    }
    app.part::<Limits>().code(person.id, visit.client())?;
    let (ctx, safety, device) = (visit.ctx().clone(), safety(&app), sessions::device(&headers));
    let asked = person.clone();
    let confirmed = app.store().write::<_, StoreError, _>(move |tx| {
        factors::confirm_app(tx, &ctx, &safety, (&asked, &code), &device)
    });
    match confirmed.await? {
        Some(Renewed { codes, session }) => {
            visit.sign_in(&session);
            show_codes(&visit, codes, true)
        }
        None => show(&app, &visit, &person, true).await,
    }
}

pub(super) fn show_codes(visit: &Visit, codes: Vec<String>, is_new: bool) -> Result<Response, Problem> {
    answer(&CodesPage { layout: layout(visit, key("account-codes")), codes, is_new })
}

/// `GET /account/recovery-codes`: they are shown once, and this is later.
pub(crate) async fn codes() -> Response {
    back("/account")
}

/// `POST /account/recovery-codes`: new ones in place of all before.
pub(crate) async fn renew(
    State(app): State<App>,
    visit: Visit,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account"));
    }
    let (ctx, letters) = (visit.ctx().clone(), letters(&app));
    let renewed =
        app.store().write::<_, StoreError, _>(move |tx| factors::renew_codes(tx, &ctx, &letters, &person));
    match renewed.await? {
        Some(codes) => show_codes(&visit, codes, false),
        None => Ok(back("/account")),
    }
}
