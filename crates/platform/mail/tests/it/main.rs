//! The outbox on both stores, and delivery to a real mail server that takes, delays, refuses and hangs up.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod server;

use jiff::SignedDuration;
use madang_context::{Clock, Who};
use madang_mail::{
    Cause, Filter, MIGRATIONS, MailAddress, Memory, Message, MessageState, NewMessage, Postman, STATEMENTS,
    Security, SmtpConfig, Transport,
};
use madang_store::{Migration, StoreError};
use madang_testkit::TestKit;
use server::Server;

const ALL: &[&[Migration]] = &[MIGRATIONS];

fn to(address: &str) -> NewMessage {
    let language = "ko".into();
    NewMessage {
        language, ..NewMessage::new(address.parse().unwrap(), "일정 변경", "안녕하세요.\n.\nBye")
    }
}

fn own() -> MailAddress {
    "Madang <noreply@madang.example>".parse().unwrap()
}

fn postman(kit: &TestKit, transport: Transport) -> Postman {
    Postman::new(kit.store.clone(), kit.clock.clone(), &kit.ids, transport, own())
}

fn smtp(server: &Server) -> Transport {
    let config = SmtpConfig {
        host: "127.0.0.1".into(),
        port: server.port,
        security: Security::None,
        credentials: None,
        hello: Some("madang.example".into()),
        authority: None,
    };
    Transport::smtp(&config).unwrap()
}

async fn queue(kit: &TestKit, messages: Vec<NewMessage>) {
    let ctx = kit.ctx(Who::System);
    kit.store.write::<_, StoreError, _>(move |tx| madang_mail::queue(tx, &ctx, &messages)).await.unwrap();
}

async fn outbox(kit: &TestKit, filter: Filter) -> Vec<Message> {
    let mut list =
        kit.store.read::<_, StoreError, _>(move |tx| madang_mail::list(tx, &filter, 2_000)).await.unwrap();
    list.reverse();
    list
}

async fn states(kit: &TestKit) -> Vec<(MessageState, u32)> {
    outbox(kit, Filter::default()).await.iter().map(|message| (message.state, message.attempts)).collect()
}

