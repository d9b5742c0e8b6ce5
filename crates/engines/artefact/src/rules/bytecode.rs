//! G71 to G80: archives of Java and packages of Android, their classes joined.

use std::collections::BTreeMap;

use super::case::{Case, Match};
use crate::{
    facts::{Capability, Capability::*, Code, Kind, Object, ObjectId},
    read::bytecode::{STORE, says_picture},
    report::{Evidence, Severity},
};

/// An archive whose classes are looked at as one: more of them make a library, in which everything occurs.
const CLASSES_MAX: usize = 60;
/// Texts of the programs of an application of Android without large libraries of others.
const TEXTS_MAX: u32 = 12_000;
/// Bytes of a real picture or font with a head that is known are never taken for data; from this entropy on,
/// data is packed or encrypted. *Units*: bits per byte.
const ENTROPY_MIN: f32 = 7.2;

/// Objects with what their code says.
type Members<'facts> = Vec<(&'facts Object, &'facts Code)>;

/// Classes that are looked at together.
struct Group<'facts> {
    /// What they lie in; themselves, when in nothing.
    holder: ObjectId,
    /// Can be said of all classes of the archive.
    whole: bool,
    members: Members<'facts>,
}

impl Group<'_> {
    fn can(&self, capability: Capability) -> bool {
        self.members.iter().any(|(_, code)| code.can(capability))
    }

    fn texts(&self) -> u32 {
        self.members.iter().fold(0, |sum, (_, code)| sum.saturating_add(code.texts))
    }

    fn fetches_and_starts(&self) -> bool {
        self.can(Http) && (self.can(Execute) || self.can(LoadFromMemory)) && !self.can(VerifiesSignature)
    }

    /// What shows these capabilities: one piece of evidence for each.
    fn evidence(&self, case: &Case<'_>, wanted: &[Capability]) -> Vec<Evidence> {
        let shown = wanted.iter().filter_map(|capability| {
            let mut seen =
                self.members.iter().flat_map(|(object, code)| code.seen.iter().map(|seen| (object.id, seen)));
            let (id, seen) = seen.find(|(_, seen)| seen.capability == *capability)?;
            Some(case.at(id, 0, &seen.evidence))
        });
        shown.take(8).collect()
    }
}

fn code(object: &Object) -> Option<(&Object, &Code)> {
    Some((object, object.code.as_deref()?))
}

/// The class without the classes within it.
fn outer(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    path[name..].find(['$', '.']).map_or(path, |at| &path[..name + at])
}

/// Classes of Java: a small archive is one group, in a large one each class is.
fn groups<'facts>(case: &Case<'facts>) -> Vec<Group<'facts>> {
    let mut archives: BTreeMap<ObjectId, (usize, Members<'_>)> = BTreeMap::new();
    for object in case.facts.objects.iter().filter(|object| object.kind == Kind::JavaClass) {
        let (number, members) = archives.entry(object.parent.unwrap_or(object.id)).or_default();
        *number += 1;
        members.extend(code(object));
    }
    let mut groups = Vec::new();
    for (holder, (number, members)) in archives {
        if case.is_example(holder) {
            continue;
        }
        if number <= CLASSES_MAX {
            groups.push(Group { holder, whole: true, members });
            continue;
        }
        let mut classes: BTreeMap<&str, Members<'_>> = BTreeMap::new();
        for member in members {
            classes.entry(outer(&member.0.path)).or_default().push(member);
        }
        groups.extend(classes.into_values().map(|members| Group { holder, whole: false, members }));
    }
    groups
}

/// What the manifests beside some code declare.
fn declared<'facts>(case: &Case<'facts>, holder: ObjectId) -> Vec<(&'facts Object, &'facts str)> {
    let manifests = case.facts.objects.iter().filter(|object| object.parent == Some(holder)).filter_map(code);
    manifests
        .flat_map(|(object, code)| code.declared.iter().map(move |line| (object, line.as_str())))
        .collect()
}

