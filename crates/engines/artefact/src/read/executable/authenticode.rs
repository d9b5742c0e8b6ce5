//! Authenticode: who signed, and whether the digest fits.
//!
//! *Source*: Microsoft, "Windows Authenticode Portable Executable Signature Format" (2008); PE format, "The Attribute
//! Certificate Table".

use sha2::{Digest, Sha256};

use crate::{
    bytes::{index, le16, le32, piece},
    facts::{Scheme, Signature},
    read::{
        certificate,
        der::{OBJECT, OCTETS, SEQUENCE, take},
    },
};

/// Reads the first signature; `hash` is that of the program.
pub(crate) fn read(bytes: &[u8], table: (u64, u64), hash: Option<[u8; 32]>) -> Option<Signature> {
    let entry = piece(bytes, table.0, table.1)?;
    let message = entry.get(8..(le32(entry, 0)? as usize).min(entry.len()))?;
    let mut signature = certificate::unnamed(Scheme::Authenticode);
    let message = certificate::message(message).unwrap_or_default();
    if let Some(signer) = message.signer {
        certificate::put(&mut signature, signer);
        signature.digest_fits = message.content.and_then(said).zip(hash).map(|(said, hash)| *said == hash);
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
    let (header, length) = crate::read::der::length(message)?;
    let end = 8 + header + length;
    let rest = entry.get(end..)?;
    let start = rest.iter().position(|byte| *byte != 0)?;
    // A second signature begins at a multiple of eight with its length; padding is below that.
    let second = le16(rest.get(rest.len().min((8 - end % 8) % 8)..)?, 4) == Some(0x200);
    (rest.len() > 1024 && !second).then(|| at + crate::bytes::count(end + start))
}

/// The SHA-256 that the signed content says: SpcIndirectDataContent, in it DigestInfo. Other algorithms are not compared.
fn said(content: &[u8]) -> Option<&[u8]> {
    const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
    let (content, _) = take(content, SEQUENCE)?;
    let (_, rest) = take(content, SEQUENCE)?;
    let (digest, _) = take(rest, SEQUENCE)?;
    let (algorithm, rest) = take(digest, SEQUENCE)?;
    let (name, _) = take(algorithm, OBJECT)?;
    (name == SHA256).then(|| take(rest, OCTETS)).flatten().map(|(digest, _)| digest)
}

/// SHA-256 over the file without checksum, directory entry and table; `header` is where `PE` stands.
pub(crate) fn hash(bytes: &[u8], header: usize, table: Option<u64>) -> Option<[u8; 32]> {
    let optional = header + 24;
    let directory = optional + if le16(bytes, optional)? == 0x20b { 112 } else { 96 } + 32;
    let mut hash = Sha256::new();
    hash.update(bytes.get(..optional + 64)?);
    hash.update(bytes.get(optional + 68..directory)?);
    hash.update(bytes.get(directory + 8..table.map_or(bytes.len(), index))?);
    Some(hash.finalize().into())
}
