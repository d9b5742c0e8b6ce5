//! The list of oddities while a source is read.

use std::collections::BTreeMap;

use crate::model::{Oddity, Place, Severity};

/// Collects oddities in the order in which they are found.
#[derive(Debug)]
pub(crate) struct Log {
    oddities: Vec<Oddity>,
    folded: BTreeMap<&'static str, Fold>,
    left_out: usize,
    oddities_max: usize,
}

/// Many oddities of one sort that are told as one.
#[derive(Debug)]
struct Fold {
    severity: Severity,
    first: Place,
    count: usize,
    message: String,
}

impl Log {
    pub(crate) fn new(oddities_max: usize) -> Self {
        Self { oddities: Vec::new(), folded: BTreeMap::new(), left_out: 0, oddities_max }
    }

    pub(crate) fn note(&mut self, code: &str, place: Place, message: impl Into<String>) {
        self.add(Severity::Note, code, place, message.into());
    }

    pub(crate) fn warn(&mut self, code: &str, place: Place, message: impl Into<String>) {
        self.add(Severity::Warning, code, place, message.into());
    }

    pub(crate) fn loss(&mut self, code: &str, place: Place, message: impl Into<String>) {
        self.add(Severity::Loss, code, place, message.into());
    }

    fn add(&mut self, severity: Severity, code: &str, place: Place, message: String) {
        if self.oddities.len() >= self.oddities_max {
            self.left_out += 1;
            return;
        }
        self.oddities.push(Oddity { severity, code: code.to_owned(), place, message });
    }

    /// Tells once, with a count and the first place, what a whole source does everywhere.
    pub(crate) fn fold(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: impl FnOnce() -> Place,
        message: impl FnOnce() -> String,
    ) {
        if let Some(fold) = self.folded.get_mut(code) {
            fold.count += 1;
            return;
        }
        let fold = Fold { severity, first: place(), count: 1, message: message() };
        self.folded.insert(code, fold);
    }

    /// All oddities; the folded ones last.
    pub(crate) fn finish(mut self) -> Vec<Oddity> {
        for (code, fold) in std::mem::take(&mut self.folded) {
            let message = match fold.count {
                1 => fold.message,
                count => format!("{} ({count} times; the first is told here)", fold.message),
            };
            self.oddities.push(Oddity {
                severity: fold.severity,
                code: code.to_owned(),
                place: fold.first,
                message,
            });
        }
        if self.left_out > 0 {
            self.oddities.push(Oddity {
                severity: Severity::Warning,
                code: "more-oddities".to_owned(),
                place: Place::default(),
                message: format!("{} more oddities are not listed", self.left_out),
            });
        }
        self.oddities
    }
}
