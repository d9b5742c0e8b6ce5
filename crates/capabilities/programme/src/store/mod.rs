//! Every SQL statement about the programme.

mod agenda;
mod draft;
mod edits;
mod imported;
mod pictures;
mod releases;
mod slides;
mod speaking;
mod visits;

use madang_store::{ColumnError, Row, Statement, StoreError};
use serde::{
    Serialize,
    de::{
        DeserializeOwned, IntoDeserializer as _,
        value::{Error as ValueError, StrDeserializer},
    },
};

pub(crate) use agenda::{
    agenda_by_token, agenda_token, delete_favourite, delete_favourites, favourites, insert_agenda,
    insert_favourite,
};
pub(crate) use draft::{
    Recipient, SessionRow, delete_absences, delete_speaker, draft, insert_absence, levels, recipients,
    replace_levels, write_sessions, write_speakers,
};
pub(crate) use edits::{delete_sessions, take_sessions, take_speakers};
pub(crate) use imported::{forget, memory, remember};
pub(crate) use pictures::{
    delete_picture, keep_picture, picture, pictures, wanted_pictures, was_picture_tried,
};
pub(crate) use releases::{document, insert_release, latest_number, release, releases, standings};
pub(crate) use slides::{
    delete_slides, insert_slides, set_slides_public, slides, slides_by_token, slides_of_all,
};
pub(crate) use speaking::{
    accounts, delete_expired_invitations, delete_invitation, delete_invitations_of, insert_invitation,
    invitation, invitations, join, person_of, redeem_invitation, speaker_ref, speakers_of, unlink,
};

pub(crate) use visits::{add_visits, visits};

/// Every SQL statement of this capability.
pub static STATEMENTS: &[&[&Statement]] = &[
    agenda::STATEMENTS,
    draft::STATEMENTS,
    edits::STATEMENTS,
    imported::STATEMENTS,
    pictures::STATEMENTS,
    releases::STATEMENTS,
    slides::STATEMENTS,
    speaking::STATEMENTS,
    visits::STATEMENTS,
];

/// How lists and texts in several languages are kept.
fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("what a programme holds has a JSON form")
}

fn from_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<T, StoreError> {
    serde_json::from_str(row.text(index)?).map_err(|error| meaning(index, &error))
}

fn meaning(index: usize, error: &impl std::fmt::Display) -> StoreError {
    StoreError::Column { index, error: ColumnError::Meaning(error.to_string()) }
}

/// A word that serde gives an enum's value, and back.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a state or a role is a word: {other:?}"),
    }
}

fn of_word<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<T, StoreError> {
    let word: StrDeserializer<'_, ValueError> = row.text(index)?.into_deserializer();
    T::deserialize(word).map_err(|error| meaning(index, &error))
}
