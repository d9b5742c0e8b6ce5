//! What goes between the one who asks and the worker: one line of JSON to it, then the artefact's bytes; lines of JSON back.
//!
//! Lines are read strictly: known shapes only, in their order, none longer than [`LINE_BYTES_MAX`]. A worker that was taken
//! over by what it read can give wrong facts, and nothing else.

use std::io::{self, BufRead, Read as _, Write};

use madang_artefact::{
    facts::{Facts, Host, Object, Step, Unopened, UpdateChannel},
    limits::Limits,
};
use serde::{Deserialize, Serialize};

use crate::jail::{Sandbox, probe::Attempt};

/// The longest line. *Units*: bytes.
pub const LINE_BYTES_MAX: u64 = 4 << 20;
/// The most that a worker may say. *Units*: bytes.
pub const TOTAL_BYTES_MAX: u64 = 512 << 20;

/// What a worker is asked: the first line of its standard input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The artefact's name, for people.
    pub name: String,
    /// How many bytes follow. *Units*: bytes.
    pub size_bytes: u64,
    /// What taking it apart may cost.
    pub limits: Limits,
    /// The operator's own YARA rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yara: Option<String>,
}

/// A line that a worker says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are said by the variants")]
pub enum Line {
    /// First: what holds it back. Said before any byte of the artefact is read.
    Hello { sandbox: Sandbox },
    /// Second: the facts, without what has lines of its own.
    Facts { facts: Box<Facts> },
    /// One object.
    Object { object: Box<Object> },
    /// One thing that could not be opened.
    Unopened { unopened: Unopened },
    /// One step.
    Step { step: Step },
    /// One host.
    Host { host: Host },
    /// One way of updating.
    Update { update: UpdateChannel },
    /// Instead of facts: what was tried against the jail.
    Probe { attempts: Vec<Attempt> },
    /// Last: how many lines there were in between.
    End { lines: u64 },
}

/// What a worker said was not what was agreed.
#[derive(Debug, thiserror::Error)]
pub enum Garbled {
    /// It could not be read.
    #[error("what the reader said could not be read: {0}")]
    Broken(#[from] io::Error),
    /// It is no line of this protocol.
    #[error("the reader said something that makes no sense: {0}")]
    Nonsense(String),
    /// A line or everything together is too long.
    #[error("the reader said too much")]
    TooMuch,
    /// It stopped in the middle.
    #[error("the reader stopped in the middle")]
    CutOff,
}

/// Writes facts, line by line.
///
/// # Errors
/// When the other side is gone, or a line would be too long.
pub fn write_facts(out: &mut impl Write, mut facts: Facts) -> io::Result<()> {
    let mut lines = 0;
    let objects = std::mem::take(&mut facts.objects);
    let unopened = std::mem::take(&mut facts.unopened);
    let steps = std::mem::take(&mut facts.steps);
    let hosts = std::mem::take(&mut facts.hosts);
    let updates = std::mem::take(&mut facts.updates);
    let head = [Line::Facts { facts: Box::new(facts) }];
    let rest = objects
        .into_iter()
        .map(|object| Line::Object { object: Box::new(object) })
        .chain(unopened.into_iter().map(|unopened| Line::Unopened { unopened }))
        .chain(steps.into_iter().map(|step| Line::Step { step }))
        .chain(hosts.into_iter().map(|host| Line::Host { host }))
        .chain(updates.into_iter().map(|update| Line::Update { update }));
    for line in head.into_iter().chain(rest) {
        write_line(out, &line)?;
        lines += 1;
    }
    write_line(out, &Line::End { lines })?;
    out.flush()
}

/// Writes one line.
///
/// # Errors
/// When the other side is gone, or the line would be too long.
pub fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    if bytes.len() as u64 > LINE_BYTES_MAX {
        return Err(io::Error::other("a line is too long"));
    }
    out.write_all(&bytes)
}

