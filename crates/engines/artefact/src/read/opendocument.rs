//! OpenDocument: macros and what starts them, links to other programs, parts from elsewhere, and encrypted members.
//!
//! *Source*: OpenDocument 1.3 part 3, 3.12 and 19 (scripts and event listeners), 7.5 and 9.3 (sections and tables from
//! elsewhere), 14.6 (DDE), part 2, 3.4 (encryption); LibreOffice, "Scripting Framework URI Specification" and the DTDs of
//! `script:module`.

use super::{
    document,
    office::{self, add, value},
};
use crate::{
    bytes::{find, shortened},
    facts::{ActiveContent, Member},
    take::{Fault, Holder, Taker},
    xml::{Node, nodes},
};

/// Events that somebody has to make happen by hand, on a control or a shape; all others come with the document.
const BY_HAND: [&str; 8] = ["click", "mouse", "key", "focus", "change", "select", "DOMActivate", "action"];

/// Reads a part of an OpenDocument file, or a flat one, in which modules stand beside the text.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, part: &[u8]) -> Result<(), Fault> {
    if part.len() > office::PART_BYTES_MAX {
        return Ok(());
    }
    let has = |word: &str| find(part, word.as_bytes(), 0).is_some();
    let document = has("urn:oasis:names:tc:opendocument:xmlns:office");
    let code = has("script:module") && (document || has("StarBasic")) || document && has("ooo:libraries");
    if document || code {
        let nodes = nodes(part).unwrap_or_default();
        if document {
            add(taker, holder, listeners(&nodes).into_iter().chain(links(&nodes)));
        }
        if code {
            module(taker, holder, &nodes)?;
        }
    } else if has("urn:oasis:names:tc:opendocument:xmlns:manifest") && has("encryption-data") {
        return Err(Fault::Encrypted);
    }
    Ok(())
}

/// Modules in Basic: what they call, and their text as a script of its own.
fn module(taker: &mut Taker, holder: &Holder, nodes: &[Node]) -> Result<(), Fault> {
    let mut begun: Option<(String, String)> = None;
    let mut inside = 0_usize;
    for node in nodes {
        match (node, &mut begun) {
            (Node::Open(name, _), None) if name == "module" || name == "source-code" => {
                let own = value(node, "name").unwrap_or("Module").to_owned();
                (begun, inside) = (Some((own, String::new())), 0);
            }
            (Node::Open(..), Some(_)) => inside += 1,
            (Node::Text(text), Some((_, code))) => code.push_str(text),
            (Node::Close, Some((name, code))) if inside == 0 => {
                if !code.trim().is_empty() {
                    document::macros(taker, holder, code.as_bytes());
                    let file = format!("{}.bas", shortened(name, 60).replace(['/', '\\'], "_"));
                    taker.held_member(holder, &file, Member::default(), code.as_bytes())?;
                }
                begun = None;
            }
            (Node::Close, Some(_)) => inside -= 1,
            _ => {}
        }
    }
    Ok(())
}

/// Macros that an event of the document starts.
fn listeners(nodes: &[Node]) -> Vec<ActiveContent> {
    let found = nodes.iter().filter_map(|node| {
        let Node::Open(name, _) = node else { return None };
        let event = value(node, "event-name").filter(|_| name == "event-listener")?;
        let script = value(node, "href").or_else(|| value(node, "macro-name"))?;
        let by_hand = BY_HAND.iter().any(|word| event.contains(word));
        let starts_by = (!by_hand).then(|| shortened(event, 60));
        Some(ActiveContent::Macro { starts_by, calls: vec![shortened(script, 200)] })
    });
    found.collect()
}

/// Data from other programs, and parts from other computers.
fn links(nodes: &[Node]) -> Vec<ActiveContent> {
    let found = nodes.iter().filter_map(|node| {
        let Node::Open(name, _) = node else { return None };
        if let Some(program) = value(node, "dde-application") {
            let topic = value(node, "dde-topic").unwrap_or_default();
            let own = ["soffice", "libreoffice"].iter().any(|office| program.eq_ignore_ascii_case(office));
            let command = shortened(&format!("{program}|{topic}"), 300);
            return (!own).then_some(ActiveContent::FieldCommand { command });
        }
        let loads = ["section-source", "cell-range-source", "table-source", "object", "object-ole", "plugin"]
            .contains(&name.as_str());
        let shares = name == "image";
        let target = value(node, "href").filter(|target| {
            loads || (shares && (target.starts_with("file:") || target.starts_with("\\\\")))
        })?;
        let address = shortened(target, 200);
        office::is_elsewhere(target).then_some(ActiveContent::RemoteTemplate { address })
    });
    found.collect()
}
