//! What speakers say to their sessions, and what a release says to them.

use madang_team::{Role, Scope, TeamError, enlist};

use super::*;

both_stores! { MIGRATIONS;

async fn answers_move_the_state_and_stand_at_the_desk(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let mut ada = speaker(&kit, &mut stage.team, &stage.speaker.clone()).await;
    let state = |draft: &Draft, code: &str| draft.full_session(code).expect("it is there").session.state;
    let declined = save(&mut ada, &stage.session(""), &[("says", "no"), ("reason", "I am <b>ill</b>")]).await;
    assert_eq!(declined.location(), stage.session("?done=no"), "{}", declined.body);
    let now = draft(&kit).await;
    assert_eq!(state(&now, &stage.session), State::Accepted, "nobody is left to hold it");
    assert_eq!(now.answers[&stage.session][&stage.speaker].says, Says::No);
    let desk = stage.team.get(&format!("/desk/yard/sessions/{}", stage.session)).await;
    assert!(desk.body.contains("I am &#60;b&#62;ill&#60;/b&#62;") && desk.body.contains("Cannot"), "{}", desk.body);
    assert!(stage.team.get("/desk/yard/sessions?answer=no").await.body.contains(&stage.session));
    assert!(!stage.team.get("/desk/yard/sessions?answer=yes").await.body.contains(&format!("value=\"{}\"", stage.session)));
    assert!(stage.team.get("/desk/yard/history").await.body.contains("ill"), "the history tells it");
    let (conference, recorded) = kit.store.read::<_, StoreError, _>(|tx| {
        let yard = by_slug(tx, "yard")?.expect("it was made");
        let filter = madang_audit::Filter { conference: Some(yard.id.0), before: None };
        Ok((yard, madang_audit::list(tx, &filter, 50)?))
    }).await.expect("read");
    assert!(recorded.iter().any(|record| record.action == "programme.session.change" && record.who.starts_with("person:")), "{} {recorded:?}", conference.slug);
    let confirmed = save(&mut ada, &stage.session(""), &[("says", "yes")]).await;
    assert_eq!(confirmed.location(), stage.session("?done=yes"));
    assert_eq!(state(&draft(&kit).await, &stage.session), State::Confirmed);
    // Whoever answers what they have not seen is shown how it is now.
    let page = ada.get(&stage.session("")).await;
    move_on(&kit, &stage.session, SignedDuration::from_mins(5)).await;
    let stale = ada.post(&stage.session(""), &format!("csrf={}&version={}&says=no", page.token(), page.hidden("version"))).await;
    assert_eq!(stale.location(), stage.session("?done=stale"));
    // What is not decided is not theirs to know of.
    let (ctx, code) = (kit.ctx(Who::Administrator), stage.session.clone());
    let seen = draft(&kit).await.versions.sessions[&stage.session];
    kit.store.write(move |tx| set_state(tx, &ctx, "yard", (&code, seen), State::Rejected)).await.expect("set");
    let page = ada.get(&stage.session("")).await;
    assert!(page.status == 200 && !page.body.contains("value=\"no\""), "it was announced, and cannot be answered");
    let seen = draft(&kit).await.versions.sessions[&stage.session];
    let late = ada.post(&stage.session(""), &format!("csrf={}&version={seen}&says=yes", ada.twin().get("/account").await.token())).await;
    assert_eq!(late.status, 404);
}

async fn whoever_is_in_charge_is_told_of_a_no_and_of_a_yes_after_it(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let mut ada = speaker(&kit, &mut stage.team, &stage.speaker.clone()).await;
    let mut told = Vec::new();
    for (email, name, role) in [("host@example.org", "Hana", Role::Organiser), ("look@example.org", "Lee", Role::Viewer)] {
        let mut browser = stage.team.without_cookies();
        sign_up(&kit, &mut browser, email, name).await;
        let ctx = kit.ctx(Who::Administrator);
        kit.store.write::<_, TeamError, _>(move |tx| {
            let yard = by_slug(tx, "yard")?.expect("it was made");
            let person = madang_people::person_by_email(tx, email)?.expect("they signed up");
            enlist(tx, &ctx, Scope::Host(yard.host_id), person.id, role)
        }).await.expect("they are in the host's team");
    }
    let letters_of = |kind: &'static str, all: Vec<Message>| all.into_iter().filter(|one| one.cause_kind == kind).collect::<Vec<_>>();
    save(&mut ada, &stage.session(""), &[("says", "yes")]).await;
    assert!(letters_of("answer", letters(&kit, "host@example.org").await).is_empty(), "a first yes stands at the desk");
    save(&mut ada, &stage.session(""), &[("says", "no"), ("reason", "See https://evil.example/x\nSorry")]).await;
    save(&mut ada, &stage.session(""), &[("says", "no"), ("reason", "See https://evil.example/x\nSorry")]).await;
    told.extend(letters_of("answer", letters(&kit, "host@example.org").await));
    assert_eq!(told.len(), 1, "once: {told:?}");
    let text = &told[0].text;
    assert!(text.contains("cannot hold") && text.contains("> See https:   evil. example x\n> Sorry"), "{text}");
    assert!(text.contains("no longer confirmed") && text.contains(&format!("/desk/yard/sessions/{}", stage.session)), "{text}");
    assert!(!text.contains("evil.example"), "{text}");
    save(&mut ada, &stage.session(""), &[("says", "yes")]).await;
    let told = letters_of("answer", letters(&kit, "host@example.org").await);
    assert!(told.len() == 2 && told.iter().any(|letter| letter.subject.contains("after all")), "{told:?}");
    assert!(letters_of("answer", letters(&kit, "look@example.org").await).is_empty(), "who looks on has nothing to do");
    // Somebody of the conference's own team is nearer than its host's.
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write::<_, TeamError, _>(move |tx| {
        let yard = by_slug(tx, "yard")?.expect("it was made");
        let person = madang_people::person_by_email(tx, "look@example.org")?.expect("they signed up");
        enlist(tx, &ctx, Scope::of_conference(&yard), person.id, Role::Programme)
    }).await.expect("they are in the conference's team");
    for turn in 0..12 {
        save(&mut ada, &stage.session(""), &[("says", if turn % 2 == 0 { "no" } else { "yes" })]).await;
    }
    assert_eq!(letters_of("answer", letters(&kit, "host@example.org").await).len(), 2);
    assert_eq!(letters_of("answer", letters(&kit, "look@example.org").await).len(), 6, "no inbox is filled");
}

async fn unreleased_times_are_the_teams_own(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let mut ada = speaker(&kit, &mut stage.team, &stage.speaker.clone()).await;
    let before = ada.get(&stage.session("")).await.body;
    let time = |body: &str| body.split("class=\"lead\"><bdi>").nth(1).and_then(|rest| rest.split("</bdi>").next()).map(str::to_owned);
    let told = time(&before).expect("the released time is told");
    move_on(&kit, &stage.session, SignedDuration::from_hours(1)).await;
    assert_eq!(time(&ada.get(&stage.session("")).await.body).as_ref(), Some(&told), "the new time is not public yet");
    release_and_tell(&kit).await;
    assert_ne!(time(&ada.get(&stage.session("")).await.body), Some(told));
}

async fn a_release_tells_each_speaker_once_in_their_language(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let mut ada = speaker(&kit, &mut stage.team, &code).await;
    let me = format!("me-{}@example.org", code.to_lowercase());
    let token = ada.get("/account").await.token();
    ada.post("/account/profile", &format!("csrf={token}&name=Somebody&language=ko")).await;
    move_on(&kit, &stage.session, SignedDuration::from_mins(15)).await;
    assert_eq!(release_and_tell(&kit).await, 1, "nobody else is concerned");
    let told: Vec<Message> = letters(&kit, &me).await.into_iter().filter(|letter| letter.cause_kind == "release").collect();
    assert_eq!(told.len(), 1, "once");
    let letter = &told[0];
    assert_eq!(letter.language, "ko", "{}", letter.text);
    assert!(letter.text.contains(" → ") && letter.text.contains("이동"), "old and new time: {}", letter.text);
    let entries = letter.calendar.as_deref().expect("calendar entries go along");
    assert!(entries.contains("BEGIN:VEVENT") && entries.contains("SEQUENCE:1"), "{entries}");
    assert_eq!(entries.matches("BEGIN:VEVENT").count(), 1, "only what has changed");
    let mut others = letters(&kit, &address(&code)).await;
    // The account's address ends as the draft's does.
    others.retain(|letter| letter.cause_kind == "release" && !letter.to.contains(&me));
    assert!(others.is_empty(), "at the account's address, not the draft's: {others:?}");
    assert_eq!(release_and_tell(&kit).await, 0, "and a release that changes nothing tells nobody");
}

}
