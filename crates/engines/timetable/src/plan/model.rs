//! What is asked and what is answered: `plan/1` and `plan-solution/1` as plain types.
//!
//! Nothing here is checked yet; [`Problem::new`](crate::plan::Problem::new) does that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Everything that a timetable depends on.
///
/// *Shapes*: slots are named by their place in the list, everything else by its id. *Source*: the format `plan/1`,
/// described by `schema/plan.schema.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// `plan/1`.
    pub format: String,
    /// A name for people.
    #[serde(default)]
    pub name: String,
    /// The grid of time, in order.
    pub slots: Vec<Slot>,
    /// Where sessions are held.
    pub rooms: Vec<Room>,
    /// Who cannot be in two places at once: speakers, moderators.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Themes whose sessions belong together.
    #[serde(default)]
    pub tracks: Vec<Track>,
    /// What is to be placed.
    pub sessions: Vec<Session>,
    /// Sessions that must follow others.
    #[serde(default)]
    pub after: Vec<After>,
    /// Sessions that stay where they are.
    #[serde(default)]
    pub fixed: Vec<Fixed>,
    /// Places that sessions must not have.
    #[serde(default)]
    pub forbidden: Vec<Forbidden>,
    /// For each visitor, the sessions that he has starred.
    #[serde(default)]
    pub favourites: Vec<Vec<String>>,
    /// Pairs of sessions that should not, or must not, be held at one time.
    #[serde(default)]
    pub apart: Vec<Apart>,
    /// An earlier timetable, which people know already.
    #[serde(default)]
    pub earlier: Vec<Placement>,
    /// What wishes are worth.
    #[serde(default)]
    pub costs: Costs,
}

/// A step of the grid of time. *Units*: minutes of the day.
///
/// A session begins with a slot and takes as many following ones of the same block as its length needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Day of the conference, from 0.
    pub day: u32,
    /// No session goes from one block into another, as over lunch.
    pub block: u32,
    /// Begin.
    pub start: u32,
    /// End.
    pub end: u32,
}

/// A room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Its id.
    pub id: String,
    /// How many can sit.
    pub seats: u32,
    /// What it has, such as `recording`.
    #[serde(default)]
    pub features: Vec<String>,
    /// Slots in which it is closed.
    #[serde(default)]
    pub closed: Vec<u32>,
}

/// Somebody who takes part in sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Slots in which this person is not there.
    #[serde(default)]
    pub away: Vec<u32>,
}

/// A theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Its id.
    pub id: String,
    /// Cost of each chain of its sessions in a day beyond the first; none means [`Costs::track_split`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_cost: Option<i64>,
    /// Cost of two of its sessions at one time; none means [`Costs::track_parallel`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallel_cost: Option<i64>,
}

/// What is to be placed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Title; only reports and pictures look at it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Length.
    pub minutes: u32,
    /// The track it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// Who takes part.
    #[serde(default)]
    pub people: Vec<String>,
    /// How many are expected to come.
    #[serde(default)]
    pub audience: u32,
    /// Features that its room must have.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What it is worth that it is placed.
    #[serde(default = "usual_weight")]
    pub weight: i64,
    /// Slots in which it may begin; none means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots: Option<Vec<u32>>,
    /// Rooms in which it may be; none means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rooms: Option<Vec<String>>,
    /// Cost of beginning in a slot, such as a speaker's wish for the afternoon.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slot_cost: BTreeMap<u32, i64>,
}

/// Weight of a session that says none.
pub const WEIGHT: i64 = 1_000;

fn usual_weight() -> i64 {
    WEIGHT
}

/// One session must be over before another begins; the later one is not held without the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// The earlier session.
    pub first: String,
    /// The later session.
    pub then: String,
    /// The later one begins in the same room with the slot after the earlier one.
    #[serde(default)]
    pub directly: bool,
}

/// A session that stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// The session.
    pub session: String,
    /// When it begins.
    pub slot: u32,
    /// Where; none leaves the room open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

/// A place that a session must not have: a slot to begin in, a room, or both together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    /// The session.
    pub session: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

/// Two sessions that do not go well at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// Cost when they are held at one time; none means that they must not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
}

/// What wishes are worth, in points; a session is usually worth [`WEIGHT`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Costs {
    /// A visitor has starred two sessions that are held at one time.
    pub clash: i64,
    /// A seat that is missing for the expected audience.
    pub missing_seat: i64,
    /// Ten seats that stay empty.
    pub ten_empty_seats: i64,
    /// Two sessions of one track at one time.
    pub track_parallel: i64,
    /// Each chain of a track's sessions in a day beyond the first. A chain is a row of its sessions in one room with
    /// none of another track, or of no track, between.
    pub track_split: i64,
    /// A session begins at another time than in the earlier timetable.
    pub moved_time: i64,
    /// A session is in another room than in the earlier timetable.
    pub moved_room: i64,
    /// A session of the earlier timetable has no place.
    pub dropped: i64,
}

impl Default for Costs {
    fn default() -> Self {
        Self {
            clash: 1,
            missing_seat: 2,
            ten_empty_seats: 1,
            track_parallel: 40,
            track_split: 25,
            moved_time: 60,
            moved_room: 20,
            dropped: 500,
        }
    }
}

/// A session with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// The session.
    pub session: String,
    /// When it begins.
    pub slot: u32,
    /// Where it is held.
    pub room: String,
}

/// A timetable.
///
/// *Source*: the format `plan-solution/1`, described by `schema/plan-solution.schema.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Solution {
    /// `plan-solution/1`.
    pub format: String,
    /// Name of the instance.
    #[serde(default)]
    pub instance: String,
    /// Value as the solver counted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// What no timetable can exceed, as far as the solver could prove.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<i64>,
    /// The sessions that have a place, in the order of the instance.
    pub placements: Vec<Placement>,
}
