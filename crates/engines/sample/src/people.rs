//! The speakers: names, work, biographies.

mod words;

use std::collections::BTreeSet;

use madang_interchange::model::{Link, Speaker, Text};
use unicode_normalization::UnicodeNormalization;

use crate::{
    chance::Chance,
    names::{Culture, Name, cultures},
    phrases::{CITIES, NUMBERS},
};
use words::{ENDS, FIELDS, MIDDLES, OPENINGS, PLACES_OF_WORK, POSITIONS, STEMS, abroad};

/// A speaker and what the programme has to know to give them a session.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    pub(crate) speaker: Speaker,
    /// The track they are at home in.
    pub(crate) track: usize,
    /// Language besides English that they speak in.
    pub(crate) language: Option<&'static str>,
}

/// As many speakers as asked for, no two of the same name.
pub(crate) fn cast(count: usize, seed: u64) -> Vec<Cast> {
    let mut chance = Chance::new(seed, 1);
    let cultures = cultures();
    let shares: Vec<usize> = cultures.iter().map(|culture| culture.share).collect();
    let (mut names, mut codes, mut mails) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut cast = Vec::with_capacity(count);
    let mut dry = 0;
    while cast.len() < count {
        // The first come one from each culture, so that even a small conference is an international one.
        let at = if cast.len() < cultures.len() && dry == 0 { cast.len() } else { chance.weighted(&shares) };
        let Some(culture) = cultures.get(at) else { break };
        let Some(name) = fresh_name(culture, &mut names, &mut chance) else {
            // This culture's names are used up, then all are: begin again with the same ones.
            dry += 1;
            if dry > 200 {
                names.clear();
                dry = 0;
            }
            continue;
        };
        let mut code = chance.code();
        while !codes.insert(code.clone()) {
            code = chance.code();
        }
        let track = cast.len() % FIELDS.len();
        let email = address(&name.latin, &mut mails);
        let speaker = speaker(culture, &name, code, track, email, &mut chance);
        cast.push(Cast { speaker, track, language: culture.language });
    }
    chance.shuffle(&mut cast);
    cast
}

fn fresh_name(culture: &Culture, names: &mut BTreeSet<String>, chance: &mut Chance) -> Option<Name> {
    // Small tables run dry; twenty draws are enough to say so.
    (0..20).map(|_| culture.name(chance)).find(|name| names.insert(name.native.clone()))
}

fn speaker(
    culture: &Culture,
    name: &Name,
    code: String,
    track: usize,
    email: String,
    chance: &mut Chance,
) -> Speaker {
    let stem = chance.pick(STEMS);
    let affiliation = chance.pick(PLACES_OF_WORK).replace("{stem}", stem);
    let position = chance.pick(POSITIONS);
    let links = if chance.percent(40) {
        let url = format!("https://{}.example.org/", plain(stem, ""));
        vec![Link { title: affiliation.clone(), url }]
    } else {
        Vec::new()
    };
    Speaker {
        key: code.clone(),
        code: Some(code),
        guid: Some(chance.guid()),
        name_latin: (name.latin != name.native).then(|| name.latin.clone()),
        name: name.native.clone(),
        position: Some(position.to_owned()),
        country: Some(chance.pick(culture.countries).to_owned()),
        biography: biography(culture, name, track, &affiliation, position, chance),
        affiliation: Some(affiliation),
        picture_url: None,
        email: Some(email),
        links,
    }
}

fn biography(
    culture: &Culture,
    name: &Name,
    track: usize,
    affiliation: &str,
    position: &str,
    chance: &mut Chance,
) -> Text {
    let mut sentences = vec![chance.pick(OPENINGS), chance.pick(MIDDLES)];
    if chance.percent(45) {
        let more = chance.pick(MIDDLES);
        if !sentences.contains(&more) {
            sentences.push(more);
        }
    }
    if chance.percent(70) {
        sentences.push(chance.pick(ENDS));
    }
    // The full name once, then as colleagues would say it.
    let role = position.to_lowercase();
    let mut english = sentences
        .join(" ")
        .replacen("{name}", &name.latin, 1)
        .replace("{name}", &name.short)
        .replace("{role}", &role)
        .replace("{at}", affiliation)
        .replace("{field}", chance.pick(FIELDS[track].0))
        .replace("{other}", chance.pick(FIELDS[(track + 3) % FIELDS.len()].0));
    // Each mention of a city or a number is another one.
    for (mark, words) in [("{C}", CITIES), ("{n}", NUMBERS)] {
        while english.contains(mark) {
            english = english.replacen(mark, chance.pick(words), 1);
        }
    }
    let mut texts = Text::of("en", &english);
    if let Some((language, patterns)) = culture.language.and_then(abroad) {
        let field = if language == "ko" { FIELDS[track].1 } else { FIELDS[track].2 };
        let own = patterns.iter().map(|of| chance.pick(of)).collect::<Vec<_>>();
        let own = own.join(if language == "ko" { " " } else { "" });
        let own = own.replace("{name}", &name.native).replace("{at}", affiliation).replace("{field}", field);
        texts.0.insert(language.to_owned(), own);
    }
    texts
}

/// Letters of a Latin name that a mail address can hold, words joined by `gap`.
fn plain(name: &str, gap: &str) -> String {
    let mut plain = String::new();
    for letter in name.to_lowercase().nfkd() {
        match letter {
            'a'..='z' | '0'..='9' => plain.push(letter),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ß' => plain.push_str("ss"),
            'þ' => plain.push_str("th"),
            'æ' => plain.push_str("ae"),
            'ı' => plain.push('i'),
            ' ' | '-' if !plain.ends_with(gap) => plain.push_str(gap),
            _ => {}
        }
    }
    plain
}

fn address(latin: &str, taken: &mut BTreeSet<String>) -> String {
    let name = plain(latin, ".");
    let mut address = format!("{name}@speaker.example");
    let mut number = 2;
    while !taken.insert(address.clone()) {
        address = format!("{name}{number}@speaker.example");
        number += 1;
    }
    address
}
