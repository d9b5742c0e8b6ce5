//! What a script puts into the clipboard, followed back as far as its text says.

use super::words;
use crate::{bytes::shortened, facts::Copied, read::fold};

/// What is kept of one script.
const COPIES_MAX: usize = 8;
/// How far an expression is read. *Units*: bytes.
const EXPRESSION_BYTES_MAX: usize = 600;
/// How many names are followed.
const STEPS_MAX: usize = 4;
/// Words of what a page shows.
const SHOWN: [&str; 12] = [
    "textContent",
    "innerText",
    "innerHTML",
    "outerHTML",
    "getSelection",
    "location.",
    "document.URL",
    ".href",
    "nodeValue",
    ".title",
    "toDataURL",
    "window.location",
];
/// Words by which a text is decoded.
const CODED: [&str; 18] = [
    "atob",
    "fromCharCode",
    "fromCodePoint",
    "charCodeAt",
    "codePointAt",
    "TextDecoder",
    "decodeURIComponent(escape",
    "unescape(",
    ".reverse()",
    "Buffer.from(",
    "parseInt(",
    "decrypt",
    "base64",
    "rot13",
    "xor",
    " ^ ",
    "fromBase64",
    "inflate",
];
/// Words by which it comes from a server, or waits in an attribute.
const KEPT: [&str; 9] = [
    "fetch(",
    ".text()",
    "responseText",
    ".json()",
    "dataset",
    "getAttribute(",
    ".content",
    ".data(",
    "await ",
];

/// What is put into the clipboard. `code`: with its pieces put together; `values`: attributes of the page.
pub(super) fn copied(code: &str, values: &[String]) -> Vec<Copied> {
    let mut found = Vec::new();
    for (mark, place) in [("writeText(", 0), ("setData(", 1), ("ClipboardItem(", 0), (".copy(", 0)] {
        for at in memchr::memmem::find_iter(code.as_bytes(), mark).take(COPIES_MAX) {
            let body = argument(code.get(at + mark.len()..).unwrap_or_default());
            let body = if place == 1 { body.split_once(',').map_or(body, |(_, text)| text) } else { body };
            if mark == ".copy(" && !code[..at].ends_with("clipboard") {
                continue;
            }
            let copied = source(code, at, body, values, STEPS_MAX);
            found.push(if copied == Copied::Open && is_served(code, at) { served() } else { copied });
        }
    }
    let commands = ["execCommand('copy'", "execCommand(\"copy\"", "execCommand(`copy`"];
    for at in
        commands.iter().flat_map(|mark| memchr::memmem::find_iter(code.as_bytes(), mark)).take(COPIES_MAX)
    {
        let from = (0..=at.saturating_sub(EXPRESSION_BYTES_MAX))
            .rev()
            .find(|from| code.is_char_boundary(*from))
            .unwrap_or(0);
        let before = &code[from..at];
        let set = [".value=", ".value =", ".textContent=", ".textContent =", ".innerText=", ".innerText ="]
            .iter()
            .filter_map(|mark| Some((before.rfind(mark)?, mark.len())))
            .max();
        // Without it, what is selected on the page is copied.
        if let Some((set, length)) = set {
            found.push(source(code, at, statement(&before[set + length..]), values, STEPS_MAX));
        }
    }
    found.dedup();
    found.truncate(COPIES_MAX);
    found
}

fn served() -> Copied {
    Copied::Coded { by: "text from a server".to_owned() }
}

/// Does what stands shortly before fetch a text and hand it on?
fn is_served(code: &str, at: usize) -> bool {
    let from = (0..=at.saturating_sub(EXPRESSION_BYTES_MAX / 2))
        .rev()
        .find(|from| code.is_char_boundary(*from))
        .unwrap_or(0);
    let before = &code[from..at];
    [".text()", ".json()", "responseText"].iter().any(|mark| before.contains(mark)) && code.contains("then(")
}

/// An argument, up to the bracket that ends it.
fn argument(text: &str) -> &str {
    until(text, |_, _| false)
}

/// A statement, up to what ends it.
fn statement(text: &str) -> &str {
    until(text, |at, byte| {
        matches!(byte, b';' | b',') || byte == b'\n' && at > 0 && !text[..at].trim().is_empty()
    })
}

