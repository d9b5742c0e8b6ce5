//! One listed name against the question: which words go together, what is left over, and what it all weighs.

use std::rc::Rc;

use crate::{index::side::Side, text::distance, units::Origin};

use super::{
    Question,
    lookup::{Hit, Level, farthest},
    weights,
};

/// Words of the question and of the listed name that go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Tokens of the question, bit by bit.
    pub asked: u32,
    /// Tokens of the listed name, bit by bit.
    pub listed: u32,
    /// The evidence, in bits.
    pub bits: f32,
    /// How they are alike.
    pub level: Level,
    /// In hundredths of a wrong letter.
    pub distance: u16,
}

/// The best way to lay the question and a listed name side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    /// What goes together.
    pub pairs: Vec<Pair>,
    /// Tokens of the question that nothing answers.
    pub asked_left: u32,
    /// Tokens of the listed name that nothing answers.
    pub listed_left: u32,
    /// The score, in bits.
    pub score: f32,
    /// What the score is made of, feature by feature.
    pub features: [f32; 24],
}

/// How many features a score is made of.
pub(crate) const FEATURES: usize = 24;

/// Room to align in.
#[derive(Debug, Default)]
pub(crate) struct Aligner {
    heads: Vec<(u32, u32)>,
    epoch: u32,
    links: Vec<Link>,
    asked_bits: Vec<f32>,
    asked_sounds: Vec<Vec<u8>>,
    asked_marks: Vec<u16>,
    light: u32,
    syllabic: bool,
    pairs: Vec<(f32, Pair)>,
    room: Alignment,
}

#[derive(Clone, Copy, Debug)]
struct Link {
    next: u32,
    unit: u32,
    bits: f32,
    level: Level,
    distance: u16,
}

impl Aligner {
    /// Prepares for a question: from each listed word to the units that are like it.
    pub(crate) fn start(&mut self, side: &Side, question: &Question, hits: &[Rc<[Hit]>]) {
        if self.heads.len() != side.words.len() || self.epoch == u32::MAX {
            self.heads = vec![(0, 0); side.words.len()];
            self.epoch = 0;
        }
        self.epoch += 1;
        self.links.clear();
        self.light = 0;
        self.syllabic =
            question.units.first().is_some_and(|unit| unit.tongues.korean || unit.tongues.chinese);
        self.asked_bits.clear();
        self.asked_sounds.clear();
        self.asked_marks.clear();
        for (number, unit) in question.units.iter().enumerate() {
            if unit.particle || (!question.person && crate::business::is_filler(&unit.form)) {
                self.light |= unit.mask;
            }
            if unit.origin == Origin::Single {
                self.asked_bits.push(side.rarity.of_form(&unit.form));
                let sounded = crate::text::sound::sound(&unit.form);
                self.asked_marks.push(distance::marks(&sounded));
                self.asked_sounds.push(sounded);
            }
            for hit in hits[number].iter() {
                let head = &mut self.heads[hit.word as usize];
                let next = if head.0 == self.epoch { head.1 } else { u32::MAX };
                *head = (self.epoch, u32::try_from(self.links.len()).unwrap_or(u32::MAX));
                self.links.push(Link {
                    next,
                    unit: u32::try_from(number).unwrap_or(u32::MAX),
                    bits: hit.bits,
                    level: hit.level,
                    distance: hit.distance,
                });
            }
        }
    }

    /// The score of a listed name before its left-over words are looked at; `None` when nothing goes together.
    pub(crate) fn glance(&mut self, side: &Side, question: &Question, number: u32) -> Option<f32> {
        self.pair_up(side, question, number);
        let mut alignment = std::mem::take(&mut self.room);
        alignment.pairs.clear();
        self.choose(&mut alignment);
        let score = (!alignment.pairs.is_empty()).then(|| {
            let (asked, listed) = done(&alignment.pairs);
            alignment.asked_left = full(question.tokens.list.len()) & !asked;
            alignment.listed_left = full(usize::from(side.names[number as usize].tokens)) & !listed;
            self.weigh(side, number, &mut alignment);
            alignment.score
        });
        self.room = alignment;
        score
    }

