//! From a unit of the question to the listed words that are like it.

use crate::{
    index::{
        keys::{Channel, key},
        side::{SKELETON_LEAST, SOUND_LEAST, Side, classes, loan_skeleton, neighbourhood},
    },
    text::{
        arabic, distance,
        sound::{skeleton, sound},
        syllable,
    },
    units::{Origin, Unit},
};

/// How a word was found to be like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The same letters, once romanised.
    Exact,
    /// The same sounds, spelled by another office.
    Sound,
    /// Arabic letters and a romanisation that they may have.
    Abjad,
    /// The same Korean syllables, in another romanisation.
    Korean,
    /// The same Chinese syllables, in another romanisation.
    Chinese,
    /// Nearly the same: other vowels, a slip or two.
    Near,
    /// A loan word in a script of syllables.
    Loan,
    /// A legal form or business word with the same meaning.
    Notion,
    /// First letters.
    Acronym,
    /// An initial for a whole word.
    Initial,
}

impl Level {
    /// The place of its bits among the features of a score.
    pub(crate) fn feature(self) -> usize {
        match self {
            Self::Exact | Self::Sound => 0,
            Self::Near | Self::Loan => 1,
            Self::Abjad => 2,
            Self::Korean | Self::Chinese => 3,
            Self::Notion => 5,
            Self::Acronym => 6,
            Self::Initial => 7,
        }
    }
}

/// A listed word that is like a unit of the question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) word: u32,
    pub(crate) bits: f32,
    pub(crate) level: Level,
    /// In hundredths of a wrong letter.
    pub(crate) distance: u16,
}

/// What a wrong letter costs, in bits.
const SLOPE: f32 = 3.0;

/// The farthest that two words of this length may be apart.
pub(crate) fn farthest(length: usize) -> u16 {
    match length {
        0..=2 => 0,
        3 => 45,
        4 => 70,
        5 | 6 => 105,
        7..=9 => 150,
        _ => 205,
    }
}

/// Bits of a word that is this far away.
pub(crate) fn near_bits(bits: crate::index::rarity::Bits, distance: u16, length: usize) -> f32 {
    let letters = f32::from(distance) / 100.0;
    let short = if length <= 4 { 1.35 } else { 1.0 };
    bits.sound.min(bits.skeleton + 1.5) - 0.2 - SLOPE * short * letters
}

/// Room to work in, kept between questions.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    marks: Vec<u32>,
    epoch: u32,
}

impl Seen {
    fn start(&mut self, words: usize) {
        if self.marks.len() != words || self.epoch == u32::MAX {
            self.marks = vec![0; words];
            self.epoch = 0;
        }
        self.epoch += 1;
    }

    fn first(&mut self, word: u32) -> bool {
        let mark = &mut self.marks[word as usize];
        let first = *mark != self.epoch;
        *mark = self.epoch;
        first
    }
}

/// Least bits at which a likeness is worth anything.
const BITS_LEAST: f32 = 0.8;

/// Finds all listed words that are like a unit.
pub(crate) fn lookup(side: &Side, unit: &Unit, seen: &mut Seen, hits: &mut Vec<Hit>) {
    seen.start(side.words.len());
    let mut push = |hit: Hit| {
        if hit.bits >= BITS_LEAST {
            hits.push(hit);
        }
    };
    if unit.codes.is_empty() {
        exact(side, unit, seen, &mut push);
    }
    if unit.form.starts_with('#') || unit.origin == Origin::Acronym {
        return;
    }
    for (channel, syllables) in [(Channel::Korean, &unit.korean), (Channel::Chinese, &unit.chinese)] {
        if syllables.is_empty() {
            continue;
        }
        let korean = channel == Channel::Korean;
        for word in side.keys.get(key(channel, &classes(syllables))) {
            let other = if korean { side.korean(*word) } else { side.chinese(*word) };
            let apart = syllable::distance(syllables, other);
            if apart > 200 || !seen.first(*word) {
                continue;
            }
            let bits = side.words[*word as usize].syllables[usize::from(!korean)]
                - 0.3
                - f32::from(apart) / 100.0 * 2.0;
            let level = if korean { Level::Korean } else { Level::Chinese };
            push(Hit { word: *word, bits, level, distance: apart });
        }
    }
    if unit.codes.is_empty() {
        latin(side, unit, seen, &mut push);
    } else {
        arabic_letters(side, unit, seen, &mut push);
    }
}

fn exact(side: &Side, unit: &Unit, seen: &mut Seen, push: &mut impl FnMut(Hit)) {
    for word in side.keys.get(key(Channel::Form, unit.form.as_bytes())) {
        if side.form_bytes(*word) == unit.form.as_bytes() && side.codes(*word).is_empty() && seen.first(*word)
        {
            let level = if unit.form.starts_with('#') { Level::Notion } else { Level::Exact };
            let bits = side.words[*word as usize].bits.form;
            push(Hit { word: *word, bits, level, distance: 0 });
        }
    }
}

