//! A78, D81, D82, D84: what is handed to settings.

use super::{
    super::{
        case::{Case, Match},
        scripts::is_application,
    },
    clusters::{all_scripts, is_extension},
};
use crate::{
    facts::{ActiveContent, Capability::*, Object},
    report::Severity,
};

/// Where packages are fetched from by everybody.
const PLACES: [&str; 41] = [
    "docker.io",
    "ghcr.io",
    "quay.io",
    "gcr.io",
    "k8s.io",
    "npmjs.org",
    "npmjs.com",
    "yarnpkg.com",
    "jsr.io",
    "pypi.org",
    "pythonhosted.org",
    "python.org",
    "github.com",
    "githubusercontent.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "sr.ht",
    "crates.io",
    "rubygems.org",
    "maven.org",
    "apache.org",
    "google.com",
    "googleapis.com",
    "gradle.org",
    "jitpack.io",
    "sonatype.org",
    "nuget.org",
    "golang.org",
    "packagist.org",
    "anaconda.org",
    "pytorch.org",
    "deno.land",
    "esm.sh",
    "jsdelivr.net",
    "unpkg.com",
    "debian.org",
    "ubuntu.com",
    "gnu.org",
    "kernel.org",
    "spring.io",
];

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    host.split(':').next().unwrap_or(host)
}

/// A place that everybody fetches from, the computer itself, or one that the declaration names.
fn is_usual(case: &Case<'_>, address: &str) -> bool {
    let host = host(address);
    let own = PLACES.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
    own || !host.contains('.')
        || host.contains(['$', '{', '%', '<'])
        || host.starts_with("127.")
        || case.declaration.is_some_and(|declaration| declaration.owns(host))
}

fn active<'facts>(case: &Case<'facts>) -> impl Iterator<Item = (&'facts Object, &'facts ActiveContent)> {
    case.facts.objects.iter().flat_map(|object| object.active.iter().map(move |active| (object, active)))
}

/// D81: packages are fetched from a place that is no registry of everybody's.
pub(crate) fn fetches_elsewhere(case: &Case<'_>) -> Vec<Match> {
    let found = active(case).filter_map(|(object, active)| {
        let ActiveContent::Fetches { by, address } = active else { return None };
        let counts = !is_usual(case, address)
            && !object.path.contains("node_modules/")
            && !object.path.contains("META-INF/")
            && !case.is_example(object.id)
            && !case.is_debian();
        counts.then(|| {
            let sentence = format!("`{}` makes packages be fetched from `{}`.", object.path, host(address));
            case.found(Severity::Review, sentence, object.id, 0, &format!("{by}: {address}"))
        })
    });
    found.collect()
}

/// A78: settings stand before every program or tool from now on.
pub(crate) fn redirected(case: &Case<'_>) -> Vec<Match> {
    let found = active(case).filter_map(|(object, active)| {
        let ActiveContent::Redirects { line: what } = active else { return None };
        (!case.is_example(object.id) && !case.is_debian() || object.script.is_none()).then(|| {
            let sentence = format!(
                "`{}` changes settings that every program or tool obeys from then on: `{what}`.",
                object.path
            );
            case.found(Severity::Review, sentence, object.id, 0, what)
        })
    });
    found.collect()
}

/// A79: settings start a script unseen.
pub(crate) fn other_starters(case: &Case<'_>) -> Vec<Match> {
    let mut found: Vec<Match> = active(case)
        .filter_map(|(object, active)| {
            let ActiveContent::Starts { command, seen, how } = active else { return None };
            (!seen && !case.is_debian() && !case.is_example(object.id)).then(|| {
                let sentence = format!("`{}` starts `{command}` unseen, by {how}.", object.path);
                case.found(Severity::Review, sentence, object.id, 0, command)
            })
        })
        .collect();
    let tasks = case.facts.objects.iter().filter_map(|object| {
        let package = object.package.as_ref().filter(|package| package.format == "msix")?;
        let line = package.hooks.first()?;
        let sentence = format!("`{}` starts by itself whenever somebody logs in.", case.name(object.id));
        Some(case.found(Severity::Review, sentence, object.id, 0, line))
    });
    found.extend(tasks);
    found
}

