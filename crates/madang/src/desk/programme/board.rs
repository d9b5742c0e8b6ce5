//! The timetable editor's grid of one day: which hours it shows, and where each session stands. Pure.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// Minutes of one row.
pub(super) const STEP_MINUTES: i64 = 5;

/// Rows of a whole day, as many as `grid.css` has classes for.
pub(super) const STEPS_MAX: i64 = 288;

/// Lanes beside each other, as many as `grid.css` has classes for.
const LANES_MAX: usize = 4;

/// The hours that a day's grid shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    /// A full hour on the venue's clock.
    pub(super) start: Timestamp,
    /// How many hours, 1 to 24.
    pub(super) count: i64,
}

impl Hours {
    /// From the full hour at or before the first moment to the one at or after the last.
    pub(super) fn around(first: Timestamp, last: Timestamp, zone: &TimeZone) -> Self {
        let local = zone.to_datetime(first);
        let past_hour = i64::from(local.minute()) * 60 + i64::from(local.second());
        let start = first - SignedDuration::from_secs(past_hour);
        let hours = (last.duration_since(start).as_secs() + 3_599) / 3_600;
        Self { start, count: hours.clamp(1, STEPS_MAX * STEP_MINUTES / 60) }
    }

    /// Row and length in rows of a span, both within the grid.
    pub(super) fn rows(self, start: Timestamp, end: Timestamp) -> (i64, i64) {
        let seconds = |moment: Timestamp| moment.duration_since(self.start).as_secs().max(0);
        let step = STEP_MINUTES * 60;
        let last = self.count * 60 / STEP_MINUTES;
        let row = (seconds(start) / step).min(last - 1);
        let end = (seconds(end) + step - 1) / step;
        (row, (end - row).clamp(1, last - row))
    }
}

/// Gives sessions of one room that overlap lanes beside each other.
///
/// *Shapes*: by key, lane and how many lanes there are, both from 1; who overlaps nobody has none. At most four: a fifth
/// shares the last.
pub(super) fn lanes<'a>(
    mut spans: Vec<(&'a str, Timestamp, Timestamp)>,
) -> BTreeMap<&'a str, (usize, usize)> {
    spans.sort_by_key(|(key, start, end)| (*start, *end, *key));
    let mut lanes = BTreeMap::new();
    let mut cluster: Vec<(&str, usize)> = Vec::new();
    let mut ends: Vec<Timestamp> = Vec::new();
    let mut close = |cluster: &mut Vec<(&'a str, usize)>, used: usize| {
        for (key, lane) in cluster.drain(..) {
            if used > 1 {
                lanes.insert(key, ((lane + 1).min(LANES_MAX), used.min(LANES_MAX)));
            }
        }
    };
    for (key, start, end) in spans {
        if ends.iter().all(|lane_end| *lane_end <= start) {
            close(&mut cluster, ends.len());
            ends.clear();
        }
        // What takes no time still takes a place.
        let end = end.max(start + SignedDuration::from_mins(1));
        let free = ends.iter().position(|lane_end| *lane_end <= start);
        let lane = free.unwrap_or(ends.len());
        match free {
            Some(lane) => ends[lane] = end,
            None => ends.push(end),
        }
        cluster.push((key, lane));
    }
    close(&mut cluster, ends.len());
    lanes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minute * 60).unwrap()
    }

    #[test]
    fn a_day_begins_and_ends_at_full_hours() {
        let zone = TimeZone::get("Asia/Kathmandu").unwrap();
        let first: Timestamp = "2026-12-01T03:20:00Z".parse().unwrap();
        let hours = Hours::around(first, first + SignedDuration::from_mins(130), &zone);
        assert_eq!(
            (zone.to_datetime(hours.start).strftime("%H:%M").to_string(), hours.count),
            ("09:00".into(), 3)
        );
        assert_eq!(hours.rows(first, first + SignedDuration::from_mins(45)), (1, 9));
        let long = Hours::around(first, first + SignedDuration::from_hours(90), &zone);
        assert_eq!(long.count, 24);
        assert_eq!(long.rows(first + SignedDuration::from_hours(50), first), (287, 1));
    }

    proptest! {
        #[test]
        fn no_lane_holds_two_at_once(spans in proptest::collection::vec((0_i64..300, 1_i64..60), 0..30)) {
            let keys: Vec<String> = (0..spans.len()).map(|n| format!("{n:03}")).collect();
            let named = keys.iter().zip(&spans).map(|(key, (start, length))| (key.as_str(), at(*start), at(start + length)));
            let lanes = lanes(named.collect());
            for (a, first) in spans.iter().enumerate() {
                for (b, second) in spans.iter().enumerate().skip(a + 1) {
                    if first.0.max(second.0) < (first.0 + first.1).min(second.0 + second.1) {
                        let (one, two) = (lanes[keys[a].as_str()], lanes[keys[b].as_str()]);
                        prop_assert!(one.0 != two.0 || one.0 == LANES_MAX);
                        prop_assert_eq!(one.1, two.1);
                    }
                }
            }
        }
    }
}
