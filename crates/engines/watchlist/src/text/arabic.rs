//! Arabic script: letters as codes, consonant skeletons on both sides, and an alignment of letters with romanisations.
//!
//! Short vowels are not written and long ones are also consonants, so that romanising first and comparing then loses what is
//! known. Instead each letter may be written in each of the ways that offices write it, at a cost.
//!
//! *Source*: own table of the renderings of Arabic and Persian letters in English, French and German.

/// The code of a letter: one ASCII byte for the letters that are told apart in names; `None` for what is left out.
#[must_use]
pub fn code(letter: char) -> Option<u8> {
    Some(match letter {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' => b'A',
        'ب' => b'b',
        'پ' => b'p',
        'ت' | 'ٹ' => b't',
        'ث' => b'F',
        'ج' => b'j',
        'چ' => b'c',
        'ح' => b'H',
        'خ' => b'x',
        'د' | 'ڈ' => b'd',
        'ذ' => b'D',
        'ر' | 'ڑ' => b'r',
        'ز' => b'z',
        'ژ' => b'J',
        'س' => b's',
        'ش' => b'S',
        'ص' => b'C',
        'ض' => b'W',
        'ط' => b'T',
        'ظ' => b'Z',
        'ع' => b'E',
        'غ' => b'G',
        'ف' => b'f',
        'ڤ' => b'v',
        'ق' => b'q',
        'ك' | 'ک' | 'ڪ' => b'k',
        'گ' | 'ڭ' => b'g',
        'ل' | 'ڵ' => b'l',
        'م' => b'm',
        'ن' | 'ں' => b'n',
        'ه' | 'ة' | 'ۀ' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => b'h',
        'و' | 'ؤ' | 'ۆ' | 'ۇ' => b'w',
        'ي' | 'ی' | 'ى' | 'ئ' | 'ے' | 'ێ' | 'ې' => b'y',
        _ => return None,
    })
}

/// A reading for the eye and for scripts that are compared as Latin: long vowels as vowels, no short ones.
#[must_use]
pub fn reading(codes: &[u8]) -> String {
    let mut out = String::new();
    for (at, letter) in codes.iter().enumerate() {
        let first = at == 0;
        let last = at + 1 == codes.len();
        out.push_str(match letter {
            b'A' | b'E' => "a",
            b'F' => "th",
            b'c' => "ch",
            b'H' | b'h' if !(last && *letter == b'h') => "h",
            b'h' => "a",
            b'x' => "kh",
            b'D' => "dh",
            b'J' => "zh",
            b'S' => "sh",
            b'C' => "s",
            b'W' => "d",
            b'T' => "t",
            b'Z' => "z",
            b'G' => "gh",
            b'w' if !first => "u",
            b'y' if !first => "i",
            b'b' => "b",
            b'p' => "p",
            b't' => "t",
            b'j' => "j",
            b'd' => "d",
            b'r' => "r",
            b'z' => "z",
            b's' => "s",
            b'f' => "f",
            b'v' => "v",
            b'q' => "q",
            b'k' => "k",
            b'g' => "g",
            b'l' => "l",
            b'm' => "m",
            b'n' => "n",
            b'w' => "w",
            _ => "y",
        });
    }
    out
}

fn push(out: &mut Vec<u8>, class: u8) {
    if class != 0 && out.last() != Some(&class) {
        out.push(class);
    }
}

/// The consonants that both scripts show, of Arabic letters.
#[must_use]
pub fn skeleton_of_codes(codes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(codes.len());
    for letter in codes {
        push(
            &mut out,
            match letter {
                b'b' | b'p' => b'B',
                b't' | b'T' => b'T',
                b'F' | b's' | b'C' => b'S',
                b'd' | b'D' | b'W' | b'z' | b'Z' => b'D',
                b'j' | b'J' => b'J',
                b'S' | b'c' => b'X',
                b'q' | b'k' | b'g' | b'G' => b'K',
                b'x' => b'Q',
                b'f' => b'F',
                b'l' => b'L',
                b'm' => b'M',
                b'n' => b'N',
                b'r' => b'R',
                _ => 0,
            },
        );
    }
    out
}

