//! What makes a job, a start or a download an ordinary one: it is told, and needs no decision by a person.
//!
//! A job is ordinary when the package brings it in the open, in the package's own name, starts with it a program that the package
//! brings in the open and that does nothing else to look at, and the installer does nothing besides. Every one of these is missing in
//! the published attacks: they hide the job or its program, borrow a name, hand over a word that the program waits for, or start
//! a script that fetches.

use super::case::{Case, base, is_hidden, starts_from};
use crate::facts::{Action, Capability::*, Job, Kind, Object, When};

/// Words in names of jobs that say nothing about whose they are.
#[rustfmt::skip]
const EVERYBODYS: [&str; 31] = [
    "com", "org", "net", "app", "dev", "test", "example", "invalid", "local", "plist", "pkg", "helper", "agent", "daemon", "service", "updater", "update",
    "updates", "launcher", "background", "system", "software", "install", "installer", "setup", "apple", "microsoft", "google", "windows", "macos", "main",
];

/// Letters and digits, small.
fn condensed(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Is a name that of one of these products: a telling part of it occurs in one, or one in it?
fn agrees(name: &str, products: &[String]) -> bool {
    let whole = condensed(base(name));
    let known = |product: &String| {
        product.len() > 3 && !EVERYBODYS.contains(&product.as_str()) && whole.contains(product.as_str())
    };
    products.iter().any(known)
        || base(name).split(['.', '_', '-', ' ']).map(condensed).any(|part| {
            part.len() > 3
                && !EVERYBODYS.contains(&part.as_str())
                && products.iter().any(|product| product.contains(&part))
        })
}

/// Names of what the artefact is, by its packages and bundles.
fn products(case: &Case<'_>) -> Vec<String> {
    let packages = case.facts.objects.iter().filter_map(|object| object.package.as_deref());
    let named = packages.flat_map(|package| {
        let name = package.name.trim_end_matches(".pkg");
        let last =
            name.rsplit('.').find(|part| !EVERYBODYS.contains(&condensed(part).as_str())).unwrap_or(name);
        [condensed(last), condensed(name)]
    });
    named.filter(|name| name.len() > 3).collect()
}

/// A program that the artefact brings, seen by everybody, that cannot fetch and start others unchecked, and hides nothing.
fn is_plain_program(object: &Object) -> bool {
    let Some(program) = &object.executable else { return false };
    let fetches = program.can(Http) || program.can(Socket);
    let starts = program.can(Execute) || program.can(LoadFromMemory) || program.can(Inject);
    let checked = program.can(VerifiesSignature);
    let steals = program.can(WalletStore)
        || program.can(BrowserStore)
        || program.can(Keyboard)
        || program.can(Decrypt) && fetches;
    let hidden = object.is_hidden() || is_hidden(object.placed.as_deref().unwrap_or_default());
    let packed = program.packer.is_some() || program.xored.is_some() || program.unusual_start;
    let acts = fetches && starts && !checked;
    !(hidden || packed || acts || steals)
}

/// Words behind a program that an ordinary one is started with: options, or files of its own.
fn are_plain<'words>(arguments: impl IntoIterator<Item = &'words String>) -> bool {
    arguments.into_iter().all(|word| word.starts_with('-') && !word.contains("://") && word.len() < 60)
}

/// Does the installer do nothing but place files, set modes, register and tell?
fn installs_plainly(case: &Case<'_>) -> bool {
    case.facts.steps.iter().filter(|step| matches!(step.when, When::BeforeInstall | When::Install)).all(
        |step| match &step.action {
            Action::Move { from, to } | Action::Copy { from, to } => {
                !is_hidden(from) && !is_hidden(to) && starts_from(to).is_none()
            }
            Action::Write { to, .. } => starts_from(to).is_none() && !is_hidden(to),
            Action::Link { target, at } => !is_hidden(target) && !is_hidden(at) && starts_from(at).is_none(),
            Action::Mode { path, .. } | Action::Delete { path } => {
                !is_hidden(path) && !path.contains("/receipts/") && path != "$0"
            }
            Action::Register { .. } | Action::Account { .. } | Action::Registry { .. } => true,
            Action::Run { program, background, .. } => {
                !is_hidden(program) && (!background || is_own_start(case, program, &[]))
            }
            // An application is asked to end before it is replaced.
            Action::Evaluate { what } => {
                what.contains("osascript") && what.ends_with("to quit") && !what.contains("shell")
            }
            Action::Hide { .. }
            | Action::Download { .. }
            | Action::Unprotect { .. }
            | Action::TrustCertificate { .. }
            | Action::Privilege { .. }
            | Action::AskPassword { .. } => false,
        },
    )
}

/// The answer of the declaration: who says that nothing starts by itself is held to it.
fn is_denied(case: &Case<'_>) -> bool {
    case.declaration.and_then(|declaration| declaration.answer(crate::declaration::Topic::AutoStart))
        == Some(false)
}

