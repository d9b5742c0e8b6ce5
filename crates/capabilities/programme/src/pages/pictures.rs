//! Copies of pictures, served from here.

use axum::{extract::Path, response::Response};
use http::HeaderMap;
use madang_files::{self as files, Disposition, FileError, FileId, Objects};
use madang_store::StoreError;
use madang_web::{Problem, Visit};

use super::look::{Look, private};

/// `/{conference}/pictures/{id}`: a picture that pages of this conference show.
pub(crate) async fn picture(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let id = FileId(id.parse().map_err(|_| Problem::not_found())?);
    // Other files of the conference are not for everybody.
    if !look.published.shows_picture(id) {
        return Err(Problem::not_found());
    }
    let (conference, store) = (look.published.conference.id.0, look.app().store());
    let file = store.read::<_, StoreError, _>(move |tx| files::file(tx, conference, id)).await?;
    let file = file.ok_or_else(Problem::not_found)?;
    let objects = look.app().part::<Objects>();
    let sent = files::respond(objects, &file, Disposition::Show, &headers).await;
    let response = sent.map_err(|error| match error {
        FileError::Absent => Problem::not_found(),
        error => Problem::fault(&error),
    })?;
    Ok(if look.is_for_everybody() { response } else { private(response) })
}
