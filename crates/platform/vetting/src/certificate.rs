//! What was vetted, by which rules, with which result: signed, so that everybody can check it.

use std::io::{self, Read};

use jiff::{SignedDuration, Timestamp};
use madang_artefact::{
    declaration::Declaration,
    limits::Limits,
    report::{Severity, Verdict},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    canonical,
    clamd::Opinion,
    jail::Sandbox,
    key::{Invalid, PublicKey, Signed, Statement},
    vetted::Vetted,
};

/// The version of this shape.
pub const SCHEMA: u32 = 1;
/// How far two clocks may differ.
const CLOCKS_DIFFER_MAX: SignedDuration = SignedDuration::from_mins(5);

/// A certificate: these bytes were opened, and this was the verdict. It does not say that they are safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The version of this shape.
    pub schema: u32,
    /// The artefact's name. Shown only.
    pub name: String,
    /// *Units*: bytes.
    pub size_bytes: u64,
    /// SHA-256 of the artefact.
    pub sha256: String,
    /// Root of the Merkle tree over everything in it.
    pub merkle_root: String,
    /// The product, as declared.
    pub product: String,
    /// Its version, as declared.
    pub version: String,
    /// What the exhibitor declared.
    pub declaration: Option<Declaration>,
    /// SHA-256 of the rules.
    pub rules_hash: String,
    /// The engine's version.
    pub engine: String,
    /// What taking it apart was allowed to cost.
    pub limits: Limits,
    /// What held the reader back.
    pub sandbox: Sandbox,
    /// The verdict: clear, or review with every finding accepted.
    pub verdict: Verdict,
    /// Findings that somebody has accepted.
    pub accepted: Vec<Accepted>,
    /// Second opinions.
    pub opinions: Vec<Opinion>,
    /// From when it holds.
    pub issued: Timestamp,
    /// Until when it holds.
    pub expires: Timestamp,
}

impl Statement for Certificate {
    const KIND: &'static str = "madang-vetting-certificate";
}

/// A finding that somebody has accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The finding's id.
    pub finding: String,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotCertified {
    /// Blocked, or not vettable.
    #[error("what is blocked or not vettable gets no certificate")]
    Verdict,
    /// Findings that nobody has accepted.
    #[error("nobody has accepted {0}")]
    NotAccepted(String),
    /// It would end before it begins.
    #[error("it would expire before it is issued")]
    Expiry,
}

impl Certificate {
    /// What can be certified of an artefact.
    ///
    /// # Errors
    /// When it cannot: see [`NotCertified`].
    pub fn of(
        vetted: &Vetted,
        accepted: Vec<Accepted>,
        issued: Timestamp,
        expires: Timestamp,
    ) -> Result<Self, NotCertified> {
        if expires <= issued {
            return Err(NotCertified::Expiry);
        }
        match vetted.report.verdict {
            Verdict::Clear | Verdict::Review => {}
            Verdict::NotVettable | Verdict::Block => return Err(NotCertified::Verdict),
        }
        let open = vetted.report.findings.iter().find(|finding| {
            finding.severity >= Severity::Review && !accepted.iter().any(|one| one.finding == finding.id)
        });
        if let Some(finding) = open {
            return Err(NotCertified::NotAccepted(format!("{} {}", finding.id, finding.name)));
        }
        let (facts, report) = (&vetted.facts, &vetted.report);
        let declared = vetted.declaration.clone().unwrap_or_default();
        Ok(Self {
            schema: SCHEMA,
            name: facts.name.clone(),
            size_bytes: facts.size_bytes,
            sha256: facts.sha256.clone(),
            merkle_root: facts.merkle_root.clone(),
            product: declared.product,
            version: declared.version,
            declaration: vetted.declaration.clone(),
            rules_hash: report.rules_hash.clone(),
            engine: report.engine.clone(),
            limits: facts.limits.clone(),
            sandbox: vetted.sandbox.clone(),
            verdict: report.verdict,
            accepted,
            opinions: vetted.opinions.clone(),
            issued,
            expires,
        })
    }
}

