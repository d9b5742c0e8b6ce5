//! Puts together what scripts take apart: pieces joined with `+`, escapes, base64, lists of letters.

mod coded;
mod pieces;

use std::borrow::Cow;

use pieces::{adjacent, joined, quoted_inside, single_letters, unescaped_codes, without_join};

use crate::facts::{Capability, Capability::*, Language};

/// Texts longer than this are not put together. *Units*: bytes.
const FOLD_BYTES_MAX: usize = 4 << 20;
/// Decoded texts that are added. *Units*: bytes.
const DECODED_BYTES_MAX: usize = 1 << 20;

/// Resolves `\xNN`, `\uNNNN`, `\NNN`, `\n` and so on.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        let Some(next) = letters.next() else { break };
        let mut number = |digits: usize, radix: u32| {
            let mut value = 0;
            let mut count = 0;
            while count < digits {
                let Some(digit) = letters.peek().and_then(|next| next.to_digit(radix)) else { break };
                value = value * radix + digit;
                letters.next();
                count += 1;
            }
            (count > 0).then(|| char::from_u32(value)).flatten()
        };
        match next {
            'x' => plain.extend(number(2, 16)),
            'u' => plain.extend(number(4, 16)),
            'n' => plain.push('\n'),
            't' => plain.push('\t'),
            'r' => plain.push('\r'),
            '0'..='3' => {
                let rest = number(2, 8).map_or(0, u32::from);
                let high = next.to_digit(8).unwrap_or(0);
                plain.extend(char::from_u32(if rest == 0 { high } else { high * 64 + rest }));
            }
            other => plain.push(other),
        }
    }
    plain
}

/// Decodes base64, with blanks in it, in either alphabet.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            b'\n' | b'\r' | b' ' => continue,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(((bits >> held) & 0xff) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

/// Decodes pairs of hexadecimal digits.
pub(crate) fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect())
}

/// Stands where a word was taken apart, until that is counted.
const SEAM: char = '\u{1}';

/// Names that say something only where they are whole, so that they are no texts of the tables.
#[rustfmt::skip]
const NAMES: &[(Capability, &[&str])] = &[
    (Reaches, &["http", "https", "net", "dns", "tls", "urllib", "urllib.request", "requests", "urlopen", "socket", "fetch", "sendBeacon", "XMLHttpRequest", "WebSocket", "java.net.URL", "java.net.Socket"]),
    (RunsText, &["eval", "exec", "Function", "constructor", "compile", "runInThisContext", "runInNewContext", "execScript", "marshal"]),
    (Starts, &["system", "popen", "Popen", "spawn", "spawnSync", "execSync", "execFile", "execFileSync", "fork", "exec", "child_process", "subprocess", "powershell", "cmd.exe", "os.system", "WScript.Shell", "Shell.Application", "java.lang.Runtime", "java.lang.ProcessBuilder", "getRuntime", "ShellExecute", "check_output", "check_call", "systemctl"]),
    (SecretWords, &["fromSecretKey", "mnemonicToSeed", "mnemonicToSeedSync", "fromMnemonic", "from_mnemonic", "from_key", "signTransaction", "signMessage", "privateKey", "secretKey", "ethereum", "eth_sendTransaction", "eth_account"]),
    (DisablesProtection, &["Add-MpPreference", "disable-web-security", "ExclusionPath"]),
];

/// Longer names that are taken for words when a key is tried.
const NAMED: [&str; 14] = [
    "child_process",
    "subprocess",
    "urllib",
    "powershell",
    "WScript",
    "XMLHTTP",
    "require(",
    "import ",
    "function",
    "/bin/sh",
    "cmd.exe",
    "wallet",
    "keystore",
    ".config/",
];

/// A script with its pieces put together.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The script, and behind it what its codes say.
    pub text: String,
    /// Where in it words were put together within a name.
    pub seams: Vec<usize>,
    /// From where on it says what stood backwards, shifted, xor-ed or packed.
    pub coded_from: usize,
    /// What was hidden, in words, when that alone tells.
    pub told: Vec<String>,
    /// How packed data was written, when some is carried.
    pub carried: Option<&'static str>,
}

impl Folded {
    /// Is a text of this length at this place one that nobody could have found in the script?
    pub(crate) fn hides(&self, at: usize, bytes: usize) -> bool {
        let seam = self.seams.partition_point(|seam| *seam <= at);
        at >= self.coded_from || self.seams.get(seam).is_some_and(|seam| *seam < at + bytes)
    }

    /// Names that were taken apart or stood in a code, and what they mean.
    pub(crate) fn names(&self) -> Vec<(usize, Capability, &'static str)> {
        let mut words: Vec<(usize, &str)> = Vec::new();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        let bytes = self.text.as_bytes();
        for seam in self.seams.iter().take(2000) {
            let start = bytes[..*seam].iter().rposition(|byte| !is_part(byte)).map_or(0, |at| at + 1);
            let end =
                bytes[*seam..].iter().position(|byte| !is_part(byte)).map_or(bytes.len(), |at| seam + at);
            words.extend(self.text.get(start..end).map(|word| (start, word)));
        }
        let mut at = self.coded_from;
        for line in self.text.get(self.coded_from..).unwrap_or_default().lines().take(8000) {
            words.push((at, line.trim()));
            at += line.len() + 1;
        }
        let known = |(at, word): (usize, &str)| {
            let fits = move |(capability, names): &(Capability, &'static [&'static str])| {
                let name = names.iter().find(|name| **name == word)?;
                Some((at, *capability, *name))
            };
            NAMES.iter().filter_map(fits).collect::<Vec<_>>()
        };
        words.into_iter().flat_map(known).collect()
    }
}

