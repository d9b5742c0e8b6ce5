//! What the installer does, in sentences, in order.

use crate::facts::{Action, Facts, When};

/// Sentences that are told.
const SENTENCES_MAX: usize = 200;

/// The story of the installation.
pub(crate) fn installer(facts: &Facts) -> Vec<String> {
    let mut story = Vec::new();
    for object in
        facts.objects.iter().filter(|object| object.placed.is_some() && object.kind.is_executable()).take(40)
    {
        story.push(format!("Places the program `{}`.", object.placed.clone().unwrap_or_default()));
    }
    for (object, job) in facts
        .objects
        .iter()
        .filter_map(|object| Some((object, object.job.as_ref()?)))
        .filter(|(object, _)| object.placed.is_some())
    {
        let by_itself = if job.starts_itself { ", which starts by itself" } else { "" };
        story.push(format!(
            "Places the job `{}` (`{}`){by_itself}: `{}`.",
            job.name,
            object.placed.clone().unwrap_or_default(),
            job.command.join(" ")
        ));
    }
    for step in facts.steps.iter().filter(|step| matches!(step.when, When::BeforeInstall | When::Install)) {
        let whom = if step.as_root { "As administrator: " } else { "" };
        story.push(format!("{whom}{}", sentence(&step.action)));
    }
    story.truncate(SENTENCES_MAX);
    story
}

fn sentence(action: &Action) -> String {
    match action {
        Action::Move { from, to } => format!("moves `{from}` to `{to}`."),
        Action::Copy { from, to } => format!("copies `{from}` to `{to}`."),
        Action::Link { target, at } => format!("makes a link at `{at}` to `{target}`."),
        Action::Write { to, .. } => format!("writes `{to}`."),
        Action::Delete { path } => format!("deletes `{path}`."),
        Action::Mode { path, mode } => format!("sets the rights of `{path}` to {mode}."),
        Action::Hide { path } => format!("hides `{path}`."),
        Action::Run { program, arguments, background } => {
            let how = if *background { " in the background" } else { "" };
            format!("starts `{}`{how}.", format!("{program} {}", arguments.join(" ")).trim())
        }
        Action::Register { what, name, program } => {
            format!("registers a job ({what}): `{}`.", format!("{name} {program}").trim())
        }
        Action::Download { from, runs, .. } => {
            format!("downloads `{from}`{}.", if *runs { " and runs it" } else { "" })
        }
        Action::Evaluate { .. } => "runs text that it decodes or puts together.".into(),
        Action::Unprotect { what } => format!("switches protection off: `{what}`."),
        Action::TrustCertificate { what } => format!("trusts a certificate: `{what}`."),
        Action::Privilege { what } => format!("changes rights of the system: `{what}`."),
        Action::Registry { key, value } => format!("writes the registry: `{key}` = `{value}`."),
        Action::Account { what } => format!("adds an account: `{what}`."),
        Action::AskPassword { .. } => "asks for a password.".into(),
    }
}
