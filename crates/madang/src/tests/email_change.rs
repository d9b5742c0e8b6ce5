//! Another mail address: both must say yes, once.

use std::sync::Arc;

use http::StatusCode;
use jiff::SignedDuration;
use madang_testkit::{TestKit, both_stores};
use tokio::sync::Barrier;

use super::{
    account::{ask_for_link, latest_link, sign_up},
    browser::{Answer, Browser, router},
};
use crate::ground::MIGRATIONS;

async fn letters(kit: &TestKit, to: &str) -> Vec<madang_mail::Message> {
    let filter = madang_mail::Filter::default();
    let all =
        kit.store.read(move |tx| madang_mail::list(tx, &filter, 100)).await.expect("the outbox is read");
    all.into_iter().filter(|letter| letter.to == to).collect()
}

/// Path of the link in the latest letter about the change.
async fn link_to(kit: &TestKit, to: &str) -> String {
    let letters = letters(kit, to).await;
    let found = letters.iter().find_map(|letter| letter.text.split_once("/account/email/"));
    let (_, rest) = found.expect("a letter with a link");
    format!("/account/email/{}", rest.split_whitespace().next().expect("a token"))
}

async fn ask(browser: &mut Browser, email: &str) -> Answer {
    let token = browser.get("/account").await.token();
    browser.post("/account/email", &format!("csrf={token}&email={email}")).await
}

async fn say(browser: &mut Browser, link: &str, stop: bool) -> u16 {
    let page = browser.get(link).await;
    if page.status != 200 {
        return page.status;
    }
    browser.post(link, &format!("csrf={}&stop={}", page.token(), if stop { "1" } else { "" })).await.status
}

async fn email_of(browser: &mut Browser) -> String {
    let data: serde_json::Value =
        serde_json::from_str(&browser.get("/account/data.json").await.body).expect("JSON");
    data["person"]["email"].as_str().expect("an address").to_owned()
}

