//! How rare words are, at each level of likeness, in bits.

use rustc_hash::FxHashMap;

use crate::{
    background::Background,
    text::{
        arabic,
        sound::{skeleton, sound},
        syllable::Syllable,
    },
};

use super::keys::{Channel, key};

/// Part of the list itself in the population. It stands for the peoples that lists are about, whose names go together.
const LIST_SHARE: f32 = 0.5;
/// Nothing is rarer than this, in bits.
pub(crate) const RAREST: f32 = 14.0;

/// Probabilities that an ordinary name carries a word of a class.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rarity {
    classes: FxHashMap<u32, f32>,
    korean: FxHashMap<u16, f32>,
    chinese: FxHashMap<u16, f32>,
    floor: f32,
}

/// The bits of one word at each level.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bits {
    pub(crate) form: f32,
    pub(crate) sound: f32,
    pub(crate) skeleton: f32,
    pub(crate) abjad: f32,
}

fn bits(probability: f32, floor: f32) -> f32 {
    (-(probability.max(floor)).log2()).clamp(0.0, RAREST)
}

/// The bits that so few letters can have.
fn short_most(form: &str) -> f32 {
    if form.starts_with('#') {
        return RAREST;
    }
    match form.len() {
        0 | 1 => 4.0,
        2 => 8.0,
        3 => 11.5,
        _ => RAREST,
    }
}

impl Rarity {
    /// Counts words. `list` has for each word the number of parties that carry it.
    pub(crate) fn new(list: &FxHashMap<&str, f32>, parties: f32, background: &Background) -> Self {
        let mut rarity = Self { floor: 2.0_f32.powf(-RAREST), ..Self::default() };
        // A short list says nothing of how common its words are.
        let parties = parties.max(5_000.0);
        let (list_share, background_share) =
            if background.people > 0.0 { (LIST_SHARE, 1.0 - LIST_SHARE) } else { (1.0, 0.0) };
        let mut add = |form: &str, probability: f32| {
            let sounded = sound(form);
            let bones = skeleton(&sounded);
            let mut count = |channel, bytes: &[u8]| {
                *rarity.classes.entry(key(channel, bytes)).or_default() += probability;
            };
            count(Channel::Form, form.as_bytes());
            count(Channel::Sound, &sounded);
            count(Channel::Skeleton, &bones);
            count(Channel::Abjad, &arabic::skeletons_of_latin(form)[0]);
        };
        for (form, count) in list {
            if !form.starts_with('\u{1}') {
                add(form, list_share * count / parties);
            }
        }
        for (form, count) in &background.counts {
            add(form, background_share * count / background.people);
        }
        rarity
    }

    /// Learns how common syllables are.
    pub(crate) fn syllables(&mut self, korean: &FxHashMap<u16, f32>, chinese: &FxHashMap<u16, f32>) {
        for (counts, into) in [(korean, &mut self.korean), (chinese, &mut self.chinese)] {
            let total: f32 = counts.values().sum::<f32>() + 60.0;
            *into = counts.iter().map(|(class, count)| (*class, (count + 0.3) / total)).collect();
        }
    }

    /// The bits of a word. `codes` are those of Arabic letters, when it has them.
    pub(crate) fn of(&self, form: &str, sounded: &[u8], bones: &[u8], codes: &[u8]) -> Bits {
        // However rare, a word of few letters is hit by chance.
        let most = if codes.is_empty() { short_most(form) } else { RAREST };
        let get = |channel, bytes: &[u8]| {
            bits(self.classes.get(&key(channel, bytes)).copied().unwrap_or(0.0), self.floor).min(most)
        };
        if codes.is_empty() {
            Bits {
                form: get(Channel::Form, form.as_bytes()),
                sound: get(Channel::Sound, sounded),
                skeleton: get(Channel::Skeleton, bones),
                abjad: get(Channel::Abjad, &arabic::skeletons_of_latin(form)[0]),
            }
        } else {
            let abjad = get(Channel::Abjad, &arabic::skeleton_of_codes(codes));
            Bits { form: (abjad + 3.0).min(RAREST), sound: abjad, skeleton: abjad, abjad }
        }
    }

    /// The bits of a word that nobody listed carries.
    pub(crate) fn of_form(&self, form: &str) -> f32 {
        bits(self.classes.get(&key(Channel::Form, form.as_bytes())).copied().unwrap_or(0.0), self.floor)
    }

    /// The bits of syllables: those of each, since given names are put together freely.
    pub(crate) fn of_syllables(&self, korean: bool, syllables: &[Syllable]) -> f32 {
        let table = if korean { &self.korean } else { &self.chinese };
        let sum: f32 =
            syllables.iter().map(|one| -table.get(&one.class).copied().unwrap_or(0.002).log2()).sum();
        sum.clamp(0.0, RAREST)
    }
}
