//! D45 to D51: what scripts of packages and applications do.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Match};
use crate::{
    facts::{Action, Capability, Capability::*, JobKind, Kind, Language, Object, Script},
    report::Severity,
};

/// Scripts of a package that is looked at as one: more of them make a library, in which everything occurs.
const PACKAGE_SCRIPTS_MAX: usize = 40;
/// How much text they may have together. *Units*: bytes.
const PACKAGE_BYTES_MAX: u64 = 400_000;
/// A script in which capabilities need not stand together. *Units*: bytes.
const SHORT_BYTES: u64 = 20_000;

pub(super) fn scripts<'facts>(case: &Case<'facts>) -> impl Iterator<Item = (&'facts Object, &'facts Script)> {
    let all = case.facts.objects.iter().filter_map(|object| Some((object, object.script.as_deref()?)));
    all.filter(|(_, script)| !script.dormant && !script.disguised)
}

/// The capabilities that count together: of the whole script when it is short, of the densest place when it is long.
pub(super) fn joint(object: &Object, script: &Script) -> Vec<Capability> {
    if object.size_bytes <= SHORT_BYTES {
        script.seen.iter().map(|seen| seen.capability).collect()
    } else {
        script.together.clone()
    }
}

pub(super) fn own(case: &Case<'_>, object: &Object) -> bool {
    !object.path.contains("node_modules/") && !case.is_example(object.id)
}

pub(super) fn evidence(script: &Script) -> (u32, String) {
    let words: Vec<String> = script.seen.iter().map(|seen| seen.evidence.clone()).collect();
    let line = script
        .seen
        .iter()
        .find(|seen| seen.capability == Execute || seen.capability == Evaluate)
        .map_or(0, |seen| seen.at);
    (u32::try_from(line).unwrap_or(0), words.join(", "))
}

/// D45: fetched, written to a hidden file, run.
pub(crate) fn hidden_download(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        let joint = joint(object, script);
        let can = |capability| joint.contains(&capability);
        let fetched_by_shell = script.seen.iter().any(|seen| {
            seen.capability == Http
                && (seen.evidence.starts_with("curl") || seen.evidence.starts_with("wget"))
        });
        let all = can(Http)
            && (can(WriteFile) || fetched_by_shell && script.language != Language::Shell)
            && can(HiddenPath)
            && can(Execute)
            && (can(MakeExecutable) || can(Decrypt));
        (all && own(case, object)).then(|| {
            let (line, words) = evidence(script);
            let sentence = format!("`{}` downloads, writes to a hidden file and runs it.", object.path);
            case.found(Severity::Block, sentence, object.id, line, &words)
        })
    });
    found.collect()
}

/// D46: fetched, decrypted or made executable, written, run, all in one place.
pub(crate) fn download_and_run(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        let joint = joint(object, script);
        let can = |capability| joint.contains(&capability);
        let carried = can(Http) && can(Execute) && can(WriteFile);
        let decrypts =
            can(Decrypt) && (can(Post) || can(TemporaryPath) || can(MakeExecutable) || can(HostInfo));
        let drops = (can(MakeExecutable) && can(TemporaryPath)) || (can(HiddenPath) && can(TemporaryPath));
        // What stands there runs as soon as a program imports the package, or whenever Python starts.
        let imported = matches!(object.name(), "__init__.py" | "sitecustomize.py" | "usercustomize.py");
        let packed = is_application(case, object) || imported;
        (own(case, object) && carried && (decrypts || (drops && packed))).then(|| {
            let (line, words) = evidence(script);
            let sentence = format!(
                "`{}` downloads something, unpacks or decrypts it, writes it and runs it, all in one place.",
                object.path
            );
            case.found(Severity::Review, sentence, object.id, line, &words)
        })
    });
    found.collect()
}

/// Does it belong to an application rather than to a library?
pub(super) fn is_application(case: &Case<'_>, object: &Object) -> bool {
    let mut parent = object.parent;
    while let Some(id) = parent {
        let Some(holder) = case.facts.object(id) else { return false };
        if holder.kind == Kind::Asar {
            return true;
        }
        parent = holder.parent;
    }
    object.path.contains("resources/app/")
}

