//! The public site through HTTP: what it shows, and above all what it does not.

use axum::{Router, body::Body};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use madang_conference::{Visibility, by_slug, update};
use madang_context::Who;
use madang_interchange::model::{Link, Resource, ResourceKind};
use madang_programme::{Site, import, release, routes};
use madang_testkit::{TestKit, both_stores};
use madang_web::{App, AppSetup, WebConfig};
use tower::ServiceExt;

use super::*;

const HOST: &str = "conference.example";

/// Every address of a visitor, for the tests that look at all of them.
const ADDRESSES: [&str; 26] = [
    "",
    "/timetable/2026-11-22",
    "/timetable/2026-11-22?view=list",
    "/timetable/2026-11-22?q=open",
    "/sessions",
    "/sessions?q=opening",
    "/sessions?track=markets",
    "/sessions/opening",
    "/sessions/opening.ics",
    "/speakers",
    "/speakers?q=%EA%B9%80%ED%95%98",
    "/speakers/kim",
    "/speakers/kim.ics",
    "/rooms",
    "/rooms/hall",
    "/rooms/hall/2026-11-22",
    "/now",
    "/zone",
    "/timetable/2026-11-22?zone=America/New_York",
    "/agenda",
    "/releases",
    "/releases.atom",
    "/schedule.xml",
    "/schedule.json",
    "/schedule.ics",
    "/schedule.csv",
];

struct Server {
    router: Router,
    site: Site,
}

struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    body: String,
}

impl Server {
    fn new(kit: &TestKit) -> Self {
        let site = Site::default();
        let config = WebConfig::new(format!("http://{HOST}").parse().unwrap(), [7; 32]);
        let mut setup = AppSetup::new(kit.store.clone(), config).with_part(site.clone());
        setup.clock = kit.clock.clone();
        setup.ids = kit.ids.clone();
        Self { router: routes().into_router(App::new(setup)), site }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).header(header::HOST, HOST).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, cookie: &str, origin: &str, referrer: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, origin)
            .header(header::REFERER, referrer)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form.to_owned())).unwrap()).await
    }
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn cookie(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned()
    }
}

async fn released(kit: &TestKit, programme: Programme) {
    let ctx = kit.ctx(Who::Administrator);
    kit.store
        .write(move |tx| {
            import(tx, &ctx, "seoul", &programme)?;
            let mut conference = by_slug(tx, "seoul")?.expect("it was made");
            conference.visibility = Visibility::Public;
            update(tx, &conference, ctx.now)?;
            release(tx, &ctx, "seoul", "", None)
        })
        .await
        .unwrap();
}

/// A programme in which everything that people write tries to become script.
fn hostile() -> Programme {
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    let mut programme = source();
    programme.conference.title = Text::of("en", &format!("Seoul {evil}"));
    programme.conference.description = Text::of("en", &format!("{evil} [x](javascript:alert(1))"));
    programme.rooms[0].description = Text::of("en", evil);
    programme.tracks[0].name = Text::of("en", &format!("Markets {evil}"));
    programme.speakers[0].name = format!("Kim {evil}");
    programme.speakers[0].biography =
        Text::of("en", &format!("{evil} <svg onload=alert(1)> [x](javascript:alert(1))"));
    programme.speakers[0].affiliation = Some(evil.into());
    programme.speakers[0].links =
        vec![Link { title: evil.into(), url: "https://example.org/\"><script>alert(1)</script>".into() }];
    programme.sessions[0].title = Text::of("en", &format!("Opening {evil}"));
    programme.sessions[0].summary = Text::of("en", &format!("{evil} ![x](https://evil.example/x.png)"));
    programme.sessions[0].description =
        Text::of("en", &format!("{evil}\n\n<a href=\"data:text/html,x\" onclick=\"alert(1)\">x</a>"));
    programme.sessions[0].level = Some(evil.into());
    programme.sessions[0].tags = vec![evil.into()];
    programme.sessions[0].resources =
        vec![Resource { kind: ResourceKind::Link, title: evil.into(), url: "https://example.org/".into() }];
    programme
}

