//! Units of work on persons.

pub(crate) mod email;
pub(crate) mod factors;
pub(crate) mod identities;
pub(crate) mod passkeys;

use jiff::{SignedDuration, Timestamp};
use madang_audit::{self as audit, Act};
use madang_context::{Ctx, Who};
use madang_mail::{MailAddress, NewMessage, queue};
use madang_store::{StoreError, Tx};
use madang_text::{Translator, display, key};
use madang_web::sessions::{self, Session};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use self::factors::Entry;
use crate::{
    keepers::{Keepers, Objection},
    letters::Letters,
    model::{Person, PersonId},
    rules, store,
};

/// How long a link in a mail works.
const LINK_LASTS: SignedDuration = SignedDuration::from_mins(30);

/// Why a link did not sign in.
#[derive(Debug, Error)]
pub(crate) enum LinkError {
    /// Used before, too old, or never was.
    #[error("this link does not work any more")]
    Dead,
    /// There is no account yet, and no name to make one with. The link is still good.
    #[error("a new account needs a name")]
    Name,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Somebody who came by a link.
pub(crate) struct Redeemed {
    /// What it leads to.
    pub(crate) entry: Entry,
    /// Who it is now.
    pub(crate) person: Person,
    /// Path of the page to go on to; may be empty.
    pub(crate) next: String,
}

pub(crate) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// One person.
pub fn person(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    store::person(tx, id)
}

/// Names of these people; those who have gone are left out.
pub fn names(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<Vec<(PersonId, String)>, StoreError> {
    let mut names = Vec::new();
    for some in ids.chunks(store::NAMES_MAX) {
        names.extend(store::names(tx, some)?);
    }
    Ok(names)
}

/// A page of everybody with an account, by address, from behind `after`; those whose address or name holds `search`.
/// Empty for everybody but administrators.
pub fn people(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (after, search): (&str, &str),
    rows_max: i64,
) -> Result<Vec<Person>, StoreError> {
    if !ctx.is_administrator() {
        return Ok(Vec::new());
    }
    // Marks that mean something in a pattern cannot be searched for; letters and digits can.
    let search: String =
        search.to_lowercase().chars().filter(|letter| !matches!(letter, '%' | '_' | '\\')).collect();
    store::people(tx, after, &format!("%{}%", search.trim()), rows_max)
}

/// The person of an address, however it is typed.
pub fn person_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Person>, StoreError> {
    rules::email(email).map_or(Ok(None), |email| store::person_by_email(tx, &email))
}

/// Everybody who may do everything on this server, by address.
pub fn administrators(tx: &mut Tx<'_>) -> Result<Vec<Person>, StoreError> {
    store::administrators(tx)
}

/// How many persons there are.
pub fn people_count(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    store::count(tx)
}

/// Makes a link that signs in whoever reads mail at this address, once. Gives its path on this server.
///
/// *Errors*: `None` when the address is none.
pub fn link(tx: &mut Tx<'_>, ctx: &Ctx, email: &str, next: &str) -> Result<Option<String>, StoreError> {
    rules::email(email).map(|email| insert_link(tx, ctx, &email, next)).transpose()
}

fn insert_link(tx: &mut Tx<'_>, ctx: &Ctx, email: &str, next: &str) -> Result<String, StoreError> {
    let token = ctx.ids.token();
    store::insert_link(tx, &digest(&token), email, next, (ctx.now, ctx.now + LINK_LASTS))?;
    Ok(format!("{}{token}", rules::LINK_PATH))
}

/// Writes a link to an address, whether it has an account or not. `base` makes a path of this server a full address.
/// Tells whether the address is one.
pub(crate) fn send_link(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (email, next): (&str, &str),
    t: &Translator,
    base: impl Fn(&str) -> String,
) -> Result<bool, StoreError> {
    let Some(email) = rules::email(email) else { return Ok(false) };
    let Ok(to) = MailAddress::new("", &email) else { return Ok(false) };
    let path = insert_link(tx, ctx, &email, next)?;
    // Nothing that anybody typed stands in this mail but the address that it goes to.
    let text = t.say_with("mail-link-text", &[("link", base(&path).into()), ("server", base("").into())]);
    let message = NewMessage {
        language: t.language().as_str().to_owned(),
        ..NewMessage::new(to, t.say("mail-link-subject"), text)
    };
    queue(tx, ctx, &[message])?;
    Ok(true)
}

/// Whose link this is, without using it up: the address, and the person if there is one; `None` when it is dead.
pub(crate) fn open_link(
    tx: &mut Tx<'_>,
    token: &str,
    now: Timestamp,
) -> Result<Option<(String, Option<Person>)>, StoreError> {
    let Some((email, _)) = store::link(tx, &digest(token), now)? else { return Ok(None) };
    let person = store::person_by_email(tx, &email)?;
    Ok(Some((email, person)))
}

/// Takes a link, makes the account where there is none, and lets the person in, in place of the session `before`. Of two
/// at once, one gets it.
///
/// *Errors*: see [`LinkError`]; nothing has changed then.
pub(crate) fn redeem_link(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    token: &str,
    name: &str,
    (device, before): (&str, Option<&Session>),
) -> Result<Redeemed, LinkError> {
    let digest = digest(token);
    let Some((email, _)) = store::link(tx, &digest, ctx.now)? else { return Err(LinkError::Dead) };
    let known = store::person_by_email(tx, &email)?;
    let name = match &known {
        Some(person) => person.name.clone(),
        None => display::name(name).ok_or(LinkError::Name)?,
    };
    let Some((email, next)) = store::redeem_link(tx, &digest, ctx.now)? else { return Err(LinkError::Dead) };
    let person = match known {
        Some(person) => person,
        None => make(tx, ctx, &email, &name, false)?,
    };
    let entry = factors::enter(tx, ctx, &person, (device, before), &next)?;
    Ok(Redeemed { entry, person, next })
}

/// Begins a session of a person who has shown who they are, in place of the one `before`. Gives the token for the cookie.
pub(crate) fn sign_in(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: PersonId,
    device: &str,
    before: Option<&Session>,
) -> Result<String, StoreError> {
    let session = sessions::begin(tx, ctx, &id.to_string(), device, before)?;
    record(tx, ctx, "account.sign-in", id)?;
    Ok(session)
}

fn record(tx: &mut Tx<'_>, ctx: &Ctx, action: &'static str, id: PersonId) -> Result<(), StoreError> {
    let act = Act { action, conference: None, object: id.to_string(), detail: json!({}) };
    audit::record(tx, ctx, &act)
}

fn make(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    email: &str,
    name: &str,
    is_administrator: bool,
) -> Result<Person, StoreError> {
    let person = Person {
        id: PersonId(ctx.id()),
        email: email.to_owned(),
        name: name.to_owned(),
        language: ctx.language.clone(),
        has_password: false,
        asks_second: false,
        is_administrator,
        created_at: ctx.now,
    };
    store::insert_person(tx, &person)?;
    // Two links of one address may be taken at once; whose row it is does not matter.
    Ok(store::person_by_email(tx, email)?.unwrap_or(person))
}

/// The person of an address, with an account made for them where there is none: for whoever holds the server. `None` when
/// the address is none.
pub fn person_of(tx: &mut Tx<'_>, ctx: &Ctx, email: &str, name: &str) -> Result<Option<Person>, StoreError> {
    debug_assert!(matches!(ctx.who, Who::Administrator), "the command line asks for this");
    let Some(email) = rules::email(email) else { return Ok(None) };
    if let Some(known) = store::person_by_email(tx, &email)? {
        return Ok(Some(known));
    }
    let name = display::name(name).unwrap_or_else(|| email.clone());
    make(tx, ctx, &email, &name, false).map(Some)
}

/// Lets the person of an address do everything on this server; makes the account where there is none. `None` when the
/// address is none. Only for whoever holds the server.
pub fn make_administrator(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    email: &str,
    name: &str,
) -> Result<Option<Person>, StoreError> {
    debug_assert!(matches!(ctx.who, Who::Administrator), "the command line asks for this");
    let Some(email) = rules::email(email) else { return Ok(None) };
    let name = display::name(name).unwrap_or_else(|| email.clone());
    let person = match store::person_by_email(tx, &email)? {
        Some(person) => person,
        None => make(tx, ctx, &email, &name, true)?,
    };
    store::make_administrator(tx, person.id, ctx.now)?;
    record(tx, ctx, "account.administrator", person.id)?;
    Ok(Some(Person { is_administrator: true, ..person }))
}

/// Changes what a person is called and the language to write to them in. Tells whether the name is one.
pub(crate) fn change_profile(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: PersonId,
    name: &str,
    language: &str,
) -> Result<bool, StoreError> {
    let Some(name) = display::name(name) else { return Ok(false) };
    store::change(tx, id, &name, language, ctx.now)?;
    Ok(true)
}

/// Sets a password, made by [`crate::Passwords`], or takes it away; signs the person out everywhere, and in again on this
/// device. Gives the token for the cookie.
pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    (id, hash): (PersonId, Option<&str>),
    device: &str,
) -> Result<String, StoreError> {
    store::set_password(tx, id, hash, ctx.now)?;
    let session = factors::elsewhere_out(tx, ctx, id, device)?;
    if let Some(person) = store::person(tx, id)? {
        let what = if hash.is_some() { key("mail-notice-password") } else { key("mail-notice-no-password") };
        letters.notice(tx, ctx, &person, what)?;
    }
    record(tx, ctx, "account.password", id)?;
    Ok(session)
}

/// Signs a person out on the device of this name, if it is one of theirs: the name of another's session ends nothing.
pub(crate) fn end_session(tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId, name: &str) -> Result<(), StoreError> {
    let own = sessions::list(tx, &id.to_string(), ctx.now)?;
    if let Some(session) = own.iter().find(|session| session.name() == name)
        && sessions::end(tx, session)?
    {
        record(tx, ctx, "account.session-ended", id)?;
    }
    Ok(())
}

/// Signs a person out everywhere, half-finished sign-ins too.
pub(crate) fn end_all_sessions(tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId) -> Result<(), StoreError> {
    sessions::end_all_of(tx, &id.to_string())?;
    store::factors::delete_second_steps_of(tx, id)?;
    record(tx, ctx, "account.session-ended", id)
}

/// Forgets a person: what others keep, the account, the links and the sessions.
///
/// *Shapes*: what stands against it, such as being the last administrator; empty when it was done. Nothing has changed
/// otherwise.
pub fn erase(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: PersonId,
    keepers: &Keepers,
) -> Result<Vec<Objection>, StoreError> {
    let Some(person) = store::person(tx, id)? else { return Ok(Vec::new()) };
    let mut objections = keepers.objections(tx, id)?;
    if person.is_administrator && store::administrators(tx)?.len() == 1 {
        let key = key("account-last-administrator");
        objections.insert(0, Objection { key, values: Vec::new(), way: None });
    }
    if !objections.is_empty() {
        return Ok(objections);
    }
    keepers.forget(tx, ctx, id)?;
    store::delete_links_of(tx, &person.email)?;
    sessions::end_all_of(tx, &id.to_string())?;
    store::delete(tx, id)?;
    record(tx, ctx, "account.erased", id)?;
    Ok(Vec::new())
}
