//! Plots of the desk: bars that are drawn at the server, with the same figures in a table behind them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use madang_interchange::model::{Programme, State};
use madang_text::{Translator, key};

/// Width of the drawing, in its own units; the page scales it.
const WIDTH: usize = 640;
/// Where the bars begin, behind the names.
const LEFT: usize = 200;
/// Room for the figure behind a bar.
const RIGHT: usize = 48;
/// Height of a row, and of the bar in it.
const ROW: usize = 30;
const BAR: usize = 18;

/// The groups that states are drawn in, as they are called in keys and styles.
pub(crate) const GROUPS: [&str; 4] = ["confirmed", "accepted", "open", "out"];

fn group(state: State) -> usize {
    match state {
        State::Confirmed => 0,
        State::Accepted => 1,
        State::Draft | State::Proposed => 2,
        State::Rejected | State::Withdrawn | State::Cancelled => 3,
    }
}

/// Sessions by track and state.
pub(crate) struct Plot {
    /// One bar for each track, in the order of the tracks, and one for sessions without.
    pub(crate) bars: Vec<Bar>,
    /// Height of the drawing.
    pub(crate) height: usize,
}

/// One track.
pub(crate) struct Bar {
    /// Its name, as long as the drawing has room.
    pub(crate) name: String,
    /// Its whole name.
    pub(crate) full_name: String,
    /// How many sessions, by [`GROUPS`].
    pub(crate) counts: [usize; 4],
    /// Where each group is drawn: style, left edge, width; groups without sessions are left out.
    pub(crate) pieces: Vec<(&'static str, usize, usize)>,
    /// Upper edge of the bar.
    pub(crate) top: usize,
    /// Where the figure stands.
    pub(crate) end: usize,
}

impl Bar {
    pub(crate) fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The base line of the texts of this row.
    pub(crate) fn base(&self) -> usize {
        self.top + BAR - 5
    }
}

impl Plot {
    /// The plot of a draft; nothing when it has no sessions.
    pub(crate) fn of(programme: &Programme, t: &Translator) -> Option<Self> {
        let mut counts: BTreeMap<Option<&str>, [usize; 4]> = BTreeMap::new();
        for session in &programme.sessions {
            let known =
                session.track.as_deref().filter(|key| programme.tracks.iter().any(|one| one.key == **key));
            counts.entry(known).or_default()[group(session.state)] += 1;
        }
        let most = counts.values().map(|counts| counts.iter().sum::<usize>()).max()?;
        let language = t.language();
        let tracks = programme
            .tracks
            .iter()
            .map(|track| (Some(track.key.as_str()), track.name.pick(language.as_str()).to_owned()));
        let all = tracks.chain([(None, t.say(key("desk-plot-none")))]);
        let shown = all.filter_map(|(track, name)| counts.get(&track).map(|counts| (name, *counts)));
        let bars: Vec<Bar> =
            shown.enumerate().map(|(row, (name, counts))| bar(row, name, counts, most)).collect();
        Some(Self { height: bars.len() * ROW, bars })
    }
}

fn bar(row: usize, full_name: String, counts: [usize; 4], most: usize) -> Bar {
    let (mut pieces, mut so_far) = (Vec::new(), 0);
    let at = |count: usize| LEFT + count * (WIDTH - LEFT - RIGHT) / most;
    for (style, count) in GROUPS.into_iter().zip(counts) {
        if count > 0 {
            pieces.push((style, at(so_far), at(so_far + count) - at(so_far)));
        }
        so_far += count;
    }
    let name = madang_text::display::shorten(&full_name, 24);
    Bar { name, full_name, counts, pieces, top: row * ROW + (ROW - BAR) / 2, end: at(so_far) + 8 }
}

/// Pages that were opened, day by day, as columns.
pub(crate) struct Columns {
    /// One for each day, the earliest first.
    pub(crate) days: Vec<Column>,
    /// All of them together.
    pub(crate) total: i64,
    /// The most on one day; at least 1.
    pub(crate) most: i64,
}

/// One day.
pub(crate) struct Column {
    /// The day in words.
    pub(crate) day: String,
    /// How many pages.
    pub(crate) pages: i64,
    /// Left edge, upper edge, width and height of its column, in the drawing's units; no height where there were none.
    pub(crate) place: (i64, i64, i64, i64),
}

/// Height of the columns.
pub(crate) const COLUMNS_HEIGHT: i64 = 120;

impl Columns {
    /// The plot of some days; nothing when no page was opened on any.
    pub(crate) fn of(visits: &[(Date, i64)], t: &Translator) -> Option<Self> {
        let total: i64 = visits.iter().map(|(_, pages)| pages).sum();
        let most = visits.iter().map(|(_, pages)| *pages).max().filter(|most| *most > 0)?;
        let step = i64::try_from(WIDTH).unwrap_or(640) / i64::try_from(visits.len()).unwrap_or(1).max(1);
        let column = |(at, (day, pages)): (i64, &(Date, i64))| {
            // A day with one visit among thousands is seen too.
            let height = if *pages == 0 { 0 } else { (pages * COLUMNS_HEIGHT / most).max(2) };
            let place = (at * step + 1, COLUMNS_HEIGHT - height, step - 2, height);
            Column { day: t.date_short(*day), pages: *pages, place }
        };
        Some(Self { days: (0..).zip(visits).map(column).collect(), total, most })
    }

