//! Every route of the program, tried as nobody, as the team, and by a form from elsewhere.

use http::Method;
use madang_context::{Power, Who};
use madang_programme::{import, release};
use madang_sample::{SampleSize, sample};
use madang_testkit::{TestKit, both_stores};
use madang_web::{Forgery, Right, RouteEntry};

use super::{
    account::sign_up,
    api::server_token,
    browser::{Browser, router},
};
use crate::{ground::MIGRATIONS, serve::routes};

/// The values of an address's parts, for a conference that is there.
pub(super) struct Samples {
    session: String,
    speaker: String,
    room: String,
}

const ID: &str = "0199f3a0-0000-7000-8000-000000000001";

impl Samples {
    /// Short name of a room.
    pub(super) fn room(&self) -> &str {
        &self.room
    }

    /// The address of a route; fails when a part of it has no sample.
    pub(super) fn address(&self, route: &str) -> String {
        let code = if route.contains("/speakers/") { &self.speaker } else { &self.session };
        let digest = "a".repeat(64);
        let parts = [
            ("{conference}", "sample"),
            ("{page}", "about"),
            ("{what}", "rooms"),
            ("{piece}", &self.room),
            ("{list}", "rooms.csv"),
            ("{day}", "2026-12-01"),
            ("{code}", code),
            ("{code}.ics", code),
            ("{room}", &self.room),
            ("{session}", &self.session),
            ("{speaker}", &self.speaker),
            ("{track}", "none"),
            ("{kind}", "none"),
            ("{host}", "host"),
            ("{provider}", "none"),
            ("{token}", "abcdefghijklmnopqrstuvwxyz234567"),
            ("{id}", ID),
            ("{upload}", &digest),
            ("{digest}", "x"),
            ("{speaker}", &self.speaker),
            ("{session}", &self.session),
            ("{*path}", "css/base.css"),
        ];
        let mut address = route.to_owned();
        for (part, value) in parts {
            address = address.replace(part, value);
        }
        assert!(!address.contains('{'), "{route} has a part without a sample: add one here");
        address
    }
}

/// A released conference.
pub(super) async fn released(kit: &TestKit) -> Samples {
    released_with(kit, SampleSize { sessions: 20, speakers: 25, rooms: 3, days: 2 }).await
}

async fn released_with(kit: &TestKit, size: SampleSize) -> Samples {
    let (ctx, programme) = (kit.ctx(Who::Administrator), sample(size, jiff::civil::date(2026, 12, 1), 7));
    let written = kit.store.write::<_, anyhow::Error, _>(move |tx| {
        import(tx, &ctx, "sample", &programme)?;
        madang_conference::set_visibility(tx, &ctx, "sample", madang_conference::Visibility::Public)?;
        let released = release(tx, &ctx, "sample", "", None)?;
        let latest = madang_programme::latest_release(tx, &released.conference)?;
        Ok(latest.expect("it was just released").1)
    });
    let programme = written.await.expect("the sample is released");
    Samples {
        session: programme.sessions[0].key.clone(),
        speaker: programme.speakers[0].key.clone(),
        room: programme.rooms[0].key.clone(),
    }
}

pub(super) fn all() -> Vec<RouteEntry> {
    let routes = routes();
    assert!(routes.list().len() > 30, "the list of routes is whole");
    routes.list().to_vec()
}