    /// Aligns a listed name; `None` when nothing goes together.
    pub(crate) fn align(&mut self, side: &Side, question: &Question, number: u32) -> Option<Alignment> {
        let listed = &side.names[number as usize];
        self.pair_up(side, question, number);
        let mut alignment = Alignment::default();
        self.choose(&mut alignment);
        if alignment.pairs.is_empty() {
            return None;
        }
        let mut covered = done(&alignment.pairs);
        let all_asked = full(question.tokens.list.len());
        let all_listed = full(usize::from(listed.tokens));
        self.leftovers(side, question, number, &mut covered, &mut alignment);
        alignment.asked_left = all_asked & !covered.0;
        alignment.listed_left = all_listed & !covered.1;
        self.weigh(side, number, &mut alignment);
        Some(alignment)
    }

    /// Takes the pairs that are worth most and do not overlap.
    fn choose(&mut self, alignment: &mut Alignment) {
        self.pairs.sort_unstable_by(|a, b| {
            b.0.total_cmp(&a.0).then(a.1.asked.cmp(&b.1.asked)).then(a.1.listed.cmp(&b.1.listed))
        });
        let (mut asked_done, mut listed_done) = (0_u32, 0_u32);
        for (_, pair) in &self.pairs {
            if pair.asked & asked_done == 0 && pair.listed & listed_done == 0 {
                asked_done |= pair.asked;
                listed_done |= pair.listed;
                alignment.pairs.push(*pair);
            }
        }
    }

    /// Gathers all words of a listed name that are like units of the question.
    fn pair_up(&mut self, side: &Side, question: &Question, number: u32) {
        self.pairs.clear();
        for unit in side.units_at(number) {
            let (epoch, mut at) = self.heads[unit.word as usize];
            if epoch != self.epoch {
                continue;
            }
            while at != u32::MAX {
                let link = self.links[at as usize];
                at = link.next;
                let asked = &question.units[link.unit as usize];
                let (here, there) = (asked.origin == Origin::Acronym, unit.origin == Origin::Acronym);
                if here && there {
                    continue;
                }
                let mut bits = link.bits;
                let mut level = link.level;
                if here || there {
                    level = Level::Acronym;
                    bits = bits.min(acronym_bits(side.form_bytes(unit.word).len()));
                }
                // Two pairs of words put together say nothing that the words themselves do not say, but for syllables.
                let syllabic = matches!(level, Level::Korean | Level::Chinese);
                if !syllabic && asked.origin == Origin::Joined && unit.origin == Origin::Joined {
                    continue;
                }
                if asked.origin == Origin::Other || unit.origin == Origin::Other {
                    bits -= 0.3;
                }
                let size = asked.mask.count_ones().max(unit.mask.count_ones());
                #[expect(clippy::cast_precision_loss, reason = "a number below 32")]
                let worth =
                    bits / if level == Level::Acronym || level == Level::Notion { 1.0 } else { size as f32 };
                let pair =
                    Pair { asked: asked.mask, listed: unit.mask, bits, level, distance: link.distance };
                self.pairs.push((worth, pair));
            }
        }
    }

    /// Initials, and words that are too far apart to be found but fit what is left over.
    fn leftovers(
        &self,
        side: &Side,
        question: &Question,
        number: u32,
        done: &mut (u32, u32),
        alignment: &mut Alignment,
    ) {
        for (at, token) in question.tokens.list.iter().enumerate() {
            if done.0 >> at & 1 == 1 || self.light >> at & 1 == 1 {
                continue;
            }
            let mut best: Option<Pair> = None;
            for unit in side.units_at(number) {
                if unit.mask & done.1 != 0 || unit.origin != Origin::Single {
                    continue;
                }
                let form = side.form_bytes(unit.word);
                let word = &side.words[unit.word as usize];
                let initial = token.form.len() == 1 || form.len() == 1;
                let pair =
                    |bits, level, distance| Pair { asked: 1 << at, listed: unit.mask, bits, level, distance };
                let found = if initial {
                    (token.form.as_bytes().first() == form.first()).then(|| pair(1.5, Level::Initial, 0))
                } else if side.syllabic(unit.word) && (self.syllabic || token.form.len() <= 4) {
                    None
                } else if token.codes.is_empty() && side.codes(unit.word).is_empty() {
                    let sounded = &self.asked_sounds[at];
                    let length = sounded.len().max(side.sound(unit.word).len());
                    let most = farthest(length) + if length >= 5 { 60 } else { 0 };
                    if distance::apart_at_least(self.asked_marks[at], word.marks) > most {
                        continue;
                    }
                    let apart = distance::distance(sounded, side.sound(unit.word), most);
                    (apart != u16::MAX).then(|| {
                        let bits = word.bits.sound.min(word.bits.skeleton + 3.0)
                            - 1.0
                            - 3.0 * f32::from(apart) / 100.0;
                        pair(bits, Level::Near, apart)
                    })
                } else if !token.codes.is_empty() && side.codes(unit.word).is_empty() {
                    let apart = crate::text::arabic::distance(&token.codes, form, 180);
                    (apart != u16::MAX).then(|| {
                        let bits =
                            word.bits.sound.min(word.bits.abjad + 3.0) - 1.0 - 3.0 * f32::from(apart) / 100.0;
                        pair(bits, Level::Abjad, apart)
                    })
                } else {
                    None
                };
                if let Some(found) = found.filter(|found| found.bits > 0.3)
                    && best.is_none_or(|best| best.bits < found.bits)
                {
                    best = Some(found);
                }
            }
            if let Some(pair) = best {
                done.0 |= pair.asked;
                done.1 |= pair.listed;
                alignment.pairs.push(pair);
            }
        }
    }

