//! D92 to D99: what pages ask of their readers, what nobody sees in a text, what settings send or start, and code that
//! stands where another is looked at.

use super::{
    case::{Case, Match, base},
    conduct::{is_extension, is_library, scripts_that_count},
};
use crate::{
    facts::{ActiveContent, Capability, Capability::*, Copied, Kind, Object, ObjectId, Page, Script},
    report::Severity,
};

/// Scripts beside a page that names none: more of them are somebody else's.
const BESIDE_MAX: usize = 12;
/// Letters that nobody sees and nobody types by mistake.
const MANY: u32 = 64;
/// A script in which what is seen need not stand together. *Units*: bytes.
const SHORT_BYTES: u64 = 20_000;

fn pages<'facts>(case: &Case<'facts>) -> impl Iterator<Item = (&'facts Object, &'facts Page)> {
    case.facts.objects.iter().filter_map(|object| Some((object, object.page.as_deref()?)))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Does a page load this script: by its name, or because both lie in one folder of few scripts and the page names none?
fn belongs(page: &Object, words: &Page, script: &Object) -> bool {
    script.parent == page.parent
        && words.scripts.iter().any(|name| base(name) == script.name() && !script.name().is_empty())
}

/// Scripts of a page.
fn scripts_of<'facts>(
    case: &Case<'facts>,
    page: &Object,
    words: &Page,
) -> Vec<(&'facts Object, &'facts Script)> {
    let all = case.facts.objects.iter().filter_map(|object| Some((object, object.script.as_deref()?)));
    let named: Vec<_> = all.clone().filter(|(object, _)| belongs(page, words, object)).collect();
    if !named.is_empty() || !words.scripts.is_empty() || page.script.is_some() {
        return named;
    }
    let beside: Vec<_> = all
        .filter(|(object, _)| object.parent == page.parent && folder(&object.path) == folder(&page.path))
        .collect();
    if beside.len() <= BESIDE_MAX { beside } else { Vec::new() }
}

/// D92: a page tells its reader to run what it has put into the clipboard, and that is not what it shows.
pub(crate) fn paste_lures(case: &Case<'_>) -> Vec<Match> {
    let found = pages(case).filter_map(|(object, page)| {
        let tells = page.tells.as_deref()?;
        let (which, evidence) = if let Some(coded) = &page.coded {
            (object.id, coded.clone())
        } else {
            let beside = scripts_of(case, object, page);
            let beside = beside.iter().filter_map(|(other, _)| Some((other.id, other.page.as_deref()?)));
            let mut all = vec![(object.id, page)];
            all.extend(beside.filter(|(id, _)| *id != object.id));
            all.iter().find_map(|(id, copying)| Some((*id, hidden_copy(page, copying)?)))?
        };
        let sentence = format!(
            "`{}` tells people to paste something where commands are run, and what they paste is not what they see.",
            object.path
        );
        let severity = if case.is_example(object.id) && object.kind != Kind::Html { Severity::Info } else { Severity::Review };
        let sentence = if object.path.is_empty() { sentence.replacen("``", &format!("`{}`", case.facts.name), 1) } else { sentence };
        let evidence = vec![case.at(object.id, 0, tells), case.at(which, 0, &evidence)];
        Some(Match { sentence, severity, evidence })
    });
    found.collect()
}

/// What is put into the clipboard and not shown.
fn hidden_copy(shown: &Page, copying: &Page) -> Option<String> {
    copying.copies.iter().find_map(|copied| match copied {
        Copied::Coded { by } => Some(by.clone()),
        Copied::Text { text } => {
            let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let seen = shown.shown.iter().any(|line| line.contains(&squeezed));
            (!seen && crate::read::page::is_command(text)).then(|| squeezed.clone())
        }
        _ => None,
    })
}

