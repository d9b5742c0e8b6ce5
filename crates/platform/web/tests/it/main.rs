//! The front and the platform's own routes, through HTTP, on both stores.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod browser;
mod serving;

use axum::{Json, extract::Multipart, response::IntoResponse};
use browser::{Answer, Browser, HOST};
use jiff::SignedDuration;
use madang_context::Who;
use madang_store::{Migration, StoreError};
use madang_testkit::TestKit;
use madang_web::{
    App, AppSetup, CacheRule, Cached, MIGRATIONS, Problem, Right, Routes, STATEMENTS, Visit, WebConfig,
    platform_routes, sessions,
};

const ALL: &[&[Migration]] = &[madang_audit::MIGRATIONS, MIGRATIONS];

fn setup(kit: &TestKit, base_url: &str) -> AppSetup {
    let mut setup = AppSetup::new(kit.store.clone(), WebConfig::new(base_url.parse().unwrap(), [7; 32]));
    setup.clock = kit.clock.clone();
    setup.ids = kit.ids.clone();
    setup.migrations = ALL;
    setup
}

/// The platform's routes, and one of each kind beside.
fn routes() -> Routes {
    let page = |visit: Visit| async move { visit.t().say("page-language") };
    let cached = Cached::new("text/html; charset=utf-8", "<p>word</p>".repeat(500), CacheRule::Revalidate);
    platform_routes()
        .get("/hello", Right::Public, page)
        .get("/team", Right::Server, || async { "for the team" })
        .get(
            "/cached",
            Right::Public,
            move |headers: http::HeaderMap| async move { cached.respond(&headers) },
        )
        .get("/form", Right::Public, |visit: Visit| async move { visit.csrf_token() })
        .get("/panic", Right::Public, || async { panic!("at the disco") as &'static str })
        .get("/broken", Right::Public, || async { Problem::fault(&std::io::Error::other("secret detail")) })
        .get("/gone", Right::Public, || async { Problem::gone().with_way("page-theme", "/elsewhere") })
        .get("/often", Right::Public, || async { Problem::too_many(7) })
        .get("/long", Right::Public, || async { "plain words ".repeat(1_000) })
        .get("/slow", Right::Public, || async { std::future::pending::<&'static str>().await })
        .get("/api/thing", Right::Public, || async { Problem::not_found() })
        .post("/json", Right::Public, |Json(value): Json<serde_json::Value>| async move { value.to_string() })
        .post("/form", Right::Public, |body: String| async move { body })
        .post("/team", Right::Server, |body: String| async move { body })
        .post("/upload", Right::Public, upload)
        .post_from_cached_page("/favourite", Right::Public, |visit: Visit| async move {
            visit.visitor_or_new().as_str().to_owned()
        })
}

async fn upload(mut form: Multipart) -> Result<String, Problem> {
    let mut told = String::new();
    while let Some(field) = form.next_field().await.map_err(|_| Problem::bad_request())? {
        let name = field.name().unwrap_or_default().to_owned();
        let length = field.bytes().await.map_err(|_| Problem::bad_request())?.len();
        told.push_str(&format!("{name}:{length} "));
    }
    Ok(told)
}

fn browser(kit: &TestKit) -> Browser {
    Browser::new(routes().into_router(App::new(setup(kit, &format!("http://{HOST}")))))
}

async fn sign_in(kit: &TestKit, browser: &mut Browser) -> Answer {
    let link = link(kit).await;
    let page = browser.get(&link).await;
    let token =
        page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    browser.post(&link, &format!("csrf={token}")).await
}

async fn link(kit: &TestKit) -> String {
    let ctx = kit.ctx(Who::System);
    let make = move |tx: &mut madang_store::Tx<'_>| {
        sessions::make_sign_in_link(tx, &ctx, SignedDuration::from_mins(30))
    };
    kit.store.write::<_, StoreError, _>(make).await.unwrap()
}

madang_testkit::both_stores! { ALL;
    async fn every_statement_prepares(kit: TestKit) {
        kit.store.read::<_, StoreError, _>(|tx| {
            STATEMENTS.iter().copied().flatten().try_for_each(|statement| tx.prepare(statement))
        }).await.unwrap();
    }

    async fn what_is_not_for_everybody_asks_who_it_is(kit: TestKit) {
        let all = routes();
        let team: Vec<_> = all.list().iter().filter(|entry| entry.right != Right::Public).cloned().collect();
        assert_eq!(team.len(), 4);
        let mut stranger = browser(&kit);
        for entry in team {
            let answer = stranger.send(entry.method.as_str(), &entry.path, &[], "").await;
            assert_eq!(answer.status, 401, "{} {}", entry.method, entry.path);
            assert!(answer.body.contains("Please sign in"), "{}", answer.body);
        }
    }

    async fn public_pages_set_no_cookie_and_carry_the_headers(kit: TestKit) {
        let mut visitor = browser(&kit);
        for path in ["/hello", "/cached", "/healthz", "/nothing", "/robots.txt"] {
            let answer = visitor.get(path).await;
            assert_eq!(answer.header("set-cookie"), "", "{path}");
            assert!(answer.header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"));
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("strict-transport-security"), "", "no TLS, no HSTS");
            assert_eq!(answer.header("x-request-id").len(), 36);
        }
        let secure = App::new(setup(&kit, "https://conference.example"));
        let mut visitor = Browser::new(routes().into_router(secure));
        let answer = visitor.send("GET", "/form", &[("host", "conference.example")], "").await;
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-madang-visitor=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }

    async fn a_sign_in_link_works_once_and_begins_a_new_session(kit: TestKit) {
        let mut admin = browser(&kit);
        // A session that somebody planted into the browser beforehand.
        admin.set_cookie("madang-session", "planted.bm90IGEgc2lnbmF0dXJl");
        assert_eq!(admin.get("/team").await.status, 401);
        let link = link(&kit).await;
        let page = admin.get(&link).await;
        assert_eq!((page.status, admin.get("/team").await.status), (200, 401), "looking at it signs nobody in");
        let token = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let forged = admin.post(&link, "csrf=wrong").await;
        assert_eq!(forged.status, 403);
        assert_eq!(admin.post(&link, &format!("csrf={token}")).await.status, 303);
        assert_eq!(admin.get("/team").await.body, "for the team");
        let first = admin.cookie("madang-session");
        // Used up, also for the one who used it.
        let mut other = browser(&kit);
        let token = other.get("/form").await.body;
        assert_eq!(other.post(&link, &format!("csrf={token}")).await.status, 410);
        // Signing in again ends the session before.
        assert_eq!(sign_in(&kit, &mut admin).await.status, 303);
        assert_ne!(admin.cookie("madang-session"), first);
        let mut thief = browser(&kit);
        thief.set_cookie("madang-session", &first);
        assert_eq!((thief.get("/team").await.status, admin.get("/team").await.status), (401, 200));
    }

    async fn a_link_that_two_redeem_at_once_signs_one_in(kit: TestKit) {
        let link = link(&kit).await;
        let token = link.trim_start_matches("/sign-in/").to_owned();
        let redeem = || {
            let (store, ctx, token) = (kit.store.clone(), kit.ctx(Who::Visitor), token.clone());
            tokio::spawn(async move {
                store.write::<_, StoreError, _>(move |tx| sessions::redeem_sign_in_link(tx, &ctx, &token, "", None)).await
            })
        };
        let mut signed_in = 0;
        for redeeming in (0..8).map(|_| redeem()).collect::<Vec<_>>() {
            signed_in += usize::from(redeeming.await.unwrap().unwrap().is_some());
        }
        assert_eq!(signed_in, 1);
        let late = self::link(&kit).await;
        kit.clock.advance(SignedDuration::from_mins(31));
        let (ctx, token) = (kit.ctx(Who::Visitor), late.trim_start_matches("/sign-in/").to_owned());
        let redeemed = kit.store.write::<_, StoreError, _>(move |tx| sessions::redeem_sign_in_link(tx, &ctx, &token, "", None));
        assert_eq!(redeemed.await.unwrap(), None);
    }

    async fn sessions_end_by_time_by_hand_and_everywhere(kit: TestKit) {
        let (mut laptop, mut phone) = (browser(&kit), browser(&kit));
        sign_in(&kit, &mut laptop).await;
        sign_in(&kit, &mut phone).await;
        for _ in 0..4 {
            kit.clock.advance(SignedDuration::from_hours(50));
            assert_eq!(laptop.get("/team").await.status, 200, "used, so it goes on");
        }
        assert_eq!(phone.get("/team").await.status, 401, "idle for too long");
        sign_in(&kit, &mut phone).await;
        kit.clock.advance(SignedDuration::from_hours(60));
        assert_eq!(phone.get("/team").await.status, 200);
        kit.clock.advance(SignedDuration::from_hours(50));
        assert_eq!(laptop.get("/team").await.status, 401, "idle");
        sign_in(&kit, &mut laptop).await;
        let token = laptop.get("/form").await.body;
        assert_eq!(laptop.post("/sign-out/everywhere", &format!("csrf={token}")).await.status, 303);
        assert_eq!((laptop.get("/team").await.status, phone.get("/team").await.status), (401, 401));
        let recorded = kit.store.read(|tx| madang_audit::list(tx, &madang_audit::Filter::default(), 5)).await.unwrap();
        assert!(recorded.iter().any(|record| record.action == "account.session-ended"), "{recorded:?}");
        sign_in(&kit, &mut laptop).await;
        let token = laptop.get("/form").await.body;
        let session = laptop.cookie("madang-session");
        assert_eq!(laptop.post("/sign-out", &format!("csrf={token}")).await.status, 303);
        laptop.set_cookie("madang-session", &session);
        assert_eq!(laptop.get("/team").await.status, 401, "the old cookie is worth nothing");
        kit.clock.advance(SignedDuration::from_hours(24 * 30));
        let now = kit.ctx(Who::System).now;
        assert!(kit.store.write::<_, StoreError, _>(move |tx| sessions::prune(tx, now)).await.unwrap() > 0);
    }

    async fn forms_from_elsewhere_are_refused(kit: TestKit) {
        let mut visitor = browser(&kit);
        let token = visitor.get("/form").await.body;
        let form = format!("a=1&csrf={token}");
        assert_eq!(visitor.post("/form", &form).await.body, form);
        // Tokens differ each time, and all of them count.
        let again = visitor.get("/form").await.body;
        assert!(again != token && visitor.post("/form", &format!("csrf={again}")).await.status == 200);
        let urlencoded = ("content-type", "application/x-www-form-urlencoded");
        let refused: [(&[(&str, &str)], &str); 6] = [
            (&[("sec-fetch-site", "cross-site"), urlencoded], &form),
            (&[("sec-fetch-site", "same-site"), urlencoded], &form),
            (&[("origin", "https://evil.example"), urlencoded], &form),
            (&[urlencoded], &form),
            (&[("sec-fetch-site", "same-origin"), urlencoded], "a=1"),
            (&[("sec-fetch-site", "same-origin"), ("content-type", "text/plain")], &form),
        ];
        for (headers, body) in refused {
            assert_eq!(visitor.send("POST", "/form", headers, body).await.status, 403, "{headers:?}");
        }
        let by_header = [("sec-fetch-site", "same-origin"), ("x-csrf-token", token.as_str()), ("content-type", "application/json")];
        assert_eq!(visitor.send("POST", "/json", &by_header, "{\"a\":1}").await.body, "{\"a\":1}");
        // Somebody else's token.
        let mut other = browser(&kit);
        other.get("/form").await;
        assert_eq!(other.post("/form", &form).await.status, 403);
        assert_eq!(browser(&kit).post("/form", &form).await.status, 403, "no cookie at all");
        // The token of the time before signing in does not count after it.
        sign_in(&kit, &mut visitor).await;
        assert_eq!(visitor.post("/form", &form).await.status, 403);
    }

    async fn uploads_carry_the_token_first(kit: TestKit) {
        let mut visitor = browser(&kit);
        let token = visitor.get("/form").await.body;
        let field = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let file = field("deck", &"d".repeat(300_000));
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", "multipart/form-data; boundary=x")];
        let good = format!("{}{file}--x--\r\n", field("csrf", &token));
        assert_eq!(visitor.send("POST", "/upload", &headers, &good).await.body, "csrf:43 deck:300000 ");
        let late = format!("{file}{}--x--\r\n", field("csrf", &token));
        assert_eq!(visitor.send("POST", "/upload", &headers, &late).await.status, 403);
    }

    async fn favourites_work_without_script_and_without_token(kit: TestKit) {
        let mut visitor = browser(&kit);
        let first = visitor.post("/favourite", "session=1").await;
        assert!(first.status == 200 && first.header("set-cookie").starts_with("madang-visitor="));
        let second = visitor.post("/favourite", "session=2").await;
        assert_eq!((second.body, second.headers.get("set-cookie")), (first.body.clone(), None), "known again");
        assert_eq!(visitor.send("POST", "/favourite", &[("sec-fetch-site", "cross-site")], "").await.status, 403);
        visitor.set_cookie("madang-visitor", &format!("{}.forged", first.body));
        assert_ne!(visitor.post("/favourite", "session=3").await.body, first.body, "a forged cookie is nobody's");
    }

    async fn problems_are_pages_for_people_and_json_for_programs(kit: TestKit) {
        let mut visitor = browser(&kit);
        let table = [
            ("GET", "/nothing", 404, "There is nothing at this address"),
            ("DELETE", "/hello", 405, "This address cannot be used this way"),
            ("GET", "/gone", 410, "This page has been taken down"),
            ("GET", "/often", 429, "Too many requests"),
            ("GET", "/panic", 500, "Something broke on our side"),
            ("GET", "/broken", 500, "Something broke on our side"),
        ];
        for (method, path, status, words) in table {
            let answer = visitor.send(method, path, &[], "").await;
            assert_eq!((answer.status, answer.header("content-type")), (status, "text/html; charset=utf-8"), "{path}");
            assert!(answer.body.contains(&format!("<h1>{words}</h1>")), "{path}: {}", answer.body);
            assert!(answer.body.contains(answer.header("x-request-id")) && !answer.body.contains("secret detail"));
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        assert_eq!(visitor.send("DELETE", "/hello", &[], "").await.header("allow"), "GET,HEAD");
        assert_eq!(visitor.get("/often").await.header("retry-after"), "7");
        assert!(visitor.get("/gone").await.body.contains("href=\"/elsewhere\">Colours</a>"));
        let korean = visitor.send("GET", "/nothing", &[("accept-language", "ko-KR,en;q=0.5")], "").await;
        assert!(korean.body.contains("<html lang=\"ko\" dir=\"ltr\">") && korean.body.contains("이 주소에는 아무것도 없습니다"));
        for (path, accept) in [("/api/thing", "*/*"), ("/nothing", "application/json")] {
            let json = visitor.send("GET", path, &[("accept", accept)], "").await;
            assert_eq!((json.status, json.header("content-type")), (404, "application/problem+json"));
            let document: serde_json::Value = serde_json::from_str(&json.body).unwrap();
            assert_eq!((&document["type"], &document["status"]), (&"urn:madang:problem-not-found".into(), &404.into()));
        }
        let token = visitor.get("/form").await.body;
        let ours = ("sec-fetch-site", "same-origin");
        let media = [ours, ("x-csrf-token", token.as_str()), ("content-type", "text/plain")];
        assert_eq!(visitor.send("POST", "/json", &media, "{}").await.status, 415);
        let broken = [ours, ("x-csrf-token", token.as_str()), ("content-type", "application/json")];
        assert_eq!(visitor.send("POST", "/json", &broken, "{").await.status, 400);
        let large = "x".repeat(3 * 1024 * 1024);
        let answer = visitor.send("POST", "/json", &broken, &large).await;
        assert!(answer.status == 413 && answer.body.contains("That is too large"));
        let chunked = visitor.send_chunked("/json", &broken, large).await;
        assert_eq!(chunked.status, 413, "also when the length was not said");
    }

    async fn a_handler_that_takes_too_long_is_given_up(kit: TestKit) {
        let mut setup = setup(&kit, &format!("http://{HOST}"));
        setup.config.request_seconds_max = 0;
        let mut visitor = Browser::new(routes().into_router(App::new(setup)));
        let answer = visitor.get("/slow").await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, "5"));
    }

    async fn answers_are_compressed_once_and_known_again(kit: TestKit) {
        let mut visitor = browser(&kit);
        let gzip = [("accept-encoding", "gzip")];
        for path in ["/cached", "/long", "/nothing"] {
            let plain = visitor.get(path).await;
            let packed = visitor.send("GET", path, &gzip, "").await;
            assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "gzip"), "{path}");
            assert!(packed.bytes.len() * 2 < plain.bytes.len() && packed.header("vary").contains("accept-encoding"), "{path}");
            assert_eq!(packed.unpacked().len(), plain.body.len(), "{path}");
        }
        let tag = visitor.get("/cached").await.header("etag").to_owned();
        let known = visitor.send("GET", "/cached", &[("if-none-match", &tag)], "").await;
        assert_eq!((known.status, known.bytes.len()), (304, 0));
        let head = visitor.send("HEAD", "/cached", &[], "").await;
        assert_eq!((head.status, head.bytes.len(), head.header("etag")), (200, 0, tag.as_str()));
        assert_eq!(head.header("content-length"), "5500");
    }

    async fn the_server_answers_to_its_own_name_only(kit: TestKit) {
        let mut visitor = browser(&kit);
        for host in ["evil.example", "", "127.0.0.1:9999"] {
            let answer = visitor.send("GET", "/hello", &[("host", host)], "").await;
            assert_eq!(answer.status, 421, "{host}");
            assert!(!answer.body.contains("evil.example"));
        }
        assert_eq!(visitor.send("GET", "/hello", &[("host", "localhost:8080")], "").await.status, 200);
        assert_eq!(visitor.send("GET", "/healthz", &[("host", "10.1.2.3")], "").await.status, 200);
    }

    async fn a_language_is_chosen_and_remembered(kit: TestKit) {
        let mut visitor = browser(&kit);
        assert_eq!(visitor.get("/hello").await.body, "Language");
        assert_eq!(visitor.get("/hello?lang=ko").await.body, "언어");
        let chosen = visitor.get("/language?language=ko&to=/hello").await;
        assert_eq!((chosen.status, chosen.header("location")), (303, "/hello"));
        assert_eq!(visitor.get("/hello").await.body, "언어");
        let away = visitor.get("/language?language=en&to=//evil.example").await;
        assert_eq!(away.header("location"), "/");
    }

    async fn supervisors_are_told_how_it_stands(kit: TestKit) {
        let mut visitor = browser(&kit);
        assert_eq!(visitor.get("/readyz").await.body, "ready\n");
        static BEHIND: &[&[Migration]] = &[MIGRATIONS, &[Migration::same("x/0001", "SELECT 1")]];
        let mut setup = setup(&kit, &format!("http://{HOST}"));
        setup.migrations = BEHIND;
        let answer = Browser::new(routes().into_router(App::new(setup))).get("/readyz").await;
        assert_eq!((answer.status, answer.body.as_str()), (503, "the database has not been migrated\n"));
        visitor.get("/hello").await;
        assert_eq!(visitor.get("/metrics").await.status, 404, "not for strangers");
        visitor.peer = "127.0.0.1:5000".parse().unwrap();
        assert_eq!(visitor.send("GET", "/metrics", &[("x-forwarded-for", "1.2.3.4")], "").await.status, 404);
        let figures = visitor.get("/metrics").await;
        for line in ["http_request_seconds_count{method=\"GET\",route=\"/hello\",status=\"2xx\"}", "store_waiting{state=\"read\"} 0"] {
            assert!(figures.body.contains(line), "{line}: {}", figures.body);
        }
    }

    async fn files_of_the_site_are_kept_for_ever(kit: TestKit) {
        let app = App::new(setup(&kit, &format!("http://{HOST}")));
        let url = app.assets().url("css/base.css");
        let mut visitor = Browser::new(routes().into_router(app));
        let sheet = visitor.get(&url).await;
        assert_eq!((sheet.status, sheet.header("cache-control")), (200, "public, max-age=31536000, immutable"));
        assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
        assert_eq!(visitor.get("/static/older/css/base.css").await.header("cache-control"), "no-cache");
        for bad in ["/static/x/../Cargo.toml", "/static/x/css/../../Cargo.toml", "/static/x/%2e%2e/Cargo.toml", "/static/x/README.md"] {
            assert_eq!(visitor.get(bad).await.status, 404, "{bad}");
        }
        assert_eq!(visitor.get("/favicon.ico").await.header("content-type"), "image/svg+xml");
    }
}

/// A route that went into the router past [`Routes`] has no right, and is refused.
#[tokio::test]
async fn an_undeclared_route_is_refused() {
    let kit = TestKit::sqlite(ALL);
    let app = App::new(setup(&kit, &format!("http://{HOST}")));
    let declared = Routes::new().get("/known", Right::Public, || async { "known" });
    let mut visitor = Browser::new(declared.into_router(app));
    assert_eq!(visitor.get("/known").await.body, "known");
    assert_eq!(visitor.get("/unknown").await.status, 404);
    assert!("ok".into_response().status().is_success());
}
