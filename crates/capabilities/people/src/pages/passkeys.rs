//! Passkeys: what the browser asks for, and what it answers.

use axum::{
    Form, Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use madang_store::StoreError;
use madang_text::key;
use madang_web::{App, Problem, Visit, is_local_path, sessions};
use serde::Deserialize;
use webauthn_rs::prelude::Webauthn;

use super::{back, home, is_fresh, own, private, prove_first, safety, second::owing, signed_in};
use crate::{
    actions::passkeys::{self, Answer, Challenge},
    limits::Limits,
};

fn webauthn(app: &App) -> Result<Webauthn, Problem> {
    passkeys::relying_party(&app.config().base_url).ok_or_else(Problem::not_found)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    /// `add`, `show`, `second` or `enter`.
    purpose: String,
}

/// `POST /account/passkeys/challenge`, by script.
pub(crate) async fn challenge(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(Wish { purpose }): Form<Wish>,
) -> Result<Response, Problem> {
    app.part::<Limits>().challenge(visit.client())?;
    let (webauthn, ctx) = (webauthn(&app)?, visit.ctx().clone());
    let challenge: Option<Challenge> = match purpose.as_str() {
        "enter" => {
            app.store()
                .write::<_, StoreError, _>(move |tx| passkeys::begin_enter(tx, &ctx, &webauthn))
                .await?
        }
        "add" => {
            let person = signed_in(&app, &visit).await?;
            if !is_fresh(&visit) {
                return Err(Problem::forbidden());
            }
            app.store()
                .write::<_, StoreError, _>(move |tx| passkeys::begin_add(tx, &ctx, &webauthn, &person))
                .await?
        }
        "show" | "second" => {
            // Who is signed in shows it again. The second step is of whoever began it, signed in as somebody else or not.
            let id = match purpose.as_str() {
                "show" => own(&visit).ok_or_else(Problem::not_found)?,
                _ => owing(&app, &visit, &headers).await?.1.id,
            };
            app.store()
                .write::<_, StoreError, _>(move |tx| passkeys::begin_show(tx, &ctx, &webauthn, id))
                .await?
        }
        _ => return Err(Problem::bad_request()),
    };
    let challenge =
        challenge.ok_or_else(|| Problem::new(StatusCode::CONFLICT, key("account-passkey-none")))?;
    Ok(private(Json(challenge).into_response()))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Enter {
    ceremony: String,
    credential: String,
    next: String,
}

/// `POST /account/passkeys/enter`: signs in whose passkey answered.
pub(crate) async fn enter(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Enter>,
) -> Result<Response, Problem> {
    app.part::<Limits>().challenge(visit.client())?;
    let webauthn = webauthn(&app)?;
    let (ctx, before, device) = (visit.ctx().clone(), visit.session().cloned(), sessions::device(&headers));
    let answer = Answer { ceremony: form.ceremony, credential: form.credential };
    let entered = app.store().write::<_, StoreError, _>(move |tx| {
        passkeys::enter(tx, &ctx, &webauthn, &answer, (&device, before.as_ref()))
    });
    match entered.await? {
        Some((session, person)) => {
            visit.sign_in(&session);
            let next = if is_local_path(&form.next) { form.next.as_str() } else { "" };
            Ok(back(home(next, person.is_administrator)))
        }
        None => Ok(back("/account/sign-in?wrong=passkey")),
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Add {
    ceremony: String,
    credential: String,
    name: String,
}

/// `POST /account/passkeys`: keeps a new one.
pub(crate) async fn add(
    State(app): State<App>,
    visit: Visit,
    Form(form): Form<Add>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account"));
    }
    let (webauthn, ctx, safety) = (webauthn(&app)?, visit.ctx().clone(), safety(&app));
    let answer = Answer { ceremony: form.ceremony, credential: form.credential };
    let added = app.store().write::<_, StoreError, _>(move |tx| {
        passkeys::add(tx, &ctx, (&webauthn, &safety), &person, (&form.name, &answer))
    });
    Ok(back(if added.await? { "/account?done=passkey" } else { "/account?done=no-passkey" }))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Remove {
    passkey: String,
}

/// `POST /account/passkeys/remove`.
pub(crate) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Form(Remove { passkey }): Form<Remove>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account"));
    }
    let (ctx, safety) = (visit.ctx().clone(), safety(&app));
    let removed = app
        .store()
        .write::<_, StoreError, _>(move |tx| passkeys::remove(tx, &ctx, &safety, &person, &passkey));
    Ok(back(if removed.await? { "/account?done=passkey-removed" } else { "/account" }))
}
