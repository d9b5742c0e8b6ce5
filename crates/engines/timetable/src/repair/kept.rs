//! The published plan with its problem, in memory while events come.

use std::collections::BTreeMap;

use super::{Changes, DROP_COST, MOVE_COST};
use crate::{
    fault::{Faults, Refusal},
    meet::{
        events::Event,
        mask::Mask,
        model::{BOOTH, Instance, Solution},
        problem::Problem,
    },
    solve::{
        chance::Chance,
        guide::Guide,
        keep::Keep,
        state::{Plan, State, WAITING},
        tables,
    },
};

/// What [`Live`](super::Live) keeps.
#[derive(Debug)]
pub(crate) struct Kept<M> {
    /// The instance as it is now.
    pub(super) instance: Instance,
    pub(crate) problem: Problem<M>,
    pub(crate) plan: Plan<M>,
    /// Tables as published.
    pub(super) seats: BTreeMap<u32, u32>,
    pub(super) chance: Chance,
    pub(super) guide: Guide,
}

impl<M: Mask> Kept<M> {
    /// As [`Live::new`](super::Live::new).
    pub(crate) fn new(
        instance: Instance,
        published: &Solution,
        locked: &[u32],
        seed: u64,
    ) -> Result<Self, Refusal> {
        let mut problem = Problem::<M>::new(&instance)?;
        let codes = codes(&instance, &problem, published)?;
        for &request in locked {
            match codes.get(&request) {
                Some(&code) => problem.fixed[request as usize] = Some(code),
                None => return Err(Refusal::one("locked", format!("request {request} is not in the plan"))),
            }
        }
        let mut state = State::empty(&problem);
        for (&request, &code) in &codes {
            if !state.fits(request as usize, code) {
                let (slot, _) = problem.slot_class(code);
                let reason = crate::explain::against(&instance, &problem, &state, request as usize, code)
                    .join(" and ");
                let message = format!("request {request} cannot be at slot {slot}: {reason}");
                return Err(Refusal::one("published plan", message));
            }
            state.insert(request as usize, code);
        }
        let seats =
            published.meetings.iter().filter_map(|meeting| Some((meeting.r, meeting.table?))).collect();
        let plan = state.plan;
        Ok(Self { instance, problem, plan, seats, chance: Chance::new(seed), guide: Guide::none() })
    }

    /// As [`Live::solution`](super::Live::solution).
    pub(super) fn solution(&self) -> Solution {
        Solution {
            format: "meet-solution/1".into(),
            instance: self.instance.name.clone(),
            objective: Some(self.plan.score),
            bound: None,
            meetings: tables::seat(&self.problem, &self.plan.at, &self.seats),
        }
    }

    /// As [`Live::apply`](super::Live::apply).
    pub(super) fn apply(&mut self, event: &Event) -> Result<Changes, Refusal> {
        let before = self.plan.score;
        let mut published = self.plan.at.clone();
        let hit = self.take_in(event)?;
        published.resize(self.problem.requests(), WAITING);
        let lost = before - self.plan.score;
        let keep = Keep { published, drop_cost: DROP_COST, move_cost: MOVE_COST };
        self.improve(&hit, &keep);
        Ok(self.changes(&keep.published, &hit, lost))
    }
}

/// Places of a published plan by request.
fn codes<M: Mask>(
    instance: &Instance,
    problem: &Problem<M>,
    published: &Solution,
) -> Result<BTreeMap<u32, u16>, Refusal> {
    let mut class_of = BTreeMap::new();
    for (at, class) in problem.classes.iter().enumerate() {
        class_of.extend(class.tables.iter().map(|&table| (table, at)));
    }
    let booth = problem.classes.iter().position(|class| class.kind == BOOTH);
    let (mut codes, mut faults) = (BTreeMap::new(), Faults::default());
    for (index, meeting) in published.meetings.iter().enumerate() {
        let place = || format!("meetings[{index}]");
        let class = match meeting.table {
            Some(table) => class_of.get(&table).copied(),
            None => booth,
        };
        let Some(class) = class else {
            faults.add(place, "the table is unknown");
            continue;
        };
        let known = (meeting.r as usize) < instance.requests.len() && (meeting.slot as usize) < problem.slots;
        if !known || !problem.places(meeting.r as usize).iter().any(|(at, _)| usize::from(*at) == class) {
            faults.add(place, format!("request {} does not go with this slot and table", meeting.r));
        } else if codes.insert(meeting.r, problem.code(meeting.slot as usize, class)).is_some() {
            faults.add(place, format!("request {} stands twice", meeting.r));
        }
    }
    faults.finish()?;
    Ok(codes)
}
