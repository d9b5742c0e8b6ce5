//! Puts together what scripts take apart: pieces joined with `+`, escapes, base64, lists of letters.

mod coded;

use std::borrow::Cow;

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
    let (plain, seams) = counted(&folded);
    let mut decoded = String::new();
    if language != Language::Shell {
        decode_literals(&plain, &mut decoded);
        letters(&plain, &mut decoded);
    }
    let coded = coded::look(&plain);
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

/// Do the letters before one place and at another belong to one name?
fn within_word(bytes: &[u8], before: usize, after: usize) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let left = before.checked_sub(1).and_then(|at| bytes.get(at));
    left.is_some_and(|byte| part(byte) || matches!(byte, b'.' | b'-')) && bytes.get(after).is_some_and(part)
}

/// Words of a shell with quotes inside: `cu''rl`, `LD_PRE"LOAD"`, `c\url`. `None`: there are none.
fn quoted_inside(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut plain = String::new();
    let (mut kept, mut from) = (0, 0);
    while let Some(found) = memchr::memchr3(b'\'', b'"', b'\\', &bytes[from..]) {
        let at = from + found;
        let next = if bytes.get(at + 1) == Some(&bytes[at]) && bytes[at] != b'\\' { at + 2 } else { at + 1 };
        from = next;
        if within_word(bytes, at, next)
            && at > kept
            && (bytes[at] != b'\\' || !matches!(bytes[next], b'n' | b't' | b'r' | b'x' | b'0'..=b'9'))
        {
            plain.push_str(&text[kept..at]);
            plain.push(SEAM);
            kept = next;
        }
    }
    (kept > 0).then(|| {
        plain.push_str(&text[kept..]);
        plain
    })
}

/// `Chr(46)` becomes `"."`. `None`: there are none.
fn single_letters(text: &str) -> Option<String> {
    let mut plain = String::new();
    let (mut kept, mut from) = (0, 0);
    while let Some(found) = memchr::memmem::find(&text.as_bytes()[from..], b"hr") {
        let at = from + found;
        from = at + 2;
        let body = text[from..].strip_prefix('W').unwrap_or(&text[from..]);
        let Some((number, behind)) = body.strip_prefix('(').and_then(|body| body.split_once(')')) else {
            continue;
        };
        let letter = number.trim().parse().ok().and_then(char::from_u32);
        let Some(letter) = letter.filter(|letter| letter.is_ascii_graphic() && number.len() < 8) else {
            continue;
        };
        let start = at.checked_sub(1).filter(|at| *at >= kept && matches!(text.as_bytes()[*at], b'c' | b'C'));
        let Some(start) = start else { continue };
        let quote = if letter == '"' { '\'' } else { '"' };
        plain.push_str(&text[kept..start]);
        plain.extend([quote, letter, quote]);
        kept = text.len() - behind.len();
        from = kept;
    }
    (kept > 0).then(|| {
        plain.push_str(&text[kept..]);
        plain
    })
}

/// `'a' 'b'` of Python becomes `'ab'`. `None`: there are none.
fn adjacent(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut plain = String::new();
    let (mut kept, mut at) = (0, 0);
    let mut closed: Option<usize> = None;
    while let Some(found) = memchr::memchr3(b'\'', b'"', b'#', &bytes[at..]) {
        let place = at + found;
        let quote = bytes[place];
        if quote == b'#' {
            at = memchr::memchr(b'\n', &bytes[place..]).map_or(bytes.len(), |end| place + end);
            closed = None;
            continue;
        }
        if bytes[place..].starts_with(&[quote; 3]) {
            at = memchr::memmem::find(&bytes[place + 3..], &[quote; 3])
                .map_or(bytes.len(), |end| place + end + 6);
            closed = None;
            continue;
        }
        let mut end = place + 1;
        while let Some(next) = memchr::memchr3(quote, b'\\', b'\n', &bytes[end.min(bytes.len())..]) {
            end += next;
            if bytes[end] != b'\\' {
                break;
            }
            end += 2;
        }
        if bytes.get(end) != Some(&quote) {
            at = end.min(bytes.len());
            closed = None;
            continue;
        }
        if let Some(close) =
            closed.filter(|close| bytes[close + 1..place].iter().all(u8::is_ascii_whitespace))
        {
            plain.push_str(&text[kept..close]);
            if within_word(bytes, close, place + 1) {
                plain.push(SEAM);
            }
            kept = place + 1;
        }
        closed = Some(end);
        at = end + 1;
    }
    (kept > 0).then(|| {
        plain.push_str(&text[kept..]);
        plain
    })
}

/// Only `\xNN` and `\uNNNN`: other escapes keep strings apart.
fn unescaped_codes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let code = &rest[at + 1..];
        let digits = match code.as_bytes().first() {
            Some(b'x') => 2,
            Some(b'u') => 4,
            _ => 0,
        };
        let letter = (digits > 0)
            .then(|| code.get(1..=digits))
            .flatten()
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32)
            .filter(|letter| letter.is_ascii_graphic() || *letter == ' ');
        if let Some(letter) = letter {
            plain.push(letter);
            rest = &code[1 + digits..];
        } else {
            plain.push('\\');
            let next = code.chars().next().map_or(0, char::len_utf8);
            plain.push_str(&code[..next]);
            rest = &code[next..];
        }
    }
    plain.push_str(rest);
    plain
}

