//! The language of a script.

use super::plain;
use crate::facts::Language;

/// The language: what the first line names, or what the text looks like; names only help where the text fits.
pub(super) fn language(bytes: &[u8], name: &str, hook: bool) -> Option<Language> {
    let head = &bytes[..bytes.len().min(8192)];
    let head = plain(&head[..head.len() & !1]);
    if let Some(first) = head.strip_prefix("#!") {
        return Some(interpreter(first.lines().next().unwrap_or_default()));
    }
    let ending = name
        .rsplit('/')
        .next()
        .unwrap_or(name)
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let by_name = match ending.as_deref().unwrap_or_default() {
        "js" | "mjs" | "cjs" | "jsx" | "ts" | "node" | "jse" => Some(Language::JavaScript),
        "py" | "pyw" | "pth" => Some(Language::Python),
        "sh" | "bash" | "command" | "zsh" | "tool" => Some(Language::Shell),
        "ps1" | "psm1" | "psd1" => Some(Language::PowerShell),
        "bat" | "cmd" => Some(Language::Batch),
        "vbs" | "vbe" | "hta" | "wsf" | "vba" | "bas" => Some(Language::VisualBasic),
        "pl" | "pm" => Some(Language::Perl),
        "rb" => Some(Language::Ruby),
        "php" => Some(Language::Php),
        "applescript" | "scpt" => Some(Language::AppleScript),
        "lua" => Some(Language::Lua),
        _ => None,
    };
    // Texts that only describe: their examples are not run.
    let describes = matches!(
        ending.as_deref(),
        Some(
            "md" | "txt"
                | "rst"
                | "html"
                | "htm"
                | "json"
                | "map"
                | "css"
                | "c"
                | "h"
                | "cpp"
                | "hpp"
                | "rs"
                | "go"
                | "java"
                | "sol"
                | "po"
                | "xml"
                | "svg"
                | "csv"
                | "toml"
                | "yml"
                | "yaml"
                | "ini"
                | "conf"
                | "cfg"
                | "log"
                | "in"
                | "am"
                | "m4"
                | "tex"
                | "scss"
                | "less"
                | "wast"
                | "proto"
        )
    );
    by_name
        .or_else(|| (!describes || hook).then(|| by_content(&head)).flatten())
        .or(hook.then_some(Language::Other))
}

fn interpreter(first: &str) -> Language {
    let mut words = first.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
    let mut program = words.next().unwrap_or_default();
    if program == "env" {
        program = words.find(|word| !word.starts_with('-') && !word.contains('=')).unwrap_or_default();
    }
    match program.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.') {
        "sh" | "bash" | "zsh" | "dash" | "ksh" | "ash" | "fish" => Language::Shell,
        "python" | "pypy" => Language::Python,
        "node" | "nodejs" | "deno" | "bun" => Language::JavaScript,
        "perl" => Language::Perl,
        "ruby" => Language::Ruby,
        "osascript" => Language::AppleScript,
        "pwsh" | "powershell" => Language::PowerShell,
        "php" => Language::Php,
        "lua" | "luajit" => Language::Lua,
        "tclsh" | "wish" | "expect" => Language::Tcl,
        _ => Language::Other,
    }
}

/// Two marks of a language, at least.
fn by_content(head: &str) -> Option<Language> {
    const MARKS: [(Language, &[&str]); 5] = [
        (
            Language::JavaScript,
            &[
                "require(",
                "module.exports",
                "const ",
                "=> {",
                "function(",
                "function (",
                "'use strict'",
                "process.",
                "console.log(",
            ],
        ),
        (
            Language::Python,
            &[
                "\nimport ",
                "import os",
                "import sys",
                "def ",
                "from setuptools",
                "if __name__",
                "print(",
                "exec(",
            ],
        ),
        (
            Language::PowerShell,
            &["$env:", "Write-Host", "Invoke-", "New-Object", "Start-Process", "-ExecutionPolicy", "Get-"],
        ),
        (Language::Batch, &["@echo off", "%~dp0", "setlocal", "REM ", "schtasks", "reg add", "goto "]),
        (Language::VisualBasic, &["CreateObject(", "Dim ", "WScript.", "Set ", "End Sub", "On Error"]),
    ];
    let counted = MARKS
        .iter()
        .map(|(language, marks)| (marks.iter().filter(|mark| head.contains(**mark)).count(), *language));
    counted.filter(|(count, _)| *count >= 2).max_by_key(|(count, _)| *count).map(|(_, language)| language)
}
