//! Korean and Chinese syllables in whichever romanisation: sets of readings, and a key that all spellings of a syllable share.
//!
//! *Source*: own tables of Revised Romanisation, McCune-Reischauer, customary Korean spellings with the initial-sound law, Pinyin
//! and Wade-Giles without apostrophes.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// What a spelled syllable may stand for.
///
/// *Shapes*: bits of the jamo or of the Pinyin initials and rimes; two spellings may mean the same when all three pairs have a
/// bit in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Syllable {
    /// Possible initials.
    pub initial: u32,
    /// Possible vowels, or rimes.
    pub vowel: u64,
    /// Possible finals; for Chinese always the same.
    pub last: u32,
    /// The key that all spellings of a syllable share.
    pub class: u16,
}

/// The language whose syllables are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// Korean.
    Korean,
    /// Chinese.
    Chinese,
}

// Jamo of initials in the order of Unicode: ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ
const fn initials(list: &[u8]) -> u32 {
    let mut mask = 0;
    let mut at = 0;
    while at < list.len() {
        mask |= 1 << list[at];
        at += 1;
    }
    mask
}

const fn vowels(list: &[u8]) -> u64 {
    initials(list) as u64
}

/// Spellings of Korean initials; the longest first.
const KOREAN_INITIALS: [(&str, u32); 24] = [
    ("kk", initials(&[1])),
    ("gg", initials(&[1])),
    ("tt", initials(&[4])),
    ("dd", initials(&[4])),
    ("pp", initials(&[8])),
    ("bb", initials(&[8])),
    ("ss", initials(&[10])),
    ("jj", initials(&[13])),
    ("tch", initials(&[13])),
    ("ch", initials(&[12, 13, 14])),
    ("sh", initials(&[9, 10])),
    ("k", initials(&[0, 1, 15])),
    ("g", initials(&[0, 1])),
    ("t", initials(&[3, 4, 16])),
    ("d", initials(&[3, 4])),
    ("p", initials(&[7, 8, 17])),
    ("b", initials(&[7, 8])),
    ("j", initials(&[12, 13])),
    ("s", initials(&[9, 10])),
    ("h", initials(&[18])),
    ("r", initials(&[5])),
    ("l", initials(&[5])),
    ("n", initials(&[2])),
    ("m", initials(&[6])),
];

// Jamo of vowels in the order of Unicode: ㅏ0ㅐ1ㅑ2ㅒ3ㅓ4ㅔ5ㅕ6ㅖ7ㅗ8ㅘ9ㅙ10ㅚ11ㅛ12ㅜ13ㅝ14ㅞ15ㅟ16ㅠ17ㅡ18ㅢ19ㅣ20
const KOREAN_VOWELS: [(&str, u64); 42] = [
    ("yeou", vowels(&[6])),
    ("yeo", vowels(&[6])),
    ("yoo", vowels(&[17])),
    ("you", vowels(&[6, 17])),
    ("yae", vowels(&[3])),
    ("wae", vowels(&[10])),
    ("weo", vowels(&[14])),
    ("woo", vowels(&[13])),
    ("eui", vowels(&[19])),
    ("uh", vowels(&[4])),
    ("ya", vowels(&[2])),
    ("ye", vowels(&[7, 6])),
    ("yo", vowels(&[12, 6])),
    ("yu", vowels(&[17, 6])),
    ("yi", vowels(&[19, 20])),
    ("wa", vowels(&[9])),
    ("we", vowels(&[15, 11, 10])),
    ("wi", vowels(&[16])),
    ("wo", vowels(&[14])),
    ("wu", vowels(&[13, 18])),
    ("ae", vowels(&[1, 5])),
    ("ai", vowels(&[1])),
    ("eo", vowels(&[4])),
    ("eu", vowels(&[18])),
    ("ee", vowels(&[20])),
    ("ea", vowels(&[1, 5])),
    ("ei", vowels(&[5])),
    ("ui", vowels(&[19, 16])),
    ("oo", vowels(&[13])),
    ("ou", vowels(&[4, 13])),
    ("oe", vowels(&[11])),
    ("oi", vowels(&[11])),
    ("ie", vowels(&[20])),
    ("ue", vowels(&[18, 15])),
    ("a", vowels(&[0])),
    ("e", vowels(&[5, 1])),
    ("o", vowels(&[8, 4])),
    ("u", vowels(&[13, 4, 18])),
    ("i", vowels(&[20])),
    ("y", vowels(&[20])),
    ("w", vowels(&[13])),
    ("ow", vowels(&[8])),
];

