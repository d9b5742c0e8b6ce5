//! The organiser's pages for sessions, speakers and the timetable, on both stores.

use madang_context::Who;
use madang_interchange::model::{Part, Programme, Session, Speaker, State, Text, Track};
use madang_programme::{ConflictKind, draft_conflicts, import};
use madang_sample::{SampleSize, sample};
use madang_store::StoreError;
use madang_testkit::{TestKit, both_stores};
use serde_json::Value;

use super::browser::{Answer, Browser, router};
use crate::ground::MIGRATIONS;

const EVIL: &str = "<script>alert(1)</script>";

/// Two rooms, two tracks, sessions whose every text is an attack.
fn programme() -> Programme {
    let session = |key: &str, title: &str, hour: Option<i64>| {
        let start: jiff::Timestamp = "2026-12-01T01:00:00Z".parse().expect("a moment");
        let slot = hour.map(|hour| {
            let start = start + jiff::SignedDuration::from_hours(hour);
            let end = start + jiff::SignedDuration::from_mins(45);
            madang_interchange::model::Slot { room: Some("1".into()), start, end }
        });
        Session {
            key: key.into(),
            title: Text::of("en", title),
            track: Some("t".into()),
            slot,
            parts: vec![Part { speaker: "kim".into(), ..Part::default() }],
            ..Session::default()
        }
    };
    let room = |key: &str, name: &str| madang_interchange::model::Room {
        key: key.into(),
        name: Text::of("", name),
        ..Default::default()
    };
    Programme {
        conference: madang_interchange::model::Conference {
            title: Text::of("en", &format!("Seoul {EVIL}")),
            zone: Some("Asia/Seoul".into()),
            languages: vec!["en".into(), "ko".into()],
            ..Default::default()
        },
        rooms: vec![room("1", "Hall"), room("2", &format!("Cellar {EVIL}"))],
        tracks: vec![Track { key: "t".into(), name: Text::of("en", &format!("Money {EVIL}")), colour: None }],
        speakers: vec![
            Speaker { key: "kim".into(), name: format!("Kim {EVIL}"), ..Speaker::default() },
            Speaker { key: "lee".into(), name: "이보라".into(), ..Speaker::default() },
        ],
        sessions: vec![
            session("one", &format!("One {EVIL}"), Some(0)),
            session("two", "=HYPERLINK(\"http://evil.example\")", Some(2)),
            Session { state: State::Accepted, ..session("three", "Three", None) },
        ],
        ..Programme::default()
    }
}

async fn imported(kit: &TestKit) -> Browser {
    let ctx = kit.ctx(Who::Administrator);
    let write = kit.store.write::<_, anyhow::Error, _>(move |tx| {
        import(tx, &ctx, "seoul", &programme())?;
        Ok(())
    });
    write.await.expect("the programme comes in");
    Browser::signed_in(kit, router(kit)).await
}

async fn draft(kit: &TestKit) -> (madang_programme::Draft, Vec<madang_programme::Conflict>) {
    let read = kit.store.read::<_, StoreError, _>(|tx| {
        let conference = madang_conference::by_slug(tx, "seoul")?.expect("it was made");
        draft_conflicts(tx, &conference)
    });
    read.await.expect("the draft")
}

fn tame(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(!answer.body.contains(EVIL), "{}", answer.body);
}

/// The fields of a page's edit form as a browser would send them back.
fn filled(page: &Answer) -> Vec<(String, String)> {
    let (_, form) = page.body.split_once("<form class=\"form\"").expect("the form");
    let (form, _) = form.split_once("</form>").expect("its end");
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(unescaped(rest.split('"').next()?))
    };
    let mut fields = Vec::new();
    for (at, _) in form.match_indices('<') {
        let tag = form[at..].split('>').next().unwrap_or_default();
        let Some(name) = attribute(tag, "name") else { continue };
        let rest = &form[at + tag.len() + 1..];
        let value = match tag.split(' ').next().unwrap_or_default() {
            "<textarea" => {
                unescaped(rest.split("</textarea>").next().unwrap_or_default().trim_start_matches('\n'))
            }
            "<select" => {
                let options = rest.split("</select>").next().unwrap_or_default();
                let chosen = options.split("<option").find(|option| option.contains(" selected"));
                let first = || options.split("<option").nth(1);
                chosen.or_else(first).and_then(|option| attribute(option, "value")).unwrap_or_default()
            }
            _ if tag.contains("type=\"checkbox\"") && !tag.contains(" checked") => continue,
            _ => attribute(tag, "value").unwrap_or_default(),
        };
        fields.push((name, value));
    }
    fields
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, letter) in [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
    {
        text = text.replace(entity, letter);
    }
    text
}

