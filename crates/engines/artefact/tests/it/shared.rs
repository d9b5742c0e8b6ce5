//! Real data beside the repository; tests that use it say so when it is not there.

use std::path::PathBuf;

/// The folder of real data, when there is one.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let shared = match std::env::var_os("MADANG_SHARED") {
        Some(shared) => PathBuf::from(shared),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
    };
    let folder = shared.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("{} is not there; nothing was compared with it", folder.display());
    None
}
