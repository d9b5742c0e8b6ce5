//! The interface for programs: what its tokens reach, that it reads strictly, and that what is asked once is done once.

use std::collections::BTreeSet;

use http::Method;
use jiff::SignedDuration;
use madang_conference::by_slug;
use madang_context::{Clock as _, Power, Powers, Who};
use madang_store::StoreError;
use madang_team::{Scope, TeamError, create_token};
use madang_testkit::{TestKit, both_stores};
use madang_web::{Forgery, Right};
use serde_json::{Value, json};

use super::{
    browser::{Answer, Browser, router},
    routes::{all, released},
    team::ada_with_host,
};
use crate::ground::MIGRATIONS;

/// A token of a conference's team, made by whoever holds the server.
pub(super) async fn server_token(kit: &TestKit, conference: &str, powers: &[Power]) -> String {
    let (ctx, slug, powers) = (kit.ctx(Who::Administrator), conference.to_owned(), Powers::of(powers));
    let made = kit.store.write::<_, TeamError, _>(move |tx| {
        let scope = Scope::of_conference(&by_slug(tx, &slug)?.expect("the conference is there"));
        create_token(tx, &ctx, scope, ("Screens", powers, 30))
    });
    made.await.expect("a token").1
}

/// A program at the interface.
struct Program {
    browser: Browser,
    bearer: String,
}

impl Program {
    async fn new(kit: &TestKit, conference: &str, powers: &[Power]) -> Self {
        let bearer = format!("Bearer {}", server_token(kit, conference, powers).await);
        Self { browser: Browser::new(router(kit)), bearer }
    }

    async fn ask(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let answer = self.send(method, path, &[], &body.to_string()).await;
        let read =
            serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body));
        (answer.status, read)
    }

    async fn get(&mut self, path: &str) -> Value {
        let (status, body) = self.ask("GET", path, &Value::Null).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn done(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self.ask(method, path, body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer
    }

    async fn send(&mut self, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        let mut headers = vec![("authorization", self.bearer.as_str()), ("content-type", "application/json")];
        headers.extend(more);
        self.browser.send(method, path, &headers, body).await
    }
}

const YARD: &str = "/api/v1/conferences/yard";

/// Every operation is a route and every route an operation; each says that it needs a token.
#[test]
fn the_description_is_whole() {
    let document: Value = serde_json::from_str(crate::api::description()).expect("JSON");
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("an item").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let bearers = all().into_iter().filter(|entry| entry.forgery == Forgery::Bearer);
    let routes: BTreeSet<String> = bearers.map(|entry| format!("{} {}", entry.method, entry.path)).collect();
    assert_eq!(described, routes);
    assert!(routes.len() > 40, "the interface is whole: {}", routes.len());
    let ids: Vec<&Value> = document["paths"]
        .as_object()
        .into_iter()
        .flat_map(|paths| paths.values())
        .flat_map(|item| item.as_object().into_iter().flat_map(|item| item.values()))
        .inspect(|operation| assert!(operation["responses"]["401"].is_object(), "{operation}"))
        .map(|operation| &operation["operationId"])
        .collect();
    let names: BTreeSet<String> = ids.iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), ids.len(), "each operation has a name of its own");
    // Whatever is referred to is there.
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name} is referred to and not described"
        );
    }
}

