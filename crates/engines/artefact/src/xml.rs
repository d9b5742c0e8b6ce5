//! XML as a flat list of what is in it.

use quick_xml::{Reader, events::Event};

/// How deep elements may be nested.
const DEPTH_MAX: usize = 512;

/// One piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// An element begins: its name without prefix, and its attributes.
    Open(String, Vec<(String, String)>),
    /// Text, references resolved.
    Text(String),
    /// The element that was opened last ends.
    Close,
}

impl Node {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        match self {
            Self::Open(_, attributes) => {
                attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }
}

/// Reads a document.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn nodes(xml: &[u8]) -> Result<Vec<Node>, String> {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    let mut nodes = Vec::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err("nested too deep".into());
                }
                nodes.push(open(&start));
            }
            Event::Empty(start) => {
                nodes.push(open(&start));
                nodes.push(Node::Close);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                nodes.push(Node::Close);
            }
            Event::Text(text) => add_text(&mut nodes, text.as_ref()),
            Event::CData(text) => add_text(&mut nodes, text.as_ref()),
            Event::GeneralRef(name) => add_text(&mut nodes, resolved(name.as_ref()).as_str()),
            Event::Eof => return Ok(nodes),
            _ => {}
        }
    }
}

fn add_text(nodes: &mut Vec<Node>, words: &str) {
    match nodes.last_mut() {
        Some(Node::Text(text)) => text.push_str(words),
        _ => nodes.push(Node::Text(words.to_owned())),
    }
}

fn open(start: &quick_xml::events::BytesStart<'_>) -> Node {
    let attributes = start.attributes().flatten().map(|attribute| {
        let name = attribute.key.as_ref().to_owned();
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
        (name, value)
    });
    Node::Open(start.local_name().as_ref().to_owned(), attributes.collect())
}

/// The letter that a reference means; itself when unknown.
fn resolved(name: &str) -> String {
    quick_xml::escape::unescape(&format!("&{name};"))
        .map_or_else(|_| format!("&{name};"), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_empty_elements_close() {
        let open = |name: &str| Node::Open(name.into(), Vec::new());
        let found = nodes(b"<a><b c='1&amp;2'/>x &lt;&#65;</a>").expect("well-formed");
        let wanted = [
            open("a"),
            Node::Open("b".into(), vec![("c".into(), "1&2".into())]),
            Node::Close,
            Node::Text("x <A".into()),
            Node::Close,
        ];
        assert_eq!(found, wanted);
        assert!(nodes(b"<a><b></a>").is_err());
    }
}
