use std::collections::{BTreeMap, BTreeSet};

use jiff::{civil::Date, tz::TimeZone};
use madang_audit as audit;
use madang_conference::{
    self as conference, Conference, EditAction, Kind, KindId, Room, RoomId, Settings, Track, TrackId,
    conference_day, is_conference_slug, record_edits,
};
use madang_context::{Ctx, Power};
use madang_interchange::model::{self as exchange, Programme, Session};
use madang_store::{Id, StoreError, Tx, Value, fault, row};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::{
    ProgrammeError, act, ask,
    edit::act_of,
    import_edits::{edits, withdrawn},
};
use crate::{
    model::{Conflict, Draft, SessionId, SpeakerId},
    pictures::want_pictures,
    rules::{
        conflicts::{Setting, conflicts},
        import::{Action, Item, Items, Memory, Plan, Planned, Thing, plan},
        merge::{FieldChange, Fields, fields, merge},
    },
    store::{self, SessionRow},
};

/// What an import would do, or has done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportReport {
    /// Short name of the conference.
    pub conference: String,
    /// The conference is made by this import.
    pub created: bool,
    /// What changes of the conference itself.
    pub conference_changes: Vec<FieldChange>,
    /// Rooms.
    pub rooms: Items,
    /// Tracks.
    pub tracks: Items,
    /// Kinds of session.
    pub kinds: Items,
    /// Speakers.
    pub speakers: Items,
    /// Sessions.
    pub sessions: Items,
    /// Conflicts of the draft as it is then.
    pub conflicts: Vec<Conflict>,
}

/// What an import would do; changes nothing.
///
/// *Errors*: a new conference lacks its zone, name or days.
pub fn preview_import(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    incoming: &Programme,
) -> Result<ImportReport, ProgrammeError> {
    match conference::by_slug(tx, slug)? {
        Some(known) => {
            ask(ctx, Power::Programme, &known)?;
            let draft = store::draft(tx, known.id)?;
            let memory = store::memory(tx, known.id)?;
            let (after, changes, _) = merge_conference(&known, &memory, incoming);
            let plan = plan(&draft, &memory, incoming);
            report(tx, &after, false, changes, &draft, &plan)
        }
        None => {
            server_only(ctx)?;
            let made = new_conference(ctx, slug, incoming)?;
            let plan = plan(&Draft::default(), &Memory::new(), incoming);
            report(tx, &made, true, Vec::new(), &Draft::default(), &plan)
        }
    }
}

/// Imports a programme into a conference, which is made when it is not there: all of it, or nothing.
///
/// *Errors*: a new conference lacks its zone, name or days.
pub fn import(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    incoming: &Programme,
) -> Result<ImportReport, ProgrammeError> {
    let (known, created) = match conference::by_slug(tx, slug)? {
        Some(known) => {
            ask(ctx, Power::Programme, &known)?;
            (known, false)
        }
        None => {
            server_only(ctx)?;
            let made = new_conference(ctx, slug, incoming)?;
            let host = conference::default_host(tx, ctx)?;
            let made = Conference { host_id: host.id, ..made };
            conference::insert(tx, &made, ctx.now)?;
            (made, true)
        }
    };
    conference::touch(tx, known.id, ctx.now)?;
    // History begins with what comes after the import that makes a conference.
    let settings = if created { None } else { Some(Settings::open(tx, &known)?) };
    let draft = store::draft(tx, known.id)?;
    let memory = store::memory(tx, known.id)?;
    let (after, changes, said) = merge_conference(&known, &memory, incoming);
    if after != known {
        conference::update(tx, &after, ctx.now)?;
    }
    let plan = plan(&draft, &memory, incoming);
    let report = report(tx, &after, created, changes, &draft, &plan)?;
    let batch = ctx.id();
    let edits = edits(ctx, &draft, &plan, batch);
    write(tx, ctx, &known, &draft, &plan, said)?;
    want_pictures(tx, ctx, &after)?;
    let count = |action| report.sessions.count(action);
    let detail = json!({
        "new": count(Action::New), "changed": count(Action::Changed), "gone": count(Action::Gone),
    });
    madang_jobs::tell(tx, ctx, "programme.imported", known.id.0, detail.clone())?;
    if let Some(settings) = settings {
        settings.close(tx, ctx, EditAction::Import, batch)?;
    }
    record_edits(tx, ctx, known.id, &edits, |edit| act_of(known.id, edit))?;
    audit::record(tx, ctx, &act("programme.import", known.id, slug, detail))?;
    Ok(report)
}

