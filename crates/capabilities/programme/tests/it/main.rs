//! The programme on both stores.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

mod edits;
mod imports;
mod pictures;
mod releases;
mod settings;
mod site;

use madang_interchange::model::{
    Conference, Part, Programme, Room, Session, Slot, Speaker, State, Text, Track,
};
use madang_programme::{MIGRATIONS, STATEMENTS};
use madang_store::{Migration, StoreError};
use madang_testkit::both_stores;

static ALL: &[&[Migration]] = &[
    madang_audit::MIGRATIONS,
    madang_web::MIGRATIONS,
    madang_jobs::MIGRATIONS,
    madang_mail::MIGRATIONS,
    madang_files::MIGRATIONS,
    madang_people::MIGRATIONS,
    madang_conference::MIGRATIONS,
    madang_team::MIGRATIONS,
    MIGRATIONS,
];

/// A small conference: two rooms, three sessions, one of them rejected.
pub(crate) fn source() -> Programme {
    let slot = |hour: i64, room: &str| {
        let start: jiff::Timestamp = "2026-11-22T01:00:00Z".parse().unwrap();
        let start = start + jiff::SignedDuration::from_hours(hour);
        Some(Slot { room: Some(room.into()), start, end: start + jiff::SignedDuration::from_mins(45) })
    };
    let session = |key: &str, title: &str, slot: Option<Slot>, speakers: &[&str]| Session {
        key: key.into(),
        title: Text::of("en", title),
        slot,
        track: Some("t".into()),
        parts: speakers
            .iter()
            .map(|speaker| Part { speaker: (*speaker).into(), ..Part::default() })
            .collect(),
        ..Session::default()
    };
    let speaker = |key: &str, name: &str| Speaker {
        key: key.into(),
        name: name.into(),
        email: Some(format!("{key}@example.org")),
        ..Speaker::default()
    };
    Programme {
        conference: Conference {
            title: Text::of("en", "Seoul Week"),
            zone: Some("Asia/Seoul".into()),
            ..Conference::default()
        },
        rooms: vec![
            Room { key: "1".into(), name: Text::of("", "Hall"), capacity: Some(300), ..Room::default() },
            Room { key: "2".into(), name: Text::of("", "소회의실"), ..Room::default() },
        ],
        tracks: vec![Track { key: "t".into(), name: Text::of("en", "Markets"), colour: None }],
        kinds: Vec::new(),
        speakers: vec![
            speaker("kim", "김하나"),
            speaker("lee", "Lee \"Bo\" 보라"),
            speaker("no", "Undecided Person"),
        ],
        sessions: vec![
            session("opening", "Opening", slot(0, "1"), &["kim"]),
            session("panel", "Panel", slot(1, "2"), &["lee", "kim"]),
            Session { state: State::Rejected, ..session("rejected", "Never", slot(2, "1"), &["no"]) },
        ],
    }
}

both_stores! { ALL;

async fn every_statement_is_understood(kit: TestKit) {
    kit.store.read(|tx| STATEMENTS.iter().copied().flatten().try_for_each(|statement| tx.prepare(statement))).await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

}