/// The same consonants of a romanised word; up to three readings, because th and g are ambiguous.
#[must_use]
pub fn skeletons_of_latin(form: &str) -> Vec<Vec<u8>> {
    let mut all = vec![latin_skeleton(form.as_bytes(), b'S', b'K', b'Q')];
    let mut add = |skeleton: Vec<u8>| {
        if !all.contains(&skeleton) {
            all.push(skeleton);
        }
    };
    if form.contains("th") {
        add(latin_skeleton(form.as_bytes(), b'T', b'K', b'Q'));
    }
    if form.contains('g') {
        add(latin_skeleton(form.as_bytes(), b'S', b'J', b'Q'));
    }
    if form.contains("kh") {
        add(latin_skeleton(form.as_bytes(), b'S', b'K', b'K'));
    }
    all
}

fn latin_skeleton(form: &[u8], th: u8, g: u8, kh: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(form.len());
    let mut at = 0;
    while at < form.len() {
        let rest = &form[at..];
        let (class, used) = if rest.starts_with(b"tch") || rest.starts_with(b"sch") {
            (b'X', 3)
        } else if rest.starts_with(b"sh") || rest.starts_with(b"ch") {
            (b'X', 2)
        } else if rest.starts_with(b"kh") {
            (kh, 2)
        } else if rest.starts_with(b"th") {
            (th, 2)
        } else if rest.starts_with(b"gh") {
            (b'K', 2)
        } else if rest.starts_with(b"dj") || rest.starts_with(b"zh") {
            (b'J', 2)
        } else if rest.starts_with(b"ph") {
            (b'F', 2)
        } else {
            let class = match rest[0] {
                b'b' | b'p' => b'B',
                b't' => b'T',
                b's' => b'S',
                b'd' | b'z' => b'D',
                b'j' => b'J',
                b'g' => g,
                b'k' | b'q' | b'c' => b'K',
                b'x' => {
                    push(&mut out, b'K');
                    b'S'
                }
                b'f' => b'F',
                b'l' => b'L',
                b'm' => b'M',
                b'n' => b'N',
                b'r' => b'R',
                _ => 0,
            };
            (class, 1)
        };
        push(&mut out, class);
        at += used;
    }
    out
}

/// How a letter is rendered, and at which cost in hundredths.
fn renderings(letter: u8) -> &'static [(&'static [u8], u16)] {
    match letter {
        b'b' => &[(b"b", 0), (b"p", 50)],
        b'p' => &[(b"p", 0), (b"b", 30)],
        b't' => &[(b"t", 0), (b"d", 60)],
        b'F' => &[(b"th", 0), (b"s", 10), (b"t", 25)],
        b'j' => &[(b"j", 0), (b"dj", 0), (b"g", 15), (b"dzh", 10), (b"zh", 35), (b"y", 60)],
        b'c' => &[(b"ch", 0), (b"tch", 0), (b"c", 40), (b"sh", 45)],
        b'H' => &[(b"h", 0), (b"kh", 60), (b"ch", 50)],
        b'x' => &[(b"kh", 0), (b"ch", 20), (b"h", 35), (b"k", 40)],
        b'd' => &[(b"d", 0), (b"t", 70)],
        b'D' => &[(b"dh", 0), (b"z", 5), (b"d", 15), (b"th", 30)],
        b'r' => &[(b"r", 0)],
        b'z' => &[(b"z", 0), (b"s", 60)],
        b'J' => &[(b"zh", 0), (b"j", 10), (b"z", 50)],
        b's' => &[(b"s", 0), (b"c", 35), (b"z", 60)],
        b'S' => &[(b"sh", 0), (b"ch", 10), (b"sch", 5), (b"s", 50)],
        b'C' => &[(b"s", 0), (b"z", 55)],
        b'W' => &[(b"d", 0), (b"dh", 0), (b"z", 10), (b"th", 45)],
        b'T' => &[(b"t", 0), (b"d", 60)],
        b'Z' => &[(b"z", 0), (b"dh", 0), (b"d", 20), (b"th", 35)],
        b'E' => &[(b"", 5), (b"a", 0), (b"i", 0), (b"e", 0), (b"u", 0), (b"o", 0), (b"aa", 0)],
        b'G' => &[(b"gh", 0), (b"g", 10), (b"q", 20), (b"r", 70)],
        b'f' => &[(b"f", 0), (b"v", 50), (b"ph", 10)],
        b'v' => &[(b"v", 0), (b"f", 40)],
        b'q' => &[(b"q", 0), (b"k", 10), (b"gh", 10), (b"g", 20), (b"c", 30), (b"kh", 50)],
        b'k' => &[(b"k", 0), (b"c", 10), (b"q", 25), (b"g", 45), (b"ck", 5)],
        b'g' => &[(b"g", 0), (b"k", 40), (b"j", 50), (b"gh", 20)],
        b'l' => &[(b"l", 0)],
        b'm' => &[(b"m", 0), (b"n", 80)],
        b'n' => &[(b"n", 0), (b"m", 80)],
        b'h' => &[(b"h", 0), (b"a", 5), (b"e", 5), (b"", 30), (b"t", 40), (b"at", 10)],
        b'w' => &[
            (b"w", 0),
            (b"v", 0),
            (b"u", 0),
            (b"o", 0),
            (b"ou", 0),
            (b"oo", 0),
            (b"au", 5),
            (b"aw", 0),
            (b"uw", 5),
            (b"ow", 5),
            (b"", 45),
        ],
        b'y' => &[
            (b"y", 0),
            (b"i", 0),
            (b"e", 5),
            (b"ee", 0),
            (b"ei", 0),
            (b"ai", 0),
            (b"ay", 0),
            (b"ey", 0),
            (b"iy", 0),
            (b"a", 30),
            (b"j", 30),
            (b"", 45),
        ],
        b'A' => &[(b"a", 0), (b"aa", 0), (b"e", 15), (b"i", 20), (b"o", 20), (b"u", 25), (b"", 35)],
        _ => &[],
    }
}