/// G71: an agent of Java that fetches and starts.
pub(crate) fn java_agent(case: &Case<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for group in groups(case) {
        let lines = declared(case, group.holder);
        let fits = lines.iter().any(|(_, line)| {
            let (name, class) = line.split_once(':').unwrap_or((line, ""));
            let launched = name.eq_ignore_ascii_case("Launcher-Agent-Class");
            let path = class.trim().replace('.', "/");
            let own = group
                .members
                .iter()
                .any(|(object, _)| outer(object.path.rsplit("!/").next().unwrap_or(&object.path)) == path);
            let acts = launched && (group.can(Http) || group.can(Execute)) && !group.can(VerifiesSignature);
            (group.whole || own) && (group.fetches_and_starts() || acts)
        });
        let Some((manifest, line)) = lines.first().filter(|_| fits) else { continue };
        let sentence = format!(
            "`{}` puts itself into programs of Java (`{line}`), and fetches or starts something there.",
            case.name(group.holder)
        );
        let mut evidence = vec![case.at(manifest.id, 0, line)];
        evidence.extend(group.evidence(case, &[Http, Execute, LoadFromMemory, MakeExecutable]));
        found.push(Match { sentence, severity: Severity::Review, evidence });
    }
    found
}

/// G72: classes that fetch, and start or load what they fetched.
pub(crate) fn java_loader(case: &Case<'_>) -> Vec<Match> {
    let found = groups(case).into_iter().filter_map(|group| {
        let loads = group.can(LoadFromMemory) || group.can(DynamicLoad);
        let starts = group.can(Execute) || loads;
        let more = group.can(MakeExecutable)
            || group.can(AutoStart)
            || (group.can(Decrypt) && (loads || group.can(WriteFile)))
            || (group.can(Execute) && group.can(LoadFromMemory))
            || (group.whole && !case.is_debian() && group.can(Execute) && group.can(WriteFile))
            || (group.whole && loads && !case.is_debian() && group.can(Reaches) && group.can(LoadsModule));
        let fits = group.can(Http) && starts && more && !group.can(VerifiesSignature);
        fits.then(|| {
            let sentence = format!(
                "Classes of `{}` fetch something, and load or start it, without a look at its signature.",
                case.name(group.holder)
            );
            let wanted =
                [Http, Execute, LoadFromMemory, DynamicLoad, MakeExecutable, Decrypt, AutoStart, WriteFile];
            let evidence = group.evidence(case, &wanted);
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    found.collect()
}

/// A file that is called a picture, a font or a sound, and is packed or encrypted data.
fn disguised<'facts>(
    case: &Case<'facts>,
    holder: ObjectId,
    names: &[&str],
    any: bool,
) -> Option<&'facts Object> {
    case.facts.objects.iter().find(|object| {
        let inner = object.path.rsplit("!/").next().unwrap_or(&object.path);
        object.parent == Some(holder)
            && matches!(object.kind, Kind::Data | Kind::Encrypted)
            && object.entropy.is_some_and(|entropy| entropy > ENTROPY_MIN)
            && (any || says_picture(inner.as_bytes()))
            && names.iter().any(|name| {
                let name = name.trim_start_matches('/');
                name.len() > 4 && (inner == name || inner.ends_with(&format!("/{name}")))
            })
    })
}

/// Packed or encrypted data among what an application of Android brings along.
fn packed<'facts>(case: &Case<'facts>, holder: ObjectId) -> Option<&'facts Object> {
    case.facts.objects.iter().find(|object| {
        let inner = object.path.rsplit("!/").next().unwrap_or(&object.path);
        object.parent == Some(holder)
            && matches!(object.kind, Kind::Data | Kind::Encrypted)
            && object.entropy.is_some_and(|entropy| entropy > ENTROPY_MIN)
            && (inner.starts_with("assets/") || inner.starts_with("res/"))
    })
}

