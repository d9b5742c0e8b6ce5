use std::{future::Future, io, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{interval, sleep, timeout},
};
use tower::Service;

use crate::{access::Peer, health};

/// What a connection may cost.
#[derive(Clone, Copy, Debug)]
pub struct ServeLimits {
    /// Connections at once; more wait in the kernel's queue.
    pub connections_max: usize,
    /// How long a request's head may take to arrive, in seconds; also how long a connection may lie idle.
    pub header_seconds_max: u64,
    /// Lines in a request's head.
    pub headers_max: usize,
    /// Room for a request's head, in bytes.
    pub head_bytes_max: usize,
    /// How long requests under way may take to finish after the stop signal, in seconds.
    pub grace_seconds: u64,
}

impl Default for ServeLimits {
    fn default() -> Self {
        Self {
            connections_max: 10_000,
            header_seconds_max: 30,
            headers_max: 64,
            head_bytes_max: 64 * 1024,
            grace_seconds: 20,
        }
    }
}

/// Serves until `stop` is done; then takes no more connections, finishes what is under way, and returns. The store can
/// be closed after that.
///
/// *Errors*: none at present; a connection's faults are its own.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ServeLimits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections_max));
    let mut upkeep = interval(Duration::from_secs(5));
    tokio::pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            _ = upkeep.tick() => {
                health::keep_figures_small();
                continue;
            }
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = graceful.watch(connection(stream, Peer(peer), router.clone(), limits));
                tokio::spawn(async move {
                    // Connections break all the time; that is the network's news, not ours.
                    let _ = connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file descriptors, mostly: waiting is what helps.
                tracing::warn!(%error, "cannot accept a connection");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if timeout(Duration::from_secs(limits.grace_seconds), graceful.shutdown()).await.is_err() {
        tracing::warn!(
            seconds = limits.grace_seconds,
            "requests under way were cut off at the end of the grace time"
        );
    }
    Ok(())
}

fn connection(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    limits: ServeLimits,
) -> impl hyper_util::server::graceful::GracefulConnection {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let answer = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().call(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds_max))
        .max_headers(limits.headers_max)
        .max_buf_size(limits.head_bytes_max)
        .pipeline_flush(true)
        .serve_connection(TokioIo::new(stream), answer)
}

/// Done when the process is asked to stop: `SIGTERM` or Ctrl-C.
pub async fn stop_signal() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::error!(%error, "cannot listen for SIGTERM");
                return interrupt.await;
            }
        };
        tokio::select! { () = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
