use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderValue, header};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Digest of `parts` under the server's key; the parts' borders count.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// `value` with a signature, bound to the cookie's name so that one cookie cannot be passed off as another.
pub(crate) fn sign(key: &[u8; 32], name: &str, value: &str) -> String {
    let mac = mac(key, &[b"cookie", name.as_bytes(), value.as_bytes()]);
    format!("{value}.{}", URL_SAFE_NO_PAD.encode(mac))
}

/// The value of a signed cookie; `None` unless this server signed it under this name.
pub(crate) fn verify<'a>(key: &[u8; 32], name: &str, signed: &'a str) -> Option<&'a str> {
    let (value, signature) = signed.rsplit_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    let expected = mac(key, &[b"cookie", name.as_bytes(), value.as_bytes()]);
    bool::from(expected.ct_eq(&signature)).then_some(value)
}

/// The value of the cookie `name` that the browser sent.
pub(crate) fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|cookie| {
        let (found, value) = cookie.trim().split_once('=')?;
        (found == name).then_some(value)
    })
}

/// A cookie to be set, for the whole server, out of reach of scripts and of other sites' forms.
pub(crate) fn set(name: &str, value: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}").parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn only_what_was_signed_under_this_name_and_key_verifies(value in "[a-z0-9.]{0,40}", other in "[a-zA-Z0-9._=-]{0,90}") {
            let key = [7; 32];
            let signed = sign(&key, "session", &value);
            prop_assert_eq!(verify(&key, "session", &signed), Some(value.as_str()));
            prop_assert_eq!(verify(&key, "visitor", &signed), None);
            prop_assert_eq!(verify(&[8; 32], "session", &signed), None);
            prop_assert_eq!(verify(&key, "session", &other), None);
            let mut forged = signed.clone();
            forged.insert(0, 'x');
            prop_assert_eq!(verify(&key, "session", &forged), None);
        }
    }

    #[test]
    fn finds_one_cookie_among_many() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; bb=2;c=x=y"));
        headers.append(header::COOKIE, HeaderValue::from_static("d=4"));
        assert_eq!(
            ["a", "b", "c", "d"].map(|name| find(&headers, name)),
            [Some("1"), None, Some("x=y"), Some("4")]
        );
    }
}
