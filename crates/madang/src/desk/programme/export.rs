//! Lists as tables to take away: just what the list shows, in its order.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use madang_interchange::{
    model::{Programme, Speaker},
    write::{
        TableOptions, WriteContext, sessions_csv as write_sessions, speakers_csv as write_speakers, workbook,
    },
};
use madang_programme::FACE_SOURCE;
use madang_web::{Problem, Visit};

use super::{
    Loaded,
    listing::{SessionFilter, SpeakerFilter},
    words::Words,
};
use crate::desk::export::{CSV, XLSX, file, wants_workbook};

/// Everything that the team may see, for a spreadsheet.
const OPTIONS: TableOptions = TableOptions { byte_order_mark: true, private: true };

fn context(visit: &Visit, loaded: &Loaded) -> WriteContext {
    let base = visit.app().absolute(&format!("/{}", loaded.conference.slug));
    WriteContext::new(&base, visit.t().language().as_str(), visit.ctx().now)
}

/// The programme with only these sessions or speakers in it; what they refer to stays, so that it is named.
fn with(visit: &Visit, loaded: &Loaded) -> Programme {
    let mut programme = loaded.draft.programme.clone();
    hide_addresses(visit, loaded, &mut programme.speakers);
    programme.conference.zone = Some(loaded.conference.zone.clone());
    programme.conference.title.clone_from(&loaded.conference.name);
    programme
}

/// Mail addresses are for those who work on the programme.
fn hide_addresses(visit: &Visit, loaded: &Loaded, speakers: &mut [Speaker]) {
    // A picture that a speaker handed in has no address of the web.
    for speaker in speakers.iter_mut() {
        speaker.picture_url.take_if(|url| url.starts_with(FACE_SOURCE));
    }
    if !loaded.can_edit(visit) {
        speakers.iter_mut().for_each(|speaker| speaker.email = None);
    }
}

fn with_sessions(visit: &Visit, loaded: &Loaded, filter: &SessionFilter) -> Programme {
    let words = Words::new(visit.t(), &loaded.conference, &loaded.draft);
    let sessions = filter.sessions(loaded, &words).into_iter().cloned().collect();
    Programme { sessions, ..with(visit, loaded) }
}

/// `/desk/{conference}/sessions.csv` and `.xlsx`.
pub(super) async fn sessions(
    visit: Visit,
    Path(slug): Path<String>,
    Query(filter): Query<SessionFilter>,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let programme = with_sessions(&visit, &loaded, &filter);
    answer(&visit, &loaded, &programme, ("sessions", write_sessions))
}

/// `/desk/{conference}/speakers.csv` and `.xlsx`.
pub(super) async fn speakers(
    visit: Visit,
    Path(slug): Path<String>,
    Query(filter): Query<SpeakerFilter>,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let mut speakers: Vec<Speaker> = filter.speakers(&loaded).into_iter().cloned().collect();
    hide_addresses(&visit, &loaded, &mut speakers);
    let programme = Programme { speakers, ..with(&visit, &loaded) };
    answer(&visit, &loaded, &programme, ("speakers", write_speakers))
}

/// Writes a list of a programme as one table.
type Write = fn(&Programme, &WriteContext, TableOptions) -> String;

/// A list of the programme as it was asked for: one table, or a workbook.
fn answer(
    visit: &Visit,
    loaded: &Loaded,
    programme: &Programme,
    (list, csv): (&str, Write),
) -> Result<Response, Problem> {
    let (context, name) = (context(visit, loaded), format!("{}-{list}", loaded.conference.slug));
    if !wants_workbook(visit) {
        let table = csv(programme, &context, OPTIONS);
        return Ok(file(table.into_bytes(), CSV, &format!("{name}.csv")));
    }
    let book = workbook(programme, &context, true).map_err(|error| Problem::fault(&error))?;
    Ok(file(book, XLSX, &format!("{name}.xlsx")))
}
