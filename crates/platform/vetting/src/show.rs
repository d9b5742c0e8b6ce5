//! What was found, for people and for other programs: text, one HTML page, SARIF.

pub mod changes;
pub mod html;
mod phrases;
pub mod sarif;
pub mod text;

use std::collections::BTreeSet;

use madang_artefact::{facts::Scheme, report::Verdict};

use crate::vetted::Vetted;

/// A verdict, as everybody writes it.
#[must_use]
pub fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Clear => "CLEAR",
        Verdict::Review => "REVIEW",
        Verdict::NotVettable => "NOT VETTABLE",
        Verdict::Block => "BLOCK",
    }
}

/// One who signed something in the artefact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signer {
    /// Their name, or that there is none.
    pub name: String,
    /// The way of signing.
    pub scheme: &'static str,
    /// The declaration names them.
    pub declared: bool,
}

/// Who signed, each once, and how many programs nobody signed.
#[must_use]
pub fn signers(vetted: &Vetted) -> (Vec<Signer>, usize) {
    let mut signers = BTreeSet::new();
    let mut unsigned = 0;
    for object in &vetted.facts.objects {
        if object.kind.is_executable() && object.signature.is_none() {
            unsigned += 1;
        }
        if let Some(signature) = object.signature.as_deref() {
            let names = [&signature.subject, &signature.organisation, &signature.team];
            let known = names.into_iter().flatten().next().cloned();
            let declared = vetted
                .declaration
                .as_ref()
                .is_some_and(|declaration| names.into_iter().flatten().any(|name| declaration.signs(name)));
            let name = match known {
                _ if signature.ad_hoc => "nobody (ad-hoc)".to_owned(),
                Some(name) => name,
                None => "somebody whose name cannot be read".to_owned(),
            };
            signers.insert(Signer { name, scheme: scheme_words(signature.scheme), declared });
        }
    }
    (signers.into_iter().collect(), unsigned)
}

fn scheme_words(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Authenticode => "Authenticode",
        Scheme::AppleCode => "Apple code signature",
        Scheme::AppleInstaller => "Apple installer signature",
        Scheme::AndroidBlock => "Android signing block",
        Scheme::Jar => "JAR signature",
        Scheme::OpenPgp => "OpenPGP",
        Scheme::Sigstore => "Sigstore bundle",
    }
}

/// Text from an artefact, fit for a terminal or a page: no control character, no change of direction.
#[must_use]
pub fn safe(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            // What changes the direction of writing could make a name look like another one.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            letter if letter.is_control() => '\u{fffd}',
            letter => letter,
        })
        .collect()
}

/// A number of bytes, for people.
#[must_use]
pub fn size(bytes: u64) -> String {
    let (mut number, mut unit) = (bytes as f64, 0);
    const UNITS: [&str; 4] = ["bytes", "kB", "MB", "GB"];
    while number >= 1000.0 && unit + 1 < UNITS.len() {
        number /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} bytes") } else { format!("{number:.1} {}", UNITS[unit]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_turn_the_writing_round() {
        assert_eq!(safe("invoice\u{202e}fdp.exe\u{1b}[2J"), "invoice\u{fffd}fdp.exe\u{fffd}[2J");
    }

    #[test]
    fn sizes_are_readable() {
        assert_eq!([size(999), size(1_500), size(2_000_000_000)], ["999 bytes", "1.5 kB", "2.0 GB"]);
    }
}
