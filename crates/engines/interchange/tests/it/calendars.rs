//! Calendars, feeds and other exports in detail.

use std::collections::BTreeSet;

use madang_interchange::{ReadOptions, Source};
use madang_interchange::{
    model::{Part, Programme, State, Text},
    read,
    write::{
        Change, ChangeKind, ReleaseFeed, ReleaseNews, Selection, TableOptions, WriteContext, XmlDialect,
        atom, conference_json_ld, icalendar, json_ld, json_ld_script, schedule_json, schedule_json2,
        schedule_xml, session_json_ld, sessions_csv, workbook,
    },
};

use crate::fixtures::read_fixture;

fn context() -> WriteContext {
    WriteContext::new("https://madang.example/2026", "ko", "2026-10-01T00:00:00Z".parse().expect("a time"))
}

fn unfold(calendar: &str) -> String {
    calendar.replace("\r\n ", "")
}

#[test]
fn a_calendar_in_full() {
    let mut programme = read_fixture("schedule-new.xml", None).programme;
    programme.sessions[0].summary =
        Text([("ko".to_owned(), "쉼표, 세미콜론; 역슬래시\\ 그리고\n새 줄".to_owned())].into());
    programme.sessions[0].sequence = 3;
    programme.sessions[1].state = State::Cancelled;
    programme.conference.venue = Text([(String::new(), "코엑스".to_owned())].into());
    let calendar = icalendar(&programme, &context(), &Selection::All);
    insta::assert_snapshot!("calendar", unfold(&calendar).replace("\r\n", "\n"));
}

#[test]
fn parts_of_a_calendar() {
    let programme = read_fixture("schedule-new.xml", None).programme;
    let context = context();
    let events = |selection: &Selection<'_>| {
        icalendar(&programme, &context, selection).matches("BEGIN:VEVENT").count()
    };
    let first = &programme.sessions[0];
    assert_eq!(events(&Selection::All), 3);
    assert_eq!(events(&Selection::Session(&first.key)), 1);
    assert_eq!(events(&Selection::Speaker(&first.parts[0].speaker)), 1);
    assert_eq!(events(&Selection::Sessions(&BTreeSet::from([first.key.clone(), "unknown".into()]))), 1);
    assert_eq!(events(&Selection::Session("unknown")), 0);
}

#[test]
fn stable_ids_do_not_depend_on_the_rest() {
    let mut programme = read_fixture("devcon.json", None).programme;
    let uid = |programme: &Programme| {
        let calendar = unfold(&icalendar(programme, &context(), &Selection::Session("one")));
        calendar.lines().find(|line| line.starts_with("UID:")).map(str::to_owned)
    };
    let before = uid(&programme);
    assert!(before.as_ref().is_some_and(|uid| uid.ends_with("@madang.example")), "{before:?}");
    programme.sessions.reverse();
    programme.sessions.retain(|session| session.key == "one");
    programme.sessions[0].title = Text([(String::new(), "Renamed".to_owned())].into());
    assert_eq!(uid(&programme), before);
}

#[test]
fn a_feed_in_full() {
    let release = |number: u32, at: &str| ReleaseNews {
        id: format!("urn:uuid:00000000-0000-4000-8000-00000000000{number}"),
        title: format!("Release {number}"),
        url: format!("https://madang.example/2026/releases/{number}"),
        released: at.parse().expect("a time"),
        note: "Sorry & <b>welcome</b>".into(),
        changes: vec![
            Change {
                kind: ChangeKind::Moved,
                title: "<script>A & B".into(),
                url: "https://madang.example/2026/s/1?a=1&b=\"".into(),
                detail: "now 10:00".into(),
            },
            Change {
                kind: ChangeKind::Cancelled,
                title: "취소".into(),
                url: "javascript:alert(1)".into(),
                detail: String::new(),
            },
        ],
    };
    let feed = ReleaseFeed {
        title: "마당".into(),
        subtitle: String::new(),
        feed_url: "https://madang.example/2026/feed.xml".into(),
        author: "Host".into(),
        releases: vec![release(2, "2026-10-02T00:00:00.123Z"), release(1, "2026-10-01T00:00:00Z")],
    };
    let text = atom(&feed, &context());
    insta::assert_snapshot!("feed", text.replace("><", ">\n<"));
    let read: atom_syndication::Feed = text.parse().expect("it can be read back");
    assert_eq!(read.entries.len(), 2);
    assert_eq!(read.updated.to_rfc3339(), "2026-10-02T00:00:00+00:00");
    let empty = atom(&ReleaseFeed { releases: vec![], ..feed }, &context());
    assert!(empty.contains("<updated>2026-10-01T00:00:00+00:00</updated>"), "{empty}");
}

