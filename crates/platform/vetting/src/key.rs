//! Keys, and what is signed with them: a value in its one canonical form, as a JSON Web Signature.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as URL},
};
use ring::{
    rand::SystemRandom,
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::canonical;

/// What stands before an Ed25519 key in a `SubjectPublicKeyInfo`. *Source*: RFC 8410, section 4.
const PUBLIC_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A key or a signature is not what it should be.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Invalid {
    /// The text is no Ed25519 key in PEM.
    #[error("this is no Ed25519 key in PEM")]
    Key,
    /// The system has no randomness.
    #[error("the system gives no randomness")]
    Randomness,
    /// What is signed does not have the agreed form.
    #[error("it does not have the form of a {0}")]
    Form(&'static str),
    /// The signature does not fit.
    #[error("the signature does not fit: something was changed, or another key signed it")]
    Signature,
    /// It was signed with another key than the one asked for.
    #[error("it was signed with another key ({0})")]
    OtherKey(String),
}

/// A key that signs.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// Makes a new key. *Shapes*: PKCS #8 in PEM, for [`SigningKey::from_pem`].
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn generate() -> Result<String, Invalid> {
        let document =
            Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| Invalid::Randomness)?;
        Ok(pem("PRIVATE KEY", document.as_ref()))
    }

    /// Reads a key, also one that `openssl genpkey -algorithm ed25519` made.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pem(text: &str) -> Result<Self, Invalid> {
        let bytes = from_pem("PRIVATE KEY", text)?;
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(&bytes).map(Self).map_err(|_| Invalid::Key)
    }

    /// The key that others check with.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        PublicKey(bytes)
    }
}

/// A key to check with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads a key.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pem(text: &str) -> Result<Self, Invalid> {
        let bytes = from_pem("PUBLIC KEY", text)?;
        let key = bytes.strip_prefix(&PUBLIC_PREFIX[..]).ok_or(Invalid::Key)?;
        key.try_into().map(Self).map_err(|_| Invalid::Key)
    }

    /// As PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem("PUBLIC KEY", &[&PUBLIC_PREFIX[..], &self.0].concat())
    }

    /// What people compare: SHA-256 of the key, in hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        canonical::sha256(&self.0)
    }
}

fn pem(label: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn from_pem(label: &str, text: &str) -> Result<Vec<u8>, Invalid> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let (_, rest) = text.split_once(&begin).ok_or(Invalid::Key)?;
    let (body, _) = rest.split_once(&end).ok_or(Invalid::Key)?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).map_err(|_| Invalid::Key)
}

/// Something signed.
///
/// *Source*: RFC 7515, section 7.2.2 (flattened JSON serialisation), RFC 8037 (EdDSA). Any program that reads such
/// signatures can check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The value, in base64url.
    pub payload: String,
    /// What says how it is signed, in base64url.
    pub protected: String,
    /// The signature, in base64url.
    pub signature: String,
}

/// Something that is signed.
pub trait Statement: Serialize + DeserializeOwned {
    /// Its name, which is signed with it, so that one kind cannot be taken for another.
    const KIND: &'static str;
}

fn header(kind: &str, key: &PublicKey) -> String {
    let header = serde_json::json!({
        "alg": "EdDSA",
        "jwk": { "crv": "Ed25519", "kty": "OKP", "x": URL.encode(key.0) },
        "kid": key.fingerprint(),
        "typ": kind,
    });
    URL.encode(canonical::json(&header))
}

impl Signed {
    /// Signs a value.
    #[must_use]
    pub fn new<T: Statement>(value: &T, key: &SigningKey) -> Self {
        let protected = header(T::KIND, &key.public());
        let payload = URL.encode(canonical::json(value));
        let signature = key.0.sign(format!("{protected}.{payload}").as_bytes());
        Self { payload, protected, signature: URL.encode(signature) }
    }

    /// Checks it and gives the value and the key that signed it.
    ///
    /// Without `key` the signature must fit the key that stands in it; whose key that is, the caller must find out.
    ///
    /// # Errors
    /// When anything in it is not exactly as it was signed.
    pub fn open<T: Statement>(&self, key: Option<&PublicKey>) -> Result<(T, PublicKey), Invalid> {
        let form = Invalid::Form(T::KIND);
        let stated = self.stated_key().ok_or(form)?;
        if let Some(wanted) = key
            && *wanted != stated
        {
            return Err(Invalid::OtherKey(stated.fingerprint()));
        }
        if self.protected != header(T::KIND, &stated) {
            return Err(Invalid::Form(T::KIND));
        }
        let signature = URL.decode(&self.signature).map_err(|_| Invalid::Form(T::KIND))?;
        let message = format!("{}.{}", self.protected, self.payload);
        UnparsedPublicKey::new(&ED25519, stated.0)
            .verify(message.as_bytes(), &signature)
            .map_err(|_| Invalid::Signature)?;
        let payload = URL.decode(&self.payload).map_err(|_| Invalid::Form(T::KIND))?;
        let value: T = serde_json::from_slice(&payload).map_err(|_| Invalid::Form(T::KIND))?;
        // Another way of writing the same value would have another hash in the log.
        if canonical::json(&value) != payload {
            return Err(Invalid::Form(T::KIND));
        }
        Ok((value, stated))
    }

    /// SHA-256 of the value in its canonical form, by which the log knows it.
    #[must_use]
    pub fn payload_sha256(&self) -> String {
        URL.decode(&self.payload).map(|payload| canonical::sha256(&payload)).unwrap_or_default()
    }

    fn stated_key(&self) -> Option<PublicKey> {
        let header: serde_json::Value = serde_json::from_slice(&URL.decode(&self.protected).ok()?).ok()?;
        let key = URL.decode(header["jwk"]["x"].as_str()?).ok()?;
        key.try_into().ok().map(PublicKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_were_written() {
        let text = SigningKey::generate().unwrap();
        let key = SigningKey::from_pem(&text).unwrap();
        assert_eq!(PublicKey::from_pem(&key.public().to_pem()).unwrap(), key.public());
        assert!(PublicKey::from_pem(&text).is_err());
        assert!(
            SigningKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").is_err()
        );
    }

    #[test]
    fn a_key_of_openssl_is_read() {
        // RFC 8410, section 10.3 and 10.1.
        let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----";
        let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        let key = SigningKey::from_pem(private).unwrap();
        assert_eq!(key.public().to_pem(), public);
    }
}