fn latin(side: &Side, unit: &Unit, seen: &mut Seen, push: &mut impl FnMut(Hit)) {
    let sounded = sound(&unit.form);
    let bones = skeleton(&sounded);
    let most = farthest(sounded.len());
    let marks = distance::marks(&sounded);
    let syllabic = !unit.korean.is_empty() || !unit.chinese.is_empty();
    let joined = unit.origin == Origin::Joined;
    let mut try_word = |word: u32| {
        if !seen.first(word) {
            return;
        }
        let found = &side.words[word as usize];
        if distance::apart_at_least(marks, found.marks) > most {
            return;
        }
        let apart = distance::distance(&sounded, side.sound(word), most);
        if apart == u16::MAX {
            return;
        }
        let (level, bits) = if apart == 0 {
            (Level::Sound, found.bits.sound - 0.2)
        } else if side.syllabic(word) && (syllabic || sounded.len() <= 4) {
            // Syllables that differ are different names, not misspellings.
            return;
        } else if joined || !found.stands_alone {
            // Words that were only put together for this comparison fit by chance more easily.
            if sounded.len() < 6 || side.sound(word).len() < 6 {
                return;
            }
            (
                Level::Near,
                near_bits(found.bits, apart, sounded.len()) - SLOPE * f32::from(apart) / 100.0 - 1.0,
            )
        } else {
            (Level::Near, near_bits(found.bits, apart, sounded.len()))
        };
        push(Hit { word, bits, level, distance: apart });
    };
    let fuzzy = !joined;
    neighbourhood(&sounded, if fuzzy { SOUND_LEAST } else { usize::MAX }, |bytes| {
        for word in side.keys.get(key(Channel::Sound, bytes)) {
            try_word(*word);
        }
    });
    neighbourhood(&bones, if fuzzy { SKELETON_LEAST } else { usize::MAX }, |bytes| {
        for word in side.keys.get(key(Channel::Skeleton, bytes)) {
            try_word(*word);
        }
    });
    // A romanised question against a list in Arabic letters.
    let abjads = if side.has_arabic { arabic::skeletons_of_latin(&unit.form) } else { Vec::new() };
    for abjad in abjads {
        for word in side.keys.get(key(Channel::Abjad, &abjad)) {
            let codes = side.codes(*word);
            if codes.is_empty() || !seen.first(*word) {
                continue;
            }
            let apart = arabic::distance(codes, unit.form.as_bytes(), 120);
            if apart != u16::MAX {
                let bits = abjad_bits(side.words[*word as usize].bits, apart);
                push(Hit { word: *word, bits, level: Level::Abjad, distance: apart });
            }
        }
    }
    if unit.loan && !syllabic && bones.len() >= 3 {
        for word in side.keys.get(key(Channel::Loan, &loan_skeleton(&bones))) {
            if seen.first(*word) {
                let bits = side.words[*word as usize].bits.skeleton - 1.5;
                push(Hit { word: *word, bits, level: Level::Loan, distance: 40 });
            }
        }
    }
}

fn abjad_bits(bits: crate::index::rarity::Bits, apart: u16) -> f32 {
    bits.sound.min(bits.abjad + 2.5) - 0.5 - SLOPE * f32::from(apart) / 100.0
}

fn arabic_letters(side: &Side, unit: &Unit, seen: &mut Seen, push: &mut impl FnMut(Hit)) {
    for word in side.keys.get(key(Channel::Form, &unit.codes)) {
        if side.codes(*word) == unit.codes && seen.first(*word) {
            let bits = side.words[*word as usize].bits.form;
            push(Hit { word: *word, bits, level: Level::Exact, distance: 0 });
        }
    }
    let bones = arabic::skeleton_of_codes(&unit.codes);
    let most = 40 + 12 * u16::try_from(unit.codes.len().min(10)).unwrap_or(0);
    let other = side.keys.get(key(Channel::AbjadRomanised, &bones));
    for word in side.keys.get(key(Channel::Abjad, &bones)).iter().chain(other) {
        if !seen.first(*word) {
            continue;
        }
        let found = &side.words[*word as usize];
        let codes = side.codes(*word);
        let apart = if codes.is_empty() {
            arabic::distance(&unit.codes, side.form_bytes(*word), most)
        } else {
            distance::distance(&unit.codes, codes, most)
        };
        if apart != u16::MAX {
            let joined = unit.origin == Origin::Joined || !found.stands_alone;
            if joined && (unit.codes.len() < 5 || apart > 60) {
                continue;
            }
            push(Hit {
                word: *word,
                bits: abjad_bits(found.bits, apart),
                level: Level::Abjad,
                distance: apart,
            });
        }
    }
}