// Finals, grouped by sound: 0 none, 1 k, 2 n, 3 t, 4 l, 5 m, 6 p, 7 ng
const KOREAN_FINALS: [(&str, u8); 13] = [
    ("ng", 7),
    ("ck", 1),
    ("k", 1),
    ("g", 1),
    ("c", 1),
    ("n", 2),
    ("t", 3),
    ("s", 3),
    ("d", 3),
    ("l", 4),
    ("m", 5),
    ("p", 6),
    ("b", 6),
];

fn korean_class(initial: u32, vowel: u64, last: u32) -> u16 {
    let v = match vowel.trailing_zeros() {
        4 | 8 | 13 | 18 => 1,
        6 | 12 | 17 => 2,
        1 | 5 => 3,
        3 | 7 => 4,
        0 => 5,
        2 => 6,
        9 => 7,
        14 => 8,
        10 | 11 | 15 => 9,
        16 => 10,
        _ => 11,
    };
    let soft = matches!(v, 2 | 4 | 6 | 11);
    let i = match initial.trailing_zeros() {
        0 | 1 | 15 => 1,
        3 | 4 | 16 => 2,
        7 | 8 | 17 => 3,
        12..=14 => 4,
        9 | 10 => 5,
        18 => 6,
        6 => 7,
        // The initial-sound law: North Ri is South I, Ro is No.
        2 | 5 if soft => 0,
        2 | 5 => 8,
        _ => 0,
    };
    let f = u16::try_from(last.trailing_zeros()).unwrap_or(0);
    i * 256 + v * 16 + f
}

/// Makes one syllable of a Hangul character's three parts.
fn korean(initial: u32, vowel: u64, last: u32) -> Syllable {
    let mut syllable = Syllable { initial, vowel, last, class: korean_class(initial, vowel, last) };
    let soft = vowel & vowels(&[2, 3, 6, 7, 12, 17, 20, 19]) != 0;
    let liquid = initials(&[2, 5]);
    if initial & initials(&[11]) != 0 && soft {
        syllable.initial |= liquid;
    } else if initial & liquid != 0 {
        syllable.initial |= if soft { liquid | initials(&[11]) } else { liquid };
    }
    syllable
}

/// The syllable of a Hangul character.
#[must_use]
pub fn of_hangul(letter: char) -> Option<Syllable> {
    let at = u32::from(letter).checked_sub(0xac00).filter(|at| *at < 11_172)?;
    let (initial, vowel, last) = (at / 588, at / 28 % 21, at % 28);
    let last = match last {
        0 => 0,
        1..=3 | 9 | 24 => 1,
        4..=6 => 2,
        7 | 19 | 20 | 22 | 23 | 25 | 27 => 3,
        8 | 11..=13 | 15 => 4,
        10 | 16 => 5,
        14 | 17 | 18 | 26 => 6,
        _ => 7,
    };
    Some(korean(1 << initial, 1 << vowel, 1 << last))
}

/// Customary Korean surnames that break the rules of every romanisation.
const KOREAN_ODD: [(&str, &str); 16] = [
    ("park", "pak"),
    ("bark", "pak"),
    ("lee", "i"),
    ("rhee", "i"),
    ("yee", "i"),
    ("leigh", "i"),
    ("paik", "paek"),
    ("baik", "paek"),
    ("choi", "choe"),
    ("choy", "choe"),
    ("hur", "heo"),
    ("huh", "heo"),
    ("suh", "seo"),
    ("roh", "no"),
    ("noh", "no"),
    ("ahn", "an"),
];

