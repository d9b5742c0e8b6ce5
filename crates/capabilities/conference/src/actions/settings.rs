//! What an organiser changes of a conference at the desk: its own settings, and its pieces.

use std::{
    fmt::Debug,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use jiff::{Timestamp, tz::TimeZone};
use madang_context::{Ctx, Id, Power};
use madang_store::{StoreError, Tx};
use serde::de::DeserializeOwned;
use serde_json::json;
use thiserror::Error;

use super::{history::Settings, record};
use crate::{
    Conference, ConferenceId, Kind, KindId, Page, Room, RoomId, Track, TrackId, Visibility,
    model::{EditAction, Fields, ObjectKind, fields},
    rules, store,
};

/// Why a setting was not changed.
#[derive(Debug, Error)]
pub enum SettingError {
    /// Their role in the team does not allow it.
    #[error("your role does not allow this")]
    Forbidden,
    /// There is no such conference or piece, or not any more.
    #[error("it is not there any more")]
    Absent,
    /// Somebody else has changed it since it was looked at.
    #[error("somebody else has changed it meanwhile")]
    Stale,
    /// The short name belongs to another one.
    #[error("this short name is taken")]
    Taken,
    /// A value that cannot be; names the field.
    #[error("{0} cannot be like this")]
    Wrong(&'static str),
    /// Sessions are in it.
    #[error("sessions still belong to it")]
    InUse,
    /// The store.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for SettingError {
    fn from(error: StoreError) -> Self {
        match error {
            // The only rule that a piece can break: a session or a slot refers to it.
            StoreError::Constraint { .. } => Self::InUse,
            error => Self::Store(error),
        }
    }
}

/// A room, track, kind or page of a conference.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Where sessions are held.
    Room(Room),
    /// A theme.
    Track(Track),
    /// A kind of session.
    Kind(Kind),
    /// A text on the site.
    Page(Page),
}

/// What a [`Piece`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "as the pieces are called")]
pub enum PieceKind {
    Room,
    Track,
    Kind,
    Page,
}

impl PieceKind {
    /// All of them, in the order of the desk.
    pub const ALL: [Self; 4] = [Self::Room, Self::Track, Self::Kind, Self::Page];

    /// Its name in addresses and keys.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Room => "rooms",
            Self::Track => "tracks",
            Self::Kind => "kinds",
            Self::Page => "pages",
        }
    }

    /// Reads [`PieceKind::word`].
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What it is in a history.
    #[must_use]
    pub fn object(self) -> ObjectKind {
        match self {
            Self::Room => ObjectKind::Room,
            Self::Track => ObjectKind::Track,
            Self::Kind => ObjectKind::Kind,
            Self::Page => ObjectKind::Page,
        }
    }

    /// Reads [`PieceKind::object`].
    #[must_use]
    pub fn of_object(object: ObjectKind) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.object() == object)
    }

    /// A new one, empty, with an id of its own; at the end of `count` others.
    #[must_use]
    pub fn blank(self, ctx: &Ctx, count: usize) -> Piece {
        let position = i64::try_from(count).unwrap_or(i64::MAX);
        let (slug, name) = (String::new(), madang_interchange::model::Text::default());
        match self {
            Self::Room => Piece::Room(Room {
                id: RoomId(ctx.id()),
                slug,
                name,
                description: madang_interchange::model::Text::default(),
                guid: None,
                capacity: None,
                area: String::new(),
                position,
            }),
            Self::Track => Piece::Track(Track { id: TrackId(ctx.id()), slug, name, colour: None, position }),
            Self::Kind => {
                Piece::Kind(Kind { id: KindId(ctx.id()), slug, name, duration_minutes: None, position })
            }
            Self::Page => Piece::Page(Page {
                slug,
                title: name,
                body: madang_interchange::model::Text::default(),
                position,
            }),
        }
    }
}

impl Piece {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> PieceKind {
        match self {
            Self::Room(_) => PieceKind::Room,
            Self::Track(_) => PieceKind::Track,
            Self::Kind(_) => PieceKind::Kind,
            Self::Page(_) => PieceKind::Page,
        }
    }

