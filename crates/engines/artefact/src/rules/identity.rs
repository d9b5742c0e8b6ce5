//! Who signed, which hosts are named, how it updates itself.

use super::case::{Case, Match};
use crate::{
    facts::{Capability, Kind, Object, Signature},
    report::Severity,
};

fn signed<'facts>(case: &Case<'facts>) -> impl Iterator<Item = (&'facts Object, &'facts Signature)> {
    case.facts.objects.iter().filter_map(|object| Some((object, object.signature.as_deref()?)))
}

/// B27 and B28: not signed, or signed by nobody.
pub(crate) fn unsigned(case: &Case<'_>) -> Vec<Match> {
    let promised = case.declaration.and_then(|declaration| declaration.signed) == Some(true);
    let severity = if promised { Severity::Review } else { Severity::Info };
    let matters =
        |object: &&Object| matches!(object.kind, Kind::Pe | Kind::MachO | Kind::Xar | Kind::Msi | Kind::Nsis);
    let all: Vec<&Object> = case
        .facts
        .objects
        .iter()
        .filter(matters)
        .filter(|object| object.signature.as_ref().is_none_or(|signature| signature.ad_hoc))
        .collect();
    if all.is_empty() {
        return Vec::new();
    }
    let adhoc = all.iter().filter(|object| object.signature.is_some()).count();
    let evidence = all.iter().take(8).map(|object| case.at(object.id, 0, object.kind.words())).collect();
    let sentence = format!(
        "Programs or installers that nobody signed: {} (with a signature that anybody can make: {adhoc}).",
        all.len()
    );
    vec![Match { sentence, severity, evidence }]
}

/// B29: signed by somebody else than the exhibitor.
pub(crate) fn other_signer(case: &Case<'_>) -> Vec<Match> {
    let Some(declaration) = case
        .declaration
        .filter(|declaration| !declaration.legal_name.is_empty() || !declaration.signers.is_empty())
    else {
        return Vec::new();
    };
    let found = signed(case).filter(|(_, signature)| !signature.ad_hoc).filter_map(|(object, signature)| {
        let names = [&signature.subject, &signature.organisation, &signature.team];
        let ours = names.into_iter().flatten().any(|name| declaration.signs(name));
        let who = signature.subject.clone().or_else(|| signature.organisation.clone())?;
        let known = ["Microsoft ", "Apple ", "Software Signing"].iter().any(|name| who.starts_with(name));
        (!ours && !known).then(|| {
            let sentence = format!(
                "`{}` is signed by `{who}`; the exhibitor registered as `{}`.",
                case.name(object.id),
                declaration.legal_name
            );
            case.found(Severity::Review, sentence, object.id, 0, &who)
        })
    });
    found.collect()
}

/// B31: changed after it was signed.
pub(crate) fn broken(case: &Case<'_>) -> Vec<Match> {
    let found =
        signed(case).filter(|(_, signature)| signature.digest_fits == Some(false)).map(|(object, _)| {
            let sentence = format!("`{}` was changed after it was signed.", object.path);
            case.found(Severity::Block, sentence, object.id, 0, "the signed digest is not that of the file")
        });
    found.collect()
}

/// B32: some programs of the artefact are signed, and others are not.
pub(crate) fn mixed(case: &Case<'_>) -> Vec<Match> {
    let programs: Vec<&Object> =
        case.facts.objects.iter().filter(|object| matches!(object.kind, Kind::Pe | Kind::MachO)).collect();
    let is_signed = |object: &&&Object| object.signature.as_ref().is_some_and(|signature| !signature.ad_hoc);
    let with = programs.iter().filter(is_signed).count();
    if with == 0 || with == programs.len() {
        return Vec::new();
    }
    let without: Vec<_> = programs
        .iter()
        .filter(|object| !is_signed(object))
        .take(8)
        .map(|object| case.at(object.id, 0, "not signed"))
        .collect();
    let sentence = format!("{with} of {} programs are signed, the others are not.", programs.len());
    vec![Match { sentence, severity: Severity::Info, evidence: without }]
}

/// Who signed, as a fact.
pub(crate) fn signer(case: &Case<'_>) -> Vec<Match> {
    let mut names: Vec<(String, Vec<_>)> = Vec::new();
    for (object, signature) in signed(case).filter(|(_, signature)| !signature.ad_hoc) {
        let who = signature
            .subject
            .clone()
            .or_else(|| signature.organisation.clone())
            .unwrap_or_else(|| "a key without a name".into());
        let text =
            format!("{:?}, issued by {}", signature.scheme, signature.issuer.clone().unwrap_or_default());
        let place = case.at(object.id, 0, &text);
        match names.iter_mut().find(|(known, _)| *known == who) {
            Some((_, evidence)) if evidence.len() < 8 => evidence.push(place),
            Some(_) => {}
            None => names.push((who, vec![place])),
        }
    }
    names
        .into_iter()
        .map(|(who, evidence)| Match {
            sentence: format!("Signed by `{who}`."),
            severity: Severity::Info,
            evidence,
        })
        .collect()
}

