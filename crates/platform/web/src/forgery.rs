//! Was this form filled in here, by this person? (Cross-site request forgery.)
//!
//! Three walls. The cookies are `SameSite=Lax`, so other sites' forms come without them. The browser says where the
//! form stands (`Sec-Fetch-Site`, or `Origin` from older ones); a form from elsewhere, or from a browser that says
//! neither, is refused. And the form holds a token, bound to the session or the visitor's cookie. Pages that are cached
//! for everybody cannot hold a token; their forms are declared as [`Forgery::BrowserOnly`](crate::Forgery) and work
//! without JavaScript behind the first two walls.

use axum::{
    body::{Body, Bytes},
    extract::Request,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, header};
use madang_text::key;
use subtle::ConstantTimeEq;

use crate::{app::App, config::BaseUrl, cookies, problem::Problem};

const MAC_BYTES: usize = 16;
/// How much of an upload is looked through for the token, which must be its first field.
const UPLOAD_HEAD_BYTES: usize = 4 * 1024;

/// A fresh token for `subject`: a random mask, and the digest under it.
pub(crate) fn token(app: &App, subject: &[u8]) -> String {
    let mac = digest(app, subject);
    let mut token = [0; 2 * MAC_BYTES];
    app.ids().fill(&mut token[..MAC_BYTES]);
    for index in 0..MAC_BYTES {
        token[MAC_BYTES + index] = mac[index] ^ token[index];
    }
    URL_SAFE_NO_PAD.encode(token)
}

fn digest(app: &App, subject: &[u8]) -> [u8; 32] {
    cookies::mac(&app.config().key, &[b"form", subject])
}

fn is_token_of(app: &App, subject: &[u8], token: &str) -> bool {
    let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return false };
    let Some((mask, masked)) = token.split_at_checked(MAC_BYTES) else { return false };
    let unmasked: Vec<u8> = mask.iter().zip(masked).map(|(mask, byte)| mask ^ byte).collect();
    masked.len() == MAC_BYTES && bool::from(digest(app, subject)[..MAC_BYTES].ct_eq(&unmasked))
}

/// Refuses a form that the browser says stands elsewhere, or of which it says nothing.
pub(crate) fn check_origin(base: &BaseUrl, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin
            .split_once("://")
            .is_some_and(|(scheme, host)| (scheme == "https") == base.is_secure() && base.is_named(host)),
        (None, None) => false,
    };
    if is_ours { Ok(()) } else { Err(Problem::new(http::StatusCode::FORBIDDEN, key("problem-cross-site"))) }
}

/// Checks the token that the request carries in `x-csrf-token` or in its form's field `csrf`. Gives the request back,
/// its body as it was.
pub(crate) async fn check_token(app: &App, subject: &[u8], request: Request) -> Result<Request, Problem> {
    let expired = || Problem::new(http::StatusCode::FORBIDDEN, key("problem-form-expired"));
    let accept = |token: &str| if is_token_of(app, subject, token) { Ok(()) } else { Err(expired()) };
    if let Some(token) = request.headers().get("x-csrf-token") {
        accept(token.to_str().unwrap_or_default())?;
        return Ok(request);
    }
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
    let (parts, body) = request.into_parts();
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let bytes = axum::body::to_bytes(body, app.config().body_bytes_max)
            .await
            .map_err(|_| Problem::too_large())?;
        accept(&form_field(&bytes).ok_or_else(expired)?)?;
        return Ok(Request::from_parts(parts, Body::from(bytes)));
    }
    if content_type.starts_with("multipart/form-data") {
        let (head, rest) = read_head(body).await?;
        accept(upload_field(&head).ok_or_else(expired)?)?;
        let whole = stream::iter([Ok(head.clone())]).chain(rest);
        return Ok(Request::from_parts(parts, Body::from_stream(whole)));
    }
    Err(expired())
}

fn form_field(form: &[u8]) -> Option<String> {
    // A token has no characters that forms escape.
    let value = form.split(|byte| *byte == b'&').find_map(|pair| pair.strip_prefix(b"csrf="))?;
    String::from_utf8(value.to_vec()).ok()
}

async fn read_head(body: Body) -> Result<(Bytes, axum::body::BodyDataStream), Problem> {
    let mut rest = body.into_data_stream();
    let mut head = Vec::new();
    while head.len() < UPLOAD_HEAD_BYTES {
        let Some(chunk) = rest.next().await else { break };
        head.extend_from_slice(&chunk.map_err(|_| Problem::bad_request())?);
    }
    Ok((head.into(), rest))
}

/// The value of the first field of an upload, if that is the token.
fn upload_field(head: &[u8]) -> Option<&str> {
    let head = &head[..head.len().min(UPLOAD_HEAD_BYTES)];
    let after_headers = head.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let headers = std::str::from_utf8(&head[..after_headers]).ok()?;
    let value_end = head[after_headers..].windows(2).position(|window| window == b"\r\n")?;
    let is_token = headers.lines().any(|line| {
        line.to_ascii_lowercase().starts_with("content-disposition:")
            && line.contains("name=\"csrf\"")
            && !line.contains("filename")
    });
    if is_token { std::str::from_utf8(&head[after_headers..after_headers + value_end]).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_browsers_word_counts() {
        let base: BaseUrl = "https://conference.example".parse().unwrap();
        let table: [(&[(&'static str, &'static str)], bool); 9] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site"), ("origin", "https://conference.example")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("origin", "https://conference.example")], true),
            (&[("origin", "http://conference.example")], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ];
        for (headers, expected) in table {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(*name, HeaderValue::from_static(value));
            }
            assert_eq!(check_origin(&base, &map).is_ok(), expected, "{headers:?}");
        }
    }

    #[test]
    fn the_token_is_found_in_forms_and_uploads() {
        assert_eq!(form_field(b"a=1&csrf=abc-_&b=2").as_deref(), Some("abc-_"));
        assert_eq!(form_field(b"xcsrf=abc&a"), None);
        let upload = |name: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nabc\r\n--x\r\n")
        };
        assert_eq!(upload_field(upload("csrf").as_bytes()), Some("abc"));
        assert_eq!(upload_field(upload("other").as_bytes()), None);
        assert_eq!(upload_field(upload("csrf\"; filename=\"x").as_bytes()), None);
        assert_eq!(upload_field(b"--x\r\n"), None);
    }
}
