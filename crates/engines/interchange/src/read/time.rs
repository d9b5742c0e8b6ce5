//! Times, durations and zones as the formats write them.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    fmt::temporal::Pieces,
    tz::{Offset, TimeZone},
};

use super::{countries, log::Log};
use crate::{
    model::{Place, Severity},
    naming::slug,
    place::excerpt,
};

/// A point in time as far as a text tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    pub(crate) date: Date,
    pub(crate) time: Option<Time>,
    pub(crate) offset: Option<Offset>,
}

impl Moment {
    /// The wall clock; midnight where only the date is known.
    pub(crate) fn wall(&self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }
}

/// Years that a conference can be in; outside of them a date is a mistake.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2199;

/// Reads ISO 8601 dates and times (with `T` or a space), and `2026/01/31` and `31.01.2026` for the date.
pub(crate) fn moment(raw: &str) -> Option<Moment> {
    let raw = raw.trim();
    if raw.len() > 64 || !raw.is_ascii() {
        return None;
    }
    let moment = match Pieces::parse(raw) {
        Ok(pieces) => Moment { date: pieces.date(), time: pieces.time(), offset: pieces.to_numeric_offset() },
        Err(_) => loose_moment(raw)?,
    };
    YEARS.contains(&moment.date.year()).then_some(moment)
}

fn loose_moment(raw: &str) -> Option<Moment> {
    let (day, rest) = raw.split_once([' ', 'T']).unwrap_or((raw, ""));
    let (separator, year_first) = match (day.contains('/'), day.contains('.')) {
        (true, false) => ('/', true),
        (false, true) => ('.', false),
        _ if day.contains('-') => ('-', true),
        _ => return None,
    };
    let parts: Vec<&str> = day.split(separator).collect();
    let [first, month, last] = parts[..] else {
        return None;
    };
    let (year, day) = if year_first { (first, last) } else { (last, first) };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let time = match rest.trim() {
        "" => None,
        rest => Some(clock(rest)?),
    };
    Some(Moment { date, time, offset: None })
}

/// Reads a time of day such as `09:30`, `9:30:00` or `9:30 pm`.
pub(crate) fn clock(raw: &str) -> Option<Time> {
    let lower = raw.trim().to_ascii_lowercase();
    let (digits, shift) = match (lower.strip_suffix("pm"), lower.strip_suffix("am")) {
        (Some(digits), _) => (digits, Some(12)),
        (_, Some(digits)) => (digits, Some(0)),
        _ => (&*lower, None),
    };
    let mut parts = digits.trim().split(':');
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let second: i8 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    if let Some(shift) = shift {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + shift;
    }
    Time::new(hour, minute, second, 0).ok()
}

/// The longest that anything lasts: a year.
const DURATION_MAX: i64 = 366 * 24 * 60 * 60;

/// Reads `MM`, `HH:MM`, `HH:MM:SS`, `D:HH:MM:SS` and ISO 8601's `PT1H30M`, in seconds.
pub(crate) fn duration_seconds(raw: &str) -> Option<i64> {
    let raw = raw.trim();
    if raw.starts_with(['P', 'p']) {
        let duration: SignedDuration = raw.parse().ok()?;
        return Some(duration.as_secs()).filter(|seconds| (0..=DURATION_MAX).contains(seconds));
    }
    let mut parts = Vec::new();
    for part in raw.split(':') {
        if part.is_empty() || part.len() > 6 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        parts.push(part.parse::<i64>().ok()?);
    }
    let seconds = match parts[..] {
        [minutes] => minutes * 60,
        [hours, minutes] if minutes < 60 => hours * 3600 + minutes * 60,
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => hours * 3600 + minutes * 60 + seconds,
        [days, hours, minutes, seconds] if hours < 24 && minutes < 60 && seconds < 60 => {
            days * 86_400 + hours * 3600 + minutes * 60 + seconds
        }
        _ => return None,
    };
    Some(seconds).filter(|&seconds| seconds <= DURATION_MAX)
}

/// The zone that times without an offset are read in.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    /// IANA name as the database spells it; none when nothing tells of any zone, and then `tz` is UTC.
    pub(crate) name: Option<String>,
    pub(crate) tz: TimeZone,
}

impl Zone {
    pub(crate) fn unknown() -> Self {
        Self { name: None, tz: TimeZone::UTC }
    }

