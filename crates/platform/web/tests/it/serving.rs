//! The server on a real socket: stops gently, and cuts off who dawdles.

use std::time::Duration;

use madang_testkit::TestKit;
use madang_web::{App, Right, Routes, ServeLimits, WebConfig, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(10);

struct Serving {
    port: u16,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
    /// Says that a request has reached the handler of `/wait`, and lets it go on.
    arrived: oneshot::Receiver<()>,
    go_on: oneshot::Sender<()>,
    _kit: TestKit,
}

async fn start(limits: ServeLimits) -> Serving {
    let kit = TestKit::sqlite(super::ALL);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = WebConfig::new(format!("http://127.0.0.1:{port}").parse().unwrap(), [1; 32]);
    let app = App::new(madang_web::AppSetup::new(kit.store.clone(), config));
    let ((say_arrived, arrived), (go_on, gate)) = (oneshot::channel(), oneshot::channel::<()>());
    let once = std::sync::Arc::new(std::sync::Mutex::new(Some((say_arrived, gate))));
    let wait = move || {
        let once = once.lock().unwrap().take();
        async move {
            let (say_arrived, gate) = once.unwrap();
            say_arrived.send(()).unwrap();
            gate.await.unwrap();
            "finished"
        }
    };
    let routes =
        Routes::new().get("/wait", Right::Public, wait).get("/quick", Right::Public, || async { "quick" });
    let (stop, stopped) = oneshot::channel::<()>();
    let running =
        tokio::spawn(serve(listener, routes.into_router(app), limits, async { drop(stopped.await) }));
    Serving { port, stop, running, arrived, go_on, _kit: kit }
}

async fn send(port: u16, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    stream
}

/// All that comes until the server closes.
async fn read(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset after the answer is as good as a close.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(port: u16, path: &str, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_under_way_is_finished_before_the_stop() {
    let serving = start(ServeLimits::default()).await;
    let under_way = send(serving.port, &get(serving.port, "/wait", "")).await;
    serving.arrived.await.unwrap();
    serving.stop.send(()).unwrap();
    // New connections are refused once the listener is gone.
    let refused = async {
        while TcpStream::connect(("127.0.0.1", serving.port)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, refused).await.unwrap();
    assert!(!serving.running.is_finished());
    serving.go_on.send(()).unwrap();
    assert!(read(under_way).await.ends_with("finished"));
    timeout(PATIENCE, serving.running).await.unwrap().unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_takes_too_long_is_cut_off() {
    let serving = start(ServeLimits { grace_seconds: 0, ..ServeLimits::default() }).await;
    let _under_way = send(serving.port, &get(serving.port, "/wait", "")).await;
    serving.arrived.await.unwrap();
    serving.stop.send(()).unwrap();
    timeout(PATIENCE, serving.running).await.unwrap().unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_and_bloated_heads_are_cut_off() {
    let limits = ServeLimits {
        header_seconds_max: 1,
        headers_max: 16,
        head_bytes_max: 16 * 1024,
        ..ServeLimits::default()
    };
    let serving = start(limits).await;
    let slow = send(serving.port, "GET /quick HTTP/1.1\r\nHost: ").await;
    assert!(!read(slow).await.contains("quick"), "a head that never ends");
    let many: String = (0..40).map(|number| format!("x-{number}: 1\r\n")).collect();
    let long = format!("x: {}\r\n", "y".repeat(40_000));
    for head in [many, long] {
        let answer = read(send(serving.port, &get(serving.port, "/quick", &head)).await).await;
        // The server may hang up before the whole head was sent, and then the refusal is lost on the way.
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    let good = read(send(serving.port, &get(serving.port, "/quick", "connection: close\r\n")).await).await;
    assert!(good.starts_with("HTTP/1.1 200") && good.ends_with("quick"), "{good}");
}
