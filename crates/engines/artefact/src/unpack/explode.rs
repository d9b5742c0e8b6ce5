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
