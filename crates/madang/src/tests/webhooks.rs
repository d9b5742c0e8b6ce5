//! Webhooks against a real server on this machine: what is sent, to whom, and what never is.

use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use madang_context::{Clock as _, Ids, SystemRandomness};
use madang_fetch::Fetcher;
use madang_jobs::Runner;
use madang_testkit::{TestKit, both_stores};
use madang_webhooks::{Deliverer, signature};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{account::sign_up, browser::Browser, team::ada_with_host};
use crate::{ground::MIGRATIONS, serve::with_webhooks};

const BASE: &str = "/desk/hosts/hanbit-foundation/webhooks";

/// A server that keeps what it is sent and answers with the next of its answers, the last one for ever.
#[derive(Clone)]
struct Receiver {
    url: String,
    received: Arc<Mutex<Vec<(String, String)>>>,
}

impl Receiver {
    async fn answering(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        tokio::spawn(async move {
            let mut count = 0;
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                let (head, body) = loop {
                    let mut some = [0; 4096];
                    let Ok(read @ 1..) = stream.read(&mut some).await else {
                        break (String::new(), String::new());
                    };
                    bytes.extend_from_slice(&some[..read]);
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                    let length = header(head, "content-length").parse::<usize>().unwrap_or(0);
                    if body.len() >= length {
                        break (head.to_owned(), body.to_owned());
                    }
                };
                let answer: &String = answers.get(count).or(answers.last()).expect("an answer");
                count += 1;
                kept.lock().expect("nobody panicked").push((head, body));
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { url, received }
    }

    fn taken(&self) -> Vec<(String, String)> {
        self.received.lock().expect("nobody panicked").clone()
    }
}

fn status(status: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\nhello")
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.trim())
}

/// The worker of a server whose configuration allows these networks.
fn runner(kit: &TestKit, networks: &[&str]) -> Runner {
    let ids = Arc::new(Ids::new(SystemRandomness));
    let runner = Runner::new(kit.store.clone(), kit.clock.clone(), ids);
    let networks = networks.iter().map(|network| network.parse().expect("a network")).collect();
    with_webhooks(runner, Deliverer { store: kit.store.clone(), fetcher: Fetcher::new(networks) })
}

async fn make(ada: &mut Browser, url: &str) -> String {
    let token = ada.get(BASE).await.token();
    let made = ada.post(BASE, &format!("csrf={token}&url={url}")).await;
    let (page, _) = made.location().split_once('?').unwrap_or_else(|| panic!("{}", made.body));
    page.to_owned()
}

async fn ping(ada: &mut Browser, page: &str) {
    let token = ada.get(page).await.token();
    assert_eq!(ada.post(page, &format!("csrf={token}&act=ping")).await.status, 303);
}

both_stores! { MIGRATIONS;

async fn what_happens_is_told_and_signed(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let receiver = Receiver::answering(vec![status("200 OK")]).await;
    let page = make(&mut ada, &receiver.url).await;
    let token = ada.get("/desk/yard").await.token();
    assert_eq!(ada.post("/desk/yard/visibility", &format!("csrf={token}&visibility=public")).await.status, 303);
    runner(&kit, &["127.0.0.0/8"]).run_due().await.expect("the jobs are done");
    let taken = receiver.taken();
    let [(head, body)] = taken.as_slice() else { panic!("{taken:?}") };
    assert!(head.starts_with("POST /hook HTTP/1.1"), "{head}");
    let told: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(told["type"], "conference.visibility");
    assert_eq!(told["data"], serde_json::json!({ "conference": "yard", "visibility": "public" }));
    let secret = ada.get(&page).await.hidden_value("whsec_");
    let secret = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, secret).expect("base64");
    let signed = signature(&secret, header(head, "webhook-id"), kit.clock.now(), body);
    assert_eq!(header(head, "webhook-signature"), signed);
    assert_eq!(header(head, "webhook-timestamp"), kit.clock.now().as_second().to_string());
    let log = ada.get(&page).await;
    assert!(log.body.contains("Delivered") && log.body.contains("HTTP 200"), "{}", log.body);
    // What a webhook did not ask for, and what happens while it is paused, is not told.
    let token = log.token();
    ada.post(&page, &format!("csrf={token}&act=pause")).await;
    let token = ada.get("/desk/yard").await.token();
    ada.post("/desk/yard/visibility", &format!("csrf={token}&visibility=draft")).await;
    runner(&kit, &["127.0.0.0/8"]).run_due().await.expect("the jobs are done");
    assert_eq!(receiver.taken().len(), 1);
}

async fn what_is_not_taken_is_tried_again_later_and_given_up(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let receiver = Receiver::answering(vec![status("500 Oh no"), status("503 Busy"), status("204 Fine")]).await;
    let page = make(&mut ada, &receiver.url).await;
    ping(&mut ada, &page).await;
    let runner = runner(&kit, &["127.0.0.0/8"]);
    for tried in 1..=3 {
        runner.run_due().await.expect("the jobs are done");
        assert_eq!(receiver.taken().len(), tried);
        // Not at once again.
        runner.run_due().await.expect("the jobs are done");
        assert_eq!(receiver.taken().len(), tried);
        kit.clock.advance(SignedDuration::from_hours(2));
    }
    runner.run_due().await.expect("the jobs are done");
    assert_eq!(receiver.taken().len(), 3, "it was taken");
    let ids: Vec<String> = receiver.taken().iter().map(|(head, _)| header(head, "webhook-id").to_owned()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "receivers know it again: {ids:?}");
    // By hand once more.
    let log = ada.get(&page).await;
    let (token, delivery) = (log.token(), ids[0].clone());
    assert_eq!(ada.post(&format!("{page}/again"), &format!("csrf={token}&delivery={delivery}")).await.status, 303);
    runner.run_due().await.expect("the jobs are done");
    assert_eq!(receiver.taken().len(), 4);

    let broken = Receiver::answering(vec![status("500 Oh no")]).await;
    let page = make(&mut ada, &broken.url).await;
    ping(&mut ada, &page).await;
    for _ in 0..12 {
        runner.run_due().await.expect("the jobs are done");
        kit.clock.advance(SignedDuration::from_hours(2));
    }
    assert_eq!(broken.taken().len(), 10);
    let log = ada.get(&page).await;
    assert!(log.body.contains("Given up") && log.body.contains("hello"), "{}", log.body);
    assert_eq!(ada.get("/desk").await.body.matches("1 failed").count(), 0, "and no job alarms anybody");
}

async fn redirections_are_not_followed(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let elsewhere = Receiver::answering(vec![status("200 OK")]).await;
    let redirecting = format!("HTTP/1.1 307 There\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", elsewhere.url);
    let receiver = Receiver::answering(vec![redirecting]).await;
    let page = make(&mut ada, &receiver.url).await;
    ping(&mut ada, &page).await;
    runner(&kit, &["127.0.0.0/8"]).run_due().await.expect("the jobs are done");
    assert_eq!((receiver.taken().len(), elsewhere.taken().len()), (1, 0));
    assert!(ada.get(&page).await.body.contains("HTTP 307"));
}

async fn networks_that_are_not_public_are_not_reached(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let inside = Receiver::answering(vec![status("200 OK")]).await;
    let port = inside.url.rsplit(':').next().and_then(|rest| rest.split('/').next()).expect("a port").to_owned();
    let by_name = format!("http://localhost:{port}/hook");
    for url in [inside.url.as_str(), &by_name, "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data", "http://0x7f000001/", "http://10.0.0.1/"] {
        let page = make(&mut ada, url).await;
        ping(&mut ada, &page).await;
        // Another network that the configuration allows opens no door to this one.
        runner(&kit, &["192.0.2.0/24"]).run_due().await.expect("the jobs are done");
        let log = ada.get(&page).await;
        assert!(log.body.contains("Given up") && log.body.contains("not public"), "{url}: {}", log.body);
    }
    assert_eq!(inside.taken().len(), 0);
    for url in ["ftp://x.example", "https://user:secret@x.example", "javascript:alert(1)", "nonsense"] {
        let token = ada.get(BASE).await.token();
        let page = ada.post(BASE, &format!("csrf={token}&url={url}")).await;
        assert!(page.status == 200 && page.body.contains("no address"), "{url}");
    }
}

async fn another_hosts_webhooks_do_not_exist(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let receiver = Receiver::answering(vec![status("200 OK")]).await;
    let page = make(&mut ada, &receiver.url).await;
    let id = page.rsplit('/').next().expect("an id").to_owned();
    let mut eve = ada.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    let token = eve.get("/desk/hosts/new").await.token();
    eve.post("/desk/hosts/new", &format!("csrf={token}&name=Eve&slug=eve")).await;
    assert_eq!(eve.get(&page).await.status, 404);
    assert_eq!(eve.get(&format!("/desk/hosts/eve/webhooks/{id}")).await.status, 404);
    for act in ["ping", "pause", "delete"] {
        let answer = eve.post(&format!("/desk/hosts/eve/webhooks/{id}"), &format!("csrf={token}&act={act}")).await;
        assert_eq!(answer.status, 404, "{act}");
    }
    assert_eq!(ada.get(&page).await.status, 200);
}

}
