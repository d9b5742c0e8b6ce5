//! Tables with a header: rows by the names of their columns; and a list of one's own.

use std::io::{BufRead, Read};

use crate::entry::{Entry, ListedWallet, NameKind, Quality};

use super::{
    Collector, ReadError, date, gender, hashing::Hashing, identifier, iso, kind_of, name,
    places::country_code,
};

/// Rows of a table with a header.
pub(super) struct Rows<R: Read> {
    file: String,
    reader: csv::Reader<R>,
    header: Vec<String>,
    above: String,
    row: csv::StringRecord,
    most: usize,
}

/// A row.
pub(super) struct Row<'a> {
    header: &'a [String],
    row: &'a csv::StringRecord,
    file: &'a str,
}

impl<R: Read> Rows<R> {
    /// Reads up to the header, which stands after at most `above` other rows.
    pub(super) fn new(
        file: &str,
        input: R,
        delimiter: u8,
        above: usize,
        most: usize,
    ) -> Result<Self, ReadError> {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(input);
        let mut rows = Self {
            file: file.to_owned(),
            reader,
            header: Vec::new(),
            above: String::new(),
            row: csv::StringRecord::new(),
            most,
        };
        for _ in 0..=above {
            if !rows.advance()? {
                break;
            }
            if rows.row.len() > 2 || above == 0 {
                rows.header = rows
                    .row
                    .iter()
                    .map(|text| text.trim().trim_start_matches('\u{feff}').to_owned())
                    .collect();
                return Ok(rows);
            }
            rows.above.push_str(rows.row.get(0).unwrap_or_default());
        }
        Err(ReadError::new(file, "the header is missing"))
    }

    /// What stands above the header.
    pub(super) fn above(&self) -> &str {
        &self.above
    }

    fn advance(&mut self) -> Result<bool, ReadError> {
        let line = self.reader.position().line();
        let read = self.reader.read_record(&mut self.row).map_err(|error| {
            let message = match error.kind() {
                csv::ErrorKind::Utf8 { .. } => "not UTF-8; the file was re-encoded".to_owned(),
                csv::ErrorKind::Io(error) => error.to_string(),
                _ => "the row cannot be read".to_owned(),
            };
            ReadError::at_line(&self.file, line, message)
        })?;
        if self.row.as_slice().len() > self.most {
            return Err(ReadError::at_line(&self.file, line, "a row is too large"));
        }
        Ok(read)
    }

    /// The next row; rows of fewer columns than the header are cut off.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, ReadError> {
        loop {
            if !self.advance()? {
                return Ok(None);
            }
            if !self.row.iter().all(|field| field.trim().is_empty()) {
                break;
            }
        }
        let row = Row { header: &self.header, row: &self.row, file: &self.file };
        if row.row.len() < row.header.len() {
            let message =
                format!("{} columns instead of {}; the file is cut off", row.row.len(), row.header.len());
            return Err(row.fault(&message));
        }
        Ok(Some(row))
    }
}

impl Row<'_> {
    /// A column by its name, in any case, trimmed; empty when there is none.
    pub(super) fn get(&self, column: &str) -> &str {
        let at = self.header.iter().position(|name| name.eq_ignore_ascii_case(column));
        at.and_then(|at| self.row.get(at)).unwrap_or_default().trim()
    }

    pub(super) fn fault(&self, message: &str) -> ReadError {
        let line = self.row.position().map_or(0, csv::Position::line);
        ReadError::at_line(self.file, line, message)
    }
}

impl Collector {
    /// Reads a table in which an entry has several rows, one after the other with the same id, of the list that is being
    /// read; `prefix` leads the ids. `each` puts a row into its entry.
    pub(super) fn row_by_row<R: Read>(
        &mut self,
        rows: &mut Rows<R>,
        id_column: &str,
        prefix: &str,
        each: impl Fn(&mut Self, &Row<'_>, &mut Entry),
    ) -> Result<(), ReadError> {
        let mut open: Option<Entry> = None;
        while let Some(row) = rows.next()? {
            let id = row.get(id_column);
            if id.is_empty() {
                return Err(row.fault(&format!("{id_column} is empty")));
            }
            let id = format!("{prefix}{id}");
            if let Some(done) = open.take_if(|open| open.id != id) {
                self.push(done)?;
            }
            let list = &self.source().list;
            let entry = open.get_or_insert_with(|| Entry { id, list: list.clone(), ..Entry::default() });
            each(self, &row, entry);
        }
        open.map_or(Ok(()), |done| self.push(done))
    }

    /// Columns: `id`, `name`, `kind`, `aliases`, `weak_aliases`, `family`, `birth_dates`, `countries`, `gender`, `identifiers`, `wallets`,
    /// `programme`, `listed_on`, `list`; several values are parted by semicolons. Only `name` is needed.
    pub(super) fn own(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "own".to_owned();
        let mut rows = Rows::new(&file, input, b',', 0, self.limits.record_bytes_max)?;
        let mut number = 0;
        while let Some(row) = rows.next()? {
            number += 1;
            if row.get("name").is_empty() {
                return Err(row.fault("the name is empty"));
            }
            let id = row.get("id");
            let list = row.get("list");
            let mut entry = Entry {
                id: if id.is_empty() { format!("own-{number}") } else { id.to_owned() },
                list: if list.is_empty() { "own".to_owned() } else { list.to_owned() },
                kind: kind_of(row.get("kind")),
                gender: gender(row.get("gender")),
                programme: row.get("programme").to_owned(),
                listed_on: iso(row.get("listed_on")),
                ..Entry::default()
            };
            let family = row.get("family");
            entry.names.push(name(
                row.get("name").to_owned(),
                NameKind::Primary,
                Quality::Strong,
                family,
                "",
            ));
            for (column, quality) in [("aliases", Quality::Strong), ("weak_aliases", Quality::Weak)] {
                for alias in row.get(column).split(';') {
                    entry.names.push(name(alias.to_owned(), NameKind::Aka, quality, "", ""));
                }
            }
            entry.birth_dates = row.get("birth_dates").split(';').filter_map(date).collect();
            entry.countries = row.get("countries").split(';').filter_map(country_code).collect();
            entry.identifiers =
                row.get("identifiers").split(';').filter_map(|text| identifier("", text)).collect();
            for wallet in row.get("wallets").split(';').map(str::trim).filter(|text| !text.is_empty()) {
                entry.wallets.push(ListedWallet { currency: String::new(), address: wallet.to_owned() });
            }
            self.push(entry)?;
        }
        Ok(())
    }
}
