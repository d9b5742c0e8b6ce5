//! Scripts of a PDF's form: do they only check, format and add up what people write into its fields?
//!
//! Asked of the text alone, by a list of what may occur: whatever is not in it is not plain.
//!
//! *Source*: ISO 32000-1, 12.6.4.16 (`/JS`) and 7.3.4.2 (texts); "JavaScript for Acrobat API Reference", Adobe, the names.

/// Scripts that are looked at in one piece.
const SCRIPTS_MAX: usize = 400;
/// Names that reach nothing but fields, numbers and texts.
#[rustfmt::skip]
const PLAIN: [&str; 78] = [
    "var", "let", "const", "if", "else", "return", "function", "for", "while", "in", "of", "true", "false", "null", "undefined", "new", "typeof", "break", "continue", "switch", "case", "default",
    "this", "event", "value", "valueAsString", "rc", "change", "willCommit", "target", "name", "display", "visible", "hidden", "getField", "isNaN", "Number", "String", "parseInt", "parseFloat", "Math", "round", "floor", "ceil", "max", "min", "abs",
    "toFixed", "length", "replace", "substring", "substr", "indexOf", "toUpperCase", "toLowerCase", "trim", "Date", "getTime", "getFullYear", "getMonth", "getDate", "util", "printd", "printf", "scand", "test", "match", "app", "alert", "setFocus", "required", "readonly",
    "textColor", "fillColor", "color", "red", "black", "transparent",
];

/// Are all scripts of this piece plain? A script that stands elsewhere (`/JS 12 0 R`) is not known, and so not plain.
pub(super) fn is_plain(text: &[u8]) -> bool {
    let mut scripts = 0;
    for at in memchr::memmem::find_iter(text, b"/JS") {
        let rest = &text[at + 3..];
        if rest.first().is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let Some(script) = rest[blank..].strip_prefix(b"(").and_then(literal) else { return false };
        scripts += 1;
        if scripts > SCRIPTS_MAX || !is_plain_script(&script) {
            return false;
        }
    }
    scripts > 0
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
            let declares =
                ["var", "let", "const", "function", ","].contains(&own.last().copied().unwrap_or_default());
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
            "if (event.value < 0) { app.alert('No'); event.rc = false; }",
        ] {
            assert!(is_plain(format!("<</S/JavaScript/JS({script})>>").as_bytes()), "{script}");
        }
        for script in [
            "app.launchURL('https://a.invalid')",
            "this.exportDataObject({cName:'x', nLaunch:2})",
            "var e = 'ev'; this[e + 'al'](x)",
            "eval(x)",
            "var f = this.submitForm; f('x')",
            "getURL('x')",
            "this.getField('x')['constructor']('y')",
            "x(",
        ] {
            assert!(!is_plain(format!("<</S/JavaScript/JS({script})>>").as_bytes()), "{script}");
        }
        assert!(!is_plain(b"<</S/JavaScript/JS 12 0 R>>"));
        assert!(!is_plain(b"<</S/JavaScript/JS<6576>>>"));
        assert!(!is_plain(b"<</S/JavaScript>>"));
    }
}
