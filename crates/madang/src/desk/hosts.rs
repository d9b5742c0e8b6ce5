//! Hosts: made, named, and the conferences that they make.

use askama::Template;
use axum::{Form, extract::Path, response::Response};
use jiff::civil::Date;
use madang_conference::{
    Conference, CreateError, Host, NewConference, SettingError, Visibility, all, copy_settings,
    create_conference as make_conference, host_by_slug, slug_of,
};
use madang_context::Power;
use madang_interchange::model::Text;
use madang_programme::{ProgrammeError, copy_levels};
use madang_store::{StoreError, Tx};
use madang_team::{Role, Scope, TeamError, create_host, rename_host};
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::{
    Desk,
    frame::{Figures, Frame, Here, answer, back},
    status::tone_of,
    team::refused,
};

/// A host and how many people are in its team.
struct Found {
    host: Host,
    figures: Figures,
}

fn found(tx: &mut Tx<'_>, slug: &str, visit: &madang_context::Ctx) -> Result<Found, Problem> {
    let host = host_by_slug(tx, slug)?.ok_or_else(Problem::not_found)?;
    Ok(Found { host, figures: Figures::read(tx, visit.now)? })
}

#[derive(Template)]
#[template(path = "desk_host_new.html")]
struct NewHostPage {
    layout: Layout,
    desk: Frame,
    form: HostForm,
    /// Key of what was wrong; empty the first time.
    wrong: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HostForm {
    name: String,
    slug: String,
}

/// Whether this person may make a host.
pub(crate) fn may_make(visit: &Visit) -> bool {
    let ctx = visit.ctx();
    ctx.is_administrator() || (Desk::of(visit).open_to_hosts && ctx.person().is_some())
}

/// `/desk/hosts/new`.
pub(crate) async fn form(visit: Visit) -> Result<Response, Problem> {
    new_host_page(&visit, HostForm::default(), String::new()).await
}

async fn new_host_page(visit: &Visit, form: HostForm, wrong: String) -> Result<Response, Problem> {
    if !may_make(visit) {
        return Err(Problem::forbidden());
    }
    let now = visit.ctx().now;
    let figures = visit.app().store().read::<_, StoreError, _>(move |tx| Figures::read(tx, now)).await?;
    let (layout, desk) = Frame::new(visit, Here::Status, visit.t().say("desk-host-new"), &figures);
    answer(&NewHostPage { layout, desk, form, wrong })
}

/// `POST /desk/hosts/new`.
pub(crate) async fn create(visit: Visit, Form(form): Form<HostForm>) -> Result<Response, Problem> {
    let (ctx, is_open, typed) = (visit.ctx().clone(), Desk::of(&visit).open_to_hosts, form.clone());
    let made = visit.app().store().write::<_, TeamError, _>(move |tx| {
        let slug = short_name(&typed.slug, &typed.name);
        let host = create_host(tx, &ctx, (&slug, &Text::of(&ctx.language, &typed.name)), is_open)?;
        Ok(host.slug)
    });
    match made.await {
        Ok(slug) => Ok(back(&format!("/desk/hosts/{slug}?done=host-made"))),
        Err(TeamError::Taken) => new_host_page(&visit, form, "desk-wrong-taken".into()).await,
        Err(TeamError::Wrong(field)) => new_host_page(&visit, form, format!("desk-wrong-{field}")).await,
        Err(error) => Err(refused(error)),
    }
}

/// The short name that was typed, or one made from the name.
fn short_name(typed: &str, name: &str) -> String {
    let typed = typed.trim();
    if typed.is_empty() { slug_of(name).unwrap_or_default() } else { typed.to_lowercase() }
}

#[derive(Template)]
#[template(path = "desk_host.html")]
struct HostPage {
    layout: Layout,
    desk: Frame,
    slug: String,
    name: String,
    /// Name by language, for the form; the first is the reader's.
    names: Vec<(String, String, String)>,
    conferences: Vec<Row>,
    members: usize,
    owners: String,
    may_organise: bool,
    may_own: bool,
}

struct Row {
    slug: String,
    name: String,
    dates: String,
    visibility: Visibility,
}

/// `/desk/hosts/{host}`.
pub(crate) async fn page(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let found = found(tx, &slug, &ctx)?;
        let team = madang_team::team(tx, &ctx, Scope::of_host(&found.host)).map_err(refused)?;
        let conferences: Vec<Conference> =
            all(tx)?.into_iter().filter(|one| one.host_id == found.host.id).collect();
        Ok((found, team, conferences))
    });
    let (Found { host, figures }, team, conferences) = read.await?;
    let (t, language) = (visit.t(), visit.t().language());
    let name = host.name.pick(language.as_str()).to_owned();
    let (layout, desk) = Frame::new(&visit, Here::Status, name.clone(), &figures);
    let row = |conference: &Conference| Row {
        slug: conference.slug.clone(),
        name: conference.name.pick(language.as_str()).to_owned(),
        dates: t.date_range(conference.first_day, conference.last_day),
        visibility: conference.visibility,
    };
    let named = |known: &madang_text::Language| {
        let tag = known.tag.to_string();
        let name = host.name.0.get(&tag).cloned().unwrap_or_default();
        (tag, known.name.clone(), name)
    };
    let owners = team.members.iter().filter(|member| member.role == Role::Owner);
    answer(&HostPage {
        names: t.languages().iter().map(named).collect(),
        conferences: conferences.iter().map(row).collect(),
        members: team.members.len(),
        owners: owners.map(|member| member.name.as_str()).collect::<Vec<_>>().join(", "),
        may_organise: visit.ctx().may(Power::Organise, &[host.id.0]),
        may_own: visit.ctx().may(Power::Own, &[host.id.0]),
        slug: host.slug,
        desk: desk.at_host(),
        layout,
        name,
    })
}