/// An import that makes a conference of its own is for whoever holds the server; hosts make theirs first.
fn server_only(ctx: &Ctx) -> Result<(), ProgrammeError> {
    if ctx.is_administrator() { Ok(()) } else { Err(ProgrammeError::Forbidden) }
}

/// A conference as its source tells it.
fn new_conference(ctx: &Ctx, slug: &str, incoming: &Programme) -> Result<Conference, ProgrammeError> {
    let source = &incoming.conference;
    if !is_conference_slug(slug) {
        let message = format!(
            "{slug:?} cannot be a conference's address; use a-z, 0-9 and single hyphens, and no address of the server"
        );
        return Err(ProgrammeError::Missing(message));
    }
    let missing =
        |what: &str| ProgrammeError::Missing(format!("the source does not tell the conference's {what}"));
    let zone_name = source.zone.clone().ok_or_else(|| missing("time zone; name it with --zone"))?;
    let zone = TimeZone::get(&zone_name).map_err(|_| missing("time zone; name it with --zone"))?;
    let day_starts_minutes = source.day_starts_minutes.unwrap_or(0).min(1_439);
    let (first, last) = days(incoming, &zone, day_starts_minutes).ok_or_else(|| missing("days"))?;
    let languages =
        if source.languages.is_empty() { vec!["en".to_owned()] } else { source.languages.clone() };
    let name = if source.title.is_empty() { exchange::Text::of("", slug) } else { source.title.clone() };
    let id = ctx.id();
    Ok(Conference {
        id: conference::ConferenceId(id),
        host_id: conference::HostId(id),
        slug: slug.to_owned(),
        visibility: conference::Visibility::Draft,
        zone: zone_name,
        first_day: first,
        last_day: last,
        day_starts_minutes,
        hours_minutes: None,
        languages,
        name,
        subtitle: source.subtitle.clone(),
        description: source.description.clone(),
        venue: source.venue.clone(),
        address: source.address.clone(),
        city: source.city.as_deref().map(|city| exchange::Text::of("", city)).unwrap_or_default(),
        url: source.url.clone(),
        colour: source.colour.clone(),
        logo: source.logo_url.clone(),
        revision: 1,
        changed_at: ctx.now,
    })
}

/// First and last day as the source tells them, else those of its sessions.
fn days(incoming: &Programme, zone: &TimeZone, day_starts_minutes: u16) -> Option<(Date, Date)> {
    let held = || {
        let slots = incoming.sessions.iter().filter_map(|session| session.slot.as_ref());
        slots.map(|slot| conference_day(slot.start, zone, day_starts_minutes))
    };
    let first = incoming.conference.first_day.or_else(|| held().min())?;
    let last = incoming.conference.last_day.or_else(|| held().max()).unwrap_or(first);
    (first <= last).then_some((first, last))
}

/// The conference in the form in which sources tell of one. What we do not keep is left out.
pub(crate) fn as_source(conference: &Conference) -> exchange::Conference {
    exchange::Conference {
        title: conference.name.clone(),
        subtitle: conference.subtitle.clone(),
        description: conference.description.clone(),
        zone: Some(conference.zone.clone()),
        first_day: Some(conference.first_day),
        last_day: Some(conference.last_day),
        day_starts_minutes: Some(conference.day_starts_minutes),
        venue: conference.venue.clone(),
        address: conference.address.clone(),
        city: Some(conference.city.pick("en").to_owned()).filter(|city| !city.is_empty()),
        url: conference.url.clone(),
        logo_url: conference.logo.clone(),
        colour: conference.colour.clone(),
        languages: conference.languages.clone(),
        ..exchange::Conference::default()
    }
}

fn merge_conference(
    known: &Conference,
    memory: &Memory,
    incoming: &Programme,
) -> (Conference, Vec<FieldChange>, Fields) {
    let source = exchange::Conference {
        acronym: None,
        grid_minutes: None,
        version: None,
        ..incoming.conference.clone()
    };
    // What the source does not tell is no change of ours.
    let says: Fields = fields(&source).into_iter().filter(|(_, value)| !is_nothing(value)).collect();
    let said = memory.get("conference").and_then(|memory| memory.get("conference"));
    let ours = fields(&as_source(known));
    let (merged, changes) = merge(&said.map(|said| said.said.clone()).unwrap_or_default(), &ours, &says);
    let merged: exchange::Conference =
        serde_json::from_value(Json::Object(merged)).unwrap_or_else(|_| as_source(known));
    let after = Conference {
        name: merged.title,
        subtitle: merged.subtitle,
        description: merged.description,
        zone: merged.zone.unwrap_or_else(|| known.zone.clone()),
        first_day: merged.first_day.unwrap_or(known.first_day),
        last_day: merged.last_day.unwrap_or(known.last_day).max(merged.first_day.unwrap_or(known.first_day)),
        day_starts_minutes: merged.day_starts_minutes.unwrap_or(known.day_starts_minutes),
        venue: merged.venue,
        address: merged.address,
        city: match merged.city {
            Some(city) if city != known.city.pick("en") => exchange::Text::of("", &city),
            _ => known.city.clone(),
        },
        url: merged.url,
        logo: merged.logo_url,
        colour: merged.colour,
        languages: if merged.languages.is_empty() { known.languages.clone() } else { merged.languages },
        ..known.clone()
    };
    (after, changes, says)
}

