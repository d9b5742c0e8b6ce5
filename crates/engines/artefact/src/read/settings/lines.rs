//! Lines of scripts that write settings: other tools fetch from elsewhere, or load and start something from then on.

use std::sync::OnceLock;

use super::{FOUND_MAX, fetches};
use crate::{bytes::shortened, facts::ActiveContent, read::search::Search};

/// What makes every program, or every program of one language, load something first.
pub(super) const PRELOADS: [&str; 13] = [
    "DOTNET_STARTUP_HOOKS",
    "LD_PRELOAD",
    "LD_AUDIT",
    "DYLD_INSERT_LIBRARIES",
    "NODE_OPTIONS",
    "PYTHONSTARTUP",
    "PERL5OPT",
    "PERL5DB",
    "RUBYOPT",
    "JAVA_TOOL_OPTIONS",
    "_JAVA_OPTIONS",
    "BASH_ENV",
    "COR_PROFILER",
];
/// Where settings of that kind stay.
const STAYS: [&str; 16] = [
    "environment.d",
    "/etc/environment",
    ".bashrc",
    ".zshrc",
    ".zshenv",
    ".profile",
    ".zprofile",
    ".bash_profile",
    ".pam_environment",
    "profile.d",
    "launchctl setenv",
    "setx ",
    "SetEnvironmentVariable",
    "config.fish",
    "ld.so.preload",
    "systemctl --user set-environment",
];

/// Lines of a script that make other tools fetch from elsewhere, or load and start something from now on.
pub(crate) fn redirects(text: &str, started: bool) -> Vec<(usize, ActiveContent)> {
    const HOOKS: &str = "core.hookspath";
    const ALWAYS: [&str; 15] = [
        "init.templatedir",
        "core.sshcommand",
        "core.fsmonitor",
        ".insteadof",
        "-setautoproxyurl",
        "-setwebproxy ",
        "-setsecurewebproxy",
        "netsh winhttp set proxy",
        "autoconfigurl",
        "[trusted=yes]",
        "gonosumdb",
        "gonosumcheck",
        "gosumdb=off",
        "rustc-wrapper",
        "http.sslverify false",
    ];
    const WITH_ADDRESS: [&str; 17] = [
        "config set registry",
        "set registry",
        "--registry",
        "config set global.index-url",
        "--index-url",
        "--extra-index-url",
        "install -i http",
        "config set npmregistryserver",
        "gem sources",
        "goproxy=",
        "goproxy http",
        "replace-with",
        "registry=http",
        "index-url=http",
        "index-url = http",
        "nuget add source",
        "--add-source",
    ];
    // Nearly every script has none of these words, which one look at the whole tells.
    static WORDS: OnceLock<Search> = OnceLock::new();
    static LOADERS: OnceLock<Search> = OnceLock::new();
    let words = WORDS.get_or_init(|| Search::new(ALWAYS.into_iter().chain(WITH_ADDRESS).chain([HOOKS])));
    let loaders = LOADERS.get_or_init(|| Search::new(PRELOADS));
    let lines = if words.any(text.to_ascii_lowercase().as_bytes()) { 20_000 } else { 0 };
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().take(lines) {
        let trimmed = line.trim_start();
        if trimmed.starts_with('#') || trimmed.starts_with("//") || trimmed.len() > 4000 {
            continue;
        }
        let lower = trimmed.to_ascii_lowercase();
        let set =
            lower.contains("config") || lower.contains("set") || lower.contains('=') || lower.contains('-');
        let hooks = lower.contains(HOOKS) && (lower.contains("--global") || lower.contains("--system"));
        if hooks || ALWAYS.iter().any(|mark| lower.contains(mark)) && set {
            found.push((number + 1, ActiveContent::Redirects { line: shortened(trimmed, 200) }));
        } else if let Some(at) = lower.find("http")
            && WITH_ADDRESS.iter().any(|mark| lower.contains(mark))
        {
            let address: String = lower[at..]
                .chars()
                .take_while(|letter| !letter.is_whitespace() && !"'\"<>,)".contains(*letter))
                .collect();
            let told = !started
                && !["subprocess", "run(", "system", "spawn", "exec", "check_call", "popen"]
                    .iter()
                    .any(|word| lower.contains(word));
            if address.contains("://") && !told {
                found.push((number + 1, fetches(shortened(trimmed, 120), &address)));
            }
        }
        if found.len() >= FOUND_MAX {
            break;
        }
    }
    let is_preload =
        |line: &str| !line.trim_start().starts_with('#') && PRELOADS.iter().any(|name| line.contains(name));
    let preloads = loaders.any(text.as_bytes()).then(|| text.lines().position(is_preload)).flatten();
    if let Some(at) = preloads
        && STAYS.iter().any(|place| text.contains(place))
    {
        let line = text.lines().nth(at).unwrap_or_default();
        let writes = [">", "tee ", "write", "append", "setenv", "setx", "Set", "echo", "cat "];
        if writes.iter().any(|mark| text.contains(mark)) {
            found.push((at + 1, ActiveContent::Redirects { line: shortened(line.trim(), 200) }));
        }
    }
    found
}
