//! Rules about code.

use crate::{Broken, tree::File};

/// Where the inside of a capability stands in the order of imports: each may use those before it.
///
/// *Source*: ARCHITECTURE.md, "Inside a capability".
const ORDER: [&[&str]; 7] = [
    &["model"],
    &["rules", "sheet"],
    &["store"],
    &["actions", "published"],
    &["site"],
    &["jobs"],
    &["pages", "organiser", "api"],
];

/// What engines must not touch: they get data and give data.
const IMPURE: [&str; 11] = [
    "tokio",
    "std::net",
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "async fn",
];

/// Names that say nothing.
const EMPTY_NAMES: [&str; 8] =
    ["util", "utils", "common", "helper", "helpers", "manager", "misc", "shared_stuff"];

/// Words with which SQL statements begin. Kept in parts, so that this file does not break its own rule.
const SQL: [&str; 7] =
    ["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE ", "CREATE TABLE ", "ALTER TABLE ", "DROP TABLE "];

/// Longest file, in lines without its tests.
const LINES_MAX: usize = 600;

/// Generated, data, or long for a reason that is given.
const LONG: [(&str, &str); 3] = [
    ("web/css/grid.css", "generated placement classes"),
    ("Cargo.lock", "generated"),
    ("e2e/package-lock.json", "generated"),
];

/// Checks every rule about code.
pub(crate) fn check(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files {
        names(file, &mut broken);
        length(file, &mut broken);
        machine_paths(file, &mut broken);
        if file.path.ends_with(".rs") && file.path.contains("/src/") {
            sql(file, &mut broken);
            purity(file, &mut broken);
            order(file, &mut broken);
        }
        if is_engine(file) && file.path.ends_with("/Cargo.toml") {
            let sections = file.text.split("\n[").find(|section| section.starts_with("dependencies]"));
            if sections.is_some_and(|section| section.contains("tokio")) {
                broken.push(Broken {
                    place: file.path.clone(),
                    words: "an engine must not depend on tokio".into(),
                });
            }
        }
    }
    acts(files, &mut broken);
    broken
}

/// What is recorded in the audit has words in every language.
fn acts(files: &[File], broken: &mut Vec<Broken>) {
    const BEFORE: [&str; 3] = ["act(\"", "action: \"", "ctx, \""];
    let words = files.iter().filter(|file| file.path.starts_with("locales/en/"));
    let known: Vec<&str> = words
        .flat_map(|file| file.text.lines())
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .collect();
    let shipped = |file: &&File| {
        file.path.starts_with("crates/") && file.path.contains("/src/") && !file.path.contains("/tests")
    };
    for file in files.iter().filter(shipped) {
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        // Events for webhooks are told, not recorded.
        for (number, line) in (1..).zip(code.lines()).filter(|(_, line)| !line.contains("tell(")) {
            let said = BEFORE
                .iter()
                .flat_map(|before| line.match_indices(before).map(|(at, _)| &line[at + before.len()..]));
            for act in said
                .filter_map(|rest| rest.split_once('"'))
                .map(|(act, _)| act)
                .filter(|act| act.contains('.'))
            {
                let key = format!("desk-act-{}", act.replace('.', "-"));
                if !known.contains(&key.as_str()) {
                    broken.push(at(file, number, format!("the audit has no words for this act: {key}")));
                }
            }
        }
    }
}

fn at(file: &File, line: usize, words: String) -> Broken {
    Broken { place: format!("{}:{line}", file.path), words }
}

fn is_engine(file: &File) -> bool {
    file.path.starts_with("crates/engines/")
}

fn names(file: &File, broken: &mut Vec<Broken>) {
    let stems = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    for stem in stems.filter(|stem| EMPTY_NAMES.contains(stem)) {
        let words = format!("{stem:?} says nothing; name it after what it does");
        broken.push(Broken { place: file.path.clone(), words });
    }
}

fn length(file: &File, broken: &mut Vec<Broken>) {
    const WRITTEN: [&str; 8] = [".rs", ".css", ".js", ".mjs", ".html", ".md", ".sql", ".json"];
    let written = WRITTEN.iter().any(|ending| file.path.ends_with(ending));
    let long = LONG.iter().any(|(path, _)| *path == file.path);
    let tests = file.lines().find(|(_, line)| line.trim() == "#[cfg(test)]").map(|(at, _)| at);
    let lines = tests.unwrap_or_else(|| file.text.lines().count());
    if written && !long && lines > LINES_MAX {
        let words = format!("{lines} lines, more than {LINES_MAX}; split it into a folder of the same name");
        broken.push(Broken { place: file.path.clone(), words });
    }
}

fn machine_paths(file: &File, broken: &mut Vec<Broken>) {
    for home in ["root", "work", "home"] {
        let start = format!("/{home}/");
        for (number, line) in file.lines() {
            let found = line.match_indices(&start).any(|(index, _)| {
                // An address such as https://example.org/work/ or a/work/b is no path of a machine.
                let before = line[..index].chars().next_back();
                before.is_none_or(|letter| matches!(letter, ' ' | '"' | '\'' | '`' | '=' | '(' | ':'))
            });
            if found {
                broken.push(at(file, number, format!("a path of one machine ({start}…)")));
            }
        }
    }
}

