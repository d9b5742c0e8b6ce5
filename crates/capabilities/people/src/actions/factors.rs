//! Second factors: shown, set up, taken away.

use jiff::SignedDuration;
use madang_context::{Ctx, Ids};
use madang_store::{StoreError, Tx};
use madang_text::key;
use madang_web::sessions::{self, Session};
use webauthn_rs::prelude::Webauthn;

use super::{
    digest, identities,
    passkeys::{self, Answer},
    record, sign_in,
};
use crate::{
    letters::Letters,
    model::{Person, PersonId},
    rules::{one_time, recovery},
    seal::Seal,
    store::{
        self,
        factors::{self, SecondStep},
    },
};

/// How long somebody may look for their phone, and how often they may mistype.
const SECOND_STEP_LASTS: SignedDuration = SignedDuration::from_mins(10);
const TRIES: i64 = 5;

/// What second factors need beside the store.
#[derive(Clone)]
pub(crate) struct Safety {
    pub(crate) seal: Seal,
    pub(crate) letters: Letters,
    /// None where the server has no name that passkeys could be bound to.
    pub(crate) webauthn: Option<Webauthn>,
}

/// A second factor as somebody shows it. Not looked at yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    /// Digits of the app.
    pub(crate) code: String,
    /// A recovery code; looked at when there are no digits.
    pub(crate) recovery: String,
    /// What a passkey answered; looked at before both.
    pub(crate) passkey: Answer,
}

/// What a first factor leads to.
pub(crate) enum Entry {
    /// Signed in; the token for the session's cookie.
    In(String),
    /// A second factor is owed; the token for the cookie of the second step.
    Second(String),
}

/// Lets in who has shown a first factor, or has them show a second.
pub(crate) fn enter(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    person: &Person,
    (device, before): (&str, Option<&Session>),
    next: &str,
) -> Result<Entry, StoreError> {
    if !person.asks_second {
        return sign_in(tx, ctx, person.id, device, before).map(Entry::In);
    }
    let token = ctx.ids.token();
    let step = SecondStep { person: person.id, next: next.to_owned(), tries_left: TRIES };
    factors::insert_second_step(tx, &digest(&token), &step, (ctx.now, ctx.now + SECOND_STEP_LASTS))?;
    record(tx, ctx, "account.first-step", person.id)?;
    Ok(Entry::Second(token))
}

/// What became of a second step.
pub(crate) enum Outcome {
    /// Signed in.
    In {
        /// The token for the session's cookie.
        session: String,
        /// Path of the page to go on to; may be empty.
        next: String,
        /// Who it is.
        person: Person,
    },
    /// Not the right factor; another may be tried.
    Wrong,
    /// Nothing is owed, it took too long, or it was wrong too often: begin anew.
    Over,
}

/// Who owes the second step of a token.
pub(crate) fn owes(tx: &mut Tx<'_>, ctx: &Ctx, token: &str) -> Result<Option<Person>, StoreError> {
    let Some((id, _)) = factors::second_step(tx, &digest(token), ctx.now)? else { return Ok(None) };
    store::person(tx, id)
}

/// Looks at the second factor. The session begins here, and not before.
pub(crate) fn second_step(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    safety: &Safety,
    (token, proof): (&str, &Proof),
    (device, before): (&str, Option<&Session>),
) -> Result<Outcome, StoreError> {
    let digest = digest(token);
    let Some(step) = factors::take_try(tx, &digest, ctx.now)? else { return Ok(Outcome::Over) };
    let Some(person) = store::person(tx, step.person)? else { return Ok(Outcome::Over) };
    if !show(tx, ctx, safety, &person, proof)? {
        if step.tries_left > 0 {
            return Ok(Outcome::Wrong);
        }
        // Whoever it is knows the first factor: its owner should hear of it.
        safety.letters.notice(tx, ctx, &person, key("mail-notice-second-step-failed"))?;
        record(tx, ctx, "account.second-step-failed", person.id)?;
        return Ok(Outcome::Over);
    }
    let identity = store::identities::step_identity(tx, &digest)?;
    if !factors::delete_second_step(tx, &digest)? {
        return Ok(Outcome::Over);
    }
    if let Some(identity) = identity {
        identities::link(tx, ctx, &safety.letters, &person, &identity)?;
    }
    let session = sign_in(tx, ctx, person.id, device, before)?;
    Ok(Outcome::In { session, next: step.next, person })
}

