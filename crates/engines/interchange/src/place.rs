//! How places in a source are shown to a person.

use std::fmt;

use crate::model::{Oddity, Place, Severity};

/// `schedule.xml:12:9 schedule/day[1]/room[2]`; parts that are not known are left out.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        if !self.path.is_empty() {
            write!(f, " {}", self.path)?;
        }
        Ok(())
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Loss => "loss",
        })
    }
}

/// `warning zero-minutes at schedule.xml:12:9 …: the session takes no time`.
impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} at {}: {}", self.severity, self.code, self.place, self.message)
    }
}

/// A value as it may stand in a message: on one line, printable, at most 60 characters.
pub(crate) fn excerpt(value: &str) -> String {
    const CHARS_MAX: usize = 60;
    let mut shown = String::new();
    for (count, letter) in value.trim().chars().enumerate() {
        if count == CHARS_MAX {
            shown.push('…');
            break;
        }
        match letter {
            '\n' | '\r' | '\t' => shown.push(' '),
            letter if letter.is_control() => shown.push('\u{fffd}'),
            letter => shown.push(letter),
        }
    }
    format!("“{shown}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_shows_what_is_known() {
        let place =
            Place { file: "a.xml".into(), line: Some(3), column: Some(7), path: "schedule/day[1]".into() };
        assert_eq!(place.to_string(), "a.xml:3:7 schedule/day[1]");
        let place = Place { line: None, column: None, ..place };
        assert_eq!(place.to_string(), "a.xml schedule/day[1]");
    }

    #[test]
    fn an_excerpt_is_short_and_printable() {
        assert_eq!(excerpt(" a\u{0}b\nc "), "“a\u{fffd}b c”");
        assert_eq!(excerpt(&"한".repeat(100)).chars().count(), 63);
    }
}