both_stores! { MIGRATIONS;

async fn the_address_changes_when_both_have_said_yes(kit: TestKit) {
    let router = router(&kit);
    for (name, order) in [("one", ["old", "new"]), ("two", ["new", "old"])] {
        let (old, new) = (format!("{name}@example.org"), format!("{name}@elsewhere.example"));
        let mut ada = Browser::new(router.clone());
        sign_up(&kit, &mut ada, &old, "Ada").await;
        // A link that lies in the new mailbox from before must not make an account of its own later.
        ask_for_link(&mut Browser::new(router.clone()), &new, "").await;
        let early = latest_link(&kit, &new).await;
        assert_eq!(ask(&mut ada, &new.to_uppercase()).await.location(), "/account?done=email-asked");
        let links = [link_to(&kit, &old).await, link_to(&kit, &new).await];
        for (number, which) in order.iter().enumerate() {
            assert_eq!(email_of(&mut ada).await, old, "not before both");
            let link = if *which == "old" { &links[0] } else { &links[1] };
            // Whoever reads the mail says yes, signed in or not.
            assert_eq!(say(&mut Browser::new(router.clone()), link, false).await, 200, "{number} {which}");
            assert_eq!(say(&mut Browser::new(router.clone()), link, false).await, StatusCode::GONE, "once");
        }
        assert_eq!(email_of(&mut ada).await, new);
        assert_eq!(Browser::new(router.clone()).get(&early).await.status, StatusCode::GONE);
        for address in [&old, &new] {
            assert!(letters(&kit, address).await.iter().any(|letter| letter.subject.contains("was changed")), "{address}");
        }
        let mut back = Browser::new(router.clone());
        ask_for_link(&mut back, &new, "").await;
        assert!(back.get(&latest_link(&kit, &new).await).await.body.contains("Ada"));
    }
}

async fn the_old_address_stops_it_and_so_does_the_person(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    ask(&mut ada, "eve@example.org").await;
    let (old, new) = (link_to(&kit, "ada@example.org").await, link_to(&kit, "eve@example.org").await);
    let mut anybody = Browser::new(router.clone());
    assert_eq!(say(&mut anybody, &new, true).await, StatusCode::GONE, "the new address stops nothing");
    assert_eq!(say(&mut anybody, &new, false).await, 200);
    assert!(ada.get("/account").await.body.contains("eve@example.org is to become your address"));
    assert_eq!(say(&mut anybody, &old, true).await, 200);
    for dead in [&old, &new] {
        assert_eq!(say(&mut anybody, dead, false).await, StatusCode::GONE);
    }
    ask(&mut ada, "bob@example.org").await;
    let token = ada.get("/account").await.token();
    ada.post("/account/email/stop", &format!("csrf={token}")).await;
    let old = link_to(&kit, "ada@example.org").await;
    assert_eq!(say(&mut anybody, &old, false).await, StatusCode::GONE);
    assert_eq!(email_of(&mut ada).await, "ada@example.org");
}

async fn forged_expired_and_replaced_links_change_nothing(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    ask(&mut ada, "first@example.org").await;
    let (old, new) = (link_to(&kit, "ada@example.org").await, link_to(&kit, "first@example.org").await);
    ask(&mut ada, "second@example.org").await;
    let mut anybody = Browser::new(router.clone());
    for dead in [&old, &new, "/account/email/abcdefghijklmnopqrstuvwxyz234567", "/account/email/x"] {
        assert_eq!(say(&mut anybody, dead, false).await, StatusCode::GONE, "{dead}");
        let token = anybody.get("/account/sign-in").await.token();
        assert_eq!(anybody.post(dead, &format!("csrf={token}")).await.status, StatusCode::GONE, "{dead}");
    }
    let (old, new) = (link_to(&kit, "ada@example.org").await, link_to(&kit, "second@example.org").await);
    assert_eq!(say(&mut anybody, &old, false).await, 200);
    kit.clock.advance(SignedDuration::from_hours(25));
    assert_eq!(say(&mut anybody, &new, false).await, StatusCode::GONE);
    assert_eq!(email_of(&mut ada).await, "ada@example.org");
    let mut fresh = Browser::new(router);
    ask_for_link(&mut fresh, "ada@example.org", "").await;
    let link = latest_link(&kit, "ada@example.org").await;
    let token = fresh.get(&link).await.token();
    fresh.post(&link, &format!("csrf={token}")).await;
    for wrong in ["ada@example.org", "nonsense", "a@b%0ABcc:c@d.example", "", "%E2%80%AE@example.org"] {
        assert!(ask(&mut fresh, wrong).await.body.contains("not another mail address"), "{wrong}");
    }
}

async fn one_link_counts_once_also_for_many_at_once(kit: TestKit) {
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    ask(&mut ada, "new@example.org").await;
    let links = [link_to(&kit, "ada@example.org").await, link_to(&kit, "new@example.org").await];
    let start = Arc::new(Barrier::new(8));
    // Both addresses at once, and each of them four times.
    let race = (0..8).map(|number| {
        let (router, link, start) = (router.clone(), links[number % 2].clone(), Arc::clone(&start));
        tokio::spawn(async move {
            let mut browser = Browser::new(router);
            let token = browser.get(&link).await.token();
            start.wait().await;
            browser.post(&link, &format!("csrf={token}")).await.status
        })
    });
    let mut said = Vec::new();
    for runner in race.collect::<Vec<_>>() {
        said.push(runner.await.expect("the browser comes back"));
    }
    said.sort_unstable();
    assert_eq!(said, [200, 200, 410, 410, 410, 410, 410, 410]);
    assert_eq!(email_of(&mut ada).await, "new@example.org");
    assert_eq!(letters(&kit, "new@example.org").await.iter().filter(|letter| letter.subject.contains("was changed")).count(), 1);
}

async fn nobody_learns_by_it_who_has_an_account(kit: TestKit) {
    let router = router(&kit);
    let (mut ada, mut bob) = (Browser::new(router.clone()), Browser::new(router.clone()));
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    sign_up(&kit, &mut bob, "bob@example.org", "Bob").await;
    let (taken, free) = (ask(&mut ada, "bob@example.org").await, ask(&mut bob, "free@example.org").await);
    assert_eq!((taken.status, taken.location()), (free.status, free.location()));
    let page = |answer: Answer| {
        let token = answer.token();
        let mut body = answer.body.replace(&token, "");
        for word in ["ada@example.org", "bob@example.org", "free@example.org", "Ada", "Bob"] {
            body = body.replace(word, "");
        }
        body
    };
    assert_eq!(page(ada.get("/account/email").await), page(bob.get("/account/email").await));
    // The letter tells whoever reads it, and has no link.
    let letter = letters(&kit, "bob@example.org").await.into_iter().find(|letter| letter.subject.contains("has an account already"));
    assert!(!letter.expect("a letter").text.contains("/account/email/"));
    // Somebody takes the address while the change waits: then nothing happens.
    let (old, new) = (link_to(&kit, "bob@example.org").await, link_to(&kit, "free@example.org").await);
    sign_up(&kit, &mut Browser::new(router.clone()), "free@example.org", "Eve").await;
    let mut anybody = Browser::new(router);
    assert_eq!(say(&mut anybody, &old, false).await, 200);
    assert_eq!(say(&mut anybody, &new, false).await, StatusCode::GONE);
    assert_eq!(email_of(&mut bob).await, "bob@example.org");
}

async fn letters_about_it_hold_nothing_that_anybody_typed(kit: TestKit) {
    let mut ada = Browser::new(router(&kit));
    sign_up(&kit, &mut ada, "ada@example.org", "https%3A%2F%2Fevil.example").await;
    ask(&mut ada, "click.evil@evil.example").await;
    for letter in letters(&kit, "ada@example.org").await.iter().chain(&letters(&kit, "click.evil@evil.example").await) {
        assert!(!letter.text.contains("evil") && !letter.subject.contains("evil"), "{}", letter.text);
    }
}

}
