//! A: what the installer does.

use super::{
    case::{Case, Match, base, is_hidden, starts_from},
    ordinary,
};
use crate::{
    facts::{Action, JobKind, Kind},
    read::windows::runs_at_login,
    report::Severity,
};

/// A01: hidden file to a place that starts things.
pub(crate) fn persist_hidden(case: &Case<'_>) -> Vec<Match> {
    let steps = case.facts.steps.iter().filter_map(|step| {
        let (from, to) = match &step.action {
            Action::Move { from, to } | Action::Copy { from, to } => (from, to),
            Action::Link { target, at } => (target, at),
            _ => return None,
        };
        starts_from(to).filter(|_| is_hidden(from))?;
        let whom = if step.as_root { "As root, the" } else { "The" };
        let action = match step.action {
            Action::Move { .. } => "moves",
            Action::Link { .. } => "links",
            _ => "copies",
        };
        let sentence = format!(
            "{whom} installer's script `{}` (line {}) {action} the hidden file `{}` to `{to}` and so makes a background job of it.{}",
            case.name(step.object),
            step.line,
            base(from),
            hidden_start(case, from)
        );
        Some(case.found(Severity::Block, sentence, step.object, step.line, &step.text))
    });
    steps.collect()
}

/// What the job in a hidden file starts, in words.
fn hidden_start(case: &Case<'_>, file: &str) -> String {
    let found = case.jobs().find(|(object, _)| object.name() == base(file));
    let Some((program, arguments)) = found.and_then(|(_, job)| job.command.split_first()) else {
        return String::new();
    };
    let hidden = is_hidden(program) || case.comes_from_hidden(program).is_some();
    let what = if hidden { "a program that the package hides" } else { "a program" };
    let with = if arguments.is_empty() {
        String::new()
    } else {
        format!(", with the argument `{}`", arguments.join(" "))
    };
    format!(" From then on `{program}`, {what}, is started at every boot{with}.")
}

/// A02: a job definition under a hidden name.
pub(crate) fn hidden_job(case: &Case<'_>) -> Vec<Match> {
    let jobs = case.jobs().filter(|(object, job)| {
        (object.is_hidden() || is_hidden(object.placed.as_deref().unwrap_or_default()))
            && job.kind != JobKind::PythonPath
    });
    jobs.map(|(object, job)| {
        let sentence = format!(
            "`{}` defines a background job (`{}`) and is stored under a hidden name.",
            object.placed.as_deref().unwrap_or_else(|| object.name()),
            job.name
        );
        case.found(Severity::Block, sentence, object.id, 0, &job.command.join(" "))
    })
    .collect()
}

/// A03: a script starts a program that is hidden, or was.
pub(crate) fn hidden_run(case: &Case<'_>) -> Vec<Match> {
    let runs = case.installed().filter_map(|step| {
        let Action::Run { program, arguments, background } = &step.action else { return None };
        let hidden = is_hidden(program) && !program.starts_with("./");
        (hidden || case.comes_from_hidden(program).is_some()).then_some(())?;
        let how = if *background { " in the background" } else { "" };
        let with = if arguments.is_empty() {
            String::new()
        } else {
            format!(" with the argument `{}`", arguments.join(" "))
        };
        let sentence = format!(
            "The script `{}` starts `{program}`, which is hidden in the package,{how}{with}.",
            case.name(step.object)
        )
        .replace(",.", ".");
        Some(case.found(Severity::Block, sentence, step.object, step.line, &step.text))
    });
    runs.collect()
}

/// A04: a background job is registered, in the open.
///
/// A distribution's package that registers the job which it brings itself says what it is; that is told and needs no decision.
pub(crate) fn persist(case: &Case<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for step in case.installed() {
        let Some((words, severity)) = registered(case, &step.action) else { continue };
        let whom = if step.as_root { ", as administrator," } else { "" };
        let sentence = format!("The installer{whom} {}.", words.trim());
        found.push(case.found(severity, sentence, step.object, step.line, &step.text));
    }
    for (object, job) in case.jobs() {
        let ordinary = case.is_debian() && case.is_ordinary_job(job);
        let auto = matches!(
            job.kind,
            JobKind::LaunchDaemon
                | JobKind::LaunchAgent
                | JobKind::WindowsService
                | JobKind::ScheduledTask
                | JobKind::RunKey
                | JobKind::Cron
                | JobKind::Autostart
        ) || (job.kind == JobKind::Launchd && in_bundle(&object.path))
            || (job.kind == JobKind::SystemdService && object.placed.is_some());
        if auto && job.starts_itself && !case.is_example(object.id) {
            let own = ordinary::is_job_in_place(case, object, job);
            let severity = if ordinary || own || job.kind == JobKind::Cron && case.is_debian() {
                Severity::Info
            } else {
                Severity::Review
            };
            let sentence = format!(
                "It brings a background job, `{}`, that starts `{}` by itself.",
                job.name,
                job.command.join(" ")
            );
            found.push(case.found(severity, sentence, object.id, 0, &job.command.join(" ")));
        }
    }
    found
}