fn is_nothing(value: &Json) -> bool {
    value.is_null()
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn report(
    tx: &mut Tx<'_>,
    conference: &Conference,
    created: bool,
    conference_changes: Vec<FieldChange>,
    draft: &Draft,
    plan: &Plan,
) -> Result<ImportReport, ProgrammeError> {
    fn items<T: Thing>(planned: &[Planned<T>]) -> Items {
        Items { items: planned.iter().map(|planned| planned.item.clone()).collect::<Vec<Item>>() }
    }
    let (rooms, walks, levels) = if created {
        Default::default()
    } else {
        let id = conference.id;
        (conference::rooms(tx, id)?, conference::walks(tx, id)?, store::levels(tx, id)?)
    };
    let after = outcome(draft, plan);
    let rooms: Vec<Room> = after.programme.rooms.iter().map(|room| room_of(room, &rooms, 0)).collect();
    let setting = Setting { conference, rooms: &rooms, walks: &walks, levels: &levels };
    Ok(ImportReport {
        conference: conference.slug.clone(),
        created,
        conference_changes,
        rooms: items(&plan.rooms),
        tracks: items(&plan.tracks),
        kinds: items(&plan.kinds),
        speakers: items(&plan.speakers),
        sessions: items(&plan.sessions),
        conflicts: conflicts(&after, &setting),
    })
}

/// The draft as it is after the plan.
fn outcome(draft: &Draft, plan: &Plan) -> Draft {
    fn apply<T: Thing>(ours: &[T], planned: &[Planned<T>]) -> Vec<T> {
        let touched: BTreeSet<&str> = planned.iter().map(|planned| planned.item.key.as_str()).collect();
        let rest = ours.iter().filter(|thing| !touched.contains(thing.key())).cloned();
        planned.iter().filter_map(|planned| planned.value.clone()).chain(rest).collect()
    }
    let ours = &draft.programme;
    let programme = Programme {
        conference: ours.conference.clone(),
        rooms: apply(&ours.rooms, &plan.rooms),
        tracks: apply(&ours.tracks, &plan.tracks),
        kinds: apply(&ours.kinds, &plan.kinds),
        speakers: apply(&ours.speakers, &plan.speakers),
        sessions: apply(&ours.sessions, &plan.sessions),
    };
    Draft { programme, ..draft.clone() }
}

fn room_of(room: &exchange::Room, known: &[Room], position: usize) -> Room {
    let before = known.iter().find(|known| known.slug == room.key);
    Room {
        id: before.map_or(RoomId(Id::from([0; 16])), |before| before.id),
        slug: room.key.clone(),
        name: room.name.clone(),
        description: room.description.clone(),
        guid: room.guid.clone(),
        capacity: room.capacity,
        area: before.map(|before| before.area.clone()).unwrap_or_default(),
        position: before
            .map_or_else(|| i64::try_from(position).unwrap_or(i64::MAX), |before| before.position),
    }
}

fn write(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    known: &Conference,
    draft: &Draft,
    plan: &Plan,
    said: Fields,
) -> Result<(), StoreError> {
    let conference = known.id;
    let rooms = write_rooms(tx, ctx, conference, draft, plan)?;
    let tracks = write_tracks(tx, ctx, conference, draft, plan)?;
    let kinds = write_kinds(tx, ctx, conference, draft, plan)?;
    let speakers = write_speakers(tx, ctx, conference, draft, plan)?;
    fault::point("import/half");
    write_sessions(tx, ctx, conference, draft, plan, &Ids { rooms, tracks, kinds, speakers })?;
    delete_gone(tx, conference, draft, plan)?;
    let mut memories: Vec<Vec<Value>> = Vec::new();
    collect(&mut memories, conference, &plan.rooms);
    collect(&mut memories, conference, &plan.tracks);
    collect(&mut memories, conference, &plan.kinds);
    collect(&mut memories, conference, &plan.speakers);
    collect(&mut memories, conference, &plan.sessions);
    memories.push(row![conference, "conference", "conference", known.slug, Json::Object(said).to_string()]);
    store::remember(tx, &memories)
}

fn collect<T: Thing>(
    into: &mut Vec<Vec<Value>>,
    conference: conference::ConferenceId,
    planned: &[Planned<T>],
) {
    for planned in planned.iter().filter(|planned| planned.remember) {
        if let Some(said) = &planned.said {
            let said = serde_json::to_string(said).expect("fields have a JSON form");
            into.push(row![conference, T::KIND, planned.item.source_key, planned.item.key, said]);
        }
    }
}

struct Ids {
    rooms: BTreeMap<String, RoomId>,
    tracks: BTreeMap<String, TrackId>,
    kinds: BTreeMap<String, KindId>,
    speakers: BTreeMap<String, SpeakerId>,
}

fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn write_rooms(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: conference::ConferenceId,
    draft: &Draft,
    plan: &Plan,
) -> Result<BTreeMap<String, RoomId>, StoreError> {
    let known = conference::rooms(tx, conference)?;
    let mut ids = draft.ids.rooms.clone();
    for (index, planned) in plan.rooms.iter().enumerate() {
        let Some(value) = &planned.value else { continue };
        let mut room = room_of(value, &known, known.len() + index);
        match planned.item.action {
            Action::New => {
                room.id = RoomId(ctx.id());
                ids.insert(room.slug.clone(), room.id);
                conference::insert_room(tx, conference, &room)?;
            }
            Action::Changed => conference::update_room(tx, conference, &room)?,
            Action::Same | Action::Gone => {}
        }
    }
    Ok(ids)
}

fn write_tracks(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: conference::ConferenceId,
    draft: &Draft,
    plan: &Plan,
) -> Result<BTreeMap<String, TrackId>, StoreError> {
    let known = conference::tracks(tx, conference)?;
    let mut ids = draft.ids.tracks.clone();
    for (index, planned) in plan.tracks.iter().enumerate() {
        let Some(value) = &planned.value else { continue };
        let before = known.iter().find(|track| track.slug == value.key);
        let track = Track {
            id: before.map_or_else(|| TrackId(ctx.id()), |before| before.id),
            slug: value.key.clone(),
            name: value.name.clone(),
            colour: value.colour.clone(),
            position: before.map_or(position(known.len() + index), |before| before.position),
        };
        match planned.item.action {
            Action::New => {
                ids.insert(track.slug.clone(), track.id);
                conference::insert_track(tx, conference, &track)?;
            }
            Action::Changed => conference::update_track(tx, conference, &track)?,
            Action::Same | Action::Gone => {}
        }
    }
    Ok(ids)
}

fn write_kinds(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: conference::ConferenceId,
    draft: &Draft,
    plan: &Plan,
) -> Result<BTreeMap<String, KindId>, StoreError> {
    let known = conference::kinds(tx, conference)?;
    let mut ids = draft.ids.kinds.clone();
    for (index, planned) in plan.kinds.iter().enumerate() {
        let Some(value) = &planned.value else { continue };
        let before = known.iter().find(|kind| kind.slug == value.key);
        let kind = Kind {
            id: before.map_or_else(|| KindId(ctx.id()), |before| before.id),
            slug: value.key.clone(),
            name: value.name.clone(),
            duration_minutes: value.duration_minutes,
            position: before.map_or(position(known.len() + index), |before| before.position),
        };
        match planned.item.action {
            Action::New => {
                ids.insert(kind.slug.clone(), kind.id);
                conference::insert_kind(tx, conference, &kind)?;
            }
            Action::Changed => conference::update_kind(tx, conference, &kind)?,
            Action::Same | Action::Gone => {}
        }
    }
    Ok(ids)
}

fn write_speakers(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: conference::ConferenceId,
    draft: &Draft,
    plan: &Plan,
) -> Result<BTreeMap<String, SpeakerId>, StoreError> {
    let mut ids = draft.ids.speakers.clone();
    let mut rows = Vec::new();
    for planned in &plan.speakers {
        if let (Some(speaker), Action::New | Action::Changed) = (&planned.value, planned.item.action) {
            let id = *ids.entry(speaker.key.clone()).or_insert_with(|| SpeakerId(ctx.id()));
            let before = draft.programme.speakers.iter().find(|known| known.key == speaker.key);
            if before != Some(speaker) {
                let version = draft.versions.speakers.get(&speaker.key).copied().unwrap_or(0) + 1;
                rows.push((id, version, speaker));
            }
        }
    }
    store::write_speakers(tx, conference, &rows)?;
    Ok(ids)
}

fn write_sessions(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: conference::ConferenceId,
    draft: &Draft,
    plan: &Plan,
    ids: &Ids,
) -> Result<(), StoreError> {
    // What was announced is cancelled in public; the rest is taken back without a word.
    let gone: Vec<Session> = plan
        .sessions
        .iter()
        .filter(|planned| planned.item.action == Action::Gone)
        .filter_map(|planned| draft.programme.sessions.iter().find(|session| session.key == planned.item.key))
        .map(withdrawn)
        .collect();
    let written = plan
        .sessions
        .iter()
        .filter(|planned| matches!(planned.item.action, Action::New | Action::Changed))
        .filter_map(|planned| planned.value.as_ref());
    let is_different = |session: &&Session| {
        draft.programme.sessions.iter().find(|known| known.key == session.key) != Some(*session)
    };
    let rows: Vec<SessionRow<'_>> = written
        .chain(&gone)
        .filter(is_different)
        .map(|session| {
            let known = draft.ids.sessions.get(&session.key);
            SessionRow {
                id: known.copied().unwrap_or_else(|| SessionId(ctx.id())),
                session,
                kind: session.kind.as_ref().and_then(|key| ids.kinds.get(key)).map(|id| id.0),
                track: session.track.as_ref().and_then(|key| ids.tracks.get(key)).map(|id| id.0),
                room: session
                    .slot
                    .as_ref()
                    .and_then(|slot| slot.room.as_ref())
                    .and_then(|key| ids.rooms.get(key))
                    .map(|id| id.0),
                speakers: session
                    .parts
                    .iter()
                    .filter_map(|part| ids.speakers.get(&part.speaker).copied())
                    .collect(),
                audience: draft.audiences.get(&session.key).copied(),
                answers: draft.answers.get(&session.key).cloned().unwrap_or_default(),
                version: draft.versions.sessions.get(&session.key).copied().unwrap_or(0) + 1,
                known: known.is_some(),
            }
        })
        .collect();
    store::write_sessions(tx, conference, &rows)
}

/// Removes what the source no longer has and nothing here refers to, and forgets it.
fn delete_gone(
    tx: &mut Tx<'_>,
    conference: conference::ConferenceId,
    draft: &Draft,
    plan: &Plan,
) -> Result<(), StoreError> {
    fn gone<T: Thing>(planned: &[Planned<T>]) -> impl Iterator<Item = &Item> {
        planned.iter().map(|planned| &planned.item).filter(|item| item.action == Action::Gone)
    }
    let after = outcome(draft, plan);
    let sessions = || {
        let planned: BTreeSet<&str> = plan
            .sessions
            .iter()
            .filter(|planned| planned.item.action == Action::Gone)
            .map(|planned| planned.item.key.as_str())
            .collect();
        // Withdrawn sessions keep their track and kind.
        after.programme.sessions.iter().chain(
            draft.programme.sessions.iter().filter(move |session| planned.contains(session.key.as_str())),
        )
    };
    for item in gone(&plan.speakers) {
        if let Some(id) = draft.ids.speakers.get(&item.key)
            && store::delete_speaker(tx, conference, *id)?
        {
            store::forget(tx, conference, "speaker", &item.source_key)?;
        }
    }
    for item in gone(&plan.rooms) {
        let used =
            after.programme.sessions.iter().any(|session| {
                session.slot.as_ref().is_some_and(|slot| slot.room.as_ref() == Some(&item.key))
            });
        if let (Some(id), false) = (draft.ids.rooms.get(&item.key), used) {
            conference::delete_room(tx, conference, *id)?;
            store::forget(tx, conference, "room", &item.source_key)?;
        }
    }
    for item in gone(&plan.tracks) {
        let used = sessions().any(|session| session.track.as_ref() == Some(&item.key));
        if let (Some(id), false) = (draft.ids.tracks.get(&item.key), used) {
            conference::delete_track(tx, conference, *id)?;
            store::forget(tx, conference, "track", &item.source_key)?;
        }
    }
    for item in gone(&plan.kinds) {
        let used = sessions().any(|session| session.kind.as_ref() == Some(&item.key));
        if let (Some(id), false) = (draft.ids.kinds.get(&item.key), used) {
            conference::delete_kind(tx, conference, *id)?;
            store::forget(tx, conference, "kind", &item.source_key)?;
        }
    }
    Ok(())
}
