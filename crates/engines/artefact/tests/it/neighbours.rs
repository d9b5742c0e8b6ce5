//! Honest things that stand near what attacks do, and attacks near them: packaging, archives within disks, shortcuts, policies,
//! containers, forms, codings, build scripts. All inert, as in `make`.

use madang_artefact::report::Severity;

use crate::{
    assert_calm, assert_seen,
    checks::shortcut,
    conduct::{extension, text, wheel},
    make::{deb, iso, npm, pe, tgz, zip},
    report,
};

fn exe() -> Vec<u8> {
    pe(&["chart"], "KERNEL32.dll", &["ExitProcess"], None)
}

/// A package as Microsoft packs documents and programs alike, with this beside.
fn packed(name: &str, words: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    zip(&[("[Content_Types].xml", types.into()), (name, words.into()), ("app/Chart.exe", exe())])
}

#[test]
fn a_program_in_the_packaging_of_documents_is_a_program() {
    let manifest = "<Package><Identity Name=\"x\" Publisher=\"CN=x\" Version=\"1.0.0.0\"/></Package>";
    assert_calm(vec![
        ("application", packed("AppxManifest.xml", manifest)),
        ("library", packed("Chart.nuspec", "<package/>")),
        ("extension of an editor", packed("extension.vsixmanifest", "<PackageManifest/>")),
    ]);
    assert_seen(vec![
        ("document", packed("word/document.xml", "<w:document/>")),
        ("document that says it is a package", {
            let types = "<Types/>";
            zip(&[
                ("[Content_Types].xml", types.into()),
                ("AppxManifest.xml", manifest.into()),
                ("word/document.xml", "<w:document/>".into()),
                ("word/a.exe", exe()),
            ])
        }),
    ]);
}

#[test]
fn an_archive_in_a_disk_is_a_file_and_one_behind_it_is_not() {
    let archive = zip(&[("a.txt", b"a".to_vec())]);
    let disk = iso(&[("A.ZIP", archive.clone())]);
    assert_calm(vec![("a file", disk.clone())]);
    assert_seen(vec![("read in two ways", [disk, archive].concat())]);
}

#[test]
fn shortcuts_to_what_everybody_sees_beside_are_told() {
    let guide = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".to_vec();
    let disk = |link: &str, target: &str, arguments: &str| {
        let mut files = vec![
            (link, shortcut(target, arguments)),
            ("x/docs/guide.pdf", guide.clone()),
            (
                "x/docs/guide.html",
                b"<!doctype html><html><head><title>x</title></head><body>x</body></html>".to_vec(),
            ),
            (
                "x/docs/guide.hta",
                b"<!doctype html><html><head><title>x</title></head><body>x</body></html>".to_vec(),
            ),
            ("x/bin/chart.exe", exe()),
        ];
        if target.contains(".url") {
            files.push(("x/docs/guide.url", b"[InternetShortcut]\r\nURL=file://a.invalid/x\r\n".to_vec()));
        }
        if target.contains(".hide") {
            files.push(("x/.hide/chart.exe", exe()));
        }
        zip(&files)
    };
    assert_calm(vec![
        ("a guide", disk("x/Guide.lnk", ".\\docs\\guide.pdf", "")),
        ("a page", disk("x/Manual.lnk", ".\\docs\\guide.html", "")),
        ("the program below", disk("x/Chart.lnk", ".\\bin\\chart.exe", "")),
    ]);
    assert_seen(vec![
        ("a guide that is a program", disk("x/Guide.lnk", ".\\bin\\chart.exe", "")),
        ("an application of HTML", disk("x/Manual.lnk", ".\\docs\\guide.hta", "")),
        ("a hidden program", disk("x/Chart.lnk", ".\\.hide\\chart.exe", "")),
        ("out of the folder", disk("x/y/Guide.lnk", "..\\docs\\guide.pdf", "")),
        ("something is handed over", disk("x/Guide.lnk", ".\\docs\\guide.pdf", "/x")),
    ]);
    // The link is a finding of its own, so that the shortcut's is looked at.
    let link = report(&disk("x/Manual.lnk", ".\\docs\\guide.url", ""));
    assert!(link.findings.iter().any(|finding| finding.id == "D56" && finding.severity == Severity::Block));
}

#[test]
fn a_policy_is_about_scripts_only_where_it_says_so() {
    let with = |policy: &str| {
        let manifest = format!(
            "{{\"manifest_version\":3,\"name\":\"x\",\"version\":\"1\",\"content_security_policy\":{{\"extension_pages\":\"{policy}\"}}}}"
        );
        extension(&manifest, &[])
    };
    assert_calm(vec![("talks to one server", with("script-src 'self'; connect-src https://a.invalid"))]);
    assert_seen(vec![
        ("runs what a server says", with("connect-src 'self'; script-src 'self' https://a.invalid")),
        ("runs what a server says, after a colon", with("script-src 'self' blob: https://a.invalid")),
    ]);
}

fn compose(words: &str) -> Vec<u8> {
    tgz(&[("x/docker-compose.yml", words.into()), ("x/README.md", b"x".to_vec())])
}

