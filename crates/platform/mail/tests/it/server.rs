//! A small mail server on this machine: speaks SMTP, keeps what it takes, and misbehaves for some recipients.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

#[derive(Default)]
struct Shared {
    /// Recipient and letter.
    taken: Mutex<Vec<(String, String)>>,
    recovered: AtomicBool,
    stalled: Notify,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // A broken connection ends the conversation and nothing else.
                tokio::spawn(async move { drop(converse(stream, &shared).await) });
            }
        });
        Self { port, shared, listening }
    }

    pub(crate) async fn stop(self) {
        self.listening.abort();
        let _ = self.listening.await;
    }

    /// From now on every recipient is welcome.
    pub(crate) fn recover(&self) {
        self.shared.recovered.store(true, Ordering::SeqCst);
    }

    /// Done when a letter was taken and its sender left without an answer.
    pub(crate) async fn has_stalled(&self) {
        self.shared.stalled.notified().await;
    }

    pub(crate) fn letters(&self) -> Vec<String> {
        self.shared.taken.lock().unwrap().iter().map(|(_, letter)| letter.clone()).collect()
    }

    /// Sorted.
    pub(crate) fn recipients(&self) -> Vec<String> {
        let mut recipients: Vec<_> =
            self.shared.taken.lock().unwrap().iter().map(|(to, _)| to.clone()).collect();
        recipients.sort();
        recipients
    }
}

async fn converse(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut recipient = String::new();
    writing.write_all(b"220 test ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let well = shared.recovered.load(Ordering::SeqCst);
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-test\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
            "RCPT" => {
                recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                match recipient.split('@').next() {
                    Some("later") if !well => b"451 4.2.0 try again\r\n",
                    Some("never") if !well => b"550 5.1.1 no such person\r\n",
                    _ => b"250 ok\r\n",
                }
            }
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await?;
                let mut letter = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    letter.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.push_str("\r\n");
                }
                match recipient.split('@').next() {
                    // Hangs up before it has taken the letter.
                    Some("hangup") if !well => return Ok(()),
                    // Takes the letter and says nothing.
                    Some("stall") if !well => {
                        shared.taken.lock().unwrap().push((recipient.clone(), letter));
                        shared.stalled.notify_one();
                        std::future::pending::<()>().await;
                        return Ok(());
                    }
                    _ => shared.taken.lock().unwrap().push((recipient.clone(), letter)),
                }
                b"250 taken\r\n"
            }
            "QUIT" => {
                writing.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 ok\r\n",
        };
        writing.write_all(answer).await?;
    }
    Ok(())
}