/// G73: classes that decrypt a file which is called a picture, and load it as a class.
pub(crate) fn java_disguised(case: &Case<'_>) -> Vec<Match> {
    let found = groups(case).into_iter().filter_map(|group| {
        if !group.can(LoadFromMemory) || !group.can(Decrypt) {
            return None;
        }
        let names: Vec<&str> =
            group.members.iter().flat_map(|(_, code)| code.resources.iter().map(String::as_str)).collect();
        let file = disguised(case, group.holder, &names, group.whole)?;
        let sentence = if says_picture(file.path.as_bytes()) {
            format!(
                "`{}` is called a picture, a font or a sound and is none; the code beside it decrypts and loads programs.",
                file.path
            )
        } else {
            format!("`{}` is packed or encrypted; the code beside it decrypts and loads programs.", file.path)
        };
        let mut evidence = vec![case.at(file.id, 0, file.kind.words())];
        evidence.extend(group.evidence(case, &[Decrypt, LoadFromMemory, DynamicLoad]));
        Some(Match { sentence, severity: Severity::Review, evidence })
    });
    found.collect()
}

/// The programs of each package of Android, as one.
fn packages<'facts>(case: &Case<'facts>) -> Vec<Group<'facts>> {
    let packages = case.facts.objects.iter().filter(|object| object.kind == Kind::Apk).map(|package| {
        let programs = case
            .facts
            .objects
            .iter()
            .filter(|object| object.kind == Kind::Dex && object.parent == Some(package.id));
        Group { holder: package.id, whole: true, members: programs.filter_map(code).collect() }
    });
    packages.collect()
}

/// Does the manifest ask for one of these?
fn asks<'facts>(lines: &[(&'facts Object, &'facts str)], wanted: &[&str]) -> Option<(ObjectId, &'facts str)> {
    let is_wanted =
        |line: &str| line.strip_prefix("android.permission.").is_some_and(|name| wanted.contains(&name));
    lines.iter().find(|(_, line)| is_wanted(line)).map(|(object, line)| (object.id, *line))
}

/// G74: an application of Android that fetches, and installs or loads programs.
pub(crate) fn android_installs(case: &Case<'_>) -> Vec<Match> {
    let found = packages(case).into_iter().filter_map(|group| {
        let lines = declared(case, group.holder);
        let installs = asks(&lines, &["REQUEST_INSTALL_PACKAGES", "INSTALL_PACKAGES"]);
        let loads = (group.can(DynamicLoad)
            || group.can(LoadFromMemory)
            || group.can(RunsText)
            || group.can(Execute) && group.can(Http))
            && group.texts() <= TEXTS_MAX;
        let fetches = group.can(Http) || group.can(Reaches) && group.texts() <= TEXTS_MAX;
        if !fetches || !(installs.is_some() || loads) {
            return None;
        }
        let sentence = format!(
            "The application `{}` fetches something, and installs or loads programs that are not in it.",
            case.name(group.holder)
        );
        let mut evidence: Vec<Evidence> = installs.iter().map(|(id, line)| case.at(*id, 0, line)).collect();
        evidence.extend(group.evidence(case, &[Http, DynamicLoad, LoadFromMemory]));
        Some(Match { sentence, severity: Severity::Review, evidence })
    });
    found.collect()
}

