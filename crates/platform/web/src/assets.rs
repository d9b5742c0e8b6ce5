use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::{
    app::App,
    cached::{CacheRule, Cached},
    problem::Problem,
};

#[derive(RustEmbed)]
#[folder = "../../../web"]
#[allow_missing = true]
struct Web;

/// Style sheets, scripts, icons and fonts, built into the program. Cheap to clone.
///
/// Their addresses hold one digest of them all: so a file may name its neighbour by a relative path, browsers keep
/// them for ever, and no page ever mixes two versions.
#[derive(Clone)]
pub struct Assets(Arc<Kept>);

struct Kept {
    digest: String,
    files: HashMap<String, Cached>,
}

impl Assets {
    /// The files of the folder `web`.
    #[must_use]
    pub fn embedded() -> Self {
        let mut paths: Vec<_> = Web::iter().filter(|path| media_type(path).is_some()).collect();
        paths.sort();
        let mut hash = Sha256::new();
        let mut files = HashMap::new();
        for path in paths {
            let (Some(file), Some(media_type)) = (Web::get(&path), media_type(&path)) else { continue };
            hash.update(path.as_bytes());
            hash.update((file.data.len() as u64).to_be_bytes());
            hash.update(&file.data);
            let cached = Cached::new(media_type, file.data.into_owned(), CacheRule::Immutable);
            files.insert(path.into_owned(), cached);
        }
        Self(Arc::new(Kept { digest: URL_SAFE_NO_PAD.encode(&hash.finalize()[..9]), files }))
    }

    /// The address of a file of the folder `web`, such as `css/base.css`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("/static/{}/{path}", self.0.digest)
    }

    /// Changes whenever any of the files does: part of the key of what is rendered with their addresses in it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.0.digest
    }

    /// A file ready to be sent.
    pub(crate) fn file(&self, path: &str) -> Option<&Cached> {
        self.0.files.get(path)
    }
}

/// The media types of what the folder may hold; nothing else in it is ever served.
fn media_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

/// `/static/{digest}/{path}`. An old digest is answered with the file of today, so that a page opened before an update
/// goes on working; but then it may not be kept.
pub(crate) async fn serve(
    State(app): State<App>,
    Path((digest, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = app.assets().file(&path) else { return Problem::not_found().into_response() };
    let mut response = file.respond(&headers);
    if digest != app.assets().version() {
        response
            .headers_mut()
            .insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-cache"));
    }
    response
}

/// `/favicon.ico`: browsers ask for it unasked.
pub(crate) async fn favicon(State(app): State<App>, headers: HeaderMap) -> Response {
    let icon = app.assets().file("icons/favicon.ico").or_else(|| app.assets().file("icons/favicon.svg"));
    let Some(icon) = icon else { return Problem::not_found().into_response() };
    let mut response = icon.respond(&headers);
    let day = http::HeaderValue::from_static("public, max-age=86400");
    response.headers_mut().insert(http::header::CACHE_CONTROL, day);
    response
}