/// The script with its pieces put together; `None` when there is nothing to put together.
pub(crate) fn folded(text: &str) -> Option<String> {
    fold(text, Language::JavaScript).map(|folded| folded.text)
}

/// The same, and what it had hidden.
pub(crate) fn fold(text: &str, language: Language) -> Option<Folded> {
    if text.len() > FOLD_BYTES_MAX || text.contains(SEAM) {
        return None;
    }
    // Most scripts have nothing to put together: each step copies only when there is something for it to do.
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let mut folded = Cow::Borrowed(text);
    if language == Language::Shell {
        folded = quoted_inside(text).map_or(folded, Cow::Owned);
    } else {
        if has("\\x") || has("\\u00") {
            folded = Cow::Owned(unescaped_codes(text));
        }
        if has("hr(") || has("hrW(") {
            folded = single_letters(&folded).map_or(folded, Cow::Owned);
        }
        if language == Language::Python {
            folded = adjacent(&folded).map_or(folded, Cow::Owned);
        }
        let operators: &[u8] = match language {
            Language::VisualBasic | Language::AppleScript => b"&+",
            Language::Perl | Language::Php => b".+",
            _ => b"+",
        };
        for operator in operators {
            if let Some(next) = joined(&folded, *operator) {
                folded = Cow::Owned(next);
            }
        }
        if memchr::memmem::find(folded.as_bytes(), b".join(").is_some() {
            folded = Cow::Owned(without_join(&folded));
        }
    }
    let more = if language == Language::Shell { String::new() } else { pieces::named(&folded) };
    if !more.is_empty() {
        folded.to_mut().push_str(&more);
    }
    let (plain, seams) = counted(&folded);
    let mut decoded = String::new();
    let literals = coded::literals(&plain);
    if language != Language::Shell {
        decode_literals(&literals, &mut decoded);
        letters(&plain, &mut decoded);
    }
    let coded = coded::look(&plain, &literals);
    let changed = plain != text;
    let mut all = plain.into_owned();
    if !decoded.is_empty() {
        all.push('\n');
        all.push_str(&counted(joined(&decoded, b'+').as_deref().unwrap_or(&decoded)).0);
    }
    all.push('\n');
    let coded_from = all.len();
    if changed
        || !decoded.is_empty()
        || !coded.text.is_empty()
        || coded.carried.is_some()
        || !coded.told.is_empty()
    {
        all.push_str(&coded.text);
        return Some(Folded { text: all, seams, coded_from, told: coded.told, carried: coded.carried });
    }
    None
}

/// The text without the marks of seams, and where they were.
fn counted(text: &str) -> (Cow<'_, str>, Vec<usize>) {
    if memchr::memchr(1, text.as_bytes()).is_none() {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut plain = String::with_capacity(text.len());
    let mut seams = Vec::new();
    for piece in text.split(SEAM) {
        plain.push_str(piece);
        seams.push(plain.len());
    }
    seams.pop();
    (Cow::Owned(plain), seams)
}

/// A letter of base64, in either alphabet.
pub(crate) fn is_base64_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '/' | '_' | '=')
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'/' | b'_' | b'=' | b'\r' | b' ')
}

/// Adds what literals of base64 or hexadecimal digits decode to, when it is text.
fn decode_literals(literals: &[&str], decoded: &mut String) {
    for literal in literals {
        // The first letters of most literals already are none of base64.
        let may = literal.as_bytes().iter().take(16).all(|byte| is_base64(*byte));
        if may && literal.len() >= 8 && literal.len() < 256 << 10 && decoded.len() < DECODED_BYTES_MAX {
            let hex = literal.len().is_multiple_of(2) && literal.bytes().all(|byte| byte.is_ascii_hexdigit());
            let bytes = if hex { hexadecimal(literal) } else { base64(literal) };
            if let Some(bytes) = bytes
                && let Ok(words) = String::from_utf8(bytes)
                && words.len() > 3
                && words.chars().all(|letter| !letter.is_control() || letter.is_whitespace())
            {
                decoded.push_str(&words);
                decoded.push('\n');
            }
        }
    }
}

/// Adds what lists of numbers are as letters: `fromCharCode(101,118,97,108)`, `bytes([101, …])`.
fn letters(text: &str, decoded: &mut String) {
    for mark in ["fromCharCode(", "fromCodePoint(", "bytes([", "bytearray([", "Buffer.from([", "Uint8Array(["]
    {
        for at in memchr::memmem::find_iter(text.as_bytes(), mark) {
            let body = &text[at + mark.len()..];
            let end = body.find([')', ']']).unwrap_or(0);
            let numbers = body[..end].split(',').map(|number| {
                let number = number.trim();
                match number.strip_prefix("0x") {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                }
            });
            if let Some(word) =
                numbers.map(|number| number.and_then(char::from_u32)).collect::<Option<String>>()
                && word.len() > 2
                && decoded.len() < DECODED_BYTES_MAX
            {
                decoded.push_str(&word);
                decoded.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_put_together() {
        let cases = [
            ("require('child'+\"_pro\" + 'cess')", "child_process"),
            ("global['\\x65\\x76al'](x)", "['eval']"),
            ("['ev','al'].join('')", "'eval'"),
            ("'lave'.split('').reverse().join('')", "'eval'"),
            ("atob('Y2hpbGRfcHJvY2Vzcw==')", "child_process"),
            ("String.fromCharCode(101,118,97,108)", "eval"),
            ("Buffer.from('6576616c28','hex')", "eval("),
        ];
        for (script, word) in cases {
            let folded = folded(script).expect("something to put together");
            assert!(folded.contains(word), "{script}: {folded}");
        }
        assert_eq!(folded("let a = 1;"), None);
    }
}
