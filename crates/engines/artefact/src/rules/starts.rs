//! A77, B70 to D76: what fetches and starts, joined more widely: with a start of its own, over a small package, in a place that
//! something else runs.

use super::{
    case::{Case, Match, base},
    programs::{SMALL_BYTES, programs, unsigned},
    scripts::{evidence, is_application, joint, own, scripts},
};
use crate::{
    facts::{Action, Capability, Capability::*, Executable, JobKind, Kind, Language, Object, Script, Step},
    report::Severity,
};

/// Scripts of a package that is there for one thing only.
const FEW_SCRIPTS: usize = 12;

/// B70: a program that fetches, starts programs and makes something start by itself.
pub(crate) fn program_stays(case: &Case<'_>) -> Vec<Match> {
    unchecked(case, &[AutoStart, Http, Execute], |object, program| {
        (!program.library).then(|| {
            format!(
                "`{}` (not signed) can fetch files, start programs and make something start by itself, and verifies nothing.",
                object.name()
            )
        })
    })
}

/// B71: a library that does a program's work.
pub(crate) fn library_acts(case: &Case<'_>) -> Vec<Match> {
    unchecked(case, &[Http, HostInfo, Execute, MakeExecutable], |object, program| {
        (program.library && matches!(object.kind, Kind::MachO | Kind::Pe)).then(|| {
            format!(
                "The library `{}` (not signed) can tell the computer's name, fetch files, make them executable and start programs.",
                object.name()
            )
        })
    })
}

/// Small programs that nobody signed, that verify nothing and can do all of this; `told` says so of those that it is about.
fn unchecked(
    case: &Case<'_>,
    all: &[Capability],
    told: impl Fn(&Object, &Executable) -> Option<String>,
) -> Vec<Match> {
    let found = programs(case).filter(|(object, program)| {
        all.iter().all(|capability| program.can(*capability))
            && !program.can(VerifiesSignature)
            && unsigned(object)
            && object.size_bytes <= SMALL_BYTES
            && !case.is_debian()
    });
    let told = found.filter_map(|(object, program)| {
        let words: Vec<&str> = program.seen.iter().map(|seen| seen.evidence.as_str()).collect();
        Some(case.found(Severity::Review, told(object, program)?, object.id, 0, &words.join(", ")))
    });
    told.collect()
}

/// D72: fetched, written, made executable and started, in a place that runs by itself, and no digest is compared.
pub(crate) fn fetches_and_starts(case: &Case<'_>) -> Vec<Match> {
    let small = is_small_python(case);
    let found = scripts(case).filter_map(|(object, script)| {
        let joint = joint(object, script);
        let can = |capability| joint.contains(&capability);
        let carried =
            can(Http) && can(WriteFile) && (can(MakeExecutable) || can(DynamicLoad) && can(TemporaryPath));
        let starts = can(Execute) || can(DynamicLoad);
        let checked = can(VerifiesSignature) || can(ChecksDigest);
        let by_itself = is_application(case, object)
            || script.hook.as_deref().is_some_and(|hook| hook == "activation" || hook == "setup.py")
            || small && script.language == Language::Python;
        (carried && starts && !checked && by_itself && own(case, object)).then(|| {
            let (line, words) = evidence(script);
            let sentence = format!(
                "`{}` downloads a program, makes it executable and starts it, and compares no digest.",
                object.path
            );
            case.found(Severity::Review, sentence, object.id, line, &words)
        })
    });
    found.collect()
}

/// Are there few scripts of Python, so that none is lost in a library?
fn is_small_python(case: &Case<'_>) -> bool {
    let python = scripts(case).filter(|(_, script)| script.language == Language::Python).count();
    !case.is_debian() && python <= FEW_SCRIPTS
}

