//! The team's stories at the desk, on both stores.

use http::StatusCode;
use madang_context::Who;
use madang_interchange::model::{Conference, Part, Programme, Room, Session, Slot, Speaker, Text};
use madang_jobs::{JobState, NewJob};
use madang_mail::{MailAddress, MessageState, NewMessage, Postman, Security, SmtpConfig, Transport};
use madang_programme::import;
use madang_store::StoreError;
use madang_testkit::{TestKit, both_stores};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use super::browser::{Answer, Browser, router};
use crate::ground::MIGRATIONS;

const EVIL: &str = "<script>alert(1)</script>";

/// A programme whose every name is an attack, and in which a room is taken twice.
fn programme() -> Programme {
    let slot = |hour: i64| {
        let start: jiff::Timestamp = "2026-12-01T01:00:00Z".parse().expect("a moment");
        let start = start + jiff::SignedDuration::from_hours(hour);
        Some(Slot { room: Some("1".into()), start, end: start + jiff::SignedDuration::from_mins(45) })
    };
    let session = |key: &str, slot: Option<Slot>| Session {
        key: key.into(),
        title: Text::of("en", &format!("{EVIL} {key}")),
        slot,
        parts: vec![Part { speaker: "kim".into(), ..Part::default() }],
        ..Session::default()
    };
    Programme {
        conference: Conference {
            title: Text::of("en", &format!("Seoul {EVIL}")),
            zone: Some("Asia/Seoul".into()),
            ..Conference::default()
        },
        rooms: vec![Room { key: "1".into(), name: Text::of("", &format!("Hall {EVIL}")), ..Room::default() }],
        speakers: vec![Speaker {
            key: "kim".into(),
            name: format!("Kim {EVIL}"),
            email: Some("kim@example.org".into()),
            ..Speaker::default()
        }],
        sessions: vec![session("one", slot(0)), session("two", slot(0)), session("three", None)],
        ..Programme::default()
    }
}

async fn imported(kit: &TestKit) {
    let ctx = kit.ctx(Who::Administrator);
    let written = kit.store.write::<_, anyhow::Error, _>(move |tx| {
        import(tx, &ctx, "seoul", &programme())?;
        madang_conference::set_visibility(tx, &ctx, "seoul", madang_conference::Visibility::Public)?;
        Ok(())
    });
    written.await.expect("the programme comes in");
}

/// A page on which nothing of a stranger's text has become markup.
fn assert_tame(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(!answer.body.contains(EVIL), "{}", answer.body);
}

async fn mail(kit: &TestKit) -> Vec<madang_mail::Message> {
    let read = |tx: &mut madang_store::Tx<'_>| madang_mail::list(tx, &madang_mail::Filter::default(), 10);
    kit.store.read::<_, StoreError, _>(read).await.expect("the outbox")
}

