use jiff::civil::date;
use madang_conference::{ConferenceId, HostId, RoomId, Visibility};
use madang_interchange::model::{Part, Programme, Text};
use proptest::prelude::*;

use super::*;

fn conference() -> Conference {
    let id = madang_context::Id::from([0; 16]);
    Conference {
        id: ConferenceId(id),
        host_id: HostId(id),
        slug: "c".into(),
        visibility: Visibility::Draft,
        zone: "Asia/Seoul".into(),
        first_day: date(2026, 11, 22),
        last_day: date(2026, 11, 23),
        day_starts_minutes: 240,
        hours_minutes: Some((9 * 60, 26 * 60)),
        languages: vec!["en".into()],
        name: Text::default(),
        subtitle: Text::default(),
        description: Text::default(),
        venue: Text::default(),
        address: Text::default(),
        city: Text::default(),
        url: None,
        colour: None,
        logo: None,
        revision: 1,
        changed_at: Timestamp::UNIX_EPOCH,
    }
}

fn room(slug: &str, area: &str, capacity: u32) -> Room {
    Room {
        id: RoomId(madang_context::Id::from([0; 16])),
        slug: slug.into(),
        name: Text::of("", slug),
        description: Text::default(),
        guid: None,
        capacity: Some(capacity),
        area: area.into(),
        position: 0,
    }
}

fn at(time: &str) -> Timestamp {
    format!("{time}+09:00").parse().unwrap()
}

fn session(key: &str, room: &str, start: &str, end: &str, speakers: &[&str]) -> Session {
    let parts =
        speakers.iter().map(|speaker| Part { speaker: (*speaker).into(), ..Part::default() }).collect();
    let slot = Some(Slot { room: Some(room.into()), start: at(start), end: at(end) });
    Session { key: key.into(), title: Text::of("", key), slot, parts, ..Session::default() }
}

fn check(draft: &Draft, levels: &Levels) -> Vec<(ConflictKind, Vec<String>, i64)> {
    let rooms = [room("a", "north", 10), room("b", "south", 100)];
    let walks = [Walk { from: "north".into(), to: "south".into(), minutes: 8 }];
    let setting = Setting { conference: &conference(), rooms: &rooms, walks: &walks, levels };
    conflicts(draft, &setting)
        .into_iter()
        .map(|conflict| (conflict.kind, conflict.sessions, conflict.amount))
        .collect()
}

fn draft(sessions: Vec<Session>) -> Draft {
    Draft { programme: Programme { sessions, ..Programme::default() }, ..Draft::default() }
}

#[test]
fn each_kind_is_found() {
    let mut draft = draft(vec![
        session("one", "a", "2026-11-22T10:00", "2026-11-22T11:00", &["kim"]),
        session("two", "a", "2026-11-22T10:45", "2026-11-22T11:30", &["lee"]),
        session("three", "b", "2026-11-22T11:05", "2026-11-22T12:00", &["kim"]),
        session("four", "b", "2026-11-22T11:20", "2026-11-22T12:10", &["lee"]),
        session("early", "a", "2026-11-23T08:30", "2026-11-23T09:30", &[]),
        session("night", "a", "2026-11-23T01:00", "2026-11-23T01:30", &[]),
        session("after", "a", "2026-11-24T10:00", "2026-11-24T10:30", &[]),
        session("zero", "a", "2026-11-22T13:00", "2026-11-22T13:00", &[]),
        Session { key: "nowhere".into(), ..Session::default() },
        Session {
            state: State::Rejected,
            ..session("no", "a", "2026-11-22T10:00", "2026-11-22T11:00", &["kim"])
        },
    ]);
    draft.absences.insert("kim".into(), vec![(at("2026-11-22T10:30"), at("2026-11-22T10:40"))]);
    draft.audiences.insert("one".into(), 12);
    let expected: Vec<(ConflictKind, &[&str], i64)> = vec![
        (ConflictKind::RoomTaken, &["one", "two"], 15),
        (ConflictKind::RoomTaken, &["three", "four"], 40),
        (ConflictKind::SpeakerTwice, &["two", "four"], 10),
        (ConflictKind::SpeakerAbsent, &["one"], 10),
        (ConflictKind::RoomTooSmall, &["one"], 2),
        (ConflictKind::Walk, &["one", "three"], 3),
        (ConflictKind::OutsideHours, &["early"], 30),
        (ConflictKind::OutsideHours, &["after"], 30),
        (ConflictKind::NoLength, &["zero"], 0),
        (ConflictKind::Unscheduled, &["nowhere"], 0),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(kind, keys, amount)| {
            (kind, keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>(), amount)
        })
        .collect();
    assert_eq!(check(&draft, &Levels::new()), expected);
}

#[test]
fn what_is_ignored_is_not_found() {
    let draft = draft(vec![
        session("one", "a", "2026-11-22T10:00", "2026-11-22T11:00", &[]),
        session("two", "a", "2026-11-22T10:45", "2026-11-22T11:30", &[]),
    ]);
    assert_eq!(check(&draft, &Levels::from([(ConflictKind::RoomTaken, Level::Ignore)])), []);
}

#[test]
fn back_to_back_is_no_conflict() {
    let draft = draft(vec![
        session("one", "a", "2026-11-22T10:00", "2026-11-22T11:00", &["kim"]),
        session("two", "a", "2026-11-22T11:00", "2026-11-22T12:00", &["kim"]),
    ]);
    assert_eq!(check(&draft, &Levels::new()), []);
}

proptest! {
    /// The search with its early end finds what looking at all pairs finds.
    #[test]
    fn no_overlap_is_missed(slots in proptest::collection::vec((0_u8..3, 0_i64..600, 0_i64..90), 0..40)) {
        let begin = at("2026-11-22T10:00");
        let sessions: Vec<Session> = slots.iter().enumerate().map(|(number, (room, start, length))| {
            let start = begin + SignedDuration::from_mins(*start);
            let slot = Slot { room: Some(format!("r{room}")), start, end: start + SignedDuration::from_mins(*length) };
            Session { key: format!("{number:02}"), slot: Some(slot), ..Session::default() }
        }).collect();
        let mut pairs = 0;
        for (index, first) in sessions.iter().enumerate() {
            for second in &sessions[index + 1..] {
                let (a, b) = (first.slot.as_ref().unwrap(), second.slot.as_ref().unwrap());
                pairs += usize::from(a.room == b.room && a.start.max(b.start) < a.end.min(b.end));
            }
        }
        let found = check(&draft(sessions), &Levels::new());
        prop_assert_eq!(found.iter().filter(|(kind, ..)| *kind == ConflictKind::RoomTaken).count(), pairs);
    }
}
