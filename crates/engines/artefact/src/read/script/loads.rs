//! Other files that a script loads or runs.

use super::TEXT_BYTES_MAX;
use crate::facts::Language;

/// Other files that it loads or runs, as it names them.
pub(super) fn loads(text: &str, language: Language) -> Vec<String> {
    let marks: &[&str] = match language {
        Language::JavaScript => &["require(", "import(", "from ", "fork(", "import "],
        Language::Python => &["import_module(", "from .", "run_path("],
        _ => &[],
    };
    let mut loads = Vec::new();
    if text.len() <= TEXT_BYTES_MAX {
        neighbours(text, language, &mut loads);
    }
    for mark in marks {
        for at in memchr::memmem::find_iter(text.as_bytes(), mark) {
            let rest = text[at + mark.len()..].trim_start();
            let Some(quote) = rest.chars().next().filter(|letter| matches!(letter, '\'' | '"' | '`')) else {
                continue;
            };
            let word: String = rest[1..]
                .chars()
                .take_while(|letter| *letter != quote && *letter != '\n')
                .take(200)
                .collect();
            if word.starts_with('.') && !loads.contains(&word) && loads.len() < 64 {
                loads.push(word);
            }
        }
    }
    loads
}

/// Files of the same package that a short script starts or imports by other ways.
fn neighbours(text: &str, language: Language, loads: &mut Vec<String>) {
    let starts = ["fork(", "spawn", "exec", "Worker("].iter().any(|mark| text.contains(mark));
    if language == Language::JavaScript && starts {
        for word in text.split(['\'', '"', '`']).skip(1).step_by(2).take(400) {
            let script = [".js", ".cjs", ".mjs", ".sh", ".py"].iter().any(|ending| word.ends_with(ending));
            if script
                && word.len() < 100
                && !word.starts_with('/')
                && !word.contains("://")
                && loads.len() < 64
            {
                loads.push(format!("./{}", word.trim_start_matches("./")));
            }
        }
    }
    if language == Language::Python {
        for line in text.lines().take(2000) {
            let trimmed = line.trim_start();
            if !trimmed.starts_with("from") && !trimmed.starts_with("import") {
                continue;
            }
            let mut words = line.split_whitespace();
            let (first, module) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            if !matches!(first, "from" | "import") || loads.len() >= 64 {
                continue;
            }
            if let Some(inner) = module.strip_prefix('.') {
                // `from . import a, b` names modules beside it, `from .a import b` one of them.
                if inner.is_empty() {
                    let names = line.split_once(" import ").map_or("", |(_, names)| names).split(',');
                    let names = names.filter_map(|name| name.split_whitespace().next()).take(16);
                    loads.extend(names.map(|name| format!("./{}", name.trim_matches(['(', ')']))));
                } else if !inner.starts_with('.') {
                    loads.push(format!("./{}", inner.replace('.', "/")));
                }
                continue;
            }
            let module = module.trim_end_matches([',', ';']).replace('.', "/");
            loads.push(format!("./{module}"));
            if first == "import" {
                // `import a, b.c as d` names several.
                let names = line.trim_start().trim_start_matches("import").split([',', ';']).skip(1);
                let first_words = names.filter_map(|name| name.split_whitespace().next());
                loads.extend(first_words.take(16).map(|name| format!("./{}", name.replace('.', "/"))));
            } else if let (Some("import"), Some(name)) = (words.next(), words.next()) {
                loads.push(format!("./{module}/{}", name.trim_end_matches(',')));
            }
        }
    }
}
