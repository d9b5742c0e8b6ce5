use madang_conference::ConferenceId;
use madang_context::Ctx;
use madang_store::{StoreError, Tx};

use crate::store;

/// A visitor's own choice of sessions, kept without an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Secret name of its calendar feed; `None` while nothing was ever chosen.
    pub token: Option<String>,
    /// Codes of sessions, sorted; may name some that are no longer there.
    pub sessions: Vec<String>,
}

/// A visitor's agenda.
pub fn agenda(tx: &mut Tx<'_>, conference: ConferenceId, visitor: &str) -> Result<Agenda, StoreError> {
    let token = store::agenda_token(tx, conference, visitor)?;
    let sessions = if token.is_some() { store::favourites(tx, conference, visitor)? } else { Vec::new() };
    Ok(Agenda { token, sessions })
}

/// The agenda that a calendar feed's secret name belongs to.
pub fn agenda_of_token(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    token: &str,
) -> Result<Option<Vec<String>>, StoreError> {
    match store::agenda_by_token(tx, conference, token)? {
        Some(visitor) => Ok(Some(store::favourites(tx, conference, &visitor)?)),
        None => Ok(None),
    }
}

/// Puts sessions into a visitor's agenda or takes them out; twice is as good as once.
pub fn set_favourites(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: ConferenceId,
    visitor: &str,
    sessions: &[String],
    wanted: bool,
) -> Result<(), StoreError> {
    if wanted {
        store::insert_agenda(tx, conference, visitor, &ctx.ids.token(), ctx.now)?;
    }
    for session in sessions {
        if wanted {
            store::insert_favourite(tx, conference, visitor, session, ctx.now)?;
        } else {
            store::delete_favourite(tx, conference, visitor, session)?;
        }
    }
    Ok(())
}

/// Empties a visitor's agenda; tells what was in it, so that it can be undone.
pub fn clear_favourites(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    visitor: &str,
) -> Result<Vec<String>, StoreError> {
    let had = store::favourites(tx, conference, visitor)?;
    store::delete_favourites(tx, conference, visitor)?;
    Ok(had)
}
