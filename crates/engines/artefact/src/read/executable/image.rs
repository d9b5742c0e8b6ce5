//! The head of a Windows program: sections, imports, tables. Reads what Windows reads, also where tools give up.
//!
//! *Source*: Microsoft, "PE Format".

use crate::bytes::{count, index, le16, le32, text};

/// Imports and libraries that are read.
const IMPORTS_MAX: usize = 20_000;

/// A part of the image.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: String,
    /// Where it stands in memory, and how long it is there.
    place: (u32, u32),
    /// Where its bytes stand in the file, and how many they are.
    pub(crate) file: (u32, u32),
    /// What it is for.
    flags: u32,
}

impl Part {
    /// May it be run?
    pub(crate) fn runs(&self) -> bool {
        self.flags & 0x2000_0000 != 0
    }

    /// May it be written to?
    pub(crate) fn is_written(&self) -> bool {
        self.flags & 0x8000_0000 != 0
    }

    /// Does an address of the image lie in it?
    fn holds(&self, address: u32) -> bool {
        address >= self.place.0 && address - self.place.0 < self.place.1.max(self.file.1)
    }
}

/// The head of an image.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    /// The processor's number.
    pub(crate) machine: u16,
    /// A library rather than a program.
    pub(crate) library: bool,
    /// Where it starts.
    pub(crate) entry: u32,
    /// Its parts.
    pub(crate) parts: Vec<Part>,
    /// Libraries and functions; a function that is asked for by number has an empty name.
    pub(crate) imports: Vec<(String, Vec<String>)>,
    /// The name that it exports itself under.
    pub(crate) name: Option<String>,
    /// The table of signatures: where in the file, how long.
    pub(crate) signatures: Option<(u64, u64)>,
    /// Where the head ends in the file.
    head_end: u64,
    /// The table of imports points to where nothing is.
    pub(crate) imports_lost: bool,
}

impl Image {
    /// Reads the head that stands at `at`; `None` when there is none.
    pub(crate) fn read(bytes: &[u8], at: usize) -> Option<Self> {
        if bytes.get(at..at.checked_add(4)?)? != b"PE\0\0" {
            return None;
        }
        let optional = at + 24;
        let wide = match le16(bytes, optional)? {
            0x20b => true,
            0x10b => false,
            _ => return None,
        };
        let tables = optional + if wide { 112 } else { 96 };
        let number = le32(bytes, tables - 4)?.min(16);
        let table = |wanted: u32| {
            let at = tables + wanted as usize * 8;
            (wanted < number)
                .then(|| Some((le32(bytes, at)?, le32(bytes, at + 4)?)))
                .flatten()
                .filter(|table| table.0 != 0)
        };
        let first = optional + usize::from(le16(bytes, at + 20)?);
        let parts = (0..usize::from(le16(bytes, at + 6)?)).map_while(|part| {
            let head = bytes.get(first + part * 40..first + part * 40 + 40)?;
            // Windows takes whole sectors of 512 bytes.
            let start = le32(head, 20)? & !511;
            Some(Part {
                name: text(&head[..8]),
                place: (le32(head, 12)?, le32(head, 8)?),
                file: (start, le32(head, 16)?),
                flags: le32(head, 36)?,
            })
        });
        let mut image = Self {
            machine: le16(bytes, at + 4)?,
            library: le16(bytes, at + 22)? & 0x2000 != 0,
            entry: le32(bytes, optional + 16)?,
            parts: parts.collect(),
            imports: Vec::new(),
            name: None,
            signatures: table(4).map(|(start, length)| (start.into(), length.into())),
            head_end: count(first) + u64::from(le16(bytes, at + 6)?) * 40,
            imports_lost: false,
        };
        if let Some((address, _)) = table(1) {
            image.imports_lost = image.take_imports(bytes, address, wide).is_none();
        }
        image.name = table(0)
            .and_then(|(address, _)| image.at(address))
            .and_then(|at| image.text(bytes, le32(bytes, at + 12)?))
            .filter(|name| !name.is_empty());
        Some(image)
    }

    /// The part that the program starts in.
    pub(crate) fn start(&self) -> Option<usize> {
        self.parts.iter().position(|part| part.holds(self.entry))
    }

    /// Where an address of the image stands in the file.
    fn at(&self, address: u32) -> Option<usize> {
        let part = self.parts.iter().find(|part| part.holds(address));
        let Some(part) = part else {
            // The head is part of the image too.
            return self.parts.iter().all(|part| address < part.place.0).then_some(address as usize);
        };
        let inside = address - part.place.0;
        (inside < part.file.1).then(|| index(u64::from(part.file.0) + u64::from(inside)))
    }

    fn text(&self, bytes: &[u8], address: u32) -> Option<String> {
        let at = self.at(address)?;
        let rest = bytes.get(at..)?;
        Some(text(&rest[..rest.len().min(512)]))
    }

    fn take_imports(&mut self, bytes: &[u8], address: u32, wide: bool) -> Option<()> {
        let mut at = match self.at(address) {
            Some(at) => at,
            // A file of debugging information has sections without bytes.
            None => {
                return self.parts.iter().any(|part| part.holds(address) && part.file.1 == 0).then_some(());
            }
        };
        let mut found = 0;
        loop {
            let (names, library, thunks) = (le32(bytes, at)?, le32(bytes, at + 12)?, le32(bytes, at + 16)?);
            if library == 0 || thunks == 0 || found >= IMPORTS_MAX {
                return Some(());
            }
            at += 20;
            let library = self.text(bytes, library)?;
            let mut functions = Vec::new();
            let list = if names != 0 && self.at(names).is_some() { names } else { thunks };
            let mut place = self.at(list)?;
            let step = if wide { 8 } else { 4 };
            while found < IMPORTS_MAX {
                let value = le32(bytes, place)?;
                let high = le32(bytes, place + step - 4)?;
                if value == 0 && high == 0 {
                    break;
                }
                let by_number = high & 0x8000_0000 != 0;
                let name = if by_number { None } else { self.text(bytes, value.checked_add(2)?) };
                functions.push(name.unwrap_or_default());
                found += 1;
                place += step;
            }
            self.imports.push((library, functions));
        }
    }

    /// Where the last part ends in the file.
    pub(crate) fn end(&self, length: u64) -> u64 {
        let ends = self
            .parts
            .iter()
            .filter(|part| part.file.1 > 0)
            .map(|part| u64::from(part.file.0) + u64::from(part.file.1));
        ends.filter(|end| *end <= length).max().unwrap_or(0).max(self.head_end)
    }
}