/// Reads what a worker says.
pub struct Reader<R> {
    from: R,
    left_bytes: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Reader<R> {
    /// A reader that has read nothing yet.
    pub fn new(from: R) -> Self {
        Self { from, left_bytes: TOTAL_BYTES_MAX, buffer: Vec::new() }
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    /// When it is not what was agreed.
    pub fn line(&mut self) -> Result<Option<Line>, Garbled> {
        self.buffer.clear();
        let most = LINE_BYTES_MAX.min(self.left_bytes) + 1;
        let read = (&mut self.from).take(most).read_until(b'\n', &mut self.buffer)? as u64;
        match self.buffer.last() {
            None => return Ok(None),
            Some(b'\n') => {}
            Some(_) if read == most => return Err(Garbled::TooMuch),
            Some(_) => return Err(Garbled::CutOff),
        }
        self.left_bytes = self.left_bytes.checked_sub(read).ok_or(Garbled::TooMuch)?;
        serde_json::from_slice(&self.buffer).map(Some).map_err(|error| Garbled::Nonsense(error.to_string()))
    }

    /// The first line.
    ///
    /// # Errors
    /// When it is not what was agreed.
    pub fn hello(&mut self) -> Result<Sandbox, Garbled> {
        match self.line()? {
            Some(Line::Hello { sandbox }) => Ok(sandbox),
            Some(_) => Err(Garbled::Nonsense("it did not say what holds it back".into())),
            None => Err(Garbled::CutOff),
        }
    }

    /// All lines after the first, as facts.
    ///
    /// # Errors
    /// When they are not what was agreed: lines out of order, numbers that do not fit, anything after the end.
    pub fn facts(&mut self) -> Result<Facts, Garbled> {
        let Line::Facts { facts } = self.line()?.ok_or(Garbled::CutOff)? else {
            return Err(Garbled::Nonsense("facts do not begin as they should".into()));
        };
        let mut facts = *facts;
        let lists = (&facts.objects, &facts.unopened, &facts.steps, &facts.hosts, &facts.updates);
        if !(lists.0.is_empty()
            && lists.1.is_empty()
            && lists.2.is_empty()
            && lists.3.is_empty()
            && lists.4.is_empty())
        {
            return Err(Garbled::Nonsense("facts begin with lists".into()));
        }
        let mut lines = 1;
        loop {
            match self.line()?.ok_or(Garbled::CutOff)? {
                Line::Object { object } => {
                    if usize::try_from(object.id.0).ok() != Some(facts.objects.len()) {
                        return Err(Garbled::Nonsense("objects are not in their order".into()));
                    }
                    if object.parent.is_some_and(|parent| parent >= object.id) {
                        return Err(Garbled::Nonsense("an object lies in one that comes later".into()));
                    }
                    facts.objects.push(*object);
                }
                Line::Unopened { unopened } => facts.unopened.push(unopened),
                Line::Step { step } => facts.steps.push(step),
                Line::Host { host } => facts.hosts.push(host),
                Line::Update { update } => facts.updates.push(update),
                Line::End { lines: said } if said == lines => break,
                _ => return Err(Garbled::Nonsense("an unexpected line".into())),
            }
            lines += 1;
        }
        if self.line()?.is_some() {
            return Err(Garbled::Nonsense("there is something after the end".into()));
        }
        if facts.objects.is_empty() {
            return Err(Garbled::Nonsense("there is no object".into()));
        }
        Ok(facts)
    }
}

#[cfg(test)]
mod tests {
    use madang_artefact::take_apart;
    use proptest::prelude::*;

    use super::*;

    fn said() -> (Facts, Vec<u8>) {
        let facts = take_apart(b"#!/bin/sh\necho hello\n", &Limits::default(), "hello.sh");
        let mut bytes = Vec::new();
        write_facts(&mut bytes, facts.clone()).unwrap();
        (facts, bytes)
    }

    #[test]
    fn facts_come_back_as_they_were() {
        let (facts, bytes) = said();
        assert_eq!(Reader::new(&bytes[..]).facts().unwrap(), facts);
    }

    #[test]
    fn whatever_is_missing_or_added_is_noticed() {
        let (_, bytes) = said();
        for cut in 0..bytes.len() {
            assert!(Reader::new(&bytes[..cut]).facts().is_err(), "cut at {cut}");
        }
        let more = [&bytes[..], b"{}\n"].concat();
        assert!(Reader::new(&more[..]).facts().is_err());
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for gone in 0..lines.len() {
            let rest: Vec<u8> = lines
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != gone)
                .flat_map(|(_, line)| line.to_vec())
                .collect();
            assert!(Reader::new(&rest[..]).facts().is_err(), "without line {gone}");
        }
    }

    #[test]
    fn a_line_without_end_is_too_much() {
        let endless = io::BufReader::new(io::repeat(b'x'));
        assert!(matches!(Reader::new(endless).line(), Err(Garbled::TooMuch)));
    }

    proptest! {
        #[test]
        fn garbage_is_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(Reader::new(&bytes[..]).facts().is_err());
        }
    }
}
