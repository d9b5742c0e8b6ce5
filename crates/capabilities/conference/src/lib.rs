//! A conference: its names, dates, venue, rooms, tracks, kinds of session and pages.
//!
//! Words: a *host* is the organisation that runs conferences on this server; a *conference* is one event with dates,
//! a venue and a time zone. A *conference day* may begin after midnight: a party at 01:00 belongs to the day before.
//! An *area* is a part of the venue; walking between areas takes time.
//!
//! Until organisers have pages, a *sheet* (a TOML file) says how a conference is to be: see [`Sheet`].

mod actions;
mod model;
mod rules;
mod sheet;
mod store;

pub use actions::settings::{
    Piece, PieceKind, SettingError, add_piece, conference_fingerprint, copy_settings, edit_conference,
    edit_piece, fingerprint, pieces, remove_piece,
};
pub use actions::{
    ApplyError, CreateError, NewConference, apply_sheet, create_conference, default_host, set_pages,
    set_visibility,
};
pub use model::{
    Area, Conference, ConferenceId, Host, HostId, Kind, KindId, Page, Room, RoomId, Track, TrackId,
    Visibility, Walk,
};
pub use rules::{conference_day, day_bounds, free_slug, is_colour, is_conference_slug, is_slug, slug_of};
pub use sheet::{
    KindSheet, PageSheet, RoomSheet, SessionSheet, Sheet, SheetError, SpeakerSheet, TrackSheet, WalkSheet,
    read_sheet,
};
pub use store::{
    ConferenceRow, all, by_slug, delete_kind, delete_room, delete_track, hold_host, host_by_slug, hosts,
    insert, insert_host, insert_kind, insert_room, insert_track, kinds, pages, rename_host, revisions, rooms,
    touch, tracks, update, update_kind, update_room, update_track, walks,
};

use madang_store::{Migration, Statement};

/// The tables of this capability.
pub static MIGRATIONS: &[Migration] =
    &[Migration::same("conference/0001_conference", include_str!("../migrations/0001_conference.sql"))];

/// Every SQL statement of this capability.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS];
