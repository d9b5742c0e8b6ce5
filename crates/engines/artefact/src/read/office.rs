//! Office without macros in Basic: fields that ask other programs, sheets of macros, objects that load themselves.
//!
//! *Source*: ECMA-376 part 1, 17.16 (fields) and 18.14 (external links); MS-OFFMACRO2 2.2.1 (macro sheets); MS-OLEDS
//! 2.3.3 (linked objects); MS-OSHARED 2.3.7.6 (URL monikers); Rich Text Format 1.9.1, "Objects".

use std::borrow::Cow;

use crate::{
    bytes::{find, le32, shortened, utf16},
    facts::{ActiveContent, Kind},
    read::script,
    take::{Holder, Taker},
    xml::{Node, nodes},
};

/// Parts that are looked at. *Units*: bytes.
pub(super) const PART_BYTES_MAX: usize = 32 << 20;
/// Functions of Excel 4 that reach out of the sheet.
const CALLS: [&str; 8] =
    ["EXEC(", "CALL(", "REGISTER(", "REGISTER.ID(", "FOPEN(", "FWRITE(", "FILE.DELETE(", "FORMULA.FILL("];
/// Class of a moniker that is an address, as it stands in files.
const URL_MONIKER: [u8; 16] =
    [0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0, 0xaa, 0, 0x4b, 0xa9, 0x0b];

/// Reads a part of an Office document.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind, name: &str) {
    if bytes.len() > PART_BYTES_MAX {
        return;
    }
    let mut active = Vec::new();
    if kind == Kind::Data && name.contains("/macrosheets/") && name.ends_with(".bin") {
        // The binary kind of workbook: that there is a sheet of macros is all that is read of it.
        active.push(ActiveContent::MacroSheet { starts_by: None, hidden: false, calls: Vec::new() });
    }
    if let Some(part) = markup(bytes, kind) {
        let has = |word: &[u8]| find(&part, word, 0).is_some();
        let [field, link, macros] = [
            has(b"instrText") || has(b"fldSimple"),
            has(b"ddeLink"),
            has(b"macrosheet") || has(b"definedName"),
        ];
        if field || link || macros {
            let nodes = nodes(&part).unwrap_or_default();
            active.extend(fields(&nodes));
            active.extend(links(&nodes));
            active.extend(sheet(&nodes));
        }
    }
    if kind == Kind::Rtf {
        active.extend(updates(bytes));
    }
    add(taker, holder, active);
}

/// XML as UTF-8, with or without a first line that says so: Office reads both, and UTF-16.
pub(crate) fn markup(bytes: &[u8], kind: Kind) -> Option<Cow<'_, [u8]>> {
    if !matches!(kind, Kind::Xml | Kind::Text) {
        return None;
    }
    let body = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Cow::Owned(script::plain(bytes).into_bytes()),
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        _ => Cow::Borrowed(bytes),
    };
    body.trim_ascii_start().starts_with(b"<").then_some(body)
}

/// The value of an attribute, whatever the prefix of its name.
pub(super) fn value<'node>(node: &'node Node, name: &str) -> Option<&'node str> {
    let Node::Open(_, attributes) = node else { return None };
    let found = attributes.iter().find(|(known, _)| known.rsplit(':').next() == Some(name));
    found.map(|(_, value)| value.as_str())
}

/// Keeps what was found, once.
pub(crate) fn add(taker: &mut Taker, holder: &Holder, found: impl IntoIterator<Item = ActiveContent>) {
    const KEPT_MAX: usize = 64;
    let active = &mut taker.object_mut(holder.id).active;
    for content in found {
        if active.len() < KEPT_MAX && !active.contains(&content) {
            active.push(content);
        }
    }
}

/// Fields of a text: their instructions may stand in many pieces, and in fields within fields.
fn fields(nodes: &[Node]) -> Vec<ActiveContent> {
    let mut found = Vec::new();
    let (mut depth, mut words, mut instructs) = (0_usize, String::new(), false);
    for node in nodes {
        match node {
            Node::Open(name, _) if name == "fldSimple" => {
                found.extend(value(node, "instr").and_then(command));
            }
            Node::Open(name, _) if name == "fldChar" => match value(node, "fldCharType") {
                Some("begin") => depth += 1,
                Some("end") => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        found.extend(command(&words));
                        words.clear();
                    }
                }
                _ => {}
            },
            Node::Open(name, _) => instructs = name == "instrText",
            Node::Text(text) if instructs && words.len() < 1 << 16 => words.push_str(text),
            Node::Text(_) => {}
            Node::Close => instructs = false,
        }
    }
    found.extend(command(&words));
    found
}

