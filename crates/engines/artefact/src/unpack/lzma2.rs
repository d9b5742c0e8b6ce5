//! LZMA2 into one piece of memory: the unpacked bytes themselves are the dictionary, so that nothing is copied twice.
//!
//! It is there for speed alone: what it does not take, the reader of `lzma-rust2` is asked about.
//!
//! *Source*: the LZMA specification of the public domain LZMA SDK; "The .xz File Format" 1.2.1, section 5.3.1.
#![expect(
    clippy::cast_possible_truncation,
    reason = "numbers of at most 11 bits, in the innermost loops of all"
)]

use core::hint::select_unpredictable;

/// Bits of a probability.
const PROBABILITY_BITS: u32 = 11;
const EVEN: u16 = 1 << (PROBABILITY_BITS - 1);
/// The range is made wider below this.
const RANGE_MIN: u32 = 1 << 24;
/// Matches are copied in pieces of this many bytes, the last one beyond its end.
const COPY_BYTES: usize = 16;
/// Room that is needed behind the unpacked bytes while they are unpacked.
pub(crate) const ROOM_BYTES: usize = COPY_BYTES;
/// Contexts of literals: `lc + lp` is at most 4.
const CONTEXTS_MAX: usize = 1 << 4;
const STATES: usize = 12;
const MATCH_LENGTH_MIN: usize = 2;

/// Unpacks a stream up to its end mark; gives the number of packed bytes. `out` may be filled in part when it fails.
///
/// `None`: damaged, more than `out_bytes_max` in all, or a match farther back than `dictionary_bytes`.
pub(crate) fn unpack(
    packed: &[u8],
    dictionary_bytes: usize,
    out: &mut Vec<u8>,
    out_bytes_max: usize,
) -> Option<usize> {
    let mut at = 0;
    let mut start = out.len();
    let mut model = Model::new();
    let mut properties = None;
    let mut begun = false;
    loop {
        let control = *packed.get(at)?;
        at += 1;
        if control == 0 {
            return Some(at);
        }
        if control == 1 || control >= 0xe0 {
            start = out.len();
            begun = true;
        }
        if !begun {
            return None;
        }
        let two = |at: usize| Some(usize::from(u16::from_be_bytes(packed.get(at..at + 2)?.try_into().ok()?)));
        if control < 0x80 {
            if control > 2 {
                return None;
            }
            let length = two(at)? + 1;
            let body = packed.get(at + 2..at + 2 + length)?;
            if out.len() + length > out_bytes_max {
                return None;
            }
            out.extend_from_slice(body);
            at += 2 + length;
            continue;
        }
        let unpacked = (usize::from(control & 0x1f) << 16 | two(at)?) + 1;
        let length = two(at + 2)? + 1;
        at += 4;
        if control >= 0xc0 {
            properties = Properties::read(*packed.get(at)?);
            at += 1;
        }
        let properties = properties?;
        if control >= 0xa0 {
            model.reset(properties);
        }
        if out.len() + unpacked > out_bytes_max {
            return None;
        }
        let window = Window { start, dictionary_bytes, end: out.len() + unpacked };
        model.chunk(properties, packed.get(at..at + length)?, window, out)?;
        at += length;
    }
}

#[derive(Clone, Copy)]
struct Properties {
    literal_bits: u32,
    literal_position_mask: usize,
    position_mask: usize,
}

impl Properties {
    fn read(byte: u8) -> Option<Self> {
        let (lc, rest) = (byte % 9, byte / 9);
        let (lp, pb) = (rest % 5, rest / 5);
        (pb < 5 && lc + lp <= 4).then(|| Self {
            literal_bits: u32::from(lc),
            literal_position_mask: (1 << lp) - 1,
            position_mask: (1 << pb) - 1,
        })
    }
}

/// Where the dictionary begins, how far back matches may lead, and where the chunk ends, all in unpacked bytes.
#[derive(Clone, Copy)]
struct Window {
    start: usize,
    dictionary_bytes: usize,
    end: usize,
}

/// The range decoder.
struct Range<'bytes> {
    range: u32,
    code: u32,
    at: usize,
    bytes: &'bytes [u8],
}

