use madang_audit as audit;
use madang_conference::{self as conference, Conference};
use madang_context::{Ctx, Power};
use madang_files::{FileId, Fit, Object};
use madang_store::{StoreError, Tx};
use serde_json::json;

use super::{ProgrammeError, act, find};
use crate::{
    pictures::{FILE_SOURCE, drop_pictures, keep_copy},
    store,
};

/// Takes a picture as the conference's logo in place of the one it has, or takes that away. The picture was made by [`fitted`](madang_files::fitted)
/// and put among the objects.
///
/// *Errors*: no such conference, or no right to change it.
pub fn set_logo(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    picture: Option<&Object>,
) -> Result<(), ProgrammeError> {
    let found = find(tx, ctx, Power::Organise, slug)?;
    conference::touch(tx, found.id, ctx.now)?;
    let mut found =
        conference::by_slug(tx, slug)?.ok_or_else(|| ProgrammeError::NoConference(slug.into()))?;
    let before = found.logo.take();
    if let Some(object) = picture {
        let source = format!("{FILE_SOURCE}logo-{}.png", &object.digest.as_str()[..32]);
        keep_copy(tx, ctx, found.id, &source, Fit::Logo, object)?;
        found.logo = Some(source);
    }
    conference::update(tx, &found, ctx.now)?;
    if let Some(before) = before.filter(|before| before.starts_with(FILE_SOURCE)) {
        let kept: Vec<String> = found.logo.into_iter().collect();
        drop_pictures(tx, found.id, &before, &kept)?;
    }
    audit::record(
        tx,
        ctx,
        &act("conference.logo", found.id, slug, json!({ "is_there": picture.is_some() })),
    )?;
    Ok(())
}

/// The copy of the conference's logo, if there is one.
pub fn logo(tx: &mut Tx<'_>, of: &Conference) -> Result<Option<FileId>, StoreError> {
    of.logo.as_deref().map_or(Ok(None), |source| store::picture(tx, of.id, source))
}
