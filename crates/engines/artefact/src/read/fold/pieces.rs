//! Words that stand in pieces: joined with `+`, lists, adjacent literals, names that stand for literals.

use std::collections::HashMap;

use super::SEAM;

/// Names whose literals are known, of one script.
const NAMES_MAX: usize = 400;
/// What is put together of one script. *Units*: bytes.
const PIECES_BYTES_MAX: usize = 64 << 10;
/// Scripts in which names are followed. *Units*: bytes.
const FOLLOWED_BYTES_MAX: usize = 256 << 10;

/// Do the letters before one place and at another belong to one name?
pub(super) fn within_word(bytes: &[u8], before: usize, after: usize) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let left = before.checked_sub(1).and_then(|at| bytes.get(at));
    left.is_some_and(|byte| part(byte) || matches!(byte, b'.' | b'-')) && bytes.get(after).is_some_and(part)
}

/// Words of a shell with quotes inside: `cu''rl`, `LD_PRE"LOAD"`, `c\url`. `None`: there are none.
pub(super) fn quoted_inside(text: &str) -> Option<String> {
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
pub(super) fn single_letters(text: &str) -> Option<String> {
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
pub(super) fn adjacent(text: &str) -> Option<String> {
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
pub(super) fn unescaped_codes(text: &str) -> String {
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
pub(super) fn joined(text: &str, operator: u8) -> Option<String> {
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
pub(super) fn without_join(text: &str) -> String {
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

/// What pieces that stand for themselves under names make together, a literal each: `a = 'chi'; b = a + 'ld'`, templates,
/// `.concat(`, `.format(`, and words with letters that are taken out again.
pub(super) fn named(text: &str) -> String {
    let mut all = String::new();
    if text.len() > FOLLOWED_BYTES_MAX {
        return all;
    }
    let mut add = |pieces: &[String]| {
        let word = put_together(pieces);
        if word.contains(SEAM) && word.len() < 2000 && all.len() < PIECES_BYTES_MAX {
            all.push_str(&format!("\n'{word}'"));
        }
    };
    let known = literals(text);
    if !known.is_empty() {
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(found) = memchr::memchr(b'+', &bytes[from..]) {
            let plus = from + found;
            from = plus + 1;
            let Some(first) = value_before(&text[..plus], &known) else { continue };
            let mut pieces = vec![first];
            let mut rest = &text[plus + 1..];
            while let Some((value, behind)) = value_after(rest, &known) {
                pieces.push(value);
                from = text.len() - behind.len();
                match behind.trim_start().strip_prefix('+') {
                    Some(next) => rest = next,
                    None => break,
                }
            }
            add(&pieces);
        }
        let (mut start, mut filled) = (0, false);
        for (at, byte) in bytes.iter().enumerate() {
            filled |= *byte == b'{';
            if is_quote(*byte) || *byte == b'\n' {
                if filled && at - start < 400 {
                    add(&template(&text[start..at], &known));
                }
                (start, filled) = (at + 1, false);
            }
        }
        if filled && text.len() - start < 400 {
            add(&template(&text[start..], &known));
        }
    }
    for (mark, how) in
        [(".concat(", 'c'), (".format(", 'f'), (".replace(", 'r'), (".replaceAll(", 'r'), (".split(", 's')]
    {
        for at in memchr::memmem::find_iter(text.as_bytes(), mark).take(400) {
            let Some((_, word)) = literal_end(&text[..at]) else { continue };
            let behind = &text[at + mark.len()..];
            let line = &behind[..behind.find(['\n', ';']).unwrap_or(behind.len())];
            let given: Vec<String> =
                line.split(['\'', '"']).skip(1).step_by(2).take(16).map(str::to_owned).collect();
            match how {
                'c' => add(&[vec![word], given].concat()),
                'f' => {
                    let mut next = given.iter();
                    let texts = word.split(['{', '}']).enumerate().map(|(number, text)| match number % 2 {
                        0 => text.to_owned(),
                        _ => text
                            .parse()
                            .ok()
                            .and_then(|at: usize| given.get(at))
                            .or_else(|| next.next())
                            .cloned()
                            .unwrap_or_default(),
                    });
                    add(&texts.filter(|text| !text.is_empty()).collect::<Vec<_>>());
                }
                's' if !line.contains(".join('')") && !line.contains(".join(\"\")") => {}
                _ => {
                    let taken = match line.strip_prefix('/') {
                        Some(pattern) => pattern
                            .split('/')
                            .next()
                            .unwrap_or_default()
                            .trim_matches(['[', ']', '\\'])
                            .to_owned(),
                        None => given.first().cloned().unwrap_or_default(),
                    };
                    let nothing = how == 's' || line.contains("''") || line.contains("\"\"");
                    if nothing && !taken.is_empty() && taken.len() < 12 {
                        add(&word.split(taken.as_str()).map(str::to_owned).collect::<Vec<_>>());
                    }
                }
            }
        }
    }
    all
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$')
}

/// Names that stand for one literal, and the literals of lists by their numbers.
fn literals(text: &str) -> HashMap<String, String> {
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for at in memchr::memchr_iter(b'=', text.as_bytes()) {
        let behind = text[at + 1..].trim_start_matches([' ', '\t']);
        // Most of what is given a name is no literal.
        if !matches!(behind.as_bytes().first(), Some(b'\'' | b'"' | b'`' | b'[' | b'(')) {
            continue;
        }
        let before = text[..at].trim_end_matches([' ', '\t', ':']);
        let start = before
            .rfind(|letter| !is_name(letter))
            .map_or(0, |place| place + before[place..].chars().next().map_or(1, char::len_utf8));
        let name = &before[start..];
        if name.is_empty() || name.len() > 40 || known.len() >= NAMES_MAX {
            continue;
        }
        let mut note = |name: String, value: &str| {
            known
                .entry(name)
                .and_modify(|old| *old = old.take().filter(|old| old == value))
                .or_insert_with(|| Some(value.to_owned()));
        };
        if let Some((value, _)) = literal(behind) {
            note(name.to_owned(), value);
        } else if let Some(mut rest) = behind.strip_prefix(['[', '(']) {
            for number in 0..64 {
                let Some((value, after)) = literal(rest.trim_start()) else { break };
                note(format!("{name}[{number}]"), value);
                let Some(next) = after.trim_start().strip_prefix(',') else { break };
                rest = next;
            }
        }
    }
    known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The short literal that a text begins with, and what is behind it.
fn literal(text: &str) -> Option<(&str, &str)> {
    let quote = text.bytes().next().filter(|letter| is_quote(*letter))?;
    let near = &text.as_bytes()[1..text.len().min(201)];
    let end = memchr::memchr2(quote, b'\n', near).filter(|end| near[*end] == quote)? + 1;
    Some((&text[1..end], &text[end + 1..]))
}

/// What a text ends with, when that is a literal or stands for one.
fn value_before(text: &str, known: &HashMap<String, String>) -> Option<String> {
    let text = text.trim_end();
    if text.ends_with(['\'', '"', '`']) {
        return literal_end(text).map(|(_, word)| word).filter(|word| word.len() < 200);
    }
    let head = text.strip_suffix(']').and_then(|head| head.rfind('[')).unwrap_or(text.len());
    let start = text[..head]
        .rfind(|letter| !is_name(letter))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    known.get(&text[start..]).cloned()
}

/// What a text begins with, when that is a literal or stands for one, and what is behind it.
fn value_after<'text>(text: &'text str, known: &HashMap<String, String>) -> Option<(String, &'text str)> {
    let text = text.trim_start();
    if let Some((value, behind)) = literal(text) {
        return Some((value.to_owned(), behind));
    }
    let mut end = text.find(|letter| !is_name(letter)).unwrap_or(text.len());
    if text[end..].starts_with('[') {
        end += text[end..].find(']')? + 1;
    }
    Some((known.get(&text[..end])?.clone(), &text[end..]))
}

/// A template with what its names stand for; nothing when it has none.
fn template(literal: &str, known: &HashMap<String, String>) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = literal;
    let mut filled = false;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else { break };
        let Some(value) = known.get(name.trim()) else { return Vec::new() };
        pieces.push(before.trim_end_matches('$').to_owned());
        pieces.push(value.clone());
        filled = true;
        rest = after;
    }
    pieces.push(rest.to_owned());
    pieces.retain(|piece| !piece.is_empty());
    if filled { pieces } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_followed() {
        for script in [
            "const a = 'chi', b = 'ld_pro'; require(a + b + 'cess')",
            "t = ['child', '_process']; require(t[0] + t[1])",
            "let a = 'child'; require(`${a}_process`)",
            "'chi'.concat('ld_pro', 'cess')",
            "'{0}{1}'.format('child', '_process')",
            "'ch#ild#_pro#cess'.replace(/#/g, '')",
            "'ch#ild#_pro#cess'.split('#').join('')",
        ] {
            let words = named(script).replace(SEAM, "");
            assert!(words.contains("child_process"), "{script}: {words}");
        }
        assert_eq!(named("let a = 'x'; a = 'y'; show(a + 'z'); b + c"), "");
        assert_eq!(named("let host = 'https://a.invalid'; get(host + '/x')"), "");
    }
}
