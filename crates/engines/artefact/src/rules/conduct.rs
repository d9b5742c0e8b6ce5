//! A78 to D85: classes of conduct, joined over what belongs together: the scripts of a small application, and whatever
//! is reached from something that starts by itself.

mod clusters;
mod hidden;
mod programs;
mod settings;

use self::clusters::{Cluster, FEW, KEEP, REACH, RUN, START, STAY, Why, all_scripts, clusters};
use super::case::{Case, Match};
use crate::{
    facts::{Capability, Capability::*, Kind, Object},
    report::Severity,
};

pub(super) use clusters::{all_scripts as scripts_that_count, is_extension, is_library};
pub(crate) use hidden::{builds, hides_words, wraps_keys};
pub(crate) use programs::{collects, stays};
pub(crate) use settings::{extension, fetches_elsewhere, other_starters, redirected, remote_page};

/// D77: what comes from the network becomes code.
pub(crate) fn remote_code(case: &Case<'_>) -> Vec<Match> {
    let library = is_library(case);
    let found = clusters(case).into_iter().filter_map(|cluster| {
        let few = cluster.why == Why::Few;
        let loads = cluster.scripts.iter().any(|(_, script)| {
            let can = |any: &[Capability]| any.iter().any(|capability| script.wide.contains(capability));
            can(REACH) && can(&[WriteFile]) && can(&[LoadsModule, DynamicLoad])
        });
        let runs = cluster.runs_text() || loads && !library;
        let fits = cluster.reaches() && runs && !cluster.can(&[VerifiesSignature]);
        (fits && (!few || !library || small_library(&cluster) || cluster.can(&[Hides]))).then(|| {
            let sentence = format!(
                "What `{}` receives over the network can become code that runs, and no signature is looked at.",
                cluster.name(case)
            );
            let evidence = cluster.evidence(case, &[REACH, RUN, &[LoadsModule, DynamicLoad]]);
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    first_of_each(found.collect())
}

/// A library of so little that one script does it all.
fn small_library(cluster: &Cluster<'_>) -> bool {
    cluster.scripts.iter().any(|(_, script)| {
        let can = |any: &[Capability]| any.iter().any(|capability| script.wide.contains(capability));
        can(REACH) && can(RUN)
    })
}

/// Findings about the same scripts are told once.
fn first_of_each(found: Vec<Match>) -> Vec<Match> {
    let mut told: Vec<Match> = Vec::new();
    for one in found {
        let same = |other: &Match| {
            one.evidence.iter().all(|piece| other.evidence.iter().any(|known| known.object == piece.object))
        };
        if !told.iter().any(same) {
            told.push(one);
        }
    }
    told
}

/// D78: where others keep keys is named, and what is there can be sent.
pub(crate) fn collects_and_sends(case: &Case<'_>) -> Vec<Match> {
    let library = is_library(case);
    let found = clusters(case).into_iter().filter_map(|cluster| {
        let watches = cluster.can(&[Keyboard, Screen]) || cluster.can(&[Clipboard]) && cluster.can(&[Post]);
        let one = cluster.scripts.iter().any(|(object, script)| {
            let can = |any: &[Capability]| any.iter().any(|capability| script.wide.contains(capability));
            let session = script.seen.iter().any(|seen| {
                seen.capability == Secrets
                    && ["environ", "process.env"].iter().any(|word| seen.evidence.contains(word))
            });
            can(KEEP)
                && can(REACH)
                && (session || can(&[Post, Reports, Encodes]))
                && object.size_bytes <= 20_000
        });
        let places = cluster.secrets() && (!library || matches!(cluster.why, Why::Started(_)) || one)
            || watches && !library;
        let words = cluster.can(&[SecretWords]) && cluster.can(&[Encodes]) && cluster.can(&[Reports]);
        let fits = cluster.reaches() && (places || words && !library);
        fits.then(|| {
            let sentence = format!(
                "`{}` names where keys, passwords or wallets are, or handles their words, and can send.",
                cluster.name(case)
            );
            let evidence = cluster.evidence(case, &[KEEP, &[SecretWords], &[Reports], REACH]);
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    first_of_each(found.collect())
}

/// D79: what something starts by itself fetches and starts others, or arranges to stay.
pub(crate) fn started_acts(case: &Case<'_>) -> Vec<Match> {
    let found = clusters(case).into_iter().filter_map(|cluster| {
        let Why::Started(by) = &cluster.why else { return None };
        // Hooks of packages are told of by a rule of their own.
        let hook = cluster.scripts.first().is_some_and(|(_, script)| script.hook.is_some());
        let scripts = cluster.reaches()
            && !hook
            && cluster.starts()
            && !cluster.checked()
            && !case.is_debian()
            && cluster.scripts.iter().any(|(_, script)| script.hook.is_none());
        let disguised = cluster.scripts.iter().any(|(_, script)| script.disguised || script.dormant);
        let fits = scripts || disguised && (cluster.reaches() || cluster.starts() || cluster.runs_text());
        fits.then(|| {
            let sentence =
                format!("`{by}` starts `{}`, which fetches and starts others.", cluster.name(case));
            Match {
                sentence,
                severity: Severity::Review,
                evidence: cluster.evidence(case, &[REACH, START, RUN]),
            }
        })
    });
    first_of_each(found.collect())
}

/// D80: a small application that reaches the network makes something start by itself, and does more than that.
pub(crate) fn stays_and_reaches(case: &Case<'_>) -> Vec<Match> {
    if is_library(case) {
        return Vec::new();
    }
    let found = clusters(case).into_iter().filter_map(|cluster| {
        let more = cluster.runs_text()
            || cluster.secrets()
            || cluster.starts() && cluster.can(&[WriteFile, MakeExecutable, HiddenPath]);
        let fits = cluster.stays() && cluster.reaches() && more && !cluster.checked();
        fits.then(|| {
            let sentence = format!(
                "`{}` makes something start by itself, and what starts can be fetched over the network.",
                cluster.name(case)
            );
            let evidence = cluster.evidence(case, &[STAY, REACH, START, RUN, KEEP]);
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    first_of_each(found.collect())
}

/// D88: one script fetches, puts down what came and starts or loads it, and compares nothing.
pub(crate) fn fetches_and_runs(case: &Case<'_>) -> Vec<Match> {
    let library = is_library(case);
    if case.is_debian() {
        return Vec::new();
    }
    let found = all_scripts(case).into_iter().filter_map(|(object, script)| {
        let can = |any: &[Capability]| any.iter().any(|capability| script.wide.contains(capability));
        let fits = can(REACH)
            && can(&[Stores])
            && (can(START) && !library || can(&[DynamicLoad]))
            && !can(&[VerifiesSignature, ChecksDigest])
            && script.hook.as_deref().is_none_or(|hook| hook == "activation")
            && object.size_bytes <= 20_000;
        fits.then(|| {
            let sentence = format!(
                "`{}` fetches something, puts it down and starts or loads programs, and compares no digest.",
                object.path
            );
            let seen = [REACH, &[Stores], START, &[DynamicLoad]];
            let words = seen
                .iter()
                .filter_map(|class| script.seen.iter().find(|seen| class.contains(&seen.capability)));
            let words: Vec<&str> = words.map(|seen| seen.evidence.as_str()).collect();
            case.found(Severity::Review, sentence, object.id, 0, &words.join(", "))
        })
    });
    found.collect()
}

/// D86: what is fetched is run, loaded or written, and nobody is asked whose it is.
pub(crate) fn unchecked(case: &Case<'_>) -> Vec<Match> {
    if is_library(case) {
        return Vec::new();
    }
    let found = clusters(case).into_iter().filter_map(|cluster| {
        let uses = cluster.runs_text()
            || cluster.starts()
            || cluster.can(&[WriteFile, Stores, LoadsModule, DynamicLoad]);
        let plain = cluster.scripts.iter().any(|(_, script)| {
            script
                .seen
                .iter()
                .any(|seen| seen.capability == TrustsAnybody && seen.evidence.contains("http://"))
        });
        (cluster.can(&[TrustsAnybody]) && (cluster.reaches() && uses || plain)).then(|| {
            let sentence = format!(
                "`{}` fetches from whoever answers: it switches off that the other side is checked.",
                cluster.name(case)
            );
            let evidence = cluster.evidence(case, &[&[TrustsAnybody], REACH, START, RUN]);
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    first_of_each(found.collect())
}

/// D87: data beside a script or program that decrypts it, and runs or loads what comes out.
pub(crate) fn decrypts_data(case: &Case<'_>) -> Vec<Match> {
    const ENTROPY_MIN: f32 = 7.2;
    if case.is_debian() || is_library(case) {
        return Vec::new();
    }
    let data: Vec<&Object> = case
        .facts
        .objects
        .iter()
        .filter(|object| matches!(object.kind, Kind::Data | Kind::Encrypted))
        .filter(|object| {
            object.entropy.is_some_and(|entropy| entropy > ENTROPY_MIN) && object.name().len() > 4
        })
        .collect();
    let tell = |object: &Object, file: &Object| {
        let sentence = format!(
            "`{}` decrypts `{}`, which is packed or encrypted, and can run what comes out.",
            object.path, file.path
        );
        Match {
            sentence,
            severity: Severity::Review,
            evidence: vec![case.at(object.id, 0, file.name()), case.at(file.id, 0, file.kind.words())],
        }
    };
    let mut found = Vec::new();
    for (object, script) in all_scripts(case) {
        let can = |any: &[Capability]| any.iter().any(|capability| script.wide.contains(capability));
        let acts = can(&[Decrypt, Decode])
            && (can(RUN) || can(&[LoadsModule, LoadFromMemory, DynamicLoad, MakeExecutable]));
        let file = data.iter().find(|file| script.names.iter().any(|name| name == file.name()));
        found.extend(file.filter(|_| acts).map(|file| tell(object, file)));
    }
    for object in &case.facts.objects {
        let Some(program) = &object.executable else { continue };
        let small = object.size_bytes <= super::programs::SMALL_BYTES && super::programs::unsigned(object);
        let acts = program.can(Decrypt)
            && (program.can(DynamicLoad) || program.can(LoadsModule) || program.can(LoadFromMemory));
        let file = data.iter().find(|file| program.names.iter().any(|name| name == file.name()));
        found.extend(file.filter(|_| acts && small).map(|file| tell(object, file)));
    }
    found.truncate(8);
    found
}

/// D83: a script under the name of a picture, a font or a document.
pub(crate) fn disguised(case: &Case<'_>) -> Vec<Match> {
    let found = all_scripts(case).into_iter().filter(|(_, script)| script.disguised).filter_map(
        |(object, script)| {
            let acts = [REACH, RUN, START, &[LoadsModule]];
            let acts =
                acts.iter().any(|class| class.iter().any(|capability| script.wide.contains(capability)));
            (acts && object.kind != Kind::Folder).then(|| {
                let sentence =
                    format!("`{}` is called a picture, a font or a document and is a script.", object.path);
                case.found(Severity::Review, sentence, object.id, 0, &super::scripts::evidence(script).1)
            })
        },
    );
    found.collect()
}

/// D85: a program fetches the newest package of somebody whenever it runs, unseen.
pub(crate) fn fetched_at_start(case: &Case<'_>) -> Vec<Match> {
    let scripts = all_scripts(case);
    let (library, few) = (is_library(case), scripts.len() <= FEW);
    let found = scripts.into_iter().filter_map(|(object, script)| {
        let can = |any: &[Capability]| any.iter().any(|capability| script.wide.contains(capability));
        let hooked = script.hook.is_some();
        let fits = can(&[FetchesPackage])
            && can(START)
            && !hooked
            && object.size_bytes <= 20_000
            && !case.is_debian()
            && (!library || few);
        let seen = script.seen.iter().find(|seen| seen.capability == FetchesPackage)?;
        fits.then(|| {
            let sentence = format!("`{}` fetches a package and runs it whenever it is started.", object.path);
            case.found(
                Severity::Review,
                sentence,
                object.id,
                u32::try_from(seen.at).unwrap_or(0),
                &seen.evidence,
            )
        })
    });
    found.collect()
}
