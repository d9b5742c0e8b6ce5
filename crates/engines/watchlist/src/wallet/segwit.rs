//! Bech32 and its relatives: witness programmes, Bitcoin Cash, shielded Zcash.
//!
//! *Source*: BIP-173, BIP-350; the CashAddr specification; ZIP-316 (the checksum; receivers are compared whole).

use bech32::{Bech32, Bech32m, primitives::decode::UncheckedHrpstring};

use super::{Checksum, Family, Payload, Wallet, WalletError, wallet};

/// Prefixes of Bech32 addresses.
const PREFIXES: [(&str, Family); 5] = [
    ("bc", Family::Bitcoin),
    ("ltc", Family::Litecoin),
    ("zs", Family::Zcash),
    ("u", Family::Zcash),
    ("tex", Family::Zcash),
];

/// Reads Bech32 and CashAddr; `None` when it is neither.
pub(super) fn parse(text: &str) -> Option<Result<Wallet, WalletError>> {
    if let Some(found) = cash_address(text) {
        return Some(found);
    }
    let lower = text.to_ascii_lowercase();
    let (prefix, _) = lower.rsplit_once('1')?;
    if matches!(prefix, "tb" | "bcrt" | "tltc" | "ztestsapling" | "utest") {
        return Some(Err(WalletError::TestNetwork));
    }
    let (_, family) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    // In Base58 an address may begin with these letters by chance; then it is in both cases.
    if text != lower && text != text.to_ascii_uppercase() {
        return Some(Err(WalletError::Malformed(family.name(), "upper and lower case are mixed")));
    }
    Some(match *family {
        Family::Zcash => shielded(&lower, prefix),
        family => witness(&lower, family),
    })
}

fn witness(lower: &str, family: Family) -> Result<Wallet, WalletError> {
    let wrong = WalletError::Checksum(family.name());
    let hrp = UncheckedHrpstring::new(lower).map_err(|_| wrong.clone())?;
    let mut checked = if hrp.has_valid_checksum::<Bech32m>() {
        UncheckedHrpstring::new(lower).map_err(|_| wrong.clone())?.remove_checksum::<Bech32m>()
    } else if hrp.has_valid_checksum::<Bech32>() {
        UncheckedHrpstring::new(lower).map_err(|_| wrong.clone())?.remove_checksum::<Bech32>()
    } else {
        return Err(wrong);
    };
    let modern = UncheckedHrpstring::new(lower).is_ok_and(|hrp| hrp.has_valid_checksum::<Bech32m>());
    let malformed = WalletError::Malformed(family.name(), "the witness programme is wrong");
    let version = checked.remove_witness_version().ok_or_else(|| malformed.clone())?.to_u8();
    let programme: Vec<u8> = checked.byte_iter().collect();
    if version > 16 || (version == 0) == modern || !(2..=40).contains(&programme.len()) {
        return Err(malformed);
    }
    let payload = match (version, <[u8; 20]>::try_from(programme.as_slice())) {
        // The hash of a compressed key is the same in both notations.
        (0, Ok(hash)) => Payload::KeyHash(hash),
        (0, Err(_)) if programme.len() != 32 => return Err(malformed),
        _ => Payload::Witness(version, programme),
    };
    Ok(wallet(family, payload, lower.to_owned(), Checksum::Valid))
}

fn shielded(lower: &str, prefix: &str) -> Result<Wallet, WalletError> {
    let wrong = WalletError::Checksum("Zcash");
    let hrp = UncheckedHrpstring::new(lower).map_err(|_| wrong.clone())?;
    let right = if prefix == "zs" { long_checksum(lower, 1) } else { long_checksum(lower, 0x2bc8_30a3) };
    if !right {
        return Err(wrong);
    }
    let bytes: Vec<u8> = hrp.data_part_ascii().to_vec();
    let payload = Payload::Shielded([prefix.as_bytes(), &bytes].concat());
    Ok(wallet(Family::Zcash, payload, lower.to_owned(), Checksum::Valid))
}

const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

fn value(letter: u8) -> Option<u8> {
    LETTERS.iter().position(|known| *known == letter).and_then(|at| u8::try_from(at).ok())
}

/// The checksum of addresses that are longer than the ninety characters of the standard.
fn long_checksum(lower: &str, target: u32) -> bool {
    let Some((prefix, data)) = lower.rsplit_once('1') else { return false };
    let values = prefix
        .bytes()
        .map(|byte| Some(byte >> 5))
        .chain([Some(0)])
        .chain(prefix.bytes().map(|byte| Some(byte & 31)))
        .chain(data.bytes().map(value));
    let mut sum: u32 = 1;
    for one in values {
        let Some(one) = one else { return false };
        let top = sum >> 25;
        sum = (sum & 0x1ff_ffff) << 5 ^ u32::from(one);
        for (bit, generator) in
            [0x3b6a_57b2_u32, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3].iter().enumerate()
        {
            if top >> bit & 1 == 1 {
                sum ^= generator;
            }
        }
    }
    sum == target
}

/// Bitcoin Cash, with or without its prefix.
fn cash_address(text: &str) -> Option<Result<Wallet, WalletError>> {
    let lower = text.to_ascii_lowercase();
    let (prefix, data, explicit) = match lower.split_once(':') {
        Some((prefix @ ("bitcoincash" | "ecash"), data)) => (prefix, data, true),
        Some((prefix @ ("bchtest" | "bchreg"), _)) => {
            let _ = prefix;
            return Some(Err(WalletError::TestNetwork));
        }
        Some(_) => return None,
        None => ("bitcoincash", lower.as_str(), false),
    };
    let values: Option<Vec<u8>> = data.bytes().map(value).collect();
    let plausible = data.len() == 42 && data.starts_with(['q', 'p']);
    let mixed = text != lower && text != text.to_ascii_uppercase();
    let Some(values) = values.filter(|_| plausible && !mixed) else {
        let broken = WalletError::Malformed("Bitcoin Cash", "42 letters and digits must follow the prefix");
        return explicit.then_some(Err(broken));
    };
    if cash_sum(prefix, &values) != 0 {
        return Some(Err(WalletError::Checksum("Bitcoin Cash")));
    }
    let mut bytes = Vec::new();
    let (mut store, mut bits) = (0_u32, 0);
    for one in &values[..values.len() - 8] {
        store = store << 5 | u32::from(*one);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(store >> bits & 255).unwrap_or(0));
        }
    }
    let hash = <[u8; 20]>::try_from(bytes.get(1..21)?).ok()?;
    let payload = match bytes[0] {
        0 | 16 => Payload::KeyHash(hash),
        8 | 24 => Payload::ScriptHash(hash),
        _ => return Some(Err(WalletError::Malformed("Bitcoin Cash", "the version is unknown"))),
    };
    Some(Ok(wallet(Family::BitcoinCash, payload, format!("{prefix}:{data}"), Checksum::Valid)))
}

fn cash_sum(prefix: &str, values: &[u8]) -> u64 {
    const GENERATORS: [u64; 5] =
        [0x98_f2bc_8e61, 0x79_b76d_99e2, 0xf3_3e5f_b3c4, 0xae_2eab_e2a8, 0x1e_4f43_e470];
    let mut sum: u64 = 1;
    for one in prefix.bytes().map(|byte| byte & 31).chain([0]).chain(values.iter().copied()) {
        let top = sum >> 35;
        sum = (sum & 0x7_ffff_ffff) << 5 ^ u64::from(one);
        for (bit, generator) in GENERATORS.iter().enumerate() {
            if top >> bit & 1 == 1 {
                sum ^= generator;
            }
        }
    }
    sum ^ 1
}
