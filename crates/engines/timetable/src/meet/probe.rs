//! What fuzzing and the mutation tests ask of the reader: bytes in, no panic, and plans that keep the rules; and the
//! engine with words of 128 bits for few slots, where it has to do the same as with 64.

use std::io::{self, Read, Seek, SeekFrom};

use super::{
    model::{Instance, Solution},
    read,
    verify::verify,
};
use crate::{
    certify,
    fault::Refusal,
    repair::Live,
    solve::{
        Alone, Outcome, Progress, Settings, Unwatched, Watch, finish_alone, finish_alone_in, solve, solve_in,
    },
};

/// Ends the search at once.
struct Hasty(u32);

impl Watch for Hasty {
    fn tell(&mut self, _: &Progress) {}

    fn stop(&mut self) -> bool {
        self.0 += 1;
        self.0 > 20
    }
}

/// A stream of bytes that come a few at a time; one cannot go back.
#[derive(Clone, Copy, Debug)]
pub struct Drops<'b> {
    /// What is still to come.
    pub bytes: &'b [u8],
    /// Bytes that come at once, 1 at least.
    pub size: usize,
}

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.size.min(self.bytes.len()).min(into.len());
        let (now, later) = self.bytes.split_at(length);
        into[..length].copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}

impl Seek for Drops<'_> {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Err(io::ErrorKind::NotSeekable.into())
    }
}

/// Reads bytes as an instance, as a whole and as a stream, and solves it for a moment when it makes sense.
///
/// # Panics
/// When the engine breaks one of its promises; that is what it is for.
pub fn fuzz_instance(bytes: &[u8]) {
    let whole = read::instance(bytes);
    let stream = read::instance_from(Drops { bytes, size: 1 + bytes.len() % 7 });
    assert_eq!(whole.as_ref().ok(), stream.as_ref().ok());
    let Ok(instance) = whole else { return };
    let size = instance.requests.len() * instance.slots.len() + instance.participants.len();
    if size > 100_000 {
        return;
    }
    match solve(&instance, &Settings::default(), &mut Hasty(0), &Alone) {
        Ok(outcome) => {
            let verdict = verify(&instance, &outcome.solution);
            assert!(verdict.feasible, "{:?}", verdict.first_errors);
            assert_eq!(verdict.objective, outcome.value, "the value is not what was said");
            assert!(outcome.value <= outcome.searched, "the bound is below a plan");
        }
        Err(refusal) => assert!(!refusal.to_string().is_empty(), "a refusal without words"),
    }
}

/// What the finisher of small plans finds alone, without any search before it: a plan that is better than the fixed
/// meetings alone, if there is one, and what no plan is worth more than.
///
/// *Errors*: as [`solve`].
pub fn finish(instance: &Instance) -> Result<(Option<Solution>, i64), Refusal> {
    finish_alone(instance, WORK)
}

/// Contradictions that the finisher may meet when it is alone.
const WORK: u64 = 200_000;

/// As [`solve`], with words of 128 bits.
///
/// *Errors*: as [`solve`].
pub fn solve_wide(instance: &Instance, settings: &Settings) -> Result<Outcome, Refusal> {
    solve_in::<u128>(instance, settings, &mut Unwatched, &Alone)
}

/// As [`finish`], with words of 128 bits.
///
/// *Errors*: as [`solve`].
pub fn finish_wide(instance: &Instance) -> Result<(Option<Solution>, i64), Refusal> {
    finish_alone_in::<u128>(instance, WORK)
}

/// As [`Live::new`], with words of 128 bits.
///
/// *Errors*: as [`Live::new`].
pub fn live_wide(
    instance: Instance,
    published: &Solution,
    locked: &[u32],
    seed: u64,
) -> Result<Live, Refusal> {
    Live::new_in::<u128>(instance, published, locked, seed)
}

/// Reads bytes as a certificate and looks at it; whatever it proves must not be below a plan that there is.
///
/// # Panics
/// When the engine breaks one of its promises; that is what it is for.
pub fn fuzz_certificate(instance: &Instance, value: i64, bytes: &[u8]) {
    let Ok(certificate) = read::certificate(bytes) else { return };
    match certify::bound(instance, &certificate) {
        Ok(bound) => assert!(bound >= value, "a bound of {bound} is proved below a plan worth {value}"),
        Err(refusal) => assert!(!refusal.to_string().is_empty(), "a refusal without words"),
    }
}
