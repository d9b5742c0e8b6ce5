//! Every SQL statement about conferences.

pub(crate) mod edits;

use std::fmt::Display;

use jiff::{Timestamp, civil::Date};
use madang_interchange::model::Text;
use madang_store::{ColumnError, Row, StoreError, Tx, params};

use crate::{
    Conference, ConferenceId, Host, HostId, Kind, KindId, Page, Room, RoomId, Track, TrackId, Visibility,
    Walk,
};

madang_store::statements! {
    /// A host by its short name.
    HOST_BY_SLUG = "SELECT id, slug, name FROM host WHERE slug = $1";
    /// All hosts.
    HOSTS = "SELECT id, slug, name FROM host ORDER BY slug";
    /// A host's name.
    RENAME_HOST = "UPDATE host SET name = $2 WHERE id = $1";
    /// Takes a host's row lock, so that units that ask for it follow each other.
    HOLD_HOST = "UPDATE host SET slug = slug WHERE id = $1";
    /// A new host, unless its short name is taken.
    INSERT_HOST = "INSERT INTO host (id, slug, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING";

    /// All conferences, the next ones first.
    CONFERENCES = "SELECT id, host_id, slug, visibility, zone, first_day, last_day, day_starts_minutes, opens_minutes,
            closes_minutes, languages, name, subtitle, description, venue, address, city, url, colour, logo, revision,
            changed_at
        FROM conference ORDER BY first_day DESC, slug";
    /// One conference by its short name.
    CONFERENCE_BY_SLUG = "SELECT id, host_id, slug, visibility, zone, first_day, last_day, day_starts_minutes,
            opens_minutes, closes_minutes, languages, name, subtitle, description, venue, address, city, url, colour,
            logo, revision, changed_at
        FROM conference WHERE slug = $1";
    /// The state of every conference, to find what has changed.
    REVISIONS = "SELECT slug, revision FROM conference";
    /// A new conference.
    INSERT_CONFERENCE = "INSERT INTO conference (id, host_id, slug, visibility, zone, first_day, last_day,
            day_starts_minutes, opens_minutes, closes_minutes, languages, name, subtitle, description, venue, address,
            city, url, colour, logo, revision, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $21)";
    /// Everything of a conference but its id, host and short name.
    UPDATE_CONFERENCE = "UPDATE conference SET visibility = $2, zone = $3, first_day = $4, last_day = $5,
            day_starts_minutes = $6, opens_minutes = $7, closes_minutes = $8, languages = $9, name = $10,
            subtitle = $11, description = $12, venue = $13, address = $14, city = $15, url = $16, colour = $17,
            logo = $18, revision = revision + 1, changed_at = $19
        WHERE id = $1";
    /// Says that visitors could see something new; also takes the conference's row lock, so that units that touch the
    /// same conference follow each other.
    TOUCH = "UPDATE conference SET revision = revision + 1, changed_at = $2 WHERE id = $1";

    /// Rooms in order of display.
    ROOMS = "SELECT id, slug, name, description, guid, capacity, area, position FROM room
        WHERE conference_id = $1 ORDER BY position, slug";
    /// A new room.
    INSERT_ROOM = "INSERT INTO room (conference_id, id, slug, name, description, guid, capacity, area, position)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// Everything of a room but its short name.
    UPDATE_ROOM = "UPDATE room SET name = $3, description = $4, guid = $5, capacity = $6, area = $7, position = $8
        WHERE conference_id = $1 AND id = $2";
    /// Removes a room.
    DELETE_ROOM = "DELETE FROM room WHERE conference_id = $1 AND id = $2";
    /// Walking times.
    WALKS = "SELECT from_area, to_area, minutes FROM walk WHERE conference_id = $1 ORDER BY from_area, to_area";
    /// Forgets all walking times, before they are written anew.
    DELETE_WALKS = "DELETE FROM walk WHERE conference_id = $1";
    /// A walking time.
    INSERT_WALK = "INSERT INTO walk (conference_id, from_area, to_area, minutes) VALUES ($1, $2, $3, $4)";

    /// Tracks in order of display.
    TRACKS = "SELECT id, slug, name, colour, position FROM track WHERE conference_id = $1 ORDER BY position, slug";
    /// A new track.
    INSERT_TRACK = "INSERT INTO track (conference_id, id, slug, name, colour, position) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Everything of a track but its short name.
    UPDATE_TRACK = "UPDATE track SET name = $3, colour = $4, position = $5 WHERE conference_id = $1 AND id = $2";
    /// Removes a track.
    DELETE_TRACK = "DELETE FROM track WHERE conference_id = $1 AND id = $2";

    /// Kinds of session in order of display.
    KINDS = "SELECT id, slug, name, duration_minutes, position FROM session_kind
        WHERE conference_id = $1 ORDER BY position, slug";
    /// A new kind.
    INSERT_KIND = "INSERT INTO session_kind (conference_id, id, slug, name, duration_minutes, position)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// Everything of a kind but its short name.
    UPDATE_KIND = "UPDATE session_kind SET name = $3, duration_minutes = $4, position = $5
        WHERE conference_id = $1 AND id = $2";
    /// Removes a kind.
    DELETE_KIND = "DELETE FROM session_kind WHERE conference_id = $1 AND id = $2";

    /// Pages in the order of the menu.
    PAGES = "SELECT slug, title, body, position FROM page WHERE conference_id = $1 ORDER BY position, slug";
    /// Forgets all pages, before they are written anew.
    DELETE_PAGES = "DELETE FROM page WHERE conference_id = $1";
    /// A page.
    INSERT_PAGE = "INSERT INTO page (conference_id, slug, title, body, position) VALUES ($1, $2, $3, $4, $5)";
}

