//! Many texts looked for at once, without looking at every byte.
//!
//! Short texts are found by the vector instructions of `aho_corasick::packed`. For longer ones three bytes are read, and
//! mostly say that nothing begins in the next few.
//!
//! *Source*: Wu and Manber, "A fast algorithm for multi-pattern searching", University of Arizona TR-94-17, 1994.

use aho_corasick::{
    AhoCorasick,
    packed::{Config, MatchKind, Searcher},
};

/// Texts from this length on are found by skipping.
const LONG_BYTES_MIN: usize = SKIP_BYTES_MAX as usize + 2;
/// Bits of the hash of three bytes.
const HASH_BITS: u32 = 15;
/// How far can be skipped when three bytes occur in no text.
const SKIP_BYTES_MAX: u8 = 5;

/// The texts.
pub(crate) struct Search {
    texts: Vec<&'static [u8]>,
    long: Long,
    short: Option<Short>,
}

/// What three bytes say about the longer texts.
struct Long {
    skip: Box<[u8; 1 << HASH_BITS]>,
    bucket: Box<[u16; 1 << HASH_BITS]>,
    buckets: Vec<Vec<u16>>,
}

/// The short texts, and how they are found.
struct Short {
    numbers: Vec<u16>,
    finder: Finder,
}

enum Finder {
    Vectors(Searcher),
    /// For processors without them.
    Automaton(AhoCorasick),
}

impl Search {
    /// Prepares to look for these texts; each has at least two bytes.
    pub(crate) fn new(texts: impl IntoIterator<Item = &'static str>) -> Self {
        let texts: Vec<&'static [u8]> = texts.into_iter().map(str::as_bytes).collect();
        let mut long = Long {
            skip: Box::new([SKIP_BYTES_MAX; 1 << HASH_BITS]),
            bucket: Box::new([0; 1 << HASH_BITS]),
            // The first bucket stays empty.
            buckets: vec![Vec::new()],
        };
        let mut numbers = Vec::new();
        for (number, text) in (0_u16..).zip(&texts) {
            if text.len() < LONG_BYTES_MIN { numbers.push(number) } else { long.add(number, text) }
        }
        let short = (!numbers.is_empty()).then(|| {
            let patterns = || numbers.iter().map(|number| texts[usize::from(*number)]);
            let vectors =
                Config::new().match_kind(MatchKind::LeftmostFirst).builder().extend(patterns()).build();
            let finder = vectors.map_or_else(|| Finder::Automaton(automaton(patterns())), Finder::Vectors);
            Short { numbers, finder }
        });
        Self { texts, long, short }
    }

    /// Calls `found` with where each text stands and which it is; the order is that of places for long ones, and for
    /// short ones.
    pub(crate) fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, usize)) {
        self.long.each(&self.texts, bytes, &mut found);
        if let Some(short) = &self.short {
            short.each(&self.texts, bytes, &mut found);
        }
    }
}

fn automaton(texts: impl Iterator<Item = &'static [u8]>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostFirst)
        .build(texts)
        .expect("the table is small and fixed")
}

/// A hash of three bytes, which are the upper ones of four.
fn hash(four: u32) -> usize {
    ((four >> 8).wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS)) as usize
}

fn four(bytes: &[u8], end: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(end - 3..=end)?.try_into().ok()?))
}

impl Long {
    fn add(&mut self, number: u16, text: &[u8]) {
        for last in 2..LONG_BYTES_MIN {
            let hash = hash(u32::from_le_bytes([0, text[last - 2], text[last - 1], text[last]]));
            let left = u8::try_from(LONG_BYTES_MIN - 1 - last).expect("fewer than seven");
            self.skip[hash] = self.skip[hash].min(left);
            if left == 0 {
                if self.bucket[hash] == 0 {
                    self.bucket[hash] = u16::try_from(self.buckets.len()).expect("fewer buckets than texts");
                    self.buckets.push(Vec::new());
                }
                self.buckets[usize::from(self.bucket[hash])].push(number);
            }
        }
    }

    fn each(&self, texts: &[&[u8]], bytes: &[u8], found: &mut impl FnMut(usize, usize)) {
        let mut end = LONG_BYTES_MIN - 1;
        while let Some(four) = four(bytes, end) {
            let hash = hash(four);
            let skip = self.skip[hash];
            if skip > 0 {
                end += usize::from(skip);
                continue;
            }
            let start = end + 1 - LONG_BYTES_MIN;
            for number in &self.buckets[usize::from(self.bucket[hash])] {
                let number = usize::from(*number);
                if bytes[start..].starts_with(texts[number]) {
                    found(start, number);
                }
            }
            end += 1;
        }
    }
}

impl Short {
    fn each(&self, texts: &[&[u8]], bytes: &[u8], found: &mut impl FnMut(usize, usize)) {
        let mut from = 0;
        while let Some(start) = self.next(bytes, from) {
            // Several may begin at the same place; the finder names only one.
            for number in &self.numbers {
                let number = usize::from(*number);
                if bytes[start..].starts_with(texts[number]) {
                    found(start, number);
                }
            }
            from = start + 1;
        }
    }

    fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let span = aho_corasick::Span { start: from, end: bytes.len() };
        match &self.finder {
            Finder::Vectors(searcher) => searcher.find_in(bytes, span).map(|found| found.start()),
            Finder::Automaton(automaton) => {
                automaton.find(aho_corasick::Input::new(bytes).span(span)).map(|found| found.start())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXTS: [&str; 9] = [
        "post(",
        ".post(",
        "eval(",
        "evaluate(x",
        "/tmp/.",
        "child_process",
        "process.binding",
        "ss.bin",
        "0755",
    ];

    proptest! {
        #[test]
        fn everything_is_found_that_a_plain_search_finds(
            pieces in prop::collection::vec((0..TEXTS.len(), 0..14_usize, "[a-z.(/ ]{0,9}"), 0..40),
        ) {
            let mut text = String::new();
            for (which, length, noise) in pieces {
                let piece = TEXTS[which];
                text.push_str(&piece[..length.min(piece.len())]);
                text.push_str(&noise);
            }
            let bytes = text.as_bytes();
            let mut wanted: Vec<(usize, usize)> = (0..bytes.len())
                .flat_map(|at| (0..TEXTS.len()).map(move |number| (at, number)))
                .filter(|(at, number)| bytes[*at..].starts_with(TEXTS[*number].as_bytes()))
                .collect();
            wanted.sort_unstable();
            let mut found = Vec::new();
            Search::new(TEXTS).each(bytes, |at, number| found.push((at, number)));
            found.sort_unstable();
            prop_assert_eq!(found, wanted);
        }
    }
}