both_stores! { MIGRATIONS;

async fn a_release_is_looked_at_first_and_then_done_once(kit: TestKit) {
    imported(&kit).await;
    let router = router(&kit);
    let (mut team, mut visitor) = (Browser::signed_in(&kit, router.clone()).await, Browser::new(router));
    assert!(!visitor.get("/seoul/sessions").await.body.contains("/seoul/sessions/"), "nothing is released yet");
    let page = team.get("/desk/seoul").await;
    assert_tame(&page);
    assert!(page.body.contains("Room taken twice") && page.body.contains("/seoul~draft/sessions/"), "{}", page.body);
    // The host chooses that no room may be taken twice.
    let form = format!("csrf={}&room-taken=block&speaker-twice=ignore", page.token());
    assert!(team.post("/desk/seoul/levels", &form).await.location().starts_with("/desk/seoul?done=levels&undo="));
    let refused = team.get("/desk/seoul/release?note=First&tell=1").await;
    assert_tame(&refused);
    assert!(refused.body.contains("stands in the way") && !refused.body.contains("name=\"revision\""));
    let page = team.get("/desk/seoul").await;
    assert!(page.body.contains("Ignored: Speaker in two places"), "{}", page.body);
    team.post("/desk/seoul/levels", &format!("csrf={}&room-taken=warn", page.token())).await;
    let look = team.get("/desk/seoul/release?note=First+%3Cscript%3Ealert(1)%3C/script%3E&tell=1").await;
    assert_tame(&look);
    assert!(look.body.contains("Write to 1 speaker"), "{}", look.body);
    let form = format!("csrf={}&revision={}&note=First+word&tell=1", look.token(), look.hidden("revision"));
    let done = team.post("/desk/seoul/release", &form).await;
    assert_eq!((done.status, done.location()), (303, "/desk/seoul?done=released&count=1"));
    let page = team.get(done.location()).await;
    assert_tame(&page);
    assert!(page.body.contains("1 message to a speaker is queued") && page.body.contains("First word"));
    assert!(visitor.get("/seoul/sessions").await.body.contains("/seoul/sessions/"), "visitors see it at once");
    // The same form again does nothing: what it was looked at for is no longer so.
    let again = team.post("/desk/seoul/release", &form).await;
    assert!(again.status == 200 && again.body.contains("Something has changed since you looked"));
    assert_eq!(mail(&kit).await.len(), 1);
    let form = format!("csrf={}&visibility=draft", page.token());
    assert_eq!(team.post("/desk/seoul/visibility", &form).await.status, 303);
    assert_eq!(visitor.get("/seoul").await.status, 404, "hidden at once");
    assert_eq!(team.post("/desk/seoul/visibility", &format!("csrf={}&visibility=x", page.token())).await.status, 400);
}

async fn an_import_is_looked_at_first_and_then_done_once(kit: TestKit) {
    imported(&kit).await;
    let mut team = Browser::signed_in(&kit, router(&kit)).await;
    let token = team.get("/desk/seoul/import").await.token();
    let csv = format!("id,title,start,end,room\nnine,{EVIL} nine,2026-12-01 12:00,2026-12-01 12:45,Hall\n");
    let taken = team.upload("/desk/seoul/import", &token, &[("a&lt;<script>alert(1)<.csv", &csv)]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let preview = team.get(taken.location()).await;
    assert_tame(&preview);
    assert!(preview.body.contains("Csv") && preview.body.contains("nine"), "{}", preview.body);
    let sessions = || async {
        let read = kit.store.read::<_, StoreError, _>(madang_programme::standings).await;
        read.expect("standings")[0].sessions
    };
    let before = sessions().await;
    let apply = format!("csrf={}&revision={}", preview.token(), preview.hidden("revision"));
    let done = team.post(taken.location(), &apply).await;
    assert!(done.status == 303 && done.location().starts_with("/desk/seoul?done=imported&count="), "{}", done.body);
    assert_tame(&team.get(done.location()).await);
    assert_ne!(sessions().await, before);
    // Applied files are thrown away.
    let gone = team.post(taken.location(), &apply).await;
    assert_eq!(gone.location(), "/desk/seoul/import?done=upload-gone");
    // An old preview is not applied to what has changed since.
    let taken = team.upload("/desk/seoul/import", &token, &[("b.csv", &csv)]).await;
    let stale = team.post(taken.location(), &format!("csrf={token}&revision=1")).await;
    assert!(stale.status == 200 && stale.body.contains("Something has changed since you looked"));
}

async fn bad_files_are_named(kit: TestKit) {
    imported(&kit).await;
    let mut team = Browser::signed_in(&kit, router(&kit)).await;
    let token = team.get("/desk/seoul/import").await.token();
    let large = "x".repeat((20 << 20) + 1);
    let answer = team.upload("/desk/seoul/import", &token, &[("ok.csv", "title\n"), ("huge.xml", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE.as_u16());
    assert!(answer.body.contains("“huge.xml” is larger than 20 MB"), "{}", answer.body);
    assert_eq!(team.upload("/desk/seoul/import", &token, &[]).await.status, 422);
    let taken = team.upload("/desk/seoul/import", &token, &[("cut.xml", "<schedule>\n<day")]).await;
    let broken = team.get(taken.location()).await;
    assert!(broken.status == 422 && broken.body.contains("cut.xml:2"), "{}", broken.body);
    let bomb = "<!DOCTYPE s [<!ENTITY a \"b\">]><schedule>&a;</schedule>";
    let taken = team.upload("/desk/seoul/import", &token, &[("bomb.xml", bomb)]).await;
    let broken = team.get(taken.location()).await;
    assert!(broken.status == 422 && broken.body.contains("declares entities"), "{}", broken.body);
    let many: Vec<(&str, &str)> = vec![("a.csv", "title\n"); 21];
    assert_eq!(team.upload("/desk/seoul/import", &token, &many).await.status, 413);
}

async fn mail_that_did_not_arrive_is_loud_and_sent_again(kit: TestKit) {
    let mut team = Browser::signed_in(&kit, router(&kit)).await;
    assert!(team.get("/desk/mail").await.body.contains("No mail yet"));
    let ctx = kit.ctx(Who::System);
    let message = || {
        let to = MailAddress::new("Kim", "kim@example.org").expect("an address");
        NewMessage::new(to, format!("Hello {EVIL}"), format!("Dear Kim, {EVIL}"))
    };
    let letters = [message(), message()];
    kit.store.write::<_, StoreError, _>(move |tx| madang_mail::queue(tx, &ctx, &letters)).await.expect("queued");
    assert!(!team.get("/desk").await.body.contains("Mail is not being sent"));
    kit.clock.advance(jiff::SignedDuration::from_mins(11));
    assert!(team.get("/desk").await.body.contains("Mail is not being sent"), "nobody takes it");
    refuse_all(&kit).await;
    let id = mail(&kit).await[0].id;
    assert_eq!(mail(&kit).await.iter().filter(|one| one.state == MessageState::GivenUp).count(), 2);
    for path in ["/desk", "/desk/mail", "/desk/mail?state=given_up&q=KIM%40"] {
        let page = team.get(path).await;
        assert_tame(&page);
        assert!(page.body.contains("2 messages have not been delivered") || path == "/desk/mail?state=given_up&q=KIM%40");
    }
    assert!(team.get("/desk/mail?q=nobody").await.body.contains("No message matches"));
    let page = team.get(&format!("/desk/mail/{id}")).await;
    assert_tame(&page);
    assert!(page.body.contains("Dear Kim, ") && page.body.contains("refused"), "{}", page.body);
    let csrf = format!("csrf={}", page.token());
    let done = team.post(&format!("/desk/mail/{id}/resend"), &csrf).await;
    assert_eq!(done.location(), format!("/desk/mail/{id}?done=resent&count=1"));
    assert_eq!(team.post("/desk/mail/resend-given-up", &csrf).await.location(), "/desk/mail?done=resent&count=1");
    assert!(mail(&kit).await.iter().all(|one| one.state == MessageState::Queued));
    assert!(team.post(&format!("/desk/mail/{id}/cancel"), &csrf).await.location().ends_with("done=mail-cancelled"));
    assert!(team.post(&format!("/desk/mail/{id}/cancel"), &csrf).await.location().ends_with("done=too-late"));
}

async fn a_job_that_failed_is_tried_again(kit: TestKit) {
    let mut team = Browser::signed_in(&kit, router(&kit)).await;
    let ctx = kit.ctx(Who::System);
    let job = NewJob::new("test.work", &EVIL);
    kit.store.write::<_, StoreError, _>(move |tx| madang_jobs::enqueue(tx, &ctx, &job)).await.expect("enqueued");
    let job = || async {
        let read = |tx: &mut madang_store::Tx<'_>| madang_jobs::list(tx, &madang_jobs::Filter::default(), 10);
        kit.store.read::<_, StoreError, _>(read).await.expect("jobs")[0].clone()
    };
    let id = job().await.id;
    let csrf = format!("csrf={}", team.get("/desk/jobs").await.token());
    assert_eq!(team.post(&format!("/desk/jobs/{id}/retry"), &csrf).await.location(), "/desk/jobs?done=too-late");
    assert_eq!(team.post(&format!("/desk/jobs/{id}/cancel"), &csrf).await.location(), "/desk/jobs?done=job-cancelled");
    assert_eq!(job().await.state, JobState::Cancelled);
    let page = team.get("/desk/jobs?state=cancelled").await;
    assert_tame(&page);
    assert!(page.body.contains("test.work") && page.body.contains("Try again"));
    assert_eq!(team.post(&format!("/desk/jobs/{id}/retry"), &csrf).await.location(), "/desk/jobs?done=retried");
    assert_eq!(job().await.state, JobState::Waiting);
    assert!(team.get("/desk/jobs?state=failed").await.body.contains("No job here"));
    kit.clock.advance(jiff::SignedDuration::from_mins(11));
    assert!(team.get("/desk").await.body.contains("Jobs are not being done"));
}

}

/// Lets a postman bring everything to a mail server that refuses it for ever, in hostile words.
async fn refuse_all(kit: &TestKit) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let server = tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(refuse(connection));
        }
    });
    let from = MailAddress::new("", "madang@example.org").expect("an address");
    let host = "127.0.0.1".to_owned();
    let smtp =
        SmtpConfig { host, port, security: Security::None, credentials: None, hello: None, authority: None };
    let transport = Transport::smtp(&smtp).expect("a transport");
    let postman = Postman::new(kit.store.clone(), kit.clock.clone(), &kit.ids, transport, from);
    postman.deliver_due().await.expect("the postman goes round");
    server.abort();
}

async fn refuse(connection: TcpStream) {
    let mut connection = BufReader::new(connection);
    let mut answer = "220 ready\r\n".to_owned();
    let mut line = String::new();
    loop {
        if connection.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
        line.clear();
        match connection.read_line(&mut line).await {
            Ok(0) | Err(_) => return,
            Ok(_) if line.starts_with("RCPT") => answer = format!("550 refused {EVIL}\r\n"),
            Ok(_) => answer = "250 well\r\n".to_owned(),
        }
    }
}
