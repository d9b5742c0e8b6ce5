//! The search: many small changes, worse ones too while it is warm.

use super::{moves::Mover, state::WAITING};
use crate::meet::mask::Mask;

/// Changes between two looks at the temperature.
pub(crate) const ROUND: usize = 1024;

/// How warm it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    /// Temperature at the beginning, in points.
    pub(crate) hot: f32,
    /// Temperature at the end of the main part.
    pub(crate) cold: f32,
    /// Temperature at the very end.
    pub(crate) frozen: f32,
    /// Part of the way at which the tail begins.
    pub(crate) tail: f32,
}

impl Schedule {
    /// The temperature after a part of the way, 0 to 1.
    pub(crate) fn at(&self, way: f32) -> f32 {
        if way < self.tail {
            self.hot * (self.cold / self.hot).powf(way / self.tail)
        } else {
            self.cold * (self.frozen / self.cold).powf((way - self.tail) / (1.0 - self.tail))
        }
    }
}

/// Of a hundred changes, how many fill somebody's dear time, place something that waits, and move or swap.
const FILL: usize = 10;
const PLACE: usize = 48;
const MOVE: usize = 80;

/// Tries [`ROUND`] changes at one temperature.
pub(crate) fn round<M: Mask>(mover: &mut Mover<'_, '_, M>, temperature: f32) {
    let guide = mover.guide;
    if guide.live.is_empty() {
        return;
    }
    for _ in 0..ROUND {
        let dice = mover.chance.below(100);
        let floor = temperature * mover.chance.log();
        if dice < FILL {
            fill(mover, floor);
        } else if dice < PLACE {
            if !mover.state.pool.is_empty() {
                let request = mover.state.pool[mover.chance.below(mover.state.pool.len())];
                mover.place(request as usize, floor);
            }
        } else {
            let request = guide.live[mover.chance.below(guide.live.len())] as usize;
            if mover.state.at[request] == WAITING || dice < MOVE {
                mover.place(request, floor);
            } else {
                mover.swap(request, floor);
            }
        }
    }
}

/// Fills a free slot of somebody whose time is dear.
fn fill<M: Mask>(mover: &mut Mover<'_, '_, M>, floor: f32) {
    let dear = &mover.guide.dear;
    for _ in 0..8 {
        if dear.is_empty() {
            return;
        }
        let (person, slot) = dear[mover.chance.below(dear.len())];
        let (person, slot) = (person as usize, usize::from(slot));
        if !mover.state.full[person].has(slot) {
            mover.fill(person, slot, floor);
            return;
        }
    }
}
