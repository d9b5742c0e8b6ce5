//! An index as a file: one line of what it is, then one line for each entry.
//!
//! What is saved is the content, not the layout: the layout is made again in less time than it would take to check one that came
//! from a file, and a damaged file cannot lead the search astray.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use super::{ENGINE, Index, version};
use crate::{
    background::Background,
    entry::Entry,
    read::{Reading, Source},
};

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    madang_watchlist: u32,
    version: String,
    entries: usize,
    sources: Vec<Source>,
    #[serde(default)]
    population: Background,
}

/// Why a saved index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It is no saved index.
    #[error("this is no index of madang screen build")]
    NotAnIndex,
    /// It is damaged.
    #[error("line {line}: {message}; build the index again")]
    Damaged {
        /// Line from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// Longest line that is read.
const LINE_MAX: u64 = 64 << 20;

impl Index {
    /// Writes the index.
    ///
    /// *Errors*: those of the writer.
    pub fn save(&self, mut output: impl Write) -> std::io::Result<()> {
        let head = Head {
            madang_watchlist: ENGINE,
            version: self.version.clone(),
            entries: self.entries.len(),
            sources: self.sources.clone(),
            population: self.population.clone(),
        };
        serde_json::to_writer(&mut output, &head)?;
        output.write_all(b"\n")?;
        for entry in &self.entries {
            serde_json::to_writer(&mut output, entry)?;
            output.write_all(b"\n")?;
        }
        output.flush()
    }

    /// Whether a file begins like a saved index.
    #[must_use]
    pub fn is_saved(head: &[u8]) -> bool {
        head.starts_with(b"{\"madang_watchlist\"")
    }

    /// Reads an index and builds it again. The version must come out as it was written, or the file is damaged.
    ///
    /// *Errors*: [`SavedError`].
    pub fn load(mut input: impl BufRead) -> Result<Self, SavedError> {
        let mut line = Vec::new();
        let mut next = |line: &mut Vec<u8>| {
            line.clear();
            std::io::Read::take(&mut input, LINE_MAX).read_until(b'\n', line)
        };
        next(&mut line)?;
        let head: Head = serde_json::from_slice(&line).map_err(|_| SavedError::NotAnIndex)?;
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            if next(&mut line)? == 0 {
                break;
            }
            let entry = serde_json::from_slice(&line).map_err(|error| SavedError::Damaged {
                line: entries.len() + 2,
                message: error.to_string(),
            })?;
            entries.push(entry);
        }
        let damaged =
            |message: &str| SavedError::Damaged { line: entries.len() + 1, message: message.to_owned() };
        if entries.len() != head.entries {
            return Err(damaged("the number of entries is not the one that was written"));
        }
        if head.madang_watchlist == ENGINE && version(&entries, &head.population) != head.version {
            return Err(damaged("the content is not the one that was written"));
        }
        let reading = Reading { entries, sources: head.sources, oddities: Vec::new() };
        Ok(Self::build(reading, head.population))
    }
}
