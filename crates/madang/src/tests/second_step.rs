//! The second step of signing in: what it keeps out.

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use http::StatusCode;
use jiff::SignedDuration;
use madang_context::{Clock as _, Who};
use madang_people::{Letters, drop_second, person_by_email};
use madang_store::StoreError;
use madang_testkit::{TestKit, both_stores};
use madang_text::Texts;
use ring::hmac;
use tokio::sync::Barrier;

use super::{
    account::{PASSWORD, ask_for_link, by_password, latest_link, set_password, sign_up},
    browser::{Answer, Browser, router, router_with},
};
use crate::ground::MIGRATIONS;

/// An app that makes codes, as any phone has one.
pub(super) struct Authenticator(Vec<u8>);

impl Authenticator {
    /// Takes the secret that stands on the page as text.
    pub(super) fn scan(page: &Answer) -> Self {
        let (_, rest) = page.body.split_once("<code class=\"secret\">").expect("the secret is told");
        let letters = rest.split('<').next().expect("letters").replace(' ', "");
        Self(BASE32_NOPAD.decode(letters.as_bytes()).expect("letters of base 32"))
    }

    /// The code at the clock's time, or so many seconds from then.
    pub(super) fn code(&self, kit: &TestKit, seconds: i64) -> String {
        let step = (kit.clock.now().as_second() + seconds) / 30;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let at = usize::from(tag.as_ref()[19] & 15);
        let bytes: [u8; 4] = tag.as_ref()[at..at + 4].try_into().expect("four bytes");
        format!("{:06}", (u32::from_be_bytes(bytes) & 0x7FFF_FFFF) % 1_000_000)
    }
}

fn codes(page: &Answer) -> Vec<String> {
    let list = page.body.split("<ul class=\"codes\"").nth(1).expect("codes are shown");
    let list = list.split("</ul>").next().expect("the list ends");
    list.split("<code>").skip(1).map(|code| code.split('<').next().expect("a code").to_owned()).collect()
}

fn next_code(kit: &TestKit) {
    kit.clock.advance(SignedDuration::from_secs(60));
}

/// Signs up, sets a password and switches the second step on.
pub(super) async fn protected(
    kit: &TestKit,
    browser: &mut Browser,
    email: &str,
) -> (Authenticator, Vec<String>) {
    sign_up(kit, browser, email, "Ada").await;
    set_password(browser, "", PASSWORD).await;
    let token = browser.get("/account").await.token();
    let begun = browser.post("/account/authenticator/begin", &format!("csrf={token}")).await;
    assert_eq!(begun.location(), "/account/authenticator");
    let page = browser.get("/account/authenticator").await;
    let app = Authenticator::scan(&page);
    let form = format!("csrf={}&code={}", page.token(), app.code(kit, 0));
    let shown = browser.post("/account/authenticator", &form).await;
    assert_eq!((shown.status, shown.headers["cache-control"].as_bytes()), (200, &b"private, no-store"[..]));
    next_code(kit);
    (app, codes(&shown))
}

pub(super) async fn second(browser: &mut Browser, field: &str, value: &str) -> Answer {
    let token = browser.get("/account/second").await.token();
    browser.post("/account/second", &format!("csrf={token}&{field}={value}")).await
}

async fn subjects(kit: &TestKit, to: &'static str) -> Vec<String> {
    let filter = madang_mail::Filter::default();
    let letters =
        kit.store.read(move |tx| madang_mail::list(tx, &filter, 100)).await.expect("the outbox is read");
    letters.into_iter().filter(|letter| letter.to == to).map(|letter| letter.subject).collect()
}

async fn acts(kit: &TestKit) -> Vec<String> {
    let filter = madang_audit::Filter::default();
    let records = kit.store.read(move |tx| madang_audit::list(tx, &filter, 100)).await.expect("it is read");
    records.into_iter().map(|record| record.action).collect()
}

