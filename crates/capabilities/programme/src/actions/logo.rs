use madang_conference::{self as conference, Conference, EditAction, Settings};
use madang_context::{Ctx, Power};
use madang_files::{FileId, Fit, Object};
use madang_store::{Id, StoreError, Tx};

use super::{ProgrammeError, find};
use crate::{
    pictures::{drop_pictures, keep_copy},
    store,
};

/// Leads the names of logos that were handed in at the desk. It begins as [`FILE_SOURCE`](crate::FILE_SOURCE) does.
const LOGO_SOURCE: &str = "file:logo-";

/// Takes a picture as the conference's logo in place of the one it has, or takes that away. The picture was made by [`fitted`](madang_files::fitted)
/// and put among the objects. Gives what was done its name, to undo it.
///
/// *Errors*: no such conference, or no right to change it.
pub fn set_logo(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    picture: Option<&Object>,
) -> Result<Option<Id>, ProgrammeError> {
    let found = find(tx, ctx, Power::Organise, slug)?;
    conference::touch(tx, found.id, ctx.now)?;
    let mut found =
        conference::by_slug(tx, slug)?.ok_or_else(|| ProgrammeError::NoConference(slug.into()))?;
    let settings = Settings::open(tx, &found)?;
    let before = found.logo.take();
    if let Some(object) = picture {
        let source = format!("{LOGO_SOURCE}{}.png", &object.digest.as_str()[..32]);
        keep_copy(tx, ctx, found.id, &source, Fit::Logo, object)?;
        found.logo = Some(source);
    }
    conference::update(tx, &found, ctx.now)?;
    // Earlier ones go; who undoes this change wants the one before.
    let kept: Vec<String> = found.logo.into_iter().chain(before).collect();
    drop_pictures(tx, found.id, LOGO_SOURCE, &kept)?;
    Ok(settings.close(tx, ctx, EditAction::Change, ctx.id())?)
}

/// The copy of the conference's logo, if there is one.
pub fn logo(tx: &mut Tx<'_>, of: &Conference) -> Result<Option<FileId>, StoreError> {
    of.logo.as_deref().map_or(Ok(None), |source| store::picture(tx, of.id, source))
}
