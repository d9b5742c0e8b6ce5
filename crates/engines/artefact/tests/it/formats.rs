//! Each format is opened, and what is inside is found under its name with its bytes.

use madang_artefact::facts::{Contradiction, Kind, Reason};

use crate::{
    facts,
    make::{asar, cpio, deb, dmg, gzip, iso, macho, pkg, tar, tgz, xar, zip, zip_with},
};

const TEXT: &[u8] = b"what is inside\n";

#[test]
fn containers_are_opened_by_their_content_alone() {
    let files = [("a/b.txt", TEXT.to_vec())];
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("zip", zip(&files), "a/b.txt"),
        ("tar", tar(&files), "a/b.txt"),
        ("tar.gz", tgz(&files), "content!/a/b.txt"),
        ("cpio", cpio(&files), "a/b.txt"),
        ("xar", xar(&files), "a/b.txt"),
        ("asar", asar(&[("b.txt", TEXT.to_vec())]), "b.txt"),
        ("iso", iso(&[("b.txt", TEXT.to_vec())]), "b.txt"),
        ("dmg", dmg(&iso(&[("b.txt", TEXT.to_vec())])), "0 disk!/b.txt"),
        ("gzip", gzip(TEXT), "content"),
    ];
    for (format, bytes, path) in cases {
        let facts = facts(&bytes);
        let object = facts.objects.iter().find(|object| object.path == path);
        let object = object.unwrap_or_else(|| {
            panic!(
                "{format}: {:?} {:?}",
                facts.objects.iter().map(|object| &object.path).collect::<Vec<_>>(),
                facts.unopened
            )
        });
        assert_eq!((object.size_bytes, object.kind), (TEXT.len() as u64, Kind::Text), "{format}");
        assert_eq!(object.sha256, facts_of_text(), "{format}");
        assert_eq!(facts.unopened, [], "{format}");
    }
}

fn facts_of_text() -> String {
    facts(TEXT).sha256
}

#[test]
fn what_installers_place_is_known_with_its_place() {
    let program = macho(&["x"], &["_malloc"]);
    let placed = |bytes: &[u8]| {
        let facts = facts(bytes);
        facts
            .objects
            .iter()
            .find(|object| object.kind == Kind::MachO)
            .and_then(|object| object.placed.clone())
    };
    assert_eq!(placed(&deb(&[], &[("./opt/x", program.clone())])).as_deref(), Some("/opt/x"));
    assert_eq!(placed(&pkg("", &[("./Library/x", program)])).as_deref(), Some("/Library/x"));
}

#[test]
fn a_zip_that_says_two_things_is_caught() {
    let bytes = zip_with(&[("a.txt", TEXT.to_vec())], |_| "a.exe".into(), 0);
    let facts = facts(&bytes);
    let contradictions = &facts.objects[0].container.as_ref().expect("a container").contradictions;
    assert_eq!(
        contradictions,
        &[Contradiction::HeaderMismatch {
            member: "a.txt".into(),
            directory: "a.txt".into(),
            local: "a.exe".into()
        }]
    );
}

#[test]
fn names_that_leave_the_folder_are_noted_and_never_followed() {
    let facts = facts(&zip(&[("../../etc/x", TEXT.to_vec())]));
    let contradictions = &facts.objects[0].container.as_ref().expect("a container").contradictions;
    assert_eq!(contradictions, &[Contradiction::Escapes { member: "../../etc/x".into() }]);
}

#[test]
fn two_formats_in_one_file_are_both_opened() {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    bytes.extend(zip(&[("x.txt", TEXT.to_vec())]));
    let facts = facts(&bytes);
    assert!(facts.objects.iter().any(|object| object.path == "x.txt"));
    let contradictions = &facts.objects[0].container.as_ref().expect("a container").contradictions;
    assert!(contradictions.contains(&Contradiction::Polyglot { other: Kind::Zip }), "{contradictions:?}");
}

#[test]
fn what_is_not_known_is_never_clean() {
    for bytes in [&b""[..], b"\x00\x01\x02\x03", b"Rar!\x1a\x07\x01\0", b"ITSF\x03\0\0\0more"] {
        assert!(!facts(bytes).unopened.is_empty(), "{bytes:?}");
    }
    assert_eq!(facts(b"\x00\x01\x02\x03").unopened[0].reason, Reason::Unknown);
}

#[test]
fn facts_survive_being_kept() {
    let facts = facts(&pkg(
        "launchctl load /Library/LaunchDaemons/x.plist",
        &[("./Library/x", macho(&["x"], &["_system"]))],
    ));
    let kept = serde_json::to_string(&facts).expect("facts are plain data");
    assert_eq!(serde_json::from_str::<madang_artefact::facts::Facts>(&kept).expect("the same shape"), facts);
}
