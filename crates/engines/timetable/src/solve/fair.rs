//! A second pass that lifts the worst-off, for a little of the value.
//!
//! What somebody lacks of four meetings, or of all that were asked for when that is less, counts by its third power,
//! so that the first meeting of one person weighs more than the fourth of many. *Source*: a smooth stand-in for the
//! lexicographic order of Rawls' maximin, as in Ogryczak 2014.

use super::{
    chance::Chance,
    guide::Guide,
    moves::Mover,
    state::{State, WAITING},
};
use crate::meet::mask::Mask;

/// Meetings with which somebody who asked for more counts as satisfied; `report` counts alike.
const ENOUGH: u16 = 4;
/// What is lost of the value is at most one part in this many: 0.2 %.
pub(crate) const LOSS_PART: i64 = 500;
/// Points that one change may lose, the cheap ones first.
const STEPS: [i64; 3] = [4, 16, 64];
/// Places tried for one request of somebody who lacks meetings.
const TRIES: usize = 12;

/// What people ask for.
#[derive(Clone, Debug)]
pub(crate) struct Fair {
    /// Meetings with which each is satisfied.
    enough: Vec<u16>,
}

impl Fair {
    fn new<M: Mask>(state: &State<'_, M>) -> Self {
        let mut enough = vec![0_u16; state.problem.people()];
        for &person in &state.problem.who {
            let own = &mut enough[person as usize];
            *own = (*own + 1).min(ENOUGH);
        }
        Self { enough }
    }

    /// How much somebody lacks with so many meetings.
    pub(crate) fn lacks(&self, person: usize, count: u16) -> i64 {
        let enough = self.enough[person];
        if count >= enough {
            return 0;
        }
        // Twelfths, which are whole for one to four.
        (i64::from(enough - count) * 12 / i64::from(enough)).pow(3)
    }
}

/// Lifts the worst-off while the value stays at or above `least`; returns whether anybody was lifted.
pub(crate) fn lift<M: Mask>(state: &mut State<'_, M>, least: i64, chance: Chance) -> bool {
    let fair = Fair::new(state);
    let guide = Guide::none();
    let mut mover = Mover::new(state, &guide, chance);
    mover.fair = Some(&fair);
    let mut is_lifted = false;
    for step in STEPS {
        let problem = mover.state.problem;
        let mut order: Vec<(i64, usize)> = (0..problem.people())
            .map(|person| (-fair.lacks(person, mover.state.count[person]), person))
            .filter(|(lacks, _)| *lacks < 0)
            .collect();
        order.sort_unstable();
        for (_, person) in order {
            for &request in problem.wishes(person) {
                for _ in 0..TRIES {
                    let spare = step.min(mover.state.score - least);
                    let is_waiting = mover.state.at[request as usize] == WAITING;
                    if !is_waiting || spare < 0 || fair.lacks(person, mover.state.count[person]) == 0 {
                        break;
                    }
                    is_lifted |= mover.try_anywhere(request as usize, -(spare as f32));
                }
            }
        }
    }
    is_lifted
}
