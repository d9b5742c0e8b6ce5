//! What is wrong with an input, and where.

use std::fmt;

/// Faults told one by one; the rest is counted.
const FAULTS_MAX: usize = 50;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, such as `requests[12].who[1]`, or line and column.
    pub place: String,
    /// What is wrong and what would be right; no full stop.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// An input that cannot be used. *Shapes*: at least one fault, in the order of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, at most fifty of them.
    pub faults: Vec<Fault>,
    /// How many more there are.
    pub more: usize,
}

impl Refusal {
    /// A refusal for one reason.
    #[must_use]
    pub fn one(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { faults: vec![Fault { place: place.into(), message: message.into() }], more: 0 }
    }

    /// What serde_json found: its words, with line and column as the place.
    pub(crate) fn of_json(fault: &serde_json::Error) -> Self {
        let full = fault.to_string();
        let message = full.rsplit_once(" at line ").map_or(&*full, |(front, _)| front);
        Self::one(format!("line {}, column {}", fault.line(), fault.column()), message)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            write!(f, "{}{fault}", if index > 0 { "\n" } else { "" })?;
        }
        if self.more > 0 {
            write!(f, "\n… and {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// Collects faults.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<Fault>,
    more: usize,
}

impl Faults {
    pub(crate) fn add(&mut self, place: impl FnOnce() -> String, message: impl Into<String>) {
        if self.found.len() < FAULTS_MAX {
            self.found.push(Fault { place: place(), message: message.into() });
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn finish(self) -> Result<(), Refusal> {
        if self.found.is_empty() { Ok(()) } else { Err(Refusal { faults: self.found, more: self.more }) }
    }
}