/// Whether this is a factor of the person. A code is used up by it.
pub(crate) fn show(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    safety: &Safety,
    person: &Person,
    proof: &Proof,
) -> Result<bool, StoreError> {
    if let Some(webauthn) = safety.webauthn.as_ref().filter(|_| !proof.passkey.credential.is_empty()) {
        return passkeys::show(tx, ctx, webauthn, person.id, &proof.passkey);
    }
    if !proof.code.trim().is_empty() {
        return show_code(tx, ctx, &safety.seal, person.id, &proof.code, true);
    }
    let Some(digest) = recovery::digest(person.id, &proof.recovery) else { return Ok(false) };
    if !factors::take_recovery_code(tx, person.id, &digest)? {
        return Ok(false);
    }
    safety.letters.notice(tx, ctx, person, key("mail-notice-recovery-used"))?;
    record(tx, ctx, "account.recovery-used", person.id)?;
    Ok(true)
}

fn show_code(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    seal: &Seal,
    id: PersonId,
    typed: &str,
    must_count: bool,
) -> Result<bool, StoreError> {
    let Some(typed) = one_time::digits(typed) else { return Ok(false) };
    let Some((sealed, counts)) = factors::authenticator(tx, id)? else { return Ok(false) };
    if must_count && !counts {
        return Ok(false);
    }
    let Some(secret) = open(seal, id, &sealed) else { return Ok(false) };
    match one_time::matching_step(&secret, ctx.now, typed) {
        Some(step) => factors::take_step(tx, id, step),
        None => Ok(false),
    }
}

fn open(seal: &Seal, id: PersonId, sealed: &[u8]) -> Option<Vec<u8>> {
    let secret = seal.open(id, sealed);
    if secret.is_none() {
        // The key file was lost or exchanged: people get in by recovery codes, or by whoever holds the server.
        tracing::error!(
            "the secret of a second factor cannot be opened: was the key in the data folder exchanged?"
        );
    }
    secret
}

/// Begins anew in place of the session before, for who shows a second factor. Gives the token for the cookie.
pub(crate) fn prove(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    safety: &Safety,
    (person, proof): (&Person, &Proof),
    (device, before): (&str, Option<&Session>),
) -> Result<Option<String>, StoreError> {
    if !show(tx, ctx, safety, person, proof)? {
        return Ok(None);
    }
    sign_in(tx, ctx, person.id, device, before).map(Some)
}

/// How a person's second factors stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Whether there is an app that counts.
    pub(crate) has_app: bool,
    /// How many recovery codes are left.
    pub(crate) codes_left: i64,
    /// How many passkeys there are.
    pub(crate) passkeys: i64,
}

pub(crate) fn factors_of(tx: &mut Tx<'_>, id: PersonId) -> Result<Standing, StoreError> {
    let has_app = factors::authenticator(tx, id)?.is_some_and(|(_, counts)| counts);
    let codes_left = factors::count_recovery_codes(tx, id)?;
    Ok(Standing { has_app, codes_left, passkeys: store::passkeys::count_passkeys(tx, id)? })
}

/// Makes a secret for an app. Tells whether it did: not where there is an app already.
pub(crate) fn begin_app(tx: &mut Tx<'_>, ctx: &Ctx, seal: &Seal, id: PersonId) -> Result<bool, StoreError> {
    let mut secret = [0; one_time::SECRET_BYTES];
    ctx.ids.fill(&mut secret);
    factors::begin_authenticator(tx, id, &seal.seal(&ctx.ids, id, &secret), ctx.now)
}

/// The secret that is being set up, for the person to put into their app; never one that counts.
pub(crate) fn secret_of_app(
    tx: &mut Tx<'_>,
    seal: &Seal,
    id: PersonId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = factors::authenticator(tx, id)?;
    Ok(found.filter(|(_, counts)| !counts).and_then(|(sealed, _)| open(seal, id, &sealed)))
}

