//! What a speaker may change of their own entry.

use super::*;

both_stores! { MIGRATIONS;

async fn a_speaker_edits_their_entry_and_nobody_is_overwritten(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let mut ada = speaker(&kit, &mut stage.team, &code).await;
    let saved = save(&mut ada, &stage.own("/profile"), &[("name", "김하나"), ("name_latin", "Hana Kim"), ("biography-en", "Builds *yards*."), ("country", "KR"), ("email", "evil@example.org"), ("picture_url", "https://evil.example/x.png"), ("absences", "2026-12-01 09:00 – 12:00")]).await;
    assert_eq!(saved.location(), stage.own("/profile?done=saved"), "{}", saved.body);
    let after = draft(&kit).await.full_speaker(&code).expect("they are there");
    assert_eq!((after.speaker.name.as_str(), after.speaker.name_latin.as_deref()), ("김하나", Some("Hana Kim")));
    assert_eq!(after.speaker.email, Some(address(&code)), "the address is the team's");
    assert!(after.speaker.picture_url.is_none() && after.absences.is_empty(), "what the form does not have it does not change");
    // The team edits while the speaker's form is open: the speaker sees both.
    let page = ada.get(&stage.own("/profile")).await;
    let (ctx, of, seen) = (kit.ctx(Who::Administrator), code.clone(), draft(&kit).await.versions.speakers[&code]);
    let mut theirs = after.clone();
    theirs.speaker.affiliation = Some("Hanbit".into());
    theirs.speaker.name = "Hana K.".into();
    kit.store.write(move |tx| madang_programme::edit_speaker(tx, &ctx, "yard", (&of, seen), &theirs)).await.expect("edited");
    let form = format!("csrf={}&version={}&name=Hana&name_latin=Hana+Kim&biography-en=Builds+*yards*.&country=KR", page.token(), page.hidden("version"));
    let stale = ada.post(&stage.own("/profile"), &form).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    assert!(stale.body.contains("Hanbit") && stale.body.contains("Hana K."), "{}", stale.body);
    let history = stage.team.get(&format!("/desk/yard/speakers/{code}")).await;
    assert!(history.body.contains("Somebody") && history.body.contains("Hana Kim"), "the history names the speaker: {}", history.body);
}

async fn odd_huge_and_deceiving_names_stay_names(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let mut ada = speaker(&kit, &mut stage.team, &code).await;
    let path = stage.own("/profile");
    let huge = "x".repeat(5_000);
    for (name, wrong) in [("", "empty"), ("\u{202e}", "a mark alone"), (huge.as_str(), "huge")] {
        let answer = save(&mut ada, &path, &[("name", name)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.body.contains("id=\"name-error\""), "{wrong}: {}", answer.body);
    }
    let saved = save(&mut ada, &path, &[("name", "<b onclick=x>Ada</b>\u{202e}gnp.exe https://evil.example/x")]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let name = draft(&kit).await.full_speaker(&code).expect("they are there").speaker.name;
    assert!(!name.contains('\u{202e}'), "{name}");
    for page in [ada.get(&stage.own("")).await, stage.team.get("/desk/yard/speakers").await] {
        assert!(page.body.contains("&#60;b onclick") && !page.body.contains("<b onclick"), "pages escape it");
    }
    // A letter that names them makes no link of it.
    move_on(&kit, &stage.session, SignedDuration::from_mins(5)).await;
    release_and_tell(&kit).await;
    let told = letters(&kit, &format!("me-{}", code.to_lowercase())).await;
    let told = told.iter().find(|letter| letter.cause_kind == "release").expect("they are told");
    assert!(!told.text.contains("evil.example") && !told.text.contains("<b") && told.text.contains("evil. example"), "{}", told.text);
}

async fn absences_reach_the_draft_and_its_conflicts(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let mut ada = speaker(&kit, &mut stage.team, &code).await;
    let path = stage.own("/availability");
    let wrong = save(&mut ada, &path, &[("absence-0-day", "2026-12-01"), ("absence-0-from", "12:00"), ("absence-0-to", "09:00")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("id=\"absence-0-to-error\""), "{}", wrong.body);
    let day = draft(&kit).await.full_session(&stage.session).expect("it is there").session.slot.expect("it has a place").start;
    let yard = kit.store.read(|tx| by_slug(tx, "yard")).await.expect("read").expect("it was made");
    let day = madang_conference::conference_day(day, &yard.time_zone(), yard.day_starts_minutes);
    let saved = save(&mut ada, &path, &[("absence-0-day", &day.to_string())]).await;
    assert_eq!(saved.location(), stage.own("/availability?done=saved"), "{}", saved.body);
    let (_, conflicts) = kit.store.read(move |tx| draft_conflicts(tx, &yard)).await.expect("read");
    let is_told = conflicts.iter().any(|one| one.kind == madang_programme::ConflictKind::SpeakerAbsent && one.speaker.as_ref() == Some(&code));
    assert!(is_told, "{conflicts:?}");
    assert!(ada.get(&path).await.body.contains(&format!("<option value=\"{day}\" selected>")));
    let again = ada.get(&path).await;
    let form = format!("csrf={}&version={}&absence-0-day={day}", again.token(), again.hidden("version"));
    assert_eq!(ada.post(&path, &form).await.location(), stage.own("/availability?done=same"));
    let cleared = save(&mut ada, &path, &[]).await;
    assert_eq!(cleared.location(), stage.own("/availability?done=saved"));
    assert!(draft(&kit).await.full_speaker(&stage.speaker).expect("there").absences.is_empty());
}

async fn a_picture_is_made_anew_and_public_with_the_release(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let code = stage.speaker.clone();
    let mut ada = speaker(&kit, &mut stage.team, &code).await;
    let token = ada.get(&stage.own("/profile")).await.token();
    let taken = ada.upload_bytes(&stage.own("/picture"), &token, &[("me.png", &png(400))]).await;
    assert_eq!(taken.location(), stage.own("/profile?done=picture"), "{}", taken.body);
    let own = ada.get(&stage.own("/picture")).await;
    assert_eq!((own.status, own.headers["content-type"].as_bytes()), (200, &b"image/jpeg"[..]));
    assert_eq!(own.headers["cache-control"], "private, no-store");
    let picture = |body: &str| body.split("/yard/pictures/").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let mut guest = stage.team.without_cookies();
    let public = format!("/yard/speakers/{code}");
    assert_eq!(picture(&guest.get(&public).await.body), None, "not before a release");
    release_and_tell(&kit).await;
    let mut guest = Browser::new(router(&kit));
    let first = picture(&guest.get(&public).await.body).expect("the release shows it");
    assert_eq!(guest.get(&format!("/yard/pictures/{first}")).await.status, 200);
    assert!(!guest.get("/yard/schedule.json").await.body.contains("face:"), "exports name no address that is none");
    // Another in its place, twice: what is public stays until the next release, what nobody shows goes.
    for side in [300, 200] {
        ada.upload_bytes(&stage.own("/picture"), &token, &[("me.png", &png(side))]).await;
    }
    assert_eq!(guest.get(&format!("/yard/pictures/{first}")).await.status, 200);
    release_and_tell(&kit).await;
    let mut guest = Browser::new(router(&kit));
    let second = picture(&guest.get(&public).await.body).expect("there is one");
    assert_ne!(first, second);
    assert_eq!(guest.get(&format!("/yard/pictures/{first}")).await.status, 404);
    let token = ada.get(&stage.own("/profile")).await.token();
    assert_eq!(ada.post(&stage.own("/picture/remove"), &format!("csrf={token}")).await.location(), stage.own("/profile?done=no-picture"));
    assert_eq!(ada.get(&stage.own("/picture")).await.status, 404);
}

async fn pictures_that_are_none_or_bombs_are_refused(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let mut ada = speaker(&kit, &mut stage.team, &stage.speaker.clone()).await;
    let token = ada.get(&stage.own("/profile")).await.token();
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0".to_vec();
    let mut sum = flate2::Crc::new();
    sum.update(&bomb[12..]);
    bomb.extend(sum.sum().to_be_bytes());
    bomb.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    let whole = png(100);
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let table: [(&[u8], &str); 4] = [(svg, "not a picture"), (&bomb, "more pixels"), (&whole[..whole.len() / 2], "broken"), (b"%PDF-1.7", "not a picture")];
    for (bytes, words) in table {
        let answer = ada.upload_bytes(&stage.own("/picture"), &token, &[("me.png", bytes)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains(words) && answer.body.contains("id=\"file-error\""), "{words}: {}", answer.body);
    }
    let none = ada.upload_bytes(&stage.own("/picture"), &token, &[]).await;
    assert!(none.status == 422 && none.body.contains("Choose a file"), "{}", none.body);
    let large = ada.upload_bytes(&stage.own("/picture"), &token, &[("me.png", &vec![0; (10 << 20) + 1])]).await;
    assert!(large.status == 413 && large.body.contains("too large"), "{}", large.body);
    let foreign = ada.send("POST", &stage.own("/picture"), &[("origin", "https://evil.example"), ("content-type", "multipart/form-data; boundary=border")], "").await;
    assert_eq!(foreign.status, 403);
}

}
