//! Signing up and in: by a link in a mail, or with a password.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use madang_store::StoreError;
use madang_text::key;
use madang_web::{App, Layout, Notice, Problem, Visit, is_local_path, sessions};
use serde::Deserialize;

use super::{answer, back, home, layout, let_in, own};
use crate::{
    actions::{self, LinkError, Redeemed, factors::enter, passkeys::relying_party},
    limits::Limits,
    passwords::Passwords,
    providers::Providers,
    rules, store,
};

/// What stands in the address of the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
    /// What went wrong on another page that led back here: `passkey`.
    wrong: String,
}

/// The form as it was filled in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SignIn {
    email: String,
    password: String,
    next: String,
    /// `password`, or else a link is sent.
    by: String,
}

#[derive(Template)]
#[template(path = "account_sign_in.html")]
struct SignInPage {
    layout: Layout,
    csrf: String,
    email: String,
    next: String,
    can_passkeys: bool,
    /// Other providers: short name and label.
    providers: Vec<(String, String)>,
    /// Key of what was wrong; empty the first time.
    wrong: &'static str,
    /// Whether it was wrong about the password, not about the address.
    is_password: bool,
}

#[derive(Template)]
#[template(path = "account_sent.html")]
struct SentPage {
    layout: Layout,
    email: String,
}

#[derive(Template)]
#[template(path = "account_link.html")]
struct LinkPage {
    layout: Layout,
    csrf: String,
    email: String,
    /// The person's name; empty when the account is yet to be made.
    name: String,
    wrong: bool,
}

fn page(visit: &Visit, form: &SignIn, wrong: &'static str) -> SignInPage {
    SignInPage {
        layout: layout(visit, key("account-sign-in")),
        csrf: visit.csrf_token(),
        email: form.email.clone(),
        next: form.next.clone(),
        is_password: form.by == "password",
        can_passkeys: relying_party(&visit.app().config().base_url).is_some(),
        providers: visit.app().part::<Providers>().list(),
        wrong,
    }
}

/// `GET /account/sign-in`.
pub(crate) async fn form(
    visit: Visit,
    Query(Asked { next, wrong }): Query<Asked>,
) -> Result<Response, Problem> {
    let next = if is_local_path(&next) { next } else { String::new() };
    if own(&visit).is_some() {
        return Ok(back(home(&next, visit.ctx().is_administrator())));
    }
    let mut page = page(&visit, &SignIn { next, ..SignIn::default() }, "");
    if wrong == "passkey" {
        let text = visit.t().say(key("account-passkey-wrong"));
        page.layout.notices.push(Notice { tone: "bad", text });
    }
    answer(&page)
}

/// `POST /account/sign-in`: the answer is the same whether the address has an account or not.
pub(crate) async fn take(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(mut form): Form<SignIn>,
) -> Result<Response, Problem> {
    if !is_local_path(&form.next) {
        form.next.clear();
    }
    let Some(email) = rules::email(&form.email) else {
        return answer(&page(&visit, &SignIn { by: String::new(), ..form }, key("account-wrong-address")));
    };
    if form.by == "password" {
        return by_password(&app, &visit, &headers, &email, form).await;
    }
    app.part::<Limits>().letter(&email, visit.client())?;
    let (ctx, t, to, next) = (visit.ctx().clone(), visit.t().clone(), email.clone(), form.next);
    let base = app.clone();
    let sent = app.store().write::<_, StoreError, _>(move |tx| {
        actions::send_link(tx, &ctx, (&to, &next), &t, |path| base.absolute(path))
    });
    sent.await?;
    answer(&SentPage { layout: layout(&visit, key("account-sent")), email })
}

async fn by_password(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    email: &str,
    form: SignIn,
) -> Result<Response, Problem> {
    app.part::<Limits>().attempt(email, visit.client())?;
    let asked = email.to_owned();
    let found = app.store().read::<_, StoreError, _>(move |tx| store::password(tx, &asked)).await?;
    let (id, hash) = found.map_or((None, None), |(id, hash)| (Some(id), hash));
    let is_right = app.part::<Passwords>().verify(form.password.clone(), hash).await?;
    let Some(id) = id.filter(|_| is_right) else {
        return answer(&page(visit, &form, key("account-wrong-password")));
    };
    let (ctx, before, device) = (visit.ctx().clone(), visit.session().cloned(), sessions::device(headers));
    let next = form.next.clone();
    let entered = app.store().write::<_, StoreError, _>(move |tx| {
        let Some(person) = store::person(tx, id)? else { return Ok(None) };
        let entry = enter(tx, &ctx, &person, (&device, before.as_ref()), &next)?;
        Ok(Some((entry, person)))
    });
    match entered.await? {
        Some((entry, person)) => Ok(let_in(visit, entry, &form.next, person.is_administrator)),
        // Deleted since the password was looked at.
        None => answer(&page(visit, &form, key("account-wrong-password"))),
    }
}

fn dead() -> Problem {
    let mut problem = Problem::new(StatusCode::GONE, key("account-link-dead"));
    problem.ways.push((key("problem-way-sign-in").into(), super::SIGN_IN_PAGE.to_owned()));
    problem
}

/// `GET /account/link/{token}`: a page with a button, for mail programs and chat previews open links by themselves.
pub(crate) async fn link(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    link_page(&app, &visit, token, false).await
}

async fn link_page(app: &App, visit: &Visit, token: String, wrong: bool) -> Result<Response, Problem> {
    let now = visit.ctx().now;
    let opened = app.store().read::<_, StoreError, _>(move |tx| actions::open_link(tx, &token, now)).await?;
    let (email, person) = opened.ok_or_else(dead)?;
    let name = person.map(|person| person.name).unwrap_or_default();
    let title = if name.is_empty() { key("account-new") } else { key("account-sign-in") };
    answer(&LinkPage { layout: layout(visit, title), csrf: visit.csrf_token(), email, name, wrong })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Redeem {
    name: String,
}

/// `POST /account/link/{token}`.
pub(crate) async fn redeem(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(Redeem { name }): Form<Redeem>,
) -> Result<Response, Problem> {
    let (ctx, before, device) = (visit.ctx().clone(), visit.session().cloned(), sessions::device(&headers));
    let asked = token.clone();
    let redeemed = app.store().write::<_, LinkError, _>(move |tx| {
        actions::redeem_link(tx, &ctx, &asked, &name, (&device, before.as_ref()))
    });
    match redeemed.await {
        Ok(Redeemed { entry, person, next }) => Ok(let_in(&visit, entry, &next, person.is_administrator)),
        Err(LinkError::Dead) => Err(dead()),
        Err(LinkError::Name) => link_page(&app, &visit, token, true).await,
        Err(LinkError::Store(error)) => Err(error.into()),
    }
}
