//! DER as far as signatures need it: one value after the other.
//!
//! *Source*: ITU-T X.690.

/// `SEQUENCE`.
pub(crate) const SEQUENCE: u8 = 0x30;
/// `OBJECT IDENTIFIER`.
pub(crate) const OBJECT: u8 = 6;
/// `[0]`, constructed.
pub(crate) const ZEROTH: u8 = 0xa0;
/// `OCTET STRING`.
pub(crate) const OCTETS: u8 = 4;

/// The bytes of a tag's header and of its content.
pub(crate) fn length(bytes: &[u8]) -> Option<(usize, usize)> {
    let first = *bytes.get(1)?;
    if first < 0x80 {
        return Some((2, first.into()));
    }
    let digits = usize::from(first & 0x7f);
    if digits == 0 || digits > 4 {
        return None;
    }
    let length =
        bytes.get(2..2 + digits)?.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
    Some((2 + digits, length))
}

/// One value: its tag, its content, and what follows.
pub(crate) fn value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let tag = *bytes.first()?;
    let (header, length) = length(bytes)?;
    let content = bytes.get(header..header.checked_add(length)?)?;
    Some((tag, content, &bytes[header + length..]))
}

/// The content of the first value, which must have this tag, and what follows.
pub(crate) fn take(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    value(bytes).filter(|(tag, ..)| *tag == wanted).map(|(_, content, rest)| (content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_taken_one_by_one_and_cut_ones_are_none() {
        let bytes = [0x30, 3, 2, 1, 7, 4, 0x81, 1, 9];
        let (content, rest) = take(&bytes, SEQUENCE).unwrap();
        assert_eq!(value(content), Some((2, &[7][..], &[][..])));
        assert_eq!(take(rest, OCTETS), Some((&[9][..], &[][..])));
        assert_eq!(take(rest, SEQUENCE), None);
        assert_eq!(value(&bytes[..4]), None);
        assert_eq!(length(&[4, 0x85, 1, 1, 1, 1, 1]), None);
    }
}
