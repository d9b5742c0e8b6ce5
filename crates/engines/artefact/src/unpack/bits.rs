//! Bits out of bytes, and codes made of their lengths, for the old methods of compression.

use crate::take::Fault;

/// Reads bits; which end of a byte comes first is the method's choice.
pub(crate) struct Bits<'bytes> {
    bytes: &'bytes [u8],
    at: usize,
    highest_first: bool,
}

impl<'bytes> Bits<'bytes> {
    /// From the first bit.
    pub(crate) fn new(bytes: &'bytes [u8], highest_first: bool) -> Self {
        Self { bytes, at: 0, highest_first }
    }

    /// One bit.
    pub(crate) fn bit(&mut self) -> Result<u32, Fault> {
        let byte =
            *self.bytes.get(self.at / 8).ok_or_else(|| Fault::damaged("the packed data is cut off"))?;
        let place = if self.highest_first { 7 - self.at % 8 } else { self.at % 8 };
        self.at += 1;
        Ok(u32::from(byte >> place & 1))
    }

    /// Several bits as a number.
    pub(crate) fn number(&mut self, bits: u32) -> Result<u32, Fault> {
        let mut value = 0;
        for place in 0..bits {
            let bit = self.bit()?;
            value = if self.highest_first { value << 1 | bit } else { value | bit << place };
        }
        Ok(value)
    }
}

/// A code of which only the lengths are known: shorter ones first, then by value.
///
/// *Source*: RFC 1951, 3.2.2.
#[derive(Debug, Default)]
pub(crate) struct Code {
    counts: [u16; 17],
    symbols: Vec<u16>,
    /// One value only, which takes no bits at all.
    single: Option<u16>,
}

impl Code {
    /// A code whose value `n` has `lengths[n]` bits; 0 is a value that does not occur.
    pub(crate) fn new(lengths: &[u8]) -> Result<Self, Fault> {
        let mut code = Self::default();
        for length in lengths {
            *code
                .counts
                .get_mut(usize::from(*length))
                .ok_or_else(|| Fault::damaged("a code is too long"))? += 1;
        }
        code.counts[0] = 0;
        for length in 1..=16_u8 {
            let with = lengths.iter().enumerate().filter(|(_, other)| **other == length);
            code.symbols.extend(with.filter_map(|(value, _)| u16::try_from(value).ok()));
        }
        Ok(code)
    }

    /// The code of one value.
    pub(crate) fn only(value: u32) -> Self {
        Self { single: u16::try_from(value).ok(), ..Self::default() }
    }

    /// Reads one value; `flip` is 1 where a method writes its codes with all bits turned round.
    pub(crate) fn read(&self, bits: &mut Bits<'_>, flip: u32) -> Result<u32, Fault> {
        if let Some(value) = self.single {
            return Ok(value.into());
        }
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in &self.counts[1..] {
            code |= bits.bit()? ^ flip;
            let count = u32::from(*count);
            if code < first + count {
                let at = index + (code - first);
                return self
                    .symbols
                    .get(at as usize)
                    .map(|value| u32::from(*value))
                    .ok_or_else(|| Fault::damaged("no such code"));
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Fault::damaged("no such code"))
    }
}

/// Repeats what came `distance` bytes before; `false` when that is before the beginning.
pub(crate) fn repeat(content: &mut Vec<u8>, distance: usize, length: usize) -> bool {
    let Some(start) = content.len().checked_sub(distance).filter(|_| distance > 0) else { return false };
    for at in start..start + length {
        content.push(content[at]);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_from_either_end() {
        // Lengths 1, 2, 2: 0, 10, 11.
        let code = Code::new(&[1, 2, 2]).unwrap();
        let mut bits = Bits::new(&[0b0101_1000], true);
        let read: Vec<u32> = (0..3).map(|_| code.read(&mut bits, 0).unwrap()).collect();
        assert_eq!(read, [0, 1, 2]);
        let mut bits = Bits::new(&[0b0000_1010], false);
        let read: Vec<u32> = (0..3).map(|_| code.read(&mut bits, 1).unwrap()).collect();
        assert_eq!(read, [1, 1, 2]);
        assert!(code.read(&mut Bits::new(&[], true), 0).is_err());
        assert!(Code::new(&[17]).is_err());
    }
}