both_stores! { MIGRATIONS;

async fn tokens_reach_what_they_are_for(kit: TestKit) {
    ada_with_host(&kit).await;
    let samples = released(&kit).await;
    let bearers = || all().into_iter().filter(|entry| entry.forgery == Forgery::Bearer);
    let mut narrow = Program::new(&kit, "sample", &[Power::View]).await;
    let mut other = Program::new(&kit, "yard", &[Power::View, Power::Programme, Power::Organise]).await;
    let mut forged = Program { browser: Browser::new(router(&kit)), bearer: "Bearer madang_aaaaaaaaaaaaaaaaaaaaaaaaaa".into() };
    let mut administrator = Browser::signed_in(&kit, router(&kit)).await;
    for entry in bearers() {
        let (address, method) = (samples.address(&entry.path), entry.method.as_str());
        let is_scoped = matches!(entry.right, Right::Scoped(_));
        assert_eq!(forged.send(method, &address, &[], "{}").await.status, 401, "{method} {address}");
        assert_eq!(administrator.send(method, &address, &[], "{}").await.status, 401, "by a cookie: {method} {address}");
        if is_scoped {
            assert_eq!(other.send(method, &address, &[], "{}").await.status, 404, "of another host: {method} {address}");
        }
        let seen = narrow.send(method, &address, &[], "{}").await.status;
        match entry.right {
            Right::Scoped(Power::View) if entry.method == Method::GET => assert!(seen == 200 || seen == 404, "{address}: {seen}"),
            // The sample's host is another one: that its token may know of the conference is not enough.
            Right::Scoped(_) => assert!(seen == 403 || (seen == 404 && entry.path.contains("{host}")), "narrow: {method} {address}: {seen}"),
            _ => assert_eq!(seen, 200, "{address}"),
        }
    }
    kit.clock.advance(SignedDuration::from_hours(24 * 31));
    for entry in bearers() {
        let address = samples.address(&entry.path);
        let status = narrow.send(entry.method.as_str(), &address, &[], "{}").await.status;
        assert_eq!(status, 401, "after it has run out: {} {address}", entry.method);
    }
}

async fn a_program_makes_a_programme(kit: TestKit) {
    ada_with_host(&kit).await;
    let mut program = Program::new(&kit, "yard", &Power::ALL).await;
    assert_eq!(program.get("/api/v1/token").await["conferences"][0]["powers"], json!(["view", "programme", "organise"]));
    let room = program.done("POST", &format!("{YARD}/rooms"), &json!({ "id": "hall", "value": { "name": { "en": "Hall", "ko": "홀" }, "capacity": 80 } })).await;
    program.done("POST", &format!("{YARD}/tracks"), &json!({ "id": "money", "value": { "name": { "en": "Money" }, "colour": "#203040" } })).await;
    let kim = program.done("POST", &format!("{YARD}/speakers"), &json!({ "name": "김하나", "name_latin": "Kim Hana", "email": "kim@example.org", "country": "KR" })).await;
    let session = |title: &str, start: &str| json!({
        "title": { "en": title }, "track": "money", "state": "confirmed",
        "speakers": [{ "speaker": kim["id"], "role": "moderator" }],
        "slot": { "room": "hall", "start": start, "minutes": 45 },
    });
    let sessions = format!("{YARD}/sessions");
    let first = program.done("POST", &sessions, &session("Opening", "2027-03-02T01:00:00Z")).await;
    let second = program.done("POST", &sessions, &session("Bridges", "2027-03-02T01:15:00Z")).await;
    let kinds: Vec<String> = program.get(&format!("{YARD}/conflicts")).await["items"].as_array().expect("a list")
        .iter().map(|one| one["kind"].to_string()).collect();
    assert!(kinds.contains(&"\"room-taken\"".to_owned()) && kinds.contains(&"\"speaker-twice\"".to_owned()), "{kinds:?}");

    // In pages of one, each once.
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = program.get(&format!("{sessions}?limit=1&state=confirmed{after}")).await;
        found.push(page["items"][0]["id"].as_str().expect("a code").to_owned());
        match page["next"].as_str() { Some(next) => after = format!("&after={next}"), None => break }
    }
    let mut expected = vec![first["id"].as_str().unwrap().to_owned(), second["id"].as_str().unwrap().to_owned()];
    expected.sort();
    assert_eq!(found, expected);

    // What was read can be put back as it is; who comes second is refused.
    let one = format!("{sessions}/{}", second["id"].as_str().unwrap());
    let kept = program.get(&one).await;
    let same = program.done("PUT", &one, &json!({ "version": kept["version"], "value": kept["value"] })).await;
    assert_eq!((&same["version"], &same["batch"]), (&kept["version"], &Value::Null), "nothing was different");
    let moved = program.done("PUT", &format!("{one}/slot"), &json!({ "version": kept["version"], "value": { "room": "hall", "start": "2027-03-02T02:00:00Z", "minutes": 45 } })).await;
    assert_eq!(moved["conflicts"], json!([]));
    let (status, late) = program.ask("PUT", &format!("{one}/slot"), &json!({ "version": kept["version"], "value": null })).await;
    assert_eq!((status, &late["type"]), (409, &json!("urn:madang:problem-conflict")));
    let many = program.done("POST", &format!("{sessions}/change"), &json!({ "sessions": expected, "change": { "add_tags": ["plenary"] } })).await;
    assert_eq!(many["changed"], 2);
    assert_eq!(program.done("POST", &format!("{YARD}/undo"), &json!({ "batch": many["batch"] })).await["done"], 2);
    assert_eq!(program.get(&one).await["value"]["tags"], json!([]));
    let history = program.get(&format!("{one}/history")).await;
    assert_eq!(history["items"].as_array().map(Vec::len), Some(4), "made, moved, tagged, undone");
    let (status, _) = program.ask("DELETE", &format!("{YARD}/rooms/hall"), &Value::Null).await;
    assert_eq!(status, 409, "sessions are in it");

    // Settings answer with a batch, too, and have their history.
    let hall = program.get(&format!("{YARD}/rooms/hall")).await;
    let mut wider = hall["value"].clone();
    wider["capacity"] = json!(901);
    let put = json!({ "version": hall["version"], "value": wider });
    let wider = program.done("PUT", &format!("{YARD}/rooms/hall"), &put).await;
    assert_eq!(program.done("POST", &format!("{YARD}/undo"), &json!({ "batch": wider["batch"] })).await["done"], 1);
    assert_eq!(program.get(&format!("{YARD}/rooms/hall")).await["value"], hall["value"]);
    let told = program.get(&format!("{YARD}/rooms/hall/history")).await;
    let told: Vec<&Value> = told["items"].as_array().unwrap().iter().map(|edit| &edit["action"]).collect();
    assert_eq!(told, ["undo", "change", "create"]);
    assert_eq!(program.get(&format!("{YARD}/history")).await["items"][0]["what"], "room");
    let (status, _) = program.ask("GET", &format!("{YARD}/rooms/cellar/history"), &Value::Null).await;
    assert_eq!(status, 404);
    // Of many speakers those go whom no session needs.
    let fresh = program.done("POST", &format!("{YARD}/speakers"), &json!({ "name": "Fresh" })).await;
    let asked = json!({ "speakers": [kim["id"], fresh["id"], "NOBODY"] });
    let gone = program.done("POST", &format!("{YARD}/speakers/remove"), &asked).await;
    assert_eq!((&gone["removed"], &gone["gone"], &gone["kept"]), (&json!(1), &json!(1), &json!([kim["id"]])));
    assert_eq!(program.done("POST", &format!("{YARD}/undo"), &json!({ "batch": gone["batch"] })).await["done"], 1);

    program.done("PUT", &format!("{YARD}/visibility"), &json!({ "visibility": "public" })).await;
    let released = program.done("POST", &format!("{YARD}/releases"), &json!({ "note": "First" })).await;
    assert_eq!((&released["release"]["number"], released["release"]["changes"].as_array().map(Vec::len)), (&json!(1), Some(2)));
    assert!(program.browser.get("/yard/sessions").await.body.contains("Bridges"), "visitors see it at once");
    let audit = program.get(&format!("{YARD}/audit")).await;
    assert!(audit["items"][0]["who"].as_str().is_some_and(|who| who.starts_with("token:")), "{audit}");

    let shown = program.get(YARD).await;
    let mut settings = shown["value"].clone();
    settings["venue"] = json!({ "en": "The Yard" });
    program.done("PUT", YARD, &json!({ "version": shown["version"], "value": settings })).await;
    let (status, _) = program.ask("PUT", YARD, &json!({ "version": shown["version"], "value": settings })).await;
    assert_eq!(status, 409, "somebody was quicker");
    assert_eq!(room["id"], "hall");
}