both_stores! { MIGRATIONS;

async fn a_second_step_is_set_up_asked_for_and_switched_off(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    let (app, codes) = protected(&kit, &mut ada, "ada@example.org").await;
    assert_eq!(codes.len(), 10);
    assert!(ada.get("/account").await.body.contains("10 are left"));
    assert_eq!(ada.get("/account/authenticator").await.location(), "/account", "the secret is shown no more");
    for way in ["password", "link"] {
        let mut other = Browser::new(router.clone());
        let first = if way == "password" {
            by_password(&mut other, "ada@example.org", PASSWORD).await
        } else {
            ask_for_link(&mut other, "ada@example.org", "").await;
            let link = latest_link(&kit, "ada@example.org").await;
            let token = other.get(&link).await.token();
            other.post(&link, &format!("csrf={token}")).await
        };
        assert_eq!(first.location(), "/account/second", "{way}");
        assert_eq!(other.get("/account").await.status, StatusCode::UNAUTHORIZED, "no session before the second factor");
        let wrong = second(&mut other, "code", "000000").await;
        assert!(wrong.status == 200 && wrong.body.contains("does not fit"), "{}", wrong.body);
        assert_eq!(second(&mut other, "code", &app.code(&kit, 0)).await.location(), "/account");
        assert_eq!(other.get("/account").await.status, 200);
        assert_eq!(other.get("/account/second").await.status, StatusCode::GONE, "the step is used up");
        next_code(&kit);
    }
    let token = ada.get("/account/second/off").await.token();
    for wrong in ["", "code=000000", "recovery=aaaa-aaaa-aaaa-aaaa"] {
        let kept = ada.post("/account/second/off", &format!("csrf={token}&{wrong}")).await;
        assert_eq!(kept.status, 200, "{wrong}");
        assert!(ada.get("/account").await.body.contains("10 are left"), "nothing has changed");
    }
    let off = ada.post("/account/second/off", &format!("csrf={token}&code={}", app.code(&kit, 0))).await;
    assert_eq!(off.location(), "/account?done=second-off");
    assert_eq!(by_password(&mut Browser::new(router), "ada@example.org", PASSWORD).await.location(), "/account");
    let told = subjects(&kit, "ada@example.org").await;
    for subject in ["Your account asks for a code when you sign in", "The second step of your account was switched off", "The password of your account was set"] {
        assert!(told.iter().any(|told| told == subject), "{subject}: {told:?}");
    }
    for act in ["account.app-on", "account.first-step", "account.second-step-off"] {
        assert!(acts(&kit).await.iter().any(|done| done == act), "{act}");
    }
}

async fn forged_expired_and_reused_codes_of_the_app_let_nobody_in(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    let (app, _) = protected(&kit, &mut ada, "ada@example.org").await;
    let mut one = Browser::new(router.clone());
    by_password(&mut one, "ada@example.org", PASSWORD).await;
    let used = app.code(&kit, 0);
    assert_eq!(second(&mut one, "code", &used).await.status, 303);
    let mut two = Browser::new(router.clone());
    by_password(&mut two, "ada@example.org", PASSWORD).await;
    // Used already, older than the one that was used, a minute and more off to either side, of another app.
    for (what, code) in [("reused", used), ("older", app.code(&kit, -30)), ("expired", app.code(&kit, -90)), ("early", app.code(&kit, 90))] {
        assert_eq!(second(&mut two, "code", &code).await.status, 200, "{what}");
    }
    let mut three = Browser::new(router.clone());
    by_password(&mut three, "ada@example.org", PASSWORD).await;
    for (what, code) in [("forged", Authenticator(vec![7; 20]).code(&kit, 30)), ("no digits", "abcdef".into()), ("huge", "9".repeat(10_000))] {
        assert_eq!(second(&mut three, "code", &code).await.status, 200, "{what}");
    }
    // One step ahead is what a phone whose clock is fast shows.
    assert_eq!(second(&mut three, "code", &app.code(&kit, 30)).await.status, 303);
}

async fn a_code_lets_one_in_also_of_many_at_once(kit: TestKit) {
    let router = router(&kit);
    let (app, codes) = protected(&kit, &mut Browser::new(router.clone()), "ada@example.org").await;
    for (field, value) in [("code", app.code(&kit, 0)), ("recovery", codes[0].clone())] {
        let start = Arc::new(Barrier::new(4));
        let race = (0..4).map(|_| {
            let (router, value, start) = (router.clone(), value.clone(), Arc::clone(&start));
            tokio::spawn(async move {
                let mut browser = Browser::new(router);
                by_password(&mut browser, "ada@example.org", PASSWORD).await;
                let token = browser.get("/account/second").await.token();
                start.wait().await;
                browser.post("/account/second", &format!("csrf={token}&{field}={value}")).await.status
            })
        });
        let mut won = 0;
        for runner in race.collect::<Vec<_>>() {
            match runner.await.expect("the browser comes back") {
                303 => won += 1,
                status => assert_eq!(status, 200, "{field}"),
            }
        }
        assert_eq!(won, 1, "{field}");
    }
}

async fn forged_and_reused_recovery_codes_let_nobody_in(kit: TestKit) {
    let router = router(&kit);
    let (mut ada, mut eve) = (Browser::new(router.clone()), Browser::new(router.clone()));
    let (_, codes) = protected(&kit, &mut ada, "ada@example.org").await;
    let (_, of_eve) = protected(&kit, &mut eve, "eve@example.org").await;
    let mut lost = Browser::new(router.clone());
    by_password(&mut lost, "ada@example.org", PASSWORD).await;
    for wrong in ["abcd-efgh-ijkl-mnop", &of_eve[0], "'; DROP TABLE person; --", &"a".repeat(5_000)] {
        let answer = second(&mut lost, "recovery", wrong).await;
        assert!(answer.status == 200 && answer.body.contains("not a recovery code"), "{wrong}");
    }
    // People type them as they like.
    let typed = codes[3].to_uppercase().replace('-', "+");
    assert_eq!(second(&mut lost, "recovery", &typed).await.location(), "/account");
    assert!(lost.get("/account").await.body.contains("9 are left"));
    assert!(subjects(&kit, "ada@example.org").await.contains(&"A recovery code of your account was used".to_owned()));
    let mut again = Browser::new(router);
    by_password(&mut again, "ada@example.org", PASSWORD).await;
    assert_eq!(second(&mut again, "recovery", &codes[3]).await.status, 200, "each works once");
    // New ones take the place of all before.
    let token = lost.get("/account").await.token();
    let renewed = lost.post("/account/recovery-codes", &format!("csrf={token}")).await;
    assert_eq!(renewed.body.matches("<li><code>").count(), 10);
    assert_eq!(second(&mut again, "recovery", &codes[4]).await.status, 200, "the old ones are nothing any more");
    let (_, rest) = renewed.body.split_once("<li><code>").expect("a code");
    let new = rest.split('<').next().expect("a code");
    assert_eq!(second(&mut again, "recovery", new).await.status, 303);
}

async fn who_fails_five_times_begins_anew_and_its_person_hears_of_it(kit: TestKit) {
    let router = router(&kit);
    let (app, _) = protected(&kit, &mut Browser::new(router.clone()), "ada@example.org").await;
    let mut thief = Browser::new(router.clone());
    by_password(&mut thief, "ada@example.org", PASSWORD).await;
    let token = thief.get("/account/second").await.token();
    for number in 0..4 {
        let answer = thief.post("/account/second", &format!("csrf={token}&code=00000{number}")).await;
        assert_eq!(answer.status, 200);
    }
    assert_eq!(thief.post("/account/second", &format!("csrf={token}&code=000009")).await.status, StatusCode::GONE);
    let late = thief.post("/account/second", &format!("csrf={token}&code={}", app.code(&kit, 0))).await;
    assert_eq!(late.status, StatusCode::GONE, "also with the right code");
    let told = subjects(&kit, "ada@example.org").await;
    assert!(told.iter().any(|subject| subject.starts_with("Somebody could begin to sign in as you")), "{told:?}");
    assert!(acts(&kit).await.contains(&"account.second-step-failed".to_owned()));
    // And not for ever: ten codes an hour, whoever tries (one was taken when it was set up).
    let mut other = Browser::new(router);
    by_password(&mut other, "ada@example.org", PASSWORD).await;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(second(&mut other, "code", "111111").await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 200, 429]);
}

