//! Any list of the desk as a table to take away: all of it and not only the page that is shown, as it is filtered.

use axum::{
    handler::Handler,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use madang_interchange::write::{Cell, Grid};
use madang_web::{App, Problem, Right, Routes, Visit};

pub(super) const CSV: &str = "text/csv; charset=utf-8";
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How many rows one table has at most. A longer list gives those that it shows first, and the file's name says so.
pub(super) const ROWS_MAX: usize = 100_000;

/// How many rows are read for it: one more tells that there are more.
pub(super) const ROWS_READ: u32 = 100_001;

/// Lists that can be taken away.
pub(super) trait Exports {
    /// Adds `list.csv` and `list.xlsx` for a list at this address. Which of the two was asked for, an [`Export`] knows by its
    /// visit, as [`wants_workbook`] does.
    fn export<H, T>(self, list: &str, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static;
}

impl Exports for Routes {
    fn export<H, T>(self, list: &str, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.get(&format!("{list}.csv"), right, handler.clone()).get(&format!("{list}.xlsx"), right, handler)
    }
}

/// A table as the answer to a request.
pub(super) struct Export {
    /// Of the file, without its ending: plain letters, digits and hyphens.
    name: String,
    is_workbook: bool,
    at: Timestamp,
    grid: Grid,
}

impl Export {
    /// An empty table: what its file is called, the words above it, and its columns by what follows `table-` in the keys
    /// of their names.
    pub(super) fn new(visit: &Visit, name: &str, title: String, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|column| visit.t().say_of("table-", column)).collect();
        let is_workbook = wants_workbook(visit);
        let grid = Grid { title, columns, rows: Vec::new() };
        Self { name: name.to_owned(), is_workbook, at: visit.ctx().now, grid }
    }

    /// The table with these rows, each with a cell for every column.
    pub(super) fn rows<R: Into<Vec<Cell>>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        self.grid.rows.extend(rows.into_iter().map(Into::into));
        if self.grid.rows.len() > ROWS_MAX {
            self.grid.rows.truncate(ROWS_MAX);
            self.name.push_str(&format!("-first-{ROWS_MAX}"));
        }
        self
    }
}

impl IntoResponse for Export {
    fn into_response(self) -> Response {
        if !self.is_workbook {
            return file(self.grid.csv().into_bytes(), CSV, &format!("{}.csv", self.name));
        }
        match self.grid.workbook(self.at) {
            Ok(book) => file(book, XLSX, &format!("{}.xlsx", self.name)),
            Err(error) => Problem::fault(&error).into_response(),
        }
    }
}

/// Whether a workbook was asked for, and not one table.
pub(super) fn wants_workbook(visit: &Visit) -> bool {
    visit.path().ends_with(".xlsx")
}

/// A moment as tables hold it, which spreadsheets and programs both read: `2026-11-29 04:12:35Z`.
pub(super) fn moment(at: Timestamp) -> Cell {
    Cell::Text(at.strftime("%Y-%m-%d %H:%M:%SZ").to_string())
}

/// The same for one that may not have come.
pub(super) fn moment_or_none(at: Option<Timestamp>) -> Cell {
    at.map_or_else(|| "".into(), moment)
}

/// A file for whoever asked, never to be kept. Its name is of plain letters.
pub(super) fn file(content: Vec<u8>, media_type: &'static str, name: &str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    (headers, content).into_response()
}
