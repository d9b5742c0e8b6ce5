//! Numbers and pieces out of untrusted bytes: `None` instead of a panic, whatever the offsets say.

/// A number of bytes as an index; what does not fit is beyond every slice.
pub(crate) fn index(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// A length as a number of bytes.
pub(crate) fn count(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

/// A length as a 32-bit count.
pub(crate) fn count32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// `length` bytes from `start`.
pub(crate) fn piece(bytes: &[u8], start: u64, length: u64) -> Option<&[u8]> {
    bytes.get(index(start)..index(start.checked_add(length)?))
}

macro_rules! numbers {
    ($($name:ident $kind:ty, $length:literal, $from:ident;)*) => {$(
        /// The number that stands at `at`.
        pub(crate) fn $name(bytes: &[u8], at: usize) -> Option<$kind> {
            let piece = bytes.get(at..at.checked_add($length)?)?;
            Some(<$kind>::$from(piece.try_into().ok()?))
        }
    )*};
}
numbers! {
    le16 u16, 2, from_le_bytes;
    le32 u32, 4, from_le_bytes;
    le64 u64, 8, from_le_bytes;
    be16 u16, 2, from_be_bytes;
    be32 u32, 4, from_be_bytes;
    be64 u64, 8, from_be_bytes;
}

/// Where `needle` first stands at or after `from`.
pub(crate) fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, needle).map(|at| at + from)
}

/// Where `needle` stands last.
pub(crate) fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, needle)
}

/// Bytes as text for people: broken pieces replaced, ends with the first NUL.
pub(crate) fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

/// UTF-16 as text; stops at the first NUL.
pub(crate) fn utf16(bytes: &[u8], big_endian: bool) -> String {
    let units = bytes.chunks_exact(2).map(|pair| {
        if big_endian {
            u16::from_be_bytes([pair[0], pair[1]])
        } else {
            u16::from_le_bytes([pair[0], pair[1]])
        }
    });
    char::decode_utf16(units.take_while(|unit| *unit != 0))
        .map(|letter| letter.unwrap_or('\u{fffd}'))
        .collect()
}

/// The first `letters_max` letters.
pub(crate) fn shortened(text: &str, letters_max: usize) -> String {
    if text.len() <= letters_max {
        return text.to_owned();
    }
    match text.char_indices().nth(letters_max) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
