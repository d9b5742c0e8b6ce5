//! One half of an index: the names of persons, or those of everything else.

use rustc_hash::FxHashMap;

use crate::{
    background::Background,
    entry::{Entry, Quality},
    text::{
        arabic, distance,
        sound::{skeleton, sound},
        syllable::Syllable,
        tokenise,
    },
    units::{Origin, Unit, units},
};

use super::{
    keys::{Channel, KeyTable, key, length, pair},
    rarity::{Bits, RAREST, Rarity},
};

/// A word that listed names carry.
///
/// *Shapes*: ranges into the arenas of the [`Side`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    form: (u32, u8),
    sound: (u32, u8),
    codes: (u32, u8),
    korean: (u32, u8),
    chinese: (u32, u8),
    pub(crate) bits: Bits,
    /// Bits as Korean and as Chinese syllables.
    pub(crate) syllables: [f32; 2],
    /// Whether misspellings of it are looked for: it stands as a token of its own somewhere.
    pub(crate) stands_alone: bool,
    /// Which classes of consonants its sound form has.
    pub(crate) marks: u16,
}

/// A unit of a listed name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameUnit {
    pub(crate) word: u32,
    pub(crate) mask: u32,
    pub(crate) origin: Origin,
}

/// A listed name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListedName {
    pub(crate) entry: u32,
    pub(crate) which: u16,
    pub(crate) weak: bool,
    pub(crate) tokens: u8,
    /// Tokens that are particles, legal forms or fillers.
    pub(crate) light: u32,
    /// Tokens of the family name, when the list tells.
    pub(crate) family: u32,
    units: u32,
    bits: u32,
}

/// The names of one half, ready to be searched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    pub(crate) person: bool,
    /// Whether any listed name is in Arabic script.
    pub(crate) has_arabic: bool,
    pub(crate) words: Vec<Word>,
    arena: Vec<u8>,
    syllables: Vec<Syllable>,
    pub(crate) keys: KeyTable,
    posting_starts: Vec<u32>,
    postings: Vec<u32>,
    pub(crate) names: Vec<ListedName>,
    name_units: Vec<NameUnit>,
    token_bits: Vec<f32>,
    pub(crate) rarity: Rarity,
}

