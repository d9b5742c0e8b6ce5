use axum::{
    body::{Body, Bytes},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};
use sha2::{Digest, Sha256};

use crate::compression::{accepts_gzip, gzip, is_compressible};

/// How long others may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheRule {
    /// For ever: its address changes with its content.
    Immutable,
    /// As long as they like, but they ask each time whether it is still the same (and mostly hear 304).
    Revalidate,
    /// For so many seconds without asking.
    Seconds(u32),
}

impl CacheRule {
    fn header(self) -> HeaderValue {
        match self {
            Self::Immutable => HeaderValue::from_static("public, max-age=31536000, immutable"),
            Self::Revalidate => HeaderValue::from_static("public, no-cache"),
            Self::Seconds(seconds) => HeaderValue::from_str(&format!("public, max-age={seconds}"))
                .unwrap_or(HeaderValue::from_static("no-cache")),
        }
    }
}

/// An answer made once and sent many times: body, compressed body, and all of its headers.
#[derive(Clone, Debug)]
pub struct Cached {
    plain: Variant,
    gzip: Option<Variant>,
    last_modified: Option<(Timestamp, HeaderValue)>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

#[derive(Clone, Debug)]
struct Variant {
    body: Bytes,
    etag: HeaderValue,
}

impl Variant {
    fn new(body: Bytes) -> Self {
        // A tag of its own for each encoding: strong tags promise equal bytes.
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
        Self { body, etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\"")) }
    }
}

impl Cached {
    /// An answer with this body; it is compressed now, if its type shrinks.
    #[must_use]
    pub fn new(content_type: &str, body: impl Into<Bytes>, rule: CacheRule) -> Self {
        let body = body.into();
        let packed = if is_compressible(content_type) { gzip(&body, 6) } else { None };
        let packed = packed.filter(|packed| packed.len() + 64 < body.len());
        let content_type = HeaderValue::from_str(content_type)
            .unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let mut headers = vec![(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, rule.header())];
        if packed.is_some() {
            headers.push((header::VARY, HeaderValue::from_static("accept-encoding")));
        }
        Self {
            plain: Variant::new(body),
            gzip: packed.map(|packed| Variant::new(packed.into())),
            last_modified: None,
            headers,
        }
    }

    /// Says when its content last changed.
    #[must_use]
    pub fn last_modified(mut self, moment: Timestamp) -> Self {
        let text = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&moment);
        self.last_modified = text.ok().and_then(|text| Some((moment, HeaderValue::from_str(&text).ok()?)));
        self
    }

    /// Adds a header to every answer. A value that is not valid in a header is left out.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// What the answer depends on beside the address, such as `accept-language, cookie`.
    #[must_use]
    pub fn varies_by(self, headers: &str) -> Self {
        self.with_header(header::VARY, headers)
    }

    /// The body as it is before compression.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.plain.body
    }

    /// Its share of a cache, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        // The constant stands for headers, keys and the cache's own bookkeeping.
        self.plain.body.len() + self.gzip.as_ref().map_or(0, |packed| packed.body.len()) + 1_024
    }

    /// Answers a request with these headers: 304 when the browser has it already, otherwise the best encoding.
    #[must_use]
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let variant = match &self.gzip {
            Some(packed) if accepts_gzip(request) => packed,
            _ => &self.plain,
        };
        let unchanged = self.is_unchanged(variant, request);
        let body = if unchanged { Body::empty() } else { Body::from(variant.body.clone()) };
        let mut response = Response::new(body);
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.reserve(self.headers.len() + 12);
        for (name, value) in &self.headers {
            headers.append(name.clone(), value.clone());
        }
        headers.insert(header::ETAG, variant.etag.clone());
        if let Some((_, text)) = &self.last_modified {
            headers.insert(header::LAST_MODIFIED, text.clone());
        }
        if !std::ptr::eq(variant, &raw const self.plain) && !unchanged {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }

    /// *Source*: RFC 9110, section 13.2.2: tags decide; dates only count where no tag was sent.
    fn is_unchanged(&self, variant: &Variant, request: &HeaderMap) -> bool {
        if let Some(tags) = request.get(header::IF_NONE_MATCH) {
            let own = variant.etag.as_bytes();
            return tags.as_bytes().split(|byte| *byte == b',').any(|tag| {
                let tag = tag.trim_ascii();
                tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == own
            });
        }
        let since = request.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
        let since = since.and_then(|text| rfc2822::DateTimeParser::new().parse_zoned(text).ok());
        match (since, &self.last_modified) {
            (Some(since), Some((modified, _))) => {
                modified.as_second() <= since.with_time_zone(TimeZone::UTC).timestamp().as_second()
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(cached: &Cached, headers: &[(HeaderName, &str)]) -> Response {
        cached.respond(&headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect())
    }

    fn header<'a>(response: &'a Response, name: &HeaderName) -> &'a str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn each_encoding_has_its_own_tag_and_304() {
        let cached = Cached::new("text/html; charset=utf-8", "word ".repeat(1_000), CacheRule::Revalidate);
        let plain = ask(&cached, &[]);
        let packed = ask(&cached, &[(header::ACCEPT_ENCODING, "gzip")]);
        let (plain_tag, packed_tag) = (header(&plain, &header::ETAG), header(&packed, &header::ETAG));
        assert_ne!(plain_tag, packed_tag);
        assert_eq!(
            [header(&plain, &header::CONTENT_ENCODING), header(&packed, &header::CONTENT_ENCODING)],
            ["", "gzip"]
        );
        assert_eq!(header(&plain, &header::VARY), "accept-encoding");
        let status = |tags: &str, encoding| {
            ask(&cached, &[(header::IF_NONE_MATCH, tags), (header::ACCEPT_ENCODING, encoding)])
                .status()
                .as_u16()
        };
        assert_eq!(status(plain_tag, "br"), 304);
        assert_eq!(status(plain_tag, "gzip"), 200);
        assert_eq!(status(&format!("\"x\", W/{packed_tag}"), "gzip"), 304);
        assert_eq!(status("*", "gzip"), 304);
        let unchanged = ask(&cached, &[(header::IF_NONE_MATCH, "*")]);
        assert_eq!(header(&unchanged, &header::CACHE_CONTROL), "public, no-cache");
    }

    #[test]
    fn dates_count_where_no_tag_was_sent() {
        let moment: Timestamp = "2022-10-12T19:05:00.5Z".parse().unwrap();
        let cached = Cached::new("text/plain", "x", CacheRule::Seconds(60)).last_modified(moment);
        assert_eq!(header(&ask(&cached, &[]), &header::LAST_MODIFIED), "Wed, 12 Oct 2022 19:05:00 GMT");
        let status = |since| ask(&cached, &[(header::IF_MODIFIED_SINCE, since)]).status().as_u16();
        assert_eq!(status("Wed, 12 Oct 2022 19:05:00 GMT"), 304);
        assert_eq!(status("Wed, 12 Oct 2022 19:04:59 GMT"), 200);
        assert_eq!(status("yesterday"), 200);
    }

    #[test]
    fn what_does_not_shrink_is_not_packed() {
        let cached = Cached::new("image/png", vec![0; 10_000], CacheRule::Immutable);
        assert_eq!(
            header(&ask(&cached, &[(header::ACCEPT_ENCODING, "gzip")]), &header::CONTENT_ENCODING),
            ""
        );
        assert_eq!(cached.size_bytes(), 11_024);
    }
}
