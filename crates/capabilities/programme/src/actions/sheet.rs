use jiff::{Timestamp, civil::DateTime};
use madang_conference::{Conference, Sheet};
use madang_context::{Ctx, Power};
use madang_store::Tx;

use super::{ProgrammeError, ask};
use crate::{pictures::want_pictures, store};

/// Applies what a sheet says of sessions and speakers: expected audiences, and when speakers cannot speak. A logo at another host is
/// copied.
///
/// *Errors*: [`ProgrammeError::Missing`] for a code that names nobody or nothing here, or a time that is none.
pub fn apply_sheet_to_programme(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: &Conference,
    sheet: &Sheet,
) -> Result<(), ProgrammeError> {
    ask(ctx, Power::Organise, conference)?;
    want_pictures(tx, ctx, conference)?;
    if sheet.sessions.is_empty() && sheet.speakers.is_empty() {
        return Ok(());
    }
    let ids = store::draft(tx, conference.id)?.ids;
    for (code, wish) in &sheet.sessions {
        let missing =
            || ProgrammeError::Missing(format!("sessions.{code}: there is no session of this code"));
        let session = *ids.sessions.get(code).ok_or_else(missing)?;
        store::set_audience(tx, conference.id, session, wish.audience)?;
    }
    let zone = conference.time_zone();
    let moment = |time: &str| -> Option<Timestamp> {
        zone.to_ambiguous_timestamp(time.parse::<DateTime>().ok()?).compatible().ok()
    };
    for (code, wish) in &sheet.speakers {
        let missing = |what: &str| ProgrammeError::Missing(format!("speakers.{code}: {what}"));
        let speaker = *ids.speakers.get(code).ok_or_else(|| missing("there is no speaker of this code"))?;
        store::delete_absences(tx, conference.id, speaker)?;
        for [begin, end] in &wish.absent {
            let span = moment(begin).zip(moment(end)).filter(|(begin, end)| begin < end);
            let span = span.ok_or_else(|| missing("a time that is none"))?;
            store::insert_absence(tx, conference.id, speaker, span)?;
        }
    }
    Ok(())
}