/// What a step registers, in words, and what that weighs.
fn registered(case: &Case<'_>, action: &Action) -> Option<(String, Severity)> {
    match action {
        Action::Register { what, name, program } => {
            let from_system = matches!(what.as_str(), "init" | "systemd") || what.contains("Debian's helper");
            let ordinary = case.is_debian() && from_system && case.brings_job(name);
            let own = ordinary::is_own_registered(case, name, program);
            let severity = if ordinary || own { Severity::Info } else { Severity::Review };
            Some((format!("registers a background job ({what}) {name} {program}"), severity))
        }
        Action::Move { to, .. } | Action::Copy { to, .. } | Action::Write { to, .. } => {
            let place = starts_from(to)?;
            let ordinary = case.is_debian() && place == "the profile of every shell";
            (!ordinary).then(|| (format!("puts something into {place}: `{to}`"), Severity::Review))
        }
        Action::Registry { key, value } if runs_at_login(key) => {
            let severity =
                if ordinary::is_own_value(case, key, value) { Severity::Info } else { Severity::Review };
            Some((format!("makes Windows start something at log-in: `{key}`"), severity))
        }
        _ => None,
    }
}

fn in_bundle(path: &str) -> bool {
    path.contains(".app/") || path.contains(".pkg")
}

/// A05: a program is left running.
pub(crate) fn runs_in_background(case: &Case<'_>) -> Vec<Match> {
    let runs = case.installed().filter_map(|step| {
        let Action::Run { program, background: true, arguments } = &step.action else { return None };
        let opens = step.text.trim_start().starts_with("open ") || step.text.contains("/usr/bin/open ");
        // A page is shown in the reader's own browser.
        let page = program.starts_with("https://") && arguments.iter().all(|word| word.trim().is_empty());
        let harmless = matches!(base(program), "wait" | "sleep" | "true") || page;
        (!opens && !harmless).then(|| {
            let sentence = format!(
                "The script `{}` leaves `{program}` running in the background.",
                case.name(step.object)
            );
            let severity = if ordinary::is_own_start(case, program, arguments) {
                Severity::Info
            } else {
                Severity::Review
            };
            case.found(severity, sentence, step.object, step.line, &step.text)
        })
    });
    runs.collect()
}

/// A06: administrator's rights.
pub(crate) fn asks_for_root(case: &Case<'_>) -> Vec<Match> {
    let packages = case.facts.objects.iter().filter_map(|object| {
        let package =
            object.package.as_deref().filter(|package| package.needs_root && package.format != "deb")?;
        let sentence = format!("The installer of `{}` asks for administrator's rights.", package.name);
        Some(case.found(Severity::Info, sentence, object.id, 0, &package.hooks.join(", ")))
    });
    packages.collect()
}

/// A07: the installer fetches something itself.
pub(crate) fn downloads(case: &Case<'_>) -> Vec<Match> {
    let persists =
        persist(case).iter().any(|found| found.severity > Severity::Info) || !hidden_job(case).is_empty();
    let downloads = case.steps().filter_map(|step| {
        let Action::Download { from, runs, .. } = &step.action else { return None };
        let by_hand = step.when == crate::facts::When::ByHand;
        if by_hand && !*runs {
            return None;
        }
        let severity = if *runs && persists && !by_hand { Severity::Block } else { Severity::Review };
        let then = if *runs { " and runs what comes back" } else { "" };
        let sentence = format!("The script `{}` itself downloads `{from}`{then}.", case.name(step.object));
        Some(case.found(severity, sentence, step.object, step.line, &step.text))
    });
    downloads.collect()
}