madang_testkit::both_stores! { ALL;
    async fn every_statement_prepares(kit: TestKit) {
        kit.store.read::<_, StoreError, _>(|tx| {
            STATEMENTS.iter().copied().flatten().try_for_each(|statement| tx.prepare(statement))
        }).await.unwrap();
    }

    async fn a_message_is_sent_only_with_its_cause(kit: TestKit) {
        let memory = Memory::default();
        let postman = postman(&kit, Transport::Memory(memory.clone()));
        let ctx = kit.ctx(Who::System);
        let undone = kit.store.write::<(), StoreError, _>(move |tx| {
            madang_mail::queue(tx, &ctx, &[to("ada@example.org")])?;
            Err(StoreError::Busy)
        }).await;
        assert!(undone.is_err());
        assert_eq!(postman.deliver_due().await.unwrap(), 0);
        queue(&kit, vec![to("ada@example.org"), to("minsu@example.org")]).await;
        assert_eq!((postman.deliver_due().await.unwrap(), postman.deliver_due().await.unwrap()), (2, 0));
        assert_eq!((memory.letters().len(), states(&kit).await), (2, vec![(MessageState::Sent, 1); 2]));
    }

    async fn a_real_server_takes_delays_refuses_and_hangs_up(kit: TestKit) {
        let server = Server::start().await;
        let postman = postman(&kit, smtp(&server));
        queue(&kit, vec![
            to("ada@example.org"), to("later@example.org"), to("never@example.org"), to("hangup@example.org"),
        ]).await;
        assert_eq!(postman.deliver_due().await.unwrap(), 4);
        let found = outbox(&kit, Filter::default()).await;
        let told: Vec<_> = found.iter().map(|message| (message.state, message.last_error.as_deref())).collect();
        assert_eq!(told[0], (MessageState::Sent, None));
        assert!(told[1].0 == MessageState::Failed && told[1].1.unwrap().contains("4.2.0 try again"), "{told:?}");
        assert!(told[2].0 == MessageState::GivenUp && told[2].1.unwrap().contains("5.1.1 no such person"), "{told:?}");
        assert!(told[3].0 == MessageState::Failed && told[3].1.is_some(), "{told:?}");
        // The lone dot in the text must not end the message.
        assert!(server.letters()[0].ends_with("안녕하세요.\r\n.\r\nBye\r\n") || server.letters()[0].contains("base64"));
        // The server has recovered: what failed goes out at its time, what was given up does not.
        server.recover();
        assert_eq!(postman.deliver_due().await.unwrap(), 0);
        kit.clock.advance(SignedDuration::from_mins(3));
        assert_eq!(postman.deliver_due().await.unwrap(), 2);
        assert_eq!(states(&kit).await, [
            (MessageState::Sent, 1), (MessageState::Sent, 2), (MessageState::GivenUp, 1), (MessageState::Sent, 2),
        ]);
        assert_eq!(server.recipients(), ["ada@example.org", "hangup@example.org", "later@example.org"]);
    }

    async fn letters_cross_the_network_in_secret_only(kit: TestKit) {
        for security in [Security::Tls, Security::StartTls] {
            let (server, authority) = Server::start_secret(security == Security::StartTls).await;
            let config = |host: &str, authority: Option<&[u8]>| SmtpConfig {
                host: host.into(), port: server.port, security, credentials: None, hello: None, authority: authority.map(<[u8]>::to_vec),
            };
            // By an authority that nobody knows, under another name, and at last as it should be.
            for (host, authority, state) in [
                ("localhost", None, MessageState::Failed),
                ("127.0.0.1", Some(&authority[..]), MessageState::Failed),
                ("localhost", Some(&authority[..]), MessageState::Sent),
            ] {
                queue(&kit, vec![to("ada@example.org")]).await;
                let postman = postman(&kit, Transport::smtp(&config(host, authority)).unwrap());
                postman.deliver_due().await.unwrap();
                let message = outbox(&kit, Filter::default()).await.pop().unwrap();
                assert_eq!(message.state, state, "{security:?} {host}: {:?}", message.last_error);
                assert_eq!(server.letters().len(), usize::from(state == MessageState::Sent), "{security:?} {host}");
                // The others' next attempt belongs to them.
                kit.clock.advance(SignedDuration::from_secs(1));
            }
        }
        // A server that offers no TLS gets nothing: somebody in between may have taken the offer out.
        let plain = Server::start().await;
        let config = SmtpConfig {
            host: "localhost".into(), port: plain.port, security: Security::StartTls, credentials: None, hello: None, authority: None,
        };
        queue(&kit, vec![to("ada@example.org")]).await;
        postman(&kit, Transport::smtp(&config).unwrap()).deliver_due().await.unwrap();
        let message = outbox(&kit, Filter::default()).await.pop().unwrap();
        assert!(message.state != MessageState::Sent && plain.letters().is_empty(), "{message:?}");
    }

    async fn an_unreachable_server_is_tried_for_a_day_and_then_given_up(kit: TestKit) {
        let server = Server::start().await;
        let transport = smtp(&server);
        server.stop().await;
        let postman = postman(&kit, transport);
        queue(&kit, vec![to("ada@example.org")]).await;
        let begin = kit.clock.now();
        while postman.deliver_due().await.unwrap() > 0 {
            let message = outbox(&kit, Filter::default()).await.remove(0);
            if message.state == MessageState::Failed {
                kit.clock.advance(message.send_at.duration_since(kit.clock.now()));
            }
        }
        assert_eq!(states(&kit).await, [(MessageState::GivenUp, 12)]);
        assert!((16..=19).contains(&kit.clock.now().duration_since(begin).as_hours()));
    }

    async fn a_message_in_dead_hands_goes_out_again_under_the_same_name(kit: TestKit) {
        let server = Server::start().await;
        queue(&kit, vec![to("stall@example.org")]).await;
        // The program dies after the message was handed over and before that is noted down.
        let dying = postman(&kit, smtp(&server));
        let died = tokio::spawn(async move { dying.deliver_due().await });
        server.has_stalled().await;
        died.abort();
        server.recover();
        let heir = postman(&kit, smtp(&server));
        assert_eq!(heir.deliver_due().await.unwrap(), 0, "the lease still holds");
        kit.clock.advance(SignedDuration::from_mins(11));
        assert_eq!(heir.deliver_due().await.unwrap(), 1);
        assert_eq!(states(&kit).await, [(MessageState::Sent, 2)]);
        let names: Vec<String> = server.letters().iter().map(|letter| {
            letter.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned()
        }).collect();
        assert_eq!((names.len(), &names[0]), (2, &names[1]));
    }

    async fn the_administrator_finds_and_sends_again(kit: TestKit) {
        let memory = Memory::default();
        let postman = postman(&kit, Transport::Memory(memory.clone()));
        let cause = Cause { kind: "release", id: kit.ids.next(kit.clock.now()) };
        queue(&kit, vec![NewMessage { cause: Some(cause.clone()), ..to("100%_Real@example.org") }, to("b@example.org")]).await;
        postman.deliver_due().await.unwrap();
        let count = async |filter: Filter| outbox(&kit, filter).await.len();
        assert_eq!(count(Filter { recipient: Some("%_real".into()), ..Filter::default() }).await, 1);
        assert_eq!(count(Filter { recipient: Some("_%".into()), ..Filter::default() }).await, 0);
        assert_eq!(count(Filter { cause: Some(cause), ..Filter::default() }).await, 1);
        assert_eq!(count(Filter { state: Some(MessageState::Queued), ..Filter::default() }).await, 0);
        let first = outbox(&kit, Filter::default()).await[0].id;
        assert_eq!(count(Filter { before: Some(first), ..Filter::default() }).await, 0);
        let ctx = kit.ctx(Who::Administrator);
        let answers = kit.store.write::<_, StoreError, _>(move |tx| {
            let resent = [madang_mail::resend(tx, &ctx, first)?, madang_mail::resend(tx, &ctx, first)?];
            Ok((resent, madang_mail::cancel(tx, first)?, madang_mail::resend(tx, &ctx, first)?))
        }).await.unwrap();
        assert_eq!(answers, ([true, false], true, true));
        assert_eq!((postman.deliver_due().await.unwrap(), memory.letters().len()), (1, 3));
        let counts = kit.store.read::<_, StoreError, _>(madang_mail::counts).await.unwrap();
        assert_eq!(counts[2], ("mail", "sent", 2));
    }

    async fn a_folder_gets_whole_files(kit: TestKit) {
        let folder = kit.path("mail");
        let postman = postman(&kit, Transport::folder(&folder).unwrap());
        queue(&kit, vec![to("ada@example.org")]).await;
        postman.deliver_due().await.unwrap();
        let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 1);
        assert!(std::fs::read_to_string(&files[0]).unwrap().contains("To: ada@example.org\r\n"));
    }

    async fn a_release_to_1200_people_is_queued_at_once(kit: TestKit) {
        let messages: Vec<_> = (0..1_200).map(|number| to(&format!("p{number}@example.org"))).collect();
        queue(&kit, messages).await;
        assert_eq!(outbox(&kit, Filter::default()).await.len(), 1_200);
    }

    async fn a_running_postman_wakes_and_stops(kit: TestKit) {
        let memory = Memory::default();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(postman(&kit, Transport::Memory(memory.clone())).run(async { drop(stopped.await) }));
        queue(&kit, vec![to("ada@example.org")]).await;
        let waiting = async {
            while memory.letters().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), waiting).await.unwrap();
        stop.send(()).unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(10), running).await.unwrap().unwrap();
        assert_eq!(states(&kit).await, [(MessageState::Sent, 1)]);
    }
}

#[test]
fn mail_in_the_clear_stays_on_this_machine() {
    let config = SmtpConfig {
        host: "mail.example.org".into(),
        port: 25,
        security: Security::None,
        credentials: None,
        hello: None,
        authority: None,
    };
    assert!(Transport::smtp(&config).is_err());
}
