//! For fuzzing: one reader, asked to read bytes as its format, with nothing that catches its panics.

use std::io::Read as _;

use crate::{
    declaration::Declaration,
    facts::Kind,
    judge,
    limits::Limits,
    read::{android, biff, fold},
    take::{read_as, take_apart},
    unpack::lzma2,
};

/// Small enough for millions of runs.
fn limits() -> Limits {
    Limits {
        depth_max: 6,
        objects_max: 2000,
        total_bytes_max: 32 << 20,
        object_bytes_max: 8 << 20,
        held_bytes_max: 32 << 20,
        work_bytes_max: 64 << 20,
        ..Limits::default()
    }
}

/// Reads bytes as this kind, whatever they are.
///
/// # Panics
/// When the reader does; that is what fuzzing looks for.
pub fn read_bytes_as(kind: Kind, bytes: &[u8]) {
    read_as(bytes, kind, "fuzz", limits());
}

/// Reads bytes as a file of settings; the first byte says which one.
///
/// # Panics
/// When a reader does.
pub fn settings(bytes: &[u8]) {
    const FILES: [(&str, Kind); 31] = [
        ("package.json", Kind::Json),
        (".npmrc", Kind::Text),
        ("Gemfile", Kind::Text),
        ("pom.xml", Kind::Xml),
        ("pip.conf", Kind::Text),
        ("manifest.json", Kind::Json),
        ("AppxManifest.xml", Kind::Xml),
        ("config.json", Kind::Json),
        (".cargo/config.toml", Kind::Text),
        (".git/config", Kind::Text),
        ("compose.yml", Kind::Text),
        (".vscode/settings.json", Kind::Json),
        (".claude/hooks.json", Kind::Json),
        ("a.exe.config", Kind::Xml),
        ("requirements.txt", Kind::Text),
        ("a.html", Kind::Html),
        ("etc/environment.d/a.conf", Kind::Text),
        ("tauri.conf.json", Kind::Json),
        ("latest.yml", Kind::Text),
        ("a.sh", Kind::Script),
        ("Dockerfile", Kind::Text),
        ("Makefile", Kind::Text),
        ("a.csproj", Kind::Xml),
        ("a.xcodeproj/project.pbxproj", Kind::Text),
        (".github/workflows/a.yml", Kind::Text),
        (".cursor/mcp.json", Kind::Json),
        ("README.md", Kind::Text),
        ("_locales/en/messages.json", Kind::Json),
        ("a.js", Kind::Script),
        ("build.rs", Kind::Script),
        ("a.py", Kind::Script),
    ];
    if let [which, rest @ ..] = bytes {
        let (name, kind) = FILES[usize::from(*which) % FILES.len()];
        read_as(rest, kind, name, limits());
    }
}

/// Puts a script together; the first byte says in which language.
///
/// # Panics
/// When that does.
pub fn folded(bytes: &[u8]) {
    use crate::facts::Language::{
        AppleScript, JavaScript, Lua, Perl, Php, PowerShell, Python, Ruby, Shell, VisualBasic,
    };
    const LANGUAGES: [crate::facts::Language; 10] =
        [JavaScript, Python, Shell, PowerShell, VisualBasic, Perl, Php, Ruby, AppleScript, Lua];
    let [which, rest @ ..] = bytes else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    if let Some(folded) = fold::fold(text, LANGUAGES[usize::from(*which) % LANGUAGES.len()]) {
        let _ = (folded.names(), folded.hides(0, 4));
    }
}

/// What stands behind a script.
///
/// # Panics
/// When the reader does.
pub fn behind(bytes: &[u8]) {
    read_as(&[b"#!/bin/sh\n", bytes].concat(), Kind::Script, "a.run", limits());
}

/// Our own reader of LZMA2 beside the well-kept one.
///
/// # Panics
/// When it does, or gives something else than the other one.
pub fn lzma2_as_others(bytes: &[u8]) {
    const DICTIONARY_BYTES: u32 = 1 << 16;
    const OUT_BYTES_MAX: usize = 4 << 20;
    let mut mine = Vec::new();
    let Some(packed_bytes) = lzma2::unpack(bytes, DICTIONARY_BYTES as usize, &mut mine, OUT_BYTES_MAX) else {
        return;
    };
    let mut theirs = Vec::new();
    let read =
        lzma_rust2::Lzma2Reader::new(&bytes[..packed_bytes], DICTIONARY_BYTES, None).read_to_end(&mut theirs);
    assert!(read.is_ok() && mine == theirs, "{read:?}: {} and {} bytes", mine.len(), theirs.len());
}

/// The tables of texts of Android's programs and manifests.
///
/// # Panics
/// When a reader does.
pub fn android_texts(bytes: &[u8]) -> u32 {
    android::every_text(bytes)
}

/// The records of an old workbook.
///
/// # Panics
/// When the reader does.
pub fn workbook(bytes: &[u8]) {
    biff::probe(bytes);
}

/// The whole engine: takes apart and judges.
///
/// # Panics
/// When the engine breaks its word: a panic inside it, or facts that differ the second time.
pub fn whole(bytes: &[u8]) {
    let facts = take_apart(bytes, &limits(), "fuzz");
    let failed = facts.unopened.iter().find(|unopened| unopened.reason == crate::facts::Reason::ReaderFailed);
    assert!(failed.is_none(), "a reader failed: {failed:?}");
    let report = judge(&facts, Some(&Declaration::default()), Some(&facts));
    assert!(
        facts.unopened.is_empty() || report.verdict >= crate::report::Verdict::NotVettable,
        "unopened, and yet {:?}",
        report.verdict
    );
}
