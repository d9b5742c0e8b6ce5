//! Listed wallets, found by what they pay.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Checksum, Family, Payload, Wallet, WalletError, parse};
use crate::entry::Entry;

/// A listed wallet that pays the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WalletHit {
    /// Index into the entries.
    pub entry: u32,
    /// The address as the list has it.
    pub listed: String,
    /// The list's label for the currency.
    pub currency: String,
    /// Whether the question is of another kind of chain: the same key there.
    pub other_chain: bool,
}

/// A listed address that begins and ends like the question but is another: a trap for the eye, or chance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lookalike {
    /// Index into the entries.
    pub entry: u32,
    /// The listed address.
    pub listed: String,
}

/// What the lists say of an address that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletVerdict {
    /// The address.
    pub wallet: Wallet,
    /// Listed parties it belongs to; empty when it is not listed.
    pub hits: Vec<WalletHit>,
    /// Listed addresses that look like it.
    pub lookalikes: Vec<Lookalike>,
}

/// The wallets of an index.
#[derive(Clone, Debug, Default)]
pub struct WalletIndex {
    listed: Vec<(u32, String, String, Family)>,
    payloads: FxHashMap<Payload, Vec<u32>>,
    looks: FxHashMap<String, Vec<u32>>,
    /// Listed addresses that cannot be read, with the entry and the reason; they match letter by letter.
    pub unreadable: Vec<(u32, String, WalletError)>,
    verbatim: FxHashMap<String, u32>,
}

fn looks(wallet: &Wallet) -> Option<String> {
    let text = wallet.canonical.rsplit(':').next().unwrap_or(&wallet.canonical);
    let text = text.strip_prefix("0x").unwrap_or(text).to_ascii_lowercase();
    // The first letters of these tell the kind of address, not the address.
    let head =
        ["bc1q", "bc1p", "ltc1q"].iter().find(|head| text.starts_with(*head)).map_or(0, |head| head.len());
    let body = &text[head..];
    (body.len() >= 16).then(|| format!("{:?}{}{}", wallet.family, &body[..4], &body[body.len() - 4..]))
}

impl WalletIndex {
    /// Gathers the wallets of entries.
    #[must_use]
    pub fn build(entries: &[Entry]) -> Self {
        let mut index = Self::default();
        for (number, entry) in entries.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            for listed in &entry.wallets {
                let at = u32::try_from(index.listed.len()).unwrap_or(u32::MAX);
                match parse(&listed.address) {
                    Ok(wallet) => {
                        if let Some(looks) = looks(&wallet) {
                            index.looks.entry(looks).or_default().push(at);
                        }
                        index.payloads.entry(wallet.payload.clone()).or_default().push(at);
                        index.listed.push((
                            number,
                            listed.address.clone(),
                            listed.currency.clone(),
                            wallet.family,
                        ));
                    }
                    Err(error) => {
                        index.unreadable.push((number, listed.address.clone(), error));
                        index.verbatim.insert(listed.address.trim().to_owned(), at);
                        index.listed.push((
                            number,
                            listed.address.clone(),
                            listed.currency.clone(),
                            Family::Opaque,
                        ));
                    }
                }
            }
        }
        index
    }

    /// How many addresses are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Looks an address up.
    ///
    /// *Errors*: [`WalletError`] when it cannot be read, or when its checksum says that it is mistyped and what it then is, is not
    /// listed. An error is never "clear".
    pub fn check(&self, text: &str) -> Result<WalletVerdict, WalletError> {
        let wallet = match parse(text) {
            Ok(wallet) => wallet,
            Err(error) => return self.verbatim(text).ok_or(error),
        };
        let mut hits = Vec::new();
        let mut next = Some(&wallet);
        while let Some(one) = next {
            for at in self.payloads.get(&one.payload).into_iter().flatten() {
                hits.push(self.hit(*at, one.family));
            }
            next = one.second.as_deref();
        }
        hits.sort_by(|a, b| (a.other_chain, a.entry, &a.listed).cmp(&(b.other_chain, b.entry, &b.listed)));
        hits.dedup();
        if hits.is_empty() {
            match wallet.checksum {
                Checksum::Wrong => return Err(WalletError::Checksum(wallet.family.name())),
                _ if wallet.family == Family::Opaque => return Err(WalletError::NotAnAddress),
                _ => {}
            }
        }
        let lookalikes = looks(&wallet)
            .and_then(|looks| self.looks.get(&looks))
            .into_iter()
            .flatten()
            .map(|at| &self.listed[*at as usize])
            .filter(|(entry, listed, ..)| {
                !hits.iter().any(|hit| hit.entry == *entry && hit.listed == *listed)
            })
            .map(|(entry, listed, ..)| Lookalike { entry: *entry, listed: listed.clone() })
            .collect();
        Ok(WalletVerdict { wallet, hits, lookalikes })
    }

    fn hit(&self, at: u32, asked: Family) -> WalletHit {
        let (entry, listed, currency, family) = &self.listed[at as usize];
        WalletHit {
            entry: *entry,
            listed: listed.clone(),
            currency: currency.clone(),
            other_chain: *family != asked,
        }
    }

    fn verbatim(&self, text: &str) -> Option<WalletVerdict> {
        let at = *self.verbatim.get(text.trim())?;
        let wallet = super::wallet(
            Family::Opaque,
            Payload::Shielded(text.trim().as_bytes().to_vec()),
            text.trim().to_owned(),
            Checksum::Absent,
        );
        Some(WalletVerdict { wallet, hits: vec![self.hit(at, Family::Opaque)], lookalikes: Vec::new() })
    }
}
