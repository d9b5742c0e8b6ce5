//! Texts in a program.

use crate::{
    bytes::index,
    facts::{Capability, Executable},
    read::patterns,
    take::{Holder, Taker},
};

/// How much of a program is searched. *Units*: bytes.
const SEARCHED_BYTES_MAX: usize = 192 << 20;
/// Words that are kept.
const WORDS_MAX: usize = 256;
/// Programs in which texts xor-ed with one byte are looked for. *Units*: bytes.
const XOR_BYTES_MAX: usize = 1 << 20;

/// Looks for texts that say what it could do, hosts, and words that may be arguments.
pub(crate) fn scan(taker: &mut Taker, holder: &Holder, bytes: &[u8], executable: &mut Executable) {
    let bytes = &bytes[..bytes.len().min(SEARCHED_BYTES_MAX)];
    for (at, capability, pattern) in patterns::programs().firsts(bytes) {
        patterns::see(&mut executable.seen, capability, pattern, at);
    }
    if bytes.starts_with(b"MZ") {
        wide(bytes, executable);
    }
    taker.hosts.scan(holder.id, bytes, true);
    if bytes.len() < 4 << 20 {
        words(bytes, executable);
    }
    if bytes.len() <= XOR_BYTES_MAX {
        executable.xored = xored(bytes);
    }
}

/// UTF-16 texts of Windows programs, as one long line.
fn wide(bytes: &[u8], executable: &mut Executable) {
    let mut narrow = Vec::new();
    let mut at = 0;
    // Only runs of at least six letters count; most of a program has none.
    while let Some(zero) = memchr::memchr(0, &bytes[at..]) {
        let zero = at + zero;
        // Two more letters at least, and no NUL behind a NUL: most places end here.
        if bytes.get(zero + 2) != Some(&0) || bytes.get(zero + 4) != Some(&0) || bytes[zero + 1] == 0 {
            at = zero + 1;
            while bytes.get(at) == Some(&0) {
                at += 1;
            }
            continue;
        }
        let start = zero.saturating_sub(1);
        let mut end = start;
        while bytes.get(end + 1) == Some(&0) && bytes.get(end).is_some_and(|byte| (32..127).contains(byte)) {
            end += 2;
        }
        if end - start >= 12 && narrow.len() < 8 << 20 {
            narrow.extend(bytes[start..end].iter().step_by(2));
            narrow.push(b'\n');
        }
        at = end.max(zero + 1);
    }
    for (at, capability, pattern) in patterns::programs().firsts(&narrow) {
        patterns::see(&mut executable.seen, capability, pattern, at);
    }
}

/// Is it the name of a file of data?
fn says_data(run: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 18] = [
        b".dat", b".bin", b".db", b".png", b".jpg", b".gif", b".bmp", b".ico", b".woff", b".ttf", b".wav",
        b".mp3", b".pak", b".res", b".cache", b".log", b".tmp", b".idx",
    ];
    (5..=100).contains(&run.len())
        && run.iter().all(u8::is_ascii_graphic)
        && ENDINGS.iter().any(|ending| run.ends_with(ending))
}

/// Short texts between NULs that could be arguments.
fn words(bytes: &[u8], executable: &mut Executable) {
    let mut at = 0;
    while let Some([first, second, ..]) = bytes.get(at..) {
        // Most of what stands between NULs is shorter.
        if *first == 0 || *second == 0 {
            at += 1;
            continue;
        }
        let run = &bytes[at..memchr::memchr(0, &bytes[at..]).map_or(bytes.len(), |end| at + end)];
        at += run.len() + 1;
        let fits = (2..=32).contains(&run.len())
            && run.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='));
        if executable.names.len() < 64 && says_data(run) {
            executable
                .names
                .push(String::from_utf8_lossy(run).rsplit(['/', '\\']).next().unwrap_or_default().to_owned());
        }
        let telling = fits && (run.starts_with(b"-") || (run.len() > 3 && run[0].is_ascii_alphabetic()));
        if telling && executable.words.len() < WORDS_MAX {
            let word = String::from_utf8_lossy(run).into_owned();
            if !executable.words.contains(&word) {
                executable.words.push(word);
            }
        }
    }
    executable.words.sort_unstable();
    if executable.seen.iter().any(|seen| seen.capability == Capability::Post) {
        return;
    }
    if crate::bytes::find(bytes, b"\0POST\0", 0).is_some()
        || crate::bytes::find(bytes, b"P\0O\0S\0T\0\0\0", 0).is_some()
    {
        patterns::see(&mut executable.seen, Capability::Post, "POST", 0);
    }
}

/// A text that is there xor-ed with one byte, and not as it is.
///
/// The differences of neighbouring bytes are the same for every key, so that one search finds all of them.
fn xored(bytes: &[u8]) -> Option<String> {
    const TEXTS: [&[u8]; 4] = [b"https://", b"Mozilla/5.0", b"CreateProcess", b"/bin/sh -c"];
    let differences: Vec<u8> =
        bytes.iter().zip(&bytes[1.min(bytes.len())..]).map(|(one, next)| one ^ next).collect();
    for text in TEXTS {
        let wanted: Vec<u8> = text.windows(2).map(|pair| pair[0] ^ pair[1]).collect();
        for at in memchr::memmem::find_iter(&differences, &wanted) {
            let key = bytes[at] ^ text[0];
            if key != 0 && key != 0x20 {
                return Some(format!(
                    "{} xor-ed with {key:#04x} at {}",
                    String::from_utf8_lossy(text),
                    index(crate::bytes::count(at))
                ));
            }
        }
    }
    None
}