/// D73: text that was fetched is evaluated, over the few scripts of one application.
pub(crate) fn few_evaluate(case: &Case<'_>) -> Vec<Match> {
    let members: Vec<(&Object, &Script)> = scripts(case)
        .filter(|(object, script)| {
            own(case, object) && is_application(case, object) && script.language == Language::JavaScript
        })
        .collect();
    if members.is_empty() || members.len() > FEW_SCRIPTS {
        return Vec::new();
    }
    let all: Vec<_> = members.iter().flat_map(|(object, script)| joint(object, script)).collect();
    let can = |capability| all.contains(&capability);
    let fetched = can(Http) && can(Evaluate) && can(Decode) && (can(Post) || can(HostInfo));
    let dropped = can(Http) && can(WriteFile) && can(Execute) && (can(MakeExecutable) || can(AutoStart));
    if !fetched && !dropped || can(VerifiesSignature) || can(ChecksDigest) {
        return Vec::new();
    }
    let telling = members.iter().filter(|(_, script)| {
        [Http, Execute, Evaluate, WriteFile].iter().any(|capability| script.can(*capability))
    });
    let pieces = telling.take(8).map(|(object, script)| {
        let (line, words) = evidence(script);
        case.at(object.id, line, &words)
    });
    let sentence = if fetched {
        "The few scripts of this application together download text, decode it and evaluate it."
    } else {
        "The few scripts of this application together download a program, write it and start it, and compare no digest."
    };
    vec![Match { sentence: sentence.to_owned(), severity: Severity::Review, evidence: pieces.collect() }]
}

/// D74: an editor or the version control of a folder runs something as soon as the folder is opened or used.
pub(crate) fn folder_runs(case: &Case<'_>) -> Vec<Match> {
    let hooks = case.facts.objects.iter().filter_map(|object| {
        let hook = object.path.contains(".git/hooks/")
            && !object.name().ends_with(".sample")
            && object.script.is_some()
            && !case.is_debian();
        hook.then(|| {
            let sentence =
                format!("`{}` runs whenever somebody works with this folder under Git.", object.path);
            case.found(
                Severity::Review,
                sentence,
                object.id,
                0,
                "a hook of Git is handed out with the folder",
            )
        })
    });
    let tasks = case.facts.objects.iter().filter_map(|object| {
        let package = object.package.as_ref().filter(|package| package.format == "editor-tasks")?;
        let told = package.hooks.iter().find(|task| {
            let fetches =
                ["curl ", "wget ", "http", "powershell", "base64"].iter().any(|mark| task.contains(mark));
            task.starts_with("unseen: ") || fetches
        })?;
        let sentence = format!("`{}` starts a command when the folder is opened in an editor.", object.path);
        Some(case.found(Severity::Review, sentence, object.id, 0, told))
    });
    hooks.chain(tasks).collect()
}

/// D75: reads the clipboard, knows addresses of wallets and puts something else there.
pub(crate) fn clipboard_swapped(case: &Case<'_>) -> Vec<Match> {
    let all: Vec<(&Object, &Script)> = scripts(case).filter(|(object, _)| own(case, object)).collect();
    if all.len() > 4 * FEW_SCRIPTS {
        return Vec::new();
    }
    let who = |capability| all.iter().find(|(_, script)| script.can(capability));
    let (Some(reads), Some(writes), Some(knows)) =
        (who(Clipboard), who(ClipboardWrite), who(WalletAddresses))
    else {
        return Vec::new();
    };
    let piece = |(object, script): &(&Object, &Script)| case.at(object.id, 0, &evidence(script).1);
    let sentence = "Its scripts read the clipboard, know what addresses of wallets look like, and put something else there.";
    let evidence = vec![piece(reads), piece(writes), piece(knows)];
    vec![Match { sentence: sentence.to_owned(), severity: Severity::Review, evidence }]
}

/// D76: keys of wallets and passwords are looked for, in a folder whose scripts can send.
pub(crate) fn secrets_sent(case: &Case<'_>) -> Vec<Match> {
    let all: Vec<(&Object, &Script)> = scripts(case).filter(|(object, _)| own(case, object)).collect();
    if all.len() > 4 * FEW_SCRIPTS {
        return Vec::new();
    }
    let found = all.iter().filter_map(|(object, script)| {
        let stores = script.can(WalletStore) && (script.can(BrowserStore) || script.can(Keychain));
        let folder = object.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let sends = all.iter().any(|(other, script)| {
            other.id != object.id && other.path.starts_with(folder) && (script.can(Http) || script.can(Socket))
        });
        (stores && sends && !script.can(Http) && !case.is_example(object.id)).then(|| {
            let sentence = format!(
                "`{}` names the places where wallets and browsers keep secrets, and a script beside it can send.",
                object.path
            );
            case.found(Severity::Review, sentence, object.id, 0, &evidence(script).1)
        })
    });
    found.collect()
}

