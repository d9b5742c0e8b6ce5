//! Chance that can be repeated.

use crate::meet::mask::Mask;

/// A stream of numbers from a seed: the same seed, the same stream, on every machine.
///
/// *Source*: xoshiro256++ of Blackman and Vigna, seeded by SplitMix64.
#[derive(Clone, Debug)]
pub(crate) struct Chance([u64; 4]);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        };
        Self([next(), next(), next(), next()])
    }

    #[inline]
    pub(crate) fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// A number below `end`, which must not be 0.
    #[inline]
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // Lemire's multiplication; its bias of 2^-32 does not matter here.
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }

    /// The natural logarithm of a number that is evenly spread over (0, 1).
    #[inline]
    pub(crate) fn log(&mut self) -> f32 {
        let mantissa = (self.next() >> 40) as f32;
        ((mantissa + 0.5) / 16_777_216.0).ln()
    }

    /// One of the slots of a set that is not empty, each as likely as the others.
    #[inline]
    pub(crate) fn bit<M: Mask>(&mut self, mut mask: M) -> usize {
        for _ in 0..self.below(mask.count() as usize) {
            mask = mask.rest();
        }
        mask.first()
    }
}