async fn a_file_is_imported_by_a_program(kit: TestKit) {
    ada_with_host(&kit).await;
    let mut program = Program::new(&kit, "yard", &Power::ALL).await;
    let file = r#"{"schedule":{"version":"1","conference":{"acronym":"yard","title":"Yard","start":"2027-03-02","end":"2027-03-02","daysCount":1,"timeslot_duration":"00:05","time_zone_name":"Asia/Seoul","days":[{"index":1,"date":"2027-03-02","day_start":"2027-03-02T09:00:00+09:00","day_end":"2027-03-02T18:00:00+09:00","rooms":{"Hall":[{"id":1,"guid":"0a8d6b1e-34a6-5e2f-9d6f-0123456789ab","date":"2027-03-02T10:00:00+09:00","start":"10:00","duration":"00:30","room":"Hall","slug":"x","title":"Bridges","subtitle":"","track":null,"type":"talk","language":"en","abstract":"","description":"","persons":[],"links":[]}]}}]}}}"#;
    let path = format!("{YARD}/import");
    let octets = [("authorization", program.bearer.clone()), ("content-type", "application/octet-stream".into())];
    let octets: Vec<(&str, &str)> = octets.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for (query, after) in [("?dry_run=true", 0), ("", 1)] {
        let answer = program.browser.send("POST", &format!("{path}{query}"), &octets, file).await;
        let told: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!((answer.status, &told["new"]["sessions"]), (200, &json!(1)), "{told}");
        let ask = [("authorization", octets[0].1)];
        let list = program.browser.send("GET", &format!("{YARD}/sessions"), &ask, "").await;
        let list: Value = serde_json::from_str(&list.body).expect("JSON");
        assert_eq!(list["items"].as_array().map(Vec::len), Some(after));
    }
    let answer = program.browser.send("POST", &path, &octets, "<nothing").await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert_eq!(program.send("POST", &path, &[], "{}").await.status, 415);
}

