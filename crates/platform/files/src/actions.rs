use std::time::Duration;

use madang_context::{Ctx, Id};
use madang_store::{Store, StoreError, Tx};

use crate::{
    media::harmless_name,
    model::{FileId, StoredFile},
    objects::{FileError, Object, Objects},
    store,
};

/// Enters an object that was kept as a file of a conference, under the name that it was handed in with.
pub fn enter(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: Id,
    name: &str,
    object: &Object,
) -> Result<StoredFile, StoreError> {
    let file = StoredFile {
        conference,
        id: FileId(ctx.id()),
        digest: object.digest.clone(),
        name: harmless_name(name),
        media_type: object.media_type.to_owned(),
        size_bytes: object.size_bytes,
        picture: object.picture.ok(),
        created_at: ctx.now,
    };
    store::insert(tx, &file)?;
    Ok(file)
}

/// One file of a conference.
pub fn file(tx: &mut Tx<'_>, conference: Id, id: FileId) -> Result<Option<StoredFile>, StoreError> {
    store::by_id(tx, conference, id)
}

/// The files of a conference, the newest first; at most `files_max`.
pub fn list(tx: &mut Tx<'_>, conference: Id, files_max: u32) -> Result<Vec<StoredFile>, StoreError> {
    store::of_conference(tx, conference, i64::from(files_max))
}

/// Removes a file from its conference; its bytes go with the next [`sweep`] unless another file has them too. Tells
/// whether it was there.
pub fn remove(tx: &mut Tx<'_>, conference: Id, id: FileId) -> Result<bool, StoreError> {
    Ok(store::delete(tx, conference, id)? == 1)
}

/// Removes bytes that belong to no file, unless they were put within `grace`: those may be about to be entered. Tells
/// how many objects.
///
/// *Errors*: the folder or the store fails; what was removed until then stays removed.
pub async fn sweep(store: &Store, objects: &Objects, grace: Duration) -> Result<usize, FileError> {
    let mut swept = objects.sweep_unfinished(grace).await?;
    for digest in objects.older_than(grace).await? {
        let asked = digest.clone();
        let used = store.read::<_, StoreError, _>(move |tx| store::is_used(tx, &asked)).await;
        // When in doubt, bytes stay.
        if matches!(used, Ok(false)) && objects.delete(&digest).await? {
            swept += 1;
        }
    }
    Ok(swept)
}
