//! Teams: whose role lets them do what, and the ways that must not be one.

use std::sync::Arc;

use http::StatusCode;
use jiff::SignedDuration;
use madang_conference::host_by_slug;
use madang_context::{Ctx, Who};
use madang_people::PersonId;
use madang_store::StoreError;
use madang_team::{Role, Scope, TeamError, leave, set_role};
use madang_testkit::{TestKit, both_stores};
use tokio::sync::Barrier;

use super::{
    account::sign_up,
    browser::{Browser, router, router_with},
};
use crate::ground::MIGRATIONS;

/// A host of Ada's with a conference, and Ada in her browser.
pub(super) async fn ada_with_host(kit: &TestKit) -> Browser {
    let mut ada = Browser::new(router_with(kit, |config| config.open_to_hosts = true));
    sign_up(kit, &mut ada, "ada@example.org", "Ada").await;
    let token = ada.get("/desk/hosts/new").await.token();
    let made = ada
        .post("/desk/hosts/new", &format!("csrf={token}&name=Hanbit+Foundation&slug=hanbit-foundation"))
        .await;
    assert_eq!(made.location(), "/desk/hosts/hanbit-foundation?done=host-made", "{}", made.body);
    let form = "name=Yard+2027&slug=yard&zone=Asia/Seoul&first_day=2027-03-02&last_day=2027-03-04";
    let made =
        ada.post("/desk/hosts/hanbit-foundation/conferences/new", &format!("csrf={token}&{form}")).await;
    assert_eq!(made.location(), "/desk/yard?done=conference-made", "{}", made.body);
    ada
}

/// The latest invitation that went to this address.
async fn latest_invitation(kit: &TestKit, to: &str) -> String {
    let filter = madang_mail::Filter::default();
    let letters =
        kit.store.read(move |tx| madang_mail::list(tx, &filter, 100)).await.expect("the outbox is read");
    let letter = letters.iter().find(|letter| letter.to == to).expect("somebody wrote to them");
    let (_, path) = letter
        .text
        .split_once("http://127.0.0.1:8080/invitation/")
        .expect("a link of this server's own name");
    format!("/invitation/{}", path.split_whitespace().next().expect("a token"))
}

async fn invite(kit: &TestKit, owner: &mut Browser, base: &str, email: &str, role: &str) -> String {
    let token = owner.get(&format!("{base}/team")).await.token();
    let asked =
        owner.post(&format!("{base}/team/invite"), &format!("csrf={token}&email={email}&role={role}")).await;
    assert_eq!(asked.location(), format!("{base}/team?done=invited"), "{}", asked.body);
    latest_invitation(kit, email).await
}

async fn join(browser: &mut Browser, invitation: &str) -> u16 {
    let token = browser.get(invitation).await.token();
    browser.post(invitation, &format!("csrf={token}")).await.status
}

/// Somebody with an account who has joined with a role.
async fn member(kit: &TestKit, owner: &mut Browser, base: &str, name: &str, role: &str) -> Browser {
    let email = format!("{}@example.org", name.to_lowercase());
    let mut browser = owner.without_cookies();
    sign_up(kit, &mut browser, &email, name).await;
    let invitation = invite(kit, owner, base, &email, role).await;
    assert_eq!(join(&mut browser, &invitation).await, 303);
    browser
}

async fn make_token(owner: &mut Browser, base: &str, powers: &str) -> String {
    let token = owner.get(&format!("{base}/tokens")).await.token();
    let page =
        owner.post(&format!("{base}/tokens"), &format!("csrf={token}&name=Screens&days=30&{powers}")).await;
    assert_eq!(page.status, 200);
    format!("madang_{}", page.hidden_value("madang_"))
}

