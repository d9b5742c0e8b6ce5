//! The files of the tree.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// One file that people have written.
pub(crate) struct File {
    /// Its path from the root, with forward slashes.
    pub(crate) path: String,
    /// Its text; empty when it is not UTF-8, such as a picture.
    pub(crate) text: String,
}

impl File {
    /// Its lines with their numbers, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The lines of code of a Rust file: comments are left out, and the tests at its end.
    pub(crate) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests =
            self.lines().find(|(_, line)| line.trim() == "#[cfg(test)]").map_or(usize::MAX, |(at, _)| at);
        self.lines().filter(move |(at, line)| *at < tests && !line.trim_start().starts_with("//"))
    }
}

/// What is not written by people. In a second working tree `.git` is a file.
const SKIPPED: [&str; 5] = [".git", "target", "node_modules", "madang-data", "corpus"];

/// All files below `root`, sorted by path.
pub(crate) fn files(root: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        // Cargo marks its folders, wherever CARGO_TARGET_DIR puts them.
        if folder.join("CACHEDIR.TAG").exists() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
            } else {
                files.push(File {
                    path: slashed(root, &entry.path()),
                    text: fs::read_to_string(entry.path()).unwrap_or_default(),
                });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn slashed(root: &Path, path: &Path) -> String {
    let inner: PathBuf = path.strip_prefix(root).unwrap_or(path).to_path_buf();
    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