    /// Its short name.
    #[must_use]
    pub fn slug(&self) -> &str {
        match self {
            Self::Room(Room { slug, .. })
            | Self::Track(Track { slug, .. })
            | Self::Kind(Kind { slug, .. })
            | Self::Page(Page { slug, .. }) => slug,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &madang_interchange::model::Text {
        match self {
            Self::Room(Room { name, .. })
            | Self::Track(Track { name, .. })
            | Self::Kind(Kind { name, .. })
            | Self::Page(Page { title: name, .. }) => name,
        }
    }

    /// Its id; pages have none.
    pub(super) fn id(&self) -> Option<Id> {
        match self {
            Self::Room(room) => Some(room.id.0),
            Self::Track(track) => Some(track.id.0),
            Self::Kind(kind) => Some(kind.id.0),
            Self::Page(_) => None,
        }
    }

    /// Its fields, as history keeps them.
    pub(super) fn fields(&self) -> Fields {
        match self {
            Self::Room(room) => fields(room),
            Self::Track(track) => fields(track),
            Self::Kind(kind) => fields(kind),
            Self::Page(page) => fields(page),
        }
    }

    /// Reads [`Piece::fields`]; `None` for what another version of this program has written otherwise.
    pub(super) fn of_fields(kind: PieceKind, fields: Fields, id: Id) -> Option<Self> {
        fn read<T: DeserializeOwned>(fields: Fields) -> Option<T> {
            serde_json::from_value(fields.into()).ok()
        }
        Some(match kind {
            PieceKind::Room => Self::Room(Room { id: RoomId(id), ..read(fields)? }),
            PieceKind::Track => Self::Track(Track { id: TrackId(id), ..read(fields)? }),
            PieceKind::Kind => Self::Kind(Kind { id: KindId(id), ..read(fields)? }),
            PieceKind::Page => Self::Page(read(fields)?),
        })
    }

    /// Keeps a new one beside those that are known.
    pub(super) fn insert(
        &self,
        tx: &mut Tx<'_>,
        of: ConferenceId,
        known: Vec<Self>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Room(room) => store::insert_room(tx, of, room),
            Self::Track(track) => store::insert_track(tx, of, track),
            Self::Kind(kind) => store::insert_kind(tx, of, kind),
            Self::Page(_) => write_pages(tx, of, known, self.slug(), Some(self)),
        }
    }

    /// Writes everything of it but its short name.
    pub(super) fn update(
        &self,
        tx: &mut Tx<'_>,
        of: ConferenceId,
        known: Vec<Self>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Room(room) => store::update_room(tx, of, room),
            Self::Track(track) => store::update_track(tx, of, track),
            Self::Kind(kind) => store::update_kind(tx, of, kind),
            Self::Page(_) => write_pages(tx, of, known, self.slug(), Some(self)),
        }
    }

    /// Removes it.
    pub(super) fn delete(
        &self,
        tx: &mut Tx<'_>,
        of: ConferenceId,
        known: Vec<Self>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Room(room) => store::delete_room(tx, of, room.id),
            Self::Track(track) => store::delete_track(tx, of, track.id),
            Self::Kind(kind) => store::delete_kind(tx, of, kind.id),
            Self::Page(_) => write_pages(tx, of, known, self.slug(), None),
        }
    }

    pub(super) fn check(&self) -> Result<(), SettingError> {
        if !rules::is_slug(self.slug()) {
            return Err(SettingError::Wrong("slug"));
        }
        if self.name().is_empty() {
            return Err(SettingError::Wrong("name"));
        }
        match self {
            Self::Track(Track { colour: Some(colour), .. }) if !rules::is_colour(colour) => {
                Err(SettingError::Wrong("colour"))
            }
            _ => Ok(()),
        }
    }
}

