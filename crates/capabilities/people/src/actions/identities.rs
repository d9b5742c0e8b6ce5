//! Who comes from another provider.

#![cfg_attr(
    not(feature = "oidc"),
    expect(dead_code, reason = "identities come through the feature oidc only")
)]

use data_encoding::BASE64URL_NOPAD;
use madang_context::Ctx;
use madang_store::{StoreError, Tx};
use madang_text::{display, key};
use madang_web::sessions::Session;

use super::{
    digest,
    factors::{self, Entry},
    make, record,
};
use crate::{
    letters::Letters,
    model::{Identity, Person, PersonId},
    rules,
    store::{self, identities},
};

/// Somebody as a provider tells them, in words that it has signed.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) identity: Identity,
    /// The address, and whether the provider has seen that it is theirs.
    pub(crate) email: Option<(String, bool)>,
    pub(crate) name: String,
}

/// Lets in who comes from a provider: whose identity it is, else whose address it is, else a new person. Only an address
/// that the provider has verified counts. Where a second factor is asked for, the identity becomes the person's only once
/// that was shown. `None` when there is no verified address.
pub(crate) fn arrive(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    arrival: &Arrival,
    (device, before, next): (&str, Option<&Session>, &str),
) -> Result<Option<(Entry, Person)>, StoreError> {
    let identity = &arrival.identity;
    let known = identities::use_identity(tx, identity, ctx.now)?;
    if let Some(id) = known
        && let Some(person) = store::person(tx, id)?
    {
        let entry = factors::enter(tx, ctx, &person, (device, before), next)?;
        return Ok(Some((entry, person)));
    }
    let verified = arrival.email.as_ref().filter(|(_, is_verified)| *is_verified);
    let Some(email) = verified.and_then(|(email, _)| rules::email(email)) else { return Ok(None) };
    let person = match store::person_by_email(tx, &email)? {
        Some(person) => person,
        None => {
            let name = display::name(&arrival.name).unwrap_or_else(|| email.clone());
            make(tx, ctx, &email, &name, false)?
        }
    };
    let entry = factors::enter(tx, ctx, &person, (device, before), next)?;
    match &entry {
        Entry::In(_) => link(tx, ctx, letters, &person, identity)?,
        Entry::Second(token) => identities::insert_step_identity(tx, &digest(token), identity)?,
    }
    Ok(Some((entry, person)))
}

/// Makes an identity a person's, and tells them.
pub(super) fn link(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    person: &Person,
    identity: &Identity,
) -> Result<(), StoreError> {
    if identities::insert_identity(tx, person.id, identity, ctx.now)? {
        letters.notice(tx, ctx, person, key("mail-notice-provider-linked"))?;
        record(tx, ctx, "account.provider-linked", person.id)?;
    }
    Ok(())
}

/// The identities of a person.
pub(crate) fn list(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Identity>, StoreError> {
    identities::identities_of(tx, id)
}

/// Names an identity in a form.
pub(crate) fn form_name(identity: &Identity) -> String {
    BASE64URL_NOPAD.encode(format!("{}\n{}", identity.issuer, identity.subject).as_bytes())
}

/// Unlinks an identity of the person; the way by mail is always left.
pub(crate) fn unlink(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    letters: &Letters,
    person: &Person,
    name: &str,
) -> Result<bool, StoreError> {
    let found = list(tx, person.id)?.into_iter().find(|identity| form_name(identity) == name);
    let Some(identity) = found else { return Ok(false) };
    if !identities::delete_identity(tx, person.id, &identity)? {
        return Ok(false);
    }
    letters.notice(tx, ctx, person, key("mail-notice-provider-unlinked"))?;
    record(tx, ctx, "account.provider-unlinked", person.id)?;
    Ok(true)
}