async fn what_is_asked_once_is_done_once(kit: TestKit) {
    ada_with_host(&kit).await;
    let program = Program::new(&kit, "yard", &Power::ALL).await;
    let path = format!("{YARD}/sessions");
    let body = json!({ "title": { "en": "Bridges" } }).to_string();
    for (key, expected) in [(Some("0b7c"), 1), (None, 7)] {
        let mut waiting = Vec::new();
        for _ in 0..6 {
            let mut twin = Program { browser: program.browser.twin(), bearer: program.bearer.clone() };
            let (path, body) = (path.clone(), body.clone());
            waiting.push(tokio::spawn(async move {
                let header = key.map(|key| ("idempotency-key", key));
                let answer = twin.send("POST", &path, header.as_slice(), &body).await;
                (answer.status, answer.body)
            }));
        }
        let mut answers = BTreeSet::new();
        for one in waiting {
            let (status, answer) = one.await.expect("an answer");
            assert_eq!(status, 201, "{answer}");
            answers.insert(answer);
        }
        // Six at once: the same answer to each, or without a key six sessions.
        assert_eq!(answers.len(), if key.is_some() { 1 } else { 6 });
        let mut reader = Program { browser: program.browser.twin(), bearer: program.bearer.clone() };
        assert_eq!(reader.get(&path).await["items"].as_array().map(Vec::len), Some(expected));
    }
    let mut program = program;
    let key = [("idempotency-key", "0b7c")];
    let other = json!({ "title": { "en": "Towers" } }).to_string();
    assert_eq!(program.send("POST", &path, &key, &other).await.status, 409, "another request under the same key");
    // What failed was not done, and can be tried again under its key.
    let key = [("idempotency-key", "second")];
    let wrong = json!({ "title": { "en": "Towers" }, "track": "none" }).to_string();
    assert_eq!(program.send("POST", &path, &key, &wrong).await.status, 409);
    assert_eq!(program.send("POST", &path, &key, &other).await.status, 201);
    // Keys are each program's own.
    let mut second = Program::new(&kit, "yard", &Power::ALL).await;
    assert_eq!(second.send("POST", &path, &key, &body).await.status, 201);
    assert_eq!(program.send("POST", &path, &[("idempotency-key", "")], &body).await.status, 400);
    // A day later they are forgotten.
    kit.clock.advance(SignedDuration::from_hours(25));
    let now = kit.clock.now();
    let gone = kit.store.write::<_, StoreError, _>(move |tx| madang_web::once::prune(tx, now));
    assert_eq!(gone.await.expect("pruned"), 3);
}

