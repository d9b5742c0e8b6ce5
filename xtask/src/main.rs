//! What CI checks of the tree itself: `cargo run -p xtask -- check`.
//!
//! A rule stands here when the compiler cannot hold it and a reviewer would have to remember it.

mod code;
mod documents;
mod tree;

use std::{path::Path, process::ExitCode};

/// A rule that is broken: where, and what to do.
pub(crate) struct Broken {
    pub(crate) place: String,
    pub(crate) words: String,
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() != Some("check") {
        eprintln!("usage: cargo run -p xtask -- check");
        return ExitCode::from(2);
    }
    // The folder of this crate stands in the root.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let files = match tree::files(root) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("the tree cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut broken = code::check(&files);
    broken.extend(documents::check(root, &files));
    for one in &broken {
        eprintln!("{}: {}", one.place, one.words);
    }
    println!("{} files looked at, {} rules broken", files.len(), broken.len());
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