/// A77: the system itself starts a program of the package at times that nobody thinks of, and that program fetches.
pub(crate) fn system_hook(case: &Case<'_>) -> Vec<Match> {
    let found = case.jobs().filter(|(_, job)| job.kind == JobKind::Other).filter_map(|(object, job)| {
        let placed = object.placed.as_deref().unwrap_or_default();
        let fetches_itself =
            job.command.iter().any(|word| matches!(base(word), "curl" | "wget" | "nc" | "bash" | "at"))
                && (placed.contains("/udev/") || placed.contains("/apt.conf.d/"));
        // A command that lies packed among documents.
        let has = |names: &[&str]| job.command.iter().any(|word| names.contains(&base(word)));
        let unpacks = has(&["gzip", "zcat", "xz", "xzcat", "bzcat", "base64", "openssl", "xxd"])
            && job.command.iter().any(|word| word == "|")
            && has(&["sh", "bash", "dash"]);
        let fetches_itself = fetches_itself || unpacks;
        let started = case.facts.objects.iter().find(|other| {
            let path = other.placed.as_deref().unwrap_or_default();
            let named = || {
                job.command.iter().any(|word| word.trim_matches(['\'', '"', ';', '&']) == path)
                    || case.facts.steps.iter().any(|step| {
                        step.object == object.id
                            && matches!(&step.action, Action::Run { program, .. } if program == path)
                    })
            };
            // Unseen, at every log-in.
            let behind = || {
                placed.starts_with("/etc/profile.d/")
                    && case.facts.steps.iter().any(|step| {
                        step.object == object.id
                            && matches!(&step.action, Action::Run { program, background: true, .. } if program == path)
                    })
            };
            path.len() > 4
                && other.id != object.id
                && (behind() || (fetches(case, other) || is_called_data(other)) && named())
        });
        if !fetches_itself && started.is_none() {
            return None;
        }
        let what = started.map_or("a command that fetches or unpacks something", |other| other.name());
        let sentence = if started.is_some_and(is_called_data) {
            format!("`{placed}` makes the system itself start `{what}`, a script under the name of data.")
        } else {
            format!("`{placed}` makes the system itself start `{what}`, which downloads or starts others.")
        };
        Some(case.found(Severity::Review, sentence, object.id, 0, &job.command.join(" ")))
    });
    found.collect()
}

/// Is it a script whose name says that it is an image, a font, a table or a text?
fn is_called_data(object: &Object) -> bool {
    const DATA: [&str; 22] = [
        "img", "bin", "dat", "db", "rom", "fw", "png", "jpg", "jpeg", "gif", "ico", "svg", "woff", "woff2",
        "ttf", "otf", "mo", "txt", "md", "log", "csv", "pdf",
    ];
    let ending = object.name().rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    (object.script.is_some() || object.kind == Kind::Script)
        && ending.is_some_and(|ending| DATA.contains(&ending.as_str()))
}

/// Does a script start what it downloaded, or a program fetch and start?
fn fetches(case: &Case<'_>, object: &Object) -> bool {
    let own = || case.facts.steps.iter().filter(|step| step.object == object.id);
    let by_steps = own().any(|step| match &step.action {
        Action::Download { runs: true, .. } => true,
        Action::Download { to, runs: false, .. } => {
            let starts = |step: &&Step| matches!(&step.action, Action::Run { program, .. } if program == to);
            !to.is_empty() && own().any(|step| starts(&step))
        }
        _ => false,
    });
    let script = object.script.as_deref().is_some_and(|script| {
        script.language != Language::Shell
            && script.can(Http)
            && script.can(Execute)
            && script.can(MakeExecutable)
    });
    let program =
        object.executable.as_deref().is_some_and(|program| program.can(Http) && program.can(Execute));
    by_steps || script || program
}
