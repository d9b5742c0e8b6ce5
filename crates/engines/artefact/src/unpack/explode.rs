//! ZIP's method 6, "implode".
//!
//! *Source*: PKWARE, APPNOTE.TXT 6.3.10, 5.3.

use super::bits::{Bits, Code, repeat};
use crate::take::Fault;

/// Unpacks; `flags` are the member's, `size` is what the directory says and the caller has allowed.
pub(crate) fn explode(body: &[u8], flags: u16, size: usize) -> Result<Vec<u8>, Fault> {
    let (wide, with_literals) = (flags & 2 != 0, flags & 4 != 0);
    let mut rest = body;
    let literals = if with_literals { Some(code(&mut rest, 256)?) } else { None };
    let lengths = code(&mut rest, 64)?;
    let distances = code(&mut rest, 64)?;
    let low_bits = if wide { 7 } else { 6 };
    let length_min = if with_literals { 3 } else { 2 };
    let mut bits = Bits::new(rest, false);
    let mut content = Vec::with_capacity(size.min(1 << 20));
    while content.len() < size {
        if bits.bit()? == 1 {
            let byte = match &literals {
                Some(code) => code.read(&mut bits, 1)?,
                None => bits.number(8)?,
            };
            content.push((byte & 0xff) as u8);
            continue;
        }
        let low = bits.number(low_bits)?;
        let distance = (distances.read(&mut bits, 1)? << low_bits | low) as usize + 1;
        let mut length = lengths.read(&mut bits, 1)?;
        if length == 63 {
            length += bits.number(8)?;
        }
        let length = ((length + length_min) as usize).min(size - content.len());
        // What lies before the beginning is zero.
        let before = distance.saturating_sub(content.len()).min(length);
        content.resize(content.len() + before, 0);
        if length > before && !repeat(&mut content, distance, length - before) {
            return Err(Fault::damaged("it repeats what was never there"));
        }
    }
    Ok(content)
}

/// The lengths of a code: how many bytes, then in each how many values have how many bits.
fn code(rest: &mut &[u8], values: usize) -> Result<Code, Fault> {
    let cut = || Fault::damaged("cut off");
    let bytes = usize::from(*rest.first().ok_or_else(cut)?) + 1;
    let runs = rest.get(1..=bytes).ok_or_else(cut)?;
    let lengths: Vec<u8> =
        runs.iter().flat_map(|run| std::iter::repeat_n((run & 15) + 1, usize::from(run >> 4) + 1)).collect();
    *rest = &rest[bytes + 1..];
    if lengths.len() != values {
        Err(Fault::damaged("a code of the wrong size"))
    } else {
        Code::new(&lengths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_repeats_come_back() {
        // Two codes of 64 values with six bits each: the value itself, highest bit first, all bits turned round.
        let codes = [3, 0xf5, 0xf5, 0xf5, 0xf5].repeat(2);
        let mut bits: Vec<bool> = Vec::new();
        for byte in b"ab" {
            bits.push(true);
            bits.extend((0..8).map(|place| byte >> place & 1 == 1));
        }
        // A repeat: distance 1 + 1, six low bits first; length 2 + 2.
        bits.push(false);
        bits.extend((0..6).map(|place| 1 >> place & 1 == 1));
        bits.extend((0..6).rev().map(|place| 0 >> place & 1 == 0));
        bits.extend((0..6).rev().map(|place| 2 >> place & 1 == 0));
        let packed = bits
            .chunks(8)
            .map(|bits| bits.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at));
        let body: Vec<u8> = codes.into_iter().chain(packed).collect();
        assert_eq!(explode(&body, 0, 6).unwrap(), b"ababab");
        assert!(explode(&body, 0, 60).is_err());
        assert!(explode(&body[..4], 0, 6).is_err());
    }
}