/// `'a' + "b"` becomes `'ab"`; the quotes need not fit, since only words are looked for afterwards. `None`: nothing was.
fn joined(text: &str, operator: u8) -> Option<String> {
    let bytes = text.as_bytes();
    let mut plain = String::new();
    let (mut kept, mut from) = (0, 0);
    // Bundles have far fewer `+` than quotes.
    while let Some(found) = memchr::memchr(operator, &bytes[from..]) {
        let plus = from + found;
        from = plus + 1;
        let before = bytes[kept..plus].iter().rposition(|byte| !byte.is_ascii_whitespace());
        let Some(quote) = before.map(|at| kept + at).filter(|at| is_quote(bytes[*at])) else { continue };
        if let Some(next) = skip_plus(bytes, quote + 1, operator) {
            plain.push_str(&text[kept..quote]);
            if within_word(bytes, quote, next) {
                plain.push(SEAM);
            }
            (kept, from) = (next, next);
        }
    }
    (kept > 0).then(|| {
        plain.push_str(&text[kept..]);
        plain
    })
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'`')
}

/// From behind a quote over blanks, `+` and blanks to behind the next quote.
fn skip_plus(bytes: &[u8], mut at: usize, operator: u8) -> Option<usize> {
    let blanks = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    at = blanks(at);
    if bytes.get(at) != Some(&operator) {
        return None;
    }
    at = blanks(at + 1);
    bytes.get(at).filter(|byte| is_quote(**byte)).map(|_| at + 1)
}

/// `['a','b'].join('')` becomes `'ab'`, and `'ba'.split('').reverse().join('')` becomes `'ab'`.
fn without_join(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b".join(") {
        let (before, after) = rest.split_at(at);
        let turned = before.strip_suffix(".reverse()");
        let body = turned.unwrap_or(before);
        let split = body.strip_suffix(".split('')").or_else(|| body.strip_suffix(".split(\"\")"));
        let replaced = if let Some(body) = split {
            literal_end(body)
                .map(|(start, word)| (start, if turned.is_some() { backwards(&word) } else { word }))
        } else {
            list_end(body).map(|(start, mut words)| {
                if turned.is_some() {
                    words.reverse();
                }
                (start, put_together(&words))
            })
        };
        match replaced {
            Some((start, word)) => {
                plain.push_str(&before[..start]);
                plain.push('\'');
                plain.push_str(&word);
                plain.push('\'');
                let close = after.find(')').map_or(after.len(), |close| close + 1);
                rest = &after[close..];
            }
            None => {
                plain.push_str(before);
                plain.push_str(".join(");
                rest = &after[6..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// A word that stood backwards: seams all over.
fn backwards(word: &str) -> String {
    word.chars().rev().filter(|letter| *letter != SEAM).flat_map(|letter| [SEAM, letter]).skip(1).collect()
}

/// Words of a list, with seams between those that make one name.
fn put_together(words: &[String]) -> String {
    let mut all = String::new();
    for word in words {
        let both = [all.as_bytes(), word.as_bytes()].concat();
        if !all.is_empty() && within_word(&both, all.len(), all.len()) {
            all.push(SEAM);
        }
        all.push_str(word);
    }
    all
}

/// The quoted word that a text ends with, and where it starts.
fn literal_end(text: &str) -> Option<(usize, String)> {
    let quote = text.chars().next_back().filter(|letter| matches!(letter, '\'' | '"' | '`'))?;
    let inner = &text[..text.len() - 1];
    let start = inner.rfind(quote)?;
    (inner.len() - start < 4096).then(|| (start, inner[start + 1..].to_owned()))
}

/// The list of quoted words that a text ends with, and where it starts.
fn list_end(text: &str) -> Option<(usize, Vec<String>)> {
    let inner = text.strip_suffix(']')?;
    let start = inner.rfind('[')?;
    let body = &inner[start + 1..];
    if body.len() > 8192 {
        return None;
    }
    let words: Vec<String> = body
        .split(',')
        .map(|word| {
            let word = word.trim();
            let quoted = word.len() >= 2 && is_quote(word.as_bytes()[0]);
            quoted.then(|| word[1..].trim_end_matches(['\'', '"', '`']).to_owned())
        })
        .collect::<Option<_>>()?;
    Some((start, words))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'/' | b'_' | b'=' | b'\r' | b' ')
}

/// Adds what literals of base64 or hexadecimal digits decode to, when it is text.
fn decode_literals(text: &str, decoded: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'\'', b'"', b'`', rest.as_bytes()) {
        let quote = rest.as_bytes()[at];
        let body = &rest[at + 1..];
        let end = memchr::memchr2(quote, b'\n', body.as_bytes()).unwrap_or(body.len());
        let literal = &body[..end];
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
        rest = body.get(end + 1..).unwrap_or_default();
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
