use jiff::{Timestamp, civil, tz::TimeZone};

use crate::texts::Translator;

impl Translator {
    /// A date, the month shortened where that is the custom: `12 Oct 2022`, `2022년 10월 12일`.
    #[must_use]
    pub fn date(&self, date: civil::Date) -> String {
        self.say_with(
            "date-full",
            &[
                ("day", date.day().to_string().into()),
                ("month", self.say_of("month-short-", date.month()).into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }

    /// A date in full with its weekday: `Wednesday, 12 October 2022`.
    #[must_use]
    pub fn date_long(&self, date: civil::Date) -> String {
        self.say_with(
            "date-with-weekday",
            &[
                ("weekday", self.weekday(date).into()),
                ("day", date.day().to_string().into()),
                ("month", self.month(date).into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }

    /// A date without its year: `12 Oct`.
    #[must_use]
    pub fn date_short(&self, date: civil::Date) -> String {
        self.say_with(
            "date-without-year",
            &[
                ("day", date.day().to_string().into()),
                ("month", self.say_of("month-short-", date.month()).into()),
            ],
        )
    }

    /// The name of the month.
    #[must_use]
    pub fn month(&self, date: civil::Date) -> String {
        self.say_of("month-", date.month())
    }

    /// The name of the day of the week.
    #[must_use]
    pub fn weekday(&self, date: civil::Date) -> String {
        self.say_of("weekday-", date.weekday().to_monday_one_offset())
    }

    /// The short name of the day of the week: `Wed`, `수`.
    #[must_use]
    pub fn weekday_short(&self, date: civil::Date) -> String {
        self.say_of("weekday-short-", date.weekday().to_monday_one_offset())
    }

    /// The time of day with 24 hours: `09:05`. Understood everywhere, and what timetables are printed with.
    #[must_use]
    pub fn time(&self, time: civil::Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// Two dates as one expression, without what they share: `11–14 October 2022`. One date when they are the same.
    #[must_use]
    pub fn date_range(&self, from: civil::Date, to: civil::Date) -> String {
        let day = |date: civil::Date| date.day().to_string();
        let year = || to.year().to_string();
        if from == to {
            return self.say_with(
                "date-full",
                &[("day", day(to).into()), ("month", self.month(to).into()), ("year", year().into())],
            );
        }
        if from.year() != to.year() {
            return self
                .say_with("date-range", &[("from", self.date(from).into()), ("to", self.date(to).into())]);
        }
        let days = [("from", day(from).into()), ("to", day(to).into()), ("year", year().into())];
        if from.month() == to.month() {
            return self
                .say_with("date-range-in-month", &[&days[..], &[("month", self.month(to).into())]].concat());
        }
        let months = [("from_month", self.month(from).into()), ("to_month", self.month(to).into())];
        self.say_with("date-range-in-year", &[&days[..], &months].concat())
    }

    /// A moment as the clocks of `zone` show it: `12 Oct 2022, 14:05 (GMT-5)`.
    #[must_use]
    pub fn moment(&self, moment: Timestamp, zone: &TimeZone) -> String {
        let local = moment.to_zoned(zone.clone());
        self.say_with(
            "date-and-time-in-zone",
            &[
                ("date", self.date(local.date()).into()),
                ("time", self.time(local.time()).into()),
                ("zone", offset(local.offset().seconds()).into()),
            ],
        )
    }

    /// A date and a time of day: `12 Oct 2022, 14:05`.
    #[must_use]
    pub fn date_time(&self, moment: civil::DateTime) -> String {
        self.say_with(
            "date-and-time",
            &[("date", self.date(moment.date()).into()), ("time", self.time(moment.time()).into())],
        )
    }

    /// A whole number with its digits in groups: `12,345`.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let separator = self.say("number-group");
        let mut grouped = String::from(if number < 0 { "-" } else { "" });
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push_str(&separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// How long a file is, as people say it: `840 KB`, `2.4 MB`.
    #[must_use]
    pub fn file_size(&self, bytes: u64) -> String {
        let (key, tenths) = match bytes {
            0..1_000_000 => ("file-size-kilobytes", bytes.div_ceil(1_000) * 10),
            _ => ("file-size-megabytes", bytes.div_ceil(100_000)),
        };
        let whole = self.number(i64::try_from(tenths / 10).unwrap_or(i64::MAX));
        let count = match tenths {
            ..100 if tenths % 10 != 0 => format!("{whole}{}{}", self.say("number-point"), tenths % 10),
            _ => whole,
        };
        self.say_with(key, &[("count", count.into())])
    }

    /// Several things as one expression: `A, B and C`. Empty for none.
    #[must_use]
    pub fn list(&self, items: &[impl AsRef<str>]) -> String {
        let join = |key: &str, a: &str, b: &str| self.say_with(key, &[("a", a.into()), ("b", b.into())]);
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [a, b] => join("list-two", a.as_ref(), b.as_ref()),
            [first, middle @ .., last] => {
                let start = middle
                    .iter()
                    .fold(first.as_ref().to_owned(), |sum, item| join("list-more", &sum, item.as_ref()));
                join("list-last", &start, last.as_ref())
            }
        }
    }
}

/// The distance from UTC as people write it: `GMT+9`, `GMT-3:30`, `GMT`.
fn offset(seconds: i32) -> String {
    if seconds == 0 {
        return "GMT".into();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    match minutes % 60 {
        0 => format!("GMT{sign}{}", minutes / 60),
        rest => format!("GMT{sign}{}:{rest:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::Texts;

    fn both() -> [Translator; 2] {
        ["en", "ko"].map(|tag| Texts::embedded().translator(&tag.parse().unwrap()))
    }

    #[test]
    fn dates_follow_the_custom_of_the_language() {
        let [english, korean] = both();
        let day = date(2022, 10, 12);
        assert_eq!([english.date(day), korean.date(day)], ["12 Oct 2022", "2022년 10월 12일"]);
        assert_eq!(english.date_long(day), "Wednesday, 12 October 2022");
        assert_eq!(korean.date_long(day), "2022년 10월 12일 수요일");
        assert_eq!([english.date_short(day), korean.date_short(day)], ["12 Oct", "10월 12일"]);
        assert_eq!([english.weekday_short(day), korean.weekday_short(day)], ["Wed", "수"]);
        assert_eq!(english.time(time(9, 5, 59, 0)), "09:05");
    }

    #[test]
    fn a_range_leaves_out_what_its_ends_share() {
        let [english, korean] = both();
        let table = [
            (date(2022, 10, 11), date(2022, 10, 11), "11 October 2022", "2022년 10월 11일"),
            (date(2022, 10, 11), date(2022, 10, 14), "11–14 October 2022", "2022년 10월 11일–14일"),
            (
                date(2022, 9, 30),
                date(2022, 10, 2),
                "30 September – 2 October 2022",
                "2022년 9월 30일 – 10월 2일",
            ),
            (
                date(2022, 12, 31),
                date(2023, 1, 1),
                "31 Dec 2022 – 1 Jan 2023",
                "2022년 12월 31일 – 2023년 1월 1일",
            ),
        ];
        for (from, to, in_english, in_korean) in table {
            assert_eq!(english.date_range(from, to), in_english);
            assert_eq!(korean.date_range(from, to), in_korean);
        }
    }

    #[test]
    fn a_moment_tells_its_zone() {
        let [english, _] = both();
        let moment: Timestamp = "2022-10-12T19:05:00Z".parse().unwrap();
        let zoned = |name: &str| english.moment(moment, &TimeZone::get(name).unwrap());
        assert_eq!(zoned("America/Bogota"), "12 Oct 2022, 14:05 (GMT-5)");
        assert_eq!(zoned("Asia/Kathmandu"), "13 Oct 2022, 00:50 (GMT+5:45)");
        assert_eq!(zoned("UTC"), "12 Oct 2022, 19:05 (GMT)");
    }

    #[test]
    fn numbers_and_lists() {
        let [english, korean] = both();
        let numbers = [0, 999, 1_000, -1_234_567, i64::MIN].map(|number| english.number(number));
        assert_eq!(numbers, ["0", "999", "1,000", "-1,234,567", "-9,223,372,036,854,775,808"]);
        assert_eq!(english.list(&["A", "B", "C", "D"]), "A, B, C and D");
        assert_eq!(english.list(&["A", "B"]), "A and B");
        assert_eq!(korean.list(&["가", "나", "다"]), "가, 나, 다");
        assert_eq!(english.list(&[] as &[&str]), "");
    }
}
