//! Passkeys: as the only factor, or as the second. Every one verifies its person (a finger, a face, a PIN), so that it is
//! two factors by itself.
//!
//! *Source*: W3C Web Authentication, level 3. The library checks challenge, origin, signature, flags and counter.

use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use madang_context::{Ctx, Id};
use madang_store::{StoreError, Tx};
use madang_text::{display, key};
use madang_web::{BaseUrl, sessions::Session};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

use super::{
    digest,
    factors::{self, Safety},
    record, sign_in,
};
use crate::{
    model::{KeptPasskey, Person, PersonId},
    store::{self, passkeys},
};

/// How long an answer may take.
const CEREMONY_LASTS: SignedDuration = SignedDuration::from_mins(5);
/// More than anybody has devices.
const PASSKEYS_MAX: usize = 20;
const NAME_CHARS_MAX: usize = 60;

/// The server as passkeys know it; none where it has no name of its own: passkeys are bound to a domain, and an address
/// of numbers is none.
pub(crate) fn relying_party(base: &BaseUrl) -> Option<Webauthn> {
    let origin = Url::parse(base.origin()).ok()?;
    let domain = origin.domain()?.to_owned();
    let builder = WebauthnBuilder::new(&domain, &origin).ok()?;
    builder.rp_name(base.authority()).build().ok()
}

/// A challenge for the browser.
#[derive(Debug, Serialize)]
pub(crate) struct Challenge {
    /// Names it in the answer.
    pub(crate) ceremony: String,
    /// What the browser's own function takes, bytes as base64url.
    pub(crate) options: Value,
}

/// A browser's answer. Not looked at yet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    pub(crate) ceremony: String,
    /// JSON.
    pub(crate) credential: String,
}

fn parsed<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn json_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what the library makes can be written as JSON")
}

fn keys_of(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Passkey>, StoreError> {
    let kept = passkeys::passkeys_of(tx, id)?;
    Ok(kept.iter().filter_map(|kept| parsed(&kept.credential)).collect())
}

fn begin(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (id, purpose): (Option<PersonId>, &str),
    state: &impl Serialize,
    options: Value,
) -> Result<Challenge, StoreError> {
    let ceremony = ctx.ids.token();
    let expires_at = ctx.now + CEREMONY_LASTS;
    passkeys::insert_ceremony(tx, &digest(&ceremony), (id, purpose), &json_of(state), expires_at)?;
    Ok(Challenge { ceremony, options })
}

fn take<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    answer: &Answer,
    purpose: &str,
) -> Result<Option<(Option<PersonId>, T)>, StoreError> {
    let taken = passkeys::take_ceremony(tx, &digest(&answer.ceremony), purpose, ctx.now)?;
    Ok(taken.and_then(|(id, state)| Some((id, parsed(&state)?))))
}

/// A challenge for a new passkey; `None` when the person has more than enough.
pub(crate) fn begin_add(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    webauthn: &Webauthn,
    person: &Person,
) -> Result<Option<Challenge>, StoreError> {
    let there = keys_of(tx, person.id)?;
    if there.len() >= PASSKEYS_MAX {
        return Ok(None);
    }
    let there = there.iter().map(|passkey| passkey.cred_id().clone()).collect();
    let user = Uuid::from_bytes(*person.id.0.bytes());
    let begun = webauthn.start_passkey_registration(user, &person.email, &person.name, Some(there));
    let Ok((options, state)) = begun else { return Ok(None) };
    let mut options = json!(options)["publicKey"].take();
    // Kept on the device with its account, so that it signs in without anything being typed. The library asks for this
    // only where it can be proved, which no browser can.
    options["authenticatorSelection"]["residentKey"] = "required".into();
    options["authenticatorSelection"]["requireResidentKey"] = true.into();
    begin(tx, ctx, (Some(person.id), "add"), &state, options).map(Some)
}

/// Keeps a new passkey. Tells whether the answer was right.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (webauthn, safety): (&Webauthn, &Safety),
    person: &Person,
    (name, answer): (&str, &Answer),
) -> Result<bool, StoreError> {
    let Some((owner, state)) = take::<PasskeyRegistration>(tx, ctx, answer, "add")? else { return Ok(false) };
    let Some(credential) = parsed::<RegisterPublicKeyCredential>(&answer.credential) else {
        return Ok(false);
    };
    if owner != Some(person.id) {
        return Ok(false);
    }
    let Ok(passkey) = webauthn.finish_passkey_registration(&credential, &state) else { return Ok(false) };
    let name = display::shorten(&display::one_line(name), NAME_CHARS_MAX);
    let kept = KeptPasskey {
        credential_id: passkey.cred_id().to_vec(),
        name: if name.is_empty() { "Passkey".into() } else { name },
        credential: json_of(&passkey),
        created_at: ctx.now,
        used_at: None,
    };
    if !passkeys::insert_passkey(tx, person.id, &kept)? {
        return Ok(false);
    }
    safety.letters.notice(tx, ctx, person, key("mail-notice-passkey-added"))?;
    record(tx, ctx, "account.passkey-added", person.id)?;
    Ok(true)
}