/// D58: the same, over several scripts of one application or small package.
pub(crate) fn together_they_run(case: &Case<'_>) -> Vec<Match> {
    let mut groups: BTreeMap<String, Vec<(&Object, &Script)>> = BTreeMap::new();
    for (object, script) in scripts(case) {
        if own(case, object) && matches!(script.language, Language::JavaScript | Language::Python) {
            groups.entry(group(case, object)).or_default().push((object, script));
        }
    }
    let mut found = Vec::new();
    for members in groups.values() {
        let application = members.iter().any(|(object, _)| is_application(case, object));
        let bytes: u64 = members.iter().map(|(object, _)| object.size_bytes).sum();
        if members.len() < 2
            || (!application && (members.len() > PACKAGE_SCRIPTS_MAX || bytes > PACKAGE_BYTES_MAX))
        {
            continue;
        }
        let all: BTreeSet<Capability> =
            members.iter().flat_map(|(object, script)| joint(object, script)).collect();
        let can = |capability| all.contains(&capability);
        let carried = can(Http) && (can(Execute) || can(Evaluate)) && can(WriteFile);
        let drops = can(Decrypt)
            || (can(MakeExecutable) && (can(TemporaryPath) || can(HiddenPath)))
            || (can(Decode) && can(Post) && can(HostInfo));
        let hides = can(Decrypt) || can(HiddenPath) || can(BuiltNames) || application;
        if !(carried && drops && hides) {
            continue;
        }
        let telling = members.iter().filter(|(_, script)| {
            [Http, Execute, WriteFile, Decrypt, MakeExecutable]
                .iter()
                .any(|capability| script.can(*capability))
        });
        let pieces: Vec<_> = telling
            .take(8)
            .map(|(object, script)| case.at(object.id, evidence(script).0, &evidence(script).1))
            .collect();
        let sentence =
            "Its scripts together download something, decrypt it or make it executable, write it and run it."
                .to_owned();
        found.push(Match { sentence, severity: Severity::Review, evidence: pieces });
    }
    found
}

/// The package that a script belongs to: the archive around it, or the folder at the top.
fn group(case: &Case<'_>, object: &Object) -> String {
    let holder = object
        .parent
        .and_then(|id| case.facts.object(id))
        .map(|holder| holder.path.clone())
        .unwrap_or_default();
    let inner = object.path.strip_prefix(&holder).unwrap_or(&object.path).trim_start_matches("!/");
    let top = inner.split('/').next().filter(|_| inner.contains('/')).unwrap_or_default();
    format!("{holder}!/{top}")
}

/// D47: a hook runs what it fetched or decoded.
pub(crate) fn hook_evaluates(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        let hook = script.hook.as_deref()?;
        let joint = joint(object, script);
        let can = |capability| joint.contains(&capability);
        let runs = can(Evaluate)
            && (can(Http)
                || can(Socket)
                || (can(Decode) && (can(BuiltNames) || !script.obfuscated.is_empty())));
        let steals = can(Http) && can(Post) && can(HostInfo) && can(Execute) && can(Decode);
        let fits = matches!(script.language, Language::JavaScript)
            && (runs || steals)
            && !matches!(hook, "setup.py" | "activation");
        fits.then(|| {
            let (line, words) = evidence(script);
            let sentence = format!(
                "`{}` runs by itself ({hook}) and evaluates text that it downloaded or decoded.",
                object.path
            );
            case.found(Severity::Block, sentence, object.id, line, &words)
        })
    });
    found.collect()
}