#[test]
fn json_ld_in_full() {
    let mut programme = read_fixture("schedule-new.xml", None).programme;
    programme.sessions[0].title =
        Text([(String::new(), "</script><script>alert(1)//\u{2028}".to_owned())].into());
    programme.sessions[2].state = State::Cancelled;
    let key = programme.sessions[0].key.clone();
    let session = session_json_ld(&programme, &key, &context()).expect("it is public");
    let shown = format!("{:#}\n{:#}\n{}", json_ld(&programme, &context()), session, json_ld_script(&session));
    insta::assert_snapshot!("json-ld", shown);
    assert_eq!(session_json_ld(&programme, "unknown", &context()), None);
}

#[test]
fn a_table_in_full() {
    let mut programme = read_fixture("csv/korean", Some("Asia/Seoul")).programme;
    programme.sessions[0].tags = vec!["@tag".into()];
    programme.sessions[0].level = Some("-1+1".into());
    let table = sessions_csv(&programme, &context(), TableOptions { byte_order_mark: true, private: false });
    insta::assert_snapshot!("table", table.replace("\r\n", "\n"));
}

/// A programme of a thousand sessions, made of the largest fixture.
fn thousand() -> Programme {
    let mut programme = read_fixture("schedule-new.xml", None).programme;
    let (session, speaker) = (programme.sessions[0].clone(), programme.speakers[0].clone());
    for number in 0..1200 {
        let mut speaker = speaker.clone();
        speaker.key = format!("speaker-{number}");
        speaker.guid = None;
        speaker.biography = Text([(String::new(), "약력 ".repeat(80))].into());
        programme.speakers.push(speaker);
    }
    for number in 0..1000 {
        let mut session = session.clone();
        session.key = format!("session-{number}");
        session.guid = None;
        session.description = Text([(String::new(), "설명 & more <text> ".repeat(60))].into());
        session.parts = vec![Part { speaker: format!("speaker-{number}"), ..Part::default() }];
        programme.sessions.push(session);
    }
    programme
}

#[test]
fn a_thousand_sessions_are_written_whole() {
    let (programme, context) = (thousand(), context());
    let table = TableOptions::default();
    let written = [
        ("schedule.xml", schedule_xml(&programme, &context, XmlDialect::Strict)),
        ("schedule.xml, wide", schedule_xml(&programme, &context, XmlDialect::Wide)),
        ("schedule.json", schedule_json(&programme, &context)),
        ("schedule.json 2", schedule_json2(&programme, &context)),
        ("CSV", sessions_csv(&programme, &context, table)),
    ];
    for (name, text) in written {
        assert!(text.matches("설명 ").count() >= 60_000, "{name} lacks descriptions");
    }
    let calendar = icalendar(&programme, &context, &Selection::All);
    assert!(calendar.matches("BEGIN:VEVENT").count() >= 1_000);
    assert!(workbook(&programme, &context, true).expect("a workbook").len() > 10_000);
    let (long, short) = (json_ld(&programme, &context), conference_json_ld(&programme, &context));
    assert!(json_ld_script(&long).matches("/session/session-").count() >= 1_000);
    assert_eq!(short["name"], long["name"]);
    assert!(short.get("subEvent").is_none());
}

#[test]
fn oddities_of_a_programme_of_one_key_only_are_limited() {
    let session = r#"{"id": "a", "title": "a", "speakers": ["s"], "slot_roomId": "x"}"#;
    let sessions = vec![session; 20_000].join(",");
    let text = format!(
        r#"{{"event": {{"title": "a"}}, "rooms": [], "speakers": [{{"id": "s", "name": "s"}}], "sessions": [{sessions}]}}"#
    );
    let reading = read(&[Source { name: "x", bytes: text.as_bytes() }], &ReadOptions::default())
        .expect("it can be read");
    assert_eq!(reading.programme.sessions.len(), 20_000);
    assert!(reading.oddities.len() <= 10_010, "oddities are limited");
}
