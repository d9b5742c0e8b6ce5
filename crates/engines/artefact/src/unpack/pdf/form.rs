//! Scripts of a PDF's form: do they only check, format and add up what people write into its fields?
//!
//! Asked of the text alone, by a list of what may occur: whatever is not in it is not plain.
//!
//! *Source*: ISO 32000-1, 12.6.4.16 (`/JS`), 7.3.4.2 (texts) and 7.3.8 (streams); "JavaScript for Acrobat API Reference",
//! Adobe, the names.

use std::io::Read;

use crate::{
    bytes::{find, utf16},
    read::page,
    take::{Holder, Taker},
};

/// Scripts that are looked at in one piece.
const SCRIPTS_MAX: usize = 400;
/// Scripts that stand elsewhere, bytes of one, and of the piece in which they are looked for.
const REFERRED_MAX: usize = 16;
const REFERRED_BYTES_MAX: usize = 16 << 10;
const PIECE_MAX: usize = 4 << 20;
/// Names that reach nothing but fields, numbers and texts.
#[rustfmt::skip]
const PLAIN: [&str; 78] = [
    "var", "let", "const", "if", "else", "return", "function", "for", "while", "in", "of", "true", "false", "null", "undefined", "new", "typeof", "break", "continue", "switch", "case", "default",
    "this", "event", "value", "valueAsString", "rc", "change", "willCommit", "target", "name", "display", "visible", "hidden", "getField", "isNaN", "Number", "String", "parseInt", "parseFloat", "Math", "round", "floor", "ceil", "max", "min", "abs",
    "toFixed", "length", "replace", "substring", "substr", "indexOf", "toUpperCase", "toLowerCase", "trim", "Date", "getTime", "getFullYear", "getMonth", "getDate", "util", "printd", "printf", "scand", "test", "match", "app", "alert", "setFocus", "required", "readonly",
    "textColor", "fillColor", "color", "red", "black", "transparent",
];

/// Are all scripts of this piece plain? A script that stands in a stream of the piece (`/JS 12 0 R`) counts as it is
/// there; one that stands elsewhere is not known, and so not plain.
pub(super) fn is_plain(text: &[u8]) -> bool {
    let mut scripts = 0;
    let mut referred = 0;
    for at in memchr::memmem::find_iter(text, b"/JS") {
        let rest = &text[at + 3..];
        if rest.first().is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = &rest[blank..];
        let script = if let Some(rest) = rest.strip_prefix(b"(") {
            literal(rest)
        } else {
            referred += 1;
            if referred > REFERRED_MAX || text.len() > PIECE_MAX {
                return false;
            }
            stream(text, rest)
        };
        let Some(script) = script else { return false };
        scripts += 1;
        if scripts > SCRIPTS_MAX || !is_plain_script(&script) {
            return false;
        }
    }
    scripts > 0
}

/// Notes the fields of a form, what they ask for, and where it is sent: a piece of the document at a time, because fields and
/// what sends them may stand apart.
///
/// *Source*: ISO 32000-1, 12.7.3.1 (names of fields) and 12.7.5.2 (`/SubmitForm`).
pub(super) fn look(taker: &mut Taker, holder: &Holder, text: &[u8]) {
    const FORMS_MAX: usize = 8;
    let has = |word: &[u8]| find(text, word, 0).is_some();
    let (fields, sends) = (has(b"/FT/Tx") || has(b"/FT /Tx"), has(b"/SubmitForm"));
    if !(fields || sends) || text.len() > PIECE_MAX {
        return;
    }
    let strings = strings(text);
    let asks = strings.iter().find(|text| page::names_words(text)).cloned();
    let object = taker.object_mut(holder.id);
    let page = object.page.get_or_insert_default();
    page.fields |= fields;
    page.asks = page.asks.take().or(asks.filter(|_| fields));
    let to = strings.into_iter().filter(|text| sends && text.contains("://"));
    page.forms.extend(to);
    page.forms.truncate(FORMS_MAX);
}