const KOREAN_SURNAMES: &str = " kim gim lee yi i ri rhee park pak bak choe choi jeong chong jung chung jong kang gang cho jo yoon yun jang \
    chang lim im rim yim han oh o seo so suh shin sin kwon gwon hwang ahn an song jeon chon jun chun hong yu yoo ryu you ko go koh \
    mun moon yang ryang son sohn pae bae paek baek paik baik ho heo huh hur nam no noh roh ro ha ku koo gu kwak gwak sung seong song cha \
    chu joo ju u woo na ra min chin jin chi ji om eom won chae chon cheon pang bang kong gong hyon hyun ham pyon byun yom yeom to do \
    sok seok sol seol son sun kil gil yon yeon wi pyo myong myeong ki gi ok yuk maeng che je tak tae kuk guk om mo ma myong hyong choe ";

/// Splits a romanised word into Korean syllables; the reading with the fewest.
///
/// `None` when it is not made of any, or of more than `most`.
#[must_use]
pub fn korean_syllables(form: &str, most: usize) -> Option<Vec<Syllable>> {
    let form = KOREAN_ODD.iter().find(|(odd, _)| *odd == form).map_or(form, |(_, plain)| plain);
    if form.is_empty() || form.len() > 18 {
        return None;
    }
    let mut found = Vec::new();
    split(form, most, &mut found, korean_starts).then_some(found)
}

/// Finds the syllables that a word may begin with, and their lengths.
type Starts = fn(&str, &mut Vec<(usize, Syllable)>);

/// Depth-first: a syllable, then the rest. Longest syllables first, so that what is found first has few.
fn split(rest: &str, most: usize, found: &mut Vec<Syllable>, starts: Starts) -> bool {
    if rest.is_empty() {
        return true;
    }
    if most == 0 {
        return false;
    }
    let mut options = Vec::new();
    starts(rest, &mut options);
    options.sort_by_key(|(used, _)| std::cmp::Reverse(*used));
    options.dedup_by_key(|(used, _)| *used);
    for (used, syllable) in options {
        found.push(syllable);
        if split(&rest[used..], most - 1, found, starts) {
            return true;
        }
        found.pop();
    }
    false
}

fn korean_starts(rest: &str, out: &mut Vec<(usize, Syllable)>) {
    let mut after_initial = |initial: u32, used: usize| {
        for (spelled, vowel) in KOREAN_VOWELS {
            if !rest[used..].starts_with(spelled) || (spelled == "w" && rest.len() > used + 1) {
                continue;
            }
            let mut used = used + spelled.len();
            // A silent h: Oh, Noh, Suh.
            if rest[used..] == *"h" {
                used += 1;
            }
            out.push((used, korean(initial, vowel, 1)));
            for (spelled, last) in KOREAN_FINALS {
                if rest[used..].starts_with(spelled) {
                    out.push((used + spelled.len(), korean(initial, vowel, 1 << last)));
                }
            }
        }
    };
    let mut consonant = false;
    for (spelled, initial) in KOREAN_INITIALS {
        if rest.starts_with(spelled) {
            after_initial(initial, spelled.len());
            consonant = true;
        }
    }
    if !consonant {
        after_initial(initials(&[11]), 0);
    }
}

/// Whether a word is one of the Korean surnames in some spelling.
#[must_use]
pub fn is_korean_surname(form: &str) -> bool {
    static WORDS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    form.len() <= 7 && WORDS.get_or_init(|| KOREAN_SURNAMES.split_ascii_whitespace().collect()).contains(form)
}

/// Pinyin initials: b0 p1 m2 f3 d4 t5 n6 l7 g8 k9 h10 j11 q12 x13 zh14 ch15 sh16 r17 z18 c19 s20 y21 w22 none23
const CHINESE_INITIALS: [(&str, u32, u16); 27] = [
    ("zh", initials(&[14]), 10),
    ("ch", initials(&[15, 14, 11, 12]), 10),
    ("sh", initials(&[16, 13]), 11),
    ("hs", initials(&[13]), 11),
    ("ts", initials(&[18, 19]), 12),
    ("tz", initials(&[18, 19]), 12),
    ("b", initials(&[0]), 1),
    ("p", initials(&[1, 0]), 1),
    ("m", initials(&[2]), 2),
    ("f", initials(&[3]), 3),
    ("d", initials(&[4]), 4),
    ("t", initials(&[5, 4]), 4),
    ("n", initials(&[6]), 5),
    ("l", initials(&[7]), 6),
    ("g", initials(&[8]), 7),
    ("k", initials(&[9, 8]), 7),
    ("h", initials(&[10]), 8),
    ("j", initials(&[11, 17]), 10),
    ("q", initials(&[12]), 10),
    ("x", initials(&[13]), 11),
    ("r", initials(&[17]), 13),
    ("z", initials(&[18]), 12),
    ("c", initials(&[19]), 12),
    ("s", initials(&[20, 16]), 11),
    ("y", initials(&[21]), 14),
    ("w", initials(&[22]), 15),
    ("", initials(&[23]), 16),
];