/// D93: a page or an extension asks for the words by which a wallet is restored, and can send, and works no key out of them.
pub(crate) fn asks_for_words(case: &Case<'_>) -> Vec<Match> {
    let mut told: Vec<(Option<ObjectId>, Match)> = Vec::new();
    for (object, page) in pages(case).filter(|(object, _)| !case.is_example(object.id) && !case.is_debian()) {
        let Some(asks) = page.asks.as_deref() else { continue };
        if told.iter().any(|(parent, _)| *parent == object.parent) {
            continue;
        }
        // An extension is one; elsewhere a page and its scripts are.
        let extension = is_extension(case, object);
        let mut members: Vec<(&Object, &Script)> = if extension {
            scripts_that_count(case).into_iter().filter(|(other, _)| other.parent == object.parent).collect()
        } else {
            scripts_of(case, object, page)
        };
        if let Some(script) = object.script.as_deref() {
            members.push((object, script));
        }
        let fields = page.fields
            || pages(case).any(|(other, words)| {
                let near = extension
                    || members.iter().any(|(member, _)| member.id == other.id)
                    || object.script.is_some() && belongs(other, words, object);
                words.fields && other.parent == object.parent && near
            });
        let can = |any: &[Capability]| {
            any.iter().any(|capability| {
                page.can(*capability) || members.iter().any(|(_, script)| script.can(*capability))
            })
        };
        let sends = can(&[Http, Socket, Reaches, Post, Reports]) || !page.forms.is_empty();
        let library = is_library(case) && members.len() > BESIDE_MAX;
        if !fields || !sends || can(&[Derives]) || library {
            continue;
        }
        let name = if object.path.is_empty() { &case.facts.name } else { &object.path };
        let sentence =
            format!("`{name}` asks for the words by which a wallet is restored, and can send them.");
        let where_to = members.iter().find_map(|(other, script)| {
            let seen = script
                .seen
                .iter()
                .find(|seen| matches!(seen.capability, Http | Socket | Reaches | Post | Reports))?;
            Some(case.at(other.id, u32::try_from(seen.at).unwrap_or(0), &seen.evidence))
        });
        let mut evidence = vec![case.at(object.id, 0, asks)];
        evidence.extend(where_to);
        told.push((object.parent, Match { sentence, severity: Severity::Review, evidence }));
    }
    told.into_iter().map(|(_, found)| found).collect()
}

/// D94: a text of letters that nobody sees, and a script that makes letters and code of it.
pub(crate) fn unseen_code(case: &Case<'_>) -> Vec<Match> {
    let texts: Vec<(&Object, u32)> = case
        .facts
        .objects
        .iter()
        .filter_map(|object| {
            let letters = object.active.iter().find_map(|active| match active {
                ActiveContent::Unseen { letters } => Some(*letters),
                _ => None,
            })?;
            Some((object, letters))
        })
        .collect();
    let scripts = case.facts.objects.iter().filter_map(|object| Some((object, object.script.as_deref()?)));
    let found = scripts.filter_map(|(object, script)| {
        let acts = [Evaluate, RunsText, Execute, Starts, LoadsModule, Hides, BuiltNames];
        let acts = acts.iter().any(|capability| script.can(*capability));
        let own = script.seen.iter().find(|seen| seen.capability == Unseen);
        // So many are there to be read, by whatever means.
        let many = |told: &str| {
            told.split(' ')
                .next()
                .and_then(|number| number.parse().ok())
                .is_some_and(|number: u32| number >= MANY)
        };
        let turned =
            script.can(Letters) || script.can(NamesUnseen) || own.is_some_and(|seen| many(&seen.evidence));
        let other = texts.iter().find(|(text, _)| text.parent == object.parent);
        let evidence = match (own, other) {
            (Some(seen), _) if acts || turned => vec![case.at(object.id, 0, &seen.evidence)],
            (None, Some((text, letters))) if script.can(NamesUnseen) && acts => vec![
                case.at(text.id, 0, &format!("{letters} letters that nobody sees")),
                case.at(object.id, 0, "numbers of letters that nobody sees"),
            ],
            _ => return None,
        };
        let sentence = format!(
            "`{}` holds or reads a text in letters that nobody sees, and can make code of it.",
            object.path
        );
        Some(Match { sentence, severity: Severity::Review, evidence })
    });
    found.take(8).collect()
}

