//! Authenticode: who signed, and whether the digest fits.
//!
//! *Source*: Microsoft, "Windows Authenticode Portable Executable Signature Format" (2008); PE format, "The Attribute
//! Certificate Table".

use sha2::{Digest, Sha256};

use crate::{
    bytes::{find, index, le16, le32, piece},
    facts::{Scheme, Signature},
    read::certificate,
};

/// Reads the first signature.
pub(crate) fn read(bytes: &[u8], header: usize, table: (u64, u64)) -> Option<Signature> {
    let entry = piece(bytes, table.0, table.1)?;
    let message = entry.get(8..(le32(entry, 0)? as usize).min(entry.len()))?;
    let mut signature = Signature {
        scheme: Scheme::Authenticode,
        ad_hoc: false,
        subject: None,
        organisation: None,
        team: None,
        issuer: None,
        not_before: None,
        not_after: None,
        identifier: None,
        digest_fits: None,
        hardened: false,
        entitlements: Vec::new(),
    };
    if let Some(signer) = certificate::signer(message) {
        certificate::put(&mut signature, signer);
        signature.digest_fits = digest_fits(bytes, header, table.0, message);
    } else {
        // A table that holds no signature at all.
        signature.ad_hoc = true;
    }
    Some(signature)
}

/// Bytes inside the table that belong to no signature: the message ends, and more follows.
pub(crate) fn surplus(bytes: &[u8], at: u64, size: u64) -> Option<u64> {
    let entry = piece(bytes, at, size)?;
    let message = entry.get(8..)?;
    let (header, length) = certificate::length(message)?;
    let end = 8 + header + length;
    let rest = entry.get(end..)?;
    let start = rest.iter().position(|byte| *byte != 0)?;
    // A second signature begins at a multiple of eight with its length; padding is below that.
    let second = le16(rest.get(rest.len().min((8 - end % 8) % 8)..)?, 4) == Some(0x200);
    (rest.len() > 1024 && !second).then(|| at + crate::bytes::count(end + start))
}

/// SHA-256 over the file without checksum, directory entry and table, against the digest in the message.
fn digest_fits(bytes: &[u8], header: usize, table: u64, message: &[u8]) -> Option<bool> {
    let optional = header + 24;
    let directory = optional + if le16(bytes, optional)? == 0x20b { 112 } else { 96 } + 32;
    let mut hash = Sha256::new();
    hash.update(bytes.get(..optional + 64)?);
    hash.update(bytes.get(optional + 68..directory)?);
    hash.update(bytes.get(directory + 8..index(table))?);
    let digest = hash.finalize();
    // SHA-256 as an algorithm, then the digest: 30 31 30 0d 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20.
    let mark = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
    let at = find(message, &mark, 0)? + mark.len();
    Some(message.get(at..at + 32)? == digest.as_slice())
}
