//! Signing in by another provider, against one on this machine.

mod emulator;

use axum::Router;
use http::StatusCode;
use jiff::SignedDuration;
use madang_context::Clock as _;
use madang_people::ProviderConfig;
use madang_testkit::{TestKit, both_stores};
use serde_json::{Value, json};

use self::emulator::{CLIENT, Emulator, Forgery, SECRET};
use super::{
    account::sign_up,
    browser::{Answer, Browser, router_with},
    second_step::{protected, second},
};
use crate::ground::MIGRATIONS;

const START: &str = "/account/provider/uni";

fn application(kit: &TestKit, provider: &Emulator, networks: &[&str]) -> Router {
    router_with(kit, |config| {
        config.providers = vec![ProviderConfig {
            name: "uni".into(),
            label: "Example University".into(),
            issuer: provider.issuer().to_owned(),
            client_id: CLIENT.into(),
            client_secret: Some(SECRET.into()),
            networks: networks.iter().map(|network| network.parse().expect("a network")).collect(),
        }];
    })
}

fn ada() -> Value {
    json!({ "sub": "248289761001", "email": "Ada@Example.org", "email_verified": true, "name": "Ada Lovelace" })
}

/// Goes to the provider, agrees there, and comes back.
async fn by_provider(browser: &mut Browser, provider: &Emulator, claims: Value) -> Answer {
    let sent = browser.get(START).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    browser.get(&provider.agree(sent.location(), claims, None)).await
}

