//! A small mail server on this machine: speaks SMTP, keeps what it takes, and misbehaves for some recipients.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

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
                tokio::spawn(async move { drop(converse(stream, &shared, true).await) });
            }
        });
        Self { port, shared, listening }
    }

    /// One that speaks TLS, at once or after STARTTLS, and the certificate of its authority as PEM.
    pub(crate) async fn start_secret(after_greeting: bool) -> (Self, Vec<u8>) {
        let certified = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config =
            config.with_no_client_auth().with_single_cert(vec![certified.cert.der().clone()], key).unwrap();
        let tls = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("localhost:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (tls, shared) = (tls.clone(), Arc::clone(&serving));
                tokio::spawn(async move {
                    if after_greeting {
                        greet(&mut stream).await?;
                    }
                    converse(tls.accept(stream).await?, &shared, !after_greeting).await
                });
            }
        });
        (Self { port, shared, listening }, certified.cert.pem().into_bytes())
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

/// The part of a conversation that is in the open: offers TLS and waits until that is taken up.
async fn greet(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"220 test ESMTP\r\n").await?;
    let mut line = Vec::new();
    loop {
        // Byte by byte, for what follows the last line belongs to TLS.
        line.push(stream.read_u8().await?);
        if line.ends_with(b"\r\n") {
            let answer: &[u8] = match &line[..4] {
                b"EHLO" => b"250-test\r\n250-STARTTLS\r\n250 8BITMIME\r\n",
                b"STAR" => b"220 go on\r\n",
                _ => b"530 5.7.0 not in the open\r\n",
            };
            stream.write_all(answer).await?;
            if line.starts_with(b"STAR") {
                return Ok(());
            }
            line.clear();
        }
    }
}

async fn converse<S>(stream: S, shared: &Shared, greets: bool) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite,
{
    let (reading, mut writing) = tokio::io::split(stream);
    let mut lines = BufReader::new(reading).lines();
    let mut recipient = String::new();
    if greets {
        writing.write_all(b"220 test ESMTP\r\n").await?;
    }
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
