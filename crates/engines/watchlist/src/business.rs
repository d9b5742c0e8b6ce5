//! Legal forms and business words of organisations, as notions that languages share.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::{
    text::{Tokens, fold::Script, sound::sound},
    units::{Origin, Unit},
};

/// Longest phrase, in words.
const WORDS_MAX: usize = 6;

struct Table {
    /// Sound forms of a phrase's words, joined by a blank, and the notion.
    phrases: FxHashMap<Vec<u8>, u16>,
    names: Vec<(&'static str, bool)>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { phrases: FxHashMap::default(), names: Vec::new() };
        for line in include_str!("../data/business.txt").lines().filter(|line| !line.starts_with('#')) {
            let Some((name, phrases)) = line.split_once(" : ") else { continue };
            let number = u16::try_from(table.names.len()).unwrap_or(u16::MAX);
            table.names.push((name.trim_end_matches('!'), name.ends_with('!')));
            for phrase in phrases.split(',').map(str::trim) {
                let words: Vec<Vec<u8>> = if phrase.is_ascii() {
                    phrase.split(' ').map(sound).collect()
                } else {
                    let Ok(tokens) = crate::text::tokenise(phrase, false) else { continue };
                    tokens.list.iter().map(|token| sound(&token.form)).collect()
                };
                table.phrases.entry(words.join(&b' ')).or_insert(number);
            }
        }
        table
    })
}

/// Words that join others and say nothing.
#[must_use]
pub fn is_filler(form: &str) -> bool {
    matches!(
        form,
        "of" | "the"
            | "and"
            | "for"
            | "de"
            | "la"
            | "el"
            | "y"
            | "i"
            | "und"
            | "et"
            | "al"
            | "le"
            | "les"
            | "des"
            | "du"
            | "del"
            | "di"
            | "da"
            | "do"
            | "dos"
            | "in"
            | "to"
            | "a"
            | "s"
            | "by"
            | "on"
            | "los"
            | "las"
            | "im"
            | "für"
            | "e"
            | "ve"
            | "va"
            | "wa"
            | "po"
            | "na"
            | "z"
    )
}

/// Whether a notion is a legal form.
#[must_use]
pub fn is_legal_form(form: &str) -> bool {
    form.strip_prefix('#')
        .is_some_and(|name| table().names.iter().any(|(known, legal)| *legal && *known == name))
}

/// Adds a unit for each legal form and business word of a name; the longest phrase at each place.
pub fn notions(tokens: &Tokens, units: &mut Vec<Unit>) {
    let table = table();
    let sounds: Vec<Vec<u8>> = tokens.list.iter().map(|token| sound(&token.form)).collect();
    let mut at = 0;
    let mut key = Vec::new();
    while at < sounds.len() {
        let mut best = None;
        key.clear();
        for length in 1..=WORDS_MAX.min(sounds.len() - at) {
            if length > 1 {
                key.push(b' ');
            }
            key.extend_from_slice(&sounds[at + length - 1]);
            if let Some(notion) = table.phrases.get(&key) {
                best = Some((length, *notion));
            }
        }
        let Some((length, notion)) = best else {
            east(tokens, at, units);
            at += 1;
            continue;
        };
        let (name, legal) = table.names[usize::from(notion)];
        units.push(Unit {
            mask: (at..at + length).fold(0, |mask, bit| mask | 1 << bit),
            form: format!("#{name}"),
            origin: Origin::Notion,
            particle: legal,
            ..Unit::default()
        });
        at += length;
    }
}

/// Business words at the end of a word that is written without spaces are marked so that they count as found in it.
fn east(tokens: &Tokens, at: usize, units: &mut [Unit]) {
    if matches!(tokens.list[at].script, Script::Han | Script::Hangul)
        && let Some(unit) = units.iter_mut().find(|unit| unit.mask == 1 << at)
    {
        unit.loan = true;
    }
}
