//! An instance and a plan as plain types.
//!
//! People, meetings and slots are counted from 1, as the files of this family do.

use serde::{Deserialize, Serialize};

use crate::fault::{Faults, Refusal};

/// Largest numbers that are solved.
pub const SLOTS_MAX: u32 = 64;
/// People.
pub const PEOPLE_MAX: u32 = 5_000;
/// Meetings.
pub const MEETINGS_MAX: usize = 20_000;

/// In which part of the event a meeting is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    /// Before the first slot of the afternoon.
    Morning,
    /// From the first slot of the afternoon on.
    Afternoon,
    /// At any time.
    Any,
}

/// Two people who meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Who.
    pub people: [u32; 2],
    /// In which part.
    pub session: Session,
    /// The slot, when it is agreed already.
    pub fixed: Option<u32>,
    /// Meetings that must be over before.
    pub after: Vec<u32>,
}

/// What is asked.
///
/// *Shapes*: meeting 1 is the first of `meetings`, the slots of person 1 the first of `forbidden`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// A name for people.
    pub name: String,
    /// How many people there are.
    pub people: u32,
    /// Meetings at one time.
    pub tables: u32,
    /// Slots.
    pub slots: u32,
    /// Of those, how many belong to the morning.
    pub morning: u32,
    /// The meetings, all of which are held.
    pub meetings: Vec<Meeting>,
    /// Slots in which a person cannot meet.
    pub forbidden: Vec<Vec<u32>>,
    /// How far the numbers of breaks of two people may differ.
    pub unfairness_max: u32,
}

/// A plan: the slot of each meeting.
///
/// *Source*: the format `b2b-solution/1`, described by `schema/b2b-solution.schema.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// `b2b-solution/1`.
    pub format: String,
    /// Name of the instance.
    pub instance: String,
    /// Breaks of all people together.
    pub breaks: u32,
    /// No plan has fewer breaks, as far as was proved.
    pub bound: u32,
    /// When each meeting is held, the first one first; slots count from 1.
    pub slots: Vec<u32>,
}

impl Instance {
    /// Says whether all numbers make sense.
    ///
    /// *Errors*: unknown people, meetings and slots, a meeting with oneself, nothing to meet in; each with its place.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        if self.slots == 0 || self.slots > SLOTS_MAX {
            faults.add(|| "nTotalSlots".into(), format!("is {}; must be 1 to {SLOTS_MAX}", self.slots));
        }
        if self.morning > self.slots {
            let message = format!("is {}, more than all {} slots", self.morning, self.slots);
            faults.add(|| "nMorningSlots".into(), message);
        }
        if self.people > PEOPLE_MAX {
            faults.add(|| "nBusiness".into(), format!("is {}; must be at most {PEOPLE_MAX}", self.people));
        }
        if self.meetings.len() > MEETINGS_MAX {
            let message = format!("is {}; must be at most {MEETINGS_MAX}", self.meetings.len());
            faults.add(|| "nMeetings".into(), message);
        }
        if self.tables == 0 && !self.meetings.is_empty() {
            faults.add(|| "nTables".into(), "is 0; without tables nobody can meet");
        }
        if self.forbidden.len() != self.people as usize {
            let message = format!("has {} sets for {} people", self.forbidden.len(), self.people);
            faults.add(|| "forbidden".into(), message);
        }
        for (person, slots) in self.forbidden.iter().enumerate() {
            for slot in slots.iter().filter(|slot| **slot == 0 || **slot > self.slots) {
                let message = format!("slot {slot} is unknown; there are {}", self.slots);
                faults.add(|| format!("forbidden[{}]", person + 1), message);
            }
        }
        self.meetings
            .iter()
            .enumerate()
            .for_each(|(at, meeting)| self.check_meeting(at + 1, meeting, &mut faults));
        faults.finish()
    }

    fn check_meeting(&self, id: usize, meeting: &Meeting, faults: &mut Faults) {
        for person in meeting.people.iter().filter(|person| **person == 0 || **person > self.people) {
            let message = format!("person {person} is unknown; there are {}", self.people);
            faults.add(|| format!("requested[{id}]"), message);
        }
        if meeting.people[0] == meeting.people[1] {
            let message = format!("person {} would meet alone", meeting.people[0]);
            faults.add(|| format!("requested[{id}]"), message);
        }
        if let Some(slot) = meeting.fixed
            && (slot == 0 || slot > self.slots)
        {
            let message = format!("slot {slot} is unknown; there are {}", self.slots);
            faults.add(|| format!("fixed[{id}]"), message);
        }
        for other in &meeting.after {
            if *other == 0 || *other as usize > self.meetings.len() {
                let message = format!("meeting {other} is unknown; there are {}", self.meetings.len());
                faults.add(|| format!("precedences[{id}]"), message);
            } else if *other as usize == id {
                faults.add(|| format!("precedences[{id}]"), "a meeting cannot be before itself");
            }
        }
    }
}
