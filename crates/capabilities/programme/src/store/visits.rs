use jiff::civil::Date;
use madang_conference::ConferenceId;
use madang_store::{StoreError, Tx, params};

use super::meaning;

madang_store::statements! {
    /// Adds pages to a day.
    ADD_VISITS = "INSERT INTO programme_visit (conference_id, day, pages) VALUES ($1, $2, $3)
        ON CONFLICT (conference_id, day) DO UPDATE SET pages = programme_visit.pages + excluded.pages";
    /// Pages by day, the earliest first.
    VISITS = "SELECT day, pages FROM programme_visit WHERE conference_id = $1 AND day >= $2 ORDER BY day";
}

pub(crate) fn add_visits(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    day: Date,
    pages: i64,
) -> Result<(), StoreError> {
    tx.expect_rows(&ADD_VISITS, params![conference, day.to_string(), pages], 1)
}

/// Pages by day since a day, the earliest first; days without any are left out.
pub(crate) fn visits(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    since: Date,
) -> Result<Vec<(Date, i64)>, StoreError> {
    tx.query(&VISITS, params![conference, since.to_string()], |row| {
        let day: String = row.get(0)?;
        Ok((day.parse().map_err(|error| meaning(0, &error))?, row.get(1)?))
    })
}