both_stores! { MIGRATIONS;

async fn a_newcomer_makes_a_host_and_a_conference(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let desk = ada.get("/desk").await;
    assert!(desk.body.contains("Hanbit Foundation") && desk.body.contains("Yard 2027"));
    assert!(!desk.body.contains("/desk/jobs"), "what is the server's is not hers");
    assert_eq!(ada.get("/desk/jobs").await.status, 403);
    assert_eq!(ada.get("/yard~draft").await.status, 200, "she sees her draft");
    assert_eq!(ada.without_cookies().get("/yard").await.status, 404, "and nobody else does");
    for (form, wrong) in [("name=&slug=", "letter or digit"), ("name=X&slug=hanbit-foundation", "taken"), ("name=X&slug=A B", "a-z")] {
        let token = ada.get("/desk/hosts/new").await.token();
        let page = ada.post("/desk/hosts/new", &format!("csrf={token}&{form}")).await;
        assert!(page.status == 200 && page.body.contains(wrong), "{form}: {}", page.body);
    }
    for (form, wrong) in [
        ("name=X&slug=desk&zone=Asia/Seoul&first_day=2027-01-01", "address of the server"),
        ("name=X&slug=yard&zone=Asia/Seoul&first_day=2027-01-01", "taken"),
        ("name=X&slug=x&zone=Asia/Nowhere&first_day=2027-01-01", "no time zone"),
        ("name=X&slug=x&zone=Asia/Seoul&first_day=soon", "no date"),
        ("name=X&slug=x&zone=Asia/Seoul&first_day=2027-01-02&last_day=2027-01-01", "before the first"),
        ("name=X&slug=x&zone=Asia/Seoul&first_day=2027-01-02&last_day=2029-01-01", "60 days"),
    ] {
        let token = ada.get("/desk/hosts/new").await.token();
        let page = ada.post("/desk/hosts/hanbit-foundation/conferences/new", &format!("csrf={token}&{form}")).await;
        assert!(page.status == 200 && page.body.contains(wrong), "{form}: {}", page.body);
    }
}

async fn hosts_are_made_by_administrators_unless_the_server_is_open(kit: TestKit) {
    let mut eve = Browser::new(router(&kit));
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    assert_eq!(eve.get("/desk/hosts/new").await.status, 403);
    let token = eve.get("/account").await.token();
    assert_eq!(eve.post("/desk/hosts/new", &format!("csrf={token}&name=Eve")).await.status, 403);
}

async fn each_role_does_what_it_lets_and_no_more(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    for (name, role, may_import, may_release, may_own) in [
        ("Olga", "organiser", true, true, false),
        ("Pia", "programme", true, false, false),
        ("Vic", "viewer", false, false, false),
        ("Dora", "door", false, false, false),
        ("Own", "owner", true, true, true),
    ] {
        let mut browser = member(&kit, &mut ada, "/desk/yard", name, role).await;
        let answer = |may: bool| if may { 200 } else { 403 };
        assert_eq!(browser.get("/desk/yard").await.status, 200, "{role}");
        assert_eq!(browser.get("/desk/yard/import").await.status, answer(may_import), "{role}");
        assert_eq!(browser.get("/desk/yard/release").await.status, answer(may_release), "{role}");
        assert_eq!(browser.get("/desk/yard/tokens").await.status, answer(may_own), "{role}");
        // A role for one conference is none for its host.
        assert_eq!(browser.get("/desk/hosts/hanbit-foundation").await.status, 404, "{role}");
        assert_eq!(browser.get("/desk/hosts/hanbit-foundation/team").await.status, 404, "{role}");
        let token = browser.get("/desk/yard/team").await.token();
        let asked = browser.post("/desk/yard/team/invite", &format!("csrf={token}&email=x@example.org&role=owner")).await;
        assert_eq!(asked.status, if may_own { 303 } else { 403 }, "{role}");
    }
}

async fn the_owner_of_another_host_gets_nothing(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let token = make_token(&mut ada, "/desk/yard", "view=1").await;
    let invitation = invite(&kit, &mut ada, "/desk/yard", "x@example.org", "viewer").await;
    let mut eve = ada.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    let csrf = eve.get("/desk/hosts/new").await.token();
    assert_eq!(eve.post("/desk/hosts/new", &format!("csrf={csrf}&name=Eve&slug=eve")).await.status, 303);
    for path in ["/desk/yard", "/desk/yard/team", "/desk/yard/tokens", "/desk/hosts/hanbit-foundation", "/yard~draft", "/yard"] {
        assert_eq!(eve.get(path).await.status, 404, "{path}");
    }
    // Ids of another team under one's own address: nothing is found, nothing changes.
    let ids = kit.store.read::<_, StoreError, _>(move |tx| {
        let host = host_by_slug(tx, "hanbit-foundation")?.expect("it was made");
        let yard = madang_conference::by_slug(tx, "yard")?.expect("it was made");
        Ok((host, yard))
    });
    let (_, yard) = ids.await.expect("read");
    let scope = Scope::of_conference(&yard);
    let ctx = kit.ctx(Who::Administrator);
    let (tokens, team) = kit.store.read::<_, TeamError, _>(move |tx| {
        Ok((madang_team::tokens(tx, &ctx, scope)?, madang_team::team(tx, &ctx, scope)?))
    }).await.expect("read");
    let (kept_token, kept_invitation) = (tokens[0].id, team.invitations[0].id);
    eve.post("/desk/hosts/eve/tokens/revoke", &format!("csrf={csrf}&id={kept_token}")).await;
    eve.post("/desk/hosts/eve/team/revoke", &format!("csrf={csrf}&id={kept_invitation}")).await;
    let person = ada_id(&kit).await;
    eve.post("/desk/hosts/eve/team/role", &format!("csrf={csrf}&person={person}&role=remove")).await;
    assert_eq!(ada.get("/desk/yard").await.status, 200);
    assert_eq!(ada.get(&invitation).await.status, 200, "the invitation is still good");
    assert_eq!(ada.get("/desk/yard/tokens").await.body.matches(&kept_token.to_string()).count(), 1);
    assert!(token.starts_with("madang_"));
}

async fn forged_expired_revoked_and_reused_invitations_let_nobody_in(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let used = invite(&kit, &mut ada, "/desk/yard", "bo@example.org", "viewer").await;
    let mut bo = ada.without_cookies();
    assert_eq!(bo.get(&used).await.status, 200, "who is not signed in sees whereto");
    sign_up(&kit, &mut bo, "bo@example.org", "Bo").await;
    assert_eq!(join(&mut bo, &used).await, 303);
    let replaced = invite(&kit, &mut ada, "/desk/yard", "cy@example.org", "owner").await;
    let revoked = invite(&kit, &mut ada, "/desk/yard", "cy@example.org", "owner").await;
    let page = ada.get("/desk/yard/team").await;
    let id = page.body.split("/team/revoke").nth(1).and_then(|rest| rest.split("name=\"id\" value=\"").nth(1))
        .and_then(|rest| rest.split('"').next()).expect("the invitation is listed").to_owned();
    assert_eq!(ada.post("/desk/yard/team/revoke", &format!("csrf={}&id={id}", page.token())).await.status, 303);
    let expired = invite(&kit, &mut ada, "/desk/hosts/hanbit-foundation", "dan@example.org", "owner").await;
    kit.clock.advance(SignedDuration::from_hours(14 * 24 + 1));
    let mut eve = ada.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    for dead in [used, replaced, revoked, expired, "/invitation/abcdefghijklmnopqrstuvwxyz234567".into(), "/invitation/x".into()] {
        assert_eq!(eve.get(&dead).await.status, StatusCode::GONE, "{dead}");
        let token = eve.get("/account").await.token();
        assert_eq!(eve.post(&dead, &format!("csrf={token}")).await.status, StatusCode::GONE, "{dead}");
    }
    assert_eq!(eve.get("/desk/yard").await.status, 404);
}

async fn an_invitation_is_redeemed_once_also_by_many_at_once(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let invitation = invite(&kit, &mut ada, "/desk/yard", "x@example.org", "organiser").await;
    let mut racers = Vec::new();
    for number in 0..6 {
        let mut racer = ada.without_cookies();
        sign_up(&kit, &mut racer, &format!("racer{number}@example.org"), "Racer").await;
        racers.push(racer);
    }
    let start = Arc::new(Barrier::new(racers.len()));
    let race = racers.into_iter().map(|mut racer| {
        let (invitation, start) = (invitation.clone(), Arc::clone(&start));
        tokio::spawn(async move {
            let token = racer.get(&invitation).await.token();
            // Everybody has the page open before anybody presses the button.
            start.wait().await;
            racer.post(&invitation, &format!("csrf={token}")).await.status
        })
    });
    let mut won = 0;
    for racer in race.collect::<Vec<_>>() {
        match racer.await.expect("the browser comes back") {
            303 => won += 1,
            status => assert_eq!(status, StatusCode::GONE),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(ada.get("/desk/yard/team").await.body.matches("racer").count(), 1);
}

/// Two owners leave at once: without the host's row lock each would still see the other.
async fn a_host_keeps_an_owner_also_when_two_go_at_once(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    member(&kit, &mut ada, "/desk/hosts/hanbit-foundation", "Bo", "owner").await;
    let scope = host_scope(&kit).await;
    for _ in 0..5 {
        let owners = owners(&kit, scope).await;
        assert_eq!(owners.len(), 2);
        let start = Arc::new(Barrier::new(2));
        let race = owners.iter().map(|person| {
            let (kit_store, start) = (kit.store.clone(), Arc::clone(&start));
            let ctx = Ctx { who: Who::Person { id: person.0, is_administrator: false }, ..kit.ctx(Who::System) };
            tokio::spawn(async move {
                start.wait().await;
                kit_store.write::<_, TeamError, _>(move |tx| leave(tx, &ctx, scope)).await
            })
        });
        let mut left = 0;
        for leaver in race.collect::<Vec<_>>() {
            match leaver.await.expect("the unit ends") {
                Ok(()) => left += 1,
                Err(TeamError::LastOwner) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(left, 1, "one goes, one has to stay");
        // The one who stayed brings the other back for the next round.
        let mut stayed = owners_browser(&kit, &ada, scope).await;
        let gone = if owners_names(&kit, scope).await == ["Ada"] { "bo" } else { "ada" };
        let invitation = invite(&kit, &mut stayed, "/desk/hosts/hanbit-foundation", &format!("{gone}@example.org"), "owner").await;
        let mut back = ada.without_cookies();
        sign_up(&kit, &mut back, &format!("{gone}@example.org"), "").await;
        assert_eq!(join(&mut back, &invitation).await, 303);
    }
}

async fn the_last_owner_stays_one(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let (scope, person) = (host_scope(&kit).await, ada_id(&kit).await);
    let token = ada.get("/desk/hosts/hanbit-foundation/team").await.token();
    for (path, form) in [
        ("role", format!("person={person}&role=viewer")),
        ("role", format!("person={person}&role=remove")),
        ("leave", String::new()),
    ] {
        let answer = ada.post(&format!("/desk/hosts/hanbit-foundation/team/{path}"), &format!("csrf={token}&{form}")).await;
        assert_eq!(answer.location(), "/desk/hosts/hanbit-foundation/team?done=last-owner");
    }
    let token = ada.get("/account").await.token();
    let erased = ada.post("/account/erase", &format!("csrf={token}&email=ada@example.org")).await;
    assert!(erased.status != 303 && erased.body.contains("only owner of Hanbit Foundation"), "{}", erased.body);
    assert!(ada.get("/account/data.json").await.body.contains("\"role\":\"owner\""));
    assert_eq!(owners(&kit, scope).await.len(), 1);
}

async fn a_token_does_what_it_is_for_while_its_maker_may(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let mut bo = member(&kit, &mut ada, "/desk/hosts/hanbit-foundation", "Bo", "owner").await;
    let secret = make_token(&mut bo, "/desk/yard", "view=1&programme=1&organise=1").await;
    let find = |secret: &str| {
        let digest: [u8; 32] = <sha2::Sha256 as sha2::Digest>::digest(secret.as_bytes()).into();
        let (store, now) = (kit.store.clone(), madang_context::Clock::now(&*kit.clock));
        async move { store.read::<_, StoreError, _>(move |tx| madang_team::find_token(tx, &digest, now)).await.expect("read") }
    };
    let yard = kit.store.read(|tx| madang_conference::by_slug(tx, "yard")).await.expect("read").expect("it was made");
    let may = |found: &Option<(madang_web::Identity, bool)>, power| found.as_ref().is_some_and(|(identity, _)| identity.grants.has(power, &yard.scopes()));
    use madang_context::Power;
    let found = find(&secret).await;
    assert!(may(&found, Power::Organise) && may(&found, Power::View) && !may(&found, Power::Own));
    assert!(find("madang_abcdefghijklmnopqrstuvwxyz234567").await.is_none() && find("").await.is_none());
    // Bo becomes a viewer: the token shrinks with them.
    let (scope, bo_id) = (host_scope(&kit).await, person_id(&kit, "Bo").await);
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write::<_, TeamError, _>(move |tx| set_role(tx, &ctx, scope, bo_id, Role::Viewer)).await.expect("written");
    let found = find(&secret).await;
    assert!(may(&found, Power::View) && !may(&found, Power::Programme) && !may(&found, Power::Organise));
    kit.clock.advance(SignedDuration::from_hours(31 * 24));
    assert!(find(&secret).await.is_none(), "it has run out");
}

async fn names_in_official_letters_are_no_links(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let token = ada.get("/desk/hosts/hanbit-foundation").await.token();
    let evil = "%3Ca%20href=%22https://evil.example/x%22%3EClaim%20your%20coins%3C/a%3E%20%E2%80%AE";
    ada.post("/desk/hosts/hanbit-foundation/rename", &format!("csrf={token}&name.en={evil}")).await;
    invite(&kit, &mut ada, "/desk/hosts/hanbit-foundation", "x@example.org", "viewer").await;
    let filter = madang_mail::Filter::default();
    let letters = kit.store.read(move |tx| madang_mail::list(tx, &filter, 10)).await.expect("read");
    let letter = letters.iter().find(|letter| letter.to == "x@example.org").expect("it was written");
    for text in [&letter.text, &letter.subject] {
        assert!(text.contains("Claim your coins"), "{text}");
        for no in ["evil.example", "<a", "://evil", "\u{202e}"] {
            assert!(!text.contains(no), "{no} in {text}");
        }
    }
    let page = ada.get("/desk/hosts/hanbit-foundation").await;
    assert!(!page.body.contains("<a href=\"https://evil"), "and pages escape it");
}

}

async fn host_scope(kit: &TestKit) -> Scope {
    let host = kit.store.read(|tx| host_by_slug(tx, "hanbit-foundation")).await.expect("read");
    Scope::of_host(&host.expect("it was made"))
}

async fn owners_and_names(kit: &TestKit, scope: Scope) -> Vec<(PersonId, String)> {
    let ctx = kit.ctx(Who::Administrator);
    let team =
        kit.store.read::<_, TeamError, _>(move |tx| madang_team::team(tx, &ctx, scope)).await.expect("read");
    let owners = team.members.into_iter().filter(|member| member.role == Role::Owner);
    owners.map(|member| (member.person, member.name)).collect()
}

async fn owners(kit: &TestKit, scope: Scope) -> Vec<PersonId> {
    owners_and_names(kit, scope).await.into_iter().map(|(person, _)| person).collect()
}

async fn owners_names(kit: &TestKit, scope: Scope) -> Vec<String> {
    owners_and_names(kit, scope).await.into_iter().map(|(_, name)| name).collect()
}

/// The browser of the one who is still an owner.
async fn owners_browser(kit: &TestKit, like: &Browser, scope: Scope) -> Browser {
    let name = owners_names(kit, scope).await.first().expect("somebody owns it").to_lowercase();
    let mut browser = like.without_cookies();
    sign_up(kit, &mut browser, &format!("{name}@example.org"), "").await;
    browser
}

async fn ada_id(kit: &TestKit) -> PersonId {
    person_id(kit, "Ada").await
}

async fn person_id(kit: &TestKit, name: &str) -> PersonId {
    let all = owners_and_names(kit, host_scope(kit).await).await;
    all.into_iter().find(|(_, known)| known == name).expect("they own it").0
}