/// Cost of a Latin letter for which no Arabic letter stands.
fn unwritten(form: &[u8], at: usize) -> u16 {
    let letter = form[at];
    if at > 0 && form[at - 1] == letter && !matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u') {
        return 0;
    }
    match letter {
        b'a' | b'e' | b'i' | b'o' | b'u' => 8,
        b'y' => 12,
        b'h' => 35,
        b'w' | b'v' => 70,
        _ => 100,
    }
}

/// Longest word, in letters, that is aligned.
const LONGEST: usize = 28;

/// How far Arabic letters and a romanised word are apart, in hundredths of a wrong letter; `u16::MAX` when above `most`.
#[must_use]
pub fn distance(codes: &[u8], form: &[u8], most: u16) -> u16 {
    if codes.len() > LONGEST || form.len() > LONGEST {
        return u16::MAX;
    }
    // cost[i][j]: the cheapest way to have written i letters as j.
    let mut rows = [[u16::MAX / 2; LONGEST + 1]; 2];
    let mut current = [u16::MAX / 2; LONGEST + 1];
    current[0] = 0;
    let end = form.len();
    for at in 0..=codes.len() {
        let mut least = u16::MAX;
        for j in 0..=end {
            let here = current[j];
            if here > most {
                continue;
            }
            if j < end {
                let next = here + unwritten(form, j);
                current[j + 1] = current[j + 1].min(next);
            }
            least = least.min(here);
        }
        if at == codes.len() {
            break;
        }
        if least > most {
            return u16::MAX;
        }
        let next = &mut rows[0];
        next.fill(u16::MAX / 2);
        for j in 0..=end {
            let here = current[j];
            if here > most {
                continue;
            }
            let mut skip = 100;
            for (latin, cost) in renderings(codes[at]) {
                if latin.is_empty() {
                    // An alef that begins a word only carries a vowel, which need not be written out again.
                    skip = if at == 0 && codes[at] == b'A' { 10 } else { *cost };
                } else if form[j..].starts_with(latin) {
                    let cell = &mut next[j + latin.len()];
                    *cell = (*cell).min(here + cost);
                }
            }
            // A doubled letter, as of the article that is written together: Abdullah.
            if at > 0 && codes[at - 1] == codes[at] {
                skip = skip.min(10);
            }
            next[j] = next[j].min(here + skip);
            if j < end {
                next[j + 1] = next[j + 1].min(here + 110);
            }
        }
        current = *next;
    }
    let found = current[end];
    if found > most { u16::MAX } else { found }
}
