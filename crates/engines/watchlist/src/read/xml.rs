//! XML record by record: each party's element as a small tree, the rest of the file never in memory.

use std::io::{BufReader, Read};

use quick_xml::{Reader, XmlVersion, events::Event};

use super::ReadError;

/// Deepest element.
const DEPTH_MAX: usize = 64;

/// An element. Names are without their prefix.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Node>,
}

impl Node {
    /// The text of the first child with this name, trimmed.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }

    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children with this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The children of a child: `akaList/aka`.
    pub(super) fn in_list<'a>(&'a self, list: &'a str, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.all(list).flat_map(move |list| list.all(name))
    }

    /// An attribute, or nothing.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// All elements below with this name.
    pub(super) fn below<'a>(&'a self, name: &str, found: &mut Vec<&'a Node>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            child.below(name, found);
        }
    }
}

/// Calls for each element with one of these names, wherever it stands; and with the elements around it, without content, as they
/// open (so that dates in the root's attributes can be had).
///
/// *Errors*: [`ReadError`] with line: not well-formed, not UTF-8, ends early, an entity is declared, a record is too large.
pub(super) fn records(
    file: &str,
    input: impl Read,
    record_bytes_max: usize,
    names: &[&str],
    mut call: impl FnMut(Node, bool) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut lines = Lines { inner: BufReader::with_capacity(1 << 16, input), line: 1 };
    let mut reader = Reader::from_reader(&mut lines);
    reader.config_mut().check_end_names = true;
    let mut room = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    let mut depth = 0_usize;
    let mut size = 0_usize;
    let mut ended = false;
    loop {
        room.clear();
        let event = match reader.read_event_into(&mut room) {
            Ok(event) => event,
            Err(error) => {
                let line = reader.get_ref().line;
                return Err(ReadError::at_line(file, line, format!("not well-formed: {error}")));
            }
        };
        let line = reader.get_ref().line;
        let fault = |message: &str| ReadError::at_line(file, line, message);
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(fault("elements are nested too deeply"));
                }
                size += start.len();
                let node = node(file, line, &start)?;
                if !open.is_empty() || names.contains(&node.name.as_str()) {
                    if open.is_empty() {
                        size = 0;
                    }
                    open.push(node);
                } else {
                    call(node, false)?;
                }
            }
            Event::Empty(start) => {
                size += start.len();
                let node = node(file, line, &start)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(node),
                    None => {
                        let record = names.contains(&node.name.as_str());
                        call(node, record)?;
                    }
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                ended |= depth == 0;
                if let Some(node) = open.pop() {
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => call(node, true)?,
                    }
                }
            }
            Event::Text(text) => {
                size += text.len();
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&text);
                }
            }
            Event::CData(text) => {
                size += text.len();
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&text);
                }
            }
            Event::GeneralRef(entity) => {
                if let Some(node) = open.last_mut() {
                    push_reference(&mut node.text, &entity)
                        .ok_or_else(|| fault("an entity that XML does not know"))?;
                }
            }
            Event::DocType(text) if text.to_ascii_uppercase().contains("<!ENTIT") => {
                return Err(fault("entities are declared; no list does that"));
            }
            Event::Eof => {
                if depth > 0 || !ended {
                    return Err(fault("the file ends early"));
                }
                return Ok(());
            }
            _ => {}
        }
        if size > record_bytes_max {
            return Err(fault("a record is too large"));
        }
        if open.is_empty() {
            size = 0;
        }
    }
}

fn push_reference(text: &mut String, entity: &str) -> Option<()> {
    let letter = match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    text.push(letter);
    Some(())
}

fn node(file: &str, line: u64, start: &quick_xml::events::BytesStart<'_>) -> Result<Node, ReadError> {
    let fault = |message: String| ReadError::at_line(file, line, message);
    let name = start.local_name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| fault(format!("an attribute is wrong: {error}")))?;
        let key = attribute.key.local_name().as_ref().to_owned();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| fault(format!("an attribute is wrong: {error}")))?
            .into_owned();
        attributes.push((key, value));
    }
    Ok(Node { name, attributes, ..Node::default() })
}

/// Counts lines as they pass.
struct Lines<R> {
    inner: BufReader<R>,
    line: u64,
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        self.inner.read(room)
    }
}

impl<R: Read> std::io::BufRead for Lines<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let passed = self.inner.buffer().get(..amount).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.inner.consume(amount);
    }
}
