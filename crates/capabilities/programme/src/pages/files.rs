//! Files that speakers handed in, for whoever knows their address.

use axum::{extract::Path, response::Response};
use http::{HeaderMap, HeaderValue, header};
use madang_files::{self as files, Disposition, FileError, Objects};
use madang_store::StoreError;
use madang_web::{Problem, Visit};

use super::look::private;
use crate::actions::speaking::slides::slides_of_address;

/// How long others may keep what is public: it may be taken back.
const PUBLIC: HeaderValue = HeaderValue::from_static("public, max-age=600");

/// `/{conference}/files/{token}`: slides, to be saved. Cookies count for nothing here; who knows the address gets them.
pub(crate) async fn slides(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, token)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let store = visit.app().store();
    let found = store.read::<_, StoreError, _>(move |tx| slides_of_address(tx, &slug, &token)).await?;
    let (file, is_public) = found.ok_or_else(Problem::not_found)?;
    let objects = visit.app().part::<Objects>();
    let sent = files::respond(objects, &file, Disposition::Save, &headers).await;
    let mut response = sent.map_err(|error| match error {
        FileError::Absent => Problem::not_found(),
        error => Problem::fault(&error),
    })?;
    if !is_public {
        return Ok(private(response));
    }
    response.headers_mut().insert(header::CACHE_CONTROL, PUBLIC);
    Ok(response)
}