    /// Looks a name up in the bundled time zone database; case does not matter.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.is_empty() || name.len() > 64 {
            return None;
        }
        let tz = TimeZone::get(name).ok()?;
        let name = match name.to_ascii_uppercase().as_str() {
            "UTC" | "Z" | "ETC/UTC" | "ETC/UCT" => "UTC".to_owned(),
            _ => tz.iana_name().unwrap_or(name).to_owned(),
        };
        Some(Self { name: Some(name), tz })
    }

    /// Guesses the zone from a place such as `Bogota, Colombia`: by the city that names a zone, or else by a country
    /// that has only one.
    pub(crate) fn of_place(place: &str) -> Option<Self> {
        let parts: Vec<String> =
            place.split([',', '(', ')']).map(slug).filter(|part| !part.is_empty()).collect();
        for part in &parts {
            let found = jiff::tz::db().available().find(|name| {
                let name = name.as_str();
                ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"]
                    .iter()
                    .any(|area| name.starts_with(area))
                    && name.rsplit('/').next().is_some_and(|city| slug(&city.replace('_', " ")) == *part)
            });
            if let Some(name) = found {
                return Self::find(name.as_str());
            }
        }
        let country = place.rsplit(',').find_map(|part| countries::code(part))?;
        Self::find(countries::zone(country)?)
    }

    /// The timestamp of a wall clock. A time that the clock change skips or repeats is reported.
    pub(crate) fn timestamp(
        &self,
        log: &mut Log,
        wall: DateTime,
        place: &dyn Fn() -> Place,
    ) -> Option<Timestamp> {
        let ambiguous = self.tz.to_ambiguous_zoned(wall);
        if ambiguous.is_ambiguous() {
            let message =
                format!("{wall} is skipped or repeated by a clock change; the first meaning was taken");
            log.warn("clock-change", place(), message);
        }
        match ambiguous.compatible() {
            Ok(zoned) => Some(zoned.timestamp()),
            Err(_) => {
                log.loss("bad-date", place(), format!("{wall} is out of range; left out"));
                None
            }
        }
    }

    /// The timestamp of a text, by its own offset or else in this zone.
    pub(crate) fn parse(&self, log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<Timestamp> {
        if raw.trim().is_empty() {
            return None;
        }
        let Some(moment) = moment(raw) else {
            log.loss("bad-date", place(), format!("{} is no date and time; left out", excerpt(raw)));
            return None;
        };
        self.resolve(log, &moment, place)
    }

    /// The timestamp of a moment, by its own offset or else in this zone.
    pub(crate) fn resolve(
        &self,
        log: &mut Log,
        moment: &Moment,
        place: &dyn Fn() -> Place,
    ) -> Option<Timestamp> {
        if moment.time.is_none() {
            log.warn(
                "bad-date",
                place(),
                format!("{} names no time of day; midnight was taken", moment.date),
            );
        }
        let Some(offset) = moment.offset else {
            return self.timestamp(log, moment.wall(), place);
        };
        let timestamp = offset.to_timestamp(moment.wall()).ok()?;
        if let Some(name) = &self.name
            && offset != Offset::UTC
            && self.tz.to_offset(timestamp) != offset
        {
            log.fold(Severity::Note, "offset-disagrees", place, || {
                format!("offset {offset} is not that of zone {name} at that time; the offset counts")
            });
        }
        Some(timestamp)
    }

    /// Date and time on the venue's clock.
    pub(crate) fn wall(&self, timestamp: Timestamp) -> DateTime {
        self.tz.to_datetime(timestamp)
    }
}

/// A date alone; of a date with a time, the date on the wall clock it names.
pub(crate) fn date(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<Date> {
    if raw.trim().is_empty() {
        return None;
    }
    let found = moment(raw);
    if found.is_none() {
        log.loss("bad-date", place(), format!("{} is no date; left out", excerpt(raw)));
    }
    found.map(|moment| moment.date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (raw, wanted) in [
            ("45", Some(45 * 60)),
            ("00:45", Some(45 * 60)),
            ("01:30:30", Some(5430)),
            ("1:02:00:00", Some(26 * 3600)),
            ("PT1H30M", Some(5400)),
            ("00:00", Some(0)),
            ("00:60", None),
            ("-5", None),
            ("999999:00", None),
            ("1:2:3:4:5", None),
            ("", None),
        ] {
            assert_eq!(duration_seconds(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn moments() {
        for (raw, wanted) in [
            ("2024-12-27T10:30:00+01:00", Some("2024-12-27T10:30:00")),
            ("2024-12-27 10:30", Some("2024-12-27T10:30:00")),
            ("2024-12-27", Some("2024-12-27T00:00:00")),
            ("2022-10-11T00:00:00.000Z", Some("2022-10-11T00:00:00")),
            ("31.1.2026 9:05", Some("2026-01-31T09:05:00")),
            ("2026/01/31 9:05 pm", Some("2026-01-31T21:05:00")),
            ("2026-02-30", None),
            ("tomorrow", None),
            ("-009999-01-01", None),
        ] {
            let found = moment(raw).map(|moment| moment.wall().to_string());
            assert_eq!(found.as_deref(), wanted, "{raw}");
        }
    }

    #[test]
    fn zones_of_places() {
        for (place, wanted) in [
            ("Bogota, Colombia", Some("America/Bogota")),
            ("Cancún, Mexico", Some("America/Cancun")),
            ("Osaka, Japan", Some("Asia/Tokyo")),
            ("Paradise, United States", None),
            ("", None),
        ] {
            assert_eq!(Zone::of_place(place).and_then(|zone| zone.name).as_deref(), wanted, "{place}");
        }
    }

    #[test]
    fn zones_by_name() {
        assert_eq!(Zone::find("europe/berlin").and_then(|zone| zone.name).as_deref(), Some("Europe/Berlin"));
        assert_eq!(Zone::find("UTC").and_then(|zone| zone.name).as_deref(), Some("UTC"));
        assert!(Zone::find("Mars/Olympus").is_none());
    }
}
