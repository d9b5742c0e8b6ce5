//! Third-party judges, where they are at hand.

use std::{path::PathBuf, process::Command};

use madang_timetable::meet::model::{Instance, Solution};

/// The folder of third-party data, beside the checkout or where `MADANG_SHARED` says.
pub(crate) fn folder() -> PathBuf {
    match std::env::var_os("MADANG_SHARED") {
        Some(folder) => folder.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
    }
}

/// What `verify.py` says of a plan; none when it or Python is absent.
pub(crate) fn judge(instance: &Instance, solution: &Solution, name: &str) -> Option<serde_json::Value> {
    let script = folder().join("data/meetings/verify.py");
    if !script.is_file() {
        println!("absent, so not asked: {}", script.display());
        return None;
    }
    let place = |what: &str| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{what}.json"));
    let (first, second) = (place("instance"), place("solution"));
    std::fs::write(&first, serde_json::to_vec(instance).unwrap()).unwrap();
    std::fs::write(&second, serde_json::to_vec(solution).unwrap()).unwrap();
    let Ok(output) = Command::new("python3").arg(script).arg(first).arg(second).output() else {
        println!("absent, so not asked: python3");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
