//! A plan as a picture (SVG): who is busy when, which table is taken when.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::meet::model::{Instance, Solution, Status};

/// Size of a cell, and of the margins.
const CELL: usize = 10;
const LEFT: usize = 110;
const TOP: usize = 40;
/// Rows of one picture; the first ones are shown when there are more.
const ROWS_MAX: usize = 2_000;

const PAPER: &str = "#ffffff";
const AWAY: &str = "#e4e4e0";
const FREE: &str = "#f6f6f2";

/// People (rows) and slots (columns).
#[must_use]
pub fn people_picture(instance: &Instance, solution: &Solution) -> String {
    let mut cells = BTreeMap::new();
    for (person, participant) in instance.participants.iter().enumerate().take(ROWS_MAX) {
        for (slot, letter) in participant.avail.bytes().enumerate() {
            let colour = if letter == b'1' { FREE } else { AWAY };
            cells.insert((person, slot), (colour, String::new()));
        }
    }
    fill(instance, solution, &mut cells, |who, _| who.iter().map(|id| *id as usize).collect());
    let labels = (0..instance.participants.len()).map(|id| crate::explain::name(instance, id as u32));
    draw(instance, &labels.take(ROWS_MAX).collect::<Vec<_>>(), &cells, "People and their meetings")
}

/// Tables (rows) and slots (columns).
#[must_use]
pub fn tables_picture(instance: &Instance, solution: &Solution) -> String {
    let row: BTreeMap<u32, usize> =
        instance.tables.iter().take(ROWS_MAX).enumerate().map(|(at, table)| (table.id, at)).collect();
    let mut cells = BTreeMap::new();
    for (at, table) in instance.tables.iter().enumerate().take(ROWS_MAX) {
        let off = instance.table_off.get(&table.kind);
        for slot in 0..instance.slots.len() {
            let closed = off.is_some_and(|off| off.contains(&(slot as u32)));
            cells.insert((at, slot), (if closed { AWAY } else { FREE }, String::new()));
        }
    }
    fill(instance, solution, &mut cells, |_, table| {
        table.and_then(|id| row.get(&id)).copied().into_iter().collect()
    });
    let labels = instance.tables.iter().take(ROWS_MAX).map(|table| format!("{} {}", table.kind, table.id));
    draw(instance, &labels.collect::<Vec<_>>(), &cells, "Tables and their meetings")
}

type Cells = BTreeMap<(usize, usize), (&'static str, String)>;

fn fill(
    instance: &Instance,
    solution: &Solution,
    cells: &mut Cells,
    rows: impl Fn(&[u32], Option<u32>) -> Vec<usize>,
) {
    for meeting in &solution.meetings {
        let Some(request) = instance.requests.get(meeting.r as usize) else { continue };
        let colour = match request.status {
            Status::Must => "#b3261e",
            Status::Mutual => "#1f6f54",
            Status::OneSided => "#6aa58f",
        };
        let who: Vec<String> = request.who.iter().map(|id| crate::explain::name(instance, *id)).collect();
        let title = format!("request {}: {}", meeting.r, who.join(", "));
        for row in rows(&request.who, meeting.table) {
            for slot in meeting.slot..meeting.slot + request.dur {
                if let Some(cell) = cells.get_mut(&(row, slot as usize)) {
                    *cell = (colour, title.clone());
                }
            }
        }
    }
}

fn draw(instance: &Instance, labels: &[String], cells: &Cells, title: &str) -> String {
    // A little more room between two days.
    let left: Vec<usize> =
        (0..instance.slots.len()).map(|slot| LEFT + slot * CELL + 6 * days_before(instance, slot)).collect();
    let width = left.last().map_or(LEFT, |last| last + 2 * CELL);
    let height = TOP + labels.len() * CELL + CELL;
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"7\"><title>{title}</title><rect width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>"
    );
    for (slot, x) in left.iter().enumerate() {
        let first = slot == 0 || instance.slots[slot - 1].day != instance.slots[slot].day;
        if first {
            let words = format!("day {}", instance.slots[slot].day + 1);
            let _ = write!(svg, "<text x=\"{x}\" y=\"14\" font-size=\"10\">{words}</text>");
        }
        if slot % 4 == 0 {
            let start = instance.slots[slot].start;
            let _ = write!(svg, "<text x=\"{x}\" y=\"32\">{:02}:{:02}</text>", start / 60, start % 60);
        }
    }
    for (row, label) in labels.iter().enumerate() {
        let y = TOP + row * CELL + 8;
        let _ = write!(svg, "<text x=\"4\" y=\"{y}\">{}</text>", escaped(label));
    }
    let size = CELL - 1;
    for ((row, slot), (colour, title)) in cells {
        let (x, y) = (left[*slot], TOP + row * CELL);
        let _ = write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" fill=\"{colour}\"");
        if title.is_empty() {
            svg.push_str("/>");
        } else {
            let _ = write!(svg, "><title>{}</title></rect>", escaped(title));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn days_before(instance: &Instance, slot: usize) -> usize {
    instance.slots[..=slot].windows(2).filter(|pair| pair[0].day != pair[1].day).count()
}

fn escaped(text: &str) -> String {
    let shown = text.chars().filter(|letter| !letter.is_control());
    shown
        .flat_map(|letter| match letter {
            '<' => "&lt;".chars().collect::<Vec<_>>(),
            '>' => "&gt;".chars().collect(),
            '&' => "&amp;".chars().collect(),
            '"' => "&quot;".chars().collect(),
            other => vec![other],
        })
        .collect()
}