/// Texts of a piece, as they are and in hexadecimal digits.
fn strings(text: &[u8]) -> Vec<String> {
    const STRINGS_MAX: usize = 2_000;
    let mut found = Vec::new();
    for at in memchr::memchr2_iter(b'(', b'<', text) {
        if found.len() == STRINGS_MAX {
            break;
        }
        let rest = &text[at + 1..];
        if text[at] == b'(' {
            found.extend(literal(rest));
            continue;
        }
        let digits = rest.iter().take(4_000).take_while(|byte| byte.is_ascii_hexdigit()).count();
        if digits < 4 || rest.get(digits) != Some(&b'>') {
            continue;
        }
        let bytes: Vec<u8> = rest[..digits]
            .chunks_exact(2)
            .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        found.push(match bytes.strip_prefix(b"\xfe\xff") {
            Some(wide) => utf16(wide, true),
            None => String::from_utf8_lossy(&bytes).into_owned(),
        });
    }
    found
}

/// The script in the packed stream that a reference names; `None` when it is not the only thing of its number.
fn stream(text: &[u8], reference: &[u8]) -> Option<String> {
    // In packed groups of objects the same number may stand once more.
    if find(text, b"/ObjStm", 0).is_some() {
        return None;
    }
    let reference = &reference[..reference.len().min(24)];
    let name = &reference[..find(reference, b" R", 0)?];
    let mut numbers = name.split(|byte| *byte == b' ');
    let is_number = |part: Option<&[u8]>| {
        part.is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
    };
    if !is_number(numbers.next()) || !is_number(numbers.next()) || numbers.next().is_some() {
        return None;
    }
    let begin = [name, b" obj"].concat();
    let mut found = memchr::memmem::find_iter(text, &begin)
        .filter(|at| text[..*at].last().is_none_or(|before| !before.is_ascii_digit()));
    let at = found.next().filter(|_| found.next().is_none())? + begin.len();
    let rest = &text[at..];
    let head_end = find(&rest[..rest.len().min(300)], b"stream", 0)?;
    let head = std::str::from_utf8(&rest[..head_end]).ok()?;
    let known = head.split('/').skip(1).all(|part| {
        let word = part.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic());
        word == "Filter" || word == "FlateDecode" || part.starts_with("Length ")
    });
    if !known || !head.contains("/FlateDecode") {
        return None;
    }
    let body = rest[head_end + 6..].trim_ascii_start();
    let body = &body[..find(body, b"endstream", 0)?];
    let mut script = String::new();
    let unpacked = flate2::bufread::ZlibDecoder::new(body);
    unpacked.take(REFERRED_BYTES_MAX as u64 + 1).read_to_string(&mut script).ok()?;
    (script.len() <= REFERRED_BYTES_MAX && script.is_ascii()).then_some(script)
}

/// A text up to the bracket that ends it, without its escapes; `None` when it does not end, or is not of ASCII.
fn literal(bytes: &[u8]) -> Option<String> {
    let mut plain = String::new();
    let mut depth = 0_u32;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).filter(|_| at < 8000) {
        match byte {
            b'\\' => {
                at += 1;
                match bytes.get(at)? {
                    b'n' | b'r' | b't' | b'\n' | b'\r' => plain.push(' '),
                    escaped @ (b'(' | b')' | b'\\' | b'"' | b'\'') => plain.push(char::from(*escaped)),
                    _ => return None,
                }
            }
            b'(' => {
                depth += 1;
                plain.push('(');
            }
            b')' if depth == 0 => return Some(plain),
            b')' => {
                depth -= 1;
                plain.push(')');
            }
            byte if byte.is_ascii() => plain.push(char::from(*byte)),
            _ => return None,
        }
        at += 1;
    }
    None
}

