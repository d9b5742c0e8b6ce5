//! `VTIMEZONE`: what a calendar needs to know of a zone, computed from the time zone database.

use std::fmt::Write;

use jiff::{
    Timestamp, ToSpan,
    tz::{Offset, TimeZone},
};

/// Writes the observances of a zone that are in force from `first` to `last`, each change by itself.
///
/// Rules (`RRULE`) are shorter and are wrong as soon as a government changes its mind; a conference lasts some days.
///
/// *Source*: RFC 5545, section 3.6.5
pub(crate) fn vtimezone(
    lines: &mut Vec<String>,
    name: &str,
    tz: &TimeZone,
    first: Timestamp,
    last: Timestamp,
) {
    // From the start of the year before to the end of the year after, so that reminders and travel days are right.
    let first = first.checked_sub((24 * 380).hours()).unwrap_or(Timestamp::MIN);
    let last = last.checked_add((24 * 380).hours()).unwrap_or(Timestamp::MAX);
    lines.push("BEGIN:VTIMEZONE".to_owned());
    lines.push(format!("TZID:{name}"));
    let before = tz.preceding(first).next();
    let mut offset = tz.to_offset_info(first).offset();
    let info = tz.to_offset_info(first);
    let since = before.map_or(first, |transition| transition.timestamp());
    let base = Observance {
        begins: since,
        from: offset,
        to: offset,
        summer: info.dst().is_dst(),
        name: info.abbreviation().to_owned(),
    };
    base.write(lines);
    for transition in tz.following(first).take_while(|transition| transition.timestamp() <= last).take(64) {
        let observance = Observance {
            begins: transition.timestamp(),
            from: offset,
            to: transition.offset(),
            summer: transition.dst().is_dst(),
            name: transition.abbreviation().to_owned(),
        };
        offset = transition.offset();
        observance.write(lines);
    }
    lines.push("END:VTIMEZONE".to_owned());
}

struct Observance {
    begins: Timestamp,
    from: Offset,
    to: Offset,
    summer: bool,
    name: String,
}

impl Observance {
    fn write(&self, lines: &mut Vec<String>) {
        let part = if self.summer { "DAYLIGHT" } else { "STANDARD" };
        // The moment of the change on the clock that was in force before it.
        let wall = self.from.to_datetime(self.begins);
        lines.push(format!("BEGIN:{part}"));
        lines.push(format!("DTSTART:{}", wall.strftime("%Y%m%dT%H%M%S")));
        lines.push(format!("TZOFFSETFROM:{}", shown(self.from)));
        lines.push(format!("TZOFFSETTO:{}", shown(self.to)));
        lines.push(format!("TZNAME:{}", self.name));
        lines.push(format!("END:{part}"));
    }
}

fn shown(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.unsigned_abs();
    let mut text = format!("{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60);
    if !seconds.is_multiple_of(60) {
        let _ = write!(text, "{:02}", seconds % 60);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str, at: &str) -> String {
        let tz = TimeZone::get(name).expect("a zone");
        let at: Timestamp = at.parse().expect("a time");
        let mut lines = Vec::new();
        vtimezone(&mut lines, name, &tz, at, at);
        lines.join("\n")
    }

    #[test]
    fn a_zone_without_changes_has_one_observance() {
        let bogota = zone("America/Bogota", "2022-10-11T14:00:00Z");
        assert_eq!(bogota.matches("BEGIN:STANDARD").count(), 1, "{bogota}");
        assert!(bogota.contains("TZOFFSETTO:-0500\nTZNAME:-05"), "{bogota}");
        let utc = zone("UTC", "2022-10-11T14:00:00Z");
        assert!(utc.contains("TZOFFSETFROM:+0000\nTZOFFSETTO:+0000"), "{utc}");
    }

    #[test]
    fn changes_are_told_on_the_clock_before_them() {
        let berlin = zone("Europe/Berlin", "2024-12-27T10:30:00Z");
        let summer =
            "BEGIN:DAYLIGHT\nDTSTART:20240331T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST";
        let winter =
            "BEGIN:STANDARD\nDTSTART:20241027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET";
        assert!(berlin.contains(summer), "{berlin}");
        assert!(berlin.contains(winter), "{berlin}");
    }
}