/// D95: a short script reads a picture, a font or a sound, makes letters of what it holds, and runs them.
pub(crate) fn code_in_media(case: &Case<'_>) -> Vec<Match> {
    #[rustfmt::skip]
    const MEDIA: [&str; 18] = [
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".ico", ".webp", ".svg", ".woff", ".woff2", ".ttf", ".otf", ".wav", ".mp3", ".mp4", ".ogg", ".icns", ".pdf",
    ];
    let scripts = scripts_that_count(case);
    // In a large library everything occurs.
    if case.is_debian() || is_library(case) && scripts.len() > BESIDE_MAX {
        return Vec::new();
    }
    let found = scripts.into_iter().filter_map(|(object, script)| {
        let can = |any: &[Capability]| any.iter().any(|capability| script.can(*capability));
        let file = script
            .names
            .iter()
            .find(|name| MEDIA.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)))?;
        let fits = object.size_bytes <= SHORT_BYTES
            && can(&[ReadsFiles])
            && can(&[Letters, Decode, Decrypt])
            && can(&[Evaluate, RunsText]);
        fits.then(|| {
            let sentence = format!(
                "`{}` reads `{file}`, makes letters of what it holds, and can run them.",
                object.path
            );
            let words: Vec<&str> = [ReadsFiles, Letters, Decode, Evaluate, RunsText]
                .iter()
                .filter_map(|capability| script.seen.iter().find(|seen| seen.capability == *capability))
                .map(|seen| seen.evidence.as_str())
                .collect();
            case.found(Severity::Review, sentence, object.id, 0, &words.join(", "))
        })
    });
    found.collect()
}

/// D96: settings by which secrets of a build are sent away.
pub(crate) fn secrets_of_builds(case: &Case<'_>) -> Vec<Match> {
    let found =
        case.facts.objects.iter().flat_map(|object| object.active.iter().map(move |active| (object, active)));
    let found = found.filter_map(|(object, active)| {
        let ActiveContent::SendsSecrets { line, how } = active else { return None };
        let fits = !object.path.contains("node_modules/") && !is_library(case);
        fits.then(|| {
            let sentence =
                format!("`{}` sends secrets or files of the reader to an address, by {how}.", object.path);
            case.found(Severity::Review, sentence, object.id, 0, line)
        })
    });
    found.collect()
}

/// D97: an extension of an editor starts something that outlives it and has no window, as soon as the editor starts.
pub(crate) fn editor_starts(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().filter_map(|object| {
        let script =
            object.script.as_deref().filter(|script| script.hook.as_deref() == Some("activation"))?;
        let can = |any: &[Capability]| any.iter().any(|capability| script.wide.contains(capability));
        let fits = can(&[Outlives]) && can(&[Execute, Starts]);
        fits.then(|| {
            let sentence = format!(
                "The extension's `{}` starts a program without a window that stays when the editor ends.",
                object.path
            );
            case.found(Severity::Review, sentence, object.id, 0, "windowsHide, detached")
        })
    });
    found.collect()
}

/// D98: an application in a folder beside another in the archive.
///
/// *Source*: "Electron Fuses", `onlyLoadAppFromAsar` (`app.asar` is looked for first), and `lib/browser/init.js` of older
/// releases (`app` is).
pub(crate) fn shadowed_application(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().filter_map(|object| {
        let folder = object.path.strip_suffix("/app/package.json")?;
        let resources = base(folder).eq_ignore_ascii_case("resources");
        let archive = format!("{folder}/app.asar");
        let shadowed = case.facts.objects.iter().find(|other| other.path == archive)?;
        let sentence = format!(
            "`{folder}/app` is an application beside `{}`: which one Electron runs depends on its release.",
            shadowed.name()
        );
        resources.then(|| case.found(Severity::Review, sentence, object.id, 0, &object.path))
    });
    found.collect()
}

/// D99: a source in a coding of its own.
pub(crate) fn own_coding(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().flat_map(|object| {
        object.active.iter().filter_map(move |active| {
            let ActiveContent::OwnCoding { name } = active else { return None };
            let sentence =
                format!("`{}` is written in a coding, `{name}`, that Python does not know.", object.path);
            // Tests of readers have them on purpose.
            let severity = if case.is_example(object.id) { Severity::Info } else { Severity::Review };
            Some(case.found(severity, sentence, object.id, 1, name))
        })
    });
    found.collect()
}
