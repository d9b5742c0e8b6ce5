//! What proves that no plan can be worth more: a price for everything scarce.

use serde::{Deserialize, Serialize};

/// Prices that prove a bound, as whole numbers: the price in points is the number divided by `scale`.
///
/// *Shapes*: only prices that are not 0, each thing once. *Source*: `meet-certificate/1`, described in
/// `docs/engineering/timetable.md`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// `meet-certificate/1`.
    pub format: String,
    /// Name of the instance.
    pub instance: String,
    /// Parts of a point.
    pub scale: i64,
    /// The bound that is claimed, in points.
    pub bound: i64,
    /// (participant, slot, price) of a slot of somebody's time; may be below 0.
    pub time: Vec<(u32, u32, i64)>,
    /// (participant, slot, zone, price) on top of `time` for being in a zone, of people with one meeting at a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zone: Vec<(u32, u32, usize, i64)>,
    /// (participant, number of the limit in the profile, price).
    pub limit: Vec<(u32, u32, i64)>,
    /// Prices of tables.
    pub table: Vec<TablePrice>,
    /// (participant, price): what one more meeting is worth because of bonuses.
    pub meeting: Vec<(u32, i64)>,
    /// That the best plan is worth no more than `bound`, where the prices above alone do not prove it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// A proof by cases: no plan is worth more than `value`.
///
/// *Shapes*: cases stand in the order in which they are looked at, the one with the meeting inside first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// No plan is worth more, in points.
    pub value: i64,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One case: prices that settle it, or that leave fewer places, of which some are then looked at apart.
///
/// *Units*: prices as in the [`Certificate`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// As in the certificate.
    pub time: Vec<(u32, u32, i64)>,
    /// As in the certificate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zone: Vec<(u32, u32, usize, i64)>,
    /// As in the certificate.
    pub limit: Vec<(u32, u32, i64)>,
    /// As in the certificate.
    pub table: Vec<TablePrice>,
    /// As in the certificate.
    pub meeting: Vec<(u32, i64)>,
    /// Two cases follow: the request has a meeting that begins in one of these slots, or it has none that does. When
    /// there is no split and the case is not settled, one case follows, with the places that are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<(u32, Vec<u32>)>,
}

/// Price of any table of one kind in one slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePrice {
    /// Kind of the table.
    pub kind: String,
    /// Its zone.
    pub zone: usize,
    /// Its seats.
    pub seats: u32,
    /// The slot.
    pub slot: u32,
    /// The price.
    pub price: i64,
}
