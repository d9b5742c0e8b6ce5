//! What belongs together: the scripts of a small application, and whatever is reached from something that starts by itself.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{
    case::Case,
    scripts::{is_application, own},
};
use crate::{
    facts::{Capability, Capability::*, Object, ObjectId, Script},
    report::Evidence,
};

/// Scripts of something small: more of them make a library, in which everything occurs.
pub(super) const FEW: usize = 12;
/// How much text they may have together. *Units*: bytes.
const FEW_BYTES: u64 = 200_000;
/// How far names of files are followed from what starts.
const STEPS_MAX: usize = 4;

/// Why some scripts are looked at as one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Why {
    /// There are few.
    Few,
    /// One script of an application.
    Application,
    /// Something starts them by itself: what, as people are told.
    Started(String),
}

/// What is looked at as one.
pub(super) struct Cluster<'facts> {
    pub(super) why: Why,
    pub(super) scripts: Vec<(&'facts Object, &'facts Script)>,
}

impl Cluster<'_> {
    pub(super) fn can(&self, any: &[Capability]) -> bool {
        self.scripts.iter().any(|(_, script)| any.iter().any(|capability| script.wide.contains(capability)))
    }

    pub(super) fn reaches(&self) -> bool {
        self.can(&[Http, Socket, Reaches])
    }

    pub(super) fn runs_text(&self) -> bool {
        self.can(&[Evaluate, RunsText])
    }

    pub(super) fn starts(&self) -> bool {
        self.can(&[Execute, Starts])
    }

    pub(super) fn stays(&self) -> bool {
        self.can(&[AutoStart, Service, Persists])
    }

    pub(super) fn secrets(&self) -> bool {
        self.can(&[WalletStore, BrowserStore, Keychain, Secrets])
    }

    pub(super) fn checked(&self) -> bool {
        self.can(&[VerifiesSignature, ChecksDigest])
    }

    /// One piece of evidence for each class.
    pub(super) fn evidence(&self, case: &Case<'_>, classes: &[&[Capability]]) -> Vec<Evidence> {
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
    pub(super) fn name(&self, case: &Case<'_>) -> String {
        match self.scripts.as_slice() {
            [(object, _)] => object.path.clone(),
            [(object, _), ..] if matches!(self.why, Why::Started(_)) => object.path.clone(),
            _ => case.facts.name.clone(),
        }
    }
}

pub(super) const REACH: &[Capability] = &[Http, Socket, Reaches];
pub(super) const RUN: &[Capability] = &[Evaluate, RunsText];
pub(super) const START: &[Capability] = &[Execute, Starts];
pub(super) const STAY: &[Capability] = &[AutoStart, Service, Persists];
pub(super) const KEEP: &[Capability] = &[WalletStore, BrowserStore, Keychain, Secrets];

/// All scripts that count, the disguised ones too.
pub(in crate::rules) fn all_scripts<'facts>(case: &Case<'facts>) -> Vec<(&'facts Object, &'facts Script)> {
    let all = case.facts.objects.iter().filter_map(|object| Some((object, object.script.as_deref()?)));
    all.filter(|(object, _)| own(case, object)).collect()
}

/// Is the artefact a package of a registry or a distribution, that others build on?
pub(in crate::rules) fn is_library(case: &Case<'_>) -> bool {
    case.is_debian()
        || case.facts.objects.iter().any(|object| {
            object.package.as_ref().is_some_and(|package| {
                matches!(package.format.as_str(), "wheel" | "sdist")
                    || package.format == "npm" && object.path.ends_with("package/package.json")
            })
        })
}

/// What belongs together.
pub(super) fn clusters<'facts>(case: &Case<'facts>) -> Vec<Cluster<'facts>> {
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
pub(in crate::rules) fn is_extension(case: &Case<'_>, object: &Object) -> bool {
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
