//! Pictures: what stands behind their end, where no viewer looks.
//!
//! *Source*: PNG (third edition), 5.3 and 11.2.5; the layout of `ICONDIR` and `ICONDIRENTRY` in Windows.

use crate::{
    bytes::{be32, count, le16, le32},
    digest,
    facts::{Kind, Overlay},
    take::{Holder, Taker},
};

/// Less than this behind the end is padding, or a remark of a program of pictures. *Units*: bytes.
const TAIL_BYTES_MIN: usize = 16 << 10;

/// Notes a long tail.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) {
    let Some(tail) = end(bytes).filter(|_| kind == Kind::Image).and_then(|end| bytes.get(end..)) else {
        return;
    };
    if tail.len() >= TAIL_BYTES_MIN {
        taker.object_mut(holder.id).tail = Some(Box::new(Overlay {
            size_bytes: count(tail.len()),
            entropy: digest::entropy(tail),
            outside_signature: true,
            kind: None,
        }));
    }
}

/// Where a picture ends by its own words; `None` when it does not say, or is cut off.
fn end(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [0, 0, 1 | 2, 0, ..] => icon(bytes),
        _ => None,
    }
}

/// Behind the piece `IEND`: each has its length, its name, and a checksum behind.
fn png(bytes: &[u8]) -> Option<usize> {
    let mut at = 8_usize;
    loop {
        let length = be32(bytes, at)? as usize;
        let next = at.checked_add(length)?.checked_add(12)?;
        if bytes.get(at + 4..at + 8)? == b"IEND" {
            return Some(next);
        }
        at = next;
    }
}

/// Behind the picture that lies last.
fn icon(bytes: &[u8]) -> Option<usize> {
    let number = usize::from(le16(bytes, 4)?);
    let ends = (0..number).map(|picture| {
        let entry = 6 + 16 * picture;
        (le32(bytes, entry + 8)? as usize).checked_add(le32(bytes, entry + 12)? as usize)
    });
    ends.collect::<Option<Vec<usize>>>()?.into_iter().max().filter(|end| *end > 6 + 16 * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_where_the_picture_says() {
        let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\x01IDATxCRC_\0\0\0\0IENDCRC_".to_vec();
        let whole = picture.len();
        picture.extend(b"tail");
        assert_eq!(end(&picture), Some(whole));
        assert_eq!(end(&picture[..20]), None);
        let mut icon = b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x04\0\0\0\x16\0\0\0abcd".to_vec();
        assert_eq!(end(&icon), Some(icon.len()));
        icon[14] = 0xff;
        assert_eq!(end(&icon), Some(0x16 + 0xff));
        assert_eq!(end(b"GIF89a"), None);
    }
}
