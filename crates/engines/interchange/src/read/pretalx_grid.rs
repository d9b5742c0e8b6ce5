//! The file of PyConFR's site generator: pretalx submissions, whole, in a grid of day, minute of the day and room's id.
//!
//! `schedule` and `sprints` are such grids; `rooms` is pretalx's list; `speakers` an object by code; `extra` holds breaks by
//! day and minute, with a title and no length.

use super::{
    gather::Gather,
    json::Node,
    pretalx::{self, Slots},
    time,
};
use crate::{
    model::{Session, Severity, Slot},
    place::excerpt,
};

/// Reads the root object.
pub(crate) fn read(gather: &mut Gather<'_>, root: &Node<'_>) {
    gather.assume_zone(None, &|| root.here());
    for room in root.each("rooms") {
        pretalx::read_room(gather, &room);
    }
    if let Some(speakers) = root.get("speakers") {
        for (_, speaker) in speakers.entries() {
            pretalx::read_speaker(gather, &speaker);
        }
    }
    let mut days = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for part in ["schedule", "sprints"] {
        let Some(grid) = root.get(part) else { continue };
        for (day, minutes) in grid.entries() {
            days.extend(time::moment(day).map(|moment| moment.date));
            for (minute, cells) in minutes.entries() {
                for (room, cell) in cells.entries() {
                    // A submission that is held several times stands in several cells, whole in each.
                    if cell.str("code").is_some_and(|code| !seen.insert(code.to_owned())) {
                        continue;
                    }
                    read_cell(gather, &cell, day, minute, room);
                }
            }
        }
    }
    read_breaks(gather, root);
    let conference = &mut gather.programme.conference;
    conference.first_day = days.iter().min().copied();
    conference.last_day = days.iter().max().copied();
}

fn read_cell(gather: &mut Gather<'_>, cell: &Node<'_>, day: &str, minute: &str, room: &str) {
    // The times carry offsets; without a zone they say what the clock on the wall showed.
    let told = cell.each("slots").iter().any(|slot| {
        let wall = slot.str("start").and_then(time::moment).map(|moment| moment.wall());
        let same_room =
            slot.get("room").and_then(|room| room.raw("id").and_then(pretalx::reference)).as_deref()
                == Some(room);
        let same_time = minute.parse::<i64>().ok().zip(wall).is_some_and(|(minute, wall)| {
            i64::from(wall.hour()) * 60 + i64::from(wall.minute()) == minute && wall.date().to_string() == day
        });
        same_room && same_time
    });
    if !told {
        let message = format!(
            "the cell is {day}, minute {}, room {}; the slots in it say otherwise and count",
            excerpt(minute),
            excerpt(room)
        );
        gather.log.warn("cell-disagrees", cell.here(), message);
    }
    pretalx::read_submission(gather, cell, &Slots::none());
}

fn read_breaks(gather: &mut Gather<'_>, root: &Node<'_>) {
    let Some(extra) = root.get("extra") else { return };
    for (day, minutes) in extra.entries() {
        for (minute, node) in minutes.entries() {
            let mut session = Session {
                key: gather.line(&node, "id").unwrap_or_default(),
                title: gather.title(&node, "title"),
                ..Session::default()
            };
            let wall = time::moment(day).zip(minute.parse::<i64>().ok()).and_then(|(moment, minute)| {
                moment
                    .date
                    .at(0, 0, 0, 0)
                    .checked_add(jiff::SignedDuration::from_mins(minute.clamp(0, 2 * 1440)))
                    .ok()
            });
            match wall {
                Some(wall) if gather.zone.name.is_some() => {
                    let start = gather.zone.timestamp(&mut gather.log, wall, &|| node.here());
                    session.slot = start.map(|start| Slot { room: None, start, end: start });
                    gather.log.warn("zero-minutes", node.here(), "a break has a start and no length");
                }
                _ => {
                    gather.log.fold(Severity::Loss, "missing-time", || node.here(), || {
                        "a break has a time of day and no zone; it is left without a time (name a zone when reading)".to_owned()
                    });
                }
            }
            gather.add_session(session, &|| node.here());
        }
    }
}
