//! What a container is built with, as a shell would be told it.
//!
//! *Source*: Docker's "Dockerfile reference".

/// Is it the name of such a file?
pub(super) fn is_name(lower: &str) -> bool {
    matches!(lower, "dockerfile" | "containerfile")
        || lower.starts_with("dockerfile.")
        || lower.ends_with(".dockerfile")
}

/// How a line goes on that ends with a stroke.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    No,
    Kept,
    Skipped,
}

/// Its commands, each on the line where it stands; all other lines are empty.
pub(super) fn commands(text: &str) -> String {
    let mut shell = String::with_capacity(text.len());
    let mut open = Open::No;
    let mut document: Option<String> = None;
    for line in text.lines() {
        if let Some(end) = &document {
            if line.trim() == end {
                document = None;
            } else {
                shell.push_str(line);
            }
            shell.push('\n');
            continue;
        }
        let trimmed = line.trim_start();
        if trimmed.starts_with('#') || trimmed.is_empty() {
            // A comment does not end the command that it stands in.
            shell.push_str(if open == Open::Kept { "\\\n" } else { "\n" });
            continue;
        }
        let command = match open {
            Open::Kept => Some(line.to_owned()),
            Open::Skipped => None,
            Open::No => command(trimmed),
        };
        document = command.as_deref().filter(|_| open == Open::No).and_then(document_end);
        let kept = if command.is_some() { Open::Kept } else { Open::Skipped };
        open = if line.trim_end().ends_with('\\') { kept } else { Open::No };
        if document.is_none() {
            shell.push_str(&command.unwrap_or_default());
        }
        shell.push('\n');
    }
    shell
}

/// The command of an instruction that has one.
fn command(line: &str) -> Option<String> {
    let (word, mut rest) = line.split_once(char::is_whitespace)?;
    if word.eq_ignore_ascii_case("ONBUILD") {
        return command(rest.trim_start());
    }
    rest = rest.trim_start();
    while rest.starts_with("--") {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
    }
    match word.to_ascii_uppercase().as_str() {
        "RUN" | "CMD" | "ENTRYPOINT" => Some(listed(rest).unwrap_or_else(|| rest.to_owned())),
        "ENV" | "ARG" if rest.contains('=') => Some(rest.to_owned()),
        "ENV" => rest
            .split_once(char::is_whitespace)
            .map(|(name, value)| format!("{name}={}", quoted(value.trim()))),
        "ADD" if rest.starts_with("http") => {
            let (address, to) = rest.split_once(char::is_whitespace)?;
            Some(format!("curl -o {} {}", quoted(to.trim()), quoted(address)))
        }
        _ => None,
    }
}

/// A command written as a list of words.
fn listed(rest: &str) -> Option<String> {
    let words: Vec<String> = serde_json::from_str(rest.trim_end()).ok()?;
    Some(words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "))
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// The word that ends the lines which follow, when the command stands in them.
fn document_end(command: &str) -> Option<String> {
    let word = command.strip_prefix("<<")?.trim_start_matches('-').split_whitespace().next()?;
    Some(word.trim_matches(['"', '\'']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{facts::Action, read::shell};

    #[test]
    fn commands_are_read_where_they_stand() {
        let file = "FROM debian\n# a comment\nLABEL a=b \\\n  RUN=no\nENV HOME_OF=/opt/x\nRUN --mount=type=cache,target=/c apt-get update && \\\n    # why\n    curl -s https://a.invalid/x | sh\nRUN [\"/bin/sh\", \"-c\", \"curl -s https://b.invalid/y | sh\"]\nRUN <<END\nmv /a $HOME_OF/b\nEND\nADD https://c.invalid/z /usr/bin/z\nCOPY . .\n";
        let shell = commands(file);
        assert_eq!(shell.lines().count(), file.lines().count());
        let found = shell::actions(&shell);
        let fetched: Vec<(u32, &str)> = found
            .iter()
            .filter_map(|(line, action)| match action {
                Action::Download { from, .. } => Some((*line, from.as_str())),
                _ => None,
            })
            .collect();
        assert!(
            fetched.iter().any(|(line, from)| (6..=8).contains(line) && *from == "https://a.invalid/x"),
            "{found:?}"
        );
        assert!(fetched.contains(&(9, "https://b.invalid/y")), "{found:?}");
        assert!(fetched.contains(&(13, "https://c.invalid/z")), "{found:?}");
        assert!(
            found.contains(&(11, Action::Move { from: "/a".into(), to: "/opt/x/b".into() })),
            "{found:?}"
        );
    }

    #[test]
    fn other_files_are_none() {
        assert!(is_name("dockerfile") && is_name("dockerfile.arm64") && is_name("build.dockerfile"));
        assert!(!is_name("dockerfile-notes.md") && !is_name("docker"));
        assert_eq!(commands("COPY a b\nEXPOSE 80\n"), "\n\n");
    }
}
