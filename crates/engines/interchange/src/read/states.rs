//! The words for where a session stands, in the formats that have them.

use super::log::Log;
use crate::{
    model::{Place, State},
    place::excerpt,
};

/// The state for pretalx's, Sessionize's, open-event's and schedule.json v2's words, in any case.
pub(crate) fn state(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> State {
    match &*raw.trim().to_lowercase() {
        "" | "confirmed" | "published" | "public" | "scheduled" | "delayed" => State::Confirmed,
        "accepted" | "accept" | "accept_queue" | "accept queue" => State::Accepted,
        "submitted" | "pending" | "proposed" | "new" | "review" | "nominated" | "waitlisted"
        | "decline_queue" | "decline queue" | "in evaluation" => State::Proposed,
        "rejected" | "declined" | "deleted" => State::Rejected,
        "withdrawn" | "withdrew" | "recanted" => State::Withdrawn,
        "canceled" | "cancelled" => State::Cancelled,
        "draft" => State::Draft,
        _ => {
            let message = format!("{} is no state that is known; taken as not decided", excerpt(raw));
            log.warn("unknown-state", place(), message);
            State::Proposed
        }
    }
}
