//! The conference's logo, handed in at the desk.

use axum::{
    extract::{Multipart, Path},
    response::{IntoResponse as _, Response},
};
use madang_conference::conference_fingerprint;
use madang_files::{Fit, Object};
use madang_programme::{ProgrammeError, set_logo};
use madang_web::{Problem, Visit};

use super::{Loaded, done, forms::SettingsForm, page_with_logo};
use crate::{
    desk::{
        Refused,
        form::{FieldErrors, Typed},
        frame::back,
        show_at_once,
    },
    speaking::picture::handed_in,
};

/// `POST /desk/{conference}/settings/logo`.
pub(super) async fn take(
    visit: Visit,
    Path(slug): Path<String>,
    mut form: Multipart,
) -> Result<Response, Problem> {
    match handed_in(&visit, &mut form, Fit::Logo).await? {
        Ok(object) => set(&visit, slug, Some(object)).await,
        Err((status, wrong)) => {
            let loaded = Loaded::read(&visit, &slug).await?;
            let typed = SettingsForm { t: visit.t() }.fill(&loaded.conference);
            let seen = (conference_fingerprint(&loaded.conference), false);
            let page = page_with_logo(&visit, &loaded, &typed, &FieldErrors::default(), seen, &wrong).await?;
            Ok((status, page).into_response())
        }
    }
}

/// `POST /desk/{conference}/settings/logo/remove`.
pub(super) async fn remove(visit: Visit, Path(slug): Path<String>, _: Typed) -> Result<Response, Problem> {
    set(&visit, slug, None).await
}

async fn set(visit: &Visit, slug: String, logo: Option<Object>) -> Result<Response, Problem> {
    let (ctx, conference) = (visit.ctx().clone(), slug.clone());
    let write = visit.app().store();
    let kept =
        write.write::<_, ProgrammeError, _>(move |tx| set_logo(tx, &ctx, &conference, logo.as_ref())).await;
    let batch = kept.map_err(|error| Problem::from(Refused::from(error)))?;
    show_at_once(visit).await?;
    Ok(back(&format!("/desk/{slug}/settings?{}#logo", done("saved-settings", batch))))
}