    /// The first and the last day in words.
    pub(crate) fn ends(&self) -> (&str, &str) {
        let [first, .., last] = self.days.as_slice() else { return ("", "") };
        (&first.day, &last.day)
    }
}

#[cfg(test)]
mod tests {
    use madang_interchange::model::{Session, Text, Track};
    use madang_text::Texts;

    use super::*;

    fn session(track: Option<&str>, state: State) -> Session {
        Session { track: track.map(str::to_owned), state, ..Session::default() }
    }

    #[test]
    fn bars_add_up_to_the_sessions() {
        let texts = Texts::embedded();
        let t = texts.translator(&texts.negotiate(Some("en"), None, &[]));
        let track = |key: &str| Track { key: key.into(), name: Text::of("en", key), colour: None };
        let sessions = vec![
            session(Some("b"), State::Confirmed),
            session(Some("b"), State::Confirmed),
            session(Some("b"), State::Cancelled),
            session(Some("a"), State::Proposed),
            session(Some("gone"), State::Accepted),
            session(None, State::Accepted),
        ];
        let programme = Programme {
            tracks: vec![track("a"), track("b"), track("empty")],
            sessions,
            ..Programme::default()
        };
        let plot = Plot::of(&programme, &t).expect("there are sessions");
        let figures: Vec<(&str, [usize; 4])> =
            plot.bars.iter().map(|bar| (bar.full_name.as_str(), bar.counts)).collect();
        assert_eq!(figures, [("a", [0, 0, 1, 0]), ("b", [2, 0, 0, 1]), ("without track", [0, 2, 0, 0])]);
        for bar in &plot.bars {
            let drawn: usize = bar.pieces.iter().map(|(_, _, width)| width).sum();
            assert_eq!(bar.end - 8 - LEFT, drawn, "{}", bar.name);
            assert!(bar.end + 40 <= WIDTH && bar.top + BAR <= plot.height);
        }
        assert!(Plot::of(&Programme::default(), &t).is_none());
    }

    #[test]
    fn columns_stand_side_by_side_below_the_top() {
        let texts = Texts::embedded();
        let t = texts.translator(&texts.negotiate(Some("en"), None, &[]));
        let day = |day: i8| jiff::civil::date(2026, 11, day);
        assert!(Columns::of(&[(day(1), 0), (day(2), 0)], &t).is_none());
        let columns =
            Columns::of(&[(day(1), 1), (day(2), 0), (day(3), 5_000)], &t).expect("there were visits");
        assert_eq!((columns.total, columns.most), (5_001, 5_000));
        let places: Vec<_> = columns.days.iter().map(|column| column.place).collect();
        assert_eq!(places, [(1, 118, 211, 2), (214, 120, 211, 0), (427, 0, 211, 120)]);
    }
}