async fn what_is_sent_is_read_strictly(kit: TestKit) {
    ada_with_host(&kit).await;
    let mut program = Program::new(&kit, "yard", &Power::ALL).await;
    let path = format!("{YARD}/sessions");
    for (body, status, field) in [
        ("", 400, ""),
        ("{", 400, ""),
        (r#"{"title":{"en":"a"}} {}"#, 400, ""),
        ("[]", 422, "."),
        ("{}", 422, "."),
        (r#"{"title":{}}"#, 422, "title"),
        (r#"{"title":{"en":" "}}"#, 422, "title.en"),
        (r#"{"title":{"en":"a\u0000b"}}"#, 422, "title.en"),
        (r#"{"title":{"en":"a\u202Eb"}}"#, 422, "title.en"),
        (r#"{"title":{"English":"a"}}"#, 422, "title"),
        (r#"{"title":{"en":"a"},"status":"confirmed"}"#, 422, "status"),
        (r#"{"title":{"en":"a"},"state":"held"}"#, 422, "state"),
        (r#"{"title":{"en":"a"},"links":[{"url":"javascript:alert(1)"}]}"#, 422, "links[0].url"),
        (r#"{"title":{"en":"a"},"slot":{"start":"2027-03-02T01:00:00Z","minutes":-1}}"#, 422, "slot.minutes"),
        (r#"{"title":{"en":"a"},"slot":{"start":"2027-03-02T01:00:00Z","minutes":1441}}"#, 422, "slot.minutes"),
        (r#"{"title":{"en":"a"},"track":"nowhere"}"#, 409, "track"),
        (r#"{"title":{"en":"a"},"speakers":[{"speaker":"NOBODY"}]}"#, 409, "parts"),
    ] {
        let answer = program.send("POST", &path, &[], body).await;
        let told: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(answer.status, status, "{body}: {told}");
        assert_eq!(told["fields"][0]["field"].as_str().unwrap_or_default().trim_start_matches('?'), field, "{body}: {told}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    let long = json!({ "title": { "en": "x".repeat(301) } }).to_string();
    assert_eq!(program.send("POST", &path, &[], &long).await.status, 422);
    let huge = json!({ "title": { "en": "x".repeat(3 << 20) } }).to_string();
    assert_eq!(program.send("POST", &path, &[], &huge).await.status, 413);
    let form = [("authorization", program.bearer.as_str()), ("content-type", "text/plain")];
    assert_eq!(program.browser.send("POST", &path, &form, "{}").await.status, 415);
    assert_eq!(program.get(&path).await["items"], json!([]), "and nothing was made");
    for query in ["limit=x", "state=held", "limit=-1"] {
        assert_eq!(program.ask("GET", &format!("{path}?{query}"), &Value::Null).await.0, 400, "{query}");
    }
}

async fn who_may_only_look_sees_no_mail_addresses(kit: TestKit) {
    ada_with_host(&kit).await;
    let mut program = Program::new(&kit, "yard", &Power::ALL).await;
    let path = format!("{YARD}/speakers");
    let kim = program.done("POST", &path, &json!({ "name": "김하나", "email": "kim@example.org" })).await;
    let one = format!("{path}/{}", kim["id"].as_str().unwrap());
    assert_eq!(program.get(&one).await["value"]["email"], "kim@example.org");
    let mut viewer = Program::new(&kit, "yard", &[Power::View]).await;
    for address in [path, one.clone(), format!("{one}/history"), format!("{YARD}/history")] {
        let shown = viewer.get(&address).await.to_string();
        assert!(shown.contains("김하나") && !shown.contains("kim@"), "{address}: {shown}");
    }
}

}
