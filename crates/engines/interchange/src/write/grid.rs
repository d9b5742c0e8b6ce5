//! Any list as a table to take away: CSV, or a workbook of one sheet.

use jiff::Timestamp;
use rust_xlsxwriter::XlsxError;

use super::{
    context::WriteError,
    xlsx::{Column, cut, fill, new_workbook},
};

/// How wide a column may get, in letters.
const WIDTHS: std::ops::RangeInclusive<usize> = 10..=60;

/// One cell of a [`Grid`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words; empty where there is nothing to say.
    Text(String),
    /// A whole number, which a spreadsheet can add up.
    Number(i64),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A list with a name for each column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// What the list is called; in a workbook its title and, cut, its sheet.
    pub title: String,
    /// Names of the columns, in order.
    pub columns: Vec<String>,
    /// Each has as many cells as there are columns; may be empty.
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// As CSV: a header, CR LF, a byte order mark at the beginning, without which Excel takes UTF-8 for something else.
    /// Texts that a spreadsheet would take for a formula get a leading apostrophe.
    ///
    /// *Source*: RFC 4180; <https://owasp.org/www-community/attacks/CSV_Injection>
    #[must_use]
    pub fn csv(&self) -> String {
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::to_csv).collect());
        super::table::csv(&self.columns, rows, true)
    }

    /// As XLSX. The header stays in view and filters; texts are never formulas, and are cut where Excel's own limit of
    /// 32,767 letters is. The same grid and moment give the same bytes.
    ///
    /// *Errors*: [`WriteError::Workbook`] when the library refuses.
    pub fn workbook(&self, generated: Timestamp) -> Result<Vec<u8>, WriteError> {
        self.build(generated).map_err(|fault| WriteError::Workbook(Box::new(fault)))
    }

    fn build(&self, generated: Timestamp) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = new_workbook(&self.title, generated)?;
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&self.title))?;
        let columns: Vec<Column<'_>> =
            (0..).zip(&self.columns).map(|(at, name)| self.column(at, name)).collect();
        fill(sheet, &columns, self.rows.iter().cloned())?;
        workbook.save_to_buffer()
    }

    fn column<'g>(&'g self, at: usize, name: &'g str) -> Column<'g> {
        let length = |cell: &Cell| match cell {
            Cell::Text(text) => text.chars().count(),
            Cell::Number(number) => number.to_string().len(),
        };
        let widest = self.rows.iter().filter_map(|row| row.get(at)).map(length).max().unwrap_or(0);
        let letters = widest.max(name.chars().count() + 4).clamp(*WIDTHS.start(), *WIDTHS.end());
        Column { name, width: f64::from(u8::try_from(letters).unwrap_or(u8::MAX)) }
    }
}

impl Cell {
    /// As it stands in CSV: a number as it is, a text that is no formula.
    fn to_csv(&self) -> String {
        match self {
            Self::Text(text) => super::table::neutral(text),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// What Excel lets a sheet be called: 31 letters at most, none of `[ ] : * ? / \`, no apostrophe at either end, not empty,
/// and not `History`, which it keeps for itself.
///
/// *Source*: <https://support.microsoft.com/office/rename-a-worksheet-3f1f7148-ee83-404d-8ef0-9ff99fbad1f9>
fn sheet_name(title: &str) -> String {
    let legal = |letter: &char| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = title.chars().filter(legal).collect();
    let name = cut(name.trim(), 31);
    match name.trim() {
        "" => "List".to_owned(),
        name if name.eq_ignore_ascii_case("history") => format!("{name} of changes"),
        name => name.to_owned(),
    }
}
