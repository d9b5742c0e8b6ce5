//! Property lists, in XML and binary.
//!
//! *Source*: plist(5); CoreFoundation's CFBinaryPList.c for the binary form.

use crate::{
    bytes::{be64, index},
    xml::{self, Node},
};

/// Values of one list.
const VALUES_MAX: usize = 100_000;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A text, number or date as text.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// Several.
    List(Vec<Value>),
    /// By name.
    Dict(Vec<(String, Value)>),
    /// Bytes, which do not matter here.
    Data,
}

impl Value {
    /// What stands under a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Dict(pairs) => pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text under a name; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        match self.get(name) {
            Some(Self::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// Is it `true` under a name, or something that is not `false`?
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| *value != Self::Bool(false))
    }

    /// The texts of a list under a name.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(Self::List(values)) => values
                .iter()
                .filter_map(|value| match value {
                    Self::Text(text) => Some(text.clone()),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Reads a property list.
pub(crate) fn read(bytes: &[u8]) -> Option<Value> {
    if bytes.starts_with(b"bplist00") { binary(bytes) } else { from_xml(bytes) }
}

/// An element that is open.
enum Open {
    Dict(Vec<(String, Value)>, Option<String>),
    List(Vec<Value>),
    Word(String, String),
}

fn from_xml(bytes: &[u8]) -> Option<Value> {
    let start = bytes.iter().position(|byte| *byte == b'<')?;
    let mut open: Vec<Open> = Vec::new();
    for node in xml::nodes(&bytes[start..]).ok()? {
        match node {
            Node::Open(name, _) => match name.as_str() {
                "plist" => {}
                "dict" => open.push(Open::Dict(Vec::new(), None)),
                "array" => open.push(Open::List(Vec::new())),
                _ => open.push(Open::Word(name, String::new())),
            },
            Node::Text(text) => {
                if let Some(Open::Word(_, word)) = open.last_mut() {
                    word.push_str(&text);
                }
            }
            Node::Close => {
                let done = open.pop()?;
                let value = match done {
                    Open::Dict(pairs, _) => Value::Dict(pairs),
                    Open::List(values) => Value::List(values),
                    Open::Word(kind, word) => match kind.as_str() {
                        "true" => Value::Bool(true),
                        "false" => Value::Bool(false),
                        "data" => Value::Data,
                        "key" => {
                            if let Some(Open::Dict(_, key)) = open.last_mut() {
                                *key = Some(word);
                            }
                            continue;
                        }
                        _ => Value::Text(word),
                    },
                };
                match open.last_mut() {
                    Some(Open::Dict(pairs, key)) => pairs.push((key.take().unwrap_or_default(), value)),
                    Some(Open::List(values)) => values.push(value),
                    Some(Open::Word(..)) => return None,
                    None => return Some(value),
                }
            }
        }
    }
    None
}

fn binary(bytes: &[u8]) -> Option<Value> {
    let trailer = bytes.len().checked_sub(32)?;
    let offset_bytes = usize::from(*bytes.get(trailer + 6)?);
    let reference_bytes = usize::from(*bytes.get(trailer + 7)?);
    let count = index(be64(bytes, trailer + 8)?);
    let top = index(be64(bytes, trailer + 16)?);
    let table = index(be64(bytes, trailer + 24)?);
    if !(1..=8).contains(&offset_bytes) || !(1..=8).contains(&reference_bytes) || count > VALUES_MAX {
        return None;
    }
    let reader = Binary { bytes, offset_bytes, reference_bytes, table, count };
    let mut left = VALUES_MAX;
    reader.value(top, 0, &mut left)
}

struct Binary<'bytes> {
    bytes: &'bytes [u8],
    offset_bytes: usize,
    reference_bytes: usize,
    table: usize,
    count: usize,
}

impl Binary<'_> {
    fn number(&self, at: usize, length: usize) -> Option<usize> {
        let piece = self.bytes.get(at..at.checked_add(length)?)?;
        piece
            .iter()
            .try_fold(0_usize, |number, byte| number.checked_mul(256)?.checked_add(usize::from(*byte)))
    }

    /// Lists may be nested 64 deep; more is nobody's property list.
    fn value(&self, number: usize, depth: u32, left: &mut usize) -> Option<Value> {
        if depth > 64 || number >= self.count || *left == 0 {
            return None;
        }
        *left -= 1;
        let at =
            self.number(self.table.checked_add(number.checked_mul(self.offset_bytes)?)?, self.offset_bytes)?;
        let mark = *self.bytes.get(at)?;
        let (mut length, mut start) = (usize::from(mark & 15), at + 1);
        if length == 15 && mark >> 4 >= 4 {
            let bytes = 1 << (self.bytes.get(start)? & 7);
            length = self.number(start + 1, bytes)?;
            start += 1 + bytes;
        }
        Some(match mark >> 4 {
            0 => Value::Bool(mark == 9),
            1 => Value::Text(self.number(start, 1 << (mark & 7))?.to_string()),
            4 => Value::Data,
            5 => Value::Text(
                String::from_utf8_lossy(self.bytes.get(start..start.checked_add(length)?)?).into_owned(),
            ),
            6 => Value::Text(crate::bytes::utf16(
                self.bytes.get(start..start.checked_add(length.checked_mul(2)?)?)?,
                true,
            )),
            10 | 12 => Value::List(
                (0..length.min(VALUES_MAX))
                    .map(|item| {
                        self.value(
                            self.number(start + item * self.reference_bytes, self.reference_bytes)?,
                            depth + 1,
                            left,
                        )
                    })
                    .collect::<Option<_>>()?,
            ),
            13 => Value::Dict(
                (0..length.min(VALUES_MAX))
                    .map(|item| {
                        let key = self.number(start + item * self.reference_bytes, self.reference_bytes)?;
                        let value = self
                            .number(start + (length + item) * self.reference_bytes, self.reference_bytes)?;
                        match self.value(key, depth + 1, left)? {
                            Value::Text(key) => Some((key, self.value(value, depth + 1, left)?)),
                            _ => None,
                        }
                    })
                    .collect::<Option<_>>()?,
            ),
            _ => Value::Data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let xml = b"<plist version=\"1.0\"><dict><key>Label</key><string>a&amp;b</string><key>RunAtLoad</key><true/><key>L</key><array><string>x</string></array></dict></plist>";
        let value = read(xml).expect("a list");
        assert_eq!(value.text("Label"), "a&b");
        assert!(value.is_on("RunAtLoad"));
        assert_eq!(value.texts("L"), ["x"]);
        // {"a": true}, written by hand after CFBinaryPList.c.
        let mut bytes = b"bplist00\xd1\x01\x02\x51a\x09".to_vec();
        let table = bytes.len() as u64;
        bytes.extend([8, 11, 13]);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        for number in [3_u64, 0, table] {
            bytes.extend(number.to_be_bytes());
        }
        assert_eq!(read(&bytes), Some(Value::Dict(vec![("a".into(), Value::Bool(true))])));
    }
}