/// D48: a hook fetches something, or can start programs in ways that cannot be read.
pub(crate) fn hook_downloads(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        let hook = script.hook.as_deref().filter(|hook| is_package_hook(hook))?;
        let fetches = script.can(Http) || script.can(Socket);
        let unreadable = !script.obfuscated.is_empty() || script.can(Evaluate);
        if !fetches && !unreadable {
            return None;
        }
        let (line, words) = evidence(script);
        let what = if fetches {
            "downloads something"
        } else {
            "builds the names of what it calls, or evaluates text"
        };
        let sentence =
            format!("`{}` runs by itself when the package is installed ({hook}) and {what}.", object.path);
        let reasons = if script.obfuscated.is_empty() { words } else { script.obfuscated.join("; ") };
        // What is fetched is what the package says by its digest: told, and no more.
        let pinned = script.can(PinsDigest)
            && !unreadable
            && !script.can(Execute)
            && !script.can(RunsText)
            && !script.can(Hides);
        let severity = if pinned { Severity::Info } else { Severity::Review };
        Some(case.found(severity, sentence, object.id, line, &reasons))
    });
    found.collect()
}

fn is_package_hook(hook: &str) -> bool {
    crate::read::manifest::NPM_HOOKS.contains(&hook) || hook == "binding.gyp"
}

/// D48, as a fact: scripts run when it is installed.
pub(crate) fn has_hooks(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().filter_map(|object| {
        let package = object.package.as_deref().filter(|package| {
            matches!(package.format.as_str(), "npm" | "gyp") && !package.hooks.is_empty()
        })?;
        own(case, object).then(|| {
            let sentence = "It runs commands by itself when the package is installed.".to_owned();
            case.found(Severity::Info, sentence, object.id, 0, &package.hooks.join("; "))
        })
    });
    found.collect()
}

/// Does a command of Node do nothing but print a text that stands in it?
fn only_says(command: &str) -> bool {
    let code = command.trim().strip_prefix("node -e ").unwrap_or(command).trim().trim_matches('"');
    let inside =
        ["console.log(", "console.info(", "console.warn("].iter().find_map(|call| code.strip_prefix(call));
    let Some(inside) = inside.map(|rest| rest.trim_end().trim_end_matches(';')) else { return false };
    let text = inside.strip_suffix(')').map(str::trim).unwrap_or_default();
    let mut letters = text.chars();
    let Some(quote) = letters.next().filter(|quote| matches!(quote, '\'' | '"')) else { return false };
    letters.next_back() == Some(quote) && !letters.as_str().contains([quote, '\\', '$', '`'])
}

/// D59: an npm hook is a command that itself fetches, decodes or evaluates.
pub(crate) fn hook_command(case: &Case<'_>) -> Vec<Match> {
    let found = case.installed().filter_map(|step| {
        let object = case.facts.object(step.object)?;
        object.package.as_ref().filter(|package| matches!(package.format.as_str(), "npm" | "gyp"))?;
        let Action::Evaluate { what } = &step.action else { return None };
        let trivial = what.len() < 80
            && !["http", "eval", "Function", "child_process", "base64", "atob", "fromCharCode", "exec"]
                .iter()
                .any(|mark| what.contains(mark));
        // What many packages do: say thanks, or run a file of their own if it is there.
        let known = trivial
            || only_says(what)
            || (what.contains("try{require('./")
                || what.contains("try {require('./")
                || what.contains("try{require(\"./"))
                && !what.contains("http");
        (!known).then(|| {
            let sentence =
                format!("A command that runs when the package is installed contains a script: `{what}`.");
            case.found(Severity::Review, sentence, step.object, 0, &step.text)
        })
    });
    found.collect()
}

