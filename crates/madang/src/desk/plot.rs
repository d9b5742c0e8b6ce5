//! Plots of the desk: bars that are drawn at the server, with the same figures in a table behind them.

use std::collections::BTreeMap;

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
}