/// A text up to the bracket that ends it, or up to a byte outside all brackets and quotes that ends it, too.
fn until(text: &str, ends: impl Fn(usize, u8) -> bool) -> &str {
    let mut depth = 0_i32;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(EXPRESSION_BYTES_MAX) {
        match (quote, byte) {
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') if depth == 0 => return &text[..at],
            (None, b')' | b']' | b'}') => depth -= 1,
            (None, _) if depth == 0 && ends(at, byte) => return &text[..at],
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    shortest(text)
}

fn shortest(text: &str) -> &str {
    let end =
        (0..=text.len().min(EXPRESSION_BYTES_MAX)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// Where an expression has its text from.
fn source(code: &str, at: usize, expression: &str, values: &[String], steps: usize) -> Copied {
    let expression = expression.trim();
    if let Some(text) = literal(expression) {
        return Copied::Text { text: shortened(&text, 300) };
    }
    if let Some(by) = CODED.iter().find(|mark| expression.contains(**mark)) {
        return Copied::Coded { by: (*by).to_owned() };
    }
    // A call is what its function is made of.
    let name: String = expression
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.'))
        .collect();
    let (last, rest) = (name.rsplit('.').next().unwrap_or(&name), expression[name.len()..].trim_start());
    let made =
        if rest.starts_with('(') && !last.is_empty() && last.len() <= 60 { body(code, last) } else { None };
    if let Some(by) = made.and_then(|made| CODED.iter().find(|mark| made.contains(**mark))) {
        return Copied::Coded { by: (*by).to_owned() };
    }
    let kept = KEPT.iter().find(|mark| expression.contains(**mark));
    if let Some(by) = kept {
        return waiting(by, values);
    }
    if SHOWN.iter().any(|mark| expression.contains(mark))
        || expression.ends_with(".value")
        || expression.ends_with(".value.trim()")
    {
        return Copied::Shown;
    }
    if steps == 0 {
        return Copied::Open;
    }
    // A name stands for what it was given last.
    if last.is_empty() || last.len() > 60 {
        return Copied::Open;
    }
    if let Some(inner) = rest.strip_prefix('(') {
        return match made {
            Some(made) if KEPT.iter().any(|mark| made.contains(mark)) => waiting(last, values),
            Some(made) if SHOWN.iter().any(|mark| made.contains(mark)) => Copied::Shown,
            _ => source(code, at, argument(inner), values, steps - 1),
        };
    }
    match given(code, at, last) {
        Some(next) if next != expression => source(code, at, next, values, steps - 1),
        _ => Copied::Open,
    }
}

/// What waits in an attribute or on a server: known when the page has only one thing to say.
fn waiting(by: &str, values: &[String]) -> Copied {
    let decoded = values.iter().find_map(|value| {
        let turned: String = value.chars().rev().collect();
        [value.as_str(), turned.as_str()].into_iter().find_map(|text| {
            let plain = (text.len() >= 16).then(|| fold::base64(text)).flatten()?;
            String::from_utf8(plain).ok().filter(|plain| words::is_command(plain))
        })
    });
    if decoded.is_some() {
        return Copied::Coded { by: "an attribute in base64".to_owned() };
    }
    if let Some(command) = values.iter().find(|value| words::is_command(value)) {
        return Copied::Text { text: shortened(command, 300) };
    }
    let from_server = ["fetch(", ".text()", "responseText", ".json()", "await "].contains(&by);
    if from_server { served() } else { Copied::Open }
}

/// A text that stands there whole.
fn literal(expression: &str) -> Option<String> {
    let quote = expression.chars().next().filter(|letter| matches!(letter, '\'' | '"' | '`'))?;
    let inner = expression[1..].strip_suffix(quote)?;
    (!inner.contains(quote)).then(|| fold::unescaped(inner))
}

/// What a name was given last, before a place or anywhere.
fn given<'code>(code: &'code str, at: usize, name: &str) -> Option<&'code str> {
    let assigned = |from: usize| {
        let rest = &code[from + name.len()..];
        let before = code[..from].chars().next_back().unwrap_or(' ');
        let whole = !before.is_alphanumeric() && before != '_' && before != '$';
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("+=").or_else(|| rest.strip_prefix(['=', ':']))?;
        (whole && !rest.starts_with(['=', '>'])).then(|| statement(rest))
    };
    let places: Vec<usize> = memchr::memmem::find_iter(code.as_bytes(), name).take(400).collect();
    let before = places.iter().rev().filter(|from| **from < at).find_map(|from| assigned(*from));
    before.or_else(|| places.iter().find_map(|from| assigned(*from)))
}

/// What a function is made of, as far as it is read.
fn body<'code>(code: &'code str, name: &str) -> Option<&'code str> {
    let declared = memchr::memmem::find(code.as_bytes(), format!("function {name}").as_bytes());
    if let Some(at) = declared {
        return Some(shortest(&code[at..]));
    }
    given(code, code.len(), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_followed_back() {
        let one = |code: &str| copied(code, &[]).into_iter().next();
        for code in [
            "b.onclick=()=>navigator.clipboard.writeText(document.querySelector('code').innerText)",
            "const t=b.parentElement.textContent;navigator.clipboard.writeText(t)",
            "function copy(t){navigator.clipboard.writeText(t)} const u=location.href; navigator.clipboard.writeText(input.value)",
        ] {
            assert!(matches!(one(code), Some(Copied::Shown | Copied::Open)), "{code}: {:?}", one(code));
        }
        for code in [
            "navigator.clipboard.writeText(atob('eA=='))",
            "const t=rd(e.dataset.k);const rd=s=>window['atob'](s);navigator.clipboard.writeText(t)",
            "function d(a){return a.map(c=>String.fromCharCode(c^7)).join('')} navigator.clipboard.writeText(d([1]))",
            "var o='';for(const p of h)o+=String.fromCharCode(parseInt(p,16));navigator.clipboard.writeText(o)",
            "fetch('/c').then(r=>r.text()).then(x=>{t=await y.text();navigator.clipboard.writeText(t)})",
        ] {
            assert!(matches!(one(code), Some(Copied::Coded { .. })), "{code}: {:?}", one(code));
        }
        let text = Copied::Text { text: "mshta x".into() };
        assert_eq!(
            one("const c='mshta x';t.value=c;t.select();document.execCommand('copy')"),
            Some(text.clone())
        );
        assert_eq!(one("e.clipboardData.setData('text/plain','mshta x')"), Some(text));
        assert_eq!(one("document.execCommand('copy')"), None);
    }

    #[test]
    fn odd_scripts_end() {
        for code in [
            "writeText(",
            "writeText(é",
            "writeText(a.b.c(",
            "a=a;writeText(a)",
            "a=b;b=a;writeText(a)",
            "execCommand('copy'",
        ] {
            copied(code, &[]);
        }
    }
}