/// `POST /desk/hosts/{host}/rename`: one name in each language, as `name.en`.
pub(crate) async fn rename(
    visit: Visit,
    Path(slug): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let mut name = Text::default();
    for (field, value) in fields {
        if let Some(language) = field.strip_prefix("name.")
            && visit.t().languages().iter().any(|known| known.tag.as_str() == language)
        {
            name.0.insert(language.to_owned(), value);
        }
    }
    let (ctx, wanted) = (visit.ctx().clone(), slug.clone());
    let renamed = visit.app().store().write::<_, Problem, _>(move |tx| {
        let host = host_by_slug(tx, &wanted)?.ok_or_else(Problem::not_found)?;
        match rename_host(tx, &ctx, &host, &name) {
            Ok(()) => Ok("host-named"),
            Err(TeamError::Wrong(_)) => Ok("wrong-name"),
            Err(error) => Err(refused(error)),
        }
    });
    let done = renamed.await?;
    Ok(back(&format!("/desk/hosts/{slug}?done={done}")))
}

#[derive(Template)]
#[template(path = "desk_conference_new.html")]
struct NewConferencePage {
    layout: Layout,
    desk: Frame,
    host_slug: String,
    host_name: String,
    form: ConferenceForm,
    zones: Vec<String>,
    /// Conferences of the host to copy from: short name, name, whether it is chosen.
    copies: Vec<(String, String, bool)>,
    wrong: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConferenceForm {
    name: String,
    slug: String,
    zone: String,
    first_day: String,
    last_day: String,
    /// Short name of a conference whose settings are copied; empty for none.
    copy: String,
}

/// `/desk/hosts/{host}/conferences/new`.
pub(crate) async fn conference_form(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    // The zone that the visitor told us is most often where they plan to meet.
    let zone = visit.zone().and_then(jiff::tz::TimeZone::iana_name).unwrap_or_default().to_owned();
    let form = ConferenceForm { zone, ..ConferenceForm::default() };
    new_conference_page(&visit, slug, form, String::new()).await
}

async fn new_conference_page(
    visit: &Visit,
    slug: String,
    form: ConferenceForm,
    wrong: String,
) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let found = found(tx, &slug, &ctx)?;
        let of_host = all(tx)?.into_iter().filter(|one| one.host_id == found.host.id);
        Ok((of_host.collect::<Vec<_>>(), found))
    });
    let (of_host, Found { host, figures }) = read.await?;
    let (layout, desk) = Frame::new(visit, Here::Status, visit.t().say("desk-conference-new"), &figures);
    let language = visit.t().language();
    let copy = |one: Conference| {
        let name = one.name.pick(language.as_str()).to_owned();
        (one.slug.clone(), name, one.slug == form.copy)
    };
    let copies = of_host.into_iter().map(copy).collect();
    answer(&NewConferencePage {
        layout,
        desk: desk.at_host(),
        host_name: host.name.pick(visit.t().language().as_str()).to_owned(),
        host_slug: host.slug,
        form,
        zones: zones(),
        copies,
        wrong,
    })
}

/// Names of zones that a venue can be in.
fn zones() -> Vec<String> {
    let zones = jiff::tz::db().available().map(|name| name.to_string());
    zones.filter(|name| name.contains('/') && !name.starts_with("Etc/")).collect()
}

/// `POST /desk/hosts/{host}/conferences/new`.
pub(crate) async fn create_conference(
    visit: Visit,
    Path(slug): Path<String>,
    Form(form): Form<ConferenceForm>,
) -> Result<Response, Problem> {
    let day = |text: &str| text.trim().parse::<Date>().ok();
    let Some(first_day) = day(&form.first_day) else {
        return new_conference_page(&visit, slug, form, "desk-wrong-first-day".into()).await;
    };
    let wish = NewConference {
        slug: short_name(&form.slug, &form.name),
        name: Text::of(visit.t().language().as_str(), &madang_text::display::one_line(&form.name)),
        zone: form.zone.trim().to_owned(),
        first_day,
        last_day: day(&form.last_day).unwrap_or(first_day),
    };
    let (ctx, of_host, copy) = (visit.ctx().clone(), slug.clone(), form.copy.clone());
    let made = visit.app().store().write::<_, CreateError, _>(move |tx| {
        let host = host_by_slug(tx, &of_host)?.ok_or(CreateError::Forbidden)?;
        let made = make_conference(tx, &ctx, &host, &wish)?;
        if !copy.is_empty() {
            let batch = copy_settings(tx, &ctx, &copy, &made.slug).map_err(|error| match error {
                SettingError::Store(error) => CreateError::Store(error),
                _ => CreateError::Forbidden,
            })?;
            copy_levels(tx, &ctx, &copy, &made.slug, batch).map_err(|error| match error {
                ProgrammeError::Store(error) => CreateError::Store(error),
                _ => CreateError::Forbidden,
            })?;
        }
        Ok(made)
    });
    match made.await {
        Ok(conference) => {
            super::show_at_once(&visit).await?;
            Ok(back(&format!("/desk/{}?done=conference-made", conference.slug)))
        }
        Err(CreateError::Taken) => new_conference_page(&visit, slug, form, "desk-wrong-taken".into()).await,
        Err(CreateError::Wrong(field)) => {
            let wrong = format!("desk-wrong-{}", field.replace('_', "-"));
            new_conference_page(&visit, slug, form, wrong).await
        }
        Err(CreateError::Forbidden) => Err(Problem::forbidden()),
        Err(CreateError::Store(error)) => Err(error.into()),
    }
}
