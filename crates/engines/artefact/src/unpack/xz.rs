//! The container `.xz`, as nearly everybody writes it: LZMA2 alone, with sizes and checksums that are right.
//!
//! *Source*: "The .xz File Format" 1.2.1.

use sha2::{Digest, Sha256};

use crate::{
    bytes::{index, le32, le64},
    unpack::lzma2,
};

const MAGIC: &[u8] = b"\xfd7zXZ\0";
/// The biggest dictionary that is taken.
const DICTIONARY_BYTES_MAX: u64 = 256 << 20;

/// Unpacks all streams. `None` when anything is not as expected, or bigger than `out_bytes_max`: another reader then
/// says what is wrong.
pub(crate) fn unpack(bytes: &[u8], out_bytes_max: usize) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(said(bytes).unwrap_or(0).min(out_bytes_max) + lzma2::ROOM_BYTES);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == 0 {
            // Padding between streams, four bytes at a time.
            at += (bytes.get(at..at + 4)? == [0; 4]).then_some(4)?;
            continue;
        }
        at += stream(&bytes[at..], &mut out, out_bytes_max)?;
    }
    Some(out)
}

/// How many bytes the last index says there are; a hint only.
fn said(bytes: &[u8]) -> Option<usize> {
    let footer = bytes.len().checked_sub(12)?;
    let length = (index(u64::from(le32(bytes, footer + 4)?)) + 1) * 4;
    let mut at = footer.checked_sub(length)? + 1;
    let mut sum = 0_u64;
    for _ in 0..number(bytes, &mut at)?.min(100_000) {
        number(bytes, &mut at)?;
        sum = sum.saturating_add(number(bytes, &mut at)?);
    }
    Some(index(sum))
}

/// One stream; gives its length.
fn stream(bytes: &[u8], out: &mut Vec<u8>, out_bytes_max: usize) -> Option<usize> {
    let flags = bytes.strip_prefix(MAGIC)?.get(..2)?;
    (crc32fast::hash(flags) == le32(bytes, 8)? && flags[0] == 0).then_some(())?;
    let check = Check::of(flags[1])?;
    let mut at = 12;
    let mut records = Vec::new();
    while *bytes.get(at)? != 0 {
        let begin = out.len();
        let (unpadded, whole) = block(&bytes[at..], check, out, out_bytes_max)?;
        records.push((unpadded as u64, (out.len() - begin) as u64));
        at += whole;
    }
    let end = index_end(bytes, at, &records)?;
    let footer = bytes.get(end..end + 12)?;
    let right = crc32fast::hash(&footer[4..10]) == le32(footer, 0)?
        && (u64::from(le32(footer, 4)?) + 1) * 4 == (end - at) as u64
        && footer[8..10] == *flags
        && footer[10..] == *b"YZ";
    right.then_some(end + 12)
}

/// The length with padding up to four bytes, which must be NULs.
fn padded(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let whole = length.next_multiple_of(4);
    bytes.get(at + length..at + whole)?.iter().all(|byte| *byte == 0).then_some(whole)
}

/// One block; gives its length without padding, as the index has it, and with padding.
fn block(bytes: &[u8], check: Check, out: &mut Vec<u8>, out_bytes_max: usize) -> Option<(usize, usize)> {
    let length = (usize::from(*bytes.first()?) + 1) * 4;
    let header = bytes.get(..length - 4)?;
    (crc32fast::hash(header) == le32(bytes, length - 4)?).then_some(())?;
    let flags = *header.get(1)?;
    // One filter, and no flags that are not known.
    (flags & 0x3f == 0).then_some(())?;
    let mut at = 2;
    let packed_said = if flags & 0x40 != 0 { Some(number(header, &mut at)?) } else { None };
    let unpacked_said = if flags & 0x80 != 0 { Some(number(header, &mut at)?) } else { None };
    let filter = (number(header, &mut at)?, number(header, &mut at)?);
    (filter == (0x21, 1)).then_some(())?;
    let bits = *header.get(at)?;
    (bits < 40 && header[at + 1..].iter().all(|byte| *byte == 0)).then_some(())?;
    let dictionary = (2 | u64::from(bits & 1)) << (bits / 2 + 11);
    (dictionary <= DICTIONARY_BYTES_MAX).then_some(())?;
    let begin = out.len();
    let packed = lzma2::unpack(&bytes[length..], index(dictionary), out, out_bytes_max)?;
    let body = &out[begin..];
    let as_said = packed_said.is_none_or(|said| said == packed as u64)
        && unpacked_said.is_none_or(|said| said == body.len() as u64);
    as_said.then_some(())?;
    let end = length + padded(bytes, length, packed)?;
    check.fits(body, bytes, end).then_some(())?;
    Some((length + packed + check.length(), end + check.length()))
}

