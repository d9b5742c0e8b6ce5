//! Accounts: the ways in, and the ways that must not be one.

use std::sync::Arc;

use http::StatusCode;
use jiff::SignedDuration;
use madang_context::Who;
use madang_people::{administrators, make_administrator, person};
use madang_store::StoreError;
use madang_testkit::{TestKit, both_stores};
use tokio::sync::Barrier;

use super::{
    browser::{Answer, Browser, router},
    team::ada_with_host,
};
use crate::ground::MIGRATIONS;

pub(super) const PASSWORD: &str = "correct horse battery";

/// Path of the link in the latest letter to this address.
pub(super) async fn latest_link(kit: &TestKit, to: &str) -> String {
    let filter = madang_mail::Filter::default();
    let letters =
        kit.store.read(move |tx| madang_mail::list(tx, &filter, 100)).await.expect("the outbox is read");
    let letter = letters.iter().find(|letter| letter.to == to).expect("somebody wrote to them");
    let (_, path) = letter
        .text
        .split_once("http://127.0.0.1:8080/account/link/")
        .expect("a link of this server's own name");
    format!("/account/link/{}", path.split_whitespace().next().expect("a token"))
}

pub(super) async fn ask_for_link(browser: &mut Browser, email: &str, next: &str) -> Answer {
    let token = browser.get("/account/sign-in").await.token();
    browser.post("/account/sign-in", &format!("csrf={token}&email={email}&next={next}&by=link")).await
}

/// Makes an account by mail.
pub(super) async fn sign_up(kit: &TestKit, browser: &mut Browser, email: &str, name: &str) -> Answer {
    ask_for_link(browser, email, "").await;
    let link = latest_link(kit, email).await;
    let token = browser.get(&link).await.token();
    browser.post(&link, &format!("csrf={token}&name={name}")).await
}

pub(super) async fn by_password(browser: &mut Browser, email: &str, password: &str) -> Answer {
    let token = browser.get("/account/sign-in").await.token();
    browser
        .post("/account/sign-in", &format!("csrf={token}&email={email}&password={password}&by=password"))
        .await
}

pub(super) async fn set_password(browser: &mut Browser, current: &str, new: &str) -> Answer {
    let token = browser.get("/account").await.token();
    browser.post("/account/password", &format!("csrf={token}&current={current}&new={new}")).await
}

