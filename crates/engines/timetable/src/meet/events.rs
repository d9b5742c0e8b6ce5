//! What happens to a published plan: `meet-events/1`.

use serde::{Deserialize, Serialize};

use super::model::{Instance, Request};

/// Events, one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Events {
    /// `meet-events/1`.
    pub format: String,
    /// Requests whose meetings must stay as they are.
    #[serde(default)]
    pub locked: Vec<u32>,
    /// Meetings that begin before this slot are over or running, and stay as they are.
    #[serde(default)]
    pub now: u32,
    /// What happened.
    pub events: Vec<Event>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A participant is not there in these slots.
    CancelSlots {
        /// Who.
        participant: u32,
        /// When.
        slots: Vec<u32>,
    },
    /// A participant is not there on a day.
    CancelDay {
        /// Who.
        participant: u32,
        /// The day.
        day: u32,
    },
    /// A participant does not come at all.
    CancelAll {
        /// Who.
        participant: u32,
    },
    /// A participant is there only from this slot on, on its day.
    LateArrival {
        /// Who.
        participant: u32,
        /// First slot with the participant.
        slot: u32,
    },
    /// A table cannot be used any more.
    CloseTable {
        /// The table.
        table: u32,
    },
    /// Somebody asks for one more meeting; its id must be the next.
    NewRequest {
        /// The request.
        request: Request,
    },
    /// A meeting takes more slots than planned.
    Overrun {
        /// The request.
        r: u32,
        /// How many more.
        slots: u32,
    },
}

impl Event {
    /// Who is away, and when; none when nobody is.
    pub(crate) fn away(&self, instance: &Instance) -> Option<(u32, Vec<u32>)> {
        let of = |keep: &dyn Fn(u32) -> bool| {
            (0..instance.slots.len() as u32).filter(|slot| keep(*slot)).collect()
        };
        let day = |slot: u32| instance.slots.get(slot as usize).map(|slot| slot.day);
        match *self {
            Self::CancelSlots { participant, ref slots } => Some((participant, slots.clone())),
            Self::CancelDay { participant, day: own } => {
                Some((participant, of(&|slot| day(slot) == Some(own))))
            }
            Self::CancelAll { participant } => Some((participant, of(&|_| true))),
            Self::LateArrival { participant, slot } => {
                Some((participant, of(&|other| other < slot && day(other) == day(slot))))
            }
            Self::CloseTable { .. } | Self::NewRequest { .. } | Self::Overrun { .. } => None,
        }
    }
}