/// Crates whose SQL stands in `store.rs` or `store/`.
fn keeps_sql_apart(path: &str) -> bool {
    path.starts_with("crates/capabilities/")
        || ["jobs", "mail", "files", "web"]
            .iter()
            .any(|name| path.starts_with(&format!("crates/platform/{name}/")))
}

fn sql(file: &File, broken: &mut Vec<Broken>) {
    let is_store = file.path.ends_with("/store.rs") || file.path.contains("/store/");
    if is_store || !keeps_sql_apart(&file.path) {
        return;
    }
    for (number, line) in file.code_lines() {
        let starts = SQL.iter().any(|words| line.contains(&format!("\"{words}")));
        if starts || line.contains("statements!") {
            broken.push(at(file, number, "SQL stands in store.rs only".into()));
        }
    }
}

fn purity(file: &File, broken: &mut Vec<Broken>) {
    if !is_engine(file) {
        return;
    }
    for (number, line) in file.code_lines() {
        for word in IMPURE.iter().filter(|word| line.contains(**word)) {
            broken.push(at(file, number, format!("an engine must not use {word}: pass in what it needs")));
        }
    }
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|names| names.contains(&module))
}

fn order(file: &File, broken: &mut Vec<Broken>) {
    let Some((_, inner)) = file.path.split_once("/src/") else { return };
    let own = inner.split(['/', '.']).next().unwrap_or(inner);
    let (true, Some(own_rank)) = (file.path.starts_with("crates/capabilities/"), rank(own)) else { return };
    let code: String = file.code_lines().map(|(_, line)| format!("{line}\n")).collect();
    for used in used_modules(&code) {
        if rank(used).is_some_and(|used_rank| used_rank > own_rank) {
            let words = format!("{own} must not use {used}: imports run model, rules, store, actions, pages");
            broken.push(Broken { place: file.path.clone(), words });
        }
    }
}

/// Modules of the own crate that a file names: `x` of `crate::x::…` and of `crate::{x, y::…}`.
fn used_modules(code: &str) -> Vec<&str> {
    let mut used = Vec::new();
    for (start, _) in code.match_indices("crate::") {
        let rest = &code[start + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(group_heads(group)),
            None => used.push(word(rest)),
        }
    }
    used
}

/// First words of the members of `a::b, c::{d, e}, f}`.
fn group_heads(group: &str) -> Vec<&str> {
    let mut heads = vec![word(group.trim_start())];
    let mut depth = 0_u32;
    for (index, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(group[index + 1..].trim_start())),
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(path: &str, text: &str) -> Vec<String> {
        let file = File { path: path.into(), text: text.into() };
        check(&[file]).into_iter().map(|broken| format!("{}: {}", broken.place, broken.words)).collect()
    }

    #[test]
    fn imports_are_found_in_every_form() {
        let code = "use crate::{model::{A, B}, rules, store::x};\nlet y = crate::actions::go();";
        assert_eq!(used_modules(code), ["model", "rules", "store", "actions"]);
    }

    #[test]
    fn the_order_of_imports_is_kept() {
        let path = "crates/capabilities/tickets/src/rules.rs";
        assert_eq!(broken(path, "use crate::model::Order;"), Vec::<String>::new());
        assert_eq!(broken(path, "use crate::{model::Order, store};").len(), 1);
        let pages = "crates/capabilities/tickets/src/pages/order.rs";
        assert_eq!(broken(pages, "use crate::{actions, store};"), Vec::<String>::new());
    }

    #[test]
    fn sql_stands_in_stores_only() {
        let text = "let rows = tx.query(\"SELECT 1\");";
        assert_eq!(broken("crates/capabilities/tickets/src/actions.rs", text).len(), 1);
        assert_eq!(broken("crates/capabilities/tickets/src/store.rs", text).len(), 0);
        assert_eq!(broken("crates/platform/jobs/src/store/claim.rs", text).len(), 0);
        assert_eq!(broken("crates/platform/store/src/dump.rs", text).len(), 0);
    }

    #[test]
    fn engines_are_pure_but_their_tests_need_not_be() {
        let path = "crates/engines/money/src/lib.rs";
        assert_eq!(broken(path, "let now = SystemTime::now();").len(), 1);
        assert_eq!(
            broken(path, "// SystemTime is not used\n#[cfg(test)]\nlet now = SystemTime::now();").len(),
            0
        );
    }

    #[test]
    fn empty_names_and_paths_of_machines_are_refused() {
        assert_eq!(broken("crates/platform/web/src/helpers.rs", "").len(), 1);
        let machine = format!("open(\"/{}/madang\")", "root");
        assert_eq!(broken("docs/a.md", &machine).len(), 1);
        assert_eq!(broken("docs/a.md", "https://example.org/root/x").len(), 0);
    }

    #[test]
    fn long_files_are_told() {
        let long = "x\n".repeat(LINES_MAX + 1);
        assert_eq!(broken("crates/platform/web/src/front.rs", &long).len(), 1);
        assert_eq!(broken("web/css/grid.css", &long).len(), 0);
    }
}
