//! What one command does.

use super::Command;
use crate::{
    bytes::shortened,
    facts::Action,
    read::fold::{base64, hexadecimal},
};

/// Programs that only start another one.
const WRAPPERS: [&str; 18] = [
    "sudo",
    "nohup",
    "exec",
    "command",
    "builtin",
    "setsid",
    "time",
    "nice",
    "ionice",
    "env",
    "busybox",
    "doas",
    "stdbuf",
    "timeout",
    "daemonize",
    "disown",
    "trap",
    "arch",
];
/// Programs that run text.
const SHELLS: [&str; 7] = ["sh", "bash", "zsh", "dash", "ksh", "ash", "fish"];
/// Programs that run other text.
const INTERPRETERS: [&str; 9] =
    ["python", "python2", "python3", "perl", "ruby", "node", "php", "osascript", "tclsh"];

/// What `update-rc.d` is told when nothing is to start.
const OFF: [&str; 3] = ["remove", "disable", "defaults-disabled"];

/// Words of a command without what only starts it.
fn bare(command: &Command) -> &[String] {
    let mut words = &command.words[..];
    while let Some(first) = words.first() {
        let name = base(first);
        let is_wrapper = WRAPPERS.contains(&name);
        if !is_wrapper && !first.contains('=') {
            break;
        }
        if !is_wrapper && (first.starts_with('/') || first.starts_with('-')) {
            break;
        }
        words = &words[1..];
        // Its own options, and what they want.
        while words.first().is_some_and(|word| {
            word.starts_with('-') || (name == "timeout" && word.as_bytes()[0].is_ascii_digit())
        }) {
            let takes = matches!(words[0].as_str(), "-u" | "-n" | "-g" | "-c")
                && matches!(name, "sudo" | "nice" | "ionice" | "doas");
            words = &words[1..];
            if takes && !words.is_empty() {
                words = &words[1..];
            }
            if words.first().is_some_and(String::is_empty) {
                break;
            }
        }
    }
    words
}

fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