/// A08: traces are removed.
pub(crate) fn deletes_itself(case: &Case<'_>) -> Vec<Match> {
    let steps = case.installed().filter_map(|step| {
        let Action::Delete { path } = &step.action else { return None };
        let own = matches!(path.as_str(), "$0" | "%0")
            || path.ends_with(".pkg")
            || path.contains("/receipts/")
            || path.contains("PackageKit/")
            || path.ends_with(".msi");
        own.then(|| {
            let sentence = format!(
                "The script `{}` deletes the installer or its traces: `{path}`.",
                case.name(step.object)
            );
            case.found(Severity::Review, sentence, step.object, step.line, &step.text)
        })
    });
    steps.collect()
}

/// A09: a table of the installer runs a program of its own, with rights or in secret.
pub(crate) fn table_runs(case: &Case<'_>) -> Vec<Match> {
    let steps = case.installed().filter(|step| step.line == 0 && step.as_root).filter_map(|step| {
        let Action::Run { program, arguments, .. } = &step.action else { return None };
        let object = case.facts.object(step.object)?;
        (object.kind == Kind::Msi).then_some(())?;
        let ours = case.program(program);
        let unsigned =
            ours.is_some_and(|program| program.signature.as_ref().is_none_or(|signature| signature.ad_hoc));
        let hidden = ours.is_some_and(crate::facts::Object::is_hidden) || is_hidden(program);
        let severity =
            if unsigned && (hidden || can_fetch(ours)) { Severity::Block } else { Severity::Review };
        let sentence =
            format!("While it is installed, `{program} {}` is run as SYSTEM.", arguments.join(" "));
        Some(case.found(severity, sentence, step.object, 0, &step.text))
    });
    steps.collect()
}

fn can_fetch(object: Option<&crate::facts::Object>) -> bool {
    use crate::facts::Capability::{Execute, Http};
    object
        .and_then(|object| object.executable.as_ref())
        .is_some_and(|program| program.can(Http) && program.can(Execute))
}

/// A12: a job whose program is hidden.
pub(crate) fn job_runs_hidden(case: &Case<'_>) -> Vec<Match> {
    let jobs = case.jobs().filter_map(|(object, job)| {
        let program = job.command.first()?;
        let interpreted = matches!(
            base(program),
            "sh" | "bash" | "python3" | "python" | "node" | "env" | "perl" | "osascript"
        );
        let target = if interpreted {
            job.command.iter().skip(1).find(|word| !word.starts_with('-'))?
        } else {
            program
        };
        let hidden = is_hidden(target) || case.comes_from_hidden(target).is_some();
        (hidden && job.kind != JobKind::PythonPath).then(|| {
            let sentence = format!("The job `{}` starts `{target}`, which is hidden.", job.name);
            case.found(Severity::Block, sentence, object.id, 0, &job.command.join(" "))
        })
    });
    // A script that is itself put where things start.
    let placed = case.steps().filter_map(|step| {
        let Action::Run { program, .. } = &step.action else { return None };
        let object = case.facts.object(step.object)?;
        let place = object.placed.as_deref()?;
        let starts = starts_from(place).is_some()
            || place.contains("/dispatcher.d/")
            || place.contains("/update-motd.d/")
            || place.contains("/if-up.d/");
        (starts && is_hidden(program) && !program.starts_with("./")).then(|| {
            let sentence = format!("The job `{place}` starts `{program}`, which is hidden.");
            case.found(Severity::Block, sentence, step.object, step.line, &step.text)
        })
    });
    let fetching = case.jobs().filter_map(|(object, job)| {
        let line = job.command.join(" ");
        let fetches = ["curl ", "wget "].iter().any(|mark| line.contains(mark))
            && ["| sh", "|sh", "| bash", "|bash", "$("].iter().any(|mark| line.contains(mark));
        (fetches && !case.is_example(object.id)).then(|| {
            let sentence = format!("The job `{}` downloads something and runs it.", job.name);
            case.found(Severity::Block, sentence, object.id, 0, &line)
        })
    });
    let written = case.steps().filter_map(|step| {
        let Action::Write { to, content } = &step.action else { return None };
        starts_from(to).filter(|_| !ordinary::is_search_path(case, &step.action))?;
        let hidden = content
            .split(['\n', ' ', '<', '>', '=', '"', '\''])
            .find(|word| word.contains("/.") && is_hidden(word) && !word.contains("/./"))?;
        let sentence = format!(
            "The script `{}` writes a job, `{to}`, that starts `{hidden}`, which is hidden.",
            case.name(step.object)
        );
        Some(case.found(Severity::Block, sentence, step.object, step.line, &step.text))
    });
    jobs.chain(placed).chain(fetching).chain(written).collect()
}

