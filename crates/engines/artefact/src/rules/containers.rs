//! E: whether containers are honest, and everything could be opened.

use super::case::{Case, Match};
use crate::{
    facts::{Contradiction, Kind, Reason},
    report::Severity,
};

/// E57, first part: encrypted members.
pub(crate) fn encrypted(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().filter_map(|object| {
        let container = object.container.as_ref().filter(|container| container.encrypted > 0)?;
        let sentence = format!(
            "{} of {} members of `{}` want a password: nobody can look at them before they are opened.",
            container.encrypted,
            container.members,
            case.name(object.id)
        );
        Some(case.found(Severity::Review, sentence, object.id, 0, object.kind.words()))
    });
    found.collect()
}

/// E57, second part: what was not opened, in one finding.
pub(crate) fn unopened(case: &Case<'_>) -> Vec<Match> {
    let all = &case.facts.unopened;
    if all.is_empty() {
        return Vec::new();
    }
    let evidence = all
        .iter()
        .take(8)
        .map(|unopened| case.at(unopened.object, 0, &super::judge::unopened_words(unopened)))
        .collect();
    let sentence = format!("{} objects could not be opened: this file is not vetted.", all.len());
    vec![Match { sentence, severity: Severity::Review, evidence }]
}

/// E59: containers that say different things to different readers.
pub(crate) fn contradicts(case: &Case<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for object in &case.facts.objects {
        let Some(container) = &object.container else { continue };
        for contradiction in &container.contradictions {
            let (severity, words) = weighed(contradiction, object.kind);
            let severity = if case.is_example(object.id) { Severity::Info } else { severity };
            let sentence = format!("`{}` contradicts itself: {words}.", case.name(object.id));
            found.push(case.found(severity, sentence, object.id, 0, &words));
        }
    }
    found
}

fn weighed(contradiction: &Contradiction, kind: Kind) -> (Severity, String) {
    match contradiction {
        Contradiction::HeaderMismatch { member, directory, local } => {
            let content = !directory.contains("bytes") || kind != Kind::Jar;
            (
                if content { Severity::Review } else { Severity::Info },
                format!("the directory says of `{member}`: {directory}; its own header: {local}"),
            )
        }
        Contradiction::Unlisted { member } => {
            (Severity::Review, format!("`{member}` is there and not in the directory"))
        }
        Contradiction::Twice { member } => {
            (Severity::Review, format!("two different files are called `{member}`"))
        }
        Contradiction::Overlap { member } => {
            (Severity::Review, format!("`{member}` shares bytes with another file"))
        }
        Contradiction::TwoEnds { count } => {
            (Severity::Review, format!("it has {count} directories, and readers differ in which they take"))
        }
        Contradiction::Surplus { before_bytes, after_bytes } => {
            (Severity::Info, format!("{before_bytes} bytes before and {after_bytes} bytes after the archive"))
        }
        Contradiction::Escapes { member } => {
            let climbs = member.split(['/', '\\']).any(|part| part == "..");
            (
                if climbs { Severity::Review } else { Severity::Info },
                format!("`{member}` would be written outside the folder"),
            )
        }
        Contradiction::LinkEscapes { member, target } => {
            (Severity::Info, format!("the link `{member}` leads out of the folder, to `{target}`"))
        }
        Contradiction::Polyglot { other } => (Severity::Review, format!("it is also {}", other.words())),
        Contradiction::Checksum { member } => {
            (Severity::Review, format!("the checksum of `{member}` is wrong"))
        }
        Contradiction::Size { member, said, found } => {
            (Severity::Review, format!("`{member}` has {found} bytes, {said} are said"))
        }
    }
}

/// E60: a reader of ours failed; this is ours to mend, and nobody is vetted by it.
pub(crate) fn failed(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.unopened.iter().filter(|unopened| unopened.reason == Reason::ReaderFailed);
    found
        .map(|unopened| {
            case.found(
                Severity::Review,
                "A reader of ours failed on it; please report this file.".into(),
                unopened.object,
                0,
                &unopened.words,
            )
        })
        .collect()
}
