use std::sync::Arc;

use madang_context::Ids;
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
};

use crate::model::PersonId;

/// Seals what must be read again, such as the secret of an app that makes codes: who reads the database alone learns
/// nothing by it. Made of the server's key, which lies beside the data and in every backup. Cheap to clone.
///
/// *Source*: RFC 8439 (`ChaCha20-Poly1305`), with a key of its own by RFC 5869 (HKDF) and a random nonce for each.
#[derive(Clone)]
pub(crate) struct Seal(Arc<LessSafeKey>);

impl Seal {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let salt = Salt::new(HKDF_SHA256, b"madang");
        let expanded = salt.extract(key);
        let expanded = expanded.expand(&[b"secrets of second factors"], &CHACHA20_POLY1305);
        let unbound = UnboundKey::from(expanded.expect("the cipher's key is shorter than HKDF can give"));
        Self(Arc::new(LessSafeKey::new(unbound)))
    }

    /// The secret as it is kept for this person: nobody else's row can take it over.
    pub(crate) fn seal(&self, ids: &Ids, person: PersonId, secret: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        ids.fill(&mut nonce);
        let mut sealed = secret.to_vec();
        let aad = Aad::from(person.0.bytes());
        let done = self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed);
        done.expect("a secret is shorter than the cipher can take");
        [&nonce[..], &sealed].concat()
    }

    /// The secret; `None` when it was sealed with another key or for somebody else, or was changed.
    pub(crate) fn open(&self, person: PersonId, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::from(person.0.bytes()), &mut sealed).ok()?;
        Some(opened.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use madang_context::{Id, SystemRandomness};

    use super::*;

    #[test]
    fn only_the_same_key_opens_and_only_for_the_same_person() {
        let ids = Ids::new(SystemRandomness);
        let (ada, eve) = (PersonId(Id::from([1; 16])), PersonId(Id::from([2; 16])));
        let seal = Seal::new(&[7; 32]);
        let sealed = seal.seal(&ids, ada, b"a secret");
        assert_eq!(seal.open(ada, &sealed).as_deref(), Some(&b"a secret"[..]));
        assert_ne!(seal.seal(&ids, ada, b"a secret"), sealed);
        assert_eq!(seal.open(eve, &sealed), None);
        assert_eq!(Seal::new(&[8; 32]).open(ada, &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(seal.open(ada, &changed), None, "{at}");
        }
        assert_eq!(seal.open(ada, &sealed[..5]), None);
    }
}
