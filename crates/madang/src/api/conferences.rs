//! What a token may see, hosts, and conferences with their settings.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::StatusCode;
use jiff::{ToSpan as _, civil::Date};
use madang_conference::{
    Conference, Host, NewConference, SettingError, Visibility, all, by_slug, conference_fingerprint,
    copy_settings, create_conference, edit_conference, host_by_slug, hosts, set_visibility,
};
use madang_context::{Ctx, Id, Power};
use madang_programme::copy_levels;
use madang_store::{StoreError, Tx};
use madang_team::Scope;
use madang_web::{Problem, Right, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::{Change, Done, Kept, Listing, Refusal, page},
    declare::{Api, Operation},
    programme_values::kinds,
    sessions::conference,
    speakers::Page,
    values::{Colour, Few, LanguageTag, Lines, NeededLines, Number, Proses, Slug, WebAddress, Zone},
    wish::{Wish, read, write},
};

const ONE: &str = "/api/v1/conferences/{conference}";

/// Adds these operations.
pub(super) fn declare(api: Api) -> Api {
    const VIEW: Right = Right::Scoped(Power::View);
    const ORGANISE: Right = Right::Scoped(Power::Organise);
    let of_one = |rest: &str| format!("{ONE}/{rest}");
    api.on(
        Operation::get("/api/v1/token", Right::Person, ("getToken", "What this token may do, and with what"))
            .gives::<Reach>(200),
        token,
    )
    .on(
        Operation::get("/api/v1/hosts", Right::Person, ("listHosts", "Hosts that the token may know of"))
            .gives::<Listing<HostValue>>(200),
        list_hosts,
    )
    .on(
        Operation::post(
            "/api/v1/hosts/{host}/conferences",
            ORGANISE,
            ("createConference", "Makes a conference of a host"),
        )
        .takes::<NewValue>()
        .gives::<Done>(201),
        create,
    )
    .on(
        Operation::get(
            "/api/v1/conferences",
            Right::Person,
            ("listConferences", "Conferences that the token may know of, by short name"),
        )
        .query::<Page>()
        .gives::<Listing<Kept<ConferenceValue>>>(200),
        list,
    )
    .on(
        Operation::get(ONE, VIEW, ("getConference", "A conference")).gives::<Kept<ConferenceValue>>(200),
        show,
    )
    .on(
        Operation::put(ONE, ORGANISE, ("putConference", "Changes a conference's settings"))
            .takes::<Change<ConferenceValue>>()
            .gives::<Done>(200),
        put,
    )
    .on(
        Operation::put(&of_one("visibility"), ORGANISE, ("setVisibility", "Chooses who sees a conference"))
            .takes::<VisibilityValue>()
            .gives::<VisibilityValue>(200),
        put_visibility,
    )
    .on(
        Operation::post(
            &of_one("copy"),
            ORGANISE,
            ("copySettings", "Gives an empty conference what another has beside its programme"),
        )
        .takes::<Copy>()
        .gives::<Done>(200),
        copy,
    )
    .on(
        Operation::get(&of_one("team"), VIEW, ("listTeam", "Who is in a conference's own team"))
            .gives::<Listing<MemberValue>>(200),
        team,
    )
}

/// What a token may do.
#[derive(Serialize, JsonSchema)]
struct Reach {
    /// Conferences, by short name, with what may be done there; may be empty.
    conferences: Vec<ReachOne>,
}

#[derive(Serialize, JsonSchema)]
struct ReachOne {
    /// Short name.
    id: String,
    /// `view`, `programme`, `organise`.
    powers: Vec<String>,
}

