//! OFAC's tables: the primary one, aliases, addresses, and remarks that did not fit.
//!
//! *Source*: OFAC "Specially Designated Nationals List – data formats & data schemas" (`dat_spec.txt`); weak aliases stand in quotes
//! in the remarks (FAQ 124), wallets as `Digital Currency Address - XBT …`.

use std::io::BufRead;

use rustc_hash::FxHashMap;

use crate::entry::{Entry, ListedWallet, NameKind, Quality};

use super::{
    Collector, Format, ReadError, date, gender, hashing::Hashing, identifier, kind_of, name,
    places::country_code,
};

/// Rows by party, until all files are there.
#[derive(Debug, Default)]
pub(super) struct Table {
    parties: Vec<Party>,
    by_id: FxHashMap<u64, usize>,
    aliases: Vec<(u64, String, String)>,
    addresses: Vec<(u64, String, String)>,
    comments: Vec<(u64, String)>,
}

#[derive(Debug, Default)]
struct Party {
    id: u64,
    source: u32,
    full: String,
    kind: String,
    programme: String,
    remarks: String,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.parties.len()
    }
}

/// A field; OFAC writes nothing as `-0-`.
fn field(row: &csv::StringRecord, at: usize) -> &str {
    let text = row.get(at).unwrap_or_default().trim();
    if text == "-0-" { "" } else { text }
}

impl Collector {
    pub(super) fn ofac_table(
        &mut self,
        format: Format,
        input: &mut Hashing<impl BufRead>,
    ) -> Result<(), ReadError> {
        let file = self.file.clone();
        let consolidated = file.to_ascii_lowercase().contains("cons");
        let list = if consolidated { "OFAC-CONS" } else { "OFAC-SDN" };
        self.source().list = list.to_owned();
        let source = u32::try_from(self.sources.len() - 1).unwrap_or(u32::MAX);
        let width = match format {
            Format::OfacPrimary => 12,
            Format::OfacAddresses => 6,
            Format::OfacAliases => 5,
            _ => 2,
        };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
        let mut row = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            let fault = |message: String| ReadError::at_line(&file, line, message);
            match reader.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return Err(fault(plain(&error))),
            }
            if row.as_slice().len() > self.limits.record_bytes_max {
                return Err(fault("a row is too large".to_owned()));
            }
            // The official files end with a control-Z.
            if row.len() == 1 && field(&row, 0).trim_matches(|letter: char| letter.is_control()).is_empty() {
                continue;
            }
            if row.len() != width {
                return Err(fault(format!(
                    "{} columns instead of {width}; the file is cut off or was changed",
                    row.len()
                )));
            }
            let Ok(id) = field(&row, 0).parse::<u64>() else {
                return Err(fault("the first column is no number".to_owned()));
            };
            self.ofac_row(format, id, &row, source).map_err(fault)?;
        }
        Ok(())
    }

    fn ofac_row(
        &mut self,
        format: Format,
        id: u64,
        row: &csv::StringRecord,
        source: u32,
    ) -> Result<(), String> {
        let table = &mut self.ofac;
        let rows = table.parties.len() + table.aliases.len() + table.addresses.len() + table.comments.len();
        if rows > self.limits.entries_max * 4 {
            return Err("too many rows".to_owned());
        }
        match format {
            Format::OfacPrimary => {
                table.by_id.insert(id, table.parties.len());
                table.parties.push(Party {
                    id,
                    source,
                    full: field(row, 1).to_owned(),
                    kind: field(row, 2).to_owned(),
                    programme: field(row, 3).to_owned(),
                    remarks: field(row, 11).to_owned(),
                });
            }
            Format::OfacAliases => {
                table.aliases.push((id, field(row, 2).to_owned(), field(row, 3).to_owned()));
            }
            Format::OfacAddresses => {
                let place = [field(row, 2), field(row, 3), field(row, 4)];
                let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
                table.addresses.push((id, place, field(row, 4).to_owned()));
            }
            _ => table.comments.push((id, field(row, 1).to_owned())),
        }
        Ok(())
    }

    /// Joins the tables.
    pub(super) fn join_ofac(&mut self) -> Result<(), ReadError> {
        let table = std::mem::take(&mut self.ofac);
        if table.parties.is_empty() {
            if !table.aliases.is_empty() || !table.addresses.is_empty() || !table.comments.is_empty() {
                return Err(ReadError::new(
                    "OFAC",
                    "aliases, addresses or remarks are there, but not the primary table (sdn.csv)",
                ));
            }
            return Ok(());
        }
        let mut remarks: FxHashMap<u64, String> = FxHashMap::default();
        for (id, text) in table.comments {
            remarks.entry(id).or_default().push_str(&text);
        }
        let mut entries = Vec::with_capacity(table.parties.len());
        for party in table.parties {
            let mut text = party.remarks;
            if let Some(more) = remarks.get(&party.id) {
                text.push_str(more);
            }
            entries.push((
                party.source,
                party.id,
                entry(party.id, &party.full, &party.kind, &party.programme, &text),
            ));
        }
        let mut lost = 0;
        for (id, kind, alias) in table.aliases {
            let Some(at) = table.by_id.get(&id) else {
                lost += 1;
                continue;
            };
            let entry = &mut entries[*at].2;
            let kind = if kind.to_ascii_lowercase().starts_with('f') { NameKind::Fka } else { NameKind::Aka };
            let listed = party_name(&alias, entry.kind.is_person(), kind, Quality::Strong);
            entry.names.push(listed);
        }
        for (id, place, country) in table.addresses {
            if let Some(at) = table.by_id.get(&id) {
                let entry = &mut entries[*at].2;
                entry.countries.extend(country_code(&country));
                if !place.is_empty() {
                    entry.places.push(place);
                }
            }
        }
        if lost > 0 {
            self.odd(format!("OFAC: {lost} aliases belong to parties that the primary table does not have; are the files of one day?"));
        }
        for (source, _, mut entry) in entries {
            let consolidated =
                self.sources.get(source as usize).is_some_and(|source| source.list == "OFAC-CONS");
            if consolidated {
                entry.list = "OFAC-CONS".to_owned();
            }
            self.push(entry)?;
            if let Some(entry) = self.entries.last_mut() {
                entry.source = source;
            }
        }
        Ok(())
    }
}

