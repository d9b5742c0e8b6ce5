//! Signing in by another provider.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use jiff::SignedDuration;
use madang_store::StoreError;
use madang_text::key;
use madang_web::{App, Problem, Visit, is_local_path, sessions};
use serde::Deserialize;

use super::{SIGN_IN_PAGE, back, let_in, letters};
use crate::{
    actions::{self, identities},
    limits::Limits,
    oidc::RemoteError,
    providers::Providers,
    store::identities::{self as kept, ProviderVisit},
};

/// Name of the cookie by which a browser is known when it comes back, and how long it may be away.
const COOKIE: &str = "provider-visit";
const AWAY: SignedDuration = SignedDuration::from_mins(10);

fn redirect(app: &App, provider: &str) -> String {
    app.absolute(&format!("/account/provider/{provider}/back"))
}

fn place(providers: &Providers, name: &str) -> Result<usize, Problem> {
    let found = providers.0.iter().position(|provider| provider.config.name == name);
    found.ok_or_else(Problem::not_found)
}

fn refused(error: &RemoteError, provider: &str) -> Problem {
    tracing::warn!(provider, "a provider signs nobody in: {error}");
    Problem::new(StatusCode::BAD_GATEWAY, key("account-provider-failed"))
        .with_way(key("problem-way-sign-in"), SIGN_IN_PAGE)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

/// `GET /account/provider/{provider}`: sends the browser there. Not a form: browsers refuse to follow a form elsewhere
/// under our content security policy; and nothing is done here that another site could want done.
pub(crate) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Path(name): Path<String>,
    Query(Asked { next }): Query<Asked>,
) -> Result<Response, Problem> {
    let providers = app.part::<Providers>().clone();
    let provider = &providers.0[place(&providers, &name)?];
    app.part::<Limits>().challenge(visit.client())?;
    let ctx = visit.ctx().clone();
    let (state, browser) = (ctx.ids.token(), ctx.ids.token());
    let away = ProviderVisit {
        nonce: ctx.ids.token(),
        // 64 letters: RFC 7636 wants 43 at least.
        verifier: ctx.ids.token() + &ctx.ids.token(),
        next: if is_local_path(&next) { next } else { String::new() },
    };
    let to = provider
        .client
        .begin(&provider.config, (&redirect(&app, &name), ctx.now), (&state, &away))
        .await
        .map_err(|error| refused(&error, &name))?;
    visit.keep(COOKIE, &browser, AWAY.as_secs());
    let digests = (actions::digest(&state), actions::digest(&browser));
    let sent = app.store().write::<_, StoreError, _>(move |tx| {
        kept::insert_visit(tx, (&digests.0, &digests.1), &name, &away, ctx.now + AWAY)
    });
    sent.await?;
    Ok(back(&to))
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    code: String,
    state: String,
}

fn lost() -> Problem {
    Problem::new(StatusCode::GONE, key("account-provider-lost"))
        .with_way(key("problem-way-sign-in"), SIGN_IN_PAGE)
}

/// `GET /account/provider/{provider}/back`: the provider has sent the browser back.
pub(crate) async fn finish(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(Back { code, state }): Query<Back>,
) -> Result<Response, Problem> {
    let providers = app.part::<Providers>().clone();
    let provider = &providers.0[place(&providers, &name)?];
    app.part::<Limits>().challenge(visit.client())?;
    let browser = visit.kept(&headers, COOKIE).ok_or_else(lost)?;
    let digests = (actions::digest(&state), actions::digest(&browser));
    let (ctx, asked) = (visit.ctx().clone(), name.clone());
    let taken = app
        .store()
        .write::<_, StoreError, _>(move |tx| kept::take_visit(tx, (&digests.0, &digests.1), &asked, ctx.now));
    let away = taken.await?.ok_or_else(lost)?;
    visit.forget(COOKIE);
    if code.is_empty() {
        // The person has said no over there.
        return Ok(back(SIGN_IN_PAGE));
    }
    let (ctx, next) = (visit.ctx().clone(), away.next.clone());
    let arrival = provider
        .client
        .finish(&provider.config, (&redirect(&app, &name), ctx.now), (code, away))
        .await
        .map_err(|error| refused(&error, &name))?;
    let (letters, before, device) = (letters(&app), visit.session().cloned(), sessions::device(&headers));
    let onward = next.clone();
    let entered = app.store().write::<_, StoreError, _>(move |tx| {
        identities::arrive(tx, &ctx, &letters, &arrival, (&device, before.as_ref(), &onward))
    });
    match entered.await? {
        Some((entry, person)) => Ok(let_in(&visit, entry, &next, person.is_administrator)),
        None => Err(Problem::new(StatusCode::FORBIDDEN, key("account-provider-unverified"))
            .with_way(key("problem-way-sign-in"), SIGN_IN_PAGE)),
    }
}
