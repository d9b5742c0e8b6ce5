//! Accounts of Ethereum and of every chain with its accounts; Tron's in hexadecimal.
//!
//! *Source*: EIP-55 (mixed-case checksum).

use sha3::{Digest as _, Keccak256};

use super::{Checksum, Family, Payload, Wallet, WalletError, base58, hex, hex_bytes, wallet};

/// Reads hexadecimal; `None` when it is none.
pub(super) fn parse(text: &str) -> Option<Result<Wallet, WalletError>> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let bare = digits.unwrap_or(text);
    if !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return match bare.len() {
            40 => Some(account(bare)),
            // Tron writes its version byte before the account.
            42 if bare.starts_with("41") => Some(tron(bare)),
            64 => Some(match hex_bytes::<32>(bare) {
                Some(bytes) => Ok(wallet(
                    Family::Opaque,
                    Payload::Opaque(bytes),
                    bare.to_ascii_lowercase(),
                    Checksum::Absent,
                )),
                None => Err(WalletError::NotAnAddress),
            }),
            _ if digits.is_some() => {
                Some(Err(WalletError::Malformed("Ethereum", "there must be 40 hexadecimal digits after 0x")))
            }
            _ => None,
        };
    }
    digits.map(|_| {
        Err(WalletError::Malformed("Ethereum", "there are characters that are no hexadecimal digits"))
    })
}

fn account(digits: &str) -> Result<Wallet, WalletError> {
    let bytes = hex_bytes::<20>(digits).ok_or(WalletError::Unknown)?;
    let canonical = with_checksum(&bytes);
    let upper = digits.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = digits.bytes().any(|byte| byte.is_ascii_lowercase());
    let checksum = if !(upper && lower) {
        Checksum::Absent
    } else if canonical[2..] == *digits {
        Checksum::Valid
    } else {
        Checksum::Wrong
    };
    Ok(wallet(Family::Evm, Payload::Account(bytes), canonical, checksum))
}

fn tron(digits: &str) -> Result<Wallet, WalletError> {
    let bytes = hex_bytes::<20>(&digits[2..]).ok_or(WalletError::Unknown)?;
    Ok(wallet(Family::Tron, Payload::Account(bytes), base58::tron(&bytes), Checksum::Absent))
}

/// The account with the letters' cases that EIP-55 asks for.
pub(super) fn with_checksum(bytes: &[u8; 20]) -> String {
    let digits = hex(bytes);
    let hash = Keccak256::digest(digits.as_bytes());
    let mut out = String::from("0x");
    for (at, digit) in digits.chars().enumerate() {
        let nibble = hash[at / 2] >> (if at % 2 == 0 { 4 } else { 0 }) & 15;
        out.push(if nibble >= 8 { digit.to_ascii_uppercase() } else { digit });
    }
    out
}
