//! One way of writing a value down, so that it has one hash.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// JSON with sorted keys and no space.
///
/// *Source*: RFC 8785, for values whose keys are ASCII and whose numbers are integers, which is all that is hashed here.
pub(crate) fn json(value: &impl Serialize) -> Vec<u8> {
    // `serde_json::Value` keeps the keys of an object sorted.
    let value = serde_json::to_value(value).unwrap_or_default();
    serde_json::to_vec(&value).unwrap_or_default()
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_fields_makes_no_difference() {
        let a = serde_json::json!({ "b": 1, "a": { "z": [], "y": "é" } });
        assert_eq!(json(&a), r#"{"a":{"y":"é","z":[]},"b":1}"#.as_bytes());
    }
}
