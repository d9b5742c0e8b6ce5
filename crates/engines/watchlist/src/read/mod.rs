//! Readers of lists: bytes in, [`Entry`]s out, record by record and with bounded memory for each.
//!
//! A [`Collector`] takes the files of one build, in any order, finds each one's format from its content, and joins what belongs
//! together (OFAC's quartet of tables, wallets that are entities of their own).

mod canada;
mod eu;
mod ftm;
mod hashing;
mod ofac_advanced;
mod ofac_csv;
mod ofac_xml;
mod own;
mod places;
mod seco;
mod uk;
mod un;
mod xml;

use std::io::BufRead;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::entry::{Entry, Identifier, Kind, ListedWallet, Name, NameKind, PartialDate, Quality};

use hashing::Hashing;
use ofac_csv::Table;

pub use places::country_code;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// OFAC's primary table (`sdn.csv`, `cons_prim.csv`).
    OfacPrimary,
    /// OFAC's aliases (`alt.csv`, `cons_alt.csv`).
    OfacAliases,
    /// OFAC's addresses (`add.csv`, `cons_add.csv`).
    OfacAddresses,
    /// OFAC's remarks that did not fit (`sdn_comments.csv`, `cons_comments.csv`).
    OfacComments,
    /// OFAC's XML (`sdn.xml`, `consolidated.xml`).
    OfacXml,
    /// OFAC's advanced XML (`sdn_advanced.xml`, `cons_advanced.xml`).
    OfacAdvanced,
    /// The Security Council's consolidated list.
    UnXml,
    /// The EU's consolidated financial sanctions list as XML.
    EuXml,
    /// The same as a table.
    EuCsv,
    /// The UK Sanctions List as a table.
    UkCsv,
    /// The same as XML.
    UkXml,
    /// Canada's Special Economic Measures Act list.
    CanadaXml,
    /// Switzerland's list.
    SecoXml,
    /// FollowTheMoney entities, one JSON object a line.
    FollowTheMoney,
    /// A list of one's own: a table with a header.
    OwnCsv,
    /// Entries as the evaluation set has them, one JSON object a line.
    EntryLines,
}

/// Sizes above which a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file, unpacked. All official lists together are below 300 MB.
    pub bytes_max: u64,
    /// Entries of a build.
    pub entries_max: usize,
    /// Bytes of one record: a party with everything that belongs to it.
    pub record_bytes_max: usize,
    /// Names of one party.
    pub names_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes_max: 2 << 30, entries_max: 2_000_000, record_bytes_max: 8 << 20, names_max: 5_000 }
    }
}

/// Why a list cannot be read. Nothing of it is used then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}", place(.line, .byte))]
pub struct ReadError {
    /// The file's name, as given.
    pub file: String,
    /// Line from 1; 0 when it is not known.
    pub line: u64,
    /// Byte from 0, when no line is known.
    pub byte: u64,
    /// What is wrong.
    pub message: String,
}

fn place(line: &u64, byte: &u64) -> String {
    match (*line, *byte) {
        (0, 0) => String::new(),
        (0, byte) => format!(", byte {byte}"),
        (line, _) => format!(", line {line}"),
    }
}

impl ReadError {
    pub(crate) fn new(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: 0, byte: 0, message: message.into() }
    }

    pub(crate) fn at_line(file: &str, line: u64, message: impl Into<String>) -> Self {
        Self { line, ..Self::new(file, message) }
    }

    pub(crate) fn at_byte(file: &str, byte: u64, message: impl Into<String>) -> Self {
        Self { byte, ..Self::new(file, message) }
    }
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name, as given.
    pub file: String,
    /// Its format.
    pub format: Option<Format>,
    /// SHA-256 of its bytes as they came in here, in hexadecimal.
    pub sha256: String,
    /// The date that it gives itself, `YYYY-MM-DD`; otherwise empty.
    pub date: String,
    /// Short name of the list.
    pub list: String,
    /// Records of parties in it.
    pub entries: usize,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The parties, with unique ids.
    pub entries: Vec<Entry>,
    /// The files, in the order in which they were read.
    pub sources: Vec<Source>,
    /// What a person should know: left out, mended, not understood.
    pub oddities: Vec<String>,
}

/// Most oddities that are kept.
const ODDITIES_MAX: usize = 1000;

/// Reads files into one set of entries.
#[derive(Debug, Default)]
pub struct Collector {
    limits: Limits,
    entries: Vec<Entry>,
    sources: Vec<Source>,
    oddities: Vec<String>,
    ofac: Table,
    /// Wallets that are entities of their own, by holder.
    holders: FxHashMap<String, Vec<ListedWallet>>,
    file: String,
}