/// What the csv crate says, without the place, which stands beside it.
fn plain(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "not UTF-8; the file was re-encoded".to_owned(),
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => "the row cannot be read".to_owned(),
    }
}

/// `SURNAME, Given` of a person; the whole of everything else.
pub(super) fn party_name(text: &str, person: bool, kind: NameKind, quality: Quality) -> crate::entry::Name {
    match text.split_once(',') {
        Some((family, given)) if person => {
            name(format!("{} {}", given.trim(), family.trim()), kind, quality, family, given)
        }
        _ => name(text.to_owned(), kind, quality, "", ""),
    }
}

fn entry(id: u64, full: &str, kind: &str, programme: &str, remarks: &str) -> Entry {
    let kind = kind_of(kind);
    let mut entry = Entry {
        id: format!("ofac-{id}"),
        list: "OFAC-SDN".to_owned(),
        kind,
        programme: programme.to_owned(),
        ..Entry::default()
    };
    entry.names.push(party_name(full, kind.is_person(), NameKind::Primary, Quality::Strong));
    for remark in remarks.split(';') {
        let remark = remark.trim().trim_end_matches('.').trim();
        let plain = remark.strip_prefix("alt. ").unwrap_or(remark);
        if let Some(rest) = plain.strip_prefix("DOB ") {
            entry.birth_dates.extend(date(rest));
        } else if let Some(rest) = plain.strip_prefix("POB ") {
            entry.places.push(rest.to_owned());
        } else if let Some(rest) =
            plain.strip_prefix("nationality ").or_else(|| plain.strip_prefix("citizen "))
        {
            entry.countries.extend(country_code(rest));
        } else if let Some(rest) = plain.strip_prefix("Gender ") {
            entry.gender = gender(rest);
        } else if let Some(rest) = plain.strip_prefix("Digital Currency Address - ") {
            if let Some((currency, address)) = rest.split_once(' ') {
                let wallet =
                    ListedWallet { currency: currency.to_owned(), address: address.trim().to_owned() };
                entry.wallets.push(wallet);
            }
        } else if let Some((kind, rest)) = weak_alias(plain) {
            entry.names.push(party_name(rest, entry.kind.is_person(), kind, Quality::Weak));
        } else if let Some((kind, rest)) = number(plain) {
            entry.identifiers.extend(identifier(kind, rest));
        }
    }
    entry
}

/// `a.k.a. 'X'`, with single or double quotes.
fn weak_alias(text: &str) -> Option<(NameKind, &str)> {
    let (kind, rest) = [("a.k.a. ", NameKind::Aka), ("f.k.a. ", NameKind::Fka), ("n.k.a. ", NameKind::Aka)]
        .iter()
        .find_map(|(word, kind)| text.strip_prefix(word).map(|rest| (*kind, rest)))?;
    Some((kind, rest.trim_matches(['\'', '"', '\u{201c}', '\u{201d}', ' '])))
}

/// `Passport A123 (Iran)`, `Tax ID No. 7744001497`.
fn number(text: &str) -> Option<(&str, &str)> {
    const KINDS: [&str; 12] = [
        "Passport",
        "Tax ID No.",
        "National ID No.",
        "Registration Number",
        "Registration ID",
        "Identification Number",
        "SSN",
        "Cedula No.",
        "C.U.R.P.",
        "Vessel Registration Identification",
        "National Foreign ID Number",
        "Legal Entity Number",
    ];
    KINDS.iter().find_map(|kind| text.strip_prefix(kind).map(|rest| (*kind, rest.trim())))
}
