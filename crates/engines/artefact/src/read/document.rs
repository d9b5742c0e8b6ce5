//! Documents: what they do beyond being read.

use crate::{
    bytes::{find, shortened},
    facts::{ActiveContent, Kind},
    take::{Fault, Holder, Taker},
};

/// Names of procedures that run by themselves when a document is opened or closed.
const STARTERS: [&str; 9] = [
    "AutoOpen",
    "Auto_Open",
    "AutoExec",
    "AutoClose",
    "Auto_Close",
    "Document_Open",
    "DocumentOpen",
    "Workbook_Open",
    "Document_Close",
];
/// What macros call that reaches out of the document.
const CALLS: [&str; 8] = [
    "Shell",
    "CreateObject",
    "WScript",
    "URLDownloadToFile",
    "XMLHTTP",
    "powershell",
    "MacScript",
    "AppleScriptTask",
];

/// Reads what a document does.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    match kind {
        Kind::Xml if bytes.len() < 16 << 20 => relations(taker, holder, bytes),
        Kind::Rtf => rtf(taker, holder, bytes),
        Kind::Html if bytes.len() < 64 << 20 => smuggling(taker, holder, bytes),
        _ => {}
    }
    Ok(())
}

/// Macros in a stream of an Office document; `code` is the text as far as it could be unpacked.
pub(crate) fn macros(taker: &mut Taker, holder: &Holder, code: &[u8]) {
    let has = |word: &&&str| find(code, word.as_bytes(), 0).is_some();
    let starts_by = STARTERS.iter().find(|word| has(word)).map(|word| (*word).to_owned());
    let calls: Vec<String> = CALLS.iter().filter(|word| has(word)).map(|word| (*word).to_owned()).collect();
    let object = taker.object_mut(holder.id);
    let found = ActiveContent::Macro { starts_by, calls };
    if !object.active.contains(&found) {
        object.active.push(found);
    }
}

/// Relations of an Office document that lead outside.
fn relations(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    if find(&bytes[..bytes.len().min(2000)], b"<Relationships", 0).is_none() {
        return;
    }
    for node in crate::xml::nodes(bytes).unwrap_or_default() {
        let (Some(target), Some(kind)) = (node.attribute("Target"), node.attribute("Type")) else { continue };
        let outside = node.attribute("TargetMode") == Some("External");
        let loads = ["attachedTemplate", "oleObject", "frame", "subDocument", "externalLink"]
            .iter()
            .any(|name| kind.ends_with(name));
        if outside && loads {
            let address = shortened(target, 200);
            taker.object_mut(holder.id).active.push(ActiveContent::RemoteTemplate { address });
        }
    }
}

fn rtf(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    if find(bytes, b"\\objdata", 0).is_some() || find(bytes, b"\\object", 0).is_some() {
        taker.object_mut(holder.id).active.push(ActiveContent::Embedded { name: "an OLE object".into() });
    }
    if find(bytes, b"DDEAUTO", 0).is_some() {
        taker.object_mut(holder.id).active.push(ActiveContent::FieldCommand { command: "DDEAUTO".into() });
    }
    if let Some(at) = find(bytes, b"\\*\\template http", 0) {
        let address = String::from_utf8_lossy(&bytes[at + 12..bytes.len().min(at + 200)])
            .split(['}', ' '])
            .next()
            .unwrap_or_default()
            .to_owned();
        taker.object_mut(holder.id).active.push(ActiveContent::RemoteTemplate { address });
    }
}

/// A page that makes a file out of its own text and hands it to the reader.
fn smuggling(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    let has = |word: &[u8]| find(bytes, word, 0).is_some();
    let makes =
        (has(b"new Blob(") || has(b"msSaveOrOpenBlob")) && (has(b"createObjectURL") || has(b"msSave"));
    let decodes = has(b"atob(") || has(b"fromCharCode") || has(b"Uint8Array");
    if makes && decodes && (has(b".download") || has(b"msSave")) && has(b".click()") {
        let evidence =
            "a Blob of decoded text, given to the reader as a download by a click of its own".to_owned();
        taker.object_mut(holder.id).active.push(ActiveContent::Smuggling { evidence });
    }
}
