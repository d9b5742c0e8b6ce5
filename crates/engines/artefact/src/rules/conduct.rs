//! A78 to D85: classes of conduct, joined over what belongs together: the scripts of a small application, and whatever
//! is reached from something that starts by itself.

mod hidden;
mod programs;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    case::{Case, Match},
    scripts::{is_application, own},
};
use crate::{
    facts::{Capability, Capability::*, Kind, Object, ObjectId, Script},
    report::{Evidence, Severity},
};

pub(crate) use hidden::{builds, hides_words, wraps_keys};
pub(crate) use programs::{collects, stays};
pub(crate) use settings::{extension, fetches_elsewhere, other_starters, redirected, remote_page};

/// Scripts of something small: more of them make a library, in which everything occurs.
const FEW: usize = 12;
/// How much text they may have together. *Units*: bytes.
const FEW_BYTES: u64 = 200_000;
/// How far names of files are followed from what starts.
const STEPS_MAX: usize = 4;

/// Why some scripts are looked at as one.
#[derive(Debug, Clone, PartialEq)]
enum Why {
    /// There are few.
    Few,
    /// One script of an application.
    Application,
    /// Something starts them by itself: what, as people are told.
    Started(String),
}

/// What is looked at as one.
struct Cluster<'facts> {
    why: Why,
    scripts: Vec<(&'facts Object, &'facts Script)>,
}

impl Cluster<'_> {
    fn can(&self, any: &[Capability]) -> bool {
        self.scripts.iter().any(|(_, script)| any.iter().any(|capability| script.wide.contains(capability)))
    }

    fn reaches(&self) -> bool {
        self.can(&[Http, Socket, Reaches])
    }

    fn runs_text(&self) -> bool {
        self.can(&[Evaluate, RunsText])
    }

    fn starts(&self) -> bool {
        self.can(&[Execute, Starts])
    }

    fn stays(&self) -> bool {
        self.can(&[AutoStart, Service, Persists])
    }

    fn secrets(&self) -> bool {
        self.can(&[WalletStore, BrowserStore, Keychain, Secrets])
    }

    fn checked(&self) -> bool {
        self.can(&[VerifiesSignature, ChecksDigest])
    }

    /// One piece of evidence for each class.
    fn evidence(&self, case: &Case<'_>, classes: &[&[Capability]]) -> Vec<Evidence> {
        let shown = classes.iter().filter_map(|class| {
            let mut seen = self
                .scripts
                .iter()
                .flat_map(|(object, script)| script.seen.iter().map(|seen| (object.id, seen)));
            let (id, seen) = seen.find(|(_, seen)| class.contains(&seen.capability))?;
            Some(case.at(id, u32::try_from(seen.at).unwrap_or(0), &seen.evidence))
        });
        shown.collect()
    }

    /// What it is called in sentences.
    fn name(&self, case: &Case<'_>) -> String {
        match self.scripts.as_slice() {
            [(object, _)] => object.path.clone(),
            [(object, _), ..] if matches!(self.why, Why::Started(_)) => object.path.clone(),
            _ => case.facts.name.clone(),
        }
    }
}

const REACH: &[Capability] = &[Http, Socket, Reaches];
const RUN: &[Capability] = &[Evaluate, RunsText];
const START: &[Capability] = &[Execute, Starts];
const STAY: &[Capability] = &[AutoStart, Service, Persists];
const KEEP: &[Capability] = &[WalletStore, BrowserStore, Keychain, Secrets];

/// All scripts that count, the disguised ones too.
fn all_scripts<'facts>(case: &Case<'facts>) -> Vec<(&'facts Object, &'facts Script)> {
    let all = case.facts.objects.iter().filter_map(|object| Some((object, object.script.as_deref()?)));
    all.filter(|(object, _)| own(case, object)).collect()
}