/// C40: hosts that are not the exhibitor's.
pub(crate) fn foreign_hosts(case: &Case<'_>) -> Vec<Match> {
    let Some(declaration) = case.declaration.filter(|declaration| !declaration.domains.is_empty()) else {
        return Vec::new();
    };
    let foreign: Vec<_> = case
        .facts
        .hosts
        .iter()
        .filter(|host| host.in_code && !declaration.owns(&host.host) && !is_everybodys(&host.host))
        .collect();
    let updater =
        |host: &crate::facts::Host| {
            host.objects.iter().any(|id| {
                let object = case.facts.object(*id);
                object.is_some_and(|object| {
                    object.executable.as_ref().is_some_and(|program| {
                        program.can(Capability::Http) && program.can(Capability::Execute)
                    }) && case.is_started(object)
                })
            })
        };
    let found = foreign.iter().take(64).map(|host| {
        let severity = if updater(host) { Severity::Review } else { Severity::Info };
        let sentence = format!("It names the host `{}`, which is not one of the exhibitor's.", host.host);
        case.found(severity, sentence, host.objects[0], 0, &host.example)
    });
    found.collect()
}

/// Hosts that occur everywhere: name spaces, standards, authorities of certificates.
fn is_everybodys(host: &str) -> bool {
    const HOSTS: [&str; 22] = [
        "w3.org",
        "apple.com",
        "microsoft.com",
        "xmlsoap.org",
        "openxmlformats.org",
        "digicert.com",
        "verisign.com",
        "symantec.com",
        "sectigo.com",
        "comodoca.com",
        "usertrust.com",
        "globalsign.com",
        "letsencrypt.org",
        "example.com",
        "example.org",
        "ietf.org",
        "mozilla.org",
        "adobe.com",
        "gnu.org",
        "openssl.org",
        "unicode.org",
        "purl.org",
    ];
    HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")))
}

/// C41: addresses that honest software has no reason to name.
pub(crate) fn odd_hosts(case: &Case<'_>) -> Vec<Match> {
    const ODD: [&str; 18] = [
        "pastebin.com",
        "paste.ee",
        "hastebin.com",
        "ngrok.io",
        "ngrok-free.app",
        "duckdns.org",
        "no-ip.org",
        "ddns.net",
        "trycloudflare.com",
        "bit.ly",
        "tinyurl.com",
        "transfer.sh",
        "file.io",
        "webhook.site",
        "requestbin.com",
        "discordapp.com",
        "api.telegram.org",
        "onion",
    ];
    let found = case.facts.hosts.iter().filter(|host| host.in_code).filter_map(|host| {
        let address = host.host.parse::<core::net::IpAddr>().ok();
        let public = address.is_some_and(|address| match address {
            core::net::IpAddr::V4(four) => {
                !(four.is_private()
                    || four.is_loopback()
                    || four.is_link_local()
                    || four.is_unspecified()
                    || four.is_broadcast()
                    || four.is_documentation()
                    || four.octets()[0] < 2
                    || four.is_multicast())
            }
            core::net::IpAddr::V6(_) => false,
        });
        let odd = ODD.iter().any(|known| host.host == *known || host.host.ends_with(&format!(".{known}")))
            || host.host.split('.').any(|label| label.starts_with("xn--"));
        if !public && !odd {
            return None;
        }
        let runs = host.objects.iter().any(|id| {
            let object = case.facts.object(*id);
            object.is_some_and(|object| {
                let hook = object.script.as_ref().is_some_and(|script| script.hook.is_some());
                hook || (object.executable.is_some() && case.is_started(object) && !case.is_debian())
            })
        });
        let severity = if runs { Severity::Review } else { Severity::Info };
        let sentence = format!("It names `{}`, an address that says nothing about whose it is.", host.host);
        Some(case.found(severity, sentence, host.objects[0], 0, &host.example))
    });
    found.take(32).collect()
}

/// C42: updates over plain HTTP.
pub(crate) fn update_http(case: &Case<'_>) -> Vec<Match> {
    let found =
        case.facts.updates.iter().filter(|channel| channel.address.starts_with("http://")).map(|channel| {
            let sentence = format!("It looks for updates without encryption, at `{}`.", channel.address);
            case.found(Severity::Review, sentence, channel.object, 0, &channel.mechanism)
        });
    found.collect()
}

/// C43: updates that nobody verifies.
pub(crate) fn update_unverified(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.updates.iter().filter(|channel| channel.verified == Some(false)).map(|channel| {
        let sentence = format!(
            "It updates itself ({}) without a key that the updates are verified with.",
            channel.mechanism
        );
        case.found(Severity::Review, sentence, channel.object, 0, &channel.address)
    });
    found.collect()
}

/// C44: it updates itself, as a fact.
pub(crate) fn updates(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.updates.iter().map(|channel| {
        let sentence = format!("It updates itself ({}) from `{}`.", channel.mechanism, channel.address);
        case.found(Severity::Info, sentence, channel.object, 0, &channel.mechanism)
    });
    found.collect()
}