async fn forged_and_expired_second_steps_lead_nowhere(kit: TestKit) {
    let router = router(&kit);
    let (app, _) = protected(&kit, &mut Browser::new(router.clone()), "ada@example.org").await;
    let mut nobody = Browser::new(router.clone());
    assert_eq!(nobody.get("/account/second").await.status, StatusCode::GONE);
    for forged in ["abcdefghijklmnopqrstuvwxyz234567", "abcdefghijklmnopqrstuvwxyz234567.AAAA", ""] {
        nobody.set_cookie("madang-second-step", forged);
        assert_eq!(nobody.get("/account/second").await.status, StatusCode::GONE, "{forged}");
    }
    let mut late = Browser::new(router.clone());
    by_password(&mut late, "ada@example.org", PASSWORD).await;
    // The cookie of one thing is not the cookie of another.
    let mut disguised = late.twin();
    disguised.set_cookie("madang-session", &late.cookie("madang-second-step"));
    assert_eq!(disguised.get("/account").await.status, StatusCode::UNAUTHORIZED);
    let token = late.get("/account/second").await.token();
    kit.clock.advance(SignedDuration::from_mins(11));
    let form = format!("csrf={token}&code={}", app.code(&kit, 0));
    assert_eq!(late.post("/account/second", &form).await.status, StatusCode::GONE);
    // A form without its token, or from another site.
    let mut victim = Browser::new(router);
    by_password(&mut victim, "ada@example.org", PASSWORD).await;
    let code = app.code(&kit, 0);
    assert_eq!(victim.post("/account/second", &format!("code={code}")).await.status, StatusCode::FORBIDDEN);
    let token = victim.get("/account/second").await.token();
    let foreign = [("sec-fetch-site", "cross-site"), ("content-type", "application/x-www-form-urlencoded")];
    let answer = victim.send("POST", "/account/second", &foreign, &format!("csrf={token}&code={code}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

async fn a_second_step_planted_by_somebody_else_is_worth_nothing(kit: TestKit) {
    let router = router(&kit);
    let (app, _) = protected(&kit, &mut Browser::new(router.clone()), "ada@example.org").await;
    let mut thief = Browser::new(router.clone());
    protected(&kit, &mut thief, "eve@example.org").await;
    let mut half = Browser::new(router.clone());
    by_password(&mut half, "eve@example.org", PASSWORD).await;
    // The victim's browser holds the thief's half-finished sign-in, and the thief's session.
    let mut victim = thief.twin();
    victim.set_cookie("madang-second-step", &half.cookie("madang-second-step"));
    let code = app.code(&kit, 0);
    let token = victim.get("/account/second").await.token();
    let wrong = victim.post("/account/second", &format!("csrf={token}&code={code}")).await;
    assert_eq!(wrong.status, 200, "Ada's code is not Eve's");
    ask_for_link(&mut Browser::new(router), "ada@example.org", "").await;
    let link = latest_link(&kit, "ada@example.org").await;
    let token = victim.get(&link).await.token();
    victim.post(&link, &format!("csrf={token}")).await;
    assert_eq!(second(&mut victim, "code", &code).await.status, 303);
    assert!(victim.get("/account").await.body.contains("ada@example.org"));
    assert_eq!(thief.get("/account").await.status, StatusCode::UNAUTHORIZED, "the planted session has ended");
}

async fn nobody_learns_who_asks_for_a_second_step(kit: TestKit) {
    let router = router(&kit);
    protected(&kit, &mut Browser::new(router.clone()), "ada@example.org").await;
    let mut stranger = Browser::new(router);
    let mut said = Vec::new();
    for email in ["ada@example.org", "bob@example.org"] {
        for answer in [by_password(&mut stranger, email, "wrong wrong wrong").await, ask_for_link(&mut stranger, email, "").await] {
            let token = if answer.body.contains("name=\"csrf\"") { answer.token() } else { "-".into() };
            said.push((answer.status, answer.body.replace(email, "").replace(&token, "")));
        }
    }
    assert_eq!(said[..2], said[2..]);
}

async fn how_one_signs_in_is_changed_only_shortly_after_showing_who_one_is(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    kit.clock.advance(SignedDuration::from_mins(16));
    let token = ada.get("/account").await.token();
    // Whoever finds the machine could otherwise lock its person out.
    let begun = ada.post("/account/authenticator/begin", &format!("csrf={token}")).await;
    assert_eq!(begun.location(), "/account/prove?next=%2Faccount");
    assert_eq!(set_password(&mut ada, "", PASSWORD).await.location(), "/account/prove?next=%2Faccount");
    let page = ada.get("/account/prove?next=/account").await;
    assert!(page.body.contains("We can send a link to ada@example.org"));
    ada.post("/account/sign-in", &format!("csrf={}&email=ada@example.org&next=/account&by=link", page.token())).await;
    let link = latest_link(&kit, "ada@example.org").await;
    let token = ada.get(&link).await.token();
    ada.post(&link, &format!("csrf={token}")).await;
    assert_eq!(set_password(&mut ada, "", PASSWORD).await.location(), "/account?done=password");
    // With a password it goes by that.
    kit.clock.advance(SignedDuration::from_mins(16));
    for (next, leads) in [("/account/authenticator", "/account/authenticator"), ("https://evil.example/", "/account"), ("//evil.example", "/account"), ("/%5Cevil.example", "/account")] {
        let page = ada.get(&format!("/account/prove?next={next}")).await;
        assert!(!page.body.contains("evil"), "{next}");
        let wrong = ada.post("/account/prove", &format!("csrf={}&next={next}&password=not+it+at+all", page.token())).await;
        assert!(wrong.status == 200 && !wrong.body.contains("evil"), "{next}");
        let right = ada.post("/account/prove", &format!("csrf={}&next={next}&password={PASSWORD}", page.token())).await;
        assert_eq!((right.status, right.location()), (303, leads), "{next}");
        kit.clock.advance(SignedDuration::from_mins(16));
    }
}

async fn sessions_of_one_factor_end_when_the_second_is_switched_on(kit: TestKit) {
    let router = router(&kit);
    let mut here = Browser::new(router.clone());
    sign_up(&kit, &mut here, "ada@example.org", "Ada").await;
    let mut before = here.twin();
    set_password(&mut here, "", PASSWORD).await;
    assert_eq!(before.get("/account").await.status, StatusCode::UNAUTHORIZED);
    let mut there = Browser::new(router);
    by_password(&mut there, "ada@example.org", PASSWORD).await;
    let token = here.get("/account").await.token();
    here.post("/account/authenticator/begin", &format!("csrf={token}")).await;
    let page = here.get("/account/authenticator").await;
    // A secret that was only looked at asks for nothing.
    assert_eq!(there.get("/account").await.status, 200);
    let wrong = here.post("/account/authenticator", &format!("csrf={}&code=000000", page.token())).await;
    assert!(wrong.status == 200 && wrong.body.contains(&page.body[page.body.find("class=\"secret\"").expect("a secret")..][..60]), "the same secret again");
    let app = Authenticator::scan(&page);
    assert_eq!(here.post("/account/authenticator", &format!("csrf={}&code={}", page.token(), app.code(&kit, 0))).await.status, 200);
    assert_eq!(there.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(here.get("/account").await.status, 200);
    // And a second app does not take the place of one that counts.
    let token = here.get("/account").await.token();
    here.post("/account/authenticator/begin", &format!("csrf={token}")).await;
    assert_eq!(here.get("/account/authenticator").await.location(), "/account");
}

async fn whoever_holds_the_server_helps_who_has_lost_everything(kit: TestKit) {
    let router = router(&kit);
    protected(&kit, &mut Browser::new(router.clone()), "ada@example.org").await;
    let (ctx, letters) = (kit.ctx(Who::Administrator), Letters::new(Texts::embedded(), "http://127.0.0.1:8080"));
    let dropped = kit.store.write::<_, StoreError, _>(move |tx| {
        let person = person_by_email(tx, "ADA@example.org")?.expect("she is there");
        drop_second(tx, &ctx, &letters, &person)
    });
    dropped.await.expect("it is written");
    assert_eq!(by_password(&mut Browser::new(router), "ada@example.org", PASSWORD).await.location(), "/account");
}

async fn what_people_are_called_stands_in_no_letter_about_their_safety(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router);
    protected(&kit, &mut ada, "ada@example.org").await;
    let token = ada.get("/account").await.token();
    for evil in ["%3Ca+href%3D%22https%3A%2F%2Fevil.example%22%3EClick%3C%2Fa%3E", "https%3A%2F%2Fevil.example+%E2%80%AEgro", &"x".repeat(100_000)] {
        ada.post("/account/profile", &format!("csrf={token}&language=en&name={evil}")).await;
        let token = ada.get("/account").await.token();
        ada.post("/account/recovery-codes", &format!("csrf={token}")).await;
    }
    let filter = madang_mail::Filter::default();
    let letters = kit.store.read(move |tx| madang_mail::list(tx, &filter, 100)).await.expect("the outbox is read");
    assert!(letters.iter().filter(|letter| letter.subject.starts_with("New recovery codes")).count() == 3);
    for letter in letters {
        assert!(!letter.text.contains("evil") && !letter.text.contains("Ada") && letter.text.len() < 2_000, "{}", letter.text);
        assert!(!letter.to.contains("evil") && letter.html.is_none());
    }
}

async fn challenges_of_passkeys_are_for_who_may_ask_and_answers_without_one_are_nothing(kit: TestKit) {
    // What browsers and real answers do is told in a browser; passkeys need a name, and here it has none.
    let mut unnamed = Browser::new(router(&kit));
    let token = unnamed.get("/account/sign-in").await.token();
    assert_eq!(unnamed.post("/account/passkeys/challenge", &format!("csrf={token}&purpose=enter")).await.status, StatusCode::NOT_FOUND);
    let router = router_with(&kit, |config| config.base_url = "http://localhost:8080".parse().expect("an address"));
    let mut nobody = Browser::new(router.clone());
    let token = nobody.get("/account/sign-in").await.token();
    for (purpose, status) in [("add", 404), ("show", 404), ("second", 410), ("everything", 400), ("", 400)] {
        let answer = nobody.post("/account/passkeys/challenge", &format!("csrf={token}&purpose={purpose}")).await;
        assert_eq!(answer.status, status, "{purpose}");
    }
    assert_eq!(nobody.post("/account/passkeys/challenge", "purpose=enter").await.status, StatusCode::FORBIDDEN, "a form from nowhere");
    let answer = nobody.post("/account/passkeys/challenge", &format!("csrf={token}&purpose=enter")).await;
    let challenge: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((&challenge["options"]["rpId"], &challenge["options"]["userVerification"]), (&"localhost".into(), &"required".into()));
    let ceremony = challenge["ceremony"].as_str().expect("a name");
    let huge = "x".repeat(500_000);
    for credential in ["", "%7B%7D", "null", huge.as_str()] {
        let entered = nobody.post("/account/passkeys/enter", &format!("csrf={token}&ceremony={ceremony}&credential={credential}&next=//evil.example")).await;
        assert_eq!(entered.location(), "/account/sign-in?wrong=passkey");
    }
    assert_eq!(nobody.get("/account").await.status, StatusCode::UNAUTHORIZED);
    // The letters of the test's server have its usual name; the session is the same on both.
    sign_up(&kit, &mut unnamed, "ada@example.org", "Ada").await;
    let mut ada = Browser::new(router);
    ada.set_cookie("madang-session", &unnamed.cookie("madang-session"));
    let token = ada.get("/account").await.token();
    let answer = ada.post("/account/passkeys/challenge", &format!("csrf={token}&purpose=add")).await;
    let challenge: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(challenge["options"]["authenticatorSelection"]["residentKey"], "required");
    let ceremony = challenge["ceremony"].as_str().expect("a name");
    // A challenge for one thing is none for another, and none is there to show.
    let added = ada.post("/account/passkeys", &format!("csrf={token}&ceremony={ceremony}&credential=%7B%7D&name=x")).await;
    assert_eq!(added.location(), "/account?done=no-passkey");
    assert_eq!(ada.post("/account/passkeys/challenge", &format!("csrf={token}&purpose=show")).await.status, StatusCode::CONFLICT);
    kit.clock.advance(SignedDuration::from_mins(16));
    assert_eq!(ada.post("/account/passkeys/challenge", &format!("csrf={token}&purpose=add")).await.status, StatusCode::FORBIDDEN, "not fresh");
    let removed = ada.post("/account/passkeys/remove", &format!("csrf={token}&passkey=AAAA")).await;
    assert_eq!(removed.location(), "/account/prove?next=%2Faccount");
}

}