/// G75: an application of Android that reads and covers what others show, and reads messages.
pub(crate) fn android_overlay(case: &Case<'_>) -> Vec<Match> {
    let found = packages(case).into_iter().filter_map(|group| {
        let lines = declared(case, group.holder);
        let all = [
            asks(&lines, &["BIND_ACCESSIBILITY_SERVICE"])?,
            asks(
                &lines,
                &[
                    "SYSTEM_ALERT_WINDOW",
                    "QUERY_ALL_PACKAGES",
                    "BIND_DEVICE_ADMIN",
                    "FOREGROUND_SERVICE_MEDIA_PROJECTION",
                ],
            )?,
            asks(
                &lines,
                &["READ_SMS", "RECEIVE_SMS", "SEND_SMS", "BIND_NOTIFICATION_LISTENER_SERVICE", "INTERNET"],
            )?,
        ];
        let sentence = format!(
            "The application `{}` can operate other applications, cover them, and read messages.",
            case.name(group.holder)
        );
        let evidence = all.iter().map(|(id, line)| case.at(*id, 0, line)).collect();
        Some(Match { sentence, severity: Severity::Review, evidence })
    });
    found.collect()
}

/// G76: an application of Android that decrypts and loads programs, and has a file that is called a picture and is none.
pub(crate) fn android_disguised(case: &Case<'_>) -> Vec<Match> {
    let found = packages(case).into_iter().filter_map(|group| {
        let loads = group.can(LoadFromMemory) || group.can(DynamicLoad);
        if !loads || !group.can(Decrypt) {
            return None;
        }
        let names: Vec<&str> =
            group.members.iter().flat_map(|(_, code)| code.resources.iter().map(String::as_str)).collect();
        let small = group.can(LoadFromMemory) && group.texts() <= TEXTS_MAX;
        let (file, sentence) = match disguised(case, group.holder, &names, false) {
            Some(file) => (file, format!("`{}` is called a picture, a font or a sound and is none; the code beside it decrypts and loads programs.", file.path)),
            None => {
                let file = packed(case, group.holder).filter(|_| small)?;
                (file, format!("`{}` is packed or encrypted; the code beside it decrypts and loads programs.", file.path))
            }
        };
        let mut evidence = vec![case.at(file.id, 0, file.kind.words())];
        evidence.extend(group.evidence(case, &[Decrypt, LoadFromMemory, DynamicLoad]));
        Some(Match { sentence, severity: Severity::Review, evidence })
    });
    found.collect()
}

/// G77: the classes of an archive come from somewhere else.
pub(crate) fn java_elsewhere(case: &Case<'_>) -> Vec<Match> {
    let manifests = case.facts.objects.iter().filter_map(code);
    let found = manifests.filter_map(|(object, code)| {
        let holder = object.parent?;
        let path = code.declared.iter().find(|line| line.to_ascii_lowercase().starts_with("class-path:"));
        let agent = || {
            code.declared.iter().find(|line| {
                let Some((name, class)) = line.split_once(':') else { return false };
                let file = format!("{}.class", class.trim().replace('.', "/"));
                let brought = case
                    .facts
                    .objects
                    .iter()
                    .any(|other| other.parent == Some(holder) && other.path.ends_with(&file));
                name.to_ascii_lowercase().ends_with("agent-class") && !class.trim().is_empty() && !brought
            })
        };
        let line = path.or_else(agent)?;
        (!case.is_debian() || path.is_some()).then(|| {
            let sentence =
                format!("`{}` takes classes from elsewhere when it starts: `{line}`.", case.name(holder));
            case.found(Severity::Review, sentence, object.id, 0, line)
        })
    });
    found.collect()
}