/// What is shown once: new recovery codes, and the token of the session that goes on.
pub(crate) struct Renewed {
    pub(crate) codes: Vec<String>,
    pub(crate) session: String,
}

/// Lets an app count that makes the right code, and asks for it from now on. Signs out everywhere else: those sessions
/// have shown one factor only.
pub(crate) fn confirm_app(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    safety: &Safety,
    (person, code): (&Person, &str),
    device: &str,
) -> Result<Option<Renewed>, StoreError> {
    if !show_code(tx, ctx, &safety.seal, person.id, code, false)?
        || !factors::confirm_authenticator(tx, person.id, ctx.now)?
    {
        return Ok(None);
    }
    factors::set_asks_second(tx, person.id, true, ctx.now)?;
    let codes = new_codes(tx, &ctx.ids, person.id)?;
    let session = elsewhere_out(tx, ctx, person.id, device)?;
    safety.letters.notice(tx, ctx, person, key("mail-notice-app-on"))?;
    record(tx, ctx, "account.app-on", person.id)?;
    Ok(Some(Renewed { codes, session }))
}

/// Asks for a second factor from now on, for who has a passkey to show. Signs out everywhere else.
pub(crate) fn switch_on(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    person: &Person,
    device: &str,
) -> Result<Option<Renewed>, StoreError> {
    if person.asks_second || factors_of(tx, person.id)?.passkeys == 0 {
        return Ok(None);
    }
    factors::set_asks_second(tx, person.id, true, ctx.now)?;
    let codes = new_codes(tx, &ctx.ids, person.id)?;
    let session = elsewhere_out(tx, ctx, person.id, device)?;
    letters.notice(tx, ctx, person, key("mail-notice-second-step-on"))?;
    record(tx, ctx, "account.second-step-on", person.id)?;
    Ok(Some(Renewed { codes, session }))
}

/// Ends every session and every half-finished sign-in, and begins a session here.
pub(super) fn elsewhere_out(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: PersonId,
    device: &str,
) -> Result<String, StoreError> {
    sessions::end_all_of(tx, &id.to_string())?;
    factors::delete_second_steps_of(tx, id)?;
    sessions::begin(tx, ctx, &id.to_string(), device, None)
}

fn new_codes(tx: &mut Tx<'_>, ids: &Ids, id: PersonId) -> Result<Vec<String>, StoreError> {
    let codes: Vec<String> = (0..recovery::COUNT).map(|_| recovery::from_token(&ids.token())).collect();
    let digests: Vec<[u8; 32]> = codes.iter().filter_map(|code| recovery::digest(id, code)).collect();
    factors::replace_recovery_codes(tx, id, &digests)?;
    Ok(codes)
}

/// New recovery codes in place of all before; none for whom nobody asks for a second factor.
pub(crate) fn renew_codes(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    person: &Person,
) -> Result<Option<Vec<String>>, StoreError> {
    if !person.asks_second {
        return Ok(None);
    }
    let codes = new_codes(tx, &ctx.ids, person.id)?;
    letters.notice(tx, ctx, person, key("mail-notice-recovery-new"))?;
    record(tx, ctx, "account.recovery-new", person.id)?;
    Ok(Some(codes))
}

/// Asks for no second factor any more, for who shows one. Tells whether it was one.
pub(crate) fn switch_off(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    safety: &Safety,
    person: &Person,
    proof: &Proof,
) -> Result<bool, StoreError> {
    if !show(tx, ctx, safety, person, proof)? {
        return Ok(false);
    }
    drop_second(tx, ctx, &safety.letters, person)?;
    Ok(true)
}

/// Asks for no second factor any more, whoever wishes it: for whoever holds the server, when everything is lost.
pub fn drop_second(tx: &mut Tx<'_>, ctx: &Ctx, letters: &Letters, person: &Person) -> Result<(), StoreError> {
    factors::delete_authenticator(tx, person.id)?;
    factors::delete_recovery_codes(tx, person.id)?;
    factors::set_asks_second(tx, person.id, false, ctx.now)?;
    letters.notice(tx, ctx, person, key("mail-notice-second-step-off"))?;
    record(tx, ctx, "account.second-step-off", person.id)
}