/// Is the artefact a package of a registry or a distribution, that others build on?
pub(super) fn is_library(case: &Case<'_>) -> bool {
    case.is_debian()
        || case.facts.objects.iter().any(|object| {
            object.package.as_ref().is_some_and(|package| {
                matches!(package.format.as_str(), "wheel" | "sdist")
                    || package.format == "npm" && object.path.ends_with("package/package.json")
            })
        })
}

/// What belongs together.
fn clusters<'facts>(case: &Case<'facts>) -> Vec<Cluster<'facts>> {
    let scripts = all_scripts(case);
    let mut clusters = Vec::new();
    let awake: Vec<_> =
        scripts.iter().copied().filter(|(_, script)| !script.disguised || !script.dormant).collect();
    let bytes: u64 = awake.iter().map(|(object, _)| object.size_bytes).sum();
    if !awake.is_empty() && awake.len() <= FEW && bytes <= FEW_BYTES && !case.is_debian() {
        clusters.push(Cluster { why: Why::Few, scripts: awake.clone() });
    }
    // A large application: each script for itself, and the few of each archive.
    if awake.len() > FEW || bytes > FEW_BYTES {
        let mut archives: BTreeMap<ObjectId, Vec<_>> = BTreeMap::new();
        for (object, script) in &awake {
            if is_application(case, object) || is_extension(case, object) {
                archives.entry(object.parent.unwrap_or(object.id)).or_default().push((*object, *script));
            }
        }
        for members in archives.into_values() {
            if members.len() <= FEW {
                clusters.push(Cluster { why: Why::Application, scripts: members });
            } else {
                let alone = members.into_iter();
                clusters.extend(alone.map(|member| Cluster { why: Why::Application, scripts: vec![member] }));
            }
        }
    }
    // What the system starts counts wherever it lies.
    let everywhere = case.facts.objects.iter().filter_map(|object| Some((object, object.script.as_deref()?)));
    let everywhere: Vec<_> = everywhere.filter(|(object, _)| case.is_debian() || own(case, object)).collect();
    clusters.extend(started(case, &everywhere));
    clusters
}

/// Does it lie in an extension of a browser?
fn is_extension(case: &Case<'_>, object: &Object) -> bool {
    case.facts.objects.iter().any(|other| {
        other.parent == object.parent
            && other.package.as_ref().is_some_and(|package| package.format == "browser-extension")
    })
}

/// What starts by itself: where that is said, its words, and what people are told.
fn starters(case: &Case<'_>) -> Vec<(ObjectId, String, String)> {
    use crate::facts::{ActiveContent, JobKind};
    let mut found = Vec::new();
    for (object, job) in case.jobs() {
        let line = match job.kind {
            // A line of a path file names modules.
            JobKind::PythonPath => modules(&job.command.join(" ")),
            _ => job.command.join(" "),
        };
        found.push((object.id, line, object.name().to_owned()));
    }
    let by_script = |step: &&crate::facts::Step| {
        case.facts.object(step.object).is_some_and(|object| object.script.is_some())
    };
    for step in case.installed().filter(by_script) {
        if let crate::facts::Action::Run { program, arguments, .. } = &step.action {
            let line = format!("{program} {}", arguments.join(" "));
            found.push((step.object, line, case.name(step.object)));
        }
    }
    for object in &case.facts.objects {
        let name = object.name();
        if matches!(name, "build.rs" | "extconf.rb" | "conftest.py")
            && object.script.is_some()
            && !case.is_debian()
        {
            found.push((object.id, name.to_owned(), name.to_owned()));
        }
        if let Some(package) = &object.package
            && package.format == "editor-tasks"
        {
            found.push((object.id, package.hooks.join(" "), object.name().to_owned()));
        }
        if let Some(package) = &object.package
            && package.format == "app"
        {
            found.push((object.id, format!("MacOS/{}", package.main), object.name().to_owned()));
        }
        for active in &object.active {
            if let ActiveContent::Starts { command, .. } = active {
                found.push((object.id, command.clone(), object.name().to_owned()));
            }
        }
        if name == "AppRun" && object.script.is_some() {
            let beside = case.facts.objects.iter().filter(|other| {
                other.parent == object.parent
                    && other.path.contains("apprun-hooks/")
                    && other.script.is_some()
            });
            let names: Vec<&str> = beside.map(Object::name).collect();
            found.push((object.id, format!("./AppRun {}", names.join(" ")), name.to_owned()));
        }
        if object.script.as_ref().is_some_and(|script| script.hook.is_some()) && !case.is_debian() {
            found.push((object.id, object.name().to_owned(), object.name().to_owned()));
        }
    }
    found
}