/// Where the index ends that begins here, when it lists exactly these blocks.
fn index_end(bytes: &[u8], start: usize, records: &[(u64, u64)]) -> Option<usize> {
    let mut at = start + 1;
    (number(bytes, &mut at)? == records.len() as u64).then_some(())?;
    for (unpadded, unpacked) in records {
        let said = (number(bytes, &mut at)?, number(bytes, &mut at)?);
        (said == (*unpadded, *unpacked)).then_some(())?;
    }
    let end = start + padded(bytes, start, at - start)?;
    (crc32fast::hash(bytes.get(start..end)?) == le32(bytes, end)?).then_some(end + 4)
}

/// A number of seven bits a byte.
fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for place in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7f) << (place * 7);
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// How a block is checked.
#[derive(Clone, Copy)]
enum Check {
    Crc32,
    Crc64,
    Sha256,
}

impl Check {
    fn of(flag: u8) -> Option<Self> {
        match flag {
            1 => Some(Self::Crc32),
            4 => Some(Self::Crc64),
            10 => Some(Self::Sha256),
            _ => None,
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Crc32 => 4,
            Self::Crc64 => 8,
            Self::Sha256 => 32,
        }
    }

    fn fits(self, body: &[u8], bytes: &[u8], at: usize) -> bool {
        match self {
            Self::Crc32 => le32(bytes, at) == Some(crc32fast::hash(body)),
            Self::Crc64 => {
                let mut crc = crc64fast::Digest::new();
                crc.write(body);
                le64(bytes, at) == Some(crc.sum64())
            }
            Self::Sha256 => bytes.get(at..at + 32) == Some(&Sha256::digest(body)[..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use lzma_rust2::{CheckType, XzOptions, XzReader, XzWriter};
    use proptest::prelude::*;

    use super::*;

    fn packed(text: &[u8], options: XzOptions) -> Vec<u8> {
        let mut writer = XzWriter::new(Vec::new(), options).expect("a writer");
        writer.write_all(text).expect("memory");
        writer.finish().expect("memory")
    }

    fn text(pieces: &[(u8, u16, u16)]) -> Vec<u8> {
        let mut text: Vec<u8> = Vec::new();
        for (byte, back, length) in pieces {
            let from = text.len().saturating_sub(usize::from(*back));
            for step in 0..usize::from(length % 600) {
                text.push(text.get(from + step).copied().unwrap_or(*byte));
            }
            text.push(*byte);
        }
        text
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_out_and_a_changed_byte_is_noticed(
            pieces in prop::collection::vec(any::<(u8, u16, u16)>(), 0..200),
            (lc, lp, pb, check, level) in (0..4_u32, 0..2_u32, 0..5_u32, 0..3_usize, 0..7_u32),
            changed in any::<prop::sample::Index>(),
            with in 1..=255_u8,
        ) {
            let text = text(&pieces);
            let mut options = XzOptions::with_preset(level);
            (options.lzma_options.lc, options.lzma_options.lp, options.lzma_options.pb) = (lc, lp, pb);
            options.check_type = [CheckType::Crc32, CheckType::Crc64, CheckType::Sha256][check];
            let mut bytes = packed(&text, options);
            let whole = unpack(&bytes, 1 << 30);
            prop_assert_eq!(whole.as_ref(), Some(&text));
            let narrow = unpack(&bytes, text.len());
            prop_assert_eq!(narrow.as_ref(), Some(&text));
            if !text.is_empty() {
                prop_assert_eq!(unpack(&bytes, text.len() - 1), None);
            }
            // Whatever is changed: never something else than the well-kept reader gives.
            let at = changed.index(bytes.len());
            bytes[at] ^= with;
            if let Some(mine) = unpack(&bytes, 1 << 30) {
                let mut theirs = Vec::new();
                prop_assert!(XzReader::new(&bytes[..], true).read_to_end(&mut theirs).is_ok());
                prop_assert_eq!(mine, theirs);
            }
        }

        #[test]
        fn nonsense_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut out = Vec::new();
            lzma2::unpack(&bytes, 1 << 20, &mut out, 1 << 20);
            let mut whole = packed(b"some text, some text", XzOptions::with_preset(1));
            let at = whole.len().min(24);
            whole.splice(at..at, bytes);
            unpack(&whole, 1 << 20);
        }
    }
}