/// G78: an application of Android that reads messages, notices or the screen, or starts with the device, and can send that on.
pub(crate) fn android_watches(case: &Case<'_>) -> Vec<Match> {
    let found = packages(case).into_iter().filter_map(|group| {
        let lines = declared(case, group.holder);
        let small = group.texts() <= TEXTS_MAX;
        let sends = group.can(Http)
            || group.can(Socket)
            || group.can(Reaches)
            || asks(&lines, &["INTERNET"]).is_some();
        let watches = asks(
            &lines,
            &[
                "READ_SMS",
                "RECEIVE_SMS",
                "BIND_NOTIFICATION_LISTENER_SERVICE",
                "BIND_DEVICE_ADMIN",
                "BIND_INPUT_METHOD",
                "READ_CALL_LOG",
            ],
        )
        .or_else(|| asks(&lines, &["BIND_ACCESSIBILITY_SERVICE"]).filter(|_| group.can(Keyboard)))
        .or_else(|| {
            asks(&lines, &["RECEIVE_BOOT_COMPLETED"])
                .filter(|_| group.can(LoadFromMemory) || group.can(DynamicLoad))
        })
        .or_else(|| {
            asks(&lines, &["MANAGE_EXTERNAL_STORAGE", "READ_EXTERNAL_STORAGE", "READ_MEDIA_IMAGES"])
                .filter(|_| small && (group.can(Secrets) || group.can(Screen)))
        })
        .or_else(|| {
            // What is in the clipboard is read and put back.
            let exchanged = small && group.can(Clipboard) && group.can(ClipboardWrite);
            asks(&lines, &["FOREGROUND_SERVICE", "RECEIVE_BOOT_COMPLETED", "SYSTEM_ALERT_WINDOW"])
                .filter(|_| exchanged)
        })?;
        sends.then(|| {
            let sentence = format!(
                "The application `{}` can read what is meant for others on the device, and send it.",
                case.name(group.holder)
            );
            let mut evidence = vec![case.at(watches.0, 0, watches.1)];
            evidence.extend(
                group.evidence(case, &[Http, Reaches, Keyboard, Secrets, DynamicLoad, LoadFromMemory]),
            );
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    found.collect()
}

/// G79: classes of a small archive that name where others keep keys, or evaluate text, and reach the network.
pub(crate) fn java_collects(case: &Case<'_>) -> Vec<Match> {
    let found = groups(case).into_iter().filter_map(|group| {
        let runs = group.can(RunsText) && (group.can(Http) || group.can(Reaches))
            || group.can(Execute) && group.can(Socket)
            || group.can(Clipboard) && group.can(ClipboardWrite);
        let store = group.members.iter().any(|(_, code)| {
            code.seen.iter().any(|seen| seen.capability == Secrets && seen.evidence == STORE)
        });
        let reaches = group.can(Http)
            || group.can(Socket)
            || group.can(Reaches)
            || group.can(Clipboard) && group.can(ClipboardWrite);
        (group.whole && !case.is_debian() && reaches && (runs || store)).then(|| {
            let sentence = format!(
                "Classes of `{}` evaluate text or name where others keep keys, and reach the network.",
                case.name(group.holder)
            );
            let evidence = group.evidence(case, &[RunsText, Secrets, Http, Reaches]);
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    found.collect()
}

/// G80: classes that name others backwards, or evaluate a member of the archive that reaches or starts others.
pub(crate) fn java_evaluates(case: &Case<'_>) -> Vec<Match> {
    let found = groups(case).into_iter().filter_map(|group| {
        let acts = [Http, Reaches, Starts, Execute, Persists, AutoStart];
        let named = |object: &Object| {
            group.members.iter().any(|(_, code)| {
                code.resources.iter().any(|name| name.rsplit('/').next() == Some(object.name()))
            })
        };
        let member = case.facts.objects.iter().find(|object| {
            object.parent == Some(group.holder)
                && object.script.as_ref().is_some_and(|script| {
                    acts.iter().any(|capability| script.wide.contains(capability))
                })
                && named(object)
        });
        let fits = group.can(Hides) || group.can(RunsText) && member.is_some();
        (fits && !case.is_debian()).then(|| {
            let sentence = format!(
                "Classes of `{}` name others backwards, or evaluate a text of the archive that reaches or starts others.",
                case.name(group.holder)
            );
            let mut evidence = group.evidence(case, &[Hides, RunsText, Execute]);
            evidence.extend(member.map(|object| case.at(object.id, 0, object.name())));
            Match { sentence, severity: Severity::Review, evidence }
        })
    });
    found.collect()
}
