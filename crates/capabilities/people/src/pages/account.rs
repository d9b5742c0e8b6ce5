//! What a person sees and changes of their own account.

use askama::Template;
use axum::{
    Form, Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header};
use jiff::tz::TimeZone;
use madang_store::StoreError;
use madang_text::key;
use madang_web::{App, Layout, Notice, Problem, Visit, sessions};
use serde::Deserialize;
use serde_json::json;

use super::{answer, back, is_fresh, layout, letters, own, private, prove_first, signed_in};
use crate::{
    actions::{
        self, email,
        factors::{Standing, factors_of},
        identities, passkeys,
    },
    keepers::{Keepers, Objection},
    model::{EmailChange, Identity, KeptPasskey, Person, PersonId},
    passwords::{self, PasswordError, Passwords},
    providers::Providers,
    store,
};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    layout: Layout,
    csrf: String,
    person: Person,
    languages: Vec<(String, String, bool)>,
    sessions: Vec<Device>,
    standing: Standing,
    passkeys: Vec<PasskeyRow>,
    /// Providers that know the person: names in the form, and labels.
    identities: Vec<(String, String)>,
    /// Whether this server has a name that passkeys can be bound to.
    can_passkeys: bool,
    /// What a new passkey may be called.
    this_device: String,
    /// The change of address that is still to happen.
    change: Option<EmailChange>,
    is_team: bool,
    /// What stands against deleting the account, and where that can be changed.
    objections: Vec<(String, Option<String>)>,
}

/// A passkey as its person knows it.
struct PasskeyRow {
    form_name: String,
    name: String,
    made: String,
    used: Option<String>,
}

/// A session as its person knows it.
struct Device {
    name: String,
    what: String,
    seen: String,
    is_this: bool,
}

/// `/account`.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    if own(&visit).is_none() {
        return Ok(back("/desk"));
    }
    show(&app, &visit, None).await
}

async fn show(app: &App, visit: &Visit, notice: Option<Notice>) -> Result<Response, Problem> {
    show_with(app, visit, notice, &[]).await
}

async fn show_with(
    app: &App,
    visit: &Visit,
    notice: Option<Notice>,
    objections: &[Objection],
) -> Result<Response, Problem> {
    let person = signed_in(app, visit).await?;
    let (id, ctx) = (person.id, visit.ctx().clone());
    let read = app.store().read::<_, StoreError, _>(move |tx| {
        let all = sessions::list(tx, &id.to_string(), ctx.now)?;
        let keys = (passkeys::list(tx, id)?, identities::list(tx, id)?);
        Ok((all, factors_of(tx, id)?, email::pending(tx, &ctx, id)?, keys))
    });
    let (all, standing, change, (keys, linked)) = read.await?;
    let providers = app.part::<Providers>();
    let identity = |linked: &Identity| (identities::form_name(linked), providers.label(&linked.provider));
    let t = visit.t();
    let this = visit.session().map(sessions::Session::name);
    let device = |session: sessions::Session| Device {
        is_this: this.as_deref() == Some(&session.name()),
        what: what(&session.device).unwrap_or_else(|| t.say("account-device")),
        seen: t.moment(session.seen_at, &TimeZone::UTC),
        name: session.name(),
    };
    let passkey = |kept: KeptPasskey| PasskeyRow {
        form_name: passkeys::form_name(&kept),
        made: t.moment(kept.created_at, &TimeZone::UTC),
        used: kept.used_at.map(|used| t.moment(used, &TimeZone::UTC)),
        name: kept.name,
    };
    let this_device = visit.session().and_then(|session| what(&session.device));
    let language = |known: &madang_text::Language| {
        let tag = known.tag.to_string();
        (tag.clone(), known.name.clone(), tag == person.language)
    };
    let mut layout = layout(visit, key("account-title"));
    layout.notices.extend(notice.or_else(|| done(visit)));
    let page = AccountPage {
        layout,
        csrf: visit.csrf_token(),
        languages: t.languages().iter().map(language).collect(),
        sessions: all.into_iter().map(device).collect(),
        standing,
        passkeys: keys.into_iter().map(passkey).collect(),
        identities: linked.iter().map(identity).collect(),
        can_passkeys: passkeys::relying_party(&app.config().base_url).is_some(),
        this_device: this_device.unwrap_or_default(),
        change,
        is_team: visit.ctx().is_administrator() || !visit.ctx().grants.is_empty(),
        objections: objections.iter().map(|objection| objected(visit, objection)).collect(),
        person,
    };
    answer(&page)
}