/// A program that was brought, by the path or name under which something starts it.
fn brought<'facts>(case: &Case<'facts>, path: &str) -> Option<&'facts Object> {
    let name = base(path);
    let all = || case.facts.objects.iter().filter(|object| object.kind.is_executable());
    all()
        .find(|object| {
            object.placed.as_deref() == Some(path) || path == object.placed.as_deref().unwrap_or("\0")
        })
        .or_else(|| all().find(|object| !name.is_empty() && object.name() == name))
}

/// Programs of a Windows Installer bear the keys of its table of files, so that all of them answer for the one that is started.
fn is_brought_plainly(case: &Case<'_>, program: &str) -> bool {
    match brought(case, program) {
        // Both halves of a fat program stand in it.
        Some(object) if object.executable.is_some() => is_plain_program(object),
        Some(object) => {
            let parts: Vec<&Object> = case
                .facts
                .objects
                .iter()
                .filter(|part| part.parent == Some(object.id) && part.executable.is_some())
                .collect();
            !parts.is_empty() && parts.into_iter().all(is_plain_program) && !object.is_hidden()
        }
        None => {
            let msi = case.facts.objects.iter().any(|object| object.kind == Kind::Msi);
            let programs: Vec<&Object> =
                case.facts.objects.iter().filter(|object| object.executable.is_some()).collect();
            msi && !program.contains(['/', '\\', '$', '%'])
                && !programs.is_empty()
                && programs.into_iter().all(is_plain_program)
        }
    }
}

/// Is a job one that the artefact brings in the open, in its own name, and that starts nothing but its own plain program?
///
/// `name`: of the job; `command`: what it starts.
pub(super) fn is_own_job(case: &Case<'_>, name: &str, command: &[String]) -> bool {
    let Some((program, arguments)) = command.split_first() else { return false };
    let mut products = products(case);
    products.push(condensed(base(program).trim_end_matches(".exe")));
    let own_name = agrees(name, &products) && !name.to_lowercase().starts_with("com.apple.");
    own_name
        && !is_denied(case)
        && !is_hidden(name)
        && !is_hidden(program)
        && !program.starts_with("/tmp/")
        && !program.starts_with("/var/tmp/")
        && !program.starts_with("/private/")
        && are_plain(arguments)
        && is_brought_plainly(case, program)
        && installs_plainly(case)
}

/// Is the job that a step registers one of these?
pub(super) fn is_own_registered(case: &Case<'_>, name: &str, program: &str) -> bool {
    let words: Vec<String> = program.split_whitespace().map(str::to_owned).collect();
    let by_file = case.jobs().find(|(object, job)| {
        let placed = object.placed.as_deref().unwrap_or_default();
        placed == name && starts_from(placed).is_some() || !job.name.is_empty() && job.name == name
    });
    match by_file {
        Some((object, job)) => is_job_in_place(case, object, job),
        // A service of a table names its program itself.
        None => !words.is_empty() && is_own_job(case, name, &words),
    }
}

/// Is a job in a file one of these: placed where such jobs lie, by the package itself?
pub(super) fn is_job_in_place(case: &Case<'_>, object: &Object, job: &Job) -> bool {
    let placed = object.placed.as_deref();
    let in_place = object.kind == Kind::Msi
        || placed.is_some_and(|placed| starts_from(placed).is_some() && !is_hidden(placed));
    in_place && !object.is_hidden() && is_own_job(case, &job.name, &job.command)
}

/// Is what is left running the artefact's own plain program in its own folder, started as the one who installs would start it?
pub(super) fn is_own_start(case: &Case<'_>, program: &str, arguments: &[String]) -> bool {
    let folder = program.starts_with("$INSTDIR\\") || program.starts_with("$INSTDIR/");
    let installer = case.facts.objects.first().is_some_and(|object| object.kind == Kind::Nsis);
    folder
        && installer
        && are_plain(arguments.iter().filter(|word| !word.is_empty()))
        && !is_denied(case)
        && brought_by_name(case, program)
}

/// A plain program of this name, among the files of an installer, beside nothing that is not plain.
fn brought_by_name(case: &Case<'_>, program: &str) -> bool {
    let name = base(program.trim_matches('"'));
    let found = case
        .facts
        .objects
        .iter()
        .find(|object| object.executable.is_some() && object.name().eq_ignore_ascii_case(name));
    !name.is_empty() && found.is_some_and(is_plain_program)
}

