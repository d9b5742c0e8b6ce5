//! Many texts looked for at once, without following every byte.
//!
//! Short texts are found by the vector instructions of `aho_corasick::packed`. Of each longer one five bytes are chosen
//! that are rare in code; four bytes are read at every second place, so that the first or the last four of the five are
//! met wherever the text stands. A table of bits says of most that they belong to no text, and since the places are
//! fixed, the processor asks about many at once.
//!
//! *Source*: the idea is that of q-grams, as in Salmela, Tarhio and Kytojoki, "Multi-pattern string matching with q-grams",
//! ACM Journal of Experimental Algorithmics 11, 2006.

use aho_corasick::{
    AhoCorasick,
    packed::{Config, MatchKind, Searcher},
};

/// Texts from this length on are found by four of their bytes.
const LONG_BYTES_MIN: usize = 5;
/// Bytes that are read at once.
const GRAM_BYTES: usize = 4;
/// From one place to the next.
const STRIDE_BYTES: usize = 2;
/// Places that are asked about together.
const TOGETHER: usize = 4;
/// Bytes that they cover.
const BLOCK_BYTES: usize = (TOGETHER - 1) * STRIDE_BYTES + GRAM_BYTES;
/// Bits of the hash of four bytes.
const HASH_BITS: u32 = 17;
/// Lists of texts, by a part of the hash.
const LISTS: usize = 1 << 12;

/// Four letters that are met so often in scripts that they are chosen last: the most frequent of those in our texts,
/// counted over 3 MB of JavaScript and 3 MB of Python.
const FREQUENT: &str = "tion turn etur retu ctio port cons type onst ion  unct ncti rror alue func ject ptio name valu bjec data aram eque ment path requ able Erro sion uest ques onfi ring atio nfig para ader ions mpor from trin code impo Obje onte conf ytes lass file byte stri cont clas faul efau ault alid erve ding efin roto time cess vali ance cket text dule rver ient erro list host odul lien form expo oper Prop ders pack alse reat sync arse atch ntex util rope ecti pert eate read ncod ersi prot nter icat serv rsio onne nnec nect conn";

/// The texts.
pub(crate) struct Search {
    texts: Vec<&'static [u8]>,
    long: Long,
    short: Option<Short>,
}

/// What four bytes say about the longer texts.
struct Long {
    /// A bit for each hash: does a text have such bytes?
    bits: Box<[u32; 1 << (HASH_BITS - 5)]>,
    /// Where the list of each part of a hash begins.
    lists: Box<[u16; LISTS]>,
    /// The lists, one behind the other.
    entries: Vec<Entry>,
}

/// Four bytes of a text.
#[derive(Clone, Copy)]
struct Entry {
    gram: u32,
    number: u16,
    /// Where in the text they stand.
    offset: u8,
    /// The last one of its list.
    last: bool,
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
        let mut numbers = Vec::new();
        let mut entries = Vec::new();
        for (number, text) in (0_u16..).zip(&texts) {
            if text.len() < LONG_BYTES_MIN {
                numbers.push(number);
            } else {
                entries.extend(grams(number, text));
            }
        }
        let short = (!numbers.is_empty()).then(|| {
            let patterns = || numbers.iter().map(|number| texts[usize::from(*number)]);
            let vectors =
                Config::new().match_kind(MatchKind::LeftmostFirst).builder().extend(patterns()).build();
            let finder = vectors.map_or_else(|| Finder::Automaton(automaton(patterns())), Finder::Vectors);
            Short { numbers, finder }
        });
        Self { texts, long: Long::new(entries), short }
    }

    /// Does any of the texts occur?
    pub(crate) fn any(&self, bytes: &[u8]) -> bool {
        let mut any = false;
        self.each(bytes, |_, _| any = true);
        any
    }

    /// Calls `found` with where each text stands and which it is, in no order that means anything.
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

