//! `madang vet`, `verify` and `certificate`, as a person at a terminal uses them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn madang(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_madang"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("MADANG_CLAMD")
        .env_remove("MADANG_VETTING_KEY")
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A ZIP with one stored member: clear. The same cut short: not vettable.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let zip = zip(b"readme.txt", b"Plain words for people.\n");
    fs::write(folder.path().join("clear.zip"), &zip).unwrap();
    fs::write(folder.path().join("cut.zip"), &zip[..zip.len() - 30]).unwrap();
    folder
}

fn zip(name: &[u8], data: &[u8]) -> Vec<u8> {
    let crc = {
        let mut crc = u32::MAX;
        for byte in data {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        !crc
    };
    let (size, length) = (u32::try_from(data.len()).unwrap(), u16::try_from(name.len()).unwrap());
    let mut common = Vec::new();
    common.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
    for number in [crc, size, size] {
        common.extend(number.to_le_bytes());
    }
    common.extend(length.to_le_bytes());
    common.extend([0, 0]);
    let mut file = [b"PK\x03\x04", &common[..], name, data].concat();
    let at = u32::try_from(file.len()).unwrap();
    let central = [b"PK\x01\x02\x14\x00", &common[..], &[0; 10], &[0; 4], name].concat();
    file.extend(&central);
    file.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    file.extend(u32::try_from(central.len()).unwrap().to_le_bytes());
    file.extend(at.to_le_bytes());
    file.extend([0, 0]);
    file
}

#[test]
fn the_exit_code_is_that_of_the_worst() {
    let folder = folder();
    let clear = madang(folder.path(), &["vet", "clear.zip"]);
    assert_eq!(code(&clear), 0, "{}{}", out(&clear), String::from_utf8_lossy(&clear.stderr));
    assert!(out(&clear).contains("CLEAR") && out(&clear).contains("sandbox Landlock"), "{}", out(&clear));
    let cut = madang(folder.path(), &["vet", "cut.zip"]);
    assert_eq!(code(&cut), 30, "{}", out(&cut));
    assert_eq!(code(&madang(folder.path(), &["vet", "."])), 30);
    assert_eq!(code(&madang(folder.path(), &["vet", "missing.zip"])), 1);
    assert_eq!(code(&madang(folder.path(), &["vet"])), 2);
}

#[test]
fn every_form_of_the_report_is_about_the_same_file() {
    let folder = folder();
    let json = madang(
        folder.path(),
        &["vet", "--json", "--html", "report.html", "--sha256sums", "SUMS", "clear.zip"],
    );
    let vetted: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    let sha256 = vetted["facts"]["sha256"].as_str().unwrap();
    assert_eq!(vetted["sandbox"]["level"], "full");
    assert!(fs::read_to_string(folder.path().join("report.html")).unwrap().contains(sha256));
    assert_eq!(fs::read_to_string(folder.path().join("SUMS")).unwrap(), format!("{sha256}  clear.zip\n"));
    let sarif = madang(folder.path(), &["vet", "--sarif", "cut.zip"]);
    let sarif: serde_json::Value = serde_json::from_str(&out(&sarif)).unwrap();
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);

    // What was printed is what the next release is compared with.
    fs::write(folder.path().join("old.json"), &json.stdout).unwrap();
    let against = madang(folder.path(), &["vet", "--json", "--against", "old.json", "clear.zip"]);
    assert_eq!(code(&against), 0, "{}", String::from_utf8_lossy(&against.stderr));
}

#[test]
fn a_certificate_holds_for_these_bytes_until_it_is_revoked() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let output = madang(folder.path(), arguments);
        (code(&output), out(&output) + &String::from_utf8_lossy(&output.stderr))
    };
    assert_eq!(run(&["certificate", "new-key", "k.pem"]).0, 0);
    assert_eq!(run(&["certificate", "new-key", "k.pem"]).0, 1, "a key was overwritten");
    let certify = ["--signing-key", "k.pem", "--log", "v.log", "--certificate"];
    let issued = run(&[&["vet", "clear.zip"], &certify[..], &["c.cert"]].concat());
    assert_eq!(issued.0, 0, "{}", issued.1);
    let refused = run(&[&["vet", "cut.zip"], &certify[..], &["no.cert"]].concat());
    assert_eq!(refused.0, 1, "{}", refused.1);
    assert!(!folder.path().join("no.cert").exists());

    let verify = ["verify", "clear.zip", "--certificate", "c.cert", "--key", "k.pem.pub", "--log", "v.log"];
    let verified = run(&verify);
    assert_eq!(verified.0, 0, "{}", verified.1);
    assert_eq!(run(&["verify", "cut.zip", "--certificate", "c.cert"]).0, 40);
    assert_eq!(run(&["certificate", "log", "v.log", "--key", "k.pem.pub"]).0, 0);

    let revoke = [
        "certificate",
        "revoke",
        "c.cert",
        "--log",
        "v.log",
        "--signing-key",
        "k.pem",
        "--reason",
        "withdrawn",
    ];
    assert_eq!(run(&revoke).0, 0);
    let (after, words) = run(&verify);
    assert_eq!(after, 40);
    assert!(words.contains("revoked: withdrawn"), "{words}");

    // Somebody takes the revocation out again.
    let log = fs::read_to_string(folder.path().join("v.log")).unwrap();
    fs::write(folder.path().join("v.log"), log.lines().next().unwrap().to_owned() + "\n").unwrap();
    let (cut, words) = run(&verify);
    assert_eq!(cut, 40, "{words}");
    assert_eq!(run(&["certificate", "log", "v.log"]).0, 40);
}

#[test]
fn the_self_test_counts_and_says_what_that_proves() {
    let folder = folder();
    let output = madang(folder.path(), &["vet", "--json", "--selftest", "."]);
    let counted: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(counted["verdicts"]["CLEAR"], 1);
    assert_eq!(counted["verdicts"]["NOT VETTABLE"], 1);
    assert_eq!(counted["judged"], 1);
    // One artefact without a mistake: 1 - 0.05.
    assert!((counted["block_rate_max"].as_f64().unwrap() - 0.95).abs() < 1e-9);
}

#[test]
fn a_clamd_that_is_not_there_leaves_it_not_vetted() {
    let folder = folder();
    let output = madang(folder.path(), &["vet", "--clamd", "127.0.0.1:1", "clear.zip"]);
    assert_eq!(code(&output), 30, "{}", out(&output));
}
