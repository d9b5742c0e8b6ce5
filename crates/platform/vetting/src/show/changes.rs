//! Differences to an earlier release, in sentences.

use madang_artefact::{
    diff::{Change, Role},
    facts::Capability,
};

use super::{safe, size};

/// One difference, in a sentence, and lines that belong to it.
#[must_use]
pub fn sentence(change: &Change) -> (String, Vec<String>) {
    let mut lines = Vec::new();
    let words = match change {
        Change::NewCapabilities { path, role, new, role_violated, .. } => {
            let new: Vec<String> = new.iter().map(capability).collect();
            let violated = if *role_violated {
                format!(", which nothing that {} should", role_words(*role))
            } else {
                String::new()
            };
            format!("{} can newly do: {}{violated}.", safe(path), new.join(", "))
        }
        Change::NewExecutable { path, .. } => format!("{} is a new program.", safe(path)),
        Change::Signer { path, before, after, .. } => {
            let said = |name: &str| if name.is_empty() { "nobody".to_owned() } else { safe(name) };
            format!("{} was signed by {} and is now signed by {}.", safe(path), said(before), said(after))
        }
        Change::NewAutoStart { path, name, .. } => {
            format!("{} starts by itself, which nothing did before ({}).", safe(name), safe(path))
        }
        Change::NewHost { host } => format!("Code names a new host: {}.", safe(host)),
        Change::ScriptText { path, lines: text, .. } => {
            lines = text.iter().map(|line| safe(line)).collect();
            format!("The script {} has other lines.", safe(path))
        }
        Change::NewOverlay { path, size_bytes, .. } => {
            format!("{} has {} after its end that were not there.", safe(path), size(*size_bytes))
        }
        Change::Gone { path } => format!("{} is gone.", safe(path)),
    };
    (words, lines)
}

fn capability(capability: &Capability) -> String {
    // The names in stored facts are made of plain words.
    serde_json::to_value(capability)
        .ok()
        .and_then(|value| value.as_str().map(|name| name.replace('-', " ")))
        .unwrap_or_default()
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Codec => "plays sound or video",
        Role::Graphics => "draws",
        Role::Text => "sets text",
        Role::Arithmetic => "only computes",
        Role::Database => "keeps a database in a file",
        Role::Any => "is like it",
    }
}
