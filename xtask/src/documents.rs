//! Rules about documents: what they point to is there.

use std::path::Path;

use crate::{Broken, tree::File};

/// Documents in which every back-ticked path must exist; in others only links are looked at.
const MAPS: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// Documents that the tree must have.
const MUST: [&str; 6] =
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/GLOSSARY.md"];

/// Four pages of print.
const ARCHITECTURE_WORDS_MAX: usize = 2_400;

/// Checks every rule about documents.
pub(crate) fn check(root: &Path, files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for path in MUST.iter().filter(|path| !files.iter().any(|file| file.path == **path)) {
        broken.push(Broken { place: (*path).into(), words: "is missing".into() });
    }
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        for (line, target) in links(file) {
            let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
            let target = target.split('#').next().unwrap_or_default();
            if !target.is_empty() && !root.join(folder).join(target).exists() {
                let words = format!("the link leads to {target}, which is not there");
                broken.push(Broken { place: format!("{}:{line}", file.path), words });
            }
        }
        if MAPS.contains(&file.path.as_str()) {
            for (line, path) in paths(root, file).filter(|(_, path)| !root.join(path).exists()) {
                let words = format!("`{path}` is not there");
                broken.push(Broken { place: format!("{}:{line}", file.path), words });
            }
        }
        let words = file.text.split_whitespace().count();
        if file.path == "ARCHITECTURE.md" && words > ARCHITECTURE_WORDS_MAX {
            let words = format!("{words} words are more than four pages");
            broken.push(Broken { place: file.path.clone(), words });
        }
    }
    broken
}

/// Targets of links and pictures that are files of this tree.
fn links(file: &File) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in file.lines() {
        for (start, _) in line.match_indices("](") {
            let rest = &line[start + 2..];
            let target = rest.split([')', ' ']).next().unwrap_or_default();
            if !target.contains(':') && !target.starts_with('#') {
                found.push((number, target));
            }
        }
    }
    found
}

/// Back-ticked words that look like paths from the root.
fn paths<'a>(root: &'a Path, file: &'a File) -> impl Iterator<Item = (usize, &'a str)> {
    let ticked = file
        .lines()
        .filter(|(_, line)| !line.starts_with("```"))
        .flat_map(|(number, line)| line.split('`').skip(1).step_by(2).map(move |word| (number, word)));
    ticked.filter(move |(_, word)| is_path(root, word))
}

fn is_path(root: &Path, word: &str) -> bool {
    // Placeholders and commands are no paths.
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    let Some((first, _)) = word.split_once('/') else {
        return plain && MUST.contains(&word);
    };
    plain && !first.is_empty() && (root.join(first).is_dir() || first == "crates")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    fn broken(path: &str, text: &str) -> Vec<String> {
        let file = File { path: path.into(), text: text.into() };
        let broken = check(root(), &[file]).into_iter().filter(|broken| broken.words != "is missing");
        broken.map(|broken| broken.words).collect()
    }

    #[test]
    fn paths_that_are_not_there_are_told() {
        assert_eq!(
            broken("ARCHITECTURE.md", "See `xtask/src/main.rs` and `cargo test -p x`."),
            Vec::<String>::new()
        );
        assert_eq!(
            broken("ARCHITECTURE.md", "See `xtask/src/nowhere.rs`."),
            ["`xtask/src/nowhere.rs` is not there"]
        );
        assert_eq!(broken("CONTRIBUTING.md", "`crates/nowhere/x.rs`").len(), 1);
    }

    #[test]
    fn links_are_followed_from_the_document() {
        assert_eq!(
            broken("docs/a.md", "[x](../Cargo.toml#members) [y](https://example.org)"),
            Vec::<String>::new()
        );
        assert_eq!(broken("docs/a.md", "[x](Cargo.toml)").len(), 1);
    }
}