/// A13: other places that start things, from scripts that people start; and ld.so.preload.
pub(crate) fn other_places(case: &Case<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for step in case.steps() {
        let words = match &step.action {
            Action::Write { to, .. } | Action::Move { to, .. } | Action::Copy { to, .. } => {
                starts_from(to).map(|place| (place, to.clone()))
            }
            Action::Register { what, name, .. }
                if step.when == crate::facts::When::ByHand
                    && what != "systemd"
                    && !what.contains("Debian")
                    && what != "init" =>
            {
                Some(("the jobs of the system", format!("{what} {name}")))
            }
            _ => None,
        };
        let Some((place, to)) = words else { continue };
        let preload = place == "ld.so.preload";
        let by_hand = step.when == crate::facts::When::ByHand;
        if !preload && (!by_hand || ordinary::starts_nothing(case, &step.action, place)) {
            continue;
        }
        let asked = ordinary::is_on_demand(&step.text, &to)
            || ordinary::is_asked_for(case, step.object, &step.text, &to);
        let severity = match (preload, asked) {
            (true, _) => Severity::Block,
            (false, true) => Severity::Info,
            (false, false) => Severity::Review,
        };
        let sentence = format!("The script `{}` adds itself to {place}: `{to}`.", case.name(step.object));
        found.push(case.found(severity, sentence, step.object, step.line, &step.text));
    }
    for (object, job) in case.jobs().filter(|(_, job)| job.kind == JobKind::Other) {
        let preload = object.placed.as_deref() == Some("/etc/ld.so.preload");
        if preload {
            let sentence =
                "It puts a library into every program that is started (`/etc/ld.so.preload`).".to_owned();
            found.push(case.found(Severity::Block, sentence, object.id, 0, &job.command.join(" ")));
        }
    }
    found
}

/// A14: protection is taken away.
pub(crate) fn unprotects(case: &Case<'_>) -> Vec<Match> {
    let steps = case.steps().filter_map(|step| {
        let Action::Unprotect { what } = &step.action else { return None };
        let also = case
            .facts
            .steps
            .iter()
            .filter(|other| other.object == step.object && other.line != step.line)
            .any(|other| {
                matches!(
                    other.action,
                    Action::Unprotect { .. }
                        | Action::Run { .. }
                        | Action::Move { .. }
                        | Action::Copy { .. }
                        | Action::Download { .. }
                        | Action::Register { .. }
                )
            });
        let by_hand = step.when == crate::facts::When::ByHand;
        let severity = if by_hand && !also { Severity::Review } else { Severity::Block };
        let sentence = format!("The script `{}` switches protection off: `{what}`.", case.name(step.object));
        Some(case.found(severity, sentence, step.object, step.line, &step.text))
    });
    steps.collect()
}

/// A15: Windows starts something at log-in, by a script.
pub(crate) fn run_key(case: &Case<'_>) -> Vec<Match> {
    let steps = case.by_hand().filter_map(|step| {
        let Action::Registry { key, .. } = &step.action else { return None };
        runs_at_login(key).then(|| {
            let sentence =
                format!("The script `{}` makes Windows start something at log-in.", case.name(step.object));
            case.found(Severity::Review, sentence, step.object, step.line, &step.text)
        })
    });
    steps.collect()
}

/// A17: a certificate is trusted for everything.
pub(crate) fn trusts_certificate(case: &Case<'_>) -> Vec<Match> {
    let steps = case.steps().filter_map(|step| {
        let Action::TrustCertificate { what } = &step.action else { return None };
        let severity =
            if step.when == crate::facts::When::ByHand { Severity::Review } else { Severity::Block };
        let sentence = format!(
            "The script `{}` makes the whole system trust a certificate: `{what}`.",
            case.name(step.object)
        );
        Some(case.found(severity, sentence, step.object, step.line, &step.text))
    });
    steps.collect()
}
