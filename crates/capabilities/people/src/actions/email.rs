//! Another mail address: both the old and the new one must say yes.

use jiff::SignedDuration;
use madang_context::Ctx;
use madang_store::{StoreError, Tx};
use madang_text::key;

use super::{digest, record};
use crate::{
    letters::Letters,
    model::{EmailChange, Person, PersonId},
    rules,
    store::{self, email},
};

/// How long both have time.
const CHANGE_LASTS: SignedDuration = SignedDuration::from_hours(24);

/// Writes to both addresses. Whether the new one has an account already is not told here: its letter tells whoever reads
/// it there. Tells whether the address is one, and another.
pub(crate) fn ask(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    person: &Person,
    typed: &str,
) -> Result<bool, StoreError> {
    let Some(new) = rules::email(typed).filter(|new| *new != person.email) else { return Ok(false) };
    let (for_old, for_new) = (ctx.ids.token(), ctx.ids.token());
    let is_taken = store::person_by_email(tx, &new)?.is_some();
    let asked = EmailChange {
        person: person.id,
        old: person.email.clone(),
        new,
        is_old_confirmed: false,
        is_new_confirmed: false,
    };
    let times = (ctx.now, ctx.now + CHANGE_LASTS);
    email::insert_change(tx, &asked, (&digest(&for_old), &digest(&for_new)), times)?;
    let t = letters.translator(&person.language);
    let link = |token: &str| letters.address(&format!("{}{token}", rules::EMAIL_PATH));
    let write = |key: &str, token: &str| {
        t.say_with(key, &[("link", link(token).into()), ("server", letters.address("").into())])
    };
    let text = write("mail-email-old-text", &for_old);
    letters.send(tx, ctx, &t, (&asked.old, key("mail-email-old")), text)?;
    let (subject, text) = if is_taken {
        (key("mail-email-taken"), write("mail-email-taken-text", ""))
    } else {
        (key("mail-email-new"), write("mail-email-new-text", &for_new))
    };
    letters.send(tx, ctx, &t, (&asked.new, subject), text)?;
    record(tx, ctx, "account.email-asked", person.id)?;
    Ok(true)
}

/// The change that a person has asked for and that is still to happen.
pub(crate) fn pending(tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId) -> Result<Option<EmailChange>, StoreError> {
    email::change_of(tx, id, ctx.now)
}

/// What a link in one of the letters is about, without using it up: the change, and whether it is the old address's.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    token: &str,
) -> Result<Option<(EmailChange, bool)>, StoreError> {
    email::change_by_link(tx, &digest(token), ctx.now)
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The other address has yet to say yes.
    Waits,
    /// The account has its new address.
    Done,
    /// The link was used, stopped or too old, or somebody has the new address by now.
    Over,
}

/// One address says yes. Of two at once, one counts; when it is the second address, the account has its new one.
pub(crate) fn confirm(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    token: &str,
) -> Result<Change, StoreError> {
    let Some(asked) = email::confirm(tx, &digest(token), ctx.now)? else { return Ok(Change::Over) };
    if !(asked.is_old_confirmed && asked.is_new_confirmed) {
        return Ok(Change::Waits);
    }
    if !email::delete_change(tx, asked.person)? || !email::change_email(tx, &asked, ctx.now)? {
        return Ok(Change::Over);
    }
    // A link that still lies in the old mailbox must not make an account anew, and one in the new one is used up too.
    store::delete_links_of(tx, &asked.old)?;
    store::delete_links_of(tx, &asked.new)?;
    if let Some(person) = store::person(tx, asked.person)? {
        letters.notice(tx, ctx, &person, key("mail-notice-email"))?;
        let before = Person { email: asked.old, ..person };
        letters.notice(tx, ctx, &before, key("mail-notice-email"))?;
    }
    record(tx, ctx, "account.email", asked.person)?;
    Ok(Change::Done)
}

/// The old address says no. Tells whether there was anything to stop: the link of the new address stops nothing.
pub(crate) fn stop_by_link(tx: &mut Tx<'_>, ctx: &Ctx, token: &str) -> Result<bool, StoreError> {
    match email::change_by_link(tx, &digest(token), ctx.now)? {
        Some((asked, true)) => stop(tx, ctx, asked.person),
        _ => Ok(false),
    }
}

/// The person has thought better of it.
pub(crate) fn stop(tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId) -> Result<bool, StoreError> {
    let stopped = email::delete_change(tx, id)?;
    if stopped {
        record(tx, ctx, "account.email-stopped", id)?;
    }
    Ok(stopped)
}
