//! Against real servers on this machine: which doors are opened, and which are not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use madang_fetch::{FetchError, Fetcher};
use rustls::{
    RootCertStore, ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// A server that answers every request with what `answer` makes of its head.
struct Server {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

async fn serve(answer: fn(&str) -> Vec<u8>, tls: Option<TlsAcceptor>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, asked) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (tls, count) = (tls.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                match tls {
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            speak(stream, answer, &count).await;
                        }
                    }
                    None => speak(stream, answer, &count).await,
                }
            });
        }
    });
    Server { address, asked }
}

async fn speak<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    answer: fn(&str) -> Vec<u8>,
    count: &AtomicUsize,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    count.fetch_add(1, Ordering::SeqCst);
    let answer = answer(std::str::from_utf8(&head).unwrap());
    let _ = stream.write_all(&answer).await;
    let _ = stream.shutdown().await;
}

fn ok(body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: Image/PNG; x=y\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn neighbours() -> Fetcher {
    Fetcher::new(vec!["127.0.0.0/8".parse().unwrap()])
}

#[tokio::test]
async fn what_is_there_is_read_and_nothing_is_told() {
    let server = serve(
        |head| {
            assert!(head.starts_with("GET /a%20b?c=%C3%A9 HTTP/1.1\r\n"), "{head}");
            let head = head.to_lowercase();
            assert!(
                head.contains("\r\nhost: localhost:") && head.contains("\r\nuser-agent: madang/"),
                "{head}"
            );
            for secret in ["cookie", "authorization", "referer", "origin"] {
                assert!(!head.contains(secret), "{head}");
            }
            ok(b"picture")
        },
        None,
    )
    .await;
    let url = format!("http://localhost:{}/a b?c=é#part", server.address.port());
    let fetched = neighbours().get(&url, 100).await.unwrap();
    assert_eq!((&fetched.body[..], fetched.media_type.as_str()), (&b"picture"[..], "image/png"));
}

#[tokio::test]
async fn no_door_of_the_neighbourhood_is_knocked_at() {
    let server = serve(|_| ok(b"secret"), None).await;
    let port = server.address.port();
    let public_only = Fetcher::new(Vec::new());
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::]",
    ] {
        let error = public_only.get(&format!("http://{host}:{port}/"), 100).await.unwrap_err();
        assert!(matches!(error, FetchError::NotPublic), "{host}: {error:?}");
    }
    for address in [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "http://user:pw@example.org/",
        "//example.org/",
        "",
        "data:,x",
    ] {
        let error = public_only.get(address, 100).await.unwrap_err();
        assert!(matches!(error, FetchError::Address), "{address}: {error:?}");
    }
    assert_eq!(server.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_redirection_is_judged_like_an_address() {
    // 127.0.0.1 is allowed here, 127.0.0.2 is not: the second server stands for the metadata of a cloud.
    let server = serve(
        |head| {
            let to = head.split_whitespace().nth(1).unwrap().trim_start_matches("/to/");
            match to {
                "end" => ok(b"end"),
                "round" => b"HTTP/1.1 302 Found\r\nLocation: /to/round\r\nContent-Length: 0\r\n\r\n".to_vec(),
                "nowhere" => b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
                "file" => b"HTTP/1.1 301 Moved\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"
                    .to_vec(),
                "inside" => {
                    b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.2:1/\r\nContent-Length: 0\r\n\r\n"
                        .to_vec()
                }
                _ => b"HTTP/1.1 303 Other\r\nLocation: end\r\nContent-Length: 0\r\n\r\n".to_vec(),
            }
        },
        None,
    )
    .await;
    let fetcher = Fetcher::new(vec!["127.0.0.1/32".parse().unwrap()]);
    let get = async |name: &str| fetcher.get(&format!("http://{}/to/{name}", server.address), 100).await;
    assert_eq!(&get("other").await.unwrap().body[..], b"end");
    assert!(matches!(get("round").await.unwrap_err(), FetchError::Redirections));
    assert!(matches!(get("nowhere").await.unwrap_err(), FetchError::Status(302)));
    assert!(matches!(get("file").await.unwrap_err(), FetchError::Address));
    assert!(matches!(get("inside").await.unwrap_err(), FetchError::NotPublic));
}

#[tokio::test]
async fn long_slow_and_broken_answers_end() {
    let server = serve(
        |head| match head.split_whitespace().nth(1).unwrap() {
            // More than it says it has, less than it says, no end told at all.
            "/long" => [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 100_000]].concat(),
            "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nxx".to_vec(),
            "/gone" => b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n".to_vec(),
            "/busy" => b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".to_vec(),
            _ => b"SSH-2.0-OpenSSH_9\r\n".to_vec(),
        },
        None,
    )
    .await;
    let fetcher = neighbours();
    let get =
        async |path: &str| fetcher.get(&format!("http://{}{path}", server.address), 1_000).await.unwrap_err();
    assert!(matches!(get("/long").await, FetchError::TooLarge { limit_bytes: 1_000 }));
    assert!(get("/short").await.is_passing());
    assert!(get("/").await.is_passing());
    assert!(get("/busy").await.is_passing() && !get("/gone").await.is_passing());
    // A server that takes the call and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let error = neighbours().with_patience(Duration::from_millis(200)).get(&url, 10).await.unwrap_err();
    assert!(error.is_passing(), "{error:?}");
}

#[tokio::test]
async fn certificates_are_checked() {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
    let chain = vec![certified.cert.der().clone()];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(chain, key).unwrap();
    let server = serve(|_| ok(b"secret"), Some(TlsAcceptor::from(Arc::new(config)))).await;
    let port = server.address.port();
    let allowed = vec!["127.0.0.0/8".parse().unwrap()];
    let mut roots = RootCertStore::empty();
    roots.add(certified.cert.der().clone()).unwrap();
    let trusting = Fetcher::trusting(allowed, roots);
    assert_eq!(&trusting.get(&format!("https://localhost:{port}/"), 100).await.unwrap().body[..], b"secret");
    // The same server under another name, and to somebody who does not know its authority.
    assert!(trusting.get(&format!("https://127.0.0.1:{port}/"), 100).await.unwrap_err().is_passing());
    assert!(neighbours().get(&format!("https://localhost:{port}/"), 100).await.unwrap_err().is_passing());
    assert_eq!(server.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_request_is_sent_as_it_is_and_to_no_other_door() {
    let server = serve(
        |head| {
            if head.contains("/elsewhere") {
                return b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
                    .to_vec();
            }
            let told = head.starts_with("POST /token HTTP/1.1\r\n")
                && head.to_ascii_lowercase().contains("authorization: basic abc");
            let body = if told { "as it was" } else { "something else" };
            format!("HTTP/1.1 400 Bad\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
        },
        None,
    )
    .await;
    let request = |path: &str| {
        let request = http::Request::post(format!("http://{}{path}", server.address));
        request.header("authorization", "Basic abc").body(b"grant".to_vec()).unwrap()
    };
    let fetcher = Fetcher::new(vec!["127.0.0.0/8".parse().unwrap()]);
    let answer = fetcher.send(request("/token"), 100).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.body().as_slice()), (400, &b"as it was"[..]));
    assert_eq!(
        fetcher.send(request("/elsewhere"), 100).await.unwrap().status(),
        302,
        "redirections are not walked"
    );
    assert!(matches!(fetcher.send(request("/token"), 3).await, Err(FetchError::TooLarge { limit_bytes: 3 })));
    let strict = Fetcher::new(Vec::new());
    assert!(matches!(strict.send(request("/token"), 100).await, Err(FetchError::NotPublic)));
}