/// The files that a line `import a, b.c` of Python names.
fn modules(line: &str) -> String {
    let names = line.split(';').filter_map(|part| part.trim().strip_prefix("import "));
    let called = ["import_module(", "__import__(", "run_module("]
        .into_iter()
        .flat_map(|mark| line.split(mark).skip(1).filter_map(|rest| rest.split(['\'', '"']).nth(1)));
    let names = names
        .flat_map(|names| names.split(','))
        .chain(called)
        .map(|name| name.split_whitespace().next().unwrap_or_default());
    names.map(|name| format!("{0}.py {0}/__init__.py ", name.replace('.', "/"))).collect()
}

/// Is an object what a word of a command names?
fn is_named(object: &Object, word: &str, placed: bool) -> bool {
    let word = word.trim_matches(['\'', '"', ';', '&', '(', ')', ',']).trim_start_matches("./");
    if word.len() < 4 {
        return false;
    }
    let inner = object.path.rsplit("!/").next().unwrap_or(&object.path);
    if placed && word.starts_with('/') {
        return object.placed.as_deref() == Some(word);
    }
    inner == word || inner.ends_with(&format!("/{word}"))
}

/// The scripts and programs that what starts by itself reaches.
fn started<'facts>(
    case: &Case<'facts>,
    scripts: &[(&'facts Object, &'facts Script)],
) -> Vec<Cluster<'facts>> {
    let mut clusters = Vec::new();
    for (id, line, told) in starters(case).into_iter().take(200) {
        let words: Vec<&str> = line.split_whitespace().filter(|word| word.contains(['.', '/'])).collect();
        let own_script = scripts.iter().filter(|(object, script)| object.id == id && script.hook.is_some());
        let placed = case.is_debian();
        let mut members: Vec<(&Object, &Script)> = own_script.copied().collect();
        members.extend(
            scripts
                .iter()
                .copied()
                .filter(|(object, _)| words.iter().any(|word| is_named(object, word, placed)))
                .take(8),
        );
        let mut known: BTreeSet<ObjectId> = members.iter().map(|(object, _)| object.id).collect();
        // What a hook of a package loads is marked as part of that hook already.
        let hook = members.first().is_some_and(|(object, script)| object.id == id && script.hook.is_some());
        let mut edge = if hook { Vec::new() } else { members.clone() };
        for _ in 0..STEPS_MAX {
            let mut next = Vec::new();
            for (from, script) in &edge {
                for (object, other) in scripts.iter().filter(|(object, _)| object.parent == from.parent) {
                    let helper = object.size_bytes <= FEW_BYTES;
                    if helper && !known.contains(&object.id) && leads(script, object) && known.len() < FEW {
                        known.insert(object.id);
                        next.push((*object, *other));
                    }
                }
            }
            members.extend(next.iter().copied());
            edge = next;
        }
        members.dedup_by_key(|(object, _)| object.id);
        if !members.is_empty() {
            clusters.push(Cluster { why: Why::Started(told), scripts: members });
        }
    }
    clusters
}

/// Does a script name a file, by its name or as a module?
fn leads(script: &Script, object: &Object) -> bool {
    let name = object.name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    script.names.iter().any(|known| known == name)
        || script.loads.iter().any(|load| {
            let last = load.rsplit('/').next().unwrap_or(load);
            last == name || last == stem
        })
}

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
            && script.hook.is_none()
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
