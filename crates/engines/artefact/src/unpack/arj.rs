//! ARJ archives, and the method that they share with LHA.
//!
//! *Source*: ARJ's own technical notes ("ARJ TECHNICAL INFORMATION", 1993); LHA's header notes for the codes.

use super::bits::{Bits, Code, repeat};
use crate::{
    bytes::{count, count32, le16, le32, piece, text},
    facts::{Contradiction, Kind, Member},
    take::{Fault, Holder, Taker},
};

/// Values of the main code: bytes, then lengths.
const VALUES: usize = 510;
/// Values of the code of lengths of codes, and of the code of distances.
const LENGTHS: usize = 19;
const DISTANCES: usize = 17;

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("cut off");
    let (mut at, mut members, mut first) = (0, 0_u32, true);
    loop {
        if bytes.get(at..at + 2) != Some(b"\x60\xea") {
            return Err(cut());
        }
        let length = usize::from(le16(bytes, at + 2).ok_or_else(cut)?);
        if length == 0 {
            break;
        }
        let head = bytes.get(at + 4..at + 4 + length).ok_or_else(cut)?;
        at += 4 + length + 4;
        // Further headers, until one is empty.
        while let Some(more) = le16(bytes, at).map(usize::from) {
            at += 2;
            if more == 0 {
                break;
            }
            at += more + 4;
        }
        if first {
            first = false;
            continue;
        }
        let name = head.get(usize::from(head[0])..).map(text).unwrap_or_default().replace('\\', "/");
        let (flags, method, kind) = match head {
            [_, _, _, _, flags, method, kind, ..] => (*flags, *method, *kind),
            _ => return Err(cut()),
        };
        let (packed, size) = (le32(head, 12).ok_or_else(cut)?, le32(head, 16).ok_or_else(cut)?);
        let body = piece(bytes, count(at), packed.into()).ok_or_else(cut)?;
        at += body.len();
        members += 1;
        if flags & 1 != 0 {
            return Err(Fault::Encrypted);
        }
        let content = match (kind, method) {
            (3, _) => {
                taker.bodiless(holder, &name, Member::default(), Kind::Folder);
                continue;
            }
            (_, 0) => body.to_vec(),
            (_, 1..=3) => {
                let (allowed, limit) = taker.budget.allowance(packed.into());
                if u64::from(size) > allowed {
                    return Err(Fault::Limit(limit));
                }
                taker.budget.work(size.into())?;
                decode(body, size as usize)?
            }
            (_, method) => return Err(Fault::Variant(format!("ARJ's method {method}"))),
        };
        if le32(head, 20) != Some(crc32fast::hash(&content)) {
            taker.contradiction(holder.id, Contradiction::Checksum { member: name.clone() });
        }
        taker.held_member(holder, &name, Member::default(), &content)?;
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(members as usize);
    Ok(())
}

fn decode(body: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
    // The last codes may look for bits behind the end.
    let padded = [body, &[0; 4]].concat();
    let mut bits = Bits::new(&padded, true);
    let mut content = Vec::with_capacity(size.min(1 << 20));
    let (mut left, mut main, mut distances) = (0, Code::default(), Code::default());
    while content.len() < size {
        if left == 0 {
            left = bits.number(16)?;
            let lengths = small(&mut bits, LENGTHS, Some(3))?;
            main = values(&mut bits, &lengths)?;
            distances = small(&mut bits, DISTANCES, None)?;
            if left == 0 {
                return Err(Fault::damaged("an empty block"));
            }
        }
        left -= 1;
        let value = main.read(&mut bits, 0)?;
        if value < 256 {
            content.push((value & 0xff) as u8);
            continue;
        }
        let place = distances.read(&mut bits, 0)?;
        let distance = if place == 0 { 0 } else { (1 << (place - 1)) + bits.number(place - 1)? };
        let length = (value as usize - 256 + 3).min(size - content.len());
        if !repeat(&mut content, distance as usize + 1, length) {
            return Err(Fault::damaged("it repeats what was never there"));
        }
    }
    Ok(content)
}

/// A code of few values: three bits for each length, more where they are all set; a gap after the third.
fn small(bits: &mut Bits<'_>, values: usize, gap: Option<usize>) -> Result<Code, Fault> {
    let number = bits.number(5)? as usize;
    if number == 0 {
        return Ok(Code::only(bits.number(5)?));
    }
    let mut lengths = Vec::new();
    while lengths.len() < number.min(values) {
        let mut length = bits.number(3)?;
        if length == 7 {
            while length < 17 && bits.bit()? == 1 {
                length += 1;
            }
        }
        lengths.push(u8::try_from(length).unwrap_or(17));
        if Some(lengths.len()) == gap {
            let skipped = bits.number(2)? as usize;
            lengths.resize(lengths.len() + skipped, 0);
        }
    }
    Code::new(&lengths)
}

/// The main code, its lengths coded themselves.
fn values(bits: &mut Bits<'_>, code: &Code) -> Result<Code, Fault> {
    let number = bits.number(9)? as usize;
    if number == 0 {
        return Ok(Code::only(bits.number(9)?));
    }
    let mut lengths: Vec<u8> = Vec::new();
    while lengths.len() < number.min(VALUES) {
        let run = match code.read(bits, 0)? {
            0 => 1,
            1 => bits.number(4)? + 3,
            2 => bits.number(9)? + 20,
            length => {
                lengths.push(u8::try_from(length - 2).unwrap_or(17));
                continue;
            }
        };
        lengths.resize(lengths.len() + run as usize, 0);
    }
    lengths.truncate(VALUES);
    Code::new(&lengths)
}
