//! Plots of the desk: bars that are drawn at the server and are as wide as the screen, with the same figures in a table
//! behind them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use madang_interchange::model::{Programme, State};
use madang_text::{Translator, key};

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
    /// One bar for each track that has sessions, in the order of the tracks, and one for sessions without; never empty.
    pub(crate) bars: Vec<Bar>,
}

/// One track.
pub(crate) struct Bar {
    /// Its name.
    pub(crate) name: String,
    /// How many sessions, by [`GROUPS`].
    pub(crate) counts: [usize; 4],
    /// What is drawn, in sessions: style, how many are drawn before, how many; groups without sessions are left out.
    pub(crate) pieces: Vec<(&'static str, usize, usize)>,
    /// Length of the bar in percent of the longest.
    pub(crate) share: usize,
}

impl Bar {
    pub(crate) fn total(&self) -> usize {
        self.counts.iter().sum()
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
        Some(Self { bars: shown.map(|(name, counts)| bar(name, counts, most)).collect() })
    }
}

fn bar(name: String, counts: [usize; 4], most: usize) -> Bar {
    let (mut pieces, mut so_far) = (Vec::new(), 0);
    for (style, count) in GROUPS.into_iter().zip(counts) {
        if count > 0 {
            pieces.push((style, so_far, count));
        }
        so_far += count;
    }
    // One session among thousands is seen too.
    Bar { name, counts, pieces, share: (so_far * 100 / most).max(1) }
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

/// Width and height that the columns are drawn in; the page stretches them.
pub(crate) const COLUMNS_WIDTH: i64 = 640;
pub(crate) const COLUMNS_HEIGHT: i64 = 120;

impl Columns {
    /// The plot of some days; nothing when no page was opened on any.
    pub(crate) fn of(visits: &[(Date, i64)], t: &Translator) -> Option<Self> {
        let total: i64 = visits.iter().map(|(_, pages)| pages).sum();
        let most = visits.iter().map(|(_, pages)| *pages).max().filter(|most| *most > 0)?;
        let step = COLUMNS_WIDTH / i64::try_from(visits.len()).unwrap_or(1).max(1);
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
            plot.bars.iter().map(|bar| (bar.name.as_str(), bar.counts)).collect();
        assert_eq!(figures, [("a", [0, 0, 1, 0]), ("b", [2, 0, 0, 1]), ("without track", [0, 2, 0, 0])]);
        for bar in &plot.bars {
            let drawn: usize = bar.pieces.iter().map(|(_, _, count)| count).sum();
            let last = bar.pieces.last().map(|(_, from, count)| from + count);
            assert_eq!((drawn, last), (bar.total(), Some(bar.total())), "{}", bar.name);
        }
        assert_eq!(plot.bars.iter().map(|bar| bar.share).collect::<Vec<_>>(), [33, 100, 66]);
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
