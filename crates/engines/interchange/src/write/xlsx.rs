//! A workbook with a sheet each for sessions, speakers and rooms.

use jiff::Timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    context::{WriteContext, WriteError},
    grid::Cell,
    table::{SESSION_COLUMNS, SPEAKER_COLUMNS, Table},
};
use crate::model::Programme;

const ROOM_COLUMNS: [&str; 4] = ["key", "name", "capacity", "description"];

/// Excel's own limit for a cell, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;
/// Excel's own limit for rows, without the header.
const ROWS_MAX: usize = 1_048_575;

/// Writes the workbook; `private` as in [`TableOptions`](super::TableOptions).
///
/// *Shapes*: XLSX. Headers stay in view and filter; all cells are text besides counts, so nothing is a formula. Texts beyond
/// Excel's 32,767 letters are cut. The same programme and context give the same bytes.
///
/// *Errors*: [`WriteError::Workbook`] when the library refuses, which no programme has been found to bring about.
pub fn workbook(programme: &Programme, context: &WriteContext, private: bool) -> Result<Vec<u8>, WriteError> {
    build(programme, context, private).map_err(|fault| WriteError::Workbook(Box::new(fault)))
}

fn build(programme: &Programme, context: &WriteContext, private: bool) -> Result<Vec<u8>, XlsxError> {
    let table = Table::new(programme, context, private);
    let mut workbook = new_workbook(context.pick(&programme.conference.title), context.generated)?;
    for (name, columns, rows, numeric) in [
        ("Sessions", &SESSION_COLUMNS[..], table.sessions(), "duration"),
        ("Speakers", &SPEAKER_COLUMNS[..], table.speakers(), "session count"),
        ("Rooms", &ROOM_COLUMNS[..], table.rooms(), "capacity"),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        let heads: Vec<Column<'_>> = columns.iter().map(|name| Column { name, width: width(name) }).collect();
        let cell = |(name, text): (&&str, String)| match text.parse::<u32>() {
            Ok(number) if *name == numeric => Cell::Number(i64::from(number)),
            _ => Cell::Text(text),
        };
        fill(sheet, &heads, rows.into_iter().map(|row| columns.iter().zip(row).map(cell).collect()))?;
    }
    workbook.save_to_buffer()
}

/// An empty workbook that tells its title and when it was made: without a moment the library asks the clock.
pub(super) fn new_workbook(title: &str, generated: Timestamp) -> Result<Workbook, XlsxError> {
    let created = ExcelDateTime::from_timestamp(generated.as_second())?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created).set_title(cut(title, 255)));
    Ok(workbook)
}

/// The head of a column.
pub(super) struct Column<'n> {
    pub(super) name: &'n str,
    /// In letters.
    pub(super) width: f64,
}

/// Writes a header and rows; a row beyond what Excel can hold is left out.
pub(super) fn fill(
    sheet: &mut Worksheet,
    columns: &[Column<'_>],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (index, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, index, column.name, &bold)?;
        sheet.set_column_width(index, column.width)?;
    }
    let mut last_row = 0;
    for (row, cells) in (1_u32..).zip(rows.take(ROWS_MAX)) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    sheet.write_string(row, column, cut(&text, CELL_UNITS_MAX))?;
                }
                Cell::Number(number) => {
                    sheet.write_number(row, column, approximate(number))?;
                }
            }
        }
        last_row = row;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    Ok(())
}

/// Spreadsheets know no other numbers.
#[expect(clippy::cast_precision_loss, reason = "what lists count is far below 2^53")]
fn approximate(number: i64) -> f64 {
    number as f64
}

/// Widths in letters.
fn width(column: &str) -> f64 {
    match column {
        "title" | "speakers" => 45.0,
        "abstract" | "description" | "biography" => 60.0,
        "subtitle" | "links" | "url" | "picture" | "name" | "email" => 30.0,
        "guid" | "key" => 20.0,
        _ => 15.0,
    }
}

/// At most so many UTF-16 units, without cutting a letter in two; without characters that the format cannot carry.
pub(super) fn cut(text: &str, units_max: usize) -> String {
    let mut units = 0;
    let mut kept = String::new();
    for letter in text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')) {
        units += letter.len_utf16();
        if units > units_max {
            break;
        }
        kept.push(letter);
    }
    kept
}