/// Rimes with the bit of the Pinyin rime; spellings of Wade-Giles share the bit.
const CHINESE_RIMES: [(&str, u8); 55] = [
    ("iang", 1),
    ("iong", 2),
    ("iung", 2),
    ("uang", 3),
    ("ueng", 4),
    ("iao", 5),
    ("ian", 6),
    ("ien", 6),
    ("ing", 7),
    ("uai", 8),
    ("uan", 9),
    ("ueh", 10),
    ("uei", 11),
    ("uen", 12),
    ("ang", 13),
    ("eng", 14),
    ("ong", 15),
    ("ung", 15),
    ("erh", 16),
    ("ia", 17),
    ("ie", 18),
    ("ieh", 18),
    ("iu", 19),
    ("iou", 19),
    ("in", 20),
    ("ih", 21),
    ("ua", 22),
    ("uo", 23),
    ("ui", 11),
    ("un", 12),
    ("ue", 10),
    ("ai", 24),
    ("ei", 25),
    ("ao", 26),
    ("ou", 27),
    ("an", 28),
    ("en", 29),
    ("er", 16),
    ("eh", 30),
    ("a", 31),
    ("o", 23),
    ("e", 30),
    ("i", 21),
    ("u", 32),
    ("oo", 32),
    ("ee", 21),
    ("v", 33),
    ("yu", 33),
    ("ow", 27),
    ("aw", 27),
    ("uh", 32),
    ("iun", 34),
    ("iuan", 35),
    ("eung", 13),
    ("z", 21),
];

fn chinese_starts(rest: &str, out: &mut Vec<(usize, Syllable)>) {
    for (spelled, initial, class) in CHINESE_INITIALS {
        if !rest.starts_with(spelled) || (spelled.is_empty() && !rest.starts_with(['a', 'e', 'o'])) {
            continue;
        }
        let used = spelled.len();
        for (spelled, bit) in CHINESE_RIMES {
            if rest[used..].starts_with(spelled) {
                // Yen is Yan, Yeh is Ye.
                let bit = if class == 14 && bit == 29 { 28 } else { bit };
                let syllable = Syllable {
                    initial,
                    vowel: rime_set(bit),
                    last: 1,
                    class: class * 64 + u16::from(rime_class(bit)),
                };
                out.push((used + spelled.len(), syllable));
            }
        }
    }
}

/// Rimes that Wade-Giles or careless spelling takes for one another.
fn rime_class(bit: u8) -> u8 {
    match bit {
        30 => 23,
        33 => 32,
        35 => 9,
        34 => 12,
        _ => bit,
    }
}

fn rime_set(bit: u8) -> u64 {
    match bit {
        // Wade-Giles o is Pinyin e after g, k, h: Ho is He.
        23 => 1 << 23 | 1 << 30,
        32 => 1 << 32 | 1 << 33,
        _ => 1 << bit,
    }
}

/// Splits a romanised word into Chinese syllables; the reading with the fewest.
#[must_use]
pub fn chinese_syllables(form: &str, most: usize) -> Option<Vec<Syllable>> {
    if form.is_empty() || form.len() > 18 {
        return None;
    }
    let mut found = Vec::new();
    split(form, most, &mut found, chinese_starts).then_some(found)
}

/// Whether all syllables of two words may be the same, in hundredths of a wrong letter.
///
/// *Shapes*: both sides have the same classes.
#[must_use]
pub fn distance(a: &[Syllable], b: &[Syllable]) -> u16 {
    if a.len() != b.len() {
        return u16::MAX;
    }
    a.iter()
        .zip(b)
        .map(|(a, b)| {
            u16::from(a.initial & b.initial == 0) * 60
                + u16::from(a.vowel & b.vowel == 0) * 45
                + u16::from(a.last & b.last == 0) * 60
        })
        .sum()
}
