//! What a script is written in when its name does not say it, and how it is read then.

use super::{dockerfile, plain};
use crate::facts::{Kind, Language};

/// Texts under names of data that are looked at. *Units*: bytes.
const DORMANT_BYTES_MAX: usize = 256 << 10;
/// Does the name of a script say that it is something else?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// It is called what it is.
    No,
    /// It is called a picture, a font, a sound, a document.
    Disguised,
    /// It is called plain data or text.
    Dormant,
}

/// Languages that are known by the name of the whole file, or that wear the ending of another.
pub(super) fn by_file(file: &str, bytes: &[u8], distribution: bool) -> Option<Language> {
    let lower = file.to_ascii_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    let jscript = || {
        crate::bytes::find(&bytes[..bytes.len().min(4096)], b"JScript", 0).is_some()
            || crate::bytes::find(&bytes[..bytes.len().min(4096)], b"jscript", 0).is_some()
    };
    match (lower.as_str(), ending) {
        ("build.rs", _) => Some(Language::Other),
        ("makefile" | "gnumakefile" | "justfile", _) | (_, "mk") if !distribution => Some(Language::Shell),
        ("pkgbuild" | ".envrc" | ".bashrc" | ".zshrc" | ".profile" | ".bash_profile", _) if !distribution => {
            Some(Language::Shell)
        }
        (name, _) if !distribution && dockerfile::is_name(name) => Some(Language::Shell),
        ("rakefile" | "gemfile" | "podfile" | "vagrantfile", _) | (_, "gemspec") if !distribution => {
            Some(Language::Ruby)
        }
        (_, "ipynb") => Some(Language::Python),
        ("extconf.rb", _) => Some(Language::Ruby),
        (_, "tcl" | "exp") => Some(Language::Tcl),
        (_, "ahk" | "au3" | "nsi" | "iss" | "kts") if !distribution => Some(Language::Other),
        (_, "bundle" | "jsbundle" | "jxa" | "mts" | "cts" | "es6") => Some(Language::JavaScript),
        (_, "wsf" | "sct" | "wsc" | "hta" | "msc" | "xsl") if jscript() => Some(Language::JavaScript),
        (_, "sct" | "wsc" | "msc" | "xsl") => Some(Language::VisualBasic),
        (_, "run") if bytes.starts_with(b"#!") => Some(Language::Shell),
        (_, "gradle" | "groovy") if !distribution => Some(Language::Other),
        _ => None,
    }
}

/// A script inside XML, as the script host of Windows reads it.
pub(super) fn is_marked_up(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    [".wsf", ".sct", ".wsc", ".hta", ".msc", ".xsl"].iter().any(|ending| lower.ends_with(ending))
}

/// A script under a name that says that it is none.
pub(super) fn hidden(file: &str, bytes: &[u8], kind: Kind) -> Option<(Language, Hidden)> {
    const PICTURES: [&str; 19] = [
        "png", "jpg", "jpeg", "gif", "ico", "bmp", "webp", "woff", "woff2", "ttf", "otf", "eot", "mp3",
        "mp4", "wav", "ogg", "pdf", "ttc", "icns",
    ];
    const DATA: [&str; 24] = [
        "properties",
        "xml",
        "txt",
        "dat",
        "bin",
        "db",
        "log",
        "css",
        "json",
        "lock",
        "cache",
        "tmp",
        "dic",
        "bdic",
        "lang",
        "ini",
        "cfg",
        "conf",
        "map",
        "res",
        "pak",
        "idx",
        "svg",
        "csv",
    ];
    if kind != Kind::Text || bytes.len() > DORMANT_BYTES_MAX || bytes.len() < 40 {
        return None;
    }
    let ending = file.rsplit_once('.')?.1.to_ascii_lowercase();
    let (how, wanted) = if PICTURES.contains(&ending.as_str()) {
        (Hidden::Disguised, 2)
    } else if DATA.contains(&ending.as_str()) {
        (Hidden::Dormant, 3)
    } else {
        return None;
    };
    let head = plain(&bytes[..bytes.len().min(8192) & !1]);
    Some((spoken(&head, wanted)?, how))
}

