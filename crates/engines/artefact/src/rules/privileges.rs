//! A18 to A22: rights, passwords, and what an installer hides or arms.

use super::case::{Case, Match, is_hidden};
use crate::{facts::Action, report::Severity};

/// A18: drivers, extensions, accounts.
pub(crate) fn privileges(case: &Case<'_>) -> Vec<Match> {
    let steps = case.installed().filter_map(|step| {
        let (what, severity) = match &step.action {
            Action::Privilege { what } => {
                (what, if case.is_debian() { Severity::Info } else { Severity::Review })
            }
            Action::Account { what } => {
                (what, if case.is_debian() { Severity::Info } else { Severity::Review })
            }
            // Everybody who starts it has the rights of its owner; a distribution does that only where its programs are.
            Action::Mode { path, mode }
                if set_uid(mode) && !(case.is_debian() && path.starts_with("/usr/")) =>
            {
                (path, Severity::Review)
            }
            // dpkg keeps what an administrator changed beside the file, and its scripts put it back.
            Action::Move { from, to } | Action::Copy { from, to }
                if case.is_debian()
                    && from.strip_prefix(to.as_str()).is_some_and(|rest| rest.starts_with(".dpkg-")) =>
            {
                return None;
            }
            Action::Write { to, .. } | Action::Copy { to, .. } | Action::Move { to, .. }
                if [
                    "/etc/sudoers",
                    "/etc/pam.d",
                    "/Library/Extensions",
                    "SecurityAgentPlugins",
                    "/.ssh/authorized_keys",
                ]
                .iter()
                .any(|place| to.contains(place)) =>
            {
                (to, Severity::Review)
            }
            _ => return None,
        };
        let sentence = format!("The installer changes who may do what on the whole system: `{what}`.");
        Some(case.found(severity, sentence, step.object, step.line, &step.text))
    });
    steps.collect()
}

/// `4755`, `u+s`.
fn set_uid(mode: &str) -> bool {
    let digits = mode.trim_start_matches('0');
    let octal = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
    (octal && matches!(digits.as_bytes()[0], b'4' | b'6')) || mode.contains("u+s") || mode == "+s"
}

/// A19: a script asks people for their password.
pub(crate) fn asks_password(case: &Case<'_>) -> Vec<Match> {
    let steps = case.steps().filter_map(|step| {
        let Action::AskPassword { what } = &step.action else { return None };
        let sentence = format!(
            "The script `{}` asks people for a password in a window of its own.",
            case.name(step.object)
        );
        Some(case.found(Severity::Review, sentence, step.object, step.line, what))
    });
    steps.collect()
}

/// A20: an installer runs text that cannot be read in it.
pub(crate) fn evaluates(case: &Case<'_>) -> Vec<Match> {
    let steps = case.installed().filter_map(|step| {
        let Action::Evaluate { what } = &step.action else { return None };
        let built = [
            "base64",
            "xxd",
            "openssl",
            "b64decode",
            "fromhex",
            "pack(",
            "$(…)",
            "gunzip",
            "gzip -d",
            "zcat",
            "xzcat",
            "xz -d",
            "unxz",
            "bzcat",
            "zstd -d",
            "tr ",
            "rev",
            "exec(",
            "urlopen",
            "system.run",
            "\\x",
        ]
        .iter()
        .any(|mark| what.contains(mark));
        built.then(|| {
            let sentence = format!(
                "The script `{}` runs text that it puts together or decodes first.",
                case.name(step.object)
            );
            case.found(Severity::Review, sentence, step.object, step.line, &step.text)
        })
    });
    steps.collect()
}

/// A21: something is hidden while it is installed.
pub(crate) fn hides(case: &Case<'_>) -> Vec<Match> {
    let steps = case.installed().filter_map(|step| {
        let to = match &step.action {
            Action::Hide { path } => path,
            Action::Move { from, to } | Action::Copy { from, to }
                if is_hidden(to) && !is_hidden(from) && case.program(from).is_some() =>
            {
                to
            }
            _ => return None,
        };
        let started = case
            .installed()
            .any(|other| matches!(&other.action, Action::Run { program, .. } if program == to))
            || case.jobs().any(|(_, job)| job.command.first() == Some(to));
        let severity = if started { Severity::Block } else { Severity::Review };
        let sentence = format!("The script `{}` hides a file: `{to}`.", case.name(step.object));
        Some(case.found(severity, sentence, step.object, step.line, &step.text))
    });
    steps.collect()
}

/// A22: an installer makes a program executable that came as data, out of an application's resources or a temporary folder.
pub(crate) fn arms(case: &Case<'_>) -> Vec<Match> {
    let steps = case.installed().filter_map(|step| {
        let Action::Mode { path, mode } = &step.action else { return None };
        let executable = mode.contains('x')
            || mode.trim_start_matches('0').bytes().next().is_some_and(|digit| digit % 2 == 1);
        let temporary = path.starts_with("/tmp/")
            || path.starts_with("/var/tmp/")
            || path.starts_with("/private/tmp/")
            || path.starts_with("/dev/shm/");
        let run = || {
            case.installed()
                .any(|other| matches!(&other.action, Action::Run { program, .. } if program == path))
        };
        (executable && temporary && run()).then(|| {
            let sentence = format!(
                "The script `{}` makes `{path}`, in a folder for temporary files, executable and starts it.",
                case.name(step.object)
            );
            case.found(Severity::Review, sentence, step.object, step.line, &step.text)
        })
    });
    steps.collect()
}