both_stores! { MIGRATIONS;

async fn nobody_gets_what_is_the_teams(kit: TestKit) {
    let samples = released(&kit).await;
    let router = router(&kit);
    for entry in all() {
        let address = samples.address(&entry.path);
        // A browser of its own for each: no cookie of one route helps at the next.
        let mut nobody = Browser::new(router.clone());
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
        let answer = nobody.send(entry.method.as_str(), &address, &headers, "").await;
        let status = answer.status;
        match entry.right {
            Right::Person | Right::Scoped(_) | Right::Server => assert_eq!(status, 401, "{} {address}", entry.method),
            Right::Public => assert!(status < 500, "{} {address}: {status}", entry.method),
        }
    }
}

async fn an_account_without_rights_gets_nothing_of_the_teams(kit: TestKit) {
    let samples = released(&kit).await;
    let mut ada = Browser::new(router(&kit));
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    for entry in all().into_iter().filter(|entry| matches!(entry.right, Right::Scoped(_) | Right::Server)) {
        let address = samples.address(&entry.path);
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
        let answer = ada.send(entry.method.as_str(), &address, &headers, "").await;
        // What is a team's does not exist for others; what is the server's is known to exist. Cookies count for nothing
        // where programs ask.
        let expected = match entry.right {
            _ if entry.forgery == Forgery::Bearer => 401,
            Right::Server => 403,
            _ => 404,
        };
        assert_eq!(answer.status, expected, "{} {address}", entry.method);
    }
    for draft in ["/sample~draft", "/sample~draft/timetable", "/sample~draft/schedule.xml"] {
        assert_eq!(ada.get(draft).await.status, 404, "{draft}");
    }
}

async fn every_page_is_answered_to_the_team(kit: TestKit) {
    let samples = released(&kit).await;
    let mut team = Browser::signed_in(&kit, router(&kit)).await;
    for entry in all().into_iter().filter(|entry| entry.method == Method::GET) {
        let address = samples.address(&entry.path);
        let answer = team.get(&address).await;
        assert!(answer.status < 500, "{address}: {}", answer.status);
        let is_kept = answer.headers.get("cache-control").is_some_and(|rule| rule.as_bytes().starts_with(b"public"));
        assert!(entry.right == Right::Public || !is_kept, "{address} is the team's and must not be kept");
    }
    for path in ["/desk", "/desk/jobs", "/desk/mail", "/desk/audit", "/desk/audit?conference=sample", "/desk/sample", "/desk/sample/release", "/desk/sample/import", "/desk/sample/sessions", "/desk/sample/sessions/new", "/desk/sample/speakers", "/desk/sample/speakers/new", "/desk/sample/timetable/2026-12-01", "/desk/sample/history"] {
        assert_eq!(team.get(path).await.status, 200, "{path}");
        let korean = team.get(&format!("{path}{}lang=ko", if path.contains('?') { "&" } else { "?" })).await;
        assert!(korean.body.contains("<html lang=\"ko\"") && korean.body.contains("운영 데스크"), "{path}");
    }
    for path in ["/desk/nothing", "/desk/nothing/import", "/desk/nothing/sessions", "/desk/nothing/timetable", "/desk/sample/sessions/nothing", "/desk/sample/speakers/nothing", "/desk/sample/timetable/2001-01-01", "/desk/sample/timetable/x", "/desk/sample/history?before=x", "/desk/jobs/x", "/desk/audit?conference=nothing", &format!("/desk/mail/{ID}")] {
        assert_eq!(team.get(path).await.status, 404, "{path}");
    }
}

async fn long_lists_ask_the_store_no_oftener_than_short_ones(kit: TestKit) {
    let mut counted: Vec<Vec<(String, u64)>> = Vec::new();
    for size in [
        SampleSize { sessions: 8, speakers: 4, rooms: 1, days: 1 },
        SampleSize { sessions: 150, speakers: 120, rooms: 6, days: 3 },
    ] {
        let samples = released_with(&kit, size).await;
        let mut team = Browser::signed_in(&kit, router(&kit)).await;
        let bearer = format!("Bearer {}", server_token(&kit, "sample", &Power::ALL).await);
        let pages = all().into_iter().filter(|entry| entry.method == Method::GET);
        let drafts = ["/sample~draft/timetable/2026-12-01", "/sample~draft/sessions", "/sample~draft/speakers", "/sample~draft/schedule.xml"];
        let addresses = pages.map(|entry| samples.address(&entry.path)).chain(drafts.map(str::to_owned));
        let mut counts = Vec::new();
        for address in addresses {
            // Shown also where a cookie is meant: there it counts for nothing.
            let ask = [("authorization", bearer.as_str())];
            team.send("GET", &address, &ask, "").await;
            let (answer, used) = madang_store::usage::scope(team.send("GET", &address, &ask, "")).await;
            assert!(answer.status < 500, "{address}");
            counts.push((address, used.statements));
        }
        assert!(counts.iter().any(|(_, statements)| *statements > 3), "nothing was counted: {counts:?}");
        counted.push(counts);
    }
    let (short, long) = (&counted[0], &counted[1]);
    assert_eq!(short.len(), long.len());
    for ((address, few), (_, many)) in short.iter().zip(long) {
        assert!(many <= few, "{address}: {few} statements for a few rows, {many} for many");
    }
}

async fn forms_from_elsewhere_change_nothing(kit: TestKit) {
    let samples = released(&kit).await;
    let mut team = Browser::signed_in(&kit, router(&kit)).await;
    let token = team.get("/desk").await.token();
    let form = ("content-type", "application/x-www-form-urlencoded");
    for entry in all().into_iter().filter(|entry| entry.method != Method::GET) {
        let address = samples.address(&entry.path);
        let with_token = format!("csrf={token}");
        for foreign in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
            let answer = team.send(entry.method.as_str(), &address, &[foreign, form], &with_token).await;
            let expected = if entry.forgery == Forgery::Bearer { 401 } else { 403 };
            assert_eq!(answer.status, expected, "{address} from {foreign:?}");
        }
        if entry.forgery == Forgery::Token {
            for body in ["", "csrf=", "csrf=AAAA"] {
                let answer = team.send("POST", &address, &[("sec-fetch-site", "same-origin"), form], body).await;
                assert_eq!(answer.status, 403, "{address} with {body:?}");
            }
        }
    }
    assert_eq!(team.get("/desk").await.status, 200, "and nobody was signed out by it");
}

}
