//! A workbook with a sheet each for sessions, speakers and rooms.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    context::{WriteContext, WriteError},
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
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_timestamp(context.generated.as_second())?;
    let title = context.pick(&programme.conference.title);
    // Without this the library asks the clock.
    let properties = DocProperties::new().set_creation_datetime(&created).set_title(cut(title, 255));
    workbook.set_properties(&properties);
    for (name, columns, rows, numeric) in [
        ("Sessions", &SESSION_COLUMNS[..], table.sessions(), "duration"),
        ("Speakers", &SPEAKER_COLUMNS[..], table.speakers(), "session count"),
        ("Rooms", &ROOM_COLUMNS[..], table.rooms(), "capacity"),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        fill(sheet, columns, &rows, numeric)?;
    }
    workbook.save_to_buffer()
}

fn fill(
    sheet: &mut Worksheet,
    columns: &[&str],
    rows: &[Vec<String>],
    numeric: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (index, name) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, index, *name, &bold)?;
        sheet.set_column_width(index, width(name))?;
    }
    for (row, cells) in (1_u32..).zip(rows.iter().take(ROWS_MAX)) {
        for ((column, name), cell) in (0_u16..).zip(columns).zip(cells) {
            match cell.parse::<u32>() {
                _ if cell.is_empty() => {}
                Ok(number) if *name == numeric => {
                    sheet.write_number(row, column, number)?;
                }
                _ => {
                    sheet.write_string(row, column, cut(cell, CELL_UNITS_MAX))?;
                }
            }
        }
    }
    let last_row = u32::try_from(rows.len().min(ROWS_MAX)).unwrap_or(u32::MAX);
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    Ok(())
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
fn cut(text: &str, units_max: usize) -> String {
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