/// What browsers leave as it is in a form.
const PLAIN: percent_encoding::AsciiSet =
    percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*');

fn encoded(fields: &[(String, String)]) -> String {
    let percent = |text: &str| percent_encoding::utf8_percent_encode(text, &PLAIN).to_string();
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect::<Vec<_>>()
        .join("&")
}

fn with(fields: &[(String, String)], changes: &[(&str, &str)]) -> String {
    let mut fields = fields.to_vec();
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).into(), (*value).into()));
    }
    encoded(&fields)
}

both_stores! { MIGRATIONS;

async fn a_form_that_is_saved_untouched_changes_nothing(kit: TestKit) {
    let mut team = imported(&kit).await;
    let before = draft(&kit).await.0;
    for path in ["/desk/seoul/sessions/one", "/desk/seoul/sessions/two", "/desk/seoul/sessions/three", "/desk/seoul/speakers/kim", "/desk/seoul/speakers/lee"] {
        let page = team.get(path).await;
        tame(&page);
        let answer = team.post(path, &encoded(&filled(&page))).await;
        assert_eq!((answer.status, answer.location()), (303, format!("{path}?done=same").as_str()), "{}", answer.body);
    }
    assert_eq!(draft(&kit).await.0, before);
}

async fn a_session_is_made_and_moved_by_forms(kit: TestKit) {
    let mut team = imported(&kit).await;
    let page = team.get("/desk/seoul/sessions/new").await;
    let fields = filled(&page);
    let wrong = team.post("/desk/seoul/sessions/new", &with(&fields, &[("title-ko", ""), ("parts-0-speaker", "Nobody"), ("place-day", "2026-12-01")])).await;
    assert_eq!(wrong.status, 422);
    for told in ["Fill this in", "no single speaker “Nobody”", "href=\"#title-en\"", "href=\"#parts-0-speaker\"", "href=\"#place-time\"", "value=\"Nobody\""] {
        assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
    }
    let right = [("title-ko", "새 세션"), ("parts-0-speaker", "이보라"), ("parts-0-role", "moderator"), ("place-day", "2026-12-01"), ("place-time", "10:15"), ("place-length", "30"), ("place-room", "hall"), ("tags", "a, b"), ("state", "confirmed")];
    let made = team.post("/desk/seoul/sessions/new", &with(&fields, &right)).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let page = team.get(made.location()).await;
    assert!(page.body.contains("Room taken twice") && page.body.contains("새 세션"), "{}", page.body);
    let (draft_now, conflicts) = draft(&kit).await;
    assert!(conflicts.iter().any(|one| one.kind == ConflictKind::RoomTaken));
    let code = made.location().split(['/', '?']).nth(4).expect("a code").to_owned();
    let session = draft_now.full_session(&code).expect("it is there").session;
    assert_eq!((session.parts[0].speaker.as_str(), session.tags.len()), ("lee", 2));
    // By the form of the timetable, then back to what waits, then that undone.
    let day = team.get("/desk/seoul/timetable/2026-12-01").await;
    tame(&day);
    let form = |rest: &str| format!("csrf={}&session={code}%3A{rest}", day.token());
    let moved = team.post("/desk/seoul/timetable/2026-12-01", &form("1&day=2026-12-01&time=14:00&room=cellar-script-alert-1-script&length=")).await;
    assert!(moved.status == 303 && moved.location().contains("done=placed"), "{} {}", moved.status, moved.body);
    let session = draft(&kit).await.0.full_session(&code).expect("it is there").session;
    let slot = session.slot.expect("it is placed");
    assert_eq!((slot.start.to_string(), slot.end.duration_since(slot.start).as_mins()), ("2026-12-01T05:00:00Z".into(), 30));
    let stale = team.post("/desk/seoul/timetable/2026-12-01", &form("1&unplace=1&day=2026-12-01")).await;
    assert!(stale.status == 422 && stale.body.contains("was quicker"), "{}", stale.body);
    let undo = moved.location().split("undo=").nth(1).and_then(|rest| rest.split(['#', '&']).next()).expect("an undo");
    let back = team.post("/desk/seoul/undo", &format!("csrf={}&batch={undo}&back=https://evil.example/", day.token())).await;
    assert!(back.location().starts_with("/desk/seoul/history?done=undone&count=1&undo="), "{}", back.location());
    tame(&team.get(back.location()).await);
    let again = team.post("/desk/seoul/undo", &format!("csrf={}&batch={undo}&back=/desk/seoul/sessions?q=x", day.token())).await;
    assert!(again.location().starts_with("/desk/seoul/sessions?q=x&done=undo-refused"), "{}", again.location());
}

async fn the_script_gets_the_day_with_its_conflicts(kit: TestKit) {
    let mut team = imported(&kit).await;
    let day = team.get("/desk/seoul/timetable/2026-12-01").await;
    let headers = [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    let form = |rest: &str| format!("csrf={}&{rest}", day.token());
    let moved = team.send("POST", "/desk/seoul/timetable/2026-12-01", &headers, &form("session=three%3A1&day=2026-12-01&time=10:30&room=hall&length=20")).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    let told: Value = serde_json::from_str(&moved.body).expect("JSON");
    assert_eq!(told["sessions"]["three"]["version"], 2);
    let kinds: Vec<&str> = told["conflicts"].as_array().expect("a list").iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(kinds, ["Room taken twice", "Speaker in two places"]);
    let stale = team.send("POST", "/desk/seoul/timetable/2026-12-01", &headers, &form("session=three%3A1&unplace=1")).await;
    assert_eq!(stale.status, 409);
    let stale: Value = serde_json::from_str(&stale.body).expect("JSON");
    assert!(stale["stale"].as_str().expect("words").contains("“Three” is now Tue 1 Dec, 10:30–10:50, Hall"), "{stale}");
    let wrong = team.send("POST", "/desk/seoul/timetable/2026-12-01", &headers, &form("session=three%3A2&day=2026-12-01&time=99:00")).await;
    assert_eq!(wrong.status, 422);
    // The script says the moment itself, so that what is dropped after midnight is not taken for the morning.
    let night = jiff::Timestamp::from_millisecond(1_796_140_800_000).expect("a moment");
    let moved = team.send("POST", "/desk/seoul/timetable/2026-12-01", &headers, &form("session=two%3A1&room=hall&start=1796140800000&length=20")).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    let slot = draft(&kit).await.0.full_session("two").expect("it is there").session.slot.expect("a place");
    assert_eq!((slot.start, slot.end.duration_since(slot.start).as_mins()), (night, 20));
    let back = serde_json::from_str::<Value>(&moved.body).expect("JSON")["batch"].as_str().expect("a batch").to_owned();
    team.send("POST", "/desk/seoul/undo", &headers, &form(&format!("batch={back}"))).await;
    let now = team.get("/desk/seoul/timetable/2026-12-01/state?revision=0").await;
    let told_now: Value = serde_json::from_str(&now.body).expect("JSON");
    let revision = told_now["revision"].as_i64().expect("a revision");
    let same = team.get(&format!("/desk/seoul/timetable/2026-12-01/state?revision={revision}")).await;
    assert_eq!(same.body, format!("{{\"revision\":{revision}}}"));
    let other = team.get("/desk/seoul/timetable/2026-12-01/state?revision=0").await;
    assert!(other.body.contains("\"three\""));
    let batch = told["batch"].as_str().expect("a batch");
    let undone = team.send("POST", "/desk/seoul/undo", &headers, &form(&format!("batch={batch}"))).await;
    assert_eq!(undone.body, "{\"done\":1,\"kept\":0}");
    assert_eq!(draft(&kit).await.0.full_session("three").expect("it is there").session.slot, None);
}

async fn lists_are_found_filtered_changed_and_taken_away(kit: TestKit) {
    let mut team = imported(&kit).await;
    let listed = |page: &Answer| page.body.matches("name=\"code\"").count();
    for (query, expected) in [("", 3), ("q=three", 1), ("q=KIM+one", 1), ("day=none", 1), ("state=accepted", 1), ("track=none", 0), ("room=hall", 2), ("conflict=1", 1), ("q=nobody", 0), ("sort=-title", 3), ("page=99", 3)] {
        let page = team.get(&format!("/desk/seoul/sessions?{query}")).await;
        tame(&page);
        assert_eq!(listed(&page), expected, "{query}");
    }
    let page = team.get("/desk/seoul/sessions").await;
    let nothing = team.post("/desk/seoul/sessions", &format!("csrf={}&query=q%3Dx%26page%3D2&action=unplace", page.token())).await;
    assert!(nothing.location().ends_with("/sessions?q=x&page=2&done=nothing-chosen"), "{}", nothing.location());
    let all = team.post("/desk/seoul/sessions", &format!("csrf={}&query=room%3Dhall&action=unplace&all=1", page.token())).await;
    assert!(all.location().contains("done=bulk&count=2&undo="), "{}", all.location());
    assert!(draft(&kit).await.0.programme.sessions.iter().all(|session| session.slot.is_none()));
    let some = team.post("/desk/seoul/sessions", &format!("csrf={}&action=state%3Arejected&code=one&code=gone", page.token())).await;
    assert!(some.location().contains("count=1"), "{}", some.location());
    // What a spreadsheet would take for a formula is text; only what is listed is in it.
    let csv = team.get("/desk/seoul/sessions.csv?q=hyperlink").await;
    assert!(csv.body.contains("'=HYPERLINK") && !csv.body.contains("Three"), "{}", csv.body);
    let book = team.get("/desk/seoul/sessions.xlsx?q=hyperlink").await;
    assert!(book.status == 200 && book.body.starts_with("PK"));
    let csv = team.get("/desk/seoul/speakers.csv?part=none").await;
    assert!(csv.body.contains("이보라") && !csv.body.contains("Kim"), "{}", csv.body);
    assert!(team.get("/desk/seoul/speakers.xlsx").await.body.starts_with("PK"));
    for (query, expected) in [("", 2), ("part=none", 1), ("part=speaking", 1), ("q=이보라", 1), ("sort=-sessions", 2)] {
        let page = team.get(&format!("/desk/seoul/speakers?{query}")).await;
        tame(&page);
        assert_eq!(page.body.matches("<th scope=\"row\">").count(), expected, "{query}");
    }
    // Many at once: those who take part in sessions stay, and one undo brings all back.
    let csrf = team.get("/desk/seoul/speakers").await.token();
    let nobody = team.post("/desk/seoul/speakers", &format!("csrf={csrf}&query=q%3Dx&action=remove")).await;
    assert!(nobody.location().ends_with("/speakers?q=x&page=1&done=nobody-chosen"), "{}", nobody.location());
    let needed = team.post("/desk/seoul/speakers", &format!("csrf={csrf}&query=part%3Dspeaking&action=remove&all=1")).await;
    assert!(needed.location().ends_with("/speakers?part=speaking&page=1&done=speakers-kept&count=0&kept=1"), "{}", needed.location());
    let some = team.post("/desk/seoul/speakers", &format!("csrf={csrf}&action=remove&code=kim&code=lee")).await;
    assert!(some.location().contains("done=speakers-removed-partly&count=1&kept=1&undo="), "{}", some.location());
    let told = team.get(some.location()).await;
    tame(&told);
    assert!(told.body.contains("1 takes part in sessions and stays") && !told.body.contains("이보라"), "{}", told.body);
    let batch = some.location().rsplit("undo=").next().expect("a name");
    let back = team.post("/desk/seoul/undo", &format!("csrf={csrf}&batch={batch}&back=/desk/seoul/speakers")).await;
    assert!(back.location().contains("done=undone&count=1"), "{}", back.location());
    assert!(team.get("/desk/seoul/speakers").await.body.contains("이보라"));
    let page = team.get("/desk/seoul/speakers/kim").await;
    let refused = team.post("/desk/seoul/speakers/kim/delete", &format!("csrf={}&version=1", page.token())).await;
    assert!(refused.location().contains("done=takes-part&count=3"), "{}", refused.location());
    let gone = team.post("/desk/seoul/speakers/kim/delete", &format!("csrf={}&version=1&take_off=1", page.token())).await;
    assert!(gone.location().contains("done=removed&undo="), "{}", gone.location());
    tame(&team.get("/desk/seoul/history").await);
}

async fn a_list_of_a_thousand_is_as_quick_as_one_of_ten(kit: TestKit) {
    let mut counts = Vec::new();
    for size in [SampleSize { sessions: 10, speakers: 10, rooms: 2, days: 1 }, SampleSize { sessions: 1_000, speakers: 700, rooms: 12, days: 8 }] {
        let (ctx, programme) = (kit.ctx(Who::Administrator), sample(size, jiff::civil::date(2026, 12, 1), 7));
        let slug = format!("of-{}", size.sessions);
        let name = slug.clone();
        kit.store.write::<_, anyhow::Error, _>(move |tx| Ok(import(tx, &ctx, &name, &programme)?)).await.expect("it comes in");
        let mut team = Browser::signed_in(&kit, router(&kit)).await;
        for list in ["sessions", "sessions?q=the&sort=track", "speakers", "timetable/2026-12-01"] {
            let address = format!("/desk/{slug}/{list}");
            team.get(&address).await;
            let begun = std::time::Instant::now();
            let (answer, used) = madang_store::usage::scope(team.get(&address)).await;
            println!("{address}: {} ms, {} statements, {} bytes", begun.elapsed().as_millis(), used.statements, answer.body.len());
            assert_eq!(answer.status, 200);
            counts.push(used.statements);
        }
    }
    assert_eq!(counts[..4], counts[4..]);
}

}