impl Range<'_> {
    #[inline(always)]
    fn widen(&mut self) {
        if self.range < RANGE_MIN {
            self.range <<= 8;
            // What ends too early is noticed at the end of the chunk.
            self.code = (self.code << 8) | u32::from(self.bytes.get(self.at).copied().unwrap_or(0));
            self.at += 1;
        }
    }

    /// A bit that is mostly the same: a branch.
    #[inline(always)]
    fn bit(&mut self, probability: &mut u16) -> bool {
        self.widen();
        let bound = (self.range >> PROBABILITY_BITS) * u32::from(*probability);
        if self.code < bound {
            self.range = bound;
            *probability += ((1 << PROBABILITY_BITS) - *probability) >> 5;
            false
        } else {
            self.range -= bound;
            self.code -= bound;
            *probability -= *probability >> 5;
            true
        }
    }

    /// A bit that nobody can foresee: no branch. Is it 0, and what becomes of its probability?
    #[inline(always)]
    fn odd_bit(&mut self, probability: u16) -> (bool, u16) {
        self.widen();
        let bound = (self.range >> PROBABILITY_BITS) * u32::from(probability);
        let rest = self.code.wrapping_sub(bound);
        let zero = self.code < bound;
        self.range = select_unpredictable(zero, bound, self.range - bound);
        self.code = select_unpredictable(zero, self.code, rest);
        let aim = select_unpredictable(zero, 1 << PROBABILITY_BITS, 31_u32);
        let step = aim.wrapping_sub(u32::from(probability)).cast_signed() >> 5;
        (zero, probability.wrapping_add(step.cast_unsigned() as u16))
    }

    /// The probabilities of both next bits are read before it is known which of them is wanted: that takes the wait for
    /// memory out of the chain from bit to bit.
    #[inline(always)]
    fn tree<const SIZE: usize>(&mut self, probabilities: &mut [u16; SIZE]) -> usize {
        let mut symbol = 1;
        let mut probability = probabilities[1];
        while symbol < SIZE / 2 {
            let left = symbol << 1 & (SIZE - 1);
            let children = [probabilities[left], probabilities[left | 1]];
            let (zero, next) = self.odd_bit(probability);
            probabilities[symbol & (SIZE - 1)] = next;
            probability = select_unpredictable(zero, children[0], children[1]);
            symbol = symbol << 1 | usize::from(!zero);
        }
        let (zero, next) = self.odd_bit(probability);
        probabilities[symbol & (SIZE - 1)] = next;
        (symbol << 1 | usize::from(!zero)) - SIZE
    }

    #[inline(always)]
    fn reverse_tree(&mut self, probabilities: &mut [u16], bits: u32) -> Option<usize> {
        let (mut symbol, mut value) = (1, 0);
        for place in 0..bits {
            let probability = probabilities.get_mut(symbol)?;
            let (zero, next) = self.odd_bit(*probability);
            *probability = next;
            let bit = usize::from(!zero);
            symbol = symbol << 1 | bit;
            value |= bit << place;
        }
        Some(value)
    }

    #[inline(always)]
    fn direct(&mut self, bits: u32) -> usize {
        let mut value = 0_u32;
        for _ in 0..bits {
            self.widen();
            self.range >>= 1;
            self.code = self.code.wrapping_sub(self.range);
            let zero = (self.code >> 31).wrapping_neg();
            self.code = self.code.wrapping_add(self.range & zero);
            value = (value << 1).wrapping_add(zero.wrapping_add(1));
        }
        value as usize
    }
}

/// Probabilities of lengths.
struct Lengths {
    is_longer: [u16; 2],
    low: [[u16; 8]; 16],
    middle: [[u16; 8]; 16],
    high: [u16; 256],
}

impl Lengths {
    const NEW: Self =
        Self { is_longer: [EVEN; 2], low: [[EVEN; 8]; 16], middle: [[EVEN; 8]; 16], high: [EVEN; 256] };

