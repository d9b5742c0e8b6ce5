//! What a webhook's address may be, and how what is sent is signed.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use url::Url;

/// Events that can be asked for.
pub const EVENTS: [&str; 3] = ["release.published", "programme.imported", "conference.visibility"];

/// Longest address.
const URL_BYTES_MAX: usize = 2_000;

/// An address as it is kept; none for what cannot be sent to: other than http and https, with a password in it, too long.
/// Whether it leads into a public network is asked when it is sent to: names change where they lead.
pub(crate) fn url(typed: &str) -> Option<String> {
    let url = Url::parse(typed.trim()).ok()?;
    let is_fine = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.host().is_some()
        && url.as_str().len() <= URL_BYTES_MAX;
    is_fine.then(|| url.to_string())
}

/// The value of `webhook-signature`.
///
/// *Source*: Standard Webhooks 1.0, "Signature scheme": HMAC-SHA256 over `id.timestamp.body`, in base64, after `v1,`.
#[must_use]
pub fn signature(secret: &[u8], id: &str, at: Timestamp, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of every length");
    mac.update(format!("{id}.{}.", at.as_second()).as_bytes());
    mac.update(body.as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// The secret as receivers put it into their configuration.
///
/// *Source*: Standard Webhooks 1.0, "Secret": base64 after `whsec_`.
#[must_use]
pub fn secret_text(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the reference libraries (standard-webhooks, `libraries/python/tests`).
    #[test]
    fn it_is_signed_as_others_verify_it() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap_or_default();
        let at = Timestamp::from_second(1_614_265_330).unwrap_or_default();
        let signed = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(secret_text(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    #[test]
    fn addresses_are_web_addresses_without_passwords() {
        for fine in ["https://hooks.example/x?y=1", " http://127.0.0.1:8000/ "] {
            assert!(url(fine).is_some(), "{fine}");
        }
        let long = format!("https://hooks.example/{}", "x".repeat(2_000));
        for no in [
            "",
            "hooks.example",
            "ftp://x.example",
            "file:///etc/passwd",
            "https://u:p@x.example",
            "javascript:1",
            &long,
        ] {
            assert_eq!(url(no), None, "{no}");
        }
    }
}