both_stores! { MIGRATIONS;

async fn a_person_comes_by_another_provider(kit: TestKit) {
    let provider = Emulator::start(&kit).await;
    let router = application(&kit, &provider, &["127.0.0.0/8"]);
    let mut browser = Browser::new(router.clone());
    let page = browser.get("/account/sign-in?next=/account/data.json").await;
    assert!(page.body.contains("Sign in with Example University"), "{}", page.body);
    // A new person: the account is made.
    assert_eq!(by_provider(&mut browser, &provider, ada()).await.location(), "/account");
    let account = browser.get("/account").await.body;
    assert!(account.contains("Ada Lovelace") && account.contains("ada@example.org") && account.contains("With Example University"));
    // The same again, also when the address has changed over there, or is verified no more.
    let mut again = Browser::new(router.clone());
    let moved = json!({ "sub": "248289761001", "email": "other@example.org", "email_verified": false });
    assert_eq!(by_provider(&mut again, &provider, moved).await.location(), "/account");
    assert!(again.get("/account").await.body.contains("ada@example.org"));
    let sent = again.get(&format!("{START}?next=/account/data.json")).await;
    let back = provider.agree(sent.location(), ada(), None);
    assert_eq!(again.get(&back).await.location(), "/account/data.json");
    for evil in ["https://evil.example/", "//evil.example", "/%5Cevil.example"] {
        let sent = again.get(&format!("{START}?next={evil}")).await;
        assert_eq!(again.get(&provider.agree(sent.location(), ada(), None)).await.location(), "/account", "{evil}");
    }
    // It is told, taken along, and unlinked.
    let data: Value = serde_json::from_str(&browser.get("/account/data.json").await.body).expect("JSON");
    assert_eq!(data["providers"][0]["subject"], "248289761001");
    let page = browser.get("/account").await;
    let form = format!("csrf={}&identity={}", page.token(), page.body.split("name=\"identity\" value=\"").nth(1).expect("a form").split('"').next().expect("a name"));
    assert_eq!(browser.post("/account/provider/remove", &form).await.location(), "/account?done=unlinked");
    let data: Value = serde_json::from_str(&browser.get("/account/data.json").await.body).expect("JSON");
    assert_eq!(data["providers"], json!([]));
}

async fn only_verified_addresses_link(kit: TestKit) {
    let provider = Emulator::start(&kit).await;
    let router = application(&kit, &provider, &["127.0.0.0/8"]);
    sign_up(&kit, &mut Browser::new(router.clone()), "ada@example.org", "Ada").await;
    for claims in [
        json!({ "sub": "1", "email": "ada@example.org", "email_verified": false }),
        json!({ "sub": "1", "email": "ada@example.org" }),
        json!({ "sub": "1" }),
        json!({ "sub": "1", "email": "not an address", "email_verified": true }),
    ] {
        let mut thief = Browser::new(router.clone());
        assert_eq!(by_provider(&mut thief, &provider, claims.clone()).await.status, StatusCode::FORBIDDEN, "{claims}");
        assert_eq!(thief.get("/account").await.status, StatusCode::UNAUTHORIZED);
    }
    let mut browser = Browser::new(router);
    assert_eq!(by_provider(&mut browser, &provider, ada()).await.location(), "/account");
    assert!(browser.get("/account").await.body.contains("value=\"Ada\""), "the account that was there, under its own name");
    let filter = madang_mail::Filter::default();
    let letters = kit.store.read(move |tx| madang_mail::list(tx, &filter, 10)).await.expect("the outbox is read");
    assert!(letters.iter().any(|letter| letter.subject.starts_with("Another provider signs you in")));
    assert!(letters.iter().all(|letter| !letter.text.contains("University") && !letter.text.contains("Lovelace")));
}

async fn an_account_with_a_second_step_is_not_linked_without_it(kit: TestKit) {
    let provider = Emulator::start(&kit).await;
    let router = application(&kit, &provider, &["127.0.0.0/8"]);
    let (app, _) = protected(&kit, &mut Browser::new(router.clone()), "ada@example.org").await;
    let mut browser = Browser::new(router.clone());
    let arrived = by_provider(&mut browser, &provider, ada()).await;
    assert_eq!(arrived.location(), "/account/second");
    assert_eq!(browser.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(second(&mut browser, "code", "000000").await.status, 200);
    assert_eq!(second(&mut browser, "code", &app.code(&kit, 0)).await.location(), "/account");
    let data: Value = serde_json::from_str(&browser.get("/account/data.json").await.body).expect("JSON");
    assert_eq!(data["providers"].as_array().map(Vec::len), Some(1), "now it is linked");
    // And the second step is asked for ever after, too.
    kit.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(by_provider(&mut Browser::new(router), &provider, ada()).await.location(), "/account/second");
}

async fn forged_expired_and_reused_answers_sign_nobody_in(kit: TestKit) {
    let provider = Emulator::start(&kit).await;
    let router = application(&kit, &provider, &["127.0.0.0/8"]);
    let now = kit.clock.now().as_second();
    let with = |name: &str, value: Value| {
        let mut claims = ada();
        claims[name] = value;
        claims
    };
    for (claims, forged) in [
        (ada(), Some(Forgery::OtherKey)),
        (ada(), Some(Forgery::NoKey)),
        (ada(), Some(Forgery::Changed)),
        (with("aud", "somebody-else".into()), None),
        (with("iss", "https://evil.example".into()), None),
        (with("nonce", "of another visit".into()), None),
        (with("exp", (now - 1).into()), None),
    ] {
        let mut browser = Browser::new(router.clone());
        let sent = browser.get(START).await;
        let answer = browser.get(&provider.agree(sent.location(), claims.clone(), forged)).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{forged:?} {claims}");
        assert_eq!(browser.get("/account").await.status, StatusCode::UNAUTHORIZED, "{forged:?} {claims}");
    }
    // The state once, in the browser that began, of the provider that was asked, and in time.
    let mut browser = Browser::new(router.clone());
    let back = provider.agree(browser.get(START).await.location(), ada(), None);
    let mut other = Browser::new(router.clone());
    other.get(START).await;
    assert_eq!(other.get(&back).await.status, StatusCode::GONE, "planted in another browser");
    assert_eq!(Browser::new(router.clone()).get(&back).await.status, StatusCode::GONE, "or in one that never began");
    assert_eq!(browser.get(&back.replace("state=", "state=x")).await.status, StatusCode::GONE);
    let mut twin = browser.twin();
    assert_eq!(browser.get(&back).await.status, 303);
    assert_eq!(twin.get(&back).await.status, StatusCode::GONE, "used");
    let back = provider.agree(twin.get(START).await.location(), ada(), None);
    kit.clock.advance(SignedDuration::from_mins(11));
    assert_eq!(twin.get(&back).await.status, StatusCode::GONE, "too late");
    // A code that the provider does not know, and a person who has said no.
    let state = |location: &str| location.split("state=").nth(1).expect("a state").split('&').next().expect("a state").to_owned();
    let sent = state(twin.get(START).await.location());
    assert_eq!(twin.get(&format!("{START}/back?code=forged&state={sent}")).await.status, StatusCode::BAD_GATEWAY);
    let sent = state(twin.get(START).await.location());
    assert_eq!(twin.get(&format!("{START}/back?error=access_denied&state={sent}")).await.location(), "/account/sign-in");
}

async fn a_session_planted_before_coming_by_a_provider_is_worth_nothing(kit: TestKit) {
    let provider = Emulator::start(&kit).await;
    let router = application(&kit, &provider, &["127.0.0.0/8"]);
    let mut thief = Browser::new(router.clone());
    sign_up(&kit, &mut thief, "eve@example.org", "Eve").await;
    let mut victim = thief.twin();
    by_provider(&mut victim, &provider, ada()).await;
    assert!(victim.get("/account").await.body.contains("ada@example.org"));
    assert_eq!(thief.get("/account").await.status, StatusCode::UNAUTHORIZED);
}

async fn a_provider_inside_is_reached_only_where_the_configuration_says_so(kit: TestKit) {
    let provider = Emulator::start(&kit).await;
    let router = application(&kit, &provider, &["10.0.0.0/8"]);
    let mut browser = Browser::new(router);
    assert_eq!(browser.get(START).await.status, StatusCode::BAD_GATEWAY);
    assert_eq!(browser.get("/account/provider/none").await.status, StatusCode::NOT_FOUND);
}

async fn names_from_a_provider_are_cleaned_like_all(kit: TestKit) {
    let provider = Emulator::start(&kit).await;
    let router = application(&kit, &provider, &["127.0.0.0/8"]);
    for (number, name) in ["Ada\u{202e}gro.live", "<a href=\"https://evil.example\">x</a>", &"x".repeat(5_000), "\u{202e}"].into_iter().enumerate() {
        let mut browser = Browser::new(router.clone());
        let claims = json!({ "sub": number.to_string(), "email": format!("n{number}@example.org"), "email_verified": true, "name": name });
        assert_eq!(by_provider(&mut browser, &provider, claims).await.location(), "/account", "{number}");
        let page = browser.get("/account").await.body;
        assert!(!page.contains('\u{202e}') && !page.contains("<a href=\"https://evil") && !page.contains(&"x".repeat(200)));
    }
}

}
