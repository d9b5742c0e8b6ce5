//! What a romanised word sounds like, whichever office romanised it: the sound form and the consonant skeleton.
//!
//! *Source*: own rules, from the romanisations that English, French, German, Swedish, Baltic and Polish offices use for Russian,
//! Ukrainian, Arabic and Persian names.

/// The sound form of a word: one byte a sound.
///
/// *Shapes*: `form` is lower-case ASCII. In the result `C` is ch, `X` sh, `J` zh, `c` ts, `h` also kh, `v` also w; the other letters
/// are themselves. Digits stay. Doubled sounds are one.
#[must_use]
pub fn sound(form: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(form.len());
    sound_into(form.as_bytes(), &mut out);
    out
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn vowelish(byte: u8) -> bool {
    is_vowel(byte) || byte == b'y'
}

/// Consonant groups that one sound is written with; the longest first.
const GROUPS: [(&[u8], &[u8]); 39] = [
    (b"schtsch", b"X"),
    (b"chtch", b"X"),
    (b"shch", b"X"),
    (b"sjtj", b"X"),
    (b"szcz", b"X"),
    (b"stj", b"X"),
    (b"tsch", b"C"),
    (b"dsch", b"j"),
    (b"sch", b"X"),
    (b"dzh", b"j"),
    (b"tch", b"C"),
    (b"tzsch", b"C"),
    (b"sh", b"X"),
    (b"sj", b"X"),
    (b"sz", b"X"),
    (b"ch", b"C"),
    (b"tj", b"C"),
    (b"cz", b"C"),
    (b"zh", b"J"),
    (b"zj", b"J"),
    (b"kh", b"h"),
    (b"gh", b"g"),
    (b"th", b"t"),
    (b"dh", b"d"),
    (b"ph", b"f"),
    (b"bh", b"b"),
    (b"rh", b"r"),
    (b"wh", b"v"),
    (b"dj", b"j"),
    (b"dz", b"z"),
    (b"ts", b"c"),
    (b"tz", b"c"),
    (b"ck", b"k"),
    (b"cq", b"k"),
    (b"cs", b"ks"),
    (b"x", b"ks"),
    (b"gn", b"n"),
    (b"lj", b"l"),
    (b"nj", b"n"),
];

fn sound_into(form: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    let end = form.len();
    let push = |out: &mut Vec<u8>, byte: u8| {
        if out.last() != Some(&byte) {
            out.push(byte);
        }
    };
    // Names in -off, -of, -ow, -ew are names in -ov, -ev.
    let stem = russian_ending(form);
    while at < end {
        if at == stem.0 {
            push(out, stem.1);
            push(out, b'v');
            break;
        }
        let rest = &form[at..];
        let byte = rest[0];
        if vowelish(byte) {
            let step = vowels(form, at, out);
            at += step;
            continue;
        }
        // Only these letters are second in a group.
        let may_group = byte == b'x'
            || matches!(rest.get(1), Some(b'h' | b'j' | b'z' | b'c' | b's' | b'k' | b'q' | b't' | b'n'));
        let group = if may_group { GROUPS.iter().find(|(group, _)| rest.starts_with(group)) } else { None };
        if let Some((group, sounds)) = group {
            for sound in *sounds {
                push(out, *sound);
            }
            at += group.len();
            continue;
        }
        let next = rest.get(1).copied().unwrap_or(0);
        let previous = if at > 0 { form[at - 1] } else { 0 };
        match byte {
            b'c' => push(out, if matches!(next, b'e' | b'i' | b'y') { b's' } else { b'k' }),
            b'q' => push(out, b'k'),
            b'w' => push(out, b'v'),
            b'g' if next == b'u' && matches!(rest.get(2), Some(b'e' | b'i')) => {
                push(out, b'g');
                at += 1;
            }
            // A final h, or one before a consonant after a vowel, is hardly heard: Abdallah, Mehdi. The middle one is kept.
            b'h' if at + 1 == end && vowelish(previous) => {}
            // A j after a consonant only softens it: Vasiljev.
            b'j' if at > 0 && !vowelish(previous) && at + 1 < end => {}
            // A j that closes a syllable is an i: Sergej, Dmitrij, Andrejs.
            b'j' if at > 0 && vowelish(previous) && !vowelish(next) => {
                let last = out.last().copied();
                if last != Some(b'i') && last != Some(b'e') {
                    if last == Some(b'a') {
                        out.pop();
                        push(out, b'e');
                    } else {
                        push(out, b'i');
                    }
                }
            }
            _ => push(out, byte),
        }
        at += 1;
    }
}

/// Where an ending that stands for -ov or -ev begins, and its vowel.
fn russian_ending(form: &[u8]) -> (usize, u8) {
    let length = form.len();
    for ending in [&b"off"[..], b"eff", b"ow", b"ew", b"of", b"ef"] {
        if length >= ending.len() + 3 && form.ends_with(ending) && !vowelish(form[length - ending.len() - 1])
        {
            return (length - ending.len(), ending[0]);
        }
    }
    (usize::MAX, 0)
}

/// A run of vowels; gives the number of letters used up.
fn vowels(form: &[u8], at: usize, out: &mut Vec<u8>) -> usize {
    let rest = &form[at..];
    let length = rest.iter().take_while(|byte| vowelish(**byte)).count();
    let mut run = &rest[..length];
    let push = |out: &mut Vec<u8>, byte: u8| {
        if out.last() != Some(&byte) {
            out.push(byte);
        }
    };
    if at == 0 {
        // Ye-, Ie- is E-; ou- before a vowel is w; y, i before another vowel is y.
        match run {
            [b'o', b'u', _, ..] => {
                push(out, b'v');
                run = &run[2..];
            }
            [b'y' | b'i', b'e', ..] => run = &run[1..],
            [b'y' | b'i', b'a' | b'o' | b'u', ..] => {
                push(out, b'y');
                run = &run[1..];
            }
            _ => {}
        }
    }
    let mut index = 0;
    while index < run.len() {
        let pair = (run[index], run.get(index + 1).copied().unwrap_or(0));
        let (sound, used) = match pair {
            (b'o', b'u' | b'o') | (b'u', b'e' | b'u') => (b'u', 2),
            (b'e', b'e') | (b'i' | b'y', b'i' | b'y') => (b'i', 2),
            (b'e', b'i' | b'y') | (b'a', b'i' | b'y' | b'e') => (b'e', 2),
            (b'a', b'u') if index + 2 == run.len() => (b'a', 1),
            (b'o', b'e') => (b'o', 2),
            (b'a', b'a') => (b'a', 2),
            // A glide before a vowel: Valeriya, Valeria, Anatolyevich.
            (b'i' | b'y', b'a' | b'e' | b'o' | b'u') => {
                index += 1;
                continue;
            }
            (b'y', _) => (b'i', 1),
            (byte, _) => (byte, 1),
        };
        push(out, sound);
        index += used;
    }
    length
}

/// The class of a sound in the skeleton; 0 when it is left out.
fn skeleton_class(sound: u8, first: bool) -> u8 {
    match sound {
        b'b' | b'p' => b'b',
        b'd' | b't' => b'd',
        b'g' | b'k' => b'k',
        b'v' | b'f' => b'v',
        b's' | b'z' | b'c' | b'X' => b's',
        b'j' | b'J' | b'C' => b'j',
        b'm' | b'n' | b'l' | b'r' => sound,
        b'h' if first => b'h',
        b'0'..=b'9' => sound,
        _ => 0,
    }
}

/// The consonants of a sound form, voiced and voiceless as one; vowels, y and an h that does not begin the word left out.
#[must_use]
pub fn skeleton(sound: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(sound.len());
    for (at, byte) in sound.iter().enumerate() {
        let class = skeleton_class(*byte, at == 0);
        if class != 0 && out.last() != Some(&class) {
            out.push(class);
        }
    }
    out
}