/// D82: a page on a server gets the rights of a program.
pub(crate) fn remote_page(case: &Case<'_>) -> Vec<Match> {
    let scripts = all_scripts(case);
    let found = scripts.iter().filter_map(|(object, script)| {
        let can = |capability| script.wide.contains(&capability);
        let electron = is_application(case, object)
            || script.seen.iter().any(|seen| seen.evidence.starts_with("nodeIntegration"));
        let beside = || {
            scripts.iter().any(|(other, script)| {
                other.parent == object.parent
                    && script.wide.contains(&Exposes)
                    && (script.wide.contains(&Execute) || script.wide.contains(&Starts))
            })
        };
        let page = || {
            active(case).any(|(page, active)| {
                matches!(active, ActiveContent::RemoteScript { .. }) && page.parent == object.parent
            })
        };
        let shows = can(RemotePage) && (can(PageRights) || beside());
        (electron && (shows || script.can(PageRights) && node_rights(script) && page())).then(|| {
            let sentence = format!(
                "`{}` shows a page that lies on a server, and gives it rights of the program.",
                object.path
            );
            let words: Vec<&str> = script
                .seen
                .iter()
                .filter(|seen| matches!(seen.capability, PageRights | RemotePage))
                .map(|seen| seen.evidence.as_str())
                .collect();
            case.found(Severity::Review, sentence, object.id, 0, &words.join(", "))
        })
    });
    found.collect()
}

/// Does it give pages the rights of Node?
fn node_rights(script: &crate::facts::Script) -> bool {
    script.seen.iter().any(|seen| {
        seen.capability == PageRights
            && ["nodeIntegration", "contextIsolation", "enableRemote"]
                .iter()
                .any(|word| seen.evidence.starts_with(word))
    })
}

/// D84: an extension of a browser that lets others decide what runs in pages, or changes what pages say.
pub(crate) fn extension(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().filter_map(|object| {
        let package = object.package.as_ref().filter(|package| package.format == "browser-extension")?;
        let says = |name: &str, any: &[&str]| {
            package.hooks.iter().find(|hook| {
                hook.strip_prefix(name).is_some_and(|rest| any.iter().any(|word| rest.contains(word)))
            })
        };
        const EVERYWHERE: [&str; 4] = ["<all_urls>", "*://*/*", "https://*/*", "http://*/*"];
        let everywhere = says("permission", &EVERYWHERE).or_else(|| says("page", &EVERYWHERE));
        let members: Vec<_> = all_scripts(case)
            .into_iter()
            .filter(|(other, _)| other.parent == object.parent && is_extension(case, other))
            .collect();
        let can = |capability| members.iter().any(|(_, script)| script.wide.contains(&capability));
        let reaches = can(Http) || can(Socket) || can(Reaches);
        let runs = can(Evaluate) || can(RunsText) || can(LoadsModule);
        let policy = package.hooks.iter().find(|hook| {
            hook.strip_prefix("policy: ").is_some_and(|policy| {
                policy.split(';').map(str::trim_start).any(|part| {
                    part.starts_with("script-src") && (part.contains("http") || part.contains("unsafe-eval"))
                })
            })
        });
        let rules = says("permission", &["declarativeNetRequest", "webRequestBlocking", "debugger", "proxy"]);
        let shop = |hook: &&String| {
            let address = hook.trim_start_matches("update: ");
            ["google.com", "microsoft.com", "mozilla.org", "opera.com"]
                .iter()
                .any(|shop| host(address).ends_with(shop))
                || is_usual(case, address)
        };
        let update = says("update", &["://"]).filter(|hook| !shop(hook));
        let injects = says("permission", &["scripting", "tabs", "userScripts"]);
        // What runs in all pages reads what people type, or knows wallets.
        let reads = members.iter().any(|(object, script)| {
            let in_pages = package.hooks.iter().any(|hook| {
                hook.strip_prefix("content: ")
                    .is_some_and(|file| file.rsplit('/').next() == Some(object.name()))
            });
            let knows = [WalletAddresses, SecretWords, Keyboard];
            in_pages && knows.iter().any(|capability| script.wide.contains(capability))
        });
        let addresses = members.iter().any(|(object, script)| {
            script.wide.contains(&WalletAddresses)
                && package.hooks.iter().any(|hook| {
                    hook.strip_prefix("content: ")
                        .is_some_and(|file| file.rsplit('/').next() == Some(object.name()))
                })
        });
        let clipboard =
            says("permission", &["clipboardRead"]).filter(|_| can(ClipboardWrite) || can(WalletAddresses));
        let why = policy
            .or_else(|| rules.filter(|_| everywhere.is_some() && reaches))
            .or_else(|| injects.filter(|_| everywhere.is_some() && reaches && runs))
            .or(clipboard)
            .or(update)
            .or_else(|| says("permission", &["management"]))
            .or_else(|| says("permission", &["cookies"]).filter(|_| everywhere.is_some() && reaches))
            .or_else(|| everywhere.filter(|_| reads && reaches))
            .or_else(|| says("content", &[""]).filter(|_| addresses))
            .or_else(|| says("content", &[""]).filter(|_| reaches && can(Wraps)))?;
        let sentence = format!(
            "The extension `{}` can let others decide what runs in pages, or change or read what they say.",
            package.name
        );
        Some(case.found(Severity::Review, sentence, object.id, 0, why))
    });
    found.collect()
}
