//! One harmless program in many wrappers: ClamAV's own test files, as Debian's package `clamav-testfiles` brings them.

use std::path::{Path, PathBuf};

use madang_artefact::{
    facts::{Facts, Object},
    judge,
    limits::Limits,
    report::Verdict,
    take_apart,
};

/// What the docs say is opened; may only go up.
const OPENED_MIN: usize = 34;

fn files() -> Option<Vec<PathBuf>> {
    let folder = crate::shared::folder("data/clamav-testfiles")
        .unwrap_or_else(|| Path::new("/usr/share/clamav-testfiles").to_owned());
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    (!files.is_empty()).then_some(files)
}

#[test]
fn what_is_not_opened_is_never_clear() {
    let Some(files) = files() else {
        println!("clamav-testfiles is not there; nothing was opened");
        return;
    };
    let plain = files.iter().find(|file| file.ends_with("clam.exe")).unwrap();
    let plain = std::fs::read(plain).unwrap();
    let wanted = take_apart(&plain, &Limits::default(), "clam.exe").sha256;
    let is_it = |object: &Object| object.sha256 == wanted;
    let mut opened = 0;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let facts: Facts = take_apart(&std::fs::read(file).unwrap(), &Limits::default(), &name);
        let found = facts.objects.iter().find(|object| is_it(object));
        let report = judge(&facts, None, None);
        opened += usize::from(found.is_some());
        let place =
            found.map_or("not opened", |object| if object.path.is_empty() { "itself" } else { &object.path });
        println!("| `{name}` | {place} | {:?} |", report.verdict);
        assert!(found.is_some() || report.verdict == Verdict::NotVettable, "{name}: {:?}", report.verdict);
        assert!(report.verdict != Verdict::Clear, "{name}");
    }
    println!("{opened} of {} opened", files.len());
    assert!(opened >= OPENED_MIN.min(files.len()), "{opened}");
}
