//! Sessions, speakers and the timetable: imported, checked, released, shown.
//!
//! Words: a *session* is held, a *speaker* takes part in it, a *slot* is its time and room; the *timetable* is all
//! slots. The team works on the *draft*; the public sees the latest *release*, an immutable, numbered version. A
//! *conflict* is something in the draft that should not be.

mod actions;
mod drafts;
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
        Bulk, BulkSession, EditError, Edited, SpeakersRemoved, Undone, change_sessions, conference_history,
        create_session, create_speaker, delete_session, delete_speaker, delete_speakers, edit_session,
        edit_speaker, may_undo, move_session, object_history, session_as_seen, set_state, speaker_as_seen,
        undo,
    },
    favourites::{Agenda, agenda, agenda_of_token, clear_favourites, set_favourites},
    import::{ImportReport, import, preview_import},
    levels::{LEVEL_FIELD, change_levels, copy_levels, levels, set_levels},
    logo::{logo, set_logo},
    outlook::{Outlook, draft_conflicts, outlook, standings},
    release::{Released, latest_release, release, releases},
    sheet::apply_sheet_to_programme,
    speaking::{
        invite::{
            JoinError, SpeakerLetters, invite_speakers, join_as_speaker, keeper, link_speaker, prune,
            revoke_speaker_invitation, speaker_accounts, speaker_invitation, unlink_speaker,
        },
        own::{
            REASON_CHARS_MAX, answer_session, edit_own_speaker, own_speaker, own_speaker_as_seen,
            own_speakers, set_own_picture,
        },
        slides::{
            SLIDES_MAX, SlidesOf, SlidesRefused, hand_in_slides, may_hand_in_slides, remove_slides,
            set_slides_public, slides_of_session,
        },
    },
    tell::Announcement,
};
pub use drafts::{Drafts, LookedAt};
pub use model::{
    Answer, Answers, Change, ChangeKind, Conflict, ConflictKind, Draft, DraftIds, FACE_SOURCE, Fault,
    FieldFault, FullSession, FullSpeaker, LeftOut, Level, Levels, OwnSession, OwnSpeaker, Release, Says,
    SessionId, Slides, SpeakerAccount, SpeakerAccounts, SpeakerId, SpeakerInvitation, SpeakerInvitationId,
    SpeakerRef, SpeakersInvited, Standing, Versions,
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
    Migration::same("programme/0005_speaking", include_str!("../migrations/0005_speaking.sql")),
    Migration::same("programme/0006_visit", include_str!("../migrations/0006_visit.sql")),
    Migration::same("programme/0007_one_history", include_str!("../migrations/0007_one_history.sql")),
];
