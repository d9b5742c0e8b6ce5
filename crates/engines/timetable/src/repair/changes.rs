//! What a repair changed, and why.

use serde::Serialize;

use super::{event::Hit, kept::Kept};
use crate::{meet::mask::Mask, solve::state::WAITING};

/// What became of one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The request.
    pub r: u32,
    /// Slot before; none when it was not placed.
    pub from: Option<u32>,
    /// Slot now; none when it is not placed.
    pub to: Option<u32>,
    /// Why.
    pub reason: String,
}

/// What a repair changed.
///
/// *Units*: points of the plan's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Meetings that the event made impossible where they were, and that were placed elsewhere.
    pub replaced: Vec<Change>,
    /// Meetings that the event made impossible and that found no place.
    pub cancelled: Vec<Change>,
    /// Other meetings that moved.
    pub moved: Vec<Change>,
    /// Other meetings that were dropped.
    pub dropped: Vec<Change>,
    /// Requests that were waiting and are placed now.
    pub won: Vec<Change>,
    /// Value that the event took away.
    pub lost: i64,
    /// Value of the plan now.
    pub value: i64,
}

impl<M: Mask> Kept<M> {
    pub(crate) fn changes(&self, before: &[u16], hit: &Hit, lost: i64) -> Changes {
        let mut changes = Changes { lost, value: self.plan.score, ..Changes::default() };
        for (request, (&was, &now)) in before.iter().zip(&self.plan.at).enumerate() {
            if was == now {
                continue;
            }
            let slot = |code: u16| (code != WAITING).then(|| self.problem.slot_class(code).0 as u32);
            let r = request as u32;
            let is_hit = hit.removed.contains(&r);
            let (list, reason) = match (slot(was), slot(now)) {
                (Some(from), Some(to)) if from == to => continue,
                (Some(_), Some(_)) if is_hit => (&mut changes.replaced, hit.reason.clone()),
                (Some(_), None) if is_hit => {
                    let why = crate::explain::shortest(&self.instance, &self.problem, &self.plan, request);
                    (&mut changes.cancelled, format!("{}; {why}", hit.reason))
                }
                (Some(_), Some(_)) => (&mut changes.moved, "makes room for something worth more".to_owned()),
                (Some(_), None) => (&mut changes.dropped, "gives way to something worth more".to_owned()),
                (None, Some(_)) => (&mut changes.won, "there is room now".to_owned()),
                (None, None) => continue,
            };
            list.push(Change { r, from: slot(was), to: slot(now), reason });
        }
        changes
    }
}
