//! Units of work on conferences.

pub(crate) mod history;
pub(crate) mod settings;

use jiff::{civil::Date, tz::TimeZone};
use madang_audit::{self as audit, Act};
use madang_context::{Ctx, Power};
use madang_interchange::model::Text;
use madang_store::{StoreError, Tx};
use serde_json::json;
use thiserror::Error;

use crate::{
    Conference, ConferenceId, Host, HostId, Kind, KindId, Page, Room, RoomId, Sheet, Track, TrackId,
    Visibility, Walk, model::EditAction, rules, sheet::clock_minutes, store,
};
use history::Settings;

/// Why a sheet could not be applied.
#[derive(Debug, Error)]
pub enum ApplyError {
    /// Values that do not fit together, or a new conference without what it needs.
    #[error("{0}")]
    Sheet(String),
    /// Their role in the team does not allow it.
    #[error("your role does not allow this")]
    Forbidden,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The longest conference, in days.
const DAYS_MAX: i32 = 60;

/// What a new conference needs; everything else comes later.
#[derive(Clone, Debug)]
pub struct NewConference {
    /// Short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: Text,
    /// IANA name of the venue's zone.
    pub zone: String,
    /// First conference day.
    pub first_day: Date,
    /// Last conference day.
    pub last_day: Date,
}

/// Why a conference was not made.
#[derive(Debug, Error)]
pub enum CreateError {
    /// Their role in the host's team does not allow it.
    #[error("your role does not allow this")]
    Forbidden,
    /// Another conference of this server has the short name.
    #[error("this short name is taken")]
    Taken,
    /// A value that cannot be; names the field.
    #[error("{0} cannot be like this")]
    Wrong(&'static str),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The host that conferences belong to while a server has one; made when first asked for.
pub fn default_host(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Host, StoreError> {
    let wanted = Host { id: HostId(ctx.id()), slug: "host".into(), name: Text::of("en", "The host") };
    // Another program may be making it too; whose row it is does not matter.
    store::insert_host(tx, &wanted, ctx.now)?;
    Ok(store::host_by_slug(tx, &wanted.slug)?.unwrap_or(wanted))
}

/// Makes a conference of a host with a name, a zone and days; everything else comes later.
fn create(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (host, slug): (&Host, &str),
    name: Text,
    zone: &str,
    days: (Date, Date),
) -> Result<Conference, StoreError> {
    let conference = Conference {
        id: ConferenceId(ctx.id()),
        host_id: host.id,
        slug: slug.to_owned(),
        visibility: Visibility::Draft,
        zone: zone.to_owned(),
        first_day: days.0,
        last_day: days.1,
        day_starts_minutes: 0,
        hours_minutes: None,
        languages: vec!["en".into()],
        name,
        subtitle: Text::default(),
        description: Text::default(),
        venue: Text::default(),
        address: Text::default(),
        city: Text::default(),
        url: None,
        colour: None,
        logo: None,
        revision: 1,
        changed_at: ctx.now,
    };
    store::insert(tx, &conference, ctx.now)?;
    Ok(conference)
}

/// Makes a conference of a host, a draft that only its team sees.
///
/// *Errors*: [`CreateError`] in what an organiser can mend.
pub fn create_conference(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    host: &Host,
    wish: &NewConference,
) -> Result<Conference, CreateError> {
    if !ctx.may(Power::Organise, &[host.id.0]) {
        return Err(CreateError::Forbidden);
    }
    if !rules::is_conference_slug(&wish.slug) {
        return Err(CreateError::Wrong("slug"));
    }
    if wish.name.is_empty() {
        return Err(CreateError::Wrong("name"));
    }
    if TimeZone::get(&wish.zone).is_err() {
        return Err(CreateError::Wrong("zone"));
    }
    let days = wish.first_day.until(wish.last_day).map_or(-1, |span| span.get_days());
    if !(0..DAYS_MAX).contains(&days) {
        return Err(CreateError::Wrong("last_day"));
    }
    if store::by_slug(tx, &wish.slug)?.is_some() {
        return Err(CreateError::Taken);
    }
    let made =
        create(tx, ctx, (host, &wish.slug), wish.name.clone(), &wish.zone, (wish.first_day, wish.last_day))?;
    record(tx, ctx, "conference.create", &made, json!({}))?;
    Ok(made)
}

/// Makes a conference as a sheet says: a new one when the short name is free.
///
/// *Errors*: [`ApplyError::Sheet`] in words for the organiser.
pub fn apply_sheet(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str, sheet: &Sheet) -> Result<Conference, ApplyError> {
    if !rules::is_conference_slug(slug) {
        let message = format!(
            "{slug:?} cannot be a conference's address; use a-z, 0-9 and single hyphens, and no address of the server"
        );
        return Err(ApplyError::Sheet(message));
    }
    let (mut conference, settings) = match store::by_slug(tx, slug)? {
        Some(found) => {
            ask(ctx, &found)?;
            store::touch(tx, found.id, ctx.now)?;
            let found = store::by_slug(tx, slug)?.unwrap_or(found);
            let settings = Settings::open(tx, &found)?;
            (found, Some(settings))
        }
        // For whoever holds the server; hosts make theirs at the desk. History begins with what comes after this sheet.
        None if ctx.is_administrator() => (create_from_sheet(tx, ctx, slug, sheet)?, None),
        None => return Err(ApplyError::Forbidden),
    };
    let before = conference.clone();
    merge(&mut conference, sheet);
    if conference.last_day < conference.first_day {
        return Err(ApplyError::Sheet("last_day: lies before first_day".into()));
    }
    store::update(tx, &conference, ctx.now)?;
    apply_rooms(tx, ctx, &conference, sheet)?;
    apply_tracks(tx, ctx, &conference, sheet)?;
    apply_kinds(tx, ctx, &conference, sheet)?;
    if !sheet.walks.is_empty() {
        store::replace_walks(tx, conference.id, &walks(sheet)?)?;
    }
    if !sheet.pages.is_empty() {
        let page = |page: &crate::PageSheet| {
            (page.slug.clone(), page.title.clone().unwrap_or_default(), page.body.clone().unwrap_or_default())
        };
        let pages: Vec<(String, Text, Text)> = sheet.pages.iter().map(page).collect();
        replace_pages(tx, &conference, &pages)?;
    }
    record(tx, ctx, "conference.sheet", &conference, json!({}))?;
    if let Some(settings) = settings {
        tell_visibility(tx, ctx, &before, &conference)?;
        settings.close(tx, ctx, EditAction::Sheet, ctx.id())?;
    }
    Ok(store::by_slug(tx, slug)?.unwrap_or(conference))
}

fn ask(ctx: &Ctx, conference: &Conference) -> Result<(), ApplyError> {
    if conference.lets(ctx, Power::Organise) { Ok(()) } else { Err(ApplyError::Forbidden) }
}

fn record(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    action: &'static str,
    conference: &Conference,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    let act = Act { action, conference: Some(conference.id.0), object: conference.slug.clone(), detail };
    audit::record(tx, ctx, &act)
}

/// Replaces the conference's pages: short name, title and Markdown, in the order of the menu.
pub fn set_pages(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &Conference,
    pages: &[(String, Text, Text)],
) -> Result<(), ApplyError> {
    ask(ctx, conference)?;
    store::touch(tx, conference.id, ctx.now)?;
    let settings = Settings::open(tx, conference)?;
    replace_pages(tx, conference, pages)?;
    settings.close(tx, ctx, EditAction::Change, ctx.id())?;
    Ok(())
}

fn replace_pages(
    tx: &mut Tx<'_>,
    conference: &Conference,
    pages: &[(String, Text, Text)],
) -> Result<(), StoreError> {
    let page = |(position, (slug, title, body)): (usize, &(String, Text, Text))| Page {
        slug: slug.clone(),
        title: title.clone(),
        body: body.clone(),
        position: i64::try_from(position).unwrap_or(i64::MAX),
    };
    let pages: Vec<Page> = pages.iter().enumerate().map(page).collect();
    store::replace_pages(tx, conference.id, &pages)
}

/// Chooses who may see a conference.
///
/// *Errors*: only the team may; [`ApplyError::Sheet`] when there is no such conference.
pub fn set_visibility(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    visibility: Visibility,
) -> Result<Conference, ApplyError> {
    let missing = || ApplyError::Sheet(format!("there is no conference {slug:?} here"));
    let found = store::by_slug(tx, slug)?.ok_or_else(missing)?;
    ask(ctx, &found)?;
    store::touch(tx, found.id, ctx.now)?;
    let found = store::by_slug(tx, slug)?.ok_or_else(missing)?;
    if found.visibility == visibility {
        return Ok(found);
    }
    let settings = Settings::open(tx, &found)?;
    let after = Conference { visibility, ..found.clone() };
    store::update(tx, &after, ctx.now)?;
    tell_visibility(tx, ctx, &found, &after)?;
    settings.close(tx, ctx, EditAction::Change, ctx.id())?;
    Ok(after)
}

/// Lets the host's addresses know when other people see a conference than before.
fn tell_visibility(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    before: &Conference,
    after: &Conference,
) -> Result<(), StoreError> {
    if before.visibility == after.visibility {
        return Ok(());
    }
    let detail = json!({ "visibility": after.visibility.word() });
    madang_jobs::tell(tx, ctx, "conference.visibility", after.id.0, detail)
}

fn create_from_sheet(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    sheet: &Sheet,
) -> Result<Conference, ApplyError> {
    let missing = |field: &str| ApplyError::Sheet(format!("{field}: a new conference needs it"));
    let name = sheet.name.clone().ok_or_else(|| missing("name"))?;
    let zone = sheet.zone.clone().ok_or_else(|| missing("zone"))?;
    let day = |text: &Option<String>| text.as_ref().and_then(|day| day.parse::<Date>().ok());
    let first = day(&sheet.first_day).ok_or_else(|| missing("first_day"))?;
    let last = day(&sheet.last_day).unwrap_or(first);
    if last < first {
        return Err(ApplyError::Sheet("last_day: lies before first_day".into()));
    }
    let host = default_host(tx, ctx)?;
    Ok(create(tx, ctx, (&host, slug), name, &zone, (first, last))?)
}

fn merge(conference: &mut Conference, sheet: &Sheet) {
    fn set<T: Clone>(into: &mut T, from: Option<&T>) {
        if let Some(value) = from {
            into.clone_from(value);
        }
    }
    let day = |text: &Option<String>| text.as_ref().and_then(|day| day.parse::<Date>().ok());
    let time = |text: &Option<String>| text.as_deref().and_then(clock_minutes);
    set(&mut conference.name, sheet.name.as_ref());
    set(&mut conference.subtitle, sheet.subtitle.as_ref());
    set(&mut conference.description, sheet.description.as_ref());
    set(&mut conference.venue, sheet.venue.as_ref());
    set(&mut conference.address, sheet.address.as_ref());
    set(&mut conference.city, sheet.city.as_ref());
    set(&mut conference.visibility, sheet.visibility.as_ref());
    set(&mut conference.zone, sheet.zone.as_ref());
    set(&mut conference.first_day, day(&sheet.first_day).as_ref());
    set(&mut conference.last_day, day(&sheet.last_day).as_ref());
    set(&mut conference.day_starts_minutes, time(&sheet.day_starts).as_ref());
    set(&mut conference.languages, sheet.languages.as_ref());
    if let (Some(opens), Some(closes)) = (time(&sheet.opens), time(&sheet.closes)) {
        conference.hours_minutes = Some((opens, closes));
    }
    conference.url = sheet.url.clone().or(conference.url.take());
    conference.colour = sheet.colour.clone().or(conference.colour.take());
    conference.logo = sheet.logo.clone().or(conference.logo.take());
}

fn apply_rooms(tx: &mut Tx<'_>, ctx: &Ctx, conference: &Conference, sheet: &Sheet) -> Result<(), StoreError> {
    let known = store::rooms(tx, conference.id)?;
    for (slug, wish) in &sheet.rooms {
        let before = known.iter().find(|room| room.slug == *slug);
        let mut room = before.cloned().unwrap_or_else(|| Room {
            id: RoomId(ctx.id()),
            slug: slug.clone(),
            name: Text::of("", slug),
            description: Text::default(),
            guid: None,
            capacity: None,
            area: String::new(),
            position: i64::try_from(known.len()).unwrap_or(i64::MAX),
        });
        room.name = wish.name.clone().unwrap_or(room.name);
        room.description = wish.description.clone().unwrap_or(room.description);
        room.capacity = wish.capacity.or(room.capacity);
        room.area = wish.area.clone().unwrap_or(room.area);
        room.position = wish.position.map_or(room.position, i64::from);
        match before {
            Some(_) => store::update_room(tx, conference.id, &room)?,
            None => store::insert_room(tx, conference.id, &room)?,
        }
    }
    Ok(())
}

fn apply_tracks(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &Conference,
    sheet: &Sheet,
) -> Result<(), StoreError> {
    let known = store::tracks(tx, conference.id)?;
    for (slug, wish) in &sheet.tracks {
        let before = known.iter().find(|track| track.slug == *slug);
        let mut track = before.cloned().unwrap_or_else(|| Track {
            id: TrackId(ctx.id()),
            slug: slug.clone(),
            name: Text::of("", slug),
            colour: None,
            position: i64::try_from(known.len()).unwrap_or(i64::MAX),
        });
        track.name = wish.name.clone().unwrap_or(track.name);
        track.colour = wish.colour.clone().or(track.colour);
        track.position = wish.position.map_or(track.position, i64::from);
        match before {
            Some(_) => store::update_track(tx, conference.id, &track)?,
            None => store::insert_track(tx, conference.id, &track)?,
        }
    }
    Ok(())
}

fn apply_kinds(tx: &mut Tx<'_>, ctx: &Ctx, conference: &Conference, sheet: &Sheet) -> Result<(), StoreError> {
    let known = store::kinds(tx, conference.id)?;
    for (slug, wish) in &sheet.kinds {
        let before = known.iter().find(|kind| kind.slug == *slug);
        let mut kind = before.cloned().unwrap_or_else(|| Kind {
            id: KindId(ctx.id()),
            slug: slug.clone(),
            name: Text::of("", slug),
            duration_minutes: None,
            position: i64::try_from(known.len()).unwrap_or(i64::MAX),
        });
        kind.name = wish.name.clone().unwrap_or(kind.name);
        kind.duration_minutes = wish.duration_minutes.or(kind.duration_minutes);
        kind.position = wish.position.map_or(kind.position, i64::from);
        match before {
            Some(_) => store::update_kind(tx, conference.id, &kind)?,
            None => store::insert_kind(tx, conference.id, &kind)?,
        }
    }
    Ok(())
}

fn walks(sheet: &Sheet) -> Result<Vec<Walk>, ApplyError> {
    let mut walks: Vec<Walk> = Vec::new();
    for walk in &sheet.walks {
        let [a, b] = &walk.between;
        let (from, to) = if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        if from == to || walks.iter().any(|known| known.from == from && known.to == to) {
            return Err(ApplyError::Sheet(format!(
                "walks: {a:?} and {b:?} stand there twice, or are the same"
            )));
        }
        walks.push(Walk { from, to, minutes: walk.minutes });
    }
    Ok(walks)
}