impl Collector {
    /// Starts with limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Reads a file. `date` is the date of the list where the file does not say it; `hint` a name for an own list.
    ///
    /// *Errors*: [`ReadError`] with file and place.
    pub fn read(&mut self, name: &str, input: impl BufRead, date: &str) -> Result<Format, ReadError> {
        let mut input = Hashing::new(input, name, self.limits.bytes_max);
        let format = detect(name, &mut input)?;
        self.file = name.to_owned();
        let before = (self.entries.len(), self.ofac.len());
        self.sources.push(Source {
            file: name.to_owned(),
            format: Some(format),
            date: date.to_owned(),
            ..Source::default()
        });
        match format {
            Format::OfacPrimary | Format::OfacAliases | Format::OfacAddresses | Format::OfacComments => {
                self.ofac_table(format, &mut input)?;
            }
            Format::OfacXml => self.ofac_xml(&mut input)?,
            Format::OfacAdvanced => self.ofac_advanced(&mut input)?,
            Format::UnXml => self.un(&mut input)?,
            Format::EuXml => self.eu_xml(&mut input)?,
            Format::EuCsv => self.eu_csv(&mut input)?,
            Format::UkCsv => self.uk_csv(&mut input)?,
            Format::UkXml => self.uk_xml(&mut input)?,
            Format::CanadaXml => self.canada(&mut input)?,
            Format::SecoXml => self.seco(&mut input)?,
            Format::FollowTheMoney => self.ftm(&mut input)?,
            Format::OwnCsv => self.own(&mut input)?,
            Format::EntryLines => self.entry_lines(&mut input)?,
        }
        let sha256 = input.finish()?;
        let count = self.entries.len() - before.0 + self.ofac.len() - before.1;
        if let Some(source) = self.sources.last_mut() {
            source.sha256 = sha256;
            source.entries = count;
        }
        let parties = !matches!(format, Format::OfacAliases | Format::OfacAddresses | Format::OfacComments);
        if parties && count == 0 {
            return Err(ReadError::new(name, "there is not one entry in it; a list cannot be empty"));
        }
        Ok(format)
    }

    /// Joins what was read.
    ///
    /// *Errors*: [`ReadError`] when aliases or addresses came without the table that they belong to.
    pub fn finish(mut self) -> Result<Reading, ReadError> {
        self.join_ofac()?;
        for (holder, wallets) in std::mem::take(&mut self.holders) {
            match self.entries.iter_mut().find(|entry| entry.id == holder) {
                Some(entry) => entry.wallets.extend(wallets),
                None => self.odd(format!("wallets of {holder}, who is not in the lists: {}", wallets.len())),
            }
        }
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        let mut entries: Vec<Entry> = Vec::with_capacity(self.entries.len());
        for entry in std::mem::take(&mut self.entries) {
            if let Some(at) = seen.get(&entry.id) {
                self.odd(format!("{}: the id stands twice; both are kept as one", entry.id));
                merge(&mut entries[*at], entry);
            } else {
                seen.insert(entry.id.clone(), entries.len());
                entries.push(entry);
            }
        }
        Ok(Reading { entries, sources: self.sources, oddities: self.oddities })
    }

    fn odd(&mut self, message: String) {
        if self.oddities.len() < ODDITIES_MAX {
            self.oddities.push(message);
        }
    }

    /// Takes an entry, cleaned up; one without a name is an oddity.
    fn push(&mut self, mut entry: Entry) -> Result<(), ReadError> {
        if self.entries.len() >= self.limits.entries_max {
            return Err(ReadError::new(&self.file, format!("more than {} entries", self.limits.entries_max)));
        }
        entry.source = u32::try_from(self.sources.len().saturating_sub(1)).unwrap_or(u32::MAX);
        tidy(&mut entry);
        if entry.names.len() > self.limits.names_max {
            return Err(ReadError::new(
                &self.file,
                format!("{}: more than {} names", entry.id, self.limits.names_max),
            ));
        }
        if entry.names.is_empty() && entry.wallets.is_empty() {
            self.odd(format!("{}: {} has no name; it is left out", self.file, entry.id));
            return Ok(());
        }
        for name in &entry.names {
            if let Err(error) = crate::text::tokenise(&name.full, entry.kind.is_person()) {
                let shown: String = name.full.chars().take(40).collect();
                self.odd(format!("{}: {}: {shown:?} cannot be searched: {error}", self.file, entry.id));
            }
        }
        self.entries.push(entry);
        Ok(())
    }

    fn source(&mut self) -> &mut Source {
        if self.sources.is_empty() {
            self.sources.push(Source::default());
        }
        let last = self.sources.len() - 1;
        &mut self.sources[last]
    }
}

fn merge(into: &mut Entry, other: Entry) {
    // OFAC keeps some parties on both of its lists; the stricter one is named.
    if other.list == "OFAC-SDN" {
        (into.list, into.source, into.programme) = (other.list, other.source, other.programme);
    }
    into.names.extend(other.names);
    into.birth_dates.extend(other.birth_dates);
    into.places.extend(other.places);
    into.countries.extend(other.countries);
    into.identifiers.extend(other.identifiers);
    into.wallets.extend(other.wallets);
    tidy(into);
}

