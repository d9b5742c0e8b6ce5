//! Which value a variable is tried with first.
//!
//! *Source*: target and best phases, and the turns they take, as in CaDiCaL (Biere, Fleury 2020).

use super::Lit;
use crate::solve::chance::Chance;

/// Conflicts between two changes of phases; each change makes it so much longer.
const SHIFT: u64 = 500;

/// Values of variables from earlier assignments: 1 true, -1 false, 0 unknown.
#[derive(Default)]
pub(super) struct Phases {
    /// The last value.
    saved: Vec<i8>,
    /// The values of the longest assignment without a contradiction since the last change.
    target: Vec<i8>,
    /// The same since the last time it was returned to.
    best: Vec<i8>,
    /// How long these two are.
    target_length: usize,
    best_length: usize,
    /// How much of the trail was without a contradiction, once there was one.
    sound: Option<usize>,
    conflicts: u64,
    next: u64,
    shifts: u64,
}

impl Phases {
    pub(super) fn add(&mut self) {
        if self.saved.is_empty() {
            // Variables count from 1.
            [&mut self.saved, &mut self.target, &mut self.best].into_iter().for_each(|values| values.push(0));
        }
        self.saved.push(1);
        self.target.push(0);
        self.best.push(0);
    }

    /// A new question: what went far for the last one says nothing.
    pub(super) fn begin(&mut self) {
        self.target_length = 0;
        self.best_length = 0;
        self.target.fill(0);
        self.sound = None;
    }

    /// A contradiction while so much of the trail was sound.
    pub(super) fn conflict(&mut self, sound: usize) {
        self.sound = Some(sound);
        self.conflicts += 1;
    }

    /// Keeps the trail, which is about to be taken back, when it went further than before.
    pub(super) fn mark(&mut self, trail: &[Lit]) {
        let sound = &trail[..self.sound.take().unwrap_or(trail.len()).min(trail.len())];
        if sound.len() > self.target_length {
            self.target_length = sound.len();
            copy(sound, &mut self.target);
        }
        if sound.len() > self.best_length {
            self.best_length = sound.len();
            copy(sound, &mut self.best);
        }
    }

    pub(super) fn save(&mut self, lit: Lit) {
        self.saved[lit.variable()] = value(lit);
    }

    /// Whether a variable is tried with true first.
    pub(super) fn choose(&self, variable: usize, target: bool) -> bool {
        let aimed = if target { self.target[variable] } else { 0 };
        (if aimed == 0 { self.saved[variable] } else { aimed }) > 0
    }

    pub(super) fn due(&self) -> bool {
        self.conflicts >= self.next.max(SHIFT)
    }

    /// Looks elsewhere: at the best so far, at what is plain, at its contrary, or near where it was.
    pub(super) fn shift(&mut self, chance: &mut Chance) {
        self.target.fill(0);
        self.target_length = 0;
        match self.shifts {
            0 => self.saved.fill(1),
            1 => self.saved.fill(-1),
            more => match (more - 2) % 6 {
                0 | 3 => self.return_to_best(),
                1 => {
                    for value in &mut self.saved {
                        if chance.below(8) == 0 {
                            *value = -*value;
                        }
                    }
                }
                4 => self.saved.iter_mut().for_each(|value| *value = -*value),
                2 => self.saved.fill(1),
                _ => self.saved.fill(-1),
            },
        }
        self.shifts += 1;
        self.next = self.conflicts + SHIFT * (self.shifts + 1);
    }

    fn return_to_best(&mut self) {
        for (saved, best) in self.saved.iter_mut().zip(&self.best) {
            if *best != 0 {
                *saved = *best;
            }
        }
        self.best_length = 0;
    }
}

fn value(lit: Lit) -> i8 {
    if lit.0 & 1 == 0 { 1 } else { -1 }
}

fn copy(trail: &[Lit], values: &mut [i8]) {
    for lit in trail {
        values[lit.variable()] = value(*lit);
    }
}