/// The language that most marks are of.
fn spoken(head: &str, wanted: usize) -> Option<Language> {
    const MARKS: [(Language, &[&str]); 6] = [
        (
            Language::JavaScript,
            &[
                "require(",
                "const ",
                "=>",
                "function",
                "throw new ",
                "fetch(",
                "module.exports",
                "await ",
                "let ",
                "var ",
                "process.",
                "console.",
                "new Function",
                "eval(",
                "document.",
                "ActiveXObject",
                "});",
                "Java.type(",
            ],
        ),
        (
            Language::Python,
            &[
                "import ",
                "def ",
                "raise ",
                "exec(",
                "print(",
                "__name__",
                "os.",
                "sys.",
                "lambda ",
                "subprocess",
            ],
        ),
        (
            Language::PowerShell,
            &[
                "$env:",
                "New-Object",
                "Invoke-",
                "Get-",
                "Start-Process",
                "-join",
                "[System.",
                "| iex",
                "param(",
            ],
        ),
        (Language::Batch, &["@echo off", "%~dp0", "setlocal", "schtasks", "reg add", "goto ", "start "]),
        (Language::VisualBasic, &["CreateObject(", "Dim ", "WScript.", "End Sub", "On Error", "Set "]),
        (
            Language::Shell,
            &["curl ", "chmod ", "exec ", "$HOME", "fi\n", "done\n", "export ", "| sh", "then\n"],
        ),
    ];
    let counted = MARKS
        .iter()
        .map(|(language, marks)| (marks.iter().filter(|mark| head.contains(**mark)).count(), *language));
    counted
        .filter(|(count, _)| *count >= wanted)
        .max_by_key(|(count, _)| *count)
        .map(|(_, language)| language)
}

/// The text as its language reads it: of a file of Make or Docker only the commands, with variables as the shell writes
/// them.
pub(super) fn prepared(file: &str, text: String) -> String {
    let lower = file.to_ascii_lowercase();
    if lower.ends_with(".ipynb") {
        return cells(&text).unwrap_or(text);
    }
    if dockerfile::is_name(&lower) {
        return dockerfile::commands(&text);
    }
    let make = matches!(lower.as_str(), "makefile" | "gnumakefile") || lower.ends_with(".mk");
    if !make {
        return text;
    }
    let mut shell = String::with_capacity(text.len());
    for line in text.lines() {
        if let Some(command) = line.strip_prefix('\t') {
            shell.push_str(&variables(command.trim_start_matches(['@', '-', '+'])));
        } else if let Some((name, value)) = line.split_once('=') {
            let name = name.trim_end_matches(['?', ':', '+', ' ', '\t']);
            if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                shell.push_str(&format!("{name}={}", variables(value.trim())));
            }
        }
        shell.push('\n');
    }
    shell
}

/// `$(X)` of Make is `${X}` of a shell, and `$$` is `$`.
fn variables(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('$') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(inner) = rest.strip_prefix('$') {
            plain.push('$');
            rest = inner;
        } else if let Some((name, behind)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
            plain.push_str(&format!("${{{name}}}"));
            rest = behind;
        } else {
            plain.push('$');
        }
    }
    plain.push_str(rest);
    plain
}

/// Cells of a notebook, as one script.
fn cells(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut script = String::new();
    for cell in value.get("cells")?.as_array()? {
        if cell.get("cell_type").and_then(serde_json::Value::as_str) != Some("code") {
            continue;
        }
        match cell.get("source")? {
            serde_json::Value::String(source) => script.push_str(source),
            source => {
                for line in source.as_array()?.iter().filter_map(serde_json::Value::as_str) {
                    script.push_str(line);
                }
            }
        }
        script.push('\n');
    }
    Some(script)
}
