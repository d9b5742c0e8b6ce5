//! Sets of slots as machine words: 64 bits for as many slots, 128 for more.
//!
//! What works with sets takes the word as a type, so that those with few slots lose nothing; [`by_width`] chooses it once,
//! where an instance comes in.

use std::{
    fmt::Debug,
    ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Not, Shl, Shr},
};

/// Slots in one instance.
pub(crate) const SLOTS_MAX: usize = u128::SLOTS;

/// A set of slots: bit `t` is slot `t`.
pub(crate) trait Mask:
    Copy
    + Debug
    + Default
    + Eq
    + Send
    + Sync
    + 'static
    + BitAnd<Output = Self>
    + BitAndAssign
    + BitOr<Output = Self>
    + BitOrAssign
    + Not<Output = Self>
    + Shl<usize, Output = Self>
    + Shr<usize, Output = Self>
{
    /// Slots that it can hold.
    const SLOTS: usize;
    /// No slot.
    const EMPTY: Self;
    /// Every slot that it can hold.
    const ALL: Self;

    /// One slot.
    fn of(slot: usize) -> Self;

    /// Number of slots.
    fn count(self) -> u32;

    /// The first slot; [`SLOTS`](Self::SLOTS) when there is none.
    fn first(self) -> usize;

    /// The slot after the last one; 0 when there is none.
    fn end(self) -> usize;

    /// All but the first slot, of which there must be one.
    fn rest(self) -> Self;

    /// Every slot by so many earlier, and those before the first at the end.
    fn turned(self, by: usize) -> Self;

    /// Some slots in a row, fewer than it can hold.
    #[inline]
    fn row(first: usize, count: usize) -> Self {
        !(Self::ALL << count) << first
    }

    #[inline]
    fn is_empty(self) -> bool {
        self == Self::EMPTY
    }

    #[inline]
    fn has(self, slot: usize) -> bool {
        !(self >> slot & Self::of(0)).is_empty()
    }

    /// Its slots, the first one first.
    #[inline]
    fn slots(self) -> Slots<Self> {
        Slots(self)
    }

    /// The set of these slots.
    fn collect(slots: impl IntoIterator<Item = usize>) -> Self {
        slots.into_iter().fold(Self::EMPTY, |mask, slot| mask | Self::of(slot))
    }
}

macro_rules! word {
    ($word:ty) => {
        impl Mask for $word {
            const SLOTS: usize = Self::BITS as usize;
            const EMPTY: Self = 0;
            const ALL: Self = Self::MAX;

            #[inline]
            fn of(slot: usize) -> Self {
                1 << slot
            }

            #[inline]
            fn count(self) -> u32 {
                self.count_ones()
            }

            #[inline]
            fn first(self) -> usize {
                self.trailing_zeros() as usize
            }

            #[inline]
            fn end(self) -> usize {
                Self::SLOTS - self.leading_zeros() as usize
            }

            #[inline]
            fn rest(self) -> Self {
                self & (self - 1)
            }

            #[inline]
            fn turned(self, by: usize) -> Self {
                self.rotate_right(by as u32)
            }
        }
    };
}

word!(u64);
word!(u128);

/// The slots of a set, one after another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots<M>(M);

impl<M: Mask> Iterator for Slots<M> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.0.is_empty() {
            return None;
        }
        let slot = self.0.first();
        self.0 = self.0.rest();
        Some(slot)
    }
}

/// Works something out with the narrowest word that holds so many slots, under the name that is given for it.
macro_rules! by_width {
    ($slots:expr, $word:ident => $run:expr) => {
        if $slots <= <u64 as $crate::meet::mask::Mask>::SLOTS {
            type $word = u64;
            $run
        } else {
            type $word = u128;
            $run
        }
    };
}
pub(crate) use by_width;
