//! What is asked and what is answered: `meet/1` and `meet-solution/1` as plain types.
//!
//! Nothing here is checked yet; [`Problem::new`](crate::meet::Problem::new) does that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The name that a meeting without a table has among the kinds of tables.
pub const BOOTH: &str = "booth";

/// Everything that a plan of meetings depends on.
///
/// *Shapes*: ids of slots, participants and requests are their places in the lists. *Source*: the format `meet/1`,
/// described by `schema/meet.schema.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// `meet/1`.
    pub format: String,
    /// A name for people.
    #[serde(default)]
    pub name: String,
    /// Times at which meetings begin, in order.
    pub slots: Vec<Slot>,
    /// Parts of the venue.
    pub zones: Vec<String>,
    /// Minutes to walk from one zone (row) to another (column).
    pub walk: Vec<Vec<i64>>,
    /// Zone in which meetings without a table are held.
    #[serde(default)]
    pub booth_zone: usize,
    /// Tables.
    pub tables: Vec<Table>,
    /// Slots in which all tables of a kind are closed.
    #[serde(default)]
    pub table_off: BTreeMap<String, Vec<u32>>,
    /// Rules that groups of participants share.
    pub profiles: Vec<Profile>,
    /// Who takes part; a team at a stand is one participant.
    pub participants: Vec<Participant>,
    /// Who wants to meet.
    pub requests: Vec<Request>,
    /// Meetings that are agreed already.
    #[serde(default)]
    pub fixed: Vec<Fixed>,
    /// Pairs that must not meet.
    #[serde(default)]
    pub forbidden: Vec<(u32, u32)>,
    /// Worth of a `must` request beside its weight.
    #[serde(default)]
    pub must_bonus: i64,
}

/// A time at which a meeting may begin. *Units*: minutes of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Its place in the list.
    pub id: u32,
    /// Day of the conference.
    pub day: u32,
    /// Slots of one block follow one another with nothing but the usual break between.
    pub block: u32,
    /// Begin.
    pub start: u32,
    /// End.
    pub end: u32,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its id; need not be its place in the list.
    pub id: u32,
    /// The kind that requests ask for.
    pub kind: String,
    /// Where it stands.
    pub zone: usize,
    /// How many can sit.
    pub seats: u32,
}

/// Rules that a group of participants shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// A name for people.
    #[serde(default)]
    pub name: String,
    /// At most so many busy slots of a set.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Worth of the first, second, … meeting of a person; must not grow.
    #[serde(default)]
    pub bonus: Vec<i64>,
    /// Cost of an available slot left idle between the first and the last meeting of a day.
    #[serde(default)]
    pub gap_cost: i64,
}

/// At most `max` of these slots may be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The slots.
    pub slots: Vec<u32>,
    /// How many of them may be taken.
    pub max: u32,
}

/// Somebody who meets others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Place in the list.
    pub id: u32,
    /// Role, such as `investor`; only reports look at it.
    #[serde(default)]
    pub kind: String,
    /// Country; only reports look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Name; only reports and explanations look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which profile.
    pub profile: usize,
    /// Meetings at one time; more than one for teams.
    #[serde(default = "one")]
    pub cap: u32,
    /// `1` where available, a letter a slot.
    pub avail: String,
    /// Cost of a meeting in a slot, for example because of a favourite session.
    #[serde(default)]
    pub slot_cost: BTreeMap<u32, i64>,
}

fn one() -> u32 {
    1
}

/// How much a request is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// One side asked.
    OneSided,
    /// Both sides asked.
    Mutual,
    /// The host has promised it.
    Must,
}

/// A meeting that is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Place in the list.
    pub id: u32,
    /// Who meets.
    pub who: Vec<u32>,
    /// What it is worth.
    pub weight: i64,
    /// How much it is wanted.
    pub status: Status,
    /// Slots it takes, one after another in one block.
    #[serde(default = "one")]
    pub dur: u32,
    /// Kinds of tables that will do, with their cost; [`BOOTH`] needs no table.
    pub places: Vec<(String, i64)>,
}

/// A meeting that is agreed already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    /// The request.
    pub r: u32,
    /// When it begins.
    pub slot: u32,
    /// Kind of table.
    pub place: String,
}

/// A plan.
///
/// *Source*: the format `meet-solution/1`, described by `schema/meet-solution.schema.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    /// `meet-solution/1`.
    #[serde(default)]
    pub format: String,
    /// Name of the instance.
    #[serde(default)]
    pub instance: String,
    /// Value as the solver counted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<i64>,
    /// What no plan can exceed, as far as the solver could prove.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<i64>,
    /// The meetings, by request.
    pub meetings: Vec<Meeting>,
}

/// A meeting of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The request.
    pub r: u32,
    /// When it begins.
    pub slot: u32,
    /// The table; none at a booth.
    pub table: Option<u32>,
}