both_stores! { MIGRATIONS;

async fn a_person_signs_up_sets_a_password_and_comes_back(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    let made = sign_up(&kit, &mut ada, "ada@example.org", "Ada+Lovelace").await;
    assert_eq!((made.status, made.location()), (303, "/account"));
    let page = ada.get("/account").await;
    assert!(page.body.contains("Ada Lovelace") && page.body.contains("this device"), "{}", page.body);
    assert_eq!(page.headers["cache-control"], "private, no-store");
    assert_eq!(set_password(&mut ada, "", PASSWORD).await.location(), "/account?done=password");
    let mut other = Browser::new(router.clone());
    // Addresses are typed as people like.
    assert_eq!(by_password(&mut other, "Ada@Example.ORG", PASSWORD).await.location(), "/account");
    assert_eq!(other.get("/account").await.body.matches("<tr><th").count(), 3, "head and two devices");
    // A link also signs in whoever has a password.
    ask_for_link(&mut Browser::new(router), "ada@example.org", "").await;
    assert!(ada.get(&latest_link(&kit, "ada@example.org").await).await.body.contains("Ada Lovelace"));
}

async fn forged_expired_and_reused_links_sign_nobody_in(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    let used = latest_link(&kit, "ada@example.org").await;
    ask_for_link(&mut Browser::new(router.clone()), "ada@example.org", "").await;
    let old = latest_link(&kit, "ada@example.org").await;
    kit.clock.advance(SignedDuration::from_mins(31));
    for dead in [used, old, "/account/link/abcdefghijklmnopqrstuvwxyz234567".into(), "/account/link/x".into()] {
        let mut thief = Browser::new(router.clone());
        assert_eq!(thief.get(&dead).await.status, StatusCode::GONE, "{dead}");
        let token = thief.get("/account/sign-in").await.token();
        assert_eq!(thief.post(&dead, &format!("csrf={token}&name=Eve")).await.status, StatusCode::GONE, "{dead}");
        assert_eq!(thief.get("/account").await.status, StatusCode::UNAUTHORIZED);
    }
}

async fn a_link_is_redeemed_once_also_by_two_at_once(kit: TestKit) {
    let router = router(&kit);
    ask_for_link(&mut Browser::new(router.clone()), "ada@example.org", "").await;
    let link = latest_link(&kit, "ada@example.org").await;
    let start = Arc::new(Barrier::new(8));
    let race = (0..8).map(|number| {
        let (router, link, start) = (router.clone(), link.clone(), Arc::clone(&start));
        tokio::spawn(async move {
            let mut browser = Browser::new(router);
            let token = browser.get(&link).await.token();
            // Everybody has the page open before anybody presses the button.
            start.wait().await;
            browser.post(&link, &format!("csrf={token}&name=Ada+{number}")).await.status
        })
    });
    let mut won = 0;
    for runner in race.collect::<Vec<_>>() {
        match runner.await.expect("the browser comes back") {
            303 => won += 1,
            status => assert_eq!(status, StatusCode::GONE),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(kit.store.read(madang_people::people_count).await.expect("they are counted"), 1);
}

async fn nobody_learns_who_has_an_account(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    set_password(&mut ada, "", PASSWORD).await;
    let said = |answer: &Answer, email: &str| {
        let mut body = answer.body.replace(email, "");
        // What differs with every request: the form's token.
        if body.contains("name=\"csrf\"") {
            body = body.replace(&answer.token(), "");
        }
        (answer.status, body)
    };
    let mut stranger = Browser::new(router);
    let (has, has_not) = ("ada@example.org", "bob@example.org");
    let letters = [ask_for_link(&mut stranger, has, "").await, ask_for_link(&mut stranger, has_not, "").await];
    assert_eq!(said(&letters[0], has), said(&letters[1], has_not));
    let tries = [by_password(&mut stranger, has, "wrong wrong wrong").await, by_password(&mut stranger, has_not, "wrong wrong wrong").await];
    assert_eq!(said(&tries[0], has), said(&tries[1], has_not));
    assert!(tries[0].status == 200 && tries[0].body.contains("do not fit together"));
}

async fn a_session_planted_before_signing_in_is_worth_nothing(kit: TestKit) {
    let router = router(&kit);
    let mut thief = Browser::new(router.clone());
    sign_up(&kit, &mut thief, "eve@example.org", "Eve").await;
    // The victim's browser holds the thief's cookies when they sign in with their own link.
    let mut victim = thief.twin();
    ask_for_link(&mut Browser::new(router), "ada@example.org", "").await;
    let link = latest_link(&kit, "ada@example.org").await;
    let token = victim.get(&link).await.token();
    victim.post(&link, &format!("csrf={token}&name=Ada")).await;
    assert!(victim.get("/account").await.body.contains("ada@example.org"));
    assert_eq!(thief.get("/account").await.status, StatusCode::UNAUTHORIZED, "the planted session has ended");
}

async fn next_leads_to_this_server_only(kit: TestKit) {
    let router = router(&kit);
    for (next, leads) in [("/account/data.json", "/account/data.json"), ("https://evil.example/", "/account"), ("//evil.example", "/account"), ("/%5Cevil.example", "/account"), ("/%09/evil.example", "/account")] {
        let mut browser = Browser::new(router.clone());
        let page = browser.get(&format!("/account/sign-in?next={next}")).await;
        assert!(!page.body.contains("evil"), "{next}");
        ask_for_link(&mut browser, "ada@example.org", next).await;
        let link = latest_link(&kit, "ada@example.org").await;
        let token = browser.get(&link).await.token();
        assert_eq!(browser.post(&link, &format!("csrf={token}&name=Ada")).await.location(), leads, "{next}");
    }
}

async fn guesses_are_limited_whatever_the_sender_calls_itself(kit: TestKit) {
    let router = router(&kit);
    let mut statuses = Vec::new();
    let mut browser = Browser::new(router);
    let token = browser.get("/account/sign-in").await.token();
    for number in 0..25 {
        let forged = format!("198.51.100.{number}");
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded"), ("x-forwarded-for", forged.as_str())];
        let form = format!("csrf={token}&email=ada@example.org&password=guess+number+{number}&by=password");
        statuses.push(browser.send("POST", "/account/sign-in", &headers, &form).await.status);
    }
    assert_eq!(statuses[..20], [200; 20]);
    assert_eq!(statuses[20..], [429; 5]);
}

async fn what_people_type_stands_in_no_letter(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    let evil = "%3Ca+href%3D%22https%3A%2F%2Fevil.example%22%3EClick%3C%2Fa%3E+https%3A%2F%2Fevil.example+%E2%80%AEgro";
    sign_up(&kit, &mut ada, "ada@example.org", evil).await;
    ask_for_link(&mut Browser::new(router), "ada@example.org", "/account/sign-in?evil.example").await;
    let filter = madang_mail::Filter::default();
    for letter in kit.store.read(move |tx| madang_mail::list(tx, &filter, 10)).await.expect("the outbox is read") {
        assert!(!letter.text.contains("evil") && !letter.subject.contains("evil"), "{}", letter.text);
    }
    let page = ada.get("/account").await.body;
    assert!(!page.contains("<a href=\"https://evil") && !page.contains('\u{202e}'), "{page}");
}

async fn a_new_password_signs_out_everywhere_else(kit: TestKit) {
    let router = router(&kit);
    let (mut here, mut there) = (Browser::new(router.clone()), Browser::new(router.clone()));
    sign_up(&kit, &mut here, "ada@example.org", "Ada").await;
    set_password(&mut here, "", PASSWORD).await;
    by_password(&mut there, "ada@example.org", PASSWORD).await;
    let refused = set_password(&mut there, "not it at all", "another fine password").await;
    assert!(refused.status == 200 && refused.body.contains("current password is not right"));
    for (new, words) in [("short", "too short"), ("aaaaaaaaaaaaaaa", "too easy"), ("ada@example.org", "too easy")] {
        assert!(set_password(&mut there, PASSWORD, new).await.body.contains(words), "{new}");
    }
    assert_eq!(here.get("/account").await.status, 200, "nothing has changed so far");
    assert_eq!(set_password(&mut there, PASSWORD, "another fine password").await.status, 303);
    assert_eq!(here.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(there.get("/account").await.status, 200);
    assert!(by_password(&mut here, "ada@example.org", PASSWORD).await.status == 200, "the old one is nothing any more");
}

async fn a_device_is_signed_out_by_its_person_only(kit: TestKit) {
    let router = router(&kit);
    let (mut ada, mut eve) = (Browser::new(router.clone()), Browser::new(router.clone()));
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    let mut phone = Browser::new(router);
    ask_for_link(&mut phone, "ada@example.org", "").await;
    let link = latest_link(&kit, "ada@example.org").await;
    let token = phone.get(&link).await.token();
    phone.post(&link, &format!("csrf={token}")).await;
    let page = ada.get("/account").await;
    let (_, rest) = page.body.split_once("name=\"session\" value=\"").expect("the other device can be signed out");
    let session = rest.split('"').next().expect("a name");
    let token = eve.get("/account").await.token();
    eve.post("/account/sessions/end", &format!("csrf={token}&session={session}")).await;
    assert_eq!(phone.get("/account").await.status, 200, "Eve may not");
    let token = page.token();
    ada.post("/account/sessions/end", &format!("csrf={token}&session={session}")).await;
    assert_eq!(phone.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ada.get("/account").await.status, 200);
}

async fn an_account_is_taken_along_and_forgotten(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    let data: serde_json::Value = serde_json::from_str(&ada.get("/account/data.json").await.body).expect("JSON");
    assert_eq!((&data["person"]["email"], data["sessions"].as_array().map(Vec::len)), (&"ada@example.org".into(), Some(1)));
    let token = ada.get("/account").await.token();
    let kept = ada.post("/account/erase", &format!("csrf={token}&email=eve@example.org")).await;
    assert!(kept.body.contains("Nothing was deleted"));
    assert_eq!(ada.post("/account/erase", &format!("csrf={token}&email=ADA@example.org")).await.location(), "/");
    assert_eq!(ada.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(kit.store.read(madang_people::people_count).await.expect("they are counted"), 0);
    // Whoever comes back begins anew.
    assert_eq!(sign_up(&kit, &mut ada, "ada@example.org", "Ada").await.status, 303);
}

async fn only_administrators_sit_at_the_desk(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    assert_eq!(ada.get("/desk/jobs").await.status, StatusCode::FORBIDDEN);
    assert!(ada.get("/desk").await.body.contains("You are in no team yet"));
    let ctx = kit.ctx(Who::Administrator);
    let made = kit.store.write::<_, StoreError, _>(move |tx| make_administrator(tx, &ctx, "Ada@example.org", ""));
    let made = made.await.expect("it is written").expect("an address");
    assert_eq!((made.name.as_str(), made.is_administrator), ("Ada", true), "the account was there already");
    assert_eq!(ada.get("/desk/jobs").await.status, 200, "from the next request on");
    let token = ada.get("/account").await.token();
    let stays = ada.post("/account/erase", &format!("csrf={token}&email=ada@example.org")).await;
    assert!(stays.body.contains("last administrator"), "{}", stays.body);
    let id = made.id;
    assert!(kit.store.read(move |tx| person(tx, id)).await.expect("it is read").is_some());
    assert_eq!(kit.store.read(administrators).await.expect("they are read").len(), 1);
    // The desk shows what was written to people, but not the way into their accounts.
    ask_for_link(&mut Browser::new(router), "ada@example.org", "").await;
    let link = latest_link(&kit, "ada@example.org").await;
    let outbox = ada.get("/desk/mail").await.body;
    let (_, rest) = outbox.split_once("href=\"/desk/mail/").expect("the letter is listed");
    let letter = ada.get(&format!("/desk/mail/{}", rest.split('"').next().expect("its name"))).await.body;
    assert!(letter.contains("/account/link/…") && !letter.contains(&link), "{letter}");
}

async fn what_was_done_is_recorded_without_names(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    set_password(&mut ada, "", PASSWORD).await;
    by_password(&mut Browser::new(router.clone()), "ada@example.org", PASSWORD).await;
    by_password(&mut Browser::new(router), "ada@example.org", "wrong wrong wrong").await;
    let token = ada.get("/account").await.token();
    ada.post("/account/erase", &format!("csrf={token}&email=ada@example.org")).await;
    let records = kit.store.read(|tx| madang_audit::list(tx, &madang_audit::Filter::default(), 10)).await;
    let records = records.expect("the audit is read");
    let acts: Vec<&str> = records.iter().rev().map(|record| record.action.as_str()).collect();
    assert_eq!(acts, ["account.sign-in", "account.password", "account.sign-in", "account.erased"]);
    assert!(records.iter().all(|record| record.origin == "0.0.0.0" && !record.request.is_empty()), "{records:?}");
    assert!(!format!("{records:?}").contains("ada"), "{records:?}");
    assert_eq!(kit.store.read(madang_audit::verify).await.expect("it is whole").records, 4);
}

async fn the_only_owner_of_a_host_stays_and_takes_the_role_along(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let data: serde_json::Value = serde_json::from_str(&ada.get("/account/data.json").await.body).expect("JSON");
    assert_eq!(data["roles"][0]["role"], "owner", "{data}");
    let token = ada.get("/account").await.token();
    let kept = ada.post("/account/erase", &format!("csrf={token}&email=ada@example.org")).await;
    assert!(kept.status == 200 && kept.body.contains("the only owner of") && kept.body.contains("href=\"/desk/hosts/"), "{}", kept.body);
    assert_eq!(ada.get("/account").await.status, 200, "nothing has changed");
}

}
