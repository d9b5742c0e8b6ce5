//! The invitation of a speaker, behind the address that all invitations have.

use axum::response::Response;
use madang_programme::{JoinError, join_as_speaker, speaker_invitation};
use madang_web::{Problem, Visit};

use super::{done, frame::pick};

/// What a letter asks its reader to become.
pub(crate) struct Invited {
    /// Name of the conference.
    pub(crate) conference: String,
    /// What the programme calls the speaker.
    pub(crate) name: String,
    /// Where the letter went.
    pub(crate) email: String,
}

/// What the invitation of this secret asks, without using it up; `None` when there is none.
pub(crate) async fn open(visit: &Visit, token: &str) -> Result<Option<Invited>, Problem> {
    let (ctx, token) = (visit.ctx().clone(), token.to_owned());
    let found = visit.app().store().read(move |tx| speaker_invitation(tx, &ctx, &token)).await?;
    Ok(found.map(|(invitation, conference, name)| Invited {
        conference: pick(visit.t(), &conference.languages, &conference.name),
        name,
        email: invitation.email,
    }))
}

/// Makes whoever is signed in the speaker; `None` when the invitation is dead.
pub(crate) async fn join(visit: &Visit, token: &str) -> Result<Option<Response>, Problem> {
    let (ctx, token) = (visit.ctx().clone(), token.to_owned());
    match visit.app().store().write(move |tx| join_as_speaker(tx, &ctx, &token)).await {
        Ok(own) => Ok(Some(done(&own.conference, &own.code, "", "joined"))),
        Err(JoinError::Dead) => Ok(None),
        Err(JoinError::Nobody) => Err(Problem::forbidden()),
        Err(JoinError::Store(error)) => Err(error.into()),
    }
}