    fn weigh(&self, side: &Side, number: u32, alignment: &mut Alignment) {
        let listed = &side.names[number as usize];
        alignment.features = [0.0; FEATURES];
        let f = &mut alignment.features;
        let (mut asked_done, mut listed_done) = (0, 0);
        let mut best = 0.0_f32;
        for pair in &alignment.pairs {
            let at = pair.level.feature();
            f[at] += if at == 7 { 1.0 } else { pair.bits };
            f[8] += f32::from(pair.distance) / 100.0;
            f[9] += f32::from(u8::from(pair.level != Level::Initial));
            asked_done |= pair.asked;
            listed_done |= pair.listed;
            best = best.max(pair.bits);
            if pair.asked.count_ones() != pair.listed.count_ones() {
                f[10] += 1.0;
            }
        }
        for (at, bits) in self.asked_bits.iter().enumerate() {
            if alignment.asked_left >> at & 1 == 1 && self.light >> at & 1 == 0 {
                f[11] += 1.0;
                f[12] += bits;
            }
        }
        for (at, bits) in side.token_bits(listed).iter().enumerate() {
            if alignment.listed_left >> at & 1 == 1 && listed.light >> at & 1 == 0 {
                f[13] += 1.0;
                f[14] += bits;
            }
        }
        let heavy_asked = !self.light & full(self.asked_bits.len());
        let heavy_listed = !listed.light & full(usize::from(listed.tokens));
        let first = |mask: u32| if mask == 0 { 0 } else { 1 << mask.trailing_zeros() };
        let last = |mask: u32| if mask == 0 { 0 } else { 1 << (31 - mask.leading_zeros()) };
        f[15] = f32::from(u8::from(first(heavy_asked) & asked_done == 0))
            + f32::from(u8::from(last(heavy_asked) & asked_done == 0));
        f[16] = f32::from(u8::from(first(heavy_listed) & listed_done == 0))
            + f32::from(u8::from(last(heavy_listed) & listed_done == 0));
        f[17] = f32::from(u8::from(listed.family & heavy_listed != 0 && listed.family & listed_done == 0));
        f[18] = f32::from(u8::from(listed.tokens == 1));
        f[19] = f32::from(u8::from(listed.weak));
        f[20] = best;
        f[21] = f32::from(u8::from(f[3] > 0.0 && f[11] == 0.0 && f[13] == 0.0));
        f[22] = f32::from(u8::from(f[11] == 0.0));
        f[23] = f32::from(u8::from(f[13] == 0.0));
        alignment.score = weigh(side.person, f);
    }
}

/// The tokens that pairs cover, on both sides.
fn done(pairs: &[Pair]) -> (u32, u32) {
    pairs.iter().fold((0, 0), |(asked, listed), pair| (asked | pair.asked, listed | pair.listed))
}

/// The score of features, in bits: a sum, each part of which can be shown.
fn weigh(person: bool, features: &[f32; FEATURES]) -> f32 {
    let weights = if person { &weights::PERSON } else { &weights::OTHER };
    let start = weights::START[usize::from(!person)];
    start + features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum::<f32>()
}

/// Few letters are the first letters of many names.
fn acronym_bits(letters: usize) -> f32 {
    match letters {
        0..=3 => 4.0,
        4 => 7.5,
        _ => 10.0,
    }
}

fn full(tokens: usize) -> u32 {
    if tokens >= 32 { u32::MAX } else { (1 << tokens) - 1 }
}
