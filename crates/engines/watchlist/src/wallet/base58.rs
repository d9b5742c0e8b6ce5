//! Base58 with a checksum: Bitcoin and its descendants, Tron, XRP.

use sha2::{Digest as _, Sha256};

use super::{Checksum, Family, Payload, Wallet, WalletError, wallet};

fn checksum(bytes: &[u8]) -> [u8; 4] {
    let hash = Sha256::digest(Sha256::digest(bytes));
    [hash[0], hash[1], hash[2], hash[3]]
}

/// Bytes of Base58 without their checksum; an error when it does not fit.
fn decode(text: &str, alphabet: &bs58::Alphabet) -> Option<Result<Vec<u8>, ()>> {
    let mut bytes = bs58::decode(text).with_alphabet(alphabet).into_vec().ok()?;
    if bytes.len() < 6 {
        return None;
    }
    let sum = bytes.split_off(bytes.len() - 4);
    Some(if checksum(&bytes) == sum[..] { Ok(bytes) } else { Err(()) })
}

/// A Tron account in its usual notation.
pub(super) fn tron(account: &[u8; 20]) -> String {
    let mut bytes = vec![0x41];
    bytes.extend_from_slice(account);
    bytes.extend_from_slice(&checksum(&bytes));
    bs58::encode(bytes).into_string()
}

/// The version bytes of mainnets: family, whether a key (or a script), bytes.
///
/// *Source*: the chain parameters in the source of each node.
const VERSIONS: [(u8, Family, bool); 12] = [
    (0x00, Family::Bitcoin, true),
    (0x05, Family::Bitcoin, false),
    (0x30, Family::Litecoin, true),
    (0x32, Family::Litecoin, false),
    (0x4c, Family::Dash, true),
    (0x10, Family::Dash, false),
    (0x1e, Family::Dogecoin, true),
    (0x16, Family::Dogecoin, false),
    (0x21, Family::Dogecoin, false),
    (0x26, Family::BitcoinGold, true),
    (0x17, Family::BitcoinGold, false),
    (0x41, Family::Tron, true),
];

/// Reads Base58 with checksum.
pub(super) fn parse(text: &str) -> Result<Wallet, WalletError> {
    if text.len() < 20 || text.len() > 120 {
        return Err(WalletError::Unknown);
    }
    let bitcoin = decode(text, bs58::Alphabet::BITCOIN);
    if let Some(Ok(bytes)) = &bitcoin {
        return versioned(text, bytes);
    }
    let ripple = decode(text, bs58::Alphabet::RIPPLE);
    if let Some(Ok(bytes)) = &ripple
        && let Some(found) = xrp(text, bytes)
    {
        return found;
    }
    // What remains is mistyped, if it has the looks of something.
    let named = match text.as_bytes()[0] {
        b'1' | b'3' => "Bitcoin",
        b'T' => "Tron",
        b'r' | b'X' if ripple.is_some() => "XRP or Dash",
        b'L' | b'M' => "Litecoin",
        b't' => "Zcash",
        b'D' => "Dogecoin",
        b'G' | b'A' => "Bitcoin Gold",
        _ => return Err(WalletError::Unknown),
    };
    Err(if bitcoin.is_some() || ripple.is_some() {
        WalletError::Checksum(named)
    } else {
        WalletError::Malformed(named, "there are characters that such addresses do not have")
    })
}

fn versioned(text: &str, bytes: &[u8]) -> Result<Wallet, WalletError> {
    if let ([0x1c, kind @ (0xb8 | 0xbd)], Ok(hash)) = (&bytes[..2], <[u8; 20]>::try_from(&bytes[2..])) {
        let payload = if *kind == 0xb8 { Payload::KeyHash(hash) } else { Payload::ScriptHash(hash) };
        return Ok(wallet(Family::Zcash, payload, text.to_owned(), Checksum::Valid));
    }
    if bytes[..2] == [0x16, 0x9a] && bytes.len() == 66 {
        return Ok(wallet(
            Family::Zcash,
            Payload::Shielded(bytes.to_vec()),
            text.to_owned(),
            Checksum::Valid,
        ));
    }
    let Ok(hash) = <[u8; 20]>::try_from(&bytes[1..]) else {
        return Err(match bytes[0] {
            0x80 | 0xb0 | 0xcc => {
                WalletError::Malformed("Bitcoin", "this is a private key; it must not be shown to anybody")
            }
            _ => WalletError::Malformed("Bitcoin", "there must be 20 bytes"),
        });
    };
    if matches!(bytes[0], 0x6f | 0xc4 | 0x8c | 0x13 | 0x71 | 0x3a) {
        return Err(WalletError::TestNetwork);
    }
    let Some((_, family, key)) = VERSIONS.iter().find(|(version, ..)| *version == bytes[0]) else {
        return Err(WalletError::Unknown);
    };
    let payload = match (family, key) {
        (Family::Tron, _) => Payload::Account(hash),
        (_, true) => Payload::KeyHash(hash),
        (_, false) => Payload::ScriptHash(hash),
    };
    Ok(wallet(*family, payload, text.to_owned(), Checksum::Valid))
}

/// Classic addresses, and X-addresses with their tag taken off.
///
/// *Source*: XRPL "Base58 encodings"; XLS-5d.
fn xrp(text: &str, bytes: &[u8]) -> Option<Result<Wallet, WalletError>> {
    if bytes[0] == 0
        && let Ok(account) = <[u8; 20]>::try_from(&bytes[1..])
    {
        return Some(Ok(wallet(Family::Xrp, Payload::KeyHash(account), text.to_owned(), Checksum::Valid)));
    }
    if bytes.len() == 31 && bytes[..2] == [0x05, 0x44] {
        let account = <[u8; 20]>::try_from(&bytes[2..22]).ok()?;
        let mut classic = vec![0];
        classic.extend_from_slice(&account);
        classic.extend_from_slice(&checksum(&classic));
        let classic = bs58::encode(classic).with_alphabet(bs58::Alphabet::RIPPLE).into_string();
        return Some(Ok(wallet(Family::Xrp, Payload::KeyHash(account), classic, Checksum::Valid)));
    }
    None
}
