//! Speaks HTTP to a router as a browser does: keeps cookies, says where its forms stand.

use std::{collections::BTreeMap, io::Read, net::SocketAddr};

use axum::{Router, body::Body};
use futures_util::stream;
use http::{HeaderMap, Request};
use tower::ServiceExt;

pub(crate) const HOST: &str = "127.0.0.1:8080";

pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    pub(crate) peer: SocketAddr,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: String,
}

impl Answer {
    /// Its value; several are joined, none is empty.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.get_all(name).iter();
        values.next_back().map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn unpacked(&self) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(&self.bytes[..]).read_to_string(&mut text).unwrap();
        text
    }
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), peer: "203.0.113.5:5000".parse().unwrap() }
    }

    pub(crate) fn cookie(&self, name: &str) -> String {
        self.cookies.get(name).cloned().unwrap_or_default()
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    /// Sends a form of this site.
    pub(crate) async fn post(&mut self, path: &str, form: &str) -> Answer {
        let headers =
            [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &headers, form).await
    }

    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        self.exchange(method, path, headers, Some(body.len()), Body::from(body.to_owned())).await
    }

    /// Sends a body without saying how long it is.
    pub(crate) async fn send_chunked(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let chunks: Vec<_> =
            body.as_bytes().chunks(65_536).map(|chunk| std::io::Result::Ok(chunk.to_vec())).collect();
        self.exchange("POST", path, headers, None, Body::from_stream(stream::iter(chunks))).await
    }

    async fn exchange(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        length: Option<usize>,
        body: Body,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", HOST);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(length) = length.filter(|length| *length > 0) {
            request = request.header("content-length", length);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        let mut request = request.body(body).unwrap();
        madang_web::set_peer(&mut request, self.peer);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes, body }
    }
}
