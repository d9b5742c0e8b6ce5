//! The second step of signing in, showing again who one is, and switching the second step off.

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use madang_store::StoreError;
use madang_text::key;
use madang_web::{App, Layout, Problem, Visit, is_local_path, sessions};
use serde::Deserialize;

use super::{
    SECOND_COOKIE, SIGN_IN_PAGE, answer,
    authenticator::{Nothing, show_codes},
    back, home, is_fresh, layout, letters, prove_first, safety, signed_in,
};
use crate::{
    actions::{
        self,
        factors::{self, Outcome, Proof, Renewed, Standing},
        passkeys::{self, Answer},
    },
    limits::Limits,
    model::{Person, PersonId},
    passwords::Passwords,
    store,
};

/// The fields by which somebody shows a second factor; `account_proof.html`.
pub(super) struct ProofFields {
    has_app: bool,
    has_codes: bool,
    /// Whether a passkey can be shown here.
    has_passkeys: bool,
    /// Where the challenge comes from: `second` or `show`.
    purpose: &'static str,
    is_passkey: bool,
    /// Whether the last try was wrong, and whether it was a recovery code.
    is_wrong: bool,
    is_recovery: bool,
}

impl ProofFields {
    fn new(app: &App, standing: Standing, purpose: &'static str, form: &ProofForm, is_wrong: bool) -> Self {
        let can = passkeys::relying_party(&app.config().base_url).is_some();
        Self {
            has_passkeys: can && standing.passkeys > 0,
            purpose,
            is_passkey: !form.credential.is_empty(),
            has_app: standing.has_app,
            has_codes: standing.codes_left > 0,
            is_wrong,
            is_recovery: form.code.trim().is_empty() && !form.recovery.is_empty(),
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProofForm {
    code: String,
    recovery: String,
    /// Where to go on, on the page on which somebody shows again who they are.
    next: String,
    password: String,
    ceremony: String,
    credential: String,
}

impl ProofForm {
    fn proof(&self) -> Proof {
        let passkey = Answer { ceremony: self.ceremony.clone(), credential: self.credential.clone() };
        Proof { code: self.code.clone(), recovery: self.recovery.clone(), passkey }
    }
}

#[derive(Template)]
#[template(path = "account_second.html")]
struct SecondPage {
    layout: Layout,
    csrf: String,
    proof: ProofFields,
}

#[derive(Template)]
#[template(path = "account_prove.html")]
struct ProvePage {
    layout: Layout,
    csrf: String,
    next: String,
    person: Person,
    proof: ProofFields,
}

#[derive(Template)]
#[template(path = "account_second_off.html")]
struct OffPage {
    layout: Layout,
    csrf: String,
    proof: ProofFields,
}

fn over() -> Problem {
    Problem::new(StatusCode::GONE, key("account-second-over"))
        .with_way(key("problem-way-sign-in"), SIGN_IN_PAGE)
}

/// Codes can be guessed, passkeys cannot: who has typed too many codes still gets in with a passkey.
fn limit(app: &App, visit: &Visit, id: PersonId, form: &ProofForm) -> Result<(), Problem> {
    let limits = app.part::<Limits>();
    if form.credential.is_empty() {
        limits.code(id, visit.client())
    } else {
        limits.challenge(visit.client())
    }
}

async fn standing(app: &App, id: PersonId) -> Result<Standing, Problem> {
    Ok(app.store().read::<_, StoreError, _>(move |tx| factors::factors_of(tx, id)).await?)
}

/// Who owes the second step that this browser began.
pub(super) async fn owing(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<(String, Person), Problem> {
    let token = visit.kept(headers, SECOND_COOKIE).ok_or_else(over)?;
    let (asked, ctx) = (token.clone(), visit.ctx().clone());
    let person = app.store().read::<_, StoreError, _>(move |tx| factors::owes(tx, &ctx, &asked)).await?;
    Ok((token, person.ok_or_else(over)?))
}

/// `GET /account/second`.
pub(crate) async fn form(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (_, person) = owing(&app, &visit, &headers).await?;
    second_page(&app, &visit, person.id, &ProofForm::default(), false).await
}

async fn second_page(
    app: &App,
    visit: &Visit,
    id: PersonId,
    form: &ProofForm,
    is_wrong: bool,
) -> Result<Response, Problem> {
    let proof = ProofFields::new(app, standing(app, id).await?, "second", form, is_wrong);
    let layout = layout(visit, key("account-second"));
    answer(&SecondPage { layout, csrf: visit.csrf_token(), proof })
}

/// `POST /account/second`.
pub(crate) async fn take(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<ProofForm>,
) -> Result<Response, Problem> {
    let (token, person) = owing(&app, &visit, &headers).await?;
    limit(&app, &visit, person.id, &form)?;
    let (ctx, before, device) = (visit.ctx().clone(), visit.session().cloned(), sessions::device(&headers));
    let (safety, proof) = (safety(&app), form.proof());
    let outcome = app.store().write::<_, StoreError, _>(move |tx| {
        factors::second_step(tx, &ctx, &safety, (&token, &proof), (&device, before.as_ref()))
    });
    match outcome.await? {
        Outcome::In { session, next, person } => {
            visit.sign_in(&session);
            visit.forget(SECOND_COOKIE);
            Ok(back(home(&next, person.is_administrator)))
        }
        Outcome::Wrong => second_page(&app, &visit, person.id, &form, true).await,
        Outcome::Over => Err(over()),
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

/// Where to go on from here: only on this server.
fn onward(next: &str) -> String {
    if is_local_path(next) { next.to_owned() } else { "/account".to_owned() }
}

/// `GET /account/prove`.
pub(crate) async fn prove_form(
    State(app): State<App>,
    visit: Visit,
    Query(Asked { next }): Query<Asked>,
) -> Result<Response, Problem> {
    let next = onward(&next);
    if is_fresh(&visit) {
        return Ok(back(&next));
    }
    let person = signed_in(&app, &visit).await?;
    prove_page(&app, &visit, person, &ProofForm { next, ..ProofForm::default() }, false).await
}

async fn prove_page(
    app: &App,
    visit: &Visit,
    person: Person,
    form: &ProofForm,
    is_wrong: bool,
) -> Result<Response, Problem> {
    let proof = ProofFields::new(app, standing(app, person.id).await?, "show", form, is_wrong);
    let layout = layout(visit, key("account-prove"));
    answer(&ProvePage { layout, csrf: visit.csrf_token(), next: form.next.clone(), person, proof })
}

/// `POST /account/prove`: a session begins anew, in place of the one before.
pub(crate) async fn prove(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(mut form): Form<ProofForm>,
) -> Result<Response, Problem> {
    form.next = onward(&form.next);
    let person = signed_in(&app, &visit).await?;
    let (ctx, before, device) = (visit.ctx().clone(), visit.session().cloned(), sessions::device(&headers));
    let session = if person.asks_second {
        limit(&app, &visit, person.id, &form)?;
        let (safety, proof, person) = (safety(&app), form.proof(), person.clone());
        let proved = app.store().write::<_, StoreError, _>(move |tx| {
            factors::prove(tx, &ctx, &safety, (&person, &proof), (&device, before.as_ref()))
        });
        proved.await?
    } else {
        app.part::<Limits>().attempt(&person.email, visit.client())?;
        let id = person.id;
        let hash = app.store().read::<_, StoreError, _>(move |tx| store::password_of(tx, id)).await?;
        if app.part::<Passwords>().verify(form.password.clone(), hash).await? {
            let begun = app.store().write::<_, StoreError, _>(move |tx| {
                actions::sign_in(tx, &ctx, id, &device, before.as_ref())
            });
            Some(begun.await?)
        } else {
            None
        }
    };
    match session {
        Some(session) => {
            visit.sign_in(&session);
            Ok(back(&form.next))
        }
        None => prove_page(&app, &visit, person, &form, true).await,
    }
}

/// `GET /account/second/off`.
pub(crate) async fn off_form(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !person.asks_second {
        return Ok(back("/account"));
    }
    off_page(&app, &visit, person.id, &ProofForm::default(), false).await
}

async fn off_page(
    app: &App,
    visit: &Visit,
    id: PersonId,
    form: &ProofForm,
    is_wrong: bool,
) -> Result<Response, Problem> {
    let proof = ProofFields::new(app, standing(app, id).await?, "show", form, is_wrong);
    let layout = layout(visit, key("account-second-off"));
    answer(&OffPage { layout, csrf: visit.csrf_token(), proof })
}

/// `POST /account/second/off`: asks for a factor whatever was shown before.
pub(crate) async fn switch_off(
    State(app): State<App>,
    visit: Visit,
    Form(form): Form<ProofForm>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !person.asks_second {
        return Ok(back("/account"));
    }
    limit(&app, &visit, person.id, &form)?;
    let (ctx, safety, proof, id) = (visit.ctx().clone(), safety(&app), form.proof(), person.id);
    let done = app
        .store()
        .write::<_, StoreError, _>(move |tx| factors::switch_off(tx, &ctx, &safety, &person, &proof));
    match done.await? {
        true => Ok(back("/account?done=second-off")),
        false => off_page(&app, &visit, id, &form, true).await,
    }
}

/// `POST /account/second/on`: for who has a passkey; an app asks by itself.
pub(crate) async fn switch_on(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account"));
    }
    let (ctx, letters, device) = (visit.ctx().clone(), letters(&app), sessions::device(&headers));
    let on = app
        .store()
        .write::<_, StoreError, _>(move |tx| factors::switch_on(tx, &ctx, &letters, &person, &device));
    match on.await? {
        Some(Renewed { codes, session }) => {
            visit.sign_in(&session);
            show_codes(&visit, codes, true)
        }
        None => Ok(back("/account")),
    }
}
