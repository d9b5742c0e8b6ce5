use madang_audit as audit;
use madang_conference::{self as conference, Conference};
use madang_context::{Ctx, Power};
use madang_files::{self as files, FileId, Object, SlidesKind, StoredFile};
use madang_store::{StoreError, Tx};
use serde_json::json;
use thiserror::Error;

use super::own::own_part;
use crate::{
    actions::{ProgrammeError, act, find},
    model::Slides,
    store,
};

/// How many files one session may have.
pub const SLIDES_MAX: usize = 10;

/// Why slides were not taken.
#[derive(Debug, Error)]
pub enum SlidesRefused {
    /// The session has [`SLIDES_MAX`] already.
    #[error("the session has {SLIDES_MAX} files already")]
    TooMany,
    /// As with everything that changes a programme; no such conference where the session is not theirs.
    #[error(transparent)]
    Programme(#[from] ProgrammeError),
}

impl From<StoreError> for SlidesRefused {
    fn from(error: StoreError) -> Self {
        Self::Programme(ProgrammeError::Store(error))
    }
}

/// Whose slides somebody wants to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlidesOf<'a> {
    /// Of a session that they take part in as this speaker.
    Own {
        /// Code of the speaker.
        speaker: &'a str,
        /// Code of the session.
        session: &'a str,
    },
    /// Of a session of the conference whose programme they make.
    Team {
        /// Code of the session.
        session: &'a str,
    },
}

impl SlidesOf<'_> {
    fn session(&self) -> &str {
        match self {
            Self::Own { session, .. } | Self::Team { session } => session,
        }
    }

    fn ask(&self, tx: &mut Tx<'_>, ctx: &Ctx, slug: &str) -> Result<Conference, ProgrammeError> {
        match self {
            Self::Own { speaker, session } => own_part(tx, ctx, slug, (speaker, session)),
            Self::Team { .. } => find(tx, ctx, Power::Programme, slug),
        }
    }
}

/// Whether slides would be taken, before anything of them is read.
///
/// *Errors*: see [`SlidesRefused`].
pub fn may_hand_in_slides(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (speaker, session): (&str, &str),
) -> Result<(), SlidesRefused> {
    let found = own_part(tx, ctx, slug, (speaker, session))?;
    match store::slides(tx, found.id, session)?.len() {
        SLIDES_MAX.. => Err(SlidesRefused::TooMany),
        _ => Ok(()),
    }
}

/// Takes slides for a session; `object` was put among the objects and is of this kind. Nobody but the session's speakers and
/// the team knows their address until they are made public.
///
/// *Errors*: see [`SlidesRefused`].
pub fn hand_in_slides(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (speaker, session): (&str, &str),
    (name, kind, object): (&str, SlidesKind, &Object),
) -> Result<FileId, SlidesRefused> {
    let found = own_part(tx, ctx, slug, (speaker, session))?;
    // Many at once from the same speaker: the count is true for whoever holds the conference.
    conference::touch(tx, found.id, ctx.now)?;
    may_hand_in_slides(tx, ctx, slug, (speaker, session))?;
    let object =
        Object { media_type: kind.media_type(), picture: Err(files::PictureError::Kind), ..object.clone() };
    let file = files::enter(tx, ctx, found.id.0, name, &object)?;
    let slides = Slides {
        file: file.id,
        session: session.to_owned(),
        speaker: speaker.to_owned(),
        name: file.name,
        size_bytes: file.size_bytes,
        token: ctx.ids.token(),
        is_public: false,
        created_at: ctx.now,
    };
    store::insert_slides(tx, found.id, &slides)?;
    let detail = json!({ "speaker": speaker, "bytes": slides.size_bytes, "sha256": object.digest.as_str() });
    audit::record(tx, ctx, &act("programme.slides.hand-in", found.id, session, detail))?;
    Ok(slides.file)
}

/// The slides of one session, for its team.
pub fn slides_of_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    session: &str,
) -> Result<Vec<Slides>, ProgrammeError> {
    let found = find(tx, ctx, Power::Programme, slug)?;
    Ok(store::slides(tx, found.id, session)?)
}

/// Lists slides on the session's page, or no longer; either way they get another address, so that who knew the old one
/// learns nothing by it. Tells whether they were there.
pub fn set_slides_public(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (slug, of): (&str, SlidesOf<'_>),
    file: FileId,
    is_public: bool,
) -> Result<bool, ProgrammeError> {
    let found = of.ask(tx, ctx, slug)?;
    conference::touch(tx, found.id, ctx.now)?;
    let all = store::slides(tx, found.id, of.session())?;
    let Some(slides) = all.iter().find(|slides| slides.file == file) else { return Ok(false) };
    if slides.is_public == is_public {
        return Ok(true);
    }
    store::set_slides_public(tx, found.id, file, (is_public, &ctx.ids.token()))?;
    let action = if is_public { "programme.slides.publish" } else { "programme.slides.hide" };
    let detail = json!({ "file": file.to_string() });
    audit::record(tx, ctx, &act(action, found.id, of.session(), detail))?;
    Ok(true)
}

/// Removes slides, for good. Tells whether they were there.
pub fn remove_slides(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (slug, of): (&str, SlidesOf<'_>),
    file: FileId,
) -> Result<bool, ProgrammeError> {
    let found = of.ask(tx, ctx, slug)?;
    conference::touch(tx, found.id, ctx.now)?;
    let all = store::slides(tx, found.id, of.session())?;
    if !all.iter().any(|slides| slides.file == file) {
        return Ok(false);
    }
    store::delete_slides(tx, found.id, file)?;
    files::remove(tx, found.id.0, file)?;
    let detail = json!({ "file": file.to_string() });
    audit::record(tx, ctx, &act("programme.slides.remove", found.id, of.session(), detail))?;
    Ok(true)
}

/// The file behind an address, and whether everybody may know it: for whoever knows the address.
pub(crate) fn slides_of_address(
    tx: &mut Tx<'_>,
    slug: &str,
    token: &str,
) -> Result<Option<(StoredFile, bool)>, StoreError> {
    let Some((id, file, is_public)) = store::slides_by_token(tx, token)? else { return Ok(None) };
    let is_here = conference::by_slug(tx, slug)?.is_some_and(|found| found.id == id);
    let file = if is_here { files::file(tx, id.0, file)? } else { None };
    Ok(file.map(|file| (file, is_public)))
}