fn tidy(entry: &mut Entry) {
    for name in &mut entry.names {
        for text in [&mut name.full, &mut name.family, &mut name.given] {
            if text.contains(|letter: char| letter.is_whitespace()) {
                *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
    }
    entry.names.retain(|name| !name.full.is_empty());
    dedup(&mut entry.names, |a, b| a.full == b.full);
    dedup(&mut entry.birth_dates, PartialEq::eq);
    dedup(&mut entry.countries, PartialEq::eq);
    dedup(&mut entry.places, PartialEq::eq);
    dedup(&mut entry.identifiers, PartialEq::eq);
    dedup(&mut entry.wallets, PartialEq::eq);
}

/// Keeps the first of equals, in order. Lists have few of each.
fn dedup<T>(list: &mut Vec<T>, same: impl Fn(&T, &T) -> bool) {
    let mut kept: Vec<T> = Vec::with_capacity(list.len());
    for one in list.drain(..) {
        if kept.len() > 200 || !kept.iter().any(|other| same(other, &one)) {
            kept.push(one);
        }
    }
    *list = kept;
}

/// Finds the format from the first bytes.
fn detect<R: BufRead>(name: &str, input: &mut Hashing<R>) -> Result<Format, ReadError> {
    let head = input.head(4096)?;
    let text = match std::str::from_utf8(&head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => {
            let at = u64::try_from(error.valid_up_to()).unwrap_or(0);
            return Err(ReadError::at_byte(name, at, "not UTF-8; the file was re-encoded or is no list"));
        }
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        return Err(ReadError::new(name, "the file is empty"));
    }
    let has = |word: &str| text.contains(word);
    let format = if text.starts_with('<') {
        if has("<CONSOLIDATED_LIST") {
            Format::UnXml
        } else if has("<sdnList") {
            Format::OfacXml
        } else if has("<Sanctions")
            && (has("ADVANCED_XML") || has("ReferenceValueSets") || has("DateOfIssue"))
        {
            Format::OfacAdvanced
        } else if has("<export") || has("sanctionEntity") {
            Format::EuXml
        } else if has("<Designations") {
            Format::UkXml
        } else if has("<data-set") {
            Format::CanadaXml
        } else if has("<swiss-sanctions-list") {
            Format::SecoXml
        } else {
            return Err(ReadError::new(name, "XML, but of no list that is known here"));
        }
    } else if text.starts_with('{') {
        if has("\"schema\"") { Format::FollowTheMoney } else { Format::EntryLines }
    } else {
        table_format(name, text)?
    };
    Ok(format)
}

fn table_format(name: &str, text: &str) -> Result<Format, ReadError> {
    let first = text.lines().next().unwrap_or_default();
    if first.to_ascii_lowercase().contains("entity_logicalid") {
        return Ok(Format::EuCsv);
    }
    if text.lines().take(3).any(|line| line.contains("Unique ID") && line.contains("Name 6")) {
        return Ok(Format::UkCsv);
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    if let Some(Ok(row)) = reader.records().next() {
        let numeric = row
            .get(0)
            .is_some_and(|field| !field.is_empty() && field.trim().bytes().all(|byte| byte.is_ascii_digit()));
        match row.len() {
            12 if numeric => return Ok(Format::OfacPrimary),
            6 if numeric => return Ok(Format::OfacAddresses),
            5 if numeric => return Ok(Format::OfacAliases),
            2 if numeric => return Ok(Format::OfacComments),
            _ => {}
        }
        if row.iter().any(|field| field.trim().eq_ignore_ascii_case("name")) {
            return Ok(Format::OwnCsv);
        }
    }
    Err(ReadError::new(
        name,
        "of no format that is known here: no list's XML, JSON lines, or table with its columns",
    ))
}

/// A name from its parts.
fn name(full: String, kind: NameKind, quality: Quality, family: &str, given: &str) -> Name {
    Name { full, kind, quality, family: family.trim().to_owned(), given: given.trim().to_owned() }
}

/// `Given FAMILY`, as a name reads.
fn joined(parts: &[&str]) -> String {
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn gender(text: &str) -> Option<String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "m" | "male" => Some("male".to_owned()),
        "f" | "female" => Some("female".to_owned()),
        _ => None,
    }
}

fn identifier(kind: &str, value: &str) -> Option<Identifier> {
    let value = value.trim();
    (!value.is_empty()).then(|| Identifier { kind: kind.trim().to_owned(), value: value.to_owned() })
}

fn kind_of(word: &str) -> Kind {
    let lower = word.to_ascii_lowercase();
    if lower.contains("individual") || lower.contains("person") {
        Kind::Person
    } else if lower.contains("vessel") || lower.contains("ship") {
        Kind::Vessel
    } else if lower.contains("aircraft") || lower.contains("airplane") {
        Kind::Aircraft
    } else {
        Kind::Org
    }
}

/// The dates in a text, when it holds any.
fn date(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text)
}

/// A date as `YYYY-MM-DD`, as far as it is known.
fn iso(text: &str) -> String {
    PartialDate::parse(text).map(|date| PartialDate { circa: false, ..date }.to_string()).unwrap_or_default()
}
