//! D89 to D91: words that nobody is to find, functions of others that are stood before, and builds that put down programs.

use super::{
    super::{
        case::{Case, Match},
        scripts::is_application,
    },
    clusters::{FEW, KEEP, REACH, RUN, START, STAY, all_scripts, clusters, is_library},
};
use crate::{
    facts::{Capability, Capability::*, Object, Script},
    report::Severity,
};

/// A script that is looked at as one of few in its folder. *Units*: bytes.
const SMALL_BYTES: u64 = 64 << 10;
/// What hides its words and does one of these is to be looked at.
const ACTS: [&[Capability]; 6] = [REACH, RUN, START, STAY, KEEP, &[DisablesProtection, SecretWords]];

fn can(script: &Script, any: &[Capability]) -> bool {
    any.iter().any(|capability| script.wide.contains(capability))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Scripts of the whole artefact, those of packages within an application too.
fn everything<'facts>(case: &Case<'facts>) -> Vec<(&'facts Object, &'facts Script)> {
    let all = case.facts.objects.iter().filter_map(|object| Some((object, object.script.as_deref()?)));
    all.filter(|(object, _)| {
        is_application(case, object) || !case.is_example(object.id) && !object.path.contains("node_modules/")
    })
    .collect()
}

/// Small scripts of the same folder.
fn beside<'facts>(
    scripts: &[(&'facts Object, &'facts Script)],
    object: &Object,
) -> Vec<(&'facts Object, &'facts Script)> {
    let near = scripts.iter().copied().filter(|(other, _)| {
        other.parent == object.parent
            && other.id != object.id
            && other.size_bytes <= SMALL_BYTES
            && folder(&other.path) == folder(&object.path)
    });
    near.take(12).collect()
}

/// D89: telling words are taken apart, turned around or shifted, and what they name is done.
pub(crate) fn hides_words(case: &Case<'_>) -> Vec<Match> {
    let scripts = everything(case);
    let library = is_library(case);
    let found = scripts.iter().filter_map(|(object, script)| {
        let hidden = script.seen.iter().find(|seen| seen.capability == Hides)?;
        if library && object.size_bytes > SMALL_BYTES {
            return None;
        }
        let acts = |script: &Script| ACTS.iter().any(|class| can(script, class));
        let near = beside(&scripts, object);
        let fits = acts(script) || near.iter().any(|(_, other)| acts(other));
        fits.then(|| {
            let sentence = format!(
                "`{}` takes words apart or writes them in code, so that nobody finds them.",
                object.path
            );
            case.found(Severity::Review, sentence, object.id, 0, &hidden.evidence)
        })
    });
    let mut found: Vec<Match> = found.collect();
    found.truncate(8);
    found
}

/// D90: a script stands before functions that handle keys or transactions of others, and can send.
pub(crate) fn wraps_keys(case: &Case<'_>) -> Vec<Match> {
    let scripts = all_scripts(case);
    // In a large library of others' keys everything occurs.
    if is_library(case) && scripts.len() > FEW {
        return Vec::new();
    }
    let found = scripts.iter().filter_map(|(object, script)| {
        let word = script.seen.iter().find(|seen| seen.capability == Wraps)?;
        let near = beside(&scripts, object);
        let sends = can(script, REACH) || near.iter().any(|(_, other)| can(other, REACH));
        (sends && !case.is_debian()).then(|| {
            let sentence = format!(
                "`{}` stands before functions that handle keys or transactions of others, and can send.",
                object.path
            );
            case.found(Severity::Review, sentence, object.id, 0, &word.evidence)
        })
    });
    found.collect()
}

/// D91: what builds the package, or starts by itself, puts down a program that its text carries, and starts it.
pub(crate) fn builds(case: &Case<'_>) -> Vec<Match> {
    if case.is_debian() {
        return Vec::new();
    }
    let found = clusters(case).into_iter().filter_map(|cluster| {
        let puts = cluster.can(&[WriteFile, Stores]) && cluster.can(&[MakeExecutable, Execute, Starts]);
        let fits = cluster.can(&[Carries]) && puts && (cluster.starts() || cluster.stays());
        fits.then(|| {
            let sentence = format!(
                "`{}` carries something packed among its texts, puts it down and starts it.",
                cluster.name(case)
            );
            let evidence =
                cluster.evidence(case, &[&[Carries], &[WriteFile, Stores], &[MakeExecutable], START, STAY]);
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    super::first_of_each(found.collect())
}