/// Tells one state of a thing from another: for forms, which bring it back. Not to be kept.
#[must_use]
pub fn fingerprint(thing: &impl Debug) -> String {
    let mut hasher = DefaultHasher::new();
    format!("{thing:?}").hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// [`fingerprint`] of what the settings' form shows of a conference.
#[must_use]
pub fn conference_fingerprint(conference: &Conference) -> String {
    let shown = Conference {
        revision: 0,
        changed_at: Timestamp::UNIX_EPOCH,
        visibility: Visibility::Draft,
        ..conference.clone()
    };
    fingerprint(&shown)
}

/// The conference for somebody who may organise it, with its row taken: whoever changes it too waits.
fn take(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str) -> Result<Conference, SettingError> {
    let found = store::by_slug(tx, slug)?.filter(|found| ctx.knows(&found.scopes()));
    let found = found.ok_or(SettingError::Absent)?;
    if !found.lets(ctx, Power::Organise) {
        return Err(SettingError::Forbidden);
    }
    store::touch(tx, found.id, ctx.now)?;
    store::by_slug(tx, slug)?.ok_or(SettingError::Absent)
}

/// Changes a conference's own settings, if it still is as it was looked at. Id, host, short name and visibility stay. Gives
/// what was done its name, to undo it; `None` when nothing was different.
///
/// *Errors*: [`SettingError::Stale`]; [`SettingError::Wrong`] of `zone`, `last_day`, `languages`, `colour` or `name`.
pub fn edit_conference(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    seen: &str,
    wanted: &Conference,
) -> Result<Option<Id>, SettingError> {
    let before = take(tx, ctx, slug)?;
    if conference_fingerprint(&before) != seen {
        return Err(SettingError::Stale);
    }
    let after = Conference {
        id: before.id,
        host_id: before.host_id,
        slug: before.slug.clone(),
        visibility: before.visibility,
        revision: before.revision,
        changed_at: before.changed_at,
        ..wanted.clone()
    };
    check_conference(&after)?;
    let settings = Settings::open(tx, &before)?;
    store::update(tx, &after, ctx.now)?;
    Ok(settings.close(tx, ctx, EditAction::Change, ctx.id())?)
}

/// Whether a conference can be like this.
pub(super) fn check_conference(after: &Conference) -> Result<(), SettingError> {
    if after.name.is_empty() {
        return Err(SettingError::Wrong("name"));
    }
    if TimeZone::get(&after.zone).is_err() {
        return Err(SettingError::Wrong("zone"));
    }
    if after.last_day < after.first_day {
        return Err(SettingError::Wrong("last_day"));
    }
    if after.languages.is_empty() {
        return Err(SettingError::Wrong("languages"));
    }
    if after.colour.as_deref().is_some_and(|colour| !rules::is_colour(colour)) {
        return Err(SettingError::Wrong("colour"));
    }
    Ok(())
}

/// The pieces of one kind, in order of display.
pub fn pieces(tx: &mut Tx<'_>, conference: ConferenceId, kind: PieceKind) -> Result<Vec<Piece>, StoreError> {
    Ok(match kind {
        PieceKind::Room => store::rooms(tx, conference)?.into_iter().map(Piece::Room).collect(),
        PieceKind::Track => store::tracks(tx, conference)?.into_iter().map(Piece::Track).collect(),
        PieceKind::Kind => store::kinds(tx, conference)?.into_iter().map(Piece::Kind).collect(),
        PieceKind::Page => store::pages(tx, conference)?.into_iter().map(Piece::Page).collect(),
    })
}

/// Adds a piece. Gives what was done its name, to undo it.
///
/// *Errors*: [`SettingError::Taken`]; [`SettingError::Wrong`] of `slug`, `name` or `colour`.
pub fn add_piece(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    piece: &Piece,
) -> Result<Option<Id>, SettingError> {
    let found = take(tx, ctx, conference)?;
    piece.check()?;
    let known = pieces(tx, found.id, piece.kind())?;
    if known.iter().any(|one| one.slug() == piece.slug()) {
        return Err(SettingError::Taken);
    }
    let settings = Settings::open(tx, &found)?;
    piece.insert(tx, found.id, known)?;
    Ok(settings.close(tx, ctx, EditAction::Change, ctx.id())?)
}

/// Changes a piece, if it still is as it was looked at. Its short name stays. Gives what was done its name, to undo it;
/// `None` when nothing was different.
///
/// *Errors*: [`SettingError::Stale`], [`SettingError::Absent`]; [`SettingError::Wrong`] of `name` or `colour`.
pub fn edit_piece(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    seen: &str,
    piece: &Piece,
) -> Result<Option<Id>, SettingError> {
    let found = take(tx, ctx, conference)?;
    piece.check()?;
    let known = pieces(tx, found.id, piece.kind())?;
    let before = known.iter().find(|one| one.slug() == piece.slug()).ok_or(SettingError::Absent)?;
    if fingerprint(before) != seen {
        return Err(SettingError::Stale);
    }
    let settings = Settings::open(tx, &found)?;
    piece.update(tx, found.id, known)?;
    Ok(settings.close(tx, ctx, EditAction::Change, ctx.id())?)
}

/// Removes a piece that no session belongs to. Gives what was done its name, to undo it.
///
/// *Errors*: [`SettingError::InUse`], [`SettingError::Absent`].
pub fn remove_piece(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &str,
    (kind, slug): (PieceKind, &str),
) -> Result<Option<Id>, SettingError> {
    let found = take(tx, ctx, conference)?;
    let known = pieces(tx, found.id, kind)?;
    let piece = known.iter().find(|one| one.slug() == slug).cloned().ok_or(SettingError::Absent)?;
    let settings = Settings::open(tx, &found)?;
    piece.delete(tx, found.id, known)?;
    Ok(settings.close(tx, ctx, EditAction::Change, ctx.id())?)
}

/// Writes all pages with one of them put in, or left out.
fn write_pages(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    known: Vec<Piece>,
    slug: &str,
    piece: Option<&Piece>,
) -> Result<(), StoreError> {
    let others = known.into_iter().filter(|one| one.slug() != slug);
    let pages = others.chain(piece.cloned()).filter_map(|one| match one {
        Piece::Page(page) => Some(page),
        _ => None,
    });
    let mut pages: Vec<Page> = pages.collect();
    pages.sort_by_key(|page| page.position);
    store::replace_pages(tx, conference, &pages)
}

/// Gives a new conference what another has beside its programme: rooms and walks, tracks, kinds, pages, languages, hours,
/// colour and venue. Names and days are its own. Gives what was done its name, to undo it.
///
/// *Errors*: [`SettingError::Absent`] when the other one may not be seen; [`SettingError::Forbidden`].
pub fn copy_settings(tx: &mut Tx<'_>, ctx: &Ctx, from: &str, to: &str) -> Result<Option<Id>, SettingError> {
    let source = store::by_slug(tx, from)?.filter(|source| source.lets(ctx, Power::View));
    let source = source.ok_or(SettingError::Absent)?;
    let target = take(tx, ctx, to)?;
    let settings = Settings::open(tx, &target)?;
    let copy = Conference {
        languages: source.languages.clone(),
        day_starts_minutes: source.day_starts_minutes,
        hours_minutes: source.hours_minutes,
        colour: source.colour.clone(),
        venue: source.venue.clone(),
        address: source.address.clone(),
        city: source.city.clone(),
        ..target.clone()
    };
    store::update(tx, &copy, ctx.now)?;
    for mut room in store::rooms(tx, source.id)? {
        // Ids are a conference's own, and so is what an import knows a room by.
        (room.id, room.guid) = (RoomId(ctx.id()), None);
        store::insert_room(tx, target.id, &room)?;
    }
    for mut track in store::tracks(tx, source.id)? {
        track.id = TrackId(ctx.id());
        store::insert_track(tx, target.id, &track)?;
    }
    for mut kind in store::kinds(tx, source.id)? {
        kind.id = KindId(ctx.id());
        store::insert_kind(tx, target.id, &kind)?;
    }
    let (walks, pages) = (store::walks(tx, source.id)?, store::pages(tx, source.id)?);
    store::replace_walks(tx, target.id, &walks)?;
    store::replace_pages(tx, target.id, &pages)?;
    record(tx, ctx, "conference.copy", &target, json!({ "from": from }))?;
    Ok(settings.close(tx, ctx, EditAction::Copy, ctx.id())?)
}
