//! How somebody becomes a speaker, and who does not.

use super::*;

madang_store::statements! {
    /// Takes an invitation without asking whether somebody has.
    TAKE_WITHOUT_LOOKING = "UPDATE speaker_invitation SET redeemed_at = 1 WHERE token_digest = $1";
}

both_stores! { MIGRATIONS;

async fn a_speaker_moves_in_by_invitation_and_sees_only_their_own(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let invitation = invite(&kit, &mut stage.team, &stage.speaker).await;
    let mut ada = stage.team.without_cookies();
    let page = ada.get(&invitation).await;
    assert!(page.status == 200 && page.body.contains("You are a speaker"), "{}", page.body);
    // Whoever has no account yet is led on to it, and back.
    assert!(page.body.contains(&format!("/account/sign-in?next={invitation}")), "{}", page.body);
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    let joined = join(&mut ada, &invitation).await;
    assert_eq!(joined.location(), stage.own("?done=joined"));
    let page = ada.get(&stage.own("")).await;
    assert!(page.status == 200 && page.body.contains(&stage.session), "{}", page.body);
    assert!(!page.body.contains(&stage.other_session), "sessions of others are not theirs to see here");
    assert_eq!(page.headers["cache-control"], "private, no-store");
    assert!(ada.get("/speaking").await.body.contains(&stage.own("")));
    assert!(ada.get("/account/data.json").await.body.contains(&format!("\"speaker\":\"{}\"", stage.speaker)));
    for (rest, expected) in [("", 200), ("/profile", 200), ("/availability", 200), ("/picture", 404), ("/sessions/none", 404)] {
        assert_eq!(ada.get(&stage.own(rest)).await.status, expected, "{rest}");
    }
    assert_eq!(ada.get(&stage.session("")).await.status, 200);
    let theirs = format!("/speaking/yard/{}", stage.speaker);
    for path in [format!("{theirs}/sessions/{}", stage.other_session), format!("/speaking/yard/{}", stage.other), "/speaking/none/none".into()] {
        assert_eq!(ada.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(ada.get("/desk/yard").await.status, 404, "a speaker is no member of the team");
}

async fn strangers_other_speakers_and_other_hosts_find_nothing(kit: TestKit) {
    let mut stage = staged_with(&kit, router_with(&kit, |config| config.open_to_hosts = true)).await;
    let mut ada = speaker(&kit, &mut stage.team, &stage.speaker.clone()).await;
    let mut bo = speaker(&kit, &mut stage.team, &stage.other.clone()).await;
    let mut eve = stage.team.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    let token = eve.get("/desk/hosts/new").await.token();
    assert_eq!(eve.post("/desk/hosts/new", &format!("csrf={token}&name=Eve&slug=eve")).await.status, 303);
    let token = ada.get(&stage.own("/profile")).await.token();
    ada.upload_bytes(&stage.session("/slides"), &token, &[("talk.pdf", PDF)]).await;
    let before = draft(&kit).await;
    for (other, page) in [(&mut bo, "/account"), (&mut eve, "/account"), (&mut stage.team, "/desk/yard/speakers/new")] {
        // A token of their own is right, and still nothing is there for them.
        let csrf = other.get(page).await.token();
        for (path, form) in [("/profile", "version=1&name=Mallory"), ("/availability", "version=1"), ("/picture/remove", "")] {
            let page = if path == "/picture/remove" { "" } else { path };
            assert_eq!(other.get(&format!("/speaking/yard/{}{page}", stage.speaker)).await.status, 404, "{page}");
            let path = format!("/speaking/yard/{}{path}", stage.speaker);
            assert_eq!(other.post(&path, &format!("csrf={csrf}&{form}")).await.status, 404, "{path}");
        }
        let session = format!("/speaking/yard/{}/sessions/{}", stage.speaker, stage.session);
        assert_eq!(other.post(&session, &format!("csrf={csrf}&version=1&says=no")).await.status, 404);
        assert_eq!(other.upload_bytes(&format!("{session}/slides"), &csrf, &[("x.pdf", PDF)]).await.status, 404);
        let picture = format!("/speaking/yard/{}/picture", stage.speaker);
        assert_eq!(other.upload_bytes(&picture, &csrf, &[("x.png", &png(4))]).await.status, 404);
        let id = "0199f3a0-0000-7000-8000-000000000001";
        assert_eq!(other.post(&format!("{session}/slides/change"), &format!("csrf={csrf}&file={id}&what=remove")).await.status, 404);
    }
    assert_eq!(draft(&kit).await, before, "and nothing has changed");
    assert!(ada.get(&stage.session("")).await.body.contains("talk.pdf"));
}

async fn forged_expired_revoked_and_reused_links_make_nobody_a_speaker(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let (code, other) = (stage.speaker.clone(), stage.other.clone());
    let used = invite(&kit, &mut stage.team, &code).await;
    let mut ada = stage.team.without_cookies();
    sign_up(&kit, &mut ada, "ada@example.org", "Ada").await;
    assert_eq!(join(&mut ada, &used).await.status, 303);
    let replaced = invite(&kit, &mut stage.team, &other).await;
    let revoked = invite(&kit, &mut stage.team, &other).await;
    assert_ne!(replaced, revoked);
    let page = stage.team.get(&format!("/desk/yard/speakers/{other}")).await;
    assert!(page.body.contains("Send it again"), "{}", page.body);
    let id = page.body.split("/revoke\"").nth(1).and_then(|rest| rest.split("name=\"id\" value=\"").nth(1)).and_then(|rest| rest.split('"').next()).expect("it can be taken back").to_owned();
    let gone = stage.team.post(&format!("/desk/yard/speakers/{other}/revoke"), &format!("csrf={}&id={id}", page.token())).await;
    assert!(gone.location().contains("done=invitation-revoked"), "{}", gone.location());
    let again = stage.team.post(&format!("/desk/yard/speakers/{other}/revoke"), &format!("csrf={}&id={id}", page.token())).await;
    assert!(again.location().contains("done=too-late"), "{}", again.location());
    let expired = invite(&kit, &mut stage.team, &other).await;
    kit.clock.advance(SignedDuration::from_hours(14 * 24 + 1));
    let mut eve = stage.team.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    for dead in [used, replaced, revoked, expired, "/invitation/abcdefghijklmnopqrstuvwxyz234567".into(), "/invitation/x".into()] {
        assert_eq!(eve.get(&dead).await.status, StatusCode::GONE, "{dead}");
        let token = eve.get("/account").await.token();
        assert_eq!(eve.post(&dead, &format!("csrf={token}")).await.status, StatusCode::GONE, "{dead}");
    }
    for speaker in [&code, &other] {
        assert_eq!(eve.get(&format!("/speaking/yard/{speaker}")).await.status, 404);
    }
    let pruned = kit.store.write(|tx| madang_programme::prune(tx, jiff::Timestamp::MAX)).await.expect("written");
    assert!(pruned > 0, "what has run out is forgotten");
}

async fn an_invitation_makes_one_of_six_at_once_the_speaker(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let invitation = invite(&kit, &mut stage.team, &code).await;
    let mut racers = Vec::new();
    for number in 0..6 {
        let mut racer = stage.team.without_cookies();
        sign_up(&kit, &mut racer, &format!("racer{number}@example.org"), "Racer").await;
        racers.push(racer);
    }
    let start = Arc::new(Barrier::new(racers.len()));
    let race = racers.into_iter().map(|mut racer| {
        let (invitation, start) = (invitation.clone(), Arc::clone(&start));
        tokio::spawn(async move {
            let token = racer.get(&invitation).await.token();
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
}

async fn without_the_condition_all_six_would_be_the_speaker(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let invitation = invite(&kit, &mut stage.team, &code).await;
    let digest = madang_team::secret_digest(invitation.trim_start_matches(madang_team::INVITATION_PATH));
    let start = Arc::new(Barrier::new(6));
    let race = (0..6).map(|_| {
        let (store, start) = (kit.store.clone(), Arc::clone(&start));
        tokio::spawn(async move {
            start.wait().await;
            store.write(move |tx| tx.execute(&TAKE_WITHOUT_LOOKING, params![digest[..]])).await.expect("written")
        })
    });
    let mut won = 0;
    for racer in race.collect::<Vec<_>>() {
        won += racer.await.expect("the unit ends");
    }
    assert_eq!(won, 6, "the race is one that can be lost");
}

async fn many_are_invited_at_once_and_who_was_left_out_is_said(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let (joined, code) = (stage.speaker.clone(), stage.other.clone());
    speaker(&kit, &mut stage.team, &joined).await;
    let third = draft(&kit).await.programme.speakers.iter().map(|one| one.key.clone()).find(|key| *key != joined && *key != code).expect("a third");
    let full = draft(&kit).await.full_speaker(&third).expect("they are there");
    let mut without = full.clone();
    without.speaker.email = None;
    let (ctx, gone, seen) = (kit.ctx(Who::Administrator), third.clone(), draft(&kit).await.versions.speakers[&third]);
    kit.store.write(move |tx| madang_programme::edit_speaker(tx, &ctx, "yard", (&gone, seen), &without)).await.expect("edited");
    let token = stage.team.get("/desk/yard/speakers").await.token();
    let page = stage.team.post("/desk/yard/speakers", &format!("csrf={token}&code={joined}&code={code}&code={third}&code=NOBODY")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for words in ["1 speaker was written to", "3 were left out", "Signs in already", "No mail address that works", "Not a speaker any more"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(letters(&kit, &address(&code)).await.len(), 1);
    let nothing = stage.team.post("/desk/yard/speakers", &format!("csrf={token}&query=part%3Dspeaking")).await;
    assert!(nothing.location().contains("done=nobody-chosen"), "{}", nothing.location());
    let list = stage.team.get("/desk/yard/speakers").await;
    assert!(list.body.contains("Signs in") && list.body.contains("Invited"));
}

async fn who_is_parted_from_a_speaker_is_out_at_once(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let mut ada = speaker(&kit, &mut stage.team, &code).await;
    let desk = format!("/desk/yard/speakers/{code}");
    let token = stage.team.get(&desk).await.token();
    let parted = stage.team.post(&format!("{desk}/unlink"), &format!("csrf={token}")).await;
    assert!(parted.location().contains("done=speaker-unlinked"));
    assert_eq!(ada.get(&stage.own("")).await.status, 404);
    assert!(ada.get("/speaking").await.body.contains("You are no speaker here yet"));
    // And a deleted account leaves the entry to the conference, free for the next.
    let mut ada = speaker(&kit, &mut stage.team, &code.clone()).await;
    save(&mut ada, &stage.own("/profile"), &[("name", "Ada L.")]).await;
    let csrf = ada.get("/account").await.token();
    let erased = ada.post("/account/erase", &format!("csrf={csrf}&email=me-{}@example.org", code.to_lowercase())).await;
    assert_eq!(erased.status, 303, "{}", erased.body);
    assert_eq!(draft(&kit).await.full_speaker(&code).expect("they are there").speaker.name, "Ada L.");
    speaker(&kit, &mut stage.team, &code).await;
}

async fn tokens_of_teams_and_jobs_are_no_speakers(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    speaker(&kit, &mut stage.team, &code).await;
    for who in [Who::Visitor, Who::System, Who::Administrator, Who::Token { id: kit.ctx(Who::System).id() }] {
        let (ctx, code) = (Ctx { who, ..kit.ctx(Who::System) }, code.clone());
        let found = kit.store.read(move |tx| madang_programme::own_speaker(tx, &ctx, "yard", &code)).await;
        assert!(matches!(found, Err(ProgrammeError::NoConference(_))), "{who:?}");
    }
}

}
