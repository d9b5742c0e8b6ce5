use std::io::Write;

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, HeaderValue, header};
use http_body::Body as _;

/// Smaller bodies do not become smaller on the wire, and larger ones are files that come compressed already.
const BYTES_MIN: u64 = 1_024;
const BYTES_MAX: u64 = 8 * 1024 * 1024;

/// `bytes` as gzip: level 9 for what is kept, 4 for what is sent once.
pub(crate) fn gzip(bytes: &[u8], level: u32) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(level));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// Whether the browser takes gzip.
///
/// *Source*: RFC 9110, section 12.5.3.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let Some(accepted) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut any = false;
    for part in accepted.split(',') {
        let (coding, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = matches!(weight.trim().strip_prefix("q="), Some("0" | "0.0" | "0.00" | "0.000"));
        match coding.trim() {
            "gzip" | "x-gzip" => return !refused,
            "*" => any = !refused,
            _ => {}
        }
    }
    any
}

/// Whether content of this type becomes smaller by compression.
pub(crate) fn is_compressible(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+json")
        || matches!(essence, "application/json" | "application/xml" | "application/javascript")
}

/// Compresses an answer that a handler made just now. What is encoded already, small, streamed or of a type that does
/// not shrink is left alone.
pub(crate) async fn compress(response: Response, request_accepts_gzip: bool) -> Response {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let fits =
        response.body().size_hint().exact().is_some_and(|size| (BYTES_MIN..=BYTES_MAX).contains(&size));
    if !fits
        || headers.contains_key(header::CONTENT_ENCODING)
        || !text(header::CONTENT_TYPE).is_some_and(is_compressible)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !request_accepts_gzip {
        return Response::from_parts(parts, body);
    }
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        // A body of exact size is in memory, so this is a fault of the handler's own body.
        return Response::from_parts(parts, Body::empty());
    };
    let packed = gzip(&bytes, 4).filter(|packed| packed.len() < bytes.len());
    let Some(packed) = packed else { return Response::from_parts(parts, Body::from(bytes)) };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.remove(header::CONTENT_LENGTH);
    // The packed bytes are another representation; a strong tag must not name both.
    if let Some(tag) = parts.headers.remove(header::ETAG).and_then(|tag| weak(&tag)) {
        parts.headers.insert(header::ETAG, tag);
    }
    Response::from_parts(parts, Body::from(Bytes::from(packed)))
}

fn weak(tag: &HeaderValue) -> Option<HeaderValue> {
    let tag = tag.to_str().ok()?;
    if tag.starts_with("W/") { tag.parse().ok() } else { format!("W/{tag}").parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_read_with_their_weights() {
        let accepts = |value: &'static str| {
            accepts_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(accepts("gzip, deflate, br") && accepts("br;q=1.0, gzip;q=0.8, *;q=0.1") && accepts("*"));
        assert!(
            !accepts("br")
                && !accepts("gzip;q=0, *")
                && !accepts("identity")
                && !accepts_gzip(&HeaderMap::new())
        );
    }

    #[tokio::test]
    async fn only_what_shrinks_is_compressed() {
        let answer = |content_type: &'static str, size: usize| {
            Response::builder()
                .header(header::CONTENT_TYPE, content_type)
                .body(Body::from("a".repeat(size)))
                .unwrap()
        };
        let encoding = |response: &Response| response.headers().get(header::CONTENT_ENCODING).cloned();
        let gzip = Some(HeaderValue::from_static("gzip"));
        assert_eq!(encoding(&compress(answer("text/html; charset=utf-8", 5_000), true).await), gzip);
        assert_eq!(encoding(&compress(answer("text/html", 5_000), false).await), None);
        assert_eq!(encoding(&compress(answer("text/html", 100), true).await), None);
        assert_eq!(encoding(&compress(answer("image/png", 5_000), true).await), None);
    }
}