/// Does a value of Windows start the artefact's own plain program, in its own folder, under its own name, for one person only?
pub(super) fn is_own_value(case: &Case<'_>, key: &str, value: &str) -> bool {
    let value = value.trim();
    let (program, rest) = match value.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((program, rest)) => (program, rest),
        None => value.split_once(' ').unwrap_or((value, "")),
    };
    let arguments: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
    let stem = condensed(base(program).trim_end_matches(".exe"));
    let ordinary_key = key.to_lowercase().contains("\\microsoft\\windows\\currentversion\\run\\");
    ordinary_key
        && program.starts_with("$INSTDIR")
        && agrees(base(key), &[stem])
        && are_plain(&arguments)
        && brought_by_name(case, program)
        && !is_denied(case)
        && installs_plainly(case)
}

/// Is a service that a script adds one that people start themselves, in the name of the program beside the script?
pub(super) fn is_on_demand(line: &str, name: &str) -> bool {
    let lower = line.to_lowercase();
    let creates = lower.contains("sc create") || lower.contains("sc.exe create");
    let by_itself =
        ["start= auto", "start=auto", "start= delayed", "start=delayed", "start= boot", "start= system"]
            .iter()
            .any(|mark| lower.contains(mark));
    let path = lower.split("binpath=").nth(1).unwrap_or_default();
    let own_folder =
        path.contains("%~dp0") || path.contains("%programfiles%") || path.contains("c:\\program files");
    let interpreter = ["cmd", "powershell", "wscript", "mshta", "rundll32", "temp", "appdata", "programdata"]
        .iter()
        .any(|word| path.contains(word));
    let named = name
        .split_whitespace()
        .find(|word| !matches!(word.to_lowercase().as_str(), "sc" | "sc.exe" | "create" | "service"))
        .unwrap_or_default();
    let stem = condensed(
        path.split(".exe").next().unwrap_or_default().rsplit(['\\', '/', '0']).next().unwrap_or_default(),
    );
    let said = condensed(named);
    let agrees = stem.len() > 3
        && said.len() > 3
        && (stem.contains(&said)
            || said.contains(&stem)
            || stem.chars().zip(said.chars()).take_while(|(one, other)| one == other).count() > 5);
    creates && !by_itself && own_folder && !interpreter && agrees
}

/// Does a step, which writes to a place from which things start, start nothing all the same?
pub(super) fn starts_nothing(case: &Case<'_>, action: &Action, place: &str) -> bool {
    // Rules of udev say to whom a device belongs; those that start something are jobs.
    let rules = |from: &str| {
        let mut files = case.facts.objects.iter().filter(|object| object.name() == base(from)).peekable();
        files.peek().is_some() && files.all(|file| file.kind == Kind::Text && file.job.is_none())
    };
    is_search_path(case, action)
        || place == "udev"
            && matches!(action, Action::Copy { from, .. } if from.ends_with(".rules") && rules(from))
}

/// Does a step write nothing into the profile of a shell but where programs are found, in a package without a program that
/// would be found in place of one that everybody uses?
pub(super) fn is_search_path(case: &Case<'_>, action: &Action) -> bool {
    #[rustfmt::skip]
    const EVERYBODYS: [&str; 26] = [
        "sudo", "su", "doas", "ssh", "scp", "ls", "cat", "git", "curl", "wget", "bash", "sh", "zsh", "python", "python3", "pip", "pip3", "node", "npm", "npx", "brew", "apt", "docker", "gpg", "openssl", "security",
    ];
    let Action::Write { to, content } = action else { return false };
    // One line alone: what stands behind a comment would be run.
    let content = content.trim();
    if content.contains(['\n', '\r']) {
        return false;
    }
    let line = content.split('#').next().unwrap_or_default().trim();
    let Some(list) = line.strip_prefix("export PATH=") else { return false };
    let list = list.trim_matches('"');
    let folders: Vec<&str> = list.split(':').collect();
    let plain = |folder: &&str| {
        folder.chars().all(|letter| letter.is_alphanumeric() || "$/._-{}".contains(letter))
            && !is_hidden(&folder.replace("/.local/", "/"))
            && !folder.contains("/tmp")
    };
    let shadows = |object: &Object| EVERYBODYS.contains(&object.name().to_lowercase().as_str());
    to.contains("/.")
        && folders.len() > 1
        && folders.iter().all(plain)
        && folders.iter().any(|folder| matches!(*folder, "$PATH" | "${PATH}"))
        && !case.facts.objects.iter().any(shadows)
}

/// Does a line act only when somebody asks for it by an option, in a script that undoes it, too?
pub(super) fn is_asked_for(case: &Case<'_>, object: crate::facts::ObjectId, line: &str, to: &str) -> bool {
    let trimmed = line.trim_start();
    let option = trimmed.starts_with("--")
        && trimmed
            .split(')')
            .next()
            .is_some_and(|word| word.len() < line.len() && !word.contains(char::is_whitespace));
    let undone = case.facts.steps.iter().any(|step| {
        step.object == object
            && matches!(&step.action, Action::Delete { path } if path == to || path.starts_with(to.trim_end_matches('/')) && to.ends_with('/'))
    });
    option && undone && !is_denied(case)
}
