//! Sessions, speakers and the timetable: imported, checked, released, shown.
//!
//! Words: a *session* is held, a *speaker* takes part in it, a *slot* is its time and room; the *timetable* is all
//! slots. The team works on the *draft*; the public sees the latest *release*, an immutable, numbered version. A
//! *conflict* is something in the draft that should not be.

mod actions;
mod model;
mod pages;
mod pictures;
mod published;
mod rules;
mod site;
mod store;
mod visits;

pub use actions::{
    ProgrammeError,
    edit::{
        Bulk, BulkSession, EditError, Edited, Undone, change_sessions, conference_history, create_session,
        create_speaker, delete_session, delete_speaker, edit_session, edit_speaker, move_session,
        object_history, session_as_seen, set_state, speaker_as_seen, undo,
    },
    favourites::{Agenda, agenda, agenda_of_token, clear_favourites, set_favourites},
    import::{ImportReport, import, preview_import},
    outlook::{Outlook, draft_conflicts, outlook, standings},
    release::{Released, latest_release, levels, release, set_levels},
    sheet::apply_sheet_to_programme,
    tell::Announcement,
};
pub use model::{
    Change, ChangeKind, Conflict, ConflictKind, Difference, Draft, DraftIds, Edit, EditAction, Fault,
    FieldFault, FullSession, FullSpeaker, Level, Levels, ObjectKind, Release, SessionId, SpeakerId, Standing,
    Versions,
};
pub use pages::routes;
pub use pictures::{FILE_SOURCE, PICTURES_JOB, Pictures, keep_logo};
pub use published::{Day, Found, Published, exported_programme};
pub use rules::{
    import::{Action, Item, Items},
    merge::FieldChange,
};
pub use site::{DRAFT_SUFFIX, Site};
pub use store::STATEMENTS;
pub use visits::{KEEP_VISITS_EVERY, visits};

use madang_store::Migration;

/// The tables of this capability.
pub static MIGRATIONS: &[Migration] = &[
    Migration::same("programme/0001_programme", include_str!("../migrations/0001_programme.sql")),
    Migration {
        id: "programme/0002_release_is_immutable",
        sqlite: include_str!("../migrations/0002_release_is_immutable.sqlite.sql"),
        postgres: include_str!("../migrations/0002_release_is_immutable.postgres.sql"),
    },
    Migration::same("programme/0003_picture", include_str!("../migrations/0003_picture.sql")),
    Migration::same("programme/0004_edit", include_str!("../migrations/0004_edit.sql")),
    Migration::same("programme/0006_visit", include_str!("../migrations/0006_visit.sql")),
];