    #[inline(always)]
    fn read(&mut self, range: &mut Range<'_>, place: usize) -> usize {
        MATCH_LENGTH_MIN
            + if !range.bit(&mut self.is_longer[0]) {
                range.tree(&mut self.low[place & 15])
            } else if !range.bit(&mut self.is_longer[1]) {
                8 + range.tree(&mut self.middle[place & 15])
            } else {
                16 + range.tree(&mut self.high)
            }
    }
}

/// All probabilities, and what the last symbols were.
struct Model {
    state: usize,
    distances: [usize; 4],
    is_match: [[u16; 16]; STATES],
    is_repeat: [u16; STATES],
    is_repeat0: [u16; STATES],
    is_repeat0_long: [[u16; 16]; STATES],
    is_repeat1: [u16; STATES],
    is_repeat2: [u16; STATES],
    slots: [[u16; 64]; 4],
    special: [u16; 128],
    align: [u16; 16],
    lengths: Lengths,
    repeat_lengths: Lengths,
    literals: Vec<[u16; 0x300]>,
}

impl Model {
    fn new() -> Box<Self> {
        Box::new(Self {
            state: 0,
            distances: [0; 4],
            is_match: [[EVEN; 16]; STATES],
            is_repeat: [EVEN; STATES],
            is_repeat0: [EVEN; STATES],
            is_repeat0_long: [[EVEN; 16]; STATES],
            is_repeat1: [EVEN; STATES],
            is_repeat2: [EVEN; STATES],
            slots: [[EVEN; 64]; 4],
            special: [EVEN; 128],
            align: [EVEN; 16],
            lengths: Lengths::NEW,
            repeat_lengths: Lengths::NEW,
            literals: vec![[EVEN; 0x300]; CONTEXTS_MAX],
        })
    }

    fn reset(&mut self, properties: Properties) {
        let mut literals = std::mem::take(&mut self.literals);
        let contexts = (properties.literal_position_mask + 1) << properties.literal_bits;
        for context in literals.iter_mut().take(contexts) {
            context.fill(EVEN);
        }
        *self = Self { literals, ..*Self::new() };
    }

    /// Unpacks one chunk behind what `out` has.
    fn chunk(
        &mut self,
        properties: Properties,
        packed: &[u8],
        window: Window,
        out: &mut Vec<u8>,
    ) -> Option<()> {
        if packed.first() != Some(&0) {
            return None;
        }
        let code = u32::from_be_bytes(packed.get(1..5)?.try_into().ok()?);
        let mut range = Range { range: u32::MAX, code, at: 5, bytes: packed };
        let begin = out.len();
        // Room behind the end, for the last piece of a copy.
        out.resize(window.end + COPY_BYTES, 0);
        let done = self.symbols(properties, &mut range, window, begin, out);
        out.truncate(window.end);
        done?;
        range.widen();
        (range.at == packed.len() && range.code == 0).then_some(())
    }

    fn symbols(
        &mut self,
        properties: Properties,
        range: &mut Range<'_>,
        window: Window,
        begin: usize,
        out: &mut [u8],
    ) -> Option<()> {
        let mut at = begin;
        while at < window.end {
            let place = (at - window.start) & properties.position_mask & 15;
            let state = self.state;
            if !range.bit(&mut self.is_match[state][place]) {
                let before = if at > window.start { out[at - 1] } else { 0 };
                let high = usize::from(before) >> (8 - properties.literal_bits);
                let low = (at - window.start) & properties.literal_position_mask;
                let context = self.literals.get_mut((low << properties.literal_bits) + high)?;
                let symbol = if state < 7 {
                    literal(range, context)
                } else {
                    let matched = *out.get(at.checked_sub(self.distances[0] + 1)?)?;
                    matched_literal(range, context, usize::from(matched))
                };
                out[at] = symbol as u8;
                at += 1;
                self.state = if state < 4 { 0 } else { state - if state < 10 { 3 } else { 6 } };
                continue;
            }
            let length = if range.bit(&mut self.is_repeat[state]) {
                self.repeat(range, place)
            } else {
                self.fresh(range, place)?
            };
            let distance = self.distances[0] + 1;
            if length > window.end - at || distance > at - window.start || distance > window.dictionary_bytes
            {
                return None;
            }
            copy(out, at, distance, length);
            at += length;
        }
        Some(())
    }