/// Does a script use nothing but plain names and those that it makes itself?
fn is_plain_script(script: &str) -> bool {
    // Members by a text that is put together, escapes and templates could name anything.
    if script.contains(['`', '\\', '@', '#']) {
        return false;
    }
    let mut own: Vec<&str> = Vec::new();
    let mut rest = script;
    let mut before = ' ';
    // Within a list of new names: `var a = 1, b = 2;`.
    let mut declaring = false;
    while let Some(letter) = rest.chars().next() {
        if matches!(letter, '"' | '\'') {
            let Some(end) = rest[1..].find(letter) else { return false };
            rest = &rest[end + 2..];
            before = letter;
            continue;
        }
        if letter.is_ascii_alphabetic() || matches!(letter, '_' | '$') {
            let end = rest
                .find(|next: char| !next.is_ascii_alphanumeric() && !matches!(next, '_' | '$'))
                .unwrap_or(rest.len());
            let word = &rest[..end];
            let is_next = declaring && before == ',' && {
                let next = rest[end..].trim_start();
                next.starts_with('=') && !next.starts_with("==")
            };
            let declares = is_next
                || ["var", "let", "const", "function"].contains(&own.last().copied().unwrap_or_default());
            declaring |= matches!(word, "var" | "let" | "const");
            // Functions of forms begin with AF, and are what viewers bring for them.
            let known = PLAIN.contains(&word)
                || word.starts_with("AF") && rest[end..].trim_start().starts_with('(')
                || own.contains(&word) && before != '.';
            if !known && !declares {
                return false;
            }
            own.push(word);
            before = 'a';
            rest = &rest[end..];
            continue;
        }
        // A member by its text, not by its number.
        if letter == '[' && !rest[1..].trim_start().starts_with(|next: char| next.is_ascii_digit()) {
            return false;
        }
        if !letter.is_ascii_whitespace() {
            before = letter;
        }
        declaring &= letter != ';';
        rest = &rest[1..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_add_up_and_do_nothing_else() {
        for script in [
            "AFNumber_Format\\(0, 0, 0, 0, \"\", true\\);",
            "var n = Number\\(this.getField\\('tickets'\\).value\\) || 0; event.value = n * 120;",
            "var a = 2, b = 3; event.value = a * b;",
            "if (event.value < 0) { app.alert('No'); event.rc = false; }",
        ] {
            assert!(is_plain(format!("<</S/JavaScript/JS({script})>>").as_bytes()), "{script}");
        }
        for script in [
            "app.launchURL('https://a.invalid')",
            "this.exportDataObject({cName:'x', nLaunch:2})",
            "var e = 'ev'; this[e + 'al'](x)",
            "eval(x)",
            "var a = 2, eval(b)",
            "f(a, x = eval)",
            "var f = this.submitForm; f('x')",
            "getURL('x')",
            "this.getField('x')['constructor']('y')",
            "x(",
        ] {
            assert!(!is_plain(format!("<</S/JavaScript/JS({script})>>").as_bytes()), "{script}");
        }
        assert!(!is_plain(b"<</S/JavaScript/JS 12 0 R>>"));
        let packed = |script: &str| {
            let mut packed =
                flate2::bufread::ZlibEncoder::new(script.as_bytes(), flate2::Compression::best());
            let mut bytes = Vec::new();
            packed.read_to_end(&mut bytes).unwrap();
            bytes
        };
        let file = |script: &str, more: &str| {
            let bytes = packed(script);
            let mut file = format!(
                "1 0 obj\n<</S/JavaScript/JS 12 0 R>>\nendobj\n12 0 obj\n<</Length {}/Filter/FlateDecode>>\nstream\n",
                bytes.len()
            )
            .into_bytes();
            file.extend(bytes);
            file.extend(b"\nendstream\nendobj\n");
            file.extend(more.as_bytes());
            file
        };
        assert!(is_plain(&file("event.value = this.getField('a').value * 2;", "")));
        assert!(!is_plain(&file("app.launchURL('https://a.invalid')", "")));
        // The same number once more, or perhaps in a packed group.
        assert!(!is_plain(&file("event.value = 2;", "12 0 obj (app.launchURL\\('x'\\)) endobj")));
        assert!(!is_plain(&file("event.value = 2;", "<</Type/ObjStm>>")));
        assert!(is_plain(&file("event.value = 2;", "112 0 obj () endobj")));
        assert!(!is_plain(b"<</S/JavaScript/JS<6576>>>"));
        assert!(!is_plain(b"<</S/JavaScript>>"));
    }
}
