//! Units: what is looked up. A token, two tokens written together, another reading, a business word, an acronym.

use crate::{
    business,
    text::{
        Token, Tokens,
        fold::Script,
        han,
        syllable::{self, Syllable},
    },
};

/// How a unit came from its tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A token as it stands.
    #[default]
    Single,
    /// Adjacent tokens written together.
    Joined,
    /// Another form of a token.
    Other,
    /// A legal form or business word, as a notion that languages share.
    Notion,
    /// First letters of adjacent tokens.
    Acronym,
}

/// A piece of a name that is looked up as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Which tokens it covers, bit by bit.
    pub mask: u32,
    /// Lower-case ASCII; notions begin with `#`, acronyms with `=`.
    pub form: String,
    /// Codes of Arabic letters, or empty.
    pub codes: Vec<u8>,
    /// How it came about.
    pub origin: Origin,
    /// Whether the token is one that names carry or leave out.
    pub particle: bool,
    /// Whether it comes from a script of syllables, whose loan words are compared roughly.
    pub loan: bool,
    /// The languages whose syllables the name is made of.
    pub tongues: Tongues,
    /// Its Korean syllables, when all of the name is Korean.
    pub korean: Vec<Syllable>,
    /// Its Chinese syllables, when all of the name is Chinese.
    pub chinese: Vec<Syllable>,
}

/// Which syllable languages a name may be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tongues {
    /// Korean.
    pub korean: bool,
    /// Chinese.
    pub chinese: bool,
}

/// Most units of a name.
const UNITS_MAX: usize = 96;

/// The units of a name.
#[must_use]
pub fn units(tokens: &Tokens, person: bool) -> Vec<Unit> {
    let mut units = Vec::with_capacity(tokens.list.len() * 3);
    let tongues = if person { tongues(tokens) } else { Tongues::default() };
    for (at, token) in tokens.list.iter().enumerate() {
        single(token, 1 << at, tongues, person, &mut units);
    }
    if person {
        joined(tokens, tongues, &mut units);
        if tongues.chinese {
            abroad(tokens, tongues, &mut units);
        }
    } else {
        joined(tokens, tongues, &mut units);
        business::notions(tokens, &mut units);
        acronyms(tokens, &mut units);
    }
    units.truncate(UNITS_MAX);
    units
}

fn single(token: &Token, mask: u32, tongues: Tongues, person: bool, units: &mut Vec<Unit>) {
    let loan = matches!(token.script, Script::Han | Script::Hangul | Script::Kana);
    let unit = |form: &str, origin| Unit {
        mask,
        form: form.to_owned(),
        codes: Vec::new(),
        origin,
        particle: token.particle,
        loan,
        tongues,
        ..Unit::default()
    };
    let mut first = Unit { codes: token.codes.clone(), ..unit(&token.form, Origin::Single) };
    syllables(&mut first, std::slice::from_ref(token));
    units.push(first);
    for other in &token.others {
        units.push(unit(other, Origin::Other));
    }
    // Al- written together with its name.
    if person && token.codes.is_empty() && token.form.len() >= 7 {
        for article in ["al", "el"] {
            if let Some(name) = token.form.strip_prefix(article) {
                units.push(unit(name, Origin::Other));
            }
        }
    }
}

fn joined(tokens: &Tokens, tongues: Tongues, units: &mut Vec<Unit>) {
    let list = &tokens.list;
    let mut add = |from: usize, to: usize| {
        let parts = &list[from..to];
        let length: usize = parts.iter().map(|part| part.form.len()).sum();
        if !(3..=24).contains(&length) {
            return;
        }
        let arabic = parts.iter().all(|part| !part.codes.is_empty());
        let mut unit = Unit {
            mask: (from..to).fold(0, |mask, at| mask | 1 << at),
            form: parts.iter().map(|part| part.form.as_str()).collect(),
            codes: if arabic {
                parts.iter().flat_map(|part| part.codes.iter().copied()).collect()
            } else {
                Vec::new()
            },
            origin: Origin::Joined,
            particle: false,
            loan: parts.iter().all(|part| matches!(part.script, Script::Han | Script::Hangul | Script::Kana)),
            tongues,
            ..Unit::default()
        };
        syllables(&mut unit, parts);
        units.push(unit);
    };
    for at in 0..list.len().saturating_sub(1) {
        add(at, at + 2);
        if at + 3 <= list.len()
            && (list[at + 1].particle || list[at..at + 3].iter().all(|part| part.form.len() <= 4))
        {
            add(at, at + 3);
        }
    }
}

/// Chinese surnames as spelled outside the mainland.
fn abroad(tokens: &Tokens, tongues: Tongues, units: &mut Vec<Unit>) {
    for (at, token) in tokens.list.iter().enumerate() {
        let ends = at == 0 || at + 1 == tokens.list.len();
        if let Some(surnames) = han::surnames_abroad(&token.form).filter(|_| ends) {
            for surname in surnames.split(' ') {
                units.push(Unit {
                    mask: 1 << at,
                    form: surname.to_owned(),
                    origin: Origin::Other,
                    tongues,
                    ..Unit::default()
                });
            }
        }
    }
}

/// Which syllable languages all of a name fits: a surname at one end, two to four syllables.
fn tongues(tokens: &Tokens) -> Tongues {
    let list = &tokens.list;
    if list.len() < 2 || list.len() > 4 {
        return Tongues::default();
    }
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Tongues::default() };
    let fits = |split: &dyn Fn(&str) -> Option<usize>| {
        let mut total = 0;
        for token in list {
            match split(&token.form) {
                Some(count) => total += count,
                None => return false,
            }
        }
        (2..=4).contains(&total)
    };
    let hangul = list.iter().all(|token| token.script == Script::Hangul);
    let han = list.iter().all(|token| token.script == Script::Han);
    let korean =
        (hangul || syllable::is_korean_surname(&first.form) || syllable::is_korean_surname(&last.form))
            && !han
            && fits(&|form| syllable::korean_syllables(form, 4).map(|all| all.len()));
    let chinese = (han || han::is_surname(&first.form) || han::is_surname(&last.form))
        && !hangul
        && fits(&|form| syllable::chinese_syllables(form, 4).map(|all| all.len()));
    Tongues { korean, chinese }
}

/// Fills in the syllables: of Hangul from the characters, otherwise from the romanised form.
fn syllables(unit: &mut Unit, parts: &[Token]) {
    if unit.tongues.korean {
        unit.korean = if parts.iter().all(|part| part.script == Script::Hangul) {
            parts.iter().flat_map(|part| part.shown.chars()).filter_map(syllable::of_hangul).collect()
        } else {
            syllable::korean_syllables(&unit.form, 4).unwrap_or_default()
        };
    }
    if unit.tongues.chinese {
        unit.chinese = syllable::chinese_syllables(&unit.form, 4).unwrap_or_default();
    }
}

/// First letters of runs of three to six words.
fn acronyms(tokens: &Tokens, units: &mut Vec<Unit>) {
    let words: Vec<(usize, &Token)> = tokens
        .list
        .iter()
        .enumerate()
        .filter(|(_, token)| {
            token.form.len() > 1 && !business::is_filler(&token.form) && token.codes.is_empty()
        })
        .collect();
    for from in 0..words.len() {
        for length in 3..=6 {
            let Some(run) = words.get(from..from + length) else { break };
            units.push(Unit {
                mask: run.iter().fold(0, |mask, (at, _)| mask | 1 << at),
                form: run.iter().filter_map(|(_, token)| token.form.chars().next()).collect(),
                origin: Origin::Acronym,
                ..Unit::default()
            });
        }
    }
}