/// How a text in several languages is kept.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("maps and lists of strings have a JSON form")
}

fn meaning(index: usize, error: &impl Display) -> StoreError {
    StoreError::Column { index, error: ColumnError::Meaning(error.to_string()) }
}

fn text(row: &Row<'_>, index: usize) -> Result<Text, StoreError> {
    serde_json::from_str(&row.get::<String>(index)?).map_err(|error| meaning(index, &error))
}

fn date(row: &Row<'_>, index: usize) -> Result<Date, StoreError> {
    row.get::<String>(index)?.parse().map_err(|error: jiff::Error| meaning(index, &error))
}

fn minutes(row: &Row<'_>, index: usize) -> Result<Option<u16>, StoreError> {
    let number: Option<i64> = row.get(index)?;
    number.map(u16::try_from).transpose().map_err(|error| meaning(index, &error))
}

fn conference(row: &Row<'_>) -> Result<Conference, StoreError> {
    let visibility: String = row.get(3)?;
    Ok(Conference {
        id: row.get(0)?,
        host_id: row.get(1)?,
        slug: row.get(2)?,
        visibility: Visibility::of_word(&visibility).ok_or_else(|| meaning(3, &visibility))?,
        zone: row.get(4)?,
        first_day: date(row, 5)?,
        last_day: date(row, 6)?,
        day_starts_minutes: minutes(row, 7)?.unwrap_or(0),
        hours_minutes: minutes(row, 8)?.zip(minutes(row, 9)?),
        languages: serde_json::from_str(&row.get::<String>(10)?).map_err(|error| meaning(10, &error))?,
        name: text(row, 11)?,
        subtitle: text(row, 12)?,
        description: text(row, 13)?,
        venue: text(row, 14)?,
        address: text(row, 15)?,
        city: text(row, 16)?,
        url: row.get(17)?,
        colour: row.get(18)?,
        logo: row.get(19)?,
        revision: row.get(20)?,
        changed_at: row.get(21)?,
    })
}

/// A row of the table `conference` to be written; borrowed.
pub type ConferenceRow = Conference;

fn host(row: &Row<'_>) -> Result<Host, StoreError> {
    Ok(Host { id: row.get(0)?, slug: row.get(1)?, name: text(row, 2)? })
}

/// The host with this short name.
pub fn host_by_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Host>, StoreError> {
    tx.query_opt(&HOST_BY_SLUG, params![slug], host)
}

/// All hosts of the server by short name; may be empty.
pub fn hosts(tx: &mut Tx<'_>) -> Result<Vec<Host>, StoreError> {
    tx.query(&HOSTS, params![], host)
}

/// Writes a host's name.
pub fn rename_host(tx: &mut Tx<'_>, id: HostId, name: &Text) -> Result<(), StoreError> {
    tx.expect_rows(&RENAME_HOST, params![id, json(name)], 1)
}

