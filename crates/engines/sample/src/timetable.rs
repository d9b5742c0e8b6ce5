//! Where and when each session is held.

use std::collections::VecDeque;

use crate::house::Form;

/// How fast a day goes: lengths of sessions and the hours that they fill.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    busy: bool,
}

/// A time in a room; minutes after midnight of the conference's first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// `None` where the session is held all over the house or outside.
    pub(crate) room: Option<usize>,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What is to be placed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub(crate) form: Form,
    pub(crate) track: usize,
}

pub(crate) const DAY: u32 = 24 * 60;
const OPENS: u32 = 9 * 60;
/// The largest room is kept for the second keynote at the start of the afternoon.
const SECOND_KEYNOTE: u32 = 50;

impl Pace {
    /// A day is hurried when every room would need more than a dozen sessions.
    pub(crate) fn of(sessions: usize, rooms: usize, days: usize) -> Self {
        Self { busy: sessions > 10 * rooms * days }
    }

    pub(crate) fn is_busy(self) -> bool {
        self.busy
    }

    /// Usual length.
    pub(crate) fn minutes(self, form: Form) -> u32 {
        match (form, self.busy) {
            (Form::Keynote, _) => 45,
            (Form::Talk, false) => 25,
            (Form::Talk, true) => 20,
            (Form::Panel, false) => 55,
            (Form::Panel, true) => 45,
            (Form::Workshop, false) => 115,
            (Form::Workshop, true) => 95,
            (Form::Lightning, _) => 10,
            (Form::Fireside, false) => 40,
            (Form::Fireside, true) => 30,
            (Form::Social, _) => 120,
        }
    }

    /// Length with the minutes in which people change rooms.
    fn unit(self, form: Form) -> u32 {
        self.minutes(form) + 5
    }

    /// The parts of a day between the breaks, as minutes after midnight.
    fn blocks(self) -> &'static [(u32, u32)] {
        if self.busy {
            &[(600, 750), (795, 945), (960, 1_110), (1_140, 1_240)]
        } else {
            &[(630, 750), (810, 930), (960, 1_080)]
        }
    }
}

/// Start and length of the keynotes that a day has room for, all in the first room.
pub(crate) fn keynotes(pace: Pace, days: usize) -> Vec<Place> {
    let afternoon = pace.blocks()[1].0;
    let morning = if pace.busy { OPENS + 15 } else { OPENS + 35 };
    let on = |start: u32| move |day: usize| place(day, Some(0), start, pace.minutes(Form::Keynote));
    (0..days).map(on(morning)).chain((0..days).map(on(afternoon))).collect()
}

pub(crate) fn place(day: usize, room: Option<usize>, start: u32, minutes: u32) -> Place {
    let start = u32::try_from(day).unwrap_or(0) * DAY + start;
    Place { room, start, end: start + minutes }
}

/// One room between two breaks.
struct Block {
    room: usize,
    start: u32,
    end: u32,
    track: usize,
    next: u32,
}

fn blocks(pace: Pace, rooms: usize, days: usize, taken: &[Place], tracks: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    // By time of day first, so that a small programme fills every day's morning before anybody stays late.
    for (number, &(start, end)) in pace.blocks().iter().enumerate() {
        for day in 0..days {
            for room in 0..rooms {
                let late = if number == 1 && room == 0 { SECOND_KEYNOTE } else { 0 };
                let whole = place(day, Some(room), start, end - start);
                let clash = |other: &&Place| {
                    other.room == Some(room) && other.start < whole.end && whole.start + late < other.end
                };
                let start = whole.start + late;
                // A common session in the evening takes the rest of the block, or all of it.
                let end = taken.iter().filter(clash).map(|other| other.start.max(start));
                let end = end.min().unwrap_or(whole.end);
                // The theme of a room changes from day to day and stays for the day.
                blocks.push(Block { room, start, end, track: (room + day * 3) % tracks, next: start });
            }
        }
    }
    blocks
}

/// Puts each wish into a room and a time where there is space; the answer has the order of the wishes.
pub(crate) fn fill(
    pace: Pace,
    rooms: usize,
    days: usize,
    taken: &[Place],
    wishes: &[Wish],
    tracks: usize,
) -> Vec<Option<Place>> {
    let mut places = vec![None; wishes.len()];
    let mut blocks = blocks(pace, rooms, days, taken, tracks);
    let mut queues = vec![VecDeque::new(); tracks];
    // Long ones first: they find no space in what the short ones leave.
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|&index| wishes[index].form != Form::Workshop);
    for index in order {
        queues[wishes[index].track % tracks].push_back(index);
    }
    let space: u32 = blocks.iter().map(|block| block.end.saturating_sub(block.start)).sum();
    let need: u32 = wishes.iter().map(|wish| pace.unit(wish.form)).sum();
    let loose = f64::from(need) / f64::from(space.max(1));
    for pass in 0..3 {
        for block in &mut blocks {
            let length = f64::from(block.end.saturating_sub(block.start));
            // At first no block is filled beyond the average, so that the last day is as full as the first.
            let until =
                if pass == 0 { f64::from(block.start) + length * loose } else { f64::from(block.end) };
            while f64::from(block.next) < until {
                let fits = |index: &usize| {
                    let form = wishes[*index].form;
                    let small = block.room * 2 >= rooms || pass > 0;
                    block.next + pace.minutes(form) <= block.end && (form != Form::Workshop || small)
                };
                let Some(index) = take(&mut queues, block.track, pass, fits) else { break };
                let minutes = pace.minutes(wishes[index].form);
                let end = block.next + minutes;
                places[index] = Some(Place { room: Some(block.room), start: block.next, end });
                block.next += pace.unit(wishes[index].form);
            }
        }
    }
    places
}

/// The next session for a room of this track; in later passes of another track, the one with most left.
fn take(
    queues: &mut [VecDeque<usize>],
    track: usize,
    pass: usize,
    fits: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let mut tracks: Vec<usize> = (0..queues.len()).collect();
    tracks.sort_by_key(|&other| (other != track, std::cmp::Reverse(queues[other].len())));
    for other in tracks.into_iter().take(if pass == 0 { 1 } else { usize::MAX }) {
        if let Some(at) = queues[other].iter().position(&fits) {
            return queues[other].remove(at);
        }
    }
    None
}