/// D49: `setup.py` or a path file of Python runs what it decoded or fetched.
pub(crate) fn python_setup(case: &Case<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for (object, script) in scripts(case).filter(|(_, script)| script.hook.as_deref() == Some("setup.py")) {
        let (line, words) = evidence(script);
        let decodes = script.can(Decode) || script.can(Http) || script.can(BuiltNames);
        if script.can(Evaluate) && decodes {
            let sentence = format!(
                "`{}` runs text that it decoded or downloaded, when the package is installed.",
                object.path
            );
            found.push(case.found(Severity::Block, sentence, object.id, line, &words));
        } else if script.can(Http) && script.can(Execute) && !object.path.contains("test") {
            let sentence =
                format!("`{}` downloads and starts programs when the package is installed.", object.path);
            found.push(case.found(Severity::Review, sentence, object.id, line, &words));
        }
    }
    for (object, script) in scripts(case) {
        let starter = matches!(object.name(), "sitecustomize.py" | "usercustomize.py");
        let acts = (script.can(Http) || script.can(Decode)) && (script.can(Execute) || script.can(Evaluate));
        // In a wheel it lies where Python finds it at every start.
        let at_top = case.facts.objects.first().is_some_and(|root| root.kind == Kind::Wheel) && {
            let inner = object.path.rsplit("!/").next().unwrap_or_default();
            !inner.contains('/') || inner.contains(".data/")
        };
        if starter && (acts || at_top) && !case.is_example(object.id) {
            let sentence = format!("`{}` runs a line of code whenever Python starts.", object.path);
            let (line, words) = evidence(script);
            found.push(case.found(Severity::Review, sentence, object.id, line, &words));
        }
    }
    for (object, job) in case.jobs().filter(|(_, job)| job.kind == JobKind::PythonPath) {
        let line = job.command.join(" ");
        let imports = imported_acts(case, &line);
        let heavy =
            ["exec(", "eval(", "b64decode", "subprocess", "urlopen", "requests", "os.system", "socket"]
                .iter()
                .any(|mark| line.contains(mark));
        let severity = if heavy {
            Severity::Block
        } else if imports {
            Severity::Review
        } else {
            Severity::Info
        };
        let sentence = format!("`{}` runs a line of code whenever Python starts.", object.path);
        found.push(case.found(severity, sentence, object.id, 1, &line));
    }
    found
}

/// Does a line `import x` bring in a script of the artefact that fetches or decodes, and runs?
fn imported_acts(case: &Case<'_>, line: &str) -> bool {
    let names: Vec<&str> = line
        .split(';')
        .filter_map(|part| part.trim().strip_prefix("import "))
        .flat_map(|names| names.split(','))
        .map(str::trim)
        .collect();
    scripts(case).any(|(object, script)| {
        let path = object.path.rsplit("!/").next().unwrap_or(&object.path);
        let named = names.iter().any(|name| {
            let file = name.replace('.', "/");
            path == format!("{file}.py") || path == format!("{file}/__init__.py")
        });
        named && (script.can(Http) || script.can(Decode)) && (script.can(Execute) || script.can(Evaluate))
    })
}

/// D50: hidden from readers.
pub(crate) fn obfuscated(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        if script.obfuscated.is_empty() || !own(case, object) {
            return None;
        }
        let joint = joint(object, script);
        let acts = [Http, Execute, Evaluate, AutoStart, MakeExecutable]
            .iter()
            .filter(|capability| joint.contains(capability))
            .count();
        let hook = script.hook.as_deref().is_some_and(is_package_hook);
        let built = script.can(BuiltNames) && object.size_bytes < 200_000 && acts >= 2;
        let hexed = script.obfuscated.iter().any(|reason| {
            reason.contains("_0x") || reason.contains("escapes") || reason.contains("encoded command")
        });
        let by_name =
            script.obfuscated.iter().any(|reason| reason == "loads modules by names that it decodes")
                && is_application(case, object);
        let commands = script.obfuscated.iter().any(|reason| reason.starts_with("names of commands"));
        let heavy =
            hook || built || by_name || commands || (hexed && (acts >= 1 || is_application(case, object)));
        let severity = if heavy { Severity::Review } else { Severity::Info };
        let sentence = format!("`{}` is written so that people cannot read what it does.", object.path);
        Some(case.found(severity, sentence, object.id, 0, &script.obfuscated.join("; ")))
    });
    found.collect()
}