/// Makes units of this host follow each other.
pub fn hold_host(tx: &mut Tx<'_>, id: HostId) -> Result<(), StoreError> {
    tx.expect_rows(&HOLD_HOST, params![id], 1)
}

/// Keeps a new host; tells whether its short name was free.
pub fn insert_host(tx: &mut Tx<'_>, host: &Host, now: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.execute(&INSERT_HOST, params![host.id, host.slug, json(&host.name), now])? == 1)
}

/// All conferences of the server, the latest first; may be empty.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Conference>, StoreError> {
    tx.query(&CONFERENCES, params![], conference)
}

/// The conference with this short name.
pub fn by_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Conference>, StoreError> {
    tx.query_opt(&CONFERENCE_BY_SLUG, params![slug], conference)
}

/// Short name and revision of every conference.
pub fn revisions(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    tx.query(&REVISIONS, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Keeps a new conference; its revision becomes 1.
pub fn insert(tx: &mut Tx<'_>, new: &ConferenceRow, now: Timestamp) -> Result<(), StoreError> {
    let (opens, closes) =
        new.hours_minutes.map(|(opens, closes)| (i64::from(opens), i64::from(closes))).unzip();
    tx.expect_rows(
        &INSERT_CONFERENCE,
        params![
            new.id,
            new.host_id,
            new.slug,
            new.visibility.word(),
            new.zone,
            new.first_day.to_string(),
            new.last_day.to_string(),
            i64::from(new.day_starts_minutes),
            opens,
            closes,
            json(&new.languages),
            json(&new.name),
            json(&new.subtitle),
            json(&new.description),
            json(&new.venue),
            json(&new.address),
            json(&new.city),
            new.url,
            new.colour,
            new.logo,
            now
        ],
        1,
    )
}

/// Writes everything of a conference but its id, host and short name; counts its revision up.
pub fn update(tx: &mut Tx<'_>, new: &ConferenceRow, now: Timestamp) -> Result<(), StoreError> {
    let (opens, closes) =
        new.hours_minutes.map(|(opens, closes)| (i64::from(opens), i64::from(closes))).unzip();
    tx.expect_rows(
        &UPDATE_CONFERENCE,
        params![
            new.id,
            new.visibility.word(),
            new.zone,
            new.first_day.to_string(),
            new.last_day.to_string(),
            i64::from(new.day_starts_minutes),
            opens,
            closes,
            json(&new.languages),
            json(&new.name),
            json(&new.subtitle),
            json(&new.description),
            json(&new.venue),
            json(&new.address),
            json(&new.city),
            new.url,
            new.colour,
            new.logo,
            now
        ],
        1,
    )
}

/// Counts the revision up, so that pages are made anew, and makes units of this conference follow each other.
pub fn touch(tx: &mut Tx<'_>, conference: ConferenceId, now: Timestamp) -> Result<(), StoreError> {
    tx.expect_rows(&TOUCH, params![conference, now], 1)
}

/// Rooms in order of display; may be empty.
pub fn rooms(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Room>, StoreError> {
    tx.query(&ROOMS, params![conference], |row| {
        Ok(Room {
            id: row.get(0)?,
            slug: row.get(1)?,
            name: text(row, 2)?,
            description: text(row, 3)?,
            guid: row.get(4)?,
            capacity: row.get(5)?,
            area: row.get(6)?,
            position: row.get(7)?,
        })
    })
}

/// Keeps a new room.
pub fn insert_room(tx: &mut Tx<'_>, conference: ConferenceId, room: &Room) -> Result<(), StoreError> {
    let (name, description) = (json(&room.name), json(&room.description));
    let fields = params![
        conference,
        room.id,
        room.slug,
        name,
        description,
        room.guid,
        room.capacity,
        room.area,
        room.position
    ];
    tx.expect_rows(&INSERT_ROOM, fields, 1)
}

/// Writes everything of a room but its short name.
pub fn update_room(tx: &mut Tx<'_>, conference: ConferenceId, room: &Room) -> Result<(), StoreError> {
    let (name, description) = (json(&room.name), json(&room.description));
    let fields =
        params![conference, room.id, name, description, room.guid, room.capacity, room.area, room.position];
    tx.expect_rows(&UPDATE_ROOM, fields, 1)
}

/// Removes a room that nothing refers to.
pub fn delete_room(tx: &mut Tx<'_>, conference: ConferenceId, room: RoomId) -> Result<(), StoreError> {
    tx.expect_rows(&DELETE_ROOM, params![conference, room], 1)
}

/// Walking times between areas; may be empty.
pub fn walks(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Walk>, StoreError> {
    tx.query(&WALKS, params![conference], |row| {
        Ok(Walk { from: row.get(0)?, to: row.get(1)?, minutes: row.get(2)? })
    })
}

pub(crate) fn replace_walks(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    walks: &[Walk],
) -> Result<(), StoreError> {
    tx.execute(&DELETE_WALKS, params![conference])?;
    walks.iter().try_for_each(|walk| {
        tx.expect_rows(&INSERT_WALK, params![conference, walk.from, walk.to, walk.minutes], 1)
    })
}

/// Tracks in order of display; may be empty.
pub fn tracks(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Track>, StoreError> {
    tx.query(&TRACKS, params![conference], |row| {
        Ok(Track {
            id: row.get(0)?,
            slug: row.get(1)?,
            name: text(row, 2)?,
            colour: row.get(3)?,
            position: row.get(4)?,
        })
    })
}

/// Keeps a new track.
pub fn insert_track(tx: &mut Tx<'_>, conference: ConferenceId, track: &Track) -> Result<(), StoreError> {
    let name = json(&track.name);
    let fields = params![conference, track.id, track.slug, name, track.colour, track.position];
    tx.expect_rows(&INSERT_TRACK, fields, 1)
}

/// Writes everything of a track but its short name.
pub fn update_track(tx: &mut Tx<'_>, conference: ConferenceId, track: &Track) -> Result<(), StoreError> {
    tx.expect_rows(
        &UPDATE_TRACK,
        params![conference, track.id, json(&track.name), track.colour, track.position],
        1,
    )
}

/// Removes a track that nothing refers to.
pub fn delete_track(tx: &mut Tx<'_>, conference: ConferenceId, track: TrackId) -> Result<(), StoreError> {
    tx.expect_rows(&DELETE_TRACK, params![conference, track], 1)
}

/// Kinds of session in order of display; may be empty.
pub fn kinds(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Kind>, StoreError> {
    tx.query(&KINDS, params![conference], |row| {
        Ok(Kind {
            id: row.get(0)?,
            slug: row.get(1)?,
            name: text(row, 2)?,
            duration_minutes: row.get(3)?,
            position: row.get(4)?,
        })
    })
}

/// Keeps a new kind of session.
pub fn insert_kind(tx: &mut Tx<'_>, conference: ConferenceId, kind: &Kind) -> Result<(), StoreError> {
    let name = json(&kind.name);
    let fields = params![conference, kind.id, kind.slug, name, kind.duration_minutes, kind.position];
    tx.expect_rows(&INSERT_KIND, fields, 1)
}

/// Writes everything of a kind but its short name.
pub fn update_kind(tx: &mut Tx<'_>, conference: ConferenceId, kind: &Kind) -> Result<(), StoreError> {
    let name = json(&kind.name);
    let fields = params![conference, kind.id, name, kind.duration_minutes, kind.position];
    tx.expect_rows(&UPDATE_KIND, fields, 1)
}

/// Removes a kind that nothing refers to.
pub fn delete_kind(tx: &mut Tx<'_>, conference: ConferenceId, kind: KindId) -> Result<(), StoreError> {
    tx.expect_rows(&DELETE_KIND, params![conference, kind], 1)
}

/// Pages in the order of the menu; may be empty.
pub fn pages(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Page>, StoreError> {
    tx.query(&PAGES, params![conference], |row| {
        Ok(Page { slug: row.get(0)?, title: text(row, 1)?, body: text(row, 2)?, position: row.get(3)? })
    })
}

pub(crate) fn replace_pages(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    pages: &[Page],
) -> Result<(), StoreError> {
    tx.execute(&DELETE_PAGES, params![conference])?;
    pages.iter().try_for_each(|page| {
        tx.expect_rows(
            &INSERT_PAGE,
            params![conference, page.slug, json(&page.title), json(&page.body), page.position],
            1,
        )
    })
}
