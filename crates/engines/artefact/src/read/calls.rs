//! What installers do that are written in Python, Perl, Ruby or JavaScript: calls with the texts that are given to them.

use std::collections::HashMap;

use crate::{
    bytes::count32,
    facts::Action,
    read::shell::{self, Found},
};

/// Lines that are looked at.
const LINES_MAX: usize = 20_000;

/// What the script does, line by line.
pub(crate) fn actions(text: &str) -> Vec<Found> {
    let mut known: HashMap<String, String> = HashMap::new();
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().take(LINES_MAX) {
        let number = count32(number + 1);
        let words = words(line, &known);
        if let Some((name, _)) = line.split_once('=').filter(|_| words.len() == 1 && !line.contains('(')) {
            let name = name
                .trim()
                .trim_start_matches("my ")
                .trim_start_matches("const ")
                .trim_start_matches("let ")
                .trim_start_matches("var ");
            known.insert(name.trim_start_matches('$').to_owned(), words[0].clone());
            continue;
        }
        let has = |marks: &[&str]| marks.iter().any(|mark| line.contains(mark));
        if let [from, to, ..] = &words[..] {
            let (from, to) = (from.clone(), to.clone());
            if has(&["move(", "rename(", "rename ", "mv("]) {
                found.push((number, Action::Move { from, to }));
            } else if has(&["copy(", "copy2(", "copyfile(", "copytree(", "cp(", "copyFile", "cpSync("]) {
                found.push((number, Action::Copy { from, to }));
            } else if has(&["symlink(", "link("]) {
                found.push((number, Action::Link { target: from, at: to }));
            }
        }
        if has(&["chmod("])
            && let Some(path) = words.first()
        {
            found.push((number, Action::Mode { path: path.clone(), mode: "+x".into() }));
        }
        if has(&["open(", "writeFile", "write_text(", "write_bytes("])
            && has(&["'w", "\"w", "writeFile", "write_"])
            && let Some(path) = words.iter().find(|word| word.contains('/'))
        {
            found.push((number, Action::Write { to: path.clone(), content: String::new() }));
        }
        if has(&["system", "popen", "Popen", "subprocess", "exec", "spawn", "qx", "`", "check_call", "run("])
        {
            let started = words.join(" ");
            let goes_on = has(&["Popen(", "spawn("]);
            found.extend(shell::actions(&started).into_iter().map(|(_, action)| {
                let action = match action {
                    Action::Run { program, arguments, background } => {
                        Action::Run { program, arguments, background: background || goes_on }
                    }
                    other => other,
                };
                (number, action)
            }));
        }
    }
    found
}

/// The texts in quotes of a line, and the values of names that stand alone between them.
fn words(line: &str, known: &HashMap<String, String>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = line;
    loop {
        let at = rest.find(['\'', '"', '`']);
        let between = &rest[..at.unwrap_or(rest.len())];
        let mut start = 0;
        for name in between.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
            // A name goes on with the word before it only when a plus stands right between the two.
            let glued = between[..start].trim_end().ends_with('+');
            start += name.len();
            start += between[start..].chars().next().map_or(0, char::len_utf8);
            if let Some(value) = known.get(name) {
                match words.last_mut().filter(|_| glued) {
                    Some(last) => last.push_str(value),
                    None => words.push(value.clone()),
                }
            }
        }
        let Some(at) = at else { break };
        let quote = rest.as_bytes()[at];
        let joins = between.trim_end().ends_with('+') || between.trim_end().ends_with('.');
        let body = &rest[at + 1..];
        let end = body.bytes().position(|byte| byte == quote).unwrap_or(body.len());
        let mut word = body[..end].to_owned();
        for (name, value) in known.iter().take(100) {
            word = word.replace(&format!("{{{name}}}"), value).replace(&format!("${name}"), value);
        }
        match words.last_mut().filter(|_| joins) {
            Some(last) => last.push_str(&word),
            None => words.push(word),
        }
        rest = body.get(end + 1..).unwrap_or_default();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_with_what_names_stand_for() {
        let script = "import os, shutil, subprocess\nD = '/Library/X'\nshutil.move('/a/.agent', D + '/agent')\nsubprocess.Popen(['/Library/X/agent', 'go'])\nos.system('launchctl load /x.plist')\n";
        let found = actions(script);
        assert_eq!(found[0], (3, Action::Move { from: "/a/.agent".into(), to: "/Library/X/agent".into() }));
        assert_eq!(
            found[1],
            (
                4,
                Action::Run {
                    program: "/Library/X/agent".into(),
                    arguments: vec!["go".into()],
                    background: true
                }
            )
        );
        assert!(matches!(&found[2], (5, Action::Register { what, .. }) if what == "launchd"));
    }
}
