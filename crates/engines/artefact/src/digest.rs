//! Hashes, the Merkle tree over objects, entropy.

use sha2::{Digest, Sha256};

use crate::facts::Object;

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Root of the Merkle tree over objects.
///
/// A leaf is SHA-256 of `00`, the path, `00` and the object's SHA-256 in hexadecimal digits; a node is SHA-256 of `01` and
/// its two children. A node without a partner goes up as it is.
///
/// *Source*: the two prefixes are those of RFC 6962, section 2.1.
pub(crate) fn merkle(objects: &[Object]) -> String {
    let mut level: Vec<[u8; 32]> = objects
        .iter()
        .map(|object| {
            let mut hash = Sha256::new();
            hash.update([0]);
            hash.update(object.path.as_bytes());
            hash.update([0]);
            hash.update(object.sha256.as_bytes());
            hash.finalize().into()
        })
        .collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => {
                    let mut hash = Sha256::new();
                    hash.update([1]);
                    hash.update(left);
                    hash.update(right);
                    hash.finalize().into()
                }
                rest => rest[0],
            })
            .collect();
    }
    level.first().map(|root| hex(root)).unwrap_or_default()
}

/// Shannon entropy in bits per byte, of at most the first MiB.
pub(crate) fn entropy(bytes: &[u8]) -> f32 {
    let bytes = &bytes[..bytes.len().min(1 << 20)];
    if bytes.is_empty() {
        return 0.0;
    }
    // Four tables, because a byte often is the one before it, and must not wait for it.
    let mut tables = [[0_u32; 256]; 4];
    let (fours, rest) = bytes.as_chunks::<4>();
    for four in fours {
        for (table, byte) in tables.iter_mut().zip(four) {
            table[usize::from(*byte)] += 1;
        }
    }
    for byte in rest {
        tables[0][usize::from(*byte)] += 1;
    }
    let counts: [u32; 256] = std::array::from_fn(|byte| tables.iter().map(|table| table[byte]).sum());
    let total = bytes.len() as f32;
    let sum: f32 = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| *count as f32 / total)
        .map(|part| -part * part.log2())
        .sum();
    (sum * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_of_one_letter_is_none_and_of_all_letters_is_eight() {
        assert_eq!(entropy(&[7; 5000]), 0.0);
        let all: Vec<u8> = (0..=255).cycle().take(256 * 16).collect();
        assert_eq!(entropy(&all), 8.0);
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-4, the example "abc".
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
