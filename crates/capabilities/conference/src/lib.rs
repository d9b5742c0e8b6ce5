//! A conference: its names, dates, venue, rooms, tracks, kinds of session and pages.
//!
//! Words: a *host* is the organisation that runs conferences on this server; a *conference* is one event with dates,
//! a venue and a time zone. A *conference day* may begin after midnight: a party at 01:00 belongs to the day before.
//! An *area* is a part of the venue; walking between areas takes time.
//!
//! An *edit* is one change of one object as it is remembered, a *batch* all edits that were done at once; the *history* of a
//! conference is all of its edits, those of its programme too.
//!
//! Beside the organisers' pages, a *sheet* (a TOML file) says how a conference is to be: see [`Sheet`].

mod actions;
mod model;
mod rules;
mod sheet;
mod store;

pub use actions::history::{Settings, edit_detail, record_edits};
pub use actions::settings::{
    Piece, PieceKind, SettingError, add_piece, conference_fingerprint, copy_settings, edit_conference,
    edit_piece, fingerprint, pieces, remove_piece,
};
pub use actions::{
    ApplyError, CreateError, NewConference, apply_sheet, create_conference, default_host, set_pages,
    set_visibility,
};
pub use model::{
    Area, Conference, ConferenceId, Difference, Edit, EditAction, Fields, Host, HostId, Kind, KindId,
    ObjectKind, Page, Room, RoomId, Track, TrackId, Visibility, Walk, fields,
};
pub use rules::edits::{differences, rewound, undone};
pub use rules::{conference_day, day_bounds, free_slug, is_colour, is_conference_slug, is_slug, slug_of};
pub use sheet::{
    KindSheet, PageSheet, RoomSheet, SessionSheet, Sheet, SheetError, SpeakerSheet, TrackSheet, WalkSheet,
    read_sheet,
};
pub use store::edits::{edits, edits_of, edits_of_batch, last_version};
pub use store::{
    ConferenceRow, all, by_slug, delete_kind, delete_room, delete_track, hold_host, host_by_slug, hosts,
    insert, insert_host, insert_kind, insert_room, insert_track, kinds, pages, rename_host, revisions, rooms,
    touch, tracks, update, update_kind, update_room, update_track, walks,
};

use madang_store::{Migration, Statement};

/// The tables of this capability.
pub static MIGRATIONS: &[Migration] = &[
    Migration::same("conference/0001_conference", include_str!("../migrations/0001_conference.sql")),
    Migration::same("conference/0002_history", include_str!("../migrations/0002_history.sql")),
    Migration {
        id: "conference/0003_history_is_not_rewritten",
        sqlite: include_str!("../migrations/0003_history_is_not_rewritten.sqlite.sql"),
        postgres: include_str!("../migrations/0003_history_is_not_rewritten.postgres.sql"),
    },
];

/// Every SQL statement of this capability.
pub static STATEMENTS: &[&[&Statement]] = &[store::STATEMENTS, store::edits::STATEMENTS];