/// A field that asks another program, or one whose text is put together from the codes of letters.
fn command(words: &str) -> Option<ActiveContent> {
    let mut parts = words.split_whitespace();
    let first = parts.next()?.to_ascii_uppercase();
    let upper = words.to_ascii_uppercase();
    let asks = first == "DDE" || first == "DDEAUTO" || upper.contains("DDEAUTO ");
    let mut codes = || {
        first == "QUOTE"
            && parts.clone().count() >= 3
            && parts.all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (asks || codes()).then(|| ActiveContent::FieldCommand { command: shortened(words.trim(), 300) })
}

/// Links of a workbook to other programs.
fn links(nodes: &[Node]) -> Vec<ActiveContent> {
    let found = nodes.iter().filter_map(|node| {
        let Node::Open(name, _) = node else { return None };
        let (service, topic) =
            (node.attribute("ddeService")?, node.attribute("ddeTopic").unwrap_or_default());
        let command = shortened(&format!("{service}|{topic}"), 300);
        (name == "ddeLink").then_some(ActiveContent::FieldCommand { command })
    });
    found.collect()
}

/// A sheet of macros, or the names of a workbook that make one run by itself.
fn sheet(nodes: &[Node]) -> Option<ActiveContent> {
    let is_sheet = matches!(nodes.iter().find(|node| matches!(node, Node::Open(..))), Some(Node::Open(name, _)) if name == "macrosheet");
    let hidden = nodes.iter().any(|node| {
        matches!(node, Node::Open(name, _) if name == "sheet")
            && node.attribute("state") == Some("veryHidden")
    });
    let starts_by = nodes.iter().find_map(|node| {
        let name = node
            .attribute("name")
            .filter(|_| matches!(node, Node::Open(kind, _) if kind == "definedName"))?;
        starter(name)
    });
    let mut calls = Vec::new();
    if is_sheet {
        for node in nodes {
            if let Node::Text(text) = node {
                let upper = text.to_ascii_uppercase();
                calls.extend(
                    CALLS.iter().filter(|call| upper.contains(**call)).map(|call| (*call).to_owned()),
                );
            }
        }
        calls.sort();
        calls.dedup();
    }
    (is_sheet || starts_by.is_some()).then_some(ActiveContent::MacroSheet { starts_by, hidden, calls })
}

/// The name that makes macros run when a workbook is opened or closed; Excel looks only at how it begins.
pub(crate) fn starter(name: &str) -> Option<String> {
    let lower = name.trim_start_matches("_xlnm.").to_ascii_lowercase();
    ["auto_open", "auto_close", "auto_activate"]
        .iter()
        .any(|known| lower.starts_with(known))
        .then(|| shortened(name, 60))
}

/// Objects of a rich text that load themselves when it is opened.
fn updates(bytes: &[u8]) -> Option<ActiveContent> {
    let word = |word: &[u8]| {
        memchr::memmem::find_iter(bytes, word)
            .any(|at| bytes.get(at + word.len()).is_none_or(|next| !next.is_ascii_alphabetic()))
    };
    let by = [&b"\\objupdate"[..], b"\\objautlink"].into_iter().find(|control| word(control))?;
    Some(ActiveContent::LoadsItself { by: String::from_utf8_lossy(by).into_owned() })
}

/// The address that a linked object is at, in the stream that says so.
pub(crate) fn moniker(stream: &[u8]) -> Option<ActiveContent> {
    let at = find(stream, &URL_MONIKER, 0)? + URL_MONIKER.len();
    let length = le32(stream, at)? as usize;
    let text = stream.get(at + 4..stream.len().min((at + 4).checked_add(length)?))?;
    let address = shortened(&utf16(text, false), 200);
    is_elsewhere(&address).then_some(ActiveContent::RemoteTemplate { address })
}

/// Does a target lie on another computer? A drive of the reader's own computer cannot.
pub(crate) fn is_elsewhere(target: &str) -> bool {
    let target = target
        .trim()
        .to_ascii_lowercase()
        .replace("%5c", "\\")
        .replace("%2f", "/")
        .replace("%3a", ":")
        .replace('\\', "/");
    let Some((scheme, rest)) = target.split_once(':') else {
        return target.starts_with("//");
    };
    let is_scheme = scheme.len() > 1
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    if scheme != "file" {
        return is_scheme || target.starts_with("//");
    }
    let path = rest.trim_start_matches('/');
    let strokes = rest.len() - path.len();
    let first = path.split('/').next().unwrap_or_default();
    let drive = matches!(first.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic());
    // `file://host/…`, and `file:////host/…` as Windows writes a share.
    !drive && !first.is_empty() && first != "localhost" && (strokes == 2 || strokes >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_a_drive_of_the_reader_is_not_elsewhere() {
        for local in [
            "file:///C:\\Users\\a\\Normal.dotm",
            "file:///c:/x.dotx",
            "file://C:/x.dotx",
            "C:\\x.dotm",
            "Normal.dotm",
            "file:///Users/a/x.dotx",
            "file://localhost/c/x",
        ] {
            assert!(!is_elsewhere(local), "{local}");
        }
        for remote in [
            "https://a.invalid/x",
            "HTTP://a.invalid",
            "ftp://a.invalid/x",
            "\\\\a.invalid\\x",
            "file://a.invalid/x",
            "file:///\\\\a.invalid\\x",
            "file:////a.invalid/x",
            "file:///%5C%5Ca.invalid%5Cx",
            "mhtml:https://a.invalid/x",
        ] {
            assert!(is_elsewhere(remote), "{remote}");
        }
    }

    #[test]
    fn fields_are_joined_and_only_those_that_ask_programs_count() {
        let of =
            |body: &str| fields(&nodes(format!("<w:d xmlns:w='w'>{body}</w:d>").as_bytes()).expect("XML"));
        let field = |pieces: &[&str]| {
            let pieces: String =
                pieces.iter().map(|piece| format!("<w:r><w:instrText>{piece}</w:instrText></w:r>")).collect();
            format!("<w:fldChar w:fldCharType='begin'/>{pieces}<w:fldChar w:fldCharType='end'/>")
        };
        assert_eq!(of(&field(&[" D", "DE", "AUTO c:\\\\x.exe \"a\""])).len(), 1);
        assert_eq!(of(&field(&["QUOTE 68 68 69 65"])).len(), 1);
        assert_eq!(of("<w:fldSimple w:instr=' dde excel x '/>").len(), 1);
        assert_eq!(of(&field(&["PAGE \\* MERGEFORMAT"])), []);
        assert_eq!(of(&field(&["QUOTE \"68 69\""])), []);
        assert_eq!(of(&format!("{}{}", field(&["TOC"]), "<w:t>DDEAUTO </w:t>")), []);
    }
}