both_stores! { ALL;

async fn every_page_answers(kit: TestKit) {
    released(&kit, source()).await;
    let server = Server::new(&kit);
    for address in ADDRESSES {
        let answer = server.get(&format!("/seoul{address}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        assert!(answer.header(header::CONTENT_SECURITY_POLICY).contains("script-src 'self'"), "{address}");
    }
    let slash = server.get("/seoul/").await;
    assert_eq!((slash.status, slash.header(header::LOCATION)), (StatusCode::PERMANENT_REDIRECT, "/seoul"));
    for lost in ["/nowhere", "/nowhere/", "/seoul/sessions/none", "/seoul/speakers/none", "/seoul/rooms/none", "/seoul/timetable/2026-01-01",
        "/seoul/timetable/tomorrow", "/seoul/pages/none", "/seoul/agenda/none.ics", "/seoul/sessions/none.ics"] {
        assert_eq!(server.get(lost).await.status, StatusCode::NOT_FOUND, "{lost}");
    }
}

async fn nothing_undecided_and_nothing_private_is_anywhere(kit: TestKit) {
    let mut programme = source();
    programme.sessions[2].description = Text::of("en", "SECRETABSTRACT");
    released(&kit, programme).await;
    let server = Server::new(&kit);
    for address in ADDRESSES {
        let body = server.get(&format!("/seoul{address}")).await.body;
        for secret in ["Never", "Undecided Person", "SECRETABSTRACT", "example.org"] {
            assert!(!body.contains(secret), "{address} tells {secret}");
        }
    }
    for address in ["/sessions/rejected", "/speakers/no", "/sessions/rejected.ics", "/speakers/no.ics"] {
        assert_eq!(server.get(&format!("/seoul{address}")).await.status, StatusCode::NOT_FOUND);
    }
    assert!(!server.get("/seoul/sessions?q=SECRETABSTRACT").await.body.contains("/seoul/sessions/rejected"));
}

async fn nothing_that_people_write_becomes_script(kit: TestKit) {
    released(&kit, hostile()).await;
    let server = Server::new(&kit);
    for address in ADDRESSES {
        let answer = server.get(&format!("/seoul{address}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        if !answer.header(header::CONTENT_TYPE).starts_with("text/html") {
            continue;
        }
        for script in ["<script>alert", "<img src=x", "onerror=alert(1)>", "href=\"javascript:", "<svg onload", "onclick=\"alert", "href=\"data:", "src=\"https://evil"] {
            assert!(!answer.body.contains(script), "{address} holds {script}:\n{}", answer.body);
        }
        // Structured data ends where the page says, and is JSON.
        if let Some(data) = answer.body.split("application/ld+json\">").nth(1) {
            let data = data.split("</script>").next().unwrap();
            assert!(serde_json::from_str::<serde_json::Value>(data).is_ok(), "{address}: {data}");
        }
    }
}

async fn a_draft_is_nobodys_business(kit: TestKit) {
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write(move |tx| import(tx, &ctx, "seoul", &source())).await.unwrap();
    let server = Server::new(&kit);
    for address in ADDRESSES {
        assert_eq!(server.get(&format!("/seoul{address}")).await.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(server.get(&format!("/seoul~draft{address}")).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert!(!server.get("/").await.body.contains("Seoul"));
}

async fn a_new_release_is_seen_once_it_is_looked_for(kit: TestKit) {
    released(&kit, source()).await;
    let server = Server::new(&kit);
    let before = server.get("/seoul/sessions").await;
    let mut newer = source();
    newer.sessions[0].title = Text::of("en", "Grand opening");
    newer.sessions.remove(1);
    released(&kit, newer).await;
    server.site.refresh(&kit.store).await.unwrap();
    let after = server.get("/seoul/sessions").await;
    assert!(!before.body.contains("Grand opening") && after.body.contains("Grand opening"));
    assert_ne!(before.header(header::ETAG), after.header(header::ETAG));
    assert!(server.get("/seoul/sessions/panel").await.body.contains("This session is cancelled"));
    let log = server.get("/seoul/releases").await.body;
    assert!(log.contains("Cancelled") && log.contains("Panel"), "{log}");
    assert!(server.get("/seoul/schedule.ics").await.body.contains("STATUS:CANCELLED"));
}

async fn what_the_browser_has_is_not_sent_again(kit: TestKit) {
    released(&kit, source()).await;
    let server = Server::new(&kit);
    for address in ["/seoul/timetable/2026-11-22", "/seoul/schedule.xml", "/seoul/sessions/opening"] {
        let first = server.get(address).await;
        let again = Request::get(address).header(header::HOST, HOST).header(header::IF_NONE_MATCH, first.header(header::ETAG));
        let again = server.ask(again.body(Body::empty()).unwrap()).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{address}");
    }
}

async fn stars_are_kept_without_an_account(kit: TestKit) {
    released(&kit, source()).await;
    let server = Server::new(&kit);
    let (own, page) = (format!("http://{HOST}"), format!("http://{HOST}/seoul/sessions"));
    let starred = server.post("/seoul/favourites", "", &own, &page, "session=opening").await;
    assert_eq!((starred.status, starred.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/seoul/sessions"));
    let cookie = starred.cookie();
    server.post("/seoul/favourites", &cookie, &own, &page, "session=panel&on=1").await;
    let ask = |path: &str| Request::get(path).header(header::HOST, HOST).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
    let agenda = server.ask(ask("/seoul/agenda")).await;
    assert!(agenda.body.contains("Opening") && agenda.body.contains("Panel"));
    assert_eq!(agenda.header(header::CACHE_CONTROL), "private, no-store");
    let feed = agenda.body.split("value=\"http://conference.example").nth(1).unwrap().split('"').next().unwrap();
    let calendar = server.get(feed).await.body;
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 2, "{calendar}");
    // Another visitor's agenda stays empty, and so does a guess at the feed's name.
    assert!(!server.get("/seoul/agenda").await.body.contains("s-opening"));
    // Cleared, and brought back.
    let cleared = server.post("/seoul/favourites", &cookie, &own, &page, "clear=1").await;
    let back = cleared.header(header::LOCATION).to_owned();
    assert_eq!(back, "/seoul/agenda?cleared=opening,panel");
    assert!(server.ask(ask(&back)).await.body.contains("value=\"opening,panel\""));
    server.post("/seoul/favourites", &cookie, &own, &page, "restore=opening,panel").await;
    let json = server.ask(ask("/seoul/favourites.json")).await.body;
    assert!(json.contains("opening") && json.contains("panel"), "{json}");
}

async fn a_star_from_elsewhere_is_refused(kit: TestKit) {
    released(&kit, source()).await;
    let server = Server::new(&kit);
    let foreign = server.post("/seoul/favourites", "", "https://evil.example", "https://evil.example/", "session=opening").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let own = format!("http://{HOST}");
    for referrer in ["https://evil.example/seoul", "//evil.example/seoul", &format!("http://{HOST}.evil.example/seoul"), &format!("http://{HOST}/seoul-evil"), ""] {
        let answer = server.post("/seoul/favourites", "", &own, referrer, "session=opening").await;
        assert_eq!(answer.header(header::LOCATION), "/seoul/agenda", "{referrer}");
    }
    assert_eq!(server.post("/seoul/favourites", "", &own, "", "session=rejected").await.status, StatusCode::BAD_REQUEST);
}

async fn times_of_another_zone_stand_beside_without_script(kit: TestKit) {
    released(&kit, source()).await;
    let server = Server::new(&kit);
    let ask = |path: &str, cookie: &str| {
        Request::get(path).header(header::HOST, HOST).header(header::COOKIE, cookie).body(Body::empty()).unwrap()
    };
    let plain = server.get("/seoul/timetable/2026-11-22").await;
    assert!(!plain.body.contains("zone-time") && plain.body.contains("/seoul/zone?from=%2Fseoul%2Ftimetable%2F2026-11-22"));
    let asked = server.get("/seoul/timetable/2026-11-22?zone=America%2FNew_York").await;
    // Ten in Seoul is eight in the evening of the day before.
    assert!(asked.body.contains("<span class=\"zone-time\"> (Sat 20:00"), "{}", asked.body);
    assert_eq!(asked.header(header::CACHE_CONTROL), "private, no-store");
    let cookie = asked.cookie();
    assert_eq!(cookie, "madang-zone=America/New_York");
    for path in ["/seoul/sessions/opening", "/seoul/rooms/hall", "/seoul/sessions", "/seoul/timetable/2026-11-22"] {
        let own = server.ask(ask(path, &cookie)).await;
        assert!(own.body.contains("class=\"zone-time\""), "{path}");
        assert!(!own.header(header::CACHE_CONTROL).contains("public"), "{path}");
        assert!(!server.get(path).await.body.contains("class=\"zone-time\""), "{path} is another visitor's");
    }
    // What tells no times is the same for everybody, and kept.
    for path in ["/seoul/schedule.xml", "/seoul/speakers", "/seoul/releases.atom"] {
        let own = server.ask(ask(path, &cookie)).await;
        assert!(own.header(header::CACHE_CONTROL).contains("public") && own.body == server.get(path).await.body, "{path}");
    }
    // Korea's own zone by another name needs nothing beside it, a zone that nobody knows is none, an empty one is forgotten.
    assert!(!server.get("/seoul/sessions/opening?zone=ROK").await.body.contains("class=\"zone-time\""));
    let unknown = server.get("/seoul/sessions/opening?zone=..%2F..%2Fetc%2Fpasswd").await;
    assert_eq!((unknown.status, unknown.cookie().as_str()), (StatusCode::OK, ""));
    let forgotten = server.ask(ask("/seoul/sessions/opening?zone=", &cookie)).await;
    assert!(forgotten.header(header::SET_COOKIE).starts_with("madang-zone=; Path=/; Max-Age=0"), "{forgotten:?}", forgotten = forgotten.headers);
    assert!(!forgotten.body.contains("class=\"zone-time\""));
    // The form that asks leads to pages of this conference only.
    for (from, back) in [("/seoul/sessions/opening", "/seoul/sessions/opening"), ("https://evil.example/", "/seoul/timetable"), ("//evil.example", "/seoul/timetable"), ("/seoul.evil", "/seoul/timetable")] {
        let page = server.get(&format!("/seoul/zone?from={from}")).await.body;
        assert!(page.contains(&format!("action=\"{back}\"")), "{from}: {page}");
    }
}

async fn spreadsheets_run_no_formulas(kit: TestKit) {
    let mut programme = source();
    programme.sessions[0].title = Text::of("en", "=HYPERLINK(\"https://evil.example\")");
    released(&kit, programme).await;
    let table = Server::new(&kit).get("/seoul/schedule.csv").await.body;
    assert!(table.contains("'=HYPERLINK") && !table.contains(",=HYPERLINK"), "{table}");
}

async fn korean_words_of_two_characters_are_found(kit: TestKit) {
    let mut programme = source();
    programme.sessions[1].title = Text::of("ko", "디지털자산거래소의 미래");
    released(&kit, programme).await;
    let found = Server::new(&kit).get("/seoul/sessions?q=%EA%B1%B0%EB%9E%98").await.body;
    assert!(found.contains("/seoul/sessions/panel") && found.contains("<mark>"), "{found}");
}

/// Visits are counted and nothing else; two servers add theirs up.
async fn visits_are_counted_and_nothing_else(kit: TestKit) {
    released(&kit, source()).await;
    let (one, two) = (Server::new(&kit), Server::new(&kit));
    for path in ["/seoul", "/seoul/sessions", "/seoul/sessions/opening"] {
        assert_eq!(one.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(one.get("/seoul/sessions/nothing").await.status, StatusCode::NOT_FOUND);
    two.get("/seoul/speakers").await;
    let today = kit.ctx(Who::System).now.to_zoned(jiff::tz::TimeZone::get("Asia/Seoul").unwrap()).date();
    let read = || {
        kit.store.read::<_, StoreError, _>(move |tx| {
            let id = by_slug(tx, "seoul")?.expect("it is there").id;
            madang_programme::visits(tx, id, today, 3)
        })
    };
    assert_eq!(read().await.unwrap().iter().map(|(_, pages)| *pages).sum::<i64>(), 0, "only in memory so far");
    for server in [&one, &two, &one] {
        server.site.keep_visits(&kit.store).await.unwrap();
    }
    let days = read().await.unwrap();
    assert_eq!((days.len(), days[2].0), (3, today));
    // What is not there was opened too: an address of the programme was.
    assert_eq!(days.iter().map(|(_, pages)| *pages).collect::<Vec<_>>(), [0, 0, 5]);
}

}
