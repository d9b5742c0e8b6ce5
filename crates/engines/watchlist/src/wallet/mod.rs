//! Wallet addresses: what they come to, whatever they look like, and which of them are listed.
//!
//! Two addresses are the same when they pay the same key or script. Labels of currencies are never compared: an address listed
//! under ETH is the same account on every EVM chain, and a key hash is the same key on Bitcoin and its descendants.

mod base58;
mod evm;
mod index;
mod monero;
mod segwit;
mod uri;

use serde::Serialize;

pub use index::{Lookalike, WalletHit, WalletIndex, WalletVerdict};

/// Longest text that is looked at, in bytes. Payment URIs with long messages are shorter.
pub const WALLET_BYTES_MAX: usize = 4096;

/// The kind of chain that an address is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Bitcoin, and Bitcoin Cash and Bitcoin SV in their old form, which cannot be told from it.
    Bitcoin,
    /// Bitcoin Cash in its own form (and eCash).
    BitcoinCash,
    /// Bitcoin Gold.
    BitcoinGold,
    /// Litecoin.
    Litecoin,
    /// Dash.
    Dash,
    /// Dogecoin or Verge, whose addresses cannot be told apart.
    Dogecoin,
    /// Zcash, transparent or shielded.
    Zcash,
    /// Ethereum and every chain with its accounts.
    Evm,
    /// Tron.
    Tron,
    /// Monero.
    Monero,
    /// XRP Ledger.
    Xrp,
    /// Thirty-two bytes in hexadecimal, of which a list says that they are an address.
    Opaque,
}

impl Family {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bitcoin => "Bitcoin",
            Self::BitcoinCash => "Bitcoin Cash",
            Self::BitcoinGold => "Bitcoin Gold",
            Self::Litecoin => "Litecoin",
            Self::Dash => "Dash",
            Self::Dogecoin => "Dogecoin or Verge",
            Self::Zcash => "Zcash",
            Self::Evm => "Ethereum or another EVM chain",
            Self::Tron => "Tron",
            Self::Monero => "Monero",
            Self::Xrp => "XRP Ledger",
            Self::Opaque => "32 bytes",
        }
    }
}

/// What an address pays: the same bytes are the same payee.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Payload {
    /// HASH160 of a public key: Bitcoin and descendants, witness version 0, XRP.
    KeyHash([u8; 20]),
    /// HASH160 of a script.
    ScriptHash([u8; 20]),
    /// The last 20 bytes of a public key's Keccak hash: EVM and Tron.
    Account([u8; 20]),
    /// A witness programme of another version or length.
    Witness(u8, Vec<u8>),
    /// Public spend and view key.
    Monero([u8; 64]),
    /// Shielded or unified receivers, whole.
    Shielded(Vec<u8>),
    /// Thirty-two bytes.
    Opaque([u8; 32]),
}

/// Whether the text proves that it was not mistyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checksum {
    /// There is one, and it is right.
    Valid,
    /// The notation has none: hexadecimal in one case.
    Absent,
    /// EIP-55: letters in both cases that do not fit. The account is readable, but somebody mistyped or tampered.
    Wrong,
}

/// An address, read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wallet {
    /// The kind of chain.
    pub family: Family,
    /// What it pays.
    pub payload: Payload,
    /// The address in its usual notation.
    pub canonical: String,
    /// Whether a checksum was there and right.
    pub checksum: Checksum,
    /// A second address in the same text, such as the token's contract of an EIP-681 transfer.
    pub second: Option<Box<Wallet>>,
}

/// Why a text is no address that can be screened. It is never the same as "not listed".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "kebab-case", tag = "code", content = "detail")]
pub enum WalletError {
    /// Nothing is there.
    #[error("the address is empty")]
    Empty,
    /// More than [`WALLET_BYTES_MAX`].
    #[error("{0} bytes are too long for an address or a payment URI")]
    TooLong(usize),
    /// The checksum does not fit: mistyped.
    #[error("the checksum of this {0} address is wrong: a character is mistyped or was changed")]
    Checksum(&'static str),
    /// It looks like an address of a family but has the wrong length or version.
    #[error("this is no {0} address: {1}")]
    Malformed(&'static str, &'static str),
    /// An address of a network for tests.
    #[error("this is an address of a test network")]
    TestNetwork,
    /// A name that has to be resolved first.
    #[error("this is a name, not an address; resolve it and screen the address")]
    Name,
    /// A transaction, a private key or the like.
    #[error("64 hexadecimal digits are a transaction or a key, not an address")]
    NotAnAddress,
    /// Nothing known.
    #[error("this is no address of a family that is known here")]
    Unknown,
}

/// Reads an address in any notation: with white space and invisible characters, in any case that the notation allows, in a
/// payment URI (BIP-21, EIP-681) or an account id (CAIP-10).
///
/// *Errors*: [`WalletError`]; what is wrong is said as precisely as the notation allows.
pub fn parse(text: &str) -> Result<Wallet, WalletError> {
    if text.len() > WALLET_BYTES_MAX {
        return Err(WalletError::TooLong(text.len()));
    }
    let plain: String = text
        .chars()
        .filter(|letter| {
            !letter.is_whitespace() && !letter.is_control() && !crate::text::fold::is_invisible(*letter)
        })
        .collect();
    if plain.is_empty() {
        return Err(WalletError::Empty);
    }
    uri::parse(&plain)
}

/// Reads an address that stands alone.
fn parse_bare(text: &str) -> Result<Wallet, WalletError> {
    if let Some(result) = evm::parse(text) {
        return result;
    }
    if let Some(result) = segwit::parse(text) {
        return result;
    }
    if text.len() >= 3 && text.contains('.') && text.is_ascii() {
        return Err(WalletError::Name);
    }
    if let Some(result) = monero::parse(text) {
        return result;
    }
    base58::parse(text)
}

fn wallet(family: Family, payload: Payload, canonical: String, checksum: Checksum) -> Wallet {
    Wallet { family, payload, canonical, checksum, second: None }
}

/// Bytes of hexadecimal digits.
fn hex_bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    let mut out = [0; N];
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    text.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(out)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
