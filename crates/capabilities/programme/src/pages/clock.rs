//! Times as pages show them: in the venue's zone, with the visitor's own beside on request.

use askama::Template;
use jiff::{Timestamp, Zoned, tz::TimeZone};
use madang_interchange::model::Slot;

use super::look::Look;

/// A time of day, ready for a page.
#[derive(Template)]
#[template(path = "clock.html")]
pub(crate) struct Clock {
    /// For machines: `2026-11-22T10:00+09:00`.
    pub(crate) iso: String,
    /// For people: `10:00`.
    pub(crate) text: String,
    /// The venue's zone.
    pub(crate) zone: String,
    /// The same moment in the visitor's zone, with the weekday where that differs: `Sat 23:00`. Empty unless the visitor
    /// asked for it and the clocks differ.
    pub(crate) beside: String,
}

/// Start and end of a session.
#[derive(Template)]
#[template(path = "times.html")]
pub(crate) struct Times {
    pub(crate) start_ms: i64,
    pub(crate) end_ms: i64,
    pub(crate) start: Clock,
    pub(crate) end: Clock,
}

impl Look {
    /// A moment in the venue's zone.
    pub(crate) fn clock(&self, moment: Timestamp) -> Clock {
        self.clock_with(moment, true)
    }

    /// Start and end of a slot.
    pub(crate) fn times(&self, slot: &Slot) -> Times {
        Times {
            start_ms: slot.start.as_millisecond(),
            end_ms: slot.end.as_millisecond(),
            start: self.clock(slot.start),
            // The day is told once, before the start.
            end: self.clock_with(slot.end, false),
        }
    }

    fn clock_with(&self, moment: Timestamp, with_day: bool) -> Clock {
        let here = moment.to_zoned(self.published.zone.clone());
        let beside = self.visit.zone().map(|zone| self.beside(&here, zone, with_day));
        Clock {
            iso: here.strftime("%Y-%m-%dT%H:%M%:z").to_string(),
            text: self.t.time(here.time()),
            zone: self.published.conference.zone.clone(),
            beside: beside.unwrap_or_default(),
        }
    }

    /// The zone that the visitor chose, in words.
    pub(crate) fn own_zone(&self) -> Option<String> {
        Some(self.visit.zone()?.iana_name()?.replace('_', " "))
    }

    fn beside(&self, here: &Zoned, zone: &TimeZone, with_day: bool) -> String {
        let there = here.with_time_zone(zone.clone());
        if here.offset() == there.offset() {
            return String::new();
        }
        let time = self.t.time(there.time());
        let is_other_day = with_day && here.date() != there.date();
        if is_other_day { format!("{} {time}", self.t.weekday_short(there.date())) } else { time }
    }
}