#[test]
fn rights_of_one_container_are_not_those_of_another() {
    let two = |image: &str| {
        format!(
            "# x\nservices:\n  node:\n    image: {image}\n    user: \"1:1\"\n\n  watch:\n    image: prom/node-exporter:1\n    pid: host\nvolumes:\n  a: {{}}\n"
        )
    };
    let own = |image: &str| format!("services:\n  node:\n    image: {image}\n    privileged: true\n");
    assert_calm(vec![("rights of another", compose(&two("registry.a.invalid/node:1")))]);
    let merged =
        "x-k: &k\n  privileged: true\nservices:\n  node:\n    <<: *k\n    image: registry.a.invalid/node:1\n";
    assert_seen(vec![
        ("its own", compose(&own("registry.a.invalid/node:1"))),
        ("its own, of one digest", compose(&own("registry.a.invalid/node:1@sha256:00"))),
        ("taken over from elsewhere", compose(merged)),
        ("in two documents", compose(&format!("{}---\n{}", own("alpine"), own("registry.a.invalid/node:1")))),
        (
            "decodes what it runs",
            compose(
                "services:\n  a:\n    image: alpine\n    entrypoint: [sh, -c, \"env | base32 -d | ash\"]\n",
            ),
        ),
    ]);
}

#[test]
fn a_hook_that_only_prints_is_told() {
    let hook = |code: &str| npm(&format!("node -e \\\"{code}\\\""), &[("index.js", "exports.a=1")]);
    let long =
        "see https://docs.a.invalid/ for the first steps with this package, and thank you for trying it";
    assert_calm(vec![("prints", hook(&format!("console.log('{long}')")))]);
    assert_seen(vec![
        ("prints and more", hook(&format!("console.log('{long}');require('child_process').exec('a')"))),
        ("prints what a shell says", hook(&format!("console.log('{long} `a`')"))),
        ("prints what it works out", hook(&format!("console.log('{long}'+eval('a'))"))),
    ]);
}

/// A form whose fields have these remarks, and that is sent or not.
fn form(remark: &str, action: &str) -> Vec<u8> {
    let wide: String = remark.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n2 0 obj<</FT/Tx/T(a)/TU<FEFF{wide}>>>endobj\n3 0 obj<</S{action}/F<</FS/URL/F(https://a.invalid/x)>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    .into_bytes()
}

#[test]
fn a_form_that_asks_for_words_of_recovery_and_is_sent_is_seen() {
    assert_calm(vec![
        ("asks for a name", form("Name of the company", "/SubmitForm")),
        ("is not sent", form("Recovery phrase", "/Named")),
    ]);
    assert_seen(vec![
        ("a phrase", form("Recovery phrase", "/SubmitForm")),
        ("word by word, with escapes", form("Recovery word 7", "/#53ubm#69tForm")),
    ]);
}

#[test]
fn code_under_the_name_or_in_the_coding_of_something_else_is_seen() {
    let rules =
        |line: &str| -> Vec<u8> { format!("SUBSYSTEM==\"usb\", MODE=\"0660\"\n{line}\n").into_bytes() };
    let bridge = |name: &str| {
        let line = format!("ACTION==\"add\", IMPORT{{program}}=\"/usr/share/x/{name} probe\"");
        let file = format!("./usr/share/x/{name}");
        deb(
            &[],
            &[
                ("./usr/lib/udev/rules.d/60-x.rules", rules(&line)),
                (file.as_str(), b"#!/usr/bin/awk -f\nBEGIN { exit 0 }\n".to_vec()),
            ],
        )
    };
    let source = |coding: &str| wheel(&[text("x/a.py", &format!("# -*- coding: {coding} -*-\nA = 1\n"))]);
    let crate_of = |file: &str| {
        let build = format!("fn main() {{ include!(\"{file}\"); }}\n");
        tgz(&[
            ("x-1/Cargo.toml", b"[package]\nname = \"x\"\nversion = \"1.0.0\"\n".to_vec()),
            ("x-1/build.rs", build.into_bytes()),
            ("x-1/src/lib.rs", b"//! x\n".to_vec()),
        ])
    };
    let wallet = |folder: &str| {
        zip(&[
            (
                "x/resources/app.asar",
                crate::make::asar(&[("package.json", b"{\"name\":\"x\",\"main\":\"m.js\"}".to_vec())]),
            ),
            (
                format!("x/resources/{folder}/package.json").as_str(),
                b"{\"name\":\"x\",\"main\":\"m.js\"}".to_vec(),
            ),
        ])
    };
    assert_calm(vec![
        ("a helper of udev", bridge("probe")),
        ("UTF-8", source("utf-8-unix")),
        ("an older coding", source("euc_kr")),
        ("a module of a build script", crate_of("build/tables.rs")),
        ("what is not packed", wallet("app.asar.unpacked")),
    ]);
    assert_seen(vec![
        ("an image that is a script", bridge("mk2.img")),
        ("a coding of its own", source("tz-braille")),
        ("a table that is code", crate_of("benches/window.tbl")),
        ("another application beside", wallet("app")),
    ]);
}
