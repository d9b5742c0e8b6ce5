use jiff::{Timestamp, civil::DateTime};
use madang_conference::{Conference, EditAction, Sheet};
use madang_context::{Ctx, Power};
use madang_store::Tx;

use super::{
    ProgrammeError, ask,
    edit::{Bench, EditError},
};
use crate::{model::Editable, pictures::want_pictures, rules::merge::fields};

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
    // One bench for all of it: whoever edits the same session or speaker by hand waits, or sees that it has changed.
    let mut bench = Bench::open(tx, ctx, &conference.slug).map_err(programme_error)?;
    for (code, wish) in &sheet.sessions {
        let missing =
            || ProgrammeError::Missing(format!("sessions.{code}: there is no session of this code"));
        let mut full = bench.draft.full_session(code).ok_or_else(missing)?;
        full.audience = Some(wish.audience);
        let object = (Editable::Session, code.as_str());
        bench.put(tx, EditAction::Sheet, object, Some(fields(&full))).map_err(programme_error)?;
    }
    let zone = conference.time_zone();
    let moment = |time: &str| -> Option<Timestamp> {
        zone.to_ambiguous_timestamp(time.parse::<DateTime>().ok()?).compatible().ok()
    };
    for (code, wish) in &sheet.speakers {
        let missing = |what: &str| ProgrammeError::Missing(format!("speakers.{code}: {what}"));
        let full = bench.draft.full_speaker(code);
        let mut full = full.ok_or_else(|| missing("there is no speaker of this code"))?;
        full.absences.clear();
        for [begin, end] in &wish.absent {
            let span = moment(begin).zip(moment(end)).filter(|(begin, end)| begin < end);
            full.absences.push(span.ok_or_else(|| missing("a time that is none"))?);
        }
        full.absences.sort_unstable();
        let object = (Editable::Speaker, code.as_str());
        bench.put(tx, EditAction::Sheet, object, Some(fields(&full))).map_err(programme_error)?;
    }
    bench.close(tx).map(drop).map_err(programme_error)
}

fn programme_error(error: EditError) -> ProgrammeError {
    match error {
        EditError::Programme(error) => error,
        other => ProgrammeError::Missing(other.to_string()),
    }
}
