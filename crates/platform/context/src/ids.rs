use std::{fmt, str::FromStr, sync::Mutex};

use jiff::Timestamp;

/// Names one row anywhere: 16 bytes, a UUID of version 7, so that ids sort by the time they were made.
///
/// *Source*: RFC 9562, section 5.7.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; 16]);

/// The text or the bytes are not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: expected a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057")
    }
}

impl std::error::Error for IdError {}

impl Id {
    /// The bytes, as they are kept in the store.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl From<[u8; 16]> for Id {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<&[u8]> for Id {
    type Error = IdError;
    fn try_from(bytes: &[u8]) -> Result<Self, IdError> {
        bytes.try_into().map(Self).map_err(|_| IdError)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        uuid::Uuid::try_parse(text).map(|uuid| Self(uuid.into_bytes())).map_err(|_| IdError)
    }
}

/// Where unpredictable bytes come from.
pub trait Randomness: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no token would be secret: stopping is the only safe answer.
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// The same bytes on every run: for tests and the sample conference. Not secret.
#[derive(Debug)]
pub struct SeededRandomness(Mutex<u64>);

impl SeededRandomness {
    /// A generator that starts at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Randomness for SeededRandomness {
    /// *Source*: SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Makes ids and secret tokens.
pub struct Ids {
    randomness: Box<dyn Randomness>,
    last: Mutex<(u64, u16)>,
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ids")
    }
}

impl Ids {
    /// Ids and tokens from this randomness.
    pub fn new(randomness: impl Randomness + 'static) -> Self {
        Self { randomness: Box::new(randomness), last: Mutex::new((0, 0)) }
    }

    /// An id for something made at `now`. Ids of one maker ascend, also within one millisecond.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Id {
        let mut bytes = [0_u8; 16];
        self.randomness.fill(&mut bytes[8..]);
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let wanted = u64::try_from(now.as_millisecond()).unwrap_or(0);
        // A clock that stands still or goes back, or 4,096 ids in a millisecond: count on from the last id.
        let (millisecond, count) = match *last {
            (millisecond, _) if wanted > millisecond => (wanted, 0),
            (millisecond, 0x0FFF) => (millisecond + 1, 0),
            (millisecond, count) => (millisecond, count + 1),
        };
        *last = (millisecond, count);
        drop(last);
        bytes[..6].copy_from_slice(&millisecond.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&(0x7000 | count).to_be_bytes());
        bytes[8] = 0x80 | (bytes[8] & 0x3F);
        Id(bytes)
    }

    /// A secret that nobody guesses: 160 bits as 32 lower-case letters and digits (base 32 of RFC 4648).
    #[must_use]
    pub fn token(&self) -> String {
        let mut bytes = [0_u8; 32];
        self.randomness.fill(&mut bytes);
        bytes
            .iter()
            .map(|byte| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[usize::from(byte & 31)]))
            .collect()
    }

    /// Unpredictable bytes, such as a key.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.randomness.fill(bytes);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_ascend_whatever_the_clock_does(times in proptest::collection::vec(0_i64..4_000_000_000_000, 1..200)) {
            let ids = Ids::new(SeededRandomness::new(7));
            let made: Vec<Id> =
                times.iter().map(|ms| ids.next(Timestamp::from_millisecond(*ms).unwrap())).collect();
            prop_assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn an_id_reads_back(bytes in any::<[u8; 16]>()) {
            let id = Id::from(bytes);
            prop_assert_eq!(id.to_string().parse::<Id>(), Ok(id));
        }
    }

    #[test]
    fn a_millisecond_holds_more_than_4096_ids() {
        let ids = Ids::new(SystemRandomness);
        let made: Vec<Id> = (0..10_000).map(|_| ids.next(Timestamp::UNIX_EPOCH)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(made[0].to_string().starts_with("00000000-0000-7"));
    }
}