    /// The length of a match at one of the last distances, which becomes the first.
    #[inline(always)]
    fn repeat(&mut self, range: &mut Range<'_>, place: usize) -> usize {
        let state = self.state;
        let early = state < 7;
        if !range.bit(&mut self.is_repeat0[state]) {
            if !range.bit(&mut self.is_repeat0_long[state][place]) {
                self.state = if early { 9 } else { 11 };
                return 1;
            }
        } else {
            let which = if !range.bit(&mut self.is_repeat1[state]) {
                1
            } else if !range.bit(&mut self.is_repeat2[state]) {
                2
            } else {
                3
            };
            self.distances[..=which].rotate_right(1);
        }
        self.state = if early { 8 } else { 11 };
        self.repeat_lengths.read(range, place)
    }

    /// The length of a match at a distance of its own.
    #[inline(always)]
    fn fresh(&mut self, range: &mut Range<'_>, place: usize) -> Option<usize> {
        self.state = if self.state < 7 { 7 } else { 10 };
        let length = self.lengths.read(range, place);
        let slot = range.tree(&mut self.slots[(length - MATCH_LENGTH_MIN).min(3)]);
        let distance = if slot < 4 {
            slot
        } else {
            let bits = (slot >> 1) as u32 - 1;
            let base = (2 | slot & 1) << bits;
            if slot < 14 {
                base + range.reverse_tree(self.special.get_mut(base - slot..)?, bits)?
            } else {
                let high = range.direct(bits - 4) << 4;
                base + high + range.reverse_tree(&mut self.align, 4)?
            }
        };
        self.distances = [distance, self.distances[0], self.distances[1], self.distances[2]];
        Some(length)
    }
}

#[inline(always)]
fn literal(range: &mut Range<'_>, context: &mut [u16; 0x300]) -> usize {
    let probabilities: &mut [u16; 0x100] = context.first_chunk_mut().expect("a third of them");
    range.tree(probabilities)
}

/// A literal behind a match is foretold by the byte that would have gone on with the match.
#[inline(always)]
fn matched_literal(range: &mut Range<'_>, context: &mut [u16; 0x300], mut matched: usize) -> usize {
    // As in a tree, but each next bit has a place that depends on whether the foretelling still holds.
    let (mut symbol, mut offset) = (1, 0x100);
    matched <<= 1;
    let mut at = offset + (matched & offset) + symbol;
    let mut probability = context[at];
    for _ in 0..7 {
        let foretold = matched & offset;
        matched <<= 1;
        let offsets = [offset & !foretold, offset & foretold];
        let places = [
            offsets[0] + (matched & offsets[0]) + (symbol << 1),
            offsets[1] + (matched & offsets[1]) + (symbol << 1) + 1,
        ];
        let children = [context[places[0]], context[places[1]]];
        let (zero, next) = range.odd_bit(probability);
        context[at] = next;
        probability = select_unpredictable(zero, children[0], children[1]);
        at = select_unpredictable(zero, places[0], places[1]);
        offset = select_unpredictable(zero, offsets[0], offsets[1]);
        symbol = symbol << 1 | usize::from(!zero);
    }
    let (zero, next) = range.odd_bit(probability);
    context[at] = next;
    (symbol << 1 | usize::from(!zero)) & 0xff
}

/// Copies from `distance` back; both pieces may overlap. There is room for `COPY_BYTES` behind the end.
#[inline(always)]
fn copy(out: &mut [u8], at: usize, distance: usize, length: usize) {
    let from = at - distance;
    if distance >= COPY_BYTES {
        let mut done = 0;
        while done < length {
            let piece: [u8; COPY_BYTES] =
                out[from + done..from + done + COPY_BYTES].try_into().expect("its length");
            out[at + done..at + done + COPY_BYTES].copy_from_slice(&piece);
            done += COPY_BYTES;
        }
    } else {
        for step in 0..length {
            out[at + step] = out[from + step];
        }
    }
}
