//! Writings of bytes as letters that are not the usual ones.

use super::{
    super::{base64, is_base64_letter},
    Coded, TURNED_BYTES_MAX,
};

/// Base64 that stands backwards: known by its `=` in front, or because the script turns texts around.
pub(super) fn backwards(literal: &str, turned: bool, coded: &mut Coded) {
    let marked = literal.starts_with('=');
    let fits = (8..=TURNED_BYTES_MAX).contains(&literal.len()) && (marked || turned);
    if !fits || !literal.trim_start_matches('=').chars().all(is_base64_letter) {
        return;
    }
    let plain =
        base64(&literal.chars().rev().collect::<String>()).and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(plain) = plain.filter(|plain| {
        plain.len() > 3 && !plain.chars().any(|letter| letter.is_control() && !letter.is_whitespace())
    }) else {
        return;
    };
    if plain.contains("://") && marked {
        coded.address(&plain, "is written backwards in base64");
    } else {
        coded.add(&plain);
    }
}

/// Decodes base85 as Python and Git write it.
///
/// *Source*: RFC 1924, section 4.2, as Python's `base64.b85decode` uses its letters.
pub(super) fn base85(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &[u8; 85] =
        b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    let mut bytes = Vec::with_capacity(text.len() * 4 / 5);
    for group in text.as_bytes().chunks(5) {
        let mut value = 0_u32;
        for place in 0..5 {
            let digit = match group.get(place) {
                Some(letter) => LETTERS.iter().position(|known| known == letter)?,
                None => 84,
            };
            value = value.checked_mul(85)?.checked_add(u32::try_from(digit).ok()?)?;
        }
        bytes.extend(&value.to_be_bytes()[..group.len().saturating_sub(1)]);
    }
    Some(bytes)
}
