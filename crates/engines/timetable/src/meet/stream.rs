//! JSON from a stream, of which no more than a chunk is in memory, unless something is wrong with it.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use serde::de::DeserializeOwned;

use super::read::{BYTES_MAX, json, too_long};
use crate::fault::Refusal;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Why nothing came of a stream.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It could not be read to its end.
    #[error("cannot be read: {0}")]
    Broken(#[from] io::Error),
    /// What it says makes no sense.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Reads any of our formats.
///
/// *Errors*: those of what is in memory as a whole, in the same words; where one cannot go back in the stream, the first
/// fault on the way, perhaps a letter further on.
pub(crate) fn json_from<T: DeserializeOwned>(mut stream: impl Read + Seek) -> Result<T, Unread> {
    let begin = stream.stream_position();
    let mut text =
        Text { stream: &mut stream, cut: Vec::new(), bytes: 0, lines: 0, is_wrong: false, fault: None };
    let read = serde_json::from_reader(BufReader::with_capacity(CHUNK, &mut text));
    let fault = match (read, text.fault) {
        (Ok(found), _) => return Ok(found),
        (Err(_), Some(refusal)) => return Err(refusal.into()),
        (Err(fault), None) if fault.is_io() => return Err(Unread::Broken(fault.into())),
        (Err(fault), None) => fault,
    };
    // Of a stream, serde_json often tells the place after the letter that it has looked at ahead, which may be a new line.
    let is_back = begin.is_ok_and(|begin| stream.seek(SeekFrom::Start(begin)).is_ok());
    if !is_back {
        return Err(Refusal::of_json(&fault).into());
    }
    let mut bytes = Vec::new();
    stream.take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(json(&bytes)?)
}

/// A stream that hands on UTF-8 only, and ends with an error where that ends.
struct Text<'s> {
    stream: &'s mut dyn Read,
    /// The beginning of a letter whose rest has not been read: three bytes at most.
    cut: Vec<u8>,
    /// Bytes and line breaks handed on.
    bytes: usize,
    lines: usize,
    /// Whether what comes next is no letter.
    is_wrong: bool,
    /// What was told to be wrong.
    fault: Option<Refusal>,
}

impl Text<'_> {
    fn refuse(&mut self, place: impl Into<String>, message: impl Into<String>) -> io::Error {
        self.fault = Some(Refusal::one(place, message));
        io::ErrorKind::InvalidData.into()
    }
}

impl Read for Text<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.is_wrong {
                return Err(self.refuse(format!("line {}, byte {}", self.lines + 1, self.bytes), "not UTF-8"));
            }
            let new = self.stream.read(&mut into[self.cut.len()..])?;
            into[..self.cut.len()].copy_from_slice(&self.cut);
            let all = &into[..self.cut.len() + new];
            let good = match std::str::from_utf8(all) {
                Ok(_) => all.len(),
                Err(fault) => {
                    self.is_wrong = new == 0 || fault.error_len().is_some();
                    fault.valid_up_to()
                }
            };
            self.cut.clear();
            if !self.is_wrong {
                self.cut.extend(&all[good..]);
            }
            self.bytes += good;
            self.lines += all[..good].iter().filter(|byte| **byte == b'\n').count();
            if self.bytes > BYTES_MAX {
                return Err(self.refuse("file", too_long()));
            }
            if good > 0 || all.is_empty() {
                return Ok(good);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, Read, Text, io};

    #[test]
    fn what_is_too_long_is_refused() {
        for (length, is_refused) in [(BYTES_MAX, false), (BYTES_MAX + 1, true)] {
            let mut stream = io::repeat(b' ').take(length as u64);
            let mut text =
                Text { stream: &mut stream, cut: vec![], bytes: 0, lines: 0, is_wrong: false, fault: None };
            let mut chunk = vec![0; 1 << 20];
            let end = loop {
                match text.read(&mut chunk) {
                    Ok(0) | Err(_) => break text.fault,
                    Ok(_) => {}
                }
            };
            assert_eq!(end.is_some(), is_refused, "{length}: {end:?}");
        }
    }
}
