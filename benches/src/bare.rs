//! The yardstick: axum that returns bytes and does nothing else.

use std::{fs, net::SocketAddr, path::Path};

use anyhow::Context as _;
use axum::{Router, body::Bytes, routing::get};
use http::header;

/// Names the file that lists what is served: one line each of path, content type and file.
pub(crate) const MANIFEST: &str = "bare.txt";

pub(crate) async fn run(folder: &Path, listen: SocketAddr) -> anyhow::Result<()> {
    let manifest = fs::read_to_string(folder.join(MANIFEST)).context("no manifest")?;
    let mut router = Router::new();
    for line in manifest.lines() {
        let mut fields = line.split('\t').map(str::to_owned);
        let (Some(path), Some(kind), Some(file)) = (fields.next(), fields.next(), fields.next()) else {
            anyhow::bail!("a line of the manifest lacks a field: {line}");
        };
        let body = Bytes::from(fs::read(folder.join(file))?);
        let answer = move || async move {
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_ENCODING, "gzip".to_owned())], body)
        };
        router = router.route(&path, get(answer));
    }
    let listener = tokio::net::TcpListener::bind(listen).await?;
    Ok(axum::serve(listener, router).await?)
}
