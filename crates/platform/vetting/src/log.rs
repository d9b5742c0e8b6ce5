//! The log of certificates: only added to, each entry tied to the one before, its head signed.
//!
//! Whoever has kept an older head sees whether the log still holds what it held then.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    canonical,
    key::{Invalid, PublicKey, Signed, SigningKey, Statement},
};

/// What happened to a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Event {
    /// It was issued.
    Issued,
    /// It holds no longer.
    Revoked {
        /// Why.
        reason: String,
    },
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 0.
    pub index: u64,
    /// When.
    pub at: Timestamp,
    /// SHA-256 of the certificate's canonical form.
    pub certificate: String,
    /// SHA-256 of the artefact.
    pub artefact: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// SHA-256 of the entry before, in its canonical form; of nothing for the first.
    pub previous: String,
}

impl Entry {
    fn hash(&self) -> String {
        canonical::sha256(&canonical::json(self))
    }
}

/// The head of a log: how long it is and what its last entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// How many entries there are.
    pub size: u64,
    /// SHA-256 of the last, which holds that of the one before, and so on.
    pub last: String,
    /// When it was signed.
    pub at: Timestamp,
}

impl Statement for Head {
    const KIND: &'static str = "madang-vetting-log-head";
}

/// The log does not hold together.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Broken {
    /// A line is no entry.
    #[error("line {0} of the log is no entry")]
    Line(usize),
    /// An entry does not follow the one before.
    #[error(
        "entry {0} of the log does not follow the one before: something was changed, removed or put in between"
    )]
    Chain(u64),
    /// The log is not the one that the head was signed for.
    #[error("the log is not the one whose head was signed: it was cut or written anew")]
    Head,
    /// The head's signature.
    #[error("the log's head does not hold: {0}")]
    Signature(#[from] Invalid),
}

/// How a certificate stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It was issued and holds.
    Issued,
    /// It was revoked.
    Revoked {
        /// Why.
        reason: String,
    },
    /// The log does not know it.
    Unknown,
}

/// A log that holds together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    entries: Vec<Entry>,
}

impl Log {
    /// Reads a log: one entry a line. An empty text is an empty log.
    ///
    /// # Errors
    /// When it does not hold together.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let mut log = Self::default();
        for (number, line) in text.lines().enumerate() {
            let entry: Entry = serde_json::from_str(line).map_err(|_| Broken::Line(number + 1))?;
            // What is written in another way, or has something more, is not what was hashed.
            if canonical::json(&entry) != line.as_bytes() {
                return Err(Broken::Line(number + 1));
            }
            if entry.index != log.size() || entry.previous != log.last() {
                return Err(Broken::Chain(log.size()));
            }
            log.entries.push(entry);
        }
        Ok(log)
    }

    /// The entries, the oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    fn last(&self) -> String {
        self.entries.last().map_or_else(|| canonical::sha256(b""), Entry::hash)
    }

    /// Adds an entry. *Shapes*: the line to add to the file.
    pub fn add(&mut self, certificate: String, artefact: String, event: Event, at: Timestamp) -> String {
        let entry = Entry { index: self.size(), at, certificate, artefact, event, previous: self.last() };
        let mut line = String::from_utf8_lossy(&canonical::json(&entry)).into_owned();
        line.push('\n');
        self.entries.push(entry);
        line
    }

    /// Signs the head.
    #[must_use]
    pub fn sign(&self, key: &SigningKey, at: Timestamp) -> Signed {
        Signed::new(&Head { size: self.size(), last: self.last(), at }, key)
    }

    /// Is this the log of this head, or one that has grown from it?
    ///
    /// # Errors
    /// When it is not, or the signature does not fit.
    pub fn grew_from(&self, head: &Signed, key: Option<&PublicKey>) -> Result<Head, Broken> {
        let (head, _) = head.open::<Head>(key)?;
        let kept =
            usize::try_from(head.size).ok().and_then(|size| self.entries.get(..size)).ok_or(Broken::Head)?;
        let last = kept.last().map_or_else(|| canonical::sha256(b""), Entry::hash);
        if last == head.last { Ok(head) } else { Err(Broken::Head) }
    }

    /// How a certificate stands; the last entry about it decides.
    #[must_use]
    pub fn standing(&self, certificate: &str) -> Standing {
        match self
            .entries
            .iter()
            .rev()
            .find(|entry| entry.certificate == certificate)
            .map(|entry| &entry.event)
        {
            None => Standing::Unknown,
            Some(Event::Issued) => Standing::Issued,
            Some(Event::Revoked { reason }) => Standing::Revoked { reason: reason.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-01T00:00:00Z".parse().unwrap()
    }

    fn key() -> SigningKey {
        SigningKey::from_pem(&SigningKey::generate().unwrap()).unwrap()
    }

    fn text() -> String {
        let mut log = Log::default();
        let mut text = String::new();
        for number in 0..5 {
            text += &log.add(format!("c{number}"), format!("a{number}"), Event::Issued, now());
        }
        text + &log.add("c1".into(), "a1".into(), Event::Revoked { reason: "asked for".into() }, now())
    }

    #[test]
    fn it_says_how_certificates_stand() {
        let log = Log::read(&text()).unwrap();
        assert_eq!(log.standing("c0"), Standing::Issued);
        assert_eq!(log.standing("c1"), Standing::Revoked { reason: "asked for".into() });
        assert_eq!(log.standing("c9"), Standing::Unknown);
    }

    #[test]
    fn what_is_changed_removed_or_swapped_is_noticed() {
        let (text, key) = (text(), key());
        let head = Log::read(&text).unwrap().sign(&key, now());
        let holds =
            |text: &str| Log::read(text).and_then(|log| log.grew_from(&head, Some(&key.public()))).is_ok();
        assert!(holds(&text));
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let mut fewer = lines.clone();
            fewer.remove(at);
            assert!(!holds(&fewer.join("\n")), "without line {at}");
            let changed = text.replacen(&format!("\"artefact\":\"a{}\"", at % 5), "\"artefact\":\"b\"", 1);
            assert!(!holds(&changed), "line {at} changed");
            if at > 0 {
                let mut swapped = lines.clone();
                swapped.swap(at - 1, at);
                assert!(!holds(&swapped.join("\n")), "line {at} swapped");
            }
        }
    }

    #[test]
    fn it_may_grow_and_not_be_written_anew() {
        let key = key();
        let mut log = Log::read(&text()).unwrap();
        let head = log.sign(&key, now());
        log.add("c9".into(), "a9".into(), Event::Issued, now());
        assert_eq!(log.grew_from(&head, Some(&key.public())).unwrap().size, 6);
        let mut anew = Log::default();
        for _ in 0..9 {
            anew.add("c".into(), "a".into(), Event::Issued, now());
        }
        assert_eq!(anew.grew_from(&head, Some(&key.public())), Err(Broken::Head));
    }
}