/// Browser and system out of what a browser says of itself, as far as people know them.
fn what(device: &str) -> Option<String> {
    let browsers = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| device.contains(mark)).map(|(_, name)| *name)
    };
    let words: Vec<&str> = [known(&browsers), known(&systems)].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn done(visit: &Visit) -> Option<Notice> {
    let message = match visit.query().strip_prefix("done=")? {
        "profile" => key("account-done-profile"),
        "password" => key("account-done-password"),
        "no-password" => key("account-done-no-password"),
        "session" => key("account-done-session"),
        "email-asked" => key("account-done-email-asked"),
        "email-stopped" => key("account-done-email-stopped"),
        "unlinked" => key("account-done-unlinked"),
        "passkey" => key("account-done-passkey"),
        "passkey-removed" => key("account-done-passkey-removed"),
        "no-passkey" => {
            return Some(Notice { tone: "bad", text: visit.t().say(key("account-passkey-failed")) });
        }
        "second-off" => key("account-done-second-off"),
        _ => return None,
    };
    Some(Notice { tone: "good", text: visit.t().say(message) })
}

fn wrong(visit: &Visit, message: &'static str) -> Option<Notice> {
    Some(Notice { tone: "bad", text: visit.t().say(message) })
}

fn objected(visit: &Visit, objection: &Objection) -> (String, Option<String>) {
    let values: Vec<_> =
        objection.values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    (visit.t().say_with(objection.key, &values), objection.way.clone())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Profile {
    name: String,
    language: String,
}

/// `POST /account/profile`.
pub(crate) async fn change_profile(
    State(app): State<App>,
    visit: Visit,
    Form(profile): Form<Profile>,
) -> Result<Response, Problem> {
    let id = own(&visit).ok_or_else(Problem::not_found)?;
    let language = app.texts().negotiate(Some(&profile.language), None, &[]);
    visit.choose_language(&language);
    let ctx = visit.ctx().clone();
    let changed = app.store().write::<_, StoreError, _>(move |tx| {
        actions::change_profile(tx, &ctx, id, &profile.name, language.as_str())
    });
    match changed.await? {
        true => Ok(back("/account?done=profile")),
        false => show(&app, &visit, wrong(&visit, key("account-wrong-name"))).await,
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewPassword {
    current: String,
    new: String,
    /// Set when the password is to be taken away.
    remove: String,
}

/// `POST /account/password`: sets it, changes it, takes it away; signs out everywhere else.
pub(crate) async fn change_password(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<NewPassword>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    let passwords = app.part::<Passwords>();
    if person.has_password {
        app.part::<crate::limits::Limits>().attempt(&person.email, visit.client())?;
        let id = person.id;
        let hash = app.store().read::<_, StoreError, _>(move |tx| store::password_of(tx, id)).await?;
        if !passwords.verify(form.current.clone(), hash).await? {
            return show(&app, &visit, wrong(&visit, key("account-wrong-current"))).await;
        }
    } else if !is_fresh(&visit) {
        return Ok(prove_first("/account"));
    }
    let removes = !form.remove.is_empty();
    let hash = if removes {
        None
    } else {
        if let Err(error) = passwords::check(&form.new, &[&person.email, &person.name]) {
            let message = match error {
                PasswordError::Short => key("account-password-short"),
                PasswordError::Long => key("account-password-long"),
                PasswordError::Easy => key("account-password-easy"),
            };
            return show(&app, &visit, wrong(&visit, message)).await;
        }
        Some(passwords.hash(form.new).await?)
    };
    let (ctx, id, device) = (visit.ctx().clone(), person.id, sessions::device(&headers));
    let letters = letters(&app);
    let begun = app.store().write::<_, StoreError, _>(move |tx| {
        actions::set_password(tx, &ctx, &letters, (id, hash.as_deref()), &device)
    });
    visit.sign_in(&begun.await?);
    Ok(back(if removes { "/account?done=no-password" } else { "/account?done=password" }))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EndSession {
    session: String,
}

/// `POST /account/sessions/end`: signs out on one device.
pub(crate) async fn end_session(
    State(app): State<App>,
    visit: Visit,
    Form(form): Form<EndSession>,
) -> Result<Response, Problem> {
    let id = own(&visit).ok_or_else(Problem::not_found)?;
    let ctx = visit.ctx().clone();
    app.store()
        .write::<_, StoreError, _>(move |tx| actions::end_session(tx, &ctx, id, &form.session))
        .await?;
    Ok(back("/account?done=session"))
}

/// `POST /account/sessions/end-all`: signs out everywhere, here too.
pub(crate) async fn end_all_sessions(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let id = own(&visit).ok_or_else(Problem::not_found)?;
    let ctx = visit.ctx().clone();
    app.store().write::<_, StoreError, _>(move |tx| actions::end_all_sessions(tx, &ctx, id)).await?;
    visit.sign_out();
    Ok(back("/"))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Unlink {
    identity: String,
}

/// `POST /account/provider/remove`.
pub(crate) async fn unlink(
    State(app): State<App>,
    visit: Visit,
    Form(Unlink { identity }): Form<Unlink>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if !is_fresh(&visit) {
        return Ok(prove_first("/account"));
    }
    let (ctx, letters) = (visit.ctx().clone(), letters(&app));
    let unlinked = app
        .store()
        .write::<_, StoreError, _>(move |tx| identities::unlink(tx, &ctx, &letters, &person, &identity));
    Ok(back(if unlinked.await? { "/account?done=unlinked" } else { "/account" }))
}

/// `/account/data.json`: everything that the server keeps about this person under their account.
pub(crate) async fn data(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    let (subject, now) = (person.id.to_string(), visit.ctx().now);
    let (id, keepers) = (person.id, app.part::<Keepers>().clone());
    let read = app.store().read::<_, StoreError, _>(move |tx| {
        let own = (sessions::list(tx, &subject, now)?, passkeys::list(tx, id)?, factors_of(tx, id)?);
        Ok((own, identities::list(tx, id)?, keepers.export(tx, id)?))
    });
    let ((all, keys, standing), linked, kept) = read.await?;
    let identity = |linked: &Identity| json!({ "issuer": linked.issuer, "subject": linked.subject });
    let passkey =
        |kept: &KeptPasskey| json!({ "name": kept.name, "made": kept.created_at, "last_used": kept.used_at });
    let session = |session: &sessions::Session| json!({ "begun": session.created_at, "last_used": session.seen_at, "ends": session.expires_at, "device": session.device });
    let PersonId(id) = person.id;
    let mut data = json!({
        "person": {
            "id": id.to_string(),
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "has_password": person.has_password,
            "asks_for_a_second_factor": person.asks_second,
            "is_administrator": person.is_administrator,
            "created": person.created_at,
        },
        "second_factors": { "app": standing.has_app, "recovery_codes_left": standing.codes_left, "passkeys": keys.iter().map(passkey).collect::<Vec<_>>() },
        "providers": linked.iter().map(identity).collect::<Vec<_>>(),
        "sessions": all.iter().map(session).collect::<Vec<_>>(),
    });
    data.as_object_mut().expect("it was just made as an object").extend(kept);
    let mut response = private(Json(data).into_response());
    let name = HeaderValue::from_static("attachment; filename=\"account.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Erase {
    /// The person's own address, typed once more.
    email: String,
}

/// `POST /account/erase`.
pub(crate) async fn erase(
    State(app): State<App>,
    visit: Visit,
    Form(form): Form<Erase>,
) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    if crate::rules::email(&form.email).as_deref() != Some(&person.email) {
        return show(&app, &visit, wrong(&visit, key("account-wrong-erase"))).await;
    }
    let (ctx, id, keepers) = (visit.ctx().clone(), person.id, app.part::<Keepers>().clone());
    let erased = app.store().write::<_, StoreError, _>(move |tx| actions::erase(tx, &ctx, id, &keepers));
    let objections = erased.await?;
    if !objections.is_empty() {
        return show_with(&app, &visit, None, &objections).await;
    }
    visit.sign_out();
    Ok(back("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_in_words() {
        let table = [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Some("Firefox, Linux"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1",
                Some("Safari, iPhone"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                Some("Edge, Windows"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
                Some("Chrome, Android"),
            ),
            ("curl/8.5.0", None),
            ("", None),
        ];
        for (told, words) in table {
            assert_eq!(what(told).as_deref(), words, "{told}");
        }
    }
}
