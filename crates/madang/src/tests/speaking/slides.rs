//! Slides, told by their bytes, and behind addresses that no cookie opens.

use super::*;

both_stores! { MIGRATIONS;

async fn slides_that_lie_about_what_they_are_are_refused(kit: TestKit) {
    let mut stage = staged_with(&kit, router_with(&kit, |config| config.slides_bytes_max = 1_000_000)).await;
    let mut ada = speaker(&kit, &mut stage.team, &stage.speaker.clone()).await;
    let token = ada.get(&stage.session("")).await.token();
    let html = b"<html><script>alert(1)</script></html>";
    let table: [(&str, &[u8], u16, &str); 6] = [
        ("talk.pdf", html, 422, "not slides"),
        ("talk.pdf", b"MZ\x90\0", 422, "not slides"),
        ("talk.pptx", b"PK\x03\x04nothing", 422, "not slides"),
        ("talk.pptx", PDF, 422, "not what its name says"),
        ("talk.pdf.exe", PDF, 422, "not what its name says"),
        ("talk.pdf", &[0; 1_000_001], 413, "too large"),
    ];
    for (name, bytes, status, words) in table {
        let answer = ada.upload_bytes(&stage.session("/slides"), &token, &[(name, bytes)]).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.body);
        assert!(answer.body.contains(words), "{name} {words}: {}", answer.body);
    }
    assert!(ada.get(&stage.session("")).await.body.contains("Nothing has been handed in"));
    for number in 0..madang_programme::SLIDES_MAX {
        let name = format!("talk{number}.pdf");
        assert_eq!(ada.upload_bytes(&stage.session("/slides"), &token, &[(&name, PDF)]).await.status, 303);
    }
    let many = ada.upload_bytes(&stage.session("/slides"), &token, &[("more.pdf", PDF)]).await;
    assert!(many.status == 422 && many.body.contains("10 files already"), "{}", many.body);
    // Names as they come, and never a path or markup.
    let odd = ada.upload_bytes(&stage.session("/slides"), &token, &[("..\\..\\<b>\u{202e}fdp.pdf", PDF)]).await;
    assert_eq!(odd.status, 422, "ten are ten");
}

async fn slides_are_public_when_somebody_says_so_and_cookies_count_for_nothing(kit: TestKit) {
    let mut stage = staged(&kit).await;
    let mut ada = speaker(&kit, &mut stage.team, &stage.speaker.clone()).await;
    let token = ada.get(&stage.session("")).await.token();
    let name = "<b>Yards\u{202e}fdp.pdf";
    assert_eq!(ada.upload_bytes(&stage.session("/slides"), &token, &[(name, PDF)]).await.location(), stage.session("?done=slides#slides"));
    let link = |body: &str| body.split("/yard/files/").nth(1).and_then(|rest| rest.split('"').next()).map(|token| format!("/yard/files/{token}"));
    let page = ada.get(&stage.session("")).await;
    assert!(!page.body.contains("<b>Yards") && !page.body.contains('\u{202e}'), "{}", page.body);
    let secret = link(&page.body).expect("the speaker has it");
    let public = format!("/yard/sessions/{}", stage.session);
    assert_eq!(link(&stage.team.without_cookies().get(&public).await.body), None);
    let file = page.body.split("name=\"file\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a form for it").to_owned();
    // With the cookies of anybody, and without: the same bytes, to be saved, in a sandbox, and no cookie comes back.
    for browser in [&mut ada, &mut stage.team, &mut Browser::new(router(&kit))] {
        let answer = browser.get(&format!("{secret}?lang=ko&zone=Asia/Seoul")).await;
        assert_eq!((answer.status, answer.body.as_bytes()), (200, PDF));
        let head = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(head("content-disposition").starts_with("attachment; filename="), "{}", head("content-disposition"));
        assert_eq!((head("content-type"), head("x-content-type-options")), ("application/pdf", "nosniff"));
        assert!(head("content-security-policy").contains("sandbox") && head("content-security-policy").contains("default-src 'none'"));
        assert_eq!((head("set-cookie"), head("cache-control")), ("", "private, no-store"));
    }
    let change = stage.session("/slides/change");
    assert_eq!(ada.post(&change, &format!("csrf={token}&file={file}&what=show")).await.location(), stage.session("?done=shown#slides"));
    assert_eq!(ada.get(&secret).await.status, 404, "the secret address is dead");
    let mut guest = Browser::new(router(&kit));
    let known = link(&guest.get(&public).await.body).expect("the session's page lists it");
    assert!(guest.get(&known).await.headers["cache-control"].as_bytes().starts_with(b"public"));
    assert_eq!(guest.get(&known.replace("/yard/", "/other/")).await.status, 404);
    // The team hides it again, and removes it.
    let desk = format!("/desk/yard/sessions/{}", stage.session);
    let csrf = stage.team.get(&desk).await.token();
    assert!(stage.team.post(&format!("{desk}/slides"), &format!("csrf={csrf}&file={file}&what=hide")).await.location().contains("done=hidden"));
    assert_eq!(guest.get(&known).await.status, 404);
    assert_eq!(link(&Browser::new(router(&kit)).get(&public).await.body), None);
    assert!(stage.team.post(&format!("{desk}/slides"), &format!("csrf={csrf}&file={file}&what=remove")).await.location().contains("done=slides-removed"));
    assert!(ada.post(&change, &format!("csrf={token}&file={file}&what=show")).await.location().contains("done=too-late"));
    assert!(ada.get(&stage.session("")).await.body.contains("Nothing has been handed in"));
}

}
