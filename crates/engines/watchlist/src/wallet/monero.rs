//! Monero: Base58 in blocks of eleven characters, with a Keccak checksum.
//!
//! *Source*: Monero's `base58.cpp`; network bytes 18 (address), 19 (with payment id), 42 (subaddress).

use sha3::{Digest as _, Keccak256};

use super::{Checksum, Family, Payload, Wallet, WalletError, wallet};

const LETTERS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// Bytes that a block of so many characters holds.
const BLOCK: [usize; 12] = [0, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8];

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for block in text.as_bytes().chunks(11) {
        let size = BLOCK[block.len()];
        let mut number: u128 = 0;
        for letter in block {
            let digit = LETTERS.iter().position(|known| known == letter)?;
            number = number * 58 + digit as u128;
        }
        if size == 0 || number >> (size * 8) != 0 {
            return None;
        }
        out.extend_from_slice(&number.to_be_bytes()[16 - size..]);
    }
    Some(out)
}

/// Reads a Monero address; `None` when it has not the length of one.
pub(super) fn parse(text: &str) -> Option<Result<Wallet, WalletError>> {
    if !matches!(text.len(), 95 | 106) || !text.is_ascii() {
        return None;
    }
    let first = text.as_bytes()[0];
    if !matches!(first, b'4' | b'8') {
        return match first {
            b'5' | b'7' | b'9' | b'A' | b'B' => Some(Err(WalletError::TestNetwork)),
            _ => None,
        };
    }
    let Some(bytes) = decode(text) else {
        return Some(Err(WalletError::Malformed(
            "Monero",
            "there are characters that such addresses do not have",
        )));
    };
    let (body, sum) = bytes.split_at(bytes.len() - 4);
    if Keccak256::digest(body)[..4] != *sum {
        return Some(Err(WalletError::Checksum("Monero")));
    }
    if !matches!(body[0], 18 | 19 | 42) {
        return Some(Err(WalletError::Malformed("Monero", "the network is unknown")));
    }
    let keys = <[u8; 64]>::try_from(body.get(1..65)?).ok()?;
    Some(Ok(wallet(Family::Monero, Payload::Monero(keys), text.to_owned(), Checksum::Valid)))
}