fn known(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Conference>, StoreError> {
    let mut found = all(tx)?;
    found.retain(|one| ctx.knows(&one.scopes()));
    found.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(found)
}

async fn token(visit: Visit) -> Result<Response, Problem> {
    read(&visit, |tx, ctx| {
        let one = |found: &Conference| ReachOne {
            id: found.slug.clone(),
            powers: Power::ALL
                .into_iter()
                .filter(|power| found.lets(ctx, *power))
                .map(|power| power.word().into())
                .collect(),
        };
        Ok(Reach { conferences: known(tx, ctx)?.iter().map(one).collect() })
    })
    .await
}

/// A host.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Host")]
struct HostValue {
    /// Short name in addresses.
    id: String,
    name: NeededLines,
}

async fn list_hosts(visit: Visit) -> Result<Response, Problem> {
    read(&visit, |tx, ctx| {
        let value = |host: Host| HostValue { name: NeededLines::of(&host.name), id: host.slug };
        let found = hosts(tx)?.into_iter().filter(|host| ctx.knows(&[host.id.0]));
        Ok(Listing { items: found.map(value).collect(), next: None })
    })
    .await
}

/// A new conference; everything else comes later.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewConference")]
struct NewValue {
    /// Short name in addresses; unique on the server.
    id: Slug,
    name: NeededLines,
    zone: Zone,
    first_day: Date,
    /// How many days it has.
    days: Number<1, 60>,
}

/// The last of so many days.
fn last_day(first: Date, days: Number<1, 60>) -> Date {
    first.saturating_add(i64::from(days.0 - 1).days())
}

async fn create(visit: Visit, Path(host): Path<String>, wish: Wish<NewValue>) -> Result<Response, Problem> {
    write(&visit, (StatusCode::CREATED, wish.once), move |tx, ctx| {
        let host = host_by_slug(tx, &host)?.ok_or_else(Problem::not_found)?;
        let NewValue { id, name, zone, first_day, days } = wish.value;
        let new = NewConference {
            slug: id.0,
            name: name.text(),
            zone: zone.0,
            first_day,
            last_day: last_day(first_day, days),
        };
        let made = create_conference(tx, ctx, &host, &new)?;
        Ok(Done { version: conference_fingerprint(&made), id: made.slug, batch: None })
    })
    .await
}

/// A conference's settings.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Conference")]
struct ConferenceValue {
    name: NeededLines,
    /// A line below the name.
    #[serde(default)]
    subtitle: Lines,
    #[serde(default)]
    description: Proses,
    /// Name of the venue.
    #[serde(default)]
    venue: Lines,
    /// Postal address.
    #[serde(default)]
    address: Lines,
    #[serde(default)]
    city: Lines,
    zone: Zone,
    first_day: Date,
    /// How many days it has.
    days: Number<1, 60>,
    /// Minutes after midnight at which a conference day begins.
    #[serde(default = "midnight")]
    day_starts_minutes: Number<0, 1_439>,
    /// From when to when sessions are meant to be held.
    #[serde(default)]
    hours: Option<Hours>,
    /// The first is the one that texts fall back to.
    languages: Few<LanguageTag, 30, 1>,
    /// Its own page elsewhere.
    #[serde(default)]
    url: Option<WebAddress>,
    #[serde(default)]
    colour: Option<Colour>,
}

fn midnight() -> Number<0, 1_439> {
    Number(0)
}

/// Hours of a day.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Hours {
    /// Minutes after midnight.
    opens_minutes: Number<0, 1_439>,
    /// For how long it is open.
    minutes: Number<1, 1_440>,
}

impl ConferenceValue {
    fn of(of: &Conference) -> Self {
        let days = of.first_day.until(of.last_day).map_or(0, |span| span.get_days());
        let hours = |(opens, closes): (u16, u16)| Hours {
            opens_minutes: Number(opens.into()),
            minutes: Number(u32::from(closes.saturating_sub(opens))),
        };
        Self {
            name: NeededLines::of(&of.name),
            subtitle: Lines::of(&of.subtitle),
            description: Proses::of(&of.description),
            venue: Lines::of(&of.venue),
            address: Lines::of(&of.address),
            city: Lines::of(&of.city),
            zone: Zone(of.zone.clone()),
            first_day: of.first_day,
            days: Number(u32::try_from(days).unwrap_or(0) + 1),
            day_starts_minutes: Number(of.day_starts_minutes.into()),
            hours: of.hours_minutes.map(hours),
            languages: Few(of.languages.iter().cloned().map(LanguageTag).collect()),
            url: of.url.clone().map(WebAddress),
            colour: of.colour.clone().map(Colour),
        }
    }