/// The four bytes at the two places of a text where they are rarest.
fn grams(number: u16, text: &[u8]) -> [Entry; STRIDE_BYTES] {
    let gram = |at: usize| &text[at..at + GRAM_BYTES];
    let frequent = |at: usize| {
        let place =
            FREQUENT.as_bytes().chunks(GRAM_BYTES + 1).position(|known| known[..GRAM_BYTES] == *gram(at));
        place.map_or(0, |place| 200 - place)
    };
    let window = |start: &usize| (*start..*start + STRIDE_BYTES).map(frequent).sum::<usize>();
    let starts = 0..=text.len().min(usize::from(u8::MAX)) - (GRAM_BYTES + STRIDE_BYTES - 1);
    let start = starts.min_by_key(window).unwrap_or(0);
    [start, start + 1].map(|at| Entry {
        gram: u32::from_le_bytes(gram(at).try_into().expect("four")),
        number,
        offset: u8::try_from(at).expect("it was looked for there"),
        last: false,
    })
}

fn hash(gram: u32) -> u32 {
    gram.wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS)
}

/// Which list a hash belongs to.
fn list(hash: u32) -> usize {
    hash as usize % LISTS
}

impl Long {
    fn new(mut entries: Vec<Entry>) -> Self {
        let mut long = Self {
            bits: Box::new([0; 1 << (HASH_BITS - 5)]),
            lists: Box::new([u16::MAX; LISTS]),
            entries: Vec::new(),
        };
        entries.sort_by_key(|entry| (list(hash(entry.gram)), entry.number, entry.offset));
        for at in 0..entries.len() {
            let hash = hash(entries[at].gram);
            long.bits[(hash >> 5) as usize] |= 1 << (hash & 31);
            let first = &mut long.lists[list(hash)];
            *first = (*first).min(u16::try_from(at).expect("fewer than 30,000 texts"));
            let next = entries.get(at + 1).map(|next| list(self::hash(next.gram)));
            entries[at].last = next != Some(list(hash));
        }
        long.entries = entries;
        long
    }

    /// Not 0 when a text may have these bytes.
    #[inline(always)]
    fn may(&self, gram: u32) -> u32 {
        let hash = hash(gram);
        self.bits[(hash >> 5) as usize] >> (hash & 31) & 1
    }

    fn each(&self, texts: &[&[u8]], bytes: &[u8], found: &mut impl FnMut(usize, usize)) {
        let mut at = 0;
        while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<BLOCK_BYTES>()) {
            let gram = |place: usize| {
                let start = place * STRIDE_BYTES;
                u32::from_le_bytes([block[start], block[start + 1], block[start + 2], block[start + 3]])
            };
            if self.may(gram(0)) | self.may(gram(1)) | self.may(gram(2)) | self.may(gram(3)) != 0 {
                for place in 0..TOGETHER {
                    self.check(texts, bytes, at + place * STRIDE_BYTES, gram(place), found);
                }
            }
            at += TOGETHER * STRIDE_BYTES;
        }
        while let Some(gram) = bytes.get(at..at + GRAM_BYTES) {
            self.check(texts, bytes, at, u32::from_le_bytes(gram.try_into().expect("four")), found);
            at += STRIDE_BYTES;
        }
    }

    /// Looks at the texts that have these bytes.
    #[inline]
    fn check(
        &self,
        texts: &[&[u8]],
        bytes: &[u8],
        at: usize,
        gram: u32,
        found: &mut impl FnMut(usize, usize),
    ) {
        if self.may(gram) == 0 {
            return;
        }
        let first = usize::from(self.lists[list(hash(gram))]);
        for entry in self.entries.get(first..).unwrap_or_default() {
            if entry.gram == gram
                && let Some(start) = at.checked_sub(usize::from(entry.offset))
                && bytes[start..].starts_with(texts[usize::from(entry.number)])
            {
                found(start, usize::from(entry.number));
            }
            if entry.last {
                break;
            }
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
                if bytes[start] == texts[number][0] && bytes[start..].starts_with(texts[number]) {
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
