//! JSON as a tree that keeps the order of its keys, sees duplicate ones, and stays within the limits.
//!
//! `serde_json::Value` sorts or needs a feature that would change every crate of the workspace, silently drops
//! duplicate keys, and knows no limits besides depth.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{ReadError, ReadErrorKind, Source, limits::Limits};
use crate::model::Place;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// Any number, as it was written where it is whole.
    Number(serde_json::Number),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object in the order of the source; a duplicate key stands twice.
    Object(Vec<(String, Json)>),
}

/// What may still be used while reading.
struct Budget {
    elements_left: usize,
    text_bytes_max: usize,
    depth_max: usize,
    refused: bool,
}

struct Seed<'b> {
    budget: &'b mut Budget,
    depth: usize,
}

impl Seed<'_> {
    fn count<E: de::Error>(&mut self) -> Result<(), E> {
        if self.budget.elements_left == 0 {
            self.budget.refused = true;
            return Err(E::custom("more values than allowed"));
        }
        self.budget.elements_left -= 1;
        Ok(())
    }

    fn text<E: de::Error>(&mut self, text: &str) -> Result<String, E> {
        if text.len() > self.budget.text_bytes_max {
            self.budget.refused = true;
            return Err(E::custom(format!(
                "a text of {} bytes, more than the {} allowed",
                text.len(),
                self.budget.text_bytes_max
            )));
        }
        Ok(text.to_owned())
    }

    fn deeper<E: de::Error>(&mut self) -> Result<usize, E> {
        if self.depth >= self.budget.depth_max {
            self.budget.refused = true;
            return Err(E::custom(format!("nested deeper than {} levels", self.budget.depth_max)));
        }
        Ok(self.depth + 1)
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Json, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Json, E> {
        Ok(serde_json::Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E: de::Error>(mut self, text: &str) -> Result<Json, E> {
        self.text(text).map(Json::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Json, A::Error> {
        let depth = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Seed { budget: self.budget, depth })? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Json, A::Error> {
        let depth = self.deeper()?;
        let mut object = Vec::new();
        while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            let key = self.text(&key)?;
            let value = entries.next_value_seed(Seed { budget: self.budget, depth })?;
            object.push((key, value));
        }
        Ok(Json::Object(object))
    }
}

/// Reads a whole file as JSON.
///
/// *Errors*: `Malformed` and `TooLarge` with line and column.
pub(crate) fn parse(source: &Source<'_>, text: &str, limits: &Limits) -> Result<Json, ReadError> {
    let mut budget = Budget {
        elements_left: limits.elements_max,
        text_bytes_max: limits.text_bytes_max,
        depth_max: limits.depth(),
        refused: false,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Seed { budget: &mut budget, depth: 0 };
    let json = seed.deserialize(&mut deserializer);
    json.and_then(|json| deserializer.end().map(|()| json)).map_err(|fault| {
        let kind = match budget.refused {
            true => ReadErrorKind::TooLarge,
            false => ReadErrorKind::Malformed,
        };
        let full = fault.to_string();
        let message = full.rsplit_once(" at line ").map_or(&*full, |(front, _)| front);
        ReadError::new(kind, place_of(source.name, text, &fault), message)
    })
}

/// serde_json counts columns in bytes; people count letters.
fn place_of(file: &str, text: &str, fault: &serde_json::Error) -> Place {
    let line = text.lines().nth(fault.line().saturating_sub(1)).unwrap_or_default();
    let mut end = fault.column().min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let column = line[..end].chars().count().max(1);
    Place {
        file: file.to_owned(),
        line: u32::try_from(fault.line()).ok(),
        column: u32::try_from(column).ok(),
        path: String::new(),
    }
}

/// A value together with where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) json: &'a Json,
    pub(crate) file: &'a str,
    /// JSON pointer (RFC 6901).
    pub(crate) path: String,
}

impl<'a> Node<'a> {
    pub(crate) fn root(json: &'a Json, file: &'a str) -> Self {
        Self { json, file, path: String::new() }
    }

    /// The raw value under a key; `null` counts as missing.
    pub(crate) fn raw(&self, key: &str) -> Option<&'a Json> {
        let Json::Object(entries) = self.json else {
            return None;
        };
        let found = entries.iter().find(|(name, _)| name == key);
        found.map(|(_, json)| json).filter(|json| **json != Json::Null)
    }

    /// The value under a key; `null` counts as missing.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'a>> {
        self.raw(key).map(|json| Node {
            json,
            file: self.file,
            path: format!("{}/{}", self.path, pointer(key)),
        })
    }

    /// The string under a key as it stands.
    pub(crate) fn str(&self, key: &str) -> Option<&'a str> {
        match self.raw(key) {
            Some(Json::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none when it is something else.
    pub(crate) fn items(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let list: &'a [Json] = match self.json {
            Json::List(list) => list,
            _ => &[],
        };
        let (file, path) = (self.file, self.path.clone());
        list.iter().enumerate().map(move |(index, json)| Node { json, file, path: format!("{path}/{index}") })
    }

    /// The items of the list under a key.
    pub(crate) fn each(&self, key: &str) -> Vec<Node<'a>> {
        self.get(key).map(|node| node.items().collect()).unwrap_or_default()
    }

    /// The entries of an object, `null`s among them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let entries: &'a [(String, Json)] = match self.json {
            Json::Object(entries) => entries,
            _ => &[],
        };
        let (file, path) = (self.file, self.path.clone());
        entries.iter().map(move |(key, json)| {
            let path = format!("{path}/{}", pointer(key));
            (key.as_str(), Node { json, file, path })
        })
    }

    /// Where the value under a key stands or would stand.
    pub(crate) fn place(&self, key: &str) -> Place {
        let mut place = self.here();
        place.path = format!("{}/{}", place.path, pointer(key));
        place
    }

    /// Where this value stands.
    pub(crate) fn here(&self) -> Place {
        Place { file: self.file.to_owned(), line: None, column: None, path: self.path.clone() }
    }
}

fn pointer(key: &str) -> String {
    let short: String = key.chars().take(80).filter(|letter| !letter.is_control()).collect();
    short.replace('~', "~0").replace('/', "~1")
}

/// Every key that stands twice in one object, with its place.
pub(crate) fn duplicate_keys(root: &Node<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(node) = open.pop() {
        if let Json::Object(entries) = node.json {
            let mut seen = std::collections::BTreeSet::new();
            for (key, _) in entries {
                if !seen.insert(key) {
                    places.push(node.place(key));
                }
            }
        }
        let children = node.items().chain(node.entries().map(|(_, child)| child));
        open.extend(children.filter(|child| matches!(child.json, Json::List(_) | Json::Object(_))));
    }
    places
}
