//! The search: candidates by their words, then the best alignment of each.

pub(crate) mod align;
pub(crate) mod lookup;
pub(crate) mod weights;

use std::{
    hash::{Hash as _, Hasher as _},
    rc::Rc,
};

use rustc_hash::{FxHashMap, FxHasher};

use crate::{
    index::{Index, side::Side},
    text::{NameError, Tokens, tokenise},
    units::{Unit, units},
};

pub use align::{Alignment, Pair};
pub use lookup::Level;

use align::Aligner;
use lookup::{Hit, Seen, lookup};

/// How many names are aligned for a question.
const CANDIDATES: usize = 32;
/// How many of them are looked at closely: with the words that are left over.
const LOOKED_AT: usize = 10;
/// How many postings are read for a question; the rarest words come first.
const POSTINGS: usize = 16_000;
/// How many looked-up words are remembered.
const REMEMBERED: usize = 60_000;

/// A listed name that is like the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Index into [`Index::entries`].
    pub entry: u32,
    /// Index into the entry's names.
    pub name: u16,
    /// The sum of the evidence, in bits.
    pub score: f32,
    /// What matched what.
    pub alignment: Alignment,
}

/// A question taken apart.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its tokens.
    pub tokens: Tokens,
    pub(crate) units: Vec<Unit>,
    pub(crate) person: bool,
}

impl Question {
    /// Takes a name apart.
    ///
    /// *Errors*: [`NameError`] when it cannot be compared.
    pub fn new(name: &str, person: bool) -> Result<Self, NameError> {
        let tokens = tokenise(name, person)?;
        let units = units(&tokens, person);
        Ok(Self { tokens, units, person })
    }
}

/// A searcher of one index. It holds room to work in and remembers words; one for each thread.
#[derive(Debug)]
pub struct Searcher<'a> {
    index: &'a Index,
    halves: [Half; 2],
}

/// What a unit found. The unit is kept too: a hash alone could be made to collide by somebody who wants to hide.
#[derive(Debug)]
struct Remembered {
    form: String,
    codes: Vec<u8>,
    hits: Rc<[Hit]>,
}

#[derive(Debug, Default)]
struct Half {
    seen: Seen,
    remembered: FxHashMap<u64, Remembered>,
    sums: Vec<f32>,
    touched: Vec<u32>,
    aligner: Aligner,
}

impl<'a> Searcher<'a> {
    /// Makes a searcher.
    #[must_use]
    pub fn new(index: &'a Index) -> Self {
        Self { index, halves: [Half::default(), Half::default()] }
    }

    /// The listed parties that are like the question, best first; one name of each.
    ///
    /// *Units*: `floor` is the score below which nothing is reported.
    pub fn search(&mut self, question: &Question, floor: f32) -> Vec<Found> {
        let (side, half) = if question.person {
            (&self.index.persons, &mut self.halves[0])
        } else {
            (&self.index.others, &mut self.halves[1])
        };
        half.search(side, question, floor)
    }
}

impl Half {
    fn search(&mut self, side: &Side, question: &Question, floor: f32) -> Vec<Found> {
        if side.names.is_empty() {
            return Vec::new();
        }
        let hits: Vec<Rc<[Hit]>> = question.units.iter().map(|unit| self.hits(side, unit)).collect();
        let candidates = self.candidates(side, question, &hits);
        self.aligner.start(side, question, &hits);
        let mut glances: Vec<(f32, u32)> = candidates
            .into_iter()
            .filter_map(|name| self.aligner.glance(side, question, name).map(|score| (score, name)))
            .collect();
        glances.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut best: Vec<Found> = Vec::new();
        for (_, name) in glances.into_iter().take(LOOKED_AT) {
            let Some(alignment) = self.aligner.align(side, question, name) else { continue };
            let listed = &side.names[name as usize];
            let score = alignment.score;
            if score < floor {
                continue;
            }
            let found = Found { entry: listed.entry, name: listed.which, score, alignment };
            match best.iter_mut().find(|other| other.entry == listed.entry) {
                Some(other) if other.score >= score => {}
                Some(other) => *other = found,
                None => best.push(found),
            }
        }
        best.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
        best
    }

    fn hits(&mut self, side: &Side, unit: &Unit) -> Rc<[Hit]> {
        if unit.particle && !unit.form.starts_with('#') {
            return Rc::from([]);
        }
        // What a unit finds depends on more than its form.
        let mut hasher = FxHasher::default();
        (unit.form.as_str(), &unit.codes, unit.origin, unit.loan, &unit.korean, &unit.chinese)
            .hash(&mut hasher);
        let key = hasher.finish();
        if let Some(known) = self.remembered.get(&key)
            && known.form == unit.form
            && known.codes == unit.codes
        {
            return Rc::clone(&known.hits);
        }
        let mut found = Vec::new();
        lookup(side, unit, &mut self.seen, &mut found);
        let found: Rc<[Hit]> = found.into();
        if self.remembered.len() >= REMEMBERED {
            self.remembered.clear();
        }
        let known =
            Remembered { form: unit.form.clone(), codes: unit.codes.clone(), hits: Rc::clone(&found) };
        self.remembered.insert(key, known);
        found
    }

    /// Adds up the bits of the rarest words over the names that carry them, and takes the names with most.
    fn candidates(&mut self, side: &Side, _question: &Question, hits: &[Rc<[Hit]>]) -> Vec<u32> {
        if self.sums.len() != side.names.len() {
            self.sums = vec![0.0; side.names.len()];
        }
        let mut order: Vec<(f32, u32)> =
            hits.iter().flat_map(|hits| hits.iter()).map(|hit| (hit.bits, hit.word)).collect();
        order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut left = POSTINGS;
        for (bits, word) in order {
            let postings = side.postings(word);
            if postings.len() > left {
                continue;
            }
            left -= postings.len();
            for name in postings {
                let sum = &mut self.sums[*name as usize];
                if *sum == 0.0 {
                    self.touched.push(*name);
                }
                *sum += bits;
            }
        }
        let mut touched = std::mem::take(&mut self.touched);
        if touched.len() > CANDIDATES {
            let sums = &self.sums;
            touched.select_nth_unstable_by(CANDIDATES, |a, b| {
                sums[*b as usize].total_cmp(&sums[*a as usize]).then(a.cmp(b))
            });
        }
        let chosen = touched[..touched.len().min(CANDIDATES)].to_vec();
        for name in &touched {
            self.sums[*name as usize] = 0.0;
        }
        touched.clear();
        self.touched = touched;
        chosen
    }
}