/// Commands inside the command: after `-c`, `eval`, or decoded in a pipe.
pub(super) fn inner(command: &Command, chain: &[Command]) -> Vec<String> {
    let words = bare(command);
    let Some(name) = words.first().map(|word| base(word)) else { return Vec::new() };
    let mut inner = Vec::new();
    if name == "eval" {
        inner.push(words[1..].join(" "));
    }
    if SHELLS.contains(&name) || name == "su" {
        let at = words
            .iter()
            .position(|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c'));
        inner.extend(at.and_then(|at| words.get(at + 1)).cloned());
        inner.extend(command.document.clone());
        if chain.len() > 1 {
            inner.extend(output(&chain[..chain.len() - 1]));
        }
    }
    if matches!(name, "osascript") {
        for text in words.iter().chain(&command.document).filter(|word| word.contains("do shell script")) {
            inner.extend(
                text.split("do shell script")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').nth(1))
                    .map(str::to_owned),
            );
        }
    }
    if matches!(name, "xargs" | "find") {
        let rest = match name {
            "xargs" => {
                words.iter().skip(1).skip_while(|word| word.starts_with('-')).cloned().collect::<Vec<_>>()
            }
            _ => words.iter().skip_while(|word| *word != "-exec").skip(1).cloned().collect(),
        };
        inner.push(rest.join(" "));
    }
    inner.retain(|text| !text.trim().is_empty());
    inner
}

/// The address that a command fetches.
pub(super) fn fetches(command: &Command) -> Option<String> {
    let words = bare(command);
    let fetches = matches!(base(words.first()?), "curl" | "wget" | "fetch" | "nscurl" | "aria2c");
    fetches.then(|| words.iter().find(|word| word.contains("://")).cloned().unwrap_or_default())
}

/// Does it run what other commands print: `sh -c "$(…)"`, `eval $(…)`, `sh <(…)`, `. /dev/stdin`?
pub(super) fn runs_substitution(command: &Command) -> bool {
    let words = bare(command);
    let Some(name) = words.first().map(|word| base(word)) else { return false };
    let runs = SHELLS.contains(&name) || matches!(name, "eval" | "source" | ".");
    let inserted =
        words.iter().any(|word| word.contains("$(…)") || word.contains("<(") || word == "/dev/stdin");
    runs && (inserted || (words.len() == 1 && !command.piped && command.document.is_none()))
}

/// What a pipe of simple commands would print, when the text alone says it.
pub(super) fn output(commands: &[Command]) -> Option<String> {
    let mut text: Option<String> = None;
    for command in commands {
        let words = bare(command);
        let name = base(words.first()?);
        let has = |option: &str| words.iter().any(|word| word == option);
        text = match name {
            "echo" | "printf" => {
                let plain: Vec<&str> = words[1..]
                    .iter()
                    .map(String::as_str)
                    .filter(|word| !matches!(*word, "-n" | "-e" | "-ne" | "-en" | "%s" | "%s\\n" | "%b"))
                    .collect();
                Some(crate::read::fold::unescaped(&plain.join(" ")))
            }
            "cat" if command.document.is_some() => command.document.clone(),
            "cat" | "tee" if text.is_some() => text,
            "base64" if has("-d") || has("-D") || has("--decode") || has("-di") => {
                base64(&text?).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            }
            "openssl" if has("-base64") || has("base64") || has("-a") => {
                base64(&text?).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            }
            "xxd" if words.iter().any(|word| word.starts_with("-r") || word == "-p") => {
                hexadecimal(&text?).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            }
            "rev" => Some(
                text?
                    .lines()
                    .map(|line| line.chars().rev().collect::<String>())
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
            "tr" => translated(&text?, words),
            _ => return None,
        };
    }
    text
}

/// `tr -d X`, and the best known exchange of letters.
fn translated(text: &str, words: &[String]) -> Option<String> {
    match &words[1..] {
        [option, letters] if option == "-d" => {
            let letters = crate::read::fold::unescaped(letters);
            Some(text.chars().filter(|letter| !letters.contains(*letter)).collect())
        }
        [from, to] if from.contains("A-Z") && (to.contains("N-ZA-M") || to.contains("N-Z")) => {
            Some(text.chars().map(rot13).collect())
        }
        _ => None,
    }
}

fn rot13(letter: char) -> char {
    let turned = |base: u8| char::from((u8::try_from(letter).unwrap_or(base) - base + 13) % 26 + base);
    match letter {
        'a'..='z' => turned(b'a'),
        'A'..='Z' => turned(b'A'),
        other => other,
    }
}

/// What a command does; nothing for what does not matter.
pub(super) fn of(command: &Command, chain: &[Command]) -> Vec<Action> {
    let words = bare(command);
    let Some(first) = words.first() else {
        return written(command, String::new()).into_iter().collect();
    };
    // The shell of whoever it is, or one that everybody has.
    let name = if first.starts_with("${SHELL") || first == "$SHELL" { "sh" } else { base(first) };
    let plain: Vec<&str> =
        words[1..].iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let all = words.join(" ");
    let mut actions = files(name, words, &plain);
    actions.extend(starts(name, &plain, &all));
    actions.extend(protection(name, &all));
    actions.extend(network(command, name, words, chain));
    if INTERPRETERS.contains(&name)
        && words.iter().any(|word| matches!(word.as_str(), "-c" | "-e" | "-r" | "--eval"))
    {
        actions.push(Action::Evaluate { what: shortened(&all, 400) });
    }
    if INTERPRETERS.contains(&name)
        && let Some(text) = &command.document
    {
        actions.extend(crate::read::calls::actions(text).into_iter().map(|(_, action)| action));
    }
    if SHELLS.contains(&name)
        && chain.len() > 1
        && !actions.iter().any(|action| matches!(action, Action::Download { .. }))
    {
        actions.push(Action::Evaluate { what: shortened(&chain[0].words.join(" "), 400) });
    }
    if name == "eval" && words.iter().any(|word| word.contains("$(…)")) {
        actions.push(Action::Evaluate { what: shortened(&all, 400) });
    }
    if name == "osascript" && (all.contains("hidden answer") || all.contains("with administrator privileges"))
    {
        actions.push(Action::AskPassword { what: shortened(&all, 300) });
    }
    actions.extend(run(command, name, words));
    let content = output(chain).unwrap_or_else(|| command.document.clone().unwrap_or_else(|| all.clone()));
    if name == "tee" {
        actions.extend(
            plain
                .iter()
                .filter(|to| **to != "/dev/null")
                .map(|to| Action::Write { to: (*to).to_owned(), content: shortened(&content, 2000) }),
        );
    }
    actions.extend(written(command, content));
    actions
}

fn written(command: &Command, content: String) -> Option<Action> {
    let to = command.output.clone()?;
    let content = if content.is_empty() { command.document.clone().unwrap_or_default() } else { content };
    Some(Action::Write { to, content: shortened(&content, 2000) })
}

/// Files put elsewhere, linked, deleted, changed.
fn files(name: &str, words: &[String], plain: &[&str]) -> Vec<Action> {
    let target =
        |from: &str, to: &str| if to.ends_with('/') { format!("{to}{}", base(from)) } else { to.to_owned() };
    match (name, plain) {
        ("install", _) if words.iter().any(|word| word == "-d") => Vec::new(),
        ("mv", [from @ .., to]) if !from.is_empty() => {
            from.iter().map(|from| Action::Move { from: (*from).to_owned(), to: target(from, to) }).collect()
        }
        ("install", [from @ .., to]) => {
            // -m, -o and -g want a value, which is no file.
            let values: Vec<&str> = words
                .windows(2)
                .filter(|pair| matches!(pair[0].as_str(), "-m" | "-o" | "-g"))
                .map(|pair| pair[1].as_str())
                .collect();
            let from = from.iter().filter(|word| !values.contains(word));
            from.map(|from| Action::Copy { from: (*from).to_owned(), to: target(from, to) }).collect()
        }
        ("cp" | "ditto" | "rsync" | "scp" | "pax", [from @ .., to]) if !from.is_empty() => {
            from.iter().map(|from| Action::Copy { from: (*from).to_owned(), to: target(from, to) }).collect()
        }
        ("dd", _) => {
            let value = |key: &str| words.iter().find_map(|word| word.strip_prefix(key)).map(str::to_owned);
            match (value("if="), value("of=")) {
                (Some(from), Some(to)) => vec![Action::Copy { from, to }],
                _ => Vec::new(),
            }
        }
        ("ln" | "link", [at, to]) => vec![Action::Link { target: (*at).to_owned(), at: (*to).to_owned() }],
        ("rm" | "unlink" | "srm" | "shred", paths) => {
            paths.iter().map(|path| Action::Delete { path: (*path).to_owned() }).collect()
        }
        ("chmod", [mode, paths @ ..]) => paths
            .iter()
            .map(|path| Action::Mode { path: (*path).to_owned(), mode: (*mode).to_owned() })
            .collect(),
        ("chflags", [flags, path, ..]) if flags.contains("hidden") && !flags.contains("nohidden") => {
            vec![Action::Hide { path: (*path).to_owned() }]
        }
        // Files that make something start are also written by tools for settings.
        ("PlistBuddy" | "plutil", [.., to]) if to.contains("/Launch") => {
            vec![Action::Write { to: (*to).to_owned(), content: String::new() }]
        }
        ("defaults", ["write", to, ..]) if to.contains("/Launch") => {
            vec![Action::Write { to: (*to).to_owned(), content: String::new() }]
        }
        // Taking lines out of a file writes nothing into it.
        ("sed", [expression, _]) if expression.starts_with('/') && expression.ends_with("/d") => Vec::new(),
        ("sed", [.., to]) if words.iter().any(|word| word.starts_with("-i")) => {
            vec![Action::Write { to: (*to).to_owned(), content: String::new() }]
        }
        ("SetFile", _) if words.iter().any(|word| word.contains('V')) => {
            plain.last().map(|path| Action::Hide { path: (*path).to_owned() }).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What starts by itself from now on.
fn starts(name: &str, plain: &[&str], all: &str) -> Vec<Action> {
    let register = |what: &str, name: &str, program: &str| {
        vec![Action::Register { what: what.to_owned(), name: name.to_owned(), program: program.to_owned() }]
    };
    let last = plain.last().copied().unwrap_or_default();
    match (name, plain.first().copied().unwrap_or_default()) {
        ("launchctl", "load" | "bootstrap" | "enable" | "start" | "kickstart" | "asuser") => {
            register("launchd", last, "")
        }
        ("launchctl", "submit") => register("launchd", plain.get(1).copied().unwrap_or_default(), last),
        ("systemctl", "enable" | "start" | "restart" | "link" | "reenable" | "preset") => {
            register("systemd", last, "")
        }
        ("deb-systemd-helper", "enable") => register("systemd (by Debian's helper)", last, ""),
        ("systemd-run", _) => register("systemd", "", last),
        ("crontab", _) if !all.contains("-l") => register("cron", last, ""),
        ("at" | "batch", _) => register("at", last, ""),
        ("schtasks" | "schtasks.exe", _) if all.to_lowercase().contains("/create") => {
            register("scheduled task", all, "")
        }
        ("sc" | "sc.exe", "create") => register("service", plain.get(1).copied().unwrap_or_default(), all),
        ("defaults", "write") if all.contains("LoginHook") || all.contains("loginitems") => {
            register("log-in hook", last, "")
        }
        ("osascript", _) if all.contains("login item") => register("log-in item", "", all),
        ("update-rc.d", first) if plain.get(1).is_none_or(|word| !OFF.contains(word)) => {
            register("init", first, "")
        }
        ("sfltool" | "chkconfig" | "rc-update", first) => register("init", first, ""),
        ("kextload" | "kmutil" | "insmod" | "systemextensionsctl" | "dkms", _) => {
            vec![Action::Privilege { what: shortened(all, 300) }]
        }
        ("useradd" | "sysadminctl", _) => vec![Action::Account { what: shortened(all, 300) }],
        ("dscl", _) if all.contains("-create") => vec![Action::Account { what: shortened(all, 300) }],
        _ => Vec::new(),
    }
}

/// Protection switched off, certificates trusted.
fn protection(name: &str, all: &str) -> Option<Action> {
    let off = match name {
        "xattr" => {
            (all.contains("-d") || all.contains("-c") || all.contains("-r"))
                && (all.contains("quarantine")
                    || all.contains(" -c")
                    || all.contains("-rc")
                    || all.contains("-cr"))
        }
        "spctl" => ["--master-disable", "--global-disable", "--add", "--disable"]
            .iter()
            .any(|option| all.contains(option)),
        "csrutil" => all.contains("disable"),
        "setenforce" => all.contains('0') || all.to_lowercase().contains("permissive"),
        "defaults" => all.contains("LSQuarantine") || all.contains("GKAutoRearm"),
        "tccutil" | "nvram" => all.contains("reset") || all.contains("csr-active-config"),
        "aa-teardown" | "aa-disable" => true,
        "systemctl" => {
            (all.contains(" stop") || all.contains(" disable") || all.contains(" mask"))
                && ["apparmor", "auditd", "clamav", "firewalld", "ufw", "falcon", "selinux"]
                    .iter()
                    .any(|name| all.contains(name))
        }
        "ufw" => all.contains("disable"),
        _ => false,
    };
    if off {
        return Some(Action::Unprotect { what: shortened(all, 300) });
    }
    let trusts = (name == "security" && all.contains("add-trusted-cert"))
        || (name == "certutil" && all.to_lowercase().contains("addstore"))
        || (name == "trust" && all.contains("anchor"));
    trusts.then(|| Action::TrustCertificate { what: shortened(all, 300) })
}

/// Things fetched, and whether they are run.
fn network(command: &Command, name: &str, words: &[String], chain: &[Command]) -> Option<Action> {
    let runs_text = SHELLS.contains(&name) || (INTERPRETERS.contains(&name) && words.len() <= 2);
    let fetches = |words: &[String]| {
        words.first().is_some_and(|word| {
            matches!(base(word), "curl" | "wget" | "fetch" | "nscurl" | "aria2c" | "http" | "lwp-download")
                || runs_text
                    && matches!(
                        base(word),
                        "nc" | "ncat"
                            | "socat"
                            | "dig"
                            | "nslookup"
                            | "ftp"
                            | "tftp"
                            | "lynx"
                            | "w3m"
                            | "GET"
                            | "xh"
                            | "axel"
                            | "ssh"
                    )
        })
    };
    let address = |words: &[String]| {
        words
            .iter()
            .find(|word| word.contains("://"))
            .or_else(|| words.iter().skip(1).find(|word| !word.starts_with('-')))
            .cloned()
            .unwrap_or_default()
    };
    if runs_text {
        let earlier = chain[..chain.len() - 1].iter().map(bare).find(|words| fetches(words))?;
        return Some(Action::Download { from: address(earlier), to: String::new(), runs: true });
    }
    if !fetches(words) || words.iter().any(|word| word == "--version") {
        return None;
    }
    let to = words.windows(2).find(|pair| names_output(&pair[0])).map(|pair| pair[1].clone());
    Some(Action::Download {
        from: address(words),
        to: to.or_else(|| command.output.clone()).unwrap_or_default(),
        runs: false,
    })
}

/// `-o`, also behind other letters as in `-fsSLo`.
fn names_output(flag: &str) -> bool {
    let short =
        flag.strip_prefix('-').filter(|letters| letters.bytes().all(|letter| letter.is_ascii_alphabetic()));
    matches!(flag, "--output" | "--output-document")
        || short.is_some_and(|letters| letters.ends_with(['o', 'O']))
}

/// A program started: in the background, or one that lies outside the system's own folders.
fn run(command: &Command, name: &str, words: &[String]) -> Option<Action> {
    let first = words.first()?;
    let wrapped = command.words.iter().any(|word| matches!(base(word), "nohup" | "setsid" | "daemonize"));
    let background = command.background || wrapped;
    let system = [
        "/bin/",
        "/sbin/",
        "/usr/bin/",
        "/usr/sbin/",
        "/usr/libexec/",
        "/usr/lib/dpkg",
        "/usr/share/debconf",
        "/etc/init.d/",
        "/dev/",
    ];
    let is_path =
        first.starts_with('/') || first.starts_with("./") || first.starts_with("~/") || first.contains('/');
    let own = is_path && !first.starts_with("$(") && !system.iter().any(|folder| first.starts_with(folder));
    if name == "open" {
        let program = words[1..].iter().find(|word| !word.starts_with('-'))?;
        return Some(Action::Run { program: program.clone(), arguments: Vec::new(), background: true });
    }
    let interpreted = (INTERPRETERS.contains(&name) || SHELLS.contains(&name) || name == "java")
        && words.len() > 1
        && !words[1].starts_with('-');
    if own || (background && !matches!(name, "wait" | "sleep" | "true" | "echo" | ":")) {
        return Some(Action::Run { program: first.clone(), arguments: words[1..].to_vec(), background });
    }
    interpreted.then(|| Action::Run { program: words[1].clone(), arguments: words[2..].to_vec(), background })
}
