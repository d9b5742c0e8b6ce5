pub(crate) mod edits;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

/// The conference day that a moment belongs to, in the venue's zone.
#[must_use]
pub fn conference_day(moment: Timestamp, zone: &TimeZone, day_starts_minutes: u16) -> Date {
    // By the wall clock, not by elapsed time: on the night of a clock change the day begins at the same hour.
    let local = zone.to_datetime(moment);
    let minutes = i32::from(local.hour()) * 60 + i32::from(local.minute());
    if minutes < i32::from(day_starts_minutes) {
        local.date().yesterday().unwrap_or(local.date())
    } else {
        local.date()
    }
}

/// When a conference day begins and ends (exclusive).
#[must_use]
pub fn day_bounds(day: Date, zone: &TimeZone, day_starts_minutes: u16) -> (Timestamp, Timestamp) {
    let begin = |day: Date| {
        let start = day.to_datetime(jiff::civil::Time::midnight())
            + SignedDuration::from_mins(i64::from(day_starts_minutes));
        zone.to_ambiguous_timestamp(start).compatible().unwrap_or(Timestamp::MAX)
    };
    (begin(day), begin(day.tomorrow().unwrap_or(day)))
}

/// Whether a text can stand in an address: 1 to 64 lower-case letters, digits and single hyphens between them.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// Addresses that the server itself answers under, or that the desk's pages have.
const RESERVED: [&str; 23] = [
    "account",
    "admin",
    "api",
    "audit",
    "csrf",
    "desk",
    "favicon-ico",
    "healthz",
    "hosts",
    "invitation",
    "jobs",
    "language",
    "mail",
    "metrics",
    "people",
    "readyz",
    "robots-txt",
    "server",
    "sign-in",
    "sign-out",
    "speaking",
    "static",
    "status",
];

/// Whether a conference can have this short name: [`is_slug`], and no address of the server itself.
#[must_use]
pub fn is_conference_slug(text: &str) -> bool {
    is_slug(text) && !RESERVED.contains(&text)
}

/// A short name for addresses made from a text; `None` when the text has no Latin letter or digit to make it from.
///
/// *Shapes*: at most 48 characters; passes [`is_slug`].
#[must_use]
pub fn slug_of(text: &str) -> Option<String> {
    let mut slug = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 48 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// A slug that is not taken, and takes it: `hall`, then `hall-2`, `hall-3`.
pub fn free_slug(wished: Option<String>, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let wished = wished.filter(|slug| is_slug(slug)).unwrap_or_else(|| otherwise.to_owned());
    let mut slug = wished.clone();
    let mut number = 2;
    while !taken.insert(slug.clone()) {
        slug = format!("{wished}-{number}");
        number += 1;
    }
    slug
}

/// Whether a text is a colour as `#rrggbb`.
#[must_use]
pub fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(moment: &str, zone: &str, starts: u16) -> String {
        conference_day(moment.parse().unwrap(), &TimeZone::get(zone).unwrap(), starts).to_string()
    }

    #[test]
    fn a_party_after_midnight_belongs_to_the_day_before() {
        assert_eq!(day("2026-11-22T16:30:00Z", "Asia/Seoul", 240), "2026-11-22");
        assert_eq!(day("2026-11-22T19:00:00Z", "Asia/Seoul", 240), "2026-11-23");
        assert_eq!(day("2026-11-22T14:59:00Z", "Asia/Seoul", 0), "2026-11-22");
        assert_eq!(day("2026-11-22T15:00:00Z", "Asia/Seoul", 0), "2026-11-23");
    }

    #[test]
    fn a_day_with_a_clock_change_has_its_own_length() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let (begin, end) = day_bounds("2026-10-25".parse().unwrap(), &zone, 0);
        assert_eq!(end.duration_since(begin).as_hours(), 25);
    }

    #[test]
    fn slugs() {
        assert_eq!(slug_of("Saal 1 (Erdgeschoß)").as_deref(), Some("saal-1-erdgescho"));
        assert_eq!(slug_of("대강당"), None);
        let mut taken = BTreeSet::new();
        assert_eq!(free_slug(slug_of("Hall"), "room", &mut taken), "hall");
        assert_eq!(free_slug(slug_of("hall!"), "room", &mut taken), "hall-2");
        assert_eq!(free_slug(slug_of("대강당"), "room", &mut taken), "room");
        assert_eq!(free_slug(slug_of("홀"), "room", &mut taken), "room-2");
    }

    #[test]
    fn no_conference_hides_behind_the_server() {
        assert_eq!(
            ["seoul-2027", "desk", "static", "Seoul", ""].map(is_conference_slug),
            [true, false, false, false, false]
        );
    }

    proptest! {
        #[test]
        fn what_is_made_is_a_slug(text in ".*") {
            prop_assert!(slug_of(&text).is_none_or(|slug| is_slug(&slug)));
        }

        #[test]
        fn a_moment_lies_within_its_day(second in 0_i64..4_000_000_000, starts in 0_u16..1_440, zone in 0_usize..4) {
            let zone = TimeZone::get(["Asia/Seoul", "America/Bogota", "Europe/Berlin", "Asia/Kathmandu"][zone]).unwrap();
            let moment = Timestamp::from_second(second).unwrap();
            let day = conference_day(moment, &zone, starts);
            let (begin, end) = day_bounds(day, &zone, starts);
            // In the hour that a clock change repeats or leaves out, a day's begin is a matter of taste.
            let hour = SignedDuration::from_hours(1);
            prop_assert!(begin - hour <= moment && moment < end + hour);
        }
    }
}
