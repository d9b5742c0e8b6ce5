//! Documents: what they do beyond being read.

use crate::{
    bytes::{find, shortened},
    facts::{ActiveContent, Kind},
    read::{office, opendocument},
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
const CALLS: [&str; 9] = [
    "Shell",
    "CreateObject",
    "OleObjectFactory",
    "WScript",
    "URLDownloadToFile",
    "XMLHTTP",
    "powershell",
    "MacScript",
    "AppleScriptTask",
];

/// Reads what a document does.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    if let Some(part) = office::markup(bytes, kind) {
        if bytes.len() < 16 << 20 {
            relations(taker, holder, &part);
        }
        opendocument::look(taker, holder, &part)?;
    }
    match kind {
        Kind::Rtf => rtf(taker, holder, bytes),
        Kind::Html | Kind::Svg if bytes.len() < 64 << 20 => smuggling(taker, holder, bytes),
        Kind::Plist | Kind::Text if bytes.len() < 1 << 20 => when_opened(taker, holder, bytes, kind),
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
    // A table of a workbook that is fetched from a page.
    if let Some(at) = find(bytes, b"<webPr", 0)
        && let Some(start) = find(&bytes[at..], b"url=\"http", 0)
    {
        let address = bytes[at + start + 5..].split(|byte| *byte == b'"').next().unwrap_or_default();
        let address = shortened(&String::from_utf8_lossy(address), 200);
        taker.object_mut(holder.id).active.push(ActiveContent::RemoteTemplate { address });
    }
    if find(&bytes[..bytes.len().min(2000)], b"<Relationships", 0).is_none() {
        return;
    }
    for node in crate::xml::nodes(bytes).unwrap_or_default() {
        let (Some(target), Some(kind)) = (node.attribute("Target"), node.attribute("Type")) else { continue };
        let outside = node.attribute("TargetMode") == Some("External");
        let loads = ["attachedTemplate", "oleObject", "frame", "subDocument", "externalLink"]
            .iter()
            .any(|name| kind.ends_with(name));
        let shares = ["image", "hyperlink"].iter().any(|name| kind.ends_with(name))
            && (target.starts_with("file://") || target.starts_with("\\\\"));
        let starts = target.starts_with("ppaction://program") || target.starts_with("ppaction://macro");
        if starts {
            taker
                .object_mut(holder.id)
                .active
                .push(ActiveContent::FieldCommand { command: shortened(target, 200) });
        }
        if outside && (loads || shares) && office::is_elsewhere(target) {
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

/// Small files that people take for data, and that act when they are opened.
fn when_opened(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) {
    let has = |word: &[u8]| find(bytes, word, 0).is_some();
    let after = |word: &[u8]| {
        let at = find(bytes, word, 0)? + word.len();
        let line = bytes.get(at..)?.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
        Some(shortened(String::from_utf8_lossy(line).trim(), 200))
    };
    let loose = taker.object(holder.id).is_some_and(|object| object.placed.is_none());
    let what = if kind == Kind::Plist {
        let terminal = has(b"<key>CommandString</key>") && has(b"<key>RunCommandAsShell</key>");
        let profile = has(b"<key>PayloadContent</key>")
            && [&b"com.apple.security.root"[..], b"com.apple.proxy", b"com.apple.vpn", b"com.apple.mdm"]
                .iter()
                .any(|payload| has(payload));
        let command = || after(b"<key>CommandString</key>").unwrap_or_default();
        if terminal {
            Some(format!("a terminal runs {}", command().replace("<string>", "").replace("</string>", "")))
        } else {
            profile.then(|| "a profile changes whom the whole device trusts or talks through".to_owned())
        }
    } else if bytes.starts_with(b"[InternetShortcut]") {
        after(b"URL=").filter(|address| address.starts_with("file:") || address.starts_with("\\\\"))
    } else if loose && has(b"[Desktop Entry]") {
        // As part of an installed package this is how applications are started.
        after(b"Exec=").filter(|command| {
            ["sh -c", "curl ", "wget ", "| sh", "base64 "].iter().any(|mark| command.contains(mark))
        })
    } else if holder.name().to_ascii_lowercase().ends_with(".csv") {
        // A cell that asks another program, which spreadsheets offer to start.
        [&b"=cmd|"[..], b"=CMD|", b"=MSEXCEL|", b"+cmd|", b"@SUM(1+1)*cmd|"]
            .iter()
            .find_map(|mark| after(mark).map(|rest| format!("cmd|{rest}")))
    } else {
        None
    };
    if let Some(what) = what {
        taker.object_mut(holder.id).active.push(ActiveContent::WhenOpened { command: what });
    }
}

/// A page that makes a file out of its own text and hands it to the reader, or opens something outside of the browser.
fn smuggling(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    let text = crate::read::script::plain(bytes);
    let folded = if text.len() < 4 << 20 { crate::read::fold::folded(&text) } else { None };
    let has =
        |word: &str| text.contains(word) || folded.as_deref().is_some_and(|folded| folded.contains(word));
    let makes = has("Blob(") || has("msSave") || has("new File(") || has("data:application/");
    let address = has("createObjectURL") || has("msSave") || has("data:application/");
    let decodes =
        has("atob") || has("fromCharCode") || has("Uint8Array") || has("charCodeAt") || has("base64");
    let given = has("download") || has("msSave") || has("showSaveFilePicker");
    let by_itself = [
        "click(",
        "msSave",
        "dispatchEvent",
        "location.href",
        "location.assign",
        "location.replace",
        "window.open",
        "\"click\"",
        "'click'",
    ]
    .iter()
    .any(|word| has(word));
    if makes && address && decodes && given && by_itself {
        let evidence =
            "a Blob of decoded text, given to the reader as a download by a click of its own".to_owned();
        taker.object_mut(holder.id).active.push(ActiveContent::Smuggling { evidence });
    }
    let picture = text.contains("<svg") && !text.contains("<html");
    let acts =
        ["fetch(", "eval(", "atob(", "XMLHttpRequest", "import(", "location="].iter().any(|word| has(word));
    if picture && text.contains("<script") && acts {
        let command = "a script inside a picture".to_owned();
        taker.object_mut(holder.id).active.push(ActiveContent::WhenOpened { command });
    }
    const OUTSIDE: [&str; 8] = [
        "search-ms:",
        "ms-msdt:",
        "ms-appinstaller:",
        "ms-officecmd:",
        "ms-excel:ofe",
        "ms-word:ofe",
        "vscode://vscode.git/clone",
        "file://\\\\",
    ];
    if has("data:text/html;base64")
        && (has("http-equiv=refresh") || has("http-equiv=\"refresh") || has("<iframe"))
    {
        let command = "a page inside the page".to_owned();
        taker.object_mut(holder.id).active.push(ActiveContent::WhenOpened { command });
    }
    let moves = ["location", "refresh", "src=", "click("].iter().any(|word| has(word));
    if let Some(scheme) = OUTSIDE.iter().find(|scheme| has(scheme)).filter(|_| moves) {
        taker.object_mut(holder.id).active.push(ActiveContent::WhenOpened { command: (*scheme).to_owned() });
    }
}
