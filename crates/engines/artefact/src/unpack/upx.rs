//! Windows programs packed with UPX: the image that they become.
//!
//! *Source*: UPX's and UCL's published descriptions of the pack header and of NRV2B, NRV2D and NRV2E.

use crate::{
    bytes::{count, find, le32, piece},
    take::{Fault, Taker},
};

/// The header of what is packed. *Units*: bytes.
const HEAD_BYTES: usize = 32;

/// The image of a program packed with UPX; `None` when it is none.
pub(crate) fn image(taker: &mut Taker, bytes: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let Some(at) = find(&bytes[..bytes.len().min(8192)], b"UPX!", 0) else { return Ok(None) };
    let head = bytes.get(at..at + HEAD_BYTES).ok_or_else(|| Fault::damaged("cut off"))?;
    let method = head[6];
    let (size, packed) = (le32(head, 16).unwrap_or(0), le32(head, 20).unwrap_or(0));
    let body =
        piece(bytes, count(at + HEAD_BYTES), packed.into()).ok_or_else(|| Fault::damaged("cut off"))?;
    let (allowed, limit) = taker.budget.allowance(packed.into());
    if u64::from(size) > allowed {
        return Err(Fault::Limit(limit));
    }
    taker.budget.work(size.into())?;
    let content = match method {
        2 | 5 | 8 => nrv(body, size as usize, method)?,
        14 => {
            let [_, settings, rest @ ..] = body else { return Err(Fault::damaged("cut off")) };
            let (lc, lp) = (u32::from(settings & 15), u32::from(settings >> 4));
            let pb = u32::from(body[0] & 7);
            let reader = lzma_rust2::LzmaReader::new(rest, size.into(), lc, lp, pb, size.max(4096), None)
                .map_err(|error| Fault::damaged(error.to_string()))?;
            taker.unpacked(reader, packed.into(), size.into())?
        }
        method => return Err(Fault::Variant(format!("UPX's method {method}"))),
    };
    let sum = le32(head, 8).unwrap_or(0);
    if adler(&content) != sum {
        return Err(Fault::damaged("what UPX packed does not have the sum that it says"));
    }
    Ok(Some(content))
}

/// *Source*: RFC 1950, Adler-32.
fn adler(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    for chunk in bytes.chunks(5552) {
        for byte in chunk {
            low += u32::from(*byte);
            high += low;
        }
        low %= 65_521;
        high %= 65_521;
    }
    high << 16 | low
}

/// Bits in words of 32 among the bytes.
struct Source<'bytes> {
    bytes: &'bytes [u8],
    at: usize,
    word: u32,
    left: u32,
}

impl Source<'_> {
    fn bit(&mut self) -> Option<u32> {
        if self.left == 0 {
            self.word = le32(self.bytes, self.at)?;
            self.at += 4;
            self.left = 32;
        }
        self.left -= 1;
        Some(self.word >> self.left & 1)
    }

    fn byte(&mut self) -> Option<u32> {
        self.at += 1;
        self.bytes.get(self.at - 1).map(|byte| u32::from(*byte))
    }

    /// A number of unknown size, as the three methods write lengths.
    fn long(&mut self) -> Option<u32> {
        let mut value = 1_u32;
        loop {
            value = value.checked_mul(2)? + self.bit()?;
            if self.bit()? == 1 {
                return Some(value);
            }
        }
    }

    /// Where a match begins.
    fn place(&mut self, method: u8) -> Option<u32> {
        if method == 2 {
            return self.long();
        }
        let mut value = 1_u32;
        loop {
            value = value.checked_mul(2)? + self.bit()?;
            if self.bit()? == 1 {
                return Some(value);
            }
            value = (value - 1).checked_mul(2)? + self.bit()?;
        }
    }
}

/// NRV2B (2), NRV2D (5), NRV2E (8), each with words of 32 bits.
fn nrv(body: &[u8], size: usize, method: u8) -> Result<Vec<u8>, Fault> {
    let mut source = Source { bytes: body, at: 0, word: 0, left: 0 };
    let mut content = Vec::with_capacity(size.min(1 << 24));
    let mut last = 1_u32;
    let broken = || Fault::damaged("what UPX packed is broken");
    while content.len() < size {
        if source.bit().ok_or_else(broken)? == 1 {
            content.push((source.byte().ok_or_else(broken)? & 0xff) as u8);
            continue;
        }
        let Some((distance, length)) = one(&mut source, method, &mut last).ok_or_else(broken)? else { break };
        let length = (length as usize).min(size - content.len());
        if !super::bits::repeat(&mut content, distance as usize, length) {
            return Err(broken());
        }
    }
    Ok(content)
}

/// One match: distance and length; `Some(None)` at the end.
fn one(source: &mut Source<'_>, method: u8, last: &mut u32) -> Option<Option<(u32, u32)>> {
    let place = source.place(method)?;
    let mut first = None;
    if place == 2 {
        if method != 2 {
            first = Some(source.bit()?);
        }
    } else {
        let far = place.checked_sub(3)?.checked_mul(256).map_or(u32::MAX, |far| far) | source.byte()?;
        if far == u32::MAX {
            return Some(None);
        }
        if method == 2 {
            *last = far.checked_add(1)?;
        } else {
            first = Some(!far & 1);
            *last = (far >> 1) + 1;
        }
    }
    let mut length = match (method, first) {
        (8, Some(0)) => {
            if source.bit()? == 1 {
                3 + source.bit()?
            } else {
                source.long()? + 3
            }
        }
        (8, _) => 1 + source.bit()?,
        _ => {
            let high = match first {
                Some(first) => first,
                None => source.bit()?,
            };
            match high * 2 + source.bit()? {
                0 => source.long()? + 2,
                short => short,
            }
        }
    };
    length += u32::from(*last > if method == 2 { 0xd00 } else { 0x500 });
    Some(Some((*last, length.checked_add(1)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits in words of 32, each in front of the bytes that are read while it lasts.
    fn packed(bits: &str, bytes: &[u8]) -> Vec<u8> {
        let word = bits
            .bytes()
            .chain(std::iter::repeat(b'0'))
            .take(32)
            .fold(0_u32, |word, bit| word << 1 | u32::from(bit == b'1'));
        [&word.to_le_bytes()[..], bytes].concat()
    }

    #[test]
    fn letters_and_repeats_come_back() {
        // 1 1: two letters; 0: a repeat; place 3 as 1 1; length 0 1, and one more.
        let nrv2b = packed("1101101", b"ab\x01");
        assert_eq!(nrv(&nrv2b, 4, 2).unwrap(), b"abab");
        assert!(nrv(&nrv2b[..5], 5, 2).is_err());
        assert!(nrv(&packed("011010", b"\x01"), 5, 2).is_err());
    }

    #[test]
    fn sums_are_those_of_the_standard() {
        assert_eq!(adler(b"Wikipedia"), 0x11e6_0398);
    }
}