/// Where the rarities of a half come from.
#[derive(Clone, Copy)]
enum Rarities<'a> {
    Count(&'a Background),
    Known(&'a Rarity),
}

/// What a builder knows of a word.
struct Draft {
    form: String,
    codes: Vec<u8>,
    korean: Vec<Syllable>,
    chinese: Vec<Syllable>,
    stands_alone: bool,
    joined: bool,
}

struct Builder {
    ids: FxHashMap<String, u32>,
    drafts: Vec<Draft>,
}

impl Builder {
    fn word(&mut self, unit: Unit) -> u32 {
        let name = if unit.codes.is_empty() {
            unit.form.clone()
        } else {
            format!("\u{1}{}", String::from_utf8_lossy(&unit.codes))
        };
        let next = length(self.drafts.len());
        let id = *self.ids.entry(name).or_insert(next);
        if id == next {
            self.drafts.push(Draft {
                form: unit.form,
                codes: unit.codes,
                korean: Vec::new(),
                chinese: Vec::new(),
                stands_alone: false,
                joined: false,
            });
        }
        let draft = &mut self.drafts[id as usize];
        draft.stands_alone |= matches!(unit.origin, Origin::Single | Origin::Other);
        draft.joined |= unit.origin == Origin::Joined;
        if draft.korean.is_empty() {
            draft.korean = unit.korean;
        }
        if draft.chinese.is_empty() {
            draft.chinese = unit.chinese;
        }
        id
    }
}

impl Side {
    /// Builds one half of an index. Names that cannot be compared are left out; they are counted by the caller.
    pub(crate) fn build(entries: &[Entry], person: bool, background: &Background) -> Self {
        Self::lay_out(entries, person, Rarities::Count(background))
    }

    /// A half of other entries with the rarities of this one, so that scores mean the same.
    pub(crate) fn part(&self, entries: &[Entry], person: bool) -> Self {
        Self::lay_out(entries, person, Rarities::Known(&self.rarity))
    }

    fn lay_out(entries: &[Entry], person: bool, rarities: Rarities<'_>) -> Self {
        let mut side = Self { person, ..Self::default() };
        let mut builder = Builder { ids: FxHashMap::default(), drafts: Vec::new() };
        let mut parties = 0.0_f32;
        // For each word: the last party that carried it, and how many did.
        let mut carriers: Vec<(u32, f32)> = Vec::new();
        let mut token_words: Vec<u32> = Vec::new();
        let (mut korean, mut chinese) = (FxHashMap::default(), FxHashMap::default());
        for (number, entry) in entries.iter().enumerate() {
            if entry.kind.is_person() != person {
                continue;
            }
            parties += 1.0;
            for (which, name) in entry.names.iter().enumerate() {
                let Ok(tokens) = tokenise(&name.full, person) else { continue };
                let family = if name.family.is_empty() { Vec::new() } else { forms(&name.family, person) };
                let mut listed = ListedName {
                    entry: length(number),
                    which: u16::try_from(which).unwrap_or(u16::MAX),
                    weak: name.quality == Quality::Weak,
                    tokens: u8::try_from(tokens.list.len()).unwrap_or(u8::MAX),
                    light: 0,
                    family: 0,
                    units: length(side.name_units.len()),
                    bits: length(token_words.len()),
                };
                let all = units(&tokens, person);
                for unit in &all {
                    if unit.particle || (!person && crate::business::is_filler(&unit.form)) {
                        listed.light |= unit.mask;
                    }
                    for (counts, syllables) in [(&mut korean, &unit.korean), (&mut chinese, &unit.chinese)] {
                        if unit.origin == Origin::Single {
                            for one in syllables {
                                *counts.entry(one.class).or_default() += 1.0;
                            }
                        }
                    }
                }
                for (at, token) in tokens.list.iter().enumerate() {
                    listed.family |= u32::from(family.contains(&token.form)) << at;
                    token_words.push(u32::MAX);
                }
                for unit in all {
                    let (mask, origin) = (unit.mask, unit.origin);
                    let word = builder.word(unit);
                    if carriers.len() <= word as usize {
                        carriers.resize(word as usize + 1, (u32::MAX, 0.0));
                    }
                    let carrier = &mut carriers[word as usize];
                    if carrier.0 != listed.entry
                        && matches!(origin, Origin::Single | Origin::Other | Origin::Notion | Origin::Joined)
                    {
                        *carrier = (listed.entry, carrier.1 + 1.0);
                    }
                    if origin == Origin::Single {
                        token_words[listed.bits as usize + mask.trailing_zeros() as usize] = word;
                    }
                    side.name_units.push(NameUnit { word, mask, origin });
                }
                side.names.push(listed);
            }
        }
        let count = || -> FxHashMap<&str, f32> {
            builder
                .ids
                .iter()
                .filter(|(_, id)| {
                    let draft = &builder.drafts[**id as usize];
                    draft.stands_alone || draft.form.starts_with('#')
                })
                .map(|(form, id)| (form.as_str(), carriers[*id as usize].1))
                .collect()
        };
        side.rarity = match rarities {
            Rarities::Known(known) => known.clone(),
            Rarities::Count(background) => {
                let mut rarity = Rarity::new(&count(), parties, background);
                rarity.syllables(&korean, &chinese);
                rarity
            }
        };
        side.finish(builder.drafts, &token_words);
        side
    }

    /// Lays out the words, their keys and the postings.
    fn finish(&mut self, drafts: Vec<Draft>, token_words: &[u32]) {
        let mut pairs = Vec::with_capacity(drafts.len() * 10);
        let mut joint = Vec::new();
        for (number, draft) in drafts.into_iter().enumerate() {
            let sounded = sound(&draft.form);
            let bones = skeleton(&sounded);
            let id = length(number);
            let mut bits = self.rarity.of(&draft.form, &sounded, &bones, &draft.codes);
            if !draft.stands_alone && draft.joined {
                joint.push(number);
                bits = Bits { form: 0.0, sound: 0.0, skeleton: 0.0, abjad: 0.0 };
            }
            let syllables = [
                self.rarity.of_syllables(true, &draft.korean),
                self.rarity.of_syllables(false, &draft.chinese),
            ];
            // A syllable that the tables of words do not have is no rarity where names are put together of syllables.
            for (bound, has) in syllables.iter().zip([!draft.korean.is_empty(), !draft.chinese.is_empty()]) {
                if has {
                    bits.form = bits.form.min(bound + 1.0);
                    bits.sound = bits.sound.min(bound + 0.5);
                    bits.skeleton = bits.skeleton.min(*bound);
                }
            }
            self.has_arabic |= !draft.codes.is_empty();
            word_keys(&draft, &sounded, &bones, id, &mut pairs);
            let word = Word {
                form: self.keep(draft.form.as_bytes()),
                sound: self.keep(&sounded),
                codes: self.keep(&draft.codes),
                korean: self.keep_syllables(&draft.korean),
                chinese: self.keep_syllables(&draft.chinese),
                bits,
                syllables,
                stands_alone: draft.stands_alone,
                marks: distance::marks(&sounded),
            };
            self.words.push(word);
        }
        self.keys = KeyTable::new(pairs);
        self.token_bits = token_words
            .iter()
            .map(|word| self.words.get(*word as usize).map_or(RAREST, |word| word.bits.form))
            .collect();
        self.joint_bits(&joint);
        self.post();
    }

    /// Words written together are as rare as their parts together.
    fn joint_bits(&mut self, joint: &[usize]) {
        let mut known = vec![false; self.words.len()];
        for number in joint {
            known[*number] = true;
        }
        for (number, listed) in self.names.iter().enumerate() {
            let all: Vec<NameUnit> = self.units_at(length(number)).to_vec();
            for unit in all {
                if !known[unit.word as usize] {
                    continue;
                }
                known[unit.word as usize] = false;
                let sum: f32 = (0..u32::from(listed.tokens))
                    .filter(|at| unit.mask >> at & 1 == 1 && listed.light >> at & 1 == 0)
                    .map(|at| self.token_bits[(listed.bits + at) as usize])
                    .sum();
                let sum = (sum - 0.5).clamp(0.0, RAREST * 2.0);
                self.words[unit.word as usize].bits =
                    Bits { form: sum, sound: sum - 0.5, skeleton: sum - 3.0, abjad: sum - 3.0 };
            }
        }
    }

    fn post(&mut self) {
        let mut starts = vec![0_u32; self.words.len() + 1];
        for unit in &self.name_units {
            starts[unit.word as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut fill = starts.clone();
        let mut postings = vec![0_u32; self.name_units.len()];
        for number in 0..length(self.names.len()) {
            for unit in self.units_at(number) {
                let at = &mut fill[unit.word as usize];
                postings[*at as usize] = number;
                *at += 1;
            }
        }
        (self.posting_starts, self.postings) = (starts, postings);
    }

    fn keep(&mut self, bytes: &[u8]) -> (u32, u8) {
        let at = length(self.arena.len());
        let bytes = &bytes[..bytes.len().min(255)];
        self.arena.extend_from_slice(bytes);
        (at, u8::try_from(bytes.len()).unwrap_or(u8::MAX))
    }

    fn keep_syllables(&mut self, syllables: &[Syllable]) -> (u32, u8) {
        let at = length(self.syllables.len());
        self.syllables.extend_from_slice(syllables);
        (at, u8::try_from(syllables.len()).unwrap_or(0))
    }

    fn kept(&self, range: (u32, u8)) -> &[u8] {
        &self.arena[range.0 as usize..range.0 as usize + usize::from(range.1)]
    }

    pub(crate) fn form_bytes(&self, word: u32) -> &[u8] {
        self.kept(self.words[word as usize].form)
    }

    pub(crate) fn sound(&self, word: u32) -> &[u8] {
        self.kept(self.words[word as usize].sound)
    }

    pub(crate) fn codes(&self, word: u32) -> &[u8] {
        self.kept(self.words[word as usize].codes)
    }

    /// Whether a word is part of a Korean or Chinese name.
    pub(crate) fn syllabic(&self, word: u32) -> bool {
        let word = &self.words[word as usize];
        word.korean.1 > 0 || word.chinese.1 > 0
    }

    pub(crate) fn korean(&self, word: u32) -> &[Syllable] {
        let range = self.words[word as usize].korean;
        &self.syllables[range.0 as usize..range.0 as usize + usize::from(range.1)]
    }

    pub(crate) fn chinese(&self, word: u32) -> &[Syllable] {
        let range = self.words[word as usize].chinese;
        &self.syllables[range.0 as usize..range.0 as usize + usize::from(range.1)]
    }

    pub(crate) fn postings(&self, word: u32) -> &[u32] {
        let word = word as usize;
        &self.postings[self.posting_starts[word] as usize..self.posting_starts[word + 1] as usize]
    }

    /// The units of a name by its number.
    pub(crate) fn units_at(&self, number: u32) -> &[NameUnit] {
        let from = self.names[number as usize].units as usize;
        let end =
            self.names.get(number as usize + 1).map_or(self.name_units.len(), |next| next.units as usize);
        &self.name_units[from..end]
    }

    pub(crate) fn token_bits(&self, listed: &ListedName) -> &[f32] {
        &self.token_bits[listed.bits as usize..listed.bits as usize + usize::from(listed.tokens)]
    }
}

fn forms(text: &str, person: bool) -> Vec<String> {
    tokenise(text, person)
        .map(|tokens| tokens.list.into_iter().map(|token| token.form).collect())
        .unwrap_or_default()
}

/// The classes of syllables as bytes.
pub(crate) fn classes(syllables: &[Syllable]) -> Vec<u8> {
    syllables.iter().flat_map(|one| one.class.to_le_bytes()).collect()
}

/// The roughest skeleton: scripts of syllables have one liquid and drop what closes a syllable.
pub(crate) fn loan_skeleton(bones: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bones.len());
    for byte in bones {
        let class = match byte {
            b'r' => b'l',
            b'j' => b's',
            other => *other,
        };
        if out.last() != Some(&class) {
            out.push(class);
        }
    }
    out
}

/// Calls with a word and it without each of its bytes.
pub(crate) fn neighbourhood(word: &[u8], least: usize, mut call: impl FnMut(&[u8])) {
    call(word);
    if word.len() < least {
        return;
    }
    let mut short = Vec::with_capacity(word.len());
    for at in 0..word.len() {
        if at > 0 && word[at] == word[at - 1] {
            continue;
        }
        short.clear();
        short.extend_from_slice(&word[..at]);
        short.extend_from_slice(&word[at + 1..]);
        call(&short);
    }
}

/// Shortest sound form and skeleton that are also looked up with one sound missing.
pub(crate) const SOUND_LEAST: usize = 4;
/// See [`SOUND_LEAST`].
pub(crate) const SKELETON_LEAST: usize = 5;

fn word_keys(draft: &Draft, sounded: &[u8], bones: &[u8], id: u32, pairs: &mut Vec<u64>) {
    let mut add = |channel, bytes: &[u8]| pairs.push(pair(key(channel, bytes), id));
    if !draft.codes.is_empty() {
        add(Channel::Form, &draft.codes);
        add(Channel::Abjad, &arabic::skeleton_of_codes(&draft.codes));
        return;
    }
    add(Channel::Form, draft.form.as_bytes());
    if draft.form.starts_with('#') || !(draft.stands_alone || draft.joined) {
        return;
    }
    if draft.stands_alone {
        neighbourhood(sounded, SOUND_LEAST, |bytes| add(Channel::Sound, bytes));
        neighbourhood(bones, SKELETON_LEAST, |bytes| add(Channel::Skeleton, bytes));
    } else {
        add(Channel::Sound, sounded);
        add(Channel::Skeleton, bones);
    }
    for abjad in arabic::skeletons_of_latin(&draft.form) {
        if !abjad.is_empty() {
            add(Channel::AbjadRomanised, &abjad);
        }
    }
    if !draft.korean.is_empty() {
        add(Channel::Korean, &classes(&draft.korean));
    }
    if !draft.chinese.is_empty() {
        add(Channel::Chinese, &classes(&draft.chinese));
    }
    if draft.stands_alone && bones.len() >= 3 {
        let loan = loan_skeleton(bones);
        add(Channel::Loan, &loan);
        // Chinese has no such consonant at the end of a syllable: Lazarus is La-sa-lu.
        if loan.len() >= 4 && matches!(loan.last(), Some(b's' | b'd' | b'k' | b'b' | b'v')) {
            add(Channel::Loan, &loan[..loan.len() - 1]);
        }
    }
}
