//! A table from keys to words: hashes of 32 bits in one sorted array, with a directory on their first bits.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

/// What a key is made of. The same bytes mean different things in different channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Channel {
    /// The form itself.
    Form = 1,
    /// The sound form, and it without one sound.
    Sound = 2,
    /// The consonant skeleton, and it without one consonant.
    Skeleton = 3,
    /// The consonants that Arabic script shows, of words in that script.
    Abjad = 4,
    /// The same of romanised words.
    AbjadRomanised = 8,
    /// Korean syllable classes.
    Korean = 5,
    /// Chinese syllable classes.
    Chinese = 6,
    /// The roughest skeleton, for loan words in scripts of syllables.
    Loan = 7,
}

/// The hash of a key.
pub(crate) fn key(channel: Channel, bytes: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(channel as u8);
    hasher.write(bytes);
    let hash = hasher.finish();
    #[expect(clippy::cast_possible_truncation, reason = "the hash is folded into 32 bits")]
    {
        (hash ^ (hash >> 32)) as u32
    }
}

/// Keys and, for each, words.
///
/// *Shapes*: `values[starts[i]..starts[i + 1]]` belong to `keys[i]`; `keys` ascend; `directory[p]` is the first key whose upper
/// 16 bits are `p` or more.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyTable {
    directory: Vec<u32>,
    keys: Vec<u32>,
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl KeyTable {
    /// Makes the table of pairs of key and word.
    pub(crate) fn new(mut pairs: Vec<u64>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut table = Self { values: Vec::with_capacity(pairs.len()), ..Self::default() };
        for pair in pairs {
            #[expect(clippy::cast_possible_truncation, reason = "two halves of a pair")]
            let (key, value) = ((pair >> 32) as u32, pair as u32);
            if table.keys.last() != Some(&key) {
                table.keys.push(key);
                table.starts.push(length(table.values.len()));
            }
            table.values.push(value);
        }
        table.starts.push(length(table.values.len()));
        table.keys.shrink_to_fit();
        table.starts.shrink_to_fit();
        table.directory = vec![0; (1 << 16) + 1];
        for key in &table.keys {
            table.directory[(key >> 16) as usize + 1] += 1;
        }
        for at in 1..table.directory.len() {
            table.directory[at] += table.directory[at - 1];
        }
        table
    }

    /// The words of a key.
    pub(crate) fn get(&self, key: u32) -> &[u32] {
        if self.keys.is_empty() {
            return &[];
        }
        let prefix = (key >> 16) as usize;
        let (from, to) = (self.directory[prefix] as usize, self.directory[prefix + 1] as usize);
        match self.keys[from..to].iter().position(|found| *found == key) {
            Some(at) => {
                let at = from + at;
                &self.values[self.starts[at] as usize..self.starts[at + 1] as usize]
            }
            None => &[],
        }
    }
}

/// A length as it is kept; indexes of more than four thousand million words are not built.
pub(crate) fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Pairs for [`KeyTable::new`].
pub(crate) fn pair(key: u32, value: u32) -> u64 {
    u64::from(key) << 32 | u64::from(value)
}