/// Why a file is not what a certificate says.
#[derive(Debug, thiserror::Error)]
pub enum NotVerified {
    /// The certificate itself.
    #[error("the certificate does not hold: {0}")]
    Certificate(#[from] Invalid),
    /// The file has other bytes.
    #[error("this is not the file that was vetted: its SHA-256 is {found}, certified is {certified}")]
    OtherBytes {
        /// Of the file.
        found: String,
        /// Of the certificate.
        certified: String,
    },
    /// Its time is over, or has not come.
    #[error("the certificate holds from {0} until {1}")]
    Time(Timestamp, Timestamp),
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    File(#[from] io::Error),
}

/// Is this the file of this certificate, and does the certificate hold now?
///
/// # Errors
/// When it is not, or does not: see [`NotVerified`].
pub fn verify(
    file: &mut impl Read,
    signed: &Signed,
    key: Option<&PublicKey>,
    now: Timestamp,
) -> Result<(Certificate, PublicKey), NotVerified> {
    let (certificate, key) = signed.open::<Certificate>(key)?;
    let mut hash = Sha256::new();
    let size = io::copy(file, &mut HashWriter(&mut hash))?;
    let found = canonical::hex(&hash.finalize());
    if found != certificate.sha256 || size != certificate.size_bytes {
        return Err(NotVerified::OtherBytes { found, certified: certificate.sha256 });
    }
    let begins = certificate.issued.checked_sub(CLOCKS_DIFFER_MAX).unwrap_or(certificate.issued);
    if now < begins || now >= certificate.expires {
        return Err(NotVerified::Time(certificate.issued, certificate.expires));
    }
    Ok((certificate, key))
}

struct HashWriter<'a>(&'a mut Sha256);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as URL};
    use madang_artefact::take_apart;
    use serde_json::Value;

    use super::*;
    use crate::{key::SigningKey, supervise::Taken};

    const BYTES: &[u8] = b"plain words, handed out\n";

    pub(crate) fn vetted() -> Vetted {
        let facts = take_apart(BYTES, &Limits::default(), "words.txt");
        let declaration = Declaration {
            legal_name: "Harbour Trading Ltd".into(),
            product: "Words".into(),
            version: "1.2".into(),
            ..Declaration::default()
        };
        Vetted::new(
            Taken { facts, sandbox: Sandbox::default(), failed: false, own_rules: None },
            Some(declaration),
            None,
        )
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    pub(crate) fn signed() -> (Signed, SigningKey) {
        let key = SigningKey::from_pem(&SigningKey::generate().unwrap()).unwrap();
        let mut vetted = vetted();
        vetted.report.verdict = Verdict::Clear;
        let certificate =
            Certificate::of(&vetted, vec![], at("2026-03-01T00:00:00Z"), at("2026-06-01T00:00:00Z")).unwrap();
        (Signed::new(&certificate, &key), key)
    }

    #[test]
    fn the_vetted_bytes_verify_and_no_others() {
        let (signed, key) = signed();
        let now = at("2026-04-01T00:00:00Z");
        let check = |bytes: &[u8]| verify(&mut &bytes[..], &signed, Some(&key.public()), now);
        assert_eq!(check(BYTES).unwrap().0.product, "Words");
        for position in 0..BYTES.len() {
            let mut changed = BYTES.to_vec();
            changed[position] ^= 1;
            assert!(matches!(check(&changed), Err(NotVerified::OtherBytes { .. })), "byte {position}");
        }
        assert!(check(&BYTES[1..]).is_err());
        assert!(check(&[BYTES, b"x"].concat()).is_err());
    }

    #[test]
    fn it_holds_between_its_times_only() {
        let (signed, _) = signed();
        let on = |text| verify(&mut &BYTES[..], &signed, None, at(text));
        assert!(on("2026-03-01T00:00:00Z").is_ok());
        assert!(on("2026-02-28T23:57:00Z").is_ok(), "clocks differ");
        assert!(matches!(on("2026-02-28T00:00:00Z"), Err(NotVerified::Time(..))));
        assert!(on("2026-05-31T23:59:59Z").is_ok());
        assert!(matches!(on("2026-06-01T00:00:00Z"), Err(NotVerified::Time(..))));
    }

    #[test]
    fn another_key_is_noticed() {
        let (signed, _) = signed();
        let other = SigningKey::from_pem(&SigningKey::generate().unwrap()).unwrap();
        assert!(matches!(signed.open::<Certificate>(Some(&other.public())), Err(Invalid::OtherKey(_))));
        let again = Signed { protected: Signed::new(&dummy(), &other).protected, ..signed };
        assert!(matches!(again.open::<Certificate>(None), Err(Invalid::Signature)));
    }

    fn dummy() -> Certificate {
        signed().0.open::<Certificate>(None).unwrap().0
    }

    /// Every place in a value, and the value with that place changed.
    fn changed(value: &Value, path: &str) -> Vec<(String, Value)> {
        match value {
            Value::Object(fields) => fields
                .iter()
                .flat_map(|(name, inner)| {
                    changed(inner, &format!("{path}.{name}"))
                        .into_iter()
                        .map(|(at, new)| {
                            let mut whole = fields.clone();
                            whole.insert(name.clone(), new);
                            (at, Value::Object(whole))
                        })
                        .collect::<Vec<_>>()
                })
                .collect(),
            Value::String(text) => vec![(path.into(), Value::String(format!("{text}x")))],
            Value::Number(number) => vec![(path.into(), Value::from(number.as_u64().unwrap_or(0) + 1))],
            Value::Bool(yes) => vec![(path.into(), Value::Bool(!yes))],
            Value::Null => vec![(path.into(), Value::Bool(true))],
            Value::Array(items) => {
                let more: Vec<Value> = items.iter().cloned().chain([Value::Null]).collect();
                vec![(path.into(), Value::Array(more))]
            }
        }
    }

    #[test]
    fn every_changed_field_is_noticed() {
        let (signed, key) = signed();
        for (part, text) in [("payload", &signed.payload), ("protected", &signed.protected)] {
            let value: Value = serde_json::from_slice(&URL.decode(text).unwrap()).unwrap();
            let all = changed(&value, part);
            assert!(all.len() >= if part == "payload" { 25 } else { 6 }, "{part}: {}", all.len());
            for (place, new) in all {
                let mut forged = signed.clone();
                let new = URL.encode(canonical::json(&new));
                if part == "payload" {
                    forged.payload = new;
                } else {
                    forged.protected = new;
                }
                for key in [None, Some(&key.public())] {
                    assert!(forged.open::<Certificate>(key).is_err(), "{place} was changed unnoticed");
                }
            }
        }
        for position in 0..signed.signature.len() {
            let mut letters: Vec<u8> = signed.signature.clone().into_bytes();
            letters[position] = if letters[position] == b'A' { b'B' } else { b'A' };
            let forged = Signed { signature: String::from_utf8(letters).unwrap(), ..signed.clone() };
            assert!(forged.open::<Certificate>(None).is_err(), "letter {position} of the signature");
        }
    }

    #[test]
    fn only_what_is_clear_or_accepted_is_certified() {
        let (from, to) = (at("2026-03-01T00:00:00Z"), at("2026-06-01T00:00:00Z"));
        let mut vetted = vetted();
        for verdict in [Verdict::Block, Verdict::NotVettable] {
            vetted.report.verdict = verdict;
            assert_eq!(Certificate::of(&vetted, vec![], from, to), Err(NotCertified::Verdict));
        }
        vetted.report.verdict = Verdict::Clear;
        assert_eq!(Certificate::of(&vetted, vec![], to, from), Err(NotCertified::Expiry));
        vetted.add(Opinion {
            engine: "ClamAV".into(),
            version: "1".into(),
            answer: crate::clamd::Answer::Found { name: "Some.Name".into() },
        });
        assert!(matches!(Certificate::of(&vetted, vec![], from, to), Err(NotCertified::NotAccepted(_))));
        let accepted = Accepted { finding: "X01".into(), by: "Han".into(), reason: "a known mistake".into() };
        let certificate = Certificate::of(&vetted, vec![accepted], from, to).unwrap();
        assert_eq!((certificate.verdict, certificate.accepted.len()), (Verdict::Review, 1));
    }
}