    /// A conference with these settings; what they do not tell is as in `before`.
    fn put_into(&self, before: &Conference) -> Conference {
        let minutes = |minutes: u32| u16::try_from(minutes).unwrap_or(u16::MAX);
        let hours = |hours: &Hours| {
            let opens = hours.opens_minutes.0;
            (minutes(opens), minutes(opens + hours.minutes.0))
        };
        let mut languages: Vec<String> = Vec::new();
        for LanguageTag(tag) in &self.languages.0 {
            if !languages.contains(tag) {
                languages.push(tag.clone());
            }
        }
        Conference {
            name: self.name.text(),
            subtitle: self.subtitle.text(),
            description: self.description.text(),
            venue: self.venue.text(),
            address: self.address.text(),
            city: self.city.text(),
            zone: self.zone.0.clone(),
            first_day: self.first_day,
            last_day: last_day(self.first_day, self.days),
            day_starts_minutes: minutes(self.day_starts_minutes.0),
            hours_minutes: self.hours.as_ref().map(hours),
            languages,
            url: self.url.clone().map(|url| url.0),
            colour: self.colour.clone().map(|colour| colour.0),
            ..before.clone()
        }
    }
}

fn kept(of: &Conference) -> Kept<ConferenceValue> {
    Kept { id: of.slug.clone(), version: conference_fingerprint(of), value: ConferenceValue::of(of) }
}

async fn list(visit: Visit, Query(wanted): Query<Page>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let found = known(tx, ctx)?;
        let Listing { items, next } = page(found, wanted.after.as_ref(), wanted.limit, |one| &one.slug);
        Ok(Listing { items: items.iter().map(kept).collect(), next })
    })
    .await
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| Ok(kept(&conference(tx, ctx, &slug)?))).await
}

/// What was done to a conference's settings.
fn done(tx: &mut Tx<'_>, slug: String, batch: Option<Id>) -> Result<Done, Refusal> {
    let after = by_slug(tx, &slug)?.ok_or(SettingError::Absent)?;
    let batch = batch.map(|batch| batch.to_string());
    Ok(Done { version: conference_fingerprint(&after), id: slug, batch })
}

async fn put(
    visit: Visit,
    Path(slug): Path<String>,
    Wish { value: change, .. }: Wish<Change<ConferenceValue>>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let before = conference(tx, ctx, &slug)?;
        let batch = edit_conference(tx, ctx, &slug, &change.version.0, &change.value.put_into(&before))?;
        done(tx, slug, batch)
    })
    .await
}

kinds! {
    /// Who sees a conference: its team, everybody, or everybody as a thing of the past.
    VisibilityWord = Visibility { Draft, Public, Archived }
}

/// Who sees a conference.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Visibility")]
struct VisibilityValue {
    visibility: VisibilityWord,
}

async fn put_visibility(
    visit: Visit,
    Path(slug): Path<String>,
    Wish { value: wanted, .. }: Wish<VisibilityValue>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let after = set_visibility(tx, ctx, &slug, wanted.visibility.into())?;
        Ok(VisibilityValue { visibility: after.visibility.into() })
    })
    .await
}

/// Whose settings to copy.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CopyFrom")]
struct Copy {
    /// Short name of the other conference.
    from: Slug,
}

async fn copy(visit: Visit, Path(slug): Path<String>, wish: Wish<Copy>) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, wish.once), move |tx, ctx| {
        let target = conference(tx, ctx, &slug)?;
        let rooms = madang_conference::rooms(tx, target.id)?;
        let others = (madang_conference::tracks(tx, target.id)?, madang_conference::kinds(tx, target.id)?);
        if !(rooms.is_empty() && others.0.is_empty() && others.1.is_empty()) {
            return Err(Problem::conflict()
                .with_detail("the conference has rooms, tracks or kinds already")
                .into());
        }
        let from = &wish.value.from.0;
        let batch = copy_settings(tx, ctx, from, &slug)?;
        let batch = copy_levels(tx, ctx, from, &slug, batch)?;
        done(tx, slug, batch)
    })
    .await
}

/// Somebody in a team.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Member")]
struct MemberValue {
    name: String,
    /// `owner`, `organiser`, `programme`, `door`, `compliance`, `finance` or `viewer`.
    role: String,
}

async fn team(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let team =
            madang_team::team(tx, ctx, Scope::of_conference(&of)).map_err(crate::desk::team_problem)?;
        let value = |one: madang_team::Member| MemberValue { name: one.name, role: one.role.word().into() };
        Ok(Listing { items: team.members.into_iter().map(value).collect(), next: None })
    })
    .await
}
