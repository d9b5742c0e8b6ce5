//! A timetable as a picture (SVG): rooms and times.

use std::{collections::BTreeMap, fmt::Write as _};

use super::taken;
use crate::plan::model::{Instance, Solution};

/// Size of a cell, and of the margins.
const WIDE: usize = 44;
const HIGH: usize = 26;
const LEFT: usize = 110;
const TOP: usize = 44;
/// Room between two blocks.
const BLOCK_GAP: usize = 10;

/// Colours of tracks, over and over; all dark enough for white letters.
const COLOURS: [&str; 10] = [
    "#1f6f54", "#2b5c8a", "#8a3b2b", "#6b4c9a", "#7a5c00", "#00696b", "#9a3468", "#4a6318", "#5b4636",
    "#3d4f9f",
];
const NO_TRACK: &str = "#5f6368";

/// Rooms (rows) and slots (columns).
#[must_use]
pub fn picture(instance: &Instance, solution: &Solution) -> String {
    let gaps =
        |slot: usize| instance.slots[..=slot].windows(2).filter(|two| two[0].block != two[1].block).count();
    let left: Vec<usize> =
        (0..instance.slots.len()).map(|slot| LEFT + slot * WIDE + BLOCK_GAP * gaps(slot)).collect();
    let (width, height) =
        (left.last().map_or(LEFT, |last| last + WIDE + 10), TOP + instance.rooms.len() * HIGH + 10);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"8\"><title>Timetable</title><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"
    );
    for (slot, x) in left.iter().enumerate() {
        let it = instance.slots[slot];
        if slot == 0 || instance.slots[slot - 1].day != it.day {
            let _ = write!(svg, "<text x=\"{x}\" y=\"16\" font-size=\"12\">day {}</text>", it.day + 1);
        }
        let _ = write!(svg, "<text x=\"{x}\" y=\"36\">{:02}:{:02}</text>", it.start / 60, it.start % 60);
    }
    let row: BTreeMap<&str, usize> =
        instance.rooms.iter().enumerate().map(|(at, it)| (&*it.id, at)).collect();
    let track: BTreeMap<&str, usize> =
        instance.tracks.iter().enumerate().map(|(at, it)| (&*it.id, at)).collect();
    for (at, room) in instance.rooms.iter().enumerate() {
        let y = TOP + at * HIGH;
        let _ = write!(
            svg,
            "<text x=\"4\" y=\"{}\">{}</text>",
            y + HIGH / 2 + 3,
            escaped(&shorter(&room.id, 24))
        );
        for (slot, x) in left.iter().enumerate() {
            let colour = if room.closed.contains(&(slot as u32)) { "#d5d5d0" } else { "#f6f6f2" };
            let _ = write!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"/>",
                WIDE - 1,
                HIGH - 1
            );
        }
    }
    let taken = taken(instance, solution);
    for it in &instance.sessions {
        let Some((slots, room)) = taken.get(&*it.id) else { continue };
        let Some(y) = row.get(room).map(|row| TOP + row * HIGH) else { continue };
        let (x, end) = (left[slots.start], left[(slots.end - 1).min(left.len() - 1)] + WIDE - 1);
        let at = it.track.as_deref().and_then(|id| track.get(id));
        let colour = at.map_or(NO_TRACK, |at| COLOURS[at % COLOURS.len()]);
        let title = if it.title.is_empty() { &it.id } else { &it.title };
        let letters = (end - x) / 5;
        let _ = write!(
            svg,
            "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"{colour}\"/>\
             <text x=\"{}\" y=\"{}\" fill=\"#ffffff\">{}</text></g>",
            escaped(&format!(
                "{title} ({room}{})",
                it.track.as_ref().map_or(String::new(), |id| format!(", {id}"))
            )),
            end - x,
            HIGH - 1,
            x + 3,
            y + HIGH / 2 + 3,
            escaped(&shorter(title, letters))
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn shorter(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(letters.saturating_sub(1)).collect();
    short.push('…');
    short
}

fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        match letter {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            '"' => shown.push_str("&quot;"),
            other => shown.push(other),
        }
    }
    shown
}