/// D60: text that was fetched is evaluated, outside of hooks.
pub(crate) fn evaluates_download(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        let joint = joint(object, script);
        let can = |capability| joint.contains(&capability);
        let short = object.size_bytes <= SHORT_BYTES;
        let application = is_application(case, object);
        // In a long script only what stands together counts, and more of it.
        let near = short || application && can(Post) && can(HostInfo);
        let fits = near
            && can(Http)
            && can(Evaluate)
            && (can(Decode) || application)
            && script.hook.is_none()
            && own(case, object);
        let text = matches!(script.language, Language::JavaScript | Language::Python | Language::PowerShell);
        let constructor = script.seen.iter().any(|seen| seen.evidence == "Function.constructor");
        (fits && text && (can(HostInfo) || can(Execute) || can(BuiltNames) || application || constructor))
            .then(|| {
                let (line, words) = evidence(script);
                let sentence = format!("`{}` downloads text, decodes it and evaluates it.", object.path);
                case.found(Severity::Review, sentence, object.id, line, &words)
            })
    });
    found.collect()
}

/// D51: `curl … | sh`, in a script that people are to start.
pub(crate) fn curl_pipe(case: &Case<'_>) -> Vec<Match> {
    let found = case.by_hand().filter_map(|step| {
        let from = match &step.action {
            Action::Download { from, runs: true, .. } => from,
            Action::Download { from, to, runs: false } if then_run(case, step.object, to) => from,
            Action::Evaluate { what }
                if ["urlopen", "requests.get", "http"].iter().any(|mark| what.contains(mark))
                    && ["exec(", "eval(", "| sh", "| bash", "eval)", "Function("]
                        .iter()
                        .any(|mark| what.contains(mark)) =>
            {
                what
            }
            _ => return None,
        };
        let sentence = format!("`{}` fetches `{from}` and runs it without looking.", case.name(step.object));
        Some(case.found(Severity::Review, sentence, step.object, step.line, &step.text))
    });
    found.collect()
}

/// Does the same script start the file that it fetched, which lies in a folder for temporary files or is made executable?
fn then_run(case: &Case<'_>, script: crate::facts::ObjectId, file: &str) -> bool {
    let mut own = case.facts.steps.iter().filter(|step| step.object == script);
    !file.is_empty()
        && file.starts_with('/')
        && own.any(|step| matches!(&step.action, Action::Run { program, .. } if program == file))
}

/// D63: a script that Windows itself runs when somebody opens it, and that starts programs.
pub(crate) fn script_host(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        let name = object.name().to_ascii_lowercase();
        let hta = name.ends_with(".hta");
        let hosted =
            hta || [".js", ".jse", ".vbs", ".vbe", ".wsf"].iter().any(|ending| name.ends_with(ending));
        let says = |words: &[&str]| {
            script.seen.iter().any(|seen| words.iter().any(|word| seen.evidence.contains(word)))
        };
        let host = says(&["WScript.Shell", "Shell.Application"]);
        let fetches = script.can(Http) || script.can(Evaluate) || hta;
        (hosted && host && fetches && own(case, object)).then(|| {
            let (line, words) = evidence(script);
            let sentence = format!("`{}` starts programs as soon as it is opened in Windows.", object.path);
            case.found(Severity::Review, sentence, object.id, line, &words)
        })
    });
    found.collect()
}

/// D61: an application's own script makes itself start at log-in.
pub(crate) fn script_persists(case: &Case<'_>) -> Vec<Match> {
    let found = scripts(case).filter_map(|(object, script)| {
        let joint = joint(object, script);
        let can = |capability| joint.contains(&capability);
        let fits = can(AutoStart)
            && can(WriteFile)
            && (can(Http) || can(HiddenPath))
            && (can(Execute) || can(MakeExecutable));
        (fits
            && own(case, object)
            && (is_application(case, object) || script.hook.is_some() || object.size_bytes <= SHORT_BYTES))
            .then(|| {
                let (line, words) = evidence(script);
                let sentence =
                    format!("`{}` downloads, writes files and makes something start by itself.", object.path);
                case.found(Severity::Review, sentence, object.id, line, &words)
            })
    });
    found.collect()
}