/// A challenge for the passkeys of a person; `None` when they have none.
pub(crate) fn begin_show(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    webauthn: &Webauthn,
    id: PersonId,
) -> Result<Option<Challenge>, StoreError> {
    let keys = keys_of(tx, id)?;
    if keys.is_empty() {
        return Ok(None);
    }
    let Ok((options, state)) = webauthn.start_passkey_authentication(&keys) else { return Ok(None) };
    let options = json!(options)["publicKey"].take();
    begin(tx, ctx, (Some(id), "show"), &state, options).map(Some)
}

/// Whether the answer is of a passkey of this person.
pub(crate) fn show(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    webauthn: &Webauthn,
    id: PersonId,
    answer: &Answer,
) -> Result<bool, StoreError> {
    let Some((owner, state)) = take::<PasskeyAuthentication>(tx, ctx, answer, "show")? else {
        return Ok(false);
    };
    let Some(credential) = parsed::<PublicKeyCredential>(&answer.credential) else { return Ok(false) };
    if owner != Some(id) {
        return Ok(false);
    }
    let Ok(result) = webauthn.finish_passkey_authentication(&credential, &state) else { return Ok(false) };
    used(tx, ctx, id, &result)
}

/// Notes that a passkey was used; `false` when it was removed meanwhile.
fn used(tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId, result: &AuthenticationResult) -> Result<bool, StoreError> {
    let found = keys_of(tx, id)?.into_iter().find(|passkey| passkey.cred_id() == result.cred_id());
    let Some(mut passkey) = found else { return Ok(false) };
    passkey.update_credential(result);
    passkeys::use_passkey(tx, id, (passkey.cred_id(), &json_of(&passkey)), ctx.now)?;
    Ok(true)
}

/// A challenge for whoever's passkey is on the device.
pub(crate) fn begin_enter(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    webauthn: &Webauthn,
) -> Result<Option<Challenge>, StoreError> {
    let Ok((options, state)) = webauthn.start_discoverable_authentication() else { return Ok(None) };
    let options = json!(options)["publicKey"].take();
    begin(tx, ctx, (None, "enter"), &state, options).map(Some)
}

/// Signs in whose passkey answered: it is both factors. Gives the token for the cookie, and who it is.
pub(crate) fn enter(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    webauthn: &Webauthn,
    answer: &Answer,
    (device, before): (&str, Option<&Session>),
) -> Result<Option<(String, Person)>, StoreError> {
    let taken = take::<DiscoverableAuthentication>(tx, ctx, answer, "enter")?;
    let (Some((_, state)), Some(credential)) = (taken, parsed::<PublicKeyCredential>(&answer.credential))
    else {
        return Ok(None);
    };
    let Ok((user, credential_id)) = webauthn.identify_discoverable_authentication(&credential) else {
        return Ok(None);
    };
    let id = PersonId(Id::from(*user.as_bytes()));
    let keys = keys_of(tx, id)?;
    let Some(passkey) = keys.into_iter().find(|passkey| passkey.cred_id() == credential_id) else {
        return Ok(None);
    };
    let Ok(result) = webauthn.finish_discoverable_authentication_v2(&credential, state, &passkey) else {
        return Ok(None);
    };
    let Some(person) = store::person(tx, id)?.filter(|_| result.user_verified()) else { return Ok(None) };
    used(tx, ctx, id, &result)?;
    let session = sign_in(tx, ctx, id, device, before)?;
    Ok(Some((session, person)))
}

/// The passkeys of a person, the oldest first.
pub(crate) fn list(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<KeptPasskey>, StoreError> {
    passkeys::passkeys_of(tx, id)
}

/// Names a passkey in a form.
pub(crate) fn form_name(passkey: &KeptPasskey) -> String {
    BASE64URL_NOPAD.encode(&passkey.credential_id)
}

/// Removes a passkey of the person. When nothing is left that could be shown as a second factor, none is asked for any more:
/// the person would be shut out.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    safety: &Safety,
    person: &Person,
    name: &str,
) -> Result<bool, StoreError> {
    let Ok(credential_id) = BASE64URL_NOPAD.decode(name.as_bytes()) else { return Ok(false) };
    if !passkeys::delete_passkey(tx, person.id, &credential_id)? {
        return Ok(false);
    }
    safety.letters.notice(tx, ctx, person, key("mail-notice-passkey-removed"))?;
    record(tx, ctx, "account.passkey-removed", person.id)?;
    let left = factors::factors_of(tx, person.id)?;
    if person.asks_second && !left.has_app && left.passkeys == 0 {
        factors::drop_second(tx, ctx, &safety.letters, person)?;
    }
    Ok(true)
}
