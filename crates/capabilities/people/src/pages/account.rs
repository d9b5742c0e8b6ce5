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

use super::{answer, back, layout, own, private};
use crate::{
    actions,
    model::{Person, PersonId},
    passwords::{self, PasswordError, Passwords},
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
    is_team: bool,
}

/// A session as its person knows it.
struct Device {
    name: String,
    what: String,
    seen: String,
    is_this: bool,
}

/// The person, or where the administrator's link has brought somebody: the desk.
async fn signed_in(app: &App, visit: &Visit) -> Result<Person, Problem> {
    let id = own(visit).ok_or_else(Problem::not_found)?;
    let person = app.store().read::<_, StoreError, _>(move |tx| store::person(tx, id)).await?;
    person.ok_or_else(Problem::not_found)
}

/// `/account`.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    if own(&visit).is_none() {
        return Ok(back("/desk"));
    }
    show(&app, &visit, None).await
}

async fn show(app: &App, visit: &Visit, notice: Option<Notice>) -> Result<Response, Problem> {
    let person = signed_in(app, visit).await?;
    let (subject, now) = (person.id.to_string(), visit.ctx().now);
    let all = app.store().read::<_, StoreError, _>(move |tx| sessions::list(tx, &subject, now)).await?;
    let t = visit.t();
    let this = visit.session().map(sessions::Session::name);
    let device = |session: sessions::Session| Device {
        is_this: this.as_deref() == Some(&session.name()),
        what: what(&session.device).unwrap_or_else(|| t.say("account-device")),
        seen: t.moment(session.seen_at, &TimeZone::UTC),
        name: session.name(),
    };
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
        is_team: visit.ctx().is_administrator() || !visit.ctx().grants.is_empty(),
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
        _ => return None,
    };
    Some(Notice { tone: "good", text: visit.t().say(message) })
}

fn wrong(visit: &Visit, message: &'static str) -> Option<Notice> {
    Some(Notice { tone: "bad", text: visit.t().say(message) })
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
    let begun = app
        .store()
        .write::<_, StoreError, _>(move |tx| actions::set_password(tx, &ctx, id, hash.as_deref(), &device));
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
    let (subject, now) = (id.to_string(), visit.ctx().now);
    // Looked for among this person's own: the name of another's session ends nothing.
    app.store()
        .write::<_, StoreError, _>(move |tx| {
            let own = sessions::list(tx, &subject, now)?;
            match own.iter().find(|session| session.name() == form.session) {
                Some(session) => sessions::end(tx, session).map(drop),
                None => Ok(()),
            }
        })
        .await?;
    Ok(back("/account?done=session"))
}

/// `/account/data.json`: everything that the server keeps about this person under their account.
pub(crate) async fn data(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let person = signed_in(&app, &visit).await?;
    let (subject, now) = (person.id.to_string(), visit.ctx().now);
    let all = app.store().read::<_, StoreError, _>(move |tx| sessions::list(tx, &subject, now)).await?;
    let session = |session: &sessions::Session| json!({ "begun": session.created_at, "last_used": session.seen_at, "ends": session.expires_at, "device": session.device });
    let PersonId(id) = person.id;
    let data = json!({
        "person": {
            "id": id.to_string(),
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "has_password": person.has_password,
            "is_administrator": person.is_administrator,
            "created": person.created_at,
        },
        "sessions": all.iter().map(session).collect::<Vec<_>>(),
    });
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
    let (ctx, id) = (visit.ctx().clone(), person.id);
    if !app.store().write::<_, StoreError, _>(move |tx| actions::erase(tx, &ctx, id)).await? {
        return show(&app, &visit, wrong(&visit, key("account-last-administrator"))).await;
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
